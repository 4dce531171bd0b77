"""Which clocks are believed, and that one wrong entry hides no later ones from a past day."""

from datetime import datetime, timedelta
from math import nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmark.core.errors import StoreError
from benchmark.core.moments import utc_now
from benchmark.core.settings import Settings
from benchmark.store.ledger import writing
from benchmark.store.proof.verify import verify
from benchmark.store.publication.publish import publish
from benchmark.store.storage.clock import LONGEST_IDLE, TOLERATED, EntryClock, Running, time_of_entry
from tests.unit.store.invented import SCORES, change, fault, faults, scores, submission, submit

NOW = datetime(2026, 11, 26, 12)
HOUR, DAY, YEAR = timedelta(hours=1), timedelta(days=1), timedelta(days=365)
MINUTES = timedelta(minutes=5)


def after(passed: timedelta) -> dict[str, object]:
    """A clock that was believed at NOW, on a computer that has run since for so long."""
    return {
        "entry_clock": EntryClock(NOW, Running("this start", 1000.0)),
        "running": Running("this start", 1000.0 + passed.total_seconds()),
    }


def of_another_start() -> dict[str, object]:
    return {"entry_clock": EntryClock(NOW, Running("earlier", 9e6)), "running": Running("this start", 60.0)}


@pytest.mark.parametrize(
    ("moved", "known"),
    [
        (timedelta(0), after(timedelta(0))),
        (7 * DAY, after(7 * DAY)),
        (2 * YEAR, after(2 * YEAR)),  # a server that ran for two years, in a store that nobody wrote to
        (7 * DAY + HOUR, after(7 * DAY)),
        (30 * DAY, of_another_start()),
        (LONGEST_IDLE, of_another_start()),
        (30 * DAY, {}),
        (
            30 * DAY,
            {
                "entry_clock": EntryClock(NOW, Running("this start", nan)),
                "running": Running("this start", 1.0),
            },
        ),
    ],
)
def test_a_clock_that_went_on_is_believed(moved, known):
    assert time_of_entry(NOW + moved, NOW, **known) == NOW + moved


@pytest.mark.parametrize("moved", [-MINUTES, -HOUR, -TOLERATED])
def test_a_clock_that_was_set_back_a_little_keeps_entries_in_order(moved):
    assert time_of_entry(NOW + moved, NOW, **after(HOUR)) == NOW
    assert time_of_entry(NOW + moved, NOW) == NOW


@pytest.mark.parametrize(
    ("moved", "known", "because"),
    [
        (3 * DAY, after(HOUR), "by the time that this computer has run since"),
        (10 * YEAR, after(30 * DAY), "by the time that this computer has run since"),
        (-3 * DAY, after(HOUR), "by the time that this computer has run since"),
        (-26 * YEAR, of_another_start(), "newest entry is of 26 November 2026, 12:00 UTC, which is later"),
        (2 * YEAR, of_another_start(), "more than 400 days earlier"),
        (2 * YEAR, {}, "more than 400 days earlier"),
    ],
)
def test_a_clock_that_jumped_is_asked_about(moved, known, because):
    with pytest.raises(StoreError) as refusal:
        time_of_entry(NOW + moved, NOW, **known)
    assert because in refusal.value.message
    assert "--at-this-time" in refusal.value.fix
    assert time_of_entry(NOW + moved, NOW, at_this_time=True, **known) == NOW + moved


def test_the_first_entry_has_nothing_to_be_held_against():
    assert time_of_entry(NOW, None) == NOW


@given(st.timedeltas(min_value=-5 * YEAR, max_value=5 * YEAR), st.booleans())
def test_nothing_is_dated_earlier_than_what_came_before_unless_a_person_says_so(moved, says_so):
    try:
        given_time = time_of_entry(NOW + moved, NOW, at_this_time=says_so)
    except StoreError:
        assert not says_so
        return
    assert given_time >= NOW or (says_so and given_time == NOW + moved < NOW - TOLERATED)


class TestInTheLedger:
    def entries(self, settings: Settings) -> list[tuple[datetime, datetime]]:
        with writing(settings) as ledger:
            return ledger.connection.execute(
                "select made_at, clock_at from entry order by entry_id"
            ).fetchall()

    def test_the_clock_is_kept_beside_the_time(self, settings):
        with writing(settings) as ledger:
            ahead = ledger.connection.execute(
                "update entry set made_at = made_at + interval 2 hour returning made_at"
            ).fetchall()[0][0]
        before = utc_now()
        submit(settings, submission(scores(2.0)))
        made_at, clock_at = self.entries(settings)[-1]
        assert made_at >= ahead > clock_at >= before
        assert verify(settings).ok or publish(settings)

    def test_a_jump_takes_nothing(self, settings):
        with writing(settings) as ledger:
            ledger.connection.execute(
                "update entry set made_at = made_at - interval 900 day, boot = 'earlier'"
            )
        with pytest.raises(StoreError, match="This computer's clock says"):
            submit(settings, submission(scores(2.0)))
        assert len(self.entries(settings)) == 3
        with writing(settings, at_this_time=True) as ledger:
            ledger.submit(submission(scores(2.0)))
        submit(settings, submission(scores(3.0)))  # said once is enough
        assert len(self.entries(settings)) == 5

    def test_how_long_the_computer_ran_is_kept_with_each_entry(self, settings):
        """Sealed with it: who could change it beside the ledger could have any time believed."""
        submit(settings, submission(scores(2.0)))
        change(
            settings.ledger_file,
            "update entry set clock_at = clock_at - interval 3 day, made_at = made_at - interval 2 day",
        )
        with pytest.raises(StoreError, match="by the time that this computer has run since"):
            submit(settings, submission(scores(3.0)))
        assert "entry 1 (submit submission 1) is not as it was sealed" in str(faults(settings))

    def test_one_entry_far_ahead_hides_no_later_ones(self, settings):
        submit(settings, submission(scores(2.0)))
        with writing(settings) as ledger:
            ledger.connection.execute(
                "update entry set made_at = made_at + interval 10 year where entry_id = 4"
            )
        with pytest.raises(StoreError, match="which is later"):
            submit(settings, submission(scores(3.0)))
        with writing(settings, at_this_time=True) as ledger:
            ledger.submit(submission(scores(3.0)))
        submit(settings, submission(scores(4.0)))
        assert publish(settings, as_at=utc_now()).rows(SCORES) == [("ZZ1", 4.0)]
        assert fault(settings, "entries follow each other in time") == ""
