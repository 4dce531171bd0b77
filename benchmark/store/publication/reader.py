"""A publication as readers use it: immutable, attached read-only, one cursor per call."""

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
from benchmark.store.publication.kept import Answers, FirstAsked, keep, known
from benchmark.store.publication.names import Names
from benchmark.store.publication.placed import with_group
from benchmark.store.publication.rights import Rights
from benchmark.store.storage.database import attach, connect, first_row, reason
from benchmark.store.storage.files import read_small
from benchmark.store.storage.identity import expect_store
from schemas.policy import DataKey

# Frames are small here. Text in Arrow's form would cost measures a sixth of their time, and each operation on
# it lets another thread run.
pd.set_option("mode.string_storage", "python")

P = ParamSpec("P")
R = TypeVar("R")

_PUBLISH = "Run: python -m benchmark publish"
PREVIEW = "preview-"
"""The prefix of the versions of previews, which have no file."""
_VERSION = re.compile(r"[0-9a-z][0-9a-z-]{0,99}")
"""A publication's name: not a path, and not too long for a file's name."""
ENTRIES = 256
"""Results kept for each function: more than all systems of both footprints with two standards."""
_DAMAGED = (
    duckdb.IOException,
    duckdb.InternalException,
    duckdb.FatalException,
    duckdb.SerializationException,
)
"""DuckDB's errors for a file that was damaged. A wrong query never raises them."""


@dataclass(frozen=True)
class Publication:
    """One immutable publication. Queries name its tables as publication.<table>; times are UTC.

    head: the hash of the last ledger entry that it shows. entered_at: the time of that entry; None before the
    first entry.
    """

    version: str
    file: Path
    ledger_entry: int
    head: str
    as_at: datetime | None
    entered_at: datetime | None
    _connection: duckdb.DuckDBPyConnection = field(repr=False, compare=False)
    names: Names | None = None
    """Replaces trusts' names in results; None to keep their own names."""
    rights: Rights | None = None
    """Which data a restricted view holds; None if nothing was left out."""
    whole: frozenset[int] = frozenset()
    """In a restricted view: the submissions whose every row, finding and receipt the reader may see."""
    fetched: frozenset[int] = frozenset()
    """Those of them whose files the reader may download, including sheets that were not read."""

    def under(self, names: Names) -> "Publication":
        """The same publication with other names for trusts. No reader of it can learn their own names."""
        return replace(self, names=names)

    @property
    def key(self) -> tuple[str, str, Names | None]:
        """The key for caches: two publications that may show different results have different keys."""
        return self.version, "" if self.rights is None else self.rights.digest, self.names

    @property
    def sees_all(self) -> bool:
        """Whether nothing was left out."""
        return self.rights is None

    def sees_all_of(self, data: DataKey, codes: Iterable[str]) -> bool:
        """Whether no data of this sort about these organisations was left out."""
        return self.rights is None or self.rights.of(data) >= {*codes}

    def may_open(self, submission_id: int) -> bool:
        """Whether the reader may see all of a submission: every row, its findings, its receipt."""
        return self.rights is None or submission_id in self.whole

    def may_fetch(self, submission_id: int) -> bool:
        """Whether the reader may download a submission's file, which may hold sheets that were not read."""
        return self.rights is None or submission_id in self.fetched

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A new cursor, for several queries with registered tables. The caller must close it."""
        return self._connection.cursor()

    def frame(self, query: str, **parameters: Any) -> pd.DataFrame:
        """The rows of a query, its $parameters bound by name.

        One cursor per call: a connection shared between threads returns other threads' rows.
        """
        with self.as_store_errors(), self._connection.cursor() as cursor:
            found = cursor.execute(*self._prepared(query, parameters)).df()
        return found if self.names is None else self.names.frame(found)

    def rows(self, query: str, **parameters: Any) -> list[tuple[Any, ...]]:
        """The rows of a query as plain tuples."""
        with self.as_store_errors(), self._connection.cursor() as cursor:
            found = cursor.execute(*self._prepared(query, parameters)).fetchall()
        return found if self.names is None else [*map(self.names.shown, found)]

    def _prepared(self, query: str, parameters: dict[str, Any]) -> tuple[str, dict[str, Any] | None]:
        """The query with its footprint's group, and its parameters with trusts' own codes."""
        if self.names is not None:
            parameters = {name: self.names.own_codes(value) for name, value in parameters.items()}
        return with_group(query, parameters), parameters or None

    @contextmanager
    def as_store_errors(self) -> Iterator[None]:
        """Turn DuckDB's errors about a damaged file into a StoreError. Errors of a query pass unchanged."""
        try:
            yield
        except _DAMAGED as error:
            raise StoreError(
                f"The publication {self.version} is damaged: {reason(error)}",
                fix=f"Remove {self.file.name} from {self.file.parent.name}, and publish again. {_PUBLISH}",
            ) from error


