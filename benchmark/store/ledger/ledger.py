"""The ledger on one machine: a DuckDB file that one process at a time writes, under a lock of the OS."""

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
from benchmark.store.ledger.chain import Head, chain_name, goes_on_from, head, ownerless, seal_after
from benchmark.store.ledger.copied import Brought, begin_copy, database_for
from benchmark.store.ledger.digests import Incoming, incoming_digests
from benchmark.store.ledger.entries import OF_DATA, Action, Answer, NewFile, NewSubmission, Submission
from benchmark.store.ledger.heads_file import keep_head
from benchmark.store.ledger.migrate import leave, migrate, migrate_file
from benchmark.store.ledger.remembered import Highest, begin_to_remember, is_copy, remember, remembered
from benchmark.store.storage.clock import Running, Said, believed
from benchmark.store.storage.database import (
    MAKE_ROOM,
    as_utc,
    attach,
    column_of_one,
    connected,
    first_row,
    is_full,
    put,
    reason,
    sql,
    whole_number,
)
from benchmark.store.storage.files import clear_leftovers, expect_own_wal, swap_in, wal_of
from benchmark.store.storage.identity import expect_store
from benchmark.store.storage.lock import LOCK_SECONDS, held
from benchmark.store.storage.tables import ledger_table

_HELD_ELSEWHERE = ("Could not set lock on file", "used by another process")
"""How DuckDB says that another program has the file open, on Unix and on Windows."""


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
    """The ledger, held for writing by this process alone, and by this server where a database keeps it.

    Entering brings the file up to the newest migration. Raises StoreBusy when another writer holds it for
    longer than `lock_seconds`, StoreError when there is no store or the file is no ledger, or a damaged one.
    at_this_time: a person says that the computer's clock is right, see `clock.believed`. subject: who is
    signed in. grants: by which they may, as far as was known before: NotAllowed where one was ended since.
    adding: False for who adds nothing: no other server waits, and a database that is away is done without.
    """
    expect_store(settings)  # before the lock, which is a file: nothing is made in a folder without a store
    with (
        held(settings, lock_seconds=lock_seconds),
        opened(settings, adding=adding, lock_seconds=lock_seconds) as ledger,
    ):
        ledger.at_this_time, ledger.subject = at_this_time, subject
        ledger.expect_grants(grants)
        yield ledger


