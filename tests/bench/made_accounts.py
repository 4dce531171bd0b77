"""Made-up trust accounts in the layout of the publication, as large as wanted. Nobody's figures.

A row for each organisation, worksheet, main code and sub code, in thousands of pounds, as CSV or as a
workbook whose sheets hold a million rows each, because that is what a sheet holds.
"""

import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

HEADINGS = ("OrganisationName", "WorkSheetName", "TableID", "MainCode", "RowNumber", "SubCode", "Total")
ASSETS = (("0060", 19), ("0070", 20), ("0080", 21), ("0090", 22), ("0190", 38), ("0250", 46), ("0350", 60))
"""Ends of the sub codes that count, and of two beside them, each with its row."""
SHEET_ROWS = 1_000_000
_BOOK = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_DOC = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_REL = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_KIND = "application/vnd.openxmlformats-package.relationships+xml"
_VALUES = {"0060": 900, "0070": 5, "0080": 60, "0090": 40, "0190": 9_000, "0250": 500, "0350": 6_000}

Line = tuple[str, int, str, int, str]
"""Worksheet, table, main code, row and sub code."""


def lines_of_an_organisation(others: int = 0) -> list[Line]:
    """The lines that every organisation has: those that count, last year's, and as many others."""
    found: list[Line] = [("TAC08 Op Exp", 1, f"A08{year}01", 74, "EXP0390") for year in ("CY", "PY")]
    for sheet, start, sub, columns in (
        ("TAC13 Intangibles", "A13", "INT", ("01", "02", "05", "06", "08")),
        ("TAC14 PPE", "A14", "PPE", ("01", "02", "05", "08")),
    ):
        for column in columns:
            for year, table in (("CY", 1), ("PY", 3)):
                main = f"{start}{year}{column}"
                found += [(sheet, table, main, row, f"{sub}{end}") for end, row in ASSETS]
    found += [
        (f"TAC{20 + i % 9} Other", 1 + i % 4, f"A{20 + i % 9}CY{i % 90:02d}", i % 140, f"OTH{i:04d}")
        for i in range(others)
    ]
    return sorted(found, key=lambda line: (line[0], line[2], line[3]))


def value_of(organisation: int, line: Line) -> int:
    """A figure that only depends on its place, in thousands of pounds."""
    _, _, main, row, sub = line
    if sub == "EXP0390":
        return 100_000 + 1_000 * organisation
    return _VALUES.get(sub[3:], row * 7) * (10 if main.endswith("01") else 1)


def write_csv(path: Path, names: Sequence[str], lines: Sequence[Line]) -> int:
    """The rows as CSV. Returns how many there are."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(",".join(HEADINGS) + "\r\n")
        for number, name in enumerate(names):
            quoted = f'"{name}"' if "," in name else name
            file.writelines(
                f"{quoted},{','.join(map(str, line))},{value_of(number, line)}\r\n" for line in lines
            )
    return len(names) * len(lines)


def write_workbook(
    path: Path,
    names: Sequence[str],
    lines: Sequence[Line],
    *,
    introduction: str = "Made-up accounts for 2023/24",
    sheet_rows: int = SHEET_ROWS,
    headings: Sequence[str] = HEADINGS,
) -> int:
    """The rows as a workbook with shared texts. Returns how many there are."""
    texts: dict[str, int] = {}

    def shared(text: str) -> int:
        return texts.setdefault(text, len(texts))

    first = "".join(
        f'<c r="{letter}#" t="s"><v>{shared(heading)}</v></c>'
        for letter, heading in zip("ABCDEFG", headings, strict=True)
    )
    rows = _rows(names, lines, shared)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as book:
        first_row = f'<row r="1"><c r="A1" t="inlineStr"><is><t>{escape(introduction)}</t></is></c></row>'
        book.writestr("xl/worksheets/sheet0.xml", _sheet(first_row))
        sheets = 1
        while _write_sheet(book, sheets, first, rows, sheet_rows):
            sheets += 1
        _write_rest(
            book,
            ["Introduction", *("All data" if i == 1 else f"All data {i}" for i in range(1, sheets + 1))],
            texts,
        )
    return len(names) * len(lines)


def _rows(names: Sequence[str], lines: Sequence[Line], shared: Callable[[str], int]) -> Iterator[str]:
    """The cells of each row, with # in place of its number."""
    known = [
        (
            f'<c r="B#" t="s"><v>{shared(sheet)}</v></c><c r="C#"><v>{table}</v></c>'
            f'<c r="D#" t="s"><v>{shared(main)}</v></c><c r="E#"><v>{row}</v></c>'
            f'<c r="F#" t="s"><v>{shared(sub)}</v></c>',
            (sheet, table, main, row, sub),
        )
        for sheet, table, main, row, sub in lines
    ]
    for number, name in enumerate(names):
        start = f'<c r="A#" t="s"><v>{shared(name)}</v></c>'
        for middle, line in known:
            yield f'{start}{middle}<c r="G#"><v>{value_of(number, line)}</v></c>'


def _write_sheet(book: zipfile.ZipFile, number: int, header: str, rows: Iterator[str], most: int) -> bool:
    """One sheet with its header; whether it is full, so that another may follow."""
    start, end = _sheet("#").split("#")
    with book.open(f"xl/worksheets/sheet{number}.xml", "w") as sheet:
        sheet.write(start.encode())
        written, piece = 1, [_row(1, header)]
        for cells in rows:
            written += 1
            piece.append(_row(written, cells))
            if len(piece) == 5_000:
                sheet.write("".join(piece).encode())
                piece = []
            if written == most:
                break
        sheet.write("".join((*piece, end)).encode())
    return written == most


def _row(number: int, cells: str) -> str:
    return f'<row r="{number}">{cells.replace("#", str(number))}</row>'


def _sheet(rows: str) -> str:
    return f'<worksheet xmlns="{_BOOK}"><sheetData>{rows}</sheetData></worksheet>'


def _write_rest(book: zipfile.ZipFile, names: Sequence[str], texts: dict[str, int]) -> None:
    """The parts that say what the others are."""
    sheets = "".join(
        f'<sheet name="{escape(name)}" sheetId="{i + 1}" r:id="rId{i}"/>' for i, name in enumerate(names)
    )
    known = [("worksheet", f"worksheets/sheet{i}.xml") for i in range(len(names))]
    relations = "".join(
        f'<Relationship Id="rId{i}" Type="{_DOC}/{kind}" Target="{target}"/>'
        for i, (kind, target) in enumerate([*known, ("sharedStrings", "sharedStrings.xml")])
    )
    workbook = f'<workbook xmlns="{_BOOK}" xmlns:r="{_DOC}"><sheets>{sheets}</sheets></workbook>'
    own = f'<Relationship Id="rId1" Type="{_DOC}/officeDocument" Target="xl/workbook.xml"/>'
    types = f'<Default Extension="rels" ContentType="{_KIND}"/>'
    types += '<Default Extension="xml" ContentType="application/xml"/>'
    shared = "".join(f"<si><t>{escape(text)}</t></si>" for text in texts)
    for part, content in (
        ("xl/workbook.xml", workbook),
        ("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{_REL}">{relations}</Relationships>'),
        ("xl/sharedStrings.xml", f'<sst xmlns="{_BOOK}">{shared}</sst>'),
        ("_rels/.rels", f'<Relationships xmlns="{_REL}">{own}</Relationships>'),
        ("[Content_Types].xml", f'<Types xmlns="{_TYPES}">{types}</Types>'),
    ):
        book.writestr(part, content)
