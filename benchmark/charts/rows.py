"""Draws charts in rows: in each row a name and marks, through all rows reference lines, and a key and an
axis.

A figure declares its rows and marks; this module computes their pixels. A row's name and figures are on a
line above its marks, as beside them they would leave no room on a phone. If rows are many and names can be
short, they are beside the marks.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal

from benchmark.charts.figure import IS_CHOSEN
from benchmark.charts.labels import fitted
from benchmark.charts.marks import (
    LEFT,
    RIGHT,
    Axis,
    Layer,
    Place,
    Rows,
    Tip,
    at,
    brought,
    by,
    expr,
    finished,
    points,
    rects,
    rules,
    texts,
)
from benchmark.charts.theme import (
    BLUE,
    CHARACTER_PX,
    GREY,
    GRIDLINE,
    GROUND,
    SECONDARY_TEXT,
    TEXT,
    WHITE,
    mark_size,
    shape_of,
)

KEY_PX: Final = 20
"""The height of a line above the rows that names a mark or a line."""
SHARE_OF_NAMES: Final = 0.31
"""The share of the chart's width for names beside the marks, within the limits of `Beside.names`."""
NARROW: Final = 480
"""The width in pixels below which names are cut."""
NARROW_LENGTH, ALONE_LENGTH = 30, 50
"""Characters of a name that fit on a chart 340 px wide: beside figures, and without figures."""
LABEL_GAP_PX: Final = 8
"""Pixels between a name and its figures. If less is left, the name ends in dots."""
TELEPHONE: Final = 340
"""The width of the narrowest chart, in pixels."""
DASH: Final = (4, 2)
CHOSEN_GROUND: Final = "#E6EEF7"
_LOOKS: Final = {"bar": ("fill", "stroke"), "line": ("stroke",)}
"""Kind of mark -> looks that come from each record."""
_OF_DOTS: Final = {
    "fill": brought("fill"),
    "stroke": brought("stroke"),
    "size": brought("size", "quantitative"),
}
_WIDTHS: Final[dict[str, dict[str, Any]]] = {
    "bar": {"strokeWidth": 1},
    "dot": {"strokeWidth": 1.3},
    "line": {"strokeWidth": 2},
    "tick": {"color": GREY, "strokeWidth": 2.5},
}
_NO_SHAPES: Final = ("rect", "tick", "letter")
"""Marks of a key that are not shapes of points."""
LISTED: Final = 6
"""Rows that a chart's alternative text names. The table behind it has all."""


@dataclass(frozen=True)
class Row:
    """A row: its name, and its figures in words.

    narrow: the name for narrow screens; by default the name is cut. muted: the row has no marks, or is a
    quiet heading. heading: it names the rows below. band: the height of its band of marks, if rows differ.
    ics_code: its system, if one can be marked as chosen.
    """

    name: str
    figures: str = ""
    chosen: bool = False
    muted: bool = False
    heading: bool = False
    narrow: str = ""
    band: float | None = None
    ics_code: str = ""


@dataclass(frozen=True)
class Marks:
    """Marks of one kind. rows: their records, each with `row`, the index of its row.

    bar: from `from` to `to`, filled with `fill` and outlined with `stroke`. dot: at `at`, with `shape`,
    `fill`, `stroke` and `size`. line: from `from` to `to`. tick: vertical at `at`. text: `text` at `at`.
    By default a mark is in the middle of its row's band and as high as the band. A record's `down` sets its
    middle in pixels below the band's top, and `high` its height. tips, words, select, look: see `marks`.
    behind: draw it behind the reference lines.
    """

    kind: Literal["bar", "dot", "line", "tick", "text"]
    rows: Rows
    tips: tuple[Tip, ...] = ()
    words: str | None = "words"
    select: tuple[str, str] | None = None
    look: Mapping[str, Any] = field(default_factory=dict)
    behind: bool = False


@dataclass(frozen=True)
class Reference:
    """A line at a value through all rows. dash: None for a standard, a solid line with its name above it; a
    dashed line is named on a line of its own, at its right or left.
    """

    at: float
    words: str
    dash: tuple[int, int] | None = None
    at_left: bool = False


@dataclass(frozen=True)
class Key:
    """An entry of the key. mark: a shape, "rect" for a swatch, or "tick". size: of a shape that the theme
    does not have. letter: shown instead of a mark, if marks are named by letters.
    """

    words: str
    fill: str = WHITE
    stroke: str = TEXT
    mark: str = "rect"
    dashed: bool = False
    size: float = 0
    letter: str = ""


