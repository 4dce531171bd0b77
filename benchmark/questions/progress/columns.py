"""The columns and tables of progress between two rounds."""

from dataclasses import replace
from typing import Final

from benchmark.core.columns import (
    ASSESSMENT_YEAR,
    BAND,
    BY_CODE,
    CARE_SETTING,
    CHANGE,
    COUNT,
    FIGURE,
    FLAG,
    ICS,
    MATERIAL,
    ODS_CODE,
    POINTS,
    REGION,
    ROUND_TO,
    SCORE,
    SCORED_FROM,
    SCORED_TO,
    SHARE,
    SYSTEM,
    TEXTS,
    TRUST,
    YEAR,
    Column,
    Table,
)

VERDICT: Final = Column("verdict", "Verdict", meaning="What the movement of floor and ceiling is called.")
_ROUNDS: Final = (
    Column("from", "From", YEAR, "The earlier round.", optional=True),
    ROUND_TO,
    Column("measure", "Measure", meaning="The score that the rounds share."),
)
_WHO: Final = (
    Column(
        "n_trusts",
        "Trusts in both rounds",
        COUNT,
        "Those with a score in both; ambulance services are not counted.",
        short="Trusts",
    ),
    Column("n_returns", "Returns in both rounds", COUNT, "Trusts in their care settings.", short="Returns"),
    Column("rose", "Trusts that rose", COUNT, "By 0.1 or more.", short="Rose"),
    Column("fell", "Trusts that fell", COUNT, "By 0.1 or more.", short="Fell"),
)
_ENDS: Final = tuple(
    Column(f"{end}_{when}", f"{end.capitalize()} {heading}", SCORE, meaning, decimals=2)
    for end, meaning in (
        ("floor", "The lowest trust; missing below three."),
        ("ceiling", "The highest trust; missing below three."),
    )
    for when, heading in (("from", "before"), ("to", "now"))
)
_CHANGES: Final = tuple(
    Column(
        f"{what}_change",
        f"Change of the {what}",
        POINTS,
        "Missing below three trusts in both rounds.",
        signed=True,
        short=what.capitalize(),
        classed_by="overall",
        difference_of=None if what == "range" else (f"{what}_to", f"{what}_from"),
    )
    for what in ("floor", "ceiling", "range")
)
_DEVIATION: Final = (
    Column("sd_from", "Standard deviation before", POINTS, "Of the trusts in the earlier round.", 3),
    Column("sd_to", "Standard deviation now", POINTS, "Of the trusts in the later round.", 3),
    Column(
        "sd_change",
        "Change of the standard deviation",
        POINTS,
        "The later less the earlier.",
        3,
        signed=True,
        short="Deviation",
        difference_of=("sd_to", "sd_from"),
    ),
    Column(
        "sd_band",
        "Band that chance gives (points)",
        BAND,
        "Nine draws of ten of the change of the standard deviation lie in it, by chance alone.",
        3,
        signed=True,
    ),
    Column(
        "sd_reading",
        "Closer or apart",
        meaning="The change held against the band: closer, chance or apart. Missing below five trusts.",
        short="Reading",
        optional=True,
    ),
)
_FIRMNESS: Final = (
    VERDICT,
    Column(
        "rests_on",
        "Rests on",
        BY_CODE,
        "The trusts without which the verdict would be another, and that other verdict.",
    ),
    Column(
        "chance_of_verdict",
        "Verdict by chance",
        replace(SHARE, kept=3),
        "How often a system that started like this one gets this verdict by chance alone.",
        decimals=0,
        short="By chance",
    ),
)
_FIGURES: Final = (*_WHO, *_ENDS, *_CHANGES, *_DEVIATION, *_FIRMNESS)
PROGRESS: Final = Table(
    "progress",
    "A system's progress between two rounds",
    "one row",
    (
        ICS,
        *_ROUNDS,
        *_FIGURES,
        Column(
            "slope",
            "Change per point",
            FIGURE,
            "Change for each point higher in the earlier round; missing below eight trusts.",
            signed=True,
        ),
        Column(
            "slope_interval",
            "Change per point, 95% interval",
            BAND,
            "Student's interval around it.",
            signed=True,
        ),
        Column(
            "nation_slope",
            "Change per point in England",
            FIGURE,
            "The same over all real trusts.",
            signed=True,
        ),
        *(
            Column(
                f"{end}_third_change",
                f"Change of the {end} third",
                POINTS,
                "Mean change of the trusts of that third of the earlier round; missing below six trusts.",
                signed=True,
            )
            for end in ("lowest", "highest")
        ),
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
        *_FIGURES,
        Column("verdict_key", "Key of the verdict", meaning="The verdict for a program."),
        Column("returned", "Returns received", COUNT, "Those of the later round that came."),
        Column("expected", "Returns expected", COUNT, "Those that were expected."),
    ),
)
CHANGED: Final = replace(CHANGE, classed_by="overall")
COUNTED: Final = Column(
    "counted", "Counted", FLAG, "Whether it counts: ambulance services, which serve several systems, do not."
)
TRUSTS: Final = Table(
    "progress_of_trusts",
    "Each trust in two rounds",
    "one row per trust with a score in both",
    (
        ODS_CODE,
        TRUST,
        Column("care_settings", "Care settings", TEXTS, "Those whose mean is the trust's score."),
        SCORED_FROM,
        SCORED_TO,
        CHANGED,
        MATERIAL,
        COUNTED,
    ),
)
_MEAN: Final = "The mean of the trust's returns that are in both rounds"
UNITS: Final = Table(
    "progress_of_returns",
    "Each return in two rounds",
    "one row per trust and care setting with a score in both",
    (
        ODS_CODE,
        TRUST,
        CARE_SETTING,
        SCORED_FROM,
        SCORED_TO,
        CHANGED,
        MATERIAL,
        COUNTED,
        replace(SCORED_FROM, key="trust_from", heading="Trust before", meaning=f"{_MEAN} then."),
        replace(SCORED_TO, key="trust_to", heading="Trust now", meaning=f"{_MEAN} now."),
        replace(
            CHANGED,
            key="trust_change",
            heading="Trust's change",
            meaning="Of that mean.",
            difference_of=("trust_to", "trust_from"),
        ),
    ),
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
