"""Ditto marks: cells that mean "the same as above"."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from benchmark.returns.arrays import Places, column_of, text_places
from benchmark.returns.findings import Finding, finding
from benchmark.returns.read.line_kinds import clean
from benchmark.returns.vocabulary import heading_key, is_of_totals

_MARKS = pa.array(
    [
        *('"', '""', "''", "\u3003", "\u2033", "\u201c", "\u201d", '-"-', '- " -'),
        *("ditto", "Ditto", "DITTO", "do.", "Do.", "-do-", "-Do-", "- do -"),
        *("as above", "As above", "AS ABOVE", "same as above", "Same as above"),
    ]
)


def without_dittos(
    columns: Sequence[pa.DictionaryArray], headings: Sequence[str], lines: Places
) -> tuple[list[pa.DictionaryArray], list[Finding]]:
    """The columns with each ditto mark replaced by the cell above, and a question for each changed column.
    A mark below an empty cell or a total stays.
    """
    read, questions = [], []
    for heading, column in zip(headings, columns, strict=True):
        marks = pc.is_in(pc.utf8_trim_whitespace(column.dictionary), _MARKS).to_numpy(zero_copy_only=False)
        filled, asked = _filled(column, marks, heading, lines) if marks.any() else (column, [])
        read.append(filled)
        questions += asked
    return read, questions


def _filled(
    column: pa.DictionaryArray, marks: np.ndarray, heading: str, lines: Places
) -> tuple[pa.DictionaryArray, list[Finding]]:
    texts = [clean(text) for text in column.dictionary.to_pylist()]
    stays = np.array([not text or is_of_totals(heading_key(text)) for text in texts], dtype=bool)
    places = text_places(column)
    is_mark = marks[places]
    above = np.maximum.accumulate(np.where(is_mark, 0, np.arange(len(places))))
    is_mark &= ~(marks | stays)[places[above]]
    rows = np.flatnonzero(is_mark)
    if not len(rows):
        return column, []
    first = int(rows[0])
    words = {"value": column[first].as_py().strip(), "read": texts[places[above[first]]]}
    question = finding("ditto_read", line=int(lines[first]), column=clean(heading), count=len(rows), **words)
    return column_of(np.where(is_mark, places[above], places), column.dictionary), [question]
