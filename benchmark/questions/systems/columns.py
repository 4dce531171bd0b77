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
    "footprint",
    "Footprint",
    meaning="assessed, current or expected; for a group, followed by a slash and the group's code.",
)
TRUSTS: Final = Column("trusts", "Trusts", COUNT, "How many trusts belong to the system.")
RETURNS: Final = Column(
    "units", "Returns", COUNT, "How many returns have a score, one for each trust and care setting."
)
HELD: Final = Column(
    "held", "Scores held to the standard", COUNT, "How many scores the standard has a level for."
)
BELOW: Final = Column(
    "below",
    "Scores below the standard",
    COUNT,
    "How many scores are below by more than one answer.",
    against_standard=True,
)
GAP: Final = Column(
    "gap",
    "Mean gap to the standard",
    POINTS,
    "The mean of the gaps, over all scores that have a standard.",
    short="Gap",
    against_standard=True,
)
SHARE_BELOW: Final = Column(
    "share_below",
    "Share below the standard",
    PART,
    "Scores below by more than one answer, as a share of the scores that have a standard.",
    short="Below",
    against_standard=True,
)
FLOOR: Final = Column("floor", "Floor", SCORE, "The score of the lowest return.", decimals=2)
CEILING: Final = Column("ceiling", "Ceiling", SCORE, "The score of the highest return.", decimals=2)
RANGE: Final = Column(
    "range",
    "Range",
    POINTS,
    "The ceiling less the floor; empty for fewer than three trusts.",
    difference_of=("ceiling", "floor"),
)
STANDARD_DEVIATION: Final = Column(
    "standard_deviation",
    "Standard deviation",
    POINTS,
    "The standard deviation of the returns' scores; empty for fewer than three trusts.",
    short="Deviation",
)
MEAN_SCORE: Final = Column("mean_score", "Mean score", SCORE, "The mean score of the returns.", decimals=2)
BY_MIX: Final = Column(
    "by_mix",
    "What its mix would give",
    SCORE,
    "For each return, the mean score of the same care setting in all other systems is taken; "
    "this is the mean over the system's returns. Empty for fewer than three trusts.",
    decimals=2,
)
LIKE_FOR_LIKE: Final = Column(
    "like_for_like",
    "Like for like",
    POINTS,
    "The mean score less what the mix of care settings would give; empty for fewer than three trusts.",
    signed=True,
    short="For like",
)
MATCHED: Final = Column(
    "matched",
    "Trusts in both rounds",
    COUNT,
    "How many trusts have a comparable score in both rounds; ambulance services are not counted.",
)
FLOOR_CHANGE, CEILING_CHANGE, RANGE_CHANGE = (
    Column(
        f"{what}_change",
        f"Change of the {what}",
        POINTS,
        "The change, since the round before, in the comparable scores of the trusts that have one "
        "in both rounds; empty for fewer than three of them.",
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
EXPECTED: Final = Column(
    "expected",
    "Returns expected",
    COUNT,
    "How many returns are expected: one for each trust and each of its care settings.",
)
RETURNED: Final = Column(
    "returned", "Returns received", COUNT, "How many of the expected returns were received."
)
COMPLETENESS: Final = Column(
    "completeness",
    "Returns received",
    PART,
    "Returns received as a share of the returns expected.",
    short="Received",
)
ICB_OWN: Final = Column(
    "icb_own",
    "ICB's own return",
    SCORE,
    "The score that the board gave itself; it is no part of any other figure.",
    decimals=2,
)
AGAINST: Final = Column(
    "against_middle",
    "Against the middle",
    meaning="How the system compares with the middle on the measure asked for, by material differences: "
    "far less, less, alike, more or far more.",
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
            "The mean of the return's gaps; empty if none of its scores has a standard.",
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
        Column("pillar", "Pillar", meaning="The pillar's key; empty if all pillars were asked for."),
        Column(
            "basis", "Basis", meaning="The scores that are compared: overall, pillar or overall_comparable."
        ),
        Column("measure", "Measure", meaning="The key of the column that systems are compared on."),
        Column(
            "threshold", "Threshold", FIGURE, "The smallest difference between two systems that is material."
        ),
        Column(
            "middle",
            "Middle",
            FIGURE,
            "The value that systems are compared with: their median; 0, for a change or for like "
            "for like; or 1, if all returns were received.",
        ),
    ),
)
ORDER: Final = Table(
    "systems_order",
    "The order of systems",
    "one row",
    (
        Column("by", "Order", meaning="What systems are ordered by: region or measure."),
        Column(
            "neighbours", "Neighbours", COUNT, "How many pairs of neighbours an order by the measure has."
        ),
        Column("alike", "Alike", COUNT, "How many of those pairs do not differ materially."),
    ),
)
VARIANCE: Final = Table(
    "systems_variance",
    "Variance inside and between systems",
    "one row",
    (
        Column("units", "Returns", COUNT, "How many scores there are."),
        Column(
            "inside",
            "Inside systems",
            replace(PART, decimals=1),
            "The part of the variance that is inside systems.",
        ),
        Column(
            "between",
            "Between systems",
            replace(PART, decimals=1),
            "The part of the variance that is between systems.",
        ),
        Column(
            "by_chance",
            "Between systems by chance",
            replace(PART, decimals=1),
            "The part that would be between systems if trusts, each with all its returns, were "
            "assigned to them at random.",
        ),
        Column(
            "p",
            "As much by chance",
            FIGURE,
            "In what share of the random assignments as much or more is between systems.",
        ),
    ),
)
