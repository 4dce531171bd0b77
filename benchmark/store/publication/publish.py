"""Builds a publication from the ledger, names it by its content, checks it, then swaps it in at once."""

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
from benchmark.store.storage.database import as_utc, attach, connected, reason, sql
from benchmark.store.storage.files import as_the_folders, swap_in, wal_of
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
"""Publications kept on disk, so that a reader who is still on an older one can finish."""

KEEP_PAST = 31
"""Past days kept on disk: a month of them, so that readers who step through days build each but once."""

BUILDING, BUILDING_PAST = ".tmp", ".past"
"""The endings of files that are being built."""

AS_AT = "asat-"
"""How the names of publications that show a past day begin."""

_ENTRIES = range(10**9)
"""Numbers that an entry may have: a file's name can be anything."""

Step = tuple[str, Sequence[Any]]
"""A statement and its parameters."""


def publish(
    settings: Settings, *, as_at: datetime | None = None, entry: int = 0, submission: int = 0
) -> Publication:
    """Publish what stands in the ledger, and make it the publication in use.

    With `as_at` (UTC where it has no zone) the publication shows what stood then, and does not become the one
    in use; no writer waits for it. `entry`: how far the ledger must be read for that, all of it when 0.
    Nothing is built when that publication exists already, nor when the one in use shows `submission`: one
    publication shows what all took in who waited for the one before. Raises PublicationRefused when a check
    fails: the publication in use then stays as it was. StoreError for an `as_at` that is still to come.
    """
    moment = None if as_at is None else as_utc(as_at)
    if moment is not None and moment > utc_now():
        raise StoreError(f"{in_utc(moment)} is still to come.", fix="Ask for a time that has passed.")
    if moment is not None:
        return _of_the_past(settings, moment, entry)
    expect_store(settings)  # before the lock, which is a file
    with held(settings, what=PUBLISHING):
        if submission and (shown := _showing(settings, submission)) is not None:
            return shown
        with writing(settings, adding=False) as ledger, _written_in_words():
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
    """The publication in use, if it goes as far as a submission."""
    try:
        shown = open_current(settings)
        query = "select count(*) from publication.submission_log where submission_id = $number"
        return shown if shown.rows(query, number=submission) == [(1,)] else None
    except StoreError:
        return None


def _of_the_past(settings: Settings, moment: datetime, entry: int) -> Publication:
    """Built from a copy of the ledger, under a lock of its own: one past day at a time."""
    with reading(settings, entry=entry) as ledger, _written_in_words():
        version, position = publication_version(ledger, moment), ledger.last_of_data(moment)
        target, own = publication_file(settings, version), (version, ledger.head(position).hash, moment)
        if not _readable(target, own):
            with held(settings, what=OF_THE_PAST):
                if not _readable(target, own):
                    build(ledger, target, version=version, position=position, as_at=moment)
                    _prune(settings, of_the_past=True, keep=target)
        return open_file(target)


@contextmanager
def _written_in_words() -> Iterator[None]:
    try:
        yield
    except (duckdb.Error, OSError) as error:
        raise StoreError(
            f"The publication could not be built: {reason(error)}",
            fix="The publication in use stays as it was.",
        ) from error


def publication_version(ledger: Ledger, as_at: datetime | None = None, *, position: int | None = None) -> str:
    """The name of the publication that the ledger gives: the same content always has the same name.

    Made of all that goes in: the chain's head; the entries, with the hashes of their files; the definitions;
    every statement. position: the entry that it goes up to; the last one, up to `as_at`, when left out.
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
    """Whether a publication is there and opens. own: what it then says of itself, its name, head and day.

    One of a past day that says otherwise is another ledger's, which a restored backup took the place of, or
    was changed to look so; `verify` holds neither against this ledger, so it is built again.
    """
    if not file.exists():  # looked at first: a file that was opened before stays open after it is gone
        return False
    try:
        found = open_file(file)
    except (StoreError, FileNotFoundError):
        return False
    if own is None or own == (found.version, found.head, found.as_at):
        return True
    forget()  # the one that takes its place has the same name
    return False


def build(
    ledger: Ledger, target: Path, *, version: str, position: int, as_at: datetime | None = None
) -> None:
    """Build a publication of the ledger up to an entry, and put it in its place when it passes its checks."""
    target.parent.mkdir(parents=True, exist_ok=True)
    as_the_folders(target.parent, target.parent.parent)
    # Under different endings: who publishes does not clear away what somebody builds of the past.
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
        wal_of(target).unlink(missing_ok=True)  # none is ours: it would change what is read, or spoil it
        swap_in(aside, target)
    finally:
        _clear(target.parent, ending)


def fill(connection: duckdb.DuckDBPyConnection, position: int) -> None:
    """Make all of a publication but its own row in the database `pub`, of the ledger up to an entry."""
    for statement, parameters in steps(connection, position):
        connection.execute(statement, parameters)


def describe(
    connection: duckdb.DuckDBPyConnection, *, version: str, position: int, sealed: str, as_at: datetime | None
) -> None:
    """Make a publication's own row, in the database `pub`: nothing in it that the ledger does not give."""
    own = [version, position, sealed, as_at, product_digest(), position]
    connection.execute(sql(__package__, "own_row"), own)


