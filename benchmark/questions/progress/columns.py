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

VERDICT: Final = Column("verdict", "Verdict", meaning="The name of the movement of range, floor and ceiling.")
_ROUNDS: Final = (
    Column("from", "From", YEAR, "The earlier round.", optional=True),
    ROUND_TO,
    Column("measure", "Measure", meaning="The score that is compared: overall_comparable."),
)
_WHO: Final = (
    Column(
        "n_trusts",
        "Trusts in both rounds",
        COUNT,
        "How many trusts have a score in both rounds; ambulance services are not counted.",
        short="Trusts",
    ),
    Column(
        "n_returns",
        "Returns in both rounds",
        COUNT,
        "How many returns the trusts have in both rounds, one for each care setting.",
        short="Returns",
    ),
    Column("rose", "Trusts that rose", COUNT, "How many trusts rose by 0.1 or more.", short="Rose"),
    Column("fell", "Trusts that fell", COUNT, "How many trusts fell by 0.1 or more.", short="Fell"),
)
_ENDS: Final = tuple(
    Column(f"{end}_{when}", f"{end.capitalize()} {heading}", SCORE, meaning, decimals=2)
    for end, meaning in (
        ("floor", "The score of the lowest trust; empty for fewer than three trusts."),
        ("ceiling", "The score of the highest trust; empty for fewer than three trusts."),
    )
    for when, heading in (("from", "before"), ("to", "now"))
)
_CHANGES: Final = tuple(
    Column(
        f"{what}_change",
        f"Change of the {what}",
        POINTS,
        "The later value less the earlier; empty for fewer than three trusts in both rounds.",
        signed=True,
        short=what.capitalize(),
        classed_by="overall",
        difference_of=None if what == "range" else (f"{what}_to", f"{what}_from"),
    )
    for what in ("floor", "ceiling", "range")
)
_DEVIATION: Final = (
    Column(
        "sd_from",
        "Standard deviation before",
        POINTS,
        "The standard deviation of the trusts' scores in the earlier round.",
        3,
    ),
    Column(
        "sd_to",
        "Standard deviation now",
        POINTS,
        "The standard deviation of the trusts' scores in the later round.",
        3,
    ),
    Column(
        "sd_change",
        "Change of the standard deviation",
        POINTS,
        "The later standard deviation less the earlier.",
        3,
        signed=True,
        short="Deviation",
        difference_of=("sd_to", "sd_from"),
    ),
    Column(
        "sd_band",
        "Band that chance gives (points)",
        BAND,
        "By chance alone, the change of the standard deviation lies in this band in 90% of random draws.",
        3,
        signed=True,
    ),
    Column(
        "sd_reading",
        "Closer or apart",
        meaning="Whether the change is outside the band: closer, chance or apart. Empty for fewer than "
        "five trusts.",
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
        "Each trust without which the verdict would be different, with that different verdict.",
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
            "How much more a trust changed for each point that it was higher in the earlier "
            "round; empty for fewer than eight trusts.",
            signed=True,
        ),
        Column(
            "slope_interval",
            "Change per point, 95% interval",
            BAND,
            "The 95% interval of the change per point, from Student's t distribution.",
            signed=True,
        ),
        Column(
            "nation_slope",
            "Change per point in England",
            FIGURE,
            "The change per point over all real trusts of England.",
            signed=True,
        ),
        *(
            Column(
                f"{end}_third_change",
                f"Change of the {end} third",
                POINTS,
                "The mean change of the trusts in that third of the earlier round; empty for "
                "fewer than six trusts.",
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
        Column("verdict_key", "Key of the verdict", meaning="The verdict's key, for programs."),
        Column("returned", "Returns received", COUNT, "How many returns of the later round were received."),
        Column("expected", "Returns expected", COUNT, "How many returns of the later round were expected."),
    ),
)
CHANGED: Final = replace(CHANGE, classed_by="overall")
COUNTED: Final = Column(
    "counted",
    "Counted",
    FLAG,
    "Whether it counts in the system's figures. Ambulance services, which serve several systems, do not.",
)
TRUSTS: Final = Table(
    "progress_of_trusts",
    "Each trust in two rounds",
    "one row per trust with a score in both",
    (
        ODS_CODE,
        TRUST,
        Column("care_settings", "Care settings", TEXTS, "The care settings whose mean is the trust's score."),
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
            meaning="The change of that mean.",
            difference_of=("trust_to", "trust_from"),
        ),
    ),
)
UNMATCHED: Final = Table(
    "progress_unmatched",
    "Returns in only one of the two rounds",
    "one row per trust and care setting",
    (
        ODS_CODE,
        TRUST,
        CARE_SETTING,
        replace(ASSESSMENT_YEAR, key="year", heading="Returned in"),
        Column("reason", "Why not matched", meaning="Why the return has no match in the other round."),
    ),
)
