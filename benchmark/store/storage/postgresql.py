"""Talks to PostgreSQL: waits are limited, errors become sentences, rows come as Arrow tables."""

import io
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any, TypeVar

import psycopg
import pyarrow as pa
import pyarrow.csv as arrow_csv
from psycopg.abc import PQGen
from psycopg.conninfo import conninfo_to_dict
from psycopg.pq import TransactionStatus

from benchmark.core.errors import StoreBusy, StoreError, StoreUnreachable
from benchmark.core.settings import LEDGER_VARIABLE
from benchmark.store.storage.database import MAKE_ROOM

Cursor = psycopg.Cursor[tuple[Any, ...]]
T = TypeVar("T")

CONNECT_SECONDS = 5
ANSWER_SECONDS = 60
"""The longest time for one statement, and for waiting for a lock."""
COPY_SECONDS = 900
"""The longest time for one statement of a transaction, as rows and files may go over a slow line."""
ITS_LIMIT_SECONDS = 10
"""The database ends a statement that takes too long. If it is silent for so much longer, it hangs itself."""
_ITS_MACHINE = ("531", "532", "58")
"""The beginnings of SQLSTATE codes for a server without room or memory, or with trouble with its files."""
FEW_VALUES = 20_000
"""Up to this many values go in one insert statement; more are faster with COPY."""
_LONGEST_ROW = 16 * 1024 * 1024
_SESSION = f"""
    set datestyle to 'ISO, YMD';
    set timezone to 'UTC';
    set extra_float_digits to 3;
    set statement_timeout to '{ANSWER_SECONDS}s';
    set lock_timeout to '{ANSWER_SECONDS}s';
    set idle_in_transaction_session_timeout to '{ANSWER_SECONDS}s';
    set client_min_messages to 'warning'
"""
# Each end notices within half a minute that the other has gone, and the lock is released.
_PATIENCE = {
    "tcp_keepalives_idle": 10,
    "tcp_keepalives_interval": 5,
    "tcp_keepalives_count": 3,
    "tcp_user_timeout": 30_000,
}
_OTHER_NAMES = {
    r"\bdouble\b(?! precision)": "double precision",
    r"\bblob\b": "bytea",
    r"\bby name\b": "",  # the columns have the same order
}
_TYPES = {
    "character varying": "varchar",
    "double precision": "double",
    "bytea": "blob",
    "timestamp without time zone": "timestamp",
}
"""PostgreSQL's names of types -> ours."""
_OUR_NAME = re.compile(r"[a-z_][a-z0-9_]*")
_LOOPBACK = ("", "localhost", "127.0.0.1", "::1")
_SYSTEM_ROOTS_SINCE = 160_000
"""The first version of libpq that can use the system's certificates."""
_WHY = {
    "no password": "it asks for a password, and none is known here (PGPASSFILE).",
    "refused": "nobody answers there.",
    "no such file": "nobody answers there.",
    "not known": "its host's name is not known.",
    "could not translate": "its host's name is not known.",
    "resolve host": "its host's name is not known.",
    "timeout": "it did not answer in time.",
    "timed out": "it did not answer in time.",
    "ssl": "it is not reached in a secure way (sslmode).",
    "certificate": "its certificate is not one that is trusted (sslrootcert).",
    "invalid": "its address is not right.",
}
"""A part of the driver's message -> our words. Its own words may hold parts of the address."""


class Connection(psycopg.Connection[tuple[Any, ...]]):
    """A connection that gives up a database that hangs: its own limits on statements end nothing then.

    longest: the seconds in which a statement ends, by the limit that it has in the database.
    """

    longest: float = ANSWER_SECONDS

    def wait(self, gen: PQGen[T], interval: float = 0.1, timeout: float | None = None) -> T:
        """Wait for an answer, as all methods do. Without an answer in time the connection is of no more use.

        timeout: as of psycopg, which waits for notifications with it: when it has passed, all is well.
        """
        if timeout is not None:
            return super().wait(gen, interval, timeout)
        try:
            return super().wait(gen, interval, self.longest + ITS_LIMIT_SECONDS)
        except psycopg.errors._WaitTimeout as error:
            self.close()
            raise psycopg.OperationalError("timeout") from error

    @contextmanager
    def patient(self, seconds: float) -> Iterator[None]:
        """Let statements take so long, by the limit that they have in the database, until the block ends."""
        usual, self.longest = self.longest, seconds
        try:
            yield
        finally:
            self.longest = usual


