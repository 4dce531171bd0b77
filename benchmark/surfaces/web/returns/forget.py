"""Removes a chosen file's bytes from memory, if the file may not be kept."""

import streamlit as st
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFile, UploadedFileRec

from benchmark.returns import CheckedReturn

_REFUSED = "files that look like patients"


def refused_before(key: str) -> CheckedReturn | None:
    """The check of a file whose bytes were removed, by its key; None for other files."""
    known: dict[str, CheckedReturn] = st.session_state.get(_REFUSED, {})
    return known.get(key)


def forget(file: UploadedFile, key: str, checked: CheckedReturn) -> None:
    """Remove a file's bytes from Streamlit's memory. Its check is kept while the file is listed."""
    st.session_state.setdefault(_REFUSED, {})[key] = checked
    context = get_script_run_ctx()
    if context is not None and isinstance(context.uploaded_file_mgr, MemoryUploadedFileManager):
        empty = UploadedFileRec(file_id=file.file_id, name=file.name, type=file.type, data=b"")
        context.uploaded_file_mgr.add_file(context.session_id, empty)
