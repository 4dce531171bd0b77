"""Questions about unlikely figures in a return of IT spend. They never correct a return.

Each question is a query in the folder sql. It reads `rows`, the returns in question with the columns of the
kind it_spend and `line`, beside the publication. It returns the lines in question, and the values for the
sentence in findings.toml.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from benchmark.common.scope import sql
from benchmark.core.definitions import definitions, finding_codes


@dataclass(frozen=True)
class Question:
    """A question: the code of its finding, its query, the column in question, and the query's parameters.

    column: empty if the query returns it.
    """

    code: str
    query: str
    column: str
    limit: float
    beside: Mapping[str, Any] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The text of the query."""
        return sql(__package__, self.query)

    @property
    def parameters(self) -> dict[str, Any]:
        """Name -> value of the query's parameters."""
        return {"limit": self.limit, **self.beside}

    def sentence(self, words: Mapping[str, Any]) -> str:
        """The question in words. words: a row of its query."""
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
