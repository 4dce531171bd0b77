"""Every function that draws a figure, asked of one system, with the subject that a page shows it under."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from benchmark.charts.figure import Figure, HtmlFigure
from benchmark.common.scope import Scope, Standard
from benchmark.common.standards import national_pillars
from benchmark.core.definitions import definitions
from benchmark.questions.conditions.coverage import Coverage, coverage
from benchmark.questions.conditions.grids import answers_grid, coverage_grid, legacy_grid, programmes_table
from benchmark.questions.conditions.measure import Conditions, conditions
from benchmark.questions.conditions.profile import answers_profile, coverage_profile, legacy_profile
from benchmark.questions.conditions.vacancies import vacancy_strips
from benchmark.questions.gaps.bars import gap_by_pillar, gap_by_unit
from benchmark.questions.gaps.grid import grid
from benchmark.questions.gaps.measure import Gaps, gaps
from benchmark.questions.gaps.strips import pillar_strips
from benchmark.questions.learning.helpers_table import helpers
from benchmark.questions.learning.improvers import improvers
from benchmark.questions.learning.improvers_chart import improvers_figure
from benchmark.questions.learning.measure import learning
from benchmark.questions.plan.charts import plan_before_after, plan_rules, plan_sensitivity
from benchmark.questions.plan.ground import ground_of
from benchmark.questions.plan.inputs import Plan, costs_from
from benchmark.questions.plan.measure import Planned, every_rule, planned, sensitivity
from benchmark.questions.plan.table import plan_table
from benchmark.questions.progress.measure import progress, progress_of_all_systems
from benchmark.questions.progress.plane import plane_of, progress_plane
from benchmark.questions.progress.slope import progress_slope
from benchmark.questions.spend.breakdown_charts import funding_mix, spend_categories
from benchmark.questions.spend.charts import (
    pounds_to_references,
    references_of_accounts,
    spend_against_maturity,
    spend_share,
)
from benchmark.questions.spend.measure import Spend, spend_and_maturity, spend_of_system
from benchmark.questions.systems.comparison import measure_of
from benchmark.questions.systems.dots import system_dots
from benchmark.questions.systems.measure import SideBySide, side_by_side
from benchmark.questions.systems.tile_map import tile_figure
from benchmark.questions.trusts.measure import position
from benchmark.questions.trusts.movement import TrustMovement, trust_movement
from benchmark.questions.trusts.movement_chart import movement_figure, pillar_movement_figure
from benchmark.questions.trusts.profile import trust_profile
from benchmark.store.publication import Publication

TRUSTS = {"DEMO": "DEMO1"}
NAMES = {"DEMO1": "Quorrelby University Hospitals NHS Foundation Trust"}
FLOOR = Standard()


@dataclass(frozen=True)
class Asked:
    """What a figure is asked of, and what measures say of it, each worked out once."""

    publication: Publication
    scope: Scope
    standard: Standard = FLOOR

    @cached_property
    def trust(self) -> str:
        return TRUSTS[self.scope.ics_code]

    @cached_property
    def gaps(self) -> Gaps:
        return gaps(self.publication, self.scope, self.standard)

    @cached_property
    def conditions(self) -> Conditions:
        return conditions(self.publication, self.scope)

    @cached_property
    def spend(self) -> Spend:
        return spend_of_system(self.publication, self.scope)

    @cached_property
    def systems(self) -> SideBySide:
        return side_by_side(
            self.publication,
            year=self.scope.assessment_year,
            footprint=self.scope.footprint,
            standard=self.standard,
        )

    @cached_property
    def plan(self) -> Plan:
        costs = costs_from(250_000_00, {})
        return Plan(self.scope, self.standard, fund=1_000_000_000, years=3, costs=costs)

    @cached_property
    def planned(self) -> Planned:
        return planned(ground_of(self.publication, self.scope, self.standard), self.plan)


def _link(code: str) -> str:
    return f"?trust={code}"


def _strips(asked: Asked) -> Figure:
    year = asked.scope.assessment_year
    return pillar_strips(asked.gaps, national_pillars(asked.publication, year=year))


def _position(asked: Asked) -> Figure:
    return trust_profile(
        position(
            asked.publication,
            year=asked.scope.assessment_year,
            footprint=asked.scope.footprint,
            ods_code=asked.trust,
            care_setting="Acute",
            standard=asked.standard,
        )
    )


def _movement(asked: Asked) -> TrustMovement:
    return trust_movement(
        asked.publication,
        year=asked.scope.assessment_year,
        footprint=asked.scope.footprint,
        ods_code=asked.trust,
        fictional=True,
    )


def _plane(asked: Asked) -> Figure:
    moved = progress_of_all_systems(
        asked.publication, year=asked.scope.assessment_year, footprint=asked.scope.footprint
    )
    return progress_plane(plane_of(moved), chosen=asked.scope.ics_code)


def _spend_and_maturity(asked: Asked) -> Figure:
    beside = spend_and_maturity(asked.publication, asked.spend, assessment_year=asked.scope.assessment_year)
    assert beside is not None
    return spend_against_maturity(beside)


Draw = Callable[[Asked], Figure | HtmlFigure]
Record = dict[str, Any]
OfMark = Callable[[Record], float | None]
OfRow = Callable[[Record], Sequence[float | None]]


@dataclass(frozen=True)
class Drawn:
    """A figure, and what it promises beside its words.

    count: how many its alternative text says there are, of the rows of the table. marks: of a chart, what a
    mark draws (None: of a record that is no such mark), and what a row of the table has it draw. cells: of a
    table in HTML, the columns of the table behind it that it shows. more: another figure, whose table has
    what this one names beside its own.
    """

    draw: Draw
    count: Callable[[list[Record]], int] = len
    marks: tuple[tuple[OfMark, OfRow], ...] = ()
    cells: tuple[str, ...] = ()
    more: Draw | None = None


def drawn_as(field: str, *columns: str, where: str = "words") -> tuple[Any, Any]:
    """A mark draws a field of its record, where it has another one: what a row has in some columns."""
    return (
        lambda record: record.get(field) if record.get(where) is not None else None,
        lambda row: [row[column] for column in columns],
    )


def _in_millions(*columns: str) -> tuple[Any, Any]:
    """A bar ends at pounds in millions; one of nothing is not drawn."""
    return (
        lambda record: record["to"] if "amount" in record else None,
        lambda row: [row[column] / 1e6 for column in columns if (row[column] or 0) > 0],
    )


def _coverage(asked: Asked) -> Coverage:
    return coverage(asked.gaps, asked.conditions)


def _whole_estate(asked: Asked) -> HtmlFigure:
    return legacy_grid(asked.conditions, trust_link=_link)


def _parts_of(row: Record) -> Sequence[float | None]:
    """What part of a trust's spend each category is."""
    amounts = [row[name] or 0 for name in row if str(name).startswith("spend_on_")]
    amounts.append(row["not_broken_down"] or 0)
    return [amount / sum(amounts) for amount in amounts if amount]


