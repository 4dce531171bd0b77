"""Other publications about a trust, in sentences."""

from math import isnan
from typing import Any, Final

from benchmark.core.columns import rows_of
from benchmark.core.wording import counted, decimal, in_list, per_cent, pounds, with_code
from benchmark.questions.evidence.assets import Assets
from benchmark.questions.evidence.columns import IN_SHORT, STATUS_WORDS
from benchmark.questions.evidence.measure import Evidence

CAUTION_WITHOUT_SCORES: Final = (
    "A trust scores itself. These are other publications about the same trust. They measure other things: "
    "they never correct a score, and are never added to one."
)
CAUTION: Final = f"{CAUTION_WITHOUT_SCORES} Its own score here is the mean of its care settings."
OLD_SERIES: Final = (
    "The data security status is of the editions shown. From 2024/25 the toolkit follows the Cyber "
    "Assessment Framework, so later editions cannot be set beside these."
)
ADDED_UP: Final = (
    "The cost of keeping records before 2024/25 was added up to today's trusts by a third party: compare "
    "years with care."
)
SOURCE_WITHOUT_SCORES: Final = (
    "NHS England, Data Security and Protection Toolkit, organisation status, editions to 2022/23; "
    "NHS England, Estates Returns Information Collection (ERIC), to 2024/25."
)
SOURCE: Final = f"{SOURCE_WITHOUT_SCORES} The scores beside them: {{}}"
ASSETS_CAUTION: Final = (
    "This is capital alone, from trusts' accounts: what was bought, donated or granted, without what is "
    "leased. It is not IT spend and is never added to it. Assets under construction cannot be split, so "
    "what is still being built is in all additions and in no figure of IT."
)
ASSETS_ABSENT: Final = (
    "Trusts' accounts say what was added to IT equipment and software, and how much of both is written "
    "off. NHS England publishes them once a year, a workbook for NHS trusts and one for foundation "
    "trusts. They do not come with this product: download a workbook, leave the year in its name, and "
    "choose it under Upload, or submit it with the command below. It is read as it is."
)
ASSETS_COMMAND: Final = 'python -m benchmark submit FILE --by "YOUR NAME" --note "Trust accounts"'
ASSETS_SOURCE: Final = "NHS England, Trust Accounts Consolidation (TAC), as it was submitted here: {}"
NOTHING: Final = "Nothing else that this product holds is published about this trust."


def published_in_short(row: Any) -> str:
    """The publications about a trust in a few words, from its row of LATEST; empty if there are none."""
    said = []
    if row.status is not None:
        said.append(f"Data security {IN_SHORT[row.status]}, {row.edition}")
    if row.record_type is not None:
        said.append(f"records {row.record_type}, {row.financial_year}")
    text = "; ".join(said)
    return text[:1].upper() + text[1:]


def evidence_sentences(evidence: Evidence) -> list[str]:
    """The sentences about a single trust: its data security status, records, accounts and type."""
    (row,) = rows_of(evidence.latest)
    sentences = []
    if row.status is not None:
        sentences.append(
            f"Beside Safe Practice{_scored(row.safe_practice)}: in the data security toolkit's edition "
            f"{row.edition} its status was “{STATUS_WORDS[row.status]}”."
        )
    if row.record_type is not None:
        cost = "what keeping them costs is not returned"
        if not isnan(row.cost):
            cost = f"keeping them cost {pounds(row.cost)}"
        if not isnan(row.share):
            cost += f", {decimal(100 * row.share, 2)}% of the operating expenditure of {row.accounts_year}"
        sentences.append(
            f"Beside Smart Foundations{_scored(row.smart_foundations)}: in {row.financial_year} its medical "
            f"records were {row.record_type}, and {cost}."
        )
    if len(evidence.assets):
        sentences.append(f"Beside Smart Foundations: {_assets_of_trust([*rows_of(evidence.assets)][-1])}")
    if row.eric_type is not None:
        sentences.append(f"In the estates return (ERIC) it is of the type “{row.eric_type}”.")
    return sentences


def _assets_of_trust(row: Any) -> str:
    added = "" if isnan(row.additions) else f"{pounds(row.additions)} was added to IT equipment and software"
    if added and not isnan(row.share_of_additions):
        added += f", {per_cent(row.share_of_additions)} of all additions"
    ages = ages_words(row.it_age, row.software_age)
    return f"in the accounts of {row.financial_year}, {'; '.join(filter(None, (added, ages)))}."


def ages_words(it_age: float, software_age: float) -> str:
    """How much of the cost is written off, as a clause; empty if neither age is known."""
    known = (("IT equipment", it_age), ("software", software_age))
    parts = [f"{decimal(100 * age, 0)}% of the cost of {what}" for what, age in known if not isnan(age)]
    return f"{in_list(parts)} {'is' if len(parts) == 1 else 'are'} written off" if parts else ""


def assets_lead(assets: Assets) -> str:
    """The newest accounts of some trusts, summed, in sentences. At least one trust must have accounts."""
    *_, row = rows_of(assets.by_year)
    who = counted(int(row.trusts))
    lead = f"The accounts of {row.financial_year} of {who}"
    if not isnan(row.additions):
        shares = [
            f"{decimal(100 * share, places)}% of {of}"
            for share, places, of in (
                (row.share_of_additions, 1, "all additions"),
                (row.share_of_operating, 2, "operating expenditure"),
            )
            if not isnan(share)
        ]
        lead += f" have {pounds(row.additions)} of additions to IT equipment and software"
        lead += f": {in_list(shares)}" if shares else ""
    else:
        lead += " are here"
    ages = ages_words(row.it_age, row.software_age)
    without = f" No accounts of that year: {in_list(assets.without)}." if assets.without else ""
    return f"{lead}.{f' {ages}.' if ages else ''}{without}"


def _scored(score: float) -> str:
    return "" if isnan(score) else f" (own score {decimal(score, 1)})"


def notes_on_evidence(evidence: Evidence) -> list[str]:
    """Notes below the table on a terminal."""
    asked = [f"{with_code(row.trust, row.ods_code)}: {row.question}" for row in rows_of(evidence.questions)]
    return [CAUTION, OLD_SERIES, ADDED_UP, *asked]
