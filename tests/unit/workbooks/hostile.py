"""Workbooks made to harm whoever opens them, each small as a file; and a writer of archives that lie."""

import struct
import zlib
from collections.abc import Callable, Iterator, Mapping

from benchmark.workbooks.limits import column_letters
from tests.bad_returns.making import MAIN, parts, rows_xml

HEADER = ["ods_code", "care_setting", "pillar", "target", "reason"]
TOP = rows_xml(HEADER, ["DEMO1", "Acute", "well_led", 3, "text"])
_SHEET = "xl/worksheets/sheet1.xml"
_START = f'<worksheet xmlns="{MAIN}"><sheetData>{TOP}'.encode()
_END = b"</sheetData></worksheet>"
_LAUGHS = (
    b"<!DOCTYPE x [<!ENTITY a 'ha'>"
    + b"".join(b"<!ENTITY %c '%s'>" % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
    + b"]>"
)
_OUTSIDE = b"<!DOCTYPE x [<!ENTITY j SYSTEM 'file:///etc/passwd'>]>"


class Packed:
    """A part that unpacks to one piece many times over."""

    def __init__(self, start: bytes, piece: bytes, times: int, end: bytes = b"") -> None:
        deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
        first = deflate.compress(start) + deflate.flush(zlib.Z_FULL_FLUSH)
        # After a full flush nothing refers back, so the same bytes can stand any number of times.
        again = deflate.compress(piece) + deflate.flush(zlib.Z_FULL_FLUSH)
        last = deflate.compress(end) + deflate.flush(zlib.Z_FINISH)
        self.data = first + again * times + last
        self.size = len(start) + len(piece) * times + len(end)
        crc = zlib.crc32(start)
        for _ in range(times):
            crc = zlib.crc32(piece, crc)
        self.crc = zlib.crc32(end, crc)


def zipped(content: Mapping[str, bytes | Packed], *, size: int | None = None) -> bytes:
    """An archive of these parts. size: what it says that each unpacks to, where that is a lie."""
    out, directory = bytearray(), bytearray()
    for name, part in content.items():
        packed = part if isinstance(part, Packed) else Packed(part, b"", 0)
        said = packed.size if size is None else size
        facts = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 33, packed.crc, len(packed.data), said, len(name), 0)
        directory += b"PK\x01\x02\x14\x00" + facts + bytes(10) + struct.pack("<I", len(out)) + name.encode()
        out += b"PK\x03\x04" + facts + name.encode() + packed.data
    count = min(len(content), 0xFFFF)
    end = struct.pack("<HHHHIIH", 0, 0, count, count, len(directory), len(out), 0)
    return bytes(out + directory + b"PK\x05\x06" + end)


def book(sheet: bytes | Packed, **said: str) -> bytes:
    """A workbook whose one sheet is this part."""
    return zipped({**parts({"Return": ""}, **said), _SHEET: sheet})


def rows_of(row: Callable[[int], str], count: int, *, after: bytes = b"") -> Packed:
    """A sheet with rows from the third on."""
    rows = "".join(map(row, range(3, count + 3))).encode()
    return Packed(_START, rows, 1, b"</sheetData>" + after + b"</worksheet>")


def _text_cells(text: int, count: int) -> str:
    return "".join(f'<c t="s"><v>{text}</v></c>' for _ in range(count))


def _named(part: str, inner: bytes) -> bytes:
    made = parts({"Return": f"<sheetData>{TOP}</sheetData>"}, styles="<cellXfs/>", texts="<si/>")
    head, _, body = made[part].partition(b"?>")
    return zipped(made | {part: head + b"?>" + inner + body.replace(b"></", b">&j;</", 1)})


def _sheets_of_one_part() -> bytes:
    made = parts({f"S{n}": "" for n in range(200)})
    relations = made["xl/_rels/workbook.xml.rels"]
    for n in range(2, 201):
        del made[f"xl/worksheets/sheet{n}.xml"]
        relations = relations.replace(b"worksheets/sheet%d.xml" % n, b"worksheets/sheet1.xml")
    made["xl/_rels/workbook.xml.rels"] = relations
    return zipped({**made, _SHEET: Packed(_START, b" " * 10**6, 60, _END)})


def _many_sheets(count: int, sheet: bytes | Packed) -> bytes:
    made = parts({f"S{n}": "" for n in range(count)})
    return zipped({name: sheet if "/sheet" in name else part for name, part in made.items()})


def _entries(count: int) -> bytes:
    """An archive whose directory has no end."""
    one = zipped({"a": b""})
    entry = one[one.index(b"PK\x01\x02") : one.index(b"PK\x05\x06")]
    named = b"".join(entry[:28] + b"\x06\x00" + entry[30:-1] + b"%06x" % n for n in range(count))
    local = one[: one.index(b"PK\x01\x02")]
    end = struct.pack("<HHHHIIH", 0, 0, 0xFFFF, 0xFFFF, len(named), len(local), 0)
    return local + named + b"PK\x05\x06" + end


