"""Search on every page: a box above the navigation that finds a trust, system, pillar, page or word."""

import streamlit as st

from benchmark.common.resolve import letters
from benchmark.core.errors import BenchmarkError
from benchmark.questions.trusts.columns import KINDS
from benchmark.questions.trusts.search import FEWEST_LETTERS, Match, find
from benchmark.surfaces.web import parts
from benchmark.surfaces.web.blocks import draw
from benchmark.surfaces.web.choices.link import PLACE
from benchmark.surfaces.web.choices.offered import ALL_REGIONS
from benchmark.surfaces.web.choices.trust_choice import index_of
from benchmark.surfaces.web.parts import as_typed
from benchmark.surfaces.web.shown import shown_publication
from benchmark.surfaces.web.site.search_more import Other, find_others
from benchmark.surfaces.web.site.sitemap import OVERVIEW, TRUST, elsewhere_query, kept_query, page_at

BOX = "search"
_ASKED_FROM = "search: asked from"


def draw_search(here: str) -> None:
    """Draw the box and its results. here: the page's address.

    Without a text it costs one element. The results go away once the reader has followed one.
    """

    def asked_from() -> tuple[str | None, ...]:
        return (here, *(st.query_params.get(name) for name in ("trust", *PLACE, "sort", "footprint")))

    if st.session_state.get(BOX) and st.session_state.get(_ASKED_FROM) != asked_from():
        st.session_state[BOX] = ""
        # A link to the open page changes what it shows, but not the browser's address.
        st.query_params.from_dict(st.query_params.to_dict())

    def remember() -> None:
        # The link of now: the page has changed it since the box was drawn.
        st.session_state[_ASKED_FROM] = asked_from()

    text = st.text_input(
        "Find a trust, system, page or word",
        key=BOX,
        placeholder="Name or code",
        on_change=remember,
        max_chars=80,
    )
    if text.strip():
        _draw_found(text)


def _draw_found(text: str) -> None:
    if len(letters(text)) < FEWEST_LETTERS:
        _note("Type two letters or more.")
        return
    try:
        found = find(index_of(shown_publication()), text)
    except BenchmarkError as error:
        _note("The search is not ready yet.")
        st.caption(as_typed(str(error)))
        return
    results = [(match.likeness, label_of(match), *destination(match)) for match in found]
    results += [(likeness, *_led_to(other)) for other, likeness in find_others(text)]
    if not results:
        _note("Nothing found. Try part of the name, or the code.")
        return
    _note(f"{len(results)} found" if len(results) > 1 else "One found")
    with st.container(key="search-results"):
        for _, label, address, query in sorted(results, key=lambda result: -result[0]):
            st.page_link(page_at(address), label=label, query_params=query, width="stretch")


def _led_to(other: Other) -> tuple[str, str, dict[str, str]]:
    """A result that is not an organisation: its words, its page, and the query with the present choices."""
    return as_typed(f"{other.name}: {other.what}"), other.address, kept_query() | dict(other.query)


def _note(words: str) -> None:
    draw(parts.text(words, kind="search-note", role="status"))


def label_of(match: Match) -> str:
    """A result's words as Markdown: name, code, what it is, and notes."""
    code = "" if match.kind == "pillar" else f" ({match.code})"
    notes = [KINDS[match.kind], match.note, "fictional" if match.fictional else ""]
    return as_typed(f"{match.name}{code}: {', '.join(filter(None, notes))}")


def destination(match: Match) -> tuple[str, dict[str, str]]:
    """The page of a result, and its query: the present choices, except the place, and what was found."""
    if match.kind == "pillar":
        return OVERVIEW, kept_query() | {"sort": match.leads_to}
    kept = elsewhere_query() | {"region": ALL_REGIONS}
    if match.footprint is not None:
        kept["footprint"] = match.footprint
    if match.kind in PLACE:
        return OVERVIEW, kept | {match.kind: match.leads_to}
    return TRUST, {**kept, "ics": match.ics_code or "", "trust": match.leads_to}
