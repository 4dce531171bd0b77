"""Every rule that rows which hold are held against.

Each is a query of the folder sql, or a question of `benchmark.common.unlikely_spend`. In it `rows` are the
return's rows as `grouped` gives them, or domain by domain.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import Any

from benchmark.common.unlikely_spend import spend_questions
from benchmark.core.definitions import definitions
from schemas.kinds import KINDS

_NONE: Mapping[str, Any] = MappingProxyType({})
_IN_ROUND, _IN_YEAR = frozenset({"ods_code", "assessment_year"}), frozenset({"ods_code", "financial_year"})
_SPEND, _CONTEXT = frozenset({"it_spend"}), frozenset({"trust_context"})
_DOMAINS, _COMPARABLE = frozenset({"maturity_scores"}), frozenset({"overall_comparable"})
_CONDITIONS = frozenset({"conditions"})
_ABOUT_ACCOUNTS = ("spend_in_thousands", "spend_unlike_accounts")
"""Questions of IT spend that a trust's accounts are asked too."""


@dataclass(frozen=True)
class Rule:
    """A query that gives the places where something is found. It applies to kinds with the columns `needs`
    and without those in `without`, or to the kinds named. `beside` are further parameters, by name.
    """

    code: str
    query: str
    column: str = ""
    needs: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    limit: float | None = None
    beside: Mapping[str, Any] = field(default_factory=lambda: _NONE)
    domain_by_domain: bool = False

    def applies_to(self, kind: str) -> bool:
        names = KINDS[kind].model_fields.keys()
        return (not self.kinds or kind in self.kinds) and self.needs <= names and not self.without & names

    @property
    def parameters(self) -> dict[str, Any]:
        """The query's parameters by name."""
        return dict(self.beside) if self.limit is None else {"limit": self.limit, **self.beside}


CLOSED = (
    Rule("trust_closed", "trust_closed_in_round", "ods_code", _IN_ROUND),
    Rule("trust_closed", "trust_closed_in_financial_year", "ods_code", _IN_YEAR),
)
"""The rules whose rows are refused, before the others are asked."""


def today() -> date:
    """The day on which a financial year is over, or is not: in UTC, as the store's times are."""
    return datetime.now(UTC).date()


def rules() -> tuple[Rule, ...]:
    """The rules whose places are told, in the order in which they are asked."""
    return (
        *_about_organisations(),
        *_about_scores(),
        *_about_amounts(),
        *_about_conditions(),
        *_about_help(),
    )


def _about_organisations() -> tuple[Rule, ...]:
    years = frozenset({"assessment_year", "financial_year"})
    back = definitions().threshold("years_back")
    return (
        Rule("trust_closed_since", "trust_closed_since", "ods_code", frozenset({"ods_code"}), years),
        Rule("trust_not_open", "trust_not_open_in_round", "ods_code", _IN_ROUND),
        Rule("trust_not_open", "trust_not_open_in_financial_year", "ods_code", _IN_YEAR),
        Rule("round_unknown", "round_unknown", "assessment_year", _IN_ROUND),
        Rule(
            "round_unknown",
            "round_unknown_to_board",
            "assessment_year",
            frozenset({"assessment_year", "ics_code"}),
        ),
        *(
            Rule("round_unknown", query, "compared_with", frozenset({"compared_with", code}))
            for query, code in (
                ("other_round_unknown", "ods_code"),
                ("other_round_unknown_to_board", "ics_code"),
            )
        ),
        Rule(
            "financial_year_open",
            "financial_year_open",
            "financial_year",
            _IN_YEAR,
            beside={"today": today()},
        ),
        Rule(
            "financial_year_long_ago",
            "financial_year_long_ago",
            "financial_year",
            _IN_YEAR,
            limit=back,
            beside={"today": today()},
        ),
        Rule("setting_new", "setting_new", "care_setting", frozenset({"ods_code", "care_setting"})),
    )


def _about_scores() -> tuple[Rule, ...]:
    threshold = definitions().threshold
    jump = threshold("year_jump")
    return (
        Rule("score_jump", "score_jump", "score", kinds=_DOMAINS, limit=jump),
        Rule("score_jump", "comparable_jump", "score", kinds=_COMPARABLE, limit=jump),
        Rule("score_jump", "icb_score_jump", "score", kinds=frozenset({"icb_maturity_scores"}), limit=jump),
        Rule(
            "domains_contradict",
            "domains_contradict",
            "score",
            kinds=_DOMAINS,
            limit=threshold("domains_contradict"),
            domain_by_domain=True,
        ),
    )


def _about_amounts() -> tuple[Rule, ...]:
    threshold = definitions().threshold
    both = _SPEND | _CONTEXT
    return (
        *(
            Rule(
                asked.code,
                asked.query,
                asked.column,
                kinds=both if asked.code in _ABOUT_ACCOUNTS else _SPEND,
                limit=asked.limit,
                beside=asked.beside,
            )
            for asked in spend_questions()
        ),
        *(
            Rule(code, query, column, kinds=kinds, limit=threshold(key), beside=beside)
            for code, query, column, kinds, key, beside in (
                ("amount_out_of_line", "amount_out_of_line", "", _SPEND, "amount_out_of_line", _NONE),
                (
                    "staff_unlike_accounts",
                    "staff_unlike_accounts",
                    "average_wte",
                    _CONTEXT,
                    "staff_unlike_accounts",
                    _NONE,
                ),
                (
                    "cost_per_head",
                    "cost_per_head",
                    "average_wte",
                    _CONTEXT,
                    "cost_per_head_low",
                    {"highest": threshold("cost_per_head_high")},
                ),
            )
        ),
        Rule("capital_above_operating", "capital_above_operating", "capital_expenditure", kinds=both),
    )


def _about_conditions() -> tuple[Rule, ...]:
    threshold = definitions().threshold
    return (
        Rule(
            "posts_do_not_add_up",
            "posts_do_not_add_up",
            "vacant",
            kinds=_CONDITIONS,
            limit=threshold("posts_apart"),
        ),
        Rule(
            "posts_unlike_staff",
            "posts_unlike_staff",
            "funded",
            kinds=_CONDITIONS,
            limit=threshold("posts_unlike_staff"),
        ),
        Rule("programmes_same_priority", "programmes_same_priority", "priority", kinds=_CONDITIONS),
        Rule(
            "funding_unlike_accounts",
            "funding_unlike_accounts",
            "funding",
            kinds=_CONDITIONS,
            limit=threshold("funding_of_a_year"),
        ),
    )


def _about_help() -> tuple[Rule, ...]:
    return (Rule("offers_and_asks", "offers_and_asks", "offers_or_asks", kinds=frozenset({"peer_exchange"})),)
