"""Measures as the JSON models that the command line prints: the one place where figures are rounded."""

from collections.abc import Iterable
from typing import Any

import pandas as pd

from benchmark.measures.gaps import Gaps
from benchmark.measures.progress import Progress
from benchmark.measures.scope import Scope
from schemas.results import (
    GapRow,
    GapsResult,
    GapsSummary,
    PillarSpread,
    ProgressResult,
    ProgressUnit,
    SpreadResult,
    UnmatchedUnit,
)


def gaps_result(gaps: Gaps) -> GapsResult:
    """A system's gaps as JSON; `level` is null for every baseline but the fixed level."""
    return GapsResult(
        ics=gaps.scope.ics_code,
        year=gaps.scope.assessment_year,
        baseline=gaps.standard.baseline,
        level=gaps.standard.level if gaps.standard.baseline == "floor" else None,
        summary=GapsSummary.model_validate(_some(vars(gaps.summary), GapsSummary.model_fields)),
        rows=tuple(GapRow.model_validate(row) for row in _records(gaps.rows, GapRow.model_fields)),
    )


def spread_result(scope: Scope, spread: pd.DataFrame) -> SpreadResult:
    """What `pillar_spread` gives for a scope, as JSON."""
    records = _records(spread, PillarSpread.model_fields)
    return SpreadResult(
        ics=scope.ics_code,
        year=scope.assessment_year,
        pillars=tuple(PillarSpread.model_validate(record) for record in records),
    )


def progress_result(progress: Progress) -> ProgressResult:
    """A system's progress as JSON."""
    units = _records(progress.units, ProgressUnit.model_fields)
    unmatched = _records(
        progress.unmatched.rename(columns={"assessment_year": "year"}), UnmatchedUnit.model_fields
    )
    return ProgressResult.model_validate(
        _some(vars(progress), ProgressResult.model_fields)
        | {
            "ics": progress.ics_code,
            "verdict": progress.verdict.label,
            "units": tuple(ProgressUnit.model_validate(unit) for unit in units),
            "unmatched": tuple(UnmatchedUnit.model_validate(unit) for unit in unmatched),
        }
    )


def _some(values: dict[str, Any], names: Iterable[str]) -> dict[str, Any]:
    return {name: values[name] for name in names if name in values}


def _records(frame: pd.DataFrame, columns: Iterable[str]) -> list[dict[Any, Any]]:
    """Rows as plain values, missing ones as None."""
    chosen = frame[[*columns]].astype(object)
    return chosen.where(chosen.notna(), None).to_dict("records")
