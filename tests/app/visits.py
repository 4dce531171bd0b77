"""Visits to the app without a browser, which leave out what takes most of their time and shows nothing.

All installed packages were looked through for components once; nobody asks a thousand times a second whether
a run has ended, which keeps it from going on; nobody looks through all modules for who started the app; each
script is compiled once for all visits; and no browser is made up, whose headers would be empty.
"""

import os
from functools import cache
from pathlib import Path

from streamlit import delta_generator
from streamlit.components.v2 import manifest_scanner
from streamlit.runtime import context
from streamlit.runtime.scriptrunner.script_cache import ScriptCache
from streamlit.testing.v1 import AppTest, local_script_runner
from streamlit.testing.v1.local_script_runner import LocalScriptRunner
from streamlit.util import calc_hash

from benchmark.core.settings import PROJECT_ROOT, STORE_VARIABLE
from tests.terms import without_explanations

MAIN = PROJECT_ROOT / "benchmark" / "surfaces" / "web" / "main.py"


class App:
    """Visits to the app. Each starts a session of its own.

    shared: the store that nobody writes to, and what its pages said, by the address and the query.
    """

    def __init__(self, shared: Path | None = None, said: dict[object, str] | None = None) -> None:
        self._shared, self._said = str(shared), {} if said is None else said

    def open(self, address: str, **query: str) -> AppTest:
        """The app at a page's address, with a link's query."""
        app = AppTest.from_file(str(MAIN), default_timeout=150)
        # As a browser asks for a page at once. switch_page would first have the landing page drawn.
        asked = calc_hash(address) if address else ""
        app._page_hash = asked
        for name, value in query.items():
            app.query_params[name] = value
        app.run()
        assert not app.exception, app.exception[0].message
        assert asked in ("", app._finished_page_script_hash), f"There is no page {address}."
        return app

    def words(self, app: AppTest) -> str:
        """All that the page says in HTML of its own; what terms mean is left out."""
        text = "\n".join(str(element.proto.body) for element in app.get("html"))
        return without_explanations(text)

    def said(self, address: str, **query: str) -> str:
        """All that a page says when it is opened. Of the shared store each is asked for once."""
        if os.environ[STORE_VARIABLE] != self._shared:
            return self.words(self.open(address, **query))
        asked = (address, *query.items())
        if asked not in self._said:
            self._said[asked] = self.words(self.open(address, **query))
        return self._said[asked]


def press(opened: AppTest, label: str) -> AppTest:
    """The page after its one button of this label is pressed."""
    (button,) = [found for found in opened.button if found.label == label]
    button.click().run()
    assert not opened.exception, opened.exception[0].message
    return opened


_expect_ended = local_script_runner.require_widgets_deltas


def _ended(runner: LocalScriptRunner, timeout: float) -> None:
    if runner._script_thread is not None:
        runner._script_thread.join(timeout)
    _expect_ended(runner, 1)


local_script_runner.require_widgets_deltas = _ended
local_script_runner.ScriptCache = cache(ScriptCache)
context._get_client_context = lambda: None
manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)
manifest_scanner.scan_component_manifests()
delta_generator._use_warning_has_been_displayed = True
