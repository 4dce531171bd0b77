"""Parts that pages share: statements, figures with their table and source, messages."""

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, cast

import pandas as pd
import streamlit as st

from benchmark.charts.figure import Figure, HtmlFigure
from benchmark.errors import BenchmarkError
from benchmark.reports.html import html_table
from benchmark.reports.statements import Statement
from benchmark.reports.tables import csv_bytes
from benchmark.web.filters import AS_AT, wanted_value

if TYPE_CHECKING:
    from streamlit.elements.vega_charts import VegaLiteState


def statements(items: Sequence[Statement]) -> None:
    """Up to four statements in large type, each a figure with its words."""
    cells = "".join(
        f'<li><span class="figure">{escape(item.figure)}</span> '
        f'<span class="words">{escape(item.words)}</span></li>'
        for item in items
    )
    st.html(f'<ul class="statements">{cells}</ul>')


def section(title: str, *, anchor: str = "") -> None:
    """A heading of the second level."""
    mark = f' id="{escape(anchor)}"' if anchor else ""
    st.html(f'<h2 class="section"{mark}>{escape(title)}</h2>')


def text(words: str, *, kind: str = "note") -> None:
    """A paragraph. `kind` is a class of the style sheet: note, caution, lead."""
    st.html(f'<p class="{escape(kind)}">{escape(words)}</p>')


def facts(lines: Sequence[tuple[str, str]]) -> None:
    """A short list of named facts."""
    items = "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for name, value in lines)
    st.html(f'<dl class="facts">{items}</dl>')


def figure(drawn: Figure, *, key: str, file_name: str, selection: str | None = None) -> str | None:
    """Draw a chart with its message, alternative text, table and source.

    With `selection`, the name of a point selection in the chart, returns the ODS code that was clicked.
    """
    with st.container(key=f"figure-{key}"):
        _heading(drawn.title, drawn.subtitle)
        state = st.vega_lite_chart(
            drawn.spec,
            width="stretch",
            theme=None,
            alt=drawn.alt,
            key=f"chart-{key}",
            on_select="rerun" if selection else "ignore",
            selection_mode=selection,
        )
        _behind(drawn.table, drawn.source, key=key, file_name=file_name)
    if selection is None:
        return None
    picked = cast("VegaLiteState", state)["selection"].get(selection) or []
    return str(picked[0]["ods_code"]) if picked else None


def html_figure(drawn: HtmlFigure, *, key: str, file_name: str) -> None:
    """Draw a figure that is itself a table, with its message, download and source."""
    with st.container(key=f"figure-{key}"):
        _heading(drawn.title, drawn.subtitle)
        st.html(drawn.html)
        _behind(drawn.table, drawn.source, key=key, file_name=file_name, show=False)


def plain_table(frame: pd.DataFrame, *, caption: str, key: str, file_name: str) -> None:
    """A table that is read by eye and by screen reader, and its download."""
    st.html(html_table(frame, caption=caption))
    download(frame, key=key, file_name=file_name)


def scroll_table(frame: pd.DataFrame, *, alt: str, key: str | None = None) -> None:
    """A long table that scrolls, sorts and searches by itself."""
    st.dataframe(frame, hide_index=True, width="stretch", alt=alt, key=key)


def escaped(words: str) -> str:
    """Text as it may stand in HTML."""
    return escape(words)


def download(frame: pd.DataFrame, *, key: str, file_name: str) -> None:
    """A button that downloads a table as CSV, safe to open in a spreadsheet; a past day is in its name."""
    past = wanted_value(AS_AT)
    st.download_button(
        "Download as CSV",
        data=lambda: csv_bytes(frame, byte_order_mark=True),
        file_name=f"{file_name}-as-at-{past}.csv" if past else f"{file_name}.csv",
        mime="text/csv",
        key=f"download-{key}",
        on_click="ignore",
        type="tertiary",
        icon=":material/download:",
    )


def show_error(error: BenchmarkError) -> None:
    """What happened and what to do, in words."""
    st.error(str(error), icon=":material/error:")


def _heading(title: str, subtitle: str) -> None:
    st.html(f'<h3 class="figure-title">{escape(title)}</h3><p class="figure-subtitle">{escape(subtitle)}</p>')


def _behind(frame: pd.DataFrame, source: str, *, key: str, file_name: str, show: bool = True) -> None:
    if show:
        with st.expander("The table behind this chart"):
            plain_table(frame, caption="The figures that the chart draws", key=key, file_name=file_name)
    else:
        download(frame, key=key, file_name=file_name)
    st.html(f'<p class="source">Source: {escape(source)}</p>')
