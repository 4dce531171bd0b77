"""A return's way through the pages: chosen, checked, submitted, found in the log, taken back, put back."""

import re
from datetime import datetime, timedelta

import pytest

from benchmark.common.completeness import UNKNOWN
from benchmark.common.scope import Scope, Standard
from benchmark.core.settings import Settings
from benchmark.questions.gaps.measure import gaps
from benchmark.questions.returned.measure import asked_kinds
from benchmark.returns import check_return, receipt_of, submit_return
from benchmark.store.ledger import writing
from benchmark.store.proof.verify import verify
from benchmark.store.publication import open_current
from tests.shipped import DEMONSTRATION, PUBLISHED, SHIPPED

GOOD = (
    b"assessment_year,ods_code,care_setting,pillar,score\n"
    b"2025,RBS,Acute,well_led,1.2\n"
    b"2025,RVN,Mental Health,well_led,2\n"
)
JUMPS = (
    b"assessment_year,ods_code,care_setting,pillar,score\n"
    b"2026,RBS,Acute,well_led,1\n2026,RBS,Acute,safe_practice,1.2\n2026,RBS,Acute,improve_care,2.8\n"
)
TWO_ROWS = (
    b"assessment_year,ods_code,care_setting,pillar,score\n"
    b"2026,DEMO1,Acute,well_led,3.2\n2026,DEMO1,Acute,safe_practice,3.2\n"
)
WRONG = b"assessment_year,ods_code,care_setting,pillar,score\n2025,RBS,Acute,well_led,7\n"


def spend(millions: int, *, trust: str = "DEMO1") -> bytes:
    header = "financial_year,ods_code,operating_expenditure,it_revenue,it_capital"
    return f"{header}\n2030/31,{trust},{millions}000000,6000000,1000000\n".encode()


def said_to_all(checked) -> dict[str, str]:
    return {found.question: "Meant so" for found in checked.questions}


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


def answer_all(opened, words: str = "Corrected after the board"):
    for box in opened.text_input:
        if box.key.startswith("answer-"):
            box.set_value(words)


def press_submit(opened):
    button(opened, "Submit").click().run()
    assert not opened.exception
    return opened


def test_before_a_file_is_chosen_all_steps_are_listed_with_their_states(app):
    said = app.said("upload")
    steps = re.findall(r'<h3 class="step step-(\w+)"><span class="step-number">(\d)</span> ([^<]*)<', said)
    assert [(state, number) for state, number, _ in steps] == [
        ("open", "1"),
        *(("waiting", str(number)) for number in range(2, 6)),
    ]
    assert steps[3][2] == "What would change"


def test_a_good_file_is_submitted_once_nothing_is_missing_changes_the_gap_and_is_asked_about_again(
    app, own_store
):
    before = mean_gap(own_store)
    opened = uploaded(app, GOOD)
    said = app.words(opened)
    assert "2 rows read, 2 of them valid" in said
    assert "1 new row, 1 changed" in said
    assert ">ODS code<" in said and ">Well Led<" in said
    assert "Cheshire and Merseyside" in said
    said = app.words(press_submit(opened))
    assert "Nothing was submitted yet" in said
    assert "1 question has no answer" in said
    assert "Your name is missing" in said
    # Nothing is run between typing and pressing: what stands in the boxes counts at once.
    text_input(opened, "Your name").set_value("Ada Analyst")
    text_input(opened, "Note").set_value("Corrected after the board")
    answer_all(opened, ".")
    said = app.words(press_submit(opened))
    assert "fewer than 3 letters" in said
    assert "Your name is missing" not in said
    answer_all(opened, "The board's own figure")
    said = app.words(press_submit(opened))
    assert f"Submitted as number {SHIPPED + 1}" in said
    assert f"{SHIPPED + 1} (Maturity scores, 2 rows)" in said
    assert f'href="returns?submission={SHIPPED + 1}"' in said
    assert "in place of what was published" in said
    assert "Answer: The board&#39;s own figure" in said
    assert mean_gap(own_store) > before
    assert verify(own_store).ok

    questions = [found for found in uploaded(app, GOOD).text_input if found.key.startswith("answer-")]
    assert ["already_submitted" in found.key for found in questions] == [True]


def test_new_rows_that_change_current_ones_say_so(app):
    """A pillar's row took the place of its domains' as a new row, beside "0 changed"."""
    said = app.words(uploaded(app, TWO_ROWS.replace(b"2026", b"2025")))
    assert "2 new rows, 0 changed, 0 as they are already. 2 pillar scores would change: " in said
    assert "already.<" in app.words(uploaded(app, TWO_ROWS))


