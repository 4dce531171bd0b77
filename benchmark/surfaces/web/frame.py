"""What stands at the top and the bottom of every page."""

import streamlit as st

from benchmark.common.completeness import begun, coming, round_words
from benchmark.store.publication import Publication, per_publication
from benchmark.surfaces.web import parts
from benchmark.surfaces.web.blocks import Html, draw
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
    past = as_at_note(publication)
    draw(
        parts.made(
            "page_head",
            places=places,
            title=title,
            lead=lead,
            fictional=FICTIONAL if fictional else "",
            past=past,
            came=came,
            just_begun=just_begun,
        )
    )
    if with_day:
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
    return words, just_begun


def footer(publication: Publication, *, source: str | Html, rule: str) -> None:
    """The source, the publication's version, and a link to the rule that computed the page."""
    entered = publication.entered_at
    day = "" if entered is None else f"{entered.day} {entered:%B %Y}"
    draw(
        parts.made(
            "page_footer",
            caution=SELF_ASSESSED,
            source=source,
            version=publication.version,
            entry=publication.ledger_entry,
            day=day,
            past=as_at_note(publication),
            rule=rule,
        )
    )
