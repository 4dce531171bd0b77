"""Which trusts are alike, whatever they score: a distance on context, part by part."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from benchmark.common.scope import sql
from benchmark.core.columns import Column
from benchmark.core.compare import TOLERANCE, at_most
from benchmark.core.definitions import definitions, likeness
from benchmark.core.errors import UnknownCode
from benchmark.questions.trusts.columns import ERIC_TYPE, EXPENDITURE, FOCUS, SETTINGS, STAFF
from benchmark.store.publication import Publication, per_publication

MOST_SIMILAR = 10
"""Enough to hear of several ways to do a thing, few enough to ring them all."""


NO_FOCUS: Final = "none"
"""The speciality of a trust that is no specialist trust."""
_SPECIALIST: Final = "specialist acute"
OTHER_FAMILY: Final = 2.0
"""Steps between types of different families, and between specialities: as far as two standard deviations of
a figure."""
SAME_FAMILY: Final = 1.0


@dataclass(frozen=True)
class Feature:
    """A part of a trust's context.

    log: compare on a log scale, on which twice the size is the same step for small and large. step: the
    difference that counts as one step; None for a standard deviation. steps: for a type, the number of steps
    between two types; None for a figure.
    """

    column: Column
    words: str
    log: bool = False
    step: float | None = None
    steps: Callable[[str, str], float] | None = None

    @property
    def key(self) -> str:
        """Its column in `contexts`, and in every frame of distances."""
        return self.column.key

    @property
    def weight(self) -> float:
        """Its weight in a distance."""
        return likeness().weight(self.key)


def type_steps(one: str, other: str) -> float:
    """The steps between two types of the estates return. A type without a family is far from all others."""
    if one == other:
        return 0.0
    family_of = likeness().family_of
    known = one in family_of and other in family_of
    return SAME_FAMILY if known and family_of[one] == family_of[other] else OTHER_FAMILY


def focus_steps(one: str, other: str) -> float:
    """The steps between two trusts' specialities."""
    return 0.0 if one == other else OTHER_FAMILY


FEATURES = (
    Feature(ERIC_TYPE, "type", steps=type_steps),
    Feature(FOCUS, "what it specialises in", steps=focus_steps),
    Feature(EXPENDITURE, "operating expenditure", log=True),
    Feature(STAFF, "staff (whole-time equivalents)", log=True),
    # Most trusts have one, so a standard deviation of them is far less than a whole setting.
    Feature(SETTINGS, "number of care settings", step=1.0),
)
"""All parts that make two trusts alike. A new one also needs its column in trust_contexts.sql and its weight
in the definitions. Never maturity, because trusts would be matched with those that share their gaps; never
IT spend, because it is to be explained."""

PARTS = [feature.key for feature in FEATURES]


@dataclass(frozen=True)
class Similar:
    """The trusts most like one trust within a care setting.

    rows: ods_code, trust, distance, then one column for each of FEATURES; nearest first. A part is the
        squared difference in standard deviations or steps, missing if one of the two trusts lacks the figure.
    contexts: ods_code, trust, financial_year and the features' values, first of the trust itself, then of
        those in `rows`; types in words, pounds, whole-time equivalents and numbers of care settings.
    missing: the features that the trust itself lacks, in words; the distance uses the others.
    """

    rows: pd.DataFrame
    contexts: pd.DataFrame
    missing: tuple[str, ...]


def most_similar(publication: Publication, *, year: int, ods_code: str, care_setting: str) -> Similar:
    """The trusts nearest to one in context, chosen by `DistanceTable.nearest_to`.

    Raises UnknownCode if the trust has no return for the care setting in the round.
    """
    of_setting = contexts(publication, year=year, care_setting=care_setting).set_index("ods_code", drop=False)
    table = next((table for table in tables_of(of_setting) if ods_code in table.codes), None)
    if table is None:
        raise UnknownCode(f"{ods_code} has no return for {care_setting} in {year}.")
    own = table.codes.index(ods_code)
    nearest = table.nearest_to(own)
    listed = of_setting.loc[[ods_code, *(table.codes[other] for other in nearest)]].reset_index(drop=True)
    rows = listed.loc[1:, ["ods_code", "trust"]].reset_index(drop=True)
    rows["distance"] = table.distance[own, nearest]
    rows[PARTS] = table.squares[own, nearest]
    return Similar(
        rows=rows,
        contexts=listed[["ods_code", "trust", "financial_year", *PARTS]],
        missing=missing_features(of_setting)[ods_code],
    )


@per_publication
def contexts(publication: Publication, *, year: int, care_setting: str | None = None) -> pd.DataFrame:
    """The context of each trust with a return for a care setting (None: for each setting), by code.

    Returns ods_code, trust, care_setting, fictional, financial_year, operating_expenditure (pounds),
    average_wte, care_settings (the number that the trust returned for in the round), eric_type and focus
    (missing if unknown). The size is of the latest financial year with any figures: for a few trusts a year
    earlier, which hardly changes a logarithm.
    """
    of_trusts = publication.frame(
        sql(__package__, "trust_contexts"), assessment_year=year, care_setting=care_setting
    )
    kinds = zip(of_trusts["ods_code"], of_trusts["eric_type"], strict=True)
    return of_trusts.assign(
        focus=pd.Series([focus_of(*kind) for kind in kinds], dtype="str", index=of_trusts.index)
    )


