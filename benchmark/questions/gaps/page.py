"""The blocks of the page "ICS overview", made once per publication."""

from dataclasses import dataclass
from urllib.parse import urlencode

import streamlit as st

from benchmark.common.provenance import replaced
from benchmark.common.scope import Scope
from benchmark.core.definitions import definitions
from benchmark.questions.gaps.grid import grid
from benchmark.questions.gaps.strips import pillar_strips
from benchmark.questions.gaps.words import overview_lead
from benchmark.questions.progress.words import overview_statements
from benchmark.store.publication import Publication, per_publication
from benchmark.surfaces.web import parts, sections
from benchmark.surfaces.web.blocks import Block, Html, joined
from benchmark.surfaces.web.filters import ROUND, Filters, set_linked_value
from benchmark.surfaces.web.sitemap import page, trust_query
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


@dataclass(frozen=True)
class Overview:
    """The page's parts, above and below the choices that stand between them."""

    lead: str
    statements: Html
    trusts: dict[str, str]
    below: tuple[Block, ...]
    """Empty where there is nothing to show; `statements` then says why."""


def orders() -> dict[str, str]:
    """The orders of the grid's rows, each with its words."""
    pillars = {pillar.key: f"{LOWEST_ON}{pillar.name}" for pillar in definitions().framework.pillars}
    return {"gap": "Widest gap first", "name": "Name", **pillars}


@per_publication
def overview(publication: Publication, filters: Filters) -> Overview:
    """All of the page but the grid, which the order of its rows changes."""
    scope, standard = filters.scope, filters.standard
    found = gaps_of(publication, scope, standard)
    lead = overview_lead(found, ics_name=filters.ics_name)
    if found.by_unit.empty:
        return Overview(lead, sections.no_standard(publication, found), {}, ())
    subject = subject_of_scope(publication, scope)
    below: tuple[Block, ...] = (
        parts.section("Each pillar, every trust"),
        *parts.figure(
            pillar_strips(found, national_of(publication, year=scope.assessment_year)),
            key="strips",
            subject=subject,
            file_name="pillars",
            selection="unit",
            rests_on=source_of(publication, filters, england=True),
        ),
        _who_returned(publication, scope),
        parts.section("Every score as a table"),
        parts.folded(
            f"All {found.summary.unit_pillars} scores with their standard and gap",
            sections.scores_table(publication, found, subject=subject),
        ),
    )
    statements = parts.statements(overview_statements(found, progress_if_any(publication, scope)))
    partly = sections.partly_no_standard(publication, found)
    return Overview(lead, partly + statements, trusts_of(publication, filters), below)


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
        subject=subject_of_scope(publication, scope),
        file_name="maturity",
        rests_on=source_of(publication, filters),
    )


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
        page("trust-position"), query_params=trust_query(filters.scope, filters.standard, ods_code)
    )
