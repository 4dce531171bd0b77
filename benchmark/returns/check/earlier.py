"""What earlier returns gave about the same, and a return does not hold: it would go on standing."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import pyarrow as pa

from benchmark.returns.check.standing_figures import origin
from benchmark.returns.columns_in_sql import TIMES, same, scope_of, words_of
from benchmark.returns.findings import Finding, finding
from benchmark.returns.queries import Queries, query_text
from benchmark.store.publication import Publication
from schemas.kinds import KINDS

KEYS_NAMED = 4
"""Rows that a question names; of more it says how many."""


@dataclass(frozen=True)
class EarlierRows:
    """A file's rows of one kind against the rows that earlier returns gave about the same."""

    kind: str
    rows: pa.Table
    groups: pa.Table
    sheet: str
    publication: Publication

    def findings(self, replaced: Collection[int], beside: Collection[int]) -> list[Finding]:
        """Rows of earlier returns that the file does not hold, though it is about the same; and those of
        others that would fall away with a submission that it takes the place of.
        """
        left, fallen = [], []
        with Queries(self.publication, self.groups) as queries:
            if replaced:
                fallen = queries.records_of(self._query("replaced_elsewhere"), replaced=[*replaced])
            earlier = queries.table(self._query("earlier_rows"), replaced=[*replaced])
            if earlier.num_rows:
                queries.replace_rows(self.rows)
                queries.put_beside("earlier_rows", earlier)
                left = queries.records_of(self._query("left_standing"), beside=[*beside])
        told = [("rows_left_standing", place, place["left_standing"]) for place in left]
        told += [("replaced_elsewhere", place, place["fallen"]) for place in fallen]
        return [
            finding(
                code,
                sheet=self.sheet,
                value=f"{count:,} rows",
                about=str(place["number"]),
                rows=f"{count:,} {'row' if count == 1 else 'rows'}",
                which="; ".join(place["words"]) + (" ..." if count > len(place["words"]) else ""),
                **origin(place),
            )
            for code, place, count in told
        ]

    def _query(self, name: str) -> str:
        key, scope = KINDS[self.kind].key, scope_of(self.kind)
        place = (*scope, "care_setting") if "care_setting" in key else scope
        return query_text(name).format(
            kind=self.kind,
            key=", ".join(f"standing.{name}" for name in key),
            same_scope=same(scope, "rows", "standing"),
            same_place=same(place, "rows", "standing"),
            same_key=same(key, "rows", "earlier_rows"),
            timed="true" if set(scope) & set(TIMES) else "false",
            words=words_of(self.kind, "standing"),
            shown=KEYS_NAMED,
        )


def earlier_returns(found: Iterable[Finding]) -> dict[int, Finding]:
    """The questions about rows that would go on standing, by the number of the submission that gave them."""
    return {int(entry.about): entry for entry in found if entry.code == "rows_left_standing"}
