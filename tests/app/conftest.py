"""The app as Streamlit runs it, without a browser."""

import shutil
from pathlib import Path

import pytest

from benchmark.core.settings import STORE_VARIABLE, Settings
from benchmark.store.ledger.snapshot import INSIDE
from benchmark.store.publication import Publication
from tests.app.visits import App
from tests.conftest import CopyOf, make_ten_days_ago


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
