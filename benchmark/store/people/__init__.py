"""What the ledger holds about people: grants, revoked sign-ins, decisions of systems, and events."""

import threading
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

import pandas as pd

from benchmark.core.errors import NotAllowed, StoreBusy, StoreError, UnknownCode
from benchmark.core.moments import utc_now, utc_today
from benchmark.core.people import Grant, Person, Role
from benchmark.core.policy import Peers
from benchmark.core.settings import Settings
from benchmark.store.ledger import Ledger, writing
from benchmark.store.ledger.snapshot import newest_entry, reading
from benchmark.store.storage.database import as_utc, sql
from benchmark.store.storage.lock import LOCK_SECONDS

REFUSED: Final = "refused"
MOST_REFUSED: Final = 60
"""Refusals of one person that are entered in an hour. More would add nothing, and the ledger only grows."""
_SIGN_OUT: Final = "sign-out"
SOON_SECONDS: Final = 5.0
"""The longest wait for other writers to enter a sign-in, a sign-out or a refusal: people wait for these."""

_FITS: Final[Mapping[str, tuple[str, ...]]] = {
    "trust": ("trust:",),
    "analyst": ("ics:", "group:"),
    "leader": ("ics:", "group:"),
    "administrator": ("",),
}
"""How each role's scope begins. A trust's role with a system's scope would give its people too much."""


@dataclass(frozen=True)
class _People:
    """What the ledger holds about people, up to an entry."""

    entry: int
    grants: tuple[Grant, ...]
    revoked: Mapping[str, datetime]
    peers: Mapping[str, Peers]
    signed_out: frozenset[str]


_known: dict[Path, _People] = {}
_reading = threading.Lock()
_Events = dict[str, set[tuple[str, str, str]]]
_entered: dict[Path, tuple[datetime, _Events]] = {}
"""Ledger file -> the hour, and the events of each person that `record_once` entered in it."""
_telling = threading.Lock()


def _people(settings: Settings) -> _People:
    """What the ledger holds about people, read again if it has a newer entry. Errors like `reading`."""
    with _reading:
        newest = newest_entry(settings)
        found = _known.get(settings.ledger_file)
        if found is None or found.entry != newest:
            with reading(settings) as ledger:
                tables = [
                    ledger.connection.execute(sql(__package__, name)).fetchall()
                    for name in ("revoked", "peers", "signed_out")
                ]
                found = _People(
                    ledger.last_entry(),
                    _grants_in(ledger),
                    dict(tables[0]),
                    dict(tables[1]),
                    frozenset(session for (session,) in tables[2]),
                )
            _known[settings.ledger_file] = found
        return found


def _grants_in(ledger: Ledger) -> tuple[Grant, ...]:
    return tuple(map(_grant_of, ledger.connection.execute(sql(__package__, "grants")).fetchall()))


def _grant_of(row: tuple[Any, ...]) -> Grant:
    number, subject, role, scope, codes, *when = row
    return Grant(number, subject, role, scope, frozenset(codes), *when)


def person_for(settings: Settings, subject: str, name: str, *, on: date | None = None) -> Person:
    """The person who signed in, with the grants that hold today, or on a day."""
    day = on or utc_today()
    own = (grant for grant in grants(settings) if grant.subject == subject and grant.holds_on(day))
    return Person(subject, name, tuple(own))


def grants(settings: Settings) -> tuple[Grant, ...]:
    """Every grant that was ever given, oldest first."""
    return _people(settings).grants


def peers_decided(settings: Settings) -> Mapping[str, Peers]:
    """System -> how its trusts see each other's returns, for the systems that have decided."""
    return _people(settings).peers


def revoked_before(settings: Settings, subject: str) -> datetime | None:
    """The time (UTC) before which a person's sign-ins are revoked; None if none are."""
    return _people(settings).revoked.get(subject)


