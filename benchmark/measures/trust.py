"""What is known of a trust beside its scores."""

from dataclasses import dataclass

from benchmark.errors import UnknownCode
from benchmark.measures.frames import sql
from benchmark.store.publication import Publication


@dataclass(frozen=True)
class TrustFacts:
    """A trust's size, systems and supplier. Money in pounds; None where nothing is published."""

    ods_code: str
    name: str
    trust_type: str | None
    financial_year: str | None
    operating_expenditure: float | None
    average_wte: float | None
    epr_supplier: str | None
    epr_as_of: str | None
    systems: tuple[str, ...]
    """Its systems with their codes, the earliest first."""
    predecessors: tuple[str, ...]
    successors: tuple[str, ...]


def trust_facts(publication: Publication, ods_code: str) -> TrustFacts:
    """The facts of one trust. UnknownCode when there is no such trust."""
    found = publication.rows(sql("trust_facts"), ods_code=ods_code)
    if not found:
        raise UnknownCode(f"There is no trust {ods_code}.")
    name, trust_type, year, expenditure, wte, supplier, as_of = found[0]
    relatives: dict[str, list[str]] = {"system": [], "predecessor": [], "successor": []}
    for relation, relative in publication.rows(sql("trust_relatives"), ods_code=ods_code):
        relatives[relation].append(relative)
    return TrustFacts(
        ods_code=ods_code,
        name=name,
        trust_type=trust_type,
        financial_year=year,
        operating_expenditure=expenditure,
        average_wte=wte,
        epr_supplier=supplier,
        epr_as_of=None if as_of is None else f"{as_of:%B %Y}",
        systems=tuple(relatives["system"]),
        predecessors=tuple(relatives["predecessor"]),
        successors=tuple(relatives["successor"]),
    )
