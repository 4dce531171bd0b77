"""Which publication a page shows: the one in use, or that of a past day in the link.

What pages compute is remembered by the publication (`per_publication`). st.cache_data would copy what it
returns at each rerun, and hashes frames by sampling them.
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
    say_in_vain,
    set_linked_value,
    show_day,
    wanted_value,
)
from benchmark.surfaces.web.downloads import made_for
from benchmark.surfaces.web.terms import meaning

_log = logging.getLogger(__name__)
_names: dict[Path, str] = {}
"""The name of each store that this server has shown, by its folder."""
_shown: dict[Path, Head] = {}
"""The newest entry of each store that this server has shown."""
_failed_starts: dict[Path, StoreError] = {}


def start_store() -> Publication | None:
    """What a start does: make the store where the folder is empty, mend what is shown, remember its name.

    None where that cannot be done: the server starts all the same, and every page and the log say why.
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
    """The publication in use, whoever looks. Reads two small files and makes nothing.

    A store that is gone is said.

    StoreError where there is no store, or another than before, and where pages could not open.
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
    """An older copy of the whole store bears the same name. Entries only grow, also by a restored backup."""
    # Asked again before it is said: another thread may have shown a newer one meanwhile.
    if _is_older(settings, publication) and _is_older(settings, open_store(settings)):
        raise StoreError(
            f"The store {settings.store} has been set back: entry {_shown[settings.store].entry} was shown, "
            "and is no longer in it.",
            fix="Put the newest one back, or start the dashboard again to use what is there now.",
        )


def _is_older(settings: Settings, publication: Publication) -> bool:
    """Whether another was shown whose last entry is not in what is there now."""
    now = Head(publication.ledger_entry, publication.head)
    before = _shown.get(settings.store, now)
    if now.entry < before.entry or (now.entry == before.entry and now != before):
        return True
    if now != before:  # an older copy can have grown since by entries of its own
        try:
            with reading(settings, entry=now.entry, seconds=0) as ledger:
                goes_on = goes_on_from(ledger.connection, before)
        except StoreError:  # a writer is at work: asked again by the next page
            return False
        if not goes_on:
            return True
    _shown[settings.store] = now
    return False


def shown_publication(*, past_days: bool = True) -> Publication:
    """What whoever looks may see of the publication of the day that the link names, or of the one in use."""
    current_publication()  # whether the store is the one that was shown before
    settings, day = Settings.from_environment(), chosen_day() if past_days else None
    found = view_for(settings, acting(settings), day=day)
    made_for(found)
    show_day(day)
    return found


def chosen_day() -> date | None:
    """The past day that the link names, where the store can show it; None for now."""
    asked = wanted_value(AS_AT)
    if not asked:  # the store is not asked either: it may be what is missing
        return None
    try:
        day = date.fromisoformat(asked.strip())
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
        say_in_vain("As at", asked, instead=f"now; {known}")
    else:
        forget(AS_AT)
    return None


def as_at_filter() -> None:
    """The choice of a day: empty for now."""
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
    """What stands beside every figure of a past day; empty for now."""
    if publication.as_at is None:
        return ""
    day = publication.as_at
    return f"as at {in_full(day)}"


def trouble_note() -> Html:
    """What stands over every page of a server that cannot follow the ledger."""
    settings = Settings.from_environment()
    who = acting(settings)
    words = trouble_words(settings, reason=who.local or who.has("administrator"))
    return parts.text(words, kind="caution") if words else Html()
