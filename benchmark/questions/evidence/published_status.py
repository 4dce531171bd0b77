"""What other publications say about trusts, and how one trust is ahead of another there."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from benchmark.questions.evidence.columns import BEHIND, IN_SHORT, MEETS
from benchmark.questions.evidence.measure import published
from benchmark.store.publication import Publication, per_publication

_ON_PAPER: Final = {"paper": "on paper", "mixed": "partly on paper"}


@dataclass(frozen=True)
class PublishedStatus:
    """A trust in the newest edition of each publication; None where it is in none.

    met_since: the first edition since which the trust has met the data security standards without a break.
    """

    edition: str | None = None
    status: str | None = None
    met_since: str | None = None
    records_year: str | None = None
    record_type: str | None = None


NOT_PUBLISHED: Final = PublishedStatus()


@per_publication
def published_statuses(publication: Publication) -> Mapping[str, PublishedStatus]:
    """Code -> status, for every trust that is in a publication."""
    by_kind = published(publication)
    security, records = by_kind["dspt_status"], by_kind["medical_records"]
    by_code = {}
    for code in sorted({*security, *records}):
        editions, years = security.get(code, ()), records.get(code, ())
        since = None
        for row in reversed(editions):
            if row["status"] not in MEETS:
                break
            since = row["edition"]
        by_code[code] = PublishedStatus(
            edition=editions[-1]["edition"] if editions else None,
            status=editions[-1]["status"] if editions else None,
            met_since=since,
            records_year=years[-1]["financial_year"] if years else None,
            record_type=years[-1]["record_type"] if years else None,
        )
    return by_code


def ahead_words(pillar: str, *, own: PublishedStatus, other: PublishedStatus, trust: str) -> str:
    """How a publication shows another trust ahead on a pillar, as a clause; empty if it does not.

    own: the status of the trust in need, named `trust`. Only the same edition is compared: editions differ.
    """
    if pillar == "safe_practice" and own.status in BEHIND and own.edition == other.edition:
        if other.met_since is None:
            return ""
        since = (
            f"has met the data security standards since {other.met_since}, as the toolkit of {other.edition}"
        )
        if other.met_since == other.edition:
            did = IN_SHORT[str(other.status)]
            since = f"has {did} the data security standards, as the toolkit of {other.edition}"
        return f"{since} has it, where {trust} {BEHIND[str(own.status)]}"
    if (
        pillar == "smart_foundations"
        and own.record_type in _ON_PAPER
        and own.records_year == other.records_year
    ):
        if other.record_type != "electronic":
            return ""
        paper = _ON_PAPER[str(own.record_type)]
        return f"has electronic medical records ({other.records_year}), where those of {trust} are {paper}"
    return ""
