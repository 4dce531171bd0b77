"""The columns of who has returned and of what to ask about their returns."""

from dataclasses import replace
from typing import Final

from benchmark.columns import CARE_SETTING, ODS_CODE, TRUST, Column, Table

STATES: Final = Table(
    "returned",
    "Who has returned",
    "one row per trust and care setting that returned or was expected to",
    (
        TRUST,
        ODS_CODE,
        replace(CARE_SETTING, absent="not known"),
        Column("state", "Return", meaning="returned or missing."),
        Column("reason", "What is known", meaning="What was returned, or why it is missed."),
    ),
)
FLAGS: Final = Table(
    "quality_flags",
    "Questions about the quality of returns",
    "one row per question to a trust",
    (
        TRUST,
        ODS_CODE,
        replace(CARE_SETTING, absent="all"),
        Column(
            "flag",
            "Question",
            meaning="What about the return is unusual.",
            words={
                "identical_settings": "Same answers in every setting",
                "all_pillars_same": "All pillars the same",
                "year_jump": "A large move within a year",
            },
        ),
        Column("explanation", "Why", meaning="A sentence."),
    ),
)
