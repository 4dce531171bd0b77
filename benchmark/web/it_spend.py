"""The blocks of the page "IT spend", made once per publication."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from benchmark.charts.spend_categories import spend_categories
from benchmark.charts.spend_maturity import spend_against_maturity
from benchmark.charts.spend_mix import funding_mix
from benchmark.charts.spend_pounds import pounds_to_references, references_of_accounts
from benchmark.charts.spend_rows import SOURCE
from benchmark.charts.spend_share import spend_share
from benchmark.measures.association import spend_and_maturity
from benchmark.measures.provenance import sources
from benchmark.measures.scope import Scope
from benchmark.measures.spend import Spend, spend_of_system, spend_of_trust
from benchmark.reports.spend_tables import (
    changes_table,
    questions_list,
    references_list,
    returns_table,
    spend_facts,
    spend_lead,
    years_table,
)
from benchmark.returns.template import example_rows
from benchmark.store.publication import Publication
from benchmark.web import parts, sections
from benchmark.web.blocks import Block, Html
from benchmark.web.cache import per_publication
from benchmark.web.downloads import file_stem
from benchmark.web.sitemap import scope_query, template_address
from benchmark.web.sources import SCORES, line_html

ALL = "all"
"""The link's word for all trusts of the system."""

system_spend_of = per_publication(spend_of_system)
trust_spend_of = per_publication(spend_of_trust)


@dataclass(frozen=True)
class ItSpend:
    """The page's first sentence and all below it."""

    lead: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class SpendChoices:
    """What can be chosen: the financial years with a return, newest first; the system's trusts by code."""

    years: tuple[str, ...]
    trusts: Mapping[str, str]


@per_publication
def spend_choices(publication: Publication, scope: Scope) -> SpendChoices:
    """The years and the trusts to choose from, each by name."""
    found = system_spend_of(publication, scope)
    both = pd.concat([found.rows[["ods_code", "trust"]], found.without_return[["ods_code", "trust"]]])
    ordered = both.sort_values(["trust", "ods_code"])
    return SpendChoices(found.years[::-1], dict(zip(ordered["ods_code"], ordered["trust"], strict=True)))


@per_publication
def it_spend(
    publication: Publication, scope: Scope, *, financial_year: str | None, focus: str = ALL
) -> ItSpend:
    """What the trusts of a system spend on IT, or one of them among the others."""
    whole = system_spend_of(publication, scope, financial_year=financial_year)
    own = whole if focus == ALL else trust_spend_of(publication, focus, financial_year=financial_year)
    page = _Page(publication, scope, whole, own, None if focus == ALL else focus)
    blocks = page.without_any_return() if own.totals is None else page.with_returns()
    return ItSpend(spend_lead(own), (*blocks, *page.references()))


