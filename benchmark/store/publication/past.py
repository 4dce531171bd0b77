"""The figures as they stood on a past day: a publication of the ledger up to the end of that day, in UTC."""

from datetime import UTC, date, datetime, time
from functools import lru_cache

from benchmark.core.errors import UnknownCode
from benchmark.core.settings import Settings
from benchmark.store.publication import Publication, open_store
from benchmark.store.publication.publish import publish

REMEMBERED = 32
_FIRST_DAY = "select cast(min(submitted_at) as date) from publication.submission_log"


def publication_as_at(settings: Settings, day: date) -> Publication:
    """The publication as it stood at the end of a day in UTC; of today, as it stands now.

    UnknownCode for a day before the store's first entry, and for one that is still to come.
    """
    first, today = first_day(settings), datetime.now(UTC).date()
    if day < first:
        raise UnknownCode(
            f"Nothing was kept yet on {in_words(day)}: the first entry is of {in_words(first)}.",
            fix=f"Choose {first} or a later day.",
        )
    if day > today:
        raise UnknownCode(f"{in_words(day)} is still to come.", fix=f"Choose {today} or an earlier day.")
    current = open_store(settings)
    moment = _moment(settings, current.version, day)
    publication = _published(settings, current.version, current.ledger_entry, moment)
    if not publication.file.exists():  # publications of the past are pruned, the oldest first
        publication = publish(settings, as_at=moment, entry=current.ledger_entry)
    return publication


def first_day(settings: Settings) -> date:
    """The day, in UTC, of the first entry of the store."""
    return _first_day(settings, open_store(settings).version)


def in_words(day: date) -> str:
    """5 January 2026."""
    return f"{day.day} {day:%B %Y}"


@lru_cache(maxsize=REMEMBERED)
def _first_day(settings: Settings, version: str) -> date:
    ((day,),) = open_store(settings).rows(_FIRST_DAY)
    assert isinstance(day, date)
    return day


@lru_cache(maxsize=REMEMBERED)
def _moment(settings: Settings, version: str, day: date) -> datetime:
    """Remembered because of today: each moment gives a publication of its own."""
    return min(datetime.combine(day, time.max), datetime.now(UTC).replace(tzinfo=None))


@lru_cache(maxsize=REMEMBERED)
def _published(settings: Settings, version: str, entry: int, moment: datetime) -> Publication:
    """By the version in use, so that a ledger that was restored or grew since is read anew."""
    return publish(settings, as_at=moment, entry=entry)
