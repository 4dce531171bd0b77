"""Vacant digital posts by role: a dot for every trust, a tick for all of them together."""

from collections.abc import Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, Final

import pandas as pd

from benchmark.charts.figure import Figure
from benchmark.charts.labels import fitted, lanes
from benchmark.charts.marks import Axis, notice
from benchmark.charts.rows import Layout, Marks, Row, row_chart
from benchmark.charts.theme import BLUE, CHARACTER_PX, DARK_BLUE, SECONDARY_TEXT, WHITE
from benchmark.core.wording import decimal, per_cent, plural, short_name
from benchmark.questions.conditions.columns import POSTS, for_people
from benchmark.questions.conditions.measure import Conditions, posts_by_role, posts_by_trust, vacancies
from benchmark.questions.conditions.table import rows_by
from benchmark.questions.conditions.words import older_returns, vacancy_message

LANE_PX: Final = 12
PAD_PX: Final = 4
NARROW_PX: Final = 330
"""The width of the strips on a telephone, where dots and labels must still have room."""
DOT_ROOM_PX: Final = 12
NAME_LENGTH: Final = 26
LABEL_LENGTH: Final = 22
ALL_ROLES: Final = "All roles"
STEP: Final = 0.1
"""The axis ends at a multiple of this share, the next one above the highest rate."""
MOST_TICKS: Final = 6
DOT_PX: Final = 80
CHOSEN_PX: Final = 170
_TIPS: Final = (("trust", "Trust"), ("role", "Role"), ("words", "Posts"))


@dataclass(frozen=True)
class _Role:
    """A role's strip. figures: the text beside its name. rate: of all trusts. trusts: those with a rate.

    lanes: a lane for each trust, so that dots do not cover each other.
    """

    name: str
    figures: str
    rate: float | None
    trusts: Sequence[Any]
    lanes: Sequence[int]

    @property
    def band(self) -> float:
        """The height of the strip in pixels."""
        return (max(self.lanes, default=0) + 1) * LANE_PX + 2 * PAD_PX

    def down(self, place: int) -> float:
        """The middle of a trust's lane, in pixels from the top of the strip."""
        return PAD_PX + (self.lanes[place] + 0.5) * LANE_PX


def vacancy_strips(conditions: Conditions, *, chosen_trust: str | None = None) -> Figure:
    """One strip per role: the vacant share of funded posts, on an axis from 0.

    chosen_trust: an ODS code; its dot is larger and dark, and the text beside the role has its figures.
    """
    posts = conditions.posts
    message = vacancy_message(posts, chosen_trust=chosen_trust)
    table = for_people(POSTS).of(posts)
    if posts["vacancy_rate"].notna().sum() == 0:
        return Figure(message, "", f"{message}.", notice(message), table)
    end = _end(posts)
    roles = _roles(posts, end, chosen_trust)
    trusts = posts["ods_code"].nunique()
    chosen = "" if chosen_trust is None else "The large dark dot is this trust, and the figures are its own. "
    subtitle = (
        f"Each dot is a trust, {trusts} in all: the share of a role's funded posts that are vacant. "
        f"{chosen}The grey tick is all of them together. {older_returns(conditions, posts)}"
        "Whole-time equivalents, self-assessed."
    )
    alt_text = (
        f"Dot plot of vacancy rates in {plural(len(roles) - 1, 'role')} at {plural(trusts, 'trust')}. "
        f"{message}. " + "; ".join(f"{role.name} {role.figures}" for role in roles) + "."
    )
    return Figure(message, subtitle, alt_text, _spec(roles, end, chosen_trust), table)


