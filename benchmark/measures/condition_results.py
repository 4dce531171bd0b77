"""Conditions as the JSON models that the command line prints."""

from collections.abc import Hashable
from typing import Any, TypeVar

import pandas as pd
from pydantic import BaseModel

from benchmark.definitions import evidence
from benchmark.measures.condition_themes import ThemeFigures
from benchmark.measures.conditions import Conditions
from benchmark.measures.programme_coverage import Coverage
from schemas.condition_results import (
    ConditionAnswer,
    ConditionsResult,
    CoverageTotals,
    CoveredGap,
    EstateFigures,
    ProgrammeFigures,
    ReturnedSection,
    RoleFigures,
    ThemeIndicatorFigures,
    ThemeResult,
)

M = TypeVar("M", bound=BaseModel)


def conditions_result(
    found: Conditions, covered: Coverage, themes: tuple[ThemeFigures, ...], *, trust: str | None = None
) -> ConditionsResult:
    """The conditions of a system, or of one trust of it, as JSON."""
    gaps, summary = covered.gaps, covered.summary
    posts = found.posts.rename(columns={"rate": "vacancy_rate"})
    systems = found.legacy["systems"].astype(float)
    legacy = found.legacy.assign(share=found.legacy["unsupported"] / systems.where(systems > 0))
    with_gap = covered.cells[covered.cells["status"] != "no_gap"]
    source = evidence().source
    return ConditionsResult(
        ics=found.scope.ics_code,
        trust=trust,
        year=found.scope.assessment_year,
        baseline=gaps.standard.baseline,
        level=gaps.standard.level if gaps.standard.baseline == "floor" else None,
        evidence=f"Our reading of: {source.publisher}, {source.title.lower()}, {source.published}",
        summary=CoverageTotals(
            material_gaps=summary.material_gaps,
            addressed=summary.addressed,
            not_running=summary.not_running,
            no_programme=summary.no_programme,
            no_return=summary.no_return,
            not_addressed=summary.not_addressed,
            trusts=summary.members,
            trusts_returned=summary.returned,
            trusts_not_addressed=summary.trusts_not_addressed,
        ),
        coverage=_all(CoveredGap, with_gap.rename(columns={"settings": "care_settings"})),
        themes=tuple(_theme(theme) for theme in themes),
        returned=_all(ReturnedSection, found.returned),
        board_readiness=_all(ConditionAnswer, found.board),
        capability=_all(ConditionAnswer, found.capabilities),
        digital_posts=_all(RoleFigures, posts),
        legacy_estate=_all(EstateFigures, legacy),
        programme=_all(ProgrammeFigures, found.programmes),
    )


def _theme(figures: ThemeFigures) -> ThemeResult:
    theme = figures.theme
    return ThemeResult(
        key=theme.key,
        kind=theme.kind,
        title=theme.title,
        indicators=tuple(
            ThemeIndicatorFigures.model_validate(
                {name: value for name, value in vars(entry).items() if name != "page"}
            )
            for entry in figures.indicators
        ),
    )


def _all(model: type[M], frame: pd.DataFrame) -> tuple[M, ...]:
    """The rows as models, by the columns that the model has; what is missing in a frame is None."""
    named = frame.rename(columns={"assessment_year": "year"})
    names = list(model.model_fields)
    return tuple(model.model_validate(_plain(row)) for row in named[names].to_dict("records"))


def _plain(row: dict[Hashable, Any]) -> dict[str, Any]:
    return {
        str(name): value if isinstance(value, tuple) or not pd.isna(value) else None
        for name, value in row.items()
    }
