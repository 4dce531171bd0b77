"""The reader's choices in the link: values found, values that do not exist, and values shown instead."""

import re
from collections.abc import Sequence
from contextvars import ContextVar
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from typing import Final
from urllib.parse import urlencode

import streamlit as st

AS_AT = "asat"
"""The link's name for a past day, as 2026-10-31; not in the link for now."""
ROUND = "round"
"""The link's name for the round."""
REMEMBERED = "chosen: "
_NOTES = "notes"
"""A choice's label -> why the page does not show what this run's link asks for, in a sentence."""
LONGEST_SAID = 40
"""The most letters of a link's value that a sentence repeats."""
LONGEST_NAME = 100
"""The most letters of an organisation's name in a link."""
PLACE: Final = ("ics", "group")
"""The link's names for a page's subject: a system, or a group by its code or members. It has one of them."""
OF_ITSELF = "round: of itself"
"""The round that a page chose because the reader had not."""
NAMES: Final = frozenset(
    (
        *("region", *PLACE, ROUND, "footprint", "standard", "level", "trust", AS_AT),
        *("focus", "setting", "peers", "with", "across"),
        *("sort", "beside", "measure", "on", "order", "fy", "most", "since", "extent"),
        *("kind", "origin", "state", "by", "submission", "returned", "asked", "of"),
        *("log-action", "log-made_by", "log-outcome"),
        *("fund", "years", "cost", "scale", "pioneers", "split", "rule", "compare"),
        *("term", "template"),
    )
)
"""Every name that pages keep choices under in links. A page that uses another name fails."""
_CALLED: Final = {"system": "ics", "icb": "ics", "year": ROUND, "provider": "trust", "date": AS_AT}
"""Names that others use for our choices, to find the nearest name for a sentence."""
MOST_SAID: Final = 3
"""The most unknown names that are repeated, a sentence each. Of others only the number is given."""
_NUMBER = re.compile(r"\d{1,9}(\.\d{0,9})?", re.ASCII)
_PARTED = re.compile(r"[\s_/-]+")


def as_offered(wanted: str | None, options: Sequence[str]) -> str | None:
    """The option that a link's value means: in any case, and a number in any form. Else the value itself.

    Spaces, hyphens, slashes and underscores are equal. A value that could mean two options means neither.
    """
    if wanted is None or wanted in options:
        return wanted
    plain = _plain(wanted)
    meant = [option for option in options if _plain(option) == plain]
    return meant[0] if len(meant) == 1 else wanted


def _plain(text: str) -> str | Decimal:
    small = text.strip().casefold()
    return Decimal(small) if _NUMBER.fullmatch(small) else _PARTED.sub("-", small)


def settle_names() -> None:
    """Before a page runs: accept the link's names in any case, and note the names that no page knows.

    If a name is there twice, the last value counts, and a note names the others.
    """
    known = {_bare(name): name for name in NAMES}
    found: dict[str, list[str]] = {}
    for name in st.query_params:
        found.setdefault(known.get(_bare(name), name), []).extend(st.query_params.get_all(name))
    if set(found) != set(st.query_params):
        st.query_params.from_dict(found)
    for name, values in found.items():
        if name in NAMES and len(set(values)) > 1:
            others = " and ".join(
                f"“{_short(value)}”" for value in dict.fromkeys(values) if value != values[-1]
            )
            note_instead(
                f"“{name}” is there twice", f"the link asks for {others} too. Taken: “{_short(values[-1])}”."
            )
    unknown = [name for name in found if name not in NAMES]
    for name in unknown[:MOST_SAID]:
        near = _CALLED.get(_bare(name)) or next(iter(get_close_matches(_bare(name), known, n=1)), None)
        nearest = f" The nearest is “{known.get(near, near)}”." if near else ""
        note_instead(
            f"“{_short(name)}”",
            f"the link asks for “{_short(found[name][-1])}” by this name, which no page knows.{nearest}",
        )
    if more := unknown[MOST_SAID:]:
        note_instead("Other names in the link", f"{len(more)} more that no page knows.")


def _bare(name: str) -> str:
    """A name without separators between its words: 'As-At' is 'asat'."""
    return _PARTED.sub("", name.casefold())


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_SAID else f"{text[:LONGEST_SAID]}..."


def has_unknown_value(name: str, options: Sequence[str]) -> bool:
    """Whether the link has a value that is not offered. One that this visit chose does not count: it may have
    been on offer until now.
    """
    value = as_offered(st.query_params.get(name), options)
    return value is not None and value not in options and value != st.session_state.get(REMEMBERED + name)


def note_not_offered(label: str, wanted: str, *, instead: str) -> None:
    """Note, for the top of the page, that the link asks for a value that is not offered, and what is shown.

    label: the filter's name. wanted: the link's value. instead: what is shown. The link keeps the value until
    the reader chooses another.
    """
    note_instead(label, f"the link asks for “{_short(wanted)}”, which there is not here. Shown: {instead}.")


def note_instead(label: str, words: str) -> None:
    """Note, for the top of the page, why it does not show what the link asks for."""
    st.session_state.setdefault(_NOTES, {})[label] = f"{label}: {words}"


def is_from_link(name: str, value: str) -> bool:
    """Whether this value is from a link, and not a choice of this visit."""
    return st.query_params.get(name) == value != st.session_state.get(REMEMBERED + name)


def take_notes() -> list[str]:
    """The notes about this run's link, for the top of the page. They are then forgotten."""
    return [*st.session_state.pop(_NOTES, {}).values()]


def linked_value(name: str, options: Sequence[str], *, default: str) -> str:
    """The link's value of `name`, else the session's last, else the default; always one of `options`.

    If a link has an unknown value, it keeps that value until the reader chooses.
    """
    candidates = (
        as_offered(st.query_params.get(name), options),
        st.session_state.get(REMEMBERED + name),
        default,
    )
    value = next((candidate for candidate in candidates if candidate in options), options[0])
    assert value is not None
    if not has_unknown_value(name, options):
        set_linked_value(name, value)
    return value


def wanted_value(name: str) -> str | None:
    """The link's value of `name`, else the session's last; unchecked."""
    return st.query_params.get(name) or st.session_state.get(REMEMBERED + name)


_shown_day: ContextVar[date | None] = ContextVar("the past day that is shown", default=None)


def show_day(day: date | None) -> None:
    """Set the past day that this run of a page shows; None for now."""
    _shown_day.set(day)


def day_query() -> dict[str, str]:
    """The query that lets a link to another page show the same past day; empty for now."""
    day = _shown_day.get()
    return {} if day is None else {AS_AT: day.isoformat()}


def forget(name: str) -> None:
    """Remove a choice from the link and from the session."""
    st.session_state.pop(REMEMBERED + name, None)
    if name in st.query_params:
        del st.query_params[name]


def set_linked_value(name: str, value: str) -> None:
    """Write a choice to the link, and remember it for other pages."""
    assert name in NAMES, f"link.NAMES lacks {name}"
    st.session_state[REMEMBERED + name] = value
    if name in PLACE:
        forget(PLACE[1 - PLACE.index(name)])
    if name == ROUND:
        st.session_state.pop(OF_ITSELF, None)
    if st.query_params.get(name) != value:
        st.query_params[name] = value


def this_view() -> str:
    """The address of the page with every choice in it; without a host in tests."""
    query = urlencode(st.query_params.to_dict(), safe=",")
    return "?".join(filter(None, (st.context.url or "", query)))


def served_at(page: str) -> str:
    """The dashboard's address, without the page's own part; empty in tests."""
    return (st.context.url or "").rstrip("/").removesuffix(page).rstrip("/")
