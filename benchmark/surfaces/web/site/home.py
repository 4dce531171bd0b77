"""The first page: the choice of a system or trust, questions of each kind of user, and the map of England."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final
from urllib.parse import urlencode

import streamlit as st

from benchmark.charts.figure import Figure
from benchmark.common.completeness import ScoreKind, round_received
from benchmark.common.scope import Standard, rounds, rounds_with_pillars
from benchmark.common.variance import VarianceSplit
from benchmark.core.compare import at_least
from benchmark.core.definitions import doors
from benchmark.core.wording import Answer, in_full, per_cent, plural
from benchmark.questions.systems.columns import RANGE
from benchmark.questions.systems.comparison import measure_of
from benchmark.questions.systems.measure import SideBySide
from benchmark.questions.systems.page import compared
from benchmark.questions.systems.tile_map import tile_figure
from benchmark.store.publication import Publication, per_publication
from benchmark.surfaces.web import parts
from benchmark.surfaces.web.blocks import Block, Columns, Html, joined
from benchmark.surfaces.web.choices.choose_place import place_box
from benchmark.surfaces.web.choices.filters import default_round_of
from benchmark.surfaces.web.choices.trust_choice import places_kept
from benchmark.surfaces.web.page import Page
from benchmark.surfaces.web.site.sitemap import OVERVIEW, TRUST, kept_query, page_at
from schemas.definitions import Door, Question

TITLE: Final = "How digitally mature are the trusts around you?"
LEAD: Final = (
    "Once a year each NHS trust scores itself on seven pillars, from level 1 (lowest) to level 5. "
    "Here the trusts of a system stand side by side, with what holds them back and who could help."
)
NOT_CONCLUDED: Final = (
    "Nobody audits the scores, and they are no ranking.",
    "A difference of one answer is no finding, and pages say where that is so.",
    "Spending and scores may go together; that does not show that one causes the other.",
)
MAP: Final = "on-the-map"
"""The map's anchor within the page. The style sheet uses it too."""
FAR: Final = 1.0
"""Points between the highest and the lowest return that count as far apart: a whole level."""


def page(publication: Publication) -> Page:
    """The page. A click on the map opens the system's overview."""
    year = default_round_of(publication, ics_code=None)
    found = compared(publication, year=year, footprint="assessed", standard=Standard(), pillar=None)
    return Page(
        answer=Answer(TITLE, LEAD),
        blocks=(
            Columns(
                (
                    (place_box(publication), parts.made("where_you_were"), *_doors(publication)),
                    _england(publication, year=year),
                ),
                (1.4, 1.0),
            ),
            *_beforehand(publication, year=year),
        ),
        source=parts.source_line(found.subject),
        rule="spread",
        follow=_go_to_system,
    )


def _go_to_system(ics_code: str) -> None:
    st.switch_page(page_at(OVERVIEW), query_params={"ics": ics_code})


def _doors(publication: Publication) -> tuple[Block, ...]:
    # With the reader's choices from before this page.
    kept = places_kept(publication) | kept_query()
    cards = [
        parts.made(
            "door",
            door=door,
            links=[
                (question.words, _address(question.page, kept | _of_trust(door, question, kept)))
                for question in door.questions
            ],
        )
        for door in doors()
    ]
    return (
        parts.section("What do you want to know?"),
        Columns(tuple((card,) for card in cards), gap="medium"),
    )


def _of_trust(door: Door, question: Question, kept: Mapping[str, str]) -> dict[str, str]:
    """The question's own query. What a trust asks about itself is about the chosen trust on any page."""
    of_system = door.user == "trust" and question.page != TRUST
    focus = {"focus": kept["trust"]} if of_system and "trust" in kept else {}
    return focus | dict(question.query)


def _address(page: str, query: Mapping[str, str]) -> str:
    return f"{page}?{urlencode(query)}" if query else page


@per_publication
def _england(publication: Publication, *, year: int) -> tuple[Block, ...]:
    """The map, on which a system can be chosen."""
    found = compared(publication, year=year, footprint="assessed", standard=Standard(), pillar=None)
    tiles = parts.figure(
        _map(found),
        key="home",
        subject=found.subject,
        file_name="all-systems-range",
        selection="system",
        field="ics_code",
    )
    return (parts.section("Or choose on the map", anchor=MAP), *tiles)


@per_publication
def _beforehand(publication: Publication, *, year: int) -> tuple[Block, ...]:
    """What a reader must know before using a figure: what not to conclude, and what data there is."""
    found = compared(publication, year=year, footprint="assessed", standard=Standard(), pillar=None)
    words = (
        _inside(found.split),
        (parts.subsection("What not to conclude"), parts.bullets(NOT_CONCLUDED)),
        (parts.subsection("What is held here"), parts.bullets(held(publication))),
    )
    return (
        parts.section("Before you use a figure"),
        Columns(tuple((joined(each),) for each in words if each)),
    )


def _inside(split: VarianceSplit) -> tuple[Html, ...]:
    """How little a system's mean shows of its trusts, in words; empty if it cannot be computed."""
    if split.inside is None or split.between is None:
        return ()
    words = (
        f"{per_cent(split.inside)} of the difference between returns lies inside systems, "
        f"{per_cent(split.between)} between them. A system's average hides most of it, so every page "
        "shows every trust."
    )
    return (parts.subsection("Trusts of one system differ most"), parts.text(words))


def _map(found: SideBySide) -> Figure:
    """The map of systems by how far apart their trusts are, with the count of far ones in its title."""
    drawn = tile_figure(found, measure_of(RANGE.key))
    known = found.systems[RANGE.key].dropna()
    far = sum(at_least(value, FAR) for value in known)
    if known.empty:
        return drawn
    title = f"In {far} of {len(known)} systems the highest and the lowest return are a level or more apart"
    subtitle = (
        f"Points from the lowest to the highest overall score of a system, {found.year}; wider or narrower "
        "than in the middle system. No figure for fewer than three trusts with a return. More trusts, wider "
        "range."
    )
    return replace(drawn, title=title, subtitle=subtitle)


def held(publication: Publication) -> list[str]:
    """The data of each round, newest first, and the day of the last entry, as sentences."""
    with_pillars = rounds_with_pillars(publication)
    lines = []
    for year in reversed(rounds(publication)):
        kind: ScoreKind = "maturity_scores" if year in with_pillars else "overall_comparable"
        came = round_received(publication, year=year, kind=kind).england
        lines.append(
            f"{year}: {came.returned} of {came.expected} returns, scores on seven pillars."
            if year in with_pillars
            else f"{year}: {plural(came.returned, 'overall score')}, no pillars. "
            "Who else returned is not known."
        )
    entered = publication.entered_at
    if entered is not None:
        lines.append(f"As of {in_full(entered)}. A fictional demonstration system is kept apart.")
    return lines
