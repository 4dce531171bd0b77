"""Returns of invented organisations, small enough to count by hand."""

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from typing import Any
from unittest.mock import patch

from duckdb import DuckDBPyConnection

from benchmark.core.settings import Settings
from benchmark.store.ledger import NewSubmission, Submission, create_ledger, table_of_rows, writing
from benchmark.store.proof import verify as proof
from benchmark.store.proof.verify import Check, verify
from benchmark.store.publication.publish import publish
from benchmark.store.storage.database import attach, connected
from benchmark.store.storage.files import wal_of
from benchmark.store.storage.lock import held
from schemas.base import Row
from schemas.reference import Ics, Membership, Trust
from schemas.returns import MaturityScore, OwnTarget
from tests.shell import connect_ledger

TRUSTS = ("ZZ1", "ZZ2", "ZZ3")
SYSTEM = "ZZA"
FIRST_DAY = date(2022, 7, 1)


def submission(
    rows: Sequence[Row], *, file_name: str = "return.csv", content: bytes | None = None
) -> NewSubmission:
    """A checked file of these rows, which are of one kind."""
    text = "\n".join(row.model_dump_json() for row in rows)
    return NewSubmission(
        kind=type(rows[0]).kind,
        file_name=file_name,
        content=text.encode() if content is None else content,
        table=table_of_rows(rows, range(2, len(rows) + 2)),
        submitted_by="A tester",
        note="Invented",
    )


def scores(
    *values: float, pillar: str = "well_led", domain: str | None = None, year: int = 2025
) -> list[MaturityScore]:
    """One score each for the first, second and third trust."""
    return [
        MaturityScore(
            assessment_year=year,
            ods_code=trust,
            care_setting="Acute",
            pillar=pillar,
            domain=domain,
            score=value,
        )
        for trust, value in zip(TRUSTS, values, strict=False)
    ]


def target(value: float, *, trust: str = "ZZ1", pillar: str = "well_led") -> OwnTarget:
    """A trust's own target."""
    return OwnTarget(ods_code=trust, pillar=pillar, target=value, reason="Invented")


def reference() -> list[NewSubmission]:
    """One system with three trusts."""
    system = Ics(
        ics_code=SYSTEM,
        name="Invented System",
        region_code="Y99",
        region="Nowhere",
        valid_from=FIRST_DAY,
        fictional=True,
    )
    trusts = [
        Trust(ods_code=code, name=f"Invented {code}", region_code="Y99", opened_on=FIRST_DAY, fictional=True)
        for code in TRUSTS
    ]
    places = [
        Membership(ods_code=code, ics_code=SYSTEM, valid_from=FIRST_DAY, basis="invented") for code in TRUSTS
    ]
    return [submission([system]), submission(trusts), submission(places)]


def make(settings: Settings) -> None:
    """An empty store, where there is none."""
    with held(settings):
        if not settings.ledger_file.exists():
            create_ledger(settings)


def submit(settings: Settings, *new: NewSubmission) -> list[Submission]:
    """Submit files in one go, to a store that is made where there is none."""
    make(settings)
    with writing(settings) as ledger:
        return [ledger.submit(one) for one in new]


def submit_each(store: Path, writer: str, number: int) -> None:
    """Submit so many files one by one, as one of several processes that do."""
    for i in range(number):
        new = submission(scores(2.0, 3.0), file_name=f"{writer}-{i}.csv", content=b"")
        submit(Settings(store=store), new)


def one_return(settings: Settings) -> None:
    """Three scores, published."""
    submit(settings, submission(scores(2.0, 2.5, 3.0)))
    publish(settings)


SCORES = (
    "select ods_code, score from publication.maturity_scores "
    "where pillar = 'well_led' and domain is null order by ods_code"
)
"""The current scores on one pillar, to compare with a dict."""


@contextmanager
def taken_back(connection: DuckDBPyConnection, *statements: str) -> Iterator[bool]:
    """Makes a change for as long as it is looked at, and says whether it changed anything."""
    connection.execute("begin")
    try:
        counts = [connection.execute(statement).fetchall() for statement in statements]
        yield counts[-1] != [(0,)]
    finally:
        connection.execute("rollback")


def change(file: Path, *statements: str) -> None:
    """What somebody does to a ledger's file with the database's own shell."""
    with connected() as connection:
        attach(connection, file, "ledger")
        connection.execute("use ledger")
        for statement in statements:
            connection.execute(statement)


def row_left_in_the_log(settings: Settings) -> bytes:
    """What a killed writer leaves: line 9 of submission 3 stands only in the log. Returns the log."""
    file, log = settings.ledger_file, wal_of(settings.ledger_file)
    with closing(connect_ledger(file)) as connection:
        connection.execute("insert into row_own_targets by name select 3 as submission_id, 9 as line")
        left = {file: file.read_bytes(), log: log.read_bytes()}
    for path, content in left.items():
        path.write_bytes(content)
    return left[log]


def faults(settings: Settings, *, asked: bool = False) -> dict[str, str]:
    """The checks of `verify` that fail, each with what it says."""
    return {check.name: check.detail for check in verify(settings, readback=asked).checks if not check.ok}


@contextmanager
def only(name: str) -> Iterator[None]:
    """Checks are made without the time of all others than this one."""
    check = proof._check

    def alone(called: str, *how: Any, **more: Any) -> Check:
        return check(called, *how, **more) if called == name else Check(called, True, "")

    with patch.object(proof, "_check", alone):
        yield


def one_check(settings: Settings, name: str, *, asked: bool = False) -> Check:
    """This one check of `verify`."""
    with only(name):
        (found,) = [check for check in verify(settings, readback=asked).checks if check.name == name]
    return found


def fault(settings: Settings, name: str, *, asked: bool = False) -> str:
    """What this one check of `verify` finds; nothing where it is sound."""
    found = one_check(settings, name, asked=asked)
    return "" if found.ok else found.detail
