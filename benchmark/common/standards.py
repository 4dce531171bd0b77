"""The level that each unit's score on each pillar is compared with, for each baseline."""

from collections.abc import Mapping

import pandas as pd

from benchmark.common.completeness import settings_with_enough
from benchmark.common.scope import Scope, Standard, setting_position, sql
from benchmark.store.publication import Publication, per_publication


def hold_to(
    publication: Publication, scores: pd.DataFrame, *, assessment_year: int, standard: Standard
) -> pd.DataFrame:
    """The scores, each with its standard.

    scores: from `unit_pillars`, of one or several systems. Adds standard (missing if the baseline gives none)
    and lone_setting (with ics_best only: whether the unit is the system's only one in its care setting).
    """
    match standard.baseline:
        case "floor":
            return scores.assign(standard=float(standard.level), lone_setting=False)
        case "ics_best":
            return hold_to_best(scores)
        case "setting_median":
            return hold_to_levels(scores, _national(publication, "median", assessment_year))
        case "setting_upper_quartile":
            return hold_to_levels(scores, _national(publication, "upper_quartile", assessment_year))
        case "own_target":
            return hold_to_targets(scores, _own_targets(publication))


def hold_to_best(scores: pd.DataFrame) -> pd.DataFrame:
    """Each score with the best of its setting in its system, or the best of all for a lone unit."""
    of_setting = scores.groupby(["ics_code", "care_setting"])
    best_of_setting = scores.groupby(["ics_code", "care_setting", "pillar"])["score"].transform("max")
    best_of_all = scores.groupby(["ics_code", "pillar"])["score"].transform("max")
    lone = of_setting["ods_code"].transform("nunique") == 1
    return scores.assign(standard=best_of_setting.where(~lone, best_of_all), lone_setting=lone)


def hold_to_levels(scores: pd.DataFrame, levels: Mapping[tuple[str, str], float]) -> pd.DataFrame:
    """Each score with the level of its care setting and pillar, or none."""
    keys = zip(scores["care_setting"], scores["pillar"], strict=True)
    return _beside(scores, [levels.get(key) for key in keys])


def hold_to_targets(
    scores: pd.DataFrame, targets: Mapping[tuple[str, str | None, str], float]
) -> pd.DataFrame:
    """Each score with its trust's own target: the one for its care setting, else the one for all settings.

    targets: (trust, care setting or None for all settings, pillar) -> level.
    """
    keys = zip(scores["ods_code"], scores["care_setting"], scores["pillar"], strict=True)
    return _beside(
        scores,
        [
            targets.get((code, setting, pillar), targets.get((code, None, pillar)))
            for code, setting, pillar in keys
        ],
    )


def _beside(scores: pd.DataFrame, levels: list[float | None]) -> pd.DataFrame:
    return scores.assign(standard=pd.Series(levels, scores.index, dtype=float), lone_setting=False)


@per_publication
def _own_targets(publication: Publication) -> Mapping[tuple[str, str | None, str], float]:
    return {
        (code, setting, pillar): to
        for code, setting, pillar, to in publication.rows(sql(__package__, "own_targets"))
    }


def _national(publication: Publication, figure: str, assessment_year: int) -> dict[tuple[str, str], float]:
    national = national_pillars(publication, year=assessment_year)
    keys = zip(national["care_setting"], national["pillar"], strict=True)
    return dict(zip(keys, national[figure].tolist(), strict=True))


def national_pillars(publication: Publication, *, year: int) -> pd.DataFrame:
    """England's scores on each pillar, for the care settings with enough returns.

    Returns care_setting, pillar, pillar_position, n, mean, median, lower_quartile, upper_quartile (linear
    interpolation), minimum, maximum; sorted by care setting, then pillar.
    """
    frame = publication.frame(sql(__package__, "national_pillars"), assessment_year=year)
    frame = frame[frame["care_setting"].isin(settings_with_enough(publication, year))].reset_index(drop=True)
    return _in_order(frame, "care_setting", "pillar_position")


def icb_own(publication: Publication, scope: Scope) -> pd.DataFrame:
    """The pillar scores that the system's board returned for itself, which never count among its trusts'.

    A board returned as the system was when assessed, so a system only of the current footprint has none.
    Returns pillar, pillar_position, score, in the order of pillars.
    """
    return publication.frame(
        sql(__package__, "icb_own"), ics_code=scope.ics_code, assessment_year=scope.assessment_year
    )


def _in_order(frame: pd.DataFrame, *columns: str) -> pd.DataFrame:
    keys = frame[[*columns]].assign(care_setting=setting_position(frame["care_setting"]))
    return frame.iloc[keys.sort_values([*columns]).index].reset_index(drop=True)
