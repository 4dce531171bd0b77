"""Each server shows what any of them took in, says so when it cannot, and goes on by itself."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from benchmark.core.settings import Settings
from benchmark.returns.submit import following
from benchmark.returns.submit.following import Follower, trouble_words
from benchmark.store.ledger.snapshot import newest_entry
from benchmark.store.publication import open_store
from benchmark.store.publication.publish import publish
from tests.postgresql import Postgresql
from tests.unit.store.invented import SCORES, make, reference, scores, submission, submit

pytestmark = pytest.mark.slow

SOON = 30.0


def eventually(holds: Callable[[], bool]) -> None:
    until = time.monotonic() + SOON
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.05)


@pytest.fixture
def servers(postgresql: Postgresql, tmp_path: Path) -> Iterator[list[Settings]]:
    """Two servers that show the same; the second follows."""
    first = Settings(store=tmp_path / "first", database=postgresql.fresh())
    submit(first, *reference())
    publish(first)
    second = replace(first, store=tmp_path / "second")
    make(second)
    publish(second)
    with ExitStack() as stack:
        stack.callback(Follower(second).stop)
        yield [first, second]


def test_a_server_shows_what_another_took_in(
    servers: list[Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = servers
    submit(first, submission(scores(2.0)))
    monkeypatch.setattr(following, "ASK_SECONDS", 3600.0)  # it is told, long before it asks
    shown = publish(first)
    eventually(lambda: open_store(second).version == shown.version)
    assert open_store(second).rows(SCORES) == [("ZZ1", 2.0)]
    assert trouble_words(second) == ""


def test_a_database_that_goes_away_is_said_and_followed_again(
    servers: list[Settings], postgresql: Postgresql, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following, "AGAIN_SECONDS", 0.1)
    first, second = servers
    shown = open_store(second).version
    postgresql.kill()
    try:
        eventually(lambda: trouble_words(second) != "")
        assert "what is shown may not be the newest. The database of the ledger cannot be reached" in (
            trouble_words(second)
        )
        assert open_store(second).version == shown
    finally:
        postgresql.start()
    submit(first, submission(scores(2.5)))
    eventually(lambda: newest_entry(second) == 4 and open_store(second).rows(SCORES) == [("ZZ1", 2.5)])
    eventually(lambda: trouble_words(second) == "")
