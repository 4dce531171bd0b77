"""What changes no row and still what is read: things in the ledger's file, copies, what is remembered."""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from duckdb import DuckDBPyConnection

from benchmark.core.errors import StoreError
from benchmark.core.moments import utc_now
from benchmark.core.settings import Settings
from benchmark.store.backup import backup, restore
from benchmark.store.ledger import writing
from benchmark.store.ledger.migrate import foreign_content
from benchmark.store.ledger.snapshot import reading
from benchmark.store.publication import current_version, forget, open_store
from benchmark.store.publication.publish import publish
from benchmark.store.storage.files import wal_of
from tests.shell import connect_ledger
from tests.unit.store.conftest import Prepared
from tests.unit.store.invented import (
    change,
    fault,
    faults,
    one_check,
    one_return,
    scores,
    submission,
    submit,
    taken_back,
)

pytestmark = pytest.mark.slow

MADE = "the ledger is made as this product makes it"
SEEN = "the ledger is the one that this store was last seen with"
COPIES = "copies of the ledger for readers hold what it holds"
OPENS = "the publication in use opens"
IN_USE = "the publication is row by row what the ledger gives"


@pytest.fixture
def store(settings: Settings, prepared: Prepared) -> Settings:
    """A published store with one return."""
    return prepared(settings, one_return)


ONLY_WHEN_PUBLISHED = """
    alter table row_maturity_scores rename to hidden;
    create view row_maturity_scores as
    select * replace (if('pub' in (select database_name from duckdb_databases()), 4.5, score) as score)
    from hidden
"""
OTHERWISE = {
    "a function": ("create macro avg(x) as 4.5", "the macro avg"),
    "an operator": ('create macro "||"(a, b) as a', "the macro ||"),
    "the list of these": (
        "create macro duckdb_functions() as table select 1 as x",
        "the macro duckdb_functions",
    ),
    "the list of columns": (
        "create macro duckdb_columns() as table select 1 as x",
        "the macro duckdb_columns",
    ),
    "rows that change when they are published": (ONLY_WHEN_PUBLISHED, "the view row_maturity_scores"),
    "a view": ("create view more as select 1 as x", "the view more"),
    "a table": ("create table more (x integer)", "the table more"),
    "a schema": ("create schema more", "the schema more"),
    "a sequence": ("create sequence more", "the sequence more"),
    "a type": ("create type more as enum ('x')", "the type more"),
    "a comment": ("comment on column entry.note is 'x'", "the comment on entry"),
    "an index": ("create index more on entry (made_by)", "the index more"),
    "a value put in unasked": (
        "alter table entry alter note set default 'x'",
        "it lacks note VARCHAR NOT NULL",
    ),
    "text without case": (
        "alter table row_trusts alter name type varchar collate nocase",
        'lacks "name" VARCHAR',
    ),
    "a key gone": (
        "create table other as from seal; drop table seal; alter table other rename to seal",
        "it lacks entry_id INTEGER PRIMARY KEY",
    ),
}


