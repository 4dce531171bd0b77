"""The store's own secret. Letters that stand for names are made with it, so that nobody can work them out."""

import secrets
from contextlib import suppress
from typing import Final

from benchmark.store.publication import Publication
from benchmark.store.storage.files import read_small, swap_in

_NAME: Final = "letters.key"
_BYTES: Final = 32
_OF_THIS_PROCESS: Final = secrets.token_hex(_BYTES)
"""Used if the store is not writable."""


def secret_of(publication: Publication) -> bytes:
    """The secret of the publication's store, made when it is first needed.

    Backups do not hold it: a restored store gets another.
    """
    file = publication.file.with_name(_NAME)
    with suppress(OSError):
        if not file.exists():
            aside = file.with_name(f"{_NAME}.{secrets.token_hex(8)}.tmp")
            aside.touch(mode=0o600)
            aside.write_text(secrets.token_hex(_BYTES), encoding="ascii")
            swap_in(aside, file)
        return read_small(file).strip().encode()
    return _OF_THIS_PROCESS.encode()
