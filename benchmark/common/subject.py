"""The subject of figures and their sources: kept with the figures, and shown wherever they are."""

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
from benchmark.core.definitions import definitions, load_published_files
from benchmark.core.settings import Settings
from benchmark.core.wording import decimal, in_full, large_start, plural, with_code
from benchmark.store.publication import Publication, per_publication
from schemas.definitions import PublishedFile
from schemas.kinds import KINDS

FICTIONAL: Final = "fictional"
NOT_DECIDED: Final = "expected, not decided"
"""Added to every figure on the expected footprint."""
_LONGEST_CODE = 40
"""The longest code of a group that names and files' names show, in characters."""
FICTIONAL_SOURCE = (
    "Fictional trusts and scores, made up so that every page can be tried. "
    "They describe no real organisation."
)
FROM_REAL_TRUSTS: Final = "The standard, from real trusts:"
"""Begins the sources of a fictional system's standard."""
MATURITY_SCORES: Final = "maturity_scores"
COMPARABLE: Final = "overall_comparable"
_OF_A_ROUND: Final = {MATURITY_SCORES: "score_submissions", COMPARABLE: "comparable_submissions"}
"""Kind with rows of a round -> the query for the submissions that its rounds rest on."""
MOST_RETURNS_NAMED = 3
"""The most returns that a line names, as readers look up one or two. The page Returns lists all."""
ScoreKey = tuple[str, str, str]
"""A trust, a care setting, a pillar."""
PUBLISHED = "came with the product"
"""The words for the source of a published score, or one of the demonstration."""


def code_of_file(code: str) -> str:
    """A system's or group's code for a file's name; a short hash for a group of many members."""
    if len(code) <= _LONGEST_CODE:
        return code.replace(",", "-")
    return f"group-of-{code.count(',') + 1}-{sha256(code.encode()).hexdigest()[:6]}"


def return_number(number: int) -> str:
    """A return's name in a sentence."""
    return f"number {number}"


@dataclass(frozen=True)
class Submitted:
    """A return in this store: its number, file name, sender and time (UTC)."""

    number: int
    file_name: str
    by: str
    at: datetime

    @property
    def day(self) -> str:
        """The day of submission, for a sentence."""
        return in_full(self.at)


@dataclass(frozen=True)
class Sources:
    """What figures rest on: files that came with the product, and returns, newest first.

    national: the sources of a national standard, if the figures are a fictional system's.
    line: the sentence for pages, with `{}` for the publications and returns.
    """

    files: tuple[str, ...] = ()
    returns: tuple[Submitted, ...] = ()
    national: "Sources | None" = None
    line: str = "{}"

    def __add__(self, other: "Sources") -> "Sources":
        """Both together, with each file and return once."""
        numbered = {submitted.number: submitted for submitted in (*self.returns, *other.returns)}
        return replace(
            self,
            files=tuple(dict.fromkeys((*self.files, *other.files))),
            returns=tuple(numbered[number] for number in sorted(numbered, reverse=True)),
            national=self.national or other.national,
        )

    def listed(self, *, number: Callable[[int], str] = return_number) -> str:
        """The publications and returns on one line. number: writes a return's number, such as with a link."""
        submitted = returns_words(self.returns, number=number)
        published = "; ".join(
            dict.fromkeys(
                f"{file.publisher}, {file.publication}, {file.published}"
                for file in _published()
                if file.file in self.files
            )
        )
        both = f"{published}, and {submitted}" if published and submitted else published or submitted
        return f"{both or 'No return yet'}. Self-assessed."


def fictional_mark(name: str, fictional: bool) -> str:
    """The mark for a fictional organisation whose name does not say so; else empty."""
    return FICTIONAL if fictional and FICTIONAL not in name.casefold() else ""


