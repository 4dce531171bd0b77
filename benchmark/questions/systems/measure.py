"""All systems of a footprint side by side: gap, spread, progress, completeness, the boards' own returns."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum, isnan, nan
from typing import Any, Final, Literal

import pandas as pd

from benchmark.common.completeness import completeness_of_all_systems
from benchmark.common.scope import (
    UNIT,
    Footprint,
    Standard,
    base_of,
    in_page_order,
    round_before,
    sql,
    systems,
    unit_pillars,
)
from benchmark.common.standards import hold_to
from benchmark.common.subject import COMPARABLE, MATURITY_SCORES, Subject, sources
from benchmark.common.variance import VarianceSplit, variance_split
from benchmark.core.columns import COUNT
from benchmark.core.definitions import definitions
from benchmark.core.errors import UnknownCode
from benchmark.core.wording import plural
from benchmark.questions.gaps.measure import spread, totals_by_system, with_gaps
from benchmark.questions.progress.measure import progress_of_all_systems
from benchmark.questions.systems.columns import MOVED, SYSTEMS, UNITS
from benchmark.questions.systems.comparison import england_received
from benchmark.questions.trusts.suppliers import BySupplier, by_supplier, suppliers
from benchmark.store.publication import Publication

Basis = Literal["overall", "pillar", "overall_comparable"]
"""The score behind a figure: the mean of the pillars, one pillar, or the published comparable score."""

NOTHING: Final[dict[str, Any]] = {
    column.key: 0 if column.unit is COUNT else None for column in SYSTEMS.columns
}
"""The columns of a system without any figure."""


@dataclass(frozen=True)
class SideBySide:
    """Every real system of a footprint.

    basis: the score of `units`, and so of floor, ceiling, range and standard_deviation. A round without
        pillar scores has only the comparable overall score, and no gap.
    year_from: the round that changes start from; None if there is none.
    subject: England's systems in the round, on the footprint.
    systems: SYSTEMS; a figure that cannot be computed is missing, never zero. Changes are of the comparable
        overall score on every basis.
    units: UNITS, by system in the order of `systems`, then care setting and trust.
    split: the variance of the units' scores between and inside systems; its shares are None if too few of
        England's returns were received.
    compared_with: for the comparable overall score, the round with which it shares its domains: the one
        before, else the one after. None on any other basis, and if no other round has such scores.
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
    subject: Subject
    compared_with: int | None = None


@dataclass(frozen=True)
class Background:
    """The figures of every system in a round that depend neither on the standard nor on the pillar.

    places: for every real system, its columns of SYSTEMS that need no score. scores: their `unit_pillars`.
    """

    year_from: int | None
    places: tuple[dict[str, Any], ...]
    scores: pd.DataFrame


