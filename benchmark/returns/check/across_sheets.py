"""Compares sheets of one workbook, or files of one visit, that give the same rows or figures."""

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
    """Check the sheets of a file against each other. A row whose key is in an earlier sheet of the same kind
    is refused, as repeated or as conflicting. A figure that two kinds have under the same name leads to a
    question if it differs.
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
            repeats = [
                finding(
                    "row_repeated" if equal[at] else "rows_conflict",
                    sheet=results[i].sheet,
                    line=int(line),
                    key=", ".join(key),
                    other=f"{first['line'][at]:,} of the sheet '{results[first['sheet'][at]].sheet}'",
                )
                for at, line in together["line"][mask][:LISTED].items()
            ]
            results[i] = results[i].without(mask[together["sheet"] == i].to_numpy(dtype=bool), repeats)
    for (_, earlier), (i, later) in combinations(list(enumerate(results)), 2):
        place = f"of the sheet '{earlier.sheet}'"
        contrary = contradictions(earlier.kind, earlier.table, later.kind, later.table, place=place)
        if contrary:
            results[i] = results[i].with_findings(placed(contrary, file="", sheet=later.sheet))
    return results


def contradictions(
    earlier_kind: str, earlier: pa.Table, kind: str, rows: pa.Table, *, place: str
) -> list[Finding]:
    """A question for each row with another figure than the earlier rows of another kind. place: where the
    earlier rows are, in words: a sheet or a file.
    """
    names = _figures_of_both(earlier_kind, kind)
    if not names:
        return []
    key = list(KINDS[kind].key)
    frames = [table.select([*key, "line", *names]).to_pandas() for table in (rows, earlier)]
    both = frames[0].merge(frames[1], on=key, suffixes=("", "_other")).replace({np.nan: None})
    questions = []
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
            questions.append(finding("figures_contradict", line=int(row["line"]), column=others[0], **words))
    return questions[:LISTED]


@cache
def _figures_of_both(kind: str, other: str) -> tuple[str, ...]:
    """The figures that two kinds with the same key have under the same name; none for one kind."""
    if kind == other or KINDS[kind].key != KINDS[other].key:
        return ()
    shared = columns_of(KINDS[other])
    return tuple(
        name
        for name, column in columns_of(KINDS[kind]).items()
        if name in shared and column.shape in ("number", "whole") and name not in KINDS[kind].key
    )
