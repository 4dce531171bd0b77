"""A trust's profile: seven strips that show the trust among its peers."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import pandas as pd

from benchmark.charts.figure import Figure
from benchmark.charts.labels import fitted, lanes
from benchmark.charts.marks import fading, score_axis, setting_shapes
from benchmark.charts.rows import Key, Marks, Reference, Row, row_chart
from benchmark.charts.theme import GREY, ORANGE, TEXT, WHITE, mark_size, setting_order
from benchmark.core.columns import pillar_name, rows_of
from benchmark.core.wording import decimal, short_name
from benchmark.questions.gaps.strips import BAND_PAD_PX, LAYOUT, Strip, in_lanes, lane_middle, strips_of
from benchmark.questions.trusts.columns import AMONG_PEERS
from benchmark.questions.trusts.measure import Position
from benchmark.questions.trusts.words import (
    counts_in_short,
    counts_in_words,
    peers_in_words,
    profile_message,
    profile_subtitle,
)

PEER: Final = "#5B7FA6"
"""Grey-blue: easy to see as marks, and not taken for the trust itself."""
BAND: Final = "#D3DEEA"
NAMED: Final = "#005EB8"
LETTERS: Final = "ABCDE"
LETTER: Final = {"dx": 7, "fontWeight": "bold"}
LONGEST_NAME: Final = 46
"""The characters that fit beside a letter in the narrowest chart."""
FOCUS_LANE_PX: Final = 16
"""The height of a lane of the trust and the named trusts, which are above the peers."""
FOCUS_ROOM: Final = 0.3
"""The smallest distance of two of them, in points: a mark and its letter on a chart 340 px wide."""
PILE_PX: Final = 66
ASIDE: Final = 0.026
"""Points by which each of two marks of equal score is moved aside: less than the rounding of a score."""
MANY: Final = 40
"""With more marks they are small and close, and a pillar's pile is at most PILE_PX high."""
_PILLAR: Final = ("pillar", "Pillar")
_TIPS: Final = (("trust", "Trust"), ("care_setting", "Care setting"), _PILLAR, ("score", "Score", ".1f"))


@dataclass(frozen=True)
class _Scale:
    """The size of peers' marks: lane height, points between marks, share of a usual mark's size, outline."""

    lane_px: float
    room: float
    share: float
    outline: float


_FEW = _Scale(lane_px=11, room=0.16, share=1.0, outline=0.6)
_CLOSE = _Scale(lane_px=5.4, room=0.09, share=0.24, outline=0)


@dataclass(frozen=True)
class _Peers:
    """The peers without a letter, each with its lane, and aside: points by which it is moved."""

    units: Sequence[Any]
    lanes: Sequence[int]
    aside: Sequence[float]
    scale: _Scale
    strips: Mapping[str, Strip]


def trust_profile(position: Position) -> Figure:
    """One unit among its peers on each pillar: their median, the standard, its own target, the named trusts.

    A click on a peer selects it: the spec's parameter 'unit' then holds its ods_code.
    """
    return Figure(
        title=profile_message(position),
        subtitle=profile_subtitle(position),
        alt=_alt(position),
        spec=_spec(position),
        table=AMONG_PEERS.without("care_setting").of(position.pillars).known(),
    )


def _alt(position: Position) -> str:
    parts = []
    for row in rows_of(position.pillars):
        score = f"{pillar_name(row.pillar)} {decimal(row.score, 1)}"
        parts.append(f"{score}, median {decimal(row.median, 1)}" if pd.notna(row.median) else score)
    higher = "; ".join(
        f"{pillar_name(row.pillar)}: {counts_in_words(row)}" for row in rows_of(position.gaps.head(2))
    )
    return (
        f"Dot plot of {position.subject.name} ({position.care_setting}) beside {peers_in_words(position)} "
        f"on each pillar, scores 1 to 5, with {position.standard.in_words} as the standard. "
        f"{profile_message(position)}. {'; '.join(parts)}.{f' {higher}.' if higher else ''}"
    )