def background(publication: Publication, *, year: int, footprint: Footprint) -> Background:
    """Every system with its scores, its movement since the round before, and its completeness."""
    year_from = round_before(publication, year, fictional=False)
    moved = {} if year_from is None else _moved(publication, year=year, footprint=footprint, since=year_from)
    came = _completeness(publication, year=year, footprint=footprint)
    placed = systems(publication, year=year, footprint=footprint)
    places: list[dict[Any, Any]] = placed.loc[
        ~placed["fictional"], ["ics_code", "name", "region", "trusts"]
    ].to_dict("records")
    scores = unit_pillars(publication, assessment_year=year, footprint=footprint)
    return Background(
        year_from,
        tuple(
            NOTHING | place | moved.get(place["ics_code"], {}) | came.get(place["ics_code"], {})
            for place in places
        ),
        # Filtered first: a round may have pillar scores of fictional trusts alone.
        scores[scores["ics_code"].isin([place["ics_code"] for place in places])].reset_index(drop=True),
    )


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

    known: from `background` for the same round and footprint, if it is at hand: it takes most of the time,
    and depends neither on the standard nor on the pillar.
    """
    expect_pillar(pillar)
    footprint = base_of(footprint)
    known = known or background(publication, year=year, footprint=footprint)
    codes = [place["ics_code"] for place in known.places]
    basis, rows = _held(
        publication, known.scores, year=year, footprint=footprint, standard=standard, pillar=pillar
    )
    rows = rows[rows["ics_code"].isin(codes)]
    units = _units(rows, codes, basis=basis)
    compared_with = _compared_with(rows) if basis == "overall_comparable" else None
    own = _icb_own(
        publication, year=year, footprint=footprint, pillar=pillar, basis=basis, compared_with=compared_with
    )
    spreads, gaps, mixes = _spreads(units), _gaps(rows), like_for_like(units)
    frame = SYSTEMS.typed(
        place
        | spreads.get(place["ics_code"], {})
        | mixes.get(place["ics_code"], {})
        | gaps.get(place["ics_code"], {})
        | {"icb_own": own.get(place["ics_code"])}
        for place in known.places
    )
    if standard.baseline == "ics_best":
        # Held to their own best, fewer than three trusts have little or no gap whatever they score.
        frame.loc[frame["range"].isna(), ["gap", "share_below"]] = nan
    enough = england_received(frame).enough_for_england
    if not enough:
        frame[["by_mix", "like_for_like"]] = nan
    split = variance_split(units["score"], units["ics_code"], units["ods_code"])
    return SideBySide(
        year=year,
        year_from=known.year_from,
        footprint=footprint,
        standard=standard,
        pillar=pillar,
        basis=basis,
        systems=frame,
        units=units,
        split=split if enough else VarianceSplit(split.n, split.groups),
        subject=Subject(
            "",
            plural(len(frame), "system"),
            when=str(year),
            footprint=footprint,
            as_at=publication.as_at,
            rests_on=sources(
                publication,
                *(MATURITY_SCORES, COMPARABLE, "icb_maturity_scores", "own_targets"),
                years=(*filter(None, [known.year_from]), year),
            ),
            held_to=standard.in_words,
            version=publication.version,
        ),
        compared_with=compared_with,
    )


def expect_pillar(pillar: str | None) -> None:
    """Raises UnknownCode unless the key is a pillar's, or None, which means all pillars."""
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
    """The basis, and its scores with their gaps, in every system.

    scores: the pillar scores of the real systems, from `unit_pillars`.
    """
    if not scores.empty or pillar is not None:
        rows = with_gaps(hold_to(publication, scores, assessment_year=year, standard=standard))
        # Filtered last: the best of a care setting is taken over all of a system's returns.
        return ("overall", rows) if pillar is None else ("pillar", rows[rows["pillar"] == pillar])
    scores = publication.frame(
        sql(__package__, "comparable_of_systems"), assessment_year=year, footprint=footprint
    )
    nothing = scores.assign(pillar="overall_comparable", standard=nan, gap=nan, is_below=False)
    return "overall_comparable", nothing


def _compared_with(rows: pd.DataFrame) -> int | None:
    """The round that comparable scores are compared with: the same for all scores of a round."""
    others = rows["compared_with"].dropna()
    return int(others.iloc[0]) if len(others) else None


def _units(rows: pd.DataFrame, codes: Sequence[str], *, basis: Basis) -> pd.DataFrame:
    """One row per unit: its score on the basis, and the mean of its gaps if it has any."""
    overall = definitions().framework.overall
    scores: dict[tuple[str, ...], dict[str, float]] = {}
    gaps: dict[tuple[str, ...], list[float]] = {}
    # A plain loop: with four keys of text, pandas' groupby takes ten times as long.
    columns = (rows[name].tolist() for name in ("ics_code", *UNIT, "pillar", "score", "gap"))
    for *keys, pillar, score, gap in zip(*columns, strict=True):
        unit = tuple(keys)
        scores.setdefault(unit, {})[pillar] = score
        gaps.setdefault(unit, []).extend([] if isnan(gap) else [gap])
    units = UNITS.typed(
        {
            **dict(zip(("ics_code", *UNIT), unit, strict=True)),
            "score": overall(own) if basis == "overall" else next(iter(own.values())),
            "gap_mean": _mean(gaps[unit]),
        }
        for unit, own in scores.items()
    )
    units = in_page_order(units)
    position = {code: place for place, code in enumerate(codes)}
    places = [position[code] for code in units["ics_code"]]
    return units.iloc[sorted(range(len(places)), key=places.__getitem__)].reset_index(drop=True)


def _mean(values: list[float]) -> float:
    return fsum(values) / len(values) if values else nan


def _spreads(units: pd.DataFrame) -> dict[str, dict[str, Any]]:
    """ics_code -> the number and the spread of a system's units."""
    by_system = {}
    for code, returns in units.groupby("ics_code", sort=False):
        own = spread(returns["score"], trusts=len({*returns["ods_code"]}))
        by_system[str(code)] = {
            "units": own.n,
            "floor": own.minimum,
            "ceiling": own.maximum,
            "range": own.range,
            "standard_deviation": own.standard_deviation,
        }
    return by_system


