"""Which day's publication a page shows: today's, or one of a past day that stands in the link."""

from datetime import UTC, date, datetime

import streamlit as st

from benchmark.core.settings import Settings
from benchmark.store.past import first_day, publication_as_at
from benchmark.store.publication import Publication
from benchmark.surfaces.web.cache import current_publication
from benchmark.surfaces.web.filters import AS_AT, forget, set_linked_value, wanted_value


def shown_publication() -> Publication:
    """The publication of the day that the link names, or the one in use."""
    day = chosen_day()
    return current_publication() if day is None else publication_as_at(Settings.from_environment(), day)


def chosen_day() -> date | None:
    """The past day that the link names, where the store can show it; None for now."""
    try:
        day = date.fromisoformat(wanted_value(AS_AT) or "")
    except ValueError:
        day = None
    if day is None or not first_day(Settings.from_environment()) <= day < today():
        forget(AS_AT)
        return None
    return day


def today() -> date:
    """The day now in UTC, as the ledger counts days."""
    return datetime.now(UTC).date()


def as_at_filter() -> None:
    """The choice of a day: empty for now."""
    first = first_day(Settings.from_environment())
    key = f"day: {AS_AT}"
    st.session_state[key] = chosen_day()

    def take() -> None:
        day = st.session_state[key]
        if day is None or day >= today():
            forget(AS_AT)
        else:
            set_linked_value(AS_AT, day.isoformat())

    st.date_input("As at", min_value=first, max_value=today(), key=key, on_change=take, format="DD/MM/YYYY")


def as_at_note(publication: Publication) -> str:
    """What stands beside every figure of a past day; empty for now."""
    if publication.as_at is None:
        return ""
    day = publication.as_at
    return f"as at {day.day} {day:%B %Y}"
