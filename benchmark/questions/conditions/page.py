"""The page "Conditions": which gaps does no programme address, and do the conditions for success hold?"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

import pandas as pd

from benchmark.charts.figure import HtmlFigure
from benchmark.charts.markup import render
from benchmark.common.scope import Scope
from benchmark.common.subject import Subject
from benchmark.core.definitions import condition_sections, evidence
from benchmark.core.wording import small_start
from benchmark.questions.conditions.columns import WHO_RETURNED
from benchmark.questions.conditions.coverage import Coverage, coverage
from benchmark.questions.conditions.grids import (
    answers_grid,
    coverage_grid,
    legacy_grid,
    programmes_table,
)
from benchmark.questions.conditions.measure import SECTIONS, Asked, Conditions, conditions, of_trust
from benchmark.questions.conditions.profile import answers_profile, coverage_profile, legacy_profile
from benchmark.questions.conditions.table import bar_width
from benchmark.questions.conditions.themes import Indicator, ThemeFigures, returned_kinds, themes
from benchmark.questions.conditions.vacancies import vacancy_strips
from benchmark.questions.conditions.words import (
    condition_statements,
    conditions_answer,
    indicator_words,
    posts_that_differ,
)
from benchmark.questions.gaps.measure import resting_on_trust
from benchmark.returns.templates.csv_template import example_rows
from benchmark.store.publication import Publication, per_publication
from benchmark.surfaces.web import parts
from benchmark.surfaces.web.blocks import Block, Html
from benchmark.surfaces.web.choices.filters import Filters, one_trust
from benchmark.surfaces.web.page import Page
from benchmark.surfaces.web.shared import gaps_of, shown_full
from benchmark.surfaces.web.site.sitemap import PAGES, page_query, scope_query, template_address
from schemas.conditions import Section
from schemas.kinds import KINDS

_MARKS = (
    ("yes", "\N{CHECK MARK}"),
    ("partly", "\N{ALMOST EQUAL TO}"),
    ("no", "\N{MULTIPLICATION SIGN}"),
    ("none", "\N{EN DASH}"),
)
"""The marks of a trust's answer: a class, and a sign that shows the answer without colour."""


def our_reading(*, asks: bool) -> Html:
    """The source of the themes. asks: no return has come yet, so the lines show what it would ask."""
    source = evidence().source
    lines = "The lines are what a return would say." if asks else "Each mark is a trust."
    return parts.text(
        f"Our reading of {source.publisher}' {source.title.lower()} of {source.published}, in our words. "
        f"Which question belongs to which theme is our choice. {lines}"
    )


def theme_cards(figures: Sequence[ThemeFigures], covered: Coverage, *, asks: bool) -> Html:
    """The themes side by side with their indicators. asks: no return has come yet."""
    query = urlencode(page_query(covered.gaps.scope, covered.gaps.standard))
    cards = [
        (entry.theme, [_line(indicator, query, asks=asks) for indicator in entry.indicators])
        for entry in figures
    ]
    return Html(render("questions/conditions/themes.html", cards=cards))


def _line(indicator: Indicator, query: str, *, asks: bool) -> dict[str, Any]:
    """An indicator for the template: its words, with a mark per trust or the width of a bar."""
    words = indicator_words(indicator)
    has_page = indicator.page in {entry.address for entry in PAGES}
    return {
        "words": words,
        "address": f"{indicator.page}?{query}" if has_page else None,
        "asked_only": asks and indicator.page is None,
        "marks": None if words.marks is None else [*zip(_MARKS, words.marks, strict=True)],
        "width": None if words.share is None else bar_width(words.share),
    }


def who_returned(conditions: Conditions, *, subject: Subject) -> Html:
    """Every trust and section, with the round of its newest return if there is one."""
    rows: dict[str, dict[str, str | None]] = {}
    columns = (conditions.returned[key] for key in ("ods_code", "trust", "section", "year"))
    for code, trust, section, year in zip(*columns, strict=True):
        row = rows.setdefault(code, {"ods_code": code, "trust": trust})
        row[section] = None if pd.isna(year) else f"{year:.0f}"
    return parts.table(
        WHO_RETURNED.only("trust", "ods_code", *SECTIONS).of(rows.values()),
        caption=WHO_RETURNED.title,
        subject=subject,
        file_name="returned",
    )


def how_to_return(conditions: Conditions, scope: Scope) -> Html:
    """The template, the link to upload it, and the trusts still to ask."""
    upload = template_address("conditions", scope_query(scope))
    example = pd.DataFrame(
        example_rows("conditions"), columns=[*KINDS["conditions"].model_fields], dtype=object
    )
    returned = set(conditions.returned.loc[conditions.returned["year"].notna(), "ods_code"])
    members = zip(conditions.members["trust"], conditions.members["ods_code"], strict=True)
    silent = [f"{trust} ({code})" for trust, code in members if code not in returned]
    return (
        parts.text(
            "A trust's digital lead fills in one file for the trust: a row for each group of systems, role, "
            "question and programme. A section can be left out, and returned later."
        )
        + parts.download(example, file_name="conditions-template", words="Download the template as CSV")
        + parts.link("Upload a filled-in file: it is checked before anything is submitted", upload)
        + (parts.folded(f"Trusts still to ask: {len(silent)}", parts.bullets(silent)) if silent else Html())
    )


