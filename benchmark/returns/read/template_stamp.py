"""Reads and writes the stamp of a template: a hidden sheet that says what each sheet is, so that we need not
guess from headings.

Each sheet of a returned template is laid out as its stamp says, and rows that nobody filled in are left out.
The reader of workbooks passes the rows of the sheet STAMP_SHEET to `read_stamp`, and those of each visible
sheet to `StampedBook.lay_out`. At the end `StampedBook.findings` says what was left out.
"""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain, islice

from benchmark.core.definitions import condition_sections
from benchmark.returns.findings import Finding, finding
from benchmark.returns.read.line_kinds import Record
from benchmark.returns.read.page_breaks import key_of
from benchmark.returns.read.sheet import HEAD_ROWS, Sheet, lay_out
from benchmark.returns.vocabulary import heading_key, is_of_totals, layouts

STAMP_SHEET = "maturity_template"
PRODUCT = "Stamp of a template for returns of digital maturity. Leave this sheet as it is."
VERSION = "1"
STAMP_HEADINGS = (
    *("sheet", "kind", "layout", "version", "digest", "header line", "first data line"),
    *("headings", "filled in before"),
)
"""The headings of the stamp. A list of headings is in one cell, one on each line, in the order of columns."""
_BETWEEN = "\n"
NAMED = {"ods code": "trust name", "ics code": "ics name"}
"""The heading of a code -> the heading of the name beside it."""


@dataclass(frozen=True)
class StampedSheet:
    """A sheet of a template. `kind` and `layout` are '' for one without rows to fill in, such as the first.

    given: the headings under which the template itself fills in cells, such as an ODS code.
    """

    sheet: str
    kind: str
    layout: str
    header_line: int = 0
    headings: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    version: str = VERSION

    def row(self) -> tuple[str, ...]:
        """The row of the stamp for this sheet, which `read_stamp` reads back."""
        return (
            *(self.sheet, self.kind, self.layout, self.version, digest((*self.headings, *self.given))),
            *(str(self.header_line), str(self.header_line + 1)),
            *(_BETWEEN.join(self.headings), _BETWEEN.join(self.given)),
        )


@dataclass(frozen=True)
class Stamp:
    """The sheets of a template. unreadable: the names of sheets whose row of the stamp contradicts itself."""

    sheets: tuple[StampedSheet, ...]
    unreadable: tuple[str, ...] = ()

    def of_sheet(self, name: str, head: Sequence[Sequence[str]]) -> StampedSheet | None:
        """The stamped sheet with this name; for a renamed or copied sheet, the one with its headings."""
        for stamped in self.sheets:
            if stamped.sheet == name:
                return stamped
        written = [key_of(cells) for cells in head]
        with_rows = (stamped for stamped in self.sheets if stamped.kind)
        return next((stamped for stamped in with_rows if key_of(stamped.headings) in written), None)


def digest(names: Sequence[str]) -> str:
    """A checksum of headings: it shows whether a row of the stamp was changed. It ignores case and spaces."""
    return hashlib.sha256(_BETWEEN.join(key_of(names)).encode()).hexdigest()[:16]


def stamp_rows(sheets: Iterable[StampedSheet]) -> list[tuple[str, ...]]:
    """The rows to write into the sheet STAMP_SHEET."""
    return [(PRODUCT,), STAMP_HEADINGS, *(sheet.row() for sheet in sheets)]


def read_stamp(rows: Iterable[Sequence[str]]) -> Stamp | None:
    """The stamp in the rows of the sheet STAMP_SHEET; None if it is no stamp of this product."""
    filled = [[cell.strip() for cell in cells] for cells in rows if any(cell.strip() for cell in cells)]
    if not filled or filled[0][0] != PRODUCT:
        return None
    sheets, unreadable = [], []
    for cells in filled[2:]:
        stamped = _stamped([*cells, *[""] * (len(STAMP_HEADINGS) - len(cells))])
        if stamped is None:
            unreadable.append(cells[0])
        else:
            sheets.append(stamped)
    return Stamp(tuple(sheets), tuple(unreadable))


def _stamped(cells: Sequence[str]) -> StampedSheet | None:
    """The sheet of a row of the stamp; None if the row contradicts itself or names an unknown layout."""
    sheet, kind, layout, version, written, header, first, names, given = cells[: len(STAMP_HEADINGS)]
    if not kind and not layout:
        return StampedSheet(sheet, "", "", version=version)
    known_layout = layouts().get(layout)
    listed, by_template = tuple(names.split(_BETWEEN)), tuple(given.split(_BETWEEN))
    whole = (
        known_layout is not None and known_layout.kind == kind and digest((*listed, *by_template)) == written
    )
    if not whole or not header.isdecimal() or first != str(int(header) + 1):
        return None
    return StampedSheet(sheet, kind, layout, int(header), listed, by_template, version)


