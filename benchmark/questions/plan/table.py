"""Who gets what: every return on every pillar, the money in the cell and behind it a tint by its amount."""

from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import Any, Final

import pandas as pd

from benchmark.charts.figure import HtmlFigure
from benchmark.charts.theme import FONT, SECONDARY_TEXT, TEXT, setting_order
from benchmark.core.columns import pillar_name, rows_of
from benchmark.core.definitions import definitions
from benchmark.core.wording import plural, short_money
from benchmark.questions.plan.measure import Planned
from benchmark.questions.plan.tables import allocations
from benchmark.questions.plan.words import allocation_message

FOLD_PX: Final = 760
"""Narrower than this the pillars stand in a line under each return, since a page never scrolls sideways."""
_TINTS: Final = (
    ("#F4F8FC", TEXT),
    ("#DCEAF6", TEXT),
    ("#B5D3EC", TEXT),
    ("#7FB2DF", TEXT),
    ("#005EB8", "#FFF"),
)
"""Grounds and texts by a cell's part of the largest amount, in fifths: the amount is printed in each."""

_CSS: Final = f"""
.pt {{ container-type: inline-size; font-family: {FONT}; color: {TEXT}; }}
.pt table {{ width: 100%; border-collapse: separate; border-spacing: 0; font-size: 14px; line-height: 1.3; }}
.pt th, .pt td {{ padding: 5px 6px; border: 1px solid #fff; text-align: left; font-weight: normal; }}
.pt thead th {{ vertical-align: bottom; font-size: 13px; font-weight: 600; }}
.pt .pt-n {{ text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }}
.pt thead .pt-n {{ white-space: normal; }}
.pt tbody th[scope=row] {{ width: 26%; overflow-wrap: break-word; }}
.pt tr.pt-group > * {{ padding-top: 14px; border-bottom: 2px solid #003087; font-weight: 700; }}
.pt tfoot > tr > * {{ border-top: 2px solid #003087; font-weight: 700; }}
.pt .pt-total {{ border-left-width: 8px; font-weight: 600; }}
.pt .pt-met, .pt .pt-line {{ color: {SECONDARY_TEXT}; }}
.pt .pt-line {{ display: none; font-size: 13px; margin-top: 2px; }}
.pt .pt-hidden {{
  position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%);
  white-space: nowrap;
}}
{"".join(f".pt .pt-{i} {{ background: {tint[0]}; color: {tint[1]}; }}" for i, tint in enumerate(_TINTS))}
@container (max-width: {FOLD_PX}px) {{
  .pt .pt-fold {{ display: none; }}
  .pt .pt-line {{ display: block; }}
  .pt tbody th[scope=row] {{ width: auto; }}
}}
"""


_ByUnit = dict[tuple[str, str], dict[str, int]]


@dataclass(frozen=True)
class _Money:
    """Pence by ODS code and care setting, then pillar: to close gaps, and reserved for pioneers."""

    given: _ByUnit
    ahead: _ByUnit

    @cached_property
    def largest(self) -> int:
        """The largest amount in a cell."""
        return max((pence for given in self.given.values() for pence in given.values()), default=0)


def plan_table(found: Planned) -> HtmlFigure:
    """Returns by care setting down, pillars across, with the total for gaps and the pioneers' reserve."""
    message = allocation_message(found)
    standard = found.plan.standard.in_words
    reserved = bool(found.outcome.reserved)
    subtitle = (
        f"Money to close gaps to {standard}, by return and pillar. A dot: the score is there already."
        + (" Pioneers: the reserve for scores at the standard or above." if reserved else "")
    )
    money_of = _Money(_by_unit(found.rows, "allocated"), _by_unit(found.pioneers, "reserved"))
    groups = [_group(found, money_of, setting, reserved=reserved) for setting in setting_order()]
    html = (
        f'<div class="pt"><style>{_CSS}</style><table><caption class="pt-hidden">{escape(message)}</caption>'
        f"{_head(reserved=reserved)}{''.join(groups)}{_foot(found, reserved=reserved)}</table></div>"
    )
    alt = f"Table of money by {plural(len(found.before.by_unit), 'return')} and pillar. {message}."
    return HtmlFigure(message, subtitle, alt, html, allocations(found))


