"""A plan's parts added up: by trust, by pillar, and the spread on each pillar."""

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from benchmark.definitions import definitions
from benchmark.measures.plan_ground import Ground
from benchmark.measures.spread import spread

if TYPE_CHECKING:
    from benchmark.measures.planner import Planned

_RANGES = ["minimum", "minimum_after", "maximum", "maximum_after", "range", "range_after"]


def by_trust(ground: Ground, rows: pd.DataFrame, pioneers: pd.DataFrame) -> pd.DataFrame:
    """As `Planned.by_trust` states."""
    trusts = ground.gaps.by_unit[["ods_code", "trust"]].drop_duplicates()
    trusts = trusts.sort_values(["trust", "ods_code"]).reset_index(drop=True)
    sizes = [ground.sizes.expenditure.get(code) for code in trusts["ods_code"]]
    trusts["expenditure"] = np.array(sizes, dtype=float)
    return _with_sums(trusts, "ods_code", rows, pioneers)


def by_pillar(ground: Ground, rows: pd.DataFrame, pioneers: pd.DataFrame) -> pd.DataFrame:
    """As `Planned.by_pillar` states."""
    return _with_sums(ground.gaps.by_pillar[["pillar", "pillar_position"]], "pillar", rows, pioneers)


def _with_sums(names: pd.DataFrame, key: str, rows: pd.DataFrame, pioneers: pd.DataFrame) -> pd.DataFrame:
    places = {name: place for place, name in enumerate(names[key])}

    def total(frame: pd.DataFrame, column: str) -> npt.NDArray[Any]:
        values = frame[column].to_numpy()
        summed = np.zeros(len(names), dtype=values.dtype)
        np.add.at(summed, [places[name] for name in frame[key]], values)
        return summed

    allocated, reserved = total(rows, "allocated"), total(pioneers, "reserved")
    return names.assign(
        allocated=allocated,
        reserved=reserved,
        total=allocated + reserved,
        gap_sum=total(rows, "gap"),
        gap_sum_after=total(rows, "gap_after"),
        not_funded=total(rows, "not_funded"),
    )


def sizes_missing(found: "Planned") -> list[str]:
    """Names of the trusts whose size is not published, so that they count as one of median size."""
    return [str(name) for name in found.by_trust.loc[found.by_trust["expenditure"].isna(), "trust"]]


def pillar_spreads(found: "Planned") -> pd.DataFrame:
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
