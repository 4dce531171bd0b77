"""Who gets what: every return on every pillar, with the money in the cell and a tint for its amount."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import pandas as pd

from benchmark.charts.figure import HtmlFigure
from benchmark.charts.markup import render
from benchmark.charts.theme import setting_order
from benchmark.core.columns import pillar_name, rows_of
from benchmark.core.definitions import definitions
from benchmark.core.wording import plural, short_money
from benchmark.questions.plan.measure import Planned
from benchmark.questions.plan.tables import allocations
from benchmark.questions.plan.words import allocation_message

_TINTS: Final = 5
"""The number of tints of cells, by the amount's part of the largest."""
_AHEAD: Final = ("\N{BULLET}", "at the standard already")
_NO_STANDARD: Final = ("\N{EN DASH}", "no standard")
"""The signs of cells without money, and their meanings."""
_ByUnit = dict[tuple[str, str], dict[str, int]]


@dataclass(frozen=True)
class _Money:
    """(ODS code, care setting) -> pillar -> pence: given to close gaps; ahead: reserved for pioneers."""

    given: _ByUnit
    ahead: _ByUnit

    @cached_property
    def largest(self) -> int:
        """The largest amount in a cell."""
        return max((pence for given in self.given.values() for pence in given.values()), default=0)


def plan_table(planned: Planned) -> HtmlFigure:
    """Returns by care setting as rows; pillars, the total for gaps and the pioneers' reserve as columns."""
    message = allocation_message(planned)
    standard = planned.plan.standard.in_words
    reserved = bool(planned.outcome.reserved)
    subtitle = f"Money to close gaps to {standard}, by return and pillar." + (
        " Pioneers: the reserve for scores at the standard or above." if reserved else ""
    )
    money_of = _Money(_by_unit(planned.rows, "allocated"), _by_unit(planned.pioneers, "reserved"))
    groups = [
        (setting, [_unit(money_of, row) for row in rows_of(units)])
        for setting in setting_order()
        if not (units := _units(planned, setting)).empty
    ]
    shown = {cell.get("sign") for _, units in groups for unit in units for cell in unit["cells"]}
    html = render(
        "questions/plan/table.html",
        message=message,
        signs=[entry for entry in (_AHEAD, _NO_STANDARD) if entry[0] in shown],
        reserved=reserved,
        pillars=[pillar_name(key) for key in _pillars()],
        groups=groups,
        all=_all(planned),
    )
    alt = f"Table of money by {plural(len(planned.before.by_unit), 'return')} and pillar. {message}."
    return HtmlFigure(message, subtitle, alt, html, allocations(planned))


def _pillars() -> tuple[str, ...]:
    return definitions().framework.pillar_keys


def _units(planned: Planned, setting: str) -> pd.DataFrame:
    units = planned.before.by_unit
    return units[units["care_setting"] == setting]


def _unit(money_of: _Money, unit: Any) -> dict[str, Any]:
    """A return for the template. named: its money by pillar in a line, for screens without the columns."""
    key = (unit.ods_code, unit.care_setting)
    given, ahead = money_of.given.get(key, {}), money_of.ahead.get(key, {})
    return {
        "trust": unit.trust,
        "named": _named(given),
        "cells": [_cell(given.get(pillar), pillar in ahead, money_of.largest) for pillar in _pillars()],
        "total": short_money(sum(given.values())),
        "pioneers": short_money(sum(ahead.values())),
    }


def _named(given: Mapping[str, int]) -> str:
    """Each pillar that gets money, with its amount."""
    return ", ".join(f"{pillar_name(key)} {short_money(pence)}" for key, pence in given.items() if pence)


def _by_unit(rows: pd.DataFrame, column: str) -> _ByUnit:
    by_unit: _ByUnit = {}
    columns = ("ods_code", "care_setting", "pillar", column)
    for code, setting, pillar, pence in zip(*(rows[name].tolist() for name in columns), strict=True):
        by_unit.setdefault((code, setting), {})[pillar] = int(pence)
    return by_unit


def _cell(pence: int | None, ahead: bool, largest: int) -> dict[str, Any]:
    """A pillar's cell for the template. ahead: its score is at the standard already."""
    if pence is None:
        return {"money": None} | dict(
            zip(("sign", "meaning"), _AHEAD if ahead else _NO_STANDARD, strict=True)
        )
    tint = min(int(pence / largest * _TINTS), _TINTS - 1) if largest else 0
    return {"money": short_money(pence), "tint": tint}


def _all(planned: Planned) -> dict[str, Any]:
    """The last row: all returns together."""
    sums = dict(zip(planned.by_pillar["pillar"], planned.by_pillar["allocated"].tolist(), strict=True))
    return {
        "named": _named(sums),
        "cells": [short_money(sums.get(key, 0)) for key in _pillars()],
        "total": short_money(planned.outcome.allocated),
        "pioneers": short_money(planned.outcome.reserved),
    }
