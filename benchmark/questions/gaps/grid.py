"""The grid of an ICS: every return on every pillar, in colour, sign and words."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import fmean
from typing import Any, Final, TypeAlias

import pandas as pd

from benchmark.charts.distance import AT, STEPS, Step, more_than_one_answer, step_meaning, step_of
from benchmark.charts.figure import HtmlFigure
from benchmark.charts.markup import render
from benchmark.charts.theme import setting_order
from benchmark.common.subject import Replaced, ScoreKey
from benchmark.core.columns import Filled, pillar_name, rows_of
from benchmark.core.definitions import definitions
from benchmark.core.errors import UnknownCode
from benchmark.core.wording import bare_name, decimal, is_or_are, plural, short_name
from benchmark.questions.gaps.columns import BESIDE, GRID
from benchmark.questions.gaps.measure import Gaps
from benchmark.questions.gaps.words import reach_message

Unit: TypeAlias = Mapping[str, Any]
"""A return: ods_code, trust, care_setting, its score by pillar (None: no score), overall and gap_mean."""
MOST_NAMED: Final = 3
"""Scores that the note on replaced ones names: more would be a second table."""
UNKNOWN_SETTING: Final = "Care setting not known"
NO_MISSING: Final = pd.DataFrame(columns=["ods_code", "trust", "care_setting"], dtype="object")


@dataclass(frozen=True)
class Shown:
    """A cell as the template draws it. score: None where the return has none.

    step: how far the score lies from its standard, which colours it. words: what a screen reader speaks after
    it. was: the published score that it took the place of.
    """

    classes: str
    score: str | None
    step: Step | None = None
    words: str = ""
    was: str = ""


@dataclass(frozen=True)
class Group:
    """The rows of a care setting. counts: how many returns it has, and lacks.

    standards: what each column is held to, with its classes. units, missing: address, trust, and a
    return's cells.
    """

    setting: str
    counts: list[str]
    standards: list[tuple[str, str]]
    units: list[tuple[str, str, list[Shown]]]
    missing: list[tuple[str, str]]


@dataclass(frozen=True)
class _View:
    """What every row needs to be written."""

    gaps: Gaps
    missing: pd.DataFrame
    trust_link: Callable[[str], str]
    replaced: Mapping[ScoreKey, Replaced]

    @cached_property
    def standards(self) -> dict[tuple[str, str], dict[str, float]]:
        """Each unit's standards by pillar, by its ODS code and care setting."""
        found: dict[tuple[str, str], dict[str, float]] = {}
        for row in rows_of(self.gaps.rows):
            found.setdefault((row.ods_code, row.care_setting), {})[row.pillar] = float(row.standard)
        return found

    def cell(
        self,
        classes: str,
        score: float,
        standard: float | None,
        *,
        material: float,
        was: Replaced | None = None,
    ) -> Shown:
        """A score with its distance from the standard, where it has one.

        With a second decimal where the first alone would stand in another colour.
        """
        words, name, step, shown = ", no standard", classes, None, decimal(score, 1)
        if standard is not None:
            step = step_of(score - standard, material=material)
            if step_of(float(shown) - standard, material=material) is not step:
                shown = decimal(score, 2)
            words = f", {'at' if step is AT else step.label} {self.gaps.standard.in_words}"
            name = f"{classes} is-{step.key}"
        return Shown(name, shown, step, words, decimal(was.published, 1) if was else "")


