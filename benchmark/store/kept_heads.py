"""Finds heads of the chain in what people keep: receipts, backups and exports of the log."""

import csv
import io
import json
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from benchmark.core.errors import StoreError
from benchmark.store.backup import read_manifest

_HEAD = re.compile(r"[0-9a-f]{64}")
_IN_WORDS = re.compile(r"head of the chain(?: at entry \d+)?: ([0-9a-f]{64})\b")
"""A head as a receipt or a backup's report shows it, from where people copy it into an e-mail."""
_BETWEEN = re.compile(r"[\s>|]+")
"""What an e-mail puts between words: line ends and quotation marks."""
_LIMIT = 64 * 1024 * 1024
_SHOWN = 70
_CHANGED = "This product writes none such: it was changed after it was made."


def heads_in(file: Path) -> list[str]:
    """The heads in a receipt (as JSON or text), a backup, or a log (as CSV or JSON), each once.

    A head that is not a hash is kept, as no entry has it. Raises StoreError if the file cannot be read, has
    no head, or has the same name twice in one place.
    """
    if zipfile.is_zipfile(file):
        found = [read_manifest(file).head]
    else:
        try:
            with file.open("rb") as source:
                text = source.read(_LIMIT).decode("utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise StoreError(
                f"{file} cannot be read.", fix="Name a receipt, a backup or an export."
            ) from error
        try:
            found = list(_in_json(in_json(text, file.name)))
        except ValueError:
            found = heads_in_words(text) or [
                value
                for row in in_csv(text, file.name)
                for name, value in row.items()
                if name.lower() == "head"
            ]
    heads = [head if _HEAD.fullmatch(head) else ascii(head)[:_SHOWN] for head in dict.fromkeys(found) if head]
    if not any(map(_HEAD.fullmatch, heads)):
        raise StoreError(
            f"{file} names no head of the chain.", fix="It is older than the chain, or no receipt."
        )
    return heads


def heads_in_words(text: str) -> list[str]:
    """The heads in the text of receipts and backups' reports, with repetitions."""
    return _IN_WORDS.findall(plain_words(text))


def in_json(text: str, file_name: str) -> Any:
    """A kept JSON document. Raises ValueError if it is not JSON, and StoreError if a name is there twice: a
    person would read the first value, and a program the last.
    """

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        _expect_once((name for name, _ in pairs), file_name)
        return dict(pairs)

    try:
        return json.loads(text, object_pairs_hook=once)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def in_csv(text: str, file_name: str) -> list[dict[str, str]]:
    """The rows of a kept log as CSV; none if it has no heading "head". Raises StoreError if a heading is
    there twice, or a row has not as many cells as there are headings.
    """
    try:
        headings, *rows = [row for row in csv.reader(io.StringIO(text, newline="")) if row] or [[]]
    except csv.Error:
        return []
    if "head" not in map(str.lower, headings):
        return []
    _expect_once(map(str.lower, headings), file_name)
    if any(len(row) != len(headings) for row in rows):
        raise StoreError(f"{file_name} has a row with another number of cells than headings.", fix=_CHANGED)
    return [dict(zip(headings, row, strict=True)) for row in rows]


def _expect_once(names: Iterable[str], file_name: str) -> None:
    for name, count in Counter(names).items():
        if count > 1:
            shown = ascii(name)[:_SHOWN]
            raise StoreError(f"{file_name} says {shown} {count} times in one place.", fix=_CHANGED)


def plain_words(text: str) -> str:
    """A text on one line, without the breaks and quotation marks of an e-mail."""
    return _BETWEEN.sub(" ", text).strip()


def _in_json(content: Any) -> Iterator[str]:
    """Yields every head in a JSON document: the text under "head", or its "hash"."""
    if isinstance(content, list):
        for entry in content:
            yield from _in_json(entry)
    elif isinstance(content, dict):
        for name, value in content.items():
            head = value.get("hash") if name == "head" and isinstance(value, dict) else value
            if name == "head" and isinstance(head, str):
                yield head
            else:
                yield from _in_json(value)
