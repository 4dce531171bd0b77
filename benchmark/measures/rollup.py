"""National, regional and system figures: care settings kept apart, fictional organisations left out."""

from typing import Literal

import pandas as pd

from benchmark.measures.coming import carried_settings
from benchmark.measures.frames import setting_position, sql
from benchmark.measures.scope import Footprint, Scope
from benchmark.store.publication import Publication

Level = Literal["england", "region", "ics"]
ENGLAND = "E92000001"
"""England's code with the Office for National Statistics: the Organisation Data Service has none for it."""


def national_pillars(publication: Publication, *, year: int) -> pd.DataFrame:
    """How England scores on each pillar in each care setting of which enough returns came.

    Returns care_setting, pillar, pillar_position, n, mean, median, lower_quartile, upper_quartile (linear
    interpolation), minimum, maximum; by care setting, then pillar.
    """
    frame = publication.frame(sql("national_pillars"), assessment_year=year)
    frame = frame[frame["care_setting"].isin(carried_settings(publication, year))].reset_index(drop=True)
    return _in_order(frame, "care_setting", "pillar_position")


def rollup(
    publication: Publication, *, year: int, level: Level, footprint: Footprint = "assessed"
) -> pd.DataFrame:
    """The same for England, or for each region or system; never over several care settings together.

    Returns code and name of the place, then the columns of `national_pillars`; by name, care setting and
    pillar. A place without returns in a care setting has no row for it. A trust's region is its system's.
    """
    if level == "england":
        frame = national_pillars(publication, year=year)
        frame.insert(0, "code", ENGLAND)
        frame.insert(1, "name", "England")
        return frame
    frame = publication.frame(sql("place_pillars"), assessment_year=year, level=level, footprint=footprint)
    return _in_order(frame, "name", "code", "care_setting", "pillar_position")


def overall_by_setting(
    publication: Publication, *, year: int, measure: Literal["overall", "overall_comparable"]
) -> pd.DataFrame:
    """England's overall score in each care setting, on one of the two measures, which are never mixed.

    A care setting of which too few returns came has none.

    Returns care_setting, n, mean, median; in the care settings' order.
    """
    frame = publication.frame(sql("overall_by_setting"), assessment_year=year, measure=measure)
    carried = carried_settings(
        publication, year, kind="maturity_scores" if measure == "overall" else "overall_comparable"
    )
    frame = frame[frame["care_setting"].isin(carried)].reset_index(drop=True)
    return _in_order(frame, "care_setting")


def icb_own(publication: Publication, scope: Scope) -> pd.DataFrame:
    """What the system's board returned for itself: never part of its trusts' figures.

    A board returns as it stood when assessed, so a system that is on the current footprint alone has none.
    Returns pillar, pillar_position, score; in the pillars' order.
    """
    return publication.frame(sql("icb_own"), ics_code=scope.ics_code, assessment_year=scope.assessment_year)


def _in_order(frame: pd.DataFrame, *columns: str) -> pd.DataFrame:
    keys = frame[[*columns]].assign(care_setting=setting_position(frame["care_setting"]))
    return frame.iloc[keys.sort_values([*columns]).index].reset_index(drop=True)
