"""The page "IT spend": what do trusts spend, what share of expenditure is that, what would more take?"""

from dataclasses import replace
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from benchmark.charts.figure import Figure
from benchmark.common.scope import Scope
from benchmark.common.subject import FICTIONAL_SOURCE
from benchmark.core.columns import rows_of
from benchmark.core.definitions import trust_accounts
from benchmark.core.wording import short_name
from benchmark.questions.evidence.assets import assets
from benchmark.questions.evidence.columns import ASSETS, ASSETS_BY_YEAR, ASSETS_IN_SHORT
from benchmark.questions.evidence.words import (
    ASSETS_ABSENT,
    ASSETS_CAUTION,
    ASSETS_COMMAND,
    ASSETS_SOURCE,
    assets_lead,
)
from benchmark.questions.spend.breakdown_charts import funding_mix, spend_categories
from benchmark.questions.spend.charts import (
    pounds_to_references,
    references_of_accounts,
    spend_against_maturity,
    spend_share,
)
from benchmark.questions.spend.columns import CHANGES, CHANGES_IN_FULL, DISCLOSED, EVERY_RETURN, YEARS
from benchmark.questions.spend.disclosed import disclosed_spend
from benchmark.questions.spend.measure import (
    RETURNS_SOURCE,
    Spend,
    SpendAndMaturity,
    spend_and_maturity,
    spend_of_system,
    spend_of_trust,
)
from benchmark.questions.spend.words import (
    ACCOUNTS_SOURCE,
    DISCLOSED_ABSENT,
    DISCLOSED_CAUTION,
    DISCLOSED_SOURCE,
    HELD_TO_NOTHING,
    NO_SOURCE,
    disclosed_list,
    questions_list,
    references_list,
    spend_answer,
    spend_facts,
)
from benchmark.returns.templates.csv_template import example_rows
from benchmark.store.publication import Publication, per_publication
from benchmark.surfaces.web import parts
from benchmark.surfaces.web.blocks import Block, Html
from benchmark.surfaces.web.choices.filters import Filters, choice, one_trust
from benchmark.surfaces.web.page import Page
from benchmark.surfaces.web.shared import shown_full
from benchmark.surfaces.web.site.sitemap import scope_query, template_address

system_spend_of = per_publication(spend_of_system)
trust_spend_of = per_publication(spend_of_trust)


def page(publication: Publication, filters: Filters) -> Page:
    """The page with the trust and the financial year that the reader chooses."""
    whole = system_spend_of(publication, filters.scope)
    trusts = _names(whole)
    trust_column, when = st.columns([2, 1])
    with trust_column:
        trust = one_trust(trusts)
    # A slash in a link is written %2F, so the link has 2024-25.
    years = {year.replace("/", "-"): year for year in reversed(whole.years)}
    year = None
    if years:
        with when:
            newest = next(iter(years))
            year = years[choice("fy", "Financial year", list(years), default=newest, show=years.__getitem__)]
    return spend_page(
        publication,
        filters.scope,
        financial_year=year,
        chosen=trust,
        name=trusts[trust] if trust else None,
    )


@per_publication
def spend_page(
    publication: Publication,
    scope: Scope,
    *,
    financial_year: str | None,
    chosen: str | None,
    name: str | None,
) -> Page:
    """The page of a system, or of one of its trusts among the others. chosen, name: its ODS code and name."""
    whole = system_spend_of(publication, scope)
    if financial_year not in (None, whole.financial_year):
        whole = system_spend_of(publication, scope, financial_year=financial_year)
    own = whole if chosen is None else trust_spend_of(publication, chosen, financial_year=financial_year)
    blocks = _without_any_return if own.totals is None else _with_returns
    return Page(
        answer=spend_answer(own),
        blocks=(
            parts.text(HELD_TO_NOTHING),
            *blocks(publication, scope, whole, own, chosen),
            *_in_the_accounts(publication, scope, own),
            *_disclosed(publication, own),
            *_references(own),
        ),
        source=_rests_on(whole, own),
        rule="spend",
        trust=name,
        held=False,
    )


def _rests_on(whole: Spend, own: Spend) -> str:
    """The sources of the page's figures: returns, and accounts of trusts without a return."""
    if whole.subject.fictional:
        return FICTIONAL_SOURCE
    returned = whole.totals is not None or not own.history.empty
    from_accounts = own.without_return["accounts_operating_expenditure"].notna().any()
    lines = (RETURNS_SOURCE if returned else "", ACCOUNTS_SOURCE if from_accounts else "")
    return " ".join(filter(None, lines)) or NO_SOURCE


