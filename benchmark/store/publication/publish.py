"""Builds a publication from the ledger, names it by its content, checks it, then swaps it in."""

import hashlib
import json
import uuid
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from benchmark.core.definitions import definitions, definitions_digest, policy
from benchmark.core.errors import PublicationRefused, StoreError
from benchmark.core.moments import utc_now
from benchmark.core.settings import Settings
from benchmark.core.wording import in_utc
from benchmark.store.ledger import Ledger, writing
from benchmark.store.ledger.chain import Head, entry_of
from benchmark.store.ledger.remembered import Highest
from benchmark.store.ledger.snapshot import reading
from benchmark.store.publication import (
    Publication,
    current_version,
    forget,
    open_current,
    open_file,
    publication_file,
)
from benchmark.store.publication.bands import LEGACY_BANDS
from benchmark.store.publication.checks import check_publication, publication_faults
from benchmark.store.publication.derived import derived_tables, product_digest
from benchmark.store.publication.essentials import missing, withdrawn_published
from benchmark.store.storage.database import as_utc, attach, connected, reason_and_fix, sql
from benchmark.store.storage.files import give_to_folders_owner, swap_in, wal_of
from benchmark.store.storage.identity import expect_store
from benchmark.store.storage.lock import OF_THE_PAST, PUBLISHING, held
from benchmark.store.storage.tables import (
    codes_of_submissions,
    covered_rows,
    current_rows,
    fictional_submissions,
    no_rows,
)
from schemas.kinds import KINDS

KEEP = 5
"""Publications kept on disk, so that a reader of an older one can finish."""

KEEP_PAST = 31
"""Past days kept on disk: a month, so that a reader who steps through days builds each only once."""

BUILDING, BUILDING_PAST = ".tmp", ".past"
"""The endings of the names of files that are being built."""

AS_AT = "asat-"
"""The prefix of the names of publications that show a past day."""

_ENTRIES = range(10**9)
"""The numbers that an entry may have, as a file's name could hold anything."""

Step = tuple[str, Sequence[Any]]
"""An SQL statement and its parameters."""


def publish(
    settings: Settings, *, as_at: datetime | None = None, entry: int = 0, submission: int = 0
) -> Publication:
    """Build a publication of the ledger and put it in use. Returns it.

    as_at: build it as of this past time, in UTC if it has no zone. It is not put in use, and no writer waits.
    entry: the ledger copy that `as_at` reads must go at least this far; 0 means all of it.
    submission: build nothing if the publication in use shows it already, because another caller built that.
    Nothing is built either if the same publication exists. Raises PublicationRefused if a check fails (the
    publication in use then stays), and StoreError if `as_at` is in the future.
    """
    moment = None if as_at is None else as_utc(as_at)
    if moment is not None and moment > utc_now():
        raise StoreError(f"{in_utc(moment)} is still to come.", fix="Ask for a time that has passed.")
    if moment is not None:
        return _of_the_past(settings, moment, entry)
    expect_store(settings)  # before the lock: taking it would make a file
    with held(settings, what=PUBLISHING):
        if submission and (shown := _showing(settings, submission)) is not None:
            return shown
        with writing(settings, adding=False) as ledger, _as_store_error():
            _expect_forwards(settings, ledger)
            version = publication_version(ledger)
            target = publication_file(settings, version)
            if not _readable(target):
                build(ledger, target, version=version, position=ledger.last_of_data())
            publication = open_file(target)
            _point_at(settings, version)
            _prune(settings, of_the_past=False, keep=target)
    return publication


def _showing(settings: Settings, submission: int) -> Publication | None:
    """The publication in use if it shows this submission, else None."""
    try:
        shown = open_current(settings)
        query = "select count(*) from publication.submission_log where submission_id = $number"
        return shown if shown.rows(query, number=submission) == [(1,)] else None
    except StoreError:
        return None