def test_a_file_with_errors_cannot_be_submitted(app):
    opened = uploaded(app, WRONG)
    said = app.words(opened)
    assert "1 error must be mended" in said
    assert "A file with errors submits nothing" in said
    assert not [found for found in opened.button if found.label.startswith("Submit")]


def test_a_file_that_looks_like_patients_shows_its_finding_but_no_value(app):
    lines = ["999 104 0005", "999 105 0000", "999 106 0006", "999 107 0001"]
    opened = uploaded(app, "\n".join(("ods_code,ref", *(f"DEMO1,{line}" for line in lines))).encode())
    for _ in range(2):  # the page is drawn again, and what was found stands
        said = app.words(opened)
        assert "looks like NHS numbers" in said and "nothing of it was kept" in said
        assert not any(line in said for line in lines)
        opened.run()


def test_each_question_has_its_own_box_and_many_have_one_for_all(app, own_store):
    opened = uploaded(app, JUMPS)
    boxes = [found for found in opened.text_input if found.key.startswith("answer-")]
    assert len({box.label for box in boxes}) == len(boxes) == 4
    (shared,) = [box for box in boxes if box.label.endswith("; a box below that you fill in counts instead")]
    shared.set_value("Both were checked with the trust")
    for box in boxes:
        if "round_unknown" in box.key:
            box.set_value("A round of its own")
        elif "Safe Practice" in box.label and box is not shared:
            box.set_value("Only this one is special")
    text_input(opened, "Your name").set_value("Ada Analyst")
    press_submit(opened)
    with writing(own_store) as ledger:
        receipt = receipt_of(ledger, SHIPPED + 1)
    answers = {one.question.rpartition(":")[0]: one.answer for one in receipt.answers}
    assert sorted(answers.values()) == [
        "A round of its own",
        "Both were checked with the trust",
        "Only this one is special",
    ]


def test_of_three_tabs_a_stale_preview_is_shown_again_and_an_unrelated_file_is_submitted(app, own_store):
    first, second = uploaded(app, spend(260), "a.csv"), uploaded(app, spend(265), "b.csv")
    unrelated = uploaded(app, spend(265, trust="DEMO2"), "c.csv")
    for opened, name in ((first, "Ada Analyst"), (second, "Ben Clerk"), (unrelated, "Ada Analyst")):
        text_input(opened, "Your name").set_value(name)
        answer_all(opened)
    press_submit(first)
    said = app.words(press_submit(second))
    assert "Submitted as number" not in said
    assert "The store has changed since you last saw this" in said
    assert f"submission {SHIPPED + 1} (a.csv, by Ada Analyst) is current now" in said
    assert "0 new rows, 1 changed" in said
    assert "press again" in said
    answer_all(second)
    assert f"Submitted as number {SHIPPED + 2}" in app.words(press_submit(unrelated))
    assert f"Submitted as number {SHIPPED + 3}" in app.words(press_submit(second))


def test_a_file_can_replace_an_earlier_return_whose_receipt_can_be_had_again(app, own_store):
    checked = check_return(TWO_ROWS, "two.csv", publication=open_current(own_store))
    number = submit_return(own_store, checked, by="Ada", note="", answers=said_to_all(checked)).number
    assert app.said("returns", submission=str(number)).count("Download the receipt") == 1
    assert "Download the receipt" not in app.said("returns", submission="1")  # it came with the product
    opened = uploaded(app, TWO_ROWS.rpartition(b"2026,")[0], "one.csv")
    assert f"rows_left_standing::::{number}" in " ".join(box.key for box in opened.text_input)
    assert opened.radio[0].value is None
    opened.radio[0].set_value(f"This file replaces submission {number}").run()
    said = app.words(opened)
    assert "1 removed" in said
    assert "not in the file" in said
    text_input(opened, "Your name").set_value("Ada Analyst")
    answer_all(opened)
    said = app.words(press_submit(opened))
    assert f"{number}: two.csv, by Ada" in said
    left = "select pillar from publication.maturity_scores where assessment_year = 2026"
    assert open_current(own_store).rows(left) == [("well_led",)]


class Forged(list):
    """Options of which a browser says one that no page offers."""

    def __getitem__(self, _):
        return "no such kind"


