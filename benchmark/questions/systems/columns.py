"""The columns and tables of systems side by side."""

from dataclasses import replace
from typing import Final

from benchmark.core.columns import (
    ASSESSMENT_YEAR,
    CARE_SETTING,
    COUNT,
    FIGURE,
    HELD_TO,
    ICS_CODE,
    ODS_CODE,
    POINTS,
    REGION,
    SCORE,
    SCORED_FULLY,
    SHARE,
    SYSTEM,
    TRUST,
    YEAR,
    Column,
    Table,
)
from benchmark.questions.progress.columns import SYSTEMS as PROGRESS

PART: Final = replace(SHARE, decimals=0, kept=3)
"""A share of a small count: a decimal would look more exact than it is."""

FOOTPRINT: Final = Column(
    "footprint", "Footprint", meaning="assessed, current or expected; of a group, its code behind a stroke."
)
TRUSTS: Final = Column("trusts", "Trusts", COUNT, "The system's members.")
RETURNS: Final = Column("units", "Returns", COUNT, "Trusts in their care settings that have a score.")
HELD: Final = Column(
    "held", "Scores held to the standard", COUNT, "Those that the standard gives a level for."
)
BELOW: Final = Column(
    "below", "Scores below the standard", COUNT, "By more than one answer.", against_standard=True
)
GAP: Final = Column(
    "gap",
    "Mean gap to the standard",
    POINTS,
    "Mean of the gaps of the scores held to it.",
    short="Gap",
    against_standard=True,
)
SHARE_BELOW: Final = Column(
    "share_below",
    "Share below the standard",
    PART,
    "By more than one answer; of the scores held to it.",
    short="Below",
    against_standard=True,
)
FLOOR: Final = Column("floor", "Floor", SCORE, "The lowest return.", decimals=2)
CEILING: Final = Column("ceiling", "Ceiling", SCORE, "The highest return.", decimals=2)
RANGE: Final = Column(
    "range",
    "Range",
    POINTS,
    "From floor to ceiling; missing below three trusts.",
    difference_of=("ceiling", "floor"),
)
STANDARD_DEVIATION: Final = Column(
    "standard_deviation",
    "Standard deviation",
    POINTS,
    "Of the returns; missing below three trusts.",
    short="Deviation",
)
MEAN_SCORE: Final = Column("mean_score", "Mean score", SCORE, "Of the returns.", decimals=2)
BY_MIX: Final = Column(
    "by_mix",
    "What its mix would give",
    SCORE,
    "Mean over its returns of the mean of all other systems' returns of the same care setting; missing below "
    "three trusts.",
    decimals=2,
)
LIKE_FOR_LIKE: Final = Column(
    "like_for_like",
    "Like for like",
    POINTS,
    "The mean score less what its mix of care settings would give; missing below three trusts.",
    signed=True,
    short="For like",
)
MATCHED: Final = Column(
    "matched",
    "Trusts in both rounds",
    COUNT,
    "Those with a comparable score in both; ambulance services apart.",
)
FLOOR_CHANGE, CEILING_CHANGE, RANGE_CHANGE = (
    Column(
        f"{what}_change",
        f"Change of the {what}",
        POINTS,
        "Of the trusts' comparable scores since the round before; missing below three trusts in both.",
        signed=True,
        classed_by="overall",
        short="Change",
    )
    for what in ("floor", "ceiling", "range")
)
MOVED: Final = PROGRESS.only(
    *("rose", "fell", "sd_change", "sd_band", "sd_reading", "verdict", "rests_on", "chance_of_verdict")
).columns
"""How firm the verdict is; these columns are declared where they are computed."""
EXPECTED: Final = Column("expected", "Returns expected", COUNT, "Those of every member in its settings.")
RETURNED: Final = Column("returned", "Returns received", COUNT, "Those of the returns expected.")
COMPLETENESS: Final = Column(
    "completeness", "Returns received", PART, "Of the returns expected.", short="Received"
)
ICB_OWN: Final = Column(
    "icb_own", "ICB's own return", SCORE, "The board's own score: no part of any other figure.", decimals=2
)
AGAINST: Final = Column(
    "against_middle",
    "Against the middle",
    meaning="On the measure asked for, by thresholds of materiality: far less, less, alike, more, far more.",
)

SYSTEMS: Final = Table(
    "systems",
    "Systems side by side",
    "one row per real system of the footprint, by region and name",
    (
        ICS_CODE,
        SYSTEM,
        REGION,
        TRUSTS,
        RETURNS,
        HELD,
        BELOW,
        GAP,
        SHARE_BELOW,
        FLOOR,
        CEILING,
        RANGE,
        STANDARD_DEVIATION,
        MEAN_SCORE,
        BY_MIX,
        LIKE_FOR_LIKE,
        MATCHED,
        FLOOR_CHANGE,
        CEILING_CHANGE,
        RANGE_CHANGE,
        *MOVED,
        EXPECTED,
        RETURNED,
        COMPLETENESS,
        ICB_OWN,
    ),
)
UNITS: Final = Table(
    "system_units",
    "Returns by system",
    "one row per trust and care setting with a score",
    (
        ICS_CODE,
        ODS_CODE,
        TRUST,
        CARE_SETTING,
        SCORED_FULLY,
        Column(
            "gap_mean",
            "Mean gap to the standard",
            POINTS,
            "Missing without a standard.",
            against_standard=True,
        ),
    ),
)
ASKED: Final = Table(
    "systems_asked",
    "What systems were compared on",
    "one row",
    (
        replace(ASSESSMENT_YEAR, key="year"),
        Column("from", "From", YEAR, "The round that changes start from.", optional=True),
        FOOTPRINT,
        *HELD_TO,
        Column("pillar", "Pillar", meaning="Its key; none for all pillars."),
        Column("basis", "Basis", meaning="overall, pillar or overall_comparable."),
        Column("measure", "Measure", meaning="A column of the systems."),
        Column("threshold", "Threshold", FIGURE, "From this difference on, two systems differ materially."),
        Column(
            "middle", "Middle", FIGURE, "What systems are held against: a median, 0 (mix, no change) or all."
        ),
    ),
)
ORDER: Final = Table(
    "systems_order",
    "The order of systems",
    "one row",
    (
        Column("by", "Order", meaning="region or measure."),
        Column("neighbours", "Neighbours", COUNT, "Pairs of them in an order by the measure."),
        Column("alike", "Alike", COUNT, "How many of those do not differ materially."),
    ),
)
VARIANCE: Final = Table(
    "systems_variance",
    "Variance inside and between systems",
    "one row",
    (
        Column("units", "Returns", COUNT, "How many scores there are."),
        Column("inside", "Inside systems", replace(PART, decimals=1), "Their part of the variance."),
        Column("between", "Between systems", replace(PART, decimals=1), "The rest of the variance."),
        Column(
            "by_chance",
            "Between systems by chance",
            replace(PART, decimals=1),
            "What would lie between them, were trusts put into them at random with all their returns.",
        ),
        Column(
            "p",
            "As much by chance",
            FIGURE,
            "In what share of such deals as much or more lies between systems.",
        ),
    ),
)
