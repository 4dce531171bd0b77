"""Commands run in this process, on the store of published data."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from benchmark.core.settings import Settings
from benchmark.store.publication import Publication
from benchmark.surfaces.cli.main import main


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
