"""A return's way through the pages: chosen, checked, submitted, found in the log, taken back, put back."""

from datetime import datetime, timedelta

import pytest

from benchmark.measures.gaps import gaps
from benchmark.measures.returned import asked_kinds
from benchmark.measures.scope import Scope, Standard
from benchmark.returns import check_return, submit_return
from benchmark.returns.published import prepare_store
from benchmark.settings import STORE_VARIABLE, Settings
from benchmark.store import ledger as ledger_module
from benchmark.store.database import utc_now
from benchmark.store.publication import open_current
from benchmark.store.verify import verify
from tests.shipped import DEMONSTRATION, PUBLISHED, SHIPPED

GOOD = (
    b"assessment_year,ods_code,care_setting,pillar,score\n"
    b"2025,RBS,Acute,well_led,1.2\n"
    b"2025,RVN,Mental Health,well_led,2\n"
)
WRONG = b"assessment_year,ods_code,care_setting,pillar,score\n2025,RBS,Acute,well_led,7\n"


@pytest.fixture
def own_store(tmp_path, monkeypatch) -> Settings:
    """A store that a test may write to."""
    settings = Settings(store=tmp_path / "store")
    prepare_store(settings)
    monkeypatch.setenv(STORE_VARIABLE, str(settings.store))
    return settings


def mean_gap(settings: Settings) -> float:
    return gaps(open_current(settings), Scope("QYG", 2025), Standard()).summary.mean


def button(opened, label: str):
    return next(found for found in opened.button if found.label.startswith(label))


def text_input(opened, label: str):
    return next(found for found in opened.text_input if found.label.startswith(label))


def uploaded(app, content: bytes, name: str = "return.csv"):
    opened = app.open("upload")
    opened.file_uploader[0].upload(name, content, "text/csv").run()
    assert not opened.exception
    return opened


def test_a_good_file_is_submitted_and_changes_the_gap(app, own_store):
    before = mean_gap(own_store)
    opened = uploaded(app, GOOD)
    said = app.words(opened)
    assert "2 rows read: 2 hold, 0 do not" in said
    assert "1 new rows, 1 changed" in said
    assert "Cheshire and Merseyside" in said
    assert button(opened, "Submit").disabled
    text_input(opened, "Your name").set_value("Ada Analyst").run()
    text_input(opened, "Note").set_value("Corrected after the board").run()
    button(opened, "Submit").click().run()
    assert not opened.exception
    assert f"Submitted as number {SHIPPED + 1}" in app.words(opened)
    assert mean_gap(own_store) > before
    assert verify(own_store).ok


def test_a_file_with_errors_cannot_be_submitted(app, own_store):
    opened = uploaded(app, WRONG)
    text_input(opened, "Your name").set_value("Ada Analyst").run()
    said = app.words(opened)
    assert "must be mended" in said
    assert "A file with errors submits nothing" in said
    assert button(opened, "Submit").disabled


def test_the_same_file_again_is_a_question_that_waits_for_its_answer(app, own_store):
    checked = check_return(GOOD, "return.csv", publication=open_current(own_store))
    submit_return(own_store, checked, by="Ada Analyst", note="")
    opened = uploaded(app, GOOD)
    text_input(opened, "Your name").set_value("Ada Analyst").run()
    questions = [found for found in opened.text_input if found.key.startswith("answer-")]
    assert len(questions) == 1
    assert button(opened, "Submit").disabled
    for found in questions:
        found.set_value("Sent again on purpose").run()
    assert not button(opened, "Submit").disabled


def test_leaving_half_way_submits_nothing(app, own_store):
    uploaded(app, GOOD)
    assert f"{SHIPPED} submissions" in app.words(app.open("returns"))


