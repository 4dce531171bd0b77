"""What the command `spend` prints as JSON: IT spend against expenditure, in pounds and shares."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from schemas.results import Figure, Result

Money = Annotated[float, AfterValidator(lambda value: round(value, 2) + 0.0)]
"""Pounds, to the penny."""
Share = Annotated[float, AfterValidator(lambda value: round(value, 5) + 0.0)]
"""A share of a whole: 0.02283 is 2.283%, more than any page shows."""


class SpendReferenceResult(Result):
    """A dated reference: somebody's figure at a time, not a standard."""

    key: str
    name: str
    value: float
    unit: str
    as_of: str
    source: str


class SpendRow(Result):
    """One trust's return for one financial year; null where it did not give what a figure needs.

    `of_total`: of operating and capital expenditure together. `of_operating`: of operating expenditure alone.
    """

    ods_code: str
    trust: str
    financial_year: str
    operating_expenditure: Money
    capital_expenditure: Money | None
    it_revenue: Money
    it_capital: Money
    it_total: Money
    share_of_total: Share | None
    share_of_operating: Share | None
    to_reported_of_total: Money | None = Field(description="pounds to the share reported in 2020")
    to_recommended_of_total: Money | None = Field(description="pounds to the share recommended in 2020")
    to_reported_of_operating: Money | None
    to_recommended_of_operating: Money | None
    capital_share: Share | None = Field(description="of the IT spend")
    average_wte: Figure | None
    wte_year: str | None = Field(description="the financial year that the staff are of")
    per_wte: Money | None
    year_before: str | None = Field(description="the trust's return before this one")
    change: Money | None = Field(description="in cash of the day")
    change_ratio: Share | None
    change_share_of_total: Share | None
    change_share_of_operating: Share | None


class WithoutReturn(Result):
    """A trust without a return: what its accounts say, and what the references would be of that."""

    ods_code: str
    trust: str
    accounts_year: str | None
    accounts_operating_expenditure: Money | None
    reported_of_accounts: Money | None
    recommended_of_accounts: Money | None
    last_return: str | None


class AgainstResult(Result):
    """Sums against one denominator, over the trusts that gave it."""

    trusts: int
    expenditure: Money
    it_total: Money
    share: Share
    to_reported: Money
    to_recommended: Money
    below_reported: int
    below_recommended: int


class ChangeResult(Result):
    """Change of the trusts that returned in both years."""

    year_before: str
    trusts: int
    it_total_before: Money
    it_total: Money
    change: Money
    ratio: Share | None


class TotalsResult(Result):
    """Sums over the trusts that returned: `returned` of `trusts`."""

    returned: int
    trusts: int
    it_revenue: Money
    it_capital: Money
    it_total: Money
    capital_share: Share | None
    total: AgainstResult | None
    operating: AgainstResult | None
    trusts_with_wte: int
    per_wte: Money | None
    change: ChangeResult | None


class YearResult(Result):
    """The sums of one financial year."""

    financial_year: str
    returned: int
    it_revenue: Money
    it_capital: Money
    it_total: Money
    capital_share: Share | None
    share_of_total: Share | None
    trusts_of_total: int
    share_of_operating: Share | None


class CategoryResult(Result):
    """What one trust spends on one category."""

    ods_code: str
    category: str
    spend: Money
    share: Share | None


class QuestionResult(Result):
    """Something unlikely in a return, to be asked."""

    ods_code: str
    question: str
    explanation: str


class AssociationResult(Result):
    """Rank correlation of the share of expenditure with the overall score. An association, never a cause."""

    financial_year: str
    assessment_year: int
    denominator: Literal["total", "operating"]
    n: int
    correlation: Figure | None = Field(description="null below eight trusts")
    lower: Figure | None = Field(description="of the 95% interval")
    upper: Figure | None


class SpendResult(Result):
    """IT spend of a system's trusts, or of one trust. `totals` is null where nobody has returned."""

    of: Literal["ics", "trust"]
    code: str
    name: str
    financial_year: str | None
    years: tuple[str, ...]
    references: tuple[SpendReferenceResult, ...]
    totals: TotalsResult | None
    by_year: tuple[YearResult, ...]
    rows: tuple[SpendRow, ...]
    without_return: tuple[WithoutReturn, ...]
    categories: tuple[CategoryResult, ...]
    questions: tuple[QuestionResult, ...]
    association: AssociationResult | None
