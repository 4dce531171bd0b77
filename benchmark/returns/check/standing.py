"""A return against what stands: what it would overwrite, empty, or leave standing is asked."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from benchmark.returns.check.earlier import EarlierRows
from benchmark.returns.check.grouped import grouped
from benchmark.returns.check.replacing import Replacing
from benchmark.returns.check.rows import CheckedRows
from benchmark.returns.check.rules import shown_heading
from benchmark.returns.check.standing_figures import (
    alike,
    figure,
    is_large,
    is_large_in_sql,
    limit_in_words,
    limits,
    origin,
    subject,
)
from benchmark.returns.columns_in_sql import (
    SAME,
    differ,
    either,
    numbers_of,
    others_of,
    same,
)
from benchmark.returns.findings import LISTED, Finding, finding
from benchmark.returns.queries import Queries, query_text
from benchmark.returns.recognise.arrange import Arranged
from benchmark.returns.reference import Reference
from benchmark.returns.templates.columns import heading_of
from benchmark.returns.vocabulary import return_layouts
from benchmark.store.publication import Publication
from schemas.kinds import KINDS
from schemas.returns import MaturityScore

_STANDING = "select distinct kind, origin from publication.submissions"
_REASONED = "reason"
"""Rows that carry their own reason are not asked for another."""


@dataclass(frozen=True)
class Compared:
    """The rows of one table of a file that hold, and how the file laid them out."""

    rows: CheckedRows
    arranged: Arranged


def standing_findings(
    compared: Sequence[Compared],
    facts: Reference,
    *,
    replacing: Replacing | None = None,
    beside: Collection[int] = (),
) -> list[Finding]:
    """Every question about what stands.

    replacing: the submissions that the file takes the place of. beside: submissions of the same visit; their
    rows are asked about only where the file holds some of them too.
    """
    returned = {layout.kind for layout in return_layouts()}
    known = set(facts.publication.rows(_STANDING))
    tables: dict[str, list[Compared]] = {}
    for one in compared:
        if one.rows.kind in returned and one.rows.table.num_rows:
            tables.setdefault(one.rows.kind, []).append(one)
    whole = {kind: pa.concat_tables([one.rows.table for one in parts]) for kind, parts in tables.items()}
    found = replacing.unfit(whole) if replacing is not None else []
    replaced = replacing.numbers if replacing is not None and not found else ()
    for kind, parts in tables.items():
        if not any(stands == kind for stands, _ in known):
            continue
        for one in parts:
            found += _Overwritten(one, facts).findings(replacing)
        if (kind, "return") in known:
            groups = parts[0].rows.grouped if len(parts) == 1 else grouped(whole[kind], kind)
            earlier = EarlierRows(kind, whole[kind], groups, parts[0].rows.sheet, facts.publication)
            found += earlier.findings(replaced, beside)
    return found


@dataclass(frozen=True)
class _Overwritten:
    """One table of a file against the figures that its rows take the place of."""

    one: Compared
    facts: Reference

    @property
    def kind(self) -> str:
        return self.one.rows.kind

    def findings(self, replacing: Replacing | None) -> list[Finding]:
        found = self._asked(self.facts.publication)
        if replacing is not None:
            # What was published stands again below what is replaced, and is replaced anew.
            told = {entry.question for entry in found}
            found += [
                entry
                for entry in self._asked(replacing.standing)
                if entry.code == "published_replaced" and entry.question not in told
            ]
        return found

    def _asked(self, publication: Publication) -> list[Finding]:
        by_domains = "domain" in KINDS[self.kind].key
        return self._pillars(publication) if by_domains else self._rows(publication)

    def _pillars(self, publication: Publication) -> list[Finding]:
        """Scores of pillars, which rest on their domains where there are any."""
        limit = limits()["standing_score"]
        if (
            not set(pc.unique(self.one.rows.table["assessment_year"]).to_pylist())
            & self.facts.unit_scores.keys()
        ):
            return []  # a round of which nothing stands
        moves = [
            move
            for move in pillar_moves(self.one.rows.table, publication, pillars=self.one.rows.grouped)
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
        with Queries(publication, self.one.rows.table) as queries:
            places = queries.records_of(self._query())
        return self._listed(places, self._of_row, total=places[0]["found"] if places else 0)

    def _query(self) -> str:
        kind, key, others = self.kind, KINDS[self.kind].key, others_of(self.kind)
        large = [is_large_in_sql(name) for name in self._measured]
        return query_text("standing").format(
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
        """The columns that hold measured figures."""
        return [] if _REASONED in KINDS[self.kind].model_fields else numbers_of(self.kind)

    def _of_row(self, place: Mapping[str, Any]) -> list[Finding]:
        """What is asked about one row: each thing once, with all of its columns."""
        found = []
        others = others_of(self.kind)
        pairs = {name: (place[f"before_{name}"], place[name]) for name in others}
        moved = {
            name: pair for name, pair in pairs.items() if None not in pair and not alike(*pair)
        }  # a figure that was not there before takes no other's place
        large = {
            name: pair for name, pair in moved.items() if name in self._measured and is_large(name, *pair)
        }
        if place["published"]:
            found.append(self._moved("published_replaced", place, moved))
        elif large:
            found.append(self._moved("standing_moved", place, large))
        if place["emptied"]:
            gone = {
                name: before
                for name, (before, after) in pairs.items()
                if after is None and before is not None
            }
            figures = ", ".join(
                f"{self._named(name, place)} ({figure(before)})" for name, before in gone.items()
            )
            found.append(self._finding("standing_emptied", place, column="", figures=figures, limit=""))
        return found

    def _moved(self, code: str, place: Mapping[str, Any], moved: Mapping[str, tuple[Any, Any]]) -> Finding:
        one = len(moved) == 1 and "score" in moved
        figures = "; ".join(
            f"{'' if one else f'{self._named(name, place)} '}{figure(before)} becomes {figure(after)}"
            for name, (before, after) in moved.items()
        )
        limits = [limit_in_words(name) for name in moved if name in self._measured]
        return self._finding(
            code, place, column=next(iter(moved)), figures=figures, limit=" or ".join(limits[:1])
        )

    def _named(self, name: str, place: Mapping[str, Any]) -> str:
        """A column as the file heads it; one that the file lacks, in words."""
        heading = shown_heading(name, place, self.one.arranged)
        return heading_of(name) if heading == name else heading

    def _finding(self, code: str, place: Mapping[str, Any], *, column: str, **words: Any) -> Finding:
        return finding(
            code,
            sheet=self.one.rows.sheet,
            line=int(place["line"]),
            column=shown_heading(column, place, self.one.arranged) if column else "",
            value=str(words["figures"]),
            subject=subject(self.kind, place, self.facts),
            **words,
            **origin(place),
        )

    def _listed(
        self,
        places: Sequence[Mapping[str, Any]],
        findings_of: Callable[[Mapping[str, Any]], list[Finding]],
        *,
        total: int,
    ) -> list[Finding]:
        """The findings of the places; where there are more, the last stands for all that follow."""
        found = [entry for place in places[:LISTED] for entry in findings_of(place)]
        if found and total > LISTED:
            last = found[-1]
            found[-1] = last.elsewhere(
                file=last.file, sheet=last.sheet, line=last.line, count=total - LISTED + last.count
            )
        return found


def pillar_moves(
    rows: pa.Table, publication: Publication, *, pillars: pa.Table | None = None
) -> list[dict[str, Any]]:
    """The pillars of units whose score moves with these rows of maturity scores: line, assessment_year,
    ods_code, care_setting, pillar, before, after, and whose score it was. pillars: the rows as `grouped`
    gives them, where they are there already.
    """
    pillars = grouped(rows, MaturityScore.kind) if pillars is None else pillars
    with Queries(publication, pillars) as queries:
        # What goes on standing is looked up where there is any: a return can hold a million domains.
        mixed = 0 < rows["domain"].null_count < rows.num_rows
        if mixed or queries.records("domains_standing")[0]["domains"]:
            queries.replace_rows(rows)
            queries.replace_rows(queries.table(query_text("pillars_with_standing")))
        return queries.records("pillar_moves", same=SAME)