def shapes() -> Iterator[tuple[str, bytes, tuple[str, ...]]]:
    """Each hostile workbook: its name, its bytes, and the codes of which one must be found."""
    damaged, large = ("workbook_damaged",), ("workbook_too_large",)
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    yield "far corner", book(_START + far + _END), ("cell_far_out",)
    wide = "".join(f'<c r="{column_letters(n)}3"><v>1</v></c>' for n in range(1, 16_385))
    yield "every column", book(_START + f'<row r="3">{wide}</row>'.encode() + _END), ("cell_far_out",)
    corners = "".join(f'<row r="{n}"><c r="SF{n}"><v>1</v></c></row>' for n in range(3, 41_003)).encode()
    yield "a value at the edge of each row", book(Packed(_START, corners, 1, _END)), large
    letters = f"<si><t>{'A' * 32_000}</t></si>"
    smiles = f"<si><t>{'A' * 16_000}\U0001f600</t></si>"
    yield (
        "wide letters",
        book(rows_of(lambda n: f"<row>{_text_cells(0, 5)}</row>", 3_000), texts=smiles),
        large,
    )
    yield (
        "one row of long texts",
        book(rows_of(lambda n: f"<row>{_text_cells(0, 500)}</row>", 1), texts=letters),
        large,
    )
    yield "texts without end", _texts_without_end(), large
    deep = b'<c t="e" r="A1">' * 200_000
    yield "cells within cells", book(_START + deep + _END), damaged
    yield "elements within elements", book(_START + b"<a>" * 100_000 + _END), damaged
    yield "sheets of one part", _sheets_of_one_part(), damaged
    spaces = Packed(_START, b" " * 10**6, 60, _END)
    yield "many sheets of blanks", _many_sheets(40, spaces), large
    yield "too many sheets", _many_sheets(101, b"<a/>"), large
    yield "a gigabyte of blanks", book(Packed(_START, b" " * 10**6, 1_100, _END)), large
    yield "a gigabyte that is only said", zipped({**parts({"Return": ""})}, size=1_100_000_000), large
    yield "a comment without end", book(Packed(_START + b"<!--", b" " * 10**6, 200, b"-->" + _END)), large
    yield (
        "an attribute without end",
        book(Packed(_START + b'<a b="', b" " * 10**6, 200, b'"/>' + _END)),
        large,
    )
    lying = {**parts({"Return": ""}), _SHEET: Packed(_START, b" " * 10**6, 60, _END)}
    yield "lying sizes", zipped(lying, size=100), damaged
    for part in ("[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/styles.xml", _SHEET):
        yield f"laughs in {part}", _named(part, _LAUGHS), damaged
    for part in ("xl/sharedStrings.xml", "xl/_rels/workbook.xml.rels", _SHEET):
        yield f"a file from outside in {part}", _named(part, _OUTSIDE), damaged
    merges = "".join(f'<mergeCell ref="A{n}:A{n + 1}"/>' for n in range(1, 400_001, 2)).encode()
    yield (
        "merged cells without end",
        book(Packed(_START, b"", 0, b"</sheetData>" + merges + b"</worksheet>")),
        large,
    )
    over = b'<mergeCell ref="A2:SF1048576"/>' * 5
    yield (
        "merged cells over one another",
        book(Packed(_START, b"", 0, b"</sheetData>" + over + b"</worksheet>")),
        damaged,
    )
    yield "an archive without end", _entries(200_000), (*damaged, *large, "zip_refused")
    scaled = (
        '<numFmts><numFmt numFmtId="170" formatCode="#,##0,"/></numFmts>'
        '<cellXfs><xf numFmtId="170"/></cellXfs>'
    )
    yield (
        "each cell worth a question",
        book(rows_of(lambda n: f'<row hidden="1">{"<c><v>1</v></c>" * 5}</row>', 50_000), styles=scaled),
        ("format_scaled",),
    )
    xfs = "<cellXfs>" + "<xf/>" * 70_000 + "</cellXfs>"
    yield "styles without end", book(_START + _END, styles=xfs), large
    for part in ("[Content_Types].xml", "xl/_rels/workbook.xml.rels"):
        yield f"entries without end in {part}", _entries_without_end(part), large
    yield "a remark as long as a library", _long_remark(), ("kind_recognised",)


def _entries_without_end(part: str) -> bytes:
    """A list of parts, or of references to parts, whose last entry is repeated five million times."""
    made = parts({"Return": f"<sheetData>{TOP}</sheetData>"})
    head, _, end = made[part].rpartition(b"</")
    start, _, entry = head.rpartition(b"<")
    if entry.startswith(b"/"):  # an element with an end tag of its own
        start, _, opening = start.rpartition(b"<")
        entry = opening + b"<" + entry
    return zipped({**made, part: Packed(start, (b"<" + entry) * 1_000, 5_000, b"</" + end)})


def _long_remark() -> bytes:
    """A comment on a cell that is longer than what its reader may send at once."""
    start = f'<comments xmlns="{MAIN}"><comment><text><t>'.encode()
    remark = Packed(start, b"words " * 10**5, 80, b"</t></text></comment></comments>")
    return zipped({**parts({"Return": f"<sheetData>{TOP}</sheetData>"}), "xl/comments1.xml": remark})


def _texts_without_end() -> bytes:
    start = f'<sst xmlns="{MAIN}">'.encode()
    texts = Packed(start, b"".join(b"<si><t>%d</t></si>" % n for n in range(50_000)), 45, b"</sst>")
    made = parts({"Return": f"<sheetData>{TOP}</sheetData>"}, texts="<si/>")
    return zipped({**made, "xl/sharedStrings.xml": texts})
