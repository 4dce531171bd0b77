"""What figures are about, and what they rest on: it goes with them, and is stamped where they are shown."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from hashlib import sha256
from typing import Any, Final

from benchmark.common.groups import kind_of
from benchmark.common.scope import (
    EXPECTED,
    NATIONAL,
    Footprint,
    Scope,
    Standard,
    System,
    base_of,
    footprint_in_words,
    placements,
    sql,
    system_of,
)
from benchmark.core.columns import Table
from benchmark.core.compare import TOLERANCE
from benchmark.core.definitions import load_published_files
from benchmark.core.settings import Settings
from benchmark.core.wording import decimal, in_full, large_start, plural, with_code
from benchmark.store.publication import Publication, per_publication
from schemas.definitions import PublishedFile
from schemas.kinds import KINDS

FICTIONAL: Final = "fictional"
NOT_DECIDED: Final = "expected, not decided"
"""Said of every figure on the footprint that is expected."""
_LONGEST_CODE = 40
"""Characters of a group's members that a name or a file's name lists."""
FICTIONAL_SOURCE = (
    "Fictional trusts and scores, made up so that every page can be tried. "
    "They describe no real organisation."
)
FROM_REAL_TRUSTS: Final = "The standard, from real trusts:"
"""Begins what a fictional system's standard rests on."""
SCORES: Final = "maturity_scores"
COMPARABLE: Final = "overall_comparable"
_OF_A_ROUND: Final = {SCORES: "score_submissions", COMPARABLE: "comparable_submissions"}
"""The kinds whose rows are of a round, each with the query of the submissions that its rounds rest on."""
MOST_RETURNS_NAMED = 3
"""A reader looks up one or two; the Returns page lists them all."""
ScoreKey = tuple[str, str, str]
"""A trust, a care setting, a pillar."""
PUBLISHED = "came with the product"
"""What is said of a published figure, and of one of the demonstration."""


def code_of_file(code: str) -> str:
    """A system's or a group's code in a file's name; of many members a short one of its own."""
    if len(code) <= _LONGEST_CODE:
        return code.replace(",", "-")
    return f"group-of-{code.count(',') + 1}-{sha256(code.encode()).hexdigest()[:6]}"


def return_number(number: int) -> str:
    """What a return is called in a sentence."""
    return f"number {number}"


@dataclass(frozen=True)
class Submitted:
    """A return that was submitted to this store: its number, file, who sent it, when (UTC)."""

    number: int
    file_name: str
    by: str
    at: datetime

    @property
    def day(self) -> str:
        """The day as a reader writes it."""
        return in_full(self.at)


@dataclass(frozen=True)
class Sources:
    """What figures rest on: the files that came with the product, and the returns, the newest first.

    national: the same of the standard that England gives, where the figures are a fictional system's.
    line: how a page says it, `{}` where the publications and returns are named.
    """

    files: tuple[str, ...] = ()
    returns: tuple[Submitted, ...] = ()
    national: "Sources | None" = None
    line: str = "{}"

    def __add__(self, other: "Sources") -> "Sources":
        """Both together, each file and each return once."""
        numbered = {one.number: one for one in (*self.returns, *other.returns)}
        return replace(
            self,
            files=tuple(dict.fromkeys((*self.files, *other.files))),
            returns=tuple(numbered[number] for number in sorted(numbered, reverse=True)),
            national=self.national or other.national,
        )

    def listed(self, *, number: Callable[[int], str] = return_number) -> str:
        """The publications and the returns in a line. number: how a return's is written, where marked up."""
        submitted = returns_words(self.returns, number=number)
        said = "; ".join(
            dict.fromkeys(
                f"{file.publisher}, {file.publication}, {file.published}"
                for file in _published()
                if file.file in self.files
            )
        )
        both = f"{said}, and {submitted}" if said and submitted else said or submitted
        return f"{both or 'No return yet'}. Self-assessed."


def fictional_mark(name: str, fictional: bool) -> str:
    """What stands behind the name of a fictional organisation that does not say so itself; else nothing."""
    return FICTIONAL if fictional and FICTIONAL not in name.casefold() else ""


