"""Two small systems of invented trusts, and what can be said of them that matters to peer learning."""

from collections.abc import Sequence
from pathlib import Path

from benchmark.common.scope import Scope, Standard
from benchmark.questions.learning.candidates import Candidate
from benchmark.questions.learning.improvers import Improvers, improvers
from benchmark.questions.learning.measure import Need, learning
from benchmark.store.publication import Publication
from schemas.base import Row
from schemas.reference import EprSupplier
from schemas.returns import PeerExchange, TrustContext
from tests.unit.questions.country import FIRST_DAY, publish_country, system, trust


def country(folder: Path, *rows: Row) -> Publication:
    """Two systems: T1A, T2A, T3A and T4A in one, T5A and T6A in the other; rows on top."""
    members = {"QZ1": ("T1A", "T2A", "T3A", "T4A"), "QZ2": ("T5A", "T6A")}
    placed = [row for ics, codes in members.items() for code in codes for row in trust(code, ics)]
    return publish_country(folder, system("QZ1"), system("QZ2"), *placed, *rows)


def needs_of(
    publication: Publication, code: str, standard: Standard | None = None, *, most: int = 3
) -> list[Need]:
    found = learning(publication, Scope("QZ1", 2025), standard or Standard(), most=most)
    return [need for need in found.needs if need.ods_code == code]


def improvers_in(publication: Publication, ics: str = "QZ1", year: int = 2025) -> Improvers:
    """A system's units against their expected change, since a round that there is."""
    found = improvers(publication, Scope(ics, year))
    assert found is not None
    return found


def helpers(candidates: Sequence[Candidate]) -> list[str]:
    return [candidate.ods_code for candidate in candidates]


def supplier(code: str, name: str) -> EprSupplier:
    return EprSupplier(ods_code=code, supplier=name, as_of=FIRST_DAY)


def exchange(code: str, pillar: str, what: str, note: str = "Board papers") -> PeerExchange:
    return PeerExchange(
        ods_code=code, pillar=pillar, offers_or_asks=what, contact="digital@example.org", note=note
    )


SIZED = {"financial_year": "2023/24", "operating_expenditure": 1e8, "average_wte": 900.0}
"""All that is known of a trust's size."""


def size(code: str, pounds: float) -> TrustContext:
    return TrustContext(financial_year="2023/24", ods_code=code, operating_expenditure=pounds)
