"""What stands at the top and the bottom of every page."""

from html import escape

import streamlit as st

from benchmark.common.completeness import begun, coming, round_words
from benchmark.store.publication import Publication, per_publication
from benchmark.surfaces.web.blocks import Html
from benchmark.surfaces.web.filters import Filters
from benchmark.surfaces.web.past import as_at_filter, as_at_note

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
    year: int | None = None,
) -> None:
    """Where the reader is, which day is shown, the page's subject, and the answer as its first sentence.

    filters: None for a page about the whole of the data. with_day: whether a past day can be chosen. year:
    the round of a page without filters; with them it is theirs.
    """
    fictional = filters is not None and filters.fictional
    places = [] if fictional else ["England"]
    if filters is not None:
        places += [filters.region, f"{filters.ics_name} ({filters.scope.ics_code})"]
    if trust:
        places.append(trust)
    came, just_begun = _what_came(publication, filters, year=year)
    items = "".join(f"<li>{escape(place)}</li>" for place in places)
    st.html(
        f'<nav aria-label="Scope"><ol class="breadcrumbs">{items}</ol></nav>'
        f"{_bands(publication, fictional=fictional)}"
        f'{came if just_begun else ""}<h1 class="page-title">{escape(title)}</h1>'
        f'<p class="lead">{escape(lead)}</p>{"" if just_begun else came}'
    )
    if with_day:
        past = as_at_note(publication)
        # The style sheet puts it at the end of the line of places.
        day = st.popover("As at: past day" if past else "As at: now", key="as-at", on_change="rerun")
        if day.open:  # what nobody looks at would cost every run
            with day:
                as_at_filter()


@per_publication
def _what_came(publication: Publication, filters: Filters | None, *, year: int | None) -> tuple[str, bool]:
    """How much of the page's round came, where it is not all; and whether it has only just begun."""
    if filters is None:
        found = None if year is None else coming(publication, year=year, kind=None)
        words = "" if found is None else round_words(found, ics_code=None)
        just_begun = found is not None and begun(found, ics_code=None)
    else:
        scope, fictional = filters.scope, filters.fictional
        found = coming(publication, year=scope.assessment_year, footprint=scope.footprint, kind=None)
        words = round_words(found, ics_code=scope.ics_code, name=filters.ics_name, fictional=fictional)
        just_begun = begun(found, ics_code=scope.ics_code, fictional=fictional)
    kind = "round-band" if just_begun else "round-note"
    return (f'<p class="{kind}" role="note">{escape(words)}</p>' if words else ""), just_begun


def _bands(publication: Publication, *, fictional: bool) -> str:
    past = as_at_note(publication)
    return (f'<p class="fictional-band" role="note">{FICTIONAL}</p>' if fictional else "") + (
        f'<p class="past-band" role="note">A past day: everything {escape(past)}, '
        "with what had been submitted by then.</p>"
        if past
        else ""
    )


def footer(publication: Publication, *, source: str | Html, rule: str) -> None:
    """The source, the publication's version, and a link to the rule that computed the page."""
    entered = publication.entered_at
    day = "" if entered is None else f" of {entered.day} {entered:%B %Y}"
    past = as_at_note(publication)
    shown = f", {past}" if past else ""
    st.html(
        f'<footer class="page-footer"><p>{escape(SELF_ASSESSED)}</p>'
        f"<p>Source: {source.text if isinstance(source, Html) else escape(source)}</p>"
        f"<p>Publication {escape(publication.version)}, up to entry {publication.ledger_entry}{day}{shown}. "
        f'<a href="method#{escape(rule)}" target="_self">How this is computed</a></p></footer>'
    )