def test_the_meaning_of_a_heading_or_a_name_can_be_chosen_and_corrected(app):
    content = GOOD.replace(b"score", b"skore").replace(b"ods_code", b"organisation")
    opened = uploaded(app, content.replace(b"RBS", b"Alder Hay Childrens NHS Foundation Trust"), "one.csv")

    def box(what):
        return next(found for found in opened.selectbox if found.key.startswith(f"{what}-"))

    assert (box("map").value, box("name").value) == (None, None)
    box("map").set_value("score").run()
    box("name").set_value("RBS").run()
    assert "2 rows read, 2 of them valid" in app.words(opened)
    assert (box("map").value, box("name").value) == ("score", "RBS")
    box("name").set_value(None).run()
    assert "2 rows read, 1 of them valid" in app.words(opened)
    forged = box("kind")
    forged.options = Forged(forged.options)
    forged.run()
    assert not opened.exception
    assert "2 rows read, 1 of them valid" in app.words(opened)


def test_files_of_one_visit_are_checked_against_each_other_and_the_name_is_asked_once(app, own_store):
    opened = app.open("upload")
    files = [
        ("a.csv", TWO_ROWS, "text/csv"),
        ("b.csv", TWO_ROWS.replace(b",3.2", b",4.9"), "text/csv"),
        ("c.csv", spend(260), "text/csv"),
    ]
    opened.file_uploader[0].set_value(files).run()
    assert not opened.exception
    said = app.words(opened)
    assert "a.csv, line 2, gives another figure for the same" in said
    assert len([found for found in opened.button if found.label.startswith("Submit")]) == 2
    text_input(opened, "Your name").set_value("Ada Analyst")
    answer_all(opened)
    press_submit(opened)
    assert {box.value for box in opened.text_input if box.label == "Your name"} == {"Ada Analyst"}
    assert "a.csv, line 2, which you submitted a moment ago, gave another figure" in app.words(opened)


def test_a_domain_shows_what_it_does_to_its_pillar(app):
    opened = uploaded(
        app,
        b"assessment_year,ods_code,care_setting,pillar,domain,score\n2025,RBS,Acute,well_led,strategy,2\n",
    )
    said = app.words(opened)
    assert "Pillars whose score changes, as it was or becomes the mean of its domains" in said
    assert "4.30" in said and "2.00" in said


HOSTILE = ":red[skore] $x$ **b** www.evil.test a@b.test"
HOSTILE_NAME = "**x**[click](http:evil.test) $y$ <- :streamlit: --.csv"


def as_markdown_shows_it(text: str) -> str:
    """What is left of a text for Markdown: each sign that is escaped, and none that still has a meaning."""
    bare = re.sub(r"\\(.)", "", text)
    assert not re.search(r"[*_\[\]$<>`~|]|:\w|^[#+-]", bare), text
    for sign in ("http://", "https://", "www.", "<-", "--", ":streamlit", "a@b"):
        assert sign not in text.replace("\\", ""), text
    return re.sub(r"\\(.)", r"\1", text).replace("\u2060", "")


def test_text_of_others_shows_as_it_was_typed(app):
    content = GOOD.replace(b"score", HOSTILE.encode()).replace(
        b"RBS", b"**Alder** Hey [Childrens NHS](http://x.test) Foundation Trust"
    )
    opened = uploaded(app, content.replace(b"ods_code", b"organisation"), HOSTILE_NAME)
    widgets = [*opened.selectbox, *opened.text_input, *opened.radio, *opened.number_input, *opened.button]
    messages = [*opened.error, *opened.caption, *opened.markdown, *opened.warning, *opened.info]
    shown = [widget.label for widget in widgets] + [message.value for message in messages]
    theirs = [text for text in shown if any(word in text for word in ("skore", "Alder", "click"))]
    assert f"The heading “{HOSTILE}” is not known. It means" in map(as_markdown_shows_it, theirs)
    assert len(theirs) >= 2


def test_a_refused_name_is_shown_as_it_was_typed(app):
    opened = uploaded(app, TWO_ROWS)
    answer_all(opened)
    text_input(opened, "Your name").set_value("**Ada** " + "\u202e" + "nala")
    press_submit(opened)
    (error,) = opened.error
    assert as_markdown_shows_it(error.value) == (
        "The name of the person holds a character that cannot be seen (U+202E). "
        "Type it again, without that character."
    )
    assert "Submitted as number" not in app.words(opened)


