"""Parts that pages share, as pieces of HTML: statements, tables, figures with table and source."""

import re
from collections.abc import Callable, Sequence
from typing import Any, Final

import pandas as pd
import streamlit as st

from benchmark.charts.figure import Figure, HtmlFigure
from benchmark.charts.markup import piece
from benchmark.common.subject import Subject
from benchmark.core.columns import Filled
from benchmark.core.errors import BenchmarkError
from benchmark.core.mark_columns import marked
from benchmark.core.settings import Settings, is_shared
from benchmark.core.wording import Statement
from benchmark.surfaces.files.html import html_table
from benchmark.surfaces.web.blocks import Block, Html, joined, ready
from benchmark.surfaces.web.downloads import Download
from benchmark.surfaces.web.pictures import FORMS, Picture
from benchmark.surfaces.web.terms import explained

_SEEN_WHOLE = re.compile(
    # Streamlit reads these as arrows, dashes, icons or the start of an address, even if they are escaped.
    r"(?<=[-<>~=:])(?=[-<>~=/])"
    r"|(?<=:)(?=\w)"
    r"|(?<=www)(?=\.)"
    r"|(?=@)",
    re.IGNORECASE,
)
_WORD_JOINER = "\N{WORD JOINER}"
"""Has no width. Put between two characters, it stops them from being read as one sign."""
_ESCAPED = re.compile(
    # Signs with a meaning anywhere, and at the start or before a word. Others are not escaped, as a screen
    # reader reads a label with everything in it.
    r"[\\`*_\[\]|~$<>&]|^[#+-]|^\d+(?=[.)])"
)


def as_typed(text: str) -> str:
    """A text as Markdown that shows it as typed, on one line: without bold, colour, formula, icon or link.

    For labels, `st.error` and the like, and options of a radio button. Options of a select box need none.
    """
    plain = _SEEN_WHOLE.sub(_WORD_JOINER, " ".join(text.split()))
    return _ESCAPED.sub(_escaped, plain)


def _escaped(sign: re.Match[str]) -> str:
    """The sign escaped. After a number that would begin a list, a word joiner is enough."""
    return f"{sign[0]}{_WORD_JOINER}" if sign[0].isdigit() else f"\\{sign[0]}"


_NUMBER: Final = re.compile(r"\0(\d+)\0")
"""A return's number in the source line, where its link goes."""
_COMMAND = re.compile(r"(?<= )`?(python -m benchmark(?: -{0,2}[\w/]+)+)`?")
"""A command in an error message."""
_TEMPLATE: Final = "surfaces/web/parts.html"


def made(name: str, /, **values: Any) -> Html:
    """A piece from the shared template."""
    return Html(piece(_TEMPLATE, name, **values))


def statements(items: Sequence[Statement]) -> Html:
    """Up to four statements in large type, each a figure and its words."""
    return made("statements", items=items)


def section(title: str, *, anchor: str = "") -> Html:
    """A second-level heading."""
    return made("section", title=title, anchor=anchor)


def subsection(title: str) -> Html:
    """A third-level heading."""
    return heading(title, kind="figure-title")


def heading(words: str, *, kind: str, level: int = 3) -> Html:
    """A heading. kind: a class of the style sheet."""
    return made("heading", words=words, kind=kind, level=level)


def text(words: str, *, kind: str = "note", role: str = "") -> Html:
    """A paragraph. kind: a class of the style sheet, such as note, caution or lead.

    role: its role for screen readers, if it is more than a paragraph.
    """
    return made("text", words=words, kind=kind, role=role)


def link(words: str, address: str) -> Html:
    """A paragraph with a link to another page of the dashboard."""
    return made("link", words=words, address=address)


def outside(words: str, address: str) -> Html:
    """A paragraph with a link to another site, opened in a new tab."""
    return made("outside", words=words, address=address)


def quotes(items: Sequence[tuple[str, str, str]]) -> Html:
    """A list of quotations: our words, theirs, and the address of the source."""
    return made("quotes", items=items)


def command(words: str) -> Html:
    """A command to copy."""
    return made("command", words=words)


def bullets(items: Sequence[str], *, kind: str = "bullets", link: tuple[str, str] | None = None) -> Html:
    """A list of sentences. link: words and address of a link after each."""
    return made("bullets", items=items, kind=kind, link=link)


def named_list(items: Sequence[tuple[str, str]]) -> Html:
    """A list of sentences, each with a short title; empty if there are none."""
    return made("named_list", items=items) if items else Html()


def facts(lines: Sequence[tuple[str, str]]) -> Html:
    """A short list of names and values."""
    return made("facts", lines=lines)


def folded(summary: str, *inside: Html, of_chart: bool = False) -> Html:
    """A section that opens when its line is clicked. It is in the page already, so opening costs no run.

    of_chart: it repeats what a chart shows, so its line is not printed.
    """
    whole = joined(inside)
    return Html(made("folded", summary=summary, inside=whole, of_chart=of_chart).text, whole.keeps)


def table(
    rows: Filled,
    *,
    caption: str,
    subject: Subject | None = None,
    file_name: str = "",
    stacked: bool = False,
    linked: str = "",
    addresses: Sequence[str] = (),
) -> Html:
    """A table for sighted readers and screen readers; with a file name, also its `download`.

    stacked: on a narrow screen, show each row as a block; for tables with sentences in cells. linked: the
    column whose cells are links. addresses: their addresses, one per row.
    """
    shown = Html(html_table(rows, caption=caption, stacked=stacked, linked=linked, addresses=addresses))
    return shown + download(rows, subject=subject, file_name=file_name) if file_name else shown


