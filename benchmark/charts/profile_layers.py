"""The layers of a trust's profile, laid out as the strips of an ICS are."""

from dataclasses import dataclass, replace
from typing import Any, Final

import altair as alt
import pandas as pd

from benchmark.charts.labels import lanes
from benchmark.charts.profile_key import NAMED, key_layers, key_lines, named_letters
from benchmark.charts.profile_layout import (
    BAND_PAD_PX,
    HEADER_PX,
    KEY_PX,
    Strip,
    StripHeader,
    ground,
    headers,
    lay_out,
    pixel_axis,
    score_axis,
    with_lanes,
)
from benchmark.charts.profile_references import medians, quartiles, standard
from benchmark.charts.theme import (
    ORANGE,
    TEXT,
    WHITE,
    data,
    finished,
    mark_size,
    rows_of,
    setting_shape,
    settings_present,
)
from benchmark.measures.position import Position
from benchmark.measures.position_words import counts_in_short
from benchmark.measures.score_columns import pillar_name

PEERS: Final = "the-peers"
PEER: Final = "#5B7FA6"
"""Grey-blue: seen at once as marks, and never taken for the trust itself."""
FOCUS_LANE_PX: Final = 16
"""The trust and those that the reader named lie in lanes of their own, above the peers."""
FOCUS_ROOM: Final = 0.3
"""Points that two of them lie apart: a mark and its letter where the chart is 340 px wide."""
PILE_PX: Final = 66
ASIDE: Final = 0.026
"""Points by which two marks of one score step aside: less than the rounding of a score hides."""
MANY: Final = 40
"""With more marks than this they are small and close, and a pillar's pile is at most PILE_PX high."""


@dataclass(frozen=True)
class _Scale:
    """How large peers are drawn: the height of their lanes, the points between two, the share of a mark."""

    lane_px: float
    room: float
    share: float


_FEW = _Scale(lane_px=11, room=0.16, share=1.0)
_CLOSE = _Scale(lane_px=5.4, room=0.09, share=0.24)


@dataclass(frozen=True)
class _Axes:
    """What marks are drawn on: one scale of shapes, so that a setting looks the same on every layer."""

    x: alt.X
    y: alt.Y
    shape: alt.Shape


@dataclass(frozen=True)
class _Row:
    """A strip with the lanes of those who stand out: how many, and where they begin."""

    strip: Strip
    lanes: int
    top: float


def profile_spec(position: Position) -> dict[str, Any]:
    """The spec of the profile; a position with at least one pillar."""
    named = named_letters(position)
    focus = _focus(position)
    peers = position.peer_scores[~position.peer_scores["ods_code"].isin([*named])]
    placed, scale = _placed(peers[peers["pillar"].isin(position.pillars["pillar"])])
    keys = key_lines(position, named)
    is_level = position.standard.baseline == "floor"
    strips = _lay_out(position, focus, placed, scale, top=KEY_PX * (len(keys) + is_level))
    height = strips[-1].strip.bottom + 4
    x, y = score_axis(), pixel_axis(height)
    plain = [row.strip for row in strips]
    layers = [*ground(plain, x, y), *quartiles(position, plain, x, y)]
    layers += [*headers(_headers(position, plain), y), *key_layers(keys, y)]
    layers += medians(position, plain, x, y)
    layers += standard(position, plain, x, y)
    axes = _Axes(x, y, setting_shape(_settings(position)))
    layers += [_peers(scale, axes), *_stands_out(position, focus, strips, axes)]
    spec = finished(*layers, height=height)
    # By name: Altair copies and checks each record that it is given, which takes half a second for England.
    spec["datasets"][PEERS] = _peer_records(placed, strips, scale)
    return spec


def _settings(position: Position) -> list[str]:
    found = [
        position.care_setting,
        *position.peer_scores["care_setting"],
        *position.named_scores["care_setting"],
    ]
    return settings_present(pd.Series(found, dtype="str"))


