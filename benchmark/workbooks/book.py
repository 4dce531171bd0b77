"""Reads a workbook: finds its parts in the archive, and reads its sheets in order."""

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import IO

from benchmark.workbooks.beside import send_beside
from benchmark.workbooks.limits import MAX_CELLS, MAX_SHEETS, MAX_TEXT, Refusal, damaged, too_large
from benchmark.workbooks.messages import Mark, Message, Sink
from benchmark.workbooks.package import Package, Relation, shown
from benchmark.workbooks.ranges import Merged, Table
from benchmark.workbooks.sheet_cells import Facts, SheetCells
from benchmark.workbooks.sift import HEAD_ROWS, LONG_FROM, Wanted, sifted
from benchmark.workbooks.styles import Styles, flag
from benchmark.workbooks.styles import Texts as SharedTexts
from benchmark.workbooks.unread import KEPT_BESIDE, Texts, UnreadCells, UnreadRows
from benchmark.workbooks.xml_reader import RELATION_IDS, Handler, names_of, parse

_TAGS = names_of("workbook", "workbookPr", "sheet", "calcPr")
_LONGEST_NAME = 255
_MOST_LISTED = 10_000
_MERGES = b"mergeCell"
_USUAL_PART = "xl/workbook.xml"
_BINARY_PART = "xl/workbook.bin"
_OTHERS = {
    "word/": "a Word document (.docx)",
    "ppt/": "a presentation (.pptx)",
    "visio/": "a drawing (.vsdx)",
    "index/document.iwa": "an Apple Numbers or Pages document",
    "index.zip": "an Apple Numbers or Pages document",
    "report/layout": "a report of Power BI (.pbix)",
}
"""How the names of parts begin in other kinds of documents -> the kind."""
_NOT_INSIDE = ("__macosx/", ".ds_store", "thumbs.db")
"""Files that programs add to an archive by themselves."""
_OPEN_DOCUMENT_PARTS = {"content.xml", "meta-inf/manifest.xml"}
_OPEN_DOCUMENTS = {
    b"application/vnd.oasis.opendocument.spreadsheet": "an OpenDocument sheet (.ods)",
    b"application/vnd.oasis.opendocument.text": "an OpenDocument text (.odt)",
    b"application/vnd.oasis.opendocument.presentation": "an OpenDocument presentation (.odp)",
}


@dataclass(frozen=True)
class _Listed:
    """A sheet in the workbook's list of sheets. `state` is 'visible', 'hidden' or 'veryHidden'."""

    name: str
    id: str
    state: str


class _Book(Handler):
    def __init__(self) -> None:
        self.is_workbook = False
        self.since_1904 = False
        self.unsaved = False
        self.may_be_old = False
        self.sheets: list[_Listed] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = _TAGS.get(name)
        if tag == "workbook":
            self.is_workbook = True
        elif tag == "workbookPr":
            self.since_1904 = flag(attributes.get("date1904"))
        elif tag == "calcPr":
            self.unsaved = flag(attributes.get("fullCalcOnLoad"))
            by_hand = attributes.get("calcMode") == "manual" and not flag(attributes.get("calcOnSave", "1"))
            self.may_be_old = by_hand or not flag(attributes.get("calcCompleted", "1"))
        elif tag == "sheet":
            title = attributes.get("name", "")
            relation_id = next((attributes[key] for key in RELATION_IDS if key in attributes), "")
            if len(title) > _LONGEST_NAME or len(self.sheets) >= _MOST_LISTED:
                raise too_large("its list of sheets has no end")
            self.sheets.append(_Listed(title, relation_id, attributes.get("state", "visible")))


