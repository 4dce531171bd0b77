"""Gaps on the published data: the figures that were worked out before, and a naive twin for all others."""

import math
from decimal import Decimal
from fractions import Fraction
from itertools import cycle
from pathlib import Path

import pytest

from benchmark.common.scope import Footprint, Scope, Standard, systems
from benchmark.common.subject import sources
from benchmark.core.columns import Column
from benchmark.core.errors import UnknownCode
from benchmark.questions.gaps.columns import ROWS, SUMMARY
from benchmark.questions.gaps.measure import Gaps, gaps, gaps_of_all_systems
from benchmark.questions.gaps.words import gap_total, identical_words
from benchmark.store.publication import Publication
from schemas.definitions import BaselineId
from schemas.returns import OwnTarget
from tests.unit.questions import naive
from tests.unit.questions.country import pillars, publish_country, system, trust
from tests.unit.questions.frames import SETTINGS
from tests.unit.questions.same import as_twin

pytestmark = pytest.mark.slow

FOOTPRINTS: tuple[Footprint, ...] = ("assessed", "current")
BASELINES: tuple[BaselineId, ...] = ("floor", "ics_best", "setting_median", "setting_upper_quartile")

WRITTEN = {column.key: column for column in (*ROWS.columns, *SUMMARY.columns)}


def test_cheshire_and_merseyside_against_level_3(publication):
    summary = gaps(publication, Scope("QYG", 2025), Standard()).summary
    assert (summary.unit_pillars, summary.below) == (154, 80)
    assert (round(summary.sum, 6), round(summary.mean, 3)) == (76.2, 0.495)


@pytest.mark.parametrize(
    ("baseline", "footprint"), [*zip(BASELINES, cycle(FOOTPRINTS)), ("ics_best", "assessed")]
)
def test_every_system_agrees_with_the_naive_twin(publication, baseline, footprint):
    # A system on both footprints has the same trusts on each: of the second only the new ones are asked.
    before = naive.systems(2025, "assessed") if footprint == "current" else {}
    for ics in naive.systems(2025, footprint).keys() - before.keys():
        found = gaps(publication, Scope(ics, 2025, footprint), Standard(baseline))
        expected = naive.gaps(ics, 2025, footprint, baseline)
        assert_rows(found, expected)
        assert_summary(found, expected)
        assert_parts(found, expected)
        assert found.without_standard.empty


def assert_rows(found: Gaps, expected: dict[naive.UnitPillar, naive.Figures]) -> None:
    assert len(found.rows) == len(expected)
    figures = set()  # most of them stand in many rows
    for row in found.rows.itertuples():
        twin = expected[row.ods_code, row.care_setting, row.pillar]
        assert row.trust == naive.trust_name(2025, found.scope.footprint)[row.ods_code]
        assert naive.PILLARS[row.pillar_position - 1] == row.pillar
        assert (row.material, row.lone_setting) == (twin["material"], twin["lone_setting"])
        for name in ("score", "standard", "gap", "surplus"):
            figures.add((name, getattr(row, name), twin[name]))
    for name, figure, exact in figures:
        assert as_twin(figure, exact), (name, figure, exact)
        assert_written(WRITTEN[name], figure, exact)
    order = [(SETTINGS.index(r.care_setting), r.trust, r.pillar_position) for r in found.rows.itertuples()]
    assert order == sorted(order)


def assert_summary(found: Gaps, expected: dict[naive.UnitPillar, naive.Figures]) -> None:
    for name, value in naive.gap_summary(expected).items():
        assert as_twin(getattr(found.summary, name), value), name
        assert_written(WRITTEN[name], getattr(found.summary, name), value)


def assert_written(column: Column, value: float, exact: Fraction | float) -> None:
    """On a page and in JSON a figure is the exact one, rounded once, half a step away from nothing."""
    if column.unit.type != "number":
        return
    assert column.text(value) == half_up(exact * Fraction(column.unit.factor), column.places), (column, exact)
    assert column.plain(value) == float(half_up(Fraction(exact), column.unit.kept or 0)), (column, exact)


