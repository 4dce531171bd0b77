"""Invented organisations can be looked at by themselves, and never enter a real figure."""

from collections.abc import Callable

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from benchmark.common.completeness import completeness
from benchmark.common.resolve import resolve_scope
from benchmark.common.scope import Scope, Standard, rounds, rounds_with_pillars, systems
from benchmark.common.standards import national_pillars
from benchmark.core.errors import UnknownCode
from benchmark.questions.gaps.measure import gaps, gaps_of_all_systems
from benchmark.questions.progress.measure import progress, progress_of_all_systems
from benchmark.questions.systems.measure import side_by_side
from benchmark.store.publication import Publication
from tests.unit.questions.country import overall, pillars, publish_country, system, trust

REAL = (
    system("QZ1"),
    *trust("T1A", "QZ1"),
    *trust("T2A", "QZ1"),
    *trust("T3A", "QZ1"),
    *pillars("T1A", "Acute", 2.0, 3.0),
    *pillars("T2A", "Acute", 3.0, 3.5),
    *pillars("T3A", "Acute", 4.0, 3.0),
    *(overall(2024, code, "Acute", 2.0) for code in ("T1A", "T2A", "T3A")),
    *(overall(2025, code, "Acute", 2.5) for code in ("T1A", "T2A", "T3A")),
)
INVENTED = (
    system("QZ9", name="Invented System", fictional=True),
    *(row for code in ("T7A", "T8A", "T9A") for row in trust(code, "QZ9", fictional=True)),
    # An invented trust in a real system: nothing stops the row, so no figure may count it.
    *trust("T6A", "QZ1", fictional=True),
    *(row for code in ("T6A", "T7A", "T8A", "T9A") for row in pillars(code, "Acute", 5.0, 1.0)),
    *(overall(2024, code, "Acute", 1.0) for code in ("T6A", "T7A", "T8A", "T9A")),
    *(overall(2025, code, "Acute", 5.0) for code in ("T6A", "T7A", "T8A", "T9A")),
)


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    return publish_country(tmp_path_factory.mktemp("real"), *REAL)


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    return publish_country(tmp_path_factory.mktemp("mixed"), *REAL, *INVENTED)


FIGURES: dict[str, Callable[[Publication], pd.DataFrame]] = {
    "national pillars": lambda p: national_pillars(p, year=2025),
    "gaps side by side": lambda p: gaps_of_all_systems(
        p, year=2025, footprint="assessed", standard=Standard("setting_median")
    ),
    "progress side by side": lambda p: progress_of_all_systems(p, year=2025, footprint="assessed"),
    "systems compared": lambda p: (
        side_by_side(p, year=2025, footprint="assessed", standard=Standard("setting_median")).systems
    ),
    "units compared": lambda p: (
        side_by_side(p, year=2025, footprint="assessed", standard=Standard("ics_best")).units
    ),
    "a real system's gaps to the median": lambda p: (
        gaps(p, Scope("QZ1", 2025), Standard("setting_median")).rows
    ),
    "a real system's gaps to its best": lambda p: gaps(p, Scope("QZ1", 2025), Standard("ics_best")).rows,
    "a real system's progress": lambda p: progress(p, Scope("QZ1", 2025)).units,
    "a real system's returns": lambda p: completeness(p, Scope("QZ1", 2025)),
}


@pytest.mark.parametrize("figure", FIGURES)
def test_no_real_figure_changes_when_fictional_returns_are_added(real, mixed, figure):
    without, with_invented = FIGURES[figure](real), FIGURES[figure](mixed)
    assert not without.empty
    assert_frame_equal(without, with_invented)


def test_a_fictional_system_has_its_own_units_and_real_baselines(mixed):
    found = gaps(mixed, Scope("QZ9", 2025), Standard("setting_median"))
    assert set(found.rows["ods_code"]) == {"T7A", "T8A", "T9A"}
    assert found.rows.groupby("pillar")["standard"].first().to_dict() == {
        "smart_foundations": 3.0,
        "well_led": 3.0,
    }
    assert found.summary.sum == 6.0


def test_a_fictional_system_has_its_own_progress(mixed):
    found = progress(mixed, Scope("QZ9", 2025))
    assert (found.n_trusts, found.floor_change, found.verdict.key) == (3, 4.0, "rose_together")


def test_a_fictional_system_is_listed_and_marked(mixed):
    found = systems(mixed, year=2025, footprint="assessed").set_index("ics_code")
    assert found["fictional"].to_dict() == {"QZ9": True, "QZ1": False}
    assert found["trusts"].to_dict() == {"QZ9": 3, "QZ1": 3}
    assert found["units"].to_dict() == {"QZ9": 3, "QZ1": 3}


def test_a_real_trust_in_a_fictional_system_does_not_bring_it_among_the_real_ones(tmp_path):
    country = publish_country(
        tmp_path,
        system("QZ9", fictional=True),
        *trust("T1A", "QZ9"),
        *pillars("T1A", "Acute", 2.0),
        overall(2024, "T1A", "Acute", 2.0),
        overall(2025, "T1A", "Acute", 2.0),
    )
    assert len(national_pillars(country, year=2025)) == 1
    assert gaps_of_all_systems(country, year=2025, footprint="assessed", standard=Standard()).empty
    assert progress_of_all_systems(country, year=2025, footprint="assessed").empty


OTHER_ROUND = tuple(row for code in ("T7A", "T8A") for row in pillars(code, "Acute", 2.0, 2.0, year=2022))


@pytest.fixture(scope="module")
def country(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    """With a round that only fictional trusts returned in."""
    return publish_country(tmp_path_factory.mktemp("rounds"), *REAL, *INVENTED, *OTHER_ROUND)


class TestARoundOfFictionalTrustsAlone:
    def test_exists_only_for_fictional_systems(self, country):
        assert (2022 in rounds(country), 2022 in rounds(country, fictional=True)) == (False, True)
        assert systems(country, year=2022, footprint="assessed")["ics_code"].tolist() == ["QZ9"]
        assert resolve_scope(country, ics="QZ9", year=2022) == Scope("QZ9", 2022)
        with pytest.raises(UnknownCode, match="no round of 2022"):
            resolve_scope(country, ics="QZ1", year=2022)

    def test_is_no_round_before_for_a_real_system(self, country, mixed):
        for ask in (
            lambda p: completeness(p, Scope("QZ1", 2024)),
            lambda p: gaps_of_all_systems(p, year=2025, footprint="assessed", standard=Standard()),
        ):
            assert_frame_equal(ask(mixed), ask(country))

    def test_is_everybody_s_once_a_real_trust_returns_in_it(self, tmp_path):
        country = publish_country(
            tmp_path, *REAL, *INVENTED, *OTHER_ROUND, *pillars("T1A", "Acute", 2.0, year=2022)
        )
        assert rounds_with_pillars(country)[0] == 2022
        assert systems(country, year=2022, footprint="assessed")["ics_code"].tolist() == ["QZ1", "QZ9"]
        found = gaps(country, Scope("QZ1", 2022), Standard())
        assert set(found.rows["ods_code"]) == {"T1A"}


def test_fictional_systems_come_after_the_real_ones(mixed):
    assert systems(mixed, year=2025, footprint="assessed")["ics_code"].tolist() == ["QZ1", "QZ9"]
