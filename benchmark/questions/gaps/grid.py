"""The grid of a system: every return on every pillar, with colour, sign and words."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
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
"""A return: ods_code, trust, care_setting, pillar key -> score (None: no score), overall and gap_mean."""
MOST_NAMED: Final = 3
"""Scores that the note on replaced scores names; more would be a second table."""
UNKNOWN_SETTING: Final = "Care setting not known"
NO_MISSING: Final = pd.DataFrame(columns=["ods_code", "trust", "care_setting"], dtype="object")


@dataclass(frozen=True)
class Shown:
    """A cell for the template. score: None if the return has none.

    step: the distance of the score from its standard, which gives the colour. words: spoken after the score
    by a screen reader. was: the published score that this one replaced.
    """

    classes: str
    score: str | None
    step: Step | None = None
    words: str = ""
    was: str = ""


@dataclass(frozen=True)
class Group:
    """The rows of a care setting. counts: the numbers of its returns and missing returns, in words.

    standards: (classes, standard) for each column. units: (address, trust, cells) for each return. missing:
    (address, trust) for each missing return.
    """

    setting: str
    counts: list[str]
    standards: list[tuple[str, str]]
    units: list[tuple[str, str, list[Shown]]]
    missing: list[tuple[str, str]]


@dataclass(frozen=True)
class _View:
    """The material for writing every row."""

    gaps: Gaps
    missing: pd.DataFrame
    trust_link: Callable[[str], str]
    replaced: Mapping[ScoreKey, Replaced]

    @cached_property
    def standards(self) -> dict[tuple[str, str], dict[str, float]]:
        """(ODS code, care setting) -> pillar -> the standard of that unit."""
        by_unit: dict[tuple[str, str], dict[str, float]] = {}
        for row in rows_of(self.gaps.rows):
            by_unit.setdefault((row.ods_code, row.care_setting), {})[row.pillar] = float(row.standard)
        return by_unit

    def cell(
        self,
        classes: str,
        score: float,
        standard: float | None,
        *,
        material: float,
        was: Replaced | None = None,
    ) -> Shown:
        """A score, with its distance from the standard if there is one.

        It gets a second decimal if its first decimal alone would have another colour.
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
    missing: pd.DataFrame = NO_MISSING,
    replaced: Mapping[ScoreKey, Replaced] | None = None,
    beside: Mapping[str, str] | None = None,
) -> HtmlFigure:
    """Returns by care setting as rows; pillars, overall and mean gap as columns.

    sort: 'name', 'gap' (largest first) or a pillar's key (lowest first), within each care setting.
    trust_link: ODS code -> address.
    missing: ods_code, trust, care_setting (None if unknown); shown last, as "no return".
    replaced: scores of returns that replaced published scores; marked if they differ.
    beside: ODS code -> other publications about the trust, for a last column; None for no such column.
    Raises UnknownCode for an unknown order.
    """
    pillars = _pillars()
    if sort not in ("name", "gap", *pillars):
        raise UnknownCode(
            f"There is no order {sort}.", fix=f"Choose name, gap or one of {', '.join(pillars)}."
        )
    units = _in_order(gaps, sort)
    own = {(unit["ods_code"], unit["care_setting"]): unit["trust"] for unit in units}
    changed = {key: score for key, score in (replaced or {}).items() if score.differs and key[:2] in own}
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
    """The grid's rows and cells, widest gap first, for other ways to draw them; addresses are ODS codes."""
    view = _View(gaps, missing, lambda code: code, {})
    return _groups(view, _in_order(gaps, "gap"))


def grid_heads() -> list[str]:
    """The headings of the columns of cells."""
    return [*map(pillar_name, _pillars()), "Overall", "Mean gap, points"]


def _groups(view: _View, units: Sequence[Unit]) -> list[Group]:
    return [
        _group(view, setting, [unit for unit in units if unit["care_setting"] == setting])
        for setting in _settings(units, view.missing)
    ]


def _pillars() -> tuple[str, ...]:
    return definitions().framework.pillar_keys


