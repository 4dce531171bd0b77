"""Vacant digital posts by role: every trust as a dot, all of them together as a tick."""

from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, Final

import altair as alt
import pandas as pd

from benchmark.charts.condition_table import RETURNS
from benchmark.charts.condition_words import vacancy_message
from benchmark.charts.figure import FICTIONAL_SOURCE, Figure, titled
from benchmark.charts.labels import fitted, lanes
from benchmark.charts.theme import (
    BLUE,
    CHARACTER_PX,
    DARK_BLUE,
    GREY,
    GRIDLINE,
    GROUND,
    SECONDARY_TEXT,
    TEXT,
    WHITE,
    data,
    finished,
    notice,
    pixel_scale,
    rows_of,
)
from benchmark.measures.condition_figures import posts_by_role, posts_by_trust, vacancies
from benchmark.measures.conditions import Conditions
from benchmark.wording import per_cent, plural, short_name

HEADER_PX: Final = 20
LANE_PX: Final = 12
PAD_PX: Final = 4
BETWEEN_PX: Final = 10
NAME_LENGTH: Final = 28
NARROW_PX: Final = 330
"""The width of the strips on a telephone, for which dots and labels must have room."""
DOT_ROOM_PX: Final = 12
LABEL_LENGTH: Final = 22
ALL_ROLES: Final = "All roles"
STEP: Final = 0.1
"""The axis ends at the next ten per cent above the highest rate."""
MOST_TICKS: Final = 6
DOT_PX: Final = 80
CHOSEN_PX: Final = 170


@dataclass(frozen=True)
class _Role:
    """A role's place on the chart, from the top in pixels, and its dots: rate, y, row."""

    name: str
    figures: str
    rate: float | None
    top: float
    bottom: float
    dots: tuple[tuple[float, float, Any], ...]


def vacancy_strips(found: Conditions, *, chosen_trust: str | None = None, fictional: bool = False) -> Figure:
    """One strip per role: the share of funded posts that are vacant, from nothing at the left.

    chosen_trust: an ODS code, drawn larger and dark, its figures beside the role's name.
    """
    posts = found.posts
    message = vacancy_message(posts, chosen_trust=chosen_trust)
    title = titled(message, fictional=fictional)
    source = FICTIONAL_SOURCE if fictional else RETURNS
    table = _table(posts)
    if posts["rate"].notna().sum() == 0:
        return Figure(title, "", f"{message}.", notice(message), table, source)
    strips = _strips(posts)
    end = _end(max(float(own["rate"].max()) for _, _, own in strips))
    roles = _laid_out(strips, end, chosen_trust)
    trusts = posts["ods_code"].nunique()
    chosen = "" if chosen_trust is None else "The large dark dot is this trust, and the figures are its own. "
    subtitle = (
        f"Each dot is a trust, {trusts} in all: the share of a role's funded posts that are vacant. "
        f"{chosen}The grey tick is all of them together. Whole-time equivalents, self-assessed."
    )
    alt_text = (
        f"Dot plot of vacancy rates in {plural(len(roles) - 1, 'role')} at {plural(trusts, 'trust')}. "
        f"{message}. " + "; ".join(f"{role.name} {role.figures}" for role in roles) + "."
    )
    return Figure(title, subtitle, alt_text, _spec(roles, end, chosen_trust), table, source)


def _strips(posts: pd.DataFrame) -> list[tuple[str, Any, pd.DataFrame]]:
    """All roles together, then each role: its name, all trusts' figures, and each trust's, with a rate."""
    total = vacancies(posts)
    overall = SimpleNamespace(vacant=total.part, funded=total.whole, rate=total.share)
    found: list[tuple[str, Any, pd.DataFrame]] = [(ALL_ROLES, overall, posts_by_trust(posts))]
    found += [
        (str(role.name), role, posts[posts["item"] == role.item]) for role in rows_of(posts_by_role(posts))
    ]
    return [(name, role, own[own["rate"].notna()]) for name, role, own in found]


def _end(highest: float) -> float:
    """Where the axis ends: the next step above the highest rate, one step at least."""
    steps = 1
    while steps * STEP < highest - 1e-9:
        steps += 1
    return round(steps * STEP, 6)


def _laid_out(
    strips: list[tuple[str, Any, pd.DataFrame]], end: float, chosen_trust: str | None
) -> list[_Role]:
    found: list[_Role] = []
    top = 0.0
    for name, role, own in strips:
        places = lanes(own["rate"].tolist(), distance=end * DOT_ROOM_PX / NARROW_PX)
        first = top + HEADER_PX + PAD_PX + LANE_PX / 2
        dots = tuple(
            (float(row.rate), first + lane * LANE_PX, row)
            for row, lane in zip(rows_of(own), places, strict=True)
        )
        bottom = first + max(places, default=0) * LANE_PX + LANE_PX / 2 + PAD_PX
        shown = role
        if chosen_trust is not None:
            shown = next(rows_of(own[own["ods_code"] == chosen_trust]), None)
        rate = None if pd.isna(role.rate) else float(role.rate)
        found.append(_Role(name, _figures(shown), rate, top, bottom, dots))
        top = bottom + BETWEEN_PX
    return found


