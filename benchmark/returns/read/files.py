"""Turns any file into tables of text: each row with its line, and findings for all else.

The size is checked first. The first bytes, not the name, decide what kind of file it is.
"""

import hashlib
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Any

from benchmark.returns.findings import Finding, finding, placed
from benchmark.returns.read.csv_text import read_text
from benchmark.returns.read.long_accounts import extract_of_accounts
from benchmark.returns.read.patients import refuse_patients_taken_apart
from benchmark.returns.read.sheet import Refused, Sheet
from benchmark.returns.read.workbook import read_workbook

MAX_BYTES = 100_000_000
"""Larger files are refused before they are read. Ten years of all trusts' returns by domain have a tenth
of this size."""
_MEGABYTE = 1_000_000
_SIGNATURES = (
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"II*\x00", "a picture"),
    (b"MM\x00*", "a picture"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"MSCF\x00\x00\x00\x00", "a cabinet archive (.cab)"),
    (b"MZ\x90\x00", "a program"),
    (b"\x89HDF\r\n", "an HDF5 file"),
    (b"<stata_dta>", "a data set of Stata (.dta)"),
    (b"%!PS-Adobe", "a PostScript document"),
    (b"[InternetShortcut]", "a link (.url)"),
    (b"L\x00\x00\x00\x01\x14\x02\x00", "a link of Windows (.lnk)"),
    (b"version https://git-lfs", "a link of Git LFS"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"\x00\x01\x00\x00Standard ", "an Access database"),
    (b"$FL2@(#)", "a data set of SPSS (.sav)"),
    (b"\x00" * 12 + b"\xc2\xea\x81\x60", "a data set of SAS (.sas7bdat)"),
    (b"ARROW1\x00\x00", "an Arrow file"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
)
"""How files begin that are no text. Mere letters are not enough: a heading or a title may begin so."""
_OLDER_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLDER = (
    ("EncryptedPackage", "workbook_encrypted", ""),
    ("Workbook", "format_refused", "an older Excel workbook (.xls)"),
    ("Book", "format_refused", "an older Excel workbook (.xls)"),
    ("WordDocument", "format_refused", "an older Word document (.doc)"),
    ("PowerPoint Document", "format_refused", "an older presentation (.ppt)"),
    ("__properties_version1.0", "format_refused", "a message of Outlook (.msg)"),
)
"""Streams that show what an older Office file is. A workbook with a password has EncryptedPackage."""
_LOCK = "~$"
"""How the name begins of the lock file that Excel and Word keep beside an open document."""
_LONGEST_NAME = 200
_HEADER = 512
_ENTRY = 128
_SAVE_AS = "choose File, Save As, Excel workbook (.xlsx), and choose that file."
_HOW = (
    (("and not the workbook",), "Choose the workbook itself, whose name has no ~$ before it."),
    (("archive",), "Unpack it, and choose the CSV or .xlsx file inside it."),
    (("link",), "Open what it leads to, save that as CSV UTF-8 or as .xlsx, and choose that file."),
    (("e-mail", "message"), "Save the file that is attached to it, and choose that file."),
    (("Numbers",), "Open it in Numbers, choose File, Export To, Excel, and choose that file."),
    (("workbook", "sheet", "web page"), f"Open it in Excel or LibreOffice, {_SAVE_AS}"),
    (
        ("document", "presentation", "picture", "text", "drawing"),
        "Choose the spreadsheet that its table came from; or copy the table into a new workbook, compare each"
        " figure, and save that as .xlsx.",
    ),
    (
        ("data", "Parquet", "Feather", "Arrow", "HDF5", "Power BI"),
        "Export its table as CSV UTF-8 from the program that made it, and choose that file.",
    ),
)
"""Words for kinds of files -> how to get a return out of such a file."""
_OTHERWISE = "Choose the file that holds the return, as CSV UTF-8 or as .xlsx."
WORKBOOK = "Excel workbook"
PATIENTS = "patient_"
"""How the finding codes begin for data of patients. Of such files we do not even keep the bytes."""


