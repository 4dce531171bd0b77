"""Pages take turns: few at a time, none for ever, and whoever takes in a file is waited for by nobody."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest

from benchmark.core.people import LOCAL_PERSON, Person
from benchmark.surfaces.web import turns
from benchmark.surfaces.web.site.sitemap import OVERVIEW, PAGES, UPLOAD
from benchmark.surfaces.web.turns import AT_ONCE, WITHOUT_TURN, own_turn, turn

WAIT = 60


@pytest.fixture(autouse=True)
def own_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "_turns", threading.Semaphore(AT_ONCE))
    monkeypatch.setattr(turns, "LONGEST_WAIT", WAIT)


def test_no_more_than_a_few_go_on_together_and_each_has_its_turn():
    lock, inside, most, done = threading.Lock(), 0, 0, []

    def one(number: int) -> None:
        nonlocal inside, most
        with turn(OVERVIEW):
            with lock:
                inside += 1
                most = max(most, inside)
            time.sleep(0.01)  # so that the others come while it is at it
            with lock:
                inside -= 1
                done.append(number)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(one, range(8)))
    assert most == AT_ONCE
    assert sorted(done) == list(range(8))


def test_a_turn_ends_with_an_error():
    for _ in range(AT_ONCE + 1):
        with pytest.raises(ValueError, match="broken"), turn(OVERVIEW):
            raise ValueError("broken")


def test_who_has_waited_long_goes_on_and_gives_no_turn_back(monkeypatch):
    monkeypatch.setattr(turns, "LONGEST_WAIT", 0.01)
    with turn(OVERVIEW), turn(OVERVIEW):
        with turn(OVERVIEW):
            pass
        assert not turns._turns.acquire(blocking=False)


def test_a_page_that_takes_in_files_waits_for_no_other_and_no_other_waits_for_it():
    with ExitStack() as together:
        for address in (*[UPLOAD] * (AT_ONCE + 1), *[OVERVIEW] * AT_ONCE, UPLOAD):
            together.enter_context(turn(address))
        assert not turns._turns.acquire(blocking=False)
    assert {place.address for place in PAGES} > WITHOUT_TURN


def test_one_person_s_files_are_read_in_turn_and_hold_up_no_other_person():
    ana, tam = Person("ana-0001", "Ana"), Person("tam-0003", "Tam")
    reading, others = threading.Event(), []

    def another_of_hers() -> None:
        with own_turn(Person("ana-0001", "Ana, in another tab")):
            reading.set()

    with ThreadPoolExecutor(1) as pool:
        with own_turn(ana):
            waiting = pool.submit(another_of_hers)
            with own_turn(tam):
                others.append("read meanwhile")
            assert not reading.wait(0.2)
        waiting.result(WAIT)
    assert others and reading.is_set()
    with own_turn(LOCAL_PERSON), own_turn(LOCAL_PERSON):
        pass  # nobody else is there to wait
    with pytest.raises(ValueError, match="spoilt"), own_turn(ana):
        raise ValueError("spoilt")
    with own_turn(ana):
        pass
