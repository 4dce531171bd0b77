"""A ledger is brought up to date when it is opened, and never changed by a product older than itself."""

import os
import time
from dataclasses import replace

import duckdb
import pytest

from benchmark.core.errors import StoreError
from benchmark.core.moments import utc_now
from benchmark.core.settings import Settings
from benchmark.store.ledger import snapshot, writing
from benchmark.store.ledger.migrate import CHAINED, applied, columns_of, migrate, pending, scripts
from benchmark.store.ledger.receipts import kept_file
from benchmark.store.ledger.snapshot import INSIDE, copies, reading
from benchmark.store.people import grants
from benchmark.store.proof.verify import ledger_checks, verify
from benchmark.store.publication.publish import publish
from benchmark.store.storage.database import attach
from benchmark.store.storage.tables import columns, ledger_table
from schemas.kinds import KINDS
from tests.shell import connect_ledger
from tests.unit.store.conftest import Prepared
from tests.unit.store.invented import SCORES, fault, make, one_check, scores, submission, submit

KNOWN = scripts()
CHAIN = "the chain holds: every entry is as it was sealed"
COPIES = "copies of the ledger for readers hold what it holds"
PEOPLE = 8
"""The migration with the tables of people."""


def tamper(settings: Settings, *statements: str) -> None:
    """Change a ledger behind the product's back."""
    connection = connect_ledger(settings.ledger_file)
    for statement in statements:
        connection.execute(statement)
    connection.close()


def test_a_fresh_ledger_has_every_table_and_column(empty):
    make(empty)
    with writing(empty) as ledger:
        assert applied(ledger.connection) == set(scripts())
        assert pending(ledger.connection) == []
        for kind, model in KINDS.items():
            described = ledger.connection.execute(f"describe {ledger_table(kind)}").fetchall()
            names = [name for name, *_ in described]
            assert names == ["submission_id", "line", *columns(model)]


def test_opening_again_changes_nothing(settings):
    before = settings.ledger_file.read_bytes()
    with writing(settings) as ledger:
        assert pending(ledger.connection) == []
    assert settings.ledger_file.read_bytes() == before


class TestAnOlderLedger:
    @pytest.fixture
    def older(self, settings: Settings) -> Settings:
        """A ledger from before scores had domains and trusts could be fictional."""
        submit(settings, submission(scores(2.5, 3.0)))
        tamper(
            settings,
            "alter table row_maturity_scores drop column domain",
            "alter table row_trusts drop column fictional",
        )
        return settings

    def test_gains_the_columns_that_it_lacks(self, older):
        connection = connect_ledger(older.ledger_file)
        assert [step.what for step in pending(connection)] == [
            "column row_trusts.fictional",
            "column row_maturity_scores.domain",
        ]
        migrate(connection)
        assert pending(connection) == []
        assert connection.execute("select score, domain from row_maturity_scores").fetchall() == [
            (2.5, None),
            (3.0, None),
        ]
        connection.close()

    def test_shows_old_rows_with_what_a_file_without_the_column_would_mean(self, older):
        shown = publish(older)
        assert shown.rows(SCORES) == [("ZZ1", 2.5), ("ZZ2", 3.0)]
        assert shown.rows("select distinct fictional from publication.trusts") == [(False,)]

    def test_takes_new_rows_beside_the_old(self, older):
        submit(older, submission(scores(4.0, domain="board")))
        found = publish(older).rows("select domain, score from publication.maturity_scores order by score")
        assert found == [(None, 2.5), (None, 3.0), ("board", 4.0)]

    def test_is_reported_by_verify_and_left_alone(self, older):
        before = older.ledger_file.read_bytes()
        (failed,) = verify(older).checks
        assert (failed.name, failed.ok) == ("the ledger has every migration", False)
        assert "column row_trusts.fictional; column row_maturity_scores.domain" in failed.detail
        assert older.ledger_file.read_bytes() == before


def made_before(migration: int, settings: Settings) -> None:
    """Give the store a ledger as the product left it before a migration, with four submissions."""
    submit(settings, submission(scores(2.5, 3.0)))
    newer = settings.ledger_file.rename(settings.ledger_file.with_name("newer.duckdb"))
    settings.store_file.unlink()
    older = connect_ledger(settings.ledger_file)
    with pytest.MonkeyPatch.context() as before:
        earlier = {n: text for n, text in KNOWN.items() if n < migration}
        before.setattr("benchmark.store.ledger.migrate.scripts", lambda: earlier)
        migrate(older)
    attach(older, newer, "newer", read_only=True)
    tables = (
        "select table_name, string_agg(column_name, ', ') from duckdb_columns() "
        "where database_name = ? group by table_name"
    )
    for table, names in older.execute(tables, ["ledger"]).fetchall():
        if table != "migration":
            older.execute(f"delete from ledger.{table}")  # the beginning of another chain
            older.execute(f"insert into ledger.{table} by name select {names} from newer.{table}")
    older.close()
    newer.unlink()


def _before_origins(settings: Settings) -> None:
    made_before(3, settings)


def _before_the_chain(settings: Settings) -> None:
    made_before(CHAINED, settings)


