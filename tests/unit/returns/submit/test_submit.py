import json
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from benchmark.core.errors import ReturnRefused
from benchmark.core.settings import Settings
from benchmark.questions.returned.measure import confirmed_names
from benchmark.returns import CheckedReturn, Receipt, changes, check_return, submit_return, unanswered
from benchmark.returns.recognise.organisations import normalised
from benchmark.returns.submit.submit import _submission_of
from benchmark.returns.submit.undo import change_standing
from benchmark.store.ledger import Submission, writing
from benchmark.store.publication import Publication, open_current
from benchmark.store.publication.publish import publish
from schemas.aliases import NameAlias
from tests.unit.returns.made import TARGETS, codes, csv_of, workbook_of

pytestmark = pytest.mark.slow

TARGET = ("RBS", "Acute", "well_led", 4.5, "The new board paper")


@pytest.fixture
def settings(own_store: Settings) -> Settings:
    return own_store


def targets(*rows: Sequence[Any], settings: Settings, **said: Any) -> CheckedReturn:
    return check_return(csv_of(TARGETS, *rows), "targets.csv", publication=open_current(settings), **said)


def submit(settings: Settings, checked: CheckedReturn, **answers: str) -> Receipt:
    return submit_return(settings, checked, by="An analyst", note="First return", answers=answers)


def submit_unseen(settings: Settings, checked: CheckedReturn, **answers: str) -> Receipt:
    """The same without a publication, where the ledger alone is asked: most of the time goes into that."""
    return submit_return(
        settings, checked, by="An analyst", note="First return", answers=answers, publish_now=False
    )


def kept(settings: Settings) -> list[Submission]:
    with writing(settings) as ledger:
        return [entry for entry in ledger.submissions() if entry.origin == "return"]


def published_targets(publication: Publication) -> list[tuple[Any, ...]]:
    return publication.rows(
        "select ods_code, care_setting, pillar, target from publication.own_targets "
        "inner join publication.trusts using (ods_code) where not fictional order by all"
    )


def test_a_receipt_says_what_is_kept_where(settings):
    checked = targets(TARGET, settings=settings)
    receipt = submit(settings, checked)
    (submission,) = kept(settings)
    assert (receipt.number, receipt.sha256) == (submission.submission_id, submission.sha256)
    assert (receipt.rows_read, receipt.rows_submitted, receipt.submitted_by) == (1, 1, "An analyst")
    assert json.loads(receipt.as_json())["number"] == receipt.number
    with writing(settings) as ledger:
        assert ledger.content(receipt.number) == checked.content
    assert published_targets(open_current(settings)) == [("RBS", "Acute", "well_led", 4.5)]
    assert receipt.publication == open_current(settings).version


def test_a_file_with_an_error_submits_nothing(settings):
    checked = targets(TARGET, ("RBS", "Acute", "safe_practice", 9, "too much"), settings=settings)
    assert checked.rows_valid == 1
    with pytest.raises(ReturnRefused, match="1 error, the first: 9 is out of range"):
        submit(settings, checked)
    assert kept(settings) == []


def test_a_question_must_be_answered_and_the_answer_is_kept(settings):
    checked = targets(("RAP", "", "well_led", 4, "set before the merger"), settings=settings)
    (question,) = unanswered(checked, {})
    with pytest.raises(ReturnRefused, match="1 question is open"):
        submit(settings, checked, trust_closed_since="  ")
    assert (
        unanswered(checked, {question.question: "Yes"}) == unanswered(checked, {question.code: "Yes"}) == ()
    )
    receipt = submit_unseen(settings, checked, trust_closed_since="It is about the years before")
    (submission,) = kept(settings)
    assert submission.note == "First return"
    assert [(one.question, one.answer) for one in receipt.answers] == [
        (question.question, "It is about the years before")
    ]
    assert receipt.answers[0].message.startswith("North Middlesex")


def test_a_missing_name_and_an_empty_submission_are_refused(settings):
    with pytest.raises(ReturnRefused, match="Nobody is named"):
        submit_return(settings, targets(TARGET, settings=settings), by=" ", note="")
    empty = check_return(b"", "empty.csv", publication=open_current(settings))
    with pytest.raises(ReturnRefused, match="error"):
        submit(settings, empty)
    assert kept(settings) == []


def test_the_same_file_is_asked_about_and_can_be_submitted_again(settings):
    first = submit(settings, targets(TARGET, settings=settings))
    again = targets(TARGET, settings=settings)
    assert codes(again.questions) == ["already_submitted"]
    assert f"number {first.number} by An analyst" in again.questions[0].message
    submit_unseen(settings, again, already_submitted="Yes, it was withdrawn by mistake")
    assert len(kept(settings)) == 2


def test_two_who_submit_the_same_file_at_once_leave_it_once(settings):
    checked = targets(TARGET, settings=settings)

    def attempt(_: int) -> bool:
        try:
            submit_return(settings, checked, by="An analyst", note="", publish_now=False)
        except ReturnRefused:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(attempt, range(4))) == [False, False, False, True]
    assert len(kept(settings)) == 1