def download(
    rows: Filled | pd.DataFrame,
    *,
    subject: Subject | None = None,
    file_name: str,
    words: str = "Download as CSV",
) -> Html:
    """A link to a table as CSV.

    subject: who it is about. It gives the file's name, and marks each row with what is unusual about it.
    file_name: what the file holds, such as "share"; without a subject, the whole name without ending.
    """
    name = file_name if subject is None else subject.file(file_name)
    # A name without a subject may have been typed by a person, so the audit gets the table's title instead.
    title = f"“{rows.table.title}”" if isinstance(rows, Filled) else ""
    known = title if subject is None else f"{name}.csv"
    if subject and isinstance(rows, Filled):
        rows = marked(rows, subject.held(rows.table) | subject.marks)
    offered = Download(rows, f"{name}.csv", audited=f"table {known}" if known else "")
    return _file(words, offered, kind="download")


def file_link(
    words: str,
    content: Callable[[], bytes],
    file_name: str,
    *,
    media_type: str = "application/octet-stream",
    audited: str = "",
) -> Html:
    """A link to a file that is made when the link is followed. audited: see `Bound`."""
    offered = Download(content, file_name, media_type, audited)
    return _file(words, offered, kind="file-link")


def _file(words: str, offered: Download, *, kind: str) -> Html:
    return Html(made("file", words=words, address=offered.address, kind=kind).text, (offered,))


def figure(
    drawn: Figure,
    *,
    key: str,
    subject: Subject,
    file_name: str,
    selection: str | None = None,
    field: str = "ods_code",
    behind: Html | None = None,
) -> tuple[Block, ...]:
    """A chart with its message, alternative text, table and source.

    subject: who it is about and its sources; shown in its title, file and source line. file_name: see
    `download`. behind: the table behind it, if it was made before. selection: the name of a point selection
    in the chart; `draw` then returns the clicked point's `field`.
    """
    if behind is None:
        behind = table_behind(drawn.table, subject=subject, file_name=file_name)
    return (
        _heading(subject.title(drawn.title), drawn.subtitle),
        ready(drawn, key=key, selection=selection, field=field),
        behind + _pictures(drawn, subject, file_name) + source(source_line(subject)),
    )


def _pictures(drawn: Figure | HtmlFigure, subject: Subject, file_name: str) -> Html:
    """Links to the chart or table as a picture, made when a link is followed."""
    offered = Picture(drawn, subject, subject.file(file_name))
    links = [(form.upper(), offered.address(form)) for form in FORMS]
    what = "table" if isinstance(drawn, HtmlFigure) else "chart"
    return Html(made("pictures", links=links, what=what).text, (offered,))


def table_behind(rows: Filled, *, subject: Subject | None = None, file_name: str) -> Html:
    """A chart's figures as a table, folded below it."""
    shown = table(rows, caption="The figures that the chart draws", subject=subject, file_name=file_name)
    return folded("The table behind this chart", shown, of_chart=True)


def html_figure(
    drawn: HtmlFigure,
    *,
    key: str,
    subject: Subject,
    file_name: str,
) -> Html:
    """A figure that is itself a table, with its message, download and source. Parameters like `figure`."""
    inside = (
        _heading(subject.title(drawn.title), drawn.subtitle)
        + Html(drawn.html)
        + download(drawn.table, subject=subject, file_name=file_name)
        + _pictures(drawn, subject, file_name)
        + source(source_line(subject))
    )
    return Html(made("html_figure", key=key, inside=inside).text, inside.keeps)


def source_line(subject: Subject) -> Html:
    """A subject's sources, with a link for each return that is named."""
    pieces = _NUMBER.split(subject.source(number=lambda number: f"\0{number}\0"))
    return made("source_line", said=zip(pieces[::2], [*pieces[1::2], ""], strict=True))


def source(words: str | Html) -> Html:
    """The line with the source of figures."""
    return made("source", words=words)


def scroll_table(rows: Filled | pd.DataFrame, *, alt: str, key: str | None = None) -> None:
    """Draw a long table that the reader can scroll, sort and search."""
    frame = rows.frame() if isinstance(rows, Filled) else rows
    st.dataframe(frame, hide_index=True, width="stretch", alt=alt, key=key)


def show_error(error: BenchmarkError) -> None:
    """Draw an error in words: what happened and what to do."""
    words = str(error)
    if is_shared():  # the store's path on the server is private
        store = Settings.from_environment().store
        words = words.replace(str(store), store.name)
    st.error(with_commands(words), icon=":material/error:")


def show_warning(words: str) -> None:
    """Draw a warning. The words may hold other people's text, such as a file's name."""
    st.warning(with_commands(words))


def with_commands(text: str) -> str:
    """A text as Markdown that shows it as typed, except that a command becomes code, to be copied."""
    marked = ""
    for place, words in enumerate(_COMMAND.split(text)):
        marked += f" `{words}`" if place % 2 else f"{' ' * words.startswith(' ')}{as_typed(words)}"
    return marked.strip()


def _heading(title: str, subtitle: str) -> Html:
    return made("figure_heading", title=title, subtitle=explained(subtitle))
