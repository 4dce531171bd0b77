"""The columns of gaps to a standard and of the spread of scores, and their tables."""

from dataclasses import replace
from typing import Final

from benchmark.core.columns import (
    ASSESSMENT_YEAR,
    CARE_SETTING,
    COUNT,
    FLAG,
    GAP,
    HELD_TO,
    ICS,
    MATERIAL,
    NUMBERED,
    ODS_CODE,
    PILLAR,
    POINTS,
    SCORE,
    SCORED,
    SCORED_FULLY,
    SHARE,
    SOURCE,
    STANDARD,
    SURPLUS,
    TEXTS,
    TRUST,
    UNIT_POINTS,
    Column,
    Table,
    pillar_name,
)
from benchmark.core.definitions import definitions

POSITION: Final = Column("pillar_position", "Place", NUMBERED, "The pillar's place in the framework.")
GAP_SUM: Final = Column("gap_sum", "Gap", UNIT_POINTS, "The sum of the gaps.", against_standard=True)
GAP_MEAN: Final = Column(
    "gap_mean",
    "Mean gap",
    POINTS,
    "The mean of the gaps, over the scores that have a standard.",
    against_standard=True,
)
SHARE_OF_GAP: Final = Column(
    "share",
    "Share of the gap",
    SHARE,
    "This row's part of the system's gap; empty if the system has no gap.",
    against_standard=True,
)
LOWEST: Final = Column("minimum", "Lowest", SCORE, "The lowest score.")
HIGHEST: Final = Column("maximum", "Highest", SCORE, "The highest score.")
OVERALL: Final = Column(
    "overall",
    "Overall",
    SCORE,
    f"The {definitions().framework.mean_of_pillars}, over those on which the return has a score.",
)

IS_BELOW: Final = Column(
    "is_below",
    "Below the standard",
    FLAG,
    "Whether the score is below by more than one answer.",
    short="Below",
    against_standard=True,
)
FROM_STANDARD: Final = Column(
    "from_standard",
    "Distance from the standard",
    POINTS,
    "The score less the standard.",
    signed=True,
    against_standard=True,
)

