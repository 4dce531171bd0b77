"""Workbooks damaged at random, in their XML, their parts and their archives; and a process that reads many.

Run as a script it reads as many as its arguments say, limited like the child of the product, and ends with an
error at the first that makes the reader fail, takes long, or costs memory.
"""

import base64
import io
import random
import re
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

from benchmark.workbooks.child import limit, send_all
from benchmark.workbooks.messages import read
from tests.bad_returns.making import archive, parts, rows_xml

LONGEST_SECONDS = 10
MOST_GROWN_MB = 300
_FILES = Path(__file__).parents[2] / "bad_returns" / "files"
_TAG = re.compile(rb"<[^<>]{1,300}>")
_ATTRIBUTE = re.compile(rb'([\w:]+)="([^"]{0,80})"')
_VALUES = (
    *(
        b"",
        b"-1",
        b"0",
        b"1",
        b"true",
        b"1048577",
        b"99999999999999999999",
        b"XFD1048576",
        b"A0",
        b"$B$2",
        b"s",
    ),
    *(
        b"inlineStr",
        b"e",
        b"str",
        b"d",
        b"../../..",
        b"/",
        b"xl/workbook.xml",
        b"#REF!",
        b"veryHidden",
        b"nan",
    ),
    *(b"A1:XFD1048576", b"&amp;", b"&#0;", b"&#xD800;", b"1e999", b"external", b"\xff", b'[>=1e9]0,,;;"'),
)
_TEXTS = (
    *(
        b"<c/>",
        b"<v>",
        b"</v>",
        b"<row>",
        b"</row>",
        b"<f/>",
        b"<is><t>x</t></is>",
        b"<rPh>",
        b"]]>",
        b"<![CDATA[",
    ),
    *(
        b"<!--",
        b"-->",
        b"<?x?>",
        b"<!DOCTYPE x []>",
        b"&x;",
        b"_x0000_",
        b"_xD800_",
        b"\x00",
        b"\xed\xa0\x80",
        b"<",
    ),
    b"<x:c xmlns:x='http://schemas.openxmlformats.org/spreadsheetml/2006/main'><x:v>1</x:v></x:c>",
)


def seeds() -> list[dict[str, bytes]]:
    """Workbooks to damage, as their parts: those of the bad returns, and one with everything in it."""
    found = []
    for file in sorted(_FILES.glob("book_*.xlsx")):
        with zipfile.ZipFile(file) as book:
            found.append({name: book.read(name) for name in book.namelist()})
    everything = parts(
        {
            "Return": '<sheetFormatPr/><cols><col min="2" max="2" hidden="1"/></cols>'
            f"<sheetData>{rows_xml(['a', 'b', 'c'], ['x', 1, 2], [None, 2, 3])}"
            '<row r="4" hidden="1"><c r="A4" t="s"><v>0</v></c><c r="B4" s="1"><v>45382</v></c>'
            '<c t="b"><v>1</v></c><c t="e"><v>#N/A</v></c><c><f>A1</f></c>'
            '<c t="str"><f>A1</f><v>y</v></c></row>'
            '</sheetData><mergeCells><mergeCell ref="A2:A3"/></mergeCells>'
        },
        styles='<numFmts><numFmt numFmtId="170" formatCode="#,##0,"/></numFmts>'
        '<cellXfs><xf numFmtId="170"/><xf numFmtId="14"/></cellXfs>',
        texts="<si><r><t>a</t></r><rPh><t>b</t></rPh></si>",
    )
    return [*found, everything, everything, everything]


def damaged_book(book: dict[str, bytes], chance: random.Random) -> bytes:
    """A workbook with one to three things done to its parts, and sometimes to its archive."""
    content = dict(book)
    for _ in range(chance.randint(1, 3)):
        chance.choice(_DAMAGES)(content, chance)
    try:
        packed = archive(content)
    except (ValueError, UnicodeError):  # a name that no archive can hold
        packed = archive(book)
    return _bytes_changed(packed, chance) if chance.random() < 0.15 else packed


def _part(content: dict[str, bytes], chance: random.Random) -> str:
    return chance.choice(sorted(content)) if content else ""


def _attribute_changed(content: dict[str, bytes], chance: random.Random) -> None:
    name = _part(content, chance)
    found = list(_ATTRIBUTE.finditer(content.get(name, b"")))
    if found:
        at = chance.choice(found)
        other = chance.choice([*_VALUES, chance.choice(found)[2]])
        content[name] = content[name][: at.start(2)] + other + content[name][at.end(2) :]


