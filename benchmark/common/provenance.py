"""What a publication was built from, and what the figures of a page rest on."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

import pandas as pd

from benchmark.common.scope import Footprint, Scope, placements, sql
from benchmark.core.compare import TOLERANCE
from benchmark.core.errors import UnknownCode
from benchmark.core.wording import decimal
from benchmark.store.publication import Publication, per_publication
from schemas.kinds import KINDS

MOST_RETURNS_NAMED = 3
"""A reader looks up one or two; the Returns page lists them all."""
SCORE_KINDS = ("maturity_scores", "overall_comparable")
_SCORES = {"maturity_scores": "score_submissions", "overall_comparable": "comparable_submissions"}


_Standing = tuple[int, str, str, str, datetime]
ScoreKey = tuple[str, str, str]
"""A trust, a care setting, a pillar."""
PUBLISHED = "came with the product"
"""What is said of a published figure, and of one of the demonstration."""


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
        return f"{self.at.day} {self.at:%B %Y}"


@dataclass(frozen=True)
class Sources:
    """What figures rest on: the files that came with the product, and the returns, the newest first."""

    files: tuple[str, ...] = ()
    returns: tuple[Submitted, ...] = ()


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


@per_publication
def sources(
    publication: Publication,
    *kinds: str,
    years: tuple[int, ...],
    scope: Scope | None,
    fictional: bool = False,
) -> Sources:
    """What the scores of some rounds rest on: of one system's trusts, or of all real or all fictional ones.

    kinds: maturity_scores and overall_comparable.
    """
    rows = [row for kind in kinds for row in _submissions_of_trusts(publication, kind, years=years)]
    if scope is None:
        numbers = {number for _, made_up, number in rows if made_up == fictional}
    else:
        placed = _placed(publication, year=scope.assessment_year, footprint=scope.footprint)
        numbers = {number for code, _, number in rows if placed.get(code) == scope.ics_code}
    return _as_sources(row for row in _standing(publication) if row[0] in numbers)


@per_publication
def _submissions_of_trusts(
    publication: Publication, kind: str, *, years: tuple[int, ...]
) -> list[tuple[str, bool, int]]:
    """Trust, whether it is fictional, and a submission that its scores of these rounds rest on."""
    found = publication.rows(sql(__package__, _SCORES[kind]), years=[*years])
    return [(str(code), bool(made_up), int(number)) for code, made_up, number in found]


@per_publication
def _placed(publication: Publication, *, year: int, footprint: Footprint) -> dict[str, str]:
    """Trust -> its system."""
    placed = placements(publication, year=year, footprint=footprint)
    return dict(zip(placed["ods_code"], placed["ics_code"], strict=True))


def sources_of_kinds(publication: Publication, *kinds: str, fictional: bool = False) -> Sources:
    """All that stands of some kinds, of real organisations or of fictional ones."""
    frame = standing_submissions(publication)
    wanted = frame.loc[frame["kind"].isin(kinds) & (frame["fictional"] == fictional), "submission_id"]
    numbers = {int(number) for number in wanted}
    return _as_sources(row for row in _standing(publication) if row[0] in numbers)


def _as_sources(rows: Iterable[_Standing]) -> Sources:
    standing = list(rows)
    return Sources(
        tuple(file_name for _, origin, file_name, *_ in standing if origin != "return"),
        tuple(
            Submitted(number, file_name, by, at)
            for number, origin, file_name, by, at in reversed(standing)
            if origin == "return"
        ),
    )


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
    returns = {
        number: Submitted(number, file_name, by, at)
        for number, origin, file_name, by, at in _standing(publication)
        if origin == "return"
    }
    rows = publication.rows(sql(__package__, "score_submission_of"), assessment_year=year) if returns else []
    return {
        (code, setting, pillar): returns[number]
        for code, setting, pillar, number in rows
        if number in returns
    }


def return_number(number: int) -> str:
    """What a return is called in a sentence."""
    return f"number {number}"


def returns_words(returns: tuple[Submitted, ...], *, number: Callable[[int], str] = return_number) -> str:
    """'3 returns submitted here: number 27 (file, by, day), ...'; at most three are named. Empty for none.

    number: how a number is written, where it is to be marked up.
    """
    if not returns:
        return ""
    count = f"{len(returns)} return{'s' if len(returns) > 1 else ''} submitted here"
    named = [
        f"{number(one.number)} ({one.file_name}, by {one.by}, {one.day})"
        for one in returns[:MOST_RETURNS_NAMED]
    ]
    more = len(returns) - len(named)
    return f"{count}: {', '.join(named)}{f' and {more} more' if more else ''}"


@per_publication
def _standing(publication: Publication) -> list[_Standing]:
    """Number, origin, file, submitter and time of each submission that stands, oldest first."""
    frame = standing_submissions(publication)
    columns = ("submission_id", "origin", "file_name", "submitted_by", "submitted_at")
    return [
        (int(number), str(origin), str(file_name), str(by), at.to_pydatetime())
        for number, origin, file_name, by, at in zip(*(frame[name] for name in columns), strict=True)
    ]


def standing_submissions(publication: Publication) -> pd.DataFrame:
    """Every submission that stood when the publication was built, oldest first.

    Returns submission_id, kind, origin, fictional (it has rows of fictional trusts or systems), file_name,
    row_count, submitted_by, submitted_at (UTC), note.
    """
    return publication.frame(sql(__package__, "standing_submissions"))


def submission_log(publication: Publication) -> pd.DataFrame:
    """Every submission up to the publication's entry, the newest first, with its state.

    Returns submission_id, kind, origin, fictional (it has rows of fictional trusts or systems), file_name,
    sha256, size_bytes, row_count, submitted_by, submitted_at, note, state ('standing' or 'withdrawn'),
    changed_by, changed_at, reason (of the last withdrawal or restoration; empty where there was none),
    head_entry and head (the ledger's last entry and the chain's hash there, in every row). Times are UTC.
    """
    return publication.frame(sql(__package__, "submission_log"))


def confirmed_names(publication: Publication) -> pd.DataFrame:
    """Every name and every heading that a person confirmed with a return, the newest first.

    Each is a submission of its own, so that it can be withdrawn alone; one that was made before November 2026
    can hold several. Returns submission_id, sort ('name' or 'heading'), layout (of a heading the kind or
    layout that it stood in; else None), written (without capitals and marks), stands_for (an ODS code, or a
    column), organisation (the code's name; None of a heading), fictional (it stands for a fictional
    organisation), submitted_by, submitted_at (UTC), state ('standing', 'replaced' by a later one or
    'withdrawn'), note (the file that it came with).
    """
    found = publication.frame(sql(__package__, "confirmed_names"))
    for column in ("layout", "organisation"):
        found[column] = found[column].astype(object).where(found[column].notna(), None)
    return found


def answers_of_submissions(publication: Publication) -> dict[int, list[dict[str, str]]]:
    """What was asked about each submission's file, and answered: number -> question, message and answer of
    each, in the order in which they were asked. Submissions without questions are left out.
    """
    told: dict[int, list[dict[str, str]]] = {}
    for number, question, message, answer in publication.rows(sql(__package__, "submission_answers")):
        told.setdefault(number, []).append({"question": question, "message": message, "answer": answer})
    return told


def submission_rows(publication: Publication, submission_id: int, kind: str, *, limit: int) -> pd.DataFrame:
    """The rows of a submission that show in the publication, with their line in its file, in that order.

    UnknownCode when there is no such kind.
    """
    if kind not in KINDS:
        raise UnknownCode(f"There is no kind {kind}.")
    # A table's name cannot be a parameter; it is one of KINDS.
    query = sql(__package__, "submission_rows").replace("publication.rows_of_kind", f"publication.{kind}")
    return publication.frame(query, submission_id=submission_id, limit=limit)
