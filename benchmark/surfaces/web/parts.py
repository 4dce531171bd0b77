"""Parts that pages share, as pieces of HTML: statements, tables, figures with their table and source."""

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
from benchmark.core.settings import Settings, is_shared
from benchmark.core.wording import Statement
from benchmark.surfaces.files.html import html_table
from benchmark.surfaces.web.blocks import Block, Html, joined, ready
from benchmark.surfaces.web.downloads import Download
from benchmark.surfaces.web.pictures import FORMS, Picture
from benchmark.surfaces.web.terms import explained

_SEEN_WHOLE = re.compile(
    # Read as arrows, dashes and comparisons, as icons and as the start of an address, whatever is escaped.
    r"(?<=[-<>~=:])(?=[-<>~=/])"
    r"|(?<=:)(?=\w)"
    r"|(?<=www)(?=\.)"
    r"|(?=@)",
    re.IGNORECASE,
)
_WORD_JOINER = "\N{WORD JOINER}"
"""It has no width, and two letters with it between them are no longer one sign."""
_ESCAPED = re.compile(
    # Signs that mean something wherever they stand, and those that do at the start or before a word. Others
    # stay as they are: a label is read aloud with all that is in it.
    r"[\\`*_\[\]|~$<>&]|^[#+-]|^\d+(?=[.)])"
)


def as_typed(text: str) -> str:
    """A text as Markdown that shows it as it was typed, on one line: no bold, colour, formula, icon or link.

    For labels, `st.error` and the like, and the options of a radio button; those of a select box are no
    Markdown.
    """
    plain = _SEEN_WHOLE.sub(_WORD_JOINER, " ".join(text.split()))
    return _ESCAPED.sub(_escaped, plain)


def _escaped(sign: re.Match[str]) -> str:
    """A number that would begin a list keeps its figures: a sign without width after it is enough."""
    return f"{sign[0]}{_WORD_JOINER}" if sign[0].isdigit() else f"\\{sign[0]}"


_NUMBER: Final = re.compile(r"\0(\d+)\0")
"""A return's number in the source line, where its link goes."""
_COMMAND = re.compile(r"(?<= )`?(python -m benchmark(?: -{0,2}[\w/]+)+)`?")
"""A command that an error names."""
_TEMPLATE: Final = "surfaces/web/parts.html"


def made(name: str, /, **values: Any) -> Html:
    """A piece of the template of this room."""
    return Html(piece(_TEMPLATE, name, **values))


def statements(items: Sequence[Statement]) -> Html:
    """Up to four statements in large type, each a figure with its words."""
    return made("statements", items=items)


def section(title: str, *, anchor: str = "") -> Html:
    """A heading of the second level."""
    return made("section", title=title, anchor=anchor)


def subsection(title: str) -> Html:
    """A heading of the third level."""
    return heading(title, kind="figure-title")


def heading(words: str, *, kind: str, level: int = 3) -> Html:
    """A heading of a level. `kind` is a class of the style sheet."""
    return made("heading", words=words, kind=kind, level=level)


def text(words: str, *, kind: str = "note", role: str = "") -> Html:
    """A paragraph. `kind` is a class of the style sheet: note, caution, lead.

    role: what it is to a screen reader, where it is more than a paragraph.
    """
    return made("text", words=words, kind=kind, role=role)


def link(words: str, address: str) -> Html:
    """A paragraph that is a link to another page of the dashboard."""
    return made("link", words=words, address=address)


def outside(words: str, address: str) -> Html:
    """A paragraph that is a link to another place on the web, opened beside this page."""
    return made("outside", words=words, address=address)


def quotes(items: Sequence[tuple[str, str, str]]) -> Html:
    """A list of what others said: our words, theirs, and the address at which they stand."""
    return made("quotes", items=items)


def command(words: str) -> Html:
    """A command that can be copied."""
    return made("command", words=words)


def bullets(items: Sequence[str], *, kind: str = "bullets", link: tuple[str, str] | None = None) -> Html:
    """A list of sentences. link: words and address of what each of them leads to."""
    return made("bullets", items=items, kind=kind, link=link)


def named_list(items: Sequence[tuple[str, str]]) -> Html:
    """A list of sentences, each below the few words that it is about; nothing where there are none."""
    return made("named_list", items=items) if items else Html()


def facts(lines: Sequence[tuple[str, str]]) -> Html:
    """A short list of named facts."""
    return made("facts", lines=lines)


