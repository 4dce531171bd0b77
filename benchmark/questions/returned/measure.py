"""Who has returned what: every trust, or every board, that a kind of return is asked of."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from benchmark.common.scope import (
    Footprint,
    Standard,
    placements,
    rounds,
    rounds_with_pillars,
    sql,
    systems,
    unit_pillars,
)
from benchmark.common.standards import hold_to
from benchmark.core.definitions import condition_sections, definitions
from benchmark.core.errors import UnknownCode
from benchmark.questions.gaps.measure import gaps_of_all_systems
from benchmark.store.publication import Publication
from schemas.kinds import KINDS

_PERIODS = ("assessment_year", "financial_year")
_COLUMNS = [
    *("ics_code", "name", "region", "ods_code", "organisation", "state", "what"),
    *("submission_id", "file_name", "submitted_by", "submitted_at"),
]


@dataclass(frozen=True)
class AskedKind:
    """A kind of return: its title, the column of its periods (empty if none), and if boards return it."""

    kind: str
    title: str
    period: str
    of_boards: bool


def asked_kinds() -> dict[str, AskedKind]:
    """Name -> kind, for the kinds that organisations return, in the order of the definitions."""
    return {
        text.kind: AskedKind(
            kind=text.kind,
            title=text.title,
            period=next((name for name in _PERIODS if name in KINDS[text.kind].model_fields), ""),
            of_boards="ics_code" in KINDS[text.kind].model_fields,
        )
        for text in definitions().kinds
        if text.audience == "return"
    }


def periods(publication: Publication, kind: str, *, today: date, fictional: bool = False) -> list[str]:
    """The rounds or financial years of a kind, oldest first; empty for a kind without periods.

    Always includes the three financial years that ended last. Raises UnknownCode for an unknown kind.
    """
    asked = _asked(kind)
    if not asked.period:
        return []
    query = sql(__package__, "periods_of_kind").format(
        kind=kind,
        period=asked.period,
        whose="ics_code" if asked.of_boards else "ods_code",
        reference="ics" if asked.of_boards else "trusts",
    )
    in_rows = {str(period) for (period,) in publication.rows(query, fictional=fictional)}
    if asked.period == "financial_year":
        return sorted(in_rows | _ended_before(today))
    return sorted(in_rows | {str(year) for year in rounds(publication, fictional=fictional)})


def who_has_returned(
    publication: Publication, kind: str, *, period: str | None, year: int, footprint: Footprint
) -> pd.DataFrame:
    """Every organisation that a kind is asked of, in its system, with what it returned.

    kind: of `asked_kinds`. period: a round or financial year, None for kinds without periods. year,
    footprint: of the systems and their members. Fictional organisations are in their own systems, which come
    last. Returns ics_code, name (the system's), region, ods_code (for a board, its system's code),
    organisation, state ('returned' or 'missing'), what (sections, pillars or rows returned), submission_id,
    file_name, submitted_by, submitted_at (UTC; all five empty if nothing was returned), fictional; by region,
    system and name.
    """
    asked = _asked(kind)
    places = systems(publication, year=year, footprint=footprint)
    places = places[["ics_code", "name", "region", "fictional"]]
    if asked.of_boards:
        expected = places.assign(ods_code=places["ics_code"], organisation=places["name"])
    else:
        members = placements(publication, year=year, footprint=footprint)
        members = members.loc[members["is_open"], ["ics_code", "ods_code", "trust"]]
        expected = places.merge(members.rename(columns={"trust": "organisation"}), on="ics_code")
    query = sql(__package__, "returned_of_kind").format(
        kind=kind,
        whose="ics_code" if asked.of_boards else "ods_code",
        period=asked.period or "null",
        what=_what(kind),
    )
    here = publication.frame(query, period=period).rename(columns={"code": "ods_code"})
    listed = expected.merge(here, on="ods_code", how="left")
    listed["state"] = listed["submission_id"].notna().map({True: "returned", False: "missing"})
    listed["submission_id"] = listed["submission_id"].astype("Int64")
    for name in ("what", "file_name", "submitted_by"):  # for the same type with and without returns
        listed[name] = listed[name].astype(object).where(listed[name].notna(), None)
    order = ["fictional", "region", "name", "organisation"]
    return listed.sort_values(order, ignore_index=True)[[*_COLUMNS, "fictional"]]


def _what(kind: str) -> str:
    """SQL over a return's rows that says how much was returned: sections, pillars or rows."""
    fields = KINDS[kind].model_fields
    if "section" in fields:
        return f"count(distinct section) || ' of {len(condition_sections())} sections'"
    if "pillar" in fields:
        return f"count(distinct pillar) || ' of {len(definitions().framework.pillars)} pillars'"
    return "count(*) || if(count(*) = 1, ' row', ' rows')"


def _asked(kind: str) -> AskedKind:
    known = asked_kinds()
    if kind not in known:
        raise UnknownCode(
            f"There is no return of the kind {kind}.", fix=f"Choose one of: {', '.join(known)}."
        )
    return known[kind]


def _ended_before(day: date) -> set[str]:
    """The three financial years that ended last before a day."""
    newest = day.year - 1 if day >= date(day.year, 4, 1) else day.year - 2
    return {f"{first}/{(first + 1) % 100:02d}" for first in range(newest - 2, newest + 1)}