@dataclass(frozen=True)
class Beside:
    """Pixels left of the marks for names, and right of them for figures.

    narrow: for names on a chart narrower than `wide`, where each row's narrow name is shown. names: the least
    and the most for whole names; longer names are cut. head: a heading above the figures.
    """

    names: tuple[float, float]
    figures: float
    narrow: float
    wide: float = NARROW
    head: str = ""

    @property
    def for_names(self) -> str:
        """A Vega expression for the pixels for names, by the chart's width."""
        least, most = self.names
        return f"(width < {self.wide} ? {self.narrow} : clamp({SHARE_OF_NAMES} * width, {least}, {most}))"

    def across(self, axis: Axis) -> Axis:
        """The axis between names and figures."""
        return replace(axis, range=(expr(self.for_names), expr(f"width - {self.figures}")))


@dataclass(frozen=True)
class Layout:
    """Pixels of a row's line of words, of its band of marks, between two rows, and of a heading's line.

    titled: write row names as titles. beside: write names beside the marks; rows then have no line of words.
    aside: the distance of a row's figures from the right end, to leave room for a line there. narrow: the
    chart's width below which names are cut.
    """

    label: float = 20
    band: float = 12
    between: float = 8
    heading: float = 40
    titled: bool = False
    beside: Beside | None = None
    aside: float = 0
    narrow: float = NARROW


@dataclass(frozen=True)
class _Placed:
    """A row in pixels from the top: the middle of its words, and its band of marks, if any."""

    row: Row
    words: float
    band: tuple[float, float] | None