def results_by_supplier(publication: Publication, compared: SideBySide) -> BySupplier:
    """The returns of all systems, on the score of the figures, by supplier of records."""
    enough = england_received(compared.systems).enough_for_england
    return by_supplier(compared.units, suppliers(publication), carried=enough)


def like_for_like(units: pd.DataFrame) -> dict[str, dict[str, float]]:
    """ics_code -> mean_score, by_mix and like_for_like, from the rows of UNITS.

    A system's own returns are left out of what it is compared with: else a large system would be compared
    partly with itself, which makes every difference smaller. A return in a care setting that no other system
    has is left out of by_mix and of the difference. Both are missing below three trusts.
    """
    of_setting: dict[str, list[tuple[str, float]]] = {}
    for code, setting, score in zip(units["ics_code"], units["care_setting"], units["score"], strict=True):
        of_setting.setdefault(setting, []).append((code, score))
    by_system: dict[str, dict[str, float]] = {}
    for system, own in units.groupby("ics_code", sort=False):
        by_system[str(system)] = {"mean_score": _mean(own["score"].tolist())}
        held = [
            (score, others)
            for setting, score in zip(own["care_setting"], own["score"], strict=True)
            if (others := [other for code, other in of_setting[setting] if code != system])
        ]
        if held and own["ods_code"].nunique() >= definitions().count("fewest_for_verdict"):
            expected = [_mean(others) for _, others in held]
            by_system[str(system)] |= {
                "by_mix": _mean(expected),
                "like_for_like": _mean([score for score, _ in held]) - _mean(expected),
            }
    return by_system


def loose_settings(units: pd.DataFrame, ics_code: str) -> dict[str, int]:
    """Care settings of a system with few returns in other systems -> the number of those returns."""
    own = units["ics_code"] == ics_code
    few = definitions().count("fewest_for_mix")
    counts = units.loc[~own, "care_setting"].value_counts()
    settings = units.loc[own, "care_setting"].unique()
    return {str(one): int(counts.get(one, 0)) for one in settings if counts.get(one, 0) < few}


def _gaps(rows: pd.DataFrame) -> dict[str, dict[str, Any]]:
    """ics_code -> held, below, gap and share_below, for systems with a score that has a standard."""
    totals: dict[Any, dict[Any, Any]] = totals_by_system(rows).to_dict("index")
    return {
        str(code): {
            "held": total["unit_pillars"],
            "below": total["below"],
            "gap": total["sum"] / total["unit_pillars"],
            "share_below": total["below"] / total["unit_pillars"],
        }
        for code, total in totals.items()
    }


def _moved(
    publication: Publication, *, year: int, footprint: Footprint, since: int
) -> dict[str, dict[str, Any]]:
    """ics_code -> the number of its trusts in both rounds, their movement and the verdict."""
    moved = progress_of_all_systems(publication, year=year, footprint=footprint, year_from=since)
    return {row["ics"]: moved_columns(row) for row in moved.to_dict("records")}


def moved_columns(row: Mapping[Any, Any]) -> dict[str, Any]:
    """A system's columns of SYSTEMS on its movement, from its row of progress."""
    kept = (*(column.key for column in MOVED), "floor_change", "ceiling_change", "range_change")
    return {"matched": row["n_trusts"]} | {key: row[key] for key in kept}


def _completeness(publication: Publication, *, year: int, footprint: Footprint) -> dict[str, dict[str, Any]]:
    """ics_code -> its expected returns and those received."""
    states = completeness_of_all_systems(publication, year=year, footprint=footprint)
    returned = Counter(states.loc[states["state"] == "returned", "ics_code"])
    return {code: came_columns(count, returned[code]) for code, count in Counter(states["ics_code"]).items()}


def came_columns(expected: int, returned: int) -> dict[str, Any]:
    """A system's columns of SYSTEMS on its returns."""
    return {
        "expected": expected,
        "returned": returned,
        "completeness": returned / expected if expected else None,
    }


def _icb_own(
    publication: Publication,
    *,
    year: int,
    footprint: Footprint,
    pillar: str | None,
    basis: Basis,
    compared_with: int | None,
) -> dict[str, float]:
    """ics_code -> its board's own score on the same basis."""
    asked: dict[str, Any] = {"assessment_year": year, "footprint": footprint}
    rows = (
        publication.rows(sql(__package__, "icb_comparable_of_systems"), compared_with=compared_with, **asked)
        if basis == "overall_comparable"
        else publication.rows(sql(__package__, "icb_own_of_systems"), pillar=pillar, **asked)
    )
    return {str(code): float(score) for code, score in rows}