def _spec(position: Position) -> dict[str, Any]:
    """The spec of the profile. position: with at least one pillar."""
    pillars = [*rows_of(position.pillars)]
    named = _letters(position)
    peers = _peers(position, named)
    focus = _focus(position, pillars, named)
    # The height that the trust and the named trusts need above the peers.
    above = [max(record["down"] for record in own) + FOCUS_LANE_PX / 2 - BAND_PAD_PX for own in focus]
    alone = Strip(2 * BAND_PAD_PX, {})
    strips = [
        Row(
            pillar_name(row.pillar),
            counts_in_short(row),
            band=room + peers.strips.get(row.pillar, alone).height,
        )
        for row, room in zip(pillars, above, strict=True)
    ]
    own = [records[0] for records in focus]
    others = [record for records in focus for record in records[1:]]
    baseline, level = position.standard.baseline, position.standard.level
    floor = [Reference(level, position.standard.in_words)] if baseline == "floor" else []
    ticks = [] if floor else _ticks(pillars, "standard")
    # If its own targets are the standard, they are drawn already.
    targets = [] if baseline == "own_target" else _targets(pillars, own)
    settings = {position.care_setting, *position.peer_scores["care_setting"]}
    settings |= {*position.named_scores["care_setting"]}
    present = [setting for setting in setting_order() if setting in settings]
    shape = {"shape": setting_shapes(present, colour=PEER)}
    axis = score_axis()
    return row_chart(
        strips,
        Marks("bar", _quartiles(pillars), words=None, look={"fill": BAND, "stroke": None}, behind=True),
        Marks(
            "tick", _ticks(pillars, "median"), (_PILLAR, ("at", "Median of the peers", ".2~f")), words=None
        ),
        Marks("tick", ticks, (("at", "Standard", ".2~f"),), words=None, look={"color": TEXT}),
        Marks(
            "dot",
            [*_dots(peers, {row.pillar: place for place, row in enumerate(pillars)}, above)],
            _TIPS,
            select=("unit", "ods_code"),
            look={"strokeWidth": peers.scale.outline, "channels": shape | {"opacity": fading("unit")}},
        ),
        Marks("dot", others, _TIPS, look={"strokeWidth": 2, "channels": shape}),
        # On a telephone a letter can overlap the standard's line, so it gets a white edge.
        Marks("text", others, look=LETTER | {"color": WHITE, "stroke": WHITE, "strokeWidth": 3}),
        Marks("text", others, look=LETTER | {"color": NAMED}),
        Marks("dot", own, _TIPS, look={"strokeWidth": 1, "channels": shape}),
        Marks(
            "dot",
            targets,
            (_PILLAR, ("at", "Own target", ".1f")),
            look={"strokeWidth": 2, "shape": "diamond"},
        ),
        axis=axis,
        references=floor,
        key=[*_key(position, named, standard=bool(ticks), target=bool(targets))],
        layout=LAYOUT,
        ground=True,
        gridlines=axis.values or (),
    )


def _letters(position: Position) -> dict[str, str]:
    """ODS code -> letter, for the named trusts that have such a return."""
    present = set(position.named_scores["ods_code"])
    codes = [code for code in position.peers.choice.named if code in present]
    return dict(zip(codes, LETTERS, strict=False))


def _key(position: Position, named: Mapping[str, str], *, standard: bool, target: bool) -> Iterator[Key]:
    """The legend: every kind of mark that is drawn, with its meaning."""
    if position.comparable:
        yield Key("median of the peers", stroke=GREY, mark="tick")
    if position.pillars["upper_quartile"].notna().any():
        yield Key("middle half of the peers", fill=BAND, stroke=BAND)
    if standard:
        yield Key(position.standard.in_words, stroke=TEXT, mark="tick")
    if target:
        yield Key("the trust's own target", stroke=ORANGE, mark="diamond")
    names = dict(zip(position.named_scores["ods_code"], position.named_scores["trust"], strict=True))
    for code, letter in named.items():
        yield Key(fitted(short_name(names[code]), LONGEST_NAME), stroke=NAMED, letter=letter)


