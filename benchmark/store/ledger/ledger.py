"""The ledger on one machine: a DuckDB file that one process writes at a time, under a file lock."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from benchmark.core.errors import NotAllowed, NotCopied, StoreBusy, StoreError, UnknownCode
from benchmark.core.moments import utc_now
from benchmark.core.settings import Settings, is_shared
from benchmark.store.ledger.chain import (
    Head,
    chain_name,
    goes_on_from,
    head,
    owned_tables,
    ownerless,
    seal_after,
)
from benchmark.store.ledger.copied import Brought, begin_copy, database_for
from benchmark.store.ledger.digests import Incoming, incoming_digests
from benchmark.store.ledger.entries import OF_DATA, Action, Answer, NewFile, NewSubmission, Submission
from benchmark.store.ledger.heads_file import keep_head
from benchmark.store.ledger.migrate import leave, migrate, migrate_file
from benchmark.store.ledger.remembered import Highest, begin_to_remember, is_copy, remember, remembered
from benchmark.store.storage.clock import EntryClock, Running, time_of_entry
from benchmark.store.storage.database import (
    as_utc,
    attach,
    column_of_one,
    connected,
    first_row,
    put,
    reason,
    reason_and_fix,
    sql,
    whole_number,
)
from benchmark.store.storage.files import clear_leftovers, expect_own_wal, swap_in, wal_of
from benchmark.store.storage.identity import expect_store
from benchmark.store.storage.lock import LOCK_SECONDS, held
from benchmark.store.storage.tables import ledger_table

_HELD_ELSEWHERE = ("Could not set lock on file", "used by another process")
"""Parts of DuckDB's message when another program has the file open, on Unix and on Windows."""


@contextmanager
def writing(
    settings: Settings,
    *,
    lock_seconds: float = LOCK_SECONDS,
    at_this_time: bool = False,
    subject: str | None = None,
    grants: Collection[int] = (),
    adding: bool = True,
) -> Iterator["Ledger"]:
    """Open the ledger for writing, and bring it up to the newest migration.

    Until the block ends, no other process of this machine can write, and no other server if a database keeps
    the ledger. Raises StoreBusy if another writer holds it for longer than `lock_seconds`, and StoreError if
    there is no store, or its file is damaged or not a ledger.
    at_this_time: a person confirmed that the computer's clock is right, see `clock.time_of_entry`.
    subject: the person who is signed in. grants: the grants that allow this; NotAllowed if one has ended.
    adding: False if nothing is added. Then other servers do not wait, and the database may be unreachable.
    """
    expect_store(settings)  # before the lock: taking it would make a file in a folder without a store
    with (
        held(settings, lock_seconds=lock_seconds),
        opened(settings, adding=adding, lock_seconds=lock_seconds) as ledger,
    ):
        ledger.at_this_time, ledger.subject = at_this_time, subject
        ledger.expect_grants(grants)
        yield ledger


@contextmanager
def opened(
    settings: Settings, *, adding: bool = False, ask_database: bool = True, lock_seconds: float = LOCK_SECONDS
) -> Iterator["Ledger"]:
    """Open the ledger, brought up to date. The caller must hold the lock. Otherwise like `writing`.

    ask_database: False to use this server's copy of the ledger as it is, without asking the database.
    """
    expect_store(settings)
    clear_leftovers(settings.store)
    known = remembered(settings)
    with (
        as_store_errors(settings.ledger_file.name),
        database_for(settings, adding=adding, ask_database=ask_database, seconds=lock_seconds) as database,
        connected_ledger(settings.ledger_file) as connection,
    ):
        migrate_file(connection, settings.ledger_file)
        brought = database(connection)
        if known is not None and not goes_on_from(connection, known.head):
            raise StoreError(
                f"The ledger in {settings.store} is not the one that this store was last seen with: "
                f"entry {known.head.entry} with the hash {known.head.hash} is not in it.",
                fix="Put the newest ledger back, or restore a backup with --replace.",
            )
        ledger = Ledger(connection, brought)
        since = ledger.head().entry if known is None else known.since
        try:
            yield ledger
        finally:  # also after an error: what was committed before it stays committed
            _remember(settings, ledger, known, since, is_copy=brought.is_copy or is_copy(settings))
    leave(settings.ledger_file)


