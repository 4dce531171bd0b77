"""Measures' tables with the column names and words that a reader meets, on pages and in downloads."""

from collections.abc import Mapping

import pandas as pd

from benchmark.definitions import definitions
from benchmark.measures.gaps import Gaps
from benchmark.measures.progress import Progress
from benchmark.measures.provenance import Replaced, ScoreKey, Submitted

PUBLISHED = "came with the product"
"""What stands in the column Source for a published figure, and for one of the demonstration."""
FLAG_WORDS = {
    "identical_settings": "Same answers in every setting",
    "all_pillars_same": "All pillars the same",
    "year_jump": "A large move within a year",
}


def pillar_names(keys: pd.Series) -> pd.Series:
    """The names of pillars by their keys."""
    names = {pillar.key: pillar.name for pillar in definitions().framework.pillars}
    return keys.map(names)


def scores_as_table(
    found: Gaps,
    *,
    ods_code: str | None = None,
    returns: Mapping[ScoreKey, Submitted] | None = None,
    replaced: Mapping[ScoreKey, Replaced] | None = None,
) -> pd.DataFrame:
    """One row per unit and pillar: score, standard, gap and surplus in points; one trust's when asked.

    returns, replaced: where scores came from returns, and which published ones they replaced; with a column
    that says so where any of the rows did.
    """
    rows = found.rows if ods_code is None else found.rows[found.rows["ods_code"] == ods_code]
    frame = pd.DataFrame(
        {
            "Trust": rows["trust"],
            "ODS code": rows["ods_code"],
            "Care setting": rows["care_setting"],
            "Pillar": pillar_names(rows["pillar"]),
            "Score": rows["score"].round(2),
            "Standard": rows["standard"].round(2),
            "Gap": rows["gap"].round(2),
            "Surplus": rows["surplus"].round(2),
            "Material": rows["material"].astype(bool),
        }
    )
    if found.standard.baseline == "ics_best":
        frame["Only one of its setting"] = rows["lone_setting"].astype(bool)
    keys = list(zip(rows["ods_code"], rows["care_setting"], rows["pillar"], strict=True))
    said = [source_words(key, returns=returns or {}, replaced=replaced or {}) for key in keys]
    if any(words != PUBLISHED for words in said):
        frame["Source"] = said
    return frame.reset_index(drop=True)


def source_words(
    key: ScoreKey, *, returns: Mapping[ScoreKey, Submitted], replaced: Mapping[ScoreKey, Replaced]
) -> str:
    """Where one score came from: published, a return, or a return in place of a published score."""
    if key in replaced:
        return replaced[key].words
    if key in returns:
        return f"submitted {returns[key].day} (number {returns[key].number})"
    return PUBLISHED


def missing_table(returned: pd.DataFrame) -> pd.DataFrame:
    """The expected returns that did not come, of the frame of `completeness`."""
    missing = returned[returned["state"] == "missing"]
    return pd.DataFrame(
        {
            "Trust": missing["trust"],
            "ODS code": missing["ods_code"],
            "Care setting": missing["care_setting"].fillna("not known"),
            "What is known": missing["reason"],
        }
    ).reset_index(drop=True)


def flags_table(flags: pd.DataFrame) -> pd.DataFrame:
    """Questions about the quality of returns, of the frame of `quality_flags`."""
    return pd.DataFrame(
        {
            "Trust": flags["trust"],
            "ODS code": flags["ods_code"],
            "Care setting": flags["care_setting"].fillna("all"),
            "Question": flags["flag"].map(FLAG_WORDS),
            "Why": flags["explanation"],
        }
    ).reset_index(drop=True)


def icb_table(own: pd.DataFrame) -> pd.DataFrame:
    """An ICB's own scores, of the frame of `icb_own`."""
    return pd.DataFrame({"Pillar": pillar_names(own["pillar"]), "Score": own["score"]}).reset_index(drop=True)


def unmatched_table(moved: Progress) -> pd.DataFrame:
    """Returns of one round alone."""
    unmatched = moved.unmatched
    return pd.DataFrame(
        {
            "Trust": unmatched["trust"],
            "ODS code": unmatched["ods_code"],
            "Care setting": unmatched["care_setting"],
            "Returned in": unmatched["assessment_year"].astype(str),
            "Why not matched": unmatched["reason"],
        }
    ).reset_index(drop=True)


def systems_as_table(frame: pd.DataFrame) -> pd.DataFrame:
    """Every system's change of floor and ceiling, of the frame of `progress_of_all_systems`."""
    return pd.DataFrame(
        {
            "System": frame["name"],
            "Code": frame["ics_code"],
            "Region": frame["region"],
            "Returns in both rounds": frame["n"],
            "Floor before": frame["floor_from"].round(2),
            "Floor now": frame["floor_to"].round(2),
            "Ceiling before": frame["ceiling_from"].round(2),
            "Ceiling now": frame["ceiling_to"].round(2),
            "Floor change": frame["floor_change"].round(2),
            "Ceiling change": frame["ceiling_change"].round(2),
            "Verdict": frame["label"],
        }
    ).reset_index(drop=True)
