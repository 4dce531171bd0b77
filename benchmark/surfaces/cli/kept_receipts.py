"""Compares what people kept, receipts as JSON or text and logs, with what the ledger holds now."""

import re
from datetime import datetime
from pathlib import Path
from typing import Any

from benchmark.core.errors import BenchmarkError
from benchmark.core.wording import csv_cell
from benchmark.returns.submit.publishing import HEALS
from benchmark.returns.submit.receipt import not_compared, receipt_checks, receipt_of
from benchmark.store.kept_heads import heads_in_words, in_csv, in_json, plain_words
from benchmark.store.ledger import Ledger
from benchmark.store.ledger.chain import entry_of
from benchmark.store.proof.publications import log_at
from benchmark.store.proof.verify import SHOWN, Check
from benchmark.surfaces.cli.output import as_text
from benchmark.surfaces.cli.returns import receipt_answer
from benchmark.surfaces.cli.terminal import one_plain_line

_RECEIPT = re.compile(r"Receipt ([0-9]{1,9}), ")
"""The beginning of a receipt as text."""
_LOG = {"submission_id", "sha256", "head_entry", "head"}
"""Keys that every row of a log has, as a command writes it."""
_HEADS_ALONE = "the rest is a backup, the log as a page gives it, or in no form that this version writes"
_WORDS = 12
"""Words shown where a receipt differs."""
_SHOWN = 60


def kept_checks(ledger: Ledger, file: Path) -> list[Check]:
    """Check that a kept file agrees with the ledger. If only its heads can be compared, a check says so.

    Raises StoreError if the file has the same name twice in one place.
    """
    heads_alone = Check(f"no more than heads of {file.name} is compared", True, _HEADS_ALONE)
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return [heads_alone]
    try:
        document = in_json(text, file.name)
    except ValueError:
        document = in_csv(text, file.name) or plain_words(text)
    if isinstance(document, str):
        receipts = _RECEIPT.finditer(document)
        checks = [
            _receipt_check(ledger, int(match[1]), document[match.start() :], file.name) for match in receipts
        ]
        whole = len(checks) >= len(heads_in_words(text))
    else:
        listed = document if isinstance(document, list) else [document]
        rows = [row for row in listed if isinstance(row, dict) and {*row} >= _LOG]
        checks = [_log_check(ledger, rows, file.name)] if rows else receipt_checks(ledger, file)
        whole = len(rows or checks) == len(listed)
    return checks if checks and whole else [*checks, heads_alone]


def _receipt_check(ledger: Ledger, number: int, text: str, file_name: str) -> Check:
    name = f"the receipt {number} in {file_name} says what the ledger says"
    try:
        lines = as_text(receipt_answer(receipt_of(ledger, number)))
    except BenchmarkError as error:
        return Check(name, False, str(error))
    # Without the last line, the publication: the ledger does not record where a return was shown.
    kept = plain_words(" ".join(map(one_plain_line, lines[:-1]))).split()
    not_shown = re.escape(f" Taken as number {number}, not yet shown: ")
    why = re.search(f"{not_shown}(.*?){re.escape(plain_words(HEALS))}", text)
    text = text if why is None else text[: why.start()] + text[why.end() :]
    said = text.split()[: len(kept)]
    if said == kept:
        beside = "what is before it and after its head" + (
            "" if why is None else f", and why it was not yet shown: {_short(why[1].strip())}"
        )
        return Check(name, True, f"not compared: {beside}")
    place = next((i for i, pair in enumerate(zip(said, kept, strict=False)) if pair[0] != pair[1]), len(said))
    there, here = (" ".join(words[place : place + _WORDS]) for words in (said, kept))
    by_hand = f"Another version may have said the same in other words: python -m benchmark receipt {number}"
    return Check(name, False, f'it says "{there}", and the ledger "{here}". {by_hand}')


def _log_check(ledger: Ledger, rows: list[dict[str, Any]], file_name: str) -> Check:
    """Compare a log with the ledger at the entry that it names. Columns that are not compared are listed."""
    name = f"the log {file_name} says what the ledger says"
    entries = {str(row["head_entry"]) for row in rows}
    if len(entries) != 1 or not (entry := entries.pop()).isdecimal():
        return Check(name, False, "its rows name different entries as the last one")
    kept = log_at(ledger.connection, int(entry))
    faults = [
        f"its head {_short(head)} is not that of entry {entry}"
        for head in dict.fromkeys(str(row["head"]) for row in rows)
        if entry_of(ledger.connection, ascii(head)[1:-1]) != int(entry)
    ]
    known = {"head", "head_entry", *(key for row in kept.values() for key in row)}
    beside = not_compared(
        [key for key in dict.fromkeys(key for row in rows for key in row) if key not in known]
    )
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
    return Check(name, not faults, "; ".join(faults[:SHOWN]) or beside)


def _same(value: Any, kept: Any) -> bool:
    """Whether a cell of a CSV, or a value of a JSON, equals the ledger's."""
    if isinstance(kept, list):
        return bool(value == kept)
    text = "" if value is None else str(value)
    if isinstance(kept, datetime):
        try:
            return datetime.fromisoformat(text) == kept
        except ValueError:
            return False
    wanted = "" if kept is None else str(kept)
    return text in (wanted, csv_cell(wanted))


def _short(value: object) -> str:
    return repr(value)[:_SHOWN]