def grid(
    gaps: Gaps,
    *,
    sort: str,
    trust_link: Callable[[str], str],
    missing: pd.DataFrame | None = None,
    replaced: Mapping[ScoreKey, Replaced] | None = None,
    beside: Mapping[str, str] | None = None,
) -> HtmlFigure:
    """Returns by care setting down, pillars, overall and mean gap across.

    sort: 'name', 'gap' (largest first) or a pillar's key (lowest first), within each care setting.
    trust_link: ODS code -> address.
    missing: ods_code, trust, care_setting (None where it is not known); shown last, as "no return".
    replaced: scores that a return put in the place of published ones; marked where they differ.
    beside: ODS code -> what else is published about the trust, for a last column; None for no such column.
    Raises UnknownCode for an order that does not exist.
    """
    pillars = _pillars()
    if sort not in ("name", "gap", *pillars):
        raise UnknownCode(
            f"There is no order {sort}.", fix=f"Choose name, gap or one of {', '.join(pillars)}."
        )
    missing = NO_MISSING if missing is None else missing
    units = _in_order(gaps, sort)
    own = {(unit["ods_code"], unit["care_setting"]): unit["trust"] for unit in units}
    changed = {key: one for key, one in (replaced or {}).items() if one.differs and key[:2] in own}
    view = _View(gaps, missing, trust_link, changed)
    message = reach_message(gaps)
    html = render(
        "questions/gaps/grid.html",
        message=message,
        against="" if gaps.rows.empty else gaps.standard.in_words,
        steps=[(step, step_meaning(step)) for step in STEPS],
        any_missing=not missing.empty,
        uncoloured=_uncoloured(gaps),
        heads=[*_heads(), *([] if beside is None else [("beside", BESIDE.heading, "mg-beside")])],
        beside=None if beside is None else {trust_link(code): words for code, words in beside.items()},
        parted=_parted,
        sort=sort,
        groups=_groups(view, units),
        replaced=_was(changed, own),
    )
    table = _table(units, missing, changed, beside)
    return HtmlFigure(message, _subtitle(gaps), _alt(gaps, len(units), missing), html, table)


def grid_groups(gaps: Gaps, *, missing: pd.DataFrame) -> list[Group]:
    """The same rows and cells, widest gap first, for who draws them otherwise; addresses are codes."""
    view = _View(gaps, missing, lambda code: code, {})
    return _groups(view, _in_order(gaps, "gap"))


def grid_heads() -> list[str]:
    """What stands above each column of the cells."""
    return [*map(pillar_name, _pillars()), "Overall", "Mean gap, points"]


def _groups(view: _View, units: Sequence[Unit]) -> list[Group]:
    return [
        _group(view, setting, [unit for unit in units if unit["care_setting"] == setting])
        for setting in _settings(units, view.missing)
    ]


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


def _heads() -> list[tuple[str, str, str]]:
    """Each column's key, heading and classes."""
    return [
        ("name", "Trust", "mg-trust"),
        *((key, pillar_name(key), "mg-n") for key in _pillars()),
        ("overall", "Overall", "mg-n mg-overall"),
        ("gap", "Mean gap, points", "mg-n"),
    ]


def _group(view: _View, setting: str, units: Sequence[Unit]) -> Group:
    """The rows of one care setting under its name."""
    missing = view.missing
    own = missing[missing["care_setting"].fillna(UNKNOWN_SETTING) == setting].sort_values(
        ["trust", "ods_code"]
    )
    counts = [plural(len(units), "return")] if len(units) else []
    counts += [f"{len(own)} missing"] if len(own) else []
    standards = _standards(view, setting)
    counts += ["standard:"] if standards else []
    rows = [(view.trust_link(unit["ods_code"]), unit["trust"], _cells(view, unit)) for unit in units]
    return Group(
        setting, counts, standards, rows, [(view.trust_link(row.ods_code), row.trust) for row in rows_of(own)]
    )


def _uncoloured(gaps: Gaps) -> str:
    """Why some scores have no colour, for the key; empty where each has a standard."""
    if gaps.without_standard.empty:
        return ""
    return "no target of its own" if gaps.standard.baseline == "own_target" else "no standard to hold it to"


def _parted(name: str) -> tuple[str, str, str, str]:
    """A name as what stands before, in and after its short form, and what it is called now.

    In little room the short form and the name of now are shown alone.
    """
    bare = bare_name(name)
    before, short, after = bare.partition(short_name(bare))
    return before, short, after, name.removeprefix(bare)