def signed_out(settings: Settings, session: str) -> bool:
    """Whether the person has signed out of this session. No session lasts longer than a day."""
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
    """Give a person a role. codes: the systems or trusts that the scope holds now.

    The first grant of a store is an administrator's, given on the command line. Raises StoreError if the days
    are in the wrong order or the scope does not fit the role, and NotAllowed if people grant to themselves:
    an administrator sees no returns, so that two people know of everybody who does.
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
        for grant in _grants_in(ledger):  # of two equal grants, one would still hold after the other ends
            existing = (grant.subject, grant.role, grant.scope, grant.codes, grant.starts, grant.ends)
            if grant.ended_at is None and existing == wanted:
                raise StoreError(f"This was granted already, as grant {grant.grant_id}, by {grant.given_by}.")
        number = _enter(ledger, "grant", by=by, note=note, tables=rows)
        return _grant(ledger, number)


def end_grant(settings: Settings, grant_id: int, *, by: Person, reason: str) -> Grant:
    """End a grant now. UnknownCode if there is none, StoreError if it has ended already."""
    with _writing(settings, by) as ledger:
        found = _grant(ledger, grant_id)
        if found.ended_at is not None:
            raise StoreError(f"Grant {grant_id} was ended already, by {found.ended_by}.")
        _enter(ledger, "end_grant", by=by, note=reason, tables={"grant_ended": [(grant_id,)]})
        return _grant(ledger, grant_id)


def _grant(ledger: Ledger, grant_id: int) -> Grant:
    for grant in _grants_in(ledger):
        if grant.grant_id == grant_id:
            return grant
    raise UnknownCode(f"There is no grant {grant_id}.")


def decide_peers(settings: Settings, ics_code: str, peers: Peers, *, by: Person) -> None:
    """Enter how a system's trusts see each other's returns."""
    with _writing(settings, by) as ledger:
        _enter(ledger, "decide", by=by, tables={"peers_decided": [(ics_code, peers)]})


def revoke_sign_ins(settings: Settings, subject: str, before: datetime, *, by: Person) -> None:
    """Revoke a person's sign-ins from before a time."""
    with _writing(settings, by) as ledger:
        _enter(ledger, "revoke_sign_ins", by=by, tables={"sign_ins_revoked": [(subject, as_utc(before))]})


def record_event(
    settings: Settings,
    person: Person,
    what: str,
    about: str,
    outcome: str,
    *,
    lock_seconds: float = LOCK_SECONDS,
) -> None:
    """Enter for the audit what a person did or tried: a sign-in, a refusal, an export. Grants are not
    checked, as it has happened. lock_seconds: how long to wait for other writers, as `writing`.
    """
    with writing(settings, subject=person.subject, lock_seconds=lock_seconds) as ledger:
        _enter(ledger, "event", by=person, tables={"event": [(what, about, outcome)]})


def record_once(
    settings: Settings,
    person: Person,
    what: str,
    about: str,
    outcome: str,
    *,
    lock_seconds: float = LOCK_SECONDS,
) -> None:
    """Like `record_event`, but skips what this process entered in this hour already, and refusals beyond
    MOST_REFUSED: otherwise a person who keeps asking would fill the ledger. Waits as long again for its turn
    in this process. StoreBusy if that does not come.
    """
    hour, event = utc_now().replace(minute=0, second=0, microsecond=0), (what, about, outcome)
    known = _entered.get(settings.ledger_file)
    if known is not None and known[0] == hour and event in known[1].get(person.subject, ()):
        return  # without the lock: another thread may be waiting for the ledger
    with _one_at_a_time(lock_seconds):  # a page may record several events at once
        known = _entered.get(settings.ledger_file)
        events = known[1] if known is not None and known[0] == hour else {}
        _entered[settings.ledger_file] = hour, events
        own = events.setdefault(person.subject, set())
        too_many = outcome == REFUSED and sum(how == REFUSED for *_, how in own) >= MOST_REFUSED
        if event in own or too_many:
            return
        record_event(settings, person, *event, lock_seconds=lock_seconds)
        own.add(event)


@contextmanager
def _one_at_a_time(seconds: float) -> Iterator[None]:
    if not _telling.acquire(timeout=seconds):
        raise StoreBusy("Others wait for the ledger.", fix="Try again in a moment.")
    try:
        yield
    finally:
        _telling.release()


def sign_out(settings: Settings, person: Person, session: str) -> None:
    """End a person's session for good."""
    record_event(settings, person, _SIGN_OUT, session, "done", lock_seconds=SOON_SECONDS)


def audit(settings: Settings) -> pd.DataFrame:
    """Every entry of the ledger, oldest first: entry_id, made_at (UTC), made_by, subject, action, about,
    outcome, on_behalf (trusts' codes) and note.
    """
    with reading(settings) as ledger:
        return ledger.connection.execute(sql(__package__, "audit")).df()


@contextmanager
def _writing(settings: Settings, by: Person) -> Iterator[Ledger]:
    """The ledger, open for a person who acts by their grants."""
    with writing(settings, subject=by.subject, grants=by.grant_ids) as ledger:
        yield ledger


def _enter(ledger: Ledger, action: Any, *, by: Person, tables: dict[str, Any], note: str = "") -> int:
    return ledger.enter(action, by=by.name or by.subject, note=note, tables=tables)
