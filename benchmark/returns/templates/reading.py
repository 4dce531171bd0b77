"""A template that comes back: each of its sheets laid out as its stamp says, what nobody filled in left out.

A reader of workbooks needs three lines: `read_stamp` on the rows of the sheet STAMP_SHEET,
`StampedBook.lay_out` for each visible sheet in place of `lay_out`, and `StampedBook.findings` at the end.
"""

from collections.abc import Iterable
from dataclasses import replace
from itertools import chain, islice

from benchmark.returns.findings import Finding, finding
from benchmark.returns.read.sheet import HEAD_ROWS, Record, Sheet, lay_out
from benchmark.returns.templates.stamp import Stamp, TemplateRows


class StampedBook:
    """The sheets of one workbook on their way in. Without a stamp they are laid out as those of any other."""

    def __init__(self, stamp: Stamp | None) -> None:
        self._stamp = stamp
        self._empty: list[str] = []
        self._filled = False

    def lay_out(self, name: str, records: Iterable[Record]) -> Sheet | None:
        """The table of a sheet; None where there is none, or nothing was filled in. A sheet of the template
        carries the layout that it is stamped as.
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
        return replace(sheet, stamped_as=stamped.layout, findings=(*sheet.findings, *rows.findings))

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is said of the template as a whole: sheets left out, or that nothing at all is filled in."""
        if self._stamp is None:
            return ()
        found = [finding("template_stamp_unreadable", sheet=name) for name in self._stamp.unreadable]
        if self._empty and not self._filled:
            return (*found, finding("template_untouched"))
        return (*found, *(finding("template_sheet_empty", sheet=name) for name in self._empty))
