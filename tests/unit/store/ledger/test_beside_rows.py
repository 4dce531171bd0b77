"""What is put beside what is sealed: rows for numbers to come, other copies, a past day of two faces."""

import json
import shutil
from pathlib import Path

import pytest

from benchmark.core.errors import StoreError
from benchmark.core.moments import utc_now
from benchmark.core.settings import Settings
from benchmark.store.backup import backup, restore
from benchmark.store.ledger import writing
from benchmark.store.ledger.snapshot import copies, reading
from benchmark.store.publication import forget
from benchmark.store.publication.publish import publish
from benchmark.store.storage.files import wal_of
from tests.shell import connect_ledger
from tests.unit.store.conftest import Prepared
from tests.unit.store.invented import change, fault, faults, one_return, scores, submission, submit

pytestmark = pytest.mark.slow

MADE = "the ledger is made as this product makes it"
PARTS = "all that entries are about is as it was sealed"
SEEN = "the ledger is the one that this store was last seen with"
COPIES = "copies of the ledger for readers hold what it holds"
PAST = "publications of past days are what the ledger gave"
HIGHEST_SCORE = "select max(score) from publication.maturity_scores"


@pytest.fixture
def store(settings: Settings, prepared: Prepared) -> Settings:
    """A published store with one return, number 4."""
    return prepared(settings, one_return)


def _submit(store: Settings) -> None:
    submit(store, submission(scores(4.0)))


def _withdraw(store: Settings) -> None:
    with writing(store) as ledger:
        ledger.withdraw(4, by="A tester", reason="")


PLANTED = {
    "submission_answer": "(5, 1, 'q', 'm', 'Never said')",
    "submission_replaced": "(5, 1)",
    "submission_receipt": "(5, 4, 1)",
    "submission_findings": "(5, '[]')",
    "submission_how": "(5, '{}')",
    "restored_backup": "(5, now()::timestamp, 1, 'x', 3, sha256('x'), 2)",
}


@pytest.mark.parametrize(
    ("table", "act"), [*((table, _submit) for table in PLANTED), ("restored_backup", _withdraw)]
)
def test_what_lies_there_for_the_next_number_is_not_sealed_with_it(store, table, act):
    change(store.ledger_file, f"insert into {table} values {PLANTED[table]}")
    with pytest.raises(StoreError, match="is not there"):
        act(store)
    assert f"is not there, but {table} has rows of it" in fault(store, PARTS)


IN_ANOTHER_ORDER = {
    "submission_answer": "place, receipt, question, message, answer",
    "restored_backup": "backup_entry, entry_id, backup_made_at, backup_hash, entry_before, hash_before, "
    "submission_before",
    "submission_how": "how, submission_id",
}


@pytest.mark.parametrize("table", IN_ANOTHER_ORDER)
def test_a_table_with_its_columns_in_another_order_is_found(store, table):
    """The chain finds what belongs to an entry by a table's first column."""
    connection = connect_ledger(store.ledger_file)
    ((statement,),) = connection.execute(
        "select sql from duckdb_tables() where table_name = ?", [table]
    ).fetchall()
    rules = statement[statement.index("(") + 1 : statement.rindex(")")].split(", ")
    named = {rule.split()[0]: rule for rule in rules}
    first = [named[name] for name in IN_ANOTHER_ORDER[table].split(", ")]
    rest = [rule for rule in rules if rule not in first]
    connection.execute(f"drop table {table}")
    connection.execute(f"create table {table} ({', '.join([*first, *rest])})")
    connection.close()
    assert f"the table {table} made otherwise: its columns" in fault(store, MADE)
    with pytest.raises(StoreError, match="another order"):
        publish(store)