def half_up(exact: Fraction, places: int) -> str:
    """A number above 0 with so many decimals."""
    return f"{Decimal(math.floor(exact * 10**places + Fraction(1, 2))).scaleb(-places):.{places}f}"


def assert_parts(found: Gaps, expected: dict[naive.UnitPillar, naive.Figures]) -> None:
    by_unit, by_pillar = naive.parts(expected, "unit"), naive.parts(expected, "pillar")
    assert len(found.by_unit) == len(by_unit)
    for row in found.by_unit.itertuples():
        twin = by_unit[row.ods_code, row.care_setting]
        assert (row.pillars_below, row.pillars) == (twin["below"], twin["count"])
        assert row.weakest_pillar == naive.PILLARS[twin["weakest_pillar"]]
        assert as_twin(row.overall, twin["mean"]) and as_twin(row.weakest, twin["minimum"])
        assert all(as_twin(getattr(row, name), twin[name]) for name in ("gap_sum", "gap_mean", "share"))
    assert found.by_pillar["pillar"].tolist() == [pillar for pillar in naive.PILLARS if pillar in by_pillar]
    for row in found.by_pillar.itertuples():
        twin = by_pillar[row.pillar]
        assert (row.units_below, row.units) == (twin["below"], twin["count"])
        figures = ("gap_sum", "gap_mean", "share", "minimum", "maximum")
        assert all(as_twin(getattr(row, name), twin[name]) for name in figures)


@pytest.mark.parametrize(
    ("standard", "footprint"),
    [
        *zip(map(Standard, BASELINES), cycle(FOOTPRINTS)),
        *zip((Standard("floor", level) for level in (1.0, 2.5, 4.0, 5.0)), cycle(FOOTPRINTS)),
    ],
)
def test_all_systems_side_by_side_agree_with_the_naive_twin(publication, standard, footprint):
    found = gaps_of_all_systems(publication, year=2025, footprint=footprint, standard=standard)
    assert set(found["ics_code"]) == set(naive.systems(2025, footprint))
    assert found[["region", "name"]].apply(tuple, axis=1).is_monotonic_increasing
    for row in found.itertuples():
        twin = naive.gaps(row.ics_code, 2025, footprint, standard.baseline, Fraction(standard.level))
        expected = naive.gap_summary(twin)
        assert row.units == len({key[:2] for key in twin})
        for name in ("unit_pillars", "below", "share_below", "sum", "mean"):
            assert as_twin(getattr(row, name), expected[name]), (row.ics_code, name)


def test_the_newest_footprint_places_the_trusts_of_split_systems(publication):
    assert len(gaps_of_all_systems(publication, year=2025, footprint="current", standard=Standard())) == 36
    for trust_code, ics in (("RDE", "D7T5G"), ("RGR", "T6Y0W"), ("RWH", "S1Y5D")):
        found = gaps(publication, Scope(ics, 2025, "current"), Standard())
        assert trust_code in set(found.rows["ods_code"])


class TestASystemWithoutReturns:
    @pytest.mark.parametrize("baseline", [*BASELINES, "own_target"])
    def test_a_round_without_pillars_gives_no_figure_and_empty_tables(self, publication, baseline):
        found = gaps(publication, Scope("QYG", 2024), Standard(baseline))
        full = gaps(publication, Scope("QYG", 2025), Standard())
        nothing = dict.fromkeys(("share_below", "sum", "mean"))
        assert vars(found.summary) == {"unit_pillars": 0, "below": 0} | nothing
        for table in ("rows", "by_unit", "by_pillar", "without_standard"):
            frame, other = getattr(found, table), getattr(full, table)
            assert frame.empty
            assert frame.columns.tolist() == other.columns.tolist()

    def test_among_all_systems_it_has_none_either(self, publication):
        found = gaps_of_all_systems(publication, year=2024, footprint="assessed", standard=Standard())
        assert len(found) == 42
        assert (found[["units", "unit_pillars", "below"]] == 0).all(axis=None)
        assert found[["share_below", "sum", "mean"]].isna().all(axis=None)

    def test_a_system_that_does_not_exist_is_an_error_and_not_a_zero(self, publication):
        with pytest.raises(UnknownCode, match="QQQ"):
            gaps(publication, Scope("QQQ", 2025), Standard())


