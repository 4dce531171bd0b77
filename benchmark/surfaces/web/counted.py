"""Counts this process's runs of pages, for the people who run the server. It counts no people."""

import logging
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from benchmark.core.errors import BenchmarkError

SHOWN, SAID, UNFORESEEN = "shown", "said", "unforeseen"
"""How a run ended: with its page, with a sentence instead, or with an unexpected error."""
_log = logging.getLogger(__name__)
_lock = threading.Lock()


@dataclass
class Counted:
    """Runs since the process began: by how they ended, their seconds in all, and those running now."""

    ended: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    running: int = 0


_counted = Counted()


def counted() -> Counted:
    """A copy of the counts."""
    with _lock:
        return Counted(Counter(_counted.ended), _counted.seconds, _counted.running)


@contextmanager
def one_run(address: str) -> Iterator[None]:
    """Count a run of the page at an address. Exceptions pass on."""
    began, end = time.perf_counter(), SHOWN
    with _lock:
        _counted.running += 1
    try:
        yield
    except BenchmarkError:
        end = SAID
        raise
    except Exception:  # Streamlit's own signals to stop or rerun are not Exceptions
        end = UNFORESEEN
        raise
    finally:
        took = time.perf_counter() - began
        with _lock:
            _counted.running -= 1
            _counted.ended[end] += 1
            _counted.seconds += took
        run = {"page": address, "ended": end, "seconds": round(took, 3)}
        _log.info("A page was run.", extra={"facts": run})
