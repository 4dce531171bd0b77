"""A plan's parts added up: by trust and by pillar."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from benchmark.measures.plan_ground import Ground


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
