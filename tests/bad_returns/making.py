"""What the cases are written with: a case, and the parts of files that many of them share.

A case is a name, the bytes, the findings as "code:line" (no line: the whole file) in any order, and how many
rows are read and hold.
"""

import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

import xlsxwriter

MADE = datetime(2026, 1, 1)

LONG = "assessment_year,ods_code,care_setting,pillar,domain,score"
GOOD = "2025,RBS,Acute,well_led,,4.3"
DEMO_ROW = "2025,DEMO1,Acute,well_led,,3.9"
DEMO_SPEND = "2023/24,DEMO1,843850000,41701000,19258000,8253000"
SECOND = "2025,RBS,Acute,safe_practice,,3.5"
PILLARS = (
    "Well Led,Smart Foundations,Safe Practice,Support Workforce,Empower People,Improve Care,"
    "Healthy Populations"
)
WIDE = f"Region,ICS,Provider,Care Setting,{PILLARS}"
RBS_WIDE = "NORTH WEST,CHESHIRE AND MERSEYSIDE,ALDER HEY CHILDREN'S NHS FOUNDATION TRUST,Acute"
SEVEN = "4.3,3.2,3.5,4.8,2.3,2.8,3.4"
SPEND = "financial_year,ods_code,operating_expenditure,capital_expenditure,it_revenue,it_capital"
SPEND_ROW = "2024/25,RBS,400000000,20000000,9000000,4000000"
SPENT = "2025/26,DEMO6,377812000,9900000,3640000,1010000"
OTHER_SPENT = "2025/26,DEMO8,312004000,20110000,5120000,1840000"
CONDITIONS = (
    "assessment_year,ods_code,section,item,systems,unsupported,funded,in_post,vacant,answer,pillar,priority,"
    "stage,funding"
)
TARGETS = "ods_code,care_setting,pillar,target,reason"
EXCHANGE = "ods_code,pillar,offers_or_asks,contact,note"
GROUPS = "group_code,group_name,group_kind,member_code,valid_from,valid_to,source"

cases: dict[str, tuple[bytes, list[str], int, int]] = {}


def case(name: str, content: bytes | str, *expected: str, read: int = 1, valid: int | None = None) -> None:
    """A file, what is found in it, how many rows are read, and how many of them hold: all, if not said."""
    assert name not in cases, name
    data = content.encode() if isinstance(content, str) else content
    cases[name] = (data, sorted(expected), read, read if valid is None else valid)


def lines(*rows: str, end: str = "\n") -> str:
    """Rows as the text of a file."""
    return "".join(row + end for row in rows)


def long(*rows: str) -> str:
    """A file of pillar scores, one row each."""
    return lines(LONG, *rows)


def book(sheets: dict[str, Sequence[Sequence[object]]], *, hidden: Sequence[str] = ()) -> bytes:
    """A workbook; a cell that starts with = is a formula, written with the value that follows a bar."""
    out = io.BytesIO()
    workbook = xlsxwriter.Workbook(out, {"in_memory": True})
    workbook.set_properties({"created": MADE})
    day = workbook.add_format({"num_format": "d mmm yyyy"})
    for name, rows in sheets.items():
        sheet = workbook.add_worksheet(name)
        for i, row in enumerate(rows):
            for j, value in enumerate(row):
                if isinstance(value, str) and value.startswith("="):
                    formula, _, result = value.partition("|")
                    sheet.write_formula(
                        i, j, formula, None, float(result) if result[:1].isdigit() else result
                    )
                elif isinstance(value, date):
                    sheet.write_datetime(i, j, datetime(value.year, value.month, value.day), day)
                elif value is not None:
                    sheet.write(i, j, value)
        if name in hidden:
            sheet.hide()
    workbook.close()
    return out.getvalue()