def test_several_kinds_of_one_workbook_are_submitted_together(settings):
    spend = ["financial_year", "ods_code", "operating_expenditure", "it_revenue", "it_capital"]
    content = workbook_of(
        Targets=[TARGETS, TARGET], Spend=[spend, ["2024/25", "RBS", 400_000_000, 9_000_000, 4_000_000]]
    )
    checked = check_return(content, "both.xlsx", publication=open_current(settings))
    receipt = submit(settings, checked)
    assert [(line.kind, line.rows) for line in receipt.lines] == [("own_targets", 1), ("it_spend", 1)]
    spent = "select it_revenue from publication.it_spend where ods_code = 'RBS'"
    assert open_current(settings).rows(spent) == [(9_000_000.0,)]


def test_what_was_confirmed_is_remembered_for_the_next_file(settings):
    header = (*TARGETS[:4], "grounds")
    row = ("Leeds Univ Hospital", "Acute", "well_led", 4, "because")
    said: dict[str, Any] = {
        "mapping": {"grounds": "reason"},
        "confirmed_names": {"Leeds Univ Hospital": "RR8"},
    }
    publication = open_current(settings)
    submit(settings, check_return(csv_of(header, row), "a.csv", publication=publication, **said))
    other = (row[0], "Acute", "safe_practice", 4, "because")
    checked = check_return(csv_of(header, other), "b.csv", publication=open_current(settings))
    assert codes(checked.findings) == ["heading_remembered", "name_remembered"]
    assert checked.rows_valid == 1


class TestConfirmed:
    """Names and headings that people confirmed, each an entry of its own."""

    NAME = "Big Quorrelby Place"

    @pytest.fixture
    def settings(self, few_store: Settings) -> Settings:
        return few_store

    def confirm(
        self,
        settings: Settings,
        code: str,
        pillar: str,
        submit: Callable[[Settings, CheckedReturn], Receipt] = submit,
    ) -> Receipt:
        row = (self.NAME, "Acute", pillar, 4, "because")
        return submit(settings, targets(row, settings=settings, confirmed_names={self.NAME: code}))

    def noted(self, settings: Settings, name: str = NAME, **said: Any) -> dict[str, str]:
        """The notes on a later file that has the name: code of the note -> its sentence."""
        checked = targets((name, "Acute", "safe_practice", 4, "because"), settings=settings, **said)
        return {entry.code: entry.message for entry in checked.findings if entry.code.startswith("name_")}

    def test_each_is_a_line_of_the_receipt(self, settings):
        header = (*TARGETS[:4], "grounds")
        rows = [(name, "Acute", "well_led", 4, "because") for name in (self.NAME, "Zantle Infirmary")]
        checked = check_return(
            csv_of(header, *rows),
            "a.csv",
            publication=open_current(settings),
            mapping={"grounds": "reason"},
            confirmed_names={self.NAME: "DEMO1", "Zantle Infirmary": "DEMO2", "Not in the file": "DEMO3"},
        )
        receipt = submit_unseen(settings, checked)
        assert [(one.what, one.written, one.stands_for) for one in receipt.confirmed] == [
            ("name", normalised(self.NAME), "DEMO1"),
            ("name", "zantle infirmary", "DEMO2"),
            ("heading", "grounds", "reason"),
        ]
        numbers = [receipt.number, *(one.number for one in receipt.confirmed)]
        assert [entry.submission_id for entry in kept(settings)] == numbers
        assert (receipt.number, receipt.rows_submitted) == (receipt.lines[0].number, 2)

    def test_a_later_file_says_who_confirmed_a_heading_and_the_latest_current_one_counts(self, settings):
        first = self.confirm(settings, "DEMO1", "well_led").confirmed[0].number
        (sentence,) = self.noted(settings, "BIG QUORRELBY PLACE").values()
        day = f"{kept(settings)[1].submitted_at:%-d %B %Y}"
        assert sentence == (
            "'BIG QUORRELBY PLACE' was read as DEMO1 (Quorrelby University Hospitals NHS Foundation Trust): "
            f"An analyst confirmed this name on {day} (submission {first}). "
            "Withdraw that submission if it is wrong."
        )
        assert self.confirm(settings, "DEMO1", "improve_care", submit_unseen).confirmed == ()
        said = self.noted(settings, confirmed_names={self.NAME: "DEMO2"})["name_confirmed"]
        assert "; it replaces DEMO1, which An analyst confirmed on" in said
        assert said.endswith(f"(submission {first}).")
        second = self.confirm(settings, "DEMO2", "empower_people").confirmed[0].number
        sentence = self.noted(settings)["name_remembered"]
        assert "was read as DEMO2" in sentence
        assert f"(submission {second}). It replaced DEMO1 (submission {first})." in sentence
        states = confirmed_names(open_current(settings)).set_index("submission_id")["state"].to_dict()
        assert states == {second: "standing", first: "replaced"}
        change_standing(settings, second, standing=False, by="A tester", reason="A slip")
        assert "was read as DEMO1" in self.noted(settings)["name_remembered"]
        change_standing(settings, first, standing=False, by="A tester", reason="A slip")
        assert [*self.noted(settings)] == ["name_unknown"]
        returns = [entry for entry in kept(settings) if entry.submission_id not in (first, second)]
        assert {entry.state for entry in returns} == {"standing"}  # each was taken back alone
        listed = confirmed_names(open_current(settings))
        assert set(listed["written"]) == {"big quorrelby place"}
        assert set(listed["state"]) == {"withdrawn"}

    def test_a_heading_that_is_confirmed_already_is_not_submitted_again(self, settings):
        header = (*TARGETS[:4], "grounds")
        for pillar, confirmed, enter in (("well_led", 1, submit), ("improve_care", 0, submit_unseen)):
            checked = check_return(
                csv_of(header, ("DEMO2", "Acute", pillar, 4, "because")),
                "a.csv",
                publication=open_current(settings),
                mapping={"grounds": "reason"},
            )
            assert len(enter(settings, checked).confirmed) == confirmed

    def test_several_of_one_earlier_submission_are_listed_each(self, settings):
        """As stores hold them in which the names of a file were one submission."""
        rows = [NameAlias(alias=name, ods_code=code) for name, code in (("a b", "DEMO1"), ("c d", "DEMO2"))]
        with writing(settings) as ledger:
            ledger.submit(_submission_of(rows, "Ann", "Confirmed with old.csv"))
        publish(settings)
        listed = confirmed_names(open_current(settings))
        assert listed["written"].tolist() == ["a b", "c d"]
        assert listed["submission_id"].nunique() == 1
        assert self.noted(settings, "A. B.")["name_remembered"].startswith("'A. B.' was read as DEMO1")