_LOOKED_AT = 4096
"""The number of first bytes that decide what kind of file it is."""
# `*+` never goes back into what it has taken: with `*`, a line of sixty dashes would take days.
_PATTERNS = (
    (
        re.compile(
            rb"(?:\xef\xbb\xbf|\s|<!--.{0,2000}?-->)*+<"
            rb"(?:svg|html|head|body|meta|title|style|link|script|div|p|pre|table|tr|!doctype|\?[a-z]+)\b",
            re.I | re.S,
        ),
        "a web page or XML document",
    ),
    (re.compile(rb"BM.{4}\0{4}", re.S), "a picture"),
    (re.compile(rb"\0\0..ftyp", re.S), "a picture or a film"),
    (re.compile(rb"GIF8[79]a.{0,6}[\0-\x08]", re.S), "a picture"),
    (re.compile(rb"PAR1[\0-\x08\x0e-\x1f]"), "a Parquet file"),
    (re.compile(rb"RIFF.{4}(?:WEBP|WAVE|AVI )", re.S), "a picture or a recording"),
    (re.compile(rb"BZh[1-9](?:1AY&SY|\x17rE8P\x90)", re.S), "a bzip2 archive"),
    (re.compile(rb"FEA1\0", re.S), "a Feather file"),
    (re.compile(rb"(?:\xef\xbb\xbf)?\s*%PDF-[0-9]\.[0-9]\s"), "a PDF document"),
    (re.compile(rb"\{\\rtf[0-9]"), "an RTF document"),
    (re.compile(rb"BEGIN:VCALENDAR\s*\n"), "an entry of a calendar (.ics)"),
    (re.compile(rb"BEGIN:VCARD\s*\n"), "a contact (.vcf)"),
    (re.compile(rb"TABLE\r?\n0,1\r?\n"), "a DIF sheet (.dif)"),
    (re.compile(rb"WEB\r?\n1\r?\n"), "a link to a list of SharePoint (.iqy)"),
    (re.compile(rb"ID;P[A-Z0-9]*(?:;[NE])*\r?\n[A-Z]{1,2};"), "a SYLK sheet (.slk)"),
    (re.compile(rb"\x09[\x00\x02\x04\x08][\x04-\x10]\0"), "an older Excel workbook (.xls)"),
    (re.compile(rb".{257}ustar", re.S), "a tar archive"),
    (
        re.compile(
            rb"(?:\xef\xbb\xbf|\s|--[^\r\n]*|/\*.{0,2000}?\*/|(?:set|use|begin|start)\b[^;]{0,200};)*+"
            rb"(?:insert\s+into\s+[^,;]{1,200}\(|copy\s+[^,;]{1,200}\([^;]{1,3000}\bfrom\s+stdin"
            rb"|create\s+(?:temp\w*\s+)?table\s+[^\s,;(]{1,200}\s*\(|drop\s+table\s[^,;]{1,200};)",
            re.I | re.S,
        ),
        "a script of SQL commands for a database",
    ),
    (re.compile(rb"\*{10,} 1\. row \*{10,}"), "a list of a database's values, one on each line"),
    (re.compile(rb"\s*\{[^{}]*docs\.google\.com"), "a link to a Google document"),
    (re.compile(rb'(?:\xef\xbb\xbf)?\s*(?:\{\s*"[^"\r\n]*"\s*:|\[\s*[\[{])'), "a JSON document"),
    (
        re.compile(rb"(?:[A-Z][A-Za-z-]+: [^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*)*?MIME-Version: ", re.I),
        "an e-mail or a page saved from a browser",
    ),
)


@dataclass(frozen=True)
class Taken:
    """A file's bytes, and whether they are a ZIP archive, as workbooks are; or why it is refused.

    Only the reader of workbooks opens an archive: that can use up a process's memory.
    """

    content: bytes
    is_archive: bool
    refused: Finding | None


def take(source: bytes | Path, file_name: str) -> Taken:
    """The bytes of a file, and whether it can be read, judged by its size and its first bytes."""
    try:
        size = source.stat().st_size if isinstance(source, Path) else len(source)
        if size > MAX_BYTES:
            return _refused("file_too_large", file_name, size=_megabytes(size), limit=_megabytes(MAX_BYTES))
        content = source.read_bytes() if isinstance(source, Path) else source
    except OSError as error:
        return _refused("file_missing", file_name, reason=error.strerror or "it cannot be read")
    if not content.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00"):  # strip() would copy most files
        return _refused("file_empty", file_name, content=content)
    if file_name.startswith(_LOCK) and len(content) <= _HEADER:
        described = "what Excel keeps beside a workbook that is open, and not the workbook"
        return _refused("format_refused", file_name, content=content, format=described)
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return Taken(content, is_archive=True, refused=None)
    if content.startswith(_OLDER_OFFICE):
        return Taken(content, is_archive=False, refused=_older_office(content, file_name))
    signed = (described for signature, described in _SIGNATURES if content.startswith(signature))
    begun = (described for pattern, described in _PATTERNS if pattern.match(content, 0, _LOOKED_AT))
    if described := next(chain(signed, begun), ""):
        return _refused("format_refused", file_name, content=content, format=described)
    return Taken(content, is_archive=False, refused=None)


def printable_name(file_name: str) -> str:
    r"""A file's name that is safe for screens, logs and the ledger: printable, and not too long.

    >>> printable_name("two\\nlines \\udcff.csv")
    'two lines \ufffd.csv'
    """
    shown = "".join(map(_printable, file_name))
    if len(shown) > _LONGEST_NAME:
        shown = f"{shown[: _LONGEST_NAME // 2]}…{shown[-_LONGEST_NAME // 2 :]}"
    return shown if shown.strip() else "file without a name"


