"""Trusts that rose more than trusts with the same first score: chance alone lifts those that start low."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from math import isnan
from typing import Any, Literal

import numpy as np
import pandas as pd

from benchmark.common.completeness import settings_with_enough
from benchmark.common.scope import Footprint, Scope, in_page_order, round_before, system_of, systems
from benchmark.common.subject import Sources, sources
from benchmark.core.compare import TOLERANCE, Scores
from benchmark.core.wording import in_list, signed
from benchmark.questions.learning.columns import BAND_WORDS, IMPROVERS
from benchmark.questions.progress.measure import MEASURE, placed_units
from benchmark.questions.progress.verdict import line
from benchmark.store.publication import Publication

Band = Literal["more", "as expected", "less", "not known"]
BANDS: tuple[Band, ...] = ("more", "as expected", "less", "not known")

USUAL = (0.1, 0.9)
"""The middle 80%: a wider band would name nobody in most systems, a narrower one half of all returns."""
FEWEST_FOR_EXPECTATION = 8
"""With fewer points, one or two of them would set the line. The same number as for quartiles of peers."""


@dataclass(frozen=True)
class Expectation:
    """The change to expect of a return from its first score, by England's n matched returns of a setting.

    change = intercept + slope x earlier score, least squares, in points. usual_from, usual_to: the middle 80%
    of the returns' differences from what the others led to expect, in points (percentiles 10 and 90, linear
    interpolation). None below eight returns, or if too few returns were received in England.
    """

    care_setting: str
    n: int
    slope: float | None = None
    intercept: float | None = None
    usual_from: float | None = None
    usual_to: float | None = None

    @property
    def usual(self) -> tuple[float, float] | None:
        """Both ends of the middle 80%; None if unknown."""
        return None if self.usual_from is None or self.usual_to is None else (self.usual_from, self.usual_to)


@dataclass(frozen=True)
class Expected:
    """The expected change of every unit of a round.

    units: `matched_units` with expected, difference and band, by care setting and trust. lines: care setting
    -> its expectation.
    """

    units: pd.DataFrame
    lines: Mapping[str, Expectation]


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
    system = system_of(publication, scope)
    year_from = round_before(publication, scope.assessment_year, fictional=system.fictional)
    if year_from is None:
        return None
    units = matched_units(
        publication, year_from=year_from, year_to=scope.assessment_year, footprint=scope.footprint
    )
    carried = settings_with_enough(publication, year_from, scope.assessment_year, kind=MEASURE)
    return improvers_among(publication, expected_of(units, carried=carried), scope, year_from=year_from)


def expected_of(units: pd.DataFrame, *, carried: Collection[str]) -> Expected:
    """The expected change of each of the `matched_units` of all systems.

    carried: the care settings with enough returns in England in both rounds; others have no expectation.
    """
    of_england = units[~units["fictional"].astype(bool)]
    parts, lines = [], {}
    for setting in dict.fromkeys(units["care_setting"]):
        others = of_england[of_england["care_setting"] == setting]
        if setting in carried:
            lines[setting] = expectation(setting, _array(others, "score_from"), _array(others, "change"))
        else:
            lines[setting], others = Expectation(setting, len(others)), others.iloc[:0]
        own = units[units["care_setting"] == setting]
        parts.append(_with_expected(own, others, lines[setting].usual))
    frame = in_page_order(pd.concat(parts) if parts else _with_expected(units, of_england))
    return Expected(frame, lines)


def improvers_among(publication: Publication, known: Expected, scope: Scope, *, year_from: int) -> Improvers:
    """The same, from the expectations of all systems in the scope's round and footprint."""
    own = known.units[known.units["ics_code"] == scope.ics_code]
    settings = dict.fromkeys(own["care_setting"])
    columns = [column.key for column in IMPROVERS.columns]
    years = (year_from, scope.assessment_year)
    return Improvers(
        scope,
        year_from,
        _by_band(own[columns]),
        tuple(known.lines[setting] for setting in settings),
        sources(publication, MEASURE, years=years, scope=scope, england=True),
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


def matched_units(
    publication: Publication, *, year_from: int, year_to: int, footprint: Footprint
) -> pd.DataFrame:
    """The matched units of all systems: ics_code, fictional (system), then columns of `Progress.units`."""
    units, _ = placed_units(publication, year_from=year_from, year_to=year_to, footprint=footprint)
    places = systems(publication, year=year_to, footprint=footprint)
    fictional = dict(zip(places["ics_code"], places["fictional"], strict=True))
    units = units[units["ics_code"].notna()]
    units.insert(1, "fictional", [fictional[code] for code in units["ics_code"]])
    return units


def expectation(care_setting: str, earlier: Scores, change: Scores) -> Expectation:
    """The line through England's matched units of a care setting; n alone if there are fewer than eight."""
    n = len(earlier)
    if n < FEWEST_FOR_EXPECTATION:
        return Expectation(care_setting, n)
    slope, intercept = line(earlier, change)
    lower, upper = np.quantile(change - expected_of_each(earlier, change), USUAL)
    return Expectation(care_setting, n, slope, intercept, float(lower), float(upper))


def expected_of_each(earlier: Scores, change: Scores) -> Scores:
    """The expected change of each unit, from a line through the other units."""
    n = len(earlier)
    slope, intercept = line(earlier, change)
    centred = earlier - earlier.mean()
    squares = float((centred**2).sum())
    # A unit's pull on its own value. From it follows the line without the unit, without a new fit.
    pull = 1 / n + (centred**2 / squares if squares > TOLERANCE else 0.0)
    alone = np.asarray(pull >= 1 - TOLERANCE)
    residual = (change - intercept - slope * earlier) / np.where(alone, 1.0, 1 - pull)
    expected = change - residual
    if alone.any():
        # All other units started from one score: without this unit there is no slope, only their mean change.
        expected[alone] = (change.sum() - change[alone]) / (n - 1)
    return np.asarray(expected, dtype=np.float64)


def band_of(difference: float, usual: tuple[float, float] | None) -> Band:
    """The band of a difference from the expectation. usual: the middle 80% of its care setting."""
    if np.isnan(difference) or usual is None:
        return "not known"
    lower, upper = usual
    if difference > upper + TOLERANCE:
        return "more"
    return "less" if difference < lower - TOLERANCE else "as expected"


def _with_expected(
    own: pd.DataFrame, others: pd.DataFrame, usual: tuple[float, float] | None = None
) -> pd.DataFrame:
    """Units of a care setting with expected, difference and band. others: England's units of the setting."""
    earlier, change = _array(others, "score_from"), _array(others, "change")
    expected = np.full(len(own), np.nan)
    if len(own) and len(others) >= FEWEST_FOR_EXPECTATION:
        slope, intercept = line(earlier, change)
        left_out = dict(zip(others["ods_code"], expected_of_each(earlier, change), strict=True))
        expected = np.array(
            [
                left_out.get(code, intercept + slope * start)
                for code, start in zip(own["ods_code"], own["score_from"], strict=True)
            ]
        )
    difference = own["change"] - expected
    return own.assign(
        expected=expected,
        difference=difference,
        against_expected=[band_of(value, usual) for value in difference],
    )


def _by_band(ordered: pd.DataFrame) -> pd.DataFrame:
    place = [BANDS.index(band) for band in ordered["against_expected"]]
    return ordered.iloc[sorted(range(len(place)), key=place.__getitem__)].reset_index(drop=True)


def _array(frame: pd.DataFrame, column: str) -> Scores:
    return frame[column].to_numpy(dtype=float)


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
