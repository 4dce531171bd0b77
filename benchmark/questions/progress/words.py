"""The movement of a system, what the verdict rests on and the effect of chance, in sentences."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

import pandas as pd

from benchmark.common.scope import Scope
from benchmark.core.columns import rows_of
from benchmark.core.compare import at_least
from benchmark.core.definitions import definitions
from benchmark.core.wording import (
    MINUS,
    Answer,
    Statement,
    beside,
    counted,
    decimal,
    in_hundred,
    in_list,
    inside_brackets,
    large_start,
    plural,
    short_name,
    signed,
    small_start,
    with_code,
)
from benchmark.questions.gaps.measure import Gaps
from benchmark.questions.gaps.words import gap_statements
from benchmark.questions.progress.chance import Nation
from benchmark.questions.progress.columns import PROGRESS
from benchmark.questions.progress.measure import Progress, Reading
from benchmark.questions.progress.verdict import LEVELLED_UP, TOO_FEW, is_firm, range_moved, verdicts

READINGS: Mapping[Reading, str] = {
    "closer": "The trusts came closer together than chance explains",
    "chance": "The spread of the trusts changed no more than chance explains",
    "apart": "The trusts moved further apart than chance explains",
}
_ENDS: Final = (
    *("floor_from", "floor_to", "floor_change"),
    *("ceiling_from", "ceiling_to", "ceiling_change"),
    "range_change",
)


def verdict_clause(name: str, key: str) -> str:
    """A verdict on a system, as the end of a sentence."""
    return verdicts()[key].clause.format(name=name)


def progress_answer(progress: Progress) -> Answer:
    """Who moved, then whether the trusts came closer than chance explains."""
    if progress.verdict.key == TOO_FEW:
        return Answer(few(progress))
    reading = progress.sd_reading
    return Answer(who_moved(progress), "" if reading is None else f"{READINGS[reading]}.")


def few(progress: Progress) -> str:
    """The sentence that too few trusts have a score in both rounds for a verdict."""
    n = progress.n_trusts
    apart = len(progress.trusts) - n
    count = "No trust" if n == 0 else f"Only {counted(n)}"
    besides = ", ambulance services apart, which serve several systems" if apart else ""
    return f"{count} in both rounds{besides}: too few to say whether trusts came closer"


def who_moved(progress: Progress) -> str:
    """The numbers of trusts that rose and that fell, before any verdict; without a full stop."""
    n, since = progress.n_trusts, f"from {progress.year_from} to {progress.year_to}"
    least = f"{definitions().threshold('overall'):g}"
    if n == 1:
        did = "rose" if progress.rose else "fell" if progress.fell else "neither rose nor fell"
        return f"The one trust in both rounds {did} by {least} or more {since}"
    return (
        f"{progress.rose or 'None'} of {plural(n, 'trust')} rose and {progress.fell or 'none'} fell "
        f"by {least} or more {since}"
    )


def verdict_sentence(progress: Progress) -> str:
    """The movement of floor and ceiling, with trusts' names, and the verdict; without a full stop."""
    if progress.verdict.key == TOO_FEW:
        return few(progress)
    called = verdict_clause(progress.name, progress.verdict.key)
    return f"{large_start(_ends(progress))}: {called}"


def _ends(progress: Progress) -> str:
    return f"{_end(progress, 'floor')}; {_end(progress, 'ceiling')}"


def _end(progress: Progress, end: str) -> str:
    """The movement of one end of the range, with its trusts: "the lowest rose from 1.54 (A) to 2.19 (B)"."""
    before, now, change = (getattr(progress, f"{end}_{what}") for what in ("from", "to", "change"))
    was, is_ = (_whose(progress.trusts, column, end) for column in ("score_from", "score_to"))
    least = definitions().threshold("overall")
    held = not at_least(abs(change), least)
    did = "held, from" if held else ("rose from" if change > 0 else "fell from")
    earlier, later, _ = as_shown(before, now)
    later = f"{later} ({is_})" if is_ != was else later
    return f"the {'lowest' if end == 'floor' else 'highest'} {did} {earlier} ({was}) to {later}"


def as_shown(before: float, now: float) -> tuple[str, str, str]:
    """A score in both rounds and its change, as text that adds up and agrees with whether it is material."""
    later, earlier, change = beside(now, before, decimals=2, threshold=definitions().threshold("overall"))
    return earlier, later, change


def _whose(trusts: pd.DataFrame, score: str, end: str) -> str:
    """The trusts at an end of the range in a round."""
    own = trusts[trusts["counted"]]
    found = own[score].min() if end == "floor" else own[score].max()
    return in_list([inside_brackets(short_name(name)) for name in own.loc[own[score] == found, "trust"]])