class TemplateRows:
    """Iterates over the header of a template's sheet and the rows in which something was filled in.

    Iterate once. Then `filled` is the number of these rows, `findings` says what was left out or changed, and
    `title` is the first text above the header: who the sheet is about. Other texts above it are the
    template's own. Rows are passed on one by one, never collected.
    """

    def __init__(self, records: Iterable[Record], stamped: StampedSheet) -> None:
        self.filled = 0
        self.title: tuple[str, ...] = ()
        self._stamped = stamped
        self._given = frozenset(key_of(stamped.given))
        self._records = ((line, cells) for line, cells in records if any(cell.strip() for cell in cells))
        self._untouched: list[int] = [0, 0]
        self._totals: list[int] = [0, 0]
        self._changed: Finding | None = None

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was changed or left out."""
        findings = [self._changed] if self._changed else []
        for code, (count, line) in (("template_rows_empty", self._untouched), ("summary_row", self._totals)):
            if count:
                findings.append(finding(code, sheet=self._stamped.sheet, line=line, count=count))
        return tuple(findings)

    def __iter__(self) -> Iterator[Record]:
        head = list(islice(self._records, HEAD_ROWS))
        at = self._header_among(head)
        if at is None:
            self.filled = len(head)
            yield from chain(head, self._records)
            return
        self.title = tuple(cells[0] for _, cells in head[: min(at, 1)] if cells[0].strip())
        yield head[at]
        names = [heading_key(name) for name in head[at][1]]
        for line, cells in chain(head[at + 1 :], self._records):
            # A cell without a heading gets its place as name, so it counts as filled in.
            row: dict[str, str] = {}
            for place, cell in enumerate(cells):
                name = (names[place] if place < len(names) else "") or str(place)
                # Two columns may have the same heading: an empty cell must not hide a filled one.
                row[name] = row.get(name, "") or cell.strip()
            if self._is_total(row):
                _count(self._totals, line)
            elif is_untouched(row, self._given, self._stamped.kind):
                _count(self._untouched, line)
            else:
                self.filled += 1
                yield line, cells

    def _header_among(self, head: Sequence[Record]) -> int | None:
        """The place of the header: the row with all headings in order, else the one with most of them, and
        more than half; None if there is none. Notes a question if headings are missing or added.
        """
        wanted = key_of(self._stamped.headings)
        rows = [key_of(cells) for _, cells in head]
        if wanted in rows:
            return rows.index(wanted)
        likeness = [len(set(wanted) & set(row)) for row in rows]
        at = likeness.index(max(likeness)) if any(2 * count > len(wanted) for count in likeness) else None
        there = () if at is None else rows[at]
        missing = [name for name in self._stamped.headings if heading_key(name) not in there]
        added = [] if at is None else [name for name in head[at][1] if heading_key(name) not in {*wanted, ""}]
        if missing or added:  # another order does not matter, as columns are known by their headings
            changes = [
                f"{', '.join(names)} {word}"
                for names, word in ((missing, "missing"), (added, "added"))
                if names
            ]
            line = None if at is None else head[at][0]
            self._changed = finding(
                "template_changed", sheet=self._stamped.sheet, line=line, changes="; ".join(changes)
            )
        return at

    def _is_total(self, row: Mapping[str, str]) -> bool:
        """Whether a row says Total beside an empty code. The checks find a Total in the code's place."""
        return any(
            not row.get(code) and is_of_totals(heading_key(row.get(name, ""))) for code, name in NAMED.items()
        )


def is_untouched(row: Mapping[str, str], given: Collection[str], kind: str) -> bool:
    """Whether a row of a template, heading -> cell, has only what the template itself filled in."""
    if any(cell for name, cell in row.items() if name not in given):
        return False
    if kind != "conditions" or not row.get("item"):
        return True
    # An item that a person wrote counts as filled in, even without a figure.
    return (heading_key(row.get("section", "")), heading_key(row["item"])) in _listed_items()


@cache
def _listed_items() -> frozenset[tuple[str, str]]:
    return frozenset(
        (heading_key(section), heading_key(spelling))
        for section, listed in condition_sections().items()
        for item in listed.items
        for spelling in (item.key, item.name)
    )


def _count(counted: list[int], line: int) -> None:
    """Add one to a [count, first line]."""
    counted[1] = counted[1] or line
    counted[0] += 1


class StampedBook:
    """Lays out the sheets of one workbook. Without a stamp they are laid out as in any other workbook."""

    def __init__(self, stamp: Stamp | None) -> None:
        self._stamp = stamp
        self._empty: list[str] = []
        self._filled = False

    def lay_out(self, name: str, records: Iterable[Record]) -> Sheet | None:
        """The table of a sheet; None if there is none or nothing was filled in. For a sheet of the template,
        `stamped_as` is its layout.
        """
        if self._stamp is None:
            return lay_out(name, records, grid=True)
        records = iter(records)
        head = list(islice(records, HEAD_ROWS))
        stamped = self._stamp.of_sheet(name, [cells for _, cells in head])
        if stamped is not None and not stamped.kind:
            return None
        if stamped is None:
            sheet = lay_out(name, chain(head, records), grid=True)
            self._filled |= sheet is not None
            return sheet
        rows = TemplateRows(chain(head, records), stamped)
        sheet = lay_out(name, rows, grid=True)
        if sheet is None or not rows.filled:
            self._empty.append(name)
            return None
        self._filled = True
        findings = (*sheet.findings, *rows.findings)
        return replace(sheet, stamped_as=stamped.layout, above=rows.title, findings=findings)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Findings about the whole template: unreadable stamps, empty sheets, or that all are empty."""
        if self._stamp is None:
            return ()
        findings = [finding("template_stamp_unreadable", sheet=name) for name in self._stamp.unreadable]
        if self._empty and not self._filled:
            return (*findings, finding("template_untouched"))
        return (*findings, *(finding("template_sheet_empty", sheet=name) for name in self._empty))
