"""The page "ICS overview": which trusts and which pillars hold the system back?"""

from dataclasses import replace
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from benchmark.common.quality import quality_flags
from benchmark.common.scope import Scope
from benchmark.common.standards import icb_own, national_pillars
from benchmark.common.subject import (
    MATURITY_SCORES,
    PUBLISHED,
    Subject,
    replaced,
    score_returns,
    source_words,
    sources,
)
from benchmark.core.columns import rows_of
from benchmark.core.definitions import definitions
from benchmark.core.wording import with_code
from benchmark.questions.evidence.measure import evidence_of_system
from benchmark.questions.evidence.words import CAUTION, published_in_short
from benchmark.questions.evidence.words import SOURCE as EVIDENCE_SOURCE
from benchmark.questions.gaps.columns import ICB_OWN, ROWS
from benchmark.questions.gaps.grid import grid
from benchmark.questions.gaps.measure import Gaps
from benchmark.questions.gaps.strips import pillar_strips
from benchmark.questions.gaps.words import all_received, overview_answer
from benchmark.questions.progress.words import overview_statements
from benchmark.questions.returned.columns import FLAGS, STATES
from benchmark.store.publication import Publication, per_publication
from benchmark.surfaces.web import parts
from benchmark.surfaces.web.blocks import Html, Live, draw, joined
from benchmark.surfaces.web.choices.filters import Filters, choice
from benchmark.surfaces.web.choices.link import ROUND, set_linked_value
from benchmark.surfaces.web.page import Page
from benchmark.surfaces.web.shared import (
    completeness_of,
    gaps_of,
    no_standard,
    partly_no_standard,
    progress_if_any,
    source_of,
    subject_of_scope,
    trusts_of,
)
from benchmark.surfaces.web.site.sitemap import page_at, trust_query

LOWEST_ON = "Lowest on "
BESIDE_SCORES = {"nothing": "Nothing", "published": "Published"}
"""The choices for the grid's last column: value in the link -> words for the reader."""

national_of = per_publication(national_pillars)
icb_own_of = per_publication(icb_own)


def page(publication: Publication, filters: Filters) -> Page:
    """The page, with the grid between its first block and the others."""
    whole = overview(publication, filters)
    first, *below = whole.blocks
    if not below:
        return whole
    grid_with_choices = Live(lambda: _grid_with_choices(publication, filters))
    blocks = (first, parts.section("Every trust, every pillar"), grid_with_choices, *below)
    return replace(whole, blocks=blocks, follow=lambda clicked: go_to_trust(clicked, filters))


def orders() -> dict[str, str]:
    """Key -> words, for each order of the grid's rows."""
    pillars = {pillar.key: f"{LOWEST_ON}{pillar.name}" for pillar in definitions().framework.pillars}
    return {"gap": "Widest gap first", "name": "Name", **pillars}


@per_publication
def overview(publication: Publication, filters: Filters) -> Page:
    """The page without the grid, which depends on the order of rows. One block if there are no scores."""
    scope, standard = filters.scope, filters.standard
    system_gaps = gaps_of(publication, scope, standard)
    without_grid = Page(
        answer=overview_answer(system_gaps, ics_name=filters.ics_name),
        blocks=(no_standard(publication, system_gaps),),
        source=source_of(publication, filters, england=True),
        rule="gap",
    )
    if system_gaps.by_unit.empty:
        return without_grid
    statements = parts.statements(overview_statements(system_gaps, progress_if_any(publication, scope)))
    blocks = (
        partly_no_standard(publication, system_gaps) + statements,
        parts.section("Each pillar, every trust"),
        *parts.figure(
            pillar_strips(system_gaps, national_of(publication, year=scope.assessment_year)),
            key="strips",
            subject=system_gaps.subject.on(
                sources(
                    publication, MATURITY_SCORES, years=(scope.assessment_year,), scope=scope, england=True
                )
            ),
            file_name="pillars",
            selection="unit",
        ),
        _who_returned(publication, scope),
        parts.section("Every score as a table"),
        parts.folded(
            f"All {system_gaps.summary.unit_pillars} scores with their standard and gap",
            _scores_table(publication, system_gaps, subject=system_gaps.subject),
        ),
    )
    return replace(without_grid, blocks=blocks)


@per_publication
def _who_returned(publication: Publication, scope: Scope) -> Html:
    """Returns received, questions about them, and the board's own return: the same for every standard."""
    subject = subject_of_scope(publication, scope)
    return joined(
        (
            parts.section("Who has returned, and what to ask about"),
            _completeness(
                completeness_of(publication, scope),
                quality_flags(publication, scope),
                year=scope.assessment_year,
                subject=subject,
            ),
            parts.section("The board's own return"),
            _icb_own(icb_own_of(publication, scope), scope, subject=subject),
        )
    )


