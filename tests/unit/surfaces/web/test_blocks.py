"""What a page hands to a browser has everything that a chart asks for."""

import pyarrow as pa
from streamlit.testing.v1 import AppTest

from benchmark.charts.figure import Figure
from benchmark.core.columns import Table
from benchmark.surfaces.web import parts
from benchmark.surfaces.web.blocks import RUNS_KEPT, ready


def test_a_field_that_the_first_row_lacks_reaches_the_browser():
    rows = [{"name": "North"}, {"name": "Alpha", "ics_code": "DEMO", "at": 1.5}]
    figure = Figure("", "", "", {"datasets": {"rows-0": rows}}, Table("none", "", "", ()).of([]))
    sent = pa.ipc.open_stream(ready(figure, key="one").spec["datasets"]["rows-0"]).read_all()
    assert sent.to_pylist() == [{"name": "North", "ics_code": None, "at": None}, rows[1]]


def test_what_others_said_is_shown_as_text_and_its_link_takes_nothing_along():
    shown = parts.quotes(
        [("<b>A</b>", "<script>alert(1)</script> & “more”", "https://a.example/?x=1&y=2")]
    ).text
    assert "<script" not in shown and "<b>" not in shown
    assert 'href="https://a.example/?x=1&amp;y=2" target="_blank" rel="noopener noreferrer"' in shown
    assert "&lt;script&gt;" in shown


def test_a_visit_keeps_what_the_links_of_its_last_runs_lead_to_and_nothing_older():
    def page() -> None:
        import streamlit as st
        from markupsafe import Markup

        from benchmark.surfaces.web.blocks import Html, begin_run, draw

        begin_run()
        st.session_state.run = st.session_state.get("run", 0) + 1
        for piece in "ab":
            draw(Html(Markup("text"), (f"{piece} of run {st.session_state.run}",)))

    opened = AppTest.from_function(page)
    for _ in range(RUNS_KEPT + 2):
        opened.run()
    last = range(3, RUNS_KEPT + 3)
    assert [*opened.session_state["kept for links"]] == [[f"a of run {n}", f"b of run {n}"] for n in last]
