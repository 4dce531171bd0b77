"""All systems of a footprint side by side: gap, spread, progress, completeness, the boards' own returns."""

from dataclasses import dataclass
from math import fsum, isnan, nan
from typing import Any, Final, Literal

import pandas as pd

from benchmark.definitions import definitions
from benchmark.errors import UnknownCode
from benchmark.measures.completeness import completeness_of_all_systems
from benchmark.measures.frames import UNIT, in_page_order, sql, unit_pillars
from benchmark.measures.gaps import totals_by_system, with_gaps
from benchmark.measures.progress import progress_of_all_systems
from benchmark.measures.scope import Footprint, Standard, round_before, systems
from benchmark.measures.spread import spread
from benchmark.measures.standards import hold_to
from benchmark.measures.system_measures import england_came
from benchmark.measures.variance import VarianceSplit, variance_split
from benchmark.store.publication import Publication

Basis = Literal["overall", "pillar", "overall_comparable"]
"""Which score a figure rests on: the mean of the pillars, one pillar, or the published comparable score."""

_UNITS: Final = ["ics_code", *UNIT, "score", "gap_mean"]
_TYPES: Final[dict[str, Any]] = {
    **dict.fromkeys(["ics_code", *UNIT], "str"),
    "score": float,
    "gap_mean": float,
}
_SPREAD: Final = {
    "floor": "minimum",
    "ceiling": "maximum",
    "range": "range",
    "standard_deviation": "standard_deviation",
}
_MOVED: Final = {
    "n": "matched",
    "floor_change": "floor_change",
    "ceiling_change": "ceiling_change",
    "range_change": "range_change",
    "verdict": "verdict",
    "label": "label",
}
_UNMOVED: Final[dict[str, Any]] = {
    "matched": 0,
    "floor_change": nan,
    "ceiling_change": nan,
    "range_change": nan,
    "verdict": "",
    "label": "",
}


@dataclass(frozen=True)
class SideBySide:
    """Every real system of a footprint, none of the invented ones.

    basis: the score of `units`, and so of floor, ceiling, range and standard_deviation. A round without
        pillar scores has only the comparable overall score, and no gap.
    year_from: the round that the changes start from; None where there is none.
    systems: one row per system, by region and name. ics_code, name, region; trusts (members), units (with a
        score); held (scores held to the standard), below (how many of them), gap (their mean, points),
        share_below; floor, ceiling, range, standard_deviation (points; the last two missing below three
        units); matched (units in both rounds), floor_change, ceiling_change, range_change (points, of the
        comparable overall score whatever the basis; missing below three), verdict (its key), label;
        expected, returned, completeness (share of the expected returns that came); icb_own (the board's own
        score: no part of any other figure). A figure that cannot be had is missing, never zero.
    units: ics_code, ods_code, trust, care_setting, score, gap_mean (points; missing without a standard); one
        row per unit, by system as above, care setting and trust.
    split: the variance of the units' scores between and inside systems; its shares are None where too few of
        England's returns came.
    compared_with: of the comparable overall score, the round that its domains are shared with: the one
        before, else the one after. None on any other basis, and where no other round has such scores.
    """

    year: int
    year_from: int | None
    footprint: Footprint
    standard: Standard
    pillar: str | None
    basis: Basis
    systems: pd.DataFrame
    units: pd.DataFrame
    split: VarianceSplit
    compared_with: int | None = None


@dataclass(frozen=True)
class Background:
    """What is known of every system in a round whatever the standard and the pillar.

    systems: ics_code and the columns of `SideBySide.systems` from matched to completeness.
    """

    year_from: int | None
    systems: pd.DataFrame


def background(publication: Publication, *, year: int, footprint: Footprint) -> Background:
    """How every system moved since the round before, and how complete its returns are."""
    moved, year_from = _moved(publication, year=year, footprint=footprint)
    came = _completeness(publication, year=year, footprint=footprint)
    return Background(year_from, moved.join(came, on="ics_code"))


def side_by_side(
    publication: Publication,
    *,
    year: int,
    footprint: Footprint,
    standard: Standard,
    pillar: str | None = None,
    known: Background | None = None,
) -> SideBySide:
    """All systems in a round, on the overall score or on one pillar. UnknownCode for an unknown pillar.

    known: what `background` gives for the same round and footprint, where it is at hand: it takes most of
    the time, and neither the standard nor the pillar changes it.
    """
    expect_pillar(pillar)
    known = known or background(publication, year=year, footprint=footprint)
    places = systems(publication, year=year, footprint=footprint)
    places = places.loc[~places["fictional"], ["ics_code", "name", "region", "trusts"]].reset_index(drop=True)
    scores = unit_pillars(publication, assessment_year=year, footprint=footprint)
    # Before anything is asked of them: a round may have pillar scores of fictional trusts alone.
    scores = scores[scores["ics_code"].isin(places["ics_code"])]
    basis, rows = _held(publication, scores, year=year, footprint=footprint, standard=standard, pillar=pillar)
    rows = rows[rows["ics_code"].isin(places["ics_code"])]
    units = _units(rows, places)
    compared_with = _compared_with(rows) if basis == "overall_comparable" else None
    own = _icb_own(
        publication, year=year, footprint=footprint, pillar=pillar, basis=basis, compared_with=compared_with
    )
    frame = (
        places.join(_spreads(units, places))
        .join(_gaps(rows), on="ics_code")
        .merge(known.systems, on="ics_code", how="left", validate="1:1")
        .assign(icb_own=places["ics_code"].map(own).astype(float))
    )
    split = variance_split(units["score"], units["ics_code"])
    counted = ["held", "below", "matched", "expected", "returned"]
    return SideBySide(
        year=year,
        year_from=known.year_from,
        footprint=footprint,
        standard=standard,
        pillar=pillar,
        basis=basis,
        systems=frame.assign(**frame[counted].fillna(0).astype(int)),
        units=units,
        split=split if england_came(frame).enough_for_england else VarianceSplit(split.n, split.systems),
        compared_with=compared_with,
    )


