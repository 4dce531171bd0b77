"""Fills empty cells that mean the value above them, as pivot tables and people leave them in key columns."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from benchmark.returns.arrays import (
    Groups,
    Mask,
    blank_rows,
    blank_texts,
    column_of,
    groups_of,
    taken,
    text_places,
)
from benchmark.returns.findings import Finding, finding
from benchmark.returns.queries import TIMES
from benchmark.returns.read.sheet import Lines
from schemas.base import Row

_FIGURE = re.compile("[0-9]")
Cells = Mapping[str, pa.DictionaryArray]


def with_cells_above(
    cells: Cells,
    lines: Lines,
    model: type[Row],
    shown_as: Mapping[str, str],
    wide: Sequence[pa.DictionaryArray],
) -> tuple[dict[str, pa.DictionaryArray], list[Finding]]:
    """The columns with empty key cells filled from above, and the questions about it.

    Only if each value is written once above its rows, the rows lack nothing else, and no two rows become
    equal: otherwise a value is missing, and the cells stay empty for a later check to find.

    wide: the columns that become rows; a row that is empty in all of them does not count.
    """
    gaps = {name: blank for name in _needed(cells, model) if (blank := blank_rows(cells[name])) is not None}
    if gaps and wide:
        none = np.logical_and.reduce([blank_texts(column)[text_places(column)] for column in wide])
        gaps = {name: blank & ~none for name, blank in gaps.items() if (blank & ~none).any()}
    key = [name for name in gaps if name in model.key]
    if not key or len(key) < len(gaps) or not all(_heads_groups(cells[name], gaps[name]) for name in key):
        return dict(cells), []
    lacking = np.logical_or.reduce([gaps[name] for name in key])
    if any(not _alike(cells[name], lacking) for name in TIMES if name in cells):
        return dict(cells), []
    filled = dict(cells) | {name: _filled(cells[name], gaps[name]) for name in key}
    if Groups.combined([_groups(filled[name]) for name in model.key if name in filled]).repeat():
        return dict(cells), []
    questions = []
    for name in key:
        rows = np.flatnonzero(gaps[name])
        first = int(rows[0])
        words: dict[str, Any] = {
            "column": shown_as.get(name, name),
            "read": filled[name][first].as_py().strip(),
        }
        questions.append(finding("blank_read", line=int(lines[first]), count=len(rows), **words))
    return filled, questions


def _needed(cells: Cells, model: type[Row]) -> list[str]:
    return [name for name, field in model.model_fields.items() if field.is_required() and name in cells]


def _heads_groups(column: pa.DictionaryArray, blank: Mask) -> bool:
    """Whether the first cell is filled, at least half are empty, and none repeats the cell above it.
    Otherwise single cells were forgotten.
    """
    places = text_places(column)
    return (
        not blank[0]
        and 2 * int(blank.sum()) >= len(blank)
        and not ((places[1:] == places[:-1]) & ~blank[1:]).any()
    )


def _groups(column: pa.DictionaryArray) -> Groups:
    """The rows grouped by text, ignoring capitals."""
    texts = pc.utf8_lower(pc.utf8_trim_whitespace(column.dictionary)).dictionary_encode()
    return groups_of(pa.DictionaryArray.from_arrays(texts.indices.take(column.indices), texts.dictionary))


def _alike(column: pa.DictionaryArray, lacking: Mask) -> bool:
    """Whether the years in these rows are written like those in the others, unlike 'Total 2025/26'."""
    here, others = (
        {
            _FIGURE.sub("0", text.strip())
            for text in taken(column, np.flatnonzero(rows)).dictionary.to_pylist()
        }
        for rows in (lacking, ~lacking)
    )
    return here - {""} <= others


def _filled(column: pa.DictionaryArray, blank: Mask) -> pa.DictionaryArray:
    above = np.maximum.accumulate(np.where(blank, 0, np.arange(len(blank))))
    return column_of(text_places(column)[above], column.dictionary)
