"""The starting point of every plan for a system: its gaps to a standard, and its trusts' sizes."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from benchmark.common.scope import UNIT, Scope, Standard, sql
from benchmark.common.subject import sources
from benchmark.core.definitions import definitions
from benchmark.questions.gaps.measure import Gaps, gaps
from benchmark.store.publication import Publication

OWN_COSTS: Final = "Costs per point: your own."


@dataclass(frozen=True)
class Sizes:
    """ODS code -> operating expenditure of a system's trusts in pounds; None if none is published.

    median: of the known ones, None if there are none. financial_years: the years of the figures.
    """

    expenditure: Mapping[str, float | None]
    median: float | None
    financial_years: tuple[str, ...]

    def factors(self, rows: pd.DataFrame) -> npt.NDArray[np.float64]:
        """The size of each row's trust divided by the median trust's; 1 if its size is unknown."""
        sizes = (self.expenditure.get(code) for code in rows["ods_code"])
        return np.array([size / self.median if size and self.median else 1.0 for size in sizes], dtype=float)


@dataclass(frozen=True)
class Ground:
    """A system's gaps and its trusts' sizes, with values that every plan needs, computed once."""

    gaps: Gaps
    sizes: Sizes

    @cached_property
    def short(self) -> pd.DataFrame:
        """The rows of the gaps that are below the standard, by however little, in their order."""
        return self.gaps.rows[self.gaps.rows["gap"] > 0].reset_index(drop=True)

    @cached_property
    def ahead(self) -> pd.DataFrame:
        """The rows of the gaps that are at or above the standard, in their order."""
        return self.gaps.rows[self.gaps.rows["gap"] == 0].reset_index(drop=True)

    @cached_property
    def material(self) -> npt.NDArray[np.float64]:
        """For each row of `short`, the smallest gap at which its score counts as below the standard."""
        units = zip(self.short["pillar"], self.short["care_setting"], strict=True)
        return np.array([definitions().material(*unit) for unit in units], dtype=float)

    @cached_property
    def unit_of(self) -> npt.NDArray[np.int64]:
        """For each row of `short`, the index of its unit in `gaps.by_unit`."""
        units = self.gaps.by_unit[UNIT].itertuples(index=False, name=None)
        places = {unit: place for place, unit in enumerate(units)}
        places_of_rows = [places[unit] for unit in self.short[UNIT].itertuples(index=False, name=None)]
        return np.array(places_of_rows, dtype=np.int64)

    @cached_property
    def overall(self) -> npt.NDArray[np.float64]:
        """The overall score of each unit of `gaps.by_unit`."""
        return self.gaps.by_unit["overall"].to_numpy(dtype=float)

    @cached_property
    def weights(self) -> npt.NDArray[np.int64]:
        """The weight of the pillar of each row of `short` in an overall score."""
        return np.array(self.short["pillar"].map(definitions().framework.weights), dtype=np.int64)

    @cached_property
    def weights_of_units(self) -> npt.NDArray[np.int64]:
        """For each unit of `gaps.by_unit`, the weights of all its pillars, with or without a standard."""
        columns = [*UNIT, "pillar"]
        scores = pd.concat([self.gaps.rows[columns], self.gaps.without_standard[columns]])
        scores["weight"] = scores["pillar"].map(definitions().framework.weights)
        sums = scores.groupby(UNIT, sort=False)["weight"].sum().to_dict()
        units = self.gaps.by_unit[UNIT].itertuples(index=False, name=None)
        return np.array([sums[unit] for unit in units], dtype=np.int64)


def ground_of(publication: Publication, scope: Scope, standard: Standard, *, once: bool = False) -> Ground:
    """The ground of plans for one system. UnknownCode if the footprint has no system of that code.

    once: count only the first care setting of a trust's identical returns.
    """
    system_gaps = gaps(publication, scope, standard, once=once)
    codes = frozenset(map(str, [*system_gaps.rows["ods_code"], *system_gaps.without_standard["ods_code"]]))
    published = [row for row in publication.rows(sql(__package__, "trust_sizes")) if row[0] in codes]
    expenditure = dict.fromkeys(sorted(codes)) | {code: float(size) for code, _, size in published}
    subject = system_gaps.subject.on(
        sources(publication, "trust_context", fictional=system_gaps.subject.fictional, trusts=codes),
        line=f"{{}} {OWN_COSTS}",
    )
    return Ground(
        replace(system_gaps, subject=subject),
        sizes_of(expenditure, financial_years={year for _, year, _ in published}),
    )


def sizes_of(expenditure: Mapping[str, float | None], *, financial_years: set[str] | None = None) -> Sizes:
    """Sizes with their median, which is taken over the trusts of known size."""
    known = [size for size in expenditure.values() if size is not None]
    median = float(np.median(known)) if known else None
    return Sizes(dict(expenditure), median, tuple(sorted(financial_years or ())))


def by_trust(ground: Ground, rows: pd.DataFrame, pioneers: pd.DataFrame) -> pd.DataFrame:
    """The table of `Planned.by_trust`."""
    trusts = ground.gaps.by_unit[["ods_code", "trust"]].drop_duplicates()
    trusts = trusts.sort_values(["trust", "ods_code"]).reset_index(drop=True)
    sizes = [ground.sizes.expenditure.get(code) for code in trusts["ods_code"]]
    trusts["expenditure"] = np.array(sizes, dtype=float)
    return _with_sums(trusts, "ods_code", rows, pioneers)


def by_pillar(ground: Ground, rows: pd.DataFrame, pioneers: pd.DataFrame) -> pd.DataFrame:
    """The table of `Planned.by_pillar`."""
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
