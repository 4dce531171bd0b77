"""A small store of invented organisations, new for each test."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from benchmark.core.settings import Settings
from benchmark.store.ledger.migrate import leave
from tests.conftest import CopyOf
from tests.postgresql import Postgresql, Way
from tests.unit.store.filled import fill_ledger
from tests.unit.store.invented import reference, submit

Fill = Callable[[Settings], object]
Prepared = Callable[[Settings, Fill], Settings]


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger to copy, which is quicker than making one."""
    settings = Settings(store=tmp_path_factory.mktemp("template"))
    submit(settings, *reference())
    return settings.ledger_file


@pytest.fixture(scope="module")
def filled(copy_of: CopyOf) -> Settings:
    """A store with rows in every table of its ledger, nothing published. Tests of a file share it."""
    return copy_of("filled", fill_ledger)


@pytest.fixture
def empty(tmp_path: Path) -> Settings:
    """A store that does not exist yet, under a name that is awkward in SQL."""
    return Settings(store=tmp_path / "Trust's own ; -- store")


@pytest.fixture(scope="session")
def template_in_database(postgresql: Postgresql, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A database to copy, and a server's store with its copy of the ledger in it."""
    settings = Settings(store=tmp_path_factory.mktemp("template"), database=postgresql.fresh())
    submit(settings, *reference())
    return settings


@pytest.fixture
def engine(request: pytest.FixtureRequest) -> str:
    """What keeps the ledger of `settings`: DuckDB, unless a test is asked of each: see engines.py."""
    return str(getattr(request, "param", "duckdb"))


@pytest.fixture
def settings(empty: Settings, template: Path, engine: str, request: pytest.FixtureRequest) -> Settings:
    """A store with one system of three trusts, nothing published."""
    empty.store.mkdir()
    if engine == "duckdb":
        shutil.copy(template, empty.ledger_file)
        leave(empty.ledger_file)  # as this process made it: it need not be looked through anew
        return empty
    server: Postgresql = request.getfixturevalue("postgresql")
    source: Settings = request.getfixturevalue("template_in_database")
    for file in (source.ledger_file, source.store_file):
        shutil.copy(file, empty.store)
    return replace(empty, database=server.fresh(source.database.partition("?")[0].rpartition("/")[2]))


@pytest.fixture
def second(settings: Settings, tmp_path: Path) -> Settings:
    """Another server over the same database, in a folder of its own that is still empty."""
    return replace(settings, store=tmp_path / "second")


@pytest.fixture
def way(postgresql: Postgresql) -> Iterator[Way]:
    """A way to the server that can be cut."""
    with closing(Way(postgresql)) as way:
        yield way


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
