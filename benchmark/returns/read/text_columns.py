"""Columns of text as they are read: each distinct text once, and for each row which of them it holds.

A return of a million rows repeats a few hundred codes, settings and scores, so what is asked of a text is
asked once. The texts stand in the order in which rows first hold them, and every one of them is held by some
row: what is found comes in the order of the file, and nothing is found in a text that no row holds any more.
"""

from collections.abc import Callable, Iterable, Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from benchmark.returns.numbers import Numbers

Mask = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.int64]
Places = npt.NDArray[np.int32]
"""For each row, which of the distinct texts it holds."""
TEXTS = pa.dictionary(pa.int32(), pa.string())
"""The type of a column of text."""


def text_column(texts: Iterable[str]) -> pa.DictionaryArray:
    """A column of these texts."""
    return pa.array(texts, pa.string()).dictionary_encode()


def joined(parts: Sequence[pa.DictionaryArray]) -> pa.DictionaryArray:
    """Columns one below the other."""
    return pa.chunked_array(parts, TEXTS).unify_dictionaries().combine_chunks()


def places_of(column: pa.DictionaryArray) -> Places:
    """For each row, which of the column's distinct texts it holds."""
    places: Places = column.indices.to_numpy()
    return places


def rows_with(column: pa.DictionaryArray, test: Callable[[str], bool]) -> Mask | None:
    """The rows whose text passes a test; None where no text does, which is the rule."""
    passed = np.array([test(text) for text in column.dictionary.to_pylist()], dtype=bool)
    return passed[places_of(column)] if passed.any() else None


def texts_of(column: pa.DictionaryArray, rows: npt.NDArray[np.integer]) -> list[str | None]:
    """The texts of these rows; None where there is none. Many times faster than one row after the other."""
    texts = [*column.dictionary.to_pylist(), None]
    places = column.indices.fill_null(len(texts) - 1).to_numpy()
    return [texts[place] for place in places[rows].tolist()]


def blank_rows(column: pa.DictionaryArray) -> Mask | None:
    """The rows whose cell shows nothing; None where there are none."""
    blank = blank_texts(column)
    return blank[places_of(column)] if blank.any() else None


def blank_texts(column: pa.DictionaryArray) -> Mask:
    """Which of the column's distinct texts show nothing."""
    blank: Mask = pc.equal(pc.utf8_trim_whitespace(column.dictionary), "").to_numpy(zero_copy_only=False)
    return blank


def taken(column: pa.DictionaryArray, rows: Rows) -> pa.DictionaryArray:
    """The column's texts in these rows."""
    return column_of(places_of(column)[rows], column.dictionary)


def column_of(places: npt.NDArray[np.integer], texts: pa.Array) -> pa.DictionaryArray:
    """The column in which each row holds one of these distinct texts; those that none holds are dropped."""
    numbers, first = Numbers(places.astype(np.int64), len(texts)).dense()
    return pa.DictionaryArray.from_arrays(
        pa.array(numbers.of_row.astype(np.int32)), texts.take(pa.array(places[first]))
    )
