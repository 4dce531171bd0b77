"""Charts that PowerPoint draws itself, so that people can edit and restyle them."""

from typing import Any, Final

from pptx.chart.data import CategoryChartData, XyChartData
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.enum.dml import MSO_LINE_DASH_STYLE, MSO_THEME_COLOR
from pptx.util import Pt

from benchmark.charts.theme import BLUE, GRIDLINE, WHITE
from benchmark.documents.model import Axis, Chart, Drawn, Series
from benchmark.documents.slides.marks import Box, described, rgb

TYPE: Final = 12
"""The font size of a chart's labels, in points."""
_KINDS: Final = {
    "bars": XL_CHART_TYPE.BAR_CLUSTERED,
    "lines": XL_CHART_TYPE.LINE_MARKERS,
    "points": XL_CHART_TYPE.XY_SCATTER,
}
_MARKS: Final = {
    "circle": XL_MARKER_STYLE.CIRCLE,
    "square": XL_MARKER_STYLE.SQUARE,
    "none": XL_MARKER_STYLE.NONE,
}
_SIDES: Final = {
    "right": XL_LABEL_POSITION.RIGHT,
    "left": XL_LABEL_POSITION.LEFT,
    "above": XL_LABEL_POSITION.ABOVE,
    "below": XL_LABEL_POSITION.BELOW,
}
LEAST_HEIGHT: Final = 265.0
LEAST_OF_LINES: Final = 200.0
"""The least height of lines with a legend and without names beside them."""
EACH_LINE: Final = 30.0
"""Points of height for each line with a name beside it."""
BAR_HEIGHT: Final = 16.0
"""Points of height for a bar with its label."""
CLOSE_BAR: Final = 14.0
"""Points of height for each of several bars at one label."""


def bar_height(drawn: Drawn) -> float:
    """The height in points for one label: a bar, or several with a label each."""
    return max(BAR_HEIGHT, CLOSE_BAR * len(drawn.series))


def least_height(drawn: Drawn) -> float:
    """The least height in points at which a chart can be read."""
    if drawn.kind == "bars":
        return max(120.0, 40 + bar_height(drawn) * len(drawn.labels))
    if any(series.label for series in drawn.series):
        return min(LEAST_HEIGHT, 130 + EACH_LINE * len(drawn.series))
    return LEAST_HEIGHT if drawn.kind == "points" else LEAST_OF_LINES


def wanted_height(drawn: Drawn) -> float:
    """The height in points at which a chart looks well. A few bars need no whole slide."""
    if drawn.kind == "bars":
        return 50 + 30.0 * len(drawn.labels)
    return 1000.0


def add_chart(slide: Any, chart: Chart, box: Box) -> None:
    """Draw a chart into a box."""
    drawn = chart.drawn
    frame = slide.shapes.add_chart(_KINDS[drawn.kind], *box.emu, _data(drawn))
    described(frame, f"Chart: {chart.figure.title}", chart.figure.alt)
    made = frame.chart
    made.font.size = Pt(TYPE)
    made.has_title = False
    made.has_legend = len(drawn.series) > 1 and not drawn.reading
    if made.has_legend:
        made.legend.position, made.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
        made.legend.font.size = Pt(TYPE)
    for series, shown in zip(made.plots[0].series, drawn.series, strict=True):
        _style(series, shown, drawn)
    _axes(made, drawn)


def _data(drawn: Drawn) -> Any:
    if drawn.kind == "points":
        points: Any = XyChartData(number_format=drawn.axis.number)  # type: ignore[no-untyped-call]
        for series in drawn.series:
            own = points.add_series(series.name)
            for across, up in zip(series.across, series.values, strict=True):
                own.add_data_point(across, up)
        return points
    data: Any = CategoryChartData(number_format=drawn.axis.number)  # type: ignore[no-untyped-call]
    data.categories = drawn.labels
    for series in drawn.series:
        data.add_series(series.name, series.values)
    return data


def _style(series: Any, shown: Series, drawn: Drawn) -> None:
    if drawn.kind == "bars":
        series.format.fill.solid()
        if shown.colour == BLUE:  # the first colour of the theme, also of an organisation's
            series.format.fill.fore_color.theme_color = MSO_THEME_COLOR.ACCENT_1
        else:
            series.format.fill.fore_color.rgb = rgb(shown.colour)
        series.invert_if_negative = False
        labels = series.data_labels
        labels.show_value = True
        labels.number_format, labels.number_format_is_linked = drawn.axis.number, False
        labels.position = XL_LABEL_POSITION.OUTSIDE_END
        labels.font.size = Pt(TYPE)
        return
    series.smooth = False
    line = series.format.line
    if shown.line:
        line.color.rgb, line.width = rgb(shown.colour), Pt(2)
        if shown.dashed:
            line.dash_style = MSO_LINE_DASH_STYLE.DASH
    else:
        line.fill.background()
    series.marker.style = _MARKS[shown.mark]
    if shown.mark != "none":
        series.marker.size = 9
        series.marker.format.fill.solid()
        series.marker.format.fill.fore_color.rgb = rgb(shown.colour)
        series.marker.format.line.color.rgb = rgb(WHITE if not shown.line else shown.colour)
    if shown.hollow_first:
        first = series.points[0].marker
        first.style, first.size = _MARKS[shown.mark], 9
        first.format.fill.solid()
        first.format.fill.fore_color.rgb = rgb(WHITE)
        first.format.line.color.rgb = rgb(shown.colour)
    if shown.label:
        last = max(place for place, value in enumerate(shown.values) if value is not None)
        _name(series.points[last], shown.label)
    for place, (name, side) in enumerate(shown.beside):
        if name:
            _name(series.points[place], name, _SIDES[side])


def _name(point: Any, name: str, side: XL_LABEL_POSITION = XL_LABEL_POSITION.RIGHT) -> None:
    """Write a name beside a point, instead of a legend."""
    frame = point.data_label.text_frame
    frame.text = name
    frame.word_wrap = False
    frame.paragraphs[0].runs[0].font.size = Pt(TYPE - 1)
    point.data_label.position = side


def _axes(made: Any, drawn: Drawn) -> None:
    values, labels = made.value_axis, made.category_axis
    _scale(values, drawn.axis)
    if drawn.kind == "points":
        _scale(labels, drawn.across)
    for axis in (values, labels):
        axis.format.line.color.rgb = rgb(GRIDLINE)
        axis.major_tick_mark = axis.minor_tick_mark = XL_TICK_MARK.NONE
        axis.tick_labels.font.size = Pt(TYPE)
    values.has_major_gridlines = drawn.kind != "bars"
    if drawn.kind != "points":
        labels.has_major_gridlines = False
        labels.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    if values.has_major_gridlines:
        values.major_gridlines.format.line.color.rgb = rgb(GRIDLINE)
    if drawn.kind == "bars":
        labels.reverse_order = True  # otherwise PowerPoint begins at the bottom
        made.plots[0].gap_width = 40
        values.visible = False  # the values are written beside the bars


def _scale(axis: Any, shown: Axis) -> None:
    if shown.lowest is not None:
        axis.minimum_scale = shown.lowest
    if shown.highest is not None:
        axis.maximum_scale = shown.highest
    if shown.step is not None:
        axis.major_unit = shown.step
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = shown.number, False
    if shown.title:
        axis.has_title = True
        frame = axis.axis_title.text_frame
        frame.text = shown.title
        font = frame.paragraphs[0].runs[0].font
        font.size, font.bold = Pt(TYPE), False
