"""Whom a template is for: a trust, a system with all its trusts, or nobody in particular."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args

from benchmark.core.errors import UnknownCode
from benchmark.returns.queries import query_text
from benchmark.store.publication import Publication
from schemas.base import CareSetting

FICTIONAL = "A fictional organisation, for trying out"
"""What a template says that is about one."""
SETTINGS: tuple[str, ...] = get_args(CareSetting)


@dataclass(frozen=True)
class TrustToFill:
    """A trust with the care settings that it has returned before, else those of its type; perhaps none."""

    code: str
    name: str
    settings: tuple[str, ...]


@dataclass(frozen=True)
class Subject:
    """Whom a template is for. `ics_code` and `ics_name` are empty for a single trust, all is for nobody."""

    name: str
    fictional: bool
    trusts: tuple[TrustToFill, ...]
    ics_code: str = ""
    ics_name: str = ""

    @property
    def codes(self) -> list[str]:
        """Every organisation's code: the system's first."""
        return [*filter(None, (self.ics_code,)), *(trust.code for trust in self.trusts)]


NOBODY = Subject("", False, ())


def trust_subject(publication: Publication, ods_code: str) -> Subject:
    """One trust. UnknownCode when there is none of that code."""
    trusts, fictional = _trusts(publication, [ods_code])
    if not trusts:
        raise UnknownCode(f"There is no trust {ods_code}.")
    return Subject(f"{trusts[0].name} ({trusts[0].code})", fictional, trusts)


def system_subject(
    publication: Publication, ics_code: str, *, assessment_year: int, footprint: str = "assessed"
) -> Subject:
    """A system's board and the trusts that belong to it on a round's footprint. UnknownCode for none of that
    code there.
    """
    place = {"ics_code": ics_code, "assessment_year": assessment_year, "footprint": footprint}
    found = publication.rows(query_text("template_system"), **place)
    if not found:
        raise UnknownCode(f"There is no ICS {ics_code} on that footprint of {assessment_year}.")
    name, fictional = found[0]
    members = [str(row[0]) for row in publication.rows(query_text("template_members"), **place)]
    trusts, _ = _trusts(publication, members)
    return Subject(f"{name} ({ics_code})", bool(fictional), trusts, ics_code, str(name))


def _trusts(publication: Publication, codes: Sequence[str]) -> tuple[tuple[TrustToFill, ...], bool]:
    """The trusts of these codes in the order of their names, and whether any is fictional."""
    rows = publication.rows(query_text("template_trusts"), codes=list(codes))
    trusts = tuple(
        TrustToFill(str(code), str(name), _settings(returned, trust_type))
        for code, name, trust_type, _, returned in rows
    )
    return trusts, any(fictional for *_, fictional, _ in rows)


def _settings(returned: Sequence[str], trust_type: str | None) -> tuple[str, ...]:
    """In the order of the definition. A type may name several: 'Mental Health and Community (Combined)'."""
    known = returned or [setting for setting in SETTINGS if setting in (trust_type or "")]
    return tuple(setting for setting in SETTINGS if setting in known)
