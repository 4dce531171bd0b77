"""A file before it is read: its size, and what it is by its first bytes rather than by its name."""

import io
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmark.returns.findings import Finding, finding

MAX_BYTES = 100_000_000
"""Larger files are refused by their size, before they are read: all the trusts' returns of ten years
at domain level take a tenth of it."""
_MEGABYTE = 1_000_000
_SIGNATURES = (
    (b"%PDF", "a PDF document"),
    (b"\xd0\xcf\x11\xe0", "an older Excel workbook (.xls), or one with a password"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"PAR1", "a Parquet file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"{\\rtf", "an RTF document"),
)
_MARKUP = (b"<html", b"<!doctype", b"<table", b"<?xml")


@dataclass(frozen=True)
class Taken:
    """A file's bytes, and whether they are an Excel workbook; or why it is refused."""

    content: bytes
    is_workbook: bool
    refused: Finding | None


def take(source: bytes | Path, file_name: str) -> Taken:
    """The bytes of a file that may be read, looked at but not read yet."""
    try:
        size = source.stat().st_size if isinstance(source, Path) else len(source)
        if size > MAX_BYTES:
            return _refused("file_too_large", file_name, size=_megabytes(size), limit=_megabytes(MAX_BYTES))
        content = source.read_bytes() if isinstance(source, Path) else source
    except OSError as error:
        return _refused("file_missing", file_name, reason=error.strerror or "it cannot be read")
    if not content.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00"):  # at both ends it would copy the file
        return _refused("file_empty", file_name, content=content)
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _archive(content, file_name)
    for signature, described in _SIGNATURES:
        if content.startswith(signature):
            return _refused("format_refused", file_name, content=content, format=described)
    if content[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_MARKUP):
        return _refused("format_refused", file_name, content=content, format="a web page or XML document")
    return Taken(content, is_workbook=False, refused=None)


def _archive(content: bytes, file_name: str) -> Taken:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            kind = archive.read("mimetype")[:100] if "mimetype" in names else b""
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError, KeyError):
        return _refused(
            "workbook_damaged", file_name, content=content, reason="its end is missing or damaged"
        )
    except Exception as error:  # zlib.error and what else a damaged archive makes zipfile raise
        return _refused("workbook_damaged", file_name, content=content, reason=type(error).__name__)
    if "xl/workbook.xml" in names:
        return Taken(content, is_workbook=True, refused=None)
    if "xl/workbook.bin" in names:
        return _refused(
            "format_refused", file_name, content=content, format="a binary Excel workbook (.xlsb)"
        )
    if kind.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
        return _refused("format_refused", file_name, content=content, format="an OpenDocument sheet (.ods)")
    if any(name.startswith("word/") for name in names):
        return _refused("format_refused", file_name, content=content, format="a Word document (.docx)")
    if any(name.startswith("ppt/") for name in names):
        return _refused("format_refused", file_name, content=content, format="a presentation (.pptx)")
    holding = f" that holds {names[0]}" if len(names) == 1 else ""
    return _refused("zip_refused", file_name, content=content, holding=holding)


def _refused(code: str, file_name: str, *, content: bytes = b"", **words: Any) -> Taken:
    return Taken(content, is_workbook=False, refused=finding(code, file=file_name, **words))


def _megabytes(size: int) -> str:
    return f"{size / _MEGABYTE:,.0f} MB"
