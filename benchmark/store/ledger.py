"""The ledger on one machine: a DuckDB file that one process at a time writes, under a lock of the OS."""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Literal

import duckdb
import pyarrow as pa
from filelock import FileLock, Timeout

from benchmark.errors import StoreBusy, StoreError, UnknownCode
from benchmark.settings import Settings
from benchmark.store.tables import columns, create_ledger_table, ledger_table
from schemas.base import Row
from schemas.kinds import KINDS

LOCK_SECONDS = 60.0
STORAGE_VERSION = "v1.5.0"
"""Files are written in this DuckDB format, which 1.5 and 2.0 both read."""

Origin = Literal["published", "return"]
_ARROW = {
    "varchar": pa.string(),
    "bigint": pa.int64(),
    "double": pa.float64(),
    "date": pa.date32(),
    "boolean": pa.bool_(),
}


@dataclass(frozen=True)
class Submission:
    """A file as it entered the ledger. `state` is 'standing' or 'withdrawn'; times are UTC."""

    submission_id: int
    kind: str
    origin: Origin
    file_name: str
    sha256: str
    size_bytes: int
    row_count: int
    submitted_by: str
    submitted_at: datetime
    note: str
    state: Literal["standing", "withdrawn"]


@dataclass(frozen=True)
class NewSubmission:
    """A checked file on its way in. `lines` holds each row's line in the file, as a spreadsheet counts."""

    kind: str
    file_name: str
    content: bytes
    rows: Sequence[Row]
    lines: Sequence[int]
    submitted_by: str
    note: str
    origin: Origin = "return"

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@contextmanager
def writing(settings: Settings, *, lock_seconds: float = LOCK_SECONDS) -> Iterator["Ledger"]:
    """The ledger, held for writing by this process alone.

    Entering brings the file up to the newest migration. Raises StoreBusy when another writer holds it for
    longer than `lock_seconds`, StoreError when the file is not a ledger.
    """
    settings.store.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(settings.lock_file, timeout=lock_seconds):
            connection = _connect(settings.ledger_file)
            try:
                _migrate(connection)
                yield Ledger(connection)
            finally:
                connection.close()
    except Timeout as error:
        raise StoreBusy(
            f"Another process has been writing to {settings.store.name} for {lock_seconds:.0f} seconds.",
            fix="Try again when it has finished.",
        ) from error


def _connect(file: Path) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(":memory:")
    try:
        connection.execute(f"attach '{quoted(file)}' as ledger (storage_version '{STORAGE_VERSION}')")
        connection.execute("use ledger")
    except duckdb.Error as error:
        connection.close()
        raise StoreError(
            f"The ledger {file.name} cannot be opened: {error}", fix="Restore it from a backup."
        ) from error
    return connection


def quoted(path: Path) -> str:
    """A path inside a single-quoted SQL literal (ATTACH and COPY take no parameters)."""
    return str(path).replace("'", "''")


