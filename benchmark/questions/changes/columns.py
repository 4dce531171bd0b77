"""The columns of the differences between two days."""

from dataclasses import replace
from typing import Final

from benchmark.core.columns import (
    ASSESSMENT_YEAR,
    CARE_SETTING,
    CHANGE,
    ICS_CODE,
    MOMENT,
    NUMBERED,
    ODS_CODE,
    SCORE,
    SYSTEM,
    TEXTS,
    TRUST,
    YEAR,
    Column,
    Table,
    pillar_name,
)
from benchmark.core.definitions import kind_title

OVERALL: Final = "overall"
COMPARABLE: Final = "overall_comparable"
_SCORES: Final = {OVERALL: "Overall, mean of the pillars", COMPARABLE: "Comparable overall score"}
_NOT_THERE: Final = "not there"


def scored_in_words(key: str) -> str:
    """The name of a pillar or of an overall score."""
    return _SCORES.get(key) or pillar_name(key)


NEW_AND_WITHDRAWN: Final = "new_withdrawn"
"""The key for a submission that was added after the earlier day and withdrawn before the later one."""
WHAT_HAPPENED: Final = {
    "new": "New",
    NEW_AND_WITHDRAWN: "New, and withdrawn since",
    "withdrawn": "Withdrawn",
    "restored": "Restored",
}
ADDED_OR_REMOVED: Final = {"came": "Added", "went": "Removed"}
_COMPARED_WITH: Final = Column(
    "compared_with",
    "Compared with",
    YEAR,
    "The other round of a comparable score.",
    absent="",
    optional=True,
)
_KIND: Final = Column("kind", "Kind", meaning="The kind of return.", words=kind_title)

RETURNS: Final = Table(
    "changed_returns",
    "Returns that were added, withdrawn or restored",
    "one row per submission whose state differs, the newest first",
    (
        Column(
            "submission_id",
            "Number",
            NUMBERED,
            "The submission's number. Confirmed names and headings are submissions too.",
        ),
        Column(
            "befell",
            "What happened",
            meaning="Whether the submission is new, was withdrawn, or was restored.",
            words=WHAT_HAPPENED,
        ),
        _KIND,
        Column(
            "organisations",
            "Organisations",
            TEXTS,
            "The organisations that have current rows of this submission on one of the two days.",
        ),
        Column("file_name", "File", meaning="The name of the file when it was submitted."),
        Column(
            "by", "By", meaning="Who submitted it or, if that is what happened, who withdrew or restored it."
        ),
        Column("at", "At", MOMENT, "When this happened, UTC."),
        Column("reason", "Reason", meaning="Why it was withdrawn or restored.", absent="", optional=True),
    ),
)
UNITS: Final = Table(
    "changed_units",
    "Trusts and care settings whose scores were added or removed",
    "one row per round, trust, care setting and kind of score; of comparable scores per pair of rounds",
    (
        TRUST,
        ODS_CODE,
        CARE_SETTING,
        ASSESSMENT_YEAR,
        _COMPARED_WITH,
        _KIND,
        Column(
            "came_or_went",
            "Added or removed",
            meaning="'came' if the scores exist only on the later day, 'went' if only on the earlier day.",
            words=ADDED_OR_REMOVED,
        ),
    ),
)
SCORES: Final = Table(
    "changed_scores",
    "Scores that moved by more than one answer, overall scores by 0.1 or more",
    "one row per round, trust, care setting and score; of comparable scores per pair of rounds",
    (
        TRUST,
        ODS_CODE,
        CARE_SETTING,
        ASSESSMENT_YEAR,
        Column("scored", "Score of", meaning="A pillar, or an overall score.", words=scored_in_words),
        _COMPARED_WITH,
        Column("score_before", "From", SCORE, "The score on the earlier day.", decimals=2, absent=_NOT_THERE),
        Column("score_after", "To", SCORE, "The score on the later day.", decimals=2, absent=_NOT_THERE),
        replace(
            CHANGE,
            meaning="The score of the later day less that of the earlier day.",
            difference_of=("score_after", "score_before"),
            absent="",
        ),
    ),
)
VERDICTS: Final = Table(
    "changed_verdicts",
    "Verdicts that changed",
    "one row per system whose verdict differs",
    (
        SYSTEM,
        ICS_CODE,
        ASSESSMENT_YEAR,
        Column(
            "verdict_before",
            "Verdict before",
            meaning="The verdict on the earlier day.",
            absent="none",
            optional=True,
        ),
        Column(
            "verdict_after",
            "Verdict after",
            meaning="The verdict on the later day.",
            absent="none",
            optional=True,
        ),
    ),
)
SENTENCES: Final = Table(
    "changed_sentences",
    "Sentences that changed",
    "one row per system and page whose first sentence differs",
    (
        SYSTEM,
        ICS_CODE,
        Column("page", "Page", meaning="The page that begins with the sentence."),
        Column("said_before", "Before", meaning="As the page began.", absent="not shown", optional=True),
        Column("said_after", "After", meaning="As the page begins.", absent="not shown", optional=True),
    ),
)
PLACES: Final = Table(
    "changed_places",
    "Trusts that entered or left a system",
    "one row per trust whose system differs",
    (
        TRUST,
        ODS_CODE,
        Column(
            "system_before",
            "System before",
            meaning="The trust's system on the earlier day.",
            absent="none",
            optional=True,
        ),
        Column(
            "system_after",
            "System after",
            meaning="The trust's system on the later day.",
            absent="none",
            optional=True,
        ),
    ),
)
ALL: Final = Table(
    "changes",
    "Everything that changed between two days",
    "one row per change",
    (
        Column("sort", "What changed", meaning="Return, scores, score, verdict, sentence or system."),
        Column("organisation", "Organisation", meaning="The trust, the system, or the file of a return."),
        Column("code", "Code", meaning="The trust's or the system's code, or the submission's number."),
        Column(
            "which", "Of what", meaning="The score with its care setting and round, the page, or the kind."
        ),
        Column("before_value", "From", meaning="The value on the earlier day.", absent=""),
        Column("after_value", "To", meaning="The value on the later day.", absent=_NOT_THERE),
    ),
)