@pytest.fixture(scope="module")
def opened(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[DuckDBPyConnection]:
    """A ledger, open: what a test changes in it it takes back."""
    file = Path(shutil.copy(template, tmp_path_factory.mktemp("opened")))
    with closing(connect_ledger(file)) as connection:
        yield connection


@pytest.mark.parametrize(("statement", "words"), OTHERWISE.values(), ids=OTHERWISE)
def test_a_ledger_made_otherwise_is_found(opened, statement, words):
    with taken_back(opened, statement):
        assert words in "; ".join(foreign_content(opened))


@pytest.mark.parametrize("which", ["a function", "a table", "a key gone"])
def test_in_a_file_that_is_made_otherwise_nothing_is_read_or_written(store, tmp_path, which):
    statement, words = OTHERWISE[which]
    change(store.ledger_file, statement)
    assert words in fault(store, MADE)
    before = store.ledger_file.read_bytes()
    refusals: list[Callable[[], object]] = [
        lambda: publish(store),
        lambda: submit(store, submission(scores(4.0))),
        lambda: backup(store, tmp_path / "b.zip"),
        lambda: reading(store).__enter__(),
    ]
    for refused in refusals:
        with pytest.raises(StoreError):
            refused()
    assert store.ledger_file.read_bytes() == before


def test_a_ledger_made_otherwise_is_found_though_its_time_was_set_back(store):
    """This process has just left it, and looks at it again only where its file has changed."""
    macro = "create macro arg_max(a, b) as min(a)"
    change(store.ledger_file, macro)
    change(store.ledger_file, "drop macro arg_max")  # leaves room in the file for the next one
    publish(store)
    before = store.ledger_file.stat()
    change(store.ledger_file, macro)
    os.utime(store.ledger_file, ns=(before.st_atime_ns, before.st_mtime_ns))
    after = store.ledger_file.stat()
    assert (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns)
    with pytest.raises(StoreError, match="the macro arg_max"):
        publish(store)


def test_what_an_older_version_kept_is_no_fault(store):
    """A kind, and a column of one, that this version has no longer."""
    change(
        store.ledger_file,
        "create table row_older (submission_id integer not null, line integer not null, x varchar)",
        "alter table row_trusts add column older varchar",
    )
    assert faults(store) == {}
    publish(store)


class TestACopyForReaders:
    @pytest.fixture
    def copy(self, store: Settings) -> Path:
        with reading(store):
            pass
        (file,) = (store.store / "reading").glob("*.duckdb")
        return file

    def test_is_sound_while_it_is_one(self, store, copy):
        assert copy.exists()
        submit(store, submission(scores(3.0)))  # older than the ledger now, and still a copy of it
        publish(store)
        assert fault(store, COPIES) == ""

    @pytest.mark.parametrize(
        ("statement", "words"),
        [
            ("update row_maturity_scores set score = 4.5", "submission 4 has other rows"),
            ("update entry set made_by = 'x' where entry_id = 4", "entry 4 (submit submission 4) is not as"),
            ("create macro arg_max(a, b) as 'withdraw'", "the macro arg_max"),
            ("delete from seal; delete from seal_part; delete from entry; delete from chain", "no copy"),
        ],
    )
    def test_that_was_changed_is_found(self, store, copy, statement, words):
        change(copy, statement)
        assert words in fault(store, COPIES)

    def test_that_is_changed_by_a_wal_beside_it_is_found(self, store, copy, tmp_path):
        aside = tmp_path / copy.name
        shutil.copy(copy, aside)
        connection = connect_ledger(aside)
        connection.execute("set checkpoint_threshold = '1GB'")
        connection.execute("update row_maturity_scores set score = 4.5")
        shutil.copy(wal_of(aside), wal_of(copy))
        connection.close()
        assert "submission 4 has other rows" in fault(store, COPIES)

    def test_of_another_ledger_is_found(self, store, copy, tmp_path):
        other = Settings(store=tmp_path / "other")
        submit(other, submission(scores(4.0)))
        shutil.copy(other.ledger_file, copy)
        assert "of another ledger" in fault(store, COPIES)

    @pytest.mark.parametrize("link", [os.link, os.symlink])
    def test_that_is_the_ledger_itself_is_found(self, store, copy, link):
        copy.unlink()
        link(store.ledger_file, copy)
        for _ in range(2):
            assert "is a link, and no copy of the ledger; remove it" in fault(store, COPIES)
            publish(store)
        copy.unlink()
        assert fault(store, COPIES) == ""

    def test_that_is_no_database_is_found(self, store, copy):
        copy.write_bytes(b"no database")
        assert "cannot be opened" in fault(store, COPIES)


ODD_NUMBERS = [("1e400", 4), (4, "1e400"), ("true", 4), (4, 4.5), (-1, 4), (4, "null"), (2**70, 4)]


class TestWhatTheStoreRemembers:
    def test_gone_is_found_and_stays_said_when_it_remembers_again(self, store):
        assert said(store).startswith("since entry 3, ")  # the fixture's ledger came alone into its folder
        store.store_file.unlink()
        assert "nothing shows how far the ledger went" in fault(store, SEEN)
        for i in range(2):
            submit(store, submission(scores(3.0 + i)))
            assert said(store).startswith("since entry 4, when store.json was started; only an older receipt")

    def test_an_older_entry_is_reported(self, store):
        """What a kill between the commit and the note leaves; also where somebody put an older note back."""
        note = store.store_file.read_text()
        submit(store, submission(scores(4.0)))
        store.store_file.write_text(note)
        assert "; up to entry 4 of 5; " in said(store)
        publish(store)
        assert "up to" not in said(store)

    def test_is_kept_though_a_folder_lies_in_the_way(self, store):
        (store.store / "store.json.tmp").mkdir()
        submit(store, submission(scores(4.0)))
        assert json.loads(store.store_file.read_text())["head"]["entry"] == 5

    def test_spoilt_is_a_sentence_and_nothing_is_written(self, store):
        for text in (
            *(
                f'{{"head": {{"entry": {entry}, "hash": "{"0" * 64}", "submission": {number}}}}}'
                for entry, number in ODD_NUMBERS
            ),
            '{"head": {"entry": 4, "hash": "\\ud800", "submission": 4}}',
            '{"head": {"entry": 4, "submission": 4}}',
            '{"head": {"entry": 4, "hash": "' + "0" * 64 + '", "submission": 4}, "since": "x"}',
            '{"head": [4]}',
            "[" * 100_000,
        ):
            store.store_file.write_text(text)
            assert "store.json cannot be read" in fault(store, SEEN), text
            with pytest.raises(StoreError, match=r"store\.json cannot be read"):
                publish(store)
            assert store.store_file.read_text() == text

    def test_of_another_highest_number_is_found(self, store):
        note = json.loads(store.store_file.read_text())
        note["head"]["submission"] += 5
        store.store_file.write_text(json.dumps(note))
        for _ in range(2):
            assert "submissions up to 9 were given until entry 4, and the ledger up to 4" in fault(
                store, SEEN
            )
            publish(store)


def said(store: Settings) -> str:
    """What `verify` says of what the store remembers, though it is no fault."""
    check = one_check(store, SEEN)
    assert check.ok
    return check.detail


def test_a_past_day_that_calls_itself_a_replaced_ledger_s_is_built_again(store, tmp_path):
    """After a restored backup, `verify` holds no publication of the ledger before against this one."""
    file = backup(store, tmp_path / "b.zip").file
    with writing(store) as ledger:
        ledger.withdraw(4, by="A tester", reason="")
    restore(store, file, replace=True)
    moment = utc_now()
    past = publish(store, as_at=moment).file
    changed = tmp_path / past.name
    shutil.copy(past, changed)
    lie = "update maturity_scores set score = 4.5"
    change(changed, lie, "update publication set head = sha256('x'), ledger_entry = 1")
    changed.replace(past)
    forget()  # as in another process
    shown = publish(store, as_at=moment)
    assert shown.rows("select max(score) from publication.maturity_scores") == [(3.0,)]
    assert fault(store, "publications of past days are what the ledger gave") == ""


@pytest.mark.parametrize(
    ("statement", "check"),
    [("delete from publication", OPENS), ("update publication set product = 'x'", IN_USE)],
)
def test_a_publication_without_a_description_of_itself_is_found_and_made_again(store, statement, check):
    (file,) = store.publications.glob("*.duckdb")
    forget()
    change(file, "update maturity_scores set score = 4.5", statement)
    assert fault(store, check)
    shown = publish(store)
    assert shown.rows("select max(score) from publication.maturity_scores") == [(3.0,)]
    assert fault(store, check) == ""


def test_a_pointer_to_no_publication_is_reported_and_corrected(store):
    version = current_version(store)
    for text in ("", "a" * 300, "../ledger", "x\0y", "/etc/passwd", "x y", "\u00e9", "A" * 99):
        store.current_pointer.write_text(text)
        assert fault(store, OPENS) == "none is in use; publish", text
        with pytest.raises(StoreError, match="No publication is in use"):
            open_store(store)
        assert publish(store).version == current_version(store) == version
    assert fault(store, OPENS) == ""
