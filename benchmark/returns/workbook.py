"""Excel workbooks (.xlsx) to tables of text: what a cell shows, not how it is stored."""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from posixpath import normpath
from xml.etree import ElementTree

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from benchmark.returns.findings import Finding, finding
from benchmark.returns.sheet import MAX_COLUMNS, Record, Refused, Sheet
from benchmark.returns.templates.reading import StampedBook
from benchmark.returns.templates.stamp import STAMP_SHEET, read_stamp

MAX_UNPACKED = 1_000_000_000
"""Bytes that a workbook's parts may unpack to. A small archive can hold far more than memory."""
MAX_AREA = 20_000_000
"""Cells between a sheet's first and last: a stray cell at the far corner makes readers fill all between."""
_EXACT = 2**53
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_ROW = re.compile(rb'<row\b[^>]*?\br="([0-9]{1,8})"')
_LAST_CELL = re.compile(rb'\br="([A-Z]{1,3})[0-9]+"')
_ERROR = re.compile(
    rb'<c\b(?=[^>]*\bt="e")[^>]*?\br="([A-Z]+)([0-9]+)"[^>]*>(?:(?!</c>).)*?<v>([^<]*)</v>', re.S
)
_FORMULA = re.compile(rb'<c\b[^>]*?\br="([A-Z]+[0-9]+)"[^>]*><f\b')


@dataclass(frozen=True)
class ReadWorkbook:
    """A workbook's visible tables, and what was found on the way."""

    sheets: tuple[Sheet, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class _Part:
    """What the reader of cells does not tell: errors by (row, column), how many formulas and where first."""

    rows: int = 0
    columns: int = 0
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    formulas: int = 0
    first_formula: str = ""


def read_workbook(content: bytes) -> ReadWorkbook:
    """Every visible sheet that holds a table. Raises Refused when the workbook cannot be read."""
    try:
        parts = _parts(content)
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        return _read(workbook, parts)
    except Refused:
        raise
    except (CalamineError, zipfile.BadZipFile, ElementTree.ParseError) as error:
        reason = str(error).split("\n")[0] or type(error).__name__
        raise Refused("workbook_damaged", reason=reason) from error
    except Exception as error:  # whatever else damage makes the archive's or the workbook's reader raise
        raise Refused("workbook_damaged", reason=type(error).__name__) from error
    except BaseException as error:
        # A panic of the reader's Rust code is no Exception; anything else of that rank is not ours.
        if type(error).__name__ != "PanicException":
            raise
        raise Refused("workbook_damaged", reason="its parts contradict each other") from error


def _read(workbook: CalamineWorkbook, parts: dict[str, _Part]) -> ReadWorkbook:
    sheets, found = [], []
    stamp = None
    if STAMP_SHEET in workbook.sheet_names:
        stamp = read_stamp(cells for _, cells in _rows_of(workbook, parts, STAMP_SHEET))
    book = StampedBook(stamp)
    for about in workbook.sheets_metadata:
        if about.typ != SheetTypeEnum.WorkSheet or (stamp is not None and about.name == STAMP_SHEET):
            continue
        if about.visible != SheetVisibleEnum.Visible:
            found.append(finding("sheet_hidden", sheet=about.name))
            continue
        sheet = book.lay_out(about.name, _rows_of(workbook, parts, about.name))
        if sheet is not None:
            sheets.append(sheet)
            part = parts.get(about.name, _Part())
            if part.formulas:
                found.append(
                    finding("formulas", sheet=about.name, count=part.formulas, cell=part.first_formula)
                )
    return ReadWorkbook(tuple(sheets), (*found, *book.findings))


def _rows_of(workbook: CalamineWorkbook, parts: dict[str, _Part], name: str) -> Iterator[Record]:
    """A sheet's rows. Refused when it is too large to be read."""
    part = parts.get(name, _Part())
    if part.columns > MAX_COLUMNS:
        raise Refused("too_many_columns", sheet=name, columns=part.columns, limit=MAX_COLUMNS)
    if part.rows * part.columns > MAX_AREA:
        raise Refused("too_many_rows", sheet=name, limit=MAX_AREA // part.columns)
    return _records(workbook.get_sheet_by_name(name).to_python(skip_empty_area=False), part)


def _records(rows: Sequence[Sequence[object]], part: _Part) -> Iterator[Record]:
    """Each row's line and texts. Errors are put back: the reader gives an empty cell for #N/A."""
    last = max((row for row, _ in part.errors), default=0)
    errors: dict[int, list[tuple[int, str]]] = {}
    for (row, column), error in part.errors.items():
        errors.setdefault(row, []).append((column, error))
    for line in range(1, max(len(rows), last) + 1):
        cells = [cell_text(value) for value in rows[line - 1]] if line <= len(rows) else []
        for column, error in errors.get(line, []):
            cells += [""] * (column - len(cells))
            cells[column - 1] = error
        yield line, cells


def cell_text(value: object) -> str:
    """What a cell says, as text that loses nothing: 2025.0 is 2025, 2.5 stays, dates are YYYY-MM-DD.

    A workbook stores every number as a float, so whether somebody typed 2025 or 2025.0 cannot be known.
    """
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        if value.is_integer() and abs(value) < _EXACT:
            return str(int(value))
        return format(Decimal(repr(value)), "f")
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)


def _parts(content: bytes) -> dict[str, _Part]:
    """Sheet name -> what its XML tells beside the cells' values."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        unpacked = sum(entry.file_size for entry in archive.infolist())
        if unpacked > MAX_UNPACKED:
            raise Refused("workbook_damaged", reason="it unpacks to more than a gigabyte")
        root = ElementTree.fromstring(archive.read("xl/workbook.xml"))
        relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
        targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
        parts = {}
        names = set(archive.namelist())
        for element in root.iter():
            if element.tag.endswith("}sheet"):
                target = targets.get(element.get(_RELATION), "")
                path = target.lstrip("/") if target.startswith("/") else normpath(f"xl/{target}")
                if path in names:
                    parts[element.get("name", "")] = _part(archive.read(path))
        return parts


def _part(xml: bytes) -> _Part:
    formulas = _FORMULA.findall(xml) if b"<f" in xml else []
    errors = (
        {(int(row), column_number(letters)): text.decode() for letters, row, text in _ERROR.findall(xml)}
        if b't="e"' in xml
        else {}
    )
    return _Part(
        rows=max(map(int, _ROW.findall(xml)), default=0),
        columns=max((column_number(letters) for letters in set(_LAST_CELL.findall(xml))), default=0),
        errors=errors,
        formulas=len(formulas),
        first_formula=formulas[0].decode() if formulas else "",
    )


def column_number(letters: bytes) -> int:
    """A column's number from its letters.

    >>> column_number(b"A"), column_number(b"AB")
    (1, 28)
    """
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