def test_the_changes_are_shown_before_submitting(settings):
    others = (("RBS", "", "well_led", 4, "same"), ("RBS", "Acute", "safe_practice", 4, "same"))
    submit(settings, targets(TARGET, *others, settings=settings))
    moved = (*TARGET[:3], 4.0, TARGET[4])
    new = ("RBS", "Community", "well_led", 2, "new")
    effect = changes(targets(moved, *others, new, settings=settings), open_current(settings))
    assert (effect.new, effect.changed, effect.unchanged) == (1, 1, 2)
    rows = effect.kinds[0].rows
    assert rows[["line", "state", "column", "before", "after"]].values.tolist()[0] == [
        2,
        "changed",
        "target",
        4.5,
        4.0,
    ]
    assert rows[["line", "state"]].values.tolist()[1] == [5, "new"]
    assert len(rows) == 2


def test_a_withdrawn_return_falls_away_and_its_file_is_not_asked_about(settings):
    receipt = submit_unseen(settings, targets(TARGET, settings=settings))
    with writing(settings) as ledger:
        ledger.withdraw(receipt.number, by="An analyst", reason="A mistake")
    publication = publish(settings)
    assert published_targets(publication) == []
    assert targets(TARGET, settings=settings).questions == ()


def test_checks_in_threads_do_not_mix_up_their_rows(settings):
    publication = open_current(settings)
    trusts = [
        code
        for (code,) in publication.rows(
            "select ods_code from publication.trusts where closed_on is null and not fictional"
        )
    ]

    def check(number: int) -> bool:
        rows = [(code, "", "well_led", 1 + number / 100, "A plan") for code in trusts[: 20 + number]]
        effect = changes(check_return(csv_of(TARGETS, *rows), "t.csv", publication=publication), publication)
        return effect.new == 20 + number and set(effect.kinds[0].rows["ods_code"]) == set(
            trusts[: 20 + number]
        )

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(check, range(8)))


def test_an_answer_with_a_letter_that_cannot_be_seen_submits_nothing(settings):
    """It would stand in receipts and in the log, on pages too, and turn what comes after it."""
    checked = targets(("RAP", "", "well_led", 4, "set before the merger"), settings=settings)
    for letter in ("\u202e", "\x1b", "\0"):
        refused = rf"to trust_closed_since holds a character that cannot be seen \(U\+{ord(letter):04X}\)"
        with pytest.raises(ReturnRefused, match=refused):
            submit(settings, checked, trust_closed_since=f"Agreed{letter}with the trust")
    with pytest.raises(ReturnRefused, match="has 2,001 characters, and at most 2,000 are kept"):
        submit(settings, checked, trust_closed_since="x" * 2001)
    assert kept(settings) == []
    receipt = submit_unseen(settings, checked, trust_closed_since="Agreed\nwith   the trust")
    assert [one.answer for one in receipt.answers] == ["Agreed with the trust"]
