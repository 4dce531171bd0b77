"""With the demonstration or without it, every figure about real organisations is the same.

The product's own data is published twice, with the folder of the demonstration and without it. Every function
of the measures that reads a publication is asked on both.
"""

import shutil
from importlib import import_module
from inspect import getmembers, isfunction, signature
from pkgutil import walk_packages

import pytest

import benchmark.common
import benchmark.questions
from benchmark.common.completeness import completeness_of_all_systems
from benchmark.common.resolve import resolve_scope
from benchmark.common.scope import Scope, Standard, comparable_rounds, rounds, rounds_with_pillars, systems
from benchmark.common.standards import national_pillars
from benchmark.core.errors import UnknownCode
from benchmark.core.settings import PROJECT_ROOT, Settings
from benchmark.questions.changes.measure import changes
from benchmark.questions.gaps.measure import gaps, gaps_of_all_systems
from benchmark.questions.progress.measure import progress_of_all_systems
from benchmark.questions.progress.verdict import range_moved
from benchmark.questions.returned.measure import effect_on_gaps
from benchmark.returns.submit.bundled import prepare_store
from benchmark.store.publication import Publication
from tests.unit.questions.every_measure import FEW, FIGURES, FOOTPRINTS, NOT_ABOUT_FIGURES
from tests.unit.questions.same import assert_same

pytestmark = pytest.mark.slow

SURFACES = ("page", "command", "options")
"""Modules of a question that show its figures."""


@pytest.fixture(scope="module")
def without(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    """The published data alone."""
    folder = tmp_path_factory.mktemp("alone")
    left_out = shutil.ignore_patterns("demonstration")
    data = shutil.copytree(PROJECT_ROOT / "data", folder / "data", ignore=left_out)
    publication = prepare_store(Settings(store=folder / "store", data=data))
    assert publication.rows("select count(*) from publication.trusts where fictional") == [(0,)]
    return publication


def measures() -> list[str]:
    """Every module of the questions, and of what they share, that makes figures."""
    return [
        found.name
        for part in (benchmark.common, benchmark.questions)
        for found in walk_packages(part.__path__, f"{part.__name__}.")
        if not {*found.name.split(".")} & {*SURFACES}
    ]


def publication_readers() -> set[str]:
    """Module and name of every public function of the measures whose first parameter is a publication."""
    return {
        f"{module.removeprefix('benchmark.').removeprefix('questions.')}.{name}"
        for module in measures()
        for name, function in getmembers(import_module(module), isfunction)
        if function.__module__ == module
        and not name.startswith("_")
        and [parameter.annotation for parameter in signature(function).parameters.values()][:1]
        == [Publication]
    }


def test_every_measure_is_asked():
    """A new measure is added to FIGURES, so that it cannot let the demonstration into a real figure."""
    assert publication_readers() == {*FIGURES, *NOT_ABOUT_FIGURES}


@pytest.mark.parametrize("figure", FIGURES)
def test_a_real_figure_is_the_same_with_the_demonstration(publication, without, figure):
    assert_same(FIGURES[figure](without), FIGURES[figure](publication))


def test_adding_the_demonstration_moves_no_real_system(publication, without):
    moved = effect_on_gaps(without, publication, Standard("setting_median"))
    assert moved.empty


def test_adding_the_demonstration_changes_nothing_real(publication, without):
    assert changes(without, publication, None).nothing


class TestCheckFigures:
    """The figures that the publication itself gives, on a store that holds the demonstration."""

    def test_the_means_of_the_pillars(self, publication):
        found = national_pillars(publication, year=2025)
        acute = found[found["care_setting"] == "Acute"]
        assert acute["mean"].round(2).tolist() == [2.83, 2.65, 2.37, 2.61, 2.15, 2.42, 2.17]
        assert found.groupby("care_setting")["n"].first().to_dict() == {
            "Acute": 134,
            "Ambulance": 11,
            "Community": 90,
            "Mental Health": 50,
        }

    def test_the_gap_of_one_system(self, publication):
        summary = gaps(publication, Scope("QYG", 2025), Standard("floor", 3.0)).summary
        assert (summary.unit_pillars, summary.below) == (154, 80)
        assert (round(summary.sum, 1), round(summary.mean, 3)) == (76.2, 0.495)

    def test_the_systems_that_narrowed(self, publication):
        found = progress_of_all_systems(publication, year=2025, footprint="assessed")
        changes = found["range_change"].dropna()
        narrowed = sum(range_moved(change) == "narrowed" for change in changes)
        assert (len(found), len(changes), narrowed) == (42, 33, 11)


class TestTheRoundOf2023:
    """Nothing is published for it: it is a round of the demonstration alone."""

    def test_real_systems_know_nothing_of_it(self, publication):
        assert rounds(publication) == [2024, 2025]
        assert rounds_with_pillars(publication) == [2025]
        assert comparable_rounds(publication) == [2024, 2025]
        for code in FEW:
            with pytest.raises(UnknownCode, match=r"no round of 2023\. Nearest: 2024 and 2025"):
                resolve_scope(publication, ics=code, year=2023)
            with pytest.raises(UnknownCode, match="There is no ICS"):
                gaps(publication, Scope(code, 2023), Standard())

    def test_no_system_but_the_demonstration_is_on_its_footprints(self, publication):
        for footprint in FOOTPRINTS:
            assert systems(publication, year=2023, footprint=footprint)["ics_code"].tolist() == ["DEMO"]

    def test_nothing_national_is_computed_for_it(self, publication):
        assert national_pillars(publication, year=2023).empty
        assert completeness_of_all_systems(publication, year=2023, footprint="assessed").empty
        assert gaps_of_all_systems(publication, year=2023, footprint="assessed", standard=Standard()).empty
        with pytest.raises(UnknownCode, match="no round before 2024"):
            progress_of_all_systems(publication, year=2024, footprint="assessed")

    def test_the_demonstration_has_it(self, publication):
        assert rounds(publication, fictional=True) == [2023, 2024, 2025]
        assert rounds_with_pillars(publication, fictional=True) == [2023, 2024, 2025]
        assert comparable_rounds(publication, fictional=True) == [2023, 2024, 2025]
        assert resolve_scope(publication, ics="demo") == Scope("DEMO", 2025)
        assert (
            resolve_scope(publication, ics="Demonstration ICS (fictional)", year=2023).assessment_year == 2023
        )
