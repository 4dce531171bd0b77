"""The rules for rows with valid cells.

Each is a query in the folder sql, or a question of `benchmark.common.unlikely_spend`. In the query, `rows`
are the return's rows from `pillar_rows`, or domain by domain.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from benchmark.common.unlikely_spend import spend_questions
from benchmark.core.definitions import definitions
from benchmark.core.moments import utc_today
from benchmark.returns.check.narrowing import (
    Narrowing,
    compared_with_unknown_rounds,
    either,
    ending_by,
    ending_from,
    filled,
    known,
    of_closed_trusts,
    of_late_trusts,
    of_moved_units,
    of_new_settings,
    of_targets_below,
    of_unknown_rounds,
    saying,
    shared,
    where,
    with_and_without_domains,
    with_closed_members,
    with_codes_of_organisations,
    with_real_and_fictional_members,
)
from schemas.kinds import KINDS
from schemas.returns import ItSpend

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
    parameters, by name. `domain_by_domain`: it is about rows as they are, not one for each pillar.
    `worth`: the rows that it need be asked about; None for all.
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
    worth: Narrowing | None = None

    def applies_to(self, kind: str) -> bool:
        names = KINDS[kind].model_fields.keys()
        return (not self.kinds or kind in self.kinds) and self.needs <= names and not self.without & names

    @property
    def parameters(self) -> dict[str, Any]:
        """The query's parameters by name."""
        return dict(self.beside) if self.limit is None else {"limit": self.limit, **self.beside}


