"""The columns of returns that came or are missing, and of the log of submissions."""

from dataclasses import replace
from typing import Final, get_args

from benchmark.core.columns import (
    ASSESSMENT_YEAR,
    CARE_SETTING,
    COUNT,
    EXPLANATION,
    FINANCIAL_YEAR,
    FLAG,
    ICS_CODE,
    MOMENT,
    NUMBERED,
    ODS_CODE,
    PILLAR,
    POINTS,
    REGION,
    SCORE,
    SYSTEM,
    TRUST,
    YEAR,
    Column,
    Table,
)
from benchmark.returns.vocabulary import heading_of
from schemas.base import CareSetting

NO_SETTING: Final = "Setting not known"


def first_line(note: str) -> str:
    """The first line of a note, which a list shows."""
    return note.partition("\n")[0]


def as_filed(value: object) -> str:
    """A value of a return as text, whatever its type: a number without meaningless digits."""
    return f"{value:,.10g}" if isinstance(value, float) else str(value)


NUMBER: Final = Column("submission_id", "Number", NUMBERED, "The submission's number; names are one too.")
STATE: Final = Column("state", "State", meaning="standing (it was not withdrawn), or withdrawn.")
STATES_IN_WORDS: Final = {"standing": "not withdrawn", "withdrawn": "withdrawn"}
"""A submission's state in words, for pages. A command shows the key, because it is typed there."""
KIND: Final = Column("kind", "Kind", meaning="The kind of return.")
FILE: Final = Column("file_name", "File", meaning="The name of the file as it came.")
BY: Final = Column("submitted_by", "Submitted by", meaning="Who is named for it.")
AT: Final = Column("submitted_at", "Submitted", MOMENT, "The time, UTC.")
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
        ASSESSMENT_YEAR,
        Column("units_before", "Returns before", COUNT, "Those held to the standard."),
        Column("units_after", "Returns after", COUNT, "The same with the change."),
        Column("below_before", "Scores below before", COUNT, "Scores below the standard."),
        Column("below_after", "Scores below after", COUNT, "The same with the change."),
        Column("mean_before", "Mean gap before", POINTS, "Over all scores held to the standard.", decimals=3),
        Column("mean_after", "Mean gap after", POINTS, "The same with the change.", decimals=3),
    ),
)


SEVERITY_WORDS: Final = {"error": "Error", "question": "Question", "note": "Note"}
SEVERITY: Final = Column(
    "severity",
    "What",
    meaning="An error must be mended, a question answered; a note says what was read differently.",
    words=SEVERITY_WORDS,
)
SAID: Final = Column("message", "What is found", meaning="What is wrong, asked or noted, in a sentence.")
EXPECTED: Final = Column("cure", "What is expected", meaning="What would be right, and what to do.")
CODE: Final = Column("code", "Code", meaning="The finding's name, for programs.")
LINE: Final = Column("line", "Line", NUMBERED, "The line of the file.", optional=True)
FINDINGS: Final = Table(
    "findings",
    "Everything that was found in a return",
    "one row per finding, in the file's order",
    (
        SEVERITY,
        Column("sheet", "Sheet", meaning="The sheet of a workbook.", absent=""),
        LINE,
        Column("column", "Column", meaning="The column, as the file heads it."),
        Column("cell", "Value", meaning="What stands there."),
        SAID,
        EXPECTED,
        CODE,
    ),
)
FINDING_GROUPS: Final = Table(
    "finding_groups",
    "What was found in a return",
    "one row per thing found, errors first",
    (
        SEVERITY,
        Column("where", "Where", meaning="The sheet, the first lines and the column."),
        SAID,
        EXPECTED,
        Column("found_times", "Times", COUNT, "How often it is found."),
        CODE,
    ),
)
_NOTHING: Final = "nothing"
CHANGES: Final = Table(
    "changed_values",
    "Values that a return changes",
    "one row per value that changes or goes, in the file's order",
    (
        replace(LINE, absent="not in the file"),
        ASSESSMENT_YEAR,
        Column("compared_with", "Compared with", YEAR, "The other round of the two.", optional=True),
        FINANCIAL_YEAR,
        ODS_CODE,
        ICS_CODE,
        CARE_SETTING,
        Column("section", "Section", meaning="The section of the conditions."),
        Column("item", "Item", meaning="The item of that section, by its key."),
        PILLAR,
        Column("domain", "Domain", meaning="The domain; none for the pillar's own score."),
        Column("offers_or_asks", "Offers or asks", meaning="Whether help is offered or asked for."),
        Column("column", "What", meaning="The column whose value changes.", words=heading_of),
        Column("before_value", "From", meaning="What stands now.", words=as_filed, absent=_NOTHING),
        Column("after_value", "To", meaning="What would stand.", words=as_filed, absent=_NOTHING),
    ),
)
"""The key columns of every kind; `known` leaves only those of the kind at hand."""
PILLAR_CHANGES: Final = Table(
    "changed_pillars",
    "Scores of pillars that move with their domains",
    "one row per trust, care setting and pillar whose score moves",
    (
        ODS_CODE,
        CARE_SETTING,
        ASSESSMENT_YEAR,
        PILLAR,
        Column("score_before", "From", SCORE, "The score now.", decimals=2),
        Column("score_after", "To", SCORE, "The score with the change.", decimals=2),
    ),
)
TEMPLATE: Final = Table(
    "template_columns",
    "What the columns of a template mean",
    "one row per column",
    (
        Column("heading", "Column", meaning="The heading in the template."),
        Column("meaning", "Meaning", meaning="What to write there."),
        Column("unit", "Unit", meaning="In what it is counted, or that it is a text."),
        Column("needed", "Needed", meaning="Whether a row must have it."),
    ),
)
TEMPLATE_VALUES: Final = Table(
    "template_values",
    "Values to choose from",
    "one row per value of a closed list",
    (
        Column("shown", "Value", meaning="The value in the template's list."),
        Column("meaning", "Meaning", meaning="What it stands for."),
        Column("kept", "Kept as", meaning="How a CSV and JSON write it."),
    ),
)
COUNTS: Final = Table(
    "returns_by_setting",
    "Returns by system and care setting",
    "one row per system",
    (
        SYSTEM,
        REGION,
        *(
            Column(
                name.lower().replace(" ", "_"),
                name,
                meaning="Returns that are here of those expected; empty where none are.",
                absent="",
            )
            for name in (*get_args(CareSetting), NO_SETTING)
        ),
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
                "out_of_date_source": "An out-of-date source",
            },
        ),
        EXPLANATION,
    ),
)
