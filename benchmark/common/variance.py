"""The share of the variance of scores between groups of trusts, such as systems or suppliers of records."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from benchmark.core.compare import Scores, at_least
from benchmark.core.definitions import definitions


@dataclass(frozen=True)
class VarianceSplit:
    """The variance of n scores, split into between and inside groups; the two shares add up to 1.

    by_chance: the mean share between groups if trusts are dealt at random to groups of the same sizes. A
    trust is dealt with all its returns, as these are almost equal. p: the share of random deals with at least
    as much between groups. All are None if all scores are equal or there are fewer than two; by_chance and p
    also with fewer than two trusts.
    """

    n: int
    groups: int
    between: float | None = None
    inside: float | None = None
    by_chance: float | None = None
    p: float | None = None


SEED: Final = 20251231
"""Fixed, so that everybody gets the same figures."""


def variance_split(scores: pd.Series, groups: pd.Series, trusts: pd.Series) -> VarianceSplit:
    """Split the variance of scores by group. The three columns have the same length, in any order.

    trusts: the trust of each score. Each trust must be in one group.
    """
    n, count = len(scores), int(groups.nunique())
    # Compared exactly: in floating point, the sum of squares of equal scores may not be exactly 0.
    if n < 2 or scores.nunique() == 1:
        return VarianceSplit(n, count)
    codes, of_unit = np.unique(trusts.to_numpy(dtype=str), return_inverse=True)
    _, group = np.unique(groups.to_numpy(dtype=str), return_inverse=True)
    of_trust = np.empty(len(codes), dtype=np.int64)
    of_trust[of_unit] = group
    centred = scores.to_numpy(dtype=float) - scores.mean()
    (between,) = _between(centred, group[None, :], count)
    if len(codes) < 2:
        return VarianceSplit(n, count, between, 1.0 - between)
    draws = np.tile(of_trust, (definitions().count("deals"), 1))
    dealt = np.random.default_rng(SEED).permuted(draws, axis=1)[:, of_unit]
    by_chance = _between(centred, dealt, count)
    return VarianceSplit(
        n,
        count,
        float(between),
        float(1.0 - between),
        float(by_chance.mean()),
        float(at_least(by_chance, between).mean()),
    )


def _between(centred: Scores, groups: npt.NDArray[np.int64], count: int) -> Scores:
    """The share of the variance between groups, for each row of group numbers."""
    rows = len(groups)
    places = (groups + count * np.arange(rows)[:, None]).ravel()
    counts = np.bincount(places, minlength=rows * count)
    sums = np.bincount(places, np.tile(centred, rows), minlength=rows * count)
    squares = (sums**2 / np.maximum(counts, 1)).reshape(rows, count).sum(axis=1)
    return np.asarray(squares / (centred**2).sum(), dtype=np.float64)