def test_what_another_version_copied_for_its_readers_is_not_read(settings, monkeypatch):
    """One that reads before it writes would find no table for grants in it, and say that all is damaged."""
    made_before(PEOPLE, older := settings)
    with monkeypatch.context() as before:
        earlier = {n: text for n, text in KNOWN.items() if n < PEOPLE}
        for module in ("migrate", "snapshot"):
            before.setattr(f"benchmark.store.ledger.{module}.scripts", lambda: earlier)
        with reading(older) as ledger:
            assert "grant_given" not in columns_of(ledger.connection)
    snapshot._copies.clear()  # as another process
    assert grants(older) == ()
    publish(older)
    assert fault(older, COPIES) == ""  # what the older version left is nobody's business
    long_ago = time.time() - 3600
    left = [*(older.store / INSIDE).iterdir()]
    for file in left:
        os.utime(file, (long_ago, long_ago))
    submit(older, submission(scores(3.0)))
    with reading(older):
        assert {*left} & {*(older.store / INSIDE).iterdir()} == {*copies(older)} & {*left}


class TestALedgerFromBeforeTheChain:
    @pytest.fixture
    def older(self, empty: Settings, prepared: Prepared) -> Settings:
        return prepared(empty, _before_the_chain)

    def test_is_sealed_as_it_is_found_and_says_so(self, older):
        with writing(older):
            pass
        chain = one_check(older, CHAIN)
        assert chain.ok
        assert (
            f"entries up to 4 are older than the chain, and were sealed on {utc_now():%d %B %Y}"
            in chain.detail
        )

    def test_what_is_changed_after_that_is_found(self, older):
        with writing(older):
            pass
        tamper(older, "update row_maturity_scores set score = 4.5 where ods_code = 'ZZ1'")
        assert fault(older, "all that entries are about is as it was sealed") == (
            "submission 4 has other rows than was sealed with entry 4, first in column score, lines 2 to 3"
        )

    def test_that_it_was_sealed_then_cannot_be_unsaid(self, older):
        with writing(older):
            pass
        tamper(older, "update chain set sealed_until = 0")
        assert "entry 1 does not follow" in fault(older, CHAIN)


class TestALedgerFromBeforeTheDemonstration:
    """Its check of a submission's origin knows two origins, and cannot be changed in place."""

    @pytest.fixture
    def older(self, empty: Settings, prepared: Prepared) -> Settings:
        return prepared(empty, _before_origins)

    def test_keeps_every_submission_with_its_file(self, older):
        connection = connect_ledger(older.ledger_file)
        before = connection.execute("select * from submission order by submission_id").fetchall()
        migrate(connection)
        assert connection.execute("select * from submission order by submission_id").fetchall() == before
        assert len(before) == 4
        assert [check for check in ledger_checks(connection) if not check.ok] == []
        connection.close()

    def test_takes_the_demonstration_and_still_no_other_origin(self, older):
        submit(older, replace(submission(scores(4.0)), origin="demonstration"))
        with pytest.raises(StoreError, match="took nothing of this"):
            submit(older, replace(submission(scores(4.5)), origin="elsewhere"))
        origins = publish(older).rows("select origin, count(*) from publication.submissions group by 1")
        assert dict(origins) == {"return": 4, "demonstration": 1}

    def test_still_numbers_its_submissions_once_each(self, older):
        with writing(older) as ledger, pytest.raises(duckdb.ConstraintException):
            ledger.connection.execute("insert into submission select * from submission limit 1")


def test_a_ledger_from_before_receipts_tells_its_submissions_without_them(settings):
    made_before(4, settings)
    with writing(settings) as ledger:
        (*_, last) = ledger.submissions()
        kept = kept_file(ledger, last.submission_id)
        assert (kept.parts, kept.replaced, kept.answers, kept.rows_read) == ((last,), (), (), None)
        assert [check for check in ledger_checks(ledger.connection) if not check.ok] == []


REFUSED = {
    "a newer version's ledger": (
        lambda settings: tamper(settings, "insert into migration values (9999, now()::timestamp)"),
        "written by a newer version of this product. Update the product",
    ),
    "a column of another type": (
        lambda settings: tamper(settings, "alter table row_own_targets alter target type varchar"),
        "keeps row_own_targets.target as varchar where this product expects double",
    ),
    "somebody else's database": (
        lambda settings: tamper(settings, "drop table migration"),
        "a database, but not a ledger",
    ),
}


@pytest.mark.parametrize(("change", "sentence"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_brought_up_to_date_is_refused_unchanged(settings, change, sentence):
    change(settings)
    before = settings.ledger_file.read_bytes()
    with pytest.raises(StoreError) as refusal, writing(settings):
        pass
    assert sentence in str(refusal.value)
    assert settings.ledger_file.read_bytes() == before


def test_a_migration_that_fails_leaves_the_ledger_as_it_was(settings, monkeypatch):
    known = scripts()
    failing = "create table added (x integer); insert into added values ('not a number')"
    monkeypatch.setattr("benchmark.store.ledger.migrate.scripts", lambda: known | {max(known) + 1: failing})
    with pytest.raises(StoreError, match="could not be brought up to date"), writing(settings):
        pass
    connection = connect_ledger(settings.ledger_file)
    assert applied(connection) == set(known)
    with pytest.raises(duckdb.CatalogException):
        connection.execute("select * from added")
    connection.close()
