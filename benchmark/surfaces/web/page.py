"""The frame of every page: where the reader is, the answer as a title, the proof, the source."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from urllib.parse import urlencode

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from benchmark.common.citation import PRODUCT, citation, day_of
from benchmark.common.completeness import has_only_begun, round_received, round_words
from benchmark.common.groups import overlap_words
from benchmark.common.scope import EXPECTED, Scope, base_of, footprint_in_words, unconfirmed_members
from benchmark.common.subject import Subject, fictional_mark
from benchmark.core.definitions import doors
from benchmark.core.wording import Answer, in_full, with_code
from benchmark.store.publication import Publication, per_publication
from benchmark.surfaces.web import parts
from benchmark.surfaces.web.blocks import Block, Html, Live, draw, joined
from benchmark.surfaces.web.choices.choose_place import place_box
from benchmark.surfaces.web.choices.filters import Filters, NotHere, choose_heir, page_filters
from benchmark.surfaces.web.choices.link import PLACE, take_notes, this_view, wanted_value
from benchmark.surfaces.web.choices.trust_choice import settle_system
from benchmark.surfaces.web.shown import as_at_filter, as_at_note, shown_publication
from benchmark.surfaces.web.site import levels
from benchmark.surfaces.web.site.sitemap import COMPARE, OVERVIEW, PLACES, RULE, entry_at, kept_query
from benchmark.surfaces.web.terms import explained
from benchmark.surfaces.web.visitor import expect_let_in

SELF_ASSESSED = "Scores are self-assessed by each trust. They are not audited, and they do not rank."
FICTIONAL = "Fictional: these organisations and all their figures are made up."
PARTLY = (
    "You are shown what is published, and of what was returned here only what you were given access to. "
    "Where this page says that nothing was returned, others may have returned it."
)
EXPECTED_WORDS = (
    "Expected, not decided: each cluster of systems is shown as if it were one system. Nobody has decided "
    "that, and more may change."
)
FRAME_DRAWN = "frame drawn"
"""Key in the session's state for the address of the page that main.py is running."""


@dataclass(frozen=True)
class Page:
    """The content of a page.

    answer: its message as the title, and further sentences. blocks: everything below. source: the figures'
    sources. rule: the rule of the page "Method and sources" that explains the figures. trust: the name of the
    trust that it is about. of_england: it is about all real systems, whichever is chosen. held: whether the
    chosen standard changes it. follow: called with the value that was clicked in a chart.
    """

    answer: Answer
    blocks: tuple[Block, ...]
    source: Html | str
    rule: str
    trust: str | None = None
    of_england: bool = False
    held: bool = True
    follow: Callable[[str], None] | None = None


def show(
    make: Callable[[Publication, Filters], Page],
    *,
    of_england: bool = False,
    first: Callable[[Publication], None] | None = None,
) -> None:
    """Show a page for the filters' choices. `make` may draw more choices, below the filters.

    of_england: open with the default round of England. first: sets the filters before they are read.
    """
    guard()
    publication = shown_publication()
    top = st.container()
    if not of_england and "trust" in st.query_params and not any(name in st.query_params for name in PLACE):
        first = settle_system  # a link that names a trust alone means the trust's system
    places = PLACE if first is None else PLACES
    if not of_england and all(wanted_value(place) is None for place in places):
        _show_choice(publication, top)
        return
    try:
        if first is not None:
            first(publication)
        filters = page_filters(publication, of_england=of_england)
    except NotHere as missing:
        _show_choice(publication, top, missing)
        return
    page = make(publication, filters)
    with top:
        _head(publication, page, filters)
    _below(publication, page, top, filters)


def show_whole(make: Callable[[Publication], Page], *, past_days: bool = True) -> None:
    """Show a page about all data. past_days: whether a past day can be chosen."""
    guard()
    publication = shown_publication(past_days=past_days)
    page = make(publication)
    top = st.container()
    with top:
        _head(publication, page, None, past_days=past_days)
    _below(publication, page, top)