def resting(progress: Progress) -> Statement:
    """What a verdict rests on: the trusts without which it would be another."""
    firm = is_firm(progress.n_trusts, progress.rests_on)
    if firm is None:
        return Statement("Three trusts", "too few to leave one out and see whether the verdict stays")
    if firm:
        return Statement("No single trust decides this", "whichever is left out, the verdict stays")
    each = [
        f"without {_named(progress, code)} {'' if place else 'the verdict would be '}“{other.label}”"
        for place, (code, other) in enumerate(progress.rests_on.items())
    ]
    return Statement(f"Rests on {counted(len(each))}", in_list(each))


def _named(progress: Progress, ods_code: str) -> str:
    (name,) = progress.trusts.loc[progress.trusts["ods_code"] == ods_code, "trust"]
    return short_name(str(name))


def chance_sentence(progress: Progress) -> str:
    """How often chance alone gives this verdict; empty if that cannot be computed."""
    words = _by_chance(progress)
    return large_start(f"{words}.") if words else ""


def chance_unread(progress: Progress) -> str:
    """`chance_sentence` where too few trusts have a reading of closer or apart; else empty.

    Without one of the two a verdict would stand as if it could not be chance.
    """
    return chance_sentence(progress) if progress.sd_reading is None else ""


def _by_chance(progress: Progress) -> str:
    if progress.chance_of_verdict is None:
        return ""
    called = Scope(progress.ics_code, progress.year_to, progress.footprint).called
    return chance_words(progress.chance_of_verdict, called=called)


def chance_words(share: float, *, called: str = "system") -> str:
    """How often chance alone gives a verdict, as a clause. called: the word for what the verdict is on."""
    return f"by chance alone, {in_hundred(share)} {called}s that started like this one would get this verdict"


def statements(progress: Progress) -> list[Statement]:
    """Four statements: who moved, closer or apart, both ends, and what the verdict rests on with chance."""
    if progress.verdict.key == TOO_FEW or progress.sd_change is None:
        return []
    shown = [
        Statement(
            f"{progress.rose} of {progress.n_trusts}",
            f"trusts rose by {definitions().threshold('overall'):g} or more since {progress.year_from}, "
            f"and {progress.fell or 'none'} fell",
        ),
        *_deviation(progress),
        Statement(large_start(progress.verdict.label), _ends(progress)),
    ]
    rest = resting(progress)
    words = [f"{rest.words}.", chance_sentence(progress)]
    return [*shown, Statement(rest.figure, " ".join(filter(None, words)))]


def _deviation(progress: Progress) -> list[Statement]:
    if progress.sd_reading is None or progress.sd_band is None or progress.sd_change is None:
        return []
    low, high = (signed(end, decimals=3) for end in progress.sd_band)
    words = f"points in the standard deviation of the trusts; chance alone gives {low} to {high}"
    return [Statement(signed(progress.sd_change, decimals=3), words)]


def caution(progress: Progress) -> str:
    """A caution about the verdict: regression to the mean explains part of a movement."""
    if progress.range_change is None:
        return (
            "With fewer than three trusts in both rounds there is no floor, ceiling or spread to speak of: "
            "read each trust's own change."
        )
    start = "By chance alone those who scored low tend to rise and those who scored high to fall"
    if progress.nation_slope is not None:
        start += (
            f": in England a trust that stood a point higher in {progress.year_from} changed by "
            f"{decimal(abs(progress.nation_slope), 2)} {'less' if progress.nation_slope < 0 else 'more'}"
        )
    moved = range_moved(progress.range_change)
    band = progress.sd_band
    explains = {
        "narrowed": "That explains part of a narrowing",
        "held": "That can narrow a range; here it held",
        "widened": "That can only narrow a range: it explains no widening",
    }[moved]
    close = (
        " But trusts that start as close together as these are spread out by chance alone."
        if band is not None and band[0] > 0
        else ""
    )
    return f"{start} (regression to the mean). {explains}.{close}{_own_slope(progress)}"


def _own_slope(progress: Progress) -> str:
    if progress.slope is None or progress.slope_interval is None:
        return ""
    low, high = (signed(end) for end in progress.slope_interval)
    less = "less" if progress.slope < 0 else "more"
    return (
        f" Here one that stood a point higher changed by {decimal(abs(progress.slope), 2)} {less} "
        f"(95% interval {low} to {high})."
    )


