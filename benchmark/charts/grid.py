"""The grid of an ICS: every return on every pillar, in colour, sign and words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from html import escape
from statistics import fmean
from typing import Any, Final

import pandas as pd

from benchmark.charts.distance import AT, STEPS, Step, step_meaning, step_of
from benchmark.charts.figure import HtmlFigure, source_line, titled
from benchmark.charts.grid_css import grid_css
from benchmark.charts.theme import rows_of, setting_order
from benchmark.definitions import definitions
from benchmark.errors import UnknownCode
from benchmark.measures.gap_words import reach_message
from benchmark.measures.gaps import Gaps
from benchmark.measures.provenance import Replaced, ScoreKey
from benchmark.measures.score_columns import pillar_name
from benchmark.wording import plural

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
        mark = f'<span class="mg-was">was {was.published:.1f}</span>' if was else ""
        if step is None:
            return f'<td class="{classes}">{score:.1f}<span class="mg-hidden">, no standard</span>{mark}</td>'
        words = f"{'about' if step is AT else step.label} {self.gaps.standard.in_words}"
        return (
            f'<td class="{classes} mg-{step.key}">{_sign(step)}{score:.1f}'
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
    fictional: bool = False,
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
    own = set(zip(units["ods_code"], units["care_setting"], strict=True))
    changed = {key: one for key, one in (replaced or {}).items() if one.differs and key[:2] in own}
    names = dict(zip(units["ods_code"], units["trust"], strict=True))
    view = _View(gaps, missing, focus_pillar, trust_link, changed)
    message = titled(reach_message(gaps), fictional=fictional)
    body = [
        _group(view, setting, units[units["care_setting"] == setting])
        for setting in _settings(units, missing)
    ]
    html = (
        f'<div class="mg"><style>{grid_css()}</style>{_legend(gaps, missing)}'
        f'<table><caption class="mg-hidden">{escape(message)}</caption>'
        f"{_head(sort, focus_pillar)}{''.join(body)}</table>{_was_note(changed, names)}</div>"
    )
    source = source_line("maturity_scores", fictional=fictional)
    return HtmlFigure(
        message,
        _subtitle(gaps),
        _alt(gaps, len(units), missing),
        html,
        _table(gaps, units, missing, changed),
        source,
    )


def _pillars() -> tuple[str, ...]:
    return definitions().framework.pillar_keys


def _in_order(gaps: Gaps, sort: str) -> pd.DataFrame:
    """Every return, with a standard or without, its scores as columns named for the pillars, in order.

    Returns ods_code, trust, care_setting, a column per pillar, overall and gap_mean (missing: no standard).
    """
    keys = ["ods_code", "trust", "care_setting"]
    columns = [*keys, "pillar", "score"]
    scores = pd.concat([gaps.rows[columns], gaps.without_standard[columns]])
    units = scores.pivot(index=keys, columns="pillar", values="score").reindex(columns=list(_pillars()))
    units = units.assign(overall=units.mean(axis="columns")).reset_index()
    gap = gaps.by_unit[["ods_code", "care_setting", "gap_mean"]]
    units = units.merge(gap, on=["ods_code", "care_setting"], how="left", validate="1:1")
    first = {"name": [], "gap": ["gap_mean"]}.get(sort, [sort])
    ascending = [*([sort != "gap"] * len(first)), True, True]
    return units.sort_values([*first, "trust", "ods_code"], ascending=ascending, ignore_index=True)


def _settings(units: pd.DataFrame, missing: pd.DataFrame) -> list[str]:
    """The care settings of the rows in the order of the definitions, the unknown one last."""
    present = set(units["care_setting"]) | set(missing["care_setting"].fillna(UNKNOWN_SETTING))
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


def _group(view: _View, setting: str, units: pd.DataFrame) -> str:
    """The rows of one care setting under its name."""
    gaps, missing = view.gaps, view.missing
    own = missing[missing["care_setting"].fillna(UNKNOWN_SETTING) == setting].sort_values(
        ["trust", "ods_code"]
    )
    counts = [plural(len(units), "return")] if len(units) else []
    counts += [f"{len(own)} missing"] if len(own) else []
    rows = gaps.rows[gaps.rows["care_setting"] == setting]
    standards = rows.groupby("pillar")["standard"].agg(["first", "nunique"])
    if gaps.standard.baseline != "floor" and len(rows) and bool((standards["nunique"] == 1).all()):
        head, cells, span = [*counts, "standard:"], _standards(view, standards["first"]), 1
    else:
        head, cells, span = counts, "", len(_pillars()) + 3
    group = (
        f'<th scope="rowgroup" colspan="{span}">{escape(setting)} '
        f'<span class="mg-count">{", ".join(head)}</span></th>{cells}'
    )
    lines = [_unit(view, unit) for unit in units.to_dict("records")]
    lines += [_missing(view, row) for row in rows_of(own)]
    return f'<tbody><tr class="mg-group">{group}</tr>{"".join(lines)}</tbody>'


def _standards(view: _View, standards: pd.Series) -> str:
    """What each pillar's column is held to in this care setting."""
    cells = [
        f'<td class="{view.column(key)}">{f"{standards[key]:.1f}" if key in standards else ""}</td>'
        for key in _pillars()
    ]
    return f'{"".join(cells)}<td class="mg-n"></td><td class="mg-n mg-fold"></td>'


