"""What changed between two publications: returns, scores, verdicts, sentences, places in systems."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final

import pandas as pd

from benchmark.common.completeness import default_round
from benchmark.common.scope import (
    UNIT,
    Footprint,
    Scope,
    Standard,
    placements,
    sql,
    systems,
)
from benchmark.common.subject import Subject, subject_of
from benchmark.core.columns import Record, Table
from benchmark.core.compare import at_least
from benchmark.core.definitions import definitions
from benchmark.core.errors import UnknownCode
from benchmark.questions.changes.columns import (
    CAME_AND_WENT,
    COMPARABLE,
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

_SCORE: Final = ["assessment_year", "compared_with", *UNIT[:1], "care_setting", "scored"]
_SAME: Final = 1e-9
KEPT_HERE: Final = ("plans", "board_packs")
"""Kinds of what readers keep in the store: nobody returned them."""


@dataclass(frozen=True)
class Changes:
    """What differs between two publications, the earlier one first whichever was named first.

    scope: whom it is about; None for England, without what is fictional. earlier, later: the past days that
    were looked at; None for now. names: of the publications, where they were asked for by name; else empty.
    returns, units, scores, verdicts, sentences, places: the tables of that name
    in `columns`. smaller: scores that moved by no more than one answer, or overall by less than the
    threshold, and so stand in no table. pages: the pages whose first sentences were compared.
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
        """Every table as declared, with its rows; in the order in which they are read."""
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
        """Whether nothing at all is different."""
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
    """What differs between two publications of a store, of a system or group, or of all real systems.

    trust: the ODS code of one of the scope's trusts, whose own changes alone are wanted: it has no verdict
    and no page's sentence. names: version -> the name under which a publication was asked for.
    year, footprint: for England, where they stand in no scope; the round is else the newest of which enough
    came. Scores are compared in every round, sentences and verdicts in that round. UnknownCode for a system
    that neither publication knows.
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
    # Without another submission or another place in a system no sentence can differ.
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
    """The system as the later publication knows it, else the earlier one."""
    try:
        return subject_of(both[1], scope)
    except UnknownCode:
        return subject_of(both[0], scope)


def _places(publication: Publication, scope: Scope | None, year: int, footprint: Footprint) -> dict[str, str]:
    """The trusts of the scope, or all real ones, with their system's code."""
    placed = placements(publication, year=year, footprint=footprint)
    own = ~placed["fictional"].astype(bool) if scope is None else placed["ics_code"] == scope.ics_code
    return dict(zip(placed.loc[own, "ods_code"], placed.loc[own, "ics_code"], strict=True))