def _pillars() -> tuple[str, ...]:
    return definitions().framework.pillar_keys


def _head(*, reserved: bool) -> str:
    pillars = "".join(
        f'<th scope="col" class="pt-n pt-fold">{escape(pillar_name(key))}</th>' for key in _pillars()
    )
    pioneers = '<th scope="col" class="pt-n">Pioneers</th>' if reserved else ""
    return (
        f'<thead><tr><th scope="col">Trust</th>{pillars}'
        f'<th scope="col" class="pt-n pt-total">Closing gaps</th>{pioneers}</tr></thead>'
    )


def _group(found: Planned, money_of: _Money, setting: str, *, reserved: bool) -> str:
    units = found.before.by_unit
    units = units[units["care_setting"] == setting]
    if units.empty:
        return ""
    span = len(_pillars()) + 2 + reserved
    lines = "".join(_line(money_of, row, reserved=reserved) for row in rows_of(units))
    return (
        f'<tbody><tr class="pt-group"><th scope="rowgroup" colspan="{span}">{escape(setting)}</th></tr>'
        f"{lines}</tbody>"
    )


def _line(money_of: _Money, unit: Any, *, reserved: bool) -> str:
    key = (unit.ods_code, unit.care_setting)
    given, ahead = money_of.given.get(key, {}), money_of.ahead.get(key, {})
    cells = "".join(_cell(given.get(pillar), pillar in ahead, money_of.largest) for pillar in _pillars())
    told = ", ".join(
        f"{pillar_name(pillar)} {short_money(given[pillar])}" for pillar in given if given[pillar]
    )
    line = f'<div class="pt-line">{escape(told)}</div>' if told else ""
    pioneers = f'<td class="pt-n">{short_money(sum(ahead.values()))}</td>' if reserved else ""
    return (
        f'<tr><th scope="row">{escape(unit.trust)}{line}</th>{cells}'
        f'<td class="pt-n pt-total">{short_money(sum(given.values()))}</td>{pioneers}</tr>'
    )


def _by_unit(rows: pd.DataFrame, column: str) -> _ByUnit:
    found: _ByUnit = {}
    columns = ("ods_code", "care_setting", "pillar", column)
    for code, setting, pillar, pence in zip(*(rows[name].tolist() for name in columns), strict=True):
        found.setdefault((code, setting), {})[pillar] = int(pence)
    return found


def _cell(pence: int | None, ahead: bool, largest: int) -> str:
    if pence is None:
        words = "at the standard already" if ahead else "no standard"
        return (
            f'<td class="pt-n pt-fold pt-met"><span aria-hidden="true">{"•" if ahead else "–"}</span>'
            f'<span class="pt-hidden">{words}</span></td>'
        )
    tint = min(int(pence / largest * len(_TINTS)), len(_TINTS) - 1) if largest else 0
    return f'<td class="pt-n pt-fold pt-{tint}">{short_money(pence)}</td>'


def _foot(found: Planned, *, reserved: bool) -> str:
    sums = dict(zip(found.by_pillar["pillar"], found.by_pillar["allocated"].tolist(), strict=True))
    cells = "".join(f'<td class="pt-n pt-fold">{short_money(sums.get(key, 0))}</td>' for key in _pillars())
    pioneers = f'<td class="pt-n">{short_money(found.outcome.reserved)}</td>' if reserved else ""
    told = ", ".join(f"{pillar_name(key)} {short_money(amount)}" for key, amount in sums.items() if amount)
    return (
        f'<tfoot><tr><th scope="row">All<div class="pt-line">{escape(told)}</div></th>{cells}'
        f'<td class="pt-n pt-total">{short_money(found.outcome.allocated)}</td>{pioneers}</tr></tfoot>'
    )