@dataclass(frozen=True)
class Subject:
    """The system or trust that figures are about, with the time, the footprint and the past day.

    code: empty if there is none, as for all systems together. when: the round ("2025") or financial year
    ("2024/25"), or empty. as_at: None for now. rests_on: the figures' sources. kind: a group's kind in words,
    else empty. held_to: the standard in words, or empty. version: the publication's version.
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
        """A figure's title, which begins with a mark if it is fictional or on the expected footprint."""
        marks = [*(["fictional"] if self.fictional else []), *([NOT_DECIDED] if self.is_expected else [])]
        return f"{large_start(', '.join(marks))}: {message}" if marks and message else message

    @property
    def is_expected(self) -> bool:
        """Whether the footprint is the expected one, which nobody has decided."""
        return self.footprint is not None and base_of(self.footprint) == EXPECTED

    @property
    def named(self) -> str:
        """The name with its code, marked as fictional if the name does not say so."""
        if not self.code:
            return self.name
        code = self.code if len(self.code) <= _LONGEST_CODE else ""
        return with_code(self.name, code, self.kind, fictional_mark(self.name, self.fictional))

    @property
    def in_words(self) -> str:
        """The name, time and footprint, for a heading."""
        footprint = [] if self.footprint is None else [footprint_in_words(self.footprint)]
        return ", ".join([self.named, *([self.when] if self.when else []), *footprint])

    def trust(self, code: str, name: str) -> "Subject":
        """The subject for one of the system's trusts, at the same time and on the same footprint."""
        return replace(self, code=code, name=name, kind="")

    @property
    def chosen(self) -> str:
        """The filters in words, for the line below a title: place, time, footprint, standard."""
        return ", ".join([self.in_words, *([f"held to {self.held_to}"] if self.held_to else [])])

    def file(self, what: str) -> str:
        """A file name without ending, such as fictional-share-DEMO-2024-25-as-at-2026-01-31."""
        parts = [FICTIONAL] if self.fictional else []
        parts += [what, code_of_file(self.code), self.when.replace("/", "-")]
        parts += [EXPECTED] if self.is_expected else []
        parts += [] if self.as_at is None else [f"as-at-{self.as_at:%Y-%m-%d}"]
        return "-".join(part for part in parts if part)

    @property
    def marks(self) -> dict[str, Any]:
        """Values added to each row of a file and each JSON document; only those that are unusual."""
        fictional: dict[str, Any] = {FICTIONAL: True} if self.fictional else {}
        kind = {"group": self.code, "group_kind": self.kind} if self.kind else {}
        expected = {"footprint_is": NOT_DECIDED} if self.is_expected else {}
        framework = definitions().framework
        mean = {} if framework.equal_weights else {"overall_is": framework.mean_of_pillars}
        return (
            fictional
            | kind
            | expected
            | mean
            | ({} if self.as_at is None else {"as_at": self.as_at.date().isoformat()})
        )

    def held(self, table: Table) -> dict[str, str]:
        """What each row of a table's file says of the standard, where no column of it does."""
        named = {"standard", "baseline", "held_to"} & {*table.keys}
        asks = any(column.against_standard for column in table.columns)
        return {"held_to": self.held_to} if self.held_to and asks and not named else {}

    def on(self, *sources: Sources, line: str | None = None) -> "Subject":
        """The subject with more sources. line: replaces the sentence for pages."""
        found = sum(sources, self.rests_on)
        return replace(self, rests_on=found if line is None else replace(found, line=line))

    def source(self, *, number: Callable[[int], str] = return_number) -> str:
        """The sources in a sentence: publications and returns, and "self-assessed" or "fictional".

        number: writes a return's number, for example as a link.
        """
        found = self.rests_on
        weights = definitions().framework.weights_note
        if not self.fictional:
            return f"{found.line.replace('{}', found.listed(number=number))}{weights}"
        submitted = returns_words(found.returns, number=number)
        _, _, after = found.line.partition("{}")
        held_to = f" {FROM_REAL_TRUSTS} {found.national.listed(number=number)}" if found.national else ""
        return f"{FICTIONAL_SOURCE}{f' With {submitted}.' if submitted else ''}{held_to}{after}{weights}"


@cache
def _published() -> tuple[PublishedFile, ...]:
    return load_published_files(Settings().data / "published").files


