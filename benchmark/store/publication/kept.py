"""What this process remembers of publications, all in one place: it goes with those that are no longer shown.

A day of returns makes hundreds of publications. Each holds its file open, and pages keep what they worked out
of it; so of each store only the newest are kept, and a few past days that somebody looks at.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import CancelledError, Future
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, TypeVar
from weakref import WeakValueDictionary

R = TypeVar("R")

NEWEST: Final = 2
"""Who is halfway through a page while another is published finishes it with what is remembered."""
PAST_DAYS: Final = 4
IN_ALL: Final = 16
"""Of all stores. A server has one."""


class Kept:
    """What is remembered of a publication that lies in a file.

    opened: the publication that holds the file open, if any does.
    """

    def __init__(self, answers: "Answers", *, is_past: bool) -> None:
        self.answers, self.is_past = answers, is_past
        self.opened: Any = None


class Answers:
    """What was worked out of a publication: by the function that did it, and by what it was asked."""

    def __init__(self) -> None:
        self._of: dict[Callable[..., Any], Callable[..., Any]] = {}

    def of(self, function: Callable[..., Any], entries: int) -> Callable[..., Any]:
        """The function, with its last answers remembered: so many at most."""
        found = self._of.get(function)
        return found or self._of.setdefault(function, lru_cache(maxsize=entries)(function))


class FirstAsked:
    """Works out once what several threads ask at the same time: the first one does, the others wait for it.

    Who comes after it finds nothing here: answers are kept elsewhere.
    """

    def __init__(self) -> None:
        self._working: dict[Hashable, Future[Any]] = {}
        self._lock = threading.Lock()

    def answer(self, key: Hashable, work: Callable[[], R]) -> R:
        """What `work` returns, which is the same for the same key; its error, where it has one."""
        with self._lock:
            others = self._working.get(key)
            own = self._working.setdefault(key, Future())
        if others is not None:
            try:
                found: R = others.result()
                return found
            except CancelledError:  # the first one was stopped: its page was left
                return work()
        try:
            found = work()
            own.set_result(found)
            return found
        except Exception as error:
            own.set_exception(error)
            raise
        finally:
            own.cancel()  # does nothing where it has ended in one of these two ways
            with self._lock:
                del self._working[key]


_kept: OrderedDict[Path, Kept] = OrderedDict()
"""By their files; the one that was looked at last stands last."""
_answers: WeakValueDictionary[str, Answers] = WeakValueDictionary()
"""By version: what is worked out of a publication holds for the same content in whichever store."""
_lock = threading.Lock()


def known(file: Path) -> Kept | None:
    """What is remembered of the publication in a file, if anything is."""
    with _lock:
        found = _kept.get(file)
        if found is not None:
            _kept.move_to_end(file)
        return found


def looked_at(file: Path, version: str, *, is_past: bool) -> Kept:
    """What is remembered of a publication. It is looked at, so it stays, and another may be forgotten."""
    gone = []
    with _lock:
        found = _kept.get(file)
        if found is None:
            answers = _answers.setdefault(version, Answers())
            found = _kept[file] = Kept(answers, is_past=is_past)
            alike = [
                one for one, kept in _kept.items() if (one.parent, kept.is_past) == (file.parent, is_past)
            ]
            too_many = alike[: -(PAST_DAYS if is_past else NEWEST)] or [*_kept][:-IN_ALL]
            gone = [_kept.pop(one) for one in too_many]
        _kept.move_to_end(file)
    gone.clear()  # not under the lock: files are closed, and much is let go of
    return found


def forget() -> None:
    """Forget everything, as if the process were a new one."""
    with _lock:
        _kept.clear()
        _answers.clear()
