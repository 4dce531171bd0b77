"""What a plan that was carried out on paper tells beside its own figures."""

import pandas as pd

from benchmark.definitions import definitions
from benchmark.measures.planner import Planned
from benchmark.measures.spread import spread

_RANGES = ["minimum", "minimum_after", "maximum", "maximum_after", "range", "range_after"]


def sizes_missing(found: Planned) -> list[str]:
    """Names of the trusts whose size is not published, so that they count as one of median size."""
    return [str(name) for name in found.by_trust.loc[found.by_trust["expenditure"].isna(), "trust"]]


def pillar_spreads(found: Planned) -> pd.DataFrame:
    """The spread of the scores held to the standard on each pillar, before the plan and after it.

    Returns pillar, n, minimum, minimum_after, maximum, maximum_after, range, range_after, in the framework's
    order; the ranges are missing where there are fewer than three scores.
    """
    parts = []
    for pillar in definitions().framework.pillar_keys:
        earlier, later = (
            spread(held.rows.loc[held.rows["pillar"] == pillar, "score"])
            for held in (found.before, found.after)
        )
        if earlier.n:
            ends = [
                (getattr(earlier, name), getattr(later, name)) for name in ("minimum", "maximum", "range")
            ]
            parts.append((pillar, earlier.n, *(figure for pair in ends for figure in pair)))
    return pd.DataFrame(parts, columns=["pillar", "n", *_RANGES]).astype(dict.fromkeys(_RANGES, float))
