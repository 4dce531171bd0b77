"""A ledger with something in every table and every column, so that each can be tried."""

from datetime import date, datetime, timedelta

import pyarrow as pa

from benchmark.core.moments import utc_now
from benchmark.core.people import Person
from benchmark.core.settings import Settings
from benchmark.store.ledger import Answer, NewFile, NewSubmission, writing
from benchmark.store.ledger.chain import Head
from benchmark.store.ledger.remembered import Highest
from benchmark.store.people import decide_peers, end_grant, give_grant, record_event, revoke_sign_ins
from benchmark.store.storage.tables import columns
from schemas.kinds import KINDS
from tests.unit.store.invented import make

ROWS = 3


def fill_ledger(settings: Settings) -> None:
    """Make a store whose ledger has rows of every kind, answers, findings, withdrawals, a restored backup."""
    make(settings)
    enter_people(settings)
    with writing(settings, subject="sub-1") as ledger:
        ledger.on_behalf = "AAA"
        every = [of_kind(kind) for kind in KINDS]
        ledger.submit_files([NewFile(every[:2], rows_read=2 * ROWS)])
        answers = [Answer("q1", "Is it so?", "It is."), Answer("q2", "And this?", "This too.")]
        ledger.submit_files(
            [
                NewFile(every[2:], replaces=[1], rows_read=7, answers=answers),
                NewFile([*every[:2], of_kind("name_aliases")], replaces=[2], rows_read=5, answers=answers),
            ]
        )
        ledger.withdraw(3, by="A tester", reason="a slip")
        ledger.restore(3, by="Another tester", reason="no slip")
        for i in range(2):
            before = Highest(Head(ledger.last_entry(), f"{i}" * 64), ledger.last_submission())
            ledger.restore_backup(
                made_at=utc_now(), head=ledger.head(), before=before, name="backup.zip", by="A tester"
            )


def enter_people(settings: Settings) -> None:
    """Let the ledger know of people: each sort of entry twice."""
    by = Person("sub-0", "An administrator")
    for i, code in enumerate(("AAA", "BBB")):
        given = [
            give_grant(
                settings, f"s-{i}", "trust", f"trust:{code}", codes=[code], ends=date(2999, 1, day), by=by
            )
            for day in (1, 2)
        ]
        end_grant(settings, given[0].grant_id, by=by, reason="left")
        revoke_sign_ins(settings, f"s-{i}", datetime(2026, 1, 1 + i), by=by)
        decide_peers(settings, f"Q{i}", "letters", by=by)
        record_event(settings, by, "sign in", f"the dashboard {i}", "done")


def of_kind(kind: str) -> NewSubmission:
    """A submission of a kind with a value in every column: another one in every row."""
    values = {name: _values(type_) for name, type_ in columns(KINDS[kind]).items()}
    return NewSubmission(
        kind=kind,
        file_name=f"{kind}.csv",
        content=f"the file of {kind}".encode(),
        table=pa.table({"line": pa.array(range(2, 2 + ROWS), pa.int32()), **values}),
        submitted_by="A tester",
        note=f"The {kind}",
        findings='[{"code": "c", "severity": "note", "message": "m", "sheet": "", "column": "", "line": 2, '
        '"count": 1}]',
        how='{"kind": null}',
    )


def _values(type_: str) -> pa.Array:
    return {
        "varchar": lambda: pa.array([f"text {i}" for i in range(ROWS)], pa.string()),
        "bigint": lambda: pa.array([2020 + i for i in range(ROWS)], pa.int64()),
        "double": lambda: pa.array([0.0, 2.0, 3.25], pa.float64()),
        "date": lambda: pa.array([date(2024, 1, 1) + timedelta(i) for i in range(ROWS)], pa.date32()),
        "boolean": lambda: pa.array([i % 2 == 0 for i in range(ROWS)], pa.bool_()),
    }[type_]()