def _focus(position: Position) -> pd.DataFrame:
    """The trust's own scores and those of the named: ods_code, trust, care_setting, pillar, score, lane."""
    own = position.pillars[["care_setting", "pillar", "score"]].assign(
        ods_code=position.subject.code, trust=position.subject.name
    )
    columns = ["ods_code", "trust", "care_setting", "pillar", "score"]
    named = position.named_scores[position.named_scores["pillar"].isin(own["pillar"])]
    found = pd.concat([own[columns], named[columns]], ignore_index=True)
    found["lane"] = 0
    for _, group in found.groupby("pillar"):
        found.loc[group.index, "lane"] = lanes(group["score"].tolist(), distance=FOCUS_ROOM)
    return found


def _placed(peers: pd.DataFrame) -> tuple[pd.DataFrame, _Scale]:
    """The peers in their lanes, and how large they are drawn: many of them closer."""
    if peers["ods_code"].nunique() <= MANY:
        return with_lanes(peers, room=_FEW.room).assign(aside=0.0), _FEW
    placed = with_lanes(peers, room=_CLOSE.room)
    of_pile = placed.groupby(["pillar", "care_setting", "score"])["ods_code"].transform("size")
    side = (placed["lane"] % 2 * 2 - 1).where(of_pile > 1, 0)
    placed = placed.assign(aside=side * ASIDE, lane=placed["lane"] // 2)
    closer = min(1.0, PILE_PX / (int(placed["lane"].max()) + 1) / _CLOSE.lane_px)
    # A mark's size is an area: it shrinks with the square, and a pile stays one of single marks.
    return placed, replace(_CLOSE, lane_px=_CLOSE.lane_px * closer, share=_CLOSE.share * closer**2)


def _lay_out(
    position: Position, focus: pd.DataFrame, placed: pd.DataFrame, scale: _Scale, *, top: float
) -> list[_Row]:
    """A strip for each of the trust's pillars, with the lanes of those who stand out above the peers."""
    of_pillar = {
        strip.pillar: strip
        for strip in (lay_out(placed, top=0, lane_px=scale.lane_px) if len(placed) else [])
    }
    rows: list[_Row] = []
    for pillar in position.pillars["pillar"]:
        count = int(focus.loc[focus["pillar"] == pillar, "lane"].max()) + 1
        begin = top + HEADER_PX + BAND_PAD_PX
        shift = begin + count * FOCUS_LANE_PX
        known = of_pillar.get(pillar)
        bands = {}
        end = shift + BAND_PAD_PX
        if known is not None:
            down = shift - (known.top + HEADER_PX + BAND_PAD_PX)
            bands = {name: (first + down, last + down) for name, (first, last) in known.bands.items()}
            end = known.bottom + down
        rows.append(_Row(Strip(pillar, top, end, bands), count, begin))
        top = end + 10
    return rows


def _headers(position: Position, strips: list[Strip]) -> list[StripHeader]:
    tops = {strip.pillar: strip.top for strip in strips}
    return [
        StripHeader(pillar_name(row.pillar), counts_in_short(row), tops[row.pillar])
        for row in rows_of(position.pillars)
    ]


def _peer_records(placed: pd.DataFrame, strips: list[_Row], scale: _Scale) -> list[dict[str, Any]]:
    places = {row.strip.pillar: row.strip for row in strips}
    return [
        {
            "ods_code": row.ods_code,
            "trust": row.trust,
            "care_setting": row.care_setting,
            "pillar": pillar_name(row.pillar),
            "score": round(float(row.score), 4),
            "at": round(float(row.score) + row.aside, 4),
            "y": _height(places[row.pillar].bands[row.care_setting], row.lane, scale),
            "words": f"{row.trust}, {row.care_setting}, {pillar_name(row.pillar)}, {row.score:.1f}",
            "size": round(mark_size(row.care_setting) * scale.share, 1),
        }
        for row in rows_of(placed)
    ]


def _peers(scale: _Scale, axes: _Axes) -> alt.Chart:
    # Drawn without a record too: a click is then known to the chart of a trust without peers.
    selected = alt.selection_point(name="unit", fields=["ods_code"])
    marks = alt.Chart(alt.NamedData(PEERS), name="peers").mark_point(
        filled=True, color=PEER, stroke=WHITE, strokeWidth=0.6 if scale is _FEW else 0
    )
    drawn: alt.Chart = marks.encode(
        x=alt.X("at:Q", scale=axes.x["scale"], axis=axes.x["axis"]),
        y=axes.y,
        shape=axes.shape,
        size=alt.Size("size:Q", scale=None, legend=None),
        opacity=alt.condition(selected, alt.value(1), alt.value(0.35)),
        tooltip=_tooltip(),
        description=alt.Description("words:N"),
    ).add_params(selected)
    return drawn


def _height(band: tuple[float, float], lane: int, scale: _Scale) -> float:
    """A peer's place from the top: few hang from their band's top, many lie around its middle."""
    if scale is _FEW:
        return band[0] + BAND_PAD_PX + (lane + 0.5) * scale.lane_px
    middle = (band[0] + band[1]) / 2
    return middle + (lane + 1) // 2 * scale.lane_px * (1 if lane % 2 else -1)


def _stands_out(position: Position, focus: pd.DataFrame, strips: list[_Row], axes: _Axes) -> list[alt.Chart]:
    """The named trusts with their letters, the own targets, and on top of all the trust itself."""
    named = named_letters(position)
    rows = {row.strip.pillar: row for row in strips}
    records = [
        {
            "ods_code": unit.ods_code,
            "trust": unit.trust,
            "care_setting": unit.care_setting,
            "pillar": pillar_name(unit.pillar),
            "score": round(float(unit.score), 4),
            "y": rows[unit.pillar].top + (unit.lane + 0.5) * FOCUS_LANE_PX,
            "words": f"{unit.trust}, {unit.care_setting}, {pillar_name(unit.pillar)}, {unit.score:.1f}",
            "letter": named.get(unit.ods_code, ""),
            "size": mark_size(unit.care_setting, chosen=unit.ods_code == position.subject.code),
        }
        for unit in rows_of(focus)
    ]
    x, y, shape = axes.x, axes.y, axes.shape
    size = alt.Size("size:Q", scale=None, legend=None)
    others = [record for record in records if record["letter"]]
    own = [record for record in records if not record["letter"]]
    layers: list[alt.Chart] = []
    if others:
        chart = alt.Chart(data(others))
        layers += [
            chart.mark_point(filled=True, color=WHITE, stroke=NAMED, strokeWidth=2, opacity=1).encode(
                x=x, y=y, shape=shape, size=size, tooltip=_tooltip(), description=alt.Description("words:N")
            ),
            chart.mark_text(align="left", baseline="middle", dx=7, fontWeight="bold", color=NAMED).encode(
                x=x, y=y, text=alt.Text("letter:N")
            ),
        ]
    mark = alt.Chart(data(own)).mark_point(filled=True, color=TEXT, stroke=WHITE, strokeWidth=1, opacity=1)
    layers.append(
        mark.encode(
            x=x, y=y, shape=shape, size=size, tooltip=_tooltip(), description=alt.Description("words:N")
        )
    )
    targets = _targets(position, {record["pillar"]: record["y"] for record in own})
    if targets:
        diamonds = alt.Chart(data(targets)).mark_point(
            shape="diamond", filled=False, stroke=ORANGE, strokeWidth=2, size=190, opacity=1
        )
        tooltip = [
            alt.Tooltip("pillar:N", title="Pillar"),
            alt.Tooltip("score:Q", title="Own target", format=".1f"),
        ]
        layers.append(diamonds.encode(x=x, y=y, tooltip=tooltip, description=alt.Description("words:N")))
    return layers


def _targets(position: Position, beside: dict[str, float]) -> list[dict[str, Any]]:
    if position.standard.baseline == "own_target":
        return []  # drawn already, as the standard
    return [
        {
            "pillar": pillar_name(row.pillar),
            "score": round(row.own_target, 4),
            "y": beside[pillar_name(row.pillar)],
            "words": f"Own target, {pillar_name(row.pillar)}, {row.own_target:.1f}",
        }
        for row in rows_of(position.pillars)
        if pd.notna(row.own_target)
    ]


def _tooltip() -> list[alt.Tooltip]:
    return [
        alt.Tooltip("trust:N", title="Trust"),
        alt.Tooltip("care_setting:N", title="Care setting"),
        alt.Tooltip("pillar:N", title="Pillar"),
        alt.Tooltip("score:Q", title="Score", format=".1f"),
    ]
