"""The grid of an ICS: every return on every pillar, in colour, sign and words."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape
from statistics import fmean
from typing import Any, Final, TypeAlias

import pandas as pd

from benchmark.charts.distance import AT, STEPS, Step, step_meaning, step_of
from benchmark.charts.figure import HtmlFigure
from benchmark.charts.theme import setting_order
from benchmark.common.provenance import Replaced, ScoreKey
from benchmark.core.columns import Filled, pillar_name, rows_of
from benchmark.core.definitions import definitions
from benchmark.core.errors import UnknownCode
from benchmark.core.wording import decimal, plural
from benchmark.questions.gaps.columns import GRID
from benchmark.questions.gaps.grid_css import grid_css
from benchmark.questions.gaps.measure import Gaps
from benchmark.questions.gaps.words import reach_message

Unit: TypeAlias = Mapping[str, Any]
"""A return: ods_code, trust, care_setting, its score by pillar (None: no score), overall and gap_mean."""
MOST_NAMED: Final = 3
"""Scores that the note on replaced ones names: more would be a second table."""
UNKNOWN_SETTING: Final = "Care setting not known"
NO_MISSING: Final = pd.DataFrame(columns=["ods_code", "trust", "care_setting"], dtype="object")


@dataclass(frozen=True)
class _View:
    """What every row needs to be written."""

    gaps: Gaps
    missing: pd.DataFrame
    focus_pillar: str
    trust_link: Callable[[str], str]
    replaced: Mapping[ScoreKey, Replaced]

    @cached_property
    def standards(self) -> dict[tuple[str, str], dict[str, float]]:
        """Each unit's standards by pillar, by its ODS code and care setting."""
        found: dict[tuple[str, str], dict[str, float]] = {}
        for row in rows_of(self.gaps.rows):
            found.setdefault((row.ods_code, row.care_setting), {})[row.pillar] = float(row.standard)
        return found

    def column(self, pillar: str) -> str:
        """The classes of a pillar's cells: all pillars but one fold away on narrow screens."""
        return "mg-n" if pillar == self.focus_pillar else "mg-n mg-fold"

    def name(self, code: str, trust: str) -> str:
        """A row's header, which leads to the trust."""
        address = escape(self.trust_link(code))
        return f'<th scope="row"><a href="{address}" target="_self">{escape(trust)}</a></th>'

    def cell(self, score: float, step: Step | None, classes: str, *, was: Replaced | None = None) -> str:
        """A score with its distance from the standard in colour, sign and hidden words; None: no standard.

        was: the published score that it took the place of.
        """
        written = decimal(score, 1)
        mark = f'<span class="mg-was">was {decimal(was.published, 1)}</span>' if was else ""
        if step is None:
            return f'<td class="{classes}">{written}<span class="mg-hidden">, no standard</span>{mark}</td>'
        words = f"{'about' if step is AT else step.label} {self.gaps.standard.in_words}"
        return (
            f'<td class="{classes} mg-{step.key}">{_sign(step)}{written}'
            f'<span class="mg-hidden">, {escape(words)}</span>{mark}</td>'
        )


def grid(
    gaps: Gaps,
    *,
    sort: str,
    focus_pillar: str,
    trust_link: Callable[[str], str],
    missing: pd.DataFrame | None = None,
    replaced: Mapping[ScoreKey, Replaced] | None = None,
) -> HtmlFigure:
    """Returns by care setting down, pillars, overall and mean gap across.

    sort: 'name', 'gap' (largest first) or a pillar's key (lowest first), within each care setting.
    focus_pillar: the pillar that stays where there is room for one. trust_link: ODS code -> address.
    missing: ods_code, trust, care_setting (None where it is not known); shown last, as "no return".
    replaced: scores that a return put in the place of published ones; marked where they differ.
    Raises UnknownCode for an order or a pillar that does not exist.
    """
    pillars = _pillars()
    if sort not in ("name", "gap", *pillars):
        raise UnknownCode(
            f"There is no order {sort}.", fix=f"Choose name, gap or one of {', '.join(pillars)}."
        )
    if focus_pillar not in pillars:
        raise UnknownCode(f"There is no pillar {focus_pillar}.", fix=f"Choose one of {', '.join(pillars)}.")
    missing = NO_MISSING if missing is None else missing
    units = _in_order(gaps, sort)
    own = {(unit["ods_code"], unit["care_setting"]): unit["trust"] for unit in units}
    changed = {key: one for key, one in (replaced or {}).items() if one.differs and key[:2] in own}
    view = _View(gaps, missing, focus_pillar, trust_link, changed)
    message = reach_message(gaps)
    body = [
        _group(view, setting, [unit for unit in units if unit["care_setting"] == setting])
        for setting in _settings(units, missing)
    ]
    html = (
        f'<div class="mg"><style>{grid_css()}</style>{_legend(gaps, missing)}'
        f'<table><caption class="mg-hidden">{escape(message)}</caption>'
        f"{_head(sort, focus_pillar)}{''.join(body)}</table>{_was_note(changed, own)}</div>"
    )
    table = _table(units, missing, changed)
    return HtmlFigure(message, _subtitle(gaps), _alt(gaps, len(units), missing), html, table)