def _entered(
    both: Sequence[Publication], places: Sequence[dict[str, str]], year: int, footprint: Footprint
) -> list[Record]:
    """The trusts that are in another system, by name. One that left for elsewhere is followed there.

    A publication that does not know the round yet has no footprint of it, so nobody entered or left.
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
    """The scores that differ, and the units that came or went with all their scores of a kind."""
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
    """A return as it came: scores of pillars are of one kind, comparable scores of another, pair by pair."""
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
    """Whether a score moved by more than one answer, an overall one by the threshold; or came, or went."""
    if row["change"] is None:
        return True
    known = definitions()
    overall = row["scored"] in (OVERALL, COMPARABLE)
    least = known.threshold("overall") if overall else known.material(row["scored"], row["care_setting"])
    return bool(at_least(abs(row["change"]), least))


def _differing(both: Sequence[Publication]) -> list[Record]:
    """The submissions whose state differs, the newest first; of whomever they are."""
    before, after = (
        {row["submission_id"]: row for row in submission_log(publication).to_dict("records")}
        for publication in both
    )
    found: list[Record] = []
    for number, row in after.items():
        befell = _befell(before[number]["state"] if number in before else None, row["state"])
        if befell == "new":
            found.append(row | {"befell": befell, "by": row["submitted_by"], "at": row["submitted_at"]})
            found[-1]["reason"] = None
        elif befell is not None:
            found.append(row | {"befell": befell, "by": row["changed_by"], "at": row["changed_at"]})
    return found


def _returns(both: Sequence[Publication], differing: list[Record], codes: set[str] | None) -> list[Record]:
    """Those of some organisations whose rows of them show; or of all that are real."""
    differing = [row for row in differing if row["kind"] not in KEPT_HERE]
    if not differing:
        return []
    whose = _organisations(both, {row["kind"] for row in differing})
    gone = {row["submission_id"] for row in differing if row["befell"] == CAME_AND_WENT}
    whose |= _of_withdrawn(both[1], gone)
    names = _names(both, fictional=codes is not None)
    found = []
    for row in differing:
        all_of = whose.get(row["submission_id"], set())
        of = all_of & (names.keys() if codes is None else codes)
        if of or (codes is None and not row["fictional"]):
            about = tuple(sorted(names.get(code, code) for code in of))
            found.append(row | {"codes": of, "organisations": about})
    return found


def _befell(was: str | None, now: str) -> str | None:
    """What happened to a submission between two states; None for nothing."""
    if was is None:
        return "new" if now == "standing" else CAME_AND_WENT
    return None if was == now else {"standing": "restored", "withdrawn": "withdrawn"}[now]


def _organisations(both: Iterable[Publication], kinds: set[str]) -> dict[int, set[str]]:
    """Submission -> codes of the organisations whose rows of it show in one of the publications."""
    found: dict[int, set[str]] = {}
    for kind in sorted(kinds & KINDS.keys()):
        for whose in ("ods_code", "ics_code"):
            if whose not in KINDS[kind].model_fields:
                continue
            query = sql(__package__, "organisations_of_kind").format(kind=kind, whose=whose)
            for publication in both:
                for number, code in publication.rows(query):
                    found.setdefault(number, set()).add(code)
    return found


def _of_withdrawn(publication: Publication, numbers: set[int]) -> dict[int, set[str]]:
    """Submission -> codes of those whom it was about, of submissions that have no rows on either day.

    Who signs in is told only of rows that show: what else a submission was about is not for everybody.
    """
    if not numbers or publication.rights is not None:
        return {}
    found: dict[int, set[str]] = {}
    for number, code in publication.rows(sql(__package__, "organisations_of_submissions")):
        if number in numbers:
            found.setdefault(number, set()).add(code)
    return found


def _names(both: Sequence[Publication], *, fictional: bool) -> dict[str, str]:
    """Code -> name of every trust and system. fictional: also of those that are made up."""
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
    """The real systems of which anything differs, by name: no sentence about others can.

    trusts_changed: rows of trusts whose scores or places differ.
    """
    trusts = {row["ods_code"] for row in trusts_changed} | {code for row in returns for code in row["codes"]}
    codes = {place[code] for place in places for code in trusts if code in place} | trusts
    known: dict[str, str] = {}
    for publication in both:
        named = systems(publication, year=england.assessment_year, footprint=england.footprint)
        named = named[~named["fictional"].astype(bool)]
        known |= dict(zip(named["ics_code"], named["name"], strict=True))
    return [
        replace(england, ics_code=code) for code in sorted(codes & known.keys(), key=lambda code: known[code])
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
    ask: Callable[[Publication], dict[str, tuple[str, str]]] = (
        (lambda publication: _verdicts_of_england(publication, year, footprint))
        if scope is None
        else (lambda publication: _verdict_of(publication, scope))
    )
    before, after = map(ask, both)
    return [
        {
            "ics_code": code,
            "name": (after.get(code) or before[code])[0],
            "assessment_year": year,
            "verdict_before": before.get(code, ("", None))[1],
            "verdict_after": after.get(code, ("", None))[1],
        }
        for code in dict.fromkeys((*after, *before))
        if before.get(code, ("", None))[1] != after.get(code, ("", None))[1]
    ]


def _verdict_of(publication: Publication, scope: Scope) -> dict[str, tuple[str, str]]:
    try:
        found = progress_once(publication, scope)
    except UnknownCode:
        return {}
    return {scope.ics_code: (found.name, found.verdict.label)}


def _verdicts_of_england(
    publication: Publication, year: int, footprint: Footprint
) -> dict[str, tuple[str, str]]:
    try:
        found = progress_of_all_systems(publication, year=year, footprint=footprint)
    except UnknownCode:
        return {}
    return {row["ics"]: (row["name"], row["verdict"]) for row in found.to_dict("records")}


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
