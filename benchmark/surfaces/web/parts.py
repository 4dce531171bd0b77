"""Parts that pages share, as pieces of HTML: statements, tables, figures with their table and source."""

import re
from collections.abc import Sequence
from html import escape

import pandas as pd
import streamlit as st

from benchmark.charts.figure import FICTIONAL_SOURCE, Figure, HtmlFigure
from benchmark.common.subject import Subject
from benchmark.core.columns import Filled
from benchmark.core.errors import BenchmarkError
from benchmark.core.wording import Statement
from benchmark.surfaces.files.html import html_table
from benchmark.surfaces.web.blocks import Block, Html, ready
from benchmark.surfaces.web.downloads import Download
from benchmark.surfaces.web.plain import as_typed

_COMMAND = re.compile(r"(?<= )(python -m benchmark(?: -{0,2}[\w/]+)+)")
"""A command that an error names."""


def statements(items: Sequence[Statement]) -> Html:
    """Up to four statements in large type, each a figure with its words."""
    cells = "".join(
        f'<li><span class="figure">{escape(item.figure)}</span> '
        f'<span class="words">{escape(item.words)}</span></li>'
        for item in items
    )
    return Html(f'<ul class="statements">{cells}</ul>')


def section(title: str, *, anchor: str = "") -> Html:
    """A heading of the second level."""
    mark = f' id="{escape(anchor)}"' if anchor else ""
    return Html(f'<h2 class="section"{mark}>{escape(title)}</h2>')


def subsection(title: str) -> Html:
    """A heading of the third level."""
    return Html(f'<h3 class="figure-title">{escape(title)}</h3>')


def text(words: str, *, kind: str = "note") -> Html:
    """A paragraph. `kind` is a class of the style sheet: note, caution, lead."""
    return Html(f'<p class="{escape(kind)}">{escape(words)}</p>')


def link(words: str, address: str) -> Html:
    """A paragraph that is a link to another page of the dashboard."""
    return Html(f'<p class="note"><a href="{escape(address)}" target="_self">{escape(words)}</a></p>')


def bullets(items: Sequence[str]) -> Html:
    """A list of sentences."""
    return Html(f'<ul class="bullets">{"".join(f"<li>{escape(item)}</li>" for item in items)}</ul>')


def named_list(items: Sequence[tuple[str, str]]) -> Html:
    """A list of sentences, each below the few words that it is about; nothing where there are none."""
    lines = "".join(f"<li><strong>{escape(name)}</strong><br>{escape(words)}</li>" for name, words in items)
    return Html(f'<ul class="bullets">{lines}</ul>' if items else "")


def facts(lines: Sequence[tuple[str, str]]) -> Html:
    """A short list of named facts."""
    items = "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for name, value in lines)
    return Html(f'<dl class="facts">{items}</dl>')


def folded(summary: str, *inside: Html) -> Html:
    """What opens when its line is chosen: it is in the page already, and opening asks the server nothing."""
    whole = "".join(piece.text for piece in inside)
    return Html(
        f'<details class="folded"><summary>{escape(summary)}</summary>{whole}</details>',
        tuple(kept for piece in inside for kept in piece.keeps),
    )


def table(
    rows: Filled | pd.DataFrame,
    *,
    caption: str,
    subject: Subject | None = None,
    file_name: str = "",
    stacked: bool = False,
) -> Html:
    """A table for the eye and the screen reader; with a file's name also its `download`.

    stacked: on a narrow screen a block for each row, for tables whose cells hold sentences.
    """
    shown = Html(html_table(rows, caption=caption, stacked=stacked))
    return shown + download(rows, subject=subject, file_name=file_name) if file_name else shown


