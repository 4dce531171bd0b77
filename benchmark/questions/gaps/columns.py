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
from benchmark.core.wording import large_start

POSITION: Final = Column("pillar_position", "Place", NUMBERED, "The pillar's place in the framework.")
GAP_SUM: Final = Column("gap_sum", "Gap", UNIT_POINTS, "The gaps, added up.", against_standard=True)
GAP_MEAN: Final = Column(
    "gap_mean",
    "Mean gap",
    POINTS,
    "Mean of the gaps of the scores held to a standard.",
    against_standard=True,
)
SHARE_OF_GAP: Final = Column(
    "share",
    "Share of the gap",
    SHARE,
    "Part of the system's gap; missing where there is none.",
    against_standard=True,
)
LOWEST: Final = Column("minimum", "Lowest", SCORE, "The lowest score.")
HIGHEST: Final = Column("maximum", "Highest", SCORE, "The highest score.")
OVERALL: Final = Column(
    "overall",
    "Overall",
    SCORE,
    f"{large_start(definitions().framework.mean_of_pillars)}, of all that the return has.",
)

IS_BELOW: Final = Column(
    "is_below", "Below the standard", FLAG, "By more than one answer.", short="Below", against_standard=True
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
        Column("unit_pillars", "Scores", COUNT, "Those that are held to a standard."),
        Column("below", "Scores below", COUNT, "Those below it by more than one answer."),
        Column("share_below", "Share below", SHARE, "Of the scores; missing where none is held."),
        Column("sum", "Gap", UNIT_POINTS, "All gaps, exact, added up; missing where no score is held."),
        Column("mean", "Mean gap", POINTS, "Mean of the same; missing where no score is held."),
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
            "Whether it is the only return of its care setting there, and so held to the best of all.",
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
    (ODS_CODE, TRUST, Column("care_settings", "Care settings", TEXTS, "Those with the same scores.")),
)
WITHOUT_STANDARD: Final = Table(
    "gaps_without_standard",
    "Scores without a standard",
    "one row per trust, care setting and pillar that the standard says nothing of",
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
            meaning="Where that is; of several the framework's first.",
            words=pillar_name,
        ),
        GAP_SUM,
        SHARE_OF_GAP,
        GAP_MEAN,
        Column(
            "pillars_below",
            "Pillars below the standard",
            COUNT,
            "By more than one answer.",
            against_standard=True,
        ),
        Column("pillars", "Pillars", COUNT, "Those with a standard."),
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
            "By more than one answer.",
            against_standard=True,
        ),
        Column("units", "Returns", COUNT, "Those with a standard."),
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
            "Missing where too few returns are known.",
            decimals=2,
        ),
    ),
)
BESIDE: Final = Column(
    "beside",
    "Published elsewhere",
    meaning="The newest data security status with its edition, and what the medical records are.",
)
GRID: Final = Table(
    "maturity",
    "Every trust on every pillar",
    "one row per trust and care setting, those without a return too",
    (
        TRUST,
        ODS_CODE,
        CARE_SETTING,
        Column("state", "Return", meaning="Whether it came."),
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
        Column("n", "Returns", COUNT, "Those with a score on the pillar."),
        LOWEST,
        HIGHEST,
        Column(
            "range",
            "Range",
            POINTS,
            "From lowest to highest; missing below three trusts.",
            decimals=1,
            difference_of=("maximum", "minimum"),
        ),
        Column(
            "standard_deviation", "Standard deviation", POINTS, "Of the returns; missing below three trusts."
        ),
        Column(
            "interquartile_range",
            "Interquartile range",
            POINTS,
            "From the lower to the upper quartile; missing below five returns or three trusts.",
        ),
    ),
)
ICB_OWN: Final = Table(
    "icb_own",
    "A board's own return",
    "one row per pillar that the board returned",
    (PILLAR, replace(SCORED, meaning="What the board scored itself.")),
)
