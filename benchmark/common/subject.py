"""Whom figures are about: it travels with them, and is stamped where they are rendered."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from benchmark.common.scope import FOOTPRINT_IN_WORDS, Footprint, Scope, System, system_of
from benchmark.store.publication import Publication

FICTIONAL: str = "fictional"


@dataclass(frozen=True)
class Subject:
    """The system or the trust that figures are about, the time, the footprint and the past day shown.

    code: empty for what has none, such as all systems together. when: the round ("2025") or the financial
    year ("2024/25"); empty for none. as_at: None for now.
    """

    code: str
    name: str
    fictional: bool = False
    when: str = ""
    footprint: Footprint | None = None
    as_at: datetime | None = None

    def title(self, message: str) -> str:
        """A figure's message, with the word that its organisations are fictional."""
        return f"Fictional: {message}" if self.fictional and message else message

    @property
    def named(self) -> str:
        """The name with its code, and that it is fictional where the name does not say so itself."""
        if not self.code:
            return self.name
        marked = self.fictional and FICTIONAL not in self.name.casefold()
        inside = [part for part in (self.code, FICTIONAL if marked else "") if part]
        return f"{self.name} ({', '.join(inside)})" if inside else self.name

    @property
    def in_words(self) -> str:
        """The name, the time and the footprint, as a heading lists them."""
        footprint = [] if self.footprint is None else [FOOTPRINT_IN_WORDS[self.footprint]]
        return ", ".join([self.named, *([self.when] if self.when else []), *footprint])

    def trust(self, code: str, name: str) -> "Subject":
        """One of a system's trusts, at the same time and on the same footprint."""
        return replace(self, code=code, name=name)

    def file(self, what: str) -> str:
        """A file's name without its ending, such as fictional-share-DEMO-2024-25-as-at-2026-01-31."""
        parts = [FICTIONAL] if self.fictional else []
        parts += [what, self.code, self.when.replace("/", "-")]
        parts += [] if self.as_at is None else [f"as-at-{self.as_at:%Y-%m-%d}"]
        return "-".join(part for part in parts if part)

    @property
    def marks(self) -> dict[str, Any]:
        """What each row of a file and each document of JSON says beside its figures: only what is unusual."""
        fictional = {FICTIONAL: True} if self.fictional else {}
        return fictional | ({} if self.as_at is None else {"as_at": self.as_at.date().isoformat()})


def subject_of(
    publication: Publication, scope: Scope, *, when: str | None = None, system: System | None = None
) -> Subject:
    """A system as a subject; when: another time than the scope's round. UnknownCode if it is not known.

    system: the scope's, where it is at hand.
    """
    system = system or system_of(publication, scope)
    return Subject(
        system.ics_code,
        system.name,
        system.fictional,
        str(scope.assessment_year) if when is None else when,
        scope.footprint,
        publication.as_at,
    )
