"""Who is looking, and what they may see. Every page asks here before it reads anything."""

from dataclasses import dataclass
from typing import Literal

import streamlit as st

from benchmark.common.disclosure import LOCAL, Reader


@dataclass(frozen=True)
class Viewer:
    """A person at the dashboard. 'local' is the one person at this computer, who sees everything."""

    name: str
    role: Literal["local"]


def guard() -> Viewer:
    """The viewer; stops a page that was opened without the frame around it.

    Streamlit runs a script in pages/ by itself when its address is the first that a process is asked for
    and the app is started in an unusual way. Such a run has no frame, so it shows nothing.
    """
    if not st.session_state.get(FRAME_DRAWN):
        st.error("Open the dashboard from its first page.")
        st.stop()
    return Viewer(name="This computer", role="local")


def reader_of(viewer: Viewer) -> Reader:
    """What measures are told of a viewer, so that restricted figures are held back where they are read."""
    return {"local": LOCAL}[viewer.role]


FRAME_DRAWN = "frame drawn"
"""Key in the session's state that benchmark.surfaces.web.main sets before it runs a page."""
