"""Commands run in this process, on the store of published data."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from benchmark.core.settings import Settings
from benchmark.returns.submit.bundled import prepare_store
from benchmark.store.ledger.migrate import leave
from benchmark.store.publication import Publication
from benchmark.surfaces.cli.main import main
from tests.conftest import CopyOf
from tests.unit.returns.few import few_data


@dataclass(frozen=True)
class Finished:
    """What a command gave: its exit code, and what it wrote to standard output and standard error."""

    exit_code: int
    out: str
    err: str


Run = Callable[..., Finished]


@pytest.fixture
def run(capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Runs a command with these arguments."""

    def run(*arguments: object) -> Finished:
        exit_code = main([str(argument) for argument in arguments])
        out, err = capfdbinary.readouterr()
        return Finished(exit_code, out.decode(), err.decode())

    return run


@pytest.fixture
def ask(run: Run, published_settings: Settings, publication: Publication) -> Run:
    """Runs a command on the shared store, which it must not change."""

    def ask(command: str, *arguments: object) -> Finished:
        return run(command, "--store", published_settings.store, *arguments)

    return ask


@pytest.fixture(scope="session")
def few_settings(copy_of: CopyOf, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A store of the demonstration's trusts and systems alone, over all of which one looks in a moment.

    Tests share it, so none may write to it.
    """
    data = few_data(tmp_path_factory.mktemp("few"))
    return copy_of("few", lambda made: prepare_store(replace(made, data=data)))


@pytest.fixture
def few_store(few_settings: Settings, tmp_path: Path) -> Settings:
    """A copy of that store, to be changed."""
    settings = Settings(store=shutil.copytree(few_settings.store, tmp_path / "few"))
    leave(settings.ledger_file)
    return settings
