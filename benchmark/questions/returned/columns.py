"""The columns of who has returned and of what to ask about their returns."""

from dataclasses import replace
from typing import Final

from benchmark.core.columns import (
    CARE_SETTING,
    COUNT,
    FLAG,
    ICS_CODE,
    MOMENT,
    NUMBERED,
    ODS_CODE,
    POINTS,
    REGION,
    SYSTEM,
    TRUST,
    YEAR,
    Column,
    Table,
)


def first_line(note: str) -> str:
    """What of a note stands in a list."""
    return note.partition("\n")[0]


NUMBER: Final = Column("submission_id", "Number", NUMBERED, "The submission's number; names are one too.")
STATE: Final = Column("state", "State", meaning="Whether it stands, or what became of it.")
KIND: Final = Column("kind", "Kind", meaning="The kind of return.")
FILE: Final = Column("file_name", "File", meaning="The name of the file as it came.")
BY: Final = Column("submitted_by", "Submitted by", short="By", meaning="Who is named for it.")
AT: Final = Column("submitted_at", "On", MOMENT, "The time, UTC.", short="Submitted")
FICTIONAL: Final = Column("fictional", "Fictional", FLAG, "Whether it is about fictional organisations.")
NOTE: Final = Column(
    "note", "Note", meaning="What was noted with it; its first line in a list.", words=first_line
)
ORGANISATION: Final = Column(
    "organisation", "Organisation", meaning="A trust's name, or the name of a board's system."
)

SUBMISSIONS: Final = Table(
    "submissions",
    "Everything that was submitted",
    "one row per submission, the newest first",
    (
        NUMBER,
        KIND,
        Column("origin", "Origin", meaning="return, or how it came with the product."),
        FICTIONAL,
        FILE,
        Column("sha256", "SHA-256", meaning="The digest of the file's bytes."),
        Column("size_bytes", "Bytes", COUNT, "The file's size."),
        Column("row_count", "Rows", COUNT, "Rows that it holds."),
        BY,
        AT,
        NOTE,
        STATE,
        Column("changed_by", "Changed by", meaning="Who withdrew or restored it last."),
        Column("changed_at", "Changed", MOMENT, "When that was, UTC."),
        Column("reason", "Reason", meaning="Why it was withdrawn or restored."),
        Column("head_entry", "Last entry", NUMBERED, "The ledger's last entry when this list was made."),
        Column("head", "Head", meaning="The hash of the chain at that entry."),
    ),
)
CONFIRMED: Final = Table(
    "confirmed_names",
    "Names and headings that people confirmed",
    "one row per name or heading, the newest first",
    (
        NUMBER,
        Column("sort", "Sort", meaning="name or heading."),
        Column("layout", "Kind of return", meaning="In which layout a heading stood.", absent="any"),
        Column("written", "Written", meaning="Without capitals and marks."),
        Column("stands_for", "Stands for", meaning="An ODS code, or a column."),
        ORGANISATION,
        FICTIONAL,
        BY,
        AT,
        STATE,
        NOTE,
    ),
)
WHO_RETURNED: Final = Table(
    "who_has_returned",
    "Who has returned a kind, and who has not",
    "one row per organisation that the kind is asked of",
    (
        ICS_CODE,
        SYSTEM,
        REGION,
        Column("ods_code", "ODS code", short="ODS", meaning="The trust's code; of a board its system's."),
        ORGANISATION,
        replace(STATE, meaning="Whether it has returned."),
        Column("what", "What is here", short="What", meaning="How much of it was returned.", absent=""),
        Column(
            "submission_id",
            "Submission",
            NUMBERED,
            "The number of its return.",
            short="Number",
            absent="",
            optional=True,
        ),
        FILE,
        BY,
        AT,
        FICTIONAL,
    ),
)
RECEIPT: Final = Table(
    "receipt_lines",
    "What a receipt is for",
    "one row per kind that the file holds",
    (
        Column("number", "Number", NUMBERED, "The submission's number."),
        KIND,
        Column("rows", "Rows", COUNT, "Rows that were submitted."),
    ),
)
EFFECT: Final = Table(
    "effect_on_gaps",
    "What a change does to systems' gaps",
    "one row per system and round whose gap changes",
    (
        SYSTEM,
        ICS_CODE,
        Column("assessment_year", "Round", YEAR, "The assessment's year."),
        Column("units_before", "Returns before", COUNT, "Those held to the standard."),
        Column("units_after", "Returns after", COUNT, "The same with the change."),
        Column("below_before", "Scores below before", COUNT, "Scores below the standard."),
        Column("below_after", "Scores below after", COUNT, "The same with the change."),
        Column("mean_before", "Mean gap before", POINTS, "Over all scores held to the standard.", decimals=3),
        Column("mean_after", "Mean gap after", POINTS, "The same with the change.", decimals=3),
    ),
)


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