def expect_pillar(pillar: str | None) -> None:
    """UnknownCode for a key that is no pillar's; None stands for all of them."""
    known = definitions().framework.pillar_keys
    if pillar is not None and pillar not in known:
        raise UnknownCode(f"There is no pillar {pillar}.", fix=f"Choose one of: {', '.join(known)}.")


def _held(
    publication: Publication,
    scores: pd.DataFrame,
    *,
    year: int,
    footprint: Footprint,
    standard: Standard,
    pillar: str | None,
) -> tuple[Basis, pd.DataFrame]:
    """The scores that the figures rest on, with their gaps, in every system.

    scores: the pillar scores of the real systems, as `unit_pillars` gives them.
    """
    if not scores.empty or pillar is not None:
        rows = with_gaps(hold_to(publication, scores, assessment_year=year, standard=standard))
        # Only now: the best of a setting is found among all of a system's returns.
        return ("overall", rows) if pillar is None else ("pillar", rows[rows["pillar"] == pillar])
    scores = publication.frame(sql("comparable_of_systems"), assessment_year=year, footprint=footprint)
    nothing = scores.assign(standard=nan, gap=nan, is_below=False)
    return "overall_comparable", nothing


def _compared_with(rows: pd.DataFrame) -> int | None:
    """The round that the comparable scores of a round are compared with: one for all of them."""
    others = rows["compared_with"].dropna()
    return int(others.iloc[0]) if len(others) else None


def _units(rows: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    """One row per unit: the mean of its scores, and of its gaps where it has any."""
    scores: dict[tuple[str, ...], list[float]] = {}
    gaps: dict[tuple[str, ...], list[float]] = {}
    # In a loop: over four keys of text pandas' groupby takes ten times as long.
    columns = (rows[name] for name in ("ics_code", *UNIT, "score", "gap"))
    for *keys, score, gap in zip(*columns, strict=True):
        unit = tuple(keys)
        scores.setdefault(unit, []).append(score)
        gaps.setdefault(unit, []).extend([] if isnan(gap) else [gap])
    units = pd.DataFrame(
        [(*unit, _mean(own), _mean(gaps[unit])) for unit, own in scores.items()], columns=_UNITS
    ).astype(_TYPES)
    units = in_page_order(units)
    position = {code: place for place, code in enumerate(places["ics_code"])}
    order = units["ics_code"].map(position).sort_values(kind="stable").index
    return units.loc[order].reset_index(drop=True)


def _mean(values: list[float]) -> float:
    return fsum(values) / len(values) if values else nan


def _spreads(units: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    """The columns units and those of _SPREAD, in the order of the places."""
    scores = dict(list(units.groupby("ics_code")["score"]))
    found = [spread(scores.get(code, ())) for code in places["ics_code"]]
    columns: dict[str, Any] = {
        column: pd.Series([getattr(one, figure) for one in found], dtype=float)
        for column, figure in _SPREAD.items()
    }
    return pd.DataFrame({"units": pd.Series([one.n for one in found], dtype=int)} | columns)


def _gaps(rows: pd.DataFrame) -> pd.DataFrame:
    """held, below, gap and share_below by ics_code; a system where nothing is held to a standard has none."""
    totals = totals_by_system(rows)
    return pd.DataFrame(
        {
            "held": totals["unit_pillars"],
            "below": totals["below"],
            "gap": totals["sum"] / totals["unit_pillars"],
            "share_below": totals["below"] / totals["unit_pillars"],
        }
    )


def _moved(publication: Publication, *, year: int, footprint: Footprint) -> tuple[pd.DataFrame, int | None]:
    """The columns of _MOVED for every system, and the round they start from."""
    earlier = round_before(publication, year, fictional=False)
    if earlier is None:
        known = systems(publication, year=year, footprint=footprint)
        return known.loc[~known["fictional"], ["ics_code"]].assign(**_UNMOVED), None
    moved = progress_of_all_systems(publication, year=year, footprint=footprint, year_from=earlier)
    return moved[["ics_code", *_MOVED]].rename(columns=_MOVED), earlier


def _completeness(publication: Publication, *, year: int, footprint: Footprint) -> pd.DataFrame:
    """The columns expected, returned and completeness by ics_code."""
    states = completeness_of_all_systems(publication, year=year, footprint=footprint)
    came = (states["state"] == "returned").groupby(states["ics_code"])
    return pd.DataFrame({"expected": came.size(), "returned": came.sum(), "completeness": came.mean()})


def _icb_own(
    publication: Publication,
    *,
    year: int,
    footprint: Footprint,
    pillar: str | None,
    basis: Basis,
    compared_with: int | None,
) -> dict[str, float]:
    """System -> its board's own score on the same basis."""
    asked: dict[str, Any] = {"assessment_year": year, "footprint": footprint}
    rows = (
        publication.rows(sql("icb_comparable_of_systems"), compared_with=compared_with, **asked)
        if basis == "overall_comparable"
        else publication.rows(sql("icb_own_of_systems"), pillar=pillar, **asked)
    )
    return {str(code): float(score) for code, score in rows}
