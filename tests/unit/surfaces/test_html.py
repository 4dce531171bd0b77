"""Tables that people read: each cell in its place, and nothing that runs."""

from benchmark.core.columns import SCORE, TEXT, Column, Filled, Table, Unit
from benchmark.surfaces.files.html import html_table


def filled(columns: dict[str, Unit], *rows: tuple[object, ...]) -> Filled:
    keys = [f"key_{place}" for place in range(len(columns))]
    declared = tuple(Column(key, *heading) for key, heading in zip(keys, columns.items(), strict=True))
    return Filled(Table("made", "Made", "one row", declared), rows)


def test_text_never_becomes_markup():
    drawn = html_table(
        filled({"<b>Trust</b>": TEXT}, ("<script>alert(1)</script>",)), caption='"><img src=x>'
    )
    assert "<script" not in drawn
    assert "<img" not in drawn
    assert "<b>" not in drawn


def test_every_cell_is_under_its_header_and_numbers_to_the_right():
    drawn = html_table(filled({"Trust": TEXT, "Score": SCORE}, ("A", 1.0), ("B", 2.0)), caption="Scores")
    assert drawn.count("<tr>") == 3
    assert drawn.count('<th scope="col"') == 2
    assert drawn.count('<th scope="row"') == 2
    assert drawn.count('<td class="number"') == 2


def test_a_heading_breaks_before_its_unit_and_a_name_keeps_room():
    rows = filled({"Trust": TEXT, "Score": SCORE}, ("The Ash and Elm Hospitals", 1.0))
    drawn = html_table(rows, caption="Scores")
    assert 'class="number">Score <span class="unit">(1 to 5)</span></th>' in drawn
    assert '<table class="plain names">' in drawn
    assert '<table class="plain">' in html_table(filled({"Code": TEXT}, ("RXX",)), caption="Codes")


def test_a_stacked_table_names_each_cell_and_keeps_the_roles_of_its_parts():
    rows = filled({"File": TEXT, "Note <b>": TEXT}, ("a.csv", 'From "A"'))
    drawn = html_table(rows, caption="Log", stacked=True)
    assert '<th scope="row" role="rowheader" data-label="File">a.csv</th>' in drawn
    assert '<td role="cell" data-label="Note &lt;b&gt;">' in drawn
    assert drawn.count('role="row"') == 2
    assert "data-label" not in html_table(rows, caption="Log")


def test_the_cells_of_a_linked_column_lead_to_their_rows_addresses():
    rows = filled({"Code": TEXT, "Name <b>": TEXT}, ("A_1", "Ash & <i>Elm</i>"), ("B_2", "Oak"))
    addresses = ['overview?group=A_1&standard="setting_median"', "overview?group=B_2"]
    for stacked in (False, True):
        drawn = html_table(rows, caption="Groups", stacked=stacked, linked="key_1", addresses=addresses)
        assert (
            'href="overview?group=A_1&amp;standard=&#34;setting_median&#34;" target="_self">Ash &amp;'
            in drawn
        )
        assert '<a href="overview?group=B_2" target="_self">Oak</a></td>' in drawn
        assert "<i>" not in drawn and drawn.count("<a ") == 2
