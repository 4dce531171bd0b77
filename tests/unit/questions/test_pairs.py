"""Comparable scores belong to pairs of rounds: what is said of one pair, no score of another one changes."""

import shutil
from collections.abc import Callable
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmark.common.completeness import completeness, completeness_of_all_systems
from benchmark.common.quality import quality_flags
from benchmark.common.scope import Scope, Standard, comparable_pairs, round_before, systems
from benchmark.common.subject import Sources
from benchmark.core.errors import UnknownCode
from benchmark.core.settings import Settings
from benchmark.questions.gaps.measure import gaps
from benchmark.questions.learning.england import england
from benchmark.questions.learning.improvers import improvers
from benchmark.questions.learning.measure import learning
from benchmark.questions.progress.measure import placed_units, progress, progress_of_all_systems
from benchmark.questions.progress.words import overview_statements, who_moved
from benchmark.questions.systems.measure import background, side_by_side
from benchmark.questions.trusts.facts import predecessors, trust_places
from benchmark.questions.trusts.measure import positions
from benchmark.questions.trusts.movement import trust_movement
from benchmark.questions.trusts.similarity import contexts
from benchmark.store.publication import Publication
from schemas.base import Row
from schemas.reference import Ics
from schemas.returns import IcbOverallComparable, OverallComparable
from tests.unit.questions.country import (
    of_before,
    overall,
    passes,
    pillars,
    publish_country,
    submit,
    system,
    trust,
)
from tests.unit.questions.same import assert_same

pytestmark = pytest.mark.slow

FLOOR = Standard("floor", 3.0)
UNITS = [(f"T{number}A", setting) for number in range(1, 6) for setting in ("Acute", "Community")]


def scored(year: int, compared_with: int, shift: float) -> list[OverallComparable]:
    """A score for each unit, spread out and moved by a shift."""
    return [
        overall(year, code, setting, 1.5 + 0.2 * place + shift * (place % 3), compared_with=compared_with)
        for place, (code, setting) in enumerate(UNITS)
    ]


def board(year: int, compared_with: int, score: float) -> IcbOverallComparable:
    return IcbOverallComparable(
        assessment_year=year, compared_with=compared_with, ics_code="QZ1", score=score
    )


COUNTRY: list[Row] = [
    system("QZ1"),
    system("QZ2"),
    *(row for number in range(1, 4) for row in trust(f"T{number}A", "QZ1")),
    *(row for number in range(4, 6) for row in trust(f"T{number}A", "QZ2")),
    *(row for code, setting in UNITS for row in pillars(code, setting, 2.0, 3.5, 2.5)),
]
PAST: list[Row] = [
    *scored(2024, 2025, 0.0),
    *scored(2025, 2024, 0.3),
    board(2024, 2025, 2.0),
    board(2025, 2024, 2.5),
]
RESTATED: list[Row] = [
    *scored(2025, 2026, -0.4),
    *scored(2026, 2025, 0.7),
    board(2025, 2026, 4.0),
    board(2026, 2025, 4.5),
]


def of_scope(
    ics: str, trusts: tuple[str, ...], *, fictional: bool
) -> dict[str, Callable[[Publication], Any]]:
    """Every figure that rests on comparable scores of 2024 and 2025, of a system and its trusts."""
    now, before = Scope(ics, 2025), Scope(ics, 2024)
    years = (2024, 2025)
    return {
        "progress": lambda p: progress(p, now),
        "progress_of_all_systems": lambda p: progress_of_all_systems(p, year=2025, footprint="assessed"),
        "placed_units": lambda p: placed_units(p, year_from=2024, year_to=2025, footprint="assessed"),
        "improvers": lambda p: improvers(p, now),
        "learning": lambda p: learning(p, now, FLOOR),
        "england": lambda p: england(p, year=2025, footprint="assessed", fictional=fictional),
        "trust_movement": lambda p: [
            trust_movement(p, year=2025, footprint="assessed", ods_code=code, fictional=fictional)
            for code in trusts
        ],
        "positions": lambda p: [
            positions(p, year=2025, footprint="assessed", ods_code=code, standard=FLOOR) for code in trusts
        ],
        "predecessors": lambda p: [predecessors(p, year=2025, ods_code=code) for code in trusts],
        "side_by_side": lambda p: [
            side_by_side(p, year=year, footprint="assessed", standard=FLOOR) for year in years
        ],
        "background": lambda p: [background(p, year=year, footprint="assessed") for year in years],
        "completeness": lambda p: [completeness(p, scope) for scope in (before, now)],
        "completeness_of_all_systems": lambda p: [
            completeness_of_all_systems(p, year=year, footprint="assessed") for year in years
        ],
        "quality_flags": lambda p: quality_flags(p, now),
        "systems": lambda p: [systems(p, year=year, footprint="assessed") for year in years],
        "contexts": lambda p: [contexts(p, year=year) for year in years],
        "trust_places": lambda p: [trust_places(p, year=year, footprint="assessed") for year in years],
        "statements": lambda p: (
            overview_statements(gaps(p, now, FLOOR), progress(p, now)),
            who_moved(progress(p, now)),
        ),
    }