def what_it_would_show() -> Html:
    """The sections that the page shows once there are returns."""
    return parts.bullets(
        [f"{section.title}: {small_start(section.purpose)}" for section in condition_sections().values()]
    )


_TRUST = "\0"
"""Placeholder for the start of a trust's link in blocks remembered for all standards: a link names one."""
conditions_of = per_publication(conditions)
returned_kinds_of = per_publication(returned_kinds)


@dataclass(frozen=True)
class _View:
    """The conditions for every part of the page. whole: the system's; shown: those of the trust in focus."""

    whole: Conditions
    shown: Conditions
    focus: str | None

    @property
    def subject(self) -> Subject:
        return self.shown.subject


def page(publication: Publication, filters: Filters) -> Page:
    """The page for the system, or for the trust that the reader chooses."""
    focus = one_trust(trusts_to_choose(publication, filters))
    return conditions_page(publication, filters, focus=focus)


@per_publication
def trusts_to_choose(publication: Publication, filters: Filters) -> dict[str, str]:
    """ODS code -> name of the system's trusts, by name."""
    members = conditions_of(publication, filters.scope).members
    return dict(zip(members["ods_code"], members["trust"], strict=True))


@per_publication
def conditions_page(publication: Publication, filters: Filters, *, focus: str | None) -> Page:
    """The page of a system's conditions, or of the trust `focus`."""
    scope, standard = filters.scope, filters.standard
    view = _view(publication, scope, focus=focus)
    held = gaps_of(publication, scope, standard)
    covered = coverage(resting_on_trust(publication, held, focus), view.shown)
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
    returns = _linked(_returns(publication, scope, focus=focus), views)
    blocks = (
        *((parts.statements(condition_statements(view.shown, covered)),) if answered else ()),
        parts.section("Gaps, and the programmes that address them"),
        parts.html_figure(
            gaps_drawn,
            key="coverage",
            subject=covered.subject,
            file_name="gaps-and-programmes",
        ),
        *(() if answered else returns),
        parts.section("Six conditions for success"),
        our_reading(asks=not answered),
        theme_cards(conditions_first, covered, asks=not answered),
        parts.section("Four challenges"),
        theme_cards(challenges, covered, asks=not answered),
        *(returns if answered else ()),
    )
    name = filters.ics_name if of_system else view.subject.name
    return Page(
        answer=conditions_answer(view.shown, covered, name=name, is_trust=not of_system),
        blocks=blocks,
        source=parts.source_line(covered.subject),
        rule="conditions",
        trust=None if of_system else view.subject.name,
    )


@per_publication
def _view(publication: Publication, scope: Scope, *, focus: str | None) -> _View:
    whole = conditions_of(publication, scope)
    return _View(whole, of_trust(whole, focus), focus)


@per_publication
def _returns(publication: Publication, scope: Scope, *, focus: str | None) -> tuple[Block, ...]:
    """The sections of the return and who returned them, or what they would show if nothing was returned."""
    view = _view(publication, scope, focus=focus)
    return _returned(view) if view.shown.any_returned else _nothing_returned(publication, view)


def _linked(blocks: tuple[Block, ...], address: str) -> tuple[Block, ...]:
    """The blocks with `address` as the start of the links to trusts' views."""
    return tuple(
        replace(block, text=block.text.replace(_TRUST, address)) if isinstance(block, Html) else block
        for block in blocks
    )


def _link(code: str) -> str:
    return f"{_TRUST}{code}"


def _nothing_returned(publication: Publication, view: _View) -> tuple[Block, ...]:
    full = shown_full(publication, view.whole.scope, address="conditions")
    return (
        parts.section("What a return would show"),
        parts.text(
            "Nothing is published about these conditions by trust, and nothing is guessed here: a trust that "
            "has not returned is 'no return', never a no. With returns, this page also shows:",
            kind="caution",
        ),
        what_it_would_show(),
        *_how_to_return(view),
        *(() if view.subject.fictional else (full,)),
    )


def _how_to_return(view: _View) -> tuple[Block, ...]:
    """How to return; nothing for fictional trusts."""
    if view.subject.fictional:
        return ()
    return (how_to_return(view.shown, view.whole.scope),)


def _returned(view: _View) -> tuple[Block, ...]:
    """The five sections of the return, each in full, and who returned them."""
    return (
        *_section(view, "board_readiness", lambda: (_answers(view, "board_readiness"),)),
        *_section(view, "digital_posts", lambda: _posts(view)),
        *_section(view, "legacy_estate", lambda: (_legacy(view),)),
        *_section(view, "capability", lambda: (_answers(view, "capability"),)),
        *_section(view, "programme", lambda: (_programmes(view),)),
        parts.section("Who has returned"),
        parts.folded("Each trust and section", who_returned(view.shown, subject=view.subject)),
        *_how_to_return(view),
    )


def _section(view: _View, section: Section, make: Callable[[], tuple[Block, ...]]) -> tuple[Block, ...]:
    text = condition_sections()[section]
    title = f"{text.title} (restricted)" if section == "legacy_estate" else text.title
    heading = parts.section(title, anchor=section.replace("_", "-"))
    if view.shown.codes_of(section):
        return heading, *make()
    who = "This trust has not" if view.focus else f"No trust of this {view.whole.scope.called} has"
    return heading, parts.text(f"{who} returned this section. It would show: {text.purpose}")


def _figure(view: _View, drawn: HtmlFigure, what: str) -> Html:
    return parts.html_figure(drawn, key=what, subject=view.subject, file_name=what)


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
