"""A small store of invented organisations, new for each test."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmark.core.settings import Settings
from tests.unit.store.invented import reference, submit

Fill = Callable[[Settings], object]
Prepared = Callable[[Settings, Fill], Settings]


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


@pytest.fixture(scope="session")
def prepared(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    """Makes of a small store what a function makes of it. It works once; after that, what it made is copied,
    also what it laid beside the store.
    """
    made: dict[Fill, Settings] = {}

    def prepared(settings: Settings, fill: Fill) -> Settings:
        if fill not in made:
            first = made[fill] = Settings(store=tmp_path_factory.mktemp("prepared") / "store")
            first.store.mkdir()
            shutil.copy(template, first.ledger_file)
            fill(first)
        source = made[fill].store
        shutil.copytree(source, settings.store, dirs_exist_ok=True)
        for beside in source.parent.iterdir():
            if beside != source:
                shutil.copy(beside, settings.store.parent)
        return settings

    return prepared