def _of_the_past(settings: Settings, moment: datetime, entry: int) -> Publication:
    """Build from a copy of the ledger, under a lock of its own: one past day at a time."""
    with reading(settings, entry=entry) as ledger, _as_store_error():
        version, position = publication_version(ledger, moment), ledger.last_of_data(moment)
        target, own = publication_file(settings, version), (version, ledger.head(position).hash, moment)
        if not _readable(target, own):
            with held(settings, what=OF_THE_PAST):
                if not _readable(target, own):
                    build(ledger, target, version=version, position=position, as_at=moment)
                    _prune(settings, of_the_past=True, keep=target)
        return open_file(target)


@contextmanager
def _as_store_error() -> Iterator[None]:
    try:
        yield
    except (duckdb.Error, OSError) as error:
        why, fix = reason_and_fix(error)
        raise StoreError(
            f"The publication could not be built: {why}",
            fix=f"{fix} The publication in use stays as it was.".lstrip(),
        ) from error


def publication_version(ledger: Ledger, as_at: datetime | None = None, *, position: int | None = None) -> str:
    """The name of the publication that the ledger gives: the same content always has the same name.

    It is a hash of everything that goes in: the chain's head, the entries with the hashes of their files, the
    definitions and every statement. position: the last entry that goes in; by default the last up to `as_at`.
    """
    position = ledger.last_of_data(as_at) if position is None else position
    entries = ledger.connection.execute(sql(__package__, "entries_until"), [position]).fetchall()
    digest = hashlib.sha256()
    for part in (
        ledger.head(position).hash,
        entries,
        steps(ledger.connection, position),
        definitions_digest(),
        as_at,
    ):
        digest.update(json.dumps(part, default=str).encode())
    prefix = AS_AT if as_at is not None else ""
    return f"{prefix}{position:06d}-{digest.hexdigest()[:12]}"


def _readable(file: Path, own: tuple[str, str, datetime] | None = None) -> bool:
    """Whether a publication exists and can be opened. own: the version, head and day that it must have.

    A past day's file that differs from `own` was built from a ledger that a restored backup replaced, or was
    changed. `verify` does not compare it with this ledger, so it is built again.
    """
    if not file.exists():  # checked first: a file that is open stays readable after it was removed
        return False
    try:
        found = open_file(file)
    except (StoreError, FileNotFoundError):
        return False
    if own is None or own == (found.version, found.head, found.as_at):
        return True
    forget()  # the new file will have the same name
    return False


def build(
    ledger: Ledger, target: Path, *, version: str, position: int, as_at: datetime | None = None
) -> None:
    """Build a publication of the ledger up to the entry `position`, check it, and move it to `target`."""
    target.parent.mkdir(parents=True, exist_ok=True)
    give_to_folders_owner(target.parent, target.parent.parent)
    # Different endings: publishing must not clear away a past day that is being built.
    ending = BUILDING if as_at is None else BUILDING_PAST
    aside = target.with_name(f"{uuid.uuid4().hex}{ending}")
    connection, sealed = ledger.connection, ledger.head(position).hash
    try:
        attach(connection, aside, "pub")
        connection.execute("use pub")
        try:
            connection.execute("begin")
            fill(connection, position)
            describe(connection, version=version, position=position, sealed=sealed, as_at=as_at)
            connection.execute("commit")
            _expect_sound(connection)
            connection.execute("checkpoint pub")
        finally:
            connection.execute("use ledger")
            connection.execute("detach pub")
        wal_of(target).unlink(missing_ok=True)  # a WAL found here is not ours, and would change what is read
        swap_in(aside, target)
    finally:
        _clear(target.parent, ending)


