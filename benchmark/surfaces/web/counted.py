"""What this process counts of its own work, for whoever looks after the server: runs of pages, no people."""

import logging
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from benchmark.core.errors import BenchmarkError

SHOWN, SAID, UNFORESEEN = "shown", "said", "unforeseen"
"""How a run ends: with its page, with a sentence in its place, or with an error that nobody foresaw."""
_log = logging.getLogger(__name__)
_lock = threading.Lock()


@dataclass
class Counted:
    """The runs since the process began, by how they ended, the seconds that they took, and those at work."""

    ended: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    running: int = 0


_counted = Counted()


def counted() -> Counted:
    """What was counted until now."""
    with _lock:
        return Counted(Counter(_counted.ended), _counted.seconds, _counted.running)


@contextmanager
def one_run(address: str) -> Iterator[None]:
    """Count a run of the page at an address. What it raises goes on."""
    began, end = time.perf_counter(), SHOWN
    with _lock:
        _counted.running += 1
    try:
        yield
    except BenchmarkError:
        end = SAID
        raise
    except Exception:  # not what Streamlit stops or repeats a run with
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
