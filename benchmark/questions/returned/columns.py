"""The columns of returns received or missing, and of the log of submissions."""

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


NUMBER: Final = Column(
    "submission_id",
    "Number",
    NUMBERED,
    "The submission's number. Confirmed names and headings are submissions too.",
)
STATE: Final = Column("state", "State", meaning="standing (not withdrawn) or withdrawn.")
STATES_IN_WORDS: Final = {"standing": "not withdrawn", "withdrawn": "withdrawn"}
"""A submission's state in words, for pages. A command shows the key, because it is typed there."""
KIND: Final = Column("kind", "Kind", meaning="The kind of return.")
FILE: Final = Column("file_name", "File", meaning="The name of the file when it was submitted.")
BY: Final = Column("submitted_by", "Submitted by", meaning="The name of the person who submitted it.")
AT: Final = Column("submitted_at", "Submitted", MOMENT, "When it was submitted, UTC.")
FICTIONAL: Final = Column("fictional", "Fictional", FLAG, "Whether it is about fictional organisations.")
NOTE: Final = Column(
    "note",
    "Note",
    meaning="The note that was submitted with it; lists show its first line.",
    words=first_line,
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
        Column(
            "origin",
            "Origin",
            meaning="return, if somebody submitted it; published or demonstration, if it came with the "
            "product.",
        ),
        FICTIONAL,
        FILE,
        Column("sha256", "SHA-256", meaning="The SHA-256 digest of the file's bytes."),
        Column("size_bytes", "Bytes", COUNT, "The file's size."),
        Column("row_count", "Rows", COUNT, "How many rows the submission has."),
        BY,
        AT,
        NOTE,
        STATE,
        Column("changed_by", "Changed by", meaning="Who last withdrew or restored it; empty if nobody has."),
        Column("changed_at", "Changed", MOMENT, "When it was last withdrawn or restored, UTC."),
        Column("reason", "Reason", meaning="Why it was withdrawn or restored."),
        Column(
            "head_entry",
            "Last entry",
            NUMBERED,
            "The number of the ledger's last entry when this list was made.",
        ),
        Column("head", "Head", meaning="The hash of the chain at that entry."),
    ),
)
CONFIRMED: Final = Table(
    "confirmed_names",
    "Names and headings that people confirmed",
    "one row per name or heading, the newest first",
    (
        NUMBER,
        Column("sort", "Sort", meaning="What was confirmed: name or heading."),
        Column(
            "layout",
            "Kind of return",
            meaning="The layout in which a heading was confirmed; empty for a name.",
            absent="any",
        ),
        Column("written", "Written", meaning="The name or heading, without capitals and punctuation."),
        Column(
            "stands_for",
            "Means",
            meaning="The ODS code that the name means, or the column that the heading means.",
        ),
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
        Column(
            "ods_code",
            "ODS code",
            short="ODS",
            meaning="The trust's code or, for a board, the code of its system.",
        ),
        ORGANISATION,
        replace(STATE, meaning="returned or missing."),
        Column(
            "what",
            "What is here",
            short="What",
            meaning="How much was returned: sections, pillars or rows; empty if nothing was.",
            absent="",
        ),
        Column(
            "submission_id",
            "Submission",
            NUMBERED,
            "The number of the submission that holds the return; empty if there is none.",
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
        Column("rows", "Rows", COUNT, "How many rows were submitted."),
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
        Column(
            "units_before", "Returns before", COUNT, "How many returns have a standard, before the change."
        ),
        Column("units_after", "Returns after", COUNT, "How many returns have a standard, after the change."),
        Column(
            "below_before",
            "Scores below before",
            COUNT,
            "How many scores are below the standard, before the change.",
        ),
        Column(
            "below_after",
            "Scores below after",
            COUNT,
            "How many scores are below the standard, after the change.",
        ),
        Column(
            "mean_before",
            "Mean gap before",
            POINTS,
            "The mean gap over all scores that have a standard, before the change.",
            decimals=3,
        ),
        Column(
            "mean_after",
            "Mean gap after",
            POINTS,
            "The mean gap over all scores that have a standard, after the change.",
            decimals=3,
        ),
    ),
)


SEVERITY_WORDS: Final = {"error": "Error", "question": "Question", "note": "Note"}
SEVERITY: Final = Column(
    "severity",
    "What",
    meaning="An error must be corrected and a question answered; a note says what was read in another "
    "way than written.",
    words=SEVERITY_WORDS,
)
SAID: Final = Column(
    "message", "What is found", meaning="The error, the question or the note, in a sentence."
)
EXPECTED: Final = Column("cure", "What is expected", meaning="What would be right, and what to do.")
CODE: Final = Column("code", "Code", meaning="The finding's code, for programs.")
LINE: Final = Column("line", "Line", NUMBERED, "The number of the line in the file.", optional=True)
FINDINGS: Final = Table(
    "findings",
    "Everything that was found in a return",
    "one row per finding, in the file's order",
    (
        SEVERITY,
        Column(
            "sheet", "Sheet", meaning="The name of the sheet; empty if the file is no workbook.", absent=""
        ),
        LINE,
        Column("column", "Column", meaning="The heading of the column, as in the file."),
        Column("cell", "Value", meaning="The value in the cell, as in the file."),
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
        Column("found_times", "Times", COUNT, "How many times it was found."),
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
        Column(
            "compared_with",
            "Compared with",
            YEAR,
            "The other round of a comparable score; empty for all other kinds.",
            optional=True,
        ),
        FINANCIAL_YEAR,
        ODS_CODE,
        ICS_CODE,
        CARE_SETTING,
        Column("section", "Section", meaning="The section of the conditions."),
        Column("item", "Item", meaning="The item of that section, by its key."),
        PILLAR,
        Column("domain", "Domain", meaning="The domain; empty for the pillar's own score."),
        Column("offers_or_asks", "Offers or asks", meaning="Whether help is offered or asked for."),
        Column("column", "What", meaning="The column whose value changes.", words=heading_of),
        Column(
            "before_value",
            "From",
            meaning="The value that is current now; empty if there is none.",
            words=as_filed,
            absent=_NOTHING,
        ),
        Column(
            "after_value",
            "To",
            meaning="The value that would be current; empty if there would be none.",
            words=as_filed,
            absent=_NOTHING,
        ),
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
        Column("score_before", "From", SCORE, "The pillar's score now.", decimals=2),
        Column("score_after", "To", SCORE, "The pillar's score after the change.", decimals=2),
    ),
)
TEMPLATE: Final = Table(
    "template_columns",
    "What the columns of a template mean",
    "one row per column",
    (
        Column("heading", "Column", meaning="The heading in the template."),
        Column("meaning", "Meaning", meaning="What to write in the column."),
        Column("unit", "Unit", meaning="The unit of the values, or that they are text."),
        Column("needed", "Needed", meaning="Whether a row must have a value in this column."),
    ),
)
TEMPLATE_VALUES: Final = Table(
    "template_values",
    "Values to choose from",
    "one row per value of a closed list",
    (
        Column("shown", "Value", meaning="The value in the template's list."),
        Column("meaning", "Meaning", meaning="What the value means."),
        Column("kept", "Kept as", meaning="How CSV and JSON files write the value."),
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
                meaning="Returns received, of those expected; empty if none are expected.",
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
        Column("state", "Return", meaning="Whether the return was received: returned or missing."),
        Column("reason", "What is known", meaning="What was returned, or why a return is expected."),
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
            meaning="What is unusual about the return.",
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
