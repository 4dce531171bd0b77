"""The figures as they stood on a past day: a publication of the ledger up to the end of that day, in UTC.

Or as they stood in a publication that is named, as papers and exports name the one that they were made from.
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
"""By the store, the version in use, so that a ledger that was restored or grew since is read anew, and the
moment; for as long as they are remembered."""
_NAME = re.compile(r"0*(\d{1,9})-[0-9a-f]{12}")
_FIRST_DAY = "select cast(min(submitted_at) as date) from publication.submission_log"


def publication_as_at(settings: Settings, day: date) -> Publication:
    """The publication as it stood at the end of a day in UTC; of today, as it stands now.

    UnknownCode for a day before the store's first entry, and for one that is still to come.
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
    asked = settings.store, current.version, moment
    publication = _published.get(asked)
    if publication is None or not publication.file.exists():  # they are pruned, the oldest first
        publication = _published[asked] = publish(settings, as_at=moment, entry=current.ledger_entry)
    return publication


def publication_of(settings: Settings, when: date | str) -> Publication:
    """The publication of a past day, as `publication_as_at`, or of a name.

    UnknownCode for a name that this store, by the rules of today, does not give.
    """
    if isinstance(when, date):
        return publication_as_at(settings, when)
    current = open_store(settings)
    if when == current.version:
        return current
    moment = _made_at(settings, current.version, when)
    return publish(settings, as_at=moment, entry=current.ledger_entry)


def first_day(settings: Settings) -> date:
    """The day, in UTC, of the first entry of the store."""
    return _first_day(settings, open_store(settings).version)


@lru_cache(maxsize=REMEMBERED)
def _first_day(settings: Settings, version: str) -> date:
    ((day,),) = open_store(settings).rows(_FIRST_DAY)
    assert isinstance(day, date)
    return day


@lru_cache(maxsize=REMEMBERED)
def _moment(settings: Settings, version: str, day: date) -> datetime:
    """Remembered because of today: each moment gives a publication of its own."""
    return min(datetime.combine(day, time.max), utc_now())


@lru_cache(maxsize=REMEMBERED)
def _made_at(settings: Settings, version: str, name: str) -> datetime:
    """When the last entry of a publication was made. Its name is made of all that it rests on."""
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
