"""What threads ask of a publication at the same time is worked out once, whatever becomes of the first."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import count
from typing import Any

import pytest

from benchmark.store.publication import Publication, per_publication
from benchmark.store.publication.kept import FirstAsked

WAIT = 60


class Left(BaseException):
    """How Streamlit ends the run of a page that its reader has left."""


def asked_at_once(work: Callable[[int], Any], threads: int = 4) -> list[Future[Any]]:
    """Ask the same with so many threads; the first one works until all others wait for it."""
    first, begun, number = FirstAsked(), threading.Event(), count(1)

    def slow() -> Any:
        call = next(number)
        if call == 1:
            begun.set()
            until = time.monotonic() + WAIT
            while len(first._working["key"]._condition._waiters) < threads - 1:
                assert time.monotonic() < until
                time.sleep(0.005)
        return work(call)

    def ask() -> Any:
        return first.answer("key", slow)

    with ThreadPoolExecutor(threads) as pool:
        one = pool.submit(ask)
        assert begun.wait(WAIT)
        return [one, *(pool.submit(ask) for _ in range(threads - 1))]


def test_the_first_works_and_all_have_its_answer():
    answers = [each.result(WAIT) for each in asked_at_once(lambda number: [number])]
    assert all(answer is answers[0] for answer in answers[1:])


def test_all_have_its_error():
    def fails(number: int) -> None:
        raise ValueError(number)

    for each in asked_at_once(fails):
        with pytest.raises(ValueError, match="1"):
            each.result(WAIT)


def test_where_the_first_is_stopped_the_others_work_it_out():
    def left(number: int) -> int:
        if number == 1:
            raise Left
        return number

    one, *others = asked_at_once(left)
    with pytest.raises(Left):
        one.result(WAIT)
    assert all(each.result(WAIT) > 1 for each in others)


def test_another_question_does_not_wait():
    first = FirstAsked()
    assert first.answer("one", lambda: first.answer("another", lambda: 2)) == 2


def test_a_publication_s_readers_who_come_together_share_one_answer(publication):
    threads = 4
    together, calls = threading.Barrier(threads), []

    @per_publication
    def counted(publication: Publication, *, of: str) -> object:
        calls.append(of)
        threading.Event().wait(0.2)  # so that the others find it at work
        return object()

    def ask(_: int) -> object:
        together.wait(WAIT)
        return counted(publication, of="all")

    with ThreadPoolExecutor(threads) as pool:
        assert len({*map(id, pool.map(ask, range(threads)))}) == 1
    assert calls == ["all"]
