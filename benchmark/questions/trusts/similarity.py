"""Which trusts are alike in what they are, whatever they score: a distance on context, part by part."""

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
"""Enough to hear several ways of doing a thing, few enough to ring them all."""


NO_FOCUS: Final = "none"
"""What a trust specialises in that is no specialist trust."""
_SPECIALIST: Final = "specialist acute"
OTHER_FAMILY: Final = 2.0
"""Steps between types of different families, and between what trusts specialise in: as far as two standard
deviations of a figure."""
SAME_FAMILY: Final = 1.0


@dataclass(frozen=True)
class Feature:
    """A part of a trust's context.

    log: on a log scale twice the size is the same step for small and for large. step: the difference that
    counts as one step; None for a standard deviation. steps: of a type, how far two of them are apart; None
    for a figure.
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
        """How much it weighs in a distance."""
        return likeness().weight(self.key)


def type_steps(one: str, other: str) -> float:
    """How far two types of the estates return are apart. A type that no family has is far from all others."""
    if one == other:
        return 0.0
    family_of = likeness().family_of
    known = one in family_of and other in family_of
    return SAME_FAMILY if known and family_of[one] == family_of[other] else OTHER_FAMILY


def focus_steps(one: str, other: str) -> float:
    """How far apart two trusts are in what they specialise in."""
    return 0.0 if one == other else OTHER_FAMILY


FEATURES = (
    Feature(ERIC_TYPE, "type", steps=type_steps),
    Feature(FOCUS, "what it specialises in", steps=focus_steps),
    Feature(EXPENDITURE, "operating expenditure", log=True),
    Feature(STAFF, "staff (whole-time equivalents)", log=True),
    # Most trusts have one, so a standard deviation of them is far less than a whole setting.
    Feature(SETTINGS, "number of care settings", step=1.0),
)
"""All that makes two trusts alike: add one here, its column to trust_contexts.sql, and its weight as data.
Never maturity, since a trust would then be matched with those that share its gaps, and never IT spend, which
is to be explained."""

PARTS = [feature.key for feature in FEATURES]
_PAIRS = ["ods_code", "other", "distance", *PARTS]


@dataclass(frozen=True)
class Similar:
    """The trusts most like one trust within a care setting.

    rows: ods_code, trust, distance, then one column for each of `features`; the nearest first. A part is the
        squared difference in standard deviations or steps, missing where it is not known of one of the two.
    contexts: ods_code, trust, financial_year and the features' own values, of the trust itself (first) and of
        those in `rows`; types in words, and pounds, whole-time equivalents and care settings.
    missing: the features that the trust itself lacks, in words; the distance rests on the others.
    """

    ods_code: str
    care_setting: str
    rows: pd.DataFrame
    contexts: pd.DataFrame
    missing: tuple[str, ...]
    features: tuple[Feature, ...] = FEATURES


def most_similar(
    publication: Publication, *, year: int, ods_code: str, care_setting: str, count: int = MOST_SIMILAR
) -> Similar:
    """The trusts nearest to one in context, as `nearest` picks them.

    UnknownCode when the trust has no return for the care setting in the round.
    """
    known = contexts(publication, year=year, care_setting=care_setting)
    names = dict(zip(known["ods_code"], known["trust"], strict=True))
    if ods_code not in names:
        raise UnknownCode(f"{ods_code} has no return for {care_setting} in {year}.")
    rows = nearest(distances_of(known), ods_code, count=count)
    rows.insert(1, "trust", rows["ods_code"].map(names))
    by_code = known.set_index("ods_code", drop=False)
    listed = by_code.loc[[ods_code, *rows["ods_code"]], ["ods_code", "trust", "financial_year", *PARTS]]
    return Similar(
        ods_code=ods_code,
        care_setting=care_setting,
        rows=rows,
        contexts=listed.reset_index(drop=True),
        missing=missing_features(known)[ods_code],
    )


@per_publication
def contexts(publication: Publication, *, year: int, care_setting: str | None = None) -> pd.DataFrame:
    """What is known of each trust with a return for a care setting (None: for each setting), by code.

    Returns ods_code, trust, care_setting, fictional, financial_year, operating_expenditure (pounds),
    average_wte, care_settings (how many the trust returned for in the round), eric_type and focus (missing
    where not known). The size is that of the latest financial year with any figures: for a few trusts a year
    earlier, which moves a logarithm by very little.
    """
    known = publication.frame(
        sql(__package__, "trust_contexts"), assessment_year=year, care_setting=care_setting
    )
    kinds = zip(known["ods_code"], known["eric_type"], strict=True)
    return known.assign(focus=pd.Series([focus_of(*kind) for kind in kinds], dtype="str", index=known.index))


def focus_of(ods_code: str, eric_type: object) -> str | None:
    """What a trust specialises in: as listed, none where its type is no specialist one, else not known."""
    listed = likeness().focus_of.get(ods_code)
    if listed is not None or not isinstance(eric_type, str):
        return listed
    return None if likeness().family_of.get(eric_type) == _SPECIALIST else NO_FOCUS


def missing_features(known: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    """The features that each trust lacks, in words, of the rows of `contexts` of one care setting."""
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


def distances_of(known: pd.DataFrame) -> pd.DataFrame:
    """How far apart any two trusts are in context. known: the rows of `contexts` of one care setting.

    Returns ods_code, other, distance, and one column for each of FEATURES: each pair in both directions, by
    code. A part is the squared difference, of sizes in standard deviations of the setting's trusts, of all
    else in steps; the distance is the root of the weighted mean of the parts that are known of both, missing
    where none is. Real and invented trusts are never paired; each kind has its own standard deviations.
    """
    pairs = [_pairs(table) for table in tables_of(known)]
    if not pairs:
        types = dict.fromkeys(_PAIRS[:2], "str") | dict.fromkeys(_PAIRS[2:], "float")
        return pd.DataFrame(columns=_PAIRS).astype(types)
    return pd.concat(pairs).sort_values(["ods_code", "other"], ignore_index=True)


def nearest(distances: pd.DataFrame, ods_code: str, *, count: int = MOST_SIMILAR) -> pd.DataFrame:
    """The trusts nearest to one, with whoever ties with the last of them, nearest first.

    A trust that lacks a figure which this one has comes after all that have it: on what little is left to
    compare it would look the same as almost anybody.

    distances: as `distances_of` gives them. Returns ods_code (the other trust), distance and the parts.
    """
    own = distances[(distances["ods_code"] == ods_code) & distances["distance"].notna()]
    own = own.drop(columns="ods_code").rename(columns={"other": "ods_code"})
    picked = _nearest(
        own["ods_code"].tolist(),
        own["distance"].tolist(),
        own[PARTS].isna().sum(axis=1).tolist(),
        count=count,
    )
    return own.iloc[picked].reset_index(drop=True)


@dataclass(frozen=True)
class DistanceTable:
    """How far apart trusts of one kind, real or invented, are within a care setting; arrays in their order.

    squares: trust x trust x feature, missing where one lacks it. distance: trust x trust, missing where they
    share nothing. lacking: trust x trust, how many of the parts are missing.
    """

    codes: list[str]
    squares: npt.NDArray[np.float64]
    distance: npt.NDArray[np.float64]
    lacking: npt.NDArray[np.int64]

    def nearest_to(self, place: int, *, count: int = MOST_SIMILAR) -> list[str]:
        """The codes of those nearest to the trust at a place, as `nearest` has them."""
        others = [i for i in np.flatnonzero(np.isfinite(self.distance[place])).tolist() if i != place]
        codes = [self.codes[i] for i in others]
        distance, lacking = self.distance[place, others].tolist(), self.lacking[place, others].tolist()
        return [codes[i] for i in _nearest(codes, distance, lacking, count=count)]


def tables_of(known: pd.DataFrame) -> list[DistanceTable]:
    """The distances of a care setting's trusts, rows of `contexts`: real ones and invented ones apart."""
    found = []
    for _, of_kind in known.groupby("fictional", sort=True):
        squares = np.stack([_squares(of_kind, feature) for feature in FEATURES], axis=2)
        missing = np.isnan(squares).sum(axis=2)
        weights = np.array([feature.weight for feature in FEATURES])
        shared = (~np.isnan(squares) * weights).sum(axis=2)
        whole = np.nansum(squares * weights, axis=2)
        distance = np.sqrt(whole / np.where(shared == 0, np.nan, shared))
        found.append(DistanceTable(of_kind["ods_code"].tolist(), squares, distance, missing))
    return found