def test_the_reason_why_a_change_is_not_shown_names_no_folder_of_the_server(app, own_store):
    checked = check_return(TWO_ROWS, "two.csv", publication=open_current(own_store))
    number = submit_return(own_store, checked, by="Ada", note="", answers=said_to_all(checked)).number
    opened = app.open("returns", submission=str(number))
    publications = own_store.publications
    publications.rename(own_store.store / "publications before")
    publications.touch()  # nothing can be built
    text_input(opened, "Your name").set_value("Ada")
    text_input(opened, "Reason").set_value("Wrong trust")
    button(opened, "Withdraw").click().run()
    (warning,) = opened.warning
    words, command, after = warning.value.partition(" `python -m benchmark publish`")
    assert command and after == " shows it."
    shown = as_markdown_shows_it(words)
    assert shown.startswith(
        f"Submission {number} is withdrawn, not yet shown: The publication could not be built: "
    )
    assert publications.name in shown and own_store.store.name not in shown


def test_the_way_of_a_file_points_to_the_step_where_something_is_to_be_done_and_leaving_it_submits_nothing(
    app,
):
    def states(opened) -> list[str]:
        return re.findall(r'<h3 class="step step-(\w+)">', app.words(opened))

    asked = uploaded(app, JUMPS)
    assert states(asked) == ["done", "done", "done", "done", "open"]
    said = app.words(asked)
    assert "Scores that move far since the last round (2)" in said
    assert "Rounds that are not known</h4>" in said
    assert "Found: 3 questions" in said and "3 questions wait for an answer" in said
    assert states(uploaded(app, WRONG)) == ["done", "done", "stopped", "waiting", "waiting"]
    unread = uploaded(app, b"\x00\x01\x02", "return.xlsx")
    assert states(unread)[1:] == ["stopped", "stopped", "waiting", "waiting"]
    assert "rows read" not in app.words(unread)
    uploaded(app, GOOD)  # nothing but a name and a note stands between it and the store
    assert f"{SHIPPED} submissions" in app.words(app.open("returns"))


def test_the_table_of_what_was_found_names_the_column_and_keeps_the_code_for_the_file(app):
    names = b"2025,Nobody One,Acute,well_led,1.2\n2025,Nobody Two,Acute,well_led,1.2\n"
    said = app.words(uploaded(app, GOOD.partition(b"\n")[0].replace(b"ods_code", b"trust") + b"\n" + names))
    assert "lines 2, 3, column trust" in said
    assert "The first: No organisation is called" in said and "Nobody One" in said
    assert "name_unknown" not in said


def test_confirmed_names_are_listed_and_can_be_taken_back(app, own_store):
    assert "Nobody has confirmed a name or a heading yet" in app.said("returns")
    content = TWO_ROWS.replace(b"score\n", b"<b>skore\n").replace(b"ods_code", b"trust")
    checked = check_return(
        content.replace(b"DEMO1", b"Old Quorrelby"),
        "names.csv",
        publication=open_current(own_store),
        mapping={"<b>skore": "score"},
        confirmed_names={"Old Quorrelby": "DEMO1"},
    )
    submit_return(own_store, checked, by="Ada <Analyst>", note="", answers=said_to_all(checked))
    said = app.said("returns")
    assert "2 confirmed, 2 of them in use" in said
    assert "“old quorrelby”</strong> means Quorrelby" in said
    assert "means the column Score" in said
    assert "Ada &lt;Analyst&gt;" in said and "Ada <" not in said
    number = re.search(r"old quorrelby.*?returns\?submission=(\d+)", said, re.DOTALL).group(1)
    opened = app.open("returns", submission=number)
    text_input(opened, "Your name").set_value("Ada")
    text_input(opened, "Reason").set_value("Another trust")
    button(opened, "Withdraw").click().run()
    assert "2 confirmed, 1 of them in use" in app.said("returns")


def test_a_submission_is_withdrawn_and_restored_with_a_reason(app, own_store):
    before = mean_gap(own_store)
    checked = check_return(GOOD, "return.csv", publication=open_current(own_store))
    number = submit_return(
        own_store, checked, by="Ada Analyst", note="First try", answers=said_to_all(checked)
    ).number
    after = mean_gap(own_store)
    assert after != before

    opened = app.open("returns", submission=str(number))
    assert "First try" in app.words(opened)
    assert "Its rows in the publication (2 of 2)" in [box.label for box in opened.expander]
    assert opened.toggle[0].label == "Show what withdrawing it would change"
    opened.toggle[0].set_value(True).run()
    assert ">0.506</td>" in app.words(opened) and ">0.495</td>" in app.words(opened)
    opened.toggle[0].set_value(False)
    button(opened, "Withdraw").click().run()
    said = app.words(opened)
    assert "Your name is missing. Say why, for later readers." in said
    assert mean_gap(own_store) == after
    text_input(opened, "Your name").set_value("Ada Analyst")
    text_input(opened, "Reason").set_value("Wrong trust")
    button(opened, "Withdraw").click().run()
    assert not opened.exception
    assert mean_gap(own_store) == before
    assert "withdrawn by Ada Analyst" in app.words(opened)
    assert "Its rows in the publication (0 of 2)" in [box.label for box in opened.expander]
    assert opened.toggle(key=f"effect-of-{number}").label == "Show what restoring it would change"

    text_input(opened, "Reason").set_value("It was right after all").run()
    button(opened, "Restore").click().run()
    assert mean_gap(own_store) == after
    assert "restored by Ada Analyst" in app.words(opened)


