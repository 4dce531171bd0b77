"""Rows told apart by numbers: a number for each row, the same for rows that hold the same values."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

_MOST = np.iinfo(np.int64).max
_ROOM = 16
"""Numbers for each row, at most, for which a table of all numbers is quicker than a hash of those in use."""


@dataclass(frozen=True)
class Numbers:
    """A number for each row, from 0 and below `size`, which for one column is at most 2**31."""

    of_row: npt.NDArray[np.int64]
    size: int

    def __len__(self) -> int:
        return len(self.of_row)

    @classmethod
    def together(cls, columns: Sequence["Numbers"]) -> "Numbers":
        """The numbers of several columns as one: the same where all of them are."""
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
        """Whether any two rows have the same number."""
        if self._roomy:
            return bool(pd.Series(self.of_row).duplicated().any())
        seen = np.zeros(self.size, dtype=bool)
        seen[self.of_row] = True
        return int(np.count_nonzero(seen)) < len(self)

    def repeated(self) -> npt.NDArray[np.bool_]:
        """The rows whose number another row has too."""
        if self._roomy:
            return pd.Series(self.of_row).duplicated(keep=False).to_numpy()
        again = first_rows(self.of_row, self.size)[self.of_row] != np.arange(len(self))
        twice = np.zeros(self.size, dtype=bool)
        twice[self.of_row[again]] = True
        return twice[self.of_row]

    def dense(self) -> tuple["Numbers", npt.NDArray[np.int32]]:
        """The same with no number left unused, from 0 in the order of first occurrence; and the row on which
        each occurs first.
        """
        if self._roomy:
            of_row, uniques = pd.factorize(self.of_row)
            numbers = Numbers(of_row.astype(np.int64), len(uniques))
            return numbers, first_rows(numbers.of_row, numbers.size)
        first = first_rows(self.of_row, self.size)
        used = np.flatnonzero(first < len(self))
        used = used[np.argsort(first[used])]
        renumbered = np.zeros(self.size, dtype=np.int64)
        renumbered[used] = np.arange(len(used))
        return Numbers(renumbered[self.of_row], len(used)), first[used]

    @property
    def _roomy(self) -> bool:
        return self.size > _ROOM * len(self) + 1000


def first_rows(of_row: npt.NDArray[np.integer], size: int) -> npt.NDArray[np.int32]:
    """The row on which each number below `size` occurs first; as many as there are rows where none has it."""
    first = np.full(size, len(of_row), dtype=np.int32)
    first[of_row[::-1]] = np.arange(len(of_row) - 1, -1, -1, dtype=np.int32)
    return first


def numbers_of(column: pa.Array) -> Numbers:
    """A number for each row's text, and one for no text; or for its whole number, of few."""
    if isinstance(column, pa.DictionaryArray):
        size = len(column.dictionary)
        return Numbers(column.indices.fill_null(size).to_numpy().astype(np.int64), size + 1)
    values = column.to_numpy()
    lowest = int(values.min()) if len(values) else 0
    return Numbers(values - lowest, int(values.max()) - lowest + 1 if len(values) else 0)