FIGURES = of_scope("QZ1", ("T1A", "T2A", "T3A"), fictional=False)


@pytest.fixture(scope="module")
def past(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    return publish_country(tmp_path_factory.mktemp("past"), *COUNTRY, *PAST)


@pytest.fixture(scope="module")
def restated(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    """The same, and a year later 2025 restated on the domains that it shares with 2026."""
    store = Settings(store=tmp_path_factory.mktemp("restated"))
    submit(store, [*COUNTRY, *PAST])
    return submit(store, RESTATED)


class TestARestatedPast:
    @pytest.mark.parametrize("figure", FIGURES)
    def test_changes_no_figure_of_the_past(self, past, restated, figure):
        assert_same(FIGURES[figure](past), FIGURES[figure](restated), but=(Sources,))

    def test_and_the_new_round_rests_on_the_new_pair(self, restated):
        found = progress(restated, Scope("QZ1", 2026))
        assert (found.year_from, found.year_to) == (2025, 2026)
        listed = {
            (row.ods_code, row.care_setting): (row.score_from, row.score_to)
            for row in found.units.itertuples()
        }
        expected = {
            (before.ods_code, before.care_setting): (before.score, after.score)
            for before, after in zip(scored(2025, 2026, -0.4), scored(2026, 2025, 0.7), strict=True)
            if before.ods_code in ("T1A", "T2A", "T3A")
        }
        assert listed == expected
        assert comparable_pairs(restated) == [(2024, 2025), (2025, 2026)]

    def test_rounds_that_share_no_scores_are_not_compared(self, restated):
        with pytest.raises(UnknownCode, match="2024 and 2026 have no scores on the domains that they share"):
            progress(restated, Scope("QZ1", 2026), year_from=2024)

    def test_a_round_by_itself_shows_its_pair_and_its_boards_score_of_the_same(self, restated):
        found = {
            year: side_by_side(restated, year=year, footprint="assessed", standard=FLOOR)
            for year in (2024, 2026)
        }
        assert {year: one.compared_with for year, one in found.items()} == {2024: 2025, 2026: 2025}
        own = {year: dict(one.systems[["ics_code", "icb_own"]].values) for year, one in found.items()}
        assert (own[2024]["QZ1"], own[2026]["QZ1"]) == (2.0, 4.5)

    def test_the_demonstration_restated_keeps_its_verdict(self, own_store, publication):
        own = publication.rows(
            "select ods_code, care_setting, score from publication.comparable_scores "
            "where fictional and assessment_year = 2025"
        )
        rows: list[Row] = [
            OverallComparable(
                assessment_year=year,
                compared_with=4051 - year,
                ods_code=code,
                care_setting=setting,
                score=min(5.0, score + shift),
            )
            for code, setting, score in own
            for year, shift in ((2025, 0.4), (2026, 0.9))
        ]
        after = submit(own_store, rows)
        asked = of_scope("DEMO", ("DEMO1", "DEMO4", "DEMO5"), fictional=True)
        for figure in ("progress", "learning", "trust_movement", "positions", "completeness", "statements"):
            assert_same(asked[figure](publication), asked[figure](after), but=(Sources,))
        assert progress(after, Scope("DEMO", 2026)).year_from == 2025


LEVELS = st.sampled_from([1.0, 1.5, 2.0, 2.05, 2.5, 3.0, 4.0, 5.0])
YEARS = (2022, 2023, 2024, 2025, 2026, 2027)
PAIRS = [pair for pair in combinations(YEARS, 2) if pair != (2024, 2025)]
SCORES = st.dictionaries(
    st.tuples(st.sampled_from(PAIRS), st.booleans(), st.sampled_from(UNITS)), LEVELS, min_size=1, max_size=24
)


class TestAnyOtherPair:
    @settings(max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(scores=SCORES)
    def test_never_changes_a_verdict(self, scores, past, tmp_path_factory):
        rows: list[Row] = [
            overall(pair[later], code, setting, score, compared_with=pair[not later])
            for (pair, later, (code, setting)), score in scores.items()
        ]
        store = tmp_path_factory.mktemp("any")
        more = publish_country(store, *COUNTRY, *PAST, *rows)
        for figure in ("placed_units", "progress"):
            asked = {
                "placed_units": lambda p: placed_units(p, year_from=2024, year_to=2025, footprint="assessed"),
                "progress": lambda p: progress(p, Scope("QZ1", 2025), year_from=2024),
            }[figure]
            assert_same(asked(past), asked(more), but=(Sources,))
        sides = {(pair, later) for pair, later, _ in scores}
        assert comparable_pairs(more) == sorted(
            {(2024, 2025)} | {pair for pair, _ in sides if {(pair, False), (pair, True)} <= sides}
        )
        shutil.rmtree(store)


class TestRowsOfBefore:
    """A ledger that was made before it kept what a score is compared with."""

    def older(self, folder: Path, *rows: Row) -> Publication:
        base = [row for row in COUNTRY if isinstance(row, Ics) or row.kind != "maturity_scores"]
        return publish_country(folder, *base, *rows)

    def test_are_of_every_pair_as_they_were(self, tmp_path):
        scores = {2023: 2.0, 2024: 2.5, 2025: 3.5}
        found = self.older(
            tmp_path, *(of_before(year, "T1A", "Acute", score) for year, score in scores.items())
        )
        assert comparable_pairs(found) == [(2023, 2024), (2023, 2025), (2024, 2025)]
        assert round_before(found, 2025, fictional=False) == 2024
        for earlier, later in comparable_pairs(found):
            units, _ = placed_units(found, year_from=earlier, year_to=later, footprint="assessed")
            assert units[["score_from", "score_to"]].values.tolist() == [[scores[earlier], scores[later]]]

    def test_of_one_round_alone_still_show(self, tmp_path):
        found = self.older(tmp_path, of_before(2025, "T1A", "Acute", 2.0))
        assert comparable_pairs(found) == []
        one = side_by_side(found, year=2025, footprint="assessed", standard=FLOOR)
        assert (one.compared_with, one.units["score"].tolist()) == (None, [2.0])

    def test_give_way_unit_by_unit_to_rows_that_name_the_pair(self, tmp_path):
        found = self.older(
            tmp_path,
            *(of_before(year, code, "Acute", 2.0) for year in (2024, 2025) for code in ("T1A", "T2A")),
            overall(2025, "T1A", "Acute", 3.0, compared_with=2024),
        )
        units, _ = placed_units(found, year_from=2024, year_to=2025, footprint="assessed")
        assert units[["ods_code", "score_from", "score_to"]].values.tolist() == [
            ["T1A", 2.0, 3.0],
            ["T2A", 2.0, 2.0],
        ]

    def test_are_of_no_pair_with_a_later_round(self, tmp_path):
        found = self.older(
            tmp_path,
            *(of_before(year, code, "Acute", 2.0) for year in (2024, 2025) for code in ("T1A", "T2A")),
            overall(2025, "T1A", "Acute", 3.0, compared_with=2026),
            overall(2026, "T1A", "Acute", 3.5, compared_with=2025),
            overall(2026, "T2A", "Acute", 3.5, compared_with=2025),
        )
        units, unmatched = placed_units(found, year_from=2025, year_to=2026, footprint="assessed")
        assert units[["ods_code", "score_from", "score_to"]].values.tolist() == [["T1A", 3.0, 3.5]]
        assert unmatched["ods_code"].tolist() == ["T2A"]


def test_a_merger_is_followed_within_a_pair(tmp_path):

    found = publish_country(
        tmp_path,
        *COUNTRY,
        passes("T1A", "T2A", date(2026, 4, 1)),
        overall(2025, "T1A", "Acute", 2.0, compared_with=2026),
        overall(2026, "T2A", "Acute", 3.0, compared_with=2025),
        overall(2025, "T2A", "Acute", 4.0, compared_with=2024),
        overall(2024, "T2A", "Acute", 4.0, compared_with=2025),
    )
    units, _ = placed_units(found, year_from=2025, year_to=2026, footprint="assessed")
    assert units[["ods_code", "score_from", "score_to"]].values.tolist() == [["T2A", 2.0, 3.0]]
