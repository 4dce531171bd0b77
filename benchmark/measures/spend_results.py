"""IT spend as the JSON model that the command line prints."""

from dataclasses import asdict
from typing import Any

import pandas as pd

from benchmark.definitions import definitions
from benchmark.measures.association import SpendAndMaturity
from benchmark.measures.spend import Spend
from benchmark.measures.spend_totals import SpendTotals
from schemas.spend_results import (
    AssociationResult,
    CategoryResult,
    QuestionResult,
    SpendReferenceResult,
    SpendResult,
    SpendRow,
    TotalsResult,
    WithoutReturn,
    YearResult,
)

_RENAMED = {
    "share_of_total": "share_of_total",
    "share_of_operating": "share_of_operating",
    "change_share_of_total": "change_share_of_total",
    "change_share_of_operating": "change_share_of_operating",
    "trusts_of_total": "trusts_of_total",
}
_WITHOUT = {
    "operating_expenditure": "accounts_operating_expenditure",
    "reported": "reported_of_accounts",
    "recommended": "recommended_of_accounts",
}


def spend_result(spend: Spend, beside: SpendAndMaturity | None) -> SpendResult:
    """IT spend as JSON; beside: spend and maturity, where there is any."""
    return SpendResult(
        of=spend.of,
        code=spend.code,
        name=spend.name,
        financial_year=spend.financial_year,
        years=spend.years,
        references=tuple(
            SpendReferenceResult(
                key=found.key,
                name=found.name,
                value=found.value,
                unit=found.unit,
                as_of=found.as_of,
                source=f"{found.source.publisher}, {found.source.title}, {found.source.published}",
            )
            for found in definitions().spend_references
        ),
        totals=None if spend.totals is None else _totals(spend.totals),
        by_year=tuple(
            YearResult.model_validate(row)
            for row in _records(spend.by_year.rename(columns=_RENAMED), YearResult)
        ),
        rows=tuple(
            SpendRow.model_validate(row) for row in _records(spend.rows.rename(columns=_RENAMED), SpendRow)
        ),
        without_return=tuple(
            WithoutReturn.model_validate(row)
            for row in _records(spend.without_return.rename(columns=_WITHOUT), WithoutReturn)
        ),
        categories=tuple(
            CategoryResult.model_validate(row) for row in _records(spend.categories, CategoryResult)
        ),
        questions=tuple(
            QuestionResult.model_validate(row) for row in _records(spend.questions, QuestionResult)
        ),
        association=None if beside is None else _association(beside),
    )


def _totals(totals: SpendTotals) -> TotalsResult:
    change = totals.change
    moved = None if change is None else asdict(change) | {"change": change.change, "ratio": change.ratio}
    return TotalsResult.model_validate(asdict(totals) | {"change": moved})


def _association(beside: SpendAndMaturity) -> AssociationResult:
    return AssociationResult(
        financial_year=beside.financial_year,
        assessment_year=beside.assessment_year,
        denominator=beside.denominator,
        **asdict(beside.association),
    )


def _records(frame: pd.DataFrame, model: Any) -> list[dict[Any, Any]]:
    """Rows as plain values by the model's names, missing ones as None."""
    chosen = frame[[*model.model_fields]].astype(object)
    return chosen.where(chosen.notna(), None).to_dict("records")
