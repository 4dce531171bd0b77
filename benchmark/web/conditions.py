"""The blocks of the page "Conditions", made once per publication."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from html import escape
from urllib.parse import urlencode

from benchmark.charts.answers_grid import answers_grid
from benchmark.charts.condition_profile import answers_profile, coverage_profile, legacy_profile
from benchmark.charts.coverage_grid import coverage_grid
from benchmark.charts.figure import HtmlFigure
from benchmark.charts.legacy_grid import legacy_grid
from benchmark.charts.programmes_table import programmes_table
from benchmark.charts.vacancies import vacancy_strips
from benchmark.definitions import condition_sections
from benchmark.measures.condition_themes import returned_kinds, themes
from benchmark.measures.condition_words import (
    RETURNS,
    Asked,
    around_scores,
    condition_statements,
    conditions_lead,
    posts_that_differ,
)
from benchmark.measures.conditions import Conditions, conditions, of_trust
from benchmark.measures.disclosure import Reader
from benchmark.measures.programme_coverage import coverage
from benchmark.measures.scope import Scope
from benchmark.measures.subject import Subject, subject_of
from benchmark.store.publication import Publication
from benchmark.web import condition_parts, parts, sections
from benchmark.web.blocks import Block, Html
from benchmark.web.cache import per_publication
from benchmark.web.filters import Filters
from benchmark.web.sitemap import page_query
from benchmark.web.sources import source_of
from benchmark.web.views import gaps_of
from schemas.conditions import Section

ALL = "all"
_TRUST = "\0"
"""Begins the address of a trust's view in what is remembered for every standard: the address names one."""
conditions_of = per_publication(conditions)
returned_kinds_of = per_publication(returned_kinds)


@dataclass(frozen=True)
class ConditionsPage:
    """The page's first sentence and all below it."""

    lead: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class _View:
    """What every part of the page needs. shown: of one trust where one is chosen; whole: of the system."""

    whole: Conditions
    shown: Conditions
    focus: str | None
    subject: Subject


@per_publication
def trusts_to_choose(publication: Publication, filters: Filters, *, reader: Reader) -> dict[str, str]:
    """The system's trusts, ODS code -> name, by name."""
    members = conditions_of(publication, filters.scope, reader=reader).members
    return dict(zip(members["ods_code"], members["trust"], strict=True))


@per_publication
def conditions_page(
    publication: Publication, filters: Filters, *, focus: str, reader: Reader
) -> ConditionsPage:
    """A system's conditions, or those of the trust `focus`."""
    scope, standard = filters.scope, filters.standard
    view = _view(publication, scope, focus=focus, reader=reader)
    covered = coverage(gaps_of(publication, scope, standard), view.shown)
    figures = themes(view.shown, covered, other_returns=returned_kinds_of(publication))
    views = f"conditions?{urlencode(page_query(scope, standard))}&focus="
    of_system = view.focus is None
    answered = view.shown.any_returned
    gaps_drawn = (
        coverage_grid(covered, trust_link=lambda code: f"{views}{code}")
        if of_system
        else coverage_profile(covered)
    )
    conditions_first = [entry for entry in figures if entry.theme.kind == "condition"]
    challenges = [entry for entry in figures if entry.theme.kind == "challenge"]
    returns = _linked(_returns(publication, scope, focus=focus, reader=reader), views)
    blocks = (
        *((parts.statements(condition_statements(view.shown, covered)),) if answered else ()),
        parts.section("Gaps, and the programmes that address them"),
        parts.html_figure(
            gaps_drawn,
            key="coverage",
            subject=view.subject,
            file_name="gaps-and-programmes",
            rests_on=source_of(publication, filters, around=around_scores(fictional=filters.fictional)),
        ),
        *(() if answered else returns),
        parts.section("Six conditions for success"),
        condition_parts.our_reading(asks=not answered),
        condition_parts.theme_cards(conditions_first, covered, asks=not answered),
        parts.section("Four challenges"),
        condition_parts.theme_cards(challenges, covered, asks=not answered),
        *(returns if answered else ()),
    )
    name = filters.ics_name if of_system else view.subject.name
    return ConditionsPage(conditions_lead(view.shown, covered, name=name, is_trust=not of_system), blocks)