def _pillars() -> tuple[str, ...]:
    return definitions().framework.pillar_keys


def _in_order(gaps: Gaps, sort: str) -> list[Unit]:
    """Every return, with a standard or without, in order; what it is sorted by but lacks comes last."""
    units: dict[tuple[str, str], dict[str, Any]] = {}
    for row in (*rows_of(gaps.rows), *rows_of(gaps.without_standard)):
        known = {"ods_code": row.ods_code, "trust": row.trust, "care_setting": row.care_setting}
        unit = units.setdefault(
            (row.ods_code, row.care_setting), known | dict.fromkeys(_pillars()) | {"gap_mean": None}
        )
        unit[row.pillar] = row.score
    for row in rows_of(gaps.by_unit):
        units[row.ods_code, row.care_setting]["gap_mean"] = row.gap_mean
    for unit in units.values():
        unit["overall"] = fmean(unit[key] for key in _pillars() if unit[key] is not None)

    def place(unit: Unit) -> tuple[Any, ...]:
        value = {"name": 0, "gap": unit["gap_mean"]}.get(sort, unit.get(sort))
        first = (1, 0) if value is None else (0, -value if sort == "gap" else value)
        return (*first, unit["trust"], unit["ods_code"])

    return sorted(units.values(), key=place)


def _settings(units: Sequence[Unit], missing: pd.DataFrame) -> list[str]:
    """The care settings of the rows in the order of the definitions, the unknown one last."""
    present = {unit["care_setting"] for unit in units} | set(missing["care_setting"].fillna(UNKNOWN_SETTING))
    return [setting for setting in (*setting_order(), UNKNOWN_SETTING) if setting in present]


def _legend(gaps: Gaps, missing: pd.DataFrame) -> str:
    keys = [] if gaps.rows.empty else [f"<li>Against {escape(gaps.standard.in_words)}:</li>"]
    keys += (
        []
        if gaps.rows.empty
        else [f'<li class="mg-{step.key}">{_sign(step)}{escape(step_meaning(step))}</li>' for step in STEPS]
    )
    if not missing.empty:
        keys.append('<li class="mg-none"><span>no return</span></li>')
    return f'<ul class="mg-legend">{"".join(keys)}</ul>'


def _head(sort: str, focus_pillar: str) -> str:
    def column(key: str, text: str, classes: str) -> str:
        order = {"gap": "descending"}.get(key, "ascending")
        sorted_by = f' aria-sort="{order}"' if key == sort else ""
        return f'<th scope="col" class="{classes}"{sorted_by}>{escape(text)}</th>'

    pillars = [
        column(key, pillar_name(key), "mg-n" if key == focus_pillar else "mg-n mg-fold") for key in _pillars()
    ]
    return (
        f"<thead><tr>{column('name', 'Trust', 'mg-trust')}{''.join(pillars)}"
        f"{column('overall', 'Overall', 'mg-n mg-overall')}"
        f"{column('gap', 'Mean gap, points', 'mg-n mg-fold')}</tr></thead>"
    )


def _group(view: _View, setting: str, units: Sequence[Unit]) -> str:
    """The rows of one care setting under its name."""
    gaps, missing = view.gaps, view.missing
    own = missing[missing["care_setting"].fillna(UNKNOWN_SETTING) == setting].sort_values(
        ["trust", "ods_code"]
    )
    counts = [plural(len(units), "return")] if len(units) else []
    counts += [f"{len(own)} missing"] if len(own) else []
    standards: dict[str, set[float]] = {}
    for (_, of), by_pillar in view.standards.items():
        for pillar, standard in by_pillar.items() if of == setting else ():
            standards.setdefault(pillar, set()).add(standard)
    if gaps.standard.baseline != "floor" and standards and all(len(own) == 1 for own in standards.values()):
        alike = {pillar: min(found) for pillar, found in standards.items()}
        head, cells, span = [*counts, "standard:"], _standards(view, alike), 1
    else:
        head, cells, span = counts, "", len(_pillars()) + 3
    group = (
        f'<th scope="rowgroup" colspan="{span}">{escape(setting)} '
        f'<span class="mg-count">{", ".join(head)}</span></th>{cells}'
    )
    lines = [_unit(view, unit) for unit in units]
    lines += [_missing(view, row) for row in rows_of(own)]
    return f'<tbody><tr class="mg-group">{group}</tr>{"".join(lines)}</tbody>'