NOBODY: Final = Subject("", "")
"""The subject if there is nothing to show."""


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
    """The subject for a scope's system, with the sources of some kinds. UnknownCode if it is unknown.

    years: rounds beside the scope's. standard, england: see `sources`. when: replaces the scope's round.
    system: the scope's, if the caller has it.
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
    """The sources of figures of some kinds: of all real or all fictional organisations, or of a system.

    years: the rounds of the scores. scope: only this system's trusts; trusts: only these. If figures are
    compared with all England or a national standard, the sources are all real organisations'. A fictional
    system's own figures are always fictional.
    """
    fictional = fictional if scope is None else system_of(publication, scope).fictional
    if standard is not None and standard.baseline == "own_target" and MATURITY_SCORES in kinds:
        kinds = (*kinds, "own_targets")
    of_england = standard is not None and standard.baseline in NATIONAL and MATURITY_SCORES in kinds
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
    national = sources(publication, MATURITY_SCORES, years=years) if of_england and fictional else None
    return replace(found, national=national)


@per_publication
def _submissions_of_trusts(
    publication: Publication, kind: str, *, years: tuple[int, ...]
) -> list[tuple[str, bool, int]]:
    """Trust, whether it is fictional, and a submission that its scores of these rounds rest on."""
    found = publication.rows(sql(__package__, _OF_A_ROUND[kind]), years=[*years])
    return [(str(code), bool(made_up), int(number)) for code, made_up, number in found]


def _is_of(publication: Publication, kind: str, number: int, trusts: frozenset[str]) -> bool:
    """Whether a submission has visible rows of any of these trusts. True for kinds without trusts."""
    if "ods_code" not in KINDS[kind].model_fields:
        return True
    return not trusts.isdisjoint(_trusts_of(publication, kind).get(number, ()))


@per_publication
def _trusts_of(publication: Publication, kind: str) -> dict[int, set[str]]:
    """Submission -> the trusts of its visible rows of a kind."""
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
    """Standing submissions, oldest first: number, kind, fictional, origin, file name, submitter, time."""
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
    """'3 returns submitted here: number 27 (file, by, day), ...', with at most three named; empty for none.

    number: writes a return's number, for example as a link.
    """
    if not returns:
        return ""
    named = [
        f"{number(submitted.number)} ({submitted.file_name}, by {submitted.by}, {submitted.day})"
        for submitted in returns[:MOST_RETURNS_NAMED]
    ]
    more = len(returns) - len(named)
    count = plural(len(returns), "return")
    return f"{count} submitted here: {', '.join(named)}{f' and {more} more' if more else ''}"


@dataclass(frozen=True)
class Replaced:
    """A score from a return that replaced a published one."""

    score: float
    published: float
    submitted: Submitted

    @property
    def words(self) -> str:
        """The words for a score's source: 'submitted 5 January 2026 (number 27), published 3.8'."""
        submitted = f"submitted {self.submitted.day} (number {self.submitted.number})"
        return f"{submitted}, published {decimal(self.published, 1)}"

    @property
    def differs(self) -> bool:
        """Whether the return changed the score."""
        return abs(self.score - self.published) > TOLERANCE


def source_words(
    key: ScoreKey, *, returns: Mapping[ScoreKey, Submitted], replaced: Mapping[ScoreKey, Replaced]
) -> str:
    """A score's source in words: published, a return, or a return that replaced a published score."""
    if key in replaced:
        return replaced[key].words
    if key in returns:
        return f"submitted {returns[key].day} (number {returns[key].number})"
    return PUBLISHED


@per_publication
def replaced(publication: Publication, *, year: int) -> Mapping[ScoreKey, Replaced]:
    """(Trust, care setting, pillar) -> a score of a round that replaced a published one."""
    return {
        (code, setting, pillar): Replaced(score, published, Submitted(number, file_name, by, at))
        for code, setting, pillar, score, published, number, file_name, by, at in publication.rows(
            sql(__package__, "replaced"), assessment_year=year
        )
    }


@per_publication
def score_returns(publication: Publication, *, year: int) -> Mapping[ScoreKey, Submitted]:
    """(Trust, care setting, pillar) -> the return that a score of a round came from."""
    returns = {submitted.number: submitted for submitted in _as_sources(_standing(publication)).returns}
    rows = publication.rows(sql(__package__, "score_submission_of"), assessment_year=year) if returns else []
    return {
        (code, setting, pillar): returns[number]
        for code, setting, pillar, number in rows
        if number in returns
    }