@dataclass(frozen=True)
class Subject:
    """The system or the trust that figures are about, the time, the footprint, and the past day.

    code: empty for what has none, such as all systems together. when: the round ("2025") or the financial
    year ("2024/25"); empty for none. as_at: None for now. rests_on: the files and the returns that the
    figures come from. kind: a group's, in words; empty for others. held_to: what scores are held to, in
    words; empty where they are held to nothing. version: the publication's.
    """

    code: str
    name: str
    fictional: bool = False
    when: str = ""
    footprint: Footprint | None = None
    as_at: datetime | None = None
    rests_on: Sources = Sources()
    kind: str = ""
    held_to: str = ""
    version: str = ""

    def title(self, message: str) -> str:
        """A figure's message, with the words that its organisations are fictional, its footprint expected."""
        said = [*(["fictional"] if self.fictional else []), *([NOT_DECIDED] if self.is_expected else [])]
        return f"{large_start(', '.join(said))}: {message}" if said and message else message

    @property
    def is_expected(self) -> bool:
        """Whether it stands on a footprint that nobody has decided."""
        return self.footprint is not None and base_of(self.footprint) == EXPECTED

    @property
    def named(self) -> str:
        """The name with its code, and that it is fictional where the name does not say so itself."""
        if not self.code:
            return self.name
        code = self.code if len(self.code) <= _LONGEST_CODE else ""
        return with_code(self.name, code, self.kind, fictional_mark(self.name, self.fictional))

    @property
    def in_words(self) -> str:
        """The name, the time and the footprint, as a heading lists them."""
        footprint = [] if self.footprint is None else [footprint_in_words(self.footprint)]
        return ", ".join([self.named, *([self.when] if self.when else []), *footprint])

    def trust(self, code: str, name: str) -> "Subject":
        """One of a system's trusts, at the same time and on the same footprint."""
        return replace(self, code=code, name=name, kind="")

    @property
    def chosen(self) -> str:
        """The filters in words, as they stand below a title: place, time, footprint, standard."""
        return ", ".join([self.in_words, *([f"held to {self.held_to}"] if self.held_to else [])])

    def file(self, what: str) -> str:
        """A file's name without its ending, such as fictional-share-DEMO-2024-25-as-at-2026-01-31."""
        parts = [FICTIONAL] if self.fictional else []
        parts += [what, code_of_file(self.code), self.when.replace("/", "-")]
        parts += [EXPECTED] if self.is_expected else []
        parts += [] if self.as_at is None else [f"as-at-{self.as_at:%Y-%m-%d}"]
        return "-".join(part for part in parts if part)

    @property
    def marks(self) -> dict[str, Any]:
        """What each row of a file and each document of JSON says beside its figures: only what is unusual."""
        fictional: dict[str, Any] = {FICTIONAL: True} if self.fictional else {}
        kind = {"group": self.code, "group_kind": self.kind} if self.kind else {}
        expected = {"footprint_is": NOT_DECIDED} if self.is_expected else {}
        return (
            fictional
            | kind
            | expected
            | ({} if self.as_at is None else {"as_at": self.as_at.date().isoformat()})
        )

    def held(self, table: Table) -> dict[str, str]:
        """What each row of a table's file says of the standard, where no column of it does."""
        named = {"standard", "baseline", "held_to"} & {*table.keys}
        asks = any(column.against_standard for column in table.columns)
        return {"held_to": self.held_to} if self.held_to and asks and not named else {}

    def on(self, *sources: Sources, line: str | None = None) -> "Subject":
        """The same, where figures rest on these too. line: how a page says what they rest on."""
        found = sum(sources, self.rests_on)
        return replace(self, rests_on=found if line is None else replace(found, line=line))

    def source(self, *, number: Callable[[int], str] = return_number) -> str:
        """What the figures rest on, in a line: publications and returns; self-assessed, or fictional.

        number: how a return's is written, where it is to be marked up.
        """
        found = self.rests_on
        if not self.fictional:
            return found.line.replace("{}", found.listed(number=number))
        submitted = returns_words(found.returns, number=number)
        _, _, after = found.line.partition("{}")
        held_to = f" {FROM_REAL_TRUSTS} {found.national.listed(number=number)}" if found.national else ""
        return f"{FICTIONAL_SOURCE}{f' With {submitted}.' if submitted else ''}{held_to}{after}"


