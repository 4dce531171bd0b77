"""Trusts that rose more than trusts with the same first score: chance alone lifts those that start low."""

from dataclasses import dataclass, replace
from math import isnan
from typing import Any

import pandas as pd

from benchmark.common.scope import Scope, system_of
from benchmark.common.subject import Sources, sources
from benchmark.core.wording import in_list, signed
from benchmark.questions.learning.columns import BAND_WORDS, IMPROVERS
from benchmark.questions.learning.england import england
from benchmark.questions.learning.expected import BANDS, Expectation
from benchmark.questions.progress.measure import MEASURE
from benchmark.store.publication import Publication


@dataclass(frozen=True)
class Improvers:
    """A system's units against their expected change.

    units: IMPROVERS; by band in the order of BANDS, then care setting and trust: never by size. 'more' and
        'less': differences outside the middle 80% of England's in the care setting. 'not known': too few
        returns of the setting.
    expectations: one for each care setting in `units`, in the settings' order.
    """

    scope: Scope
    year_from: int
    units: pd.DataFrame
    expectations: tuple[Expectation, ...]
    rests_on: Sources


def improvers(publication: Publication, scope: Scope) -> Improvers | None:
    """A system's units against their expected change since the round before; None without such a round.

    The expectation is the regression of change on the earlier score over England's other matched units of the
    same care setting. The unit itself is left out: a trust must not set its own expectation. Fictional units
    are compared with England's real ones and never count among them. Raises UnknownCode for an unknown
    system.
    """
    whole = england(
        publication,
        year=scope.assessment_year,
        footprint=scope.footprint,
        fictional=system_of(publication, scope).fictional,
    )
    if whole.year_from is None:
        return None
    own = whole.expected.units[whole.expected.units["ics_code"] == scope.ics_code]
    by_band = own.sort_values(
        "against_expected", key=lambda bands: bands.map(BANDS.index), kind="stable", ignore_index=True
    )
    return Improvers(
        scope,
        whole.year_from,
        by_band[[column.key for column in IMPROVERS.columns]],
        tuple(whole.expected.lines[setting] for setting in dict.fromkeys(own["care_setting"])),
        sources(
            publication,
            MEASURE,
            years=(whole.year_from, scope.assessment_year),
            scope=scope,
            england=True,
        ),
    )


def improvers_of_trust(improvers: Improvers, ods_code: str) -> Improvers:
    """The same for one trust's units."""
    units = improvers.units[improvers.units["ods_code"] == ods_code].reset_index(drop=True)
    settings = set(units["care_setting"])
    return replace(
        improvers,
        units=units,
        expectations=tuple(line for line in improvers.expectations if line.care_setting in settings),
    )


def improvers_message(improvers: Improvers) -> str:
    """The numbers of returns that rose more, and less, than expected."""
    units = improvers.units
    if units.empty:
        return "No return in both rounds"
    counts = {band: int((units["against_expected"] == band).sum()) for band in BANDS}
    judged = len(units) - counts["not known"]
    if not judged:
        return "Too few returns in England to say what was to be expected"
    if not counts["more"] and not counts["less"]:
        return "No return moved more or less than returns that started there usually do"
    if judged == 1:
        # Not "fell more": a return that fell may have been expected to rise, and one that stayed did neither.
        ended = "higher" if counts["more"] else "lower"
        return f"The return ended {ended} than expected from where it started"
    return (
        f"Of {judged} returns, {counts['more'] or 'none'} ended higher than expected from where they "
        f"started, and {counts['less'] or 'none'} lower"
    )


def improvers_lines(improvers: Improvers) -> list[str]:
    """The returns of each band, a line for each band that has any."""
    lines = []
    for band, words in BAND_WORDS.items():
        of_band: list[dict[Any, Any]] = improvers.units[improvers.units["against_expected"] == band].to_dict(
            "records"
        )
        named = [
            f"{unit['trust']}, {unit['care_setting']} ({rise_words(unit['change'], unit['expected'])})"
            for unit in of_band
        ]
        lines += [f"{words}: {'; '.join(named)}."] if named else []
    return lines


def rise_words(change: float, expected: float) -> str:
    """A change, with the expected change if there is one: '+0.30, expected +0.07'."""
    return signed(change) + ("" if isnan(expected) else f", expected {signed(expected)}")


def improvers_caution(improvers: Improvers) -> str:
    """Cautions: chance, the usual distance from the expectation, and settings with too few returns."""
    usual = [
        f"{line.care_setting.lower()} {signed(line.usual[0])} to {signed(line.usual[1])}"
        for line in improvers.expectations
        if line.usual
    ]
    few = [line.care_setting.lower() for line in improvers.expectations if line.usual is None]
    text = (
        "By chance alone, trusts that start low tend to rise and trusts that start high tend to "
        "fall. So each change is set beside that of other returns that started from the same "
        "score."
    )
    if usual:
        text += (
            " Eight in ten returns in England end no further than this from what was expected of them, in "
            f"points: {', '.join(usual)}. Beyond that it is called more or less than expected: a reason to "
            "ask what was done, not a proof."
        )
    if few:
        text += f" Too few returns in England for an expectation: {in_list(few)}."
    return text
