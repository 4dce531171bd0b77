"""A pack's choices: its subject, its sections and their order, its length and its words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal, get_args

from benchmark.common.scope import Scope, Standard
from benchmark.core.errors import BenchmarkError, nearest

Length = Literal["one", "six", "full"]
Audience = Literal["board", "trust", "working"]
LENGTHS: Final[Mapping[Length, str]] = {
    "one": "One page",
    "six": "Six slides",
    "full": "Everything",
}
AUDIENCES: Final[Mapping[Audience, str]] = {
    "board": "The board of the system",
    "trust": "The boards of its trusts",
    "working": "A working group",
}


@dataclass(frozen=True)
class SectionName:
    """A section that can be chosen. of: the kinds of pack that can have it, system or trust."""

    key: str
    name: str
    of: frozenset[str] = frozenset({"system", "trust"})


SECTIONS: Final = (
    SectionName("summary", "Summary"),
    SectionName("grid", "Every trust, every pillar", frozenset({"system"})),
    SectionName("position", "Position among peers", frozenset({"trust"})),
    SectionName("changes", "What changed since"),
    SectionName("movement", "Since the last round"),
    SectionName("gap", "Where the gap lies", frozenset({"system"})),
    SectionName("evidence", "What else is published"),
    SectionName("spend", "IT spend"),
    SectionName("conditions", "Gaps that no programme addresses"),
    SectionName("helpers", "Who could help"),
    SectionName("plan", "A plan", frozenset({"system"})),
    SectionName("missing", "What is missing"),
    SectionName("risks", "Risks in words"),
    SectionName("method", "Method and sources"),
)
OF_SIX: Final = {
    "system": ("summary", "grid", "movement", "helpers", "risks"),
    "trust": ("summary", "position", "movement", "helpers", "risks"),
}
"""The sections after the cover of a six-slide pack."""
GIVES_WAY: Final = "helpers"
"""The section of a six-slide pack that "What changed since" replaces if an earlier day was chosen."""
FULL: Final = {
    of: tuple(section.key for section in SECTIONS if of in section.of) for of in ("system", "trust")
}


@dataclass(frozen=True)
class Choices:
    """The choices of one pack. trust: an ODS code if the pack is about a trust of the scope's system.

    sections: keys in order; empty for the sections of the length. texts: section key -> the author's own
    text, which comes first in it. asks: what the board is asked to do; empty for what the figures suggest.
    plan: the name of a saved plan. since: the earlier day to compare with. address: the address of the
    dashboard, for links back to it.
    """

    scope: Scope
    trust: str | None = None
    standard: Standard = field(default_factory=Standard)
    sections: tuple[str, ...] = ()
    length: Length = "full"
    audience: Audience = "board"
    anonymise: bool = False
    plan: str = ""
    since: date | None = None
    name: str = ""
    agenda_item: str = ""
    purpose: str = ""
    date: str = ""
    asks: tuple[str, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict, hash=False)
    address: str = ""

    def __post_init__(self) -> None:
        if self.length not in get_args(Length) or self.audience not in get_args(Audience):
            raise BenchmarkError(f"There is no length {self.length} for an audience {self.audience}.")
        self._expect_sections(self.sections)
        self._expect_sections([*self.texts])

    def _expect_sections(self, keys: Sequence[str]) -> None:
        known = FULL[self.of]
        for key in keys:
            if key not in known:
                raise BenchmarkError(f"A pack of a {self.of} has no section {key}.", fix=nearest(key, known))

    @property
    def of(self) -> str:
        """The kind of pack: system or trust. A group counts as a system of its own trusts."""
        return "system" if self.trust is None else "trust"

    @property
    def chosen(self) -> tuple[str, ...]:
        """The keys of the pack's sections, in order."""
        if self.sections:
            return tuple(dict.fromkeys(self.sections))
        if self.length == "six":
            now = "changes" if self.since else GIVES_WAY
            return tuple(now if key == GIVES_WAY else key for key in OF_SIX[self.of])
        if self.length == "one":
            return ("summary",)
        unasked = {*(() if self.plan else ("plan",)), *(() if self.since else ("changes",))}
        return tuple(key for key in FULL[self.of] if key not in unasked)