CLOSED = tuple(
    Rule("trust_closed", "organisations/trust_closed", "ods_code", years, worth=of_closed_trusts)
    for years in (_IN_ROUND, _IN_YEAR)
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
    back, today = definitions().threshold("years_back"), utc_today()
    return (
        Rule(
            "trust_closed_since",
            "organisations/trust_closed_since",
            "ods_code",
            trust,
            years | {"valid_to"},
            worth=of_closed_trusts,
        ),
        *(
            Rule("trust_not_open", "organisations/trust_not_open", "ods_code", needs, worth=of_late_trusts)
            for needs in (_IN_ROUND, _IN_YEAR)
        ),
        Rule(
            "round_unknown",
            "rounds/round_unknown",
            "assessment_year",
            frozenset({"assessment_year"}),
            worth=of_unknown_rounds,
        ),
        Rule(
            "round_unknown",
            "rounds/other_round_unknown",
            "compared_with",
            frozenset({"compared_with"}),
            worth=compared_with_unknown_rounds,
        ),
        Rule(
            "financial_year_open",
            "rounds/financial_year_open",
            "financial_year",
            _IN_YEAR,
            beside={"today": today},
            worth=ending_from(today),
        ),
        Rule(
            "financial_year_long_ago",
            "rounds/financial_year_long_ago",
            "financial_year",
            _IN_YEAR,
            limit=back,
            beside={"today": today},
            worth=ending_by(today, years_before=back),
        ),
        Rule(
            "setting_new",
            "organisations/setting_new",
            "care_setting",
            trust | {"care_setting"},
            worth=of_new_settings,
        ),
    )


def _about_scores() -> tuple[Rule, ...]:
    limit, of_boards = definitions().threshold, frozenset({"icb_maturity_scores"})
    jump, exchanged = limit("year_jump"), limit("pillars_exchanged")
    below, apart = limit("target_below_score"), limit("domains_contradict")
    before = shared("icb_maturity_scores", "ics_code", "pillar")
    return (
        _rule("score_jump", "scores", "score", _SCORES, jump, of_moved_units(jump)),
        Rule(
            "score_jump",
            "scores/comparable_jump",
            "score",
            kinds=frozenset({"overall_comparable"}),
            limit=jump,
        ),
        _rule("pillars_exchanged", "scores", "score", _SCORES, exchanged, of_moved_units(exchanged)),
        _rule("target_below_score", "scores", "target", _TARGETS, below, of_targets_below(below)),
        Rule("score_jump", "scores/score_jump", "score", kinds=of_boards, limit=jump, worth=before),
        Rule(
            "domains_contradict",
            "scores/domains_contradict",
            "score",
            kinds=_SCORES,
            limit=apart,
            domain_by_domain=True,
            worth=with_and_without_domains,
        ),
    )


def _about_amounts() -> tuple[Rule, ...]:
    limit, both, accounts = definitions().threshold, _SPEND | _ACCOUNTS, _ACCOUNTS
    exchanged, heads = limit("amounts_exchanged"), limit("cost_per_head_low")
    staff, line = limit("staff_unlike_accounts"), limit("amount_out_of_line")
    years = shared("it_spend", "ods_code")
    much_capital = where(
        lambda rows: pc.greater(rows["it_capital"], pc.multiply(rows["it_revenue"], exchanged))
    )
    alike = shared("it_spend", "operating_expenditure", "it_revenue", "it_capital")
    above = where(lambda rows: pc.greater_equal(rows["capital_expenditure"], rows["operating_expenditure"]))
    worth = {
        "spend_share_high": where(lambda rows: pc.greater(_share(rows), limit("spend_share_high"))),
        "spend_share_low": where(lambda rows: pc.less(_share(rows), limit("spend_share_low"))),
        "spend_jump": years,
        "spend_in_thousands": where(
            lambda rows: pc.less(rows["operating_expenditure"], limit("spend_in_thousands"))
        ),
        "breakdown_differs": filled(*(name for name in ItSpend.model_fields if name.startswith("spend_on_"))),
    }
    of_spend = (
        Rule(
            asked.code,
            asked.query,
            asked.column,
            kinds=both | _ASSETS if asked.code in _ALSO_OF_ACCOUNTS else _SPEND,
            limit=asked.limit,
            beside=asked.beside,
            worth=worth.get(asked.code),
        )
        for asked in spend_questions()
    )
    return (
        *of_spend,
        _rule("amount_out_of_line", "amounts", "", _SPEND, line),
        _rule(
            "amounts_exchanged", "amounts", "", _SPEND, exchanged, either(years, much_capital), trusts=_OTHERS
        ),
        _rule("staff_unlike_accounts", "amounts", "average_wte", accounts, staff),
        _rule(
            "cost_per_head", "amounts", "average_wte", accounts, heads, highest=limit("cost_per_head_high")
        ),
        _rule("assets_incoherent", "amounts", "", _ASSETS),
        _rule("amounts_repeated", "amounts", "operating_expenditure", _SPEND, worth=alike),
        _rule("capital_above_operating", "amounts", "capital_expenditure", both, worth=above),
    )


def _share(rows: pa.Table) -> pa.ChunkedArray:
    """The share of IT spend in all expenditure."""
    capital = pc.fill_null(rows["capital_expenditure"], 0.0)
    spend = pc.add(rows["it_revenue"], rows["it_capital"])
    return pc.divide(spend, pc.add(rows["operating_expenditure"], capital))


def _about_disclosed() -> tuple[Rule, ...]:
    threshold, today = definitions().threshold, utc_today()
    later = where(lambda rows: pc.greater(rows["disclosed_on"], today))
    others = shared("disclosed_spend", "financial_year", "ods_code", "covers")
    return (
        _rule("disclosed_in_future", "disclosed", "disclosed_on", _DISCLOSED, worth=later, today=today),
        _rule("disclosed_early", "disclosed", "disclosed_on", _DISCLOSED),
        _rule("disclosed_differs", "disclosed", "amount", _DISCLOSED, worth=others),
        _rule(
            "disclosed_unlike_accounts",
            "disclosed",
            "amount",
            _DISCLOSED,
            threshold("spend_share_high"),
            lowest=threshold("spend_share_low") / _OF_A_PART,
        ),
        _rule("figure_not_quoted", "disclosed", "amount", _DISCLOSED),
    )


def _about_groups() -> tuple[Rule, ...]:
    today = utc_today()
    clusters = saying("group_kind", "cluster")
    of_group: dict[str, tuple[str, Narrowing | None]] = {
        "member_closed": ("member_code", with_closed_members),
        "member_overlaps": ("valid_from", shared("groups", "group_code", "member_code")),
        "group_of_one": ("group_code", None),
        "group_code_taken": ("group_code", with_codes_of_organisations),
        "group_name_taken": ("group_name", None),
        "group_two_names": ("", None),
        "group_renamed": ("", known("group_names", "group_code")),
        "membership_ended": ("valid_to", known("groups", "group_code", "member_code", "valid_from")),
        "system_and_its_trust": ("member_code", None),
        "real_and_fictional": (
            "member_code",
            either(known("groups", "group_code"), with_real_and_fictional_members),
        ),
        "cluster_of_trusts": ("member_code", clusters),
        "in_two_clusters": ("member_code", clusters),
    }
    later = where(lambda rows: pc.greater(rows["valid_from"], today))
    return (
        *(_rule(code, "groups", column, _GROUPS, worth=worth) for code, (column, worth) in of_group.items()),
        _rule("starts_in_future", "groups", "valid_from", _GROUPS, worth=later, today=today),
    )


def _about_conditions() -> tuple[Rule, ...]:
    limit, kinds = definitions().threshold, _CONDITIONS
    posts, funding, priority = filled("funded", "in_post"), filled("funding"), filled("priority")
    before = known("conditions", "ods_code", "section", "item")
    exchanges, other_way = frozenset({"peer_exchange"}), shared("peer_exchange", "ods_code", "pillar")
    return (
        _rule("posts_do_not_add_up", "conditions", "vacant", kinds, limit("posts_apart"), posts),
        _rule("counts_jump", "conditions", "", kinds, limit("counts_jump"), before),
        _rule("posts_exchanged", "conditions", "vacant", kinds, limit("posts_exchanged"), posts),
        _rule("posts_unlike_staff", "conditions", "funded", kinds, limit("posts_unlike_staff"), posts),
        _rule("programmes_same_priority", "conditions", "priority", kinds, worth=priority),
        _rule("items_alike", "conditions", "item", kinds),
        _rule("funding_small", "conditions", "funding", kinds, worth=funding),
        _rule("funding_unlike_accounts", "amounts", "funding", kinds, limit("funding_of_a_year"), funding),
        _rule("offers_and_asks", "conditions", "offers_or_asks", exchanges, worth=other_way),
    )


def _rule(  # noqa: PLR0917 - the code, its query's folder and column, and when it is asked
    code: str,
    folder: str,
    column: str,
    kinds: frozenset[str],
    limit: float | None = None,
    worth: Narrowing | None = None,
    **beside: Any,
) -> Rule:
    """A rule for some kinds whose query has its finding's name. beside: the query's further parameters."""
    return Rule(code, f"{folder}/{code}", column, kinds=kinds, limit=limit, beside=beside, worth=worth)
