"""A workbook filled in as a person would: cells set by their heading, in the file's own XML."""

import io
import zipfile
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from xml.etree import ElementTree

from benchmark.returns import CheckedReturn, check_return
from benchmark.returns.templates.request import Asked
from benchmark.store.publication import Publication
from schemas.kinds import KINDS

NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_IN = f"{{{NAMESPACE}}}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"

ASKED = Asked(2025, "2024/25")
HEADER, FIRST = 3, 4
"""The lines of the headings and of the first row, as a spreadsheet shows them."""
A_TARGET = {(FIRST, "Target"): 4, (FIRST, "Reason"): "A plan"}
SPEND = {"Operating expenditure": 512000000, "IT revenue": 9000000, "IT capital": 3000000}

Filled = Mapping[tuple[int, str], object]
"""(line, heading) -> what is typed there; None empties the cell."""


class Sheet:
    """One sheet of a workbook, its cells by line and letter."""

    def __init__(self, root: ElementTree.Element, strings: list[str]) -> None:
        self.root = root
        self._strings = strings

    def rows(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Each line that has cells, and what they say by their letters."""
        for row in self.root.iter(f"{_IN}row"):
            cells = {cell.get("r", "").rstrip("0123456789"): self._text(cell) for cell in row}
            yield int(row.get("r", "0")), cells

    def letters(self, line: int) -> dict[str, str]:
        """What a line says -> in which column."""
        return {text: letter for letter, text in dict(self.rows())[line].items() if text}

    def type_in(self, line: int, letter: str, value: object) -> None:
        """Put a value into a cell, keeping its format; a line or a cell that is not there yet is made."""
        row = next((r for r in self.root.iter(f"{_IN}row") if r.get("r") == str(line)), None)
        if row is None:
            data = self.root.find(f"{_IN}sheetData")
            assert data is not None
            row = ElementTree.SubElement(data, f"{_IN}row", {"r": str(line)})
        cell = next((c for c in row if c.get("r") == f"{letter}{line}"), None)
        if cell is None:
            cell = ElementTree.SubElement(row, f"{_IN}c", {"r": f"{letter}{line}"})
        for part in list(cell):
            cell.remove(part)
        cell.attrib.pop("t", None)
        if isinstance(value, str):
            cell.set("t", "inlineStr")
            inline = ElementTree.SubElement(ElementTree.SubElement(cell, f"{_IN}is"), f"{_IN}t")
            inline.text = value
        elif value is not None:
            ElementTree.SubElement(cell, f"{_IN}v").text = repr(value)

    def _text(self, cell: ElementTree.Element) -> str:
        value = cell.find(f"{_IN}v")
        if cell.get("t") == "inlineStr":
            return "".join(part.text or "" for part in cell.iter(f"{_IN}t"))
        if value is None or value.text is None:
            return ""
        return self._strings[int(value.text)] if cell.get("t") == "s" else value.text


def edited(workbook: bytes, edit: Callable[[Mapping[str, Sheet]], None]) -> bytes:
    """The workbook after an edit of its sheets, which come by their names."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    strings = [
        "".join(part.text or "" for part in entry.iter(f"{_IN}t"))
        for entry in ElementTree.fromstring(parts["xl/sharedStrings.xml"])
    ]
    relations = ElementTree.fromstring(parts["xl/_rels/workbook.xml.rels"])
    targets = {relation.get("Id"): f"xl/{relation.get('Target')}" for relation in relations}
    paths = {
        sheet.get("name", ""): targets[sheet.get(_RELATION)]
        for sheet in ElementTree.fromstring(parts["xl/workbook.xml"]).iter(f"{_IN}sheet")
    }
    sheets = {name: Sheet(ElementTree.fromstring(parts[path]), strings) for name, path in paths.items()}
    edit(sheets)
    ElementTree.register_namespace("", NAMESPACE)
    for name, path in paths.items():
        parts[path] = ElementTree.tostring(sheets[name].root, xml_declaration=True, encoding="UTF-8")
    return _zipped(parts)


def with_sheet_renamed(workbook: bytes, name: str, to: str) -> bytes:
    """The workbook in which a sheet has another name."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        parts = {entry: archive.read(entry) for entry in archive.namelist()}
    book = parts["xl/workbook.xml"]
    assert f'name="{name}"'.encode() in book
    parts["xl/workbook.xml"] = book.replace(f'name="{name}"'.encode(), f'name="{to}"'.encode())
    return _zipped(parts)


def _zipped(parts: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def rows_of(workbook: bytes) -> dict[str, list[tuple[int, dict[str, str]]]]:
    """Sheet -> its lines, as they stand in the file."""
    found: dict[str, list[tuple[int, dict[str, str]]]] = {}

    def look(sheets: Mapping[str, Sheet]) -> None:
        found.update({name: list(sheet.rows()) for name, sheet in sheets.items()})

    edited(workbook, look)
    return found


def filled(workbook: bytes, sheet: str, cells: Filled, *, header: int = 3) -> bytes:
    """The workbook with these cells of a sheet typed in, each under its heading on the line `header`."""

    def edit(sheets: Mapping[str, Sheet]) -> None:
        letters = sheets[sheet].letters(header)
        for (line, heading), value in cells.items():
            sheets[sheet].type_in(line, letters[heading], value)

    return edited(workbook, edit)


def checked(content: bytes, publication: Publication, **more: Any) -> CheckedReturn:
    return check_return(content, "filled.xlsx", publication=publication, **more)


def codes_in(found: CheckedReturn) -> set[str]:
    """The codes found, but for the notes on the template's own words and names."""
    expected = {"kind_recognised", "heading_second", "pillar_alias", "item_respelt", "word_respelt"}
    return {entry.code for entry in found.findings} - expected


def rows_in(found: CheckedReturn, kind: str) -> set[tuple[Any, ...]]:
    """The rows of a kind that hold, in the order of its columns."""
    names = list(KINDS[kind].model_fields)
    for ready in found.tables:
        if ready.kind == kind:
            table = ready.table.select(names).to_pylist()
            assert len({tuple(row.values()) for row in table}) == len(table)
            return {tuple(row[name] for name in names) for row in table}
    return set()
