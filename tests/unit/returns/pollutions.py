"""Valid returns, and what people and programs do to the shape and the bytes of such files.

The kinds of pollution are those of the Pollock benchmark (Vitagliano and others, "Pollock: A Data Loading
Benchmark", VLDB 2023), and rows of one kind of return among those of another.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmark.core.settings import PROJECT_ROOT
from benchmark.returns.templates.csv_template import template
from benchmark.returns.vocabulary import return_layouts

FREE_TEXT = frozenset({"reason", "contact", "note", "item", "domain", "funding"})
"""Columns in which a stray letter is still a value: what a file says there is what is read."""
MOST_ROWS = 7
_FOLDER = PROJECT_ROOT / "data" / "demonstration"
Cells = list[str]


@dataclass(frozen=True)
class Table:
    """A valid return: its name, its header and its rows."""

    name: str
    rows: tuple[Cells, ...]

    @property
    def places(self) -> dict[str, int]:
        """The header, the first, the middle and the last row."""
        last = len(self.rows) - 1
        return {"header": 0, "first": 1, "middle": 1 + last // 2, "last": last}


@dataclass(frozen=True)
class Polluted:
    """A file, what was done to it, and whether the words of its free text may differ from the true ones."""

    table: Table
    what: str
    content: bytes
    text_changed: bool = False


def written(cells: Sequence[str], *, delimiter: str = ",", everywhere: bool = False) -> str:
    """A row as a line without its end."""
    out = io.StringIO(newline="")
    quoting = csv.QUOTE_ALL if everywhere else csv.QUOTE_MINIMAL
    csv.writer(out, delimiter=delimiter, lineterminator="", quoting=quoting).writerow(cells)
    return out.getvalue()


def fields(cells: Sequence[str]) -> list[str]:
    """Each cell as it is written, in quotation marks where it needs them."""
    return [written([cell, ""])[:-1] for cell in cells]


def joined(lines: Sequence[str]) -> bytes:
    return "".join(line + "\n" for line in lines).encode()


def tables() -> list[Table]:
    """Each return of the demonstration, at most a few rows of it, each template with its examples filled in,
    and the scores laid out as published.
    """
    found = []
    for kind in dict.fromkeys(layout.kind for layout in return_layouts()):
        own = list(csv.reader((_FOLDER / f"fictional_{kind}.csv").read_text(encoding="utf-8").splitlines()))
        step = max(1, (len(own) - 1) // MOST_ROWS)
        found.append(Table(kind, (own[0], *own[1::step][:MOST_ROWS])))
        code = "DEMO" if kind.startswith("icb") else "DEMO1"
        filled = template(kind).decode("utf-8-sig").replace("EXAMPLE", code)
        found.append(Table(f"{kind} template", tuple(csv.reader(filled.splitlines()))))
    return [*found, _wide(), _by_year()]


def _wide() -> Table:
    pillars = ["Well Led", "Smart Foundations", "Safe Practice", "Support Workforce"]
    pillars += ["Empower People", "Improve Care", "Healthy Populations"]
    rows = [
        [
            "Demonstration region",
            "DEMO",
            f"DEMO{n}",
            setting,
            *(f"{1 + (n + i) % 8 / 2}" for i in range(7)),
            "2025",
        ]
        for n, setting in enumerate(("Acute", "Mental Health", "Community"), start=1)
    ]
    return Table("maturity wide", (["Region", "ICS", "Provider", "Care Setting", *pillars, "Year"], *rows))


def _by_year() -> Table:
    header = ["Region", "ICS", "Provider", "Care Setting", "2025 Average", "2024 Average"]
    rows = [["Demonstration region", "DEMO", f"DEMO{n}", "Acute", f"2.{n}", f"2.{n}5"] for n in (1, 2, 6)]
    return Table("overall by year", (header, *rows))


def widths(table: Table) -> Iterator[Polluted]:
    """A delimiter more or less in one line, at each place; in all of the rows; a row broken or joined."""
    lines = [written(cells) for cells in table.rows]
    for place, at in table.places.items():
        own = fields(table.rows[at])
        for i in range(len(own) + 1):
            wide = ",".join([*own[:i], "", *own[i:]])
            yield _with(table, f"surplus delimiter, {place}, {i}", lines, at, wide)
        for i in range(len(own) - 1):
            narrow = ",".join([*own[:i], own[i] + own[i + 1], *own[i + 2 :]])
            yield _with(table, f"missing delimiter, {place}, {i}", lines, at, narrow)
            gone = ",".join([*own[:i], *own[i + 1 :]])
            yield _with(table, f"missing cell, {place}, {i}", lines, at, gone)
            broken = ",".join(own[: i + 1]) + "\n" + ",".join(own[i + 1 :])
            yield _with(table, f"row broken in two, {place}, {i}", lines, at, broken)
        if at + 1 < len(lines):
            yield _with(table, f"line end missing, {place}", lines, at, lines[at], end="")
    for extra in (",", ",,,"):
        wider = [lines[0], *(line + extra for line in lines[1:])]
        yield Polluted(table, f"rows end in {extra}", joined(wider))
        yield Polluted(table, f"header ends in {extra}", joined([lines[0] + extra, *lines[1:]]))
        yield Polluted(table, f"all lines end in {extra}", joined([line + extra for line in lines]))
    yield Polluted(table, "rows begin with ,", joined([lines[0], *("," + line for line in lines[1:])]))
    yield Polluted(table, "all lines begin with ,", joined(["," + line for line in lines]))


def marks(table: Table) -> Iterator[Polluted]:
    """Another delimiter, another quotation mark or another line end in one row; marks that do not match."""
    lines = [written(cells) for cells in table.rows]
    for place, at in table.places.items():
        own = table.rows[at]
        for delimiter in (";", "\t", "|", " ", ":", ", "):
            changed = delimiter.join(fields(own))
            yield _with(table, f"delimiter {delimiter!r}, {place}", lines, at, changed)
        for mark in ("'", "`", '"', "\u201c", '""'):
            quoted = ",".join(f"{mark}{cell}{mark}" for cell in own)
            yield _with(table, f"marks {mark}, {place}", lines, at, quoted)
        for end in ("\r", "\r\n", "\n\r", "\r\r\n", "\u2028", "\u0085", "\x0b", "\x0c", "\n\n"):
            yield _with(table, f"line end {end!r}, {place}", lines, at, lines[at], end=end)
        for i, cell in enumerate(own):
            for name, changed in (
                ("opened", f'"{cell}'),
                ("closed", f'{cell}"'),
                ("inside", f'{cell[:1]}"{cell[1:]}'),
            ):
                row = ",".join([*fields(own[:i]), changed, *fields(own[i + 1 :])])
                yield _with(table, f"mark {name}, {place}, {i}", lines, at, row, text_changed=True)
    for delimiter in (";", "\t", "|", ", "):
        yield Polluted(
            table, f"all {delimiter!r}", joined([delimiter.join(fields(cells)) for cells in table.rows])
        )
        everywhere = [delimiter.join(f'"{cell}"' for cell in cells) for cells in table.rows]
        yield Polluted(table, f"all {delimiter!r} in marks", joined(everywhere))


def around(table: Table, others: Sequence[Table]) -> Iterator[Polluted]:
    """Titles, footnotes, further tables and single rows of other kinds, at each place."""
    lines = [written(cells) for cells in table.rows]
    for title in (
        "Return of the year",
        "DMA,2025",
        "Exported 2026-01-02 10:30",
        '"A title, with a comma"',
        "England",
    ):
        yield Polluted(table, f"title {title}", joined([title, *lines]))
        yield Polluted(table, f"title {title} and a blank line", joined([title, "", *lines]))
    for note in (
        "* Scores are self-assessed",
        "Source: the trust, 2025",
        "Note: one, two, three, four and five",
    ):
        yield Polluted(table, f"footnote {note}", joined([*lines, note]))
        yield Polluted(table, f"footnote {note} after a blank line", joined([*lines, "", note]))
    for other in others:
        more = [written(cells) for cells in other.rows]
        for gap in ([], [""], ["", "Another table", ""]):
            name = f"{other.name} with {len(gap)} lines between"
            yield Polluted(table, f"below it {name}", joined([*lines, *gap, *more]))
            yield Polluted(table, f"above it {name}", joined([*more, *gap, *lines]))
            yield Polluted(table, f"above it without header {name}", joined([*more[1:], *gap, *lines]))
            if other.rows[0] != table.rows[0]:  # rows of the same kind belong to the table
                yield Polluted(table, f"below it without header {name}", joined([*lines, *gap, *more[1:]]))
        if other.rows[0] == table.rows[0]:
            continue
        for place, at in table.places.items():
            spliced = [*lines[: at + 1], *more[1:2], *lines[at + 1 :]]
            yield Polluted(table, f"a row of {other.name}, {place}", joined(spliced))
    for delimiter in (";", "\t", "|", " "):
        extra = delimiter.join(fields(table.rows[-1]))
        yield Polluted(table, f"a row in {delimiter!r} after a blank line", joined([*lines[:-1], "", extra]))
        yield Polluted(table, f"a row in {delimiter!r} above", joined([extra, *lines[:-1]]))
    yield Polluted(table, "the header last", joined([*lines[1:], lines[0]]))
    yield Polluted(table, "the header after the first row", joined([lines[1], lines[0], *lines[2:]]))
    yield Polluted(table, "a row in one cell", joined([*lines[:-1], written([lines[-1], ""])[:-1]]))


def bytes_of(table: Table) -> Iterator[Polluted]:
    """A byte or an invisible character at the start, inside and at the end of each cell."""
    strays = {
        "no UTF-8": b"\xff",
        "Windows-1252": b"\xe9",
        "MacRoman": b"\x8e",
        "no character": b"\x81",
        "hard space": b"\xa0",
        "pound": b"\xa3",
        "byte-order mark": b"\xef\xbb\xbf",
        "end mark": b"\x1a",
        "NUL": b"\0",
        "bell": b"\x07",
        "line separator": "\u2028".encode(),
        "left-to-right mark": "\u200e".encode(),
        "mojibake": "Ã©".encode(),
    }
    for at in (0, 1, len(table.rows) - 1):
        for i, cell in enumerate(table.rows[at]):
            for name, stray in strays.items():
                for where in {0, len(cell) // 2, len(cell)}:
                    own = table.rows[at]
                    raw = [field.encode() for field in fields(own)]
                    raw[i] = cell[:where].encode() + stray + cell[where:].encode()
                    if "," in cell:
                        raw[i] = b'"' + raw[i] + b'"'
                    lines = [written(cells).encode() for cells in table.rows]
                    lines[at] = b",".join(raw)
                    content = b"".join(line + b"\n" for line in lines)
                    yield Polluted(
                        table, f"{name} in row {at}, cell {i}, at {where}", content, text_changed=True
                    )
    whole = joined([written(cells) for cells in table.rows])
    mark = "\ufeff".encode()
    for name, content in {
        "two marks": mark + mark + whole,
        "a mark before each line": b"".join(mark + line for line in whole.splitlines(keepends=True)),
        "ends as in DOS": whole + b"\x1a",
        "ends as in DOS, twice": whole + b"\r\n\x1a\x1a\n",
        "UTF-16": whole.decode().encode("utf-16"),
        "UTF-16 cut off": whole.decode().encode("utf-16")[:-1],
        "UTF-32": whole.decode().encode("utf-32"),
    }.items():
        yield Polluted(table, name, content)


def _with(
    table: Table,
    what: str,
    lines: Sequence[str],
    at: int,
    line: str,
    *,
    end: str = "\n",
    text_changed: bool = False,
) -> Polluted:
    """The file with another line in one place, or with another end to it."""
    content = "".join(own + "\n" for own in lines[:at]) + line + end
    content += "".join(own + "\n" for own in lines[at + 1 :])
    return Polluted(table, what, content.encode(), text_changed)
