"""The gap of each unit of a system to a standard, and the part of each unit and pillar in the total."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby
from math import fsum, isnan
from operator import itemgetter
from typing import Any

import numpy as np
import pandas as pd

from benchmark.common.quality import identical_returns
from benchmark.common.scope import (
    UNIT,
    Footprint,
    Scope,
    Standard,
    base_of,
    in_page_order,
    system_of,
    systems,
    unit_pillars,
)
from benchmark.common.standards import hold_to
from benchmark.common.subject import MATURITY_SCORES, NOBODY, Subject, sources, subject_of
from benchmark.core.columns import Record
from benchmark.core.compare import at_least, below
from benchmark.core.definitions import definitions
from benchmark.questions.gaps.columns import BY_PILLAR, BY_UNIT, ROWS, SPREAD, WITHOUT_STANDARD
from benchmark.store.publication import Publication

FEWEST_FOR_SPREAD = 3
"""The fewest scores that have a spread: between two there is only a difference."""
FEWEST_FOR_QUARTILES = 5
"""The fewest scores that have quartiles: those of four would be points that nobody scored."""


@dataclass(frozen=True)
class Spread:
    """The spread of n scores, in points; the standard deviation is the population's.

    None: minimum and maximum without scores; range and standard deviation below three scores, the
    interquartile range (linear interpolation) below five, and all three below three trusts.
    """

    n: int
    minimum: float | None
    maximum: float | None
    range: float | None
    standard_deviation: float | None
    interquartile_range: float | None


def spread(scores: Iterable[float], *, trusts: int | None = None) -> Spread:
    """The spread of some scores, in any order.

    trusts: how many trusts they are of, if not each of another: several returns of one trust show no spread
    between trusts.
    """
    values = np.fromiter(scores, dtype=float)
    n = len(values)
    if n == 0:
        return Spread(0, None, None, None, None, None)
    minimum, maximum = float(values.min()), float(values.max())
    if n < FEWEST_FOR_SPREAD or (trusts is not None and trusts < definitions().count("fewest_for_verdict")):
        return Spread(n, minimum, maximum, None, None, None)
    interquartile = None
    if n >= FEWEST_FOR_QUARTILES:
        lower, upper = np.quantile(values, [0.25, 0.75])
        interquartile = float(upper - lower)
    return Spread(n, minimum, maximum, maximum - minimum, float(values.std()), interquartile)


def pillar_spread(publication: Publication, scope: Scope) -> pd.DataFrame:
    """The spread of a system's units on each pillar, over all care settings.

    Returns the table SPREAD: every pillar in the framework's order, with missing values where `Spread` has
    None. Raises UnknownCode for an unknown system.
    """
    system_of(publication, scope)
    scores = unit_pillars(
        publication,
        assessment_year=scope.assessment_year,
        footprint=scope.footprint,
        ics_code=scope.ics_code,
    )
    trusts = scores["ods_code"].nunique()
    return SPREAD.typed(
        {"pillar": pillar} | vars(spread(scores.loc[scores["pillar"] == pillar, "score"], trusts=trusts))
        for pillar in definitions().framework.pillar_keys
    )


@dataclass(frozen=True)
class GapSummary:
    """A system's gap: its unit-pillars with a standard, those below it, and the gaps' sum and mean in points.

    below: materially below. sum and mean: exact, so they include gaps that are not material. share_below, sum
    and mean: None if nothing has a standard.
    """

    unit_pillars: int
    below: int
    share_below: float | None
    sum: float | None
    mean: float | None


@dataclass(frozen=True)
class Gaps:
    """A system's gaps to a standard, in points.

    rows: the table ROWS without the source, by care setting, trust and pillar. A surplus never reduces
        another gap. material: score and standard differ materially for the pillar and care setting. is_below:
        materially below the standard. lone_setting: the only unit of its care setting in the system (baseline
        ics_best).
    by_unit: BY_UNIT, one row per unit in `rows`, in the same order. overall and weakest cover all of the
        unit's pillars.
    by_pillar: BY_PILLAR, one row per pillar in `rows`, in the framework's order.
    without_standard: WITHOUT_STANDARD, the scores without a standard, such as on a pillar on which the trust
        has set no target of its own.
    identical: code, name and care settings of trusts that gave the same scores in all their settings, so that
        one answer counts several times. once: only the first of these settings counts.
    The shares of by_unit add up to one, and so do those of by_pillar; all are missing if there is no gap.
    """

    scope: Scope
    standard: Standard
    summary: GapSummary
    rows: pd.DataFrame
    by_unit: pd.DataFrame
    by_pillar: pd.DataFrame
    without_standard: pd.DataFrame
    identical: tuple[tuple[str, str, tuple[str, ...]], ...] = ()
    once: bool = False
    subject: Subject = NOBODY

    @property
    def widest_first(self) -> pd.DataFrame:
        """by_pillar from the largest sum of gaps down; equal sums in the framework's order."""
        return self.by_pillar.sort_values(["gap_sum", "pillar_position"], ascending=[False, True])