def download(
    rows: Filled | pd.DataFrame,
    *,
    subject: Subject | None = None,
    file_name: str,
    words: str = "Download as CSV",
) -> Html:
    """A link to a table as CSV.

    subject: whom it is about: the file's name is made of that, and each row says what is unusual about it.
    file_name: what the file holds, such as "share"; without a subject the whole name without its ending.
    """
    name = file_name if subject is None else subject.file(file_name)
    offered = Download(rows, f"{name}.csv")
    return Html(
        f'<p class="download"><a href="{escape(offered.address)}" download>{escape(words)}</a></p>',
        (offered,),
    )


def figure(
    drawn: Figure,
    *,
    key: str,
    subject: Subject | None = None,
    file_name: str,
    selection: str | None = None,
    field: str = "ods_code",
    show_table: bool = True,
    behind: Html | None = None,
    rests_on: Html | str | None = None,
) -> tuple[Block, ...]:
    """A chart with its message, alternative text, table and source.

    subject: whom it is about, which is stamped on its title, its file and its source line. file_name: as
    `download` takes it. rests_on: what its figures rest on. behind: the table behind it, where that is made
    and remembered apart.
    selection: the name of a point selection in the chart, whose points carry `field`; `draw` then returns it.
    """
    title, rests_on = _stamped(drawn, subject, rests_on)
    if behind is None:
        made = table_behind if show_table else download
        behind = made(drawn.table, subject=subject, file_name=file_name)
    return (
        _heading(title, drawn.subtitle),
        ready(drawn, key=key, selection=selection, field=field),
        behind + source(rests_on),
    )


def table_behind(rows: Filled | pd.DataFrame, *, subject: Subject | None = None, file_name: str) -> Html:
    """The figures that a chart draws, folded away below it."""
    shown = table(rows, caption="The figures that the chart draws", subject=subject, file_name=file_name)
    return folded("The table behind this chart", shown)


def html_figure(
    drawn: HtmlFigure,
    *,
    key: str,
    subject: Subject | None = None,
    file_name: str,
    rests_on: Html | str | None = None,
) -> Html:
    """A figure that is itself a table, with its message, download and source, as `figure` takes them."""
    title, rests_on = _stamped(drawn, subject, rests_on)
    inside = (
        _heading(title, drawn.subtitle)
        + Html(drawn.html)
        + download(drawn.table, subject=subject, file_name=file_name)
        + source(rests_on)
    )
    return Html(
        f'<section class="html-figure" id="figure-{escape(key)}">{inside.text}</section>', inside.keeps
    )


def _stamped(
    drawn: Figure | HtmlFigure, subject: Subject | None, rests_on: Html | str | None
) -> tuple[str, Html | str]:
    """A figure's title and source line with what its subject says of them."""
    if subject is None:
        return drawn.title, rests_on or drawn.source
    if subject.fictional and not isinstance(rests_on, Html):
        rests_on = FICTIONAL_SOURCE
    return subject.title(drawn.title), rests_on or drawn.source


def source(words: str | Html) -> Html:
    """The line that says where figures come from."""
    said = words.text if isinstance(words, Html) else escape(words)
    return Html(f'<p class="source">Source: {said}</p>')


def scroll_table(frame: pd.DataFrame, *, alt: str, key: str | None = None) -> None:
    """Draw a long table that scrolls, sorts and searches by itself."""
    st.dataframe(frame, hide_index=True, width="stretch", alt=alt, key=key)


def show_error(error: BenchmarkError) -> None:
    """Draw what happened and what to do, in words. A command is drawn as code, so that it can be copied."""
    pieces = _COMMAND.split(str(error))
    said = ""
    for place, piece in enumerate(pieces):
        said += f" `{piece}`" if place % 2 else f"{' ' * piece.startswith(' ')}{as_typed(piece)}"
    st.error(said.strip(), icon=":material/error:")


def _heading(title: str, subtitle: str) -> Html:
    below = f'<p class="figure-subtitle">{escape(subtitle)}</p>' if subtitle else ""
    return Html(f'<h3 class="figure-title">{escape(title)}</h3>{below}')