def read_book(
    file: IO[bytes],
    send: Callable[[Message], None],
    *,
    also: Collection[str] = (),
    wanted: Wanted | None = None,
) -> None:
    """Send the content of a workbook's visible sheets and the names of the hidden ones. Then send the texts
    of hidden sheets, comments, pivot tables and the like, with a name by which a person can find them.

    also: sheets that are read even if hidden, and sent before the others. wanted: of a long sheet with these
    headings, only the first rows and those that may be wanted are sent. Raises Refusal.
    """
    package = Package(file)
    part = _workbook_part(package)
    book = _Book()
    package.read_xml(part, book)
    if not book.is_workbook:
        raise damaged(f"its part {shown(part)} is no workbook")
    relations = package.relations(part)
    sheets, hidden = _in_order(book.sheets, relations, also, send)
    if not book.sheets:
        raise damaged("it has no sheets")
    facts = Facts(since_1904=book.since_1904, unsaved=book.unsaved, may_be_old=book.may_be_old)
    styles, texts = Styles(), SharedTexts()
    for kind, handler in (("styles", styles), ("sharedStrings", texts)):
        for name in {relation.target for relation in relations if relation.kind == kind}:
            package.read_xml(name, handler)
    facts.formats, facts.texts = styles.formats, texts.texts
    facts.struck_styles, facts.struck_texts = styles.struck, texts.struck
    facts.unseen_styles = styles.unseen
    for listed, relation in sheets:
        send(["sheet", listed.name, listed.state])
        send_beside(package, relation.target, send)
        if wanted is not None and _is_long(package, listed.name, relation.target, facts, wanted):
            cells = SheetCells(listed.name, facts, [], Merged(), Sink(send))
            send(["sifted", _sift_sheet(package, relation.target, cells, facts.texts, wanted)])
            cells.finish()
        else:
            _read_sheet(package, listed.name, relation.target, facts, send)
    own = replace(facts, text_left=MAX_TEXT, cells_left=MAX_CELLS)
    for listed, relation in hidden:
        rows = UnreadRows(listed.name, send)
        unread = UnreadCells(listed.name, own, [], Merged(), rows)
        package.read_xml(relation.target, unread)
        unread.finish()
    for name in package.names:
        holder = next((words for start, words in KEPT_BESIDE.items() if name.lower().startswith(start)), "")
        if holder and name.lower().endswith(".xml"):
            rows = UnreadRows(holder, send)
            package.read_xml(name, Texts(rows))
            rows.end_sheet()


def _in_order(
    sheets: list[_Listed], relations: list[Relation], also: Collection[str], send: Callable[[Message], None]
) -> tuple[list[tuple[_Listed, Relation]], list[tuple[_Listed, Relation]]]:
    """Two lists of sheets, each sheet with its relation: those to read (`also` first), and the hidden ones.

    Sends the names of the hidden sheets. Raises Refusal if the list of sheets contradicts itself.
    """
    by_id = {relation.id: relation for relation in relations}
    names: set[str] = set()
    parts: set[str] = set()
    first: list[tuple[_Listed, Relation]] = []
    wanted: list[tuple[_Listed, Relation]] = []
    hidden: list[tuple[_Listed, Relation]] = []
    for listed in sheets:
        relation = by_id.get(listed.id)
        if relation is None or not relation.target:
            raise damaged(f"its sheet '{listed.name}' is missing")
        if relation.kind != "worksheet":
            continue
        if listed.name.casefold() in names:
            raise damaged(f"two of its sheets are called '{listed.name}'")
        if relation.target.casefold() in parts:
            raise damaged(f"its sheet '{listed.name}' is one and the same as another of its sheets")
        names.add(listed.name.casefold())
        parts.add(relation.target.casefold())
        if listed.name in also:
            first.append((listed, relation))
        elif listed.state != "visible":
            send(["hidden", listed.name])
            hidden.append((listed, relation))
        else:
            wanted.append((listed, relation))
    if len(wanted) > MAX_SHEETS:
        raise too_large(f"it has more than {MAX_SHEETS} sheets")
    return first + wanted, hidden


def _read_sheet(
    package: Package, name: str, part: str, facts: Facts, send: Callable[[Message], None]
) -> None:
    tables = []
    for relation in package.relations(part):
        if relation.kind == "table":
            tables.append(Table())
            package.read_xml(relation.target, tables[-1])
    merged = Merged()
    if _may_merge(package, part):
        package.read_xml(part, merged)
    cells = SheetCells(name, facts, tables, merged, Sink(send))
    package.read_xml(part, cells)
    cells.finish()


