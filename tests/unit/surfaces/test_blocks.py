"""What a page hands to a browser has everything that a chart asks for."""

import pyarrow as pa

from benchmark.charts.figure import Figure
from benchmark.core.columns import Table
from benchmark.surfaces.web import parts
from benchmark.surfaces.web.blocks import ready


def test_a_field_that_the_first_row_lacks_reaches_the_browser() -> None:
    rows = [{"name": "North"}, {"name": "Alpha", "ics_code": "DEMO", "at": 1.5}]
    figure = Figure("", "", "", {"datasets": {"rows-0": rows}}, Table("none", "", "", ()).of([]))
    sent = pa.ipc.open_stream(ready(figure, key="one").spec["datasets"]["rows-0"]).read_all()
    assert sent.to_pylist() == [{"name": "North", "ics_code": None, "at": None}, rows[1]]


def test_what_others_said_is_shown_as_text_and_its_link_takes_nothing_along() -> None:
    shown = parts.quotes(
        [("<b>A</b>", "<script>alert(1)</script> & “more”", "https://a.example/?x=1&y=2")]
    ).text
    assert "<script" not in shown and "<b>" not in shown
    assert 'href="https://a.example/?x=1&amp;y=2" target="_blank" rel="noopener noreferrer"' in shown
    assert "&lt;script&gt;" in shown
