"""The choice of a system, group or trust, if none is chosen yet. None is ever chosen unasked."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlencode

import streamlit as st

from benchmark.common.scope import Footprint
from benchmark.store.publication import Publication, per_publication
from benchmark.surfaces.web import parts
from benchmark.surfaces.web.blocks import Live, draw
from benchmark.surfaces.web.choices.filters import default_round_of
from benchmark.surfaces.web.choices.offered import offered_groups, offered_systems
from benchmark.surfaces.web.choices.trust_choice import homes_of
from benchmark.surfaces.web.site.sitemap import OVERVIEW, TRUST, page_at
from benchmark.surfaces.web.visitor import person

BOX = "place: chosen"
_FOOTPRINT: Footprint = "assessed"


@dataclass(frozen=True)
class Place:
    """A system, group or trust to choose: its words in the list, and its link's query."""

    words: str
    query: Mapping[str, str]

    @property
    def is_trust(self) -> bool:
        """Whether it is a trust."""
        return "trust" in self.query


@per_publication
def places(publication: Publication) -> dict[str, Place]:
    """Code -> every system, group and trust, real ones first."""
    year = default_round_of(publication, ics_code=None)
    systems = offered_systems(publication, year=year, footprint=_FOOTPRINT).systems
    trusts = homes_of(publication, year=year, footprint=_FOOTPRINT)
    found = [
        (system.fictional, code, f"{system.name} ({code}), system", {"ics": code})
        for code, system in systems.items()
    ]
    found += [
        (group.fictional, code, group.named, {"group": code})
        for code, group in offered_groups(publication, year=year, footprint=_FOOTPRINT).items()
    ]
    found += [
        (home.fictional, code, f"{home.name} ({code}), {home.ics}", {"ics": home.ics_code, "trust": code})
        for code, home in trusts.items()
    ]
    return {
        code: Place(f"{words}{', fictional' if fictional else ''}", query)
        for fictional, code, words, query in sorted(found, key=lambda one: one[0])
    }


def place_box(publication: Publication, *, then: str | None = None) -> Live:
    """The list of places to type in, and links to the person's own. then: the page to go to; None for the
    usual page of the choice.
    """
    return Live(partial(_draw, publication, then))


def _draw(publication: Publication, then: str | None) -> None:
    known = places(publication)
    with st.container(key="place-box"):
        code = st.selectbox(
            "Which system, group or trust?",
            known,
            index=None,
            format_func=lambda code: known[code].words,
            placeholder="Type a name or a code, such as Somerset",
            filter_mode="contains",
            key=BOX,
        )
    for own in dict.fromkeys(grant.scope.partition(":")[2] for grant in person().grants):
        if own in known:
            address, query = _page_of(own, known[own], then)
            draw(parts.link(f"Yours: {known[own].words}", f"{address}?{urlencode(query)}"))
    if code is not None:
        address, query = _page_of(code, known[code], then)
        st.switch_page(page_at(address), query_params=query)


def _page_of(code: str, place: Place, then: str | None) -> tuple[str, dict[str, str]]:
    """The page that a choice leads to, and its query. A chosen trust becomes the focus of a system's page."""
    of_it = {"focus": code} if place.is_trust and then else {}
    return then or (TRUST if place.is_trust else OVERVIEW), {**place.query, **of_it}