def gaps(publication: Publication, scope: Scope, standard: Standard, *, once: bool = False) -> Gaps:
    """The gaps of one system. Raises UnknownCode if the footprint has no system of that code.

    once: count only the first care setting of a trust's identical returns.
    """
    system = system_of(publication, scope)
    scores = unit_pillars(
        publication,
        assessment_year=scope.assessment_year,
        footprint=scope.footprint,
        ics_code=system.ics_code,
    )
    held = hold_to(publication, scores, assessment_year=scope.assessment_year, standard=standard)
    subject = subject_of(publication, scope, MATURITY_SCORES, standard=standard, system=system)
    return replace(gaps_of(held, scope=scope, standard=standard, once=once), subject=subject)


def resting_on_trust(publication: Publication, gaps: Gaps, ods_code: str | None) -> Gaps:
    """The same gaps with the sources of one trust's scores alone; unchanged if ods_code is None.

    Also unchanged if the standard is the best of the system, which depends on the other trusts' scores.
    """
    if ods_code is None or gaps.standard.baseline == "ics_best":
        return gaps
    own = sources(
        publication,
        MATURITY_SCORES,
        years=(gaps.scope.assessment_year,),
        scope=gaps.scope,
        standard=gaps.standard,
        trusts=frozenset({ods_code}),
    )
    return replace(gaps, subject=replace(gaps.subject, rests_on=own))


def gaps_of(held: pd.DataFrame, *, scope: Scope, standard: Standard, once: bool = False) -> Gaps:
    """The gaps of one system's scores, each with its standard from `hold_to`."""
    scores = with_gaps(in_page_order(held, "pillar_position"))
    identical = tuple(identical_returns(scores))
    if once:
        again = {(code, setting) for code, _, settings in identical for setting in settings[1:]}
        units = zip(scores["ods_code"], scores["care_setting"], strict=True)
        scores = scores[[unit not in again for unit in units]].reset_index(drop=True)
    has_standard = scores["standard"].notna()
    rows = scores[has_standard].reset_index(drop=True)
    # A plain loop: for one system's few hundred rows, pandas' groupby takes three times as long.
    records: list[Record] = scores.to_dict("records")
    return Gaps(
        scope=scope,
        standard=standard,
        summary=_summary(rows),
        rows=rows[ROWS.without("source").keys],
        by_unit=_by_unit(records),
        by_pillar=_by_pillar(records),
        without_standard=scores.loc[~has_standard, WITHOUT_STANDARD.keys].reset_index(drop=True),
        identical=identical,
        once=once,
    )


def gaps_of_all_systems(
    publication: Publication,
    *,
    year: int,
    footprint: Footprint,
    standard: Standard,
    fictional: bool = False,
) -> pd.DataFrame:
    """The summary of every real system on the footprint, by region and name; or of every fictional one.

    Returns ics_code, name, region, units (with a standard on any pillar), unit_pillars, below, share_below,
    sum, mean. A system without returns has counts of 0, and no share, sum or mean.
    """
    footprint = base_of(footprint)
    scores = unit_pillars(publication, assessment_year=year, footprint=footprint)
    rows = with_gaps(hold_to(publication, scores, assessment_year=year, standard=standard))
    totals = totals_by_system(rows)
    places = systems(publication, year=year, footprint=footprint)
    frame = places.loc[places["fictional"] == fictional, ["ics_code", "name", "region"]].reset_index(
        drop=True
    )
    totals = totals.reindex(frame["ics_code"], fill_value=0).reset_index(drop=True)
    divisor = totals["unit_pillars"].where(totals["unit_pillars"] > 0)
    return frame.assign(
        units=totals["units"],
        unit_pillars=totals["unit_pillars"],
        below=totals["below"],
        share_below=totals["below"] / divisor,
        sum=totals["sum"].where(totals["unit_pillars"] > 0),
        mean=totals["sum"] / divisor,
    )


