"""What a page says first: a figure and its words, computed from the measures."""

from benchmark.measures.gaps import Gaps
from benchmark.measures.progress import Progress
from benchmark.measures.score_columns import pillar_name
from benchmark.wording import Statement, plural, signed


def overview_lead(gaps: Gaps, *, ics_name: str) -> str:
    """One sentence: how many trusts and returns, and how far from the standard they are."""
    trusts, returns = gaps.by_unit["ods_code"].nunique(), len(gaps.by_unit)
    if not returns:
        return f"No trust of {ics_name} has a return that can be held to {_the(gaps)} in this round."
    summary = gaps.summary
    if not summary.below:
        return (
            f"{plural(trusts, 'trust')} of {ics_name} made {plural(returns, 'return')}; "
            f"every score is at or above {_the(gaps)}."
        )
    return (
        f"{plural(trusts, 'trust')} of {ics_name} made {plural(returns, 'return')}. "
        f"{summary.below} of {summary.unit_pillars} scores ({summary.share_below:.0%}) "
        f"are below {_the(gaps)}."
    )


def overview_statements(gaps: Gaps, progress: Progress | None) -> list[Statement]:
    """Up to four: the mean gap, returns below on most pillars, the widest pillar, the verdict."""
    if not len(gaps.by_unit):
        return []
    found = [_mean_gap(gaps), _mostly_below(gaps), _widest_pillar(gaps)]
    if progress is not None:
        found.append(_direction(progress))
    return found


def movement_message(progress: Progress) -> str:
    """How many returns rose, fell and stayed, counting material changes alone."""
    units = progress.units
    rose = int((units["material"] & (units["change"] > 0)).sum())
    fell = int((units["material"] & (units["change"] < 0)).sum())
    if not rose and not fell:
        return f"No return moved materially from {progress.year_from} to {progress.year_to}"
    return f"Of {plural(len(units), 'return')}, {rose} rose and {fell} fell materially"


def _mean_gap(gaps: Gaps) -> Statement:
    summary = gaps.summary
    return Statement(
        f"{summary.mean:.2f} points",
        f"mean gap to {_the(gaps)} over {summary.unit_pillars} scores; a score above it counts as no gap",
    )


def _mostly_below(gaps: Gaps) -> Statement:
    units = gaps.by_unit
    mostly = int((units["pillars_below"] * 2 > units["pillars"]).sum())
    return Statement(f"{mostly} of {len(units)}", f"returns are below {_the(gaps)} on most of their pillars")


def _widest_pillar(gaps: Gaps) -> Statement:
    widest = gaps.by_pillar.sort_values(["gap_mean", "pillar_position"], ascending=[False, True]).iloc[0]
    if not widest["units_below"]:
        return Statement("No pillar", f"has a return below {_the(gaps)}")
    name = pillar_name(str(widest["pillar"]))
    return Statement(
        name,
        f"is the widest gap: {widest['units_below']} of {widest['units']} returns below, "
        f"by {widest['gap_mean']:.2f} points on average over all",
    )


def _direction(progress: Progress) -> Statement:
    if progress.floor_change is None or progress.ceiling_change is None:
        return Statement(
            "No verdict",
            f"since {progress.year_from}: {plural(progress.n, 'return')} in both rounds, "
            "and a verdict needs three",
        )
    label = progress.verdict.label
    return Statement(
        label[0].upper() + label[1:],
        f"since {progress.year_from}, on the comparable overall score: "
        f"lowest {signed(progress.floor_change)}, highest {signed(progress.ceiling_change)}",
    )


def _the(gaps: Gaps) -> str:
    return gaps.standard.in_words
