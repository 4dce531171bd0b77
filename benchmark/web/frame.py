"""What stands at the top and the bottom of every page."""

from html import escape

import streamlit as st

from benchmark.store.publication import Publication
from benchmark.web.filters import Filters
from benchmark.web.past import as_at_filter, as_at_note

SELF_ASSESSED = "Scores are self-assessed by each trust. They are not audited, and they do not rank."
FICTIONAL = "Fictional: these organisations and all their figures are made up."


def page_head(
    publication: Publication,
    filters: Filters | None,
    *,
    title: str,
    lead: str,
    trust: str | None = None,
    with_day: bool = True,
) -> None:
    """Where the reader is, which day is shown, the page's subject, and the answer as its first sentence.

    filters: None for a page about the whole of the data. with_day: whether a past day can be chosen.
    """
    fictional = filters is not None and filters.fictional
    places = [] if fictional else ["England"]
    if filters is not None:
        places += [filters.region, f"{filters.ics_name} ({filters.scope.ics_code})"]
    if trust:
        places.append(trust)
    items = "".join(f"<li>{escape(place)}</li>" for place in places)
    st.html(
        f'<nav aria-label="Scope"><ol class="breadcrumbs">{items}</ol></nav>'
        f"{_bands(publication, fictional=fictional)}"
        f'<h1 class="page-title">{escape(title)}</h1><p class="lead">{escape(lead)}</p>'
    )
    if with_day:
        past = as_at_note(publication)
        # The style sheet puts it at the end of the line of places.
        day = st.popover("As at: past day" if past else "As at: now", key="as-at", on_change="rerun")
        if day.open:  # what nobody looks at would cost every run
            with day:
                as_at_filter()


def _bands(publication: Publication, *, fictional: bool) -> str:
    past = as_at_note(publication)
    return (f'<p class="fictional-band" role="note">{FICTIONAL}</p>' if fictional else "") + (
        f'<p class="past-band" role="note">A past day: everything {escape(past)}, '
        "with what had been submitted by then.</p>"
        if past
        else ""
    )


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
