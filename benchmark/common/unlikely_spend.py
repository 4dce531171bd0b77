"""What is unlikely in a return of IT spend: questions to whoever returned it, never corrections.

Each is a query of the folder sql over `rows`, the returns in question, with the columns of the kind it_spend
and `line`, beside what the publication holds. It gives the lines that it asks about, and the words of the
question's sentence in findings.toml.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from benchmark.common.scope import sql
from benchmark.core.definitions import definitions, finding_codes


@dataclass(frozen=True)
class Question:
    """A question: the code of its finding, its query, the column that it is about, the query's parameters.

    A column is empty where the query gives it.
    """

    code: str
    query: str
    column: str
    limit: float
    beside: Mapping[str, Any] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The query."""
        return sql(__package__, self.query)

    @property
    def parameters(self) -> dict[str, Any]:
        """The query's parameters by name."""
        return {"limit": self.limit, **self.beside}

    def sentence(self, words: Mapping[str, Any]) -> str:
        """The question in words, from a row of its query."""
        return finding_codes()[self.code].message.format_map(words)


def spend_questions() -> tuple[Question, ...]:
    """The questions, in the order in which they are asked."""
    limit = definitions().threshold
    thousands = {"thousands": limit("spend_in_thousands")}
    return (
        Question("spend_share_high", "spend_share", "it_revenue", limit("spend_share_high"), {"side": 1}),
        Question("spend_share_low", "spend_share", "it_revenue", limit("spend_share_low"), {"side": -1}),
        Question("spend_jump", "spend_jump", "", limit("spend_jump")),
        Question("spend_in_thousands", "spend_in_thousands", "", limit("spend_in_thousands")),
        Question(
            "spend_unlike_accounts",
            "spend_unlike_accounts",
            "operating_expenditure",
            limit("spend_unlike_accounts"),
            thousands,
        ),
        Question(
            "breakdown_differs",
            "breakdown_differs",
            "",
            limit("spend_parts"),
            {"short": limit("spend_parts_short")},
        ),
    )
