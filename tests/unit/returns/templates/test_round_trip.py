"""What is exported and brought back untouched changes nothing."""

from dataclasses import replace
from itertools import cycle

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmark.core.wording import as_before_guard, csv_cell
from benchmark.returns import changes, check_return
from benchmark.returns.check.cells import read_cell
from benchmark.returns.columns import columns_of
from benchmark.returns.read.workbook import read_workbook
from benchmark.returns.vocabulary import file_layouts
from benchmark.surfaces.files.exports import export_of, exported
from schemas.kinds import KINDS
from tests.unit.returns.made import csv_of

READ = sorted({layout.kind for layout in file_layouts()})
FREE_TEXT = columns_of(KINDS["disclosed_spend"])["quote"]
NEEDLESS = {
    *("figures_left_out", "figures_second", "heading_unknown", "kind_ambiguous", "unit_in_title"),
    *("trust_closed_since", "name_of_nobody"),
}


@pytest.mark.parametrize(("kind", "form"), [*zip(READ, cycle(["csv", "xlsx"])), ("conditions", "xlsx")])
def test_an_export_brought_back_changes_nothing(kind, form, publication):
    export = export_of(publication, kind)
    checked = check_return(exported(export, form), f"{kind}.{form}", publication=publication)
    assert checked.errors == ()
    assert NEEDLESS.isdisjoint(entry.code for entry in checked.findings)
    assert (checked.kinds, checked.rows_valid) == ((kind,), export.table.num_rows)
    found = changes(checked, publication)
    assert (found.new, found.changed, found.unchanged) == (0, 0, export.table.num_rows)


def test_a_figure_of_seventeen_digits_comes_back_whole(publication):
    export = export_of(publication, "it_spend")
    figures = pa.array([0.1 + 0.2] * export.table.num_rows)
    place = export.table.column_names.index("it_revenue")
    export = replace(export, table=export.table.set_column(place, "it_revenue", figures))
    (sheet,) = read_workbook(exported(export, "xlsx")).sheets
    column = sheet.columns[sheet.headings.index("it_revenue")]
    assert {*column.to_pylist()} == {"0.30000000000000004"}


@given(st.text(min_size=1))
def test_the_guard_of_a_cell_is_taken_off_exactly_where_it_was_put_on(text):
    guarded = csv_cell(text)
    assert (as_before_guard(guarded) or guarded) == text


@given(
    st.sampled_from(["+44 20 7946 0000", "-x", "@home", "=1+1", "'tis", "''", "plain", "MAR1", "10-12"])
    | st.text("+-=@' a")
)
def test_a_guarded_text_is_read_as_it_was(text):
    cell = read_cell(csv_cell(text), FREE_TEXT)
    stripped = text.strip() or None
    if csv_cell(text) != text:
        assert (cell.text, cell.error) == (stripped, "")
        assert "guard_removed" in [note.code for note in cell.notes] or stripped is None
    elif as_before_guard(text) is None and not text.strip().startswith("="):
        assert cell.text == stripped


def test_a_telephone_number_comes_back_without_its_guard():
    row = ("DEMO1", "well_led", "offer", "'+44 20 7946 0000", "Help with board reports")
    checked = check_return(csv_of(list(KINDS["peer_exchange"].model_fields), row), "x.csv", publication=None)
    assert checked.tables[0].table["contact"].to_pylist() == ["+44 20 7946 0000"]
    (note,) = (entry for entry in checked.findings if entry.severity == "note" and entry.line == 2)
    assert note.code == "guard_removed"
    assert "+44 20 7946 0000" in note.message
