"""What somebody kept, held against what the ledger says now: receipts as JSON or in words, and the log."""

import csv
import io
import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any

from benchmark.core.errors import BenchmarkError
from benchmark.core.wording import without_formula
from benchmark.returns.submit.publishing import HEALS
from benchmark.returns.submit.receipt import receipt_checks, receipt_of
from benchmark.store.kept_heads import plain_words
from benchmark.store.ledger import Ledger
from benchmark.store.proof.publications import log_at
from benchmark.store.proof.verify import SHOWN, Check
from benchmark.surfaces.cli.output import as_text
from benchmark.surfaces.cli.returns import receipt_answer
from benchmark.surfaces.cli.terminal import one_plain_line

_RECEIPT = re.compile(r"Receipt ([0-9]{1,9}), ")
"""How a receipt in words begins."""
_LOG = {"submission_id", "sha256", "head_entry"}
"""Keys of every row of the log, as a command writes it."""
_WORDS = 12
"""Words that are told where a receipt differs."""


def kept_checks(ledger: Ledger, file: Path) -> list[Check]:
    """Whether what is kept says what the ledger says; none for a backup: all that is asked is its head."""
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return []
    try:
        told = json.loads(text)
    except ValueError:
        told = list(csv.DictReader(io.StringIO(text, newline="")))
    rows = [row for row in told if isinstance(row, dict) and {*row} >= _LOG] if isinstance(told, list) else []
    if rows:
        return [_log_check(ledger, rows, file.name)]
    words = plain_words(text)
    return receipt_checks(ledger, file) or [
        _receipt_check(ledger, int(found[1]), words[found.start() :], file.name)
        for found in _RECEIPT.finditer(words)
    ]


def _receipt_check(ledger: Ledger, number: int, told: str, file_name: str) -> Check:
    name = f"the receipt {number} in {file_name} says what the ledger says"
    try:
        lines = as_text(receipt_answer(receipt_of(ledger, number)))
    except BenchmarkError as error:
        return Check(name, False, str(error))
    # The last line is the publication: where and whether a return was shown is not kept.
    kept = plain_words(" ".join(map(one_plain_line, lines[:-1]))).split()
    not_shown = re.escape(f" Taken as number {number}, not yet shown: ")
    told = re.sub(f"{not_shown}.*?{re.escape(plain_words(HEALS))}", "", told, count=1)
    said = told.split()[: len(kept)]
    if said == kept:
        return Check(name, True, "")
    place = next((i for i, pair in enumerate(zip(said, kept, strict=False)) if pair[0] != pair[1]), len(said))
    there, here = (" ".join(words[place : place + _WORDS]) for words in (said, kept))
    return Check(name, False, f'it says "{there}", and the ledger "{here}"')


def _log_check(ledger: Ledger, rows: list[dict[str, Any]], file_name: str) -> Check:
    """The log as it was told at the entry that it names; columns of another version are passed over."""
    name = f"the log {file_name} says what the ledger says"
    entries = {str(row["head_entry"]) for row in rows}
    if len(entries) != 1 or not (entry := entries.pop()).isdecimal():
        return Check(name, False, "its rows name different entries as the last one")
    kept = log_at(ledger.connection, int(entry))
    faults = []
    for row in rows:
        number = str(row["submission_id"])
        of_ledger = kept.get(int(number)) if number.isdecimal() else None
        if of_ledger is None:
            faults.append(f"there was no submission {number[:_WORDS]}")
            continue
        faults += [
            f"{key} of submission {number} is {_short(row[key])}, and in the ledger {_short(value)}"
            for key, value in of_ledger.items()
            if key in row and not _same(row[key], value)
        ]
    return Check(name, not faults, "; ".join(faults[:SHOWN]))


def _same(told: Any, kept: Any) -> bool:
    """Whether a cell of a CSV, or a value of a JSON, is the ledger's."""
    text = "" if told is None else str(told)
    if isinstance(kept, datetime):
        try:
            return datetime.fromisoformat(text) == kept
        except ValueError:
            return False
    wanted = "" if kept is None else str(kept)
    return text in (wanted, without_formula(wanted))


def _short(value: object) -> str:
    return repr(value)[:60]
