"""How a file was asked to be read, kept with its rows, so that it can be read again in the same way."""

import hashlib
import json
from collections.abc import Mapping
from functools import cache

from benchmark.core.definitions import definitions_digest
from benchmark.core.settings import PROJECT_ROOT
from benchmark.store.publication import Publication

_CODE = ("benchmark/returns", "benchmark/workbooks", "benchmark/common", "schemas")


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
    for folder in map(PROJECT_ROOT.joinpath, _CODE):
        for file in sorted(folder.rglob("*.*")):
            if file.suffix in {".py", ".sql"}:
                digest.update(file.relative_to(folder).as_posix().encode() + file.read_bytes())
    return digest.hexdigest()
