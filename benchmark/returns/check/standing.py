"""Compares a return with the current rows of earlier ones: asks about figures that it would replace or empty,
and about rows that it lacks.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from benchmark.common.scope import sql
from benchmark.core.definitions import definitions
from benchmark.core.wording import in_full, plural
from benchmark.returns.check.narrowing import is_known
from benchmark.returns.check.reference import Reference
from benchmark.returns.check.replacing import Replacing
from benchmark.returns.check.rows import CheckedRows, pillar_rows
from benchmark.returns.check.rules import shown_heading, with_standing
from benchmark.returns.findings import LISTED, Finding, finding, for_the_rest
from benchmark.returns.queries import (
    SAME,
    TIMES,
    Queries,
    differ,
    either,
    measured_columns,
    organisation_of,
    others_of,
    same,
    scope_of,
    words_of,
)
from benchmark.returns.recognise.arrange import Arranged
from benchmark.returns.vocabulary import file_layouts, heading_of, pillar_names
from benchmark.store.publication import Publication, per_publication
from schemas.kinds import KINDS
from schemas.returns import MaturityScore

_STANDING = "select distinct kind, origin from publication.submissions"
_RETURNED = """
    publication.{kind} semi join (from publication.submissions where origin = 'return') using (submission_id)
"""
_REASONED = "reason"
"""A column with a reason for each row. Kinds of returns that have it get no question about large changes."""
KEYS_NAMED = 4
"""The most rows that a question names."""


def subject(kind: str, place: Mapping[str, Any], facts: Reference) -> str:
    """What a row is about, in words: Well Led of Alder Hey (RBS), Acute, 2025."""
    column, parts = organisation_of(kind), []
    for name in _subject_columns(kind):
        value = place[name]
        if value is None:
            continue
        shown = _organisation(str(value), facts) if name == column else str(value)
        parts.append(f"compared with {shown}" if name == "compared_with" else shown)
    pillar = place["pillar"] if "pillar" in KINDS[kind].key else None
    of = "" if pillar is None else f"{pillar_names().get(str(pillar), pillar)} of "
    return of + ", ".join(parts)


@cache
def _subject_columns(kind: str) -> list[str]:
    """The columns of a kind's key that say what a row is about: the organisation first, the time last."""
    column = organisation_of(kind)
    named = [name for name in KINDS[kind].key if name not in ("domain", "pillar")]
    return sorted(named, key=lambda name: (name != column, name in TIMES))


def _organisation(code: str, facts: Reference) -> str:
    for index in (facts.trust_names, facts.system_names):
        if code in index.organisations:
            return f"{index.organisations[code].name} ({code})"
    return code


def origin(place: Mapping[str, Any], publication: Publication) -> dict[str, Any]:
    """The submission that a current figure is from, as words of a finding. `source`: for published figures.

    Where people sign in, the file's name is left out: readers of the kept finding may not know that file.
    """
    moment: datetime = place["submitted_at"]
    given = f"by {place['by']} on {in_full(moment)}"
    return {
        "number": str(place["number"]),
        "given": f"{place['file_name']}, {given}" if publication.sees_all else given,
        "source": str(place.get("note") or place["file_name"]).partition("\n")[0],
    }


def limits() -> dict[str, float]:
    """The thresholds of changes to a current figure that lead to a question, by name."""
    keys = ("standing_score", "standing_share", "standing_least")
    return {key: definitions().threshold(key) for key in keys}


def is_large_in_sql(name: str) -> str:
    """A condition: a column's change from `standing` to `rows` is large enough for a question."""
    limit, change = limits(), f"abs(rows.{name} - standing.{name})"
    if name == "score":
        return f"{change} >= {limit['standing_score'] - SAME}"
    share = f"{change} > {limit['standing_share']} * abs(standing.{name})"
    return f"({share} and {change} >= {limit['standing_least']})"


