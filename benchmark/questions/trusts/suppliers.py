"""The suppliers of trusts' electronic patient records, and the spread of trusts on one supplier."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import median
from typing import Any, Final

import pandas as pd

from benchmark.common.scope import setting_position, sql
from benchmark.common.variance import VarianceSplit, variance_split
from benchmark.core.definitions import definitions
from benchmark.core.wording import number
from benchmark.questions.gaps.measure import spread
from benchmark.questions.trusts.columns import SUPPLIER_SPLITS, SUPPLIERS
from benchmark.store.publication import Publication, per_publication

NOT_A_SUPPLIER: Final = frozenset(
    {"No EPR -  in process of getting one", "Generic or In House EPR Provider", "Built in house"}
)
"""Entries of the published list, and of the demonstration's, that name no supplier: trusts with one of them
have nothing in common."""
NO_SUPPLIER: Final = "No supplier named"
POOLED: Final = "Suppliers with fewer than {} returns each"


@dataclass(frozen=True)
class Supplier:
    """A supplier of electronic patient records, as of a month such as October 2024."""

    name: str
    as_of: str


@per_publication
def suppliers(publication: Publication) -> Mapping[str, Supplier]:
    """Trust -> its latest known supplier of electronic patient records, without entries that name none."""
    return {
        code: Supplier(name, f"{as_of:%B %Y}")
        for code, name, as_of in publication.rows(sql(__package__, "epr_suppliers"))
        if name not in NOT_A_SUPPLIER
    }


@dataclass(frozen=True)
class BySupplier:
    """The scores of returns by supplier, each care setting by itself: suppliers are never ranked.

    rows: the table `SUPPLIERS`: by care setting, then most returns first, then by name; last the suppliers
        with too few returns, together, and the returns without a named supplier.
    splits: the table `SUPPLIER_SPLITS`: the share of each setting's variance that lies between the suppliers
        with enough returns; missing with too few returns or suppliers.
    as_of: the months of the information, separated by commas; empty if there are none.
    """

    rows: pd.DataFrame
    splits: pd.DataFrame
    as_of: str

    def split(self, care_setting: str) -> dict[str, Any]:
        """A setting's row of splits. Raises KeyError for a setting without a return."""
        rows = self.splits[self.splits["care_setting"] == care_setting].to_dict("records")
        if not rows:
            raise KeyError(care_setting)
        return {str(key): value for key, value in rows[0].items()}


def by_supplier(units: pd.DataFrame, known: Mapping[str, Supplier], *, carried: bool = True) -> BySupplier:
    """Returns by supplier. units: ods_code, care_setting, score; one row per trust and care setting.

    carried: whether enough of England's returns were received for medians and for variance.
    """
    fewest = definitions().count("fewest_for_verdict")
    rows: list[dict[str, Any]] = []
    splits: list[dict[str, Any]] = []
    settings = units["care_setting"].unique().tolist()
    for _, setting in sorted(zip(setting_position(settings), settings, strict=True)):
        own = units[units["care_setting"] == setting]
        names = own["ods_code"].map({code: supplier.name for code, supplier in known.items()})
        counts = names.value_counts()
        large = sorted(counts[counts >= fewest].index, key=lambda name: (-counts[name], name))
        rows += [_row(setting, name, own.loc[names == name, "score"], carried=carried) for name in large]
        few = own[names.notna() & ~names.isin(large)]
        if len(few):
            rows.append(_row(setting, POOLED.format(number(fewest).lower()), few["score"], pooled=True))
        if names.isna().any():
            rows.append(_row(setting, NO_SUPPLIER, own.loc[names.isna(), "score"], pooled=True))
        of_large = own[names.isin(large)]
        split = VarianceSplit(len(of_large), len(large))
        if carried and len(large) > 1 and len(of_large) >= definitions().count("fewest_to_deal"):
            split = variance_split(of_large["score"], names[names.isin(large)], of_large["ods_code"])
        shares = {"between": split.between, "by_chance": split.by_chance, "p": split.p}
        splits.append({"care_setting": setting, "units": split.n, "suppliers": split.groups} | shares)
    return BySupplier(SUPPLIERS.typed(rows), SUPPLIER_SPLITS.typed(splits), _months(known, units["ods_code"]))


def _row(
    setting: str, supplier: str, scores: pd.Series, *, pooled: bool = False, carried: bool = True
) -> dict[str, Any]:
    """A row of SUPPLIERS. pooled: of several suppliers or of none, so without a spread."""
    row: dict[str, Any] = {"care_setting": setting, "supplier": supplier, "units": len(scores)}
    if pooled:
        return row
    own = spread(scores.tolist())
    return row | {
        "lowest": own.minimum,
        "median": median(scores.tolist()) if carried else None,
        "highest": own.maximum,
        "range": own.range,
    }


def _months(known: Mapping[str, Supplier], codes: Iterable[str]) -> str:
    return ", ".join(sorted({known[code].as_of for code in codes if code in known}))