@contextmanager
def as_store_errors(name: str) -> Iterator[None]:
    """Turn DuckDB's errors into a StoreError that names the ledger."""
    try:
        yield
    except duckdb.Error as error:
        why, fix = reason_and_fix(error, "Restore it from a backup.")
        raise StoreError(f"The ledger {name} cannot be read: {why}", fix=fix) from error


@contextmanager
def connected_ledger(
    file: Path, *, read_only: bool = False, copy_of: Path | None = None
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection whose current database is the ledger's file. The caller must hold the lock or own a copy.

    copy_of: the original ledger, which error messages then name.
    """
    named = copy_of or file
    expect_own_wal(file, named)
    with connected() as connection:
        try:
            attach(connection, file, "ledger", read_only=read_only)
            connection.execute("use ledger")
        except duckdb.Error as error:
            if any(words in str(error) for words in _HELD_ELSEWHERE):
                raise StoreBusy(
                    f"Another program has {named.name} open.", fix="Close it there, then try again."
                ) from error
            why = reason(error).replace(file.name, named.name)
            raise StoreError(
                f"The ledger {named.name} cannot be opened: {why}", fix="Restore it from a backup."
            ) from error
        yield connection


def _remember(
    settings: Settings, ledger: "Ledger", known: Highest | None, since: int, *, is_copy: bool
) -> None:
    """Keep the head and the store's name beside the ledger. If that fails, the next opening tries again."""
    with suppress(duckdb.Error, OSError, StoreError):
        name, end = chain_name(ledger.connection), ledger.head()
        if known is None or (known.store, known.head, known.is_copy) != (name, end, is_copy):
            if known is None or known.head != end:
                keep_head(settings, end)
            moved_as = "" if known is None else known.moved_as
            remember(settings, Highest(end, ledger.last_submission(), name, since, is_copy, moved_as))


def create_ledger(settings: Settings) -> None:
    """Make an empty ledger, or a copy of the database's ledger. The caller must hold the lock.

    It is made under another name and then moved, so a killed process leaves no half-made ledger.
    """
    file = settings.ledger_file
    aside = settings.store / "ledger.new.tmp"
    aside.unlink(missing_ok=True)
    wal_of(aside).unlink(missing_ok=True)
    with connected_ledger(aside) as connection:
        migrate(connection)
        begin_copy(settings, connection)
        connection.execute("checkpoint ledger")
    begin_to_remember(settings)  # before the move: an unmarked copy would be taken for a ledger
    swap_in(aside, file)


class Ledger:
    """The open ledger. Each method that adds is one transaction: it adds everything or nothing.

    brought: how to add to the database, if a database keeps the ledger and this file is a copy.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, brought: Brought | None = None) -> None:
        self.connection = connection
        self._add = None if brought is None else brought.add
        self.at_this_time = False
        self.subject: str | None = None
        """The person who is signed in and makes the entries."""
        self.on_behalf: str | None = None
        """The codes of the trusts that the person submits for, if they are not the person's own."""
        self._incoming: dict[int, Incoming] = {}

    def submit(self, new: NewSubmission, *, replaces: Sequence[int] = ()) -> Submission:
        """Add a checked file and its rows. When this returns, they are kept.

        replaces: standing submissions to withdraw in the same transaction, so that a killed process never
        leaves both or neither. Raises StoreError if one of them does not stand, or `submitted_by` is empty.
        """
        ((submission,),) = self.submit_files([NewFile([new], replaces, rows_read=new.table.num_rows)])
        return submission

    def submit_files(self, files: Sequence[NewFile]) -> list[list[Submission]]:
        """Add several files, all or nothing. Returns each file's submissions. Otherwise like `submit`."""
        older = list(dict.fromkeys(number for file in files for number in file.replaces))
        for number in older:
            self._expect(self.submission(number), "standing", "replaced")
        with self._transaction():
            return [self._add_file(file) for file in files]

    def _add_file(self, file: NewFile) -> list[Submission]:
        added = [self._add_submission(new) for new in file.parts]
        numbers = [submission.submission_id for submission in added]
        receipt, heirs = numbers[0], ", ".join(map(str, numbers))
        for number in numbers:
            self.connection.execute(
                "insert into submission_receipt values (?, ?, ?)", [number, receipt, file.rows_read]
            )
        for number in dict.fromkeys(file.replaces):
            self._add_entry("withdraw", number, by=file.parts[0].submitted_by, note=f"Replaced by {heirs}")
            self.connection.execute("insert into submission_replaced values (?, ?)", [receipt, number])
        if file.answers:
            put(self.connection, "submission_answer", _table_of_answers(receipt, file.answers))
        return added

    def _add_submission(self, new: NewSubmission) -> Submission:
        submission_id = self.last_submission() + 1
        number = pa.repeat(pa.scalar(submission_id, pa.int32()), len(new.table))
        with ThreadPoolExecutor(max_workers=1) as beside:
            # The digests are made from memory while DuckDB inserts: the rows need not be read back.
            digests = beside.submit(incoming_digests, new.kind, new.content, new.table)
            put(self.connection, ledger_table(new.kind), new.table.append_column("submission_id", number))
        incoming = self._incoming[submission_id] = digests.result()
        file: dict[str, Any] = {
            "submission_id": submission_id,
            "kind": new.kind,
            "origin": new.origin,
            "file_name": new.file_name,
            "sha256": incoming.file,
            "size_bytes": len(new.content),
            "row_count": new.table.num_rows,
        }
        of_file = pa.Table.from_pylist([file]).append_column("content", column_of_one(new.content))
        put(self.connection, "submission", of_file)
        if new.findings:
            self.connection.execute(
                "insert into submission_findings values (?, ?)", [submission_id, new.findings]
            )
        if new.how:
            self.connection.execute("insert into submission_how values (?, ?)", [submission_id, new.how])
        made_at = self._add_entry("submit", submission_id, by=new.submitted_by, note=new.note)
        return Submission(
            **file, submitted_by=new.submitted_by, submitted_at=made_at, note=new.note, state="standing"
        )

    def withdraw(self, submission_id: int, *, by: str, reason: str) -> Submission:
        """Withdraw a submission; the one that it covered shows again. StoreError if it does not stand."""
        return self.change(withdraw=[submission_id], by=by, reason=reason)

    def restore(self, submission_id: int, *, by: str, reason: str) -> Submission:
        """Restore a withdrawn submission. StoreError if it is not withdrawn."""
        return self.change(restore=[submission_id], by=by, reason=reason)

    def change(
        self, *, by: str, reason: str, withdraw: Sequence[int] = (), restore: Sequence[int] = ()
    ) -> Submission:
        """Withdraw and restore submissions, all or none. Returns the first of them, as changed."""
        for number in withdraw:
            self._expect(self.submission(number), "standing", "withdrawn")
        for number in restore:
            self._expect(self.submission(number), "withdrawn", "restored")
        with self._transaction():
            for number in withdraw:
                self._add_entry("withdraw", number, by=by, note=reason)
            for number in restore:
                self._add_entry("restore", number, by=by, note=reason)
            changed = self.submission([*withdraw, *restore][0])
        return changed

    def restore_backup(self, *, made_at: datetime, head: Head, before: Highest, name: str, by: str) -> None:
        """Record in a backup's ledger that it replaced another. Numbers go on above those of both."""
        self.at_this_time = True  # the age of a backup says nothing about the clock
        note = (
            f"Restored from {name}, made {made_at:%Y-%m-%d %H:%M} UTC, "
            f"up to entry {head.entry} ({head.hash}). "
            f"Before, entries up to {before.head.entry} had been given, with the head {before.head.hash}."
        )
        heads = (head.entry, head.hash, before.head.entry, before.head.hash)
        tables = {"restored_backup": [(made_at, *heads, before.submission)]}
        self.enter("restore_backup", by=by, note=note, tables=tables, above=before.head.entry)

    def enter(
        self,
        action: Action,
        *,
        by: str,
        note: str = "",
        tables: Mapping[str, Sequence[Sequence[Any]]],
        above: int = 0,
    ) -> int:
        """Add an entry that is about no submission. Returns its number, which is higher than `above`.

        tables: table -> the rows that belong to the entry, without their first column, the entry's number.
        """
        with self._transaction():
            number = max(self.last_entry(), above) + 1
            for table, rows in tables.items():
                for row in rows:
                    places = ", ".join("?" * (len(row) + 1))
                    self.connection.execute(f"insert into {table} values ({places})", [number, *row])
            self._add_entry(action, None, by=by, note=note, number=number)
        return number

    def expect_grants(self, grants: Collection[int]) -> None:
        """Raise NotAllowed if one of these grants has ended, on another server or while the person waited."""
        query = "select count(*) from grant_ended where list_contains(?, grant_id)"
        if grants and whole_number(self.connection, query, [[*grants]]):
            raise NotAllowed(
                "What you may do here has changed meanwhile: a grant has ended. Nothing was entered.",
                fix="Open the page again.",
            )

    def head(self, until: int | None = None) -> Head:
        """The end of the chain, or of its part up to the entry `until`."""
        return head(self.connection, until)

    def seal_of(self, submission_id: int) -> Head:
        """The number and hash of the entry that added a submission. UnknownCode if there is none."""
        row = first_row(
            self.connection,
            "select entry_id, hash from seal semi join "
            "(select entry_id from entry where action = 'submit' and submission_id = ?) "
            "using (entry_id)",
            [submission_id],
        )
        if row is None:
            raise UnknownCode(f"No sealed entry submits {submission_id}.")
        return Head(*row)

    def has_replaced(self, entry_id: int) -> bool:
        """Whether a restored backup replaced a ledger that went up to this entry or further."""
        query = "select count(*) from restored_backup where entry_before >= ?"
        return whole_number(self.connection, query, [entry_id]) > 0

    def last_submission(self) -> int:
        """The highest submission number ever given, including those from before a backup was restored."""
        return whole_number(
            self.connection,
            "select coalesce(max(number), 0) from (select submission_id as number from submission "
            "union all select submission_before from restored_backup)",
        )

    def submissions(self) -> list[Submission]:
        """Every submission, oldest first."""
        rows = self.connection.execute(sql(__package__, "submissions")).fetchall()
        return [Submission(*row) for row in rows]

    def submission(self, submission_id: int) -> Submission:
        """One submission. UnknownCode if no submission has this number."""
        query = f"select * from ({sql(__package__, 'submissions')}) where submission_id = ?"
        return Submission(*self._row_of(query, submission_id))

    def content(self, submission_id: int) -> bytes:
        """The bytes of the submitted file. UnknownCode if no submission has this number."""
        return bytes(self._row_of("select content from submission where submission_id = ?", submission_id)[0])

    def _row_of(self, query: str, submission_id: int) -> tuple[Any, ...]:
        row = first_row(self.connection, query, [submission_id])
        if row is None:
            raise UnknownCode(f"There is no submission {submission_id}.")
        return row

    def findings(self, submission_id: int) -> str:
        """The findings of the file when it was submitted, as JSON; empty for published data."""
        row = first_row(
            self.connection,
            "select findings from submission_findings where submission_id = ?",
            [submission_id],
        )
        return "" if row is None else str(row[0])

    def last_entry(self, until: datetime | None = None) -> int:
        """The number of the newest entry, or of the newest one up to a time; 0 if there is none."""
        return whole_number(
            self.connection,
            "select coalesce(max(entry_id), 0) from entry where made_at <= coalesce(?::timestamp, made_at)",
            [None if until is None else as_utc(until)],
        )

    def last_of_data(self, until: datetime | None = None) -> int:
        """Like `last_entry`, but counts only what a publication is built from: not sign-ins, for example."""
        return whole_number(
            self.connection,
            f"select coalesce(max(entry_id), 0) from entry where action in {OF_DATA} "
            "and made_at <= coalesce(?::timestamp, made_at)",
            [None if until is None else as_utc(until)],
        )

    def _expect(self, submission: Submission, state: str, done: str) -> None:
        if submission.state != state:
            raise StoreError(
                f"Submission {submission.submission_id} is {submission.state}, so it cannot be {done}."
            )

    def _add_entry(
        self, action: Action, submission_id: int | None, *, by: str, note: str, number: int | None = None
    ) -> datetime:
        """Add an entry, with the next number unless one is given. Returns its time."""
        if not by.strip():
            what = action if submission_id is None else f"{action} submission {submission_id}"
            raise StoreError(f"Nobody is named for: {what}.", fix="Give a name.")
        if self.subject is None and is_shared():
            raise NotAllowed(f"Nobody is signed in for: {action}. Nothing was entered.")
        newest = self.last_entry()
        query = "select made_at, clock_at, boot, ran from entry where entry_id = ?"
        last, at, boot, ran = first_row(self.connection, query, [newest]) or (None,) * 4
        now, running = utc_now(), Running.now()
        entry_clock = None if boot is None else EntryClock(at, Running(boot, ran))
        made_at = time_of_entry(
            now, last, entry_clock=entry_clock, running=running, at_this_time=self.at_this_time
        )
        clock = (now, None, None) if running is None else (now, running.boot, running.seconds)
        self.connection.execute(
            "insert into entry by name select ? as entry_id, ? as made_at, ? as made_by, ? as action, "
            "? as submission_id, ? as note, ? as clock_at, ? as boot, ? as ran, ? as subject, ? as on_behalf",
            [
                *(number or newest + 1, made_at, by, action, submission_id, note),
                *(*clock, self.subject, self.on_behalf),
            ],
        )
        return made_at

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self.connection.execute("begin")
        self._incoming = {}
        try:
            owned = owned_tables(self.connection)
            if (fault := next(ownerless(self.connection, owned), None)) is not None:
                # Rows that already use the next number would be sealed with the new entry.
                raise StoreError(
                    f"The ledger was changed by something other than this product: {fault}.",
                    fix="Restore it from a backup.",
                )
            last = self.last_entry()
            yield
            seal_after(self.connection, last, self._incoming, owned=owned)
            if self._add is not None:
                self._add(self.connection, last)
                self._commit_kept(last)
            else:
                self.connection.execute("commit")
        except BaseException as error:
            with suppress(duckdb.Error):  # a failed commit has ended the transaction already
                self.connection.execute("rollback")
            if isinstance(error, duckdb.Error):
                why, fix = reason_and_fix(error)
                raise StoreError(f"The ledger took nothing of this: {why}", fix=fix) from error
            raise

    def _commit_kept(self, last: int) -> None:
        """Commit in the copy what the database has kept. Raises NotCopied if that fails: code that runs next
        would not find it here. The next opening takes it from the database.
        """
        query = "select submission_id from entry where entry_id > ? and action = 'submit' order by entry_id"
        numbers = [str(number) for (number,) in self.connection.execute(query, [last]).fetchall()]
        what = f"number {', '.join(numbers)}" if numbers else f"entry {last + 1}"
        try:
            self.connection.execute("commit")
        except duckdb.Error as error:
            raise NotCopied(
                f"Taken as {what} and kept by the database. This server cannot show it yet: {reason(error)}",
                fix="Do not enter it again. It is shown when that is mended.",
            ) from error


def _table_of_answers(receipt: int, answers: Sequence[Answer]) -> pa.Table:
    return pa.table(
        {
            "receipt": pa.array([receipt] * len(answers), pa.int32()),
            "place": pa.array(range(1, len(answers) + 1), pa.int32()),
            "question": pa.array([entry.question for entry in answers], pa.string()),
            "message": pa.array([entry.message for entry in answers], pa.string()),
            "answer": pa.array([entry.answer for entry in answers], pa.string()),
        }
    )