def _standards(view: _View, setting: str) -> list[tuple[str, str]]:
    """What each column is held to in a care setting, with its classes; empty where returns differ in it."""
    found: dict[str, set[float]] = {}
    for (_, of), by_pillar in view.standards.items():
        for pillar, standard in by_pillar.items() if of == setting else ():
            found.setdefault(pillar, set()).add(standard)
    if view.gaps.standard.baseline == "floor" or not found or any(len(own) > 1 for own in found.values()):
        return []
    pillars = [("mg-n", _level(min(found[key])) if key in found else "") for key in _pillars()]
    return [*pillars, ("mg-n", ""), ("mg-n", "")]


def _level(standard: float) -> str:
    """A standard above its column: with the second decimal that a median between two scores has."""
    return decimal(standard, 1 if float(decimal(standard, 1)) == round(standard, 9) else 2)


def _cells(view: _View, unit: Unit) -> list[Shown]:
    own = view.standards.get((unit["ods_code"], unit["care_setting"]), {})
    scored = [key for key in _pillars() if unit[key] is not None]
    cells = []
    for key in _pillars():
        if key not in scored:
            cells.append(Shown("mg-n mg-none", None))
            continue
        material = definitions().material(key, unit["care_setting"])
        was = view.replaced.get((unit["ods_code"], unit["care_setting"], key))
        cells.append(view.cell("mg-n", unit[key], own.get(key), material=material, was=was))
    # The mean of a few targets says nothing of the mean of all pillars.
    whole = len(own) == len(scored)
    material = definitions().threshold("overall")
    overall = fmean(own.values()) if whole else None
    cells.append(view.cell("mg-n mg-overall", unit["overall"], overall, material=material))
    gap, words = (decimal(unit["gap_mean"], 2), "") if own else ("–", "no standard")
    return [*cells, Shown("mg-n", gap, words=words)]


def _subtitle(gaps: Gaps) -> str:
    if gaps.rows.empty:
        return (
            "Scores from 1 to 5, without colours, since there is no standard to hold them to. Self-assessed."
        )
    text = (
        f"Scores from 1 to 5, coloured by their distance from {gaps.standard.in_words}. Self-assessed. "
        f"{more_than_one_answer()}"
    )
    if bool(gaps.rows["lone_setting"].any()):
        text += " A return that is the only one of its care setting is held to the best of all."
    return text


def _alt(gaps: Gaps, units: int, missing: pd.DataFrame) -> str:
    words = gaps.standard.in_words
    text = f"Table of {plural(units, 'return')} on {plural(len(_pillars()), 'pillar')}, scores 1 to 5. "
    text += f"{reach_message(gaps)}."
    if not gaps.rows.empty:
        text += (
            f" {gaps.summary.below} of {plural(gaps.summary.unit_pillars, 'score')} "
            f"{is_or_are(gaps.summary.below)} below {words}; "
            f"the mean gap is {decimal(gaps.summary.mean or 0.0, 2)} points."
        )
    return f"{text} {plural(len(missing), 'expected return')} missing." if len(missing) else text


def _was(
    replaced: Mapping[ScoreKey, Replaced], names: Mapping[tuple[str, str], str]
) -> dict[str, str] | None:
    """An example of the mark of a replaced score, and which were replaced; None where there is none."""
    if not replaced:
        return None
    named = [
        f"{names[code, setting]} ({setting}), {pillar_name(pillar)}, {decimal(one.score, 1)}, was "
        f"{decimal(one.published, 1)}"
        for (code, setting, pillar), one in [*replaced.items()][:MOST_NAMED]
    ]
    more = f" and {len(replaced) - len(named)} more" if len(replaced) > len(named) else ""
    mark = decimal(next(iter(replaced.values())).published, 1)
    return {"mark": mark, "named": f"{'; '.join(named)}{more}"}


def _table(
    units: Sequence[Unit],
    missing: pd.DataFrame,
    replaced: Mapping[ScoreKey, Replaced],
    beside: Mapping[str, str] | None,
) -> Filled:
    """The grid as figures, returns by care setting in the grid's order, then what is missing.

    With a column Source where returns put scores in the place of published ones, and with one for what stands
    beside them.
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
    left_out = [*([] if replaced else ["source"]), *(["beside"] if beside is None else [])]
    return GRID.without(*left_out).of(
        dict(row) | {"beside": (beside or {}).get(row["ods_code"], "")} for row in rows
    )
