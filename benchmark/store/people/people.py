"""Grants, sign-ins that hold no longer, what systems decided, events: read from the ledger, and entered."""

import threading
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

import pandas as pd

from benchmark.core.errors import NotAllowed, StoreError, UnknownCode
from benchmark.core.moments import utc_now, utc_today
from benchmark.core.people import Grant, Person, Role
from benchmark.core.policy import Peers
from benchmark.core.settings import Settings
from benchmark.store.ledger import Ledger, writing
from benchmark.store.ledger.snapshot import newest_entry, reading
from benchmark.store.storage.database import as_utc, sql

UNDECIDED: Final[Peers] = "hidden"
REFUSED: Final = "refused"
MOST_REFUSED: Final = 60
"""Refusals of one person that are entered in an hour: more say nothing more, and the ledger only grows."""
_SIGN_OUT: Final = "sign-out"

_FITS: Final[Mapping[str, tuple[str, ...]]] = {
    "trust": ("trust:",),
    "analyst": ("ics:", "group:"),
    "leader": ("ics:", "group:"),
    "administrator": ("",),
}
"""How the scope of each role begins: a trust's people would else get all of a system."""


@dataclass(frozen=True)
class _People:
    """What the ledger knows of people after an entry."""

    entry: int
    grants: tuple[Grant, ...]
    revoked: Mapping[str, datetime]
    peers: Mapping[str, Peers]
    signed_out: frozenset[str]


_known: dict[Path, _People] = {}
_reading = threading.Lock()
_Events = dict[str, set[tuple[str, str, str]]]
_entered: dict[Path, tuple[datetime, _Events]] = {}
"""The hour, and what was entered in it of each person by `record_once`."""
_telling = threading.Lock()


def _people(settings: Settings) -> _People:
    """Read again whenever the ledger has a newer entry. StoreError and StoreBusy as `reading`."""
    with _reading:
        newest = newest_entry(settings)
        found = _known.get(settings.ledger_file)
        if found is None or found.entry != newest:
            with reading(settings) as ledger:
                asked = [
                    ledger.connection.execute(sql(__package__, name)).fetchall()
                    for name in ("revoked", "peers", "signed_out")
                ]
                found = _People(
                    ledger.last_entry(),
                    _grants_in(ledger),
                    dict(asked[0]),
                    dict(asked[1]),
                    frozenset(session for (session,) in asked[2]),
                )
            _known[settings.ledger_file] = found
        return found


def _grants_in(ledger: Ledger) -> tuple[Grant, ...]:
    return tuple(map(_grant_of, ledger.connection.execute(sql(__package__, "grants")).fetchall()))


def _grant_of(row: tuple[Any, ...]) -> Grant:
    number, subject, role, scope, codes, *when = row
    return Grant(number, subject, role, scope, frozenset(codes), *when)


def person_for(settings: Settings, subject: str, name: str, *, on: date | None = None) -> Person:
    """Who signed in, with the grants that hold today, or on a day."""
    day = on or utc_today()
    own = (one for one in grants(settings) if one.subject == subject and one.holds_on(day))
    return Person(subject, name, tuple(own))


def grants(settings: Settings) -> tuple[Grant, ...]:
    """Every grant that was ever given, oldest first."""
    return _people(settings).grants


def peers_decided(settings: Settings) -> Mapping[str, Peers]:
    """System -> how its trusts see what the others returned, where it has decided."""
    return _people(settings).peers


def peers_of(settings: Settings, ics_code: str) -> Peers:
    """How a system's trusts see what the others returned, as it decided; hidden until it has."""
    return _people(settings).peers.get(ics_code, UNDECIDED)


def revoked_before(settings: Settings, subject: str) -> datetime | None:
    """The time (UTC) before which a person's sign-ins hold no longer; None where all of them do."""
    return _people(settings).revoked.get(subject)


def signed_out(settings: Settings, session: str) -> bool:
    """Whether its person has ended a sign-in, named by its session. None lasts longer than a day."""
    return session in _people(settings).signed_out


