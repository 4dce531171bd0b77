"""Streamlit's memory holds nothing of a file that looks like patients, and what was found stays."""

from types import SimpleNamespace

import streamlit as st
from streamlit.proto.Common_pb2 import FileURLs
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFile, UploadedFileRec

from benchmark.returns import check_return
from benchmark.surfaces.web.returns import forget


def test_the_bytes_go_and_what_was_found_stays(monkeypatch):
    manager = MemoryUploadedFileManager("/upload")
    context = SimpleNamespace(session_id="one", uploaded_file_mgr=manager)
    monkeypatch.setattr(forget, "get_script_run_ctx", lambda: context)
    monkeypatch.setattr(st, "session_state", {})
    content = b"ods_code,NHS number\nDEMO1,9991040005\n"
    record = UploadedFileRec(file_id="a", name="return.csv", type="text/csv", data=content)
    manager.add_file("one", record)
    checked = check_return(content, "return.csv", publication=None)
    assert forget.refused_before("a") is None

    forget.forget(UploadedFile(record, FileURLs(file_id="a")), "a", checked)

    assert [held.data for held in manager.get_files("one", ["a"])] == [b""]
    assert forget.refused_before("a") is checked and checked.of_patients
    assert b"9991040005" not in repr(st.session_state).encode()
