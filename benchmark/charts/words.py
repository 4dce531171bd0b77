"""The sentences on charts: computed messages, each with a neutral form for when nothing is material."""

import pandas as pd

from benchmark.definitions import definitions
from benchmark.measures.compare import at_least
from benchmark.measures.gaps import Gaps
from benchmark.measures.progress import Progress
from benchmark.measures.scope import Standard
from benchmark.wording import number, signed


def pillar_name(key: str) -> str:
    """The pillar's name in the framework."""
    return definitions().framework.pillar(key).name


def standard_of_many(standard: Standard) -> str:
    """The standard after a plural: 'returns reach the national median of their setting'."""
    words = f" {standard.in_words}".replace(" its ", " their ").strip()
    return words.replace("own target", "own targets") if standard.baseline == "own_target" else words


def count_of_returns(count: int, total: int) -> str:
    """How many of how many returns: 'Six of 22 returns', 'All 22 returns', 'The only return'."""
    if total == 1:
        return "The only return" if count else "No return"
    if total == 2 and count != 1:
        return "Both returns" if count else "Neither of two returns"
    if count == 0:
        return f"None of {number(total).lower()} returns"
    if count == total:
        return f"All {number(total).lower()} returns"
    small = count < 10 and total < 10
    return f"{number(count)} of {number(total).lower() if small else total} returns"


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


def verdict_clause(name: str, key: str) -> str:
    """What a verdict says of a system, as the end of a sentence."""
    return {
        "levelled_up": f"{name} levelled up",
        "levelled_up_leaders_slipped": f"{name} levelled up, and its leaders slipped",
        "levelled_down": f"{name} levelled down",
        "pulled_apart": f"{name} pulled apart",
        "rose_together": f"the trusts of {name} rose together",
        "fell_together": f"the trusts of {name} fell together",
        "little_change": f"little change in {name}",
        "too_few": "too few for a verdict",
    }[key]


def verdict_sentence(progress: Progress) -> str:
    """What the floor and the ceiling did, and what that makes of it, without a full stop."""
    key = progress.verdict.key
    if key == "too_few" or progress.floor_change is None or progress.ceiling_change is None:
        count = (
            "No return"
            if progress.n == 0
            else f"Only {number(progress.n).lower()} return{'s' * (progress.n != 1)}"
        )
        return f"{count} in both rounds: too few for a verdict"
    moves = _moves(progress.floor_change, progress.ceiling_change)
    return f"{moves}: {verdict_clause(progress.name, key)}"


def _moves(floor: float, ceiling: float) -> str:
    """What both ends of the range did, in one clause."""
    one, other = _direction(floor), _direction(ceiling)
    if one == other == "held":
        return f"The floor ({signed(floor)}) and the ceiling ({signed(ceiling)}) held"
    if one == other:
        return f"The floor {one} by {abs(floor):.2f} and the ceiling by {abs(ceiling):.2f}"
    return f"The floor {_move(floor)} while the ceiling {_move(ceiling)}"


def _direction(change: float) -> str:
    if not at_least(abs(change), definitions().threshold("overall")):
        return "held"
    return "rose" if change > 0 else "fell"


def _move(change: float) -> str:
    direction = _direction(change)
    return f"held ({signed(change)})" if direction == "held" else f"{direction} by {abs(change):.2f}"


def caution(progress: Progress) -> str:
    """What to bear in mind before believing the verdict: regression to the mean, with the slope here."""
    if progress.verdict.key == "too_few":
        return (
            "With fewer than three returns in both rounds there is no floor, ceiling or range to speak of: "
            "read each trust's own change."
        )
    start = (
        "Some of this is chance: those who scored low tend to rise and those who scored high to fall, "
        "whatever anybody does (regression to the mean)."
    )
    if progress.slope is None:
        return f"{start} All started from the same score, so whether it shows here cannot be told."
    if round(progress.slope, 2) < 0:
        return (
            f"{start} Here each point higher in {progress.year_from} goes with {abs(progress.slope):.2f} "
            f"less change by {progress.year_to} (slope {signed(progress.slope)})."
        )
    return (
        f"{start} It does not show here: those who scored low in {progress.year_from} did not rise more than "
        f"the others (slope {signed(progress.slope)})."
    )