def nation_sentence(systems: pd.DataFrame, nation: Nation | None) -> str:
    """The number of systems that levelled up, and the number by chance alone. systems: the table SYSTEMS."""
    counts = systems["verdict_key"].value_counts()
    judged = int(counts.drop(TOO_FEW, errors="ignore").sum())
    up, slipped = (int(counts.get(key, 0)) for key in LEVELLED_UP)
    if not judged:
        return "No system has three trusts in both rounds."
    slipping = f", {slipped} of them with leaders that slipped" if slipped else ""
    counted_systems = f"{up + slipped} of {plural(judged, 'system')} levelled up{slipping}"
    if nation is None or nation.systems != judged:
        return f"{counted_systems}."
    low, high = (decimal(end, 0) for end in nation.band)
    levelled = (
        f"{counted_systems}. Chance alone gives about {decimal(nation.levelled_up, 0)}: "
        f"in nine draws of ten from {low} to {high}."
    )
    readings = systems["sd_reading"].value_counts()
    read, closer, apart = int(readings.sum()), readings.get("closer", 0), readings.get("apart", 0)
    if not read:
        return levelled
    low, high = (decimal(end, 0) for end in nation.outside)
    return (
        f"{levelled} Of {plural(read, 'system')} with five trusts or more, {closer} came closer together "
        f"than chance explains for each by itself, and {apart} moved further apart. That is {closer + apart} "
        f"together; chance alone gives from {low} to {high}."
    )


def overview_statements(gaps: Gaps, progress: Progress | None) -> list[Statement]:
    """Up to four statements: those of the gaps, then the verdict."""
    found = gap_statements(gaps)
    return [*found, direction(progress)] if found and progress is not None else found


def direction(progress: Progress) -> Statement:
    """The verdict in one statement: who moved, closer or apart, and whether one trust decides it."""
    if progress.verdict.key == TOO_FEW:
        return Statement("No verdict", f"since {progress.year_from}: {small_start(few(progress))}")
    who = f"{progress.rose} of {progress.n_trusts} trusts rose and {progress.fell or 'none'} fell"
    names = [_named(progress, code) for code in progress.rests_on]
    firm = how_firm(progress.n_trusts, progress.sd_reading, names, chance=_by_chance(progress))
    said = "; ".join([f"since {progress.year_from}: {who}", *firm])
    return Statement(large_start(progress.verdict.label), said)


def how_firm(n_trusts: int, reading: Reading | None, resting_on: Sequence[str], *, chance: str) -> list[str]:
    """Closer or apart, and whether one trust decides the verdict, as parts of a sentence.

    resting_on: the names of the trusts that do. chance: how often chance alone gives the verdict, which is
    said where too few trusts have a reading of closer or apart.
    """
    said = [] if reading is None else [small_start(READINGS[reading])]
    if resting_on:
        said.append(f"the verdict rests on {in_list(resting_on)}")
    elif is_firm(n_trusts, resting_on):
        said.append("no single trust decides it")
    return [*said, chance] if reading is None and chance else said


def _adding_up(progress: Progress) -> dict[str, str]:
    """A system's figures as text, by key, in which the range's change is the ceiling's less the floor's.

    If rounding prevents that, both ends and the range get one more decimal, and the range's change is
    computed from the text of the ends.
    """
    for more in range(2):
        cell = _cells(progress, more=more)
        if _range_of(cell) == _shown(cell["range_change"]):
            return cell
    decimals = len(str(_range_of(cell)).partition(".")[2])
    return cell | {"range_change": signed(float(_range_of(cell)), decimals=decimals)}


def _cells(progress: Progress, *, more: int) -> dict[str, str]:
    """A system's figures as text, by key. more: further decimals for the ends and the range."""
    columns = (
        replace(column, decimals=column.places + more) if column.key in _ENDS else column
        for column in PROGRESS.columns
    )
    table = replace(PROGRESS, columns=tuple(columns))
    return dict(zip(table.keys, table.of([progress.row]).texts()[0], strict=True))


def _range_of(cell: Mapping[str, str]) -> Decimal:
    """The change of the ceiling less that of the floor, as both are shown."""
    return _shown(cell["ceiling_change"]) - _shown(cell["floor_change"])


def _shown(text: str) -> Decimal:
    return Decimal(text.replace(MINUS, "-"))


def notes_on_progress(progress: Progress) -> list[str]:
    """Notes below a table of trusts in two rounds, for a terminal."""
    notes = [progress_answer(progress).whole]
    if progress.floor_from is not None:
        cell = _adding_up(progress)
        notes.append(
            f"Floor {cell['floor_from']} to {cell['floor_to']} ({cell['floor_change']}), ceiling "
            f"{cell['ceiling_from']} to {cell['ceiling_to']} ({cell['ceiling_change']}), range "
            f"{cell['range_change']}. Verdict: {progress.verdict.label}."
        )
        if progress.sd_reading is not None:
            notes.append(
                f"Standard deviation {cell['sd_from']} to {cell['sd_to']} ({cell['sd_change']}); "
                f"chance alone gives {cell['sd_band']}."
            )
        rest = resting(progress)
        rests = f"{rest.figure}: {rest.words}."
        notes += filter(None, [rests, chance_sentence(progress), caution(progress)])
    return notes + [
        f"Not matched: {with_code(row.trust, row.ods_code)}, {row.care_setting}, {row.year}: {row.reason}"
        for row in rows_of(progress.unmatched)
    ]