@cache
def _published() -> tuple[PublishedFile, ...]:
    return load_published_files(Settings().data / "published").files


NOBODY: Final = Subject("", "")
"""Of figures that nobody is shown."""


def subject_of(
    publication: Publication,
    scope: Scope,
    *kinds: str,
    years: tuple[int, ...] = (),
    standard: Standard | None = None,
    england: bool = False,
    when: str | None = None,
    system: System | None = None,
) -> Subject:
    """A system as a subject, whose figures rest on some kinds. UnknownCode if it is not known.

    years: rounds beside the scope's. standard, england: what scores are held to, as `sources` takes them.
    when: another time than the scope's round. system: the scope's, where it is at hand.
    """
    system = system or system_of(publication, scope)
    rounds = (*years, scope.assessment_year)
    return Subject(
        system.ics_code,
        system.name,
        system.fictional,
        str(scope.assessment_year) if when is None else when,
        scope.footprint,
        publication.as_at,
        sources(publication, *kinds, years=rounds, scope=scope, standard=standard, england=england),
        kind_of(publication, scope),
        "" if standard is None else standard.in_words,
        publication.version,
    )


@per_publication
def sources(
    publication: Publication,
    *kinds: str,
    years: tuple[int, ...] = (),
    scope: Scope | None = None,
    standard: Standard | None = None,
    england: bool = False,
    fictional: bool = False,
    trusts: frozenset[str] | None = None,
) -> Sources:
    """What figures of some kinds rest on: of all real organisations or all fictional ones, or of a system's.

    years: the rounds of the scores. scope: the figures are of this system's trusts alone; trusts: of these
    alone. Not where they are held against all of England's, or to a standard that England gives. A fictional
    system's own figures are fictional, whatever they are held against.
    """
    fictional = fictional if scope is None else system_of(publication, scope).fictional
    if standard is not None and standard.baseline == "own_target" and SCORES in kinds:
        kinds = (*kinds, "own_targets")
    of_england = standard is not None and standard.baseline in NATIONAL and SCORES in kinds
    placed = trusts
    if (england or of_england) and not fictional:
        placed = None
    elif trusts is None and scope is not None:
        members = _members(publication, year=scope.assessment_year, footprint=scope.footprint)
        placed = members.get(scope.ics_code, frozenset())
    numbers = {
        number
        for kind in kinds
        if kind in _OF_A_ROUND
        for code, made_up, number in _submissions_of_trusts(publication, kind, years=tuple(sorted({*years})))
        if (made_up == fictional if placed is None else code in placed)
    }
    numbers |= {
        number
        for number, kind, made_up, origin, *_ in _standing(publication)
        if kind in kinds
        and kind not in _OF_A_ROUND
        and made_up == fictional
        and (placed is None or origin != "return" or _is_of(publication, kind, number, placed))
    }
    found = _as_sources(row for row in _standing(publication) if row[0] in numbers)
    national = sources(publication, SCORES, years=years) if of_england and fictional else None
    return replace(found, national=national)


@per_publication
def _submissions_of_trusts(
    publication: Publication, kind: str, *, years: tuple[int, ...]
) -> list[tuple[str, bool, int]]:
    """Trust, whether it is fictional, and a submission that its scores of these rounds rest on."""
    found = publication.rows(sql(__package__, _OF_A_ROUND[kind]), years=[*years])
    return [(str(code), bool(made_up), int(number)) for code, made_up, number in found]


def _is_of(publication: Publication, kind: str, number: int, trusts: frozenset[str]) -> bool:
    """Whether a row of a submission that shows is of one of some trusts; of kinds of no trust each is."""
    if "ods_code" not in KINDS[kind].model_fields:
        return True
    return not trusts.isdisjoint(_trusts_of(publication, kind).get(number, ()))


