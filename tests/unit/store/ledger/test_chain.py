"""Whatever is changed in a ledger behind the product's back is found, named, and stays found.

Each change is made with plain SQL on the ledger's own file, as somebody with the database's shell would.
"""

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path

import pytest
from duckdb import DuckDBPyConnection as Connection

from benchmark.core.errors import StoreError
from benchmark.core.settings import Settings
from benchmark.store.backup import backup, restore
from benchmark.store.ledger import connected_ledger, writing
from benchmark.store.ledger.chain import part_faults, seal_after, seal_faults
from benchmark.store.proof.memory import row_faults
from benchmark.store.proof.publications import kept_publication, publication_differences
from benchmark.store.proof.verify import verify
from benchmark.store.publication.publish import publish
from tests.shell import connect_ledger
from tests.unit.store.invented import (
    change,
    fault,
    faults,
    make,
    one_check,
    only,
    scores,
    submission,
    submit,
    taken_back,
    target,
)

pytestmark = pytest.mark.slow

CHAIN = "the chain holds: every entry is as it was sealed"
PARTS = "all that entries are about is as it was sealed"
SEEN = "the ledger is the one that this store was last seen with"
COUNTED = "every submission has its rows"
FINDS = {CHAIN: seal_faults, PARTS: part_faults, COUNTED: row_faults}
"""What finds the faults of a check."""
IN_USE = "the publication is row by row what the ledger gives"
PAST = "publications of past days are what the ledger gave"
FINDINGS = (
    '[{"code": "c", "severity": "note", "message": "%s", "sheet": "", "column": "", "line": 2, "count": 1}]'
)
OTHER = b"another file"
SHA = hashlib.sha256(OTHER).hexdigest()


