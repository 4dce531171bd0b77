"""How much of the difference between returns lies between systems, and how much inside them."""

from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True)
class VarianceSplit:
    """The variance of n scores of units, split by system; the shares add up to one.

    by_chance: the share that would lie between systems on average, were the same scores dealt out at random
    to systems of the same sizes: (systems - 1) / (n - 1). A share between systems means little unless it is
    well above. The shares are None where all scores are the same, by_chance where there is one score or none.
    """

    n: int
    systems: int
    between: float | None = None
    inside: float | None = None
    by_chance: float | None = None


def variance_split(scores: pd.Series, groups: pd.Series) -> VarianceSplit:
    """The split of scores by the system that each is in: two columns of the same length, in any order."""
    n, systems = len(scores), int(groups.nunique())
    if n < 2:
        return VarianceSplit(n, systems, None, None, None)
    by_chance = (systems - 1) / (n - 1)
    # Exactly the same, not nearly: the sum of squares of equal scores is not quite nothing in floating point.
    if scores.nunique() == 1:
        return VarianceSplit(n, systems, None, None, by_chance)
    own_mean = scores.groupby(groups.to_numpy()).transform("mean")
    inside = float(((scores - own_mean) ** 2).sum() / ((scores - scores.mean()) ** 2).sum())
    return VarianceSplit(n, systems, 1.0 - inside, inside, by_chance)
