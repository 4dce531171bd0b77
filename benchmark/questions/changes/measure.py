"""The differences between two publications: returns, scores, verdicts, sentences, systems of trusts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final

import pandas as pd

from benchmark.common.completeness import default_round
from benchmark.common.scope import Footprint, Scope, Standard, placements, sql, systems
from benchmark.common.subject import Subject, subject_of
from benchmark.core.columns import Record, Table
from benchmark.core.compare import at_least
from benchmark.core.definitions import definitions
from benchmark.core.errors import UnknownCode
from benchmark.questions.changes.columns import (
    COMPARABLE,
    NEW_AND_WITHDRAWN,
    OVERALL,
    PLACES,
    RETURNS,
    SCORES,
    SENTENCES,
    UNITS,
    VERDICTS,
)
from benchmark.questions.changes.leads import LEADS, LEARNING, leads, progress_once
from benchmark.questions.progress.measure import progress_of_all_systems
from benchmark.questions.returned.measure import submission_log
from benchmark.store.publication import Publication
from schemas.kinds import KINDS

_SCORE: Final = ("assessment_year", "compared_with", "ods_code", "care_setting", "scored")
_SAME: Final = 1e-9
KEPT_HERE: Final = ("plans", "board_packs")
"""Kinds of submission that readers keep in the store. They are not returns."""


@dataclass(frozen=True)
class Changes:
    """The differences between two publications, ordered by time.

    scope: None for all real systems. earlier, later: the past days compared; None for now. names: the names
    of the two publications if they were asked for by name, else empty. returns, units, scores, verdicts,
    sentences, places: rows of the tables of these names in `columns`. smaller: the number of scores that
    moved by less than is material and so are in no table. pages: the pages whose first sentences were
    compared.
    """

    scope: Scope | None
    subject: Subject
    earlier: date | None
    later: date | None
    names: tuple[str, str]
    returns: pd.DataFrame
    units: pd.DataFrame
    scores: pd.DataFrame
    smaller: int
    verdicts: pd.DataFrame
    sentences: pd.DataFrame
    places: pd.DataFrame
    pages: tuple[str, ...]

    @property
    def tables(self) -> tuple[tuple[Table, pd.DataFrame], ...]:
        """Every table as declared, with its rows, in reading order."""
        return (
            (RETURNS, self.returns),
            (PLACES, self.places),
            (UNITS, self.units),
            (SCORES, self.scores),
            (VERDICTS, self.verdicts),
            (SENTENCES, self.sentences),
        )

    @property
    def nothing(self) -> bool:
        """Whether nothing differs, not even a score by less than is material."""
        return not self.smaller and all(rows.empty for _, rows in self.tables)


def changes(
    one: Publication,
    other: Publication,
    scope: Scope | None,
    *,
    standard: Standard | None = None,
    year: int | None = None,
    footprint: Footprint = "assessed",
    trust: str | None = None,
    names: Mapping[str, str] | None = None,
) -> Changes:
    """Compare two publications of a store, for a system or group, or for all real systems (scope None).

    trust: the ODS code of a trust in the scope, to compare it alone; verdicts and sentences are then left
    out. names: version -> the name under which a publication was asked for. year, footprint: used for all
    real systems only; year defaults to the newest round with enough returns. Scores are compared in every
    round, sentences and verdicts in that round. Raises UnknownCode for a system that neither publication
    knows.
    """
    standard = standard or Standard()
    earlier, later = sorted((one, other), key=_moment)
    both = (earlier, later)
    if scope is None:
        year = year or default_round(later, ics_code=None)
        subject = Subject("", "All real systems", when=str(year), footprint=footprint)
    else:
        year, footprint = scope.assessment_year, scope.footprint
        subject = _subject(both, scope)
    places = [_places(publication, scope, year, footprint) for publication in both]
    codes = None if scope is None else sorted({code for place in places for code in place})
    codes = codes if trust is None else [trust]
    moved, units = _scores(both, codes)
    material = [row for row in moved if _counts(row)]
    differing = _differing(both)
    system = set() if scope is None or trust is not None else {scope.ics_code}
    returns = _returns(both, differing, None if scope is None else {*(codes or ()), *system})
    entered = [
        row for row in _entered(both, places, year, footprint) if trust is None or row["ods_code"] == trust
    ]
    # Sentences can differ only if a submission or a trust's system differs.
    if trust is not None or (not differing and not entered):
        scopes = []
    elif scope is not None:
        scopes = [scope]
    else:
        scopes = _touched(both, places, [*moved, *units, *entered], returns, Scope("", year, footprint))
    pages = tuple(LEADS) if scope else tuple(page for page in LEADS if page != LEARNING)
    return Changes(
        scope=scope,
        subject=subject,
        earlier=_day(earlier),
        later=_day(later),
        names=((names or {}).get(earlier.version, ""), (names or {}).get(later.version, "")),
        returns=RETURNS.typed(returns).assign(at=pd.to_datetime([row["at"] for row in returns])),
        units=UNITS.typed(units),
        scores=SCORES.typed(material),
        smaller=len(moved) - len(material),
        verdicts=VERDICTS.typed(_verdicts(both, scope, scopes, year, footprint)),
        sentences=SENTENCES.typed(row for one in scopes for row in _sentences(both, one, standard, pages)),
        places=PLACES.typed(entered),
        pages=pages,
    )


def _moment(publication: Publication) -> tuple[datetime, int]:
    return publication.as_at or datetime.max, publication.ledger_entry


def _day(publication: Publication) -> date | None:
    return None if publication.as_at is None else publication.as_at.date()


def _subject(both: Sequence[Publication], scope: Scope) -> Subject:
    """The system as named in the later publication, else in the earlier one."""
    try:
        return subject_of(both[1], scope)
    except UnknownCode:
        return subject_of(both[0], scope)


def _places(publication: Publication, scope: Scope | None, year: int, footprint: Footprint) -> dict[str, str]:
    """Trust code -> system code, for the trusts of the scope or for all real trusts."""
    placed = placements(publication, year=year, footprint=footprint)
    own = ~placed["fictional"].astype(bool) if scope is None else placed["ics_code"] == scope.ics_code
    return dict(zip(placed.loc[own, "ods_code"], placed.loc[own, "ics_code"], strict=True))


def _entered(
    both: Sequence[Publication], places: Sequence[dict[str, str]], year: int, footprint: Footprint
) -> list[Record]:
    """The trusts whose system differs, by name, with both systems, also outside the scope.

    Empty if a publication does not know the round yet: then it has no footprint to compare.
    """
    if any(placements(publication, year=year, footprint=footprint).empty for publication in both):
        return []
    differ = {code for code in {*places[0], *places[1]} if places[0].get(code) != places[1].get(code)}
    if not differ:
        return []
    rows: dict[str, Record] = {code: {"ods_code": code} for code in differ}
    for side, publication in zip(("before", "after"), both, strict=True):
        placed = placements(publication, year=year, footprint=footprint)
        named = systems(publication, year=year, footprint=footprint)
        names = dict(zip(named["ics_code"], named["name"], strict=True))
        for code, trust, ics in zip(placed["ods_code"], placed["trust"], placed["ics_code"], strict=True):
            if code in differ:
                rows[code] |= {"trust": trust, f"system_{side}": names.get(ics, ics), f"ics_{side}": ics}
    return sorted(rows.values(), key=lambda row: (row["trust"], row["ods_code"]))


def _scores(both: Sequence[Publication], codes: list[str] | None) -> tuple[list[Record], list[Record]]:
    """The scores that differ, and the units whose scores of a kind were all added or removed."""
    before, after = (_scores_by_key(publication, codes) for publication in both)
    units = [{_unit(row) for row in side.values()} for side in (before, after)]
    moved: list[Record] = []
    gone: dict[tuple[Any, ...], Record] = {}
    for key in {**before, **after}:
        old, new = before.get(key), after.get(key)
        row = new or old
        assert row is not None
        unit = _unit(row)
        if unit in units[0] and unit in units[1]:
            was, now = (None if side is None else side["score"] for side in (old, new))
            if was is None or now is None or abs(now - was) > _SAME:
                moved.append(_moved(row, was, now))
        elif row["scored"] != OVERALL:
            went = "went" if new is None else "came"
            gone[unit] = row | {
                "compared_with": row["compared_with"] or None,
                "kind": unit[-1],
                "came_or_went": went,
            }
    return sorted(moved, key=_score_order), sorted(gone.values(), key=_score_order)


def _scores_by_key(publication: Publication, codes: list[str] | None) -> dict[tuple[Any, ...], Record]:
    rows = publication.frame(sql(__package__, "scores_of_all_rounds"), codes=codes).to_dict("records")
    return {tuple(row[name] for name in _SCORE): row for row in rows}


def _unit(row: Record) -> tuple[Any, ...]:
    """The key of a set of scores: pillar scores are one kind, comparable scores another for each pair."""
    kind = COMPARABLE if row["scored"] == COMPARABLE else "maturity_scores"
    return row["assessment_year"], row["compared_with"], row["ods_code"], row["care_setting"], kind


def _moved(row: Record, was: float | None, now: float | None) -> Record:
    return row | {
        "compared_with": row["compared_with"] or None,
        "score_before": was,
        "score_after": now,
        "change": None if was is None or now is None else now - was,
    }


def _score_order(row: Record) -> tuple[Any, ...]:
    return row["trust"], row["ods_code"], -row["assessment_year"], row["care_setting"], row["position"]


def _counts(row: Record) -> bool:
    """Whether a score was added or removed, or moved materially (an overall score: by the threshold)."""
    if row["change"] is None:
        return True
    known = definitions()
    overall = row["scored"] in (OVERALL, COMPARABLE)
    least = known.threshold("overall") if overall else known.material(row["scored"], row["care_setting"])
    return bool(at_least(abs(row["change"]), least))


def _differing(both: Sequence[Publication]) -> list[Record]:
    """The submissions of all organisations whose state differs, newest first."""
    before, after = (
        {row["submission_id"]: row for row in submission_log(publication).to_dict("records")}
        for publication in both
    )
    differing: list[Record] = []
    for number, row in after.items():
        befell = _what_happened(before[number]["state"] if number in before else None, row["state"])
        if befell == "new":
            sent = {"by": row["submitted_by"], "at": row["submitted_at"], "reason": None}
            differing.append(row | {"befell": befell} | sent)
        elif befell is not None:
            differing.append(row | {"befell": befell, "by": row["changed_by"], "at": row["changed_at"]})
    return differing


def _returns(both: Sequence[Publication], differing: list[Record], codes: set[str] | None) -> list[Record]:
    """The submissions with visible rows about these organisations, or about any real one if codes is None."""
    differing = [row for row in differing if row["kind"] not in KEPT_HERE]
    if not differing:
        return []
    whose = _organisations(both, {row["kind"] for row in differing})
    gone = {row["submission_id"] for row in differing if row["befell"] == NEW_AND_WITHDRAWN}
    whose |= _of_withdrawn(both[1], gone)
    names = _names(both, fictional=codes is not None)
    shown = []
    for row in differing:
        all_of = whose.get(row["submission_id"], set())
        of = all_of & (names.keys() if codes is None else codes)
        if of or (codes is None and not row["fictional"]):
            about = tuple(sorted(names.get(code, code) for code in of))
            shown.append(row | {"codes": of, "organisations": about})
    return shown


def _what_happened(was: str | None, now: str) -> str | None:
    """What happened to a submission between two states; None if nothing."""
    if was is None:
        return "new" if now == "standing" else NEW_AND_WITHDRAWN
    return None if was == now else {"standing": "restored", "withdrawn": "withdrawn"}[now]


def _organisations(both: Iterable[Publication], kinds: set[str]) -> dict[int, set[str]]:
    """Submission -> codes of the organisations of its rows that either publication shows."""
    by_submission: dict[int, set[str]] = {}
    for kind in sorted(kinds & KINDS.keys()):
        for whose in ("ods_code", "ics_code"):
            if whose not in KINDS[kind].model_fields:
                continue
            query = sql(__package__, "organisations_of_kind").format(kind=kind, whose=whose)
            for publication in both:
                for number, code in publication.rows(query):
                    by_submission.setdefault(number, set()).add(code)
    return by_submission


def _of_withdrawn(publication: Publication, numbers: set[int]) -> dict[int, set[str]]:
    """Submission -> codes of its organisations, for submissions without rows on either day.

    Empty for signed-in readers: they may learn only of rows that they see.
    """
    if not numbers or publication.rights is not None:
        return {}
    by_submission: dict[int, set[str]] = {}
    for number, code in publication.rows(sql(__package__, "organisations_of_submissions")):
        if number in numbers:
            by_submission.setdefault(number, set()).add(code)
    return by_submission


def _names(both: Sequence[Publication], *, fictional: bool) -> dict[str, str]:
    """Code -> name of every trust and system. fictional: include fictional ones."""
    query = sql(__package__, "names_of_organisations")
    return {
        code: name
        for publication in both
        for code, name, made_up in publication.rows(query)
        if fictional or not made_up
    }


def _touched(
    both: Sequence[Publication],
    places: Sequence[dict[str, str]],
    trusts_changed: list[Record],
    returns: list[Record],
    england: Scope,
) -> list[Scope]:
    """The real systems in which anything differs, by name. The sentences of other systems cannot differ.

    trusts_changed: rows of trusts whose scores or systems differ.
    """
    trusts = {row["ods_code"] for row in trusts_changed} | {code for row in returns for code in row["codes"]}
    codes = {place[code] for place in places for code in trusts if code in place} | trusts
    names: dict[str, str] = {}
    for publication in both:
        named = systems(publication, year=england.assessment_year, footprint=england.footprint)
        named = named[~named["fictional"].astype(bool)]
        names |= dict(zip(named["ics_code"], named["name"], strict=True))
    return [
        replace(england, ics_code=code) for code in sorted(codes & names.keys(), key=lambda code: names[code])
    ]


def _verdicts(
    both: Sequence[Publication],
    scope: Scope | None,
    scopes: list[Scope],
    year: int,
    footprint: Footprint,
) -> list[Record]:
    if not scopes:
        return []
    before, after = (_verdicts_in(publication, scope, year, footprint) for publication in both)
    rows = []
    for code in dict.fromkeys((*after, *before)):
        was, now = (verdicts.get(code, ("", None)) for verdicts in (before, after))
        row = {"ics_code": code, "name": now[0] or was[0], "assessment_year": year}
        rows += [row | {"verdict_before": was[1], "verdict_after": now[1]}] if was[1] != now[1] else []
    return rows


def _verdicts_in(
    publication: Publication, scope: Scope | None, year: int, footprint: Footprint
) -> dict[str, tuple[str, str]]:
    """System -> its name and verdict, of the scope or of all real systems; empty for an unknown one."""
    try:
        if scope is None:
            systems_then = progress_of_all_systems(publication, year=year, footprint=footprint)
            return {row["ics"]: (row["name"], row["verdict"]) for row in systems_then.to_dict("records")}
        found = progress_once(publication, scope)
    except UnknownCode:
        return {}
    return {scope.ics_code: (found.name, found.verdict.label)}


def _sentences(
    both: Sequence[Publication], scope: Scope, standard: Standard, pages: tuple[str, ...]
) -> list[Record]:
    before, after = (dict(leads(publication, scope, standard, pages)) for publication in both)
    name = _subject(both, scope).name
    return [
        {
            "ics_code": scope.ics_code,
            "name": name,
            "page": page,
            "said_before": before[page],
            "said_after": after[page],
        }
        for page in pages
        if before[page] != after[page]
    ]
