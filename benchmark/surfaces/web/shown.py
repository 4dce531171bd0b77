"""Chooses the publication that a page shows: the one in use, or the one of the link's past day.

Results are remembered per publication. st.cache_data is not used: it copies its results at each rerun, and
hashes frames by a sample.
"""

import logging
from datetime import date
from pathlib import Path

import streamlit as st

from benchmark.core.errors import StoreError
from benchmark.core.moments import utc_today
from benchmark.core.people import acting
from benchmark.core.settings import Settings
from benchmark.core.wording import in_full
from benchmark.returns.submit.bundled import prepare_store
from benchmark.returns.submit.following import trouble_words
from benchmark.store.ledger.chain import Head, goes_on_from
from benchmark.store.ledger.snapshot import reading
from benchmark.store.publication import Publication, open_store
from benchmark.store.publication.essentials import expect_enough
from benchmark.store.publication.past import first_day
from benchmark.store.publication.view import view_for
from benchmark.store.storage.identity import identity
from benchmark.surfaces.web import parts
from benchmark.surfaces.web.blocks import Html
from benchmark.surfaces.web.choices.link import (
    AS_AT,
    forget,
    note_not_offered,
    set_linked_value,
    show_day,
    wanted_value,
)
from benchmark.surfaces.web.downloads import made_for
from benchmark.surfaces.web.terms import meaning

_log = logging.getLogger(__name__)
_names: dict[Path, str] = {}
"""Store's folder -> the name of the store that this server has shown."""
_shown: dict[Path, Head] = {}
"""Store's folder -> the newest entry that this server has shown."""
_failed_starts: dict[Path, StoreError] = {}


def start_store() -> Publication | None:
    """Prepare the store at a start: make it if the folder is empty, publish it if needed, note its name.

    Returns None if that fails: the server starts all the same, and every page and the log say why.
    """
    settings = Settings.from_environment()
    try:
        prepare_store(settings)
        return current_publication()
    except StoreError as error:
        _failed_starts[settings.store] = error
        _log.error("Nothing can be shown: %s", error)
        return None


def current_publication() -> Publication:
    """The publication in use, without a check of rights. Reads two small files and writes nothing.

    Raises StoreError if there is no store or another one than before, and if pages could not open.
    """
    settings = Settings.from_environment()
    _expect_the_same(settings)
    try:
        publication = open_store(settings)
    except StoreError as error:
        raise _failed_starts.get(settings.store, error) from error
    _failed_starts.pop(settings.store, None)
    _expect_forwards(settings, publication)
    expect_enough(publication)
    return publication


def _expect_the_same(settings: Settings) -> None:
    name = identity(settings)
    known = _names.get(settings.store)
    if known is not None and name != known:
        there = "is gone" if name is None else "has been replaced by another"
        raise StoreError(
            f"The store {settings.store} that this dashboard was started with {there}. "
            "Nothing was made in its place.",
            fix="Put it back, or start the dashboard again to use what is there now.",
        )
    if name is not None:
        _names[settings.store] = name


def _expect_forwards(settings: Settings, publication: Publication) -> None:
    """Raise StoreError for an older copy of the store, which has the same name. Entries never decrease."""
    # Checked twice: another thread may have shown a newer one meanwhile.
    if _is_older(settings, publication) and _is_older(settings, open_store(settings)):
        raise StoreError(
            f"The store {settings.store} has been set back: entry {_shown[settings.store].entry} was shown, "
            "and is no longer in it.",
            fix="Put the newest one back, or start the dashboard again to use what is there now.",
        )


def _is_older(settings: Settings, publication: Publication) -> bool:
    """Whether an entry that was shown before is not in the store now."""
    now = Head(publication.ledger_entry, publication.head)
    before = _shown.get(settings.store, now)
    if now.entry < before.entry or (now.entry == before.entry and now != before):
        return True
    if now != before:  # an older copy may have got entries of its own since
        try:
            with reading(settings, entry=now.entry, seconds=0) as ledger:
                goes_on = goes_on_from(ledger.connection, before)
        except StoreError:  # a writer is at work: the next page checks again
            return False
        if not goes_on:
            return True
    _shown[settings.store] = now
    return False


def shown_publication(*, past_days: bool = True) -> Publication:
    """The publication in use, or of the link's past day, as the reader may see it."""
    current_publication()  # checks that the store is the same as before
    settings, day = Settings.from_environment(), chosen_day() if past_days else None
    found = view_for(settings, acting(settings), day=day)
    made_for(found)
    show_day(day)
    return found


def chosen_day() -> date | None:
    """The past day in the link, if the store can show it; None for now."""
    wanted = wanted_value(AS_AT)
    if not wanted:  # without reading the store, which may be missing
        return None
    try:
        day = date.fromisoformat(wanted.strip())
    except ValueError:
        day = None
    first = first_day(Settings.from_environment())
    if day is not None and first <= day < utc_today():
        return day
    if AS_AT in st.query_params and day != utc_today():
        known = f"days from {in_full(first)} to yesterday are known"
        if first >= utc_today():
            known = "no earlier day is held here"
        elif day is None:
            known += f", written {first}"
        note_not_offered("As at", wanted, instead=f"now; {known}")
    else:
        forget(AS_AT)
    return None


def as_at_filter() -> None:
    """Draw the choice of a past day; empty means now."""
    first = first_day(Settings.from_environment())
    key = f"day: {AS_AT}"
    st.session_state[key] = chosen_day()

    def take() -> None:
        day = st.session_state[key]
        if day is None or day >= utc_today():
            forget(AS_AT)
        else:
            set_linked_value(AS_AT, day.isoformat())

    st.date_input(
        "As at",
        min_value=first,
        max_value=utc_today(),
        key=key,
        on_change=take,
        format="DD/MM/YYYY",
        help=meaning("as at"),
    )


def as_at_note(publication: Publication) -> str:
    """The words beside figures of a past day; empty for now."""
    if publication.as_at is None:
        return ""
    day = publication.as_at
    return f"as at {in_full(day)}"


def trouble_note() -> Html:
    """The caution above every page if this server cannot follow the ledger."""
    settings = Settings.from_environment()
    who = acting(settings)
    words = trouble_words(settings, reason=who.local or who.has("administrator"))
    return parts.text(words, kind="caution") if words else Html()