@pytest.fixture(scope="session")
def original(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A published store with two returns, one withdrawn and restored: seven entries, five submissions."""
    settings = Settings(store=tmp_path_factory.mktemp("original"))
    shutil.copy(template, settings.ledger_file)
    found = replace(submission(scores(2.0, 2.5, 3.0)), findings=FINDINGS % "as found", how='{"kind": null}')
    submit(settings, found, submission([target(3.5)]))
    with writing(settings) as ledger:
        ledger.withdraw(4, by="A tester", reason="a slip")
        ledger.restore(4, by="A tester", reason="")
    publish(settings)
    return settings


@pytest.fixture
def store(original: Settings, tmp_path: Path) -> Settings:
    """A copy of it."""
    settings = Settings(store=tmp_path / "store")
    shutil.copytree(original.store, settings.store)
    return settings


def on_disk(settings: Settings) -> dict[Path, bytes]:
    """Each file of a store with what it holds: where nothing has changed, `verify` finds what it found."""
    return {file: file.read_bytes() for file in settings.store.rglob("*") if file.is_file()}


def _seal_anew(entry: int, statement: str) -> str:
    return f"{statement}; update seal set hash = sha256('anything') where entry_id = {entry}"


MORE = (
    "insert into row_own_targets by name select * replace (3 as line, 'ZZ2' as ods_code) from row_own_targets"
)
ADDED = (
    "insert into entry values (8, '2100-01-01', 'x', 'withdraw', 4, 'hidden', null, null, null, null, null)"
)
TAMPERED: list[tuple[str, str, str, str]] = [
    # what is changed, how, the check that finds it, the words in which it is named
    (
        "a score",
        "update row_maturity_scores set score = 4.5 where line = 3",
        PARTS,
        "submission 4 has other rows than was sealed with entry 4, first in column score, lines 2 to 4",
    ),
    (
        "a line",
        "update row_maturity_scores set line = 9 where line = 4",
        PARTS,
        "first in column line, lines 2 to 9",
    ),
    ("a row gone", "delete from row_maturity_scores where line = 4", PARTS, "submission 4 has other rows"),
    ("a row more", MORE, COUNTED, "submission 5 has 2 rows of 1"),
    (
        "a row more, and counted",
        f"{MORE}; update submission set row_count = 2 where submission_id = 5",
        PARTS,
        "submission 5 has other rows",
    ),
    (
        "rows moved to another submission",
        "update row_maturity_scores set submission_id = 5 where line = 4",
        PARTS,
        "submission 4 has other rows",
    ),
    (
        "an origin",
        "update submission set origin = 'published' where submission_id = 4",
        PARTS,
        "submission 4 has another kind, origin, file name, hash or size",
    ),
    (
        "a file with its hash and size",
        f"update submission set content = '{OTHER.decode()}'::blob, sha256 = '{SHA}', "
        f"size_bytes = {len(OTHER)} where submission_id = 4",
        PARTS,
        "submission 4 has another file than was sealed with entry 4",
    ),
    (
        "findings",
        f"update submission_findings set findings = '{FINDINGS % 'other'}'",
        PARTS,
        "4 has other findings",
    ),
    ("findings gone", "delete from submission_findings", PARTS, "submission 4 has other findings"),
    (
        "findings more",
        "insert into submission_findings values (5, '[]')",
        PARTS,
        "submission 5 has other findings",
    ),
    (
        "how it was read",
        "update submission_how set how = '{}'",
        PARTS,
        "submission 4 has another account of how",
    ),
    (
        "how of nothing",
        "insert into submission_how values (77, '{}')",
        PARTS,
        "submission 77 is not there, but submission_how has rows of it",
    ),
    (
        "a note",
        "update entry set note = 'x' where entry_id = 6",
        CHAIN,
        "entry 6 (withdraw submission 4) is not",
    ),
    (
        "a time",
        "update entry set made_at = made_at + interval 1 microsecond where entry_id = 7",
        CHAIN,
        "entry 7 (restore submission 4) is not as it was sealed",
    ),
    (
        "what an entry is about",
        "update entry set submission_id = 5 where entry_id in (6, 7)",
        CHAIN,
        "entry 6 (withdraw submission 5) is not as it was sealed",
    ),
    (
        "two entries in another order",
        "update entry set entry_id = 99 where entry_id = 6; "
        "update entry set entry_id = 6 where entry_id = 7; "
        "update entry set entry_id = 7 where entry_id = 99",
        CHAIN,
        "entry 6 (restore submission 4) is not as it was sealed",
    ),
    ("an entry more", ADDED, CHAIN, "entry 8 has no seal: it was added by something other than this product"),
    (
        "an entry more, with a seal",
        f"{ADDED}; insert into seal select 8, hash, sha256('anything') from seal where entry_id = 7",
        CHAIN,
        "entry 8 (withdraw submission 4) is not as it was sealed",
    ),
    ("the last entry gone", "delete from entry where entry_id = 7", CHAIN, "entry 7 was sealed, and is gone"),
    (
        "an entry gone from the middle",
        "delete from entry where entry_id = 5",
        CHAIN,
        "entry 5 was sealed, and is gone",
    ),
    (
        "an entry sealed anew",
        _seal_anew(6, "update entry set note = 'x' where entry_id = 6"),
        CHAIN,
        "entry 6 (withdraw submission 4) is not as it was sealed",
    ),
    ("a link", "update seal set before = sha256('x') where entry_id = 3", CHAIN, "entry 3 does not follow"),
    (
        "a part's digest",
        "update seal_part set digest = sha256('x') where entry_id = 4",
        CHAIN,
        "entry 4 (submit",
    ),
    (
        "the beginning",
        "update chain set sealed_until = 3",
        CHAIN,
        "entry 1 does not follow the entry before it",
    ),
    (
        "a column's digests",
        "delete from seal_rows where column_name = 'score'",
        PARTS,
        "the digests of the columns",
    ),
    ("no beginning", "delete from chain", CHAIN, "the beginning of the chain is not there"),
]
GONE = (
    "the last entry gone with its seal",
    "delete from entry where entry_id = 7; delete from seal where entry_id = 7",
    SEEN,
    "this ledger goes up to entry 6",
)
"""What the chain alone does not tell."""
ON_FILES = ("a score", "a row more", "findings", "a note", "an entry more", "no beginning")
"""By the checks that find them: one thing for each of them."""


@pytest.fixture(scope="module")
def opened(original: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    """The ledger of a copy of it, open: what a test changes it takes back."""
    file = Path(shutil.copy(original.ledger_file, tmp_path_factory.mktemp("opened")))
    with closing(connect_ledger(file)) as connection:
        yield connection


@pytest.mark.parametrize(
    ("statement", "check", "words"), [pytest.param(*rest, id=name) for name, *rest in TAMPERED]
)
def test_what_is_changed_is_found_and_named(opened, statement, check, words):
    with taken_back(opened, statement):
        assert words in "; ".join(FINDS[check](opened))


@pytest.mark.parametrize(
    ("statement", "check", "words"),
    [pytest.param(*rest, id=name) for name, *rest in [*TAMPERED, GONE] if name in (*ON_FILES, GONE[0])],
)
def test_what_is_changed_in_the_file_stays_found_and_is_not_restored(
    store, tmp_path, statement, check, words
):
    change(store.ledger_file, statement)
    assert words in fault(store, check)
    other = Settings(store=tmp_path / "other")
    with pytest.raises(StoreError):  # not backed up, or not restored
        restore(other, backup(store, tmp_path / "b.zip").file)
    assert not other.ledger_file.exists()
    before = on_disk(store)
    with suppress(StoreError):  # refused, which is as good
        submit(store, submission([target(2.0, trust="ZZ3")]))
    assert on_disk(store) == before or words in fault(store, check)


def test_a_sound_store_says_how_far_its_chain_goes(store):
    with writing(store) as ledger:
        last = ledger.head()
    assert one_check(store, CHAIN).detail == f"up to entry 7, head {last.hash}"


def test_every_new_entry_moves_the_head_and_keeps_the_earlier_ones(store):
    heads = []
    for change_it in (
        lambda ledger: ledger.submit(submission(scores(3.0))),
        lambda ledger: ledger.withdraw(6, by="A tester", reason=""),
        lambda ledger: ledger.restore(6, by="A tester", reason=""),
    ):
        with writing(store) as ledger:
            change_it(ledger)
            heads.append(ledger.head())
    assert [head.entry for head in heads] == [8, 9, 10]
    with only(CHAIN):
        report = verify(store, heads=[head.hash for head in heads])
    assert [check.detail for check in report.checks if check.name.startswith("the head ")] == [
        "entry 8",
        "entry 9",
        "entry 10",
    ]


def test_a_chain_that_was_rewritten_in_full_no_longer_holds_an_old_head(store):
    """Who can rewrite everything can rewrite the chain; a receipt or backup elsewhere shows it."""
    with writing(store) as ledger:
        old = ledger.head()
    change(store.ledger_file, "update row_maturity_scores set score = 4.5 where line = 3")
    connection = connect_ledger(store.ledger_file)
    for table in ("seal", "seal_part", "seal_rows"):
        connection.execute(f"delete from {table}")
    seal_after(connection, 0)
    connection.close()
    shutil.rmtree(store.publications)
    store.current_pointer.unlink()
    store.store_file.unlink()
    publish(store)
    found = verify(store, heads=[old.hash])
    assert {check.name: check.detail for check in found.checks if not check.ok} == {
        f"the head {old.hash} is in the chain": "no entry has this hash"
    }


PUBLISHED: dict[str, dict[str, str]] = {
    # how several tables are changed at once: the statement, and the words in which it is named
    "rows and tables": {
        "update maturity_scores set score = 4.5 where ods_code = 'ZZ1'": "maturity_scores has 1 rows more",
        "delete from own_targets": "own_targets has 1 rows less than the ledger gives",
        "update submission_log set submitted_by = 'x'": "submission_log has 5 rows more",
        "update rounds set name = 'x'": "rounds has",
        "create table extra as select 1 as x": "there is a table extra, which this product did not make",
        "drop table unpaired_rounds": "unpaired_rounds is missing",
        "update publication set entered_at = '2025-01-01'": "publication has 1 rows more",
        # a number that only looks the same
        "update trusts set latitude = -0.0 where ods_code = 'ZZ1'": "trusts has 1 rows more",
    },
    "columns, an order and a name": {
        "alter table own_targets add column x integer": "own_targets has other columns",
        "create temp table turned as from rounds order by rowid desc; delete from rounds; "
        "insert into rounds from turned": "rounds has its rows in another order",
        "alter table trusts alter name type varchar collate nocase; "
        "update trusts set name = upper(name)": "trusts has other columns",
        "update publication set as_at = '2025-01-01'": "but its content is asat-000007-",
    },
    # what is stated alone
    "a view": {
        "drop table footprints; create view footprints as select 2025 as assessment_year": "there is a view "
        "footprints, which this product did not make"
    },
    "its entry": {"update publication set ledger_entry = 6": "is not in the chain"},
    "its head": {"update publication set head = sha256('x')": "is not in the chain"},
    "itself twice": {"insert into publication from publication": "it has 2 rows about itself"},
    "a function in the place of DuckDB's own": {
        "create macro avg(x) as 4.5": "there is a macro avg, which this product did not make"
    },
    "a schema": {"create schema other; create view other.units as select 1 as x": "there is a schema other"},
}


@pytest.mark.parametrize("changes", PUBLISHED.values(), ids=PUBLISHED)
def test_what_is_changed_in_a_publication_is_found(store, changes):
    (file,) = store.publications.glob("*.duckdb")
    change(file, *changes)
    with connected_ledger(store.ledger_file, read_only=True) as ledger:
        found = [*publication_differences(ledger, kept_publication(file))]
    assert [words for words in changes.values() if not any(words in result for result in found)] == []


@pytest.mark.parametrize(
    ("what", "past"),
    [pytest.param("rows and tables", False, id="in use"), pytest.param("its head", True, id="of a past day")],
)
def test_a_publication_that_was_changed_is_found_and_stays_found(store, what, past):
    (older,) = store.publications.glob("*.duckdb")
    if past:
        submit(store, submission([target(2.0, trust="ZZ3")]))
        publish(store)
    change(older, *PUBLISHED[what])
    found = fault(store, PAST if past else IN_USE)
    assert next(iter(PUBLISHED[what].values())) in found
    before = on_disk(store)
    with suppress(StoreError):
        publish(store)
    assert on_disk(store) == before


class TestALedgerThatWasReplaced:
    def test_by_an_older_copy_is_found_and_nothing_goes_on_from_it(self, store):
        older = store.ledger_file.read_bytes()
        submit(store, submission(scores(4.0)))
        publish(store)
        store.ledger_file.write_bytes(older)
        self._is_found(store, "this ledger goes up to entry 7")

    def test_by_an_empty_one_is_found(self, store, tmp_path):
        empty = Settings(store=tmp_path / "empty")
        make(empty)
        shutil.copy(empty.ledger_file, store.ledger_file)
        self._is_found(store, "this ledger goes up to entry 0")

    def test_by_another_that_goes_further_is_found(self, store, template):
        other = Settings(store=store.store.with_name("other"))
        other.store.mkdir()
        shutil.copy(template, other.ledger_file)
        for value in (1.0, 2.0, 3.0, 4.0, 5.0):
            submit(other, submission(scores(value)))
        shutil.copy(other.ledger_file, store.ledger_file)
        self._is_found(store, "this ledger goes up to entry 8")

    def test_is_found_by_what_is_published_where_nothing_else_remembers(self, store):
        older = store.ledger_file.read_bytes()
        submit(store, submission(scores(4.0)))
        publish(store)
        store.ledger_file.write_bytes(older)
        store.store_file.unlink()
        for _ in range(2):
            with pytest.raises(StoreError, match="goes up to entry 8 of another ledger than this one"):
                publish(store)
        assert "is not in the chain" in faults(store)["the publication is row by row what the ledger gives"]

    def _is_found(self, store: Settings, words: str) -> None:
        assert words in fault(store, SEEN)
        before = store.current_pointer.read_text()
        for again in (publish, lambda settings: submit(settings, submission(scores(1.0)))):
            with pytest.raises(StoreError, match="is not the one that this store was last seen with"):
                again(store)
        assert words in fault(store, SEEN)
        assert store.current_pointer.read_text() == before