def _unit(view: _View, unit: dict[Any, Any]) -> str:
    own = view.standards.get((unit["ods_code"], unit["care_setting"]), {})
    scored = [key for key in _pillars() if pd.notna(unit[key])]
    cells = []
    for key in _pillars():
        if key not in scored:
            cells.append(f'<td class="{view.column(key)} mg-none"><span>no score</span></td>')
            continue
        step = step_of(float(unit[key]) - own[key]) if key in own else None
        was = view.replaced.get((unit["ods_code"], unit["care_setting"], key))
        cells.append(view.cell(unit[key], step, view.column(key), was=was))
    # The mean of a few targets says nothing of the mean of all pillars.
    whole = len(own) == len(scored)
    overall = step_of(float(unit["overall"]) - fmean(own.values())) if whole else None
    cells.append(view.cell(unit["overall"], overall, "mg-n mg-overall"))
    gap = f"{unit['gap_mean']:.2f}" if own else '–<span class="mg-hidden">no standard</span>'
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
            f"the mean gap is {gaps.summary.mean:.2f} points."
        )
    return f"{text} {plural(len(missing), 'expected return')} missing." if len(missing) else text


def _was_note(replaced: Mapping[ScoreKey, Replaced], names: Mapping[str, str]) -> str:
    """What the mark of a replaced score means; nothing where there is none."""
    if not replaced:
        return ""
    # By name too: on a narrow screen the pillar may be one of those that fold away.
    named = [
        f"{names[code]} ({setting}), {pillar_name(pillar)}, {one.score:.1f}, was {one.published:.1f}"
        for (code, setting, pillar), one in [*replaced.items()][:MOST_NAMED]
    ]
    mark = f"was {next(iter(replaced.values())).published:.1f}"
    more = f" and {len(replaced) - len(named)} more" if len(replaced) > len(named) else ""
    return (
        f'<p class="mg-note"><span class="mg-was">{mark}</span> A return that was submitted here gave this '
        f"score in place of the published one: {escape('; '.join(named))}{more}.</p>"
    )


def _table(
    gaps: Gaps, units: pd.DataFrame, missing: pd.DataFrame, replaced: Mapping[ScoreKey, Replaced]
) -> pd.DataFrame:
    """The grid as figures, returns by care setting in the grid's order, then what is missing.

    With a column Source where returns put scores in the place of published ones.
    """
    settings = {setting: place for place, setting in enumerate(setting_order())}
    returned = units.assign(state="returned", place=units["care_setting"].map(settings))
    returned = returned.sort_values("place", kind="stable")
    frame = (
        pd.concat([returned, missing.assign(state="no return")], ignore_index=True)
        if len(missing)
        else returned
    )
    columns = {"trust": "Trust", "ods_code": "ODS code", "care_setting": "Care setting", "state": "Return"}
    columns |= {key: f"{pillar_name(key)} (1 to 5)" for key in _pillars()}
    columns |= {"overall": "Overall (1 to 5)", "gap_mean": "Mean gap (points)"}
    if replaced:
        of_unit: dict[tuple[str, str], list[str]] = {}
        for (code, setting, key), one in replaced.items():
            of_unit.setdefault((code, setting), []).append(f"{pillar_name(key)} {one.words}")
        keys = zip(frame["ods_code"], frame["care_setting"], strict=True)
        frame["source"] = ["; ".join(of_unit.get(key, [])) for key in keys]
        columns["source"] = "Source"
    return frame[list(columns)].rename(columns=columns).reset_index(drop=True)