@dataclass(frozen=True)
class _Page:
    """A page in the making: the whole system, and whom the page is about: the same, or one of its trusts."""

    publication: Publication
    scope: Scope
    whole: Spend
    own: Spend
    chosen: str | None

    def stem(self, what: str) -> str:
        year = "" if self.own.financial_year is None else f"-{self.own.financial_year.replace('/', '-')}"
        return file_stem(self.publication, f"{what}-{self.own.code}{year}", fictional=self.own.fictional)

    def with_returns(self) -> tuple[Block, ...]:
        """Shares first, then what follows from them, then who has not returned."""
        return (
            parts.facts(spend_facts(self.own)),
            parts.section("Share of expenditure"),
            *self.shares(),
            *self.questions(),
            parts.section("The way to the references"),
            *parts.figure(
                pounds_to_references(self.whole, chosen_trust=self.chosen),
                key="pounds",
                file_name=self.stem("pounds-to-references"),
            ),
            parts.section("Capital and revenue"),
            *parts.figure(funding_mix(self.own), key="mix", file_name=self.stem("funding-mix")),
            parts.section("What it is spent on"),
            *parts.figure(spend_categories(self.own), key="categories", file_name=self.stem("categories")),
            *self.over_the_years(),
            *self.beside_maturity(),
            *self.without_a_return(),
        )

    def without_any_return(self) -> tuple[Block, ...]:
        """What can be said all the same, and how a return gets here."""
        beside = () if self.whole.totals is None else (parts.section("Share of expenditure"), *self.shares())
        earlier = () if self.own.history.empty else self.over_the_years()
        return (
            parts.text(
                "There is no published figure of what a trust spends on IT, so nothing stands here until a "
                "trust returns it. A missing return is not a spend of nought, and is in no sum. With returns "
                "this page shows each trust's share of expenditure beside the references of 2020, the pounds "
                "to reach them, the mix of capital and revenue over the years, what the money goes to, and "
                "spend beside maturity.",
                kind="caution",
            ),
            *self.how_to_return(),
            sections.shown_full(self.publication, self.scope, address="it-spend"),
            parts.section("What the references would be"),
            *self.accounts(self.own),
            *beside,
            *earlier,
        )

    def shares(self) -> tuple[Block, ...]:
        """The whole system's shares, whoever the page is about: a trust is seen among the others."""
        drawn = spend_share(self.whole, chosen_trust=self.chosen)
        return parts.figure(drawn, key="share", file_name=self.stem("share"))

    def without_a_return(self) -> tuple[Block, ...]:
        if self.own.without_return.empty:
            return ()
        return (
            parts.section("Trusts without a return"),
            *self.accounts(self.own),
            *self.how_to_return(),
        )

    def accounts(self, spend: Spend) -> tuple[Block, ...]:
        return parts.figure(
            references_of_accounts(spend), key="accounts", file_name=self.stem("accounts-references")
        )

    def how_to_return(self) -> tuple[Html, ...]:
        return (
            parts.text(
                "The template has a line for each trust and financial year: operating and capital "
                "expenditure, IT spend from revenue and from capital, and its parts where they are known. A "
                "trust's finance team has the figures. A file shows here as soon as it is submitted."
            ),
            parts.download(
                pd.DataFrame(example_rows("it_spend")),
                file_name="it_spend-template",
                words="Download the template as CSV",
            ),
            parts.link("Upload a return of IT spend", template_address("it_spend", scope_query(self.scope))),
        )

    def questions(self) -> tuple[Html, ...]:
        asked = questions_list(self.own)
        if not asked:
            return ()
        return (
            parts.subsection("Questions to whoever returned this"),
            parts.text(
                "These figures are unlikely. They stand as returned: they are asked about, not changed."
            ),
            parts.bullets(asked),
        )

    def over_the_years(self) -> tuple[Html, ...]:
        """Change in cash and in shares."""
        changes = changes_table(self.own)
        years = parts.table(
            years_table(self.own),
            caption="Year by year"
            if self.own.of == "trust"
            else "Year by year; years differ in who returned",
            file_name=self.stem("years"),
        )
        heading = parts.section("Over the years")
        if changes.empty:
            first = "There is no return of this year and an earlier one to compare."
            return heading, parts.text(first), years
        return (
            heading,
            parts.text(
                "Since each trust's return before, in cash of the day: prices are not taken out. The change "
                "of its shares is in percentage points: of total (operating and capital) expenditure, and of "
                "operating expenditure alone."
            ),
            parts.table(changes, caption="Change of IT spend", file_name=self.stem("changes")),
            years if self.own.of == "trust" else parts.folded("All years together", years),
        )

    def beside_maturity(self) -> tuple[Block, ...]:
        assert self.whole.totals is not None
        beside = spend_and_maturity(
            self.publication,
            self.whole,
            assessment_year=self.scope.assessment_year,
            denominator=self.whole.totals.denominator,
        )
        if beside is None:
            return ()
        drawn = spend_against_maturity(beside, chosen_trust=self.chosen, fictional=self.whole.fictional)
        left_out = [f"{row.trust}: {row.reason}." for row in beside.without.itertuples()]
        return (
            parts.section("Spend beside maturity"),
            *parts.figure(
                drawn, key="maturity", file_name=self.stem("spend-and-maturity"), rests_on=self.scores_line()
            ),
            *((parts.text("Not in the picture:"), parts.bullets(left_out)) if left_out else ()),
        )

    def scores_line(self) -> Html | None:
        """What spend and scores rest on, where scores come from returns that were submitted here."""
        found = sources(
            self.publication,
            SCORES,
            years=(self.scope.assessment_year,),
            scope=self.scope,
            fictional=self.whole.fictional,
        )
        around = ("", "") if self.whole.fictional else (f"{SOURCE} Scores: ", "")
        return line_html(found, fictional=self.whole.fictional, around=around) if found.returns else None

    def references(self) -> tuple[Html, ...]:
        listed = parts.bullets(references_list())
        everything = (
            ()
            if self.own.history.empty
            else (
                parts.folded(
                    "Every return as a table",
                    parts.table(
                        returns_table(self.own),
                        caption="Returns of IT spend, as returned, with what follows from them",
                        file_name=self.stem("returns"),
                    ),
                ),
            )
        )
        return (
            *everything,
            parts.section("The references"),
            parts.text("Each is somebody's figure at a time, not a standard that a trust is held to."),
            listed,
        )