def _in_order(gaps: Gaps, sort: str) -> list[Unit]:
    """Every return, with or without a standard, in order; returns without the sorted value come last."""
    units: dict[tuple[str, str], dict[str, Any]] = {}
    for row in (*rows_of(gaps.rows), *rows_of(gaps.without_standard)):
        named = {"ods_code": row.ods_code, "trust": row.trust, "care_setting": row.care_setting}
        unit = units.setdefault(
            (row.ods_code, row.care_setting), named | dict.fromkeys(_pillars()) | {"gap_mean": None}
        )
        unit[row.pillar] = row.score
    for row in rows_of(gaps.by_unit):
        units[row.ods_code, row.care_setting]["gap_mean"] = row.gap_mean
    for unit in units.values():
        scored = {key: unit[key] for key in _pillars() if unit[key] is not None}
        unit["overall"] = definitions().framework.overall(scored)

    def place(unit: Unit) -> tuple[Any, ...]:
        value = {"name": 0, "gap": unit["gap_mean"]}.get(sort, unit.get(sort))
        first = (1, 0) if value is None else (0, -value if sort == "gap" else value)
        return (*first, unit["trust"], unit["ods_code"])

    return sorted(units.values(), key=place)


def _settings(units: Sequence[Unit], missing: pd.DataFrame) -> list[str]:
    """The care settings of the rows in the order of the definitions; unknown comes last."""
    present = {unit["care_setting"] for unit in units} | set(missing["care_setting"].fillna(UNKNOWN_SETTING))
    return [setting for setting in (*setting_order(), UNKNOWN_SETTING) if setting in present]


def _heads() -> list[tuple[str, str, str]]:
    """The key, heading and classes of each column."""
    return [
        ("name", "Trust", "mg-trust"),
        *((key, pillar_name(key), "mg-n") for key in _pillars()),
        ("overall", "Overall", "mg-n mg-overall"),
        ("gap", "Mean gap, points", "mg-n"),
    ]


def _group(view: _View, setting: str, units: Sequence[Unit]) -> Group:
    """The rows of one care setting below its name."""
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
    """Why some scores have no colour, for the legend; empty if each has a standard."""
    if gaps.without_standard.empty:
        return ""
    return "no target of its own" if gaps.standard.baseline == "own_target" else "no standard to hold it to"


def _parted(name: str) -> tuple[str, str, str, str]:
    """A name in four parts: before, in and after its short form, and the present name if it has another.

    Narrow screens show the short form and the present name only.
    """
    bare = bare_name(name)
    before, short, after = bare.partition(short_name(bare))
    return before, short, after, name.removeprefix(bare)


def _standards(view: _View, setting: str) -> list[tuple[str, str]]:
    """The standard and classes of each column; empty for a fixed level, and if returns differ in a column."""
    levels: dict[str, set[float]] = {}
    for (_, of), by_pillar in view.standards.items():
        for pillar, standard in by_pillar.items() if of == setting else ():
            levels.setdefault(pillar, set()).add(standard)
    if view.gaps.standard.baseline == "floor" or not levels or any(len(own) > 1 for own in levels.values()):
        return []
    pillars = [("mg-n", _level(min(levels[key])) if key in levels else "") for key in _pillars()]
    return [*pillars, ("mg-n", ""), ("mg-n", "")]


def _level(standard: float) -> str:
    """A standard above its column; two decimals if it needs them, as a median between two scores may."""
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
    # The mean of targets on a few pillars says nothing about the mean of all pillars.
    whole = len(own) == len(scored)
    material = definitions().threshold("overall")
    overall = definitions().framework.overall(own) if whole else None
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
    """An example of the mark of a replaced score, and the first replaced scores; None if there are none."""
    if not replaced:
        return None
    named = [
        f"{names[code, setting]} ({setting}), {pillar_name(pillar)}, {decimal(score.score, 1)}, was "
        f"{decimal(score.published, 1)}"
        for (code, setting, pillar), score in [*replaced.items()][:MOST_NAMED]
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
    """The grid as a table: returns by care setting in the grid's order, then missing returns.

    It has a column Source if returns replaced published scores, and a column for other publications if
    `beside` is given.
    """
    of_unit: dict[tuple[str, str], list[str]] = {}
    for (code, setting, key), score in replaced.items():
        of_unit.setdefault((code, setting), []).append(f"{pillar_name(key)} {score.words}")
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
