"""A small store of invented organisations, new for each test."""

import shutil
from pathlib import Path

import pytest

from benchmark.core.settings import Settings
from tests.unit.store.invented import reference, submit


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger to copy, which is quicker than making one."""
    settings = Settings(store=tmp_path_factory.mktemp("template"))
    submit(settings, *reference())
    return settings.ledger_file


@pytest.fixture
def empty(tmp_path: Path) -> Settings:
    """A store that does not exist yet, under a name that is awkward in SQL."""
    return Settings(store=tmp_path / "Trust's own ; -- store")


@pytest.fixture
def settings(empty: Settings, template: Path) -> Settings:
    """A store with one system of three trusts, nothing published."""
    empty.store.mkdir()
    shutil.copy(template, empty.ledger_file)
    return empty
