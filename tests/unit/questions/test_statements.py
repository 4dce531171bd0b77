"""What a page says first agrees with the measures, also where there is nothing to say."""

import re
from typing import Any

import pytest

from benchmark.common.scope import Scope, Standard
from benchmark.common.standards import national_pillars
from benchmark.core.definitions import definitions
from benchmark.core.wording import Statement, decimal, in_list, number
from benchmark.questions.gaps.bars import gap_by_pillar
from benchmark.questions.gaps.grid import grid
from benchmark.questions.gaps.measure import gaps
from benchmark.questions.gaps.strips import pillar_strips
from benchmark.questions.gaps.words import (
    no_gap_message,
    overview_answer,
    reach_message,
    share_message,
    widest_message,
)
from benchmark.questions.progress.measure import progress
from benchmark.questions.progress.words import overview_statements, who_moved
from benchmark.store.publication import Publication
from tests.shipped import STANDARDS_IN_TURN
from tests.unit.questions import naive

pytestmark = pytest.mark.slow


def said(publication: Publication, ics: str, **standard: Any) -> list[tuple[str, str]]:
    scope = Scope(ics, 2025)
    found = gaps(publication, scope, Standard(**standard))
    return [(item.figure, item.words) for item in overview_statements(found, progress(publication, scope))]


def test_four_statements_with_their_numbers(publication):
    mean, mostly, widest, verdict = said(publication, "QYG")
    assert mean[0] == "0.49 points"
    assert "154 scores" in mean[1]
    assert mostly[0] == "9 of 22"
    assert widest[0] == "Empower People"
    assert "21 of 22 returns below" in widest[1]
    assert verdict == (
        "Pulled apart",
        "since 2024: 12 of 16 trusts rose and 2 fell; the spread of the trusts changed no more than chance "
        "explains; the verdict rests on East Cheshire",
    )


@pytest.mark.parametrize(
    ("ics", "besides"), [("QUY", ""), ("QJG", ", ambulance services apart, which serve several systems")]
)
def test_two_trusts_have_no_verdict_and_the_statement_says_why(publication, ics, besides):
    """With an ambulance service three trusts are in both rounds, and the statement said two."""
    *_, verdict = said(publication, ics)
    few = f"only two trusts in both rounds{besides}: too few to say whether trusts came closer"
    assert verdict == ("No verdict", f"since 2024: {few}")


def test_the_only_return_is_not_praised_for_reaching_the_best_that_it_is_itself(publication):
    found = gaps(publication, Scope("QNQ", 2025), Standard("ics_best"))
    assert overview_answer(found, ics_name="Frimley").whole == (
        "The only return is itself the best of its setting in its system or group, so this standard shows no "
        "gap. 1 trust of Frimley made 1 return. Another standard shows where it stands."
    )


def test_without_a_score_below_the_statements_say_so(publication):
    scope = Scope("QYG", 2025)
    found = gaps(publication, scope, Standard(level=1.0))
    assert overview_answer(found, ics_name="X").whole.endswith("every score is at or above level 1.")
    assert ("No pillar", "has a return below level 1") in said(publication, "QYG", level=1.0)


@pytest.mark.parametrize(("baseline", "footprint"), STANDARDS_IN_TURN)
def test_whatever_speaks_of_the_widest_gap_names_the_same_pillars(publication, footprint, baseline):
    """One where it leads by 0.1 of mean gap, else all that are nearer; found here from the files alone."""
    named = definitions().framework.pillar
    for ics in naive.systems(2025, footprint):
        found = gaps(publication, Scope(ics, 2025, footprint), Standard(baseline))
        twin = naive.gaps(ics, 2025, footprint, baseline)
        if not twin:
            assert overview_statements(found, None) == []
            continue
        parts = {pillar: own for pillar, own in naive.parts(twin, "pillar").items() if own["below"]}
        statement = overview_statements(found, None)[2]
        if not parts:
            assert statement.figure == "No pillar"
            assert no_gap_message(found) == reach_message(found) == widest_message(found)
            continue
        most = max(own["gap_mean"] for own in parts.values())
        near = [pillar for pillar, own in parts.items() if most - own["gap_mean"] < naive.M_OVERALL]
        near.sort(key=lambda pillar: (-parts[pillar]["gap_mean"], naive.PILLARS.index(pillar)))
        listed = in_list([named(pillar).name for pillar in near])
        counts = [
            f"{named(pillar).name} {parts[pillar]['below']} of {parts[pillar]['count']}" for pillar in near
        ]
        if len(near) == len(naive.PILLARS):
            # To name them all would name none.
            assert re.search(r" on (any|every) pillar$", reach_message(found))
            assert widest_message(found).startswith("No pillar's gap stands out, ")
            assert share_message(found).startswith("No pillar holds much more of the gap than another")
            assert statement.figure == "No pillar" and statement.words.startswith("stands out by its gap, ")
            assert all(count in statement.words and count in widest_message(found) for count in counts)
            continue
        assert reach_message(found).endswith(f" on {listed}")
        ends = dict.fromkeys(decimal(float(parts[pillar]["gap_mean"]), 2) for pillar in (near[-1], near[0]))
        far = f"{' to '.join(ends)} points on average over all: "
        several = f"{number(len(near))} pillars are the widest gaps, {far}"
        assert widest_message(found).startswith(f"{listed} is the widest gap" if len(near) == 1 else several)
        assert share_message(found).startswith(f"{listed} hold")
        if len(near) == 1:
            assert statement.figure == listed
            part = parts[near[0]]
            only = part["count"] == 1
            said = "the only return is" if only else f"{part['below']} of {part['count']} returns below"
            assert said in statement.words
        else:
            assert statement.figure == f"{number(len(near))} pillars" and far in statement.words
            assert all(count in statement.words for count in counts)


@pytest.mark.parametrize("ics", ["QYG", "QSL", "QNQ", "DEMO"])
@pytest.mark.parametrize("standard", [Standard(), Standard("ics_best")], ids=str)
def test_the_figures_of_a_page_say_it_as_its_sentences_do(publication, ics, standard):
    found = gaps(publication, Scope(ics, 2025), standard)
    national = national_pillars(publication, year=2025)
    assert pillar_strips(found, national).title == widest_message(found)
    drawn = grid(found, sort="gap", trust_link=str)
    assert drawn.title == reach_message(found)
    assert gap_by_pillar(found).title == share_message(found)


def test_a_gap_that_is_not_material_is_described_alike_on_the_whole_page(publication):
    """Somerset's three returns, held to the best of them, are below it by less than counts."""
    found = gaps(publication, Scope("QSL", 2025), Standard("ics_best"))
    assert found.summary.below == 0 < (found.rows["gap"] > 0).sum()
    assert overview_statements(found, None)[2] == Statement(
        "No pillar",
        "has a return below the best of its setting in its system or group by more than one answer",
    )
    assert widest_message(found).startswith("No return is below")


def test_without_a_standard_there_is_nothing_to_state(publication):
    found = gaps(publication, Scope("QYG", 2025), Standard(baseline="own_target"))
    assert overview_statements(found, None) == []
    assert "No trust of X" in overview_answer(found, ics_name="X").whole


def test_movement_counts_only_material_changes(publication):
    moved = progress(publication, Scope("QHL", 2025))
    assert who_moved(moved) == "3 of 5 trusts rose and 1 fell by 0.1 or more from 2024 to 2025"
