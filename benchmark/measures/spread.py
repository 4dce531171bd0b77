"""How far apart scores are. No coefficient of variation: it falls when the mean rises."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from benchmark.definitions import definitions
from benchmark.measures.frames import unit_pillars
from benchmark.measures.gap_columns import SPREAD
from benchmark.measures.scope import Scope, system_of
from benchmark.store.publication import Publication

FEWEST_FOR_SPREAD = 3
"""Two scores have a difference; calling it a spread would say more than they hold."""
FEWEST_FOR_QUARTILES = 5
"""Quartiles of four scores are made up of points between them that nobody scored."""


@dataclass(frozen=True)
class Spread:
    """The spread of n scores, in points; the standard deviation is the population's.

    None: minimum and maximum without scores, range and standard deviation below three scores, the
    interquartile range (linear interpolation) below five.
    """

    n: int
    minimum: float | None
    maximum: float | None
    range: float | None
    standard_deviation: float | None
    interquartile_range: float | None


def spread(scores: Iterable[float]) -> Spread:
    """The spread of some scores, in any order."""
    values = np.fromiter(scores, dtype=float)
    n = len(values)
    if n == 0:
        return Spread(0, None, None, None, None, None)
    minimum, maximum = float(values.min()), float(values.max())
    if n < FEWEST_FOR_SPREAD:
        return Spread(n, minimum, maximum, None, None, None)
    interquartile = None
    if n >= FEWEST_FOR_QUARTILES:
        lower, upper = np.quantile(values, [0.25, 0.75])
        interquartile = float(upper - lower)
    return Spread(n, minimum, maximum, maximum - minimum, float(values.std()), interquartile)


def pillar_spread(publication: Publication, scope: Scope) -> pd.DataFrame:
    """The spread of a system's units on each pillar, over all care settings.

    Returns gap_columns.SPREAD, every pillar of the framework, in its order; missing where
    `Spread` has None. UnknownCode for an unknown system.
    """
    system_of(publication, scope)
    scores = unit_pillars(
        publication,
        assessment_year=scope.assessment_year,
        footprint=scope.footprint,
        ics_code=scope.ics_code,
    )
    return SPREAD.typed(
        {"pillar": pillar} | vars(spread(scores.loc[scores["pillar"] == pillar, "score"]))
        for pillar in definitions().framework.pillar_keys
    )