def _nearest(codes: list[str], distance: list[float], lacking: list[int], *, count: int) -> list[int]:
    """Places of the nearest: those who lack fewest figures first, then by distance."""
    # Rounded, so that the last digit of a computation does not order those that tie.
    order = sorted(range(len(codes)), key=lambda i: (lacking[i], round(distance[i], 9), codes[i]))
    if not 0 < count < len(order):
        return order
    last = order[count - 1]
    return [
        i
        for i in order
        if lacking[i] < lacking[last]
        or (lacking[i] == lacking[last] and at_most(distance[i], distance[last]))
    ]


def _pairs(table: DistanceTable) -> pd.DataFrame:
    codes = np.array(table.codes, dtype=object)
    one, other = np.nonzero(~np.eye(len(codes), dtype=bool))
    named = {"ods_code": codes[one], "other": codes[other], "distance": table.distance[one, other]}
    parts = {name: table.squares[one, other, place] for place, name in enumerate(PARTS)}
    return pd.DataFrame(named | parts).astype({"ods_code": "str", "other": "str"})


def _figures(known: pd.DataFrame, feature: Feature) -> npt.NDArray[np.float64]:
    """A feature's figures as they are compared; a size of nothing is no size to take a log of."""
    values = known[feature.key].to_numpy(dtype=float, na_value=np.nan)
    return np.log(np.where(values > 0, values, np.nan)) if feature.log else values


def _squares(known: pd.DataFrame, feature: Feature) -> npt.NDArray[np.float64]:
    """Trust x trust: a feature's squared differences, in standard deviations or steps; 0 for those alike."""
    if feature.steps is None:
        values = _figures(known, feature)
        difference = values[:, None] - values[None, :]
        step = feature.step or _deviation(values[np.isfinite(values)])
        return np.asarray((difference / step) ** 2, dtype=np.float64)
    found, place = np.unique(known[feature.key].fillna("").to_numpy(dtype=str), return_inverse=True)
    apart = [[feature.steps(one, other) if one and other else np.nan for other in found] for one in found]
    return np.asarray(apart, dtype=np.float64)[place[:, None], place[None, :]] ** 2


def _deviation(values: npt.NDArray[np.float64]) -> float:
    """The population's standard deviation; 1 where there is none, so that no difference stays none."""
    if len(values) < 2 or np.ptp(values) <= TOLERANCE:
        return 1.0
    return float(values.std())


Nearness = Literal["near", "apart", "far", "unknown"]


def nearness(part: float) -> Nearness:
    """What a part of a distance says: near up to a threshold, far from another one on."""
    if np.isnan(part):
        return "unknown"
    apart = float(np.sqrt(part))
    if at_most(apart, definitions().threshold("likeness_near")):
        return "near"
    return "apart" if at_most(apart, definitions().threshold("likeness_far")) else "far"
