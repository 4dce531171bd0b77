"""Heads of the chain as they stand in what people keep: receipts, backups and exports of the log."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmark.core.errors import StoreError
from benchmark.store.backup import read_manifest

_HEAD = re.compile(r"[0-9a-f]{64}")
_IN_WORDS = re.compile(r"head of the chain(?: at entry \d+)?: ([0-9a-f]{64})\b")
"""How a receipt and a backup's report say it on the screen, from where people copy it into a mail."""
_BETWEEN = re.compile(r"[\s>|]+")
"""What a mail puts between words: ends of lines, and marks before quoted ones."""
_LIMIT = 64 * 1024 * 1024


def heads_in(file: Path) -> list[str]:
    """The heads that a receipt, as JSON or as words, a backup, or the log as CSV or JSON names, each once.

    StoreError when the file cannot be read, or names none.
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
            found = list(_in_json(json.loads(text)))
        except ValueError:
            rows = csv.DictReader(io.StringIO(text))
            found = _IN_WORDS.findall(plain_words(text)) or [
                value for row in rows for name, value in row.items() if str(name).lower() == "head" and value
            ]
    heads = [head for head in dict.fromkeys(found) if _HEAD.fullmatch(head)]
    if not heads:
        raise StoreError(
            f"{file} names no head of the chain.", fix="It is older than the chain, or no receipt."
        )
    return heads


def plain_words(text: str) -> str:
    """A text as one line, also where a mail broke or quoted it."""
    return _BETWEEN.sub(" ", text).strip()


def _in_json(content: Any) -> Iterator[str]:
    """Every head in a JSON document: the text under "head", or its "hash"."""
    if isinstance(content, list):
        for entry in content:
            yield from _in_json(entry)
    elif isinstance(content, dict):
        for name, value in content.items():
            told = value.get("hash") if name == "head" and isinstance(value, dict) else value
            if name == "head" and isinstance(told, str):
                yield told
            else:
                yield from _in_json(value)
