"""What this process remembers of publications. Those that are no longer shown are forgotten.

A day of returns makes hundreds of publications. Each holds its file open and has results computed from it. So
only the newest of each store are kept, and a few past days.
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
"""A reader halfway through a page finishes it on the older publication while a newer one is put in use."""
PAST_DAYS: Final = 4
IN_ALL: Final = 16
"""The most of all stores together. A server has one store."""


class Kept:
    """What is remembered of a publication's file. opened: the open Publication, if there is one."""

    def __init__(self, answers: "Answers", *, is_past: bool) -> None:
        self.answers, self.is_past = answers, is_past
        self.opened: Any = None


class Answers:
    """The results computed from a publication, by function and arguments."""

    def __init__(self) -> None:
        self._of: dict[Callable[..., Any], Callable[..., Any]] = {}

    def of(self, function: Callable[..., Any], entries: int) -> Callable[..., Any]:
        """The function with its last results remembered, at most `entries` of them."""
        found = self._of.get(function)
        return found or self._of.setdefault(function, lru_cache(maxsize=entries)(function))


class FirstAsked:
    """Computes once what several threads ask at the same time: the first computes, the others wait.

    It keeps no result afterwards: results are kept elsewhere.
    """

    def __init__(self) -> None:
        self._working: dict[Hashable, Future[Any]] = {}
        self._lock = threading.Lock()

    def answer(self, key: Hashable, work: Callable[[], R]) -> R:
        """The result of `work`, which must be the same for the same key. Raises what `work` raises."""
        with self._lock:
            others = self._working.get(key)
            own = self._working.setdefault(key, Future())
        if others is not None:
            try:
                found: R = others.result()
                return found
            except CancelledError:  # the first thread was stopped because its page was left
                return work()
        try:
            found = work()
            own.set_result(found)
            return found
        except Exception as error:
            own.set_exception(error)
            raise
        finally:
            own.cancel()  # does nothing if a result or an error was set
            with self._lock:
                del self._working[key]


_kept: OrderedDict[Path, Kept] = OrderedDict()
"""By file; the most recently used is last."""
_answers: WeakValueDictionary[str, Answers] = WeakValueDictionary()
"""By version: results hold for the same content in any store."""
_lock = threading.Lock()


def known(file: Path) -> Kept | None:
    """What is remembered of the publication in a file, or None."""
    with _lock:
        found = _kept.get(file)
        if found is not None:
            _kept.move_to_end(file)
        return found


def keep(file: Path, version: str, *, is_past: bool) -> Kept:
    """What is remembered of a publication, now the most recently used. May forget another one."""
    gone = []
    with _lock:
        found = _kept.get(file)
        if found is None:
            answers = _answers.setdefault(version, Answers())
            found = _kept[file] = Kept(answers, is_past=is_past)
            alike = [
                known
                for known, kept in _kept.items()
                if (known.parent, kept.is_past) == (file.parent, is_past)
            ]
            too_many = alike[: -(PAST_DAYS if is_past else NEWEST)] or [*_kept][:-IN_ALL]
            gone = [_kept.pop(old) for old in too_many]
        _kept.move_to_end(file)
    gone.clear()  # outside the lock: this closes files and frees much memory
    return found


def forget(folder: Path | None = None) -> None:
    """Forget everything, as if the process were a new one; or only the publications in a folder, whose files
    are then closed: Windows removes no file that is open.
    """
    with _lock:
        gone = [_kept.pop(file) for file in [*_kept] if folder in (None, file.parent)]
        if folder is None:
            _answers.clear()
    gone.clear()  # outside the lock, as in `keep`
