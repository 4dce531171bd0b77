"""A name is not in a store that was begun anew from the files of another, which cannot lose it itself."""

import shutil
from dataclasses import replace

import pytest

from benchmark.core.settings import Settings
from benchmark.returns import check_return, submit_return
from benchmark.store.ledger.snapshot import reading
from benchmark.store.proof.verify import ledger_checks
from benchmark.store.publication import open_current
from tests.shell import connect_ledger
from tests.unit.returns.made import TARGETS, csv_of

pytestmark = pytest.mark.slow

NAME = "Ana Nobody of the Demonstration"
RETURN = csv_of(TARGETS, ("DEMO1", "Acute", "well_led", 4.5, "Our own paper"))
TARGETS_OF_TRUSTS = (
    "select ods_code, care_setting, pillar, target, reason from publication.own_targets order by all"
)


def says(settings: Settings, text: str) -> bool:
    """Whether any column of the ledger holds a text, files among them."""
    connection = connect_ledger(settings.ledger_file, read_only=True)
    try:
        tables = connection.execute(
            "select table_name, column_name, data_type from information_schema.columns"
        ).fetchall()
        wanted = f"%{text.encode().hex().upper()}%"
        asked = (
            f'select count(*) from "{table}" where '
            f'hex("{column}"{"" if kind == "BLOB" else "::varchar"}) like ?'
            for table, column, kind in tables
        )
        return any(connection.execute(query, [wanted]).fetchone() != (0,) for query in asked)
    finally:
        connection.close()


def test_a_store_made_again_has_the_figures_and_not_the_name(own_store, tmp_path):
    old, new = own_store, replace(own_store, store=tmp_path / "new")
    shutil.copytree(old.store, new.store)  # as it is when it is made: published data and nothing returned
    checked = check_return(RETURN, "targets.csv", publication=open_current(old))
    number = submit_return(old, checked, by=NAME, note="").number
    assert says(old, NAME)

    with reading(old) as ledger:
        kept, last = ledger.content(number), ledger.head()
    again = check_return(kept, "targets.csv", publication=open_current(new))
    note = f"Carried over from a store that ended with entry {last.entry}, {last.hash}"
    submit_return(new, again, by="The digital team", note=note)

    rows = open_current(new).rows(TARGETS_OF_TRUSTS)
    assert rows == open_current(old).rows(TARGETS_OF_TRUSTS) and ("DEMO1", 4.5) in {
        (r[0], r[3]) for r in rows
    }
    assert says(new, last.hash) and not says(new, NAME)
    with reading(new) as ledger:
        assert all(check.ok for check in ledger_checks(ledger.connection))
