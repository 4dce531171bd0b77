"""What a page hands to a browser has everything that a chart asks for."""

import pyarrow as pa

from benchmark.charts.figure import Figure
from benchmark.core.columns import Table
from benchmark.surfaces.web.blocks import ready


def test_a_field_that_the_first_row_lacks_reaches_the_browser() -> None:
    rows = [{"name": "North"}, {"name": "Alpha", "ics_code": "DEMO", "at": 1.5}]
    figure = Figure("", "", "", {"datasets": {"rows-0": rows}}, Table("none", "", "", ()).of([]))
    sent = pa.ipc.open_stream(ready(figure, key="one").spec["datasets"]["rows-0"]).read_all()
    assert sent.to_pylist() == [{"name": "North", "ics_code": None, "at": None}, rows[1]]