def _standards(view: _View, standards: Mapping[str, float]) -> str:
    """What each pillar's column is held to in this care setting."""
    cells = [
        f'<td class="{view.column(key)}">{decimal(standards[key], 1) if key in standards else ""}</td>'
        for key in _pillars()
    ]
    return f'{"".join(cells)}<td class="mg-n"></td><td class="mg-n mg-fold"></td>'


def _unit(view: _View, unit: Unit) -> str:
    own = view.standards.get((unit["ods_code"], unit["care_setting"]), {})
    scored = [key for key in _pillars() if unit[key] is not None]
    cells = []
    for key in _pillars():
        if key not in scored:
            cells.append(f'<td class="{view.column(key)} mg-none"><span>no score</span></td>')
            continue
        step = step_of(unit[key] - own[key]) if key in own else None
        was = view.replaced.get((unit["ods_code"], unit["care_setting"], key))
        cells.append(view.cell(unit[key], step, view.column(key), was=was))
    # The mean of a few targets says nothing of the mean of all pillars.
    whole = len(own) == len(scored)
    overall = step_of(unit["overall"] - fmean(own.values())) if whole else None
    cells.append(view.cell(unit["overall"], overall, "mg-n mg-overall"))
    gap = decimal(unit["gap_mean"], 2) if own else '–<span class="mg-hidden">no standard</span>'
    cells.append(f'<td class="mg-n mg-fold">{gap}</td>')
    return f'<tr class="mg-unit">{view.name(unit["ods_code"], unit["trust"])}{"".join(cells)}</tr>'


def _sign(step: Step) -> str:
    return f'<span class="mg-sign" aria-hidden="true">{step.sign}</span>'


def _missing(view: _View, row: Any) -> str:
    cell = f'<td class="mg-none" colspan="{len(_pillars()) + 2}"><span>no return</span></td>'
    return f"<tr>{view.name(row.ods_code, row.trust)}{cell}</tr>"


def _subtitle(gaps: Gaps) -> str:
    if gaps.rows.empty:
        return (
            "Scores from 1 to 5, without colours, since there is no standard to hold them to. Self-assessed."
        )
    text = f"Scores from 1 to 5, coloured by their distance from {gaps.standard.in_words}. Self-assessed."
    if bool(gaps.rows["lone_setting"].any()):
        text += " A return that is the only one of its care setting is held to the best of all."
    return text


def _alt(gaps: Gaps, units: int, missing: pd.DataFrame) -> str:
    words = gaps.standard.in_words
    text = f"Table of {plural(units, 'return')} on {plural(len(_pillars()), 'pillar')}, scores 1 to 5. "
    text += f"{reach_message(gaps)}."
    if not gaps.rows.empty:
        text += (
            f" {gaps.summary.below} of {plural(gaps.summary.unit_pillars, 'score')} are below {words}; "
            f"the mean gap is {decimal(gaps.summary.mean, 2)} points."
        )
    return f"{text} {plural(len(missing), 'expected return')} missing." if len(missing) else text


def _was_note(replaced: Mapping[ScoreKey, Replaced], names: Mapping[tuple[str, str], str]) -> str:
    """What the mark of a replaced score means; nothing where there is none."""
    if not replaced:
        return ""
    # By name too: on a narrow screen the pillar may be one of those that fold away.
    named = [
        f"{names[code, setting]} ({setting}), {pillar_name(pillar)}, {decimal(one.score, 1)}, was "
        f"{decimal(one.published, 1)}"
        for (code, setting, pillar), one in [*replaced.items()][:MOST_NAMED]
    ]
    mark = f"was {decimal(next(iter(replaced.values())).published, 1)}"
    more = f" and {len(replaced) - len(named)} more" if len(replaced) > len(named) else ""
    return (
        f'<p class="mg-note"><span class="mg-was">{mark}</span> A return that was submitted here gave this '
        f"score in place of the published one: {escape('; '.join(named))}{more}.</p>"
    )


def _table(units: Sequence[Unit], missing: pd.DataFrame, replaced: Mapping[ScoreKey, Replaced]) -> Filled:
    """The grid as figures, returns by care setting in the grid's order, then what is missing.

    With a column Source where returns put scores in the place of published ones.
    """
    of_unit: dict[tuple[str, str], list[str]] = {}
    for (code, setting, key), one in replaced.items():
        of_unit.setdefault((code, setting), []).append(f"{pillar_name(key)} {one.words}")
    settings = setting_order()
    rows: list[Unit] = [
        dict(unit)
        | {
            "state": "returned",
            "source": "; ".join(of_unit.get((unit["ods_code"], unit["care_setting"]), [])),
        }
        for unit in sorted(units, key=lambda unit: settings.index(unit["care_setting"]))
    ]
    nothing = dict.fromkeys((*_pillars(), "overall", "gap_mean")) | {"state": "no return", "source": ""}
    names: list[dict[Any, Any]] = missing[["trust", "ods_code", "care_setting"]].to_dict("records")
    rows += [nothing | row for row in names]
    return (GRID if replaced else GRID.without("source")).of(rows)
