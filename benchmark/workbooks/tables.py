"""What stands outside a sheet's cells and says how they are meant: merged ranges, and totals of tables."""

from dataclasses import dataclass

from benchmark.workbooks.elements import Handler, names_of
from benchmark.workbooks.limits import MAX_COLUMNS, MAX_MERGED, damaged, place_of, too_large
from benchmark.workbooks.styles import whole

_MERGED = names_of("mergeCell")
_TABLES = names_of("table", "tableColumn")


@dataclass(frozen=True, slots=True)
class Range:
    """Cells from the first row and column to the last, as a sheet counts them."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int
    written: str


def range_of(reference: str) -> Range:
    """The range that a reference such as 'B2:D8' names."""
    first, _, last = reference.partition(":")
    top, left = place_of(first)
    bottom, right = place_of(last or first)
    if top > bottom or left > right:
        raise damaged(f"'{reference[:30]}' names no range")
    return Range(top, left, bottom, right, reference)


class Merged(Handler):
    """The merged ranges of a sheet, by their first row."""

    def __init__(self) -> None:
        self.by_row: dict[int, list[Range]] = {}
        self._count = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name not in _MERGED:
            return
        self._count += 1
        if self._count > MAX_MERGED:
            raise too_large(f"a sheet has more than {MAX_MERGED:,} merged ranges")
        merged = range_of(attributes.get("ref", ""))
        if merged.first_column <= MAX_COLUMNS:
            self.by_row.setdefault(merged.first_row, []).append(merged)


class Table(Handler):
    """A table's row of totals: where it is, and which of its columns have a total or a word for it."""

    def __init__(self) -> None:
        self.row = 0
        self.columns: frozenset[int] = frozenset()
        self.totalled: set[int] = set()
        self._next = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = _TABLES.get(name)
        if tag == "table":
            where = range_of(attributes.get("ref", ""))
            if whole(attributes.get("totalsRowCount", "0")) == 1:
                self.row = where.last_row
                self.columns = frozenset(range(where.first_column, where.last_column + 1))
            self._next = where.first_column
        elif tag == "tableColumn":
            if attributes.get("totalsRowFunction", "none") != "none" or attributes.get("totalsRowLabel"):
                self.totalled.add(self._next)
            self._next += 1

    def is_total(self, filled: set[int]) -> bool:
        """Whether a row is no more than totals: a value in another column makes it a row like any other."""
        own = filled & self.columns
        return bool(own) and own <= self.totalled