@per_publication
def _view(publication: Publication, scope: Scope, *, focus: str, reader: Reader) -> _View:
    whole, subject = conditions_of(publication, scope, reader=reader), subject_of(publication, scope)
    if focus == ALL:
        return _View(whole, whole, None, subject)
    shown = of_trust(whole, focus)
    return _View(whole, shown, focus, subject.trust(focus, str(shown.members["trust"].iloc[0])))


@per_publication
def _returns(publication: Publication, scope: Scope, *, focus: str, reader: Reader) -> tuple[Block, ...]:
    """The sections of the return and who returned them; without any return, what it would show."""
    view = _view(publication, scope, focus=focus, reader=reader)
    return _returned(view) if view.shown.any_returned else _nothing_returned(publication, view)


def _linked(blocks: tuple[Block, ...], address: str) -> tuple[Block, ...]:
    """Blocks whose links to trusts' views begin with an address."""
    return tuple(
        replace(block, text=block.text.replace(_TRUST, escape(address))) if isinstance(block, Html) else block
        for block in blocks
    )


def _link(code: str) -> str:
    return f"{_TRUST}{code}"


def _nothing_returned(publication: Publication, view: _View) -> tuple[Block, ...]:
    shown_full = sections.shown_full(publication, view.whole.scope, address="conditions")
    return (
        parts.section("What a return would show"),
        parts.text(
            "Nothing is published about these conditions by trust, and nothing is guessed here: a trust that "
            "has not returned is 'no return', never a no. With returns, this page also shows:",
            kind="caution",
        ),
        condition_parts.what_it_would_show(),
        *_how_to_return(view),
        *(() if view.subject.fictional else (shown_full,)),
    )


def _how_to_return(view: _View) -> tuple[Block, ...]:
    """Nobody is to fill in a return of a fictional trust."""
    if view.subject.fictional:
        return ()
    return (condition_parts.how_to_return(view.shown, view.whole.scope),)


def _returned(view: _View) -> tuple[Block, ...]:
    """The five sections of the return, each whole, and who returned them."""
    return (
        *_section(view, "board_readiness", lambda: (_answers(view, "board_readiness"),)),
        *_section(view, "digital_posts", lambda: _posts(view)),
        *_section(view, "legacy_estate", lambda: (_legacy(view),)),
        *_section(view, "capability", lambda: (_answers(view, "capability"),)),
        *_section(view, "programme", lambda: (_programmes(view),)),
        parts.section("Who has returned"),
        parts.folded(
            "Each trust and section", condition_parts.who_returned(view.shown, subject=view.subject)
        ),
        *_how_to_return(view),
    )


def _section(view: _View, section: Section, make: Callable[[], tuple[Block, ...]]) -> tuple[Block, ...]:
    text = condition_sections()[section]
    title = f"{text.title} (restricted)" if section == "legacy_estate" else text.title
    heading = parts.section(title, anchor=section.replace("_", "-"))
    if view.shown.codes_of(section):
        return heading, *make()
    who = "This trust has not" if view.focus else "No trust of this system has"
    return heading, parts.text(f"{who} returned this section. It would show: {text.purpose}")


def _figure(view: _View, drawn: HtmlFigure, what: str) -> Html:
    return parts.html_figure(drawn, key=what, subject=view.subject, file_name=what, rests_on=RETURNS)


def _answers(view: _View, section: Asked) -> Html:
    drawn = (
        answers_grid(view.whole, section, trust_link=_link)
        if view.focus is None
        else answers_profile(view.whole, section, view.focus)
    )
    return _figure(view, drawn, section.replace("_", "-"))


def _posts(view: _View) -> tuple[Block, ...]:
    blocks = parts.figure(
        vacancy_strips(view.whole, chosen_trust=view.focus),
        key="vacancies",
        subject=view.subject,
        file_name="digital-posts",
        rests_on=RETURNS,
    )
    odd = posts_that_differ(view.shown.posts)
    if not odd:
        return blocks
    return (*blocks, parts.text("Questions for the trusts, not corrected here:"), parts.bullets(odd))


def _legacy(view: _View) -> Html:
    drawn = (
        legacy_grid(view.whole, trust_link=_link)
        if view.focus is None
        else legacy_profile(view.whole, view.focus)
    )
    return _figure(view, drawn, "legacy-estate")


def _programmes(view: _View) -> Html:
    return _figure(view, programmes_table(view.shown, trust_link=_link), "programmes")
