"""The page "ICS overview": which trusts and which pillars hold the system back?"""

from dataclasses import replace
from urllib.parse import urlencode

import streamlit as st

from benchmark.common.scope import Scope
from benchmark.common.subject import SCORES, replaced, sources
from benchmark.core.definitions import definitions
from benchmark.questions.gaps.grid import grid
from benchmark.questions.gaps.strips import pillar_strips
from benchmark.questions.gaps.words import overview_lead
from benchmark.questions.progress.words import overview_statements
from benchmark.store.publication import Publication, per_publication
from benchmark.surfaces.web import parts, sections
from benchmark.surfaces.web.blocks import Html, Live, draw, joined
from benchmark.surfaces.web.filters import ROUND, Filters, choice, set_linked_value
from benchmark.surfaces.web.page import Page
from benchmark.surfaces.web.sitemap import page_at, trust_query
from benchmark.surfaces.web.sources import source_of
from benchmark.surfaces.web.views import (
    completeness_of,
    flags_of,
    gaps_of,
    icb_own_of,
    national_of,
    progress_if_any,
    subject_of_scope,
    trusts_of,
)

LOWEST_ON = "Lowest on "


def page(publication: Publication, filters: Filters) -> Page:
    """The page, with the grid of every trust and pillar between its first block and the others."""
    whole = overview(publication, filters)
    first, *below = whole.blocks
    if not below:
        return whole
    grid_with_choices = Live(lambda: _grid_with_choices(publication, filters))
    blocks = (first, parts.section("Every trust, every pillar"), grid_with_choices, *below)
    return replace(whole, blocks=blocks, follow=lambda clicked: go_to_trust(clicked, filters))


def orders() -> dict[str, str]:
    """The orders of the grid's rows, each with its words."""
    pillars = {pillar.key: f"{LOWEST_ON}{pillar.name}" for pillar in definitions().framework.pillars}
    return {"gap": "Widest gap first", "name": "Name", **pillars}


@per_publication
def overview(publication: Publication, filters: Filters) -> Page:
    """All of the page but the grid, which the order of its rows changes. One block where nothing is known."""
    scope, standard = filters.scope, filters.standard
    found = gaps_of(publication, scope, standard)
    without_grid = Page(
        title="ICS overview",
        lead=overview_lead(found, ics_name=filters.ics_name),
        blocks=(sections.no_standard(publication, found),),
        source=source_of(publication, filters, england=True),
        rule="gap",
    )
    if found.by_unit.empty:
        return without_grid
    statements = parts.statements(overview_statements(found, progress_if_any(publication, scope)))
    blocks = (
        sections.partly_no_standard(publication, found) + statements,
        parts.section("Each pillar, every trust"),
        *parts.figure(
            pillar_strips(found, national_of(publication, year=scope.assessment_year)),
            key="strips",
            subject=found.subject.on(
                sources(publication, SCORES, years=(scope.assessment_year,), scope=scope, england=True)
            ),
            file_name="pillars",
            selection="unit",
        ),
        _who_returned(publication, scope),
        parts.section("Every score as a table"),
        parts.folded(
            f"All {found.summary.unit_pillars} scores with their standard and gap",
            sections.scores_table(publication, found, subject=found.subject),
        ),
    )
    return replace(without_grid, blocks=blocks)


@per_publication
def _who_returned(publication: Publication, scope: Scope) -> Html:
    """Whose returns came, what to ask about them, and the board's own: the same for every standard."""
    subject = subject_of_scope(publication, scope)
    return joined(
        (
            parts.section("Who has returned, and what to ask about"),
            sections.completeness(
                completeness_of(publication, scope),
                flags_of(publication, scope),
                year=scope.assessment_year,
                subject=subject,
            ),
            parts.section("The board's own return"),
            sections.icb_own(icb_own_of(publication, scope), scope, subject=subject),
        )
    )


@per_publication
def overview_grid(publication: Publication, filters: Filters, *, order: str) -> Html:
    """Every trust on every pillar, the rows in an order of `orders`."""
    scope, standard = filters.scope, filters.standard
    found = gaps_of(publication, scope, standard)
    returned = completeness_of(publication, scope)
    pillars = definitions().framework.pillar_keys
    drawn = grid(
        found,
        sort=order,
        focus_pillar=order if order in pillars else sections.focus_pillar(found),
        trust_link=lambda code: f"trust-position?{urlencode(trust_query(scope, standard, code))}",
        missing=returned[returned["state"] == "missing"],
        replaced=replaced(publication, year=scope.assessment_year),
    )
    return parts.html_figure(
        drawn,
        key="grid",
        subject=found.subject,
        file_name="maturity",
    )


def _grid_with_choices(publication: Publication, filters: Filters) -> None:
    by_order, by_name = st.columns(2, vertical_alignment="bottom")
    with by_order:
        words = orders()
        order = choice("sort", "Order of rows", list(words), default="gap", show=words.__getitem__)
    with by_name:
        trust_picker(trusts_of(publication, filters), filters)
    draw(overview_grid(publication, filters, order=order))


def trust_picker(trusts: dict[str, str], filters: Filters) -> None:
    """Choose a trust and go to its position: the way for keyboards, beside the links in the grid."""
    chosen = st.selectbox(
        "Go to a trust's position",
        list(trusts),
        index=None,
        placeholder="Choose a trust",
        format_func=lambda code: f"{trusts[code]} ({code})",
        key="go-to-trust",
        filter_mode="contains",
    )
    if chosen:
        go_to_trust(chosen, filters)


def go_to_trust(ods_code: str, filters: Filters) -> None:
    """Leave for a trust's position, in the round that is shown here."""
    set_linked_value("trust", ods_code)
    set_linked_value(ROUND, str(filters.scope.assessment_year))
    st.switch_page(
        page_at("trust-position"), query_params=trust_query(filters.scope, filters.standard, ods_code)
    )
