"""Boxes that all forms share: the submitter's name, and the answer to questions."""

from typing import Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from benchmark.core.people import acting
from benchmark.core.settings import Settings
from benchmark.surfaces.web.parts import as_typed

_NAME: Final = "submitter's name"
"""Key in the session's state for the last submitter's name, so that nobody types it twice."""


def name_box(place: DeltaGenerator, *, key: str) -> str:
    """Draw the box for a person's name, filled with the last one. Returns its content. A signed-in person has
    no box: their own name is returned.

    It is filled only once: a box that the reader empties stays empty.
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
    """Keep the name of a submitted form for other forms. Its own box stays as it is."""
    if by.strip():
        st.session_state[_NAME] = st.session_state[f"{key}: offered"] = by


def answer_box(asked: str, *, key: str) -> str:
    """Draw the box for one answer to all questions, if there are any. Returns its content.

    asked: the key in the session's state where `submit_made` puts the questions.
    """
    question = st.session_state.get(asked, "")
    return st.text_input(as_typed(f"Your answer: {question}"), key=key) if question else ""
