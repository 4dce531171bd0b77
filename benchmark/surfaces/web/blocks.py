"""What a page is made of: pieces of HTML, charts and columns, made once and drawn on every run.

A run of a page costs by the element, so HTML that stands together is drawn as one element, and what needs the
measures is made once for a publication and remembered (`cache.per_publication`) as a tuple of blocks.
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
    """A piece of HTML, made by a template.

    keeps: what must live as long as the piece does, such as the tables that its links download.
    """

    text: Markup = NOTHING
    keeps: tuple[object, ...] = ()

    def __add__(self, other: "Html") -> "Html":
        return Html(self.text + other.text, self.keeps + other.keeps)

    def __html__(self) -> Markup:
        """What a template asks for, and takes as it is."""
        return self.text

    def _repr_html_(self) -> str:
        """What Streamlit asks for, and takes as it is: of plain text it would strip each line's start."""
        return self.text


@dataclass(frozen=True, eq=False)
class Chart:
    """A chart ready to be sent: its data already in Arrow's format, which Streamlit would else make each run.

    selection: the name of a point selection in the chart whose points carry `field`.
    """

    key: str
    spec: dict[str, Any]
    alt: str
    selection: str | None = None
    field: str = "ods_code"


@dataclass(frozen=True)
class Columns:
    """Blocks side by side, below one another on a narrow screen. widths: the columns' shares."""

    columns: tuple[tuple["Block", ...], ...]
    widths: tuple[float, ...] = ()
    gap: Literal["medium", "large"] = "large"


@dataclass(frozen=True)
class Live:
    """What is drawn anew on every run, because the reader answers in it: choices, a form, a list to open.

    draw: draws it, and returns the value that was clicked in a chart of it, if any.
    """

    draw: Callable[[], str | None]


Block: TypeAlias = Html | Chart | Columns | Live

RUNS_KEPT = 3
"""Of a visit: what stands on its page, and what stood there while somebody clicked."""
_KEPT = "kept for links"


def begin_run() -> None:
    """Say that the page is drawn anew: what links lead to that stood there some runs ago may go."""
    _kept().append([])


def _kept() -> deque[list[object]]:
    """What this visit keeps of each of its last runs."""
    kept: deque[list[object]] = st.session_state.setdefault(_KEPT, deque([[]], maxlen=RUNS_KEPT))
    return kept


def joined(pieces: Iterable[Html]) -> Html:
    """Pieces of HTML as one."""
    whole = tuple(pieces)
    return Html(
        Markup().join(piece.text for piece in whole), tuple(kept for piece in whole for kept in piece.keeps)
    )


def ready(figure: Figure, *, key: str, selection: str | None = None, field: str = "ods_code") -> Chart:
    """A figure's chart, ready to be drawn under a key that no other chart of the page has.

    A chart with nothing to draw has no selection either, and Streamlit refuses a call that names one.
    """
    spec = dict(figure.spec)
    if selection not in [parameter["name"] for parameter in spec.get("params", ())]:
        selection = None
    if "datasets" in spec:
        # From rows straight to Arrow: by way of a frame, as Streamlit does it, costs ten times as much.
        spec["datasets"] = {
            name: convert_arrow_table_to_arrow_bytes(_as_table(rows))
            for name, rows in spec["datasets"].items()
        }
    return Chart(key=f"chart-{key}", spec=spec, alt=figure.alt, selection=selection, field=field)


def _as_table(rows: Rows) -> pa.Table:
    """Every field of any row: by itself Arrow takes those of the first row alone, and drops the others."""
    fields = dict.fromkeys(name for row in rows for name in row)
    return pa.Table.from_pylist([{name: row.get(name) for name in fields} for row in rows])


def draw(*blocks: Block) -> str | None:
    """Draw blocks in their order. Returns the value that was clicked in a chart with a selection, if any."""
    clicked: str | None = None
    standing: list[Html] = []
    for block in blocks:
        if isinstance(block, Html):
            standing.append(block)
            continue
        _draw_html(standing)
        standing = []
        if isinstance(block, Chart):
            clicked = _draw_chart(block) or clicked
        elif isinstance(block, Live):
            clicked = block.draw() or clicked
        else:
            drawn = st.columns(block.widths or len(block.columns), gap=block.gap)
            for column, inside in zip(drawn, block.columns, strict=True):
                with column:
                    clicked = draw(*inside) or clicked
    _draw_html(standing)
    return clicked


def _draw_html(pieces: list[Html]) -> None:
    whole = joined(pieces)
    if whole.text:
        # A piece that nobody remembers would be gone after this run, and what its links download with it.
        _kept()[-1].extend(whole.keeps)
        st.html(whole)


def _draw_chart(chart: Chart) -> str | None:
    state = st.vega_lite_chart(
        dict(chart.spec),  # Streamlit takes the data out of what it is given
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
