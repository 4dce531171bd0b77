"""What DuckDB keeps of a column beside its values: where that is changed in the file, rows are hidden."""

import shutil
import struct
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from benchmark.core.errors import StoreError
from benchmark.core.settings import Settings
from benchmark.store.backup import backup, restore
from benchmark.store.ledger.snapshot import copies, reading
from benchmark.store.proof.readback import hidden_values
from benchmark.store.publication import current_version, publication_file
from benchmark.store.publication.publish import publish
from benchmark.store.storage import database
from benchmark.store.storage.database import attach, connect
from tests.unit.store.invented import fault, scores, submission, submit, target

_HEADER, _BLOCK = 3 * 4096, int(str(database._CONFIG["default_block_size"]))
LEAST = b"\xc8\x00\x08"
"""How the least value of a text begins in the file: its field's number, and that 8 bytes of it are kept."""
GREATEST = b"\xc9\x00\x08"
PART = 122_880
"""Rows of a part of a column."""
ASKED = "the ledger gives what it holds when it is asked"
ROWS = "the publication is row by row what the ledger gives"


def alter(file: Path, old: bytes, new: bytes) -> None:
    """Change bytes in every block of a database's file, and the check sums that go with them."""
    content, changed = bytearray(file.read_bytes()), 0
    for start in range(_HEADER, len(content), _BLOCK):
        block = bytes(content[start : start + _BLOCK])
        if old in block:
            changed += block.count(old)
            words = np.frombuffer(block.replace(old, new)[8:], "<u8")
            with np.errstate(over="ignore"):
                check = int(np.bitwise_xor.reduce(words * np.uint64(0xBF58476D1CE4E5B9))) ^ 5381
            content[start : start + _BLOCK] = struct.pack("<Q", check) + words.tobytes()
    assert changed
    file.write_bytes(content)


@pytest.fixture(scope="module")
def original(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    settings = Settings(store=tmp_path_factory.mktemp("asked"))
    shutil.copy(template, settings.ledger_file)
    submit(settings, submission(scores(2.0, 2.5, 3.0)))
    publish(settings)
    return settings


@pytest.fixture
def store(original: Settings, tmp_path: Path) -> Settings:
    return Settings(store=shutil.copytree(original.store, tmp_path / "store"))


def in_use(store: Settings) -> Path:
    return publication_file(store, current_version(store) or "")


def test_a_publication_that_hides_rows_is_found_until_it_is_built_again(store):
    alter(in_use(store), LEAST + b"ZZ1".ljust(8, b"\0"), LEAST + b"ZZ2".ljust(8, b"\0"))
    connection = connect()
    attach(connection, in_use(store), "pub", read_only=True)
    hidden = "select count(*) from pub.maturity_scores where ods_code = 'ZZ1'"
    assert connection.execute(hidden).fetchall() == [(0,)]
    assert connection.execute(hidden.replace("=", "like")).fetchall() == [(0,)]
    assert connection.execute("select min(ods_code[:]) from pub.maturity_scores").fetchall() == [("ZZ1",)]
    connection.close()
    publish(store)
    detail = fault(store, ROWS, asked=True)
    assert "the table maturity_scores holds values of ods_code that it does not give when asked" in detail
    assert f"Remove publications/{in_use(store).name}, publish, and start the dashboard again" in detail
    in_use(store).unlink()
    publish(store)
    assert fault(store, ROWS, asked=True) == ""


def test_a_ledger_that_hides_rows_is_found(store):
    """Without it no submission was submitted, for who asks for the entries that submit."""
    alter(store.ledger_file, LEAST + b"submit\0\0", LEAST + b"suz".ljust(8, b"\0"))
    detail = fault(store, ASKED, asked=True)
    assert detail == "the table entry holds values of action that it does not give when asked"


def test_a_backup_that_hides_rows_is_not_restored(store, tmp_path):
    alter(store.ledger_file, LEAST + b"submit\0\0", LEAST + b"suz".ljust(8, b"\0"))
    file = backup(store, tmp_path / "b.zip").file
    for into in (Settings(store=tmp_path / "new"), store):
        before = into.store_file.read_bytes() if into is store else None
        with pytest.raises(StoreError, match="the table entry holds values of action that it does not give"):
            restore(into, file, replace=True)
        assert (into.store_file.read_bytes() if into.store_file.exists() else None) == before


def test_each_part_of_a_large_table_is_asked(store):
    """DuckDB keeps what a column holds for each 122,880 rows: the first part is sound, the second is not."""
    found = [f"a{i:06}" if i < PART else f"b{i:06}" for i in range(PART + 7000)]
    new = submission([target(3.0)])
    table = pa.table(
        {
            "line": pa.array(range(2, 2 + len(found)), pa.int32()),
            "ods_code": ["ZZ1"] * len(found),
            "pillar": found,
            "target": pa.array([3.0] * len(found)),
            "reason": ["Invented"] * len(found),
        }
    )
    submit(store, replace(new, table=table))
    assert fault(store, ASKED, asked=True) == ""
    sound = store.ledger_file.read_bytes()
    for mark, hidden in ((LEAST, found[PART]), (GREATEST, found[-1])):
        alter(store.ledger_file, mark + hidden.encode() + b"\0", mark + b"b125000\0")
        assert fault(store, ASKED, asked=True) == (
            "the table row_own_targets holds values of pillar that it does not give when asked"
        )
        with closing(connect()) as connection:
            attach(connection, store.ledger_file, "ledger", read_only=True)
            query = "select count(*) from ledger.row_own_targets where pillar = ?"
            assert connection.execute(query, [hidden]).fetchall() == [(0,)]
        store.ledger_file.write_bytes(sound)


def test_a_copy_for_readers_that_hides_rows_is_found(store):
    with reading(store):
        (copy,) = copies(store)
    alter(copy, GREATEST + b"ZZ3".ljust(8, b"\0"), GREATEST + b"ZZ2".ljust(8, b"\0"))
    detail = fault(store, "copies of the ledger for readers hold what it holds", asked=True)
    assert "holds values of ods_code that it does not give when asked" in detail


def test_every_sort_of_column_is_asked_and_a_sound_one_answers(tmp_path):
    """In several parts, with gaps, with one value alone, without any."""
    connection = connect()
    attach(connection, tmp_path / "x.duckdb", "x")
    connection.execute(
        "create table x.t as select range as i, range::integer as j, "
        "if(range % 3 = 0, null, 'n ' || range) as s, "
        "range / 7.0 as d, date '2024-01-01' + (range % 900)::integer as day, range % 2 = 0 as b, "
        "timestamp '2024-01-01' + interval (range) second as at, null::varchar as none, 'x' as same, "
        "'\u00e9' || range as accented, null::double as no_number "
        "from range(140000)"
    )
    connection.execute("create table x.empty (s varchar)")
    connection.execute("checkpoint x")
    assert list(hidden_values(connection, "x")) == []
    connection.close()