def test_a_long_submission_says_how_many_of_its_rows_are_shown_and_that_these_are_the_first(app):
    said = app.open("returns", submission="13")
    assert "Its rows in the publication (1,995 of 1,995)" in [box.label for box in said.expander]
    assert "The first 500 stand here." in app.words(said)


def test_a_submission_that_there_is_not_opens_none(app):
    said = app.said("returns", submission="9999")
    assert "Open a submission: the link asks for “9999”, which there is not here. Shown: none." in said


def test_the_log_can_be_filtered_by_link(app):
    for origin, number in (("published", PUBLISHED), ("demonstration", DEMONSTRATION)):
        said = app.said("returns", origin=origin)
        assert f"{number} submissions, the newest first" in said
    assert "2 submissions, the newest first" in app.said("returns", kind="trusts")
    assert "0 submissions, the newest first" in app.said("returns", origin="return")


def test_the_log_says_in_everyday_words_what_happened_to_a_submission(app):
    opened = app.open("returns", submission="1", state="standing")
    assert "standing" not in next(box for box in opened.selectbox if box.label == "State").options
    said = app.words(opened)
    assert 'data-label="State">not withdrawn</td>' in said and ">standing<" not in said
    assert " by Published data</td>" in said and ">Maturity scores, 1,995 rows</td>" in said


def test_a_missing_return_shows_in_the_completeness_of_all_systems(app):
    said = app.said("returns")
    assert "285 of 286 expected returns of scores for 2025 are here; 1 is missing" in said
    assert "Avon and Wiltshire" in said and UNKNOWN not in said
    # Of a round with overall scores alone nobody knows who returned without one.
    before = app.said("returns", round="2024")
    assert UNKNOWN in before and "no return in 2024" not in before


def test_who_has_returned_is_listed_for_each_kind(app):
    opened = app.open("returns", returned="it_spend")
    said = app.words(opened)
    assert "IT spend of 2025/26: 0 of 205 trusts have returned." in said
    opened.toggle(key="reminders").set_value(True).run()
    assert "- Alder Hey Children's NHS Foundation Trust (RBS)" in opened.code[0].value
    said = app.said("returns", returned="it_spend", fy="2024/25", of="DEMO")
    assert "IT spend of 2024/25: 7 of 8 trusts have returned. They are fictional." in said
    for kind in asked_kinds():
        assert "returned" in app.said("returns", returned=kind)


@pytest.mark.parametrize(
    ("place", "listed"), [({"ics": "QF7"}, "0 of 7"), ({"group": "LIVERPOOL"}, "0 of 3")]
)
def test_who_has_returned_opens_with_the_place_that_was_chosen(app, place, listed):
    """The page listed all trusts of England to a reader who came with a system."""
    assert f"IT spend of 2024/25: {listed} trusts have returned." in app.said(
        "returns", returned="it_spend", fy="2024/25", **place
    )


def test_a_past_day_shows_what_was_current_then_and_says_so(app, older_store):
    checked = check_return(GOOD, "return.csv", publication=open_current(older_store))
    submit_return(older_store, checked, by="Ada Analyst", note="", answers=said_to_all(checked))

    five_days_ago = (datetime.now() - timedelta(days=5)).date().isoformat()
    now = app.said("overview", ics="QYG")
    then = app.open("overview", ics="QYG", asat=five_days_ago)
    assert "81 of 154" in now
    assert "80 of 154" in app.words(then)
    assert "A past day: everything as at" in app.words(then)
    assert then.query_params["asat"] == five_days_ago


def test_a_day_before_the_first_entry_is_not_shown(app):
    opened = app.open("overview", ics="QYG", asat="2020-01-01")
    assert "As at: the link asks for “2020-01-01”, which there is not here. Shown: now" in app.words(opened)
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
