"""Decides whether this computer's clock can be believed. A wrong time would show past days wrongly.

The rule: the clock must agree, to within a day, with the newest entry's time plus the time passed since. If
the computer has run since that entry, that time is known. If not, it must be under 400 days, as a store is
used every year: an idle month is accepted, thirteen months are questioned.
"""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from benchmark.core.errors import StoreError
from benchmark.core.wording import in_utc

TOLERATED = timedelta(days=1)
"""Clocks are corrected by minutes, and time zones differ by hours: no correct clock jumps by a day."""
LONGEST_IDLE = timedelta(days=400)
"""The assessment is yearly: if nobody wrote to a store for longer, a person must confirm the time once."""
_BOOT = Path("/proc/sys/kernel/random/boot_id")


@dataclass(frozen=True)
class Running:
    """How long this computer has run: the id of its last start, and the seconds since, including sleep."""

    boot: str
    seconds: float

    @classmethod
    def now(cls) -> "Running | None":
        """None if the system does not show the id."""
        try:
            return cls(_BOOT.read_text().strip(), time.clock_gettime(time.CLOCK_BOOTTIME))
        except (OSError, AttributeError):
            return None


@dataclass(frozen=True)
class EntryClock:
    """The clock as an entry recorded it: the time, and how long the computer had run."""

    at: datetime
    running: Running


def time_of_entry(
    now: datetime,
    last: datetime | None,
    *,
    entry_clock: EntryClock | None = None,
    running: Running | None = None,
    at_this_time: bool = False,
) -> datetime:
    """The time of a new entry in UTC.

    now: the clock's time. last: the newest entry's time. entry_clock: the clock as that entry recorded it.
    The result is never earlier than the newest entry, so that entries stay in order. The exception: if a
    person confirmed the clock (`at_this_time`) and the newest entry is more than a day ahead, the result is
    `now`, so that the wrong entry hides no later ones.
    Raises StoreError if the clock cannot be believed, unless `at_this_time`.
    """
    if last is None:
        return now
    if not at_this_time:
        expected = _expected(entry_clock, running)
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


def _expected(entry_clock: EntryClock | None, running: Running | None) -> datetime | None:
    """The time that the clock should show; None if this computer was restarted since the newest entry."""
    if entry_clock is None or running is None or entry_clock.running.boot != running.boot:
        return None
    try:
        return entry_clock.at + timedelta(seconds=running.seconds - entry_clock.running.seconds)
    except (TypeError, ValueError, OverflowError):  # somebody changed the entry, so it proves nothing
        return None


def _refuse(now: datetime, because: str) -> None:
    raise StoreError(
        f"This computer's clock says {in_utc(now)}, but {because}. Nothing was taken.",
        fix="Set the clock right. If it is right, say so once on the command line with --at-this-time.",
    )
