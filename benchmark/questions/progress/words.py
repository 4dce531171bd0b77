"""What moved in a system, in sentences."""

from typing import Final

from benchmark.core.compare import at_least
from benchmark.core.definitions import definitions
from benchmark.core.wording import Statement, decimal, number, plural, signed
from benchmark.questions.gaps.measure import Gaps
from benchmark.questions.gaps.words import gap_statements
from benchmark.questions.progress.columns import PROGRESS
from benchmark.questions.progress.measure import Progress

BY_CHANCE: Final = (
    "Part of it is chance: who is far from the middle in one round tends to be nearer in the next."
)


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
    ends = _moves(progress.floor_change, progress.ceiling_change)
    return f"{ends}: {verdict_clause(progress.name, key)}"


def _moves(floor: float, ceiling: float) -> str:
    """What both ends of the range did, in one clause."""
    one, other = _direction(floor), _direction(ceiling)
    if one == other == "held":
        return f"The floor ({signed(floor)}) and the ceiling ({signed(ceiling)}) held"
    if one == other:
        return f"The floor {one} by {decimal(abs(floor), 2)} and the ceiling by {decimal(abs(ceiling), 2)}"
    return f"The floor {_move(floor)} while the ceiling {_move(ceiling)}"


def _direction(change: float) -> str:
    if not at_least(abs(change), definitions().threshold("overall")):
        return "held"
    return "rose" if change > 0 else "fell"


def _move(change: float) -> str:
    moved = _direction(change)
    return f"held ({signed(change)})" if moved == "held" else f"{moved} by {decimal(abs(change), 2)}"


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
        return f"{start} All started from the same score, so whether it shows here cannot be known."
    if round(progress.slope, 2) < 0:
        return (
            f"{start} Here each point higher in {progress.year_from} goes with "
            f"{decimal(abs(progress.slope), 2)} less change by {progress.year_to} "
            f"(slope {signed(progress.slope)})."
        )
    return (
        f"{start} It does not show here: those who scored low in {progress.year_from} did not rise more than "
        f"the others (slope {signed(progress.slope)})."
    )


def movement_message(progress: Progress) -> str:
    """How many returns rose, fell and stayed, counting material changes alone."""
    rose, fell, _ = moves(progress)
    if not rose and not fell:
        return f"No return moved materially from {progress.year_from} to {progress.year_to}"
    return f"Of {plural(len(progress.units), 'return')}, {rose} rose and {fell} fell materially"


def moves(progress: Progress) -> tuple[int, int, int]:
    """How many returns rose, how many fell, and how many did neither materially."""
    changes = progress.units.loc[progress.units["material"], "change"]
    rose, fell = int((changes > 0).sum()), int((changes < 0).sum())
    return rose, fell, len(progress.units) - rose - fell


def overview_statements(gaps: Gaps, progress: Progress | None) -> list[Statement]:
    """Up to four: those of the gaps, then the verdict."""
    found = gap_statements(gaps)
    return [*found, direction(progress)] if found and progress is not None else found


def direction(progress: Progress) -> Statement:
    """The verdict, with what the lowest and the highest score did."""
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


def notes_on_progress(progress: Progress) -> list[str]:
    """What is to be said below a table of returns in two rounds, for a terminal."""
    label = progress.verdict.label
    if progress.floor_from is None:
        notes = [f"Returns with a score in both rounds: {progress.n}. Verdict: {label}."]
    else:
        said = PROGRESS.of([progress.row]).in_terminal()[0]
        cell = dict(zip(PROGRESS.keys, said, strict=True))
        notes = [
            f"Floor {cell['floor_from']} to {cell['floor_to']} ({cell['floor_change']}), ceiling "
            f"{cell['ceiling_from']} to {cell['ceiling_to']} ({cell['ceiling_change']}), range "
            f"{cell['range_change']}. Verdict: {label}.",
            BY_CHANCE,
        ]
    return notes + [
        f"Not matched: {unit.trust} ({unit.ods_code}), {unit.care_setting}, {unit.year}: {unit.reason}"
        for unit in progress.unmatched.itertuples()
    ]
