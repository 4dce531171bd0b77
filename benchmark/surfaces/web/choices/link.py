"""What the reader chose, held in the link: what it asks for, what it cannot have, and what it is given."""

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
"""Every name of a choice that some page keeps in its link. A page that takes another fails."""
_CALLED: Final = {"system": "ics", "icb": "ics", "year": ROUND, "provider": "trust", "date": AS_AT}
"""What others call our choices, by which a sentence finds the nearest name."""
MOST_SAID: Final = 3
"""Names that no page knows, each of which a sentence repeats; of more the count is said."""
_NUMBER = re.compile(r"\d{1,9}(\.\d{0,9})?", re.ASCII)
_PARTED = re.compile(r"[\s_/-]+")


def as_offered(asked: str | None, options: Sequence[str]) -> str | None:
    """The option that a link means, in any letters, and of a number in any way of writing it; else as asked.

    Spaces, hyphens, slashes and underscores stand for each other. What two options could be is neither.
    """
    if asked is None or asked in options:
        return asked
    plain = _plain(asked)
    meant = [option for option in options if _plain(option) == plain]
    return meant[0] if len(meant) == 1 else asked


def _plain(text: str) -> str | Decimal:
    small = text.strip().casefold()
    return Decimal(small) if _NUMBER.fullmatch(small) else _PARTED.sub("-", small)


def settle_names() -> None:
    """Before a page: take the names of a link in any letters, and remember to say which no page knows.

    Of a choice that stands twice the last is taken, as the address has them, and the others are said.
    """
    known = {_bare(name): name for name in NAMES}
    asked: dict[str, list[str]] = {}
    for name in st.query_params:
        asked.setdefault(known.get(_bare(name), name), []).extend(st.query_params.get_all(name))
    if set(asked) != set(st.query_params):
        st.query_params.from_dict(asked)
    for name, values in asked.items():
        if name in NAMES and len(set(values)) > 1:
            others = " and ".join(
                f"“{_short(value)}”" for value in dict.fromkeys(values) if value != values[-1]
            )
            say_instead(
                f"“{name}” stands twice", f"the link asks for {others} too. Taken: “{_short(values[-1])}”."
            )
    unknown = [name for name in asked if name not in NAMES]
    for name in unknown[:MOST_SAID]:
        near = _CALLED.get(_bare(name)) or next(iter(get_close_matches(_bare(name), known, n=1)), None)
        nearest = f" The nearest is “{known.get(near, near)}”." if near else ""
        say_instead(
            f"“{_short(name)}”",
            f"the link asks for “{_short(asked[name][-1])}” by this name, which no page knows.{nearest}",
        )
    if more := unknown[MOST_SAID:]:
        say_instead("Other names in the link", f"{len(more)} more that no page knows.")


def _bare(name: str) -> str:
    """A name without what writers put between its words: 'As-At' is 'asat'."""
    return _PARTED.sub("", name.casefold())


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_SAID else f"{text[:LONGEST_SAID]}..."


def came_unknown(name: str, options: Sequence[str]) -> bool:
    """Whether a link came with a value that is not on offer: one that this visit chose may only be gone."""
    asked = as_offered(st.query_params.get(name), options)
    return asked is not None and asked not in options and asked != st.session_state.get(REMEMBERED + name)


def say_in_vain(label: str, asked: str, *, instead: str) -> None:
    """Remember for the head of the page that the link asks for what there is not, and what is shown.

    The link keeps what it asks for until the reader chooses.
    """
    say_instead(label, f"the link asks for “{_short(asked)}”, which there is not here. Shown: {instead}.")


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
        as_offered(st.query_params.get(name), options),
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


_shown_day: ContextVar[date | None] = ContextVar("the past day that is shown", default=None)


def show_day(day: date | None) -> None:
    """Say of which past day the figures are that this run of a page shows; None for now."""
    _shown_day.set(day)


def day_query() -> dict[str, str]:
    """What a link to another page takes along, so that it shows the same past day; nothing for now."""
    day = _shown_day.get()
    return {} if day is None else {AS_AT: day.isoformat()}


def forget(name: str) -> None:
    """Take a choice out of the link and out of what the session remembers."""
    st.session_state.pop(REMEMBERED + name, None)
    if name in st.query_params:
        del st.query_params[name]


def set_linked_value(name: str, value: str) -> None:
    """Put a choice into the link, and remember it for the other pages."""
    assert name in NAMES, f"link.NAMES lacks {name}"
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
