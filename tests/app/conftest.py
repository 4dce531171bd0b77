"""The app as Streamlit runs it, without a browser."""

import os
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest, local_script_runner
from streamlit.testing.v1.local_script_runner import LocalScriptRunner
from streamlit.util import calc_hash

from benchmark.core.settings import PROJECT_ROOT, STORE_VARIABLE, Settings
from benchmark.store.ledger.snapshot import INSIDE
from benchmark.store.publication import Publication
from tests.conftest import CopyOf, make_ten_days_ago
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
        told = "\n".join(str(element.proto.body) for element in app.get("html"))
        return without_explanations(told)

    def said(self, address: str, **query: str) -> str:
        """All that a page says when it is opened. Of the shared store each is asked for once."""
        if os.environ[STORE_VARIABLE] != self._shared:
            return self.words(self.open(address, **query))
        asked = (address, *query.items())
        if asked not in self._said:
            self._said[asked] = self.words(self.open(address, **query))
        return self._said[asked]


@pytest.fixture(scope="session", autouse=True)
def packages_looked_through_once() -> Iterator[None]:
    """A visit looks through all installed packages for components, for a third of its time: once will do."""
    with pytest.MonkeyPatch.context() as patch:
        scan = manifest_scanner.scan_component_manifests
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(scan))
        yield


@pytest.fixture(scope="session", autouse=True)
def waits_without_looking() -> Iterator[None]:
    """A visit asks a thousand times a second whether its run has ended, and so keeps it from going on."""
    with pytest.MonkeyPatch.context() as patch:
        expect_ended = local_script_runner.require_widgets_deltas

        def ended(runner: LocalScriptRunner, timeout: float) -> None:
            if runner._script_thread is not None:
                runner._script_thread.join(timeout)
            expect_ended(runner, 1)

        patch.setattr(local_script_runner, "require_widgets_deltas", ended)
        yield


@pytest.fixture(scope="session")
def words_by_page() -> dict[object, str]:
    return {}


@pytest.fixture
def app(
    monkeypatch: pytest.MonkeyPatch,
    published_settings: Settings,
    publication: Publication,
    words_by_page: dict[object, str],
) -> App:
    monkeypatch.setenv(STORE_VARIABLE, str(published_settings.store))
    return App(published_settings.store, words_by_page)


@pytest.fixture(scope="session")
def made_ten_days_ago(copy_of: CopyOf) -> Settings:
    """A store as it would be. Tests share it, so none may write to it."""
    return copy_of("older", make_ten_days_ago)


@pytest.fixture
def older_store(
    made_ten_days_ago: Settings, app: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Settings:
    """A copy of a store that was made ten days ago, which the app shows."""
    without = shutil.ignore_patterns(INSIDE)
    store = shutil.copytree(made_ten_days_ago.store, tmp_path / "older", ignore=without)
    monkeypatch.setenv(STORE_VARIABLE, str(store))
    return Settings(store=store)


@pytest.fixture
def older_shown(made_ten_days_ago: Settings, app: App, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The shared store that was made ten days ago, which the app shows: to be looked at."""
    monkeypatch.setenv(STORE_VARIABLE, str(made_ten_days_ago.store))
    return made_ten_days_ago


@pytest.fixture
def own_store(own_store: Settings, app: App, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A store that a test may write to, which the app shows."""
    monkeypatch.setenv(STORE_VARIABLE, str(own_store.store))
    return own_store
