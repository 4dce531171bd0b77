"""What stands at the top and the bottom of every page."""

from html import escape

import streamlit as st

from benchmark.store.publication import Publication
from benchmark.web.filters import Filters
from benchmark.web.past import as_at_filter, as_at_note

SELF_ASSESSED = "Scores are self-assessed by each trust. They are not audited, and they do not rank."


def page_title(question: str, lead: str) -> None:
    """The page's subject as its heading, and the answer as its first sentence."""
    st.html(f'<h1 class="page-title">{escape(question)}</h1><p class="lead">{escape(lead)}</p>')


def breadcrumbs(filters: Filters, publication: Publication, *, trust: str | None = None) -> None:
    """Where the reader is: England > region > ICS > trust; and a band when it is fictional."""
    places = ["England", filters.region, f"{filters.ics_name} ({filters.scope.ics_code})"]
    if trust:
        places.append(trust)
    items = "".join(f"<li>{escape(place)}</li>" for place in places)
    if filters.fictional:
        st.html(
            '<p class="fictional-band" role="note">'
            "Fictional: these organisations and figures are invented.</p>"
        )
    _where_and_when(f'<nav aria-label="Scope"><ol class="breadcrumbs">{items}</ol></nav>', publication)


def day_of_page(publication: Publication, *, place: str) -> None:
    """For a page about the whole of the data: its place, and the choice of a past day."""
    _where_and_when(f'<p class="breadcrumbs">{escape(place)}</p>', publication)


def _where_and_when(place: str, publication: Publication) -> None:
    past = as_at_note(publication)
    if past:
        st.html(
            f'<p class="past-band" role="note">A past day: everything {escape(past)}, '
            "with what had been submitted by then.</p>"
        )
    where, when = st.columns([5, 1.3], vertical_alignment="center")
    where.html(place)
    with when.popover("As at: past day" if past else "As at: now", width="stretch"):
        as_at_filter()


def footer(publication: Publication, *, source: str, rule: str) -> None:
    """The source, the publication's version, and a link to the rule that computed the page."""
    built = f"{publication.built_at:%d %B %Y}".lstrip("0")
    past = as_at_note(publication)
    shown = f", {past}" if past else ""
    st.html(
        f'<footer class="page-footer"><p>{escape(SELF_ASSESSED)}</p>'
        f"<p>Source: {escape(source)}</p>"
        f"<p>Publication {escape(publication.version)}, built {built}{shown}. "
        f'<a href="method#{escape(rule)}" target="_self">How this is computed</a></p></footer>'
    )
