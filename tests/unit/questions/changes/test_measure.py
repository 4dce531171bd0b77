"""What is different between two days, against what was submitted between them."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from benchmark.common.scope import Scope
from benchmark.core.definitions import definitions
from benchmark.core.settings import Settings
from benchmark.questions.changes.columns import RETURNS, UNITS
from benchmark.questions.changes.measure import Changes, changes
from benchmark.questions.changes.words import as_email, changes_answer, counted, every_change
from benchmark.store.ledger import writing
from benchmark.store.publication import Publication, open_store
from benchmark.store.publication.past import publication_as_at
from benchmark.store.publication.publish import publish
from schemas.base import Row
from tests.unit.questions.country import overall, pillars, some_days_ago, submit, system, trust

TODAY = datetime.now(UTC).date()
BEFORE = TODAY - timedelta(2)
BEFORE_ROWS: dict[tuple[str, str], tuple[float, ...]] = {
    ("RA1", "Acute"): (2.0, 3.0, 2.5),
    ("RA2", "Acute"): (3.0, 3.0, 3.0),
    ("RA3", "Community"): (1.5, 2.0, 2.0),
    ("RB1", "Acute"): (2.0, 2.0, 2.0),
    ("RFA", "Acute"): (2.0, 2.0, 2.0),
}
AFTER_ROWS: dict[tuple[str, str], tuple[float, ...]] = {
    ("RA1", "Acute"): (2.5, 3.05, 2.5),
    ("RA2", "Community"): (2.0, 2.0, 2.0),
    ("RFA", "Acute"): (4.0, 2.0, 2.0),
}
PILLARS = ("well_led", "smart_foundations", "safe_practice")


@dataclass(frozen=True)
class Days:
    """A store of a few days, and its publications of a past day and of now."""

    settings: Settings
    then: Publication
    now: Publication


def map_of_trusts(**homes: str) -> list[Row]:
    """Trusts in their systems, and one in a fictional system."""
    rows: list[Row] = [row for code, home in homes.items() for row in trust(code, home)]
    return [*rows, *trust("RFA", "QFF", fictional=True)]


def scores(given: dict[tuple[str, str], tuple[float, ...]]) -> list[Row]:
    return [row for (code, setting), own in given.items() for row in pillars(code, setting, *own)]


@pytest.fixture(scope="module")
def days(tmp_path_factory: pytest.TempPathFactory) -> Days:
    """Between the days scores came, a trust moved from A to B, and the return of RA3 was withdrawn."""
    settings = Settings(store=tmp_path_factory.mktemp("days") / "store")
    homes = {"RA1": "QAA", "RA2": "QAA", "RA3": "QAA"}
    places: list[Row] = [system("QAA"), system("QBB"), system("QFF", fictional=True), *map_of_trusts(**homes)]
    early = [overall(year, code, "Acute", 2.0) for year in (2024, 2025) for code in ("RA1", "RA2")]
    gone = {key: own for key, own in BEFORE_ROWS.items() if key[0] == "RA3"}
    stays = {key: own for key, own in BEFORE_ROWS.items() if key[0] != "RA3"}
    known, home = trust("RB1", "QBB")
    submit(settings, [*places, known, *scores(stays), *early])
    submit(settings, [home, *scores(gone)])
    some_days_ago(settings)
    with writing(settings) as ledger:
        for submission in ledger.submissions()[-2:]:
            ledger.withdraw(submission.submission_id, by="A tester", reason="It was of another")
    submit(settings, [*scores(AFTER_ROWS), trust("RB1", "QAA")[1], overall(2025, "RA1", "Acute", 2.4)])
    return Days(settings, publication_as_at(settings, BEFORE), open_store(settings))


@pytest.fixture(scope="module")
def of_a(days: Days) -> Changes:
    return changes(days.then, days.now, Scope("QAA", 2025))


@pytest.fixture(scope="module")
def of_england(days: Days) -> Changes:
    return changes(days.then, days.now, None)


@pytest.fixture(scope="module")
def of_f(days: Days) -> Changes:
    return changes(days.then, days.now, Scope("QFF", 2025))


def naive(codes: set[str]) -> tuple[set[tuple[str, ...]], set[tuple[object, ...]], int]:
    """From the rows that were submitted: units that came or went, pillar scores that moved, smaller ones."""
    before = BEFORE_ROWS
    after = {key: own for key, own in before.items() if key[0] != "RA3"} | AFTER_ROWS
    units = {(*key, "went") for key in before.keys() - after.keys() if key[0] in codes}
    units |= {(*key, "came") for key in after.keys() - before.keys() if key[0] in codes}
    moved, smaller = set(), 0
    for key in before.keys() & after.keys():
        for pillar, was, now in zip(PILLARS, before[key], after[key], strict=True):
            if key[0] not in codes or was == now:
                continue
            if abs(now - was) >= definitions().material(pillar, key[1]):
                moved.add((*key, pillar, was, now))
            else:
                smaller += 1
    return units, moved, smaller


def units_of(found: Changes) -> set[tuple[str, ...]]:
    return {(row.ods_code, row.care_setting, row.came_or_went) for row in found.units.itertuples()}


def scores_of(found: Changes) -> set[tuple[object, ...]]:
    return {
        (row.ods_code, row.care_setting, row.scored, row.score_before, row.score_after)
        for row in found.scores.itertuples()
        if row.scored in PILLARS
    }


def test_scores_and_units_are_those_that_were_submitted(of_a, of_f, of_england):
    real = {"RA1", "RA2", "RA3", "RB1"}
    for found, trusts in ((of_a, real), (of_f, {"RFA"}), (of_england, real)):
        units, moved, smaller = naive(trusts)
        assert (units_of(found), scores_of(found), found.smaller) == (units, moved, smaller)


def test_overall_scores_are_held_to_their_own_threshold(of_a):
    found = [
        (row.ods_code, row.scored, row.score_before, row.score_after)
        for row in of_a.scores.itertuples()
        if row.scored not in PILLARS
    ]
    was, now = (sum(rows["RA1", "Acute"]) / 3 for rows in (BEFORE_ROWS, AFTER_ROWS))
    assert found == [
        ("RA1", "overall", pytest.approx(was), pytest.approx(now)),
        ("RA1", "overall_comparable", 2.0, 2.4),
    ]


def test_who_entered_and_left(days, of_a, of_england):
    for found in (of_a, changes(days.then, days.now, Scope("QBB", 2025)), of_england):
        assert [tuple(row) for row in found.places.itertuples(index=False)] == [
            ("Trust RB1", "RB1", "System QBB", "System QAA")
        ]


def test_submissions_are_those_between_the_days(of_a, of_england):
    found = [(row.befell, row.kind, row.reason) for row in of_a.returns.itertuples()]
    assert sorted(found, key=str) == sorted(
        [
            ("new", "memberships", None),
            ("withdrawn", "memberships", "It was of another"),
            ("new", "overall_comparable", None),
            ("new", "maturity_scores", None),
            ("withdrawn", "maturity_scores", "It was of another"),
        ],
        key=str,
    )
    of_scores = of_a.returns[of_a.returns["kind"] == "maturity_scores"]
    assert of_scores.loc[of_scores["befell"] == "withdrawn", "organisations"].tolist() == [("Trust RA3",)]
    # Of a file that has rows of a fictional trust among others the real ones are named.
    new = of_england.returns[of_england.returns["befell"] == "new"].set_index("kind")
    assert new.loc["maturity_scores", "organisations"] == ("Trust RA1", "Trust RA2")


def test_the_order_of_the_days_makes_no_difference(days, of_a):
    turned = changes(days.now, days.then, Scope("QAA", 2025))
    assert every_change(turned) == every_change(of_a)
    assert (turned.earlier, turned.later) == (of_a.earlier, of_a.later) == (BEFORE, None)


def test_a_changed_sentence_is_shown_before_and_after(of_a):
    [overview] = [row for row in of_a.sentences.itertuples() if row.page == "ICS overview"]
    assert overview.said_before.startswith("5 of 9 scores are materially below level 3.")
    assert overview.said_after.startswith("8 of 12 scores are materially below level 3.")


def test_without_changes_the_page_says_only_that(days):
    for scope in (None, Scope("QAA", 2025), Scope("QFF", 2025)):
        found = changes(days.then, days.then, scope)
        assert found.nothing and every_change(found) == []
        assert re.match("Nothing of .* changed", changes_answer(found).title)
    found = changes(days.then, days.then, Scope("QAA", 2025))
    assert [
        line for line in as_email(found, today=TODAY, source="S").splitlines() if line.startswith("-")
    ] == []


def test_fictional_changes_are_marked_and_kept_apart(of_f, of_england):
    assert of_f.subject.fictional and of_f.subject.marks["fictional"] is True
    text = as_email(of_f, today=TODAY, source="S")
    assert text.startswith("Subject: Fictional: ") and "made up" in text
    assert not any(row["code"] in ("RFA", "QFF") for row in every_change(of_england))
    assert "Fictional" not in as_email(of_england, today=TODAY, source="S")


def test_a_day_without_the_system_has_no_sentence(tmp_path):
    settings = Settings(store=tmp_path / "store")
    submit(settings, [system("QBB"), *trust("RB1", "QBB"), *pillars("RB1", "Acute", 2.0)])
    some_days_ago(settings)
    now = submit(settings, [system("QAA"), *trust("RA1", "QAA"), *pillars("RA1", "Acute", 2.0)])
    found = changes(publication_as_at(settings, BEFORE), now, Scope("QAA", 2025))
    [overview] = [row for row in found.sentences.itertuples() if row.page == "ICS overview"]
    assert overview.said_before is None and overview.said_after.startswith("1 of 1 score is")
    assert [(row.ods_code, row.system_before) for row in found.places.itertuples()] == [("RA1", None)]


def test_additions_and_withdrawals_between_the_days_are_listed_for_their_system_only(tmp_path):
    """On both days nothing of it shows. All real systems are shown it too, and those that it was about."""
    settings = Settings(store=tmp_path / "store")
    submit(settings, [system("QAA"), system("QBB"), *trust("RA1", "QAA"), *trust("RB1", "QBB")])
    submit(settings, scores({("RA1", "Acute"): (2.0, 3.0, 2.5), ("RB1", "Acute"): (2.0, 2.0, 2.0)}))
    some_days_ago(settings)
    submit(settings, scores({("RA1", "Acute"): (4.0, 3.0, 2.5)}))
    with writing(settings) as ledger:
        came = ledger.submissions()[-1].submission_id
        ledger.withdraw(came, by="A tester", reason="It was of another")
    both = publication_as_at(settings, BEFORE), publish(settings)
    expected: dict[str, list[int]] = {"QAA": [came], "": [came], "QBB": []}
    for code, numbers in expected.items():
        found = changes(*both, Scope(code, 2025) if code else None)
        assert found.returns["submission_id"].tolist() == numbers
        assert {*found.returns["befell"]} <= {"new_withdrawn"}
        assert all(found.returns["organisations"].map(len) == 1)
        assert found.scores.empty and not found.smaller


def test_what_happened_to_submissions_and_scores_is_counted_apart(of_a):
    befell, units = of_a.returns["befell"].tolist(), of_a.units["came_or_went"].tolist()
    said = counted(of_a, RETURNS.key, UNITS.key)
    assert (befell.count("new"), befell.count("withdrawn"), len(befell)) == (3, 2, 5)
    assert said.startswith("3 submissions were added, 2 submissions were withdrawn, ")
    assert units == ["came", "went"]
    assert said.endswith("a set of a trust's scores was added and a set of a trust's scores was removed")


def test_a_comparable_score_is_of_its_pair_of_rounds(tmp_path):
    """The scores of 2025 beside 2024 stood before: those beside 2026 came, and none was "not there"."""
    settings = Settings(store=tmp_path / "store")
    first = overall(2025, "RA1", "Acute", 2.0)
    before = submit(settings, [system("QAA"), *trust("RA1", "QAA"), first])
    later = [
        overall(2025, "RA1", "Acute", 2.5),
        overall(2025, "RA1", "Acute", 2.1, compared_with=2026),
        overall(2026, "RA1", "Acute", 2.2),
    ]
    found = changes(before, submit(settings, later), Scope("QAA", 2025))
    by_name = {row["which"]: (row["before_value"], row["after_value"]) for row in every_change(found)}
    assert (
        by_name.items()
        >= {
            "Comparable overall score, Acute, 2025 beside 2024": ("2.00", "2.50"),
            "Comparable overall scores, Acute, 2025 beside 2026": (None, "Added"),
            "Comparable overall scores, Acute, 2026 beside 2025": (None, "Added"),
        }.items()
    )
    assert (len(found.scores), len(found.units)) == (1, 2)


def test_a_new_round_moves_no_trust_into_a_system(tmp_path):
    """The product knows the round by its first return alone; before it there was no footprint of it."""
    settings = Settings(store=tmp_path / "store")
    before = submit(settings, [system("QAA"), *trust("RA1", "QAA"), *pillars("RA1", "Acute", 2.0)])
    after = submit(settings, pillars("RA1", "Acute", 3.0, year=2031))
    for scope in (Scope("QAA", 2031), None):
        found = changes(before, after, scope, year=2031)
        assert found.places.empty
        assert [row["came_or_went"] for row in found.units.to_dict("records")] == ["came"]
