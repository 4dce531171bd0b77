"""Comparisons of scores with thresholds that do not depend on the last digit of floating point."""

from typing import overload

import numpy as np
import numpy.typing as npt
import pandas as pd

TOLERANCE = 1e-9
"""Smaller than any difference of two scores, larger than errors of floating point, where 2.9 - 2.6 < 0.3."""

Scores = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]


@overload
def at_least(value: float, threshold: float) -> bool: ...
@overload
def at_least(value: Scores, threshold: float) -> Mask: ...
@overload
def at_least(value: pd.Series, threshold: "pd.Series | float") -> "pd.Series[bool]": ...
def at_least(
    value: pd.Series | Scores | float, threshold: pd.Series | float
) -> "pd.Series[bool] | Mask | bool":
    """Whether a value reaches a threshold; False if either is missing."""
    return value >= threshold - TOLERANCE


@overload
def at_most(value: float, threshold: float) -> bool: ...
@overload
def at_most(value: Scores, threshold: float) -> Mask: ...
@overload
def at_most(value: pd.Series, threshold: "pd.Series | float") -> "pd.Series[bool]": ...
def at_most(
    value: pd.Series | Scores | float, threshold: pd.Series | float
) -> "pd.Series[bool] | Mask | bool":
    """Whether a value does not exceed a threshold; False if either is missing."""
    return value <= threshold + TOLERANCE


@overload
def below(value: float, threshold: float) -> bool: ...
@overload
def below(value: pd.Series, threshold: "pd.Series | float") -> "pd.Series[bool]": ...
def below(value: pd.Series | float, threshold: pd.Series | float) -> "pd.Series[bool] | bool":
    """Whether a value is below a threshold; False if either is missing."""
    return value < threshold - TOLERANCE