def focus_of(ods_code: str, eric_type: object) -> str | None:
    """A trust's speciality: as listed; 'none' if its type is no specialist one; None if unknown."""
    listed = likeness().focus_of.get(ods_code)
    if listed is not None or not isinstance(eric_type, str):
        return listed
    return None if likeness().family_of.get(eric_type) == _SPECIALIST else NO_FOCUS


def missing_features(known: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    """Trust -> the features that it lacks, in words. known: rows of `contexts` of one care setting."""
    lacks = np.column_stack(
        [
            known[feature.key].isna() if feature.steps else np.isnan(_figures(known, feature))
            for feature in FEATURES
        ]
    )
    return {
        code: tuple(feature.words for feature, missing in zip(FEATURES, own, strict=True) if missing)
        for code, own in zip(known["ods_code"], lacks, strict=True)
    }


@dataclass(frozen=True)
class DistanceTable:
    """The distances between trusts of one kind, real or fictional, within a care setting; in order of codes.

    squares: trust x trust x feature, missing if one lacks it: the squared difference, for sizes in standard
    deviations of these trusts, for all else in steps. distance: trust x trust, the root of the weighted mean
    of the parts known for both, missing if there are none. lacking: trust x trust, the number of missing
    parts.
    """

    codes: list[str]
    squares: npt.NDArray[np.float64]
    distance: npt.NDArray[np.float64]
    lacking: npt.NDArray[np.int64]

    def nearest_to(self, place: int, *, count: int = MOST_SIMILAR) -> list[int]:
        """The indices of the trusts nearest to the one at an index, with all that tie with the last of them.

        A trust that lacks a figure which this one has comes after all that have it: compared on the few
        figures left, it would look like almost any trust.
        """
        distance, lacking = self.distance[place].tolist(), self.lacking[place].tolist()
        others = [i for i in range(len(self.codes)) if i != place and np.isfinite(distance[i])]
        # Rounded, so that the last digit of a computation does not order ties.
        order = sorted(others, key=lambda i: (lacking[i], round(distance[i], 9), self.codes[i]))
        if count >= len(order):
            return order
        last = order[count - 1]
        return [
            i
            for i in order
            if lacking[i] < lacking[last]
            or (lacking[i] == lacking[last] and at_most(distance[i], distance[last]))
        ]


def tables_of(known: pd.DataFrame) -> list[DistanceTable]:
    """The distances of a care setting's trusts, rows of `contexts`: separate for real and fictional ones."""
    tables = []
    for _, of_kind in known.groupby("fictional", sort=True):
        squares = np.stack([_squares(of_kind, feature) for feature in FEATURES], axis=2)
        missing = np.isnan(squares).sum(axis=2)
        weights = np.array([feature.weight for feature in FEATURES])
        shared = (~np.isnan(squares) * weights).sum(axis=2)
        whole = np.nansum(squares * weights, axis=2)
        distance = np.sqrt(whole / np.where(shared == 0, np.nan, shared))
        tables.append(DistanceTable(of_kind["ods_code"].tolist(), squares, distance, missing))
    return tables


def _figures(known: pd.DataFrame, feature: Feature) -> npt.NDArray[np.float64]:
    """A feature's figures for comparison; a size of 0 or less has no logarithm and counts as missing."""
    values = known[feature.key].to_numpy(dtype=float, na_value=np.nan)
    return np.log(np.where(values > 0, values, np.nan)) if feature.log else values


def _squares(known: pd.DataFrame, feature: Feature) -> npt.NDArray[np.float64]:
    """Trust x trust: a feature's squared differences, in standard deviations or steps; 0 if equal."""
    if feature.steps is None:
        values = _figures(known, feature)
        difference = values[:, None] - values[None, :]
        step = feature.step or _deviation(values[np.isfinite(values)])
        return np.asarray((difference / step) ** 2, dtype=np.float64)
    types, place = np.unique(known[feature.key].fillna("").to_numpy(dtype=str), return_inverse=True)
    apart = [[feature.steps(one, other) if one and other else np.nan for other in types] for one in types]
    return np.asarray(apart, dtype=np.float64)[place[:, None], place[None, :]] ** 2


def _deviation(values: npt.NDArray[np.float64]) -> float:
    """The population's standard deviation; 1 if all values are equal, so that no difference stays 0."""
    if len(values) < 2 or np.ptp(values) <= TOLERANCE:
        return 1.0
    return float(values.std())


Nearness = Literal["near", "apart", "far", "unknown"]


def nearness(part: float) -> Nearness:
    """The words for a part of a distance: near up to one threshold, far from another one on."""
    if np.isnan(part):
        return "unknown"
    apart = float(np.sqrt(part))
    if at_most(apart, definitions().threshold("likeness_near")):
        return "near"
    return "apart" if at_most(apart, definitions().threshold("likeness_far")) else "far"
