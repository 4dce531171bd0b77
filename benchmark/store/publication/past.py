"""Figures as they were on a past day: a publication of the ledger up to the end of that day, in UTC.

Or as they were in a publication by its name, which papers and exports state.
"""

import re
from datetime import date, datetime, time
from functools import lru_cache
from pathlib import Path
from weakref import WeakValueDictionary

from benchmark.core.errors import UnknownCode
from benchmark.core.moments import utc_now, utc_today
from benchmark.core.settings import Settings
from benchmark.core.wording import in_full
from benchmark.store.ledger.snapshot import reading
from benchmark.store.publication import Publication, open_store
from benchmark.store.publication.publish import AS_AT, publication_version, publish

REMEMBERED = 32
_published: WeakValueDictionary[tuple[Path, str, datetime], Publication] = WeakValueDictionary()
"""By store, version in use and moment. The version makes a ledger that grew or was restored be read again."""
_NAME = re.compile(r"0*(\d{1,9})-[0-9a-f]{12}")
_FIRST_DAY = "select cast(min(submitted_at) as date) from publication.submission_log"


def publication_as_at(settings: Settings, day: date) -> Publication:
    """The publication as it was at the end of a day in UTC; for today, as it is now.

    UnknownCode for a day before the store's first entry, or in the future.
    """
    first, today = first_day(settings), utc_today()
    if day < first:
        raise UnknownCode(
            f"Nothing was kept yet on {in_full(day)}: the first entry is of {in_full(first)}.",
            fix=f"Choose {first} or a later day.",
        )
    if day > today:
        raise UnknownCode(f"{in_full(day)} is still to come.", fix=f"Choose {today} or an earlier day.")
    current = open_store(settings)
    moment = _moment(settings, current.version, day)
    key = settings.store, current.version, moment
    publication = _published.get(key)
    if publication is None or not publication.file.exists():  # the oldest files are pruned
        publication = _published[key] = publish(settings, as_at=moment, entry=current.ledger_entry)
    return publication


def publication_of(settings: Settings, when: date | str) -> Publication:
    """The publication of a past day, like `publication_as_at`, or of a name.

    UnknownCode if this store, with today's definitions, gives no publication of that name.
    """
    if isinstance(when, date):
        return publication_as_at(settings, when)
    current = open_store(settings)
    if when == current.version:
        return current
    moment = _made_at(settings, current.version, when)
    return publish(settings, as_at=moment, entry=current.ledger_entry)


def first_day(settings: Settings) -> date:
    """The day of the store's first entry, in UTC."""
    return _first_day(settings, open_store(settings).version)


@lru_cache(maxsize=REMEMBERED)
def _first_day(settings: Settings, version: str) -> date:
    ((day,),) = open_store(settings).rows(_FIRST_DAY)
    assert isinstance(day, date)
    return day


@lru_cache(maxsize=REMEMBERED)
def _moment(settings: Settings, version: str, day: date) -> datetime:
    """The moment that a day is shown at. Remembered, because for today each moment is another publication."""
    return min(datetime.combine(day, time.max), utc_now())


@lru_cache(maxsize=REMEMBERED)
def _made_at(settings: Settings, version: str, name: str) -> datetime:
    """The time of the last entry of a publication, which must have this name if it is built again."""
    named = _NAME.fullmatch(name)
    if named is None:
        shows_day = f"{name} shows a past day." if name.startswith(AS_AT) else f"{name} names no publication."
        raise UnknownCode(shows_day, fix="Give the day that its figures are of.")
    position = int(named[1])
    with reading(settings) as ledger:
        row = ledger.connection.execute("select made_at from entry where entry_id = ?", [position]).fetchone()
        if row is None:
            raise UnknownCode(f"{name} is of another store: this one has no entry {position}.")
        moment: datetime = row[0]
        if publication_version(ledger, position=position) != name:
            raise UnknownCode(
                f"{name} was made of another store, or by rules that have changed since.",
                fix=f"Entry {position} of this store is of {in_full(moment.date())}: compare with a day.",
            )
    return moment
