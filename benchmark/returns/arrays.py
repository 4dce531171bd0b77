"""Columns as arrays: each text is kept once, with a place for each row, and rows are grouped by value.

A return of a million rows repeats a few hundred codes, settings and scores, so each text is checked once. A
column's texts are in the order in which rows first have them, and each is in some row: so findings come in
the order of the file, and only about texts that rows have.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

_MOST = np.iinfo(np.int64).max
_ROOM = 16
"""The most groups per row for which a table of all groups is faster than a hash of those in use."""
Mask = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.int64]
Places = npt.NDArray[np.int32]
"""For each row, the place of its text among the column's distinct texts."""
TEXTS = pa.dictionary(pa.int32(), pa.string())
"""The type of a column of text."""


@dataclass(frozen=True)
class Groups:
    """The group of each row: rows with equal values share a number from 0 to `size` - 1.

    The size of one column is at most 2**31.
    """

    of_row: npt.NDArray[np.int64]
    size: int

    def __len__(self) -> int:
        return len(self.of_row)

    @classmethod
    def combined(cls, columns: Sequence["Groups"]) -> "Groups":
        """The groups of several columns as one: rows share a group if they share it in every column."""
        of_row, size = np.zeros(len(columns[0]) if columns else 0, dtype=np.int64), 1
        for column in columns:
            if column.size < 2:
                continue
            if size >= _MOST // column.size:
                of_row, uniques = pd.factorize(of_row)
                size = len(uniques)
            of_row = column.of_row if size == 1 else of_row * column.size + column.of_row
            size *= column.size
        return cls(of_row, size)

    def repeat(self) -> bool:
        """Whether any two rows are in the same group."""
        if self._roomy:
            return bool(pd.Series(self.of_row).duplicated().any())
        seen = np.zeros(self.size, dtype=bool)
        seen[self.of_row] = True
        return int(np.count_nonzero(seen)) < len(self)

    def repeated(self) -> npt.NDArray[np.bool_]:
        """A mask of the rows that share their group with another row."""
        if self._roomy:
            return pd.Series(self.of_row).duplicated(keep=False).to_numpy()
        again = first_rows(self.of_row, self.size)[self.of_row] != np.arange(len(self))
        twice = np.zeros(self.size, dtype=bool)
        twice[self.of_row[again]] = True
        return twice[self.of_row]

    def dense(self) -> tuple["Groups", npt.NDArray[np.int32]]:
        """The groups without empty ones, numbered by first occurrence; and the first row of each."""
        if self._roomy:
            of_row, uniques = pd.factorize(self.of_row)
            groups = Groups(of_row.astype(np.int64), len(uniques))
            return groups, first_rows(groups.of_row, groups.size)
        first = first_rows(self.of_row, self.size)
        used = np.flatnonzero(first < len(self))
        used = used[np.argsort(first[used])]
        renumbered = np.zeros(self.size, dtype=np.int64)
        renumbered[used] = np.arange(len(used))
        return Groups(renumbered[self.of_row], len(used)), first[used]

    @property
    def _roomy(self) -> bool:
        return self.size > _ROOM * len(self) + 1000


def first_rows(of_row: npt.NDArray[np.integer], size: int) -> npt.NDArray[np.int32]:
    """The first row of each group; for an empty group, the number of rows."""
    first = np.full(size, len(of_row), dtype=np.int32)
    first[of_row[::-1]] = np.arange(len(of_row) - 1, -1, -1, dtype=np.int32)
    return first


def groups_of(column: pa.Array) -> Groups:
    """Group the rows by text, with a group for no text; or by whole numbers of a short range."""
    if isinstance(column, pa.DictionaryArray):
        size = len(column.dictionary)
        return Groups(column.indices.fill_null(size).to_numpy().astype(np.int64), size + 1)
    values = column.to_numpy()
    lowest = int(values.min()) if len(values) else 0
    return Groups(values - lowest, int(values.max()) - lowest + 1 if len(values) else 0)


def text_column(texts: Iterable[str]) -> pa.DictionaryArray:
    """The texts as a column."""
    return pa.array(texts, pa.string()).dictionary_encode()


def joined(parts: Sequence[pa.DictionaryArray]) -> pa.DictionaryArray:
    """The columns joined, one below the other."""
    return pa.chunked_array(parts, TEXTS).unify_dictionaries().combine_chunks()


def text_places(column: pa.DictionaryArray) -> Places:
    """For each row, the place of its text among the column's distinct texts."""
    places: Places = column.indices.to_numpy()
    return places


def rows_with(column: pa.DictionaryArray, test: Callable[[str], bool]) -> Mask | None:
    """A mask of the rows whose text passes a test; None if no text does, as is usual."""
    passed = np.array([test(text) for text in column.dictionary.to_pylist()], dtype=bool)
    return passed[text_places(column)] if passed.any() else None


def texts_of(column: pa.DictionaryArray, rows: npt.NDArray[np.integer]) -> list[str | None]:
    """The texts of these rows; None for a row without text. Many times faster than row by row."""
    texts = [*column.dictionary.to_pylist(), None]
    places = column.indices.fill_null(len(texts) - 1).to_numpy()
    return [texts[place] for place in places[rows].tolist()]


def blank_rows(column: pa.DictionaryArray) -> Mask | None:
    """A mask of the rows whose cell shows nothing; None if there are none."""
    blank = blank_texts(column)
    return blank[text_places(column)] if blank.any() else None


def lone_rows(columns: Sequence[pa.DictionaryArray]) -> Mask:
    """A mask of the rows with only one filled cell."""
    filled = np.zeros(len(columns[0]) if columns else 0, dtype=np.int16)
    whole = 0
    for column in columns:
        blank = blank_rows(column)
        whole += blank is None
        if whole > 1:  # two columns without a gap: no row has only one cell
            return np.zeros(len(filled), dtype=bool)
        filled += 1 if blank is None else ~blank
    lone: Mask = filled == 1
    return lone


def blank_texts(column: pa.DictionaryArray) -> Mask:
    """A mask of the column's distinct texts that show nothing."""
    blank: Mask = pc.equal(pc.utf8_trim_whitespace(column.dictionary), "").to_numpy(zero_copy_only=False)
    return blank


def taken(column: pa.DictionaryArray, rows: Rows) -> pa.DictionaryArray:
    """The column's texts in these rows."""
    return column_of(text_places(column)[rows], column.dictionary)


def column_of(places: npt.NDArray[np.integer], texts: pa.Array) -> pa.DictionaryArray:
    """A column from each row's place among distinct texts. Texts that no row has are dropped."""
    groups, first = Groups(places.astype(np.int64), len(texts)).dense()
    return pa.DictionaryArray.from_arrays(
        pa.array(groups.of_row.astype(np.int32)), texts.take(pa.array(places[first]))
    )
