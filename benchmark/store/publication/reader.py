"""A publication as its readers see it: immutable, attached read-only, one cursor per call."""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

import duckdb
import pandas as pd

from benchmark.core.errors import StoreError
from benchmark.core.settings import Settings
from benchmark.store.publication.derived import product_digest
from benchmark.store.publication.kept import Answers, FirstAsked, known, looked_at
from benchmark.store.publication.names import Names
from benchmark.store.publication.placed import with_group
from benchmark.store.publication.rights import Rights
from benchmark.store.storage.database import attach, connect, first_row, reason
from benchmark.store.storage.files import read_small
from benchmark.store.storage.identity import expect_store
from schemas.policy import DataKey

# Frames are small here: text as Arrow keeps it would cost a sixth of the time that measures take, and each
# step on it lets another thread in.
pd.set_option("mode.string_storage", "python")

P = ParamSpec("P")
R = TypeVar("R")

_PUBLISH = "Run: python -m benchmark publish"
PREVIEW = "preview-"
"""How the versions of publications that are in no file begin."""
_VERSION = re.compile(r"[0-9a-z][0-9a-z-]{0,99}")
"""A publication's name: no path, and no longer than a file's name may be."""
ENTRIES = 256
"""Results kept of each function: more than all systems of both footprints on two standards."""
_DAMAGED = (
    duckdb.IOException,
    duckdb.InternalException,
    duckdb.FatalException,
    duckdb.SerializationException,
)
"""What DuckDB raises when a file is not what it was: none of them can come of a query's words."""


