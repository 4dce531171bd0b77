"""What a return would change: against the rows of the same keys that stand now."""

from dataclasses import dataclass
from typing import Literal

import pandas as pd

from benchmark.returns.intake import CheckedReturn, ReadyTable
from benchmark.returns.queries import Queries, query_text
from benchmark.returns.reference import reference
from benchmark.store.publication import Publication
from schemas.kinds import KINDS

State = Literal["new", "changed", "unchanged"]


@dataclass(frozen=True)
class KindChanges:
    """What happens to one kind of row.

    rows: frame[line, <the kind's key>, state, column, before, after], one row for each value that changes and
    one for each new row (column empty); unchanged rows are only counted.
    """

    kind: str
    new: int
    changed: int
    unchanged: int
    rows: pd.DataFrame


@dataclass(frozen=True)
class Changes:
    """What a return would change, kind by kind."""

    kinds: tuple[KindChanges, ...]

    @property
    def new(self) -> int:
        return sum(kind.new for kind in self.kinds)

    @property
    def changed(self) -> int:
        return sum(kind.changed for kind in self.kinds)

    @property
    def unchanged(self) -> int:
        return sum(kind.unchanged for kind in self.kinds)


def changes(checked: CheckedReturn, publication: Publication) -> Changes:
    """What submitting the rows that hold would change of what stands in the publication."""
    return Changes(tuple(_kind_changes(ready, publication) for ready in checked.tables))


def _kind_changes(ready: ReadyTable, publication: Publication) -> KindChanges:
    model = KINDS[ready.kind]
    others = [name for name in model.model_fields if name not in model.key]
    known = ready.kind in reference(publication).tables
    # The kind's columns are not known to a file of SQL, so the names are put in; no value ever is.
    query = query_text("changes").format(
        key=", ".join(f"rows.{name}" for name in model.key),
        same_key=" and ".join(f"rows.{name} is not distinct from standing.{name}" for name in model.key),
        present=f"standing.{model.key[0]} is not null",
        differs=" or ".join(f"rows.{name} is distinct from standing.{name}" for name in others),
        pairs=", ".join(f"rows.{name}, standing.{name} as before_{name}" for name in others),
        standing=f"publication.{ready.kind}" if known else "(select * from rows limit 0)",
    )
    with Queries(publication, ready.table) as queries:
        frame = queries.frame(query)
    counts = frame["state"].value_counts()
    return KindChanges(
        kind=ready.kind,
        new=int(counts.get("new", 0)),
        changed=int(counts.get("changed", 0)),
        unchanged=ready.table.num_rows - int(counts.sum()),
        rows=_long(frame, list(model.key), others),
    )


def _long(frame: pd.DataFrame, key: list[str], others: list[str]) -> pd.DataFrame:
    """One row for each value that changes, and one for each new row."""
    named = ["line", *key, "state"]
    parts = [frame.loc[frame["state"] == "new", named].assign(column="", before=None, after=None)]
    moved = frame[frame["state"] == "changed"]
    for name in others:
        before, after = moved[f"before_{name}"], moved[name]
        differs = ~((before == after) | (before.isna() & after.isna()))
        if differs.any():
            parts.append(
                moved.loc[differs, named].assign(
                    column=name, before=before[differs].astype(object), after=after[differs].astype(object)
                )
            )
    filled = [part for part in parts if len(part)] or parts[:1]
    return pd.concat(filled, ignore_index=True).sort_values("line", kind="stable", ignore_index=True)