def current_version(settings: Settings) -> str | None:
    """The version in use; None before the first publication, or if the pointer holds no valid name, which the
    next `publish` mends. StoreError if the store cannot be read.
    """
    try:
        named = read_small(settings.current_pointer).strip()
        return named if _VERSION.fullmatch(named) else None
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise StoreError(f"The store {settings.store} cannot be read: {error.strerror or error}.") from error


def publication_file(settings: Settings, version: str) -> Path:
    """The path of the file of this version, whether it exists or not."""
    return settings.publications / f"{version}.duckdb"


def open_current(settings: Settings) -> Publication:
    """The publication in use. StoreError before the first one, or if its file is missing or unreadable."""
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
    """The publication in use of a store with a ledger. Makes nothing. StoreError if there is no store."""
    expect_store(settings)
    return open_current(settings)


def open_file(file: Path) -> Publication:
    """Open a publication by its file; the same object for the same file, as long as it is remembered.

    Raises FileNotFoundError if it is gone, and StoreError if it is unreadable or another version of the
    product made it.
    """
    kept = known(file)
    if kept is None or kept.opened is None:
        found = _opened(file)
        kept = keep(file, found.version, is_past=found.as_at is not None)
        kept.opened = kept.opened or found  # unless another thread was quicker
    publication: Publication = kept.opened
    return publication


def _opened(file: Path) -> Publication:
    # Not duckdb.connect(file): that can return an older database while a handle on it is open.
    connection = connect()
    try:
        attach(connection, file, "publication", read_only=True)
        # Queries may read the publication only: no other file, no address.
        connection.execute("set enable_external_access = false")
        (product,) = connection.execute("select product from publication.publication").fetchall()[0]
        if product != product_digest():  # checked first: another version has other columns
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
    """A publication as a cache key: its version, which stands for its content in any store, its rights and
    its names.

    It holds the publication only until the answer is computed, so that a kept answer keeps no file open.
    """

    def __init__(self, publication: Publication) -> None:
        self._key, self._held = publication.key, [publication]

    def __hash__(self) -> int:
        return hash(self._key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Asked) and self._key == other._key

    def take(self) -> Publication:
        """The publication; works only once."""
        return self._held.pop()


def per_publication(
    function: Callable[Concatenate[Publication, P], R],
) -> Callable[Concatenate[Publication, P], R]:
    """Decorator: remember the results of a function of a publication, by its key and the arguments, for as
    long as the publication is remembered.

    A publication never changes, so nothing expires. Results of previews are not remembered. If several
    threads ask the same at once, one computes and the others wait. The arguments must be hashable. All
    callers share one result, so nobody may change it.
    """
    at_work = FirstAsked()

    def answer(asked: _Asked, *args: Any, **kwargs: Any) -> R:
        publication = asked.take()
        key = (asked, args, frozenset(kwargs.items()))
        return at_work.answer(key, lambda: function(publication, *args, **kwargs))

    @wraps(function)
    def call(publication: Publication, /, *args: P.args, **kwargs: P.kwargs) -> R:
        if publication.version.startswith(PREVIEW):  # a preview keeps the file of another publication
            return function(publication, *args, **kwargs)
        remembered: Callable[..., R] = answers_of(publication).of(answer, ENTRIES)
        return remembered(_Asked(publication), *args, **kwargs)

    return call


def answers_of(publication: Publication) -> Answers:
    """The results remembered for a publication's content. Callers must tell apart rights and names."""
    is_past = publication.as_at is not None
    return keep(publication.file, publication.version, is_past=is_past).answers