def folded(summary: str, *inside: Html, of_chart: bool = False) -> Html:
    """What opens when its line is chosen: it is in the page already, and opening asks the server nothing.

    of_chart: it says what a chart shows, so that paper does without its line.
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
    """A table for the eye and the screen reader; with a file's name also its `download`.

    stacked: on a narrow screen a block for each row, for tables whose cells hold sentences. linked: the
    column whose cells lead to the addresses, one for each row.
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

    subject: whom it is about: the file's name is made of that, and each row says what is unusual about it.
    file_name: what the file holds, such as "share"; without a subject the whole name without its ending.
    """
    name = file_name if subject is None else subject.file(file_name)
    # A name without a subject may be that of somebody's file; a table that is no `Filled` is a template.
    title = f"“{rows.table.title}”" if isinstance(rows, Filled) else ""
    known = title if subject is None else f"{name}.csv"
    marks = subject.held(rows.table) if subject and isinstance(rows, Filled) else {}
    offered = Download(rows, f"{name}.csv", audited=f"table {known}" if known else "", marks=marks)
    return Html(made("download", words=words, address=offered.address).text, (offered,))


def file_link(
    words: str,
    content: Callable[[], bytes],
    file_name: str,
    *,
    media_type: str = "application/octet-stream",
    audited: str = "",
) -> Html:
    """A link to a file that is made, or looked up, when it is followed; audited as `Download` takes it."""
    offered = Download(content, file_name, media_type, audited)
    return Html(made("file_link", words=words, address=offered.address).text, (offered,))


def figure(
    drawn: Figure,
    *,
    key: str,
    subject: Subject,
    file_name: str,
    selection: str | None = None,
    field: str = "ods_code",
    show_table: bool = True,
    behind: Html | None = None,
) -> tuple[Block, ...]:
    """A chart with its message, alternative text, table and source.

    subject: whom it is about and what it rests on, stamped on its title, its file and its source line.
    file_name: as `download` takes it. behind: the table behind it, where that is made and remembered apart.
    selection: the name of a point selection in the chart, whose points carry `field`; `draw` then returns it.
    """
    if behind is None:
        made = table_behind if show_table else download
        behind = made(drawn.table, subject=subject, file_name=file_name)
    return (
        _heading(subject.title(drawn.title), drawn.subtitle),
        ready(drawn, key=key, selection=selection, field=field),
        behind + _pictures(drawn, subject, file_name) + source(source_line(subject)),
    )


def _pictures(drawn: Figure | HtmlFigure, subject: Subject, file_name: str) -> Html:
    """Links to the chart or the table as a picture that stands alone: made when they are followed."""
    offered = Picture(drawn, subject, subject.file(file_name))
    links = [(form.upper(), offered.address(form)) for form in FORMS]
    what = "table" if isinstance(drawn, HtmlFigure) else "chart"
    return Html(made("pictures", links=links, what=what).text, (offered,))


def table_behind(rows: Filled, *, subject: Subject | None = None, file_name: str) -> Html:
    """The figures that a chart draws, folded away below it."""
    shown = table(rows, caption="The figures that the chart draws", subject=subject, file_name=file_name)
    return folded("The table behind this chart", shown, of_chart=True)


def html_figure(
    drawn: HtmlFigure,
    *,
    key: str,
    subject: Subject,
    file_name: str,
) -> Html:
    """A figure that is itself a table, with its message, download and source, as `figure` takes them."""
    inside = (
        _heading(subject.title(drawn.title), drawn.subtitle)
        + Html(drawn.html)
        + download(drawn.table, subject=subject, file_name=file_name)
        + _pictures(drawn, subject, file_name)
        + source(source_line(subject))
    )
    return Html(made("html_figure", key=key, inside=inside).text, inside.keeps)


def source_line(subject: Subject) -> Html:
    """What a subject's figures rest on, each return that it names a link to it."""
    pieces = _NUMBER.split(subject.source(number=lambda number: f"\0{number}\0"))
    return made("source_line", said=zip(pieces[::2], [*pieces[1::2], ""], strict=True))


def source(words: str | Html) -> Html:
    """The line that says where figures come from."""
    return made("source", words=words)


def scroll_table(rows: Filled | pd.DataFrame, *, alt: str, key: str | None = None) -> None:
    """Draw a long table that scrolls, sorts and searches by itself."""
    frame = rows.frame() if isinstance(rows, Filled) else rows
    st.dataframe(frame, hide_index=True, width="stretch", alt=alt, key=key)


def show_error(error: BenchmarkError) -> None:
    """Draw what happened and what to do, in words."""
    words = str(error)
    if is_shared():  # where the store lies on the server is nobody's business
        store = Settings.from_environment().store
        words = words.replace(str(store), store.name)
    st.error(with_commands(words), icon=":material/error:")


def show_warning(words: str) -> None:
    """Draw what is to be known. The words may hold text of others: a file's name, or what lies in a store."""
    st.warning(with_commands(words))


def with_commands(text: str) -> str:
    """A text as Markdown that shows it as it was typed, but a command as code, so that it can be copied."""
    said = ""
    for place, words in enumerate(_COMMAND.split(text)):
        said += f" `{words}`" if place % 2 else f"{' ' * words.startswith(' ')}{as_typed(words)}"
    return said.strip()


def _heading(title: str, subtitle: str) -> Html:
    return made("figure_heading", title=title, subtitle=explained(subtitle))