def totals_by_system(rows: pd.DataFrame) -> pd.DataFrame:
    """The totals of each system, from rows of `with_gaps`; rows without a standard are left out.

    Returns units, unit_pillars, below, sum, with ics_code as the index.
    """
    held = rows[rows["standard"].notna()]
    of_system = held.groupby("ics_code")
    totals = of_system[["is_below", "gap"]].sum().rename(columns={"is_below": "below", "gap": "sum"})
    totals["unit_pillars"] = of_system.size()
    totals["units"] = held.drop_duplicates(UNIT).groupby("ics_code").size()
    return totals


def with_gaps(held: pd.DataFrame) -> pd.DataFrame:
    """The scores with gap, surplus, material and is_below; no gap or surplus without a standard.

    gap and surplus are exact. is_below: below the standard by a material distance for the pillar and care
    setting; a nearer score counts as at the standard in every count, colour and sentence.
    """
    score, standard = held["score"], held["standard"]
    nothing = standard * 0.0
    short = below(score, standard)
    units = zip(held["pillar"], held["care_setting"], strict=True)
    least = pd.Series([definitions().material(*unit) for unit in units], held.index, dtype=float)
    material = at_least((score - standard).abs(), least)
    return held.assign(
        gap=(standard - score).where(short, nothing),
        surplus=(score - standard).where(below(standard, score), nothing),
        material=material,
        is_below=material & short,
    )


def _summary(rows: pd.DataFrame) -> GapSummary:
    count, total, number_below = len(rows), float(rows["gap"].sum()), int(rows["is_below"].sum())
    return GapSummary(
        unit_pillars=count,
        below=number_below,
        share_below=number_below / count if count else None,
        sum=total if count else None,
        mean=total / count if count else None,
    )


def _by_unit(scores: Iterable[Record]) -> pd.DataFrame:
    """The table of `Gaps.by_unit`.

    scores: all of the units' scores in page order, so that of several lowest the framework's first is taken.
    """
    overall, rows = definitions().framework.overall, []
    for unit, of_unit in groupby(scores, key=itemgetter(*UNIT)):
        own = list(of_unit)
        held = [row for row in own if not isnan(row["standard"])]
        if held:
            lowest = min(own, key=itemgetter("score"))
            rows.append(
                dict(zip(UNIT, unit, strict=True))
                | {
                    "overall": overall({row["pillar"]: row["score"] for row in own}),
                    "weakest": lowest["score"],
                    "weakest_pillar": lowest["pillar"],
                    "pillars_below": sum(row["is_below"] for row in held),
                    "pillars": len(held),
                }
                | _gap_of(held)
            )
    return BY_UNIT.typed(_with_share(rows))


def _by_pillar(scores: Iterable[Record]) -> pd.DataFrame:
    """The table of `Gaps.by_pillar`, from all of the units' scores in any order."""
    rows = []
    by_position = sorted(scores, key=itemgetter("pillar_position"))
    for (pillar, position), of_pillar in groupby(by_position, key=itemgetter("pillar", "pillar_position")):
        held = [row for row in of_pillar if not isnan(row["standard"])]
        if held:
            own = [row["score"] for row in held]
            rows.append(
                {
                    "pillar": pillar,
                    "pillar_position": position,
                    "units_below": sum(row["is_below"] for row in held),
                    "units": len(held),
                    "minimum": min(own),
                    "maximum": max(own),
                }
                | _gap_of(held)
            )
    return BY_PILLAR.typed(_with_share(rows))


def _gap_of(held: list[Record]) -> dict[str, Any]:
    # Rounded, because 0.1 * 3 and 0.3 are the same gap: the last digit must not decide which is wider.
    total = round(fsum(row["gap"] for row in held), 9)
    return {"gap_sum": total, "gap_mean": total / len(held)}


def _with_share(parts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    total = fsum(part["gap_sum"] for part in parts)
    return [part | {"share": part["gap_sum"] / total if total else None} for part in parts]