def is_large(name: str, before: float, after: float) -> bool:
    """Whether the change from one value to another is large enough for a question, as `is_large_in_sql`."""
    limit, change = limits(), abs(after - before)
    if name == "score":
        return change >= limit["standing_score"] - SAME
    return change > limit["standing_share"] * abs(before) and change >= limit["standing_least"]


def limit_in_words(name: str) -> str:
    """The largest change that leads to no question, in words."""
    limit = limits()
    if name == "score":
        return f"a change of less than {limit['standing_score']:g}"
    return f"a change of at most {limit['standing_share']:.0%}"


def alike(before: Any, after: Any) -> bool:
    """Whether two values of a column are equal; None equals None."""
    if isinstance(before, float) and isinstance(after, float):
        return abs(before - after) <= SAME * max(abs(before), abs(after))
    return bool(before == after)


def figure(value: object) -> str:
    """A value for people to read."""
    if value is None:
        return "nothing"
    return f"{value:,.10g}" if isinstance(value, int | float) else str(value)


def differing(pairs: Mapping[str, tuple[Any, Any]]) -> tuple[list[str], str]:
    """The columns whose two values differ, and the differences in words."""
    names = [name for name, pair in pairs.items() if not alike(*pair)]
    differences = (
        f"{name} is {figure(pairs[name][0])} there and {figure(pairs[name][1])} here" for name in names
    )
    return names, "; ".join(differences)


@dataclass(frozen=True)
class Compared:
    """The valid rows of one table of a file, and its arrangement."""

    rows: CheckedRows
    arranged: Arranged


def standing_findings(
    compared: Sequence[Compared],
    facts: Reference,
    *,
    replacing: Replacing | None = None,
    beside: Collection[int] = (),
) -> list[Finding]:
    """All questions about current rows.

    replacing: the submissions that the file replaces. beside: submissions of the same visit: questions about
    them need rows that the file has too.
    """
    returned = {layout.kind for layout in file_layouts()}
    current_kinds = _standing_kinds(facts.publication)
    tables: dict[str, list[Compared]] = {}
    for part in compared:
        if part.rows.kind in returned and part.rows.table.num_rows:
            tables.setdefault(part.rows.kind, []).append(part)
    whole = {kind: pa.concat_tables([part.rows.table for part in parts]) for kind, parts in tables.items()}
    findings = replacing.unfit(whole) if replacing is not None else []
    replaced = replacing.numbers if replacing is not None and not findings else ()
    for kind, parts in tables.items():
        if not any(current == kind for current, _ in current_kinds):
            continue
        for part in parts:
            findings += _Overwritten(part, facts).findings(replacing)
        if (kind, "return") in current_kinds:
            groups = parts[0].rows.by_pillar if len(parts) == 1 else pillar_rows(whole[kind], kind)
            earlier = EarlierRows(kind, whole[kind], groups, parts[0].rows.sheet, facts.publication)
            findings += earlier.findings(replaced, beside)
    return findings


@per_publication
def _standing_kinds(publication: Publication) -> frozenset[tuple[str, ...]]:
    """(kind, origin) of the submissions that are not withdrawn."""
    return frozenset(publication.rows(_STANDING))


