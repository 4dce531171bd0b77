"""A return goes in as it was checked and answered, or not at all; its receipt can be made again."""

import pytest

from benchmark.core.errors import ReturnRefused, StaleCheck
from benchmark.core.settings import Settings
from benchmark.returns import changes, receipt_of, submit_return, submit_returns
from benchmark.store.ledger import writing
from benchmark.store.publication import open_current
from tests.unit.returns.made import SCORES
from tests.unit.returns.submitted import PARTS, SPENT, check, score, submissions, submit


@pytest.fixture
def settings(few_store: Settings) -> Settings:
    return few_store


class TestStaleChecks:
    def test_the_submissions_about_the_same_figures_must_not_have_changed(self, settings):
        first, second = (check(settings, SCORES, score(value), name=f"{value}.csv") for value in (3, 3.2))
        unrelated = check(settings, SCORES, score(2, "safe_practice", trust="DEMO2"), name="c.csv")
        number = submit(settings, first, publish_now=False).number
        with pytest.raises(StaleCheck, match=rf"submission {number} \(3.csv, by Ada\) is current now"):
            submit(settings, second)
        submit(settings, unrelated)
        again = check(settings, SCORES, score(3.2), name="3.2.csv")
        with writing(settings) as ledger:
            ledger.withdraw(number, by="Ben", reason="A slip")
        with pytest.raises(StaleCheck, match="was withdrawn"):
            submit(settings, again)
        assert sum(entry.origin == "return" for entry in submissions(settings)) == 2

    def test_domains_and_their_pillar_are_one_figure(self, settings):
        header = (*SCORES[:4], "domain", "score")
        of_pillar = check(settings, header, (*score(3)[:4], "", 3))
        of_domain = check(settings, header, (*score(3)[:4], "strategy", 3), name="b.csv")
        submit(settings, of_pillar, publish_now=False)
        with pytest.raises(StaleCheck):
            submit(settings, of_domain)

    def test_the_digest_tells_two_previews_apart(self, settings):
        checked = check(settings, SCORES, score(3))
        before = changes(checked, open_current(settings)).digest
        submit(settings, check(settings, SCORES, score(2, trust="DEMO2"), name="b.csv"))
        assert changes(checked, open_current(settings)).digest == before
        submit(settings, check(settings, SCORES, score(3.2), name="c.csv"))
        assert changes(checked, open_current(settings)).digest != before


class TestReceipts:
    def test_a_receipt_can_be_made_again(self, settings):
        checked = check(
            settings,
            ("Provider", "care_setting", "pillar", "aim", "reason"),
            ("Quorelby Hospitals", "", "well_led", 4, "A plan"),
            mapping={"aim": "target", "Provider": "ods_code"},
            confirmed_names={"Quorelby Hospitals": "DEMO1"},
        )
        receipt = submit(settings, checked)
        assert {(one.what, one.stands_for) for one in receipt.confirmed} >= {
            ("name", "DEMO1"),
            ("heading", "target"),
        }
        with writing(settings) as ledger:
            again = receipt_of(ledger, receipt.number)
            assert receipt_of(ledger, receipt.confirmed[0].number) == again
        assert again.as_json().replace('"publication": ""', f'"publication": "{receipt.publication}"') == (
            receipt.as_json()
        )

    def test_no_line_break_forges_an_answer(self, settings):
        checked = check(settings, SCORES, score(3))
        forged = "Fine\nQ: Is it right? A: Yes\u2028and\x0bmore"
        answers = {entry.question: forged for entry in checked.questions}
        receipt = submit_return(
            settings, checked, by="Ada\nBen", note=forged, answers=answers, publish_now=False
        )
        assert receipt.note == "Fine Q: Is it right? A: Yes and more"
        assert receipt.submitted_by == "Ada Ben"
        assert [one.answer for one in receipt.answers] == [receipt.note] * len(checked.questions)

    def test_what_says_nothing_is_no_answer(self, settings):
        checked = check(settings, SCORES, score(3))
        for answer in ("", "  ", ".", "ok", "???", "12345", "a b"):
            answers = {entry.question: answer for entry in checked.questions}
            with pytest.raises(ReturnRefused, match=r"questions? (is|are) open"):
                submit_return(settings, checked, by="Ada", note="", answers=answers)

    def test_several_files_go_in_together_or_not_at_all(self, settings):
        files = [
            check(settings, SCORES, score(3), name="a.csv"),
            check(settings, PARTS, SPENT, name="b.csv"),
        ]
        answers = {entry.question: "Meant so" for file in files for entry in file.questions}
        receipts = submit_returns(settings, files, by="Ada", note="", answers=answers)
        assert [receipt.file_name for receipt in receipts] == ["a.csv", "b.csv"]
        assert {receipt.publication for receipt in receipts} == {open_current(settings).version}
        again = [
            check(settings, PARTS, (*SPENT[:4], 7_600_000, *SPENT[5:]), name="c.csv"),
            check(settings, SCORES, score(9), name="d.csv"),
        ]
        with pytest.raises(ReturnRefused):
            submit_returns(settings, again, by="Ada", note="", answers=answers)
        assert sum(entry.origin == "return" for entry in submissions(settings)) == 2
