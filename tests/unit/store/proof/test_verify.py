"""Every check of `verify` fails when what it looks for is broken, and only then."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from duckdb import DuckDBPyConnection

from benchmark.core.settings import Settings
from benchmark.store.ledger import connected_ledger, writing
from benchmark.store.proof.verify import VerifyReport, ledger_checks, verify
from benchmark.store.publication import open_current, publication_file
from benchmark.store.publication.publish import publish
from benchmark.store.storage.database import attach, connect
from tests.shell import connect_ledger
from tests.unit.store.conftest import Prepared
from tests.unit.store.invented import fault, only, scores, submission, submit, taken_back, target

pytestmark = pytest.mark.slow


@pytest.fixture
def published(settings: Settings, prepared: Prepared) -> Settings:
    """A store with two returns, one of them withdrawn and restored, published."""
    return prepared(settings, _two_returns)


def _two_returns(settings: Settings) -> None:
    submit(settings, submission(scores(2.0, 2.5)), submission([target(3.5)]))
    with writing(settings) as ledger:
        ledger.withdraw(4, by="A tester", reason="")
        ledger.restore(4, by="A tester", reason="")
    publish(settings)


def failed(report: VerifyReport) -> dict[str, str]:
    """The checks that failed, with what they found."""
    assert report.ok == all(check.ok for check in report.checks)
    return {check.name: check.detail for check in report.checks if not check.ok}


def test_a_sound_store_passes_every_check(published):
    report = verify(published, readback=True)
    assert failed(report) == {}
    assert [check.name for check in report.checks] == [
        "the ledger has every migration",
        "the ledger is made as this product makes it",
        "entries are numbered without holes",
        "entries follow each other in time",
        "every submission has one submit entry, and it is the first",
        "entries are about known submissions, withdrawn and restored in turn",
        "every file is kept as it was received",
        "every answer stands on a submission's receipt",
        "every grant that was ended was given before",
        "every submission has its rows",
        "what was found in a return can be read",
        "the chain holds: every entry is as it was sealed",
        "all that entries are about is as it was sealed",
        "the ledger is the one that this store was last seen with",
        "copies of the ledger for readers hold what it holds",
        "the ledger gives what it holds when it is asked",
        "the publication in use opens",
        "the publication passes its checks",
        "the publication is what the ledger gives now",
        "the publication is row by row what the ledger gives",
        "the publication has every current row",
        "publications of past days are what the ledger gave",
    ]


ENTRY = "insert into entry (entry_id, made_at, made_by, action, submission_id, note) values"
FOUND = "insert into submission_findings values"
TEXTS = '"code": "out_of_range", "severity": "error", "message": "", "sheet": "", "column": ""'
ERROR = f'{TEXTS}, "line": 2, "count": 1'
TAMPERED = {
    "an entry deleted": (
        ["delete from entry where entry_id = 3"],
        {
            "entries are numbered without holes": "entry 4 follows 2",
            "every submission has one submit entry, and it is the first": "submission 3 has 0 submit entries",
        },
    ),
    "the first entry deleted": (
        ["delete from entry where entry_id = 1"],
        {"entries are numbered without holes": "entry 2 follows 0"},
    ),
    "an entry dated before the one before it": (
        ["update entry set made_at = made_at - interval 1 day where entry_id = 4"],
        {"entries follow each other in time": "entry 4 is dated"},
    ),
    "a submission submitted twice": (
        [f"{ENTRY} (8, '2100-01-01', 'x', 'submit', 4, '')"],
        {"every submission has one submit entry, and it is the first": "submission 4 has 2 submit entries"},
    ),
    "a submission that begins with its withdrawal": (
        ["update entry set action = 'withdraw' where entry_id = 4"],
        {"every submission has one submit entry, and it is the first": "begins with withdraw"},
    ),
    "an entry about nothing": (
        [f"{ENTRY} (8, '2100-01-01', 'x', 'withdraw', 77, '')"],
        {"entries are about known submissions, withdrawn and restored in turn": "77, which is not there"},
    ),
    "a submission restored twice": (
        [f"{ENTRY} (8, '2100-01-01', 'x', 'restore', 4, '')"],
        {"entries are about known submissions, withdrawn and restored in turn": "after: restore"},
    ),
    "a file with a byte more": (
        ["update submission set content = 'x'::blob || content where submission_id = 4"],
        {"every file is kept as it was received": "submission 4 (return.csv) has other bytes"},
    ),
    "a size that is not the file's": (
        ["update submission set size_bytes = size_bytes + 1 where submission_id = 4"],
        {"every file is kept as it was received": "submission 4 (return.csv) has other bytes"},
    ),
    "a row deleted": (
        ["delete from row_maturity_scores where line = 2"],
        {"every submission has its rows": "submission 4 has 1 rows of 2"},
    ),
    "all rows of a submission deleted": (
        ["delete from row_own_targets"],
        {"every submission has its rows": "submission 5 has 0 rows of 1"},
    ),
    "a row twice": (
        ["update row_maturity_scores set line = 2, ods_code = 'ZZ1'"],
        {"every submission has its rows": "submission 4 has a row twice"},
    ),
    "rows of nothing": (
        ["update row_maturity_scores set submission_id = 77 where line = 2"],
        {"every submission has its rows": "submission 77 is not there, but its rows are"},
    ),
    "findings of nothing": (
        [f"{FOUND} (77, '[]')"],
        {"what was found in a return can be read": "submission 77 is not there, but its findings are"},
    ),
    "findings cut off": (
        [f"{FOUND} (4, '[')"],
        {"what was found in a return can be read": "the findings of submission 4 cannot be read"},
    ),
    "findings that say nothing": (
        [f"{FOUND} (4, '[{{}}]')"],
        {"what was found in a return can be read": "the findings of submission 4 cannot be read"},
    ),
    "an error in what was submitted": (
        [f"{FOUND} (5, '[{{{ERROR}}}]')"],
        {"what was found in a return can be read": "submission 5 has an error among its findings"},
    ),
    "a table dropped": (
        ["drop table row_own_targets"],
        {"the ledger has every migration": "table row_own_targets"},
    ),
}


@pytest.fixture(scope="module")
def opened(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[DuckDBPyConnection]:
    """The ledger of such a store, open: what a test changes in it it takes back."""
    settings = Settings(store=tmp_path_factory.mktemp("opened"))
    shutil.copy(template, settings.ledger_file)
    _two_returns(settings)
    with connected_ledger(settings.ledger_file) as connection:
        yield connection


@pytest.mark.parametrize(("statements", "expected"), TAMPERED.values(), ids=TAMPERED)
def test_a_ledger_that_was_tampered_with_is_noticed(opened, statements, expected):
    with taken_back(opened, *statements):
        for name, detail in expected.items():
            with only(name):
                (found,) = [check for check in ledger_checks(opened) if check.name == name]
            assert not found.ok and detail in found.detail


class TestThePublication:
    def test_one_that_is_behind_the_ledger_is_noticed(self, published):
        submit(published, submission(scores(3.0)))
        (name,) = found = failed(verify(published))
        assert name == "the publication is what the ledger gives now"
        assert "publish again" in found[name]

    def test_none_at_all_is_noticed(self, settings):
        found = failed(verify(settings))
        assert found.pop("the ledger is the one that this store was last seen with").startswith(
            "store.json is"
        )
        assert found == {"the publication in use opens": "none is in use; publish"}

    def test_one_that_is_gone_is_noticed(self, published):
        open_current(published).file.unlink()
        assert list(failed(verify(published))) == ["the publication in use opens"]

    def test_one_that_was_spoilt_after_it_was_opened_is_noticed(self, published):
        file = open_current(published).file
        file.unlink()
        file.write_bytes(b"spoilt")
        assert list(failed(verify(published))) == ["the publication in use opens"]

    def test_one_under_another_name_is_noticed(self, published):
        file = open_current(published).file
        file.rename(publication_file(published, "000007-0123456789ab"))
        published.current_pointer.write_text("000007-0123456789ab\n")
        assert list(failed(verify(published))) == [
            "the publication in use opens",
            "the publication is what the ledger gives now",
            "the publication is row by row what the ledger gives",
        ]

    @pytest.mark.parametrize(
        ("statement", "name", "detail"),
        [
            (
                "delete from maturity_scores where ods_code = 'ZZ1'",
                "the publication has every current row",
                "maturity_scores has 1 rows where the ledger has 2",
            ),
            (
                "insert into maturity_scores from maturity_scores where ods_code = 'ZZ1'",
                "the publication passes its checks",
                "maturity_scores: 1 keys (assessment_year, ods_code, care_setting, pillar, domain)",
            ),
            (
                "update own_targets set target = 5.5",
                "the publication passes its checks",
                "own_targets: 1 values of target are not ",
            ),
        ],
    )
    def test_one_with_other_rows_is_noticed(self, published, statement, name, detail):
        version = open_current(published).version
        file = publication_file(published, version)
        tampered = file.with_name("tampered")
        tampered.write_bytes(file.read_bytes())
        connection = connect()
        attach(connection, tampered, "pub")
        connection.execute("use pub")
        connection.execute(statement)
        connection.close()
        tampered.replace(file)
        assert detail in fault(published, name)


def test_a_store_without_a_ledger_is_reported_and_not_made(empty):
    report = verify(empty)
    assert [(check.name, check.ok) for check in report.checks] == [("the ledger opens", False)]
    assert not empty.store.exists()


def test_a_ledger_that_cannot_be_opened_is_reported(empty):
    empty.store.mkdir()
    empty.ledger_file.write_bytes(b"no database")
    assert list(failed(verify(empty))) == ["the ledger opens"]


def test_the_rest_of_many_faults_is_counted(published):
    connection = connect_ledger(published.ledger_file)
    connection.execute("update submission set size_bytes = 0")
    connection.close()
    assert "; and 2 more" in fault(published, "every file is kept as it was received")


def test_what_a_killed_writer_left_in_the_log_is_looked_at_too(published):
    """verify opens the ledger read-only, and must see what DuckDB has not yet written into the file."""
    connection = connect_ledger(published.ledger_file)
    connection.execute("delete from row_own_targets")
    file, log = published.ledger_file, published.ledger_file.with_name("ledger.duckdb.wal")
    copies = file.read_bytes(), log.read_bytes()
    connection.close()
    file.write_bytes(copies[0])
    log.write_bytes(copies[1])
    assert "submission 5 has 0 rows of 1" in fault(published, "every submission has its rows")
    assert log.read_bytes() == copies[1]
