"""Sheets of one workbook, or files of one visit, that give the same twice, held against each other."""

from functools import cache
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from benchmark.returns.check.rows import CheckedRows
from benchmark.returns.check.standing import differing
from benchmark.returns.columns import columns_of
from benchmark.returns.findings import LISTED, Finding, finding, placed
from schemas.kinds import KINDS


def across_sheets(results: list[CheckedRows]) -> list[CheckedRows]:
    """Where two sheets hold the same kind: rows whose key an earlier sheet has already are refused, each as
    the same row once more or as one that contradicts it. Where they hold two kinds with a figure of the same
    name, it is asked about where it is not the same.
    """
    for kind in {result.kind for result in results}:
        same = [i for i, result in enumerate(results) if result.kind == kind]
        if len(same) < 2:
            continue
        key = list(KINDS[kind].key)
        frames = [results[i].table.to_pandas().assign(sheet=i) for i in same]
        together = pd.concat(frames, ignore_index=True)
        repeated = together.duplicated(subset=key, keep="first")
        equal = together.duplicated(subset=[name for name in together if name not in ("line", "sheet")])
        first = together.groupby(key, dropna=False, sort=False)[["sheet", "line"]].transform("first")
        for i in same:
            mask = repeated & (together["sheet"] == i)
            found = [
                finding(
                    "row_repeated" if equal[at] else "rows_conflict",
                    sheet=results[i].sheet,
                    line=int(line),
                    key=", ".join(key),
                    other=f"{first['line'][at]:,} of the sheet '{results[first['sheet'][at]].sheet}'",
                )
                for at, line in together["line"][mask][:LISTED].items()
            ]
            results[i] = results[i].without(mask[together["sheet"] == i].to_numpy(dtype=bool), found)
    for (_, earlier), (i, later) in combinations(list(enumerate(results)), 2):
        place = f"of the sheet '{earlier.sheet}'"
        told = contradictions(earlier.kind, earlier.table, later.kind, later.table, place=place)
        if told:
            results[i] = results[i].with_findings(placed(told, file="", sheet=later.sheet))
    return results


def contradictions(
    earlier_kind: str, earlier: pa.Table, kind: str, rows: pa.Table, *, place: str
) -> list[Finding]:
    """A question for each row that gives another figure than the earlier rows of another kind, which stand in
    a place: of a sheet, or of a file.
    """
    names = _figures_of_both(earlier_kind, kind)
    if not names:
        return []
    key = list(KINDS[kind].key)
    frames = [table.select([*key, "line", *names]).to_pandas() for table in (rows, earlier)]
    both = frames[0].merge(frames[1], on=key, suffixes=("", "_other")).replace({np.nan: None})
    found = []
    for row in both.to_dict("records"):
        pairs = {name: (row[f"{name}_other"], row[name]) for name in names}
        others, figures = differing({name: pair for name, pair in pairs.items() if None not in pair})
        if others:
            words: dict[str, Any] = {
                "other_line": f"{row['line_other']:,}",
                "place": place,
                "key": ", ".join(str(row[name]) for name in reversed(key)),
                "figures": figures,
            }
            found.append(finding("figures_contradict", line=int(row["line"]), column=others[0], **words))
    return found[:LISTED]


@cache
def _figures_of_both(one: str, other: str) -> tuple[str, ...]:
    """The figures that two kinds have under the same name, for the same key; none for one kind."""
    if one == other or KINDS[one].key != KINDS[other].key:
        return ()
    known = columns_of(KINDS[other])
    return tuple(
        name
        for name, column in columns_of(KINDS[one]).items()
        if name in known and column.shape in ("number", "whole") and name not in KINDS[one].key
    )
