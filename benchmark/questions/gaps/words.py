"""The gaps of a system in sentences, each with a neutral form for when nothing is material."""

from collections.abc import Sequence

import pandas as pd

from benchmark.common.scope import Standard
from benchmark.core.columns import pillar_name
from benchmark.core.wording import Statement, count_of_returns, decimal, per_cent, plural
from benchmark.questions.gaps.measure import Gaps


def standard_of_many(standard: Standard) -> str:
    """The standard after a plural: 'returns reach the national median of their setting'."""
    words = f" {standard.in_words}".replace(" its ", " their ").strip()
    return words.replace("own target", "own targets") if standard.baseline == "own_target" else words


def widest_pillar(gaps: Gaps) -> pd.Series | None:
    """The first of `widest_first`, or None when no gap is material.

    Every sentence, chart and order that speaks of the widest gap asks here.
    """
    if not bool((gaps.rows["material"] & (gaps.rows["gap"] > 0)).any()):
        return None
    return gaps.widest_first.iloc[0]


def no_gap_message(gaps: Gaps) -> str:
    """The neutral message: nothing to compare, nothing below, or nothing materially below."""
    if gaps.rows.empty:
        if gaps.without_standard.empty:
            return "No return yet for this round"
        if gaps.standard.baseline != "own_target":
            return f"Too few returns have come in England for {gaps.standard.in_words}"
        return "No trust here has set a target of its own"
    if gaps.summary.below == 0:
        return f"No return is below {gaps.standard.in_words} on any pillar"
    return f"No return is materially below {gaps.standard.in_words} on any pillar"


def reach_message(gaps: Gaps) -> str:
    """How many returns reach the standard on the pillar with the widest gap."""
    widest = widest_pillar(gaps)
    if widest is None:
        return no_gap_message(gaps)
    units, reaching = int(widest["units"]), int(widest["units"] - widest["units_below"])
    if units == 1:
        return f"The only return is below {gaps.standard.in_words} on {pillar_name(widest['pillar'])}"
    verb, standard = (
        ("reaches", gaps.standard.in_words) if reaching < 2 else ("reach", standard_of_many(gaps.standard))
    )
    return f"{count_of_returns(reaching, units)} {verb} {standard} on {pillar_name(widest['pillar'])}"


def widest_message(gaps: Gaps) -> str:
    """Which pillar has the widest gap, and how many returns are below the standard on it."""
    widest = widest_pillar(gaps)
    if widest is None:
        return no_gap_message(gaps)
    below = int(widest["units_below"])
    count = count_of_returns(below, int(widest["units"]))
    verb, standard = (
        ("is", gaps.standard.in_words)
        if count.startswith(("One of", "The only"))
        else ("are", standard_of_many(gaps.standard))
    )
    start = count if count[0].isdigit() else count[0].lower() + count[1:]
    return f"{pillar_name(widest['pillar'])} is the widest gap: {start} {verb} below {standard}"


def overview_lead(gaps: Gaps, *, ics_name: str) -> str:
    """One sentence: how many trusts and returns, and how far from the standard they are."""
    trusts, returns = gaps.by_unit["ods_code"].nunique(), len(gaps.by_unit)
    standard = gaps.standard.in_words
    if not returns:
        return f"No trust of {ics_name} has a return that can be held to {standard} in this round."
    summary = gaps.summary
    made = f"{plural(trusts, 'trust')} of {ics_name} made {plural(returns, 'return')}"
    if not summary.below:
        return f"{made}; every score is at or above {standard}."
    share = decimal(100 * summary.share_below, 0)
    return f"{made}. {summary.below} of {summary.unit_pillars} scores ({share}%) are below {standard}."


def gap_statements(gaps: Gaps) -> list[Statement]:
    """The mean gap, returns below on most pillars, the widest pillar; none where nobody returned."""
    return [_mean_gap(gaps), _mostly_below(gaps), _widest(gaps)] if len(gaps.by_unit) else []


def _mean_gap(gaps: Gaps) -> Statement:
    summary = gaps.summary
    return Statement(
        f"{decimal(summary.mean, 2)} points",
        f"mean gap to {gaps.standard.in_words} over {summary.unit_pillars} scores; "
        "a score above it counts as no gap",
    )


def _mostly_below(gaps: Gaps) -> Statement:
    units = gaps.by_unit
    mostly = int((units["pillars_below"] * 2 > units["pillars"]).sum())
    return Statement(
        f"{mostly} of {len(units)}", f"returns are below {gaps.standard.in_words} on most of their pillars"
    )


def _widest(gaps: Gaps) -> Statement:
    widest = widest_pillar(gaps)
    if widest is None:
        how = "materially below" if gaps.summary.below else "below"
        return Statement("No pillar", f"has a return {how} {gaps.standard.in_words}")
    return Statement(
        pillar_name(str(widest["pillar"])),
        f"is the widest gap: {widest['units_below']} of {widest['units']} returns below, "
        f"by {decimal(widest['gap_mean'], 2)} points on average over all",
    )


def half_message(gaps: Gaps) -> str:
    """How few returns hold half of the gap."""
    if gaps.summary.sum <= 0:
        return no_gap_message(gaps)
    shares = sorted(gaps.by_unit["share"], reverse=True)
    if len(shares) == 1:
        return "The only return holds the whole gap"
    so_far, count = 0.0, 0
    while so_far < 0.5 - 1e-9:
        so_far += shares[count]
        count += 1
    verb = "holds" if count == 1 else "hold"
    return f"{count_of_returns(count, len(shares))} {verb} {per_cent(so_far)} of the gap"


def share_message(gaps: Gaps) -> str:
    """Which pillar holds most of the gap, and which least."""
    if gaps.summary.sum <= 0:
        return no_gap_message(gaps)
    ordered = gaps.widest_first
    shares = [*zip(ordered["pillar"], ordered["share"], strict=True)]
    (most, share_of_most), (least, share_of_least) = shares[0], shares[-1]
    return (
        f"{pillar_name(most)} holds {per_cent(share_of_most)} of the gap, {pillar_name(least)} "
        f"{per_cent(share_of_least)}"
    )


def gap_total(gaps: Gaps) -> str:
    """The total that the gaps by return and by pillar both add up to."""
    summary = gaps.summary
    total = decimal(summary.sum, 1)
    return (
        f"The gap of this system to {gaps.standard.in_words} is {total} unit-points: "
        f"the distances below the standard of {summary.below} scores, added up. "
        f"Both charts split the same {total}."
    )


def extent(lowest: float, highest: float) -> str:
    """From the lowest to the highest score, said once where they are one."""
    return decimal(lowest, 1) if lowest == highest else f"{decimal(lowest, 1)} to {decimal(highest, 1)}"


def notes_on_gaps(gaps: Gaps) -> Sequence[str]:
    """What is to be said below a table of gaps: how many are below, and what is held to something else."""
    summary = gaps.summary
    notes = [
        f"{summary.below} of {plural(summary.unit_pillars, 'score')} are below; "
        f"the gaps sum to {decimal(summary.sum, 1)} unit-points, mean {decimal(summary.mean, 2)} points."
    ]
    if len(gaps.without_standard):
        notes.append(f"{plural(len(gaps.without_standard), 'score')} without a standard: left out.")
    lone = gaps.rows.loc[gaps.rows["lone_setting"], ["trust", "care_setting"]].drop_duplicates()
    if len(lone):
        units = "; ".join(f"{row.trust} ({row.care_setting})" for row in lone.itertuples())
        notes.append(f"The only ones of their setting in the ICS, so held to the best of all: {units}.")
    return notes