def give_grant(
    settings: Settings,
    subject: str,
    role: Role,
    scope: str,
    *,
    codes: Collection[str] = (),
    starts: date | None = None,
    ends: date | None = None,
    by: Person,
    note: str = "",
) -> Grant:
    """Give somebody a role. codes: the systems or trusts that the scope holds now.

    The first grant of a store is an administrator's, and given by who can open its files. StoreError where
    the days are the wrong way round, NotAllowed where somebody would give it to themselves: an administrator
    sees no return, and two people know of whoever does.
    """
    if by.subject == subject:
        raise NotAllowed("Nobody gives themselves a grant.", fix="Ask another administrator.")
    if not any(scope.startswith(kind) if kind else not scope for kind in _FITS.get(role, ())):
        raise StoreError(
            f"A grant of the role {role} cannot be for '{scope}'.",
            fix="A trust's is for a trust, an analyst's and a leader's for a system or a group.",
        )
    first = starts or utc_today()
    if ends is not None and ends < first:
        raise StoreError(
            f"The grant would end on {ends}, before it begins on {first}.", fix="Turn the days round."
        )
    rows = {
        "grant_given": [(subject, role, scope, first, ends)],
        "grant_code": [(code,) for code in sorted(codes)],
    }
    wanted = (subject, role, scope, frozenset(codes), first, ends)
    with _writing(settings, by) as ledger:
        for one in _grants_in(ledger):  # ended once, the other of two would still hold
            known = (one.subject, one.role, one.scope, one.codes, one.starts, one.ends)
            if one.ended_at is None and known == wanted:
                raise StoreError(f"This was granted already, as grant {one.grant_id}, by {one.given_by}.")
        number = _enter(ledger, "grant", by=by, note=note, tables=rows)
        return _grant(ledger, number)


def end_grant(settings: Settings, grant_id: int, *, by: Person, reason: str) -> Grant:
    """End a grant now. UnknownCode where there is none, StoreError where it was ended before."""
    with _writing(settings, by) as ledger:
        found = _grant(ledger, grant_id)
        if found.ended_at is not None:
            raise StoreError(f"Grant {grant_id} was ended already, by {found.ended_by}.")
        _enter(ledger, "end_grant", by=by, note=reason, tables={"grant_ended": [(grant_id,)]})
        return _grant(ledger, grant_id)


def _grant(ledger: Ledger, grant_id: int) -> Grant:
    for one in _grants_in(ledger):
        if one.grant_id == grant_id:
            return one
    raise UnknownCode(f"There is no grant {grant_id}.")


def decide_peers(settings: Settings, ics_code: str, peers: Peers, *, by: Person) -> None:
    """Keep how a system's trusts see what the others returned."""
    with _writing(settings, by) as ledger:
        _enter(ledger, "decide", by=by, tables={"peers_decided": [(ics_code, peers)]})


def revoke_sign_ins(settings: Settings, subject: str, before: datetime, *, by: Person) -> None:
    """Let a person's sign-ins from before a time hold no longer."""
    with _writing(settings, by) as ledger:
        _enter(ledger, "revoke_sign_ins", by=by, tables={"sign_ins_revoked": [(subject, as_utc(before))]})


def record_event(settings: Settings, person: Person, what: str, about: str, outcome: str) -> None:
    """Keep what somebody did, or wanted to do, for the audit: a sign-in, a refusal, an export. Whatever they
    may do now: it has happened.
    """
    with writing(settings, subject=person.subject) as ledger:
        _enter(ledger, "event", by=person, tables={"event": [(what, about, outcome)]})


def record_once(settings: Settings, person: Person, what: str, about: str, outcome: str) -> None:
    """As `record_event`, but not what this process has entered in this hour already, and of refusals no more
    than some: else whoever asks again and again would fill the ledger.
    """
    hour, event = utc_now().replace(minute=0, second=0, microsecond=0), (what, about, outcome)
    known = _entered.get(settings.ledger_file)
    if known is not None and known[0] == hour and event in known[1].get(person.subject, ()):
        return  # also while another waits for the ledger
    with _telling:  # a page asks for several things at once
        known = _entered.get(settings.ledger_file)
        events = known[1] if known is not None and known[0] == hour else {}
        _entered[settings.ledger_file] = hour, events
        own = events.setdefault(person.subject, set())
        too_many = outcome == REFUSED and sum(how == REFUSED for *_, how in own) >= MOST_REFUSED
        if event in own or too_many:
            return
        record_event(settings, person, *event)
        own.add(event)


def sign_out(settings: Settings, person: Person, session: str) -> None:
    """End a sign-in of a person for good, named by its session."""
    record_event(settings, person, _SIGN_OUT, session, "done")


def audit(settings: Settings) -> pd.DataFrame:
    """Every entry of the ledger, oldest first: entry_id, made_at (UTC), made_by, subject, action, about,
    outcome, on_behalf (trusts' codes) and note.
    """
    with reading(settings) as ledger:
        return ledger.connection.execute(sql(__package__, "audit")).df()


@contextmanager
def _writing(settings: Settings, by: Person) -> Iterator[Ledger]:
    """The ledger for who acts by their grants."""
    with writing(settings, subject=by.subject, grants=by.grant_ids) as ledger:
        yield ledger


def _enter(ledger: Ledger, action: Any, *, by: Person, tables: dict[str, Any], note: str = "") -> int:
    return ledger.enter(action, by=by.name or by.subject, note=note, tables=tables)
