"""The boxes that every form has alike: who submits, and the answer to what is asked about it."""

from typing import Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from benchmark.core.people import acting
from benchmark.core.settings import Settings
from benchmark.surfaces.web.parts import as_typed

_NAME: Final = "submitter's name"
"""Key in the session's state: who submitted last, so that nobody types it twice."""


def name_box(place: DeltaGenerator, *, key: str) -> str:
    """Draw the box for a person's name, which holds the one that was typed last. Returns what stands in it.
    Who is signed in types none: it is theirs.

    It is filled in once: a box that a person empties stays empty.
    """
    who = acting(Settings.from_environment())
    if not who.local:
        place.text(f"Submitted by: {who.name}")
        return who.name
    state, offered = st.session_state, f"{key}: offered"
    known = state.get(_NAME, "")
    if key not in state or (not state[key] and state.get(offered) != known):
        state[key] = known
    state[offered] = known
    by: str = place.text_input("Your name", key=key)
    return by


def remember_name(by: str, *, key: str) -> None:
    """Keep the name that a form was sent with, for the next form; its own box stays as it is."""
    if by.strip():
        st.session_state[_NAME] = st.session_state[f"{key}: offered"] = by


def answer_box(asked: str, *, key: str) -> str:
    """Draw the box for the one answer to all that is asked, where something is; returns what stands in it.

    asked: the key in the session's state under which `submit_made` puts the question.
    """
    question = st.session_state.get(asked, "")
    return st.text_input(as_typed(f"Your answer: {question}"), key=key) if question else ""
