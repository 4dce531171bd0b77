"""Whether this computer's clock can be believed: a wrong time makes past days show what they should not.

One rule: the clock must say, to within a day, what the newest entry and the time that passed since give.
Where this computer has run since that entry, how long is known. Where it has not, nothing is known but that a
store is used each year: an idle month is no jump, and thirteen months are asked about.
"""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from benchmark.core.errors import StoreError
from benchmark.core.wording import in_utc

TOLERATED = timedelta(days=1)
"""Clocks are set right by minutes, and a slip of time zones is of hours: no sound clock moves by a day."""
LONGEST_IDLE = timedelta(days=400)
"""The assessment comes once a year: a store that nobody wrote to for longer is asked about once."""
_BOOT = Path("/proc/sys/kernel/random/boot_id")


@dataclass(frozen=True)
class Running:
    """How long this computer has run: which start, and the seconds since then; they go on while it sleeps."""

    boot: str
    seconds: float

    @classmethod
    def now(cls) -> "Running | None":
        """None where the system does not tell which start it is."""
        try:
            return cls(_BOOT.read_text().strip(), time.clock_gettime(time.CLOCK_BOOTTIME))
        except (OSError, AttributeError):
            return None


@dataclass(frozen=True)
class Said:
    """What an entry keeps of the clock that was believed: its time, how long the computer had run."""

    at: datetime
    running: Running


def believed(
    now: datetime,
    last: datetime | None,
    *,
    said: Said | None = None,
    running: Running | None = None,
    at_this_time: bool = False,
) -> datetime:
    """The time of a new entry, in UTC, by the clock, the newest entry's time, and how long this computer ran.

    said: what the newest entry keeps of the clock.
    Never earlier than the entry before, so that entries stand in order. But where a person says that the
    clock is right and the entry before was more than a day ahead, it is the clock's own time: that entry then
    hides no later ones.
    Raises StoreError when the clock cannot be believed, unless `at_this_time`.
    """
    if last is None:
        return now
    if not at_this_time:
        expected = _expected(said, running)
        if expected is not None and abs(now - expected) > TOLERATED and abs(now - last) > TOLERATED:
            _refuse(now, f"by the time that this computer has run since, it should be {in_utc(expected)}")
        if now < last - TOLERATED:
            _refuse(now, f"the newest entry is of {in_utc(last)}, which is later")
        if expected is None and now > last + LONGEST_IDLE:
            _refuse(
                now,
                f"the newest entry is of {in_utc(last)}, more than {LONGEST_IDLE.days} days earlier",
            )
    return now if now < last - TOLERATED else max(now, last)


def _expected(said: Said | None, running: Running | None) -> datetime | None:
    """What the clock should say, where this computer has run since the entry before."""
    if said is None or running is None or said.running.boot != running.boot:
        return None
    try:
        return said.at + timedelta(seconds=running.seconds - said.running.seconds)
    except (TypeError, ValueError, OverflowError):  # an entry that somebody changed is no evidence
        return None


def _refuse(now: datetime, because: str) -> None:
    raise StoreError(
        f"This computer's clock says {in_utc(now)}, but {because}. Nothing was taken.",
        fix="Set the clock right. If it is right, say so once on the command line with --at-this-time.",
    )