@per_publication
def overview_grid(
    publication: Publication, filters: Filters, *, order: str, with_others: bool = False
) -> Html:
    """Every trust on every pillar, with rows in an order of `orders`.

    with_others: add a column with other publications about each trust.
    """
    scope, standard = filters.scope, filters.standard
    system_gaps = gaps_of(publication, scope, standard)
    returned = completeness_of(publication, scope)
    drawn = grid(
        system_gaps,
        sort=order,
        trust_link=lambda code: f"trust-position?{urlencode(trust_query(scope, standard, code))}",
        missing=returned[returned["state"] == "missing"],
        replaced=replaced(publication, year=scope.assessment_year),
        beside=_others(publication, scope) if with_others else None,
    )
    figure = parts.html_figure(drawn, key="grid", subject=system_gaps.subject, file_name="maturity")
    return figure + parts.source(_evidence_source(publication, scope)) if with_others else figure


def _others(publication: Publication, scope: Scope) -> dict[str, str]:
    """ODS code -> other publications about the trust, in a few words."""
    found = evidence_of_system(publication, scope)
    in_words = {row.ods_code: published_in_short(row) for row in rows_of(found.latest)}
    return {code: words for code, words in in_words.items() if words}


def _evidence_source(publication: Publication, scope: Scope) -> Html:
    """The sources of the column beside the scores."""
    found = evidence_of_system(publication, scope)
    return parts.source_line(subject_of_scope(publication, scope).on(found.rests_on, line=EVIDENCE_SOURCE))


def _grid_with_choices(publication: Publication, filters: Filters) -> None:
    by_order, by_name, beside = st.columns([2, 2, 1.3], vertical_alignment="bottom")
    with by_order:
        words = orders()
        order = choice("sort", "Order of rows", list(words), default="gap", show=words.__getitem__)
    with by_name:
        trust_picker(trusts_of(publication, filters), filters)
    with beside:
        others = choice(
            "beside",
            "Beside the scores",
            list(BESIDE_SCORES),
            default="nothing",
            show=BESIDE_SCORES.__getitem__,
            explained=CAUTION,
        )
    draw(overview_grid(publication, filters, order=order, with_others=others == "published"))


def trust_picker(trusts: dict[str, str], filters: Filters) -> None:
    """Choose a trust and go to its position: for keyboard users, beside the links in the grid."""
    chosen = st.selectbox(
        "Go to a trust's position",
        list(trusts),
        index=None,
        placeholder="Choose a trust",
        format_func=lambda code: with_code(trusts[code], code),
        key="go-to-trust",
        filter_mode="contains",
    )
    if chosen:
        go_to_trust(chosen, filters)


def go_to_trust(ods_code: str, filters: Filters) -> None:
    """Go to a trust's position, in the round that is shown here."""
    set_linked_value("trust", ods_code)
    set_linked_value(ROUND, str(filters.scope.assessment_year))
    st.switch_page(
        page_at("trust-position"), query_params=trust_query(filters.scope, filters.standard, ods_code)
    )


def _completeness(returned: pd.DataFrame, flags: pd.DataFrame, *, year: int, subject: Subject) -> Html:
    """Missing returns, and returns that raise a question."""
    missing, expected = returned[returned["state"] == "missing"], len(returned)
    who = (
        parts.text(f"{all_received(expected, year=year)}.")
        if missing.empty
        else parts.table(
            STATES.without("state").of(missing),
            caption=f"Missing returns for {year}: {len(missing)} of {expected} expected",
            subject=subject,
            file_name="missing-returns",
            stacked=True,
        )
    )
    questions = (
        parts.text("No return raises a question about its quality.")
        if flags.empty
        else parts.table(
            FLAGS.of(flags),
            caption="Questions about quality: to be asked of the trust, not corrected here",
            subject=subject,
            file_name="quality-questions",
            stacked=True,
        )
    )
    return who + questions


def _icb_own(own: pd.DataFrame, scope: Scope, *, subject: Subject) -> Html:
    """The integrated care board's own return, separate from its trusts' returns."""
    if scope.is_group:
        return parts.text("A group has no board of its own that returns.")
    if own.empty:
        why = ": boards returned on the footprint as assessed." if scope.footprint != "assessed" else "."
        return parts.text(f"The board of this system has no return of its own in this round{why}")
    return parts.text(
        "How the integrated care board scored itself. It is never mixed with its trusts' scores."
    ) + parts.table(
        ICB_OWN.of(own),
        caption=f"{subject.name} ICB's own return, {scope.assessment_year}",
        subject=subject,
        file_name="icb-own",
    )


def _scores_table(publication: Publication, gaps: Gaps, *, subject: Subject) -> Html:
    """Every unit and pillar with its score, standard and gap.

    It has a column with the scores' sources if any score is from a return.
    """
    year, standard = gaps.scope.assessment_year, gaps.standard
    returns, were = score_returns(publication, year=year), replaced(publication, year=year)
    rows = [
        row
        | {
            "source": source_words(
                (row["ods_code"], row["care_setting"], row["pillar"]), returns=returns, replaced=were
            )
        }
        for row in gaps.rows.to_dict("records")
    ]
    left_out = {"pillar_position"} | ({"lone_setting"} if standard.baseline != "ics_best" else set())
    left_out |= {"source"} if all(row["source"] == PUBLISHED for row in rows) else set()
    return parts.table(
        ROWS.without(*left_out).beginning("trust").of(rows),
        caption=f"Scores of {year} held to {standard.in_words}; self-assessed, 1 to 5",
        subject=subject,
        file_name="scores",
    )