def connect(url: str) -> Connection:
    """A connection on which each statement is a transaction of its own, except in `transaction`.

    Raises StoreUnreachable if the database does not answer or refuses us.
    """
    address = _address(url)
    with as_store_errors():
        connection = Connection.connect(
            **address,
            client_encoding="UTF8",
            autocommit=True,
            connect_timeout=CONNECT_SECONDS,
            application_name="maturity",
            tcp_user_timeout=_PATIENCE["tcp_user_timeout"],
            keepalives_idle=_PATIENCE["tcp_keepalives_idle"],
            keepalives_interval=_PATIENCE["tcp_keepalives_interval"],
            keepalives_count=_PATIENCE["tcp_keepalives_count"],
        )
        connection.prepare_threshold = None  # a connection pool may not keep prepared statements
        # A local socket has no such settings.
        patience = _PATIENCE if connection.info.hostaddr else {}
        connection.execute(
            "; ".join([_SESSION, *(f"set {name} to {value:d}" for name, value in patience.items())]).encode()
        )
    return connection


def _address(url: str) -> dict[str, Any]:
    """The parts of an address. Another computer is reached by verified TLS, unless the address says else."""
    try:
        parts: dict[str, Any] = conninfo_to_dict(url)
    except psycopg.Error:
        parts = {}
    if not parts:  # without the driver's message: it repeats the address, which may hold a password
        raise StoreError(
            f"{LEDGER_VARIABLE} is no address of a PostgreSQL.",
            fix="Write postgresql://user@host/database. Keep a password in the file that PGPASSFILE names.",
        )
    hostaddr, host = (parts.get(key) or os.environ.get(f"PG{key.upper()}") for key in ("hostaddr", "host"))
    hosts = str(hostaddr or host or "").split(",")
    near = all(host in _LOOPBACK or host.startswith(("/", "@")) for host in hosts)
    if near or parts.get("sslmode") or parts.get("service") or os.environ.get("PGSSLMODE"):
        return parts
    named = parts.get("sslrootcert") or os.environ.get("PGSSLROOTCERT")
    usual = Path("~/.postgresql/root.crt").expanduser().exists()
    if not (named or usual) and psycopg.pq.version() >= _SYSTEM_ROOTS_SINCE:
        parts["sslrootcert"] = "system"
    return parts | {"sslmode": "verify-full"}


@contextmanager
def as_store_errors() -> Iterator[None]:
    """Turn psycopg's errors into a StoreError without the address or a password."""
    try:
        yield
    except psycopg.errors.LockNotAvailable as error:
        raise StoreBusy(
            "Another server has been writing to the database for as long as we wait.",
            fix="Try again when it has finished.",
        ) from error
    except (psycopg.errors.DeadlockDetected, psycopg.errors.SerializationFailure) as error:
        raise StoreBusy(
            "The database's tables were changed meanwhile. Nothing was taken.", fix="Try again."
        ) from error
    except psycopg.errors.DiskFull as error:
        raise StoreError(f"The database has no room: {_reason(error)}", fix=MAKE_ROOM) from error
    except psycopg.errors.ReadOnlySqlTransaction as error:
        raise StoreError(
            "The database lets nobody write at the moment. Nothing was taken.",
            fix=f"It may be a standby: name the database that writes in {LEDGER_VARIABLE}. "
            "Or ask the people who run it.",
        ) from error
    except psycopg.errors.QueryCanceled as error:
        raise StoreUnreachable(
            f"The database did not answer within {ANSWER_SECONDS} seconds.", fix="Try again later."
        ) from error
    except psycopg.OperationalError as error:
        if (error.sqlstate or "").startswith(_ITS_MACHINE):
            raise StoreError(f"The database took nothing of this: {_reason(error)}") from error
        raise StoreUnreachable(
            f"The database of the ledger cannot be reached: {_reason(error)}",
            fix="Check MATURITY_LEDGER, and whether PostgreSQL runs. What was published is still shown.",
        ) from error
    except psycopg.Error as error:
        raise StoreError(f"The database took nothing of this: {_reason(error)}") from error


@contextmanager
def transaction(
    connection: Connection, *first: str, reading: bool = False, at_once: bool = False
) -> Iterator[None]:
    """A transaction. first: statements at its beginning. reading: a read-only snapshot of one moment.

    at_once: use a pipeline: statements wait for no answer, so those sent together take one round trip. An
    error then comes when an answer is read, or at the end. COPY is not possible.
    """
    mode = "isolation level repeatable read, read only" if reading else "isolation level read committed"
    begin = [f"begin {mode}", f"set local statement_timeout to '{COPY_SECONDS:d}s'", *first]
    try:
        with connection.patient(COPY_SECONDS), connection.pipeline() if at_once else nullcontext():
            for statement in begin if at_once else ["; ".join(begin)]:
                connection.execute(statement.encode())
            yield
            connection.execute("commit")
    except BaseException:
        if connection.info.transaction_status in (TransactionStatus.INTRANS, TransactionStatus.INERROR):
            connection.execute("rollback")
        raise


