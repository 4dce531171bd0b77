"""The gaps of a system in sentences, each with a neutral form for when nothing is material."""

import pandas as pd

from benchmark.measures.gaps import Gaps
from benchmark.measures.scope import Standard
from benchmark.measures.score_columns import pillar_name
from benchmark.wording import count_of_returns


def standard_of_many(standard: Standard) -> str:
    """The standard after a plural: 'returns reach the national median of their setting'."""
    words = f" {standard.in_words}".replace(" its ", " their ").strip()
    return words.replace("own target", "own targets") if standard.baseline == "own_target" else words


def widest_pillar(gaps: Gaps) -> pd.Series | None:
    """The pillar with the largest sum of gaps (a row of by_pillar), or None when no gap is material.

    Where two pillars have the same sum, the first in the framework's order.
    """
    if not bool((gaps.rows["material"] & (gaps.rows["gap"] > 0)).any()):
        return None
    ordered = gaps.by_pillar.sort_values(["gap_sum", "pillar_position"], ascending=[False, True])
    return ordered.iloc[0]


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