def archive(files: dict[str, bytes]) -> bytes:
    """A ZIP archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as pack:
        for name, content in files.items():
            pack.writestr(zipfile.ZipInfo(name), content)
    return out.getvalue()


def drawn(draw: Callable[[Any, Any], None], *, rows: Sequence[Sequence[object]] = ()) -> bytes:
    """A workbook of one sheet, Return, that holds rows; `draw` does with workbook and sheet the rest."""
    out = io.BytesIO()
    workbook = xlsxwriter.Workbook(out, {"in_memory": True})
    workbook.set_properties({"created": MADE})
    sheet = workbook.add_worksheet("Return")
    for i, row in enumerate(rows):
        for j, value in enumerate(row):
            if value is not None:
                sheet.write(i, j, value)
    draw(workbook, sheet)
    workbook.close()
    return out.getvalue()


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_OFFICE = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = b'<?xml version="1.0" encoding="UTF-8"?>'


def parts(
    sheets: dict[str, str | bytes],
    *,
    styles: str = "",
    texts: str = "",
    main: str = MAIN,
    office: str = OFFICE,
    workbook: str = "xl/workbook.xml",
    around: str = "",
    more: dict[str, bytes] | None = None,
) -> dict[str, bytes]:
    """The parts of a workbook, as bare as a program may write them: name -> content.

    sheets: name -> all that stands within <worksheet>, or the part itself. styles: within <styleSheet>.
    texts: within <sst>. around: what stands in <workbook> beside its sheets.
    """
    folder, _, own = workbook.rpartition("/")
    at = f"{folder}/" if folder else ""
    kinds = [("worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(sheets) + 1)]
    kinds += [("styles", "styles.xml")] if styles else []
    kinds += [("sharedStrings", "sharedStrings.xml")] if texts else []
    listed = "".join(
        f'<sheet name="{name}" sheetId="{n}" r:id="rId{n}"/>' for n, name in enumerate(sheets, start=1)
    )
    made = {
        "[Content_Types].xml": f"""<Types xmlns="{_PACKAGE}/content-types"><Override PartName="/{workbook}"
            ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>""",
        "_rels/.rels": _relations([("officeDocument", workbook)], office),
        workbook: f'<workbook xmlns="{main}" xmlns:r="{office}">{around}<sheets>{listed}</sheets></workbook>',
        f"{at}_rels/{own}.rels": _relations(kinds, office),
    }
    made |= {f"{at}styles.xml": f'<styleSheet xmlns="{main}">{styles}</styleSheet>'} if styles else {}
    made |= {f"{at}sharedStrings.xml": f'<sst xmlns="{main}">{texts}</sst>'} if texts else {}
    content = {name: _HEAD + text.encode() for name, text in made.items()}
    for n, inner in enumerate(sheets.values(), start=1):
        whole = inner if isinstance(inner, bytes) else None
        drawn = f'<worksheet xmlns="{main}" xmlns:r="{office}">{inner!s}</worksheet>'.encode()
        content[f"{at}worksheets/sheet{n}.xml"] = whole or _HEAD + drawn
    return content | (more or {})


def raw(inner: str | bytes, **said: Any) -> bytes:
    """A workbook of one sheet, Return, whose XML is given as `parts` takes it."""
    return archive(parts({"Return": inner}, **said))


def rows_xml(*rows: Sequence[object], first: int = 1) -> str:
    """Rows as a sheet's XML: texts inline, numbers plain, None left out."""
    return "".join(
        f'<row r="{n}">{"".join(_cell_xml(value, n, i) for i, value in enumerate(row))}</row>'
        for n, row in enumerate(rows, start=first)
    )


def _cell_xml(value: object, row: int, column: int) -> str:
    place = f"{xlsxwriter.utility.xl_col_to_name(column)}{row}"
    if value is None:
        return ""
    if isinstance(value, str):
        return f'<c r="{place}" t="inlineStr"><is><t>{value}</t></is></c>'
    return f'<c r="{place}"><v>{value}</v></c>'


def _relations(kinds: Sequence[tuple[str, str]], office: str) -> str:
    inner = "".join(
        f'<Relationship Id="rId{n}" Type="{office}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(kinds, start=1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inner}</Relationships>'


def older_container(*names: str) -> bytes:
    """A file of Office's older container, with streams of these names in its directory."""
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)
    entries = b"".join(
        (name.encode("utf-16-le") + bytes(64))[:64] + (2 * len(name) + 2).to_bytes(2, "little") + bytes(62)
        for name in ("Root Entry", *names)
    )
    return header + entries