def _show_choice(publication: Publication, top: DeltaGenerator, missing: NotHere | None = None) -> None:
    """Show the choice of a system, if none is chosen or the link's is unknown. None is chosen unasked."""
    here = entry_at(st.session_state[FRAME_DRAWN])
    page = Page(
        answer=Answer("Choose a system, a group or a trust", _answers(here.address))
        if missing is None
        else Answer("What the link asks for is not here", missing.words),
        blocks=(_heirs(missing) if missing and missing.heirs else place_box(publication, then=here.address),),
        source="none, for nothing is chosen yet.",
        rule="standard",
    )
    with top:
        _head(publication, page, None, past_days=False)
    _below(publication, page, top)


def _answers(address: str) -> str:
    """What the page answers: the first question on Start that leads to it."""
    questions = (
        question.words for door in doors() for question in door.questions if question.page == address
    )
    return f"The page then answers: {next(questions)}"


def _heirs(missing: NotHere) -> Live:
    """A button for each system that replaced a missing one."""

    def draw_buttons() -> None:
        for code, (name, instead_of) in missing.heirs.items():
            st.button(
                f"{name} ({code})", key=f"instead: {code}", on_click=choose_heir, args=(code, instead_of)
            )

    return Live(draw_buttons)


def guard() -> None:
    """Stop a page that was opened without the frame around it.

    Streamlit may run a script of pages/ alone, if its address is the first that a process is asked for and
    the app was started in an unusual way. Nothing is shown then.
    """
    if st.session_state.get(FRAME_DRAWN) is None:
        st.error("Open the dashboard from its first page.")
        st.stop()
    expect_let_in()


def _below(publication: Publication, page: Page, top: DeltaGenerator, filters: Filters | None = None) -> None:
    """Draw the blocks and the footer; last, below the head, what the link asked for and does not exist."""
    clicked = draw(
        *page.blocks, *((_who_is_counted(publication, filters.scope, page.of_england),) if filters else ())
    )
    if in_vain := take_notes():
        with top:
            draw(*(parts.text(words, kind="in-vain", role="status") for words in in_vain))
    if clicked and page.follow is not None:
        page.follow(clicked)
    _footer(publication, page, filters)


def _head(publication: Publication, page: Page, filters: Filters | None, *, past_days: bool = True) -> None:
    """Draw the head: where the reader is, the day shown, the page's name, its message and its cautions."""
    year = None if filters is None else filters.scope.assessment_year
    if page.of_england and filters is not None and filters.fictional:
        # The page has no fictional rows, so it must not be marked as fictional.
        filters = None
    fictional = filters is not None and filters.fictional
    crumbs = [] if fictional else [("England", _address(COMPARE))]
    if filters is not None and filters.scope.ics_code:
        crumbs += [(filters.region, ""), (filters.place, _address(OVERVIEW))]
    if page.trust:
        crumbs.append((page.trust, ""))
    came, just_begun = _round_state(publication, filters, year=year)
    past = as_at_note(publication)
    st.set_page_config(page_title=f"{_name()}: {_place(page, filters) or PRODUCT}")
    draw(
        parts.made(
            "page_head",
            crumbs=crumbs,
            name=_name(),
            title=Subject("", "", fictional).title(page.answer.title),
            lead=explained(page.answer.rest),
            fictional=FICTIONAL if fictional else "",
            past=past,
            came=came,
            just_begun=just_begun,
            chosen=_chosen(filters, past, held=page.held),
        )
    )
    if not publication.sees_all:
        draw(parts.text(PARTLY, kind="caution", role="note"))
    if filters is not None and base_of(filters.scope.footprint) == EXPECTED:
        draw(parts.text(EXPECTED_WORDS, kind="caution", role="note"))
    if past_days:
        # The style sheet moves it to the end of the line of crumbs.
        day = st.popover("As at: past day" if past else "As at: now", key="as-at", on_change="rerun")
        if day.open:  # drawn only when open, as it would cost every run
            with day:
                as_at_filter()