def _differing(*keys: str, where: str = "") -> Callable[[list[Record]], int]:
    """How many rows differ in some columns, of those that have something in another one."""
    return lambda rows: len({tuple(row[key] for key in keys) for row in rows if not where or row[where]})


FIGURES: dict[str, Drawn] = {
    "conditions.grids.answers_grid": Drawn(
        lambda a: answers_grid(a.conditions, "board_readiness", trust_link=_link), count=_differing("trust")
    ),
    "conditions.grids.coverage_grid": Drawn(
        lambda a: coverage_grid(_coverage(a), trust_link=_link),
        count=_differing("ods_code", "pillar", where="gap"),
        cells=("pillar",),
    ),
    "conditions.grids.legacy_grid": Drawn(
        _whole_estate, count=_differing("trust"), cells=("name", "systems", "unsupported", "share")
    ),
    "conditions.grids.programmes_table": Drawn(
        lambda a: programmes_table(a.conditions, trust_link=_link), cells=("programme", "pillar", "stage")
    ),
    "conditions.profile.answers_profile": Drawn(
        lambda a: answers_profile(a.conditions, "capability", a.trust),
        cells=("name", "answer", "yes", "partly", "no"),
    ),
    "conditions.profile.coverage_profile": Drawn(
        lambda a: coverage_profile(_coverage(a)),
        count=lambda rows: sum(row["gap"] is not None for row in rows),
        cells=("pillar", "status"),
    ),
    "conditions.profile.legacy_profile": Drawn(
        lambda a: legacy_profile(a.conditions, a.trust),
        count=_differing("trust"),
        cells=("name", "systems", "unsupported", "share"),
        more=_whole_estate,
    ),
    "conditions.vacancies.vacancy_strips": Drawn(
        lambda a: vacancy_strips(a.conditions),
        count=_differing("trust"),
        marks=(
            (
                lambda mark: mark["at"] if mark.get("role", "All roles") != "All roles" else None,
                lambda row: [row["vacancy_rate"]],
            ),
        ),
    ),
    "gaps.bars.gap_by_pillar": Drawn(
        lambda a: gap_by_pillar(a.gaps), marks=(drawn_as("to", "gap_sum"), drawn_as("share", "share"))
    ),
    "gaps.bars.gap_by_unit": Drawn(
        lambda a: gap_by_unit(a.gaps), marks=(drawn_as("to", "gap_sum"), drawn_as("share", "share"))
    ),
    "gaps.grid.grid": Drawn(
        lambda a: grid(a.gaps, sort="name", trust_link=_link),
        cells=("trust", "care_setting", *definitions().framework.pillar_keys, "overall", "gap_mean"),
    ),
    "gaps.strips.pillar_strips": Drawn(
        _strips, count=_differing("ods_code", "care_setting"), marks=(drawn_as("at", "score"),)
    ),
    "learning.helpers_table.helpers": Drawn(
        lambda a: helpers(learning(a.publication, a.scope, a.standard)), cells=("care_setting", "pillar")
    ),
    "learning.improvers_chart.improvers_figure": Drawn(
        lambda a: improvers_figure(improvers(a.publication, a.scope)),
        marks=(drawn_as("at", "score_from", "score_to"),),
    ),
    "plan.charts.plan_before_after": Drawn(
        lambda a: plan_before_after(a.planned), marks=(drawn_as("at", "before", "after"),)
    ),
    "plan.charts.plan_rules": Drawn(
        lambda a: plan_rules(every_rule(a.planned.ground, a.plan), a.plan),
        marks=(
            (
                lambda mark: mark["at"] if str(mark.get("measure")).startswith("Mean gap") else None,
                lambda row: [row["gap_mean_after"]],
            ),
        ),
        more=lambda a: grid(a.gaps, sort="name", trust_link=_link),
    ),
    "plan.charts.plan_sensitivity": Drawn(
        lambda a: plan_sensitivity(sensitivity(a.planned.ground, a.plan), a.plan),
        marks=(drawn_as("to", "closed_share"),),
    ),
    "plan.table.plan_table": Drawn(
        lambda a: plan_table(a.planned),
        count=_differing("ods_code", "care_setting"),
        cells=("care_setting", "pillar"),
    ),
    "progress.plane.progress_plane": Drawn(
        _plane,
        count=lambda rows: sum(row["floor_change"] is not None for row in rows),
        marks=tuple(drawn_as(end, end, where="label") for end in ("floor_change", "ceiling_change")),
    ),
    "progress.slope.progress_slope": Drawn(
        lambda a: progress_slope(progress(a.publication, a.scope)),
        count=_differing("trust", where="counted"),
        marks=(drawn_as("score", "score_from", "score_to"),),
    ),
    "spend.breakdown_charts.funding_mix": Drawn(
        lambda a: funding_mix(a.spend),
        marks=(
            (
                lambda mark: mark["share"] if mark.get("part") == "capital" else None,
                lambda row: [row["capital_share"]],
            ),
        ),
    ),
    "spend.breakdown_charts.spend_categories": Drawn(
        lambda a: spend_categories(a.spend),
        marks=((lambda mark: mark["share"] if "category" in mark else None, _parts_of),),
    ),
    "spend.charts.pounds_to_references": Drawn(
        lambda a: pounds_to_references(a.spend),
        marks=(_in_millions("to_reported_of_total", "to_recommended_of_total"),),
    ),
    "spend.charts.references_of_accounts": Drawn(
        lambda a: references_of_accounts(a.spend),
        marks=(_in_millions("reported_of_accounts", "recommended_of_accounts"),),
    ),
    "spend.charts.spend_against_maturity": Drawn(
        _spend_and_maturity, marks=(drawn_as("share", "share"), drawn_as("overall", "overall"))
    ),
    "spend.charts.spend_share": Drawn(
        lambda a: spend_share(a.spend),
        count=_differing("trust", where="it_total"),
        marks=(drawn_as("at", "share_of_total", "share_of_operating", where="of"),),
    ),
    "systems.dots.system_dots": Drawn(
        lambda a: system_dots(a.systems, measure_of("gap")),
        marks=(drawn_as("at", "score", where="care_setting"),),
    ),
    "systems.tile_map.tile_figure": Drawn(
        lambda a: tile_figure(a.systems, measure_of("gap")),
        marks=(
            (
                lambda mark: float(mark["figure"]) if "said" in mark else None,
                lambda row: [round(row["gap"], 2)],
            ),
        ),
    ),
    "trusts.movement_chart.movement_figure": Drawn(
        lambda a: movement_figure(_movement(a), NAMES[a.trust]),
        marks=(drawn_as("at", "score_from", "score_to"),),
    ),
    "trusts.movement_chart.pillar_movement_figure": Drawn(
        lambda a: pillar_movement_figure(_movement(a), NAMES[a.trust]),
        marks=(drawn_as("at", "score_from", "score_to"),),
    ),
    "trusts.profile.trust_profile": Drawn(
        _position,
        count=lambda rows: max(row["n"] for row in rows),
        marks=(
            (
                lambda mark: mark["at"] if mark.get("ods_code") == "DEMO1" else None,
                lambda row: [row["score"]],
            ),
        ),
    ),
}
"""Every function that draws a figure, by module and name."""
OF_REAL_SYSTEMS = (
    "progress.plane.progress_plane",
    "systems.dots.system_dots",
    "systems.tile_map.tile_figure",
)
"""Figures of all real systems, in which no fictional one stands."""
