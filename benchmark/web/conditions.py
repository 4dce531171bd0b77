"""The blocks of the page "Conditions", made once per publication."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from benchmark.charts.answers_grid import Asked, answers_grid
from benchmark.charts.condition_profile import answers_profile, coverage_profile, legacy_profile
from benchmark.charts.condition_table import TrustLink
from benchmark.charts.coverage_grid import around_scores, coverage_grid, coverage_source
from benchmark.charts.figure import HtmlFigure
from benchmark.charts.legacy_grid import legacy_grid
from benchmark.charts.programmes_table import programmes_table
from benchmark.charts.vacancies import vacancy_strips
from benchmark.definitions import condition_sections
from benchmark.measures.condition_themes import returned_kinds, themes
from benchmark.measures.conditions import Conditions, conditions, of_trust
from benchmark.measures.disclosure import Reader
from benchmark.measures.programme_coverage import coverage
from benchmark.reports.condition_statements import condition_statements, conditions_lead
from benchmark.store.publication import Publication
from benchmark.web import condition_parts, parts, sections
from benchmark.web.blocks import Block, Html
from benchmark.web.cache import per_publication
from benchmark.web.downloads import file_stem
from benchmark.web.filters import Filters
from benchmark.web.sitemap import page_query
from benchmark.web.sources import source_of
from benchmark.web.views import gaps_of
from schemas.conditions import Section

ALL = "all"
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
    fictional: bool
    link: TrustLink
    stem: Callable[[str], str]


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
    scope, standard, fictional = filters.scope, filters.standard, filters.fictional
    whole = conditions_of(publication, scope, reader=reader)
    one = None if focus == ALL else focus
    shown = whole if one is None else of_trust(whole, one)
    covered = coverage(gaps_of(publication, scope, standard), shown)
    figures = themes(shown, covered, other_returns=returned_kinds_of(publication))
    query = page_query(scope, standard)
    of_this = f"{one or scope.ics_code}-{scope.assessment_year}"
    view = _View(
        whole=whole,
        shown=shown,
        focus=one,
        fictional=fictional,
        link=lambda code: f"conditions?{urlencode(query | {'focus': code})}",
        stem=lambda what: file_stem(publication, f"{what}-{of_this}", fictional=fictional),
    )
    name = filters.ics_name if one is None else str(shown.members["trust"].iloc[0])
    answered = shown.any_returned
    coverage_figure = (
        coverage_grid(covered, trust_link=view.link, fictional=fictional)
        if one is None
        else coverage_profile(covered, source=coverage_source(fictional=fictional), fictional=fictional)
    )
    conditions_first = [entry for entry in figures if entry.theme.kind == "condition"]
    challenges = [entry for entry in figures if entry.theme.kind == "challenge"]
    blocks: list[Block] = []
    if answered:
        blocks.append(parts.statements(condition_statements(shown, covered)))
    blocks += [
        parts.section("Gaps, and the programmes that address them"),
        parts.html_figure(
            coverage_figure,
            key="coverage",
            file_name=view.stem("gaps-and-programmes"),
            rests_on=source_of(publication, filters, around=around_scores(fictional=filters.fictional)),
        ),
        *(() if answered else _nothing_returned(publication, view)),
        parts.section("Six conditions for success"),
        condition_parts.our_reading(asks=not answered),
        condition_parts.theme_cards(conditions_first, covered, asks=not answered),
        parts.section("Four challenges"),
        condition_parts.theme_cards(challenges, covered, asks=not answered),
    ]
    if answered:
        blocks += [*_sections(view), *_returned(view)]
    return ConditionsPage(conditions_lead(shown, covered, name=name, is_trust=one is not None), tuple(blocks))


def _nothing_returned(publication: Publication, view: _View) -> tuple[Block, ...]:
    return (
        parts.section("What a return would show"),
        parts.text(
            "Nothing is published about these conditions by trust, and nothing is guessed here: a trust that "
            "has not returned is 'no return', never a no. With returns, this page also shows:",
            kind="caution",
        ),
        condition_parts.what_it_would_show(),
        # Nobody is to fill in a return of a fictional trust.
        *(
            ()
            if view.fictional
            else (
                condition_parts.how_to_return(view.shown, view.whole.scope),
                sections.shown_full(publication, view.whole.scope, address="conditions"),
            )
        ),
    )


def _returned(view: _View) -> tuple[Block, ...]:
    return (
        parts.section("Who has returned"),
        parts.folded(
            "Each trust and section",
            condition_parts.who_returned(view.shown, file_name=view.stem("returned")),
        ),
        *(() if view.fictional else (condition_parts.how_to_return(view.shown, view.whole.scope),)),
    )


def _sections(view: _View) -> tuple[Block, ...]:
    """The five sections of the return, each whole."""
    return (
        *_section(view, "board_readiness", lambda: (_answers(view, "board_readiness"),)),
        *_section(view, "digital_posts", lambda: _posts(view)),
        *_section(view, "legacy_estate", lambda: (_legacy(view),)),
        *_section(view, "capability", lambda: (_answers(view, "capability"),)),
        *_section(view, "programme", lambda: (_programmes(view),)),
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
    return parts.html_figure(drawn, key=what, file_name=view.stem(what))


def _answers(view: _View, section: Asked) -> Html:
    drawn = (
        answers_grid(view.whole, section, trust_link=view.link, fictional=view.fictional)
        if view.focus is None
        else answers_profile(view.whole, section, view.focus, fictional=view.fictional)
    )
    return _figure(view, drawn, section.replace("_", "-"))


def _posts(view: _View) -> tuple[Block, ...]:
    drawn = vacancy_strips(view.whole, chosen_trust=view.focus, fictional=view.fictional)
    blocks = parts.figure(drawn, key="vacancies", file_name=view.stem("digital-posts"))
    odd = view.shown.posts[view.shown.posts["differs"]]
    if odd.empty:
        return blocks
    listed = [
        f"{trust}, {role}: {in_post:g} in post and {vacant:g} vacant are not the {funded:g} funded."
        for trust, role, in_post, vacant, funded in zip(
            odd["trust"], odd["name"], odd["in_post"], odd["vacant"], odd["funded"], strict=True
        )
    ]
    return (*blocks, parts.text("Questions for the trusts, not corrected here:"), parts.bullets(listed))


def _legacy(view: _View) -> Html:
    drawn = (
        legacy_grid(view.whole, trust_link=view.link, fictional=view.fictional)
        if view.focus is None
        else legacy_profile(view.whole, view.focus, fictional=view.fictional)
    )
    return _figure(view, drawn, "legacy-estate")


def _programmes(view: _View) -> Html:
    drawn = programmes_table(view.shown, trust_link=view.link, fictional=view.fictional)
    return _figure(view, drawn, "programmes")
