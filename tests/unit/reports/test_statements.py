"""What a page says first agrees with the measures, also where there is nothing to say."""

from benchmark.measures.gaps import gaps
from benchmark.measures.progress import progress
from benchmark.measures.scope import Scope, Standard
from benchmark.reports.statements import movement_message, overview_lead, overview_statements


def said(publication, ics: str, **standard) -> list[tuple[str, str]]:
    scope = Scope(ics, 2025)
    found = gaps(publication, scope, Standard(**standard))
    return [(item.figure, item.words) for item in overview_statements(found, progress(publication, scope))]


def test_four_statements_with_their_numbers(publication):
    mean, mostly, widest, verdict = said(publication, "QYG")
    assert mean[0] == "0.49 points"
    assert "154 scores" in mean[1]
    assert mostly[0] == "12 of 22"
    assert widest[0] == "Empower People"
    assert "22 of 22 returns below" in widest[1]
    assert verdict[0] == "Pulled apart"


def test_two_returns_have_no_verdict_and_the_statement_says_why(publication):
    *_, verdict = said(publication, "QUY")
    assert verdict == ("No verdict", "since 2024: 2 returns in both rounds, and a verdict needs three")


def test_where_nobody_is_below_the_statements_say_so(publication):
    scope = Scope("QYG", 2025)
    found = gaps(publication, scope, Standard(level=1.0))
    assert overview_lead(found, ics_name="X").endswith("every score is at or above level 1.")
    assert ("No pillar", "has a return below level 1") in said(publication, "QYG", level=1.0)


def test_without_a_standard_there_is_nothing_to_state(publication):
    found = gaps(publication, Scope("QYG", 2025), Standard(baseline="own_target"))
    assert overview_statements(found, None) == []
    assert "No trust of X" in overview_lead(found, ics_name="X")


def test_movement_counts_material_changes_alone(publication):
    moved = progress(publication, Scope("QHL", 2025))
    assert movement_message(moved) == "Of 5 returns, 3 rose and 1 fell materially"
