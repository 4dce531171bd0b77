"""The change to expect of each return from where it started: chance alone lifts those that start low."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from benchmark.common.scope import Footprint, in_page_order, systems
from benchmark.core.compare import TOLERANCE, Scores
from benchmark.questions.progress.measure import placed_units
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


def _array(frame: pd.DataFrame, column: str) -> Scores:
    return frame[column].to_numpy(dtype=float)