@per_publication
def _trusts_of(publication: Publication, kind: str) -> dict[int, set[str]]:
    """Submission -> the trusts that its rows of a kind, as far as they show, are of."""
    found: dict[int, set[str]] = {}
    for number, code in publication.rows(sql(__package__, "trusts_of_submissions").format(kind=kind)):
        found.setdefault(int(number), set()).add(str(code))
    return found


@per_publication
def _members(publication: Publication, *, year: int, footprint: Footprint) -> dict[str, frozenset[str]]:
    """System -> its trusts."""
    placed = placements(publication, year=year, footprint=footprint)
    return {str(code): frozenset(own) for code, own in placed.groupby("ics_code")["ods_code"]}


_Standing = tuple[int, str, bool, str, str, str, datetime]


@per_publication
def _standing(publication: Publication) -> list[_Standing]:
    """Number, kind, whether fictional, origin, file, submitter and time of what stands, oldest first."""
    return [
        (int(number), str(kind), bool(made_up), str(origin), str(file_name), str(by), at)
        for number, kind, origin, made_up, file_name, _, by, at, _ in publication.rows(
            sql(__package__, "standing_submissions")
        )
    ]


def _as_sources(rows: Iterable[_Standing]) -> Sources:
    standing = list(rows)
    return Sources(
        tuple(file_name for *_, origin, file_name, _, _ in standing if origin != "return"),
        tuple(
            Submitted(number, file_name, by, at)
            for number, *_, origin, file_name, by, at in reversed(standing)
            if origin == "return"
        ),
    )


def returns_words(returns: tuple[Submitted, ...], *, number: Callable[[int], str] = return_number) -> str:
    """'3 returns submitted here: number 27 (file, by, day), ...'; at most three are named. Empty for none.

    number: how a number is written, where it is to be marked up.
    """
    if not returns:
        return ""
    named = [
        f"{number(one.number)} ({one.file_name}, by {one.by}, {one.day})"
        for one in returns[:MOST_RETURNS_NAMED]
    ]
    more = len(returns) - len(named)
    count = plural(len(returns), "return")
    return f"{count} submitted here: {', '.join(named)}{f' and {more} more' if more else ''}"


@dataclass(frozen=True)
class Replaced:
    """A score from a return that took the place of a published one."""

    score: float
    published: float
    submitted: Submitted

    @property
    def words(self) -> str:
        """'submitted 5 January 2026 (number 27), published 3.8'."""
        submitted = f"submitted {self.submitted.day} (number {self.submitted.number})"
        return f"{submitted}, published {decimal(self.published, 1)}"

    @property
    def differs(self) -> bool:
        """Whether the return changed the score."""
        return abs(self.score - self.published) > TOLERANCE


def source_words(
    key: ScoreKey, *, returns: Mapping[ScoreKey, Submitted], replaced: Mapping[ScoreKey, Replaced]
) -> str:
    """Where one score came from: published, a return, or a return in place of a published score."""
    if key in replaced:
        return replaced[key].words
    if key in returns:
        return f"submitted {returns[key].day} (number {returns[key].number})"
    return PUBLISHED


@per_publication
def replaced(publication: Publication, *, year: int) -> Mapping[ScoreKey, Replaced]:
    """Which scores of a round took the place of published ones, by trust, care setting and pillar."""
    return {
        (code, setting, pillar): Replaced(score, published, Submitted(number, file_name, by, at))
        for code, setting, pillar, score, published, number, file_name, by, at in publication.rows(
            sql(__package__, "replaced"), assessment_year=year
        )
    }


@per_publication
def score_returns(publication: Publication, *, year: int) -> Mapping[ScoreKey, Submitted]:
    """The return that each score of a round came from, by trust, care setting and pillar."""
    returns = {one.number: one for one in _as_sources(_standing(publication)).returns}
    rows = publication.rows(sql(__package__, "score_submission_of"), assessment_year=year) if returns else []
    return {
        (code, setting, pillar): returns[number]
        for code, setting, pillar, number in rows
        if number in returns
    }