def test_a_submission_is_withdrawn_and_restored_with_a_reason(app, own_store):
    before = mean_gap(own_store)
    checked = check_return(GOOD, "return.csv", publication=open_current(own_store))
    number = submit_return(own_store, checked, by="Ada Analyst", note="First try").number
    after = mean_gap(own_store)
    assert after != before

    opened = app.open("returns", submission=str(number))
    assert "First try" in app.words(opened)
    opened.toggle[0].set_value(True).run()
    assert "0.506 to 0.495" in app.words(opened)
    button(opened, "Withdraw").click().run()
    said = app.words(opened)
    assert "Your name is missing. Say why, for those who come later." in said
    assert mean_gap(own_store) == after
    text_input(opened, "Your name").set_value("Ada Analyst")
    text_input(opened, "Reason").set_value("Wrong trust")
    button(opened, "Withdraw").click().run()
    assert not opened.exception
    assert mean_gap(own_store) == before
    assert "withdrawn by Ada Analyst" in app.words(opened)

    text_input(opened, "Reason").set_value("It was right after all").run()
    button(opened, "Restore").click().run()
    assert mean_gap(own_store) == after
    assert "restored by Ada Analyst" in app.words(opened)


def test_the_log_can_be_filtered_by_link(app, own_store):
    for origin, number in (("published", PUBLISHED), ("demonstration", DEMONSTRATION)):
        said = app.words(app.open("returns", origin=origin))
        assert f"{number} submissions, the newest first" in said
    assert "2 submissions, the newest first" in app.words(app.open("returns", kind="trusts"))
    assert "0 submissions, the newest first" in app.words(app.open("returns", origin="return"))


def test_a_missing_return_shows_in_the_completeness_of_all_systems(app, own_store):
    said = app.words(app.open("returns"))
    assert "285 of 286 expected returns of 2025 are here; 1 is missing" in said
    assert "Avon and Wiltshire" in said


def test_who_has_returned_is_told_for_each_kind(app):
    opened = app.open("returns", returned="it_spend")
    said = app.words(opened)
    assert "IT spend of 2025/26: 0 of 205 trusts have returned." in said
    opened.toggle(key="reminders").set_value(True).run()
    assert "- Alder Hey Children's NHS Foundation Trust (RBS)" in opened.code[0].value
    said = app.words(app.open("returns", returned="it_spend", fy="2024/25", of="DEMO"))
    assert "IT spend of 2024/25: 7 of 8 trusts have returned. They are fictional." in said
    for kind in asked_kinds():
        assert "returned" in app.words(app.open("returns", returned=kind))


def test_a_past_day_shows_what_stood_then_and_says_so(app, tmp_path, monkeypatch):
    settings = Settings(store=tmp_path / "store")
    monkeypatch.setenv(STORE_VARIABLE, str(settings.store))
    real = utc_now
    monkeypatch.setattr(ledger_module, "utc_now", lambda: real() - timedelta(days=10))
    prepare_store(settings)
    monkeypatch.setattr(ledger_module, "utc_now", real)
    checked = check_return(GOOD, "return.csv", publication=open_current(settings))
    submit_return(settings, checked, by="Ada Analyst", note="")

    five_days_ago = (datetime.now() - timedelta(days=5)).date().isoformat()
    now = app.words(app.open("", ics="QYG"))
    then = app.open("", ics="QYG", asat=five_days_ago)
    assert "92 of 154" in now
    assert "91 of 154" in app.words(then)
    assert "A past day: everything as at" in app.words(then)
    assert then.query_params["asat"] == five_days_ago


def test_a_day_before_the_first_entry_is_not_shown(app, own_store):
    opened = app.open("", ics="QYG", asat="2020-01-01")
    assert "asat" not in opened.query_params
    assert "A past day" not in app.words(opened)


def test_a_link_can_name_the_template_and_another_can_be_chosen_then(app):
    opened = app.open("upload", template="it_spend")
    assert opened.expander[0].proto.expanded
    picker = opened.selectbox(key="template-kind")
    assert picker.value == "it_spend"
    picker.select("peer_exchange").run()
    assert opened.selectbox(key="template-kind").value == "peer_exchange"


@pytest.mark.parametrize("asked", ["", "nothing of this name"])
def test_without_a_known_template_in_the_link_the_templates_stay_folded(app, asked):
    opened = app.open("upload", template=asked)
    assert not opened.expander[0].proto.expanded
