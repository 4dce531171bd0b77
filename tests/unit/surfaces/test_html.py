"""Tables that people read: numbers as they expect them, and nothing that runs."""

import pandas as pd
import pytest

from benchmark.surfaces.files.html import NO_VALUE, formatted, html_table


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ([2.0, 2.5, 3.0], ["2.0", "2.5", "3.0"]),
        ([2.25, 2.5], ["2.25", "2.50"]),
        ([1234567.0, 20.0], ["1,234,567", "20"]),
        ([2.5, float("nan")], ["2.5", NO_VALUE]),
        ([True, False], ["yes", "no"]),
        (["a", None], ["a", NO_VALUE]),
    ],
)
def test_values_are_shown_as_people_write_them(values, shown):
    assert formatted(pd.Series(values)) == shown


def test_a_year_has_no_thousands_separator_and_a_count_has():
    assert formatted(pd.Series([2025], name="Round")) == ["2025"]
    assert formatted(pd.Series([2025], name="Rows")) == ["2,025"]


def test_text_never_becomes_markup():
    frame = pd.DataFrame({"<b>Trust</b>": ["<script>alert(1)</script>"]})
    drawn = html_table(frame, caption='"><img src=x>')
    assert "<script" not in drawn
    assert "<img" not in drawn
    assert "<b>" not in drawn


def test_every_cell_stands_under_its_header_and_numbers_to_the_right():
    drawn = html_table(pd.DataFrame({"Trust": ["A", "B"], "Score": [1.0, 2.0]}), caption="Scores")
    assert drawn.count("<tr>") == 3
    assert drawn.count('<th scope="col"') == 2
    assert drawn.count('<th scope="row"') == 2
    assert drawn.count('<td class="number"') == 2


def test_a_stacked_table_names_each_cell_and_keeps_the_roles_of_its_parts():
    frame = pd.DataFrame({"File": ["a.csv"], "Note <b>": ['From "A"']})
    drawn = html_table(frame, caption="Log", stacked=True)
    assert '<th scope="row" role="rowheader" data-label="File">a.csv</th>' in drawn
    assert '<td role="cell" data-label="Note &lt;b&gt;">' in drawn
    assert drawn.count('role="row"') == 2
    assert "data-label" not in html_table(frame, caption="Log")
