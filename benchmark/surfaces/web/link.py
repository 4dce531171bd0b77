"""What the reader chose, held in the link: what it asks for, what it cannot have, and what it is given."""

from collections.abc import Sequence
from typing import Final
from urllib.parse import urlencode

import streamlit as st

AS_AT = "asat"
"""The link's name of a past day, written 2026-10-31; absent for now."""
ROUND = "round"
"""The link's name of the round."""
REMEMBERED = "chosen: "
_ASKED_IN_VAIN = "asked in vain"
"""What this run's link asks for and cannot have, by the choice's label, each as a sentence."""
LONGEST_SAID = 40
"""Letters of a link's value that a sentence repeats."""
LONGEST_NAME = 100
"""Letters of a link's value that can be an organisation's name."""
PLACE: Final = ("ics", "group")
"""The link's names of what a page is about: a system, or a group by its code or its members'; one of them."""
OF_ITSELF = "round: of itself"
"""The round that a page took because nobody had chosen one."""


def _as_offered(asked: str | None, options: Sequence[str]) -> str | None:
    """The option that a link means, whatever the case of its letters and the spaces around it."""
    if asked is None or asked in options:
        return asked
    plain = asked.strip().casefold()
    return next((option for option in options if option.casefold() == plain), asked)


def came_unknown(name: str, options: Sequence[str]) -> bool:
    """Whether a link came with a value that is not on offer: one that this visit chose may only be gone."""
    asked = _as_offered(st.query_params.get(name), options)
    return asked is not None and asked not in options and asked != st.session_state.get(REMEMBERED + name)


def say_in_vain(label: str, asked: str, *, instead: str) -> None:
    """Remember for the head of the page that the link asks for what there is not, and what is shown.

    The link keeps what it asks for until the reader chooses.
    """
    short = asked if len(asked) <= LONGEST_SAID else f"{asked[:LONGEST_SAID]}..."
    say_instead(label, f"the link asks for “{short}”, which there is not here. Shown: {instead}.")


def say_instead(label: str, words: str) -> None:
    """Remember for the head of the page why something else is shown than the link asks for."""
    st.session_state.setdefault(_ASKED_IN_VAIN, {})[label] = f"{label}: {words}"


def came_with(name: str, value: str) -> bool:
    """Whether a link came with this value, and not a choice of this visit."""
    return st.query_params.get(name) == value != st.session_state.get(REMEMBERED + name)


def asked_in_vain() -> list[str]:
    """What this run's link asks for and cannot have, as sentences; then forgotten."""
    return [*st.session_state.pop(_ASKED_IN_VAIN, {}).values()]


def linked_value(name: str, options: Sequence[str], *, default: str) -> str:
    """The link's value of `name`, or the session's last, or the default; always one of `options`.

    A link that came with another value keeps it until the reader chooses.
    """
    candidates = (
        _as_offered(st.query_params.get(name), options),
        st.session_state.get(REMEMBERED + name),
        default,
    )
    value = next((candidate for candidate in candidates if candidate in options), options[0])
    assert value is not None
    if not came_unknown(name, options):
        set_linked_value(name, value)
    return value


def wanted_value(name: str) -> str | None:
    """The link's value of `name`, or the session's last, unchecked."""
    return st.query_params.get(name) or st.session_state.get(REMEMBERED + name)


def forget(name: str) -> None:
    """Take a choice out of the link and out of what the session remembers."""
    st.session_state.pop(REMEMBERED + name, None)
    if name in st.query_params:
        del st.query_params[name]


def set_linked_value(name: str, value: str) -> None:
    """Put a choice into the link, and remember it for the other pages."""
    st.session_state[REMEMBERED + name] = value
    if name in PLACE:
        forget(PLACE[1 - PLACE.index(name)])
    if name == ROUND:
        st.session_state.pop(OF_ITSELF, None)
    if st.query_params.get(name) != value:
        st.query_params[name] = value


def this_view() -> str:
    """The whole address of what is shown, with every choice in it; without the host where nobody looks."""
    query = urlencode(st.query_params.to_dict(), safe=",")
    return "?".join(filter(None, (st.context.url or "", query)))


def served_at(page: str) -> str:
    """Where the dashboard is, without the address of the page that is shown; empty where nobody looks."""
    return (st.context.url or "").rstrip("/").removesuffix(page).rstrip("/")