@dataclass(frozen=True)
class _Overwritten:
    """One table of a file, compared with the figures that its rows replace."""

    part: Compared
    facts: Reference

    @property
    def kind(self) -> str:
        return self.part.rows.kind

    def findings(self, replacing: Replacing | None) -> list[Finding]:
        asked = self._asked(self.facts.publication)
        if replacing is not None:
            # Published figures show again below a replaced submission, and are replaced again.
            questions = {entry.question for entry in asked}
            asked += [
                entry
                for entry in self._asked(replacing.standing)
                if entry.code == "published_replaced" and entry.question not in questions
            ]
        return asked

    def _asked(self, publication: Publication) -> list[Finding]:
        by_domains = "domain" in KINDS[self.kind].key
        return self._pillars(publication) if by_domains else self._rows(publication)

    def _pillars(self, publication: Publication) -> list[Finding]:
        """Questions about scores of pillars. A pillar's score is the mean of its domains, if it has any."""
        limit = limits()["standing_score"]
        if (
            not set(pc.unique(self.part.rows.table["assessment_year"]).to_pylist())
            & self.facts.unit_scores.keys()
        ):
            return []  # a round without current scores
        moves = [
            move
            for move in pillar_moves(self.part.rows.table, publication, pillars=self.part.rows.by_pillar)
            if move["published"] or abs(move["after"] - move["before"]) >= limit - SAME
        ]
        return self._listed(
            moves,
            lambda move: [
                self._finding(
                    "published_replaced" if move["published"] else "standing_moved",
                    move,
                    column="score",
                    figures=f"{figure(move['before'])} becomes {figure(move['after'])}",
                    limit=f"a change of less than {limit:g}",
                )
            ],
            total=len(moves),
        )

    def _rows(self, publication: Publication) -> list[Finding]:
        table = self.part.rows.table
        if not is_known(table, publication, f"publication.{self.kind}", KINDS[self.kind].key):
            return []
        with Queries(publication, table) as queries:
            places = queries.records(self._query())
        return self._listed(places, self._of_row, total=places[0]["found"] if places else 0)

    def _query(self) -> str:
        kind, key, others = self.kind, KINDS[self.kind].key, others_of(self.kind)
        large = [is_large_in_sql(name) for name in self._measured]
        return sql(__package__, "standing/standing").format(
            kind=kind,
            key=", ".join(f"rows.{name}" for name in key),
            pairs=", ".join(f"rows.{name}, standing.{name} as before_{name}" for name in others),
            replaced=either(differ(kind, name, "rows", "standing") for name in others),
            large=f"({either(large)})",
            emptied=f"({either(f'rows.{name} is null and standing.{name} is not null' for name in others)})",
            same_key=same(key, "rows", "standing"),
            listed=LISTED,
        )

    @cached_property
    def _measured(self) -> list[str]:
        """The columns with measured figures."""
        return [] if _REASONED in KINDS[self.kind].model_fields else measured_columns(self.kind)

    def _of_row(self, place: Mapping[str, Any]) -> list[Finding]:
        """The questions about one row: each once, with all its columns."""
        findings = []
        others = others_of(self.kind)
        pairs = {name: (place[f"before_{name}"], place[name]) for name in others}
        moved = {
            name: pair for name, pair in pairs.items() if None not in pair and not alike(*pair)
        }  # a new figure replaces nothing
        large = {
            name: pair for name, pair in moved.items() if name in self._measured and is_large(name, *pair)
        }
        if place["published"]:
            findings.append(self._moved("published_replaced", place, moved))
        elif large:
            findings.append(self._moved("standing_moved", place, large))
        if place["emptied"]:
            gone = {
                name: before
                for name, (before, after) in pairs.items()
                if after is None and before is not None
            }
            figures = ", ".join(
                f"{self._named(name, place)} ({figure(before)})" for name, before in gone.items()
            )
            findings.append(self._finding("standing_emptied", place, column="", figures=figures, limit=""))
        return findings

    def _moved(self, code: str, place: Mapping[str, Any], moved: Mapping[str, tuple[Any, Any]]) -> Finding:
        is_score = len(moved) == 1 and "score" in moved
        figures = "; ".join(
            f"{'' if is_score else f'{self._named(name, place)} '}{figure(before)} becomes {figure(after)}"
            for name, (before, after) in moved.items()
        )
        limits = [limit_in_words(name) for name in moved if name in self._measured]
        return self._finding(
            code, place, column=next(iter(moved)), figures=figures, limit=" or ".join(limits[:1])
        )

    def _named(self, name: str, place: Mapping[str, Any]) -> str:
        """The file's heading for a column; if the file lacks the column, its name in words."""
        heading = shown_heading(name, place, self.part.arranged)
        return heading_of(name) if heading == name else heading

    def _finding(self, code: str, place: Mapping[str, Any], *, column: str, **words: Any) -> Finding:
        return finding(
            code,
            sheet=self.part.rows.sheet,
            line=int(place["line"]),
            column=shown_heading(column, place, self.part.arranged) if column else "",
            value=str(words["figures"]),
            subject=subject(self.kind, place, self.facts),
            **words,
            **origin(place, self.facts.publication),
        )

    def _listed(
        self,
        places: Sequence[Mapping[str, Any]],
        findings_of: Callable[[Mapping[str, Any]], list[Finding]],
        *,
        total: int,
    ) -> list[Finding]:
        """The findings of the places; if there are more than LISTED, the last counts the rest."""
        return for_the_rest([entry for place in places[:LISTED] for entry in findings_of(place)], total)