_SAME = 1e-9


def effect_on_gaps(before: Publication, after: Publication, standard: Standard) -> pd.DataFrame:
    """The systems whose gap to a standard differs between two publications, on the footprint as assessed.

    Real systems first, then fictional ones, each kind in its rounds with pillar scores.
    Returns assessment_year, ics_code, name, units_before, units_after, mean_before, mean_after (points),
    below_before, below_after; empty if no gap changed.
    """
    rounds_of = {
        fictional: {
            year
            for publication in (before, after)
            for year in rounds_with_pillars(publication, fictional=fictional)
        }
        for fictional in (False, True)
    }
    # Most rounds do not change. The publication `after` is not cached, so only changed rounds are computed.
    moved = {
        year
        for year in rounds_of[True]
        if not _held(before, standard, year).equals(_held(after, standard, year))
    }
    parts = [
        _of_round(before, after, standard, year, fictional=fictional)
        for fictional, years in rounds_of.items()
        for year in sorted(years & moved)
    ]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=_EFFECT_COLUMNS)


def _held(publication: Publication, standard: Standard, year: int) -> pd.DataFrame:
    """Every score of a round beside its standard. If two of these are equal, so are their gaps."""
    scores = unit_pillars(publication, assessment_year=year, footprint="assessed")
    return hold_to(publication, scores, assessment_year=year, standard=standard)


_EFFECT_COLUMNS = [
    *("assessment_year", "ics_code", "name", "units_before", "units_after"),
    *("mean_before", "mean_after", "below_before", "below_after"),
]


def _of_round(
    before: Publication, after: Publication, standard: Standard, year: int, *, fictional: bool
) -> pd.DataFrame:
    earlier, later = (
        gaps_of_all_systems(
            publication, year=year, footprint="assessed", standard=standard, fictional=fictional
        )
        for publication in (before, after)
    )
    both = earlier.merge(later, on=["ics_code", "name"], suffixes=("_before", "_after"))
    moved = (
        (both["units_before"] != both["units_after"])
        | (both["below_before"] != both["below_after"])
        | ((both["mean_before"] - both["mean_after"]).abs() > _SAME)
    )
    return both[moved].assign(assessment_year=year)[_EFFECT_COLUMNS].reset_index(drop=True)


def standing_submissions(publication: Publication) -> pd.DataFrame:
    """Every submission that was not withdrawn when the publication was built, oldest first.

    Returns submission_id, kind, origin, fictional (it has rows of fictional trusts or systems), file_name,
    row_count, submitted_by, submitted_at (UTC), note.
    """
    return publication.frame(sql(__package__, "standing_submissions"))


def submission_log(publication: Publication) -> pd.DataFrame:
    """Every submission up to the publication's entry, newest first, with its state.

    Returns submission_id, kind, origin, fictional (it has rows of fictional trusts or systems), file_name,
    sha256, size_bytes, row_count, submitted_by, submitted_at, note, state ('standing' or 'withdrawn'),
    changed_by, changed_at, reason (of the last withdrawal or restoration; empty if there was none),
    head_entry and head (the ledger's last entry and the chain's hash there, in every row). Times are UTC.
    """
    return publication.frame(sql(__package__, "submission_log"))


def confirmed_names(publication: Publication) -> pd.DataFrame:
    """Every name and heading that a person confirmed with a return, newest first.

    Each is a submission of its own, so that it can be withdrawn alone; those from before November 2026 can
    hold several. Returns submission_id, sort ('name' or 'heading'), layout (for a heading, the kind or layout
    that it was in; else None), written (without capitals and marks), stands_for (an ODS code, or a column),
    organisation (the code's name; None for a heading), fictional (it means a fictional organisation),
    submitted_by, submitted_at (UTC), state ('standing', 'replaced' by a later one or 'withdrawn'), note (the
    file that it was confirmed with).
    """
    names = publication.frame(sql(__package__, "confirmed_names"))
    for column in ("layout", "organisation"):
        names[column] = names[column].astype(object).where(names[column].notna(), None)
    return names


def answers_of_submissions(publication: Publication) -> dict[int, list[dict[str, str]]]:
    """Submission number -> the questions about its file, each with question, message and answer.

    In the order in which they were asked. Submissions without questions are left out.
    """
    answers: dict[int, list[dict[str, str]]] = {}
    for number, question, message, answer in publication.rows(sql(__package__, "submission_answers")):
        answers.setdefault(number, []).append({"question": question, "message": message, "answer": answer})
    return answers


def submission_rows(
    publication: Publication, submission_id: int, kind: str, *, limit: int
) -> tuple[pd.DataFrame, int]:
    """The rows of a submission that the publication shows, with their lines in its file, in that order.

    Returns the first `limit` rows, and the number of all. Raises UnknownCode for an unknown kind.
    """
    if kind not in KINDS:
        raise UnknownCode(f"There is no kind {kind}.")
    # A table's name cannot be a parameter; it is one of KINDS.
    query = sql(__package__, "submission_rows").replace("publication.rows_of_kind", f"publication.{kind}")
    rows = publication.frame(query, submission_id=submission_id, limit=limit)
    showing = int(rows["showing"].iloc[0]) if len(rows) else 0
    return rows.drop(columns="showing"), showing