def row_chart(
    rows: Sequence[Row],
    *marks: Marks,
    axis: Axis,
    references: Sequence[Reference] = (),
    key: Sequence[Key] = (),
    key_columns: int = 0,
    layout: Layout = Layout(),
    ground: bool = False,
    gridlines: Sequence[float] = (),
    choosable: bool = False,
) -> dict[str, Any]:
    """The spec of a chart with these rows, from the top, and these marks, from back to front.

    ground: draw a pale background behind each band, which keeps scattered marks together. gridlines: values
    marked on it; with names beside, they run through all rows and are written above them. choosable: rows
    have an ics_code, and the chosen system's row is marked (see `figure.with_chosen`). key_columns: 0 for as
    many as fit on a phone.
    """
    beside = layout.beside
    written = gridlines if beside else ()
    axis = axis if beside is None else beside.across(axis)
    key_columns = key_columns or columns_of(key)
    key_lines = -(-len(key) // key_columns)
    named = [reference for reference in references if reference.dash is not None]
    solid = [reference for reference in references if reference.dash is None]
    top = KEY_PX * (key_lines + bool(written))
    above = top + KEY_PX * (len(named) + bool(solid or (beside and beside.head)))
    above += 4 if above else 0
    placed, height = _place(rows, above, layout)
    bands = [place.band for place in placed if place.band is not None]
    layers: list[Layer] = []
    if choosable:
        layers += _chosen(placed)
    if ground:
        layers += _ground(bands, axis, () if written else gridlines)
    layers += _written(written, axis, above=top, below=height)
    drawn = [(mark.behind, _drawn(mark, placed, axis)) for mark in marks if mark.rows]
    layers += [layer for behind, layer in drawn if behind]
    layers += _dashed(named, bands, axis, above=top)
    layers += key_marks(key, columns=key_columns)
    layers += _solid(solid, bands, axis, above=above)
    layers += [layer for behind, layer in drawn if not behind]
    layers += _labels(placed, layout, choosable=choosable)
    if beside and beside.head:
        head = [{"text": beside.head, "y": above - 10}]
        layers.append(texts(head, x=RIGHT, align="right", dx=-4, color=SECONDARY_TEXT))
    return finished(*layers, height=height)


def _place(rows: Sequence[Row], above: float, layout: Layout) -> tuple[list[_Placed], float]:
    placed = []
    top = above
    for row in rows:
        band = layout.band if row.band is None else row.band
        line = layout.label if layout.beside is None else band
        words = top + line / 2 - 1
        if row.heading:
            # Closer to the rows below it, which it names, than to those above.
            placed.append(_Placed(row, top + layout.heading - 13, None))
            top += layout.heading
        elif row.muted:
            placed.append(_Placed(row, words, None))
            top += line
        else:
            start = top if layout.beside else top + line
            placed.append(_Placed(row, words, (start, start + band)))
            top = start + band + layout.between
    return placed, top + 4


def _chosen(placed: Sequence[_Placed]) -> list[Layer]:
    """A background for the chosen system's row."""
    rows = [
        {"ics_code": place.row.ics_code, "y": place.band[0], "y2": place.band[1]}
        for place in placed
        if place.band is not None
    ]
    return [rects(rows, x=LEFT, x2=RIGHT, color=CHOSEN_GROUND, only=IS_CHOSEN)]


def _written(gridlines: Sequence[float], axis: Axis, *, above: float, below: float) -> list[Layer]:
    """Lines through all rows with their values above them. Vega's own axis would be above the key."""
    rows = [{"at": line, "text": f"{line:g}", "y": above, "y2": below} for line in gridlines]
    if not rows:
        return []
    return [
        rules(rows, x=("at", axis), y2="y2", color=GRIDLINE),
        texts(rows, x=("at", axis), align="center", dy=-10, color=SECONDARY_TEXT),
    ]


def _ground(bands: Sequence[tuple[float, float]], axis: Axis, gridlines: Sequence[float]) -> list[Layer]:
    grounds = [{"y": top, "y2": bottom} for top, bottom in bands]
    # A background would cover the axis's own gridlines, so they are drawn as marks on it.
    grid = [{"at": at, **band} for band in grounds for at in gridlines]
    layers = [rects(grounds, x=LEFT, x2=RIGHT, color=GROUND, stroke=None if gridlines else GRIDLINE)]
    return [*layers, rules(grid, x=("at", axis), y2="y2", color=GRIDLINE)] if grid else layers


def _dashed(
    references: Sequence[Reference], bands: Sequence[tuple[float, float]], axis: Axis, *, above: float
) -> list[Layer]:
    """For each line its name beside a short stem, then the line through each band, but not through names."""
    spans: dict[tuple[int, int], list[dict[str, Any]]] = {}
    names = []
    for place, line in enumerate(references):
        top = above + place * KEY_PX
        stem = {"y": top + 2, "y2": top + KEY_PX - 2}
        through = [{"y": start - 3, "y2": end + 3} for start, end in bands]
        assert line.dash is not None
        spans.setdefault(line.dash, []).extend(
            {"at": line.at, "words": line.words} | span for span in (stem, *through)
        )
        side = {"align": "right", "dx": -5} if line.at_left else {"align": "left", "dx": 5}
        names.append({"at": line.at, "text": line.words, "y": top + 9} | side)
    drawn = [
        rules(
            of_dash,
            x=("at", axis),
            y2="y2",
            strokeDash=[*dash],
            color=TEXT,
            strokeWidth=1.5,
            tips=(("words", "Reference"),),
        )
        for dash, of_dash in spans.items()
    ]
    return [*drawn, texts(names, x=("at", axis), align=by("align"), dx=by("dx"))] if names else drawn


def _solid(
    references: Sequence[Reference], bands: Sequence[tuple[float, float]], axis: Axis, *, above: float
) -> list[Layer]:
    if not references or not bands:
        return []
    rows = [
        {
            "at": line.at,
            "y": above - 3,
            "y2": bands[-1][1],
            "text": line.words,
            "align": "right" if line.at_left else "center",
            "dx": 8 if line.at_left else 0,
        }
        for line in references
    ]
    side = {"align": by("align"), "dx": by("dx")}
    return [
        rules(rows, x=("at", axis), y2="y2", color=TEXT, strokeWidth=2),
        texts(rows, x=("at", axis), **side, baseline="bottom", dy=-2, fontWeight="bold"),
    ]


def setting_keys(care_settings: Sequence[str]) -> list[Key]:
    """Key entries for care settings, from `theme.settings_present`."""
    return [Key(setting, BLUE, WHITE, shape_of(setting)) for setting in care_settings]


def columns_of(entries: Sequence[Key]) -> int:
    """How many entries of a key fit side by side on a phone."""
    return max(1, int(TELEPHONE / _pitch(entries))) if entries else 1


def _pitch(entries: Sequence[Key]) -> float:
    """Pixels between the beginnings of two columns of a key."""
    return CHARACTER_PX * max(len(entry.words) for entry in entries) + 30


def key_marks(entries: Sequence[Key], *, columns: int) -> list[Layer]:
    """The layers of the key, filled column by column, in lines of KEY_PX from the top."""
    lines = -(-len(entries) // columns)
    rows = [
        {
            "text": entry.words,
            "fill": entry.fill,
            "stroke": entry.stroke,
            "mark": "letter" if entry.letter else entry.mark,
            "letter": entry.letter,
            "dashed": entry.dashed,
            "size": entry.size or (0 if entry.mark in _NO_SHAPES else mark_size(entry.mark)),
            "column": place // lines,
            "pitch": _pitch(entries),
            "top": place % lines * KEY_PX + 3,
            "bottom": place % lines * KEY_PX + 15,
            "y": place % lines * KEY_PX + 9,
        }
        for place, entry in enumerate(entries)
    ]
    if not rows:
        return []

    def across(pixels: float) -> Place:
        return at(f"datum.column * min(width / {columns}, datum.pitch) + {pixels}")

    layers = []
    ticks = [row for row in rows if row["mark"] == "tick"]
    if ticks:
        layers.append(rules(ticks, x=across(8), y="top", y2="bottom", color=by("stroke"), strokeWidth=2.5))
    letters = [row for row in rows if row["letter"]]
    if letters:
        bold: dict[str, Any] = {"align": "center", "fontWeight": "bold", "color": by("stroke")}
        layers.append(texts(letters, x=across(8), text="letter", **bold))
    shapes = [row for row in rows if row["mark"] not in _NO_SHAPES]
    if shapes:
        look = {name: by(name) for name in ("fill", "stroke", "size")}
        layers.append(points(shapes, x=across(8), shape=by("mark"), **look))
    # Dashes cannot come from an expression of the record, so each kind of outline is a layer.
    for dashed in (False, True):
        alike = [row for row in rows if row["mark"] == "rect" and row["dashed"] is dashed]
        if alike:
            layers.append(_swatches(alike, across, dashed=dashed))
    return [*layers, texts(rows, x=across(21))]


def _swatches(rows: Rows, across: Any, *, dashed: bool) -> Layer:
    return rects(
        rows,
        x=across(1),
        x2=across(15),
        y="top",
        y2="bottom",
        fill=by("fill"),
        stroke=by("stroke"),
        strokeDash=[*DASH] if dashed else [1, 0],
    )


def _drawn(drawn: Marks, placed: Sequence[_Placed], axis: Axis) -> Layer:
    rows = [dict(row) | _standing(row, placed) for row in drawn.rows]
    given: dict[str, Any] = {"tips": drawn.tips, "words": drawn.words, "select": drawn.select, **drawn.look}
    look = {name: by(name) for name in _LOOKS.get(drawn.kind, ())} | _WIDTHS.get(drawn.kind, {}) | given
    if drawn.kind == "bar":
        return rects(rows, x=("from", axis), x2=("to", axis), y="top", y2="bottom", **look)
    if drawn.kind == "dot":
        # A look for all marks overrides the channel.
        brings = {name: channel for name, channel in _OF_DOTS.items() if name not in look}
        return points(rows, x=("at", axis), **look | {"channels": brings | look.get("channels", {})})
    if drawn.kind == "line":
        return rules(rows, x=("from", axis), x2=("to", axis), **look)
    if drawn.kind == "tick":
        return rules(rows, x=("at", axis), y="top", y2="bottom", **look)
    return texts(rows, x=("at", axis), **look)


def _standing(record: Mapping[str, Any], placed: Sequence[_Placed]) -> dict[str, float]:
    """The middle, top and bottom of a record's mark, in pixels."""
    band = placed[record["row"]].band
    assert band is not None, "a muted row has no marks"
    top, bottom = band
    middle = top + record["down"] if "down" in record else (top + bottom) / 2
    if "high" in record:
        top, bottom = middle - record["high"] / 2, middle + record["high"] / 2
    return {"y": middle, "top": top, "bottom": bottom}


def _labels(placed: Sequence[_Placed], layout: Layout, *, choosable: bool) -> list[Layer]:
    """Row names at the left, figures at the right."""
    beside = layout.beside
    rows = [
        {
            "name": place.row.name,
            "cut": place.row.narrow or _cut(place.row),
            "text": place.row.figures,
            "y": place.words,
            "weight": "bold" if layout.titled or place.row.chosen or place.row.heading else "normal",
            "shade": SECONDARY_TEXT if place.row.muted else TEXT,
            "figure": TEXT if beside and place.band else SECONDARY_TEXT,
            "size": 13 if layout.titled or (place.row.heading and not place.row.muted) else 12,
            "dx": 8 if choosable and not place.row.heading else 0,
            "heading": place.row.heading,
            "taken": len(place.row.figures) * CHARACTER_PX + layout.aside + LABEL_GAP_PX,
            "ics_code": place.row.ics_code,
        }
        for place in placed
    ]
    shown = expr(f"width < {beside.wide if beside else layout.narrow} ? datum.cut : datum.name")
    limit = f"(datum.heading ? width : {beside.for_names})" if beside else "width - datum.taken"
    weight = expr(f"{IS_CHOSEN} ? 'bold' : datum.weight") if choosable else by("weight")
    names: dict[str, Any] = {"fontWeight": weight, "fontSize": by("size"), "color": by("shade")}
    figures: dict[str, Any] = {"fontWeight": weight, "dx": -4} if beside else {}
    names["limit"] = expr(f"{limit} - datum.dx")
    return [
        texts(rows, x=LEFT, text=shown, dx=by("dx"), **names),
        texts(
            rows,
            x=at(f"width - {layout.aside}") if layout.aside else RIGHT,
            align="right",
            color=by("figure"),
            only="datum.text",  # screen readers would read empty texts as marks
            **figures,
        ),
    ]


def _cut(row: Row) -> str:
    length = NARROW_LENGTH if row.figures else ALONE_LENGTH
    return row.name if row.heading else fitted(row.name, length, at_word=False)