def _attribute_renamed(content: dict[str, bytes], chance: random.Random) -> None:
    name = _part(content, chance)
    found = list(_ATTRIBUTE.finditer(content.get(name, b"")))
    if found:
        at, other = chance.choice(found), chance.choice(found)
        content[name] = content[name][: at.start(1)] + other[1] + content[name][at.end(1) :]


def _tag_moved(content: dict[str, bytes], chance: random.Random) -> None:
    name = _part(content, chance)
    found = list(_TAG.finditer(content.get(name, b"")))
    if found:
        at, other = chance.choice(found), chance.choice(found)
        kept = (
            content[name][: at.start()] + content[name][at.end() if chance.random() < 0.5 else at.start() :]
        )
        where = min(other.start(), len(kept))
        content[name] = kept[:where] + at[0] * chance.choice((0, 1, 2, 50)) + kept[where:]


def _text_put_in(content: dict[str, bytes], chance: random.Random) -> None:
    name = _part(content, chance)
    data = content.get(name, b"")
    at = chance.randint(0, len(data))
    if name:
        content[name] = data[:at] + chance.choice(_TEXTS + _VALUES) + data[at + chance.choice((0, 0, 1, 8)) :]


def _part_removed(content: dict[str, bytes], chance: random.Random) -> None:
    content.pop(_part(content, chance), None)


def _part_renamed(content: dict[str, bytes], chance: random.Random) -> None:
    name = _part(content, chance)
    if name:
        other = chance.choice(
            [name.upper(), name.replace("/", "\\"), f"/{name}", f"{name}x", "a", "xl/" + name]
        )
        data = content[name] if chance.random() < 0.5 else content.pop(name)
        content[other] = data


def _part_replaced(content: dict[str, bytes], chance: random.Random) -> None:
    name = _part(content, chance)
    if name:
        content[name] = chance.choice([b"", b"\x00", content[_part(content, chance)], content[name].upper()])


def _recoded(content: dict[str, bytes], chance: random.Random) -> None:
    name = _part(content, chance)
    text = content.get(name, b"").decode("utf-8", "replace")
    if name:
        content[name] = text.encode(
            chance.choice(("utf-16", "utf-16-le", "utf-8-sig", "utf-32", "cp500")), "replace"
        )


_DAMAGES: tuple[Callable[[dict[str, bytes], random.Random], None], ...] = (
    *(_attribute_changed, _attribute_changed, _attribute_changed, _attribute_renamed),
    *(_tag_moved, _tag_moved, _text_put_in, _text_put_in),
    *(_part_removed, _part_renamed, _part_replaced, _recoded),
)


def _bytes_changed(packed: bytes, chance: random.Random) -> bytes:
    data = bytearray(packed)
    for _ in range(chance.randint(1, 6)):
        at = chance.randint(0, len(data))
        match chance.randint(0, 3):
            case 0:
                data[at : at + 1] = bytes([chance.randint(0, 255)])
            case 1:
                del data[at : at + chance.randint(1, 40)]
            case 2:
                data[at:at] = data[max(0, at - 60) : at]
            case 3:
                data[at : at + 4] = chance.choice(
                    (b"\xff\xff\xff\xff", bytes(4), b"PK\x01\x02", b"PK\x05\x06")
                )
    return bytes(data)


def _memory(what: str) -> float:
    """Of this process, in MB; 0 if the system does not say."""
    status = Path("/proc/self/status")
    lines = status.read_text(encoding="ascii").splitlines() if status.exists() else []
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith(what)), 0.0)


def main(seed: str, count: int) -> None:
    """Read many damaged workbooks, each as the child of the product would."""
    chance = random.Random(seed)
    books = seeds()
    before = _memory("VmRSS")
    limit(1024, 3_600)
    ends: dict[str, int] = {}
    for _ in range(count):
        content = damaged_book(chance.choice(books), chance)
        out = io.BytesIO()
        start = time.monotonic()
        send_all(io.BytesIO(content), out)
        seconds = time.monotonic() - start
        out.seek(0)
        last = None
        while (message := read(out)) is not None:
            last = message[0]
        kind = str(last[0]) if last else "nothing"
        ends[kind] = ends.get(kind, 0) + 1
        if kind not in ("done", "refused") or seconds > LONGEST_SECONDS:
            sys.exit(f"{kind} after {seconds:.1f} s: {last}\n{base64.b64encode(content).decode()}")
    grown = _memory("VmHWM") - before
    if grown > MOST_GROWN_MB:
        sys.exit(f"The memory grew by {grown:.0f} MB.")
    print(ends.get("done", 0), ends.get("refused", 0))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
