"""What else is published about a trust, in sentences."""

from math import isnan
from typing import Final

from benchmark.core.columns import rows_of
from benchmark.core.wording import decimal, pounds
from benchmark.questions.evidence.columns import STATUS_WORDS
from benchmark.questions.evidence.measure import Evidence

CAUTION: Final = (
    "A trust scores itself. These are other publications about the same trust, as they are: other measures "
    "of other things, never a correction of a score, and never added to one."
)
OLD_SERIES: Final = (
    "The data security status is of the editions shown. From 2024/25 the toolkit follows the Cyber "
    "Assessment Framework, so later editions cannot be set beside these."
)
ADDED_UP: Final = (
    "The cost of keeping records before 2024/25 was added up to today's trusts by a third party: compare "
    "years with care."
)
SOURCE: Final = (
    "NHS England, Data Security and Protection Toolkit, organisation status, editions to 2022/23; "
    "NHS England, Estates Returns Information Collection (ERIC), to 2024/25. The scores beside them: {}"
)
NOTHING: Final = "Nothing else that this product holds is published about this trust."


def evidence_sentences(found: Evidence) -> list[str]:
    """Of a single trust: its data security status, and what it pays for keeping medical records."""
    (row,) = rows_of(found.latest)
    said = []
    if row.status is not None:
        said.append(
            f"Beside Safe Practice{_scored(row.safe_practice)}: in the data security toolkit's edition "
            f"{row.edition} its status was “{STATUS_WORDS[row.status]}”."
        )
    if row.record_type is not None:
        cost = "what keeping them costs is not returned"
        if not isnan(row.cost):
            cost = f"keeping them cost {pounds(row.cost)}"
        if not isnan(row.share):
            cost += f", {decimal(100 * row.share, 2)}% of the operating expenditure of {row.accounts_year}"
        said.append(
            f"Beside Smart Foundations{_scored(row.smart_foundations)}: in {row.financial_year} its medical "
            f"records were {row.record_type}, and {cost}."
        )
    if row.eric_type is not None:
        said.append(f"In the estates return (ERIC) it is of the type “{row.eric_type}”.")
    return said


def _scored(score: float) -> str:
    return "" if isnan(score) else f" (own score {decimal(score, 1)})"


def notes_on_evidence(found: Evidence) -> list[str]:
    """What is to be said below the table, for a terminal."""
    asked = [f"{row.trust} ({row.ods_code}): {row.question}" for row in rows_of(found.questions)]
    return [CAUTION, OLD_SERIES, ADDED_UP, *asked]