def _roles(posts: pd.DataFrame, end: float, chosen_trust: str | None) -> list[_Role]:
    """The strip of all roles together, then of each role."""
    of_role = rows_by(posts, "item")
    total = vacancies(posts)
    overall = SimpleNamespace(vacant=total.part, funded=total.whole, vacancy_rate=total.share)
    strips = [(ALL_ROLES, overall, [SimpleNamespace(**row) for row in posts_by_trust(posts)])]
    strips += [
        (role["name"], SimpleNamespace(**role), of_role[role["item"]]) for role in posts_by_role(posts)
    ]
    made = []
    for name, role, trusts in strips:
        with_rate = [row for row in trusts if pd.notna(row.vacancy_rate)]
        own = (row for row in with_rate if row.ods_code == chosen_trust)
        shown = role if chosen_trust is None else next(own, None)
        rate = None if pd.isna(role.vacancy_rate) else float(role.vacancy_rate)
        placed = lanes([row.vacancy_rate for row in with_rate], distance=end * DOT_ROOM_PX / NARROW_PX)
        made.append(_Role(name, _figures(shown), rate, with_rate, placed))
    return made


def _end(posts: pd.DataFrame) -> float:
    """The end of the axis: the next step above the highest rate, at least one step."""
    steps = 1
    while steps * STEP < float(posts["vacancy_rate"].max()) - 1e-9:
        steps += 1
    return round(steps * STEP, 6)


def _ticks(end: float) -> tuple[float, ...]:
    """The marks of the axis: every step, or every other one if there are many."""
    steps = round(end / STEP)
    return tuple(round(place * STEP, 6) for place in range(0, steps + 1, 1 if steps <= MOST_TICKS else 2))


def _figures(row: Any | None) -> str:
    if row is None:
        return "not returned"
    share = "" if pd.isna(row.vacancy_rate) else f" ({per_cent(row.vacancy_rate)})"
    return f"{decimal(row.vacant, 1)} of {decimal(row.funded, 1)} vacant{share}"


def _spec(roles: Sequence[_Role], end: float, chosen_trust: str | None) -> dict[str, Any]:
    together = [{"row": place, "at": role.rate} for place, role in enumerate(roles) if role.rate is not None]
    dots = [
        {
            "row": place,
            "at": float(row.vacancy_rate),
            "down": role.down(lane),
            "ods_code": row.ods_code,
            "trust": row.trust,
            "role": role.name,
            "words": _figures(row),
            "fill": DARK_BLUE if row.ods_code == chosen_trust else BLUE,
            "stroke": WHITE,
            "size": CHOSEN_PX if row.ods_code == chosen_trust else DOT_PX,
        }
        for place, role in enumerate(roles)
        for lane, row in enumerate(role.trusts)
    ]
    dots.sort(key=lambda dot: dot["size"])  # the chosen trust's dots are drawn last, on top
    ticks = _ticks(end)
    return row_chart(
        [
            Row(role.name, role.figures, band=role.band, narrow=fitted(role.name, NAME_LENGTH))
            for role in roles
        ],
        Marks("tick", together, words=None, look={"strokeWidth": 3}),
        Marks("dot", dots, _TIPS, look={"strokeWidth": 1, "opacity": 0.85}),
        Marks(
            "text",
            [] if chosen_trust else _outliers(roles, end),
            words=None,
            look={"align": "right", "dx": -9, "color": SECONDARY_TEXT},
        ),
        axis=Axis(
            (0, end),
            title="Vacant, share of funded posts",
            format=".0%",
            values=ticks,
            padding=8,
            zero=True,
        ),
        layout=Layout(between=10, titled=True),
        ground=True,
        gridlines=ticks,
    )


def _outliers(roles: Sequence[_Role], end: float) -> list[dict[str, Any]]:
    """A label left of a strip's highest dot, if there is room between it and the other dots."""
    labels = []
    for place, role in enumerate(roles):
        ordered = sorted(range(len(role.trusts)), key=lambda lane: role.trusts[lane].vacancy_rate)
        if len(ordered) < 2:
            continue
        second, highest = (role.trusts[lane] for lane in ordered[-2:])
        label = fitted(short_name(highest.trust), LABEL_LENGTH)
        room = (len(label) * CHARACTER_PX + 2 * DOT_ROOM_PX) / NARROW_PX * end
        if highest.vacancy_rate - max(second.vacancy_rate, role.rate or 0.0) >= room:
            labels.append(
                {
                    "row": place,
                    "at": float(highest.vacancy_rate),
                    "down": role.down(ordered[-1]),
                    "text": label,
                }
            )
    return labels
