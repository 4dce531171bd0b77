"""The columns of progress between two rounds, and their tables."""

from dataclasses import replace
from typing import Final

from benchmark.core.columns import (
    ASSESSMENT_YEAR,
    CARE_SETTING,
    CHANGE,
    COUNT,
    FIGURE,
    ICS,
    MATERIAL,
    ODS_CODE,
    POINTS,
    REGION,
    ROUND_TO,
    SCORE,
    SCORED_FROM,
    SCORED_TO,
    SYSTEM,
    TRUST,
    YEAR,
    Column,
    Table,
)

VERDICT: Final = Column("verdict", "Verdict", meaning="What the changes amount to, in words.")
_ROUNDS: Final = (
    Column("from", "From", YEAR, "The earlier round.", optional=True),
    ROUND_TO,
    Column("measure", "Measure", meaning="The score that the rounds share."),
    Column("n", "Returns in both rounds", COUNT, "Trusts in their care settings.", short="Returns"),
)
_ENDS: Final = tuple(
    Column(f"{end}_{when}", f"{end.capitalize()} {heading}", SCORE, meaning, decimals=2)
    for end, meaning in (
        ("floor", "The lowest return; missing below three."),
        ("ceiling", "The highest return; missing below three."),
    )
    for when, heading in (("from", "before"), ("to", "now"))
)
_CHANGES: Final = tuple(
    Column(
        f"{what}_change",
        f"Change of the {what}",
        POINTS,
        "Missing below three returns in both rounds.",
        signed=True,
        short="Change",
    )
    for what in ("floor", "ceiling", "range")
)
PROGRESS: Final = Table(
    "progress",
    "A system's progress between two rounds",
    "one row",
    (
        ICS,
        *_ROUNDS,
        *_ENDS,
        *_CHANGES,
        Column("sd_from", "Standard deviation before", POINTS, "Of the returns in the earlier round."),
        Column("sd_to", "Standard deviation now", POINTS, "Of the returns in the later round."),
        Column("slope", "Slope", FIGURE, "Change for each point higher in the earlier round."),
        VERDICT,
    ),
)
SYSTEMS: Final = Table(
    "progress_of_systems",
    "Every system's progress between two rounds",
    "one row per real system of the footprint, by region and name",
    (
        ICS,
        SYSTEM,
        REGION,
        *_ROUNDS,
        *_ENDS,
        *_CHANGES,
        VERDICT,
        Column("verdict_key", "Key of the verdict", meaning="The verdict for a program."),
        Column("returned", "Returns received", COUNT, "Those of the later round that came."),
        Column("expected", "Returns expected", COUNT, "Those that were expected."),
    ),
)
UNITS: Final = Table(
    "progress_of_returns",
    "Each return in two rounds",
    "one row per trust and care setting with a score in both",
    (ODS_CODE, TRUST, CARE_SETTING, SCORED_FROM, SCORED_TO, CHANGE, MATERIAL),
)
UNMATCHED: Final = Table(
    "progress_unmatched",
    "Returns of one of two rounds alone",
    "one row per trust and care setting",
    (
        ODS_CODE,
        TRUST,
        CARE_SETTING,
        replace(ASSESSMENT_YEAR, key="year", heading="Returned in"),
        Column("reason", "Why not matched", meaning="What became of it."),
    ),
)