@contextmanager
def opened(
    settings: Settings, *, adding: bool = False, asked: bool = True, lock_seconds: float = LOCK_SECONDS
) -> Iterator["Ledger"]:
    """The ledger, brought up to date. Only for who holds the lock. Otherwise as `writing`.

    asked: False for the copy of a database's ledger as this server has it, whatever the database says.
    """
    expect_store(settings)
    clear_leftovers(settings.store)
    known = remembered(settings)
    with (
        said_in_words(settings.ledger_file.name),
        database_for(settings, adding=adding, asked=asked, seconds=lock_seconds) as database,
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
def said_in_words(name: str) -> Iterator[None]:
    """Turn what DuckDB says of a damaged ledger into a StoreError that names it."""
    try:
        yield
    except duckdb.Error as error:
        if is_full(error):
            raise StoreError(f"There is no room: {reason(error)}", fix=MAKE_ROOM) from error
        raise StoreError(
            f"The ledger {name} cannot be read: {reason(error)}", fix="Restore it from a backup."
        ) from error


@contextmanager
def connected_ledger(
    file: Path, *, read_only: bool = False, copy_of: Path | None = None
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection whose current database is the ledger's file. Only for who holds the lock, or has a copy.

    `copy_of` is the ledger that errors then name.
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
    """Keep the head and the store's name beside the ledger. Where that fails, the next opening does it."""
    with suppress(duckdb.Error, OSError, StoreError):
        name = chain_name(ledger.connection)
        if known is None or (known.store, known.head, known.is_copy) != (name, ledger.head(), is_copy):
            if known is None or known.head != ledger.head():
                keep_head(settings, ledger.head())
            moved_as = "" if known is None else known.moved_as
            last = ledger.last_submission()
            remember(settings, Highest(ledger.head(), last, name, since, is_copy, moved_as))


def create_ledger(settings: Settings) -> None:
    """Make an empty ledger where there is none, or a copy of the one in the database. Only for who holds the
    lock.

    It is made aside and moved in: a process killed halfway leaves no half a database.
    """
    file = settings.ledger_file
    aside = settings.store / "ledger.new.tmp"
    aside.unlink(missing_ok=True)
    wal_of(aside).unlink(missing_ok=True)
    with connected_ledger(aside) as connection:
        migrate(connection)
        begin_copy(settings, connection)
        connection.execute("checkpoint ledger")
    begin_to_remember(settings)  # before: a copy that nothing says is one would be taken for a ledger
    swap_in(aside, file)


class Ledger:
    """The open ledger. Each method that adds is one transaction: all of it is there, or nothing.

    brought: what puts what is new where the ledger is kept, if that is not the file itself.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, brought: Brought | None = None) -> None:
        self.connection = connection
        self._add = None if brought is None else brought.add
        self.at_this_time = False
        self.subject: str | None = None
        """Who is signed in, and enters what is entered."""
        self.on_behalf: str | None = None
        """The trusts for which they submit, by their codes, where it is not their own."""
        self._incoming: dict[int, Incoming] = {}

    def submit(self, new: NewSubmission, *, replaces: Sequence[int] = ()) -> Submission:
        """Add a checked file and its rows; returned means kept, whatever happens next.

        `replaces` names standing submissions that fall away in the same transaction: a process killed halfway
        leaves neither both nor none. StoreError when one of them does not stand, or nobody is named.
        """
        return self.submit_together([new], replaces=replaces)[0]

    def submit_together(
        self, together: Sequence[NewSubmission], *, replaces: Sequence[int] = ()
    ) -> list[Submission]:
        """Add what one file holds of several kinds, all of it or nothing; otherwise like `submit`."""
        rows = sum(part.table.num_rows for part in together)
        return self.submit_files([NewFile(together, replaces, rows_read=rows)])[0]

    def submit_files(self, files: Sequence[NewFile]) -> list[list[Submission]]:
        """Add several files, all of them or nothing; otherwise like `submit`. For each its submissions."""
        older = list(dict.fromkeys(number for file in files for number in file.replaces))
        for number in older:
            self._expect(self.submission(number), "standing", "replaced")
        with self._transaction():
            numbers = [self._add_file(file) for file in files]
            # Asked before the commit: after it, nothing may fail for what was taken.
            submitted = [[self.submission(number) for number in of_file] for of_file in numbers]
        return submitted

    def _add_file(self, file: NewFile) -> list[int]:
        numbers = [self._add_submission(new) for new in file.parts]
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
        return numbers

    def _add_submission(self, new: NewSubmission) -> int:
        submission_id = self.last_submission() + 1
        number = pa.repeat(pa.scalar(submission_id, pa.int32()), len(new.table))
        with ThreadPoolExecutor(max_workers=1) as beside:
            # Of what is put in, while DuckDB puts it in: it need not be read back.
            digests = beside.submit(incoming_digests, new.kind, new.content, new.table)
            put(self.connection, ledger_table(new.kind), new.table.append_column("submission_id", number))
        incoming = self._incoming[submission_id] = digests.result()
        file = {
            "submission_id": [submission_id],
            "kind": [new.kind],
            "origin": [new.origin],
            "file_name": [new.file_name],
            "sha256": [incoming.file],
            "size_bytes": [len(new.content)],
            "row_count": [new.table.num_rows],
            "content": column_of_one(new.content),
        }
        put(self.connection, "submission", pa.table(file))
        if new.findings:
            self.connection.execute(
                "insert into submission_findings values (?, ?)", [submission_id, new.findings]
            )
        if new.how:
            self.connection.execute("insert into submission_how values (?, ?)", [submission_id, new.how])
        self._add_entry("submit", submission_id, by=new.submitted_by, note=new.note)
        return submission_id

    def withdraw(self, submission_id: int, *, by: str, reason: str) -> Submission:
        """Let a submission fall away; what it covered shows again. StoreError when it does not stand."""
        return self.change(withdraw=[submission_id], by=by, reason=reason)

    def restore(self, submission_id: int, *, by: str, reason: str) -> Submission:
        """Let a withdrawn submission stand again. StoreError when it is not withdrawn."""
        return self.change(restore=[submission_id], by=by, reason=reason)

    def change(
        self, *, by: str, reason: str, withdraw: Sequence[int] = (), restore: Sequence[int] = ()
    ) -> Submission:
        """Withdraw and restore submissions, all of them or none; the first one as it is then."""
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
        """Say in a backup's ledger that it took the place of another: numbers go on above those given."""
        number = max(self.last_entry(), before.head.entry) + 1
        self.at_this_time = True  # the age of a backup says nothing about the clock
        note = (
            f"Restored from {name}, made {made_at:%Y-%m-%d %H:%M} UTC, "
            f"up to entry {head.entry} ({head.hash}). "
            f"Before, entries up to {before.head.entry} had been given, with the head {before.head.hash}."
        )
        with self._transaction():
            self.connection.execute(
                "insert into restored_backup values (?, ?, ?, ?, ?, ?, ?)",
                [
                    number,
                    made_at,
                    head.entry,
                    head.hash,
                    before.head.entry,
                    before.head.hash,
                    before.submission,
                ],
            )
            self._add_entry("restore_backup", None, by=by, note=note, number=number)

    def enter(
        self, action: Action, *, by: str, note: str = "", tables: Mapping[str, Sequence[Sequence[Any]]]
    ) -> int:
        """Add an entry that is about no submission; its number.

        tables: a table's name -> the rows there that belong to it, without its number.
        """
        with self._transaction():
            number = self.last_entry() + 1
            for table, rows in tables.items():
                for row in rows:
                    places = ", ".join("?" * (len(row) + 1))
                    self.connection.execute(f"insert into {table} values ({places})", [number, *row])
            self._add_entry(action, None, by=by, note=note, number=number)
        return number

    def expect_grants(self, grants: Collection[int]) -> None:
        """NotAllowed where one of these grants was ended meanwhile: on another server, or while the person
        waited for the ledger.
        """
        query = "select count(*) from grant_ended where list_contains(?, grant_id)"
        if grants and whole_number(self.connection, query, [[*grants]]):
            raise NotAllowed(
                "What you may do here has changed meanwhile: a grant has ended. Nothing was entered.",
                fix="Open the page again.",
            )

    def head(self, until: int | None = None) -> Head:
        """The end of the chain, or of its part up to an entry."""
        return head(self.connection, until)

    def seal_of(self, submission_id: int) -> Head:
        """The entry with which a submission was submitted, with its hash. UnknownCode when there is none."""
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
        """Whether a restored backup took the place of a ledger that went up to this entry, or further."""
        query = "select count(*) from restored_backup where entry_before >= ?"
        return whole_number(self.connection, query, [entry_id]) > 0

    def last_submission(self) -> int:
        """The highest submission's number that was ever given, also before a backup was restored."""
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
        """One submission. UnknownCode when there is none of that number."""
        row = first_row(
            self.connection,
            f"select * from ({sql(__package__, 'submissions')}) where submission_id = ?",
            [submission_id],
        )
        if row is None:
            raise UnknownCode(f"There is no submission {submission_id}.")
        return Submission(*row)

    def content(self, submission_id: int) -> bytes:
        """The file's own bytes. UnknownCode when there is no submission of that number."""
        row = first_row(
            self.connection, "select content from submission where submission_id = ?", [submission_id]
        )
        if row is None:
            raise UnknownCode(f"There is no submission {submission_id}.")
        return bytes(row[0])

    def findings(self, submission_id: int) -> str:
        """What was found in the file when it was submitted, as JSON; empty for published data."""
        row = first_row(
            self.connection,
            "select findings from submission_findings where submission_id = ?",
            [submission_id],
        )
        return "" if row is None else str(row[0])

    def last_entry(self, until: datetime | None = None) -> int:
        """The number of the newest entry, or of the newest one up to a time; 0 when there is none."""
        return whole_number(
            self.connection,
            "select coalesce(max(entry_id), 0) from entry where made_at <= coalesce(?::timestamp, made_at)",
            [None if until is None else as_utc(until)],
        )

    def last_of_data(self, until: datetime | None = None) -> int:
        """As `last_entry`, of the entries that a publication rests on: a sign-in makes none stale."""
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
    ) -> None:
        if not by.strip():
            what = action if submission_id is None else f"{action} submission {submission_id}"
            raise StoreError(f"Nobody is named for: {what}.", fix="Give a name.")
        if self.subject is None and is_shared():
            raise NotAllowed(f"Nobody is signed in for: {action}. Nothing was entered.")
        query = "select made_at, clock_at, boot, ran from entry order by entry_id desc limit 1"
        last, at, boot, ran = first_row(self.connection, query) or (None,) * 4
        now, running = utc_now(), Running.now()
        said = None if boot is None else Said(at, Running(boot, ran))
        made_at = believed(now, last, said=said, running=running, at_this_time=self.at_this_time)
        clock = (now, None, None) if running is None else (now, running.boot, running.seconds)
        self.connection.execute(
            "insert into entry by name select ? as entry_id, ? as made_at, ? as made_by, ? as action, "
            "? as submission_id, ? as note, ? as clock_at, ? as boot, ? as ran, ? as subject, ? as on_behalf",
            [
                *(number or self.last_entry() + 1, made_at, by, action, submission_id, note),
                *(*clock, self.subject, self.on_behalf),
            ],
        )

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self.connection.execute("begin")
        self._incoming = {}
        try:
            if (fault := next(ownerless(self.connection), None)) is not None:
                # What lies there for the number that is given next would be sealed with it.
                raise StoreError(
                    f"The ledger was changed by something else than this product: {fault}.",
                    fix="Restore it from a backup.",
                )
            last = self.last_entry()
            yield
            seal_after(self.connection, last, self._incoming)
            if self._add is not None:
                self._add(self.connection, last)
                self._commit_kept(last)
            else:
                self.connection.execute("commit")
        except BaseException as error:
            with suppress(duckdb.Error):  # a failed commit has ended the transaction already
                self.connection.execute("rollback")
            if isinstance(error, duckdb.Error):
                full = is_full(error)  # DuckDB names the file, which is nobody's business who only reads
                said, fix = ("there is no room.", MAKE_ROOM) if full else (reason(error), "")
                raise StoreError(f"The ledger took nothing of this: {said}", fix=fix) from error
            raise

    def _commit_kept(self, last: int) -> None:
        """Let stay in the copy what the database has kept. NotCopied where that fails: what comes after the
        commit would not find it here. The next opening takes it from the database.
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
