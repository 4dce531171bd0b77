"""Grants, sign-ins that hold no longer, decisions and events: entries as all else."""

from datetime import date, datetime, timedelta
from functools import partial

import pytest

from benchmark.core.errors import NotAllowed, StoreError, UnknownCode
from benchmark.core.people import Person
from benchmark.store.ledger import writing
from benchmark.store.ledger.snapshot import last_entry, newest_entry
from benchmark.store.people import (
    audit,
    decide_peers,
    end_grant,
    give_grant,
    grants,
    peers_decided,
    person_for,
    record_event,
    revoke_sign_ins,
    revoked_before,
)
from benchmark.store.proof.verify import verify
from benchmark.store.publication import open_store
from benchmark.store.publication.publish import publish
from tests.unit.store.engines import ON_BOTH
from tests.unit.store.invented import make

ADMINISTRATOR = Person("https://issuer|1", "A. Administrator")
TODAY = date.today()


def test_a_grant_holds_from_its_first_day_to_its_last(settings):
    given = give_grant(
        settings,
        "https://issuer|2",
        "analyst",
        "ics:QAA",
        codes=["QAA"],
        starts=TODAY,
        ends=TODAY + timedelta(2),
        by=ADMINISTRATOR,
    )
    holding = [
        day
        for day in range(-2, 5)
        if person_for(settings, "https://issuer|2", "B", on=TODAY + timedelta(day)).grants
    ]
    assert (holding, given.codes, given.given_by) == ([0, 1, 2], {"QAA"}, "A. Administrator")
    assert person_for(settings, "https://issuer|3", "Somebody else").grants == ()


def test_a_grant_that_was_ended_holds_on_no_day_and_is_still_listed(settings):
    given = give_grant(settings, "x", "leader", "ics:QAA", codes=["QAA"], by=ADMINISTRATOR)
    assert person_for(settings, "x", "X").codes("leader") == {"QAA"}
    end_grant(settings, given.grant_id, by=ADMINISTRATOR, reason="left the trust")
    assert person_for(settings, "x", "X").grants == ()
    assert [(one.subject, one.ended_by) for one in grants(settings)] == [("x", "A. Administrator")]
    with pytest.raises(StoreError, match="was ended already"):
        end_grant(settings, given.grant_id, by=ADMINISTRATOR, reason="again")
    with pytest.raises(UnknownCode, match="There is no grant 999"):
        end_grant(settings, 999, by=ADMINISTRATOR, reason="?")


def test_the_days_of_a_grant_are_in_order_and_its_role_is_known(settings):
    with pytest.raises(StoreError, match="before it begins"):
        give_grant(
            settings, "x", "leader", "ics:Q", starts=TODAY, ends=TODAY - timedelta(1), by=ADMINISTRATOR
        )
    with pytest.raises(StoreError):
        give_grant(settings, "x", "owner", "ics:Q", by=ADMINISTRATOR)
    with pytest.raises(StoreError):  # for no scope nobody but an administrator is given anything
        give_grant(settings, "x", "leader", "", by=ADMINISTRATOR)
    assert grants(settings) == ()


def test_the_newest_of_what_was_decided_and_revoked_holds(settings):
    assert (peers_decided(settings), revoked_before(settings, "x")) == ({}, None)
    decide_peers(settings, "QAA", "names", by=ADMINISTRATOR)
    decide_peers(settings, "QAA", "letters", by=ADMINISTRATOR)
    for day in (5, 3):
        revoke_sign_ins(settings, "x", datetime(2026, 1, day), by=ADMINISTRATOR)
    assert peers_decided(settings) == {"QAA": "letters"}
    assert revoked_before(settings, "x") == datetime(2026, 1, 5)


def test_what_people_do_leaves_the_publication_as_it_is_and_verifies(settings):
    before = publish(settings)
    give_grant(settings, "x", "administrator", "", by=ADMINISTRATOR)
    record_event(settings, ADMINISTRATOR, "sign in", "the dashboard", "done")
    assert last_entry(settings) == before.ledger_entry == newest_entry(settings) - 2
    assert publish(settings).version == open_store(settings).version == before.version
    assert [check.detail for check in verify(settings).checks if not check.ok] == []


def test_the_audit_tells_who_did_what_with_who_was_signed_in(settings):
    give_grant(settings, "x", "trust", "trust:AAA", codes=["AAA"], by=ADMINISTRATOR, note="asked")
    record_event(settings, Person("x", "X. Person"), "export", "conditions of AAA", "refused")
    with writing(settings, subject="x") as ledger:
        ledger.on_behalf = "AAA"
        ledger.withdraw(1, by="X. Person", reason="a slip")
    entries = audit(settings).tail(3).drop(columns=["entry_id", "made_at"])
    assert [*map(tuple, entries.itertuples(index=False))] == [
        ("A. Administrator", "https://issuer|1", "grant", "x as trust of trust:AAA", "done", "", "asked"),
        ("X. Person", "x", "export", "conditions of AAA", "refused", "", ""),
        ("X. Person", "x", "withdraw", "submission 1 (ics)", "done", "AAA", ""),
    ]


def test_no_person_gives_themselves_a_grant(settings):
    """An administrator sees no return, and does not let themselves see any."""
    known = grants(settings)
    with pytest.raises(NotAllowed, match="themselves"):
        give_grant(settings, ADMINISTRATOR.subject, "leader", "ics:AAA", codes=["AAA"], by=ADMINISTRATOR)
    assert grants(settings) == known


@ON_BOTH
def test_whose_grant_was_ended_meanwhile_does_nothing_more_by_it(settings):
    """Whoever waits for the ledger, or looks at another server, still believes what held before."""
    own = give_grant(settings, "boss", "administrator", "", by=ADMINISTRATOR)
    given = give_grant(settings, "x", "leader", "ics:QAA", codes=["QAA"], by=ADMINISTRATOR)
    boss = person_for(settings, "boss", "A. Boss")
    end_grant(settings, own.grant_id, by=ADMINISTRATOR, reason="left")
    before = newest_entry(settings)
    for act in (
        lambda: give_grant(settings, "y", "leader", "ics:QAA", codes=["QAA"], by=boss),
        lambda: end_grant(settings, given.grant_id, by=boss, reason="?"),
        lambda: decide_peers(settings, "QAA", "names", by=boss),
        lambda: revoke_sign_ins(settings, "x", datetime(2026, 1, 5), by=boss),
    ):
        with pytest.raises(NotAllowed, match="a grant has ended"):
            act()
    assert newest_entry(settings) == before
    record_event(settings, boss, "sign-in", "", "let in")  # what has happened is entered all the same
    assert newest_entry(settings) == before + 1


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_two_administrators_at_two_servers_do_the_same_once(settings, second):
    """Each server knows by itself only what it has heard of."""
    grant = partial(give_grant, role="leader", scope="ics:QAA", codes=["QAA"], by=ADMINISTRATOR)
    make(second)
    given = grant(settings, "x")
    assert grants(second) == ()
    with pytest.raises(StoreError, match=f"granted already, as grant {given.grant_id}, by A. Administrator"):
        grant(second, "x")
    other = grant(settings, "y")
    end_grant(second, given.grant_id, by=ADMINISTRATOR, reason="left")
    end_grant(second, other.grant_id, by=ADMINISTRATOR, reason="left")
    with pytest.raises(StoreError, match=f"Grant {other.grant_id} was ended already, by A. Administrator"):
        end_grant(settings, other.grant_id, by=ADMINISTRATOR, reason="left")
    assert grant(settings, "x").grant_id > other.grant_id  # what was ended may be given anew