@contextmanager
def in_memory(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Make an empty database `pub` in memory the ledger's current one, until the block ends."""
    connection.execute("attach ':memory:' as pub")
    try:
        connection.execute("use pub")
        yield
    finally:
        connection.execute("use ledger")
        connection.execute("detach pub")


def fill(connection: duckdb.DuckDBPyConnection, position: int) -> None:
    """Fill the database `pub` with everything of a publication but its own row."""
    for statement, parameters in steps(connection, position):
        connection.execute(statement, parameters)


def describe(
    connection: duckdb.DuckDBPyConnection, *, version: str, position: int, sealed: str, as_at: datetime | None
) -> None:
    """Write the publication's own row in the database `pub`. It holds only what follows from the ledger."""
    own = [version, position, sealed, as_at, product_digest(), position]
    connection.execute(sql(__package__, "own_row"), own)


def _expect_sound(connection: duckdb.DuckDBPyConnection) -> None:
    """Raise PublicationRefused if a check fails. If published data was withdrawn, say how to restore it."""
    try:
        check_publication(connection)
    except PublicationRefused as error:
        back = withdrawn_published(lambda query: connection.execute(query).fetchall(), "pub")
        if not back:
            raise
        raise PublicationRefused(
            error.message, fix=f"The publication in use stays as it was. {back}"
        ) from error


def steps(connection: duckdb.DuckDBPyConnection, position: int) -> list[Step]:
    """The statements that make a publication of the ledger up to the entry `position`, in order.

    Kinds without a submission by then are left empty, which most kinds of a new store are. If nobody has
    returned rows of a published kind, all its rows came with the product, and none need be compared.
    """
    came_in = dict(connection.execute(sql(__package__, "kinds_until"), [position]).fetchall())
    kinds = [kind for kind in KINDS if kind in came_in]
    of_submissions = sql(__package__, "submission_organisations").format(of_kinds=codes_of_submissions(kinds))
    return [
        ("create or replace temp table standing as " + sql(__package__, "standing"), [position]),
        ("create or replace temp table fictional_submissions as " + fictional_submissions(kinds), []),
        *((f"create table pub.{kind} as {current_rows(KINDS[kind])}", []) for kind in kinds),
        *((no_rows(kind, model), []) for kind, model in KINDS.items() if kind not in kinds),
        ("create table pub.submission_log as " + sql(__package__, "submission_log"), [position]),
        ("create table pub.submissions as " + sql(__package__, "published_submissions"), []),
        ("create table pub.unpaired_rounds as " + sql(__package__, "unpaired_rounds"), []),
        ("create table pub.confirmed as " + sql(__package__, "confirmed"), []),
        ("create table pub.submission_answers as " + sql(__package__, "submission_answers"), []),
        *((_covered(kind, was_returned=came_in.get(kind)), []) for kind in published_kinds()),
        (of_submissions, []),
        (sql(__package__, "ever_members"), [position]),
        (LEGACY_BANDS, []),
        *following_steps(),
        (sql(__package__, "replaced_published"), []),
    ]


def _covered(kind: str, *, was_returned: bool | None) -> str:
    """A statement that keeps the rows of a kind that came with the product, also where a return covers them.

    was_returned: whether a return has rows of the kind; None if nothing has.
    """
    if was_returned:
        return covered_rows(KINDS[kind], sql(__package__, "covered"))
    if was_returned is None:
        return no_rows(f"covered_{kind}", KINDS[kind])
    return f"create table pub.covered_{kind} as from pub.{kind}"


def published_kinds() -> Iterator[str]:
    """The kinds of published data: a return of such a kind covers rows that came with the product."""
    return (kind for kind in KINDS if policy().data_of(kind) == "published")


def following_steps() -> list[Step]:
    """The statements for tables that depend only on the kinds' tables and the submissions, in order."""
    framework = definitions().framework
    pillars = [
        (pillar.key, place, pillar.name, framework.weights[pillar.key])
        for place, pillar in enumerate(framework.pillars, start=1)
    ]
    rounds = [(r.assessment_year, r.name, r.footprint_on, False) for r in definitions().rounds]
    return [
        ("create table pub.pillars (pillar varchar, position integer, name varchar, weight integer)", []),
        _insert("pillars", pillars),
        (
            "create table pub.rounds "
            "(assessment_year bigint, name varchar, footprint_on date, fictional boolean)",
            [],
        ),
        _insert("rounds", rounds),
        (sql(__package__, "undefined_rounds"), []),
        (sql(__package__, "trust_heirs"), []),
        (sql(__package__, "expected_mergers"), []),
        (sql(__package__, "names_of_rounds"), []),
        *((table.text, []) for table in derived_tables()),
        (sql(__package__, "stands_for"), []),
        (sql(__package__, "group_trusts"), []),
    ]


def _insert(table: str, rows: Sequence[tuple[Any, ...]]) -> Step:
    """A statement that inserts rows, at least one, into a table of the publication."""
    places = ", ".join([f"({', '.join('?' * len(rows[0]))})"] * len(rows))
    return f"insert into pub.{table} values {places}", [value for row in rows for value in row]


def _expect_forwards(settings: Settings, ledger: Ledger) -> None:
    """Raise StoreError if the publication in use goes further than the ledger, or is of another chain.

    The one exception is a restored backup: its ledger has an entry that says what it replaced.
    """
    shown = shown_up_to(settings)
    if shown is None:
        return
    entry, sealed = shown.head.entry, shown.head.hash
    known = entry_of(ledger.connection, sealed) == entry if sealed else entry <= ledger.last_entry()
    if not known and not ledger.has_replaced(entry):
        named = f"The publication in use, {current_version(settings)},"
        raise StoreError(
            f"{named} goes up to entry {entry} of another ledger than this one.",
            fix="Put the newest ledger back, or restore a backup with --replace.",
        )


def shown_up_to(settings: Settings) -> Highest | None:
    """How far the publication in use goes, whichever version of the product made it; None if there is none.

    If its file is missing, damaged or older than the chain, the entry is read from its name, without a hash.
    """
    version = current_version(settings)
    position = "" if version is None else version.partition("-")[0]
    if version is None or not position.isdecimal() or int(position) not in _ENTRIES:
        return None
    query = """
        select ledger_entry, head, (select coalesce(max(submission_id), 0) from pub.submission_log)
        from pub.publication
    """
    with connected() as connection:
        try:
            attach(connection, publication_file(settings, version), "pub", read_only=True)
            entry, sealed, submission = connection.execute(query).fetchall()[0]
        except (duckdb.Error, IndexError):
            entry, sealed, submission = int(position), None, 0
    return Highest(Head(entry, sealed or ""), submission) if entry in _ENTRIES else None


def _point_at(settings: Settings, version: str) -> None:
    if current_version(settings) == version:
        return
    pointer = settings.current_pointer
    aside = pointer.with_name("current.tmp")
    aside.write_text(version + "\n", encoding="utf-8")
    swap_in(aside, pointer)


def _prune(settings: Settings, *, of_the_past: bool, keep: Path) -> None:
    """Remove the oldest publications, or past days; never the one in use, nor `keep`."""
    in_use = publication_file(settings, current_version(settings) or "")
    newest_first = sorted(
        (
            file
            for file in settings.publications.glob("*.duckdb")
            if file.name.startswith(AS_AT) == of_the_past
        ),
        key=lambda file: file.stat().st_mtime_ns,
        reverse=True,
    )
    for file in newest_first[KEEP_PAST if of_the_past else KEEP :]:
        if file not in (keep, in_use):
            _remove(file)
    _clear(settings.publications, BUILDING_PAST if of_the_past else BUILDING)


def _clear(folder: Path, ending: str) -> None:
    """Remove half-built files of a killed process. The caller must hold the lock of that sort."""
    for leftover in folder.glob(f"*{ending}*"):
        _remove(leftover)


def _remove(file: Path) -> None:
    try:
        file.unlink(missing_ok=True)
    except OSError:  # Windows keeps a file that is open; the next call removes it
        return


def faults_if(ledger: Ledger, *, without: Collection[int] = (), also: Collection[int] = ()) -> list[str]:
    """The faults that checks would find after a change, and what pages would lack, in words. Changes nothing.

    without: the submissions to be withdrawn. also: the submissions to be restored.
    """
    connection = ledger.connection
    (standing, parameters), *rest = steps(connection, ledger.last_of_data())
    with in_memory(connection):
        connection.execute(standing, parameters)
        for number in without:
            connection.execute("delete from standing where submission_id = ?", [number])
        for number in also:
            connection.execute("insert into standing values (?)", [number])
        for statement, values in rest:
            connection.execute(statement, values)
        found = [f"{fault.table}: {fault.message}" for fault in publication_faults(connection)]
        lacking = missing(lambda query: connection.execute(query).fetchall(), "pub")
    return found + [f"pages would lack {words}" for words in lacking]
