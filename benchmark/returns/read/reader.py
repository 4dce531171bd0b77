"""A file, whatever it is, to tables of text: each row with its line, everything else as findings."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from benchmark.returns.findings import Finding, finding, placed
from benchmark.returns.read.files import Taken, take
from benchmark.returns.read.sheet import Refused, Sheet
from benchmark.returns.read.text import read_text
from benchmark.returns.read.workbook import read_workbook

WORKBOOK = "Excel workbook"


@dataclass(frozen=True)
class ReadReturn:
    """A file as it was read. `sheets` is empty when `findings` hold an error that stopped the reading;
    `encoding` is 'Excel workbook' for one, and `delimiter` then empty.
    """

    file_name: str
    content: bytes
    sha256: str
    encoding: str
    delimiter: str
    sheets: tuple[Sheet, ...]
    findings: tuple[Finding, ...]


def read_return(source: bytes | Path, file_name: str) -> ReadReturn:
    """Whatever a file holds, as tables of text and findings. Never raises for what is in the file."""
    taken = take(source, file_name)
    with ThreadPoolExecutor(max_workers=1) as beside:  # a hash takes a tenth of the rest
        hashed = beside.submit(hashlib.sha256, taken.content)
        read = _read(taken, file_name)
    return replace(read, sha256=hashed.result().hexdigest())


def _read(taken: Taken, file_name: str) -> ReadReturn:
    """The file as read, but for its hash."""
    if taken.refused:
        return ReadReturn(file_name, taken.content, "", "", "", (), (taken.refused,))
    sheets: tuple[Sheet, ...]
    try:
        if taken.is_archive:
            book = read_workbook(taken.content)
            encoding, delimiter, sheets, found = WORKBOOK, "", book.sheets, book.findings
        else:
            text = read_text(taken.content)
            encoding, delimiter, found = text.encoding, text.delimiter, text.findings
            sheets = (text.sheet,) if text.sheet else ()
    except Refused as refused:
        found_refused = finding(refused.code, file=file_name, **refused.words)
        return ReadReturn(file_name, taken.content, "", "", "", (), (found_refused,))
    if not sheets and not any(entry.severity == "error" for entry in found):
        found = (*found, finding("file_empty", file=file_name))
    for sheet in sheets:
        found = (*found, *placed(sheet.findings, file=file_name, sheet=sheet.name))
    return ReadReturn(
        file_name, taken.content, "", encoding, delimiter, sheets, placed(found, file=file_name)
    )
