"""The blocks that pages are made of: HTML, charts and columns, made once and drawn on every run.

The cost of a run grows with the number of elements, so neighbouring HTML is drawn as one element. Blocks that
need measures are made once for a publication and remembered as a tuple (`per_publication`).
"""

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias, cast

import pyarrow as pa
import streamlit as st
from markupsafe import Markup
from streamlit.dataframe_util import convert_arrow_table_to_arrow_bytes

from benchmark.charts.figure import Figure
from benchmark.charts.marks import Rows

if TYPE_CHECKING:
    from streamlit.elements.vega_charts import VegaLiteState

NOTHING: Final = Markup()


@dataclass(frozen=True)
class Html:
    """A piece of HTML from a template.

    keeps: objects that must live as long as the piece, such as the tables that its links download.
    """

    text: Markup = NOTHING
    keeps: tuple[object, ...] = ()

    def __add__(self, other: "Html") -> "Html":
        return Html(self.text + other.text, self.keeps + other.keeps)

    def __html__(self) -> Markup:
        """Called by templates, which then insert the text unescaped."""
        return self.text

    def _repr_html_(self) -> str:
        """Called by Streamlit, which then keeps the text as it is. It would dedent a plain string."""
        return self.text


@dataclass(frozen=True, eq=False)
class Chart:
    """A chart ready to send. Its data is in Arrow's format already, which Streamlit would make on each run.

    selection: the name of a point selection in the chart. field: the field of the points that it returns.
    """

    key: str
    spec: dict[str, Any]
    alt: str
    selection: str | None = None
    field: str = "ods_code"


@dataclass(frozen=True)
class Columns:
    """Blocks side by side; on a narrow screen, one below the other. widths: the columns' shares."""

    columns: tuple[tuple["Block", ...], ...]
    widths: tuple[float, ...] = ()
    gap: Literal["medium", "large"] = "large"


@dataclass(frozen=True)
class Live:
    """A block that is drawn again on every run, as it holds the reader's input: choices, a form, a list.

    draw: draws it, and returns the value that was clicked in its charts, if any.
    """

    draw: Callable[[], str | None]


Block: TypeAlias = Html | Chart | Columns | Live

RUNS_KEPT = 3
"""Runs of a visit whose objects are kept: the page on screen, and those shown while somebody clicked."""
_KEPT = "kept for links"


def begin_run() -> None:
    """Start a run of the page. Objects that links of some runs ago lead to may now be freed."""
    _kept().append([])


def _kept() -> deque[list[object]]:
    """The objects that this visit keeps, for each of its last runs."""
    kept: deque[list[object]] = st.session_state.setdefault(_KEPT, deque([[]], maxlen=RUNS_KEPT))
    return kept


def joined(pieces: Iterable[Html]) -> Html:
    """Several pieces of HTML as one."""
    whole = tuple(pieces)
    return Html(
        Markup().join(piece.text for piece in whole), tuple(kept for piece in whole for kept in piece.keeps)
    )


def ready(figure: Figure, *, key: str, selection: str | None = None, field: str = "ods_code") -> Chart:
    """A figure's chart, ready to be drawn. key: must be unique on the page.

    A chart without data has no selection, and Streamlit refuses a call that names one; it is dropped then.
    """
    spec = dict(figure.spec)
    if selection not in [parameter["name"] for parameter in spec.get("params", ())]:
        selection = None
    if "datasets" in spec:
        # Straight from rows to Arrow: through a frame, as Streamlit does it, takes ten times as long.
        spec["datasets"] = {
            name: convert_arrow_table_to_arrow_bytes(_as_table(rows))
            for name, rows in spec["datasets"].items()
        }
    return Chart(key=f"chart-{key}", spec=spec, alt=figure.alt, selection=selection, field=field)


def _as_table(rows: Rows) -> pa.Table:
    """An Arrow table with the fields of all rows. Arrow itself would take only those of the first row."""
    fields = dict.fromkeys(name for row in rows for name in row)
    return pa.Table.from_pylist([{name: row.get(name) for name in fields} for row in rows])


def draw(*blocks: Block) -> str | None:
    """Draw blocks in order. Returns the value that was clicked in a chart with a selection, if any."""
    clicked: str | None = None
    pending: list[Html] = []
    for block in blocks:
        if isinstance(block, Html):
            pending.append(block)
            continue
        _draw_html(pending)
        pending = []
        if isinstance(block, Chart):
            clicked = _draw_chart(block) or clicked
        elif isinstance(block, Live):
            clicked = block.draw() or clicked
        else:
            drawn = st.columns(block.widths or len(block.columns), gap=block.gap)
            for column, inside in zip(drawn, block.columns, strict=True):
                with column:
                    clicked = draw(*inside) or clicked
    _draw_html(pending)
    return clicked


def _draw_html(pieces: list[Html]) -> None:
    whole = joined(pieces)
    if whole.text:
        # Otherwise a piece that nothing remembers would be freed after this run, with its downloads.
        _kept()[-1].extend(whole.keeps)
        st.html(whole)


def _draw_chart(chart: Chart) -> str | None:
    state = st.vega_lite_chart(
        dict(chart.spec),  # a copy: Streamlit takes the data out of its argument
        width="stretch",
        theme=None,
        alt=chart.alt,
        key=chart.key,
        on_select="rerun" if chart.selection else "ignore",
        selection_mode=chart.selection,
    )
    if chart.selection is None:
        return None
    picked = cast("VegaLiteState", state)["selection"].get(chart.selection) or []
    return str(picked[0][chart.field]) if picked else None
