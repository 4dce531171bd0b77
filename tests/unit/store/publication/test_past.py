"""A publication of a past day: the same object while nothing changed, and made again when it was pruned."""

from datetime import date, timedelta
from typing import NamedTuple

import pytest

from benchmark.core.errors import UnknownCode
from benchmark.core.moments import utc_today
from benchmark.core.settings import Settings
from benchmark.store.ledger import writing
from benchmark.store.ledger.snapshot import reading
from benchmark.store.publication import current_version
from benchmark.store.publication.past import first_day, publication_as_at
from benchmark.store.publication.publish import publish
from tests.unit.store.conftest import Prepared
from tests.unit.store.invented import scores, submission, submit

DAY = timedelta(1)
WITHDRAWN = "maturity_scores"
KINDS = "select kind from publication.submissions order by 1"


@pytest.fixture
def settings(empty: Settings, prepared: Prepared) -> Settings:
    """A store whose first entries are three days old, and from which one kind was withdrawn just now."""
    return prepared(empty, _withdrawn)


def _withdrawn(settings: Settings) -> None:
    (given,) = submit(settings, submission(scores(2.0)))
    with writing(settings) as ledger:
        ledger.connection.execute("update entry set made_at = made_at - interval 3 day")
        ledger.withdraw(given.submission_id, by="A tester", reason="To see the day before")
    publish(settings)


class Days(NamedTuple):
    """The days of a store's first and last entry. The last is yesterday if midnight has come since."""

    first: date
    last: date


@pytest.fixture
def days(settings: Settings) -> Days:
    with reading(settings) as ledger:
        made = ledger.connection.execute("select min(made_at), max(made_at) from entry").fetchone()
    assert made is not None
    return Days(*(moment.date() for moment in made))


def kinds(settings: Settings, day: date) -> set[str]:
    return {kind for (kind,) in publication_as_at(settings, day).rows(KINDS)}


def test_a_day_shows_what_was_current_at_its_end(settings, days):
    assert first_day(settings) == days.first
    assert kinds(settings, days.first) == kinds(settings, days.last - DAY)
    assert kinds(settings, days.first) - kinds(settings, days.last) == {WITHDRAWN}


def test_the_publication_in_use_stays_the_one_in_use(settings, days):
    before = current_version(settings)
    assert publication_as_at(settings, days.first).version != before
    assert current_version(settings) == before


@pytest.mark.parametrize("end", Days._fields)
def test_it_is_the_same_until_something_changes(settings, days, end):
    day = getattr(days, end)
    once = publication_as_at(settings, day)
    assert publication_as_at(settings, day) is once
    once.file.unlink()  # as pruning does
    again = publication_as_at(settings, day)
    assert (again.version, again.file.exists()) == (once.version, True)


def test_today_is_made_anew_after_a_publication(settings):
    before = kinds(settings, utc_today())
    with writing(settings) as ledger:
        number = next(s.submission_id for s in ledger.submissions() if s.state == "withdrawn")
        ledger.restore(number, by="A tester", reason="Back")
    publish(settings)
    assert kinds(settings, utc_today()) - before == {WITHDRAWN}


def test_days_outside_are_a_sentence(settings, days):
    with pytest.raises(UnknownCode, match=f"Choose {days.first} or a later day"):
        publication_as_at(settings, days.first - DAY)
    with pytest.raises(UnknownCode, match="is still to come"):
        publication_as_at(settings, utc_today() + DAY)