def _printable(letter: str) -> str:
    if letter.isprintable() or letter == "\t":
        return letter
    return " " if letter.isspace() else "\ufffd"


def _older_office(content: bytes, file_name: str) -> Finding:
    """The finding for an older Office file. The names in its directory show what it is."""
    for name, code, described in _OLDER:
        if _in_directory(content, name):
            return _finding(code, file_name, format=described)
    return _finding("format_refused", file_name, format="an older Office document")


def _in_directory(content: bytes, name: str) -> bool:
    """Whether the file's directory has an entry with this name. It has 128 bytes, the name's length at 64."""
    written = name.encode("utf-16-le") + b"\x00\x00"
    at = content.find(written, _HEADER)
    while at >= 0:
        if at % _ENTRY == 0 and content[at + 64 : at + 66] == len(written).to_bytes(2, "little"):
            return True
        at = content.find(written, at + 1)
    return False


def _refused(code: str, file_name: str, *, content: bytes = b"", **words: Any) -> Taken:
    return Taken(content, is_archive=False, refused=_finding(code, file_name, **words))


def _finding(code: str, file_name: str, **words: Any) -> Finding:
    """The finding for a refused file, with advice on how to get a table out of that kind of file."""
    kind_of_file = str(words.get("format", ""))
    how = next((how for names, how in _HOW if any(name in kind_of_file for name in names)), _OTHERWISE)
    return finding(code, file=file_name, **(words | {"how": how}))


def _megabytes(size: int) -> str:
    return f"{size / _MEGABYTE:,.0f} MB"


@dataclass(frozen=True)
class ReadReturn:
    """A file as it was read. `sheets` is empty if an error in `findings` stopped the reading. For a workbook
    `encoding` is 'Excel workbook' and `delimiter` is ''.
    """

    file_name: str
    content: bytes
    sha256: str
    encoding: str
    delimiter: str
    sheets: tuple[Sheet, ...]
    findings: tuple[Finding, ...]


def read_return(source: bytes | Path, file_name: str) -> ReadReturn:
    """Read a file into tables of text and findings. Never raises because of the file's content."""
    extracted: tuple[Finding, ...] = ()
    try:
        source, extracted = _extracted(source, file_name)
        taken = take(source, file_name)
    except Refused as refusal:
        taken = _refused(refusal.code, file_name, **refusal.words)
    with ThreadPoolExecutor(max_workers=1) as beside:  # hashing takes a tenth of the time of reading
        hashed = beside.submit(hashlib.sha256, taken.content)
        read = _read(taken, file_name)
    return replace(read, sha256=hashed.result().hexdigest(), findings=(*read.findings, *extracted))


def _extracted(source: bytes | Path, file_name: str) -> tuple[bytes | Path, tuple[Finding, ...]]:
    """For trust accounts that are too large to keep: a CSV of the rows that we use, and a note. Otherwise the
    source itself.

    Raises Refused if the headings of the accounts' sheets differ.
    """
    try:
        size = source.stat().st_size if isinstance(source, Path) else 0
        extract = extract_of_accounts(source) if isinstance(source, Path) and size > MAX_BYTES else None
        if extract is None or not isinstance(source, Path):
            return source, ()
        with source.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:  # take() says that the file is missing
        return source, ()
    except Refused as refusal:
        if refusal.code == "accounts_headings_differ":
            raise
        return source, ()  # take() says that the file is too large
    note = finding("accounts_extract", file=file_name, size=_megabytes(size), sha256=digest)
    return extract, (note,)


def _read(taken: Taken, file_name: str) -> ReadReturn:
    """The file as read, still without its hash."""
    if taken.refused:
        return ReadReturn(file_name, taken.content, "", "", "", (), (taken.refused,))
    sheets: tuple[Sheet, ...]
    try:
        if taken.is_archive:
            book = read_workbook(taken.content)
            encoding, delimiter, sheets, findings = WORKBOOK, "", book.sheets, book.findings
        else:
            text = read_text(taken.content)
            encoding, delimiter, findings = text.encoding, text.delimiter, text.findings
            sheets = (text.sheet,) if text.sheet else ()
        for sheet in sheets:
            refuse_patients_taken_apart(sheet)
    except Refused as refused:
        refusal = _finding(refused.code, file_name, **refused.words)
        content = b"" if refused.code.startswith(PATIENTS) else taken.content
        return ReadReturn(file_name, content, "", "", "", (), (refusal,))
    if not sheets and not any(entry.severity == "error" for entry in findings):
        findings = (*findings, finding("file_empty", file=file_name))
    for sheet in sheets:
        findings = (*findings, *placed(sheet.findings, file=file_name, sheet=sheet.name))
    return ReadReturn(
        file_name, taken.content, "", encoding, delimiter, sheets, placed(findings, file=file_name)
    )
