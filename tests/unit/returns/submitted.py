"""Returns of fictional trusts, checked and submitted in a line each, for tests of what stands."""

from typing import Any

from benchmark.core.settings import Settings
from benchmark.returns import CheckedReturn, Receipt, check_return, submit_return
from benchmark.store.ledger import Submission, writing
from benchmark.store.publication import open_current
from tests.unit.returns.made import csv_of

SPEND = (
    "financial_year",
    "ods_code",
    "operating_expenditure",
    "capital_expenditure",
    "it_revenue",
    "it_capital",
)
PARTS = (*SPEND, "spend_on_staff", "spend_on_software")
CONDITIONS = ("assessment_year", "ods_code", "section", "item", "answer", "pillar", "priority", "stage")
SPENT = ("2030/31", "DEMO1", 300_000_000, 20_000_000, 7_500_000, 3_200_000, 4_000_000, 2_000_000)


def check(settings: Settings, header: Any, *rows: Any, name: str = "a.csv", **said: Any) -> CheckedReturn:
    return check_return(csv_of(header, *rows), name, publication=open_current(settings), **said)


def submit(settings: Settings, checked: CheckedReturn, **said: Any) -> Receipt:
    answers = {entry.question: "Meant so" for entry in checked.questions}
    return submit_return(settings, checked, by="Ada", note="A note", answers=answers, **said)


def score(
    value: float, pillar: str = "well_led", *, setting: str = "Acute", trust: str = "DEMO1"
) -> tuple[Any, ...]:
    return (2026, trust, setting, pillar, value)


def submissions(settings: Settings) -> list[Submission]:
    with writing(settings) as ledger:
        return ledger.submissions()