def test_an_older_copy_under_the_name_of_the_newest_is_found(store):
    with reading(store):
        (file,) = copies(store)
    older = file.read_bytes()
    _withdraw(store)
    publish(store)
    with reading(store):
        (newest,) = set(copies(store)) - {file}
    assert fault(store, COPIES) == ""  # the older one, under its own name, is what it was
    aside = newest.with_name("aside.tmp")
    aside.write_bytes(older)
    aside.replace(newest)
    assert "goes up to entry 4, the ledger to 5; remove it" in fault(store, COPIES)
    with pytest.raises(StoreError, match="is not the copy"), reading(store):
        pass


def test_a_copy_with_rows_of_another_kind_is_found(store):
    with reading(store):
        (file,) = copies(store)
    change(
        file,
        "insert into row_own_targets by name select 4 as submission_id, 9 as line, 'ZZ1' as ods_code, "
        "'well_led' as pillar, 4.0 as target, 'Never said' as reason",
    )
    assert "is no copy of the ledger: submission 4" in fault(store, COPIES)


TWO_FACES = "if(current_setting('enable_external_access')::varchar = 'true', 'other', {})"
"""What `verify` reads, and what a reader of a publication does, who may open no other file."""
OWN_ROW = {
    "a view": (
        "there is a view publication, which this product did not make",
        "alter table publication rename to own",
        f"create view publication as select * replace ({TWO_FACES.format('product')} as product) from own",
    ),
    "a column worked out anew": (
        "not in a table that this product made",
        "create table own as from publication",
        "drop table publication",
        "create table publication (version varchar, ledger_entry bigint, head varchar, as_at timestamp, "
        f"kept varchar, product varchar generated always as ({TWO_FACES.format('kept')}), "
        "entered_at timestamp)",
        "insert into publication (version, ledger_entry, head, as_at, kept, entered_at) from own",
        "drop table own",
    ),
}


@pytest.mark.parametrize(
    ("words", "statements"), [(words, rest) for words, *rest in OWN_ROW.values()], ids=OWN_ROW
)
def test_a_past_day_that_tells_verify_something_else_than_a_reader_is_found(
    store, tmp_path, words, statements
):
    moment = utc_now()
    past = publish(store, as_at=moment).file
    changed = tmp_path / past.name
    shutil.copy(past, changed)
    change(changed, "update maturity_scores set score = 4.5", *statements)
    changed.replace(past)
    forget()  # as in another process
    assert publish(store, as_at=moment).rows(HIGHEST_SCORE) == [(4.5,)]  # a reader would be shown it
    assert words in fault(store, PAST)


def test_the_fix_that_verify_gives_for_a_changed_publication_works(store):
    moment = utc_now()
    past, in_use = (publish(store, as_at=at).file for at in (moment, None))
    for file in (past, in_use):
        aside = Path(shutil.copy(file, file.with_suffix(".aside")))
        change(aside, "update maturity_scores set score = 4.5")
        aside.replace(file)
    detail = faults(store)
    assert len(detail) == 2
    for said, words in zip(detail.values(), (f"publications/{in_use.name}", "each of these"), strict=True):
        assert f"Remove {words}" in said and "publish, and start the dashboard again" in said
    assert past.name in detail[PAST]
    for file in (past, in_use):
        file.unlink()
        wal_of(file).write_bytes(b"what changed it")
    forget()  # a dashboard that is started again
    assert {publish(store, as_at=at).rows(HIGHEST_SCORE)[0][0] for at in (moment, None)} == {3.0}
    assert faults(store) == {}
    change(store.ledger_file, "update row_maturity_scores set score = 4.5")  # then that is what to mend
    assert all("Remove" not in said for said in faults(store).values())


def test_numbers_given_before_a_restored_backup_are_held_against_what_it_says(store, tmp_path):
    file = backup(store, tmp_path / "b.zip").file
    _withdraw(store)
    before = store.store_file.read_text()
    restore(store, file, replace=True)
    store.store_file.write_text(before)  # as it is found where the restore was cut short
    assert fault(store, SEEN) == ""
    for name in ("entry", "submission"):
        note = json.loads(before)
        note["head"][name] += 1_000_000
        store.store_file.write_text(json.dumps(note))
        assert fault(store, SEEN), name
