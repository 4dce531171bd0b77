"""A small country of invented organisations, in a store of its own, or as a publication alone."""

import uuid
from collections.abc import Iterable
from datetime import date
from functools import cache
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa

from benchmark.common.scope import Successions
from benchmark.core.moments import utc_now
from benchmark.core.settings import Settings
from benchmark.store.ledger import NewFile, NewSubmission, table_of_rows, writing
from benchmark.store.publication import Publication, open_file
from benchmark.store.publication.publish import describe, fill, publish
from benchmark.store.storage.database import attach, connect, put
from benchmark.store.storage.tables import ledger_table
from schemas.base import Row
from schemas.reference import Ics, Membership, Trust, TrustSuccession
from schemas.returns import MaturityScore, OverallComparable
from tests.unit.store.invented import make

FIRST_DAY = date(2020, 4, 1)
_ENTRY = "entry_id, made_at, made_by, action, submission_id, note"
PILLARS = ("well_led", "smart_foundations", "safe_practice")


@cache
def _empty_ledger() -> bytes:
    """Copied, which is quicker than to make one for each country."""
    with TemporaryDirectory() as folder:
        settings = Settings(store=Path(folder) / "store")
        make(settings)
        return settings.ledger_file.read_bytes()


def submit(settings: Settings, rows: list[Row]) -> Publication:
    """Submit rows of any kinds, one file for each kind, and publish. Makes the store where there is none."""
    if not settings.ledger_file.exists():
        settings.store.mkdir(parents=True, exist_ok=True)
        settings.ledger_file.write_bytes(_empty_ledger())
    new = []
    for kind, listed in _by_kind(rows).items():
        file = NewSubmission(
            kind=kind,
            file_name=f"{kind}.csv",
            content="\n".join(row.model_dump_json() for row in listed).encode(),
            table=table_of_rows(listed, range(2, len(listed) + 2)),
            submitted_by="A tester",
            note="Invented",
        )
        new.append(NewFile([file], rows_read=len(listed)))
    with writing(settings) as ledger:
        ledger.submit_files(new)
    return publish(settings)


def some_days_ago(settings: Settings, days: int = 3) -> None:
    """Move all that a store holds so many days into the past."""
    with writing(settings) as ledger:
        ledger.connection.execute(f"update entry set made_at = made_at - interval {days} day")


def publish_country(folder: Path, *rows: Row) -> Publication:
    """A publication of these rows and nothing else, built as the product builds it.

    For what is asked of publications: the ledger that it is built of has no chain, and nothing is checked,
    which takes two thirds of the time.
    """
    folder.mkdir(parents=True, exist_ok=True)
    kinds = _by_kind(rows)
    file = folder / f"{len(kinds):06d}-{'0' * 12}.duckdb"
    (folder / "ledger.duckdb").write_bytes(_empty_ledger())
    connection = connect()
    try:
        attach(connection, folder / "ledger.duckdb", "ledger")
        attach(connection, file, "pub")
        connection.execute("use ledger")
        for number, (kind, listed) in enumerate(kinds.items(), start=1):
            table = table_of_rows(listed, range(2, len(listed) + 2))
            numbers = pa.repeat(pa.scalar(number, pa.int32()), len(listed))
            put(connection, ledger_table(kind), table.append_column("submission_id", numbers))
            submitted = [number, kind, "return", f"{kind}.csv", "0" * 64, 0, len(listed), b""]
            connection.execute("insert into submission values (?, ?, ?, ?, ?, ?, ?, ?)", submitted)
            entered = [number, utc_now(), "A tester", "submit", number, "Invented"]
            connection.execute(f"insert into entry ({_ENTRY}) values (?, ?, ?, ?, ?, ?)", entered)
        connection.execute("use pub")
        fill(connection, len(kinds))
        describe(connection, version=uuid.uuid4().hex, position=len(kinds), sealed="", as_at=None)
    finally:
        connection.close()
    return open_file(file)


def _by_kind(rows: Iterable[Row]) -> dict[str, list[Row]]:
    ordered = sorted(rows, key=lambda row: row.kind)
    return {kind: [*listed] for kind, listed in groupby(ordered, key=lambda row: row.kind)}


def system(code: str, *, name: str | None = None, fictional: bool = False) -> Ics:
    return Ics(
        ics_code=code,
        name=name or f"System {code}",
        region_code="Y99",
        region="Nowhere",
        valid_from=FIRST_DAY,
        fictional=fictional,
    )


def trust(
    code: str,
    ics: str | None,
    *,
    fictional: bool = False,
    until: date | None = None,
    closed_on: date | None = None,
) -> list[Row]:
    """A trust, and its place in a system up to a day."""
    rows: list[Row] = [
        Trust(
            ods_code=code,
            name=f"Trust {code}",
            region_code="Y99",
            opened_on=FIRST_DAY,
            closed_on=closed_on,
            fictional=fictional,
        )
    ]
    if ics is not None:
        rows.append(
            Membership(ods_code=code, ics_code=ics, valid_from=FIRST_DAY, valid_to=until, basis="invented")
        )
    return rows


def passes(code: str, successor: str, on: date) -> TrustSuccession:
    return TrustSuccession(ods_code=code, successor_ods_code=successor, effective_from=on)


def pillars(code: str, setting: str, *scores: float, year: int = 2025) -> list[MaturityScore]:
    """One score for each of the first pillars."""
    return [
        MaturityScore(assessment_year=year, ods_code=code, care_setting=setting, pillar=pillar, score=score)
        for pillar, score in zip(PILLARS, scores, strict=False)
    ]


def overall(
    year: int, code: str, setting: str, score: float, *, compared_with: int | None = None
) -> OverallComparable:
    """A comparable score beside the round given; else 2024 beside 2025, another beside the one before."""
    return OverallComparable(
        assessment_year=year,
        compared_with=compared_with or (2025 if year == 2024 else year - 1),
        ods_code=code,
        care_setting=setting,
        score=score,
    )


def of_before(year: int, code: str, setting: str, score: float) -> OverallComparable:
    """A comparable score as a ledger took it before it kept what a score is compared with."""
    return OverallComparable(
        assessment_year=year, compared_with=None, ods_code=code, care_setting=setting, score=score
    )


def lineage(*pairs: tuple[str, str]) -> Successions:
    """Successions without dates: (trust, trust that took over), named 'Trust' and the code."""
    return Successions.of((code, successor, f"Trust {successor}") for code, successor in pairs)