def pillar_moves(
    rows: pa.Table, publication: Publication, *, pillars: pa.Table | None = None
) -> list[dict[str, Any]]:
    """The unit pillars whose score changes with these rows of maturity scores: line, assessment_year,
    ods_code, care_setting, pillar, before, after, and the submission of the score before. pillars: the rows
    from `pillar_rows`, if already made.
    """
    pillars = pillar_rows(rows, MaturityScore.kind) if pillars is None else pillars
    with Queries(publication, pillars) as queries:
        queries.replace_rows(with_standing(queries, pillars, rows, publication))
        return queries.records(sql(__package__, "standing/pillar_moves"), same=SAME)


@dataclass(frozen=True)
class EarlierRows:
    """A file's rows of one kind, compared with the rows of earlier returns about the same."""

    kind: str
    rows: pa.Table
    groups: pa.Table
    sheet: str
    publication: Publication

    def findings(self, replaced: Collection[int], beside: Collection[int]) -> list[Finding]:
        """Questions about rows that an earlier return about the same organisations has and the file lacks;
        and about rows of other organisations that would go with a replaced submission.
        """
        left, fallen = [], []
        returned = _RETURNED.format(kind=self.kind)
        if not replaced and not is_known(self.groups, self.publication, returned, scope_of(self.kind)):
            return []
        with Queries(self.publication, self.groups) as queries:
            if replaced:
                fallen = queries.records(self._query("replaced_elsewhere"), replaced=[*replaced])
            earlier = queries.table(self._query("earlier_rows"), replaced=[*replaced])
            if earlier.num_rows:
                queries.replace_rows(self.rows)
                queries.put_beside("earlier_rows", earlier)
                left = queries.records(self._query("left_standing"), beside=[*beside])
        counts = [("rows_left_standing", place, place["left_standing"]) for place in left]
        counts += [("replaced_elsewhere", place, place["fallen"]) for place in fallen]
        return [
            finding(
                code,
                sheet=self.sheet,
                value=plural(count, "row"),
                about=str(place["number"]),
                rows=plural(count, "row"),
                which="; ".join(place["words"]) + (" ..." if count > len(place["words"]) else ""),
                **origin(place, self.publication),
            )
            for code, place, count in counts
        ]

    def _query(self, name: str) -> str:
        key, scope = KINDS[self.kind].key, scope_of(self.kind)
        place = (*scope, "care_setting") if "care_setting" in key else scope
        return sql(__package__, f"standing/{name}").format(
            kind=self.kind,
            key=", ".join(f"standing.{name}" for name in key),
            same_scope=same(scope, "rows", "standing"),
            same_place=same(place, "rows", "standing"),
            same_key=same(key, "rows", "earlier_rows"),
            timed="true" if set(scope) & set(TIMES) else "false",
            words=words_of(self.kind, "standing"),
            shown=KEYS_NAMED,
        )


def earlier_returns(findings: Iterable[Finding]) -> dict[int, Finding]:
    """The questions about rows that would remain, by the number of their submission."""
    return {int(entry.about): entry for entry in findings if entry.code == "rows_left_standing"}