def _chosen(filters: Filters | None, past: str, *, held: bool) -> str:
    """The filters in words, for printing, as the boxes are not printed."""
    if filters is None:
        return past
    scope = filters.scope
    footprint = footprint_in_words(scope.footprint)
    held_to = f"held to {filters.standard.in_words}" if held else ""
    chosen = [f"Round {scope.assessment_year}", footprint, held_to, past]
    return "; ".join(filter(None, chosen))


def _address(page: str) -> str:
    """A page's address with the present choices except the trust."""
    return f"{page}?{urlencode({name: value for name, value in kept_query().items() if name != 'trust'})}"


def _name() -> str:
    """The page's name, as in the navigation."""
    return entry_at(st.session_state[FRAME_DRAWN]).title


def _place(page: Page, filters: Filters | None) -> str:
    """Who the page is about, for the browser's tab; empty for nobody."""
    if filters is None:
        return page.trust or ""
    name = page.trust or filters.ics_name
    return with_code(name, fictional_mark(name, filters.fictional))


@per_publication
def _who_is_counted(publication: Publication, scope: Scope, of_england: bool) -> Html:
    """Cautions below a page: members whose place nobody has confirmed, and the overlap of a group.

    of_england: the page counts the trusts of all systems.
    """
    counted = Scope(scope.ics_code, scope.assessment_year, scope.base) if of_england else scope
    sentences = [
        unconfirmed_members(publication, counted, of_england=of_england),
        overlap_words(publication, scope),
    ]
    return joined(parts.text(words, kind="caution") for words in sentences if words)


@per_publication
def _round_state(publication: Publication, filters: Filters | None, *, year: int | None) -> tuple[str, bool]:
    """How many returns of the page's round were received, in words, empty if all; and whether the round has
    only begun.
    """
    if filters is None or not filters.scope.ics_code:
        found = None if year is None else round_received(publication, year=year, kind=None)
        words = "" if found is None else round_words(found, ics_code=None)
        just_begun = found is not None and has_only_begun(found, ics_code=None)
    else:
        scope, fictional = filters.scope, filters.fictional
        found = round_received(publication, year=scope.assessment_year, footprint=scope.footprint, kind=None)
        words = round_words(found, ics_code=scope.ics_code, name=filters.ics_name, fictional=fictional)
        just_begun = has_only_begun(found, ics_code=scope.ics_code, fictional=fictional)
    return words, just_begun


def _about(publication: Publication, page: Page, filters: Filters | None) -> Subject:
    """The subject of a page, for its citation."""
    nobody = Subject("", "All real systems" if page.of_england else "", version=publication.version)
    if filters is None:
        return nobody
    scope = filters.scope
    known = replace(
        nobody,
        when=str(scope.assessment_year),
        footprint=scope.footprint,
        held_to=filters.standard.in_words if page.held else "",
    )
    if page.of_england:
        return known
    of_system = replace(known, code=scope.ics_code, name=filters.ics_name, fictional=filters.fictional)
    return (
        replace(of_system, code="", name=page.trust) if page.trust else replace(of_system, kind=filters.kind)
    )


def _footer(publication: Publication, page: Page, filters: Filters | None) -> None:
    """Draw the source, the publication's version, the rule behind the page, and what the levels mean."""
    entered = publication.entered_at
    day = "" if entered is None else in_full(entered)
    kept = kept_query()
    draw(
        parts.made(
            "page_footer",
            caution=SELF_ASSESSED,
            source=page.source,
            version=publication.version,
            entry=publication.ledger_entry,
            day=day,
            past=as_at_note(publication),
            cited=citation(
                _name(), _about(publication, page, filters), day=day_of(publication), link=this_view()
            ),
            computed=f"method?{urlencode(kept | {RULE: page.rule})}",
            levels=levels.in_short(address=f"method?{urlencode(kept)}#{levels.ANCHOR}"),
        )
    )
