"""What moved in a system, in sentences."""

from benchmark.definitions import definitions
from benchmark.measures.compare import at_least
from benchmark.measures.progress import Progress
from benchmark.wording import number, signed


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
