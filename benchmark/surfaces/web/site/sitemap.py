"""The pages, their addresses and their order in the navigation."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

import streamlit as st

from benchmark.common.citation import PRODUCT
from benchmark.common.scope import Scope, Standard
from benchmark.core.people import Person
from benchmark.core.settings import PROJECT_ROOT
from benchmark.surfaces.web import parts
from benchmark.surfaces.web.blocks import draw
from benchmark.surfaces.web.choices.link import day_query


@dataclass(frozen=True)
class Entry:
    """A page: its script in pages/, its address, its title and its group in the navigation.

    The first page's address is empty, as Streamlit serves it at the root only.
    """

    script: str
    address: str
    title: str
    group: str


HOME: Final = ""
OVERVIEW: Final = "overview"
"""The page that shows a system once it is chosen."""
TRUST: Final = "trust-position"
COMPARE: Final = "compare-systems"
UPLOAD: Final = "upload"
RETURNS: Final = "returns"
METHOD: Final = "method"

PAGES = (
    Entry("home.py", HOME, "Start", ""),
    Entry("ics_overview.py", OVERVIEW, "ICS overview", "The system"),
    Entry("levelling_up.py", "levelling-up", "Levelling up", "The system"),
    Entry("compare_systems.py", COMPARE, "Compare systems", "The system"),
    Entry("peer_learning.py", "peer-learning", "Peer learning", "The system"),
    Entry("it_spend.py", "it-spend", "IT spend", "The system"),
    Entry("planner.py", "planner", "Planner", "The system"),
    Entry("conditions.py", "conditions", "Conditions", "The system"),
    Entry("board_pack.py", "board-pack", "Board pack", "The system"),
    Entry("groups.py", "groups", "Groups", "The system"),
    Entry("trust_position.py", TRUST, "Trust position", "A trust"),
    Entry("upload.py", UPLOAD, "Upload returns", "Returns"),
    Entry("returns.py", RETURNS, "Returns", "Returns"),
    Entry("what_changed.py", "what-changed", "What changed", "Returns"),
    Entry("method.py", METHOD, "Method and sources", "About"),
)

WHO_MAY = Entry("who_may.py", "who-may", "Who may do what", "Administration")
"""For administrators in shared mode. Others neither see it listed nor its content."""

PRODUCT_SUBJECT: Final = "NHS trusts in England's integrated care systems"

KEPT_BETWEEN_PAGES = ("region", "ics", "group", "round", "footprint", "standard", "level", "trust", "asat")
"""The names in a page's link that a link to another page keeps."""
RULE = "rule"
"""The link's name for a rule that "Method and sources" shows first."""
TERM = "term"
"""The link's name for a term that "Method and sources" explains first."""
TEMPLATE = "template"
"""The link's name for a kind of return whose template is shown."""


PLACES: Final = ("ics", "group", "trust")
"""The link's names for a page's subject: an organisation, by code."""


def entry_at(address: str) -> Entry:
    """The page at an address. KeyError if there is none."""
    for entry in (*PAGES, WHO_MAY):
        if entry.address == address:
            return entry
    raise KeyError(address)


def page_at(address: str) -> st.Page:
    """Streamlit's object for the page at an address. KeyError if there is none."""
    entry = entry_at(address)
    return st.Page(
        PROJECT_ROOT / "pages" / entry.script,
        title=entry.title,
        url_path=entry.address or None,
        default=entry is PAGES[0],
    )


def navigation(who: Person) -> dict[str, list[st.Page]]:
    """The pages of a person, by group, in order."""
    groups: dict[str, list[st.Page]] = {}
    for entry in (*PAGES, *((WHO_MAY,) if who.has("administrator") else ())):
        groups.setdefault(entry.group, []).append(page_at(entry.address))
    return groups


def draw_product() -> None:
    """Draw the product's name at the head of the sidebar."""
    with st.sidebar:
        draw(parts.made("product", name=PRODUCT, subject=PRODUCT_SUBJECT))


def draw_navigation(groups: dict[str, list[st.Page]]) -> None:
    """Draw links to the pages by group, each with the present filters.

    Our own links, not st.navigation's: a link opened in a new tab keeps the filters, and screen readers can
    read the list. The link to the first page leaves out the place: with one, the root opens the place's own
    page.
    """
    chosen, elsewhere = kept_query(), elsewhere_query()
    with st.sidebar:
        for group, pages in groups.items():
            if group:
                draw(parts.text(group, kind="nav-group"))
            for found in pages:
                query = elsewhere if found.url_path == HOME else chosen
                st.page_link(found, query_params=query, width="stretch")


def kept_query() -> dict[str, str]:
    """The query of a link to another page, with the present choices."""
    return {name: value for name, value in st.query_params.items() if name in KEPT_BETWEEN_PAGES}


def elsewhere_query() -> dict[str, str]:
    """The query of a link to another place, with the present choices except the place."""
    return {name: value for name, value in kept_query().items() if name not in ("region", *PLACES)}


def trust_query(scope: Scope, standard: Standard, ods_code: str) -> dict[str, str]:
    """The query of a link to a trust's position, with the filters."""
    return page_query(scope, standard) | {"trust": ods_code}


def page_query(scope: Scope, standard: Standard) -> dict[str, str]:
    """The query of a link to another page, with the filters."""
    return scope_query(scope) | {"standard": standard.baseline, "level": f"{standard.level:g}"}


def scope_query(scope: Scope) -> dict[str, str]:
    """The query of a link from a page that no standard changes."""
    return {
        "group" if scope.is_group else "ics": scope.ics_code,
        "round": str(scope.assessment_year),
        "footprint": scope.base,
    } | day_query()


def template_address(kind: str, query: dict[str, str]) -> str:
    """The address of the template of a kind of return. query: the choices to keep."""
    return f"upload?{urlencode({TEMPLATE: kind} | query)}"
