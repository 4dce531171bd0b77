"""What a page says first agrees with the measures, also where there is nothing to say."""

from typing import Any

import pytest

from benchmark.common.scope import Footprint, Scope, Standard, systems
from benchmark.common.standards import national_pillars
from benchmark.core.definitions import definitions
from benchmark.core.wording import Statement
from benchmark.questions.gaps.bars import gap_by_pillar
from benchmark.questions.gaps.grid import grid
from benchmark.questions.gaps.measure import gaps
from benchmark.questions.gaps.page import focus_pillar
from benchmark.questions.gaps.strips import pillar_strips
from benchmark.questions.gaps.words import (
    no_gap_message,
    overview_lead,
    reach_message,
    share_message,
    widest_message,
)
from benchmark.questions.progress.measure import progress
from benchmark.questions.progress.words import overview_statements, who_moved
from benchmark.store.publication import Publication

OTHERS = ("ics_best", "setting_median", "setting_upper_quartile", "own_target")


def said(publication: Publication, ics: str, **standard: Any) -> list[tuple[str, str]]:
    scope = Scope(ics, 2025)
    found = gaps(publication, scope, Standard(**standard))
    return [(item.figure, item.words) for item in overview_statements(found, progress(publication, scope))]


def test_four_statements_with_their_numbers(publication: Publication) -> None:
    mean, mostly, widest, verdict = said(publication, "QYG")
    assert mean[0] == "0.49 points"
    assert "154 scores" in mean[1]
    assert mostly[0] == "12 of 22"
    assert widest[0] == "Empower People"
    assert "22 of 22 returns below" in widest[1]
    assert verdict == (
        "Pulled apart",
        "since 2024: 12 of 16 trusts rose and 2 fell; the spread of the trusts changed no more than chance "
        "explains; the verdict rests on East Cheshire",
    )


def test_two_returns_have_no_verdict_and_the_statement_says_why(publication: Publication) -> None:
    *_, verdict = said(publication, "QUY")
    assert verdict == ("No verdict", "since 2024: 2 trusts in both rounds, and a verdict needs three")


def test_where_nobody_is_below_the_statements_say_so(publication: Publication) -> None:
    scope = Scope("QYG", 2025)
    found = gaps(publication, scope, Standard(level=1.0))
    assert overview_lead(found, ics_name="X").endswith("every score is at or above level 1.")
    assert ("No pillar", "has a return below level 1") in said(publication, "QYG", level=1.0)


@pytest.mark.parametrize("footprint", ["assessed", "current"])
@pytest.mark.parametrize(
    "standard", [Standard(), Standard(level=2.0), Standard(level=4.0), *map(Standard, OTHERS)], ids=str
)
def test_whatever_speaks_of_the_widest_gap_names_the_same_pillar(
    publication: Publication, footprint: Footprint, standard: Standard
) -> None:
    """The sum of the gaps decides, and a gap that is not material is none, wherever a page says so."""
    for ics in systems(publication, year=2025, footprint=footprint)["ics_code"]:
        found = gaps(publication, Scope(ics, 2025, footprint), standard)
        if found.by_unit.empty:
            assert overview_statements(found, None) == []
            continue
        sums = found.rows.groupby("pillar_position")["gap"].sum().round(9)
        if not (found.rows["material"] & (found.rows["gap"] > 0)).any():
            assert overview_statements(found, None)[2].figure == "No pillar"
            assert no_gap_message(found) in (reach_message(found), widest_message(found))
            assert focus_pillar(found) == definitions().framework.pillar_keys[0]
            continue
        widest = definitions().framework.pillars[int(sums.idxmax()) - 1]
        statement = overview_statements(found, None)[2]
        assert statement.figure == widest.name, ics
        assert widest_message(found).startswith(f"{widest.name} is the widest gap")
        assert reach_message(found).endswith(f" on {widest.name}")
        assert share_message(found).startswith(f"{widest.name} holds ")
        assert focus_pillar(found) == widest.key
        row = found.by_pillar.set_index("pillar").loc[widest.key]
        assert f"{row['units_below']:.0f} of {row['units']:.0f} returns below" in statement.words


@pytest.mark.parametrize("ics", ["QYG", "QSL", "QNQ", "DEMO"])
@pytest.mark.parametrize("standard", [Standard(), Standard("ics_best")], ids=str)
def test_the_figures_of_a_page_say_it_as_its_sentences_do(
    publication: Publication, ics: str, standard: Standard
) -> None:
    found = gaps(publication, Scope(ics, 2025), standard)
    national = national_pillars(publication, year=2025)
    assert pillar_strips(found, national).title == widest_message(found)
    drawn = grid(found, sort="gap", focus_pillar=focus_pillar(found), trust_link=str)
    assert drawn.title == reach_message(found)
    assert gap_by_pillar(found).title == share_message(found)


def test_a_gap_that_is_not_material_is_said_alike_on_the_whole_page(publication: Publication) -> None:
    """Somerset's three returns, held to the best of them, are below it by less than counts."""
    found = gaps(publication, Scope("QSL", 2025), Standard("ics_best"))
    assert found.summary.below > 0
    assert overview_statements(found, None)[2] == Statement(
        "No pillar", "has a return materially below the best of its setting in the ICS"
    )
    assert widest_message(found).startswith("No return is materially below")


def test_without_a_standard_there_is_nothing_to_state(publication: Publication) -> None:
    found = gaps(publication, Scope("QYG", 2025), Standard(baseline="own_target"))
    assert overview_statements(found, None) == []
    assert "No trust of X" in overview_lead(found, ics_name="X")


def test_movement_counts_material_changes_alone(publication: Publication) -> None:
    moved = progress(publication, Scope("QHL", 2025))
    assert who_moved(moved) == "3 of 5 trusts rose and 1 fell by 0.1 or more from 2024 to 2025"