def _peers(position: Position, named: Mapping[str, str]) -> _Peers:
    """The peers in their lanes; if they are many, closer, with pairs of equal score moved apart."""
    pillars = {*position.pillars["pillar"]}
    units = [
        unit
        for unit in rows_of(position.peer_scores)
        if unit.ods_code not in named and unit.pillar in pillars
    ]
    if len({unit.ods_code for unit in units}) <= MANY:
        in_lane = in_lanes(units, room=_FEW.room)
        return _Peers(
            units, in_lane, [0.0] * len(units), _FEW, strips_of(units, in_lane, lane_px=_FEW.lane_px)
        )
    in_lane = in_lanes(units, room=_CLOSE.room)
    piles = Counter((unit.pillar, unit.care_setting, unit.score) for unit in units)
    aside = [
        (lane % 2 * 2 - 1) * ASIDE if piles[unit.pillar, unit.care_setting, unit.score] > 1 else 0.0
        for unit, lane in zip(units, in_lane, strict=True)
    ]
    in_lane = [lane // 2 for lane in in_lane]
    closer = min(1.0, PILE_PX / (max(in_lane) + 1) / _CLOSE.lane_px)
    # A mark's size is an area, so it shrinks with the square of the lane's height.
    scale = replace(_CLOSE, lane_px=_CLOSE.lane_px * closer, share=_CLOSE.share * closer**2)
    return _Peers(units, in_lane, aside, scale, strips_of(units, in_lane, lane_px=scale.lane_px))


def _dots(peers: _Peers, place: Mapping[str, int], above: Sequence[float]) -> Iterator[dict[str, Any]]:
    """Marks of the peers: a few hang from the top of their band, many are around its middle."""
    lane_px = peers.scale.lane_px
    for unit, lane, aside in zip(peers.units, peers.lanes, peers.aside, strict=True):
        band = peers.strips[unit.pillar].bands[unit.care_setting]
        down = lane_middle(band, lane, lane_px=lane_px)
        if peers.scale.outline == 0:
            down = sum(band) / 2 + (lane + 1) // 2 * lane_px * (1 if lane % 2 else -1)
        row = place[unit.pillar]
        look = {"fill": PEER, "stroke": WHITE}
        size = round(mark_size(unit.care_setting) * peers.scale.share, 1)
        yield _mark(unit, row, above[row] + down, aside=aside) | look | {"size": size}


def _focus(
    position: Position, pillars: Sequence[Any], named: Mapping[str, str]
) -> list[list[dict[str, Any]]]:
    """The trust's own mark and then those of the named trusts, by pillar."""
    subject = position.subject
    own = rows_of(position.pillars.assign(ods_code=subject.code, trust=subject.name))
    others: dict[str, list[Any]] = {row.pillar: [] for row in pillars}
    for unit in rows_of(position.named_scores):
        others.setdefault(unit.pillar, []).append(unit)
    marks_of_pillars = []
    for row, unit in enumerate(own):
        units = [unit, *others[unit.pillar]]
        of_units = lanes([mark.score for mark in units], distance=FOCUS_ROOM)
        marks_of_pillars.append(
            [
                _mark(mark, row, BAND_PAD_PX + (lane + 0.5) * FOCUS_LANE_PX)
                | {
                    "size": mark_size(mark.care_setting, chosen=mark is unit),
                    "text": named.get(mark.ods_code, ""),
                }
                | ({"fill": TEXT, "stroke": WHITE} if mark is unit else {"fill": WHITE, "stroke": NAMED})
                for mark, lane in zip(units, of_units, strict=True)
            ]
        )
    return marks_of_pillars


def _mark(unit: Any, row: int, down: float, *, aside: float = 0) -> dict[str, Any]:
    pillar, score = pillar_name(unit.pillar), float(unit.score)
    return {
        "row": row,
        "down": down,
        "at": round(score + aside, 4),
        "score": round(score, 4),
        "ods_code": unit.ods_code,
        "trust": unit.trust,
        "care_setting": unit.care_setting,
        "pillar": pillar,
        "words": f"{unit.trust}, {unit.care_setting}, {pillar}, {decimal(score, 1)}",
    }


def _quartiles(pillars: Sequence[Any]) -> list[dict[str, Any]]:
    """The band between the peers' quartiles, for pillars with enough peers."""
    return [
        {"row": place, "from": round(row.lower_quartile, 4), "to": round(row.upper_quartile, 4)}
        for place, row in enumerate(pillars)
        if pd.notna(row.lower_quartile)
    ]


def _ticks(pillars: Sequence[Any], key: str) -> list[dict[str, Any]]:
    """A tick at a figure of each pillar that has it."""
    return [
        {"row": place, "pillar": pillar_name(row.pillar), "at": round(getattr(row, key), 4)}
        for place, row in enumerate(pillars)
        if pd.notna(getattr(row, key))
    ]


def _targets(pillars: Sequence[Any], own: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The trust's own targets, each in the lane of its mark."""
    return [
        tick
        | {
            "down": own[tick["row"]]["down"],
            "words": f"Own target, {tick['pillar']}, {decimal(tick['at'], 1)}",
            "fill": "transparent",
            "stroke": ORANGE,
            "size": 190,
        }
        for tick in _ticks(pillars, "own_target")
    ]