@dataclass(frozen=True)
class Publication:
    """One immutable publication. Queries name its tables as publication.<table>; times are UTC.

    `head` is the hash of the ledger's entry that it goes up to, `entered_at` when that was made: None before
    the first entry.
    """

    version: str
    file: Path
    ledger_entry: int
    head: str
    as_at: datetime | None
    entered_at: datetime | None
    _connection: duckdb.DuckDBPyConnection = field(repr=False, compare=False)
    names: Names | None = None
    """How trusts are named in its results; None for their own names."""
    rights: Rights | None = None
    """Whose data is in it; None where nothing was left out."""
    whole: frozenset[int] = frozenset()
    """The submissions of whose files its reader may see everything, where something was left out."""
    fetched: frozenset[int] = frozenset()
    """Those of them whose files themselves they may have, with what nobody has read of them."""

    def under(self, names: Names) -> "Publication":
        """The same publication, its trusts under other names: nothing that reads it can learn their own."""
        return replace(self, names=names)

    @property
    def key(self) -> tuple[str, str, Names | None]:
        """What tells it from every other: nothing that is remembered of one may stand for another."""
        return self.version, "" if self.rights is None else self.rights.digest, self.names

    @property
    def sees_all(self) -> bool:
        """Whether nothing was left out of it."""
        return self.rights is None

    def sees_all_of(self, data: DataKey, codes: Iterable[str]) -> bool:
        """Whether nothing of a sort of data was left out of it that is about these organisations."""
        return self.rights is None or self.rights.of(data) >= {*codes}

    def may_open(self, submission_id: int) -> bool:
        """Whether its reader may see all of a submission's file: every row, its findings, its receipt."""
        return self.rights is None or submission_id in self.whole

    def may_fetch(self, submission_id: int) -> bool:
        """Whether they may have the file itself: it may hold sheets that nobody has read."""
        return self.rights is None or submission_id in self.fetched

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A cursor of its own, for who asks several queries with tables beside; the caller closes it."""
        return self._connection.cursor()

    def frame(self, query: str, **parameters: Any) -> pd.DataFrame:
        """The rows of a query, its $parameters bound by name.

        One cursor per call: a connection shared between threads returns other threads' rows.
        """
        with self.said_in_words(), self._connection.cursor() as cursor:
            found = cursor.execute(*self._asked(query, parameters)).df()
        return found if self.names is None else self.names.frame(found)

    def rows(self, query: str, **parameters: Any) -> list[tuple[Any, ...]]:
        """The rows of a query as plain tuples."""
        with self.said_in_words(), self._connection.cursor() as cursor:
            found = cursor.execute(*self._asked(query, parameters)).fetchall()
        return found if self.names is None else [*map(self.names.shown, found)]

    def _asked(self, query: str, parameters: dict[str, Any]) -> tuple[str, dict[str, Any] | None]:
        """A query with its group in it, and its parameters with trusts by their own codes."""
        if self.names is not None:
            parameters = {name: self.names.asked(value) for name, value in parameters.items()}
        return with_group(query, parameters), parameters or None

    @contextmanager
    def said_in_words(self) -> Iterator[None]:
        """A damaged file as a StoreError; a query that is wrong stays what it is."""
        try:
            yield
        except _DAMAGED as error:
            raise StoreError(
                f"The publication {self.version} is damaged: {reason(error)}",
                fix=f"Remove {self.file.name} from {self.file.parent.name}, and publish again. {_PUBLISH}",
            ) from error


def current_version(settings: Settings) -> str | None:
    """The version in use, or None before the first publication, and where what stands there is no version's
    name: then the next `publish` puts it right. StoreError when the store cannot be read.
    """
    try:
        named = read_small(settings.current_pointer).strip()
        return named if _VERSION.fullmatch(named) else None
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise StoreError(f"The store {settings.store} cannot be read: {error.strerror or error}.") from error


def publication_file(settings: Settings, version: str) -> Path:
    """Where a publication of this version lies, or would lie."""
    return settings.publications / f"{version}.duckdb"


def open_current(settings: Settings) -> Publication:
    """The publication in use. StoreError before the first one, and when its file is gone or unreadable."""
    version = current_version(settings)
    for _ in range(3):  # a publication may be replaced and pruned between the two reads
        if version is None:
            raise StoreError(f"No publication is in use in {settings.store.name}.", fix=_PUBLISH)
        try:
            return open_file(publication_file(settings, version))
        except FileNotFoundError:
            version = current_version(settings)
    raise StoreError(f"The publication in use, {version}, is gone from {settings.store.name}.", fix=_PUBLISH)


def open_store(settings: Settings) -> Publication:
    """The publication in use of a store that has its ledger. Only looks. StoreError where there is none."""
    expect_store(settings)
    return open_current(settings)


def open_file(file: Path) -> Publication:
    """A publication by its file; the same object for the same file, as long as it is remembered.

    FileNotFoundError when it is gone, StoreError when it is not a publication of this version of the product.
    """
    kept = known(file)
    if kept is None or kept.opened is None:
        found = _opened(file)
        kept = looked_at(file, found.version, is_past=found.as_at is not None)
        kept.opened = kept.opened or found  # unless another thread was quicker
    publication: Publication = kept.opened
    return publication


def _opened(file: Path) -> Publication:
    # Not duckdb.connect(file): that can hand back an older database while a handle on it lives.
    connection = connect()
    try:
        attach(connection, file, "publication", read_only=True)
        # A publication's queries read the publication: no other file, no address.
        connection.execute("set enable_external_access = false")
        (product,) = connection.execute("select product from publication.publication").fetchall()[0]
        if product != product_digest():  # asked before all else: another version has other columns
            connection.close()
            raise StoreError(
                f"The publication {file.stem} was made by another version of this product.", fix=_PUBLISH
            )
        row = first_row(
            connection, "select version, ledger_entry, head, as_at, entered_at from publication.publication"
        )
    except (duckdb.Error, IndexError) as error:
        connection.close()
        if not file.exists():
            raise FileNotFoundError(file) from error
        raise StoreError(
            f"The publication {file.name} cannot be read: {reason(error)}", fix=_PUBLISH
        ) from error
    assert row is not None
    version, ledger_entry, head, as_at, entered_at = row
    return Publication(version, file, int(ledger_entry), head, as_at, entered_at, connection)


class _Asked:
    """A publication as a key: by its version, which says all that is in it in whichever store it lies, by the
    rights that it is read with, and by the names that it is read under.

    Held only until its answer is known, so that no answer that is kept keeps a file open.
    """

    def __init__(self, publication: Publication) -> None:
        self._key, self._held = publication.key, [publication]

    def __hash__(self) -> int:
        return hash(self._key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Asked) and self._key == other._key

    def take(self) -> Publication:
        """The publication, once."""
        return self._held.pop()


def per_publication(
    function: Callable[Concatenate[Publication, P], R],
) -> Callable[Concatenate[Publication, P], R]:
    """Remember what a function of a publication returned, by its version and names and the arguments, for as
    long as that publication is remembered.

    A publication never changes, so its version is all that a key needs: nothing expires, nothing goes stale.
    A preview's is not remembered. Threads that ask the same at once wait for the first of them: readers who
    come together would else each work out what all of them need. The arguments must be hashable. Whoever gets
    the result must not change it: everybody gets the same one.
    """
    at_work = FirstAsked()

    def answer(asked: _Asked, *args: Any, **kwargs: Any) -> R:
        publication = asked.take()
        key = (asked, args, frozenset(kwargs.items()))
        return at_work.answer(key, lambda: function(publication, *args, **kwargs))

    @wraps(function)
    def call(publication: Publication, /, *args: P.args, **kwargs: P.kwargs) -> R:
        if publication.version.startswith(PREVIEW):  # its file is another publication's
            return function(publication, *args, **kwargs)
        remembered: Callable[..., R] = answers_of(publication).of(answer, ENTRIES)
        return remembered(_Asked(publication), *args, **kwargs)

    return call


def answers_of(publication: Publication) -> Answers:
    """What is remembered of a publication, of which no other may ask what it was asked."""
    is_past = publication.as_at is not None
    return looked_at(publication.file, publication.version, is_past=is_past).answers