def _migrate(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("begin")
    connection.execute("create table if not exists migration (number integer primary key, made_at timestamp not null)")
    done = {number for (number,) in connection.execute("select number from migration").fetchall()}
    scripts = {int(script.name[:4]): script for script in files(__package__).joinpath("migrations").iterdir()}
    if done - scripts.keys():
        connection.execute("rollback")
        raise StoreError(
            "The ledger was written by a newer version of this product.", fix="Update the product and try again."
        )
    for number in sorted(scripts.keys() - done):
        connection.execute(scripts[number].read_text(encoding="utf-8"))
        connection.execute("insert into migration values (?, ?)", [number, utc_now()])
    for model in KINDS.values():
        for statement in create_ledger_table(model):
            connection.execute(statement)
    connection.execute("commit")


def utc_now() -> datetime:
    """The time now, UTC, as the ledger keeps it: without a zone."""
    return datetime.now(UTC).replace(tzinfo=None)


class Ledger:
    """The open ledger. Each method that adds is one transaction: all of it is there, or nothing."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection

    def submit(self, new: NewSubmission) -> Submission:
        """Add a checked file and its rows; returned means kept, whatever happens next."""
        submission_id = self._next("submission", "submission_id")
        model = KINDS[new.kind]
        table = _rows_as_arrow(model, submission_id, new)
        with self._transaction():
            self.connection.execute(
                "insert into submission values (?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    submission_id,
                    new.kind,
                    new.origin,
                    new.file_name,
                    new.sha256,
                    len(new.content),
                    len(new.rows),
                    new.content,
                ],
            )
            self.connection.register("incoming", table)
            self.connection.execute(f"insert into {ledger_table(new.kind)} by name select * from incoming")
            self.connection.unregister("incoming")
            self._add_entry("submit", submission_id, by=new.submitted_by, note=new.note)
        return self.submission(submission_id)

    def withdraw(self, submission_id: int, *, by: str, reason: str) -> Submission:
        """Let a submission fall away; what it covered shows again. StoreError when it does not stand."""
        return self._change(submission_id, "withdraw", "standing", by=by, note=reason)

    def restore(self, submission_id: int, *, by: str, reason: str) -> Submission:
        """Let a withdrawn submission stand again. StoreError when it is not withdrawn."""
        return self._change(submission_id, "restore", "withdrawn", by=by, note=reason)

    def submissions(self) -> list[Submission]:
        """Every submission, oldest first."""
        rows = self.connection.execute(sql("submissions")).fetchall()
        return [Submission(*row) for row in rows]

    def submission(self, submission_id: int) -> Submission:
        """One submission. UnknownCode when there is none of that number."""
        for candidate in self.submissions():
            if candidate.submission_id == submission_id:
                return candidate
        raise UnknownCode(f"There is no submission {submission_id}.")

    def content(self, submission_id: int) -> bytes:
        """The file's own bytes."""
        row = self.connection.execute(
            "select content from submission where submission_id = ?", [submission_id]
        ).fetchone()
        if row is None:
            raise UnknownCode(f"There is no submission {submission_id}.")
        return bytes(row[0])

    def last_entry(self, until: datetime | None = None) -> int:
        """The number of the newest entry, or of the newest one up to a time (UTC); 0 when there is none."""
        row = self.connection.execute(
            "select coalesce(max(entry_id), 0) from entry where made_at <= coalesce(?, made_at)", [until]
        ).fetchone()
        assert row is not None
        return int(row[0])

    def _change(
        self, submission_id: int, action: str, expected: str, *, by: str, note: str
    ) -> Submission:
        before = self.submission(submission_id)
        if before.state != expected:
            done = {"withdraw": "withdrawn", "restore": "restored"}[action]
            raise StoreError(f"Submission {submission_id} is {before.state}, so it cannot be {done}.")
        with self._transaction():
            self._add_entry(action, submission_id, by=by, note=note)
        return self.submission(submission_id)

    def _add_entry(self, action: str, submission_id: int, *, by: str, note: str) -> None:
        self.connection.execute(
            "insert into entry values (?, ?, ?, ?, ?, ?)",
            [self._next("entry", "entry_id"), utc_now(), by, action, submission_id, note],
        )

    def _next(self, table: str, column: str) -> int:
        row = self.connection.execute(f"select coalesce(max({column}), 0) + 1 from {table}").fetchone()
        assert row is not None
        return int(row[0])

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self.connection.execute("begin")
        try:
            yield
        except BaseException:
            self.connection.execute("rollback")
            raise
        self.connection.execute("commit")


def sql(name: str) -> str:
    """A query of this package, by file name."""
    return files(__package__).joinpath("sql", f"{name}.sql").read_text(encoding="utf-8")


def _rows_as_arrow(model: type[Row], submission_id: int, new: NewSubmission) -> pa.Table:
    kinds = columns(model)
    values: dict[str, list[object]] = {name: [getattr(row, name) for row in new.rows] for name in kinds}
    count = len(new.rows)
    return pa.table(
        {
            "submission_id": pa.array([submission_id] * count, pa.int32()),
            "line": pa.array(new.lines, pa.int32()),
            **{name: pa.array(values[name], _ARROW[kind]) for name, kind in kinds.items()},
        }
    )