@pytest.fixture(scope="module")
def country(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    def target(code: str, pillar: str, level: float, setting: str | None = None) -> OwnTarget:
        return OwnTarget(ods_code=code, care_setting=setting, pillar=pillar, target=level, reason="Invented")

    return publish_country(
        tmp_path_factory.mktemp("targets"),
        system("QZ1"),
        system("QZ2"),
        *trust("T1A", "QZ1"),
        *trust("T2A", "QZ1"),
        *trust("T3A", "QZ2"),
        *pillars("T1A", "Acute", 2.0, 3.0, 4.0),
        *pillars("T1A", "Community", 2.0, 3.0, 4.0),
        *pillars("T2A", "Acute", 1.0, 1.0, 1.0),
        *pillars("T3A", "Acute", 1.0, 1.0, 1.0),
        target("T1A", "well_led", 3.0),
        target("T1A", "well_led", 2.5, "Community"),
        target("T1A", "safe_practice", 3.5, "Acute"),
    )


class TestOwnTargets:
    def test_a_target_for_one_setting_wins_over_one_for_all(self, country):
        rows = gaps(country, Scope("QZ1", 2025), Standard("own_target")).rows
        held = {
            (r.ods_code, r.care_setting, r.pillar): (r.standard, r.gap, r.surplus) for r in rows.itertuples()
        }
        assert held == {
            ("T1A", "Acute", "well_led"): (3.0, 1.0, 0.0),
            ("T1A", "Acute", "safe_practice"): (3.5, 0.0, 0.5),
            ("T1A", "Community", "well_led"): (2.5, 0.5, 0.0),
        }

    def test_figures_rest_on_targets_only_where_these_are_the_standard(self, country):
        def returns(standard: Standard) -> list[int]:
            found = gaps(country, Scope("QZ1", 2025), standard).subject.rests_on
            assert found == sources(
                country, "maturity_scores", years=(2025,), scope=Scope("QZ1", 2025), standard=standard
            )
            return [one.number for one in found.returns]

        targets = country.rows("select distinct submission_id from publication.own_targets")
        ((number,),) = targets
        assert number in returns(Standard("own_target"))
        assert number not in returns(Standard())

    def test_where_none_is_set_none_is_computed(self, country):
        found = gaps(country, Scope("QZ1", 2025), Standard("own_target"))
        without = found.without_standard[["ods_code", "care_setting", "pillar"]].apply(tuple, axis=1).tolist()
        assert without == [
            ("T1A", "Acute", "smart_foundations"),
            ("T2A", "Acute", "well_led"),
            ("T2A", "Acute", "smart_foundations"),
            ("T2A", "Acute", "safe_practice"),
            ("T1A", "Community", "smart_foundations"),
            ("T1A", "Community", "safe_practice"),
        ]
        assert (found.summary.unit_pillars, found.summary.below, found.summary.sum) == (3, 2, 1.5)

    def test_a_unit_s_overall_score_does_not_hang_on_its_targets(self, country):
        by_unit = gaps(country, Scope("QZ1", 2025), Standard("own_target")).by_unit
        assert by_unit[["ods_code", "care_setting"]].apply(tuple, axis=1).tolist() == [
            ("T1A", "Acute"),
            ("T1A", "Community"),
        ]
        assert by_unit["overall"].tolist() == [3.0, 3.0]
        assert by_unit["weakest"].tolist() == [2.0, 2.0]
        assert by_unit["pillars"].tolist() == [2, 1]

    def test_among_all_systems_only_what_has_a_target_counts(self, country):
        found = gaps_of_all_systems(
            country, year=2025, footprint="assessed", standard=Standard("own_target")
        ).set_index("ics_code")
        assert found.loc["QZ1", ["units", "unit_pillars", "below", "sum"]].tolist() == [2, 3, 2, 1.5]
        assert found.loc["QZ2", ["units", "unit_pillars", "below"]].tolist() == [0, 0, 0]
        assert found.loc["QZ2", ["share_below", "sum", "mean"]].isna().all()


class TestDomains:
    def test_a_pillar_that_is_a_mean_of_domains_and_equals_the_level_is_not_below_it(self, tmp_path):
        levels = (2, 3, 4, 3, 3, 3, 3, 3, 3, 3)
        domains = [
            pillars("T1A", "Acute", float(level))[0].model_copy(update={"domain": f"domain_{number}"})
            for number, level in enumerate(levels)
        ]
        country = publish_country(tmp_path, system("QZ1"), *trust("T1A", "QZ1"), *domains)
        found = gaps(country, Scope("QZ1", 2025), Standard())
        assert found.rows["score"].tolist() == [pytest.approx(3.0)]
        assert (found.summary.below, found.summary.sum) == (0, 0.0)


def test_the_systems_of_a_publication_are_those_that_can_be_asked_for(publication):
    known = systems(publication, year=2025, footprint="current")
    assert set(known.loc[~known["fictional"], "ics_code"]) == set(naive.systems(2025, "current"))


class TestIdenticalReturns:
    """A trust that gives the same scores in every care setting is one answer, added up several times."""

    @pytest.fixture
    def found(self, tmp_path: Path) -> Publication:
        return publish_country(
            tmp_path,
            system("QZ1"),
            *trust("T1A", "QZ1"),
            *trust("T2A", "QZ1"),
            *pillars("T1A", "Acute", 2.0, 2.5, 4.0),
            *pillars("T1A", "Community", 2.0, 2.5, 4.0),
            *pillars("T2A", "Acute", 2.0, 2.5, 4.0),
            *pillars("T2A", "Community", 2.0, 2.5, 3.9),
        )

    def test_it_is_named_and_can_be_counted_once(self, found):
        scope, standard = Scope("QZ1", 2025), Standard()
        every, once = gaps(found, scope, standard), gaps(found, scope, standard, once=True)
        assert every.identical == once.identical == (("T1A", "Trust T1A", ("Acute", "Community")),)
        assert (every.summary.unit_pillars, once.summary.unit_pillars) == (12, 9)
        assert as_twin(every.summary.sum, 6) and as_twin(once.summary.sum, Fraction("4.5"))
        left = once.by_unit[["ods_code", "care_setting"]].apply(tuple, axis=1).tolist()
        assert left == [("T1A", "Acute"), ("T2A", "Acute"), ("T2A", "Community")]
        assert as_twin(once.by_unit["share"].sum(), 1)
        for one, how in ((every, "added up more than once"), (once, "the others are left out")):
            assert "Trust T1A (Acute and Community)" in identical_words(one)
            assert how in identical_words(one) and identical_words(one) in gap_total(one)

    def test_the_published_ones_are_those_of_the_files(self, publication):
        of_trust: dict[str, dict[str, list[Fraction]]] = {}
        for (code, setting, _), score in naive.pillar_scores(2025).items():
            of_trust.setdefault(code, {}).setdefault(setting, []).append(score)
        expected = {
            code
            for code, settings in of_trust.items()
            if len(settings) > 1 and len({tuple(own) for own in settings.values()}) == 1
        }
        found = {
            code
            for ics in naive.systems(2025, "assessed")
            for code, *_ in gaps(publication, Scope(ics, 2025), Standard()).identical
        }
        assert found == expected and len(found) == 8