def _with_returns(
    publication: Publication, scope: Scope, whole: Spend, own: Spend, chosen: str | None
) -> tuple[Block, ...]:
    """Shares first, then what follows from them, then who has not returned.

    For a trust, shares and pounds show the whole system, with the trust among the others.
    """
    missing = () if own.without_return.empty else (*_accounts(own), *_how_to_return(scope))
    return (
        parts.facts(spend_facts(own)),
        parts.section("Share of expenditure"),
        *_figure(whole, spend_share(whole, chosen_trust=chosen), "share"),
        *_questions(own),
        parts.section("The way to the references"),
        *_figure(whole, pounds_to_references(whole, chosen_trust=chosen), "pounds", "pounds-to-references"),
        parts.section("Capital and revenue"),
        *_figure(own, funding_mix(own), "mix", "funding-mix"),
        parts.section("What it is spent on"),
        *_figure(own, spend_categories(own), "categories"),
        *_over_the_years(own),
        *_beside_maturity(publication, scope, whole, chosen),
        *((parts.section("Trusts without a return"), *missing) if missing else ()),
    )


def _without_any_return(
    publication: Publication, scope: Scope, whole: Spend, own: Spend, chosen: str | None
) -> tuple[Block, ...]:
    """The page without a return: the references' shares of the accounts, and how to return."""
    shares = (
        ()
        if whole.totals is None
        else (
            parts.section("Share of expenditure"),
            *_figure(whole, spend_share(whole, chosen_trust=chosen), "share"),
        )
    )
    of_year = "" if own.financial_year is None else f" for {own.financial_year}"
    return (
        parts.text(
            "There is no national publication of what single trusts spend on IT, so this page is empty "
            f"until a trust returns it{of_year}. A missing return is not a spend of 0, and is in no sum. "
            "With returns this page shows each trust's share of expenditure beside the references of 2020, "
            "and the pounds to reach them. It also shows the mix of capital and revenue over the years, what "
            "the money goes to, and spend beside maturity.",
            kind="caution",
        ),
        *_how_to_return(scope),
        shown_full(publication, scope, address="it-spend"),
        parts.section("What the references would be"),
        *_accounts(own),
        *shares,
        *(() if own.history.empty else _over_the_years(own)),
    )


def _figure(of: Spend | SpendAndMaturity, drawn: Figure, key: str, file_name: str = "") -> tuple[Block, ...]:
    return parts.figure(drawn, key=key, subject=of.subject, file_name=file_name or key)


def _accounts(spend: Spend) -> tuple[Block, ...]:
    return parts.figure(
        references_of_accounts(spend),
        key="accounts",
        subject=spend.subject.on(line=ACCOUNTS_SOURCE),
        file_name="accounts-references",
    )


def _how_to_return(scope: Scope) -> tuple[Html, ...]:
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
        parts.link("Upload a return of IT spend", template_address("it_spend", scope_query(scope))),
    )


def _questions(spend: Spend) -> tuple[Html, ...]:
    asked = questions_list(spend)
    if not asked:
        return ()
    return (
        parts.subsection("Questions to those who returned this"),
        parts.text("These figures are unlikely. They stand as returned: they are asked about, not changed."),
        parts.bullets(asked),
    )


def _over_the_years(spend: Spend) -> tuple[Html, ...]:
    """The change of each trust's spend and shares, and the sums of every year."""
    changed = spend.rows[spend.rows["year_before"].notna()]
    alone = spend.of == "trust"
    years = parts.table(
        YEARS.of(spend.by_year),
        caption="Year by year" if alone else "Year by year; years differ in who returned",
        subject=spend.subject,
        file_name="years",
    )
    heading = parts.section("Over the years")
    if changed.empty:
        first = "There is no return of this year and an earlier one to compare."
        return heading, parts.text(first), years
    return (
        heading,
        parts.text(
            "Since each trust's return before, in cash of the day: prices are not taken out. The change "
            "of its shares is in percentage points: of total (operating and capital) expenditure, and of "
            "operating expenditure alone."
        ),
        parts.table(CHANGES.of(changed), caption="Change of IT spend")
        + parts.download(CHANGES_IN_FULL.of(changed), subject=spend.subject, file_name="changes"),
        years if alone else parts.folded("All years together", years),
    )


