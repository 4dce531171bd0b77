"""What a view draws, taken from what the server would send to the reader, without a server.

Nothing here knows a figure: the page runs, and its charts and HTML are found among what it drew.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from unittest import mock

import streamlit as st
from streamlit.dataframe_util import convert_arrow_bytes_to_pandas_df
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block, Node

from benchmark.core.settings import PROJECT_ROOT
from benchmark.surfaces.web.site.sitemap import PAGES
from tests.pictures.views import View

WIDE_VIEWPORT, NARROW_VIEWPORT = 1440, 390
WIDE, NARROW = 1068.0, 358.0
"""Pixels of a page's body, in a browser of 1440 and of 390 px."""
GAPS = {0: 0.0, 1: 16.0, 2: 32.0, 3: 64.0, 4: 0.0}
"""Pixels between columns, by Streamlit's number for the size of a gap."""
_KEY = "usermeta"
"""Where a Vega-Lite chart holds what Vega does not read."""
_OF_THIS_RUN = (
    (re.compile(r'href="download/[^/"]+/'), 'href="download/'),
    (re.compile(r"Publication [^<]*built [^<]*?\. "), ""),
    (re.compile(r"\b\d{6}-[0-9a-f]{12}\b"), "this version"),
    (re.compile(r"\b\d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d\b"), "1 Jan 2000 00:00"),
)
"""What differs by itself from one run to another, and what is written in its place."""


@dataclass(frozen=True)
class Chart:
    """A chart as it is sent. spec: Vega-Lite with its data in it; width: its pixels on a wide screen."""

    key: str
    spec: dict[str, Any]
    alt: str
    width: float


@dataclass(frozen=True)
class Html:
    """A piece of HTML, without what differs by itself from one run to another."""

    text: str
    width: float


def seen(view: View) -> list[Chart | Html]:
    """Run a view, in the store that the environment names, and return what it draws, in order."""
    app = AppTest.from_file(
        str(PROJECT_ROOT / "benchmark" / "surfaces" / "web" / "main.py"), default_timeout=150
    )
    if view.address != PAGES[0].address:
        app.run()  # Streamlit knows a page's address once the navigation has been drawn
        script = next(place.script for place in PAGES if place.address == view.address)
        app.switch_page(str(PROJECT_ROOT / "pages" / script))
        app.query_params.clear()
    for name, value in view.query.items():
        app.query_params[name] = value
    with mock.patch.object(st, "vega_lite_chart", _keyed(st.vega_lite_chart)):
        app.run()
    if app.exception or app.error:
        raise RuntimeError(f"{view.name}: {[*app.exception, *app.error]}")
    return list(_walk(app.main, WIDE))


def _keyed(draw: Callable[..., Any]) -> Callable[..., Any]:
    """Streamlit sends a chart's key only where something can be chosen in it: let the chart carry it."""

    def with_key(spec: dict[str, Any], **given: Any) -> Any:
        return draw(spec | {_KEY: {"key": given["key"]}}, **given)

    return with_key


def _walk(node: Node, width: float) -> Iterator[Chart | Html]:
    if node.type == "vega_lite_chart":
        yield _chart(node.proto, width)
    elif node.type == "html":
        text = node.proto.body
        for pattern, same in _OF_THIS_RUN:
            text = pattern.sub(same, text)
        yield Html(text, width)
    if isinstance(node, Block):
        inside = list(node.children.values())
        columns = sum(child.type == "column" for child in inside)
        for child in inside:
            share = child.proto.weight if child.type == "column" else 1.0
            gap = GAPS[child.proto.gap_config.gap_size] if child.type == "column" else 0.0
            # As the browser shares a row: to each its weight less a gap, and what is left to all alike.
            yield from _walk(child, share * width - gap * (columns - 1) / max(columns, 1))


def _chart(proto: Any, width: float) -> Chart:
    spec = proto.spec
    sent = {data.name: _rows(data.data.data) for data in proto.datasets}
    # A data set's name is a hash of its content: the order in which the chart draws them says more.
    ordered = sorted(sent, key=spec.find)
    for number, name in enumerate(ordered, 1):
        spec = spec.replace(name, f"data-{number:02}")
    whole = json.loads(spec)
    if ordered:
        whole["datasets"] = {f"data-{number:02}": sent[name] for number, name in enumerate(ordered, 1)}
    if proto.data.data:
        whole["data"] = {"values": _rows(proto.data.data)}
    return Chart(whole.pop(_KEY)["key"].removeprefix("chart-"), whole, proto.alt, width)


def _rows(arrow: bytes) -> Any:
    return json.loads(convert_arrow_bytes_to_pandas_df(arrow).to_json(orient="records", double_precision=12))