def _expect_sound(connection: duckdb.DuckDBPyConnection) -> None:
    """PublicationRefused as of the checks; where published data was withdrawn, with how to bring it back."""
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
    """All that makes a publication of the ledger up to an entry, in order.

    Of kinds of which nothing had come in by then nothing is asked: in a new store that are most. Where nobody
    returned a kind that comes with the product, all its rows came with it.
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
    """A statement that keeps a kind's rows that came with the product; None where none of it came in."""
    if was_returned:
        return covered_rows(KINDS[kind], sql(__package__, "covered"))
    if was_returned is None:
        return no_rows(f"covered_{kind}", KINDS[kind])
    return f"create table pub.covered_{kind} as from pub.{kind}"


def published_kinds() -> Iterator[str]:
    """The kinds whose rows that came with the product are published, so that a return covers them."""
    return (kind for kind in KINDS if policy().data_of(kind) == "published")


def following_steps() -> list[Step]:
    """What follows from the kinds' tables and the submissions alone, in order."""
    pillars = [(p.key, i, p.name) for i, p in enumerate(definitions().framework.pillars, start=1)]
    rounds = [(r.assessment_year, r.name, r.footprint_on, False) for r in definitions().rounds]
    return [
        ("create table pub.pillars (pillar varchar, position integer, name varchar)", []),
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
    """A statement that puts rows, at least one, into a table of a publication."""
    places = ", ".join([f"({', '.join('?' * len(rows[0]))})"] * len(rows))
    return f"insert into pub.{table} values {places}", [value for row in rows for value in row]


def _expect_forwards(settings: Settings, ledger: Ledger) -> None:
    """StoreError where what is in use goes further than the ledger, or comes from another chain.

    A restored backup says in an entry what it took the place of; nothing else goes backwards.
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
    """How far the publication in use goes, whatever version of the product made it; None where there is none.

    Of one that is gone, spoilt or from before the chain only its name tells the entry, and no hash is known.
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
    """Remove the oldest publications of a sort beyond those kept; never the one in use, nor `keep`."""
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
    """Remove what a killed process left half built. Only for who holds the lock of that sort."""
    for leftover in folder.glob(f"*{ending}*"):
        _remove(leftover)


def _remove(file: Path) -> None:
    try:
        file.unlink(missing_ok=True)
    except OSError:  # Windows keeps a file that somebody reads; the next publication removes it.
        return


def faults_if(ledger: Ledger, *, without: Collection[int] = (), also: Collection[int] = ()) -> list[str]:
    """What the publication's checks would find, and what pages would lack, in words. Changes nothing.

    `without` are submissions that would be withdrawn, `also` ones that would stand again.
    """
    connection = ledger.connection
    (standing, parameters), *rest = steps(connection, ledger.last_of_data())
    connection.execute("attach ':memory:' as pub")
    connection.execute("use pub")
    try:
        connection.execute(standing, parameters)
        for number in without:
            connection.execute("delete from standing where submission_id = ?", [number])
        for number in also:
            connection.execute("insert into standing values (?)", [number])
        for statement, values in rest:
            connection.execute(statement, values)
        found = [f"{fault.table}: {fault.message}" for fault in publication_faults(connection)]
        lacking = missing(lambda query: connection.execute(query).fetchall(), "pub")
    finally:
        connection.execute("use ledger")
        connection.execute("detach pub")
    return found + [f"pages would lack {words}" for words in lacking]