def ask(connection: Connection, query: str, *parameters: Any) -> Cursor:
    """The answer to a query with %s parameters. In a pipeline the answer arrives when it is read."""
    return connection.execute(query.encode(), parameters or None)


def rows(connection: Connection, query: str, *parameters: Any) -> list[tuple[Any, ...]]:
    """The rows of a query with %s parameters."""
    return ask(connection, query, *parameters).fetchall()


def whole_number(connection: Connection, query: str, *parameters: Any) -> int:
    """The single whole number that a query returns."""
    ((number,),) = rows(connection, query, *parameters)
    return int(number)


def run(connection: Connection, statement: str) -> None:
    """Run one of our statements, written for both engines."""
    connection.execute(in_postgresql(statement).encode())


def in_postgresql(statement: str) -> str:
    """A statement of ours in PostgreSQL's SQL."""
    for ours, theirs in _OTHER_NAMES.items():
        statement = re.sub(ours, theirs, statement)
    return statement


COLUMNS = """
    select relname, attname, format_type(atttypid, atttypmod)
    from pg_class
    inner join pg_attribute on attrelid = pg_class.oid and attnum > 0 and not attisdropped
    where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p')
    order by relname, attnum
"""


def columns(answer: Cursor) -> dict[str, dict[str, str]]:
    """Table -> column -> our name of its type, for all tables of the schema. answer: to the query COLUMNS.

    Raises StoreError for a name that none of our tables has, as names are put into statements unquoted.
    """
    found: dict[str, dict[str, str]] = {}
    for table, column, kind in answer.fetchall():
        if not (_OUR_NAME.fullmatch(table) and _OUR_NAME.fullmatch(column)):
            raise StoreError(
                "The database's schema holds a table or a column that this product did not make.",
                fix="Give the ledger a schema of its own.",
            )
        found.setdefault(table, {})[column] = str(_TYPES.get(kind, kind))
    return found


def put(connection: Connection, table: str, incoming: pa.Table) -> None:
    """Add rows, with the table's column names. Columns of bytes must go through `put_each`."""
    content = io.BytesIO()
    options = arrow_csv.WriteOptions(include_header=False, quoting_style="all_valid")
    arrow_csv.write_csv(incoming, content, options)
    with connection.cursor() as cursor, cursor.copy(_copy_in(table, incoming.column_names, "csv")) as copy:
        copy.write(content.getbuffer())


def put_each(connection: Connection, table: str, incoming: list[dict[str, Any]]) -> None:
    """Add rows, at least one, to a small table."""
    names = [*incoming[0]]
    if are_few(len(incoming), len(names)):
        marks = ", ".join([f"({', '.join(['%s'] * len(names))})"] * len(incoming))
        values = [row[name] for row in incoming for name in names]
        connection.execute(f"insert into {table} ({', '.join(names)}) values {marks}".encode(), values)
        return
    with connection.cursor() as cursor, cursor.copy(_copy_in(table, names, "text")) as copy:
        for row in incoming:
            copy.write_row([row[name] for name in names])


def are_few(rows: int, columns: int) -> bool:
    """Whether this many rows go in one insert statement."""
    return rows * columns <= FEW_VALUES


def _copy_in(table: str, names: list[str], form: str) -> bytes:
    return f"copy {table} ({', '.join(names)}) from stdin (format {form})".encode()


def fetch_table(connection: Connection, query: str, schema: pa.Schema) -> pa.Table:
    """The rows of a query without parameters, as an Arrow table of this schema. No columns of bytes."""
    content = io.BytesIO()
    statement = f"copy ({query}) to stdout (format csv, force_quote *)".encode()
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for part in copy:
            content.write(part)
    if not content.tell():
        return schema.empty_table()
    content.seek(0)
    return arrow_csv.read_csv(
        content,
        arrow_csv.ReadOptions(column_names=schema.names, block_size=_LONGEST_ROW),
        arrow_csv.ParseOptions(newlines_in_values=True),
        arrow_csv.ConvertOptions(
            column_types=schema,
            null_values=[""],
            strings_can_be_null=True,
            quoted_strings_can_be_null=False,
            true_values=["t"],
            false_values=["f"],
        ),
    )


def _reason(error: psycopg.Error) -> str:
    """What the error says, without the address and the user's name, which are private."""
    text = str(error)
    refused = re.search(r"FATAL:\s*(.*)", text)  # the server's words when it refuses a connection
    message = error.diag.message_primary or (re.sub(r'\s*"[^"]*"', "", refused[1]).strip() if refused else "")
    if not message:
        return next((why for part, why in _WHY.items() if part in text.lower()), "the connection was lost.")
    return message if message.endswith((".", "!", "?")) else f"{message}."
