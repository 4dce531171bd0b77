"""The rules for rows with valid cells.

Each is a query in the folder sql, or a question of `benchmark.common.unlikely_spend`. In the query, `rows`
are the return's rows from `pillar_rows`, or domain by domain.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from benchmark.common.unlikely_spend import spend_questions
from benchmark.core.definitions import definitions
from benchmark.core.moments import utc_today
from schemas.kinds import KINDS

_IN_ROUND, _IN_YEAR = frozenset({"ods_code", "assessment_year"}), frozenset({"ods_code", "financial_year"})
_SPEND, _ACCOUNTS = frozenset({"it_spend"}), frozenset({"trust_context"})
_ASSETS = frozenset({"trust_accounts_assets"})
_DISCLOSED, _GROUPS = frozenset({"disclosed_spend"}), frozenset({"groups"})
_TARGETS = frozenset({"own_targets"})
_SCORES, _CONDITIONS = frozenset({"maturity_scores"}), frozenset({"conditions"})
_OF_A_PART = 10
"""A disclosed figure may be this much smaller than all IT spend: it can be capital alone."""
_OTHERS = 5
"""The number of other trusts with IT spend from which a trust's first return is compared with theirs."""
_ALSO_OF_ACCOUNTS = ("spend_in_thousands", "spend_unlike_accounts")
"""Questions about IT spend that also apply to trusts' accounts."""


@dataclass(frozen=True)
class Rule:
    """A query for the places of a finding: its code, and its column, empty if the query gives it. It applies
    to kinds with the columns `needs` and without those in `without`, or only to `kinds`. `beside`: further
    parameters, by name.
    """

    code: str
    query: str
    column: str = ""
    needs: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    limit: float | None = None
    beside: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    domain_by_domain: bool = False

    def applies_to(self, kind: str) -> bool:
        names = KINDS[kind].model_fields.keys()
        return (not self.kinds or kind in self.kinds) and self.needs <= names and not self.without & names

    @property
    def parameters(self) -> dict[str, Any]:
        """The query's parameters by name."""
        return dict(self.beside) if self.limit is None else {"limit": self.limit, **self.beside}


CLOSED = (
    Rule("trust_closed", "organisations/trust_closed_in_round", "ods_code", _IN_ROUND),
    Rule("trust_closed", "organisations/trust_closed_in_financial_year", "ods_code", _IN_YEAR),
)
"""The rules whose rows are refused, before the other rules run."""


def rules() -> tuple[Rule, ...]:
    """The other rules, in order."""
    return (
        *_about_organisations(),
        *_about_scores(),
        *_about_amounts(),
        *_about_disclosed(),
        *_about_groups(),
        *_about_conditions(),
    )


def _about_organisations() -> tuple[Rule, ...]:
    trust, years = frozenset({"ods_code"}), frozenset({"assessment_year", "edition", "financial_year"})
    of_board = frozenset({"assessment_year", "ics_code"})
    other, other_of_board = frozenset({"compared_with", "ods_code"}), frozenset({"compared_with", "ics_code"})
    back, day = definitions().threshold("years_back"), {"today": utc_today()}
    return (
        Rule(
            "trust_closed_since", "organisations/trust_closed_since", "ods_code", trust, years | {"valid_to"}
        ),
        Rule("trust_not_open", "organisations/trust_not_open_in_round", "ods_code", _IN_ROUND),
        Rule("trust_not_open", "organisations/trust_not_open_in_financial_year", "ods_code", _IN_YEAR),
        Rule("round_unknown", "rounds/round_unknown", "assessment_year", _IN_ROUND),
        Rule("round_unknown", "rounds/round_unknown_to_board", "assessment_year", of_board),
        Rule("round_unknown", "rounds/other_round_unknown", "compared_with", other),
        Rule("round_unknown", "rounds/other_round_unknown_to_board", "compared_with", other_of_board),
        Rule("financial_year_open", "rounds/financial_year_open", "financial_year", _IN_YEAR, beside=day),
        Rule(
            "financial_year_long_ago",
            "rounds/financial_year_long_ago",
            "financial_year",
            _IN_YEAR,
            limit=back,
            beside=day,
        ),
        Rule("setting_new", "organisations/setting_new", "care_setting", trust | {"care_setting"}),
    )


def _about_scores() -> tuple[Rule, ...]:
    jump, apart = definitions().threshold("year_jump"), definitions().threshold("domains_contradict")
    below = definitions().threshold("target_below_score")
    exchanged = definitions().threshold("pillars_exchanged")
    overall, of_boards = frozenset({"overall_comparable"}), frozenset({"icb_maturity_scores"})
    return (
        Rule("score_jump", "scores/score_jump", "score", kinds=_SCORES, limit=jump),
        Rule("score_jump", "scores/comparable_jump", "score", kinds=overall, limit=jump),
        Rule("pillars_exchanged", "scores/pillars_exchanged", "score", kinds=_SCORES, limit=exchanged),
        Rule("target_below_score", "scores/target_below_score", "target", kinds=_TARGETS, limit=below),
        Rule("score_jump", "scores/icb_score_jump", "score", kinds=of_boards, limit=jump),
        Rule(
            "domains_contradict",
            "scores/domains_contradict",
            "score",
            kinds=_SCORES,
            limit=apart,
            domain_by_domain=True,
        ),
    )


