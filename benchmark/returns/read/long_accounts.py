"""Reads the trust accounts that NHS England publishes: up to millions of rows, of which we use few."""

import csv
import io
import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from pathlib import Path

from benchmark.core.definitions import trust_accounts
from benchmark.core.settings import workbook_limits
from benchmark.returns.read.sheet import Refused
from benchmark.workbooks.limits import Refusal
from benchmark.workbooks.process import messages
from benchmark.workbooks.sift import HEAD_ROWS, Wanted, bare_heading, sifted_lines

MAX_ACCOUNTS = 2_000_000_000
"""The most bytes of such a file. Ten years of both workbooks, as CSV, are half of it."""
YEARS = re.compile(r"(?<![0-9])(20[0-9]{2}) ?[/_\u2010-\u2015-] ?(?:20)?([0-9]{2})(?![0-9])")
"""A financial year in a title or a name."""


@cache
def wanted_of_accounts() -> Wanted:
    """The rows of the trust accounts that we read: those with the codes of the definition."""
    accounts = trust_accounts()
    columns = (accounts.headings.main_code, accounts.headings.sub_code)
    codes: dict[str, list[str]] = {}
    for figure in accounts.figures:
        for main, sub in figure.codes:
            codes.setdefault(main, []).append(sub)
    return Wanted(
        tuple(tuple(map(bare_heading, headings)) for headings in columns),
        {main: tuple(dict.fromkeys(subs)) for main, subs in codes.items()},
    )


def years_in(text: str) -> list[str]:
    """The financial years in a text.

    >>> years_in("TAC_FTs_2023-24.xlsx")
    ['2023/24']
    """
    return [
        f"{first}/{second}" for first, second in YEARS.findall(text) if int(second) == (int(first) + 1) % 100
    ]


def extract_of_accounts(file: Path) -> bytes | None:
    """A CSV of the rows that we read from accounts that are too large to keep; None if the file is no
    accounts. A line above the headings lists the years that the workbook names before its first headings.

    Raises Refused if the file cannot be read, or if the headings of its sheets differ.
    """
    if file.stat().st_size > MAX_ACCOUNTS:
        return None
    with file.open("rb") as opened:
        if opened.read(4) != b"PK\x03\x04":
            opened.seek(0)
            return _of_lines(sifted_lines(opened, wanted_of_accounts()))
    limits = workbook_limits()
    extract = _Extract()
    try:
        rows = messages(file, memory_mb=limits.memory_mb, seconds=limits.seconds, wanted=wanted_of_accounts())
        with closing(rows):
            for message in rows:
                for _, cells, _ in message[1] if message[0] == "rows" else ():
                    extract.take(cells)
    except Refusal as refusal:
        raise Refused(refusal.code, **refusal.words) from refusal
    return extract.content()


@dataclass
class _Extract:
    """Collects the wanted rows of a workbook as CSV, its headings, and the years named before them."""

    header: list[str] = field(default_factory=list)
    places: tuple[int, ...] = ()
    rows: io.StringIO = field(default_factory=lambda: io.StringIO(newline=""))
    years: dict[str, None] = field(default_factory=dict)

    def take(self, cells: list[str]) -> None:
        wanted = wanted_of_accounts()
        if wanted.is_header(cells):
            if self.header and cells != self.header:
                raise Refused("accounts_headings_differ")
            self.header = cells
            bare = [bare_heading(cell) for cell in cells]
            self.places = tuple(
                next(place for place, heading in enumerate(bare) if heading in names)
                for names in wanted.headings
            )
        elif not self.header:
            self.years |= dict.fromkeys(year for cell in cells for year in years_in(cell))
        elif max(self.places) < len(cells):
            main, sub = (cells[place].strip().upper() for place in self.places)
            if sub in wanted.codes.get(main, ()):
                csv.writer(self.rows).writerow(cells)

    def content(self) -> bytes | None:
        if not self.header:
            return None
        above = io.StringIO(newline="")
        if self.years:
            above.write(f"Years that the workbook names: {', '.join(self.years)}\r\n")
        csv.writer(above).writerow(self.header)
        return (above.getvalue() + self.rows.getvalue()).encode()


def _of_lines(pieces: Iterator[bytes]) -> bytes | None:
    kept: list[bytes] = []
    for piece in islice(pieces, HEAD_ROWS):
        if not piece.endswith(b"\n"):  # no accounts begin with a line that is so long, or end so soon
            return None
        kept.append(piece)
        if wanted_of_accounts().is_header(re.split(r"[,;\t|]", piece.decode("utf-8", "replace"))):
            return b"".join((*kept, *pieces))
    return None
