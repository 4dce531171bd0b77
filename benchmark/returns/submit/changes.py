"""What a return would change, compared with the current rows of the same keys."""

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import pandas as pd
import pyarrow as pa

from benchmark.common.scope import sql
from benchmark.returns.check.reference import reference
from benchmark.returns.check.standing import alike, pillar_moves
from benchmark.returns.queries import Queries, differs, others_of, same
from benchmark.returns.submit.intake import CheckedReturn, ReadyTable
from benchmark.store.publication import Publication
from schemas.kinds import KINDS

State = Literal["new", "changed", "removed", "unchanged"]
_PILLARS = ["assessment_year", "ods_code", "care_setting", "pillar", "before", "after"]


@dataclass(frozen=True)
class KindChanges:
    """The changes to one kind of row.

    rows: frame[line, <the kind's key>, state, column, before, after], one row for each value that changes or
    is removed, and one for each new row (column empty); unchanged rows are only counted. Rows of a replaced
    submission that the file lacks have no line.
    """

    kind: str
    new: int
    changed: int
    removed: int
    unchanged: int
    rows: pd.DataFrame


@dataclass(frozen=True)
class Changes:
    """The changes that a return would make, by kind.

    pillars: frame[assessment_year, ods_code, care_setting, pillar, before, after], pillar scores that change
    because of domains in the file or in current rows.
    """

    kinds: tuple[KindChanges, ...]
    pillars: pd.DataFrame

    @property
    def new(self) -> int:
        return sum(kind.new for kind in self.kinds)

    @property
    def changed(self) -> int:
        return sum(kind.changed for kind in self.kinds)

    @property
    def removed(self) -> int:
        return sum(kind.removed for kind in self.kinds)

    @property
    def unchanged(self) -> int:
        return sum(kind.unchanged for kind in self.kinds)

    @cached_property
    def digest(self) -> str:
        """Equal for equal changes: it shows whether what a person saw is still what would happen.

        New rows count only as a number: the file itself has them.
        """
        digest = hashlib.sha256()
        for kind in self.kinds:
            digest.update(repr((kind.kind, kind.new, kind.changed, kind.removed, kind.unchanged)).encode())
            digest.update(_hashed(kind.rows[kind.rows["state"] != "new"]))
        digest.update(_hashed(self.pillars))
        return digest.hexdigest()


def changes(checked: CheckedReturn, publication: Publication) -> Changes:
    """What submitting the return's valid rows would change in the publication."""
    kinds = tuple(_kind_changes(ready, checked, publication) for ready in checked.tables)
    moves = [
        move
        for ready, kind in zip(checked.tables, kinds, strict=True)
        if "domain" in KINDS[ready.kind].key and ready.kind in reference(publication).tables
        for move in _pillar_moves(ready, kind, publication)
    ]
    return Changes(kinds, pd.DataFrame(moves, columns=_PILLARS))


def _pillar_moves(ready: ReadyTable, kind: KindChanges, publication: Publication) -> list[dict[str, object]]:
    """The pillars whose score changes, but not through a changed row of their own."""
    moves = pillar_moves(ready.table, publication)
    if ready.table["domain"].null_count < ready.table.num_rows:
        return moves
    own = kind.rows[kind.rows["state"] == "changed"]
    counted = set(own[_PILLARS[:4]].itertuples(index=False, name=None))
    return [move for move in moves if tuple(move[name] for name in _PILLARS[:4]) not in counted]


def _kind_changes(ready: ReadyTable, checked: CheckedReturn, publication: Publication) -> KindChanges:
    kind, model = ready.kind, KINDS[ready.kind]
    key, others = list(model.key), others_of(kind)
    is_published = kind in reference(publication).tables
    query = sql(__package__, "changes").format(
        key=", ".join(f"rows.{name}" for name in key),
        same_key=same(key, "rows", "standing"),
        present=f"standing.{key[0]} is not null",
        differs=differs(kind, "rows", "standing"),
        pairs=", ".join(f"rows.{name}, standing.{name} as before_{name}" for name in others),
        standing=f"publication.{kind}" if is_published else "(select * from rows limit 0)",
    )
    with Queries(publication, ready.table) as queries:
        frame = queries.frame(query)
        counts = frame["state"].value_counts()
        unchanged = ready.table.num_rows - int(counts.sum())
        if checked.replacing is not None and kind in checked.replacing.rows:
            instead = checked.replacing.rows[kind]
            frame = pd.concat([frame, _fallen(queries, kind, instead, checked.replacing.numbers)])
            counts = frame["state"].value_counts()
    return KindChanges(
        kind=kind,
        new=int(counts.get("new", 0)),
        changed=int(counts.get("changed", 0)),
        removed=int(counts.get("removed", 0)),
        unchanged=unchanged,
        rows=_long(frame, key, others),
    )


def _fallen(queries: Queries, kind: str, instead: pa.Table, replaced: tuple[int, ...]) -> pd.DataFrame:
    """The rows of replaced submissions that the file lacks: changed or removed."""
    key, others = KINDS[kind].key, others_of(kind)
    queries.put_beside("instead", instead)
    query = sql(__package__, "fallen").format(
        kind=kind,
        key=", ".join(f"standing.{name}" for name in key),
        same_key=same(key, "rows", "standing"),
        same_instead=same(key, "instead", "standing"),
        present=f"instead.{key[0]} is not null",
        differs=differs(kind, "instead", "standing"),
        pairs=", ".join(f"instead.{name}, standing.{name} as before_{name}" for name in others),
    )
    return queries.frame(query, replaced=list(replaced))


def _long(frame: pd.DataFrame, key: list[str], others: list[str]) -> pd.DataFrame:
    """One row for each value that changes or is removed, and one for each new row."""
    named = ["line", *key, "state"]
    frame = frame.assign(line=frame["line"].astype("Int64"))
    parts = [frame.loc[frame["state"] == "new", named].assign(column="", before=None, after=None)]
    moved = frame[frame["state"] != "new"]
    for name in others:
        before, after = moved[f"before_{name}"].astype(object), moved[name].astype(object)
        pairs = zip(before.where(before.notna(), None), after.where(after.notna(), None), strict=True)
        differs_here = [not alike(earlier, later) for earlier, later in pairs]
        if any(differs_here):
            parts.append(
                moved.loc[differs_here, named].assign(
                    column=name, before=before[differs_here], after=after[differs_here]
                )
            )
    filled = [part for part in parts if len(part)] or parts[:1]
    return pd.concat(filled, ignore_index=True).sort_values("line", kind="stable", ignore_index=True)


def _hashed(frame: pd.DataFrame) -> bytes:
    return pd.util.hash_pandas_object(frame.astype(str), index=False).to_numpy().tobytes()