def _about_amounts() -> tuple[Rule, ...]:
    threshold, both = definitions().threshold, _SPEND | _ACCOUNTS
    highest = threshold("cost_per_head_high")
    return (
        *(
            Rule(
                asked.code,
                asked.query,
                asked.column,
                kinds=both | _ASSETS if asked.code in _ALSO_OF_ACCOUNTS else _SPEND,
                limit=asked.limit,
                beside=asked.beside,
            )
            for asked in spend_questions()
        ),
        _limited("amount_out_of_line", "amounts", "", _SPEND, "amount_out_of_line"),
        _limited("amounts_exchanged", "amounts", "", _SPEND, "amounts_exchanged", trusts=_OTHERS),
        _limited("staff_unlike_accounts", "amounts", "average_wte", _ACCOUNTS, "staff_unlike_accounts"),
        _limited("cost_per_head", "amounts", "average_wte", _ACCOUNTS, "cost_per_head_low", highest=highest),
        Rule("assets_incoherent", "amounts/assets_incoherent", kinds=_ASSETS),
        Rule("amounts_repeated", "amounts/amounts_repeated", "operating_expenditure", kinds=_SPEND),
        Rule("capital_above_operating", "amounts/capital_above_operating", "capital_expenditure", kinds=both),
    )


def _about_groups() -> tuple[Rule, ...]:
    of_group = {
        "member_closed": "member_code",
        "member_overlaps": "valid_from",
        "group_of_one": "group_code",
        "group_code_taken": "group_code",
        "group_name_taken": "group_name",
        "group_two_names": "",
        "group_renamed": "",
        "membership_ended": "valid_to",
        "system_and_its_trust": "member_code",
        "real_and_fictional": "member_code",
        "cluster_of_trusts": "member_code",
        "in_two_clusters": "member_code",
    }
    return (
        *(Rule(code, f"groups/{code}", column, kinds=_GROUPS) for code, column in of_group.items()),
        Rule(
            "starts_in_future",
            "groups/starts_in_future",
            "valid_from",
            kinds=_GROUPS,
            beside={"today": utc_today()},
        ),
    )


def _about_disclosed() -> tuple[Rule, ...]:
    day = {"today": utc_today()}
    return (
        Rule(
            "disclosed_in_future",
            "disclosed/disclosed_in_future",
            "disclosed_on",
            kinds=_DISCLOSED,
            beside=day,
        ),
        Rule("disclosed_early", "disclosed/disclosed_early", "disclosed_on", kinds=_DISCLOSED),
        Rule("disclosed_differs", "disclosed/disclosed_differs", "amount", kinds=_DISCLOSED),
        Rule(
            "disclosed_unlike_accounts",
            "disclosed/disclosed_unlike_accounts",
            "amount",
            kinds=_DISCLOSED,
            limit=definitions().threshold("spend_share_high"),
            beside={"lowest": definitions().threshold("spend_share_low") / _OF_A_PART},
        ),
        Rule("figure_not_quoted", "disclosed/figure_not_quoted", "amount", kinds=_DISCLOSED),
    )


def _about_conditions() -> tuple[Rule, ...]:
    return (
        _limited("posts_do_not_add_up", "conditions", "vacant", _CONDITIONS, "posts_apart"),
        _limited("counts_jump", "conditions", "", _CONDITIONS, "counts_jump"),
        _limited("posts_exchanged", "conditions", "vacant", _CONDITIONS, "posts_exchanged"),
        _limited("posts_unlike_staff", "conditions", "funded", _CONDITIONS, "posts_unlike_staff"),
        Rule(
            "programmes_same_priority", "conditions/programmes_same_priority", "priority", kinds=_CONDITIONS
        ),
        Rule("items_alike", "conditions/items_alike", "item", kinds=_CONDITIONS),
        Rule("funding_small", "conditions/funding_small", "funding", kinds=_CONDITIONS),
        _limited("funding_unlike_accounts", "amounts", "funding", _CONDITIONS, "funding_of_a_year"),
        Rule(
            "offers_and_asks",
            "conditions/offers_and_asks",
            "offers_or_asks",
            kinds=frozenset({"peer_exchange"}),
        ),
    )


def _limited(
    code: str, folder: str, column: str, kinds: frozenset[str], threshold: str, **beside: float
) -> Rule:
    """A rule whose query has its finding's name, with a threshold of the definitions."""
    limit = definitions().threshold(threshold)
    return Rule(code, f"{folder}/{code}", column, kinds=kinds, limit=limit, beside=beside)