class _Enough(Exception):
    """Raised when enough rows or bytes of a sheet have been read."""


class _Head(Sink):
    """Keeps the first rows of a sheet. Raises _Enough when it has HEAD_ROWS of them."""

    def __init__(self) -> None:
        super().__init__(lambda _: None)
        self.rows: list[Sequence[str]] = []

    def row(self, line: int, cells: Sequence[str], marks: Sequence[Mark]) -> None:
        self.rows.append(cells)
        if len(self.rows) >= HEAD_ROWS:
            raise _Enough


def _is_long(package: Package, name: str, part: str, facts: Facts, wanted: Wanted) -> bool:
    """Whether a sheet is long and has the wanted headings."""
    if package.size(part) < LONG_FROM:
        return False
    head = _Head()
    with suppress(_Enough):
        parse(_first_bytes(package, part), SheetCells(name, replace(facts), [], Merged(), head), shown(part))
    return any(map(wanted.is_header, head.rows))


def _first_bytes(package: Package, part: str) -> Iterator[bytes]:
    """A part's first LONG_FROM bytes, which hold more than the HEAD_ROWS rows that we look at."""
    left = LONG_FROM
    for chunk in package.chunks(part, whole=False):
        yield chunk
        left -= len(chunk)
        if left < 0:
            raise _Enough


def _sift_sheet(package: Package, part: str, cells: SheetCells, texts: Sequence[str], wanted: Wanted) -> int:
    """Send the rows that may be wanted. Returns the number of all rows. Such sheets have no merged cells."""
    rows: list[int] = []
    parse(sifted(package.passed_over(part), wanted, texts, keep=rows.append), cells, shown(part))
    return sum(rows)


def _may_merge(package: Package, part: str) -> bool:
    """Whether a sheet may have merged cells. It is then read twice, as their list comes after the cells."""
    before = b""
    for chunk in package.chunks(part):
        if not before and chunk.startswith((b"\xff\xfe", b"\xfe\xff")):
            return True
        if _MERGES in before + chunk:
            return True
        before = chunk[-len(_MERGES) :]
    return False


def _workbook_part(package: Package) -> str:
    """The name of the workbook's main part. If there is none, raises Refusal: it says what the file is."""
    names = [name.lower() for name in package.names]
    if not any(name.startswith("xl/") for name in names):
        _refuse_others(package, names)
    elif _BINARY_PART in names and _USUAL_PART not in names:
        raise Refusal("format_refused", format="a binary Excel workbook (.xlsb)")
    types = {name.lower(): kind.lower() for name, kind in package.content_types().items()}
    named = [relation.target for relation in package.relations("") if relation.kind == "officeDocument"]
    named += [name for name, kind in types.items() if "sheet.main+xml" in kind]
    part = next((name for name in (*named, _USUAL_PART) if package.has(name)), "")
    if part:
        return part
    if any(name.startswith("xl/") for name in names):
        raise damaged("its list of sheets is missing")
    files = [name for name in package.names if not name.endswith("/") and not _is_beside(name.lower())]
    holding = f" that holds {shown(files[0])}" if len(files) == 1 else ""
    raise Refusal("zip_refused", holding=holding)


def _refuse_others(package: Package, names: list[str]) -> None:
    """Raise Refusal if the archive is another kind of document."""
    for start, described in _OTHERS.items():
        if any(name.startswith(start) for name in names):
            raise Refusal("format_refused", format=described)
    mimetype = package.head("mimetype")
    for kind, described in _OPEN_DOCUMENTS.items():
        if mimetype.startswith(kind):
            raise Refusal("format_refused", format=described)
    if _OPEN_DOCUMENT_PARTS.issubset(names):
        raise Refusal("format_refused", format="an OpenDocument sheet or text (.ods, .odt)")


def _is_beside(name: str) -> bool:
    return name.startswith(_NOT_INSIDE[0]) or name.rpartition("/")[2] in _NOT_INSIDE
