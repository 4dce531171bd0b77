"""How a file was asked to be read, kept with its rows, so that it can be read again in the same way."""

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from benchmark.definitions import definitions_digest
from benchmark.store.publication import Publication

_CODE = ("benchmark.returns", "benchmark.returns.sql", "schemas")


def how_read(
    *,
    publication: Publication | None,
    kind: str | None,
    mapping: Mapping[str, str],
    confirmed_names: Mapping[str, str],
    assessment_year: int | None,
) -> str:
    """What a check was asked, as JSON: its choices, the ledger's entry it went by, the rules' digest."""
    how = {
        "rules": rules_digest(),
        "entry": None if publication is None else publication.ledger_entry,
        "kind": kind,
        "mapping": dict(mapping),
        "confirmed_names": dict(confirmed_names),
        "assessment_year": assessment_year,
    }
    return json.dumps(how, ensure_ascii=False, sort_keys=True)


@cache
def rules_digest() -> str:
    """Changes with all that decides how a file is read: the code that reads it, the models, the definitions.

    The code itself, not a number that somebody has to remember to raise.
    """
    digest = hashlib.sha256(definitions_digest().encode())
    for package in _CODE:
        for file in sorted(files(package).iterdir(), key=lambda file: file.name):
            if file.name.endswith((".py", ".sql")):
                digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()