def _beside_maturity(
    publication: Publication, scope: Scope, whole: Spend, chosen: str | None
) -> tuple[Block, ...]:
    beside = spend_and_maturity(publication, whole, assessment_year=scope.assessment_year)
    if beside is None:
        return ()
    drawn = spend_against_maturity(beside, chosen_trust=chosen)
    left_out = [f"{row.trust}: {row.reason}." for row in beside.without.itertuples()]
    return (
        parts.section("Spend beside maturity"),
        *_figure(beside, drawn, "maturity", "spend-and-maturity"),
        *((parts.text("Not in the picture:"), parts.bullets(left_out)) if left_out else ()),
    )


def _in_the_accounts(publication: Publication, scope: Scope, own: Spend) -> tuple[Block, ...]:
    """Additions to IT equipment and software and their age: beside the returns, never added to them."""
    in_accounts = assets(publication, _names(own), fictional=own.subject.fictional)
    heading = parts.section("IT equipment and software in the accounts", anchor="accounts")
    if in_accounts.year is None:
        return (
            heading,
            parts.text(ASSETS_ABSENT),
            parts.command(ASSETS_COMMAND),
            parts.outside("Where NHS England publishes them", str(trust_accounts().address)),
            parts.link("Upload the workbook", f"upload?{urlencode(scope_query(scope))}"),
        )
    subject = replace(
        own.subject, when=in_accounts.year, rests_on=replace(in_accounts.rests_on, line=ASSETS_SOURCE)
    )
    newest = parts.table(
        ASSETS_IN_SHORT.worded(trust=short_name).of(in_accounts.rows),
        caption=f"Added in {in_accounts.year}, and how much is written off: capital alone",
    )
    newest += parts.download(
        ASSETS.beginning("trust").of(in_accounts.rows), subject=subject, file_name="accounts-assets"
    )
    years = parts.table(
        ASSETS_BY_YEAR.of(in_accounts.by_year), caption="All together; years differ in which trusts they have"
    )
    every = parts.table(
        ASSETS.beginning("trust").of(in_accounts.history),
        caption="Every figure of every year",
        subject=subject,
        file_name="accounts-assets-every-year",
    )
    return (
        heading,
        parts.text(assets_lead(in_accounts)),
        parts.text(ASSETS_CAUTION, kind="caution"),
        newest,
        parts.folded("Over the years", years, every),
        parts.source(parts.source_line(subject)),
    )


def _disclosed(publication: Publication, own: Spend) -> tuple[Block, ...]:
    """Figures that trusts disclosed themselves, in their words; they are in no sum and no mean."""
    disclosed = disclosed_spend(publication, [*_names(own)], fictional=own.subject.fictional)
    heading = parts.section("Disclosed by trusts", anchor="disclosed")
    template = parts.download(
        pd.DataFrame(example_rows("disclosed_spend")),
        file_name="disclosed_spend-template",
        words="Download the template for disclosed figures as CSV",
    )
    if disclosed.rows.empty:
        return heading, parts.text(DISCLOSED_ABSENT), template
    subject = replace(own.subject, when="", rests_on=replace(disclosed.rests_on, line=DISCLOSED_SOURCE))
    every = parts.table(
        DISCLOSED.beginning("trust").of(disclosed.rows),
        caption="Disclosed figures of IT spend, as disclosed",
        subject=subject,
        file_name="disclosed",
        stacked=True,
    )
    return (
        heading,
        parts.text(DISCLOSED_CAUTION, kind="caution"),
        parts.quotes(disclosed_list(disclosed)),
        parts.folded("Disclosed figures as a table", every),
        template,
        parts.source(parts.source_line(subject)),
    )


def _names(spend: Spend) -> dict[str, str]:
    """ODS code -> name of the trusts that the page is about, by name."""
    rows = (*rows_of(spend.rows), *rows_of(spend.without_return))
    return {row.ods_code: row.trust for row in sorted(rows, key=lambda row: (row.trust, row.ods_code))}


def _references(spend: Spend) -> tuple[Html, ...]:
    every = parts.table(
        EVERY_RETURN.of(spend.history),
        caption="Returns of IT spend, as returned, with what follows from them",
        subject=spend.subject,
        file_name="returns",
    )
    return (
        *(() if spend.history.empty else (parts.folded("Every return as a table", every),)),
        parts.section("The references"),
        parts.text("Each is somebody's figure at a time, not a standard that a trust is held to."),
        parts.bullets(references_list()),
    )