ASKED: Final = Table(
    "gaps_asked",
    "What gaps were asked for",
    "one row",
    (
        ICS,
        replace(ASSESSMENT_YEAR, key="year"),
        *HELD_TO,
    ),
)
SUMMARY: Final = Table(
    "gaps_summary",
    "A system's gap",
    "one row",
    (
        Column("unit_pillars", "Scores", COUNT, "How many scores have a standard."),
        Column(
            "below", "Scores below", COUNT, "How many scores are below the standard by more than one answer."
        ),
        Column(
            "share_below",
            "Share below",
            SHARE,
            "Scores below as a share of the scores that have a standard; empty if none has one.",
        ),
        Column(
            "sum", "Gap", UNIT_POINTS, "The sum of all gaps, not rounded; empty if no score has a standard."
        ),
        Column("mean", "Mean gap", POINTS, "The mean of all gaps; empty if no score has a standard."),
    ),
)
ROWS: Final = Table(
    "gaps",
    "Scores held to a standard",
    "one row per trust, care setting and pillar that has a standard",
    (
        ODS_CODE,
        TRUST,
        CARE_SETTING,
        PILLAR,
        POSITION,
        SCORED_FULLY,
        STANDARD,
        GAP,
        SURPLUS,
        MATERIAL,
        IS_BELOW,
        Column(
            "lone_setting",
            "Only one of its setting",
            FLAG,
            "With the standard ics_best: whether no other trust of the system returned for the "
            "care setting, so that the standard is the best score of all settings.",
        ),
        SOURCE,
    ),
)
HELD: Final = ROWS.without("pillar_position", "source")
"""The columns that the command prints."""
IDENTICAL: Final = Table(
    "gaps_identical_returns",
    "Trusts with the same scores in every care setting",
    "one row per trust",
    (
        ODS_CODE,
        TRUST,
        Column("care_settings", "Care settings", TEXTS, "The care settings that have the same scores."),
    ),
)
WITHOUT_STANDARD: Final = Table(
    "gaps_without_standard",
    "Scores without a standard",
    "one row per trust, care setting and pillar for which the standard has no level",
    (ODS_CODE, TRUST, CARE_SETTING, PILLAR, POSITION, SCORED),
)
BY_UNIT: Final = Table(
    "gaps_by_return",
    "Gaps by return",
    "one row per trust and care setting with a standard on any pillar",
    (
        ODS_CODE,
        TRUST,
        CARE_SETTING,
        OVERALL,
        Column("weakest", "Weakest score", SCORE, "The lowest of the return's scores."),
        Column(
            "weakest_pillar",
            "Weakest pillar",
            meaning="The pillar of the weakest score; if there are several, the first in the framework.",
            words=pillar_name,
        ),
        GAP_SUM,
        SHARE_OF_GAP,
        GAP_MEAN,
        Column(
            "pillars_below",
            "Pillars below the standard",
            COUNT,
            "How many pillars are below by more than one answer.",
            against_standard=True,
        ),
        Column("pillars", "Pillars", COUNT, "How many pillars of the return have a standard."),
    ),
)
BY_PILLAR: Final = Table(
    "gaps_by_pillar",
    "Gaps by pillar",
    "one row per pillar with a standard for any return",
    (
        PILLAR,
        POSITION,
        GAP_SUM,
        SHARE_OF_GAP,
        GAP_MEAN,
        Column(
            "units_below",
            "Returns below the standard",
            COUNT,
            "How many returns are below by more than one answer.",
            against_standard=True,
        ),
        Column("units", "Returns", COUNT, "How many returns have a standard on the pillar."),
        LOWEST,
        HIGHEST,
    ),
)
STRIPS: Final = Table(
    "pillar_strips",
    "Scores beside the standard and the national median",
    "one row per trust, care setting and pillar that has a standard",
    (
        TRUST,
        ODS_CODE,
        CARE_SETTING,
        PILLAR,
        SCORED_FULLY,
        STANDARD,
        FROM_STANDARD,
        Column(
            "median",
            "National median of the setting",
            SCORE,
            "The median of England's returns of the same care setting; empty if too few of them are known.",
            decimals=2,
        ),
    ),
)
BESIDE: Final = Column(
    "beside",
    "Published elsewhere",
    meaning="The newest data security status with its edition, and whether medical records are paper, "
    "mixed or electronic.",
)
GRID: Final = Table(
    "maturity",
    "Every trust on every pillar",
    "one row per trust and care setting, including those without a return",
    (
        TRUST,
        ODS_CODE,
        CARE_SETTING,
        Column("state", "Return", meaning="returned, or no return."),
        *(
            Column(pillar.key, pillar.name, SCORE, "The score on this pillar.")
            for pillar in definitions().framework.pillars
        ),
        OVERALL,
        GAP_MEAN,
        SOURCE,
        BESIDE,
    ),
)
SPREAD: Final = Table(
    "spread",
    "The spread of a system's returns",
    "one row per pillar",
    (
        PILLAR,
        Column("n", "Returns", COUNT, "How many returns have a score on the pillar."),
        LOWEST,
        HIGHEST,
        Column(
            "range",
            "Range",
            POINTS,
            "The highest score less the lowest; empty for fewer than three trusts.",
            decimals=1,
            difference_of=("maximum", "minimum"),
        ),
        Column(
            "standard_deviation",
            "Standard deviation",
            POINTS,
            "The standard deviation of the returns' scores; empty for fewer than three trusts.",
        ),
        Column(
            "interquartile_range",
            "Interquartile range",
            POINTS,
            "The upper quartile less the lower; empty for fewer than five returns or three trusts.",
        ),
    ),
)
ICB_OWN: Final = Table(
    "icb_own",
    "A board's own return",
    "one row per pillar that the board returned",
    (PILLAR, replace(SCORED, meaning="The score that the board gave itself.")),
)