def _outliers(roles: list[_Role], end: float) -> list[dict[str, Any]]:
    """A label left of a strip's highest dot, where there is room for it between that dot and the others."""
    found = []
    for role in roles:
        ordered = sorted(role.dots, key=lambda dot: dot[0])
        if len(ordered) < 2:
            continue
        (second, _, _), (highest, y, row) = ordered[-2:]
        label = fitted(short_name(row.trust), LABEL_LENGTH)
        room = (len(label) * CHARACTER_PX + 2 * DOT_ROOM_PX) / NARROW_PX * end
        if highest - max(second, role.rate or 0.0) >= room:
            found.append({"rate": highest, "y": y, "text": label})
    return found


def _figures(row: Any | None) -> str:
    if row is None:
        return "not returned"
    share = "" if pd.isna(row.rate) else f" ({per_cent(row.rate)})"
    return f"{row.vacant:,.1f} of {row.funded:,.1f} vacant{share}"


def _spec(roles: list[_Role], end: float, chosen_trust: str | None) -> dict[str, Any]:
    height = roles[-1].bottom + 4
    x = alt.X(
        "rate:Q",
        scale=alt.Scale(domain=[0, end], nice=False, zero=True, padding=8),
        axis=alt.Axis(format=".0%", title="Vacant, share of funded posts", grid=False, values=_ticks(end)),
    )
    y = alt.Y("y:Q", scale=pixel_scale(height), axis=None)
    dots = [
        {
            "rate": rate,
            "y": place,
            "ods_code": row.ods_code,
            "trust": row.trust,
            "role": role.name,
            "figures": _figures(row),
            "chosen": row.ods_code == chosen_trust,
        }
        for role in roles
        for rate, place, row in role.dots
    ]
    dots.sort(key=lambda dot: dot["chosen"])
    tooltip = [
        alt.Tooltip("trust:N", title="Trust"),
        alt.Tooltip("role:N", title="Role"),
        alt.Tooltip("figures:N", title="Posts"),
    ]
    dot = alt.Chart(data(dots)).mark_circle(opacity=0.85, stroke=WHITE, strokeWidth=1)
    is_chosen = alt.datum.chosen
    return finished(
        *_ground(roles, end, x, y),
        *_headers(roles, y),
        dot.encode(
            x=x,
            y=y,
            color=alt.condition(is_chosen, alt.value(DARK_BLUE), alt.value(BLUE)),
            size=alt.condition(is_chosen, alt.value(CHOSEN_PX), alt.value(DOT_PX)),
            tooltip=tooltip,
            description=alt.Description("figures:N"),
        ),
        *_labels([] if chosen_trust else _outliers(roles, end), x, y),
        height=height,
    )


def _ticks(end: float) -> list[float]:
    """Where the axis is marked: every step, or every other one where there are many."""
    steps = round(end / STEP)
    return [round(place * STEP, 6) for place in range(0, steps + 1, 1 if steps <= MOST_TICKS else 2)]


def _ground(roles: list[_Role], end: float, x: alt.X, y: alt.Y) -> list[alt.Chart]:
    grounds = [{"y": role.top + HEADER_PX, "y2": role.bottom} for role in roles]
    lines = [{"rate": tick, **ground} for ground in grounds for tick in _ticks(end)]
    ticks = [
        {"rate": role.rate, "y": role.top + HEADER_PX, "y2": role.bottom}
        for role in roles
        if role.rate is not None
    ]
    return [
        alt.Chart(data(grounds))
        .mark_rect(color=GROUND, aria=False)
        .encode(x=alt.value(0), x2=alt.value("width"), y=y, y2=alt.Y2("y2:Q")),
        alt.Chart(data(lines)).mark_rule(color=GRIDLINE, aria=False).encode(x=x, y=y, y2=alt.Y2("y2:Q")),
        alt.Chart(data(ticks))
        .mark_rule(color=GREY, strokeWidth=3, aria=False)
        .encode(x=x, y=y, y2=alt.Y2("y2:Q")),
    ]


def _headers(roles: list[_Role], y: alt.Y) -> list[alt.Chart]:
    names = [
        {"y": role.top + HEADER_PX / 2, "text": fitted(role.name, NAME_LENGTH), "figures": role.figures}
        for role in roles
    ]
    chart = alt.Chart(data(names))
    return [
        chart.mark_text(align="left", baseline="middle", color=TEXT, fontWeight=600).encode(
            x=alt.value(0), y=y, text=alt.Text("text:N")
        ),
        chart.mark_text(align="right", baseline="middle", color=SECONDARY_TEXT).encode(
            x=alt.value("width"), y=y, text=alt.Text("figures:N")
        ),
    ]


def _labels(records: list[dict[str, Any]], x: alt.X, y: alt.Y) -> list[alt.Chart]:
    if not records:
        return []
    mark = alt.Chart(data(records)).mark_text(align="right", baseline="middle", dx=-9, color=SECONDARY_TEXT)
    return [mark.encode(x=x, y=y, text=alt.Text("text:N"))]


def _table(posts: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Trust": posts["trust"],
            "ODS code": posts["ods_code"],
            "Round": posts["assessment_year"],
            "Role": posts["name"],
            "Funded (WTE)": posts["funded"],
            "In post (WTE)": posts["in_post"],
            "Vacant (WTE)": posts["vacant"],
            "Vacant of funded (%)": 100 * posts["rate"],
            "In post and vacant differ from funded": posts["differs"],
        }
    )
