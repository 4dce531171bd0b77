"""Visitors: people with a valid sign-in, by the ledger too, and the grants that they hold now."""

import logging
import threading
import time
from collections import Counter, OrderedDict, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from starlette.requests import Request

from benchmark.core.errors import BenchmarkError
from benchmark.core.moments import utc_now
from benchmark.core.people import Person
from benchmark.core.settings import Settings
from benchmark.core.sign_in import SignIn
from benchmark.core.wording import in_utc
from benchmark.store import people
from benchmark.surfaces.server.sign_in.signed_in import AGAIN, NOT_OURS, NotSignedIn, SignedIn, signed_in

VISITOR: Final = "maturity.visitor"
"""Key in a request's scope for the visitor that the entrance let in. It is missing in local mode."""
SIGNED_OUT: Final = "a sign-in that was signed out"
REVOKED: Final = "a sign-in that was revoked"
UNUSED: Final = "a sign-in that nobody used for long"
NO_GRANT: Final = "no grant holds"
DID_NOT_SUCCEED: Final = "a sign-in that did not succeed"
TOO_MANY: Final = "too many sign-ins from one address"
TOO_OFTEN: Final = "signed in too often"
NAMELESS: Final = (DID_NOT_SUCCEED, NOT_OURS, TOO_MANY)
"""Refusals of unknown people: they are counted, but not entered in the ledger."""
_refused: Counter[str] = Counter()
_refusing = threading.Lock()
_ended: dict[str, SignedIn] = {}
"""Session -> a sign-in that was ended on this server, so that it is invalid even if the ledger is busy."""
_unentered: deque[tuple[str, SignedIn, Callable[[], None]]] = deque()
"""What the ledger could not take yet, a sign-in or a sign-out, and how to enter it; oldest first."""
_ending = threading.Lock()
_entering = threading.Lock()
AGAIN_SECONDS: Final = 5.0
"""Seconds until a busy ledger is tried again."""
LAST_SECONDS: Final = 5.0
"""Seconds for a last try when the process ends: who ends it waits for 15."""
_LOG: Final = logging.getLogger(__name__)


@dataclass(frozen=True)
class Visitor:
    """A person who has signed in, and their sign-in. They may have no grants."""

    signed_in: SignedIn
    person: Person

    @property
    def seconds_left(self) -> float:
        """Seconds that the sign-in is still valid."""
        return max(0.0, (self.signed_in.until - utc_now()).total_seconds())


def visitor_of(cookies: Mapping[str, str], sign_in: SignIn, settings: Settings) -> Visitor:
    """The visitor of a browser's cookies, if the sign-in is still valid.

    Raises NotSignedIn with the reason, and BenchmarkError if the ledger cannot be read: nobody is let in
    then.
    """
    found = signed_in(cookies, sign_in, now=utc_now())
    if found.session in _ended or people.signed_out(settings, found.session):
        raise NotSignedIn(f"You have signed out. {AGAIN}", why=SIGNED_OUT, who=found)
    revoked = people.revoked_before(settings, found.subject)
    if revoked is not None and found.at <= revoked:
        raise NotSignedIn(f"An administrator has ended your sign-ins. {AGAIN}", why=REVOKED, who=found)
    return Visitor(found, people.person_for(settings, found.subject, found.name))


def by_cookie(cookies: Mapping[str, str], sign_in: SignIn) -> Visitor:
    """The visitor of a browser's cookies, without asking the ledger: enough for signing out. NotSignedIn if
    the cookies hold no valid sign-in.
    """
    found = signed_in(cookies, sign_in, now=utc_now())
    return Visitor(found, Person(found.subject, found.name))


class Used:
    """When each sign-in was last used, in this process."""

    MOST: Final = 10_000
    """The most sign-ins remembered. Older ones have ended by then."""

    def __init__(self, minutes: int) -> None:
        self._seconds = minutes * 60
        self._last: OrderedDict[str, float] = OrderedDict()

    def is_idle(self, visitor: Visitor) -> bool:
        """Whether a sign-in was unused for longer than allowed. One that is new to this process is in use."""
        last = self._last.get(visitor.signed_in.session)
        return last is not None and time.monotonic() - last > self._seconds

    def note(self, visitor: Visitor) -> None:
        """Record that a sign-in is used now."""
        self._last[visitor.signed_in.session] = time.monotonic()
        self._last.move_to_end(visitor.signed_in.session)
        if len(self._last) > self.MOST:
            self._last.popitem(last=False)


def visitor_in(request: Request) -> Visitor | None:
    """The visitor that the entrance let in with this request; None in local mode."""
    found = request.scope.get(VISITOR)
    return found if isinstance(found, Visitor) else None


def record_sign_in(settings: Settings, found: SignedIn) -> None:
    """Enter a sign-in in the ledger, also of a person without a grant: administrators find them there.

    If the ledger cannot take it soon, the person is let in all the same, and it is entered later with its
    time.
    """
    late = f"at {in_utc(found.at)}"
    _enter(
        "sign-in",
        found,
        lambda: _enter_sign_in(settings, found),
        lambda: _enter_sign_in(settings, found, about=late),
    )


def _enter_sign_in(settings: Settings, found: SignedIn, *, about: str = "") -> None:
    who = people.person_for(settings, found.subject, found.name)
    if who.grants:
        people.record_event(settings, who, "sign-in", about, "let in", lock_seconds=people.SOON_SECONDS)
    else:
        people.record_once(
            settings, who, "sign-in", about, "without a grant", lock_seconds=people.SOON_SECONDS
        )


def count_refusal(why: str) -> None:
    """Count a refusal."""
    with _refusing:
        _refused[why] += 1


def refusals() -> Counter[str]:
    """The refusals since this process began, by reason."""
    with _refusing:
        return Counter(_refused)


def keep_refusal(settings: Settings, who: SignedIn | None, why: str, *, what: str = "visit") -> None:
    """Count a refusal, and enter it in the ledger if the person is known.

    what: what the person wanted. If the ledger is busy, the refusal is logged instead.
    """
    count_refusal(why)
    if who is None:
        return
    try:
        known = Person(who.subject, who.name)
        people.record_once(settings, known, what, why, people.REFUSED, lock_seconds=people.SOON_SECONDS)
    except BenchmarkError as error:
        _LOG.warning("The refusal of %s was not entered: %s", who.subject, error)


def sign_out(settings: Settings, visitor: Visitor) -> None:
    """End a sign-in for good, on all servers that share the ledger. On this server it ends at once; if the
    ledger cannot take it soon, it is tried again.
    """
    found = visitor.signed_in
    with _ending:
        day_ago = utc_now() - timedelta(days=1)
        for session in [ended for ended, sign_in in _ended.items() if sign_in.until < day_ago]:
            del _ended[session]
        _ended[found.session] = found

    def end() -> None:
        people.sign_out(settings, visitor.person, found.session)

    _enter("sign-out", found, end, end)


def _enter(what: str, found: SignedIn, now: Callable[[], None], later: Callable[[], None]) -> None:
    """Enter something about a sign-in; in its turn and as soon as the ledger takes it, if it cannot now."""
    if _unentered:  # the ledger takes nothing, or the others come first: nobody else need wait to find out
        why: object = "others wait."
    else:
        try:
            now()
            return
        except BenchmarkError as error:
            why = error
    _LOG.error("The %s of %s is not in the ledger yet: %s", what, found.subject, why)
    with _ending:
        _unentered.append((what, found, later))
        if len(_unentered) == 1:  # otherwise the thread is running already
            threading.Thread(target=_enter_all, daemon=True).start()


def _enter_all() -> None:
    """Enter everything that waits, in order, however long the ledger takes."""
    while _unentered:
        if not _enter_first():
            time.sleep(AGAIN_SECONDS)


def _enter_first() -> bool:
    """Enter what has waited longest. Returns False if the ledger does not take it."""
    with _entering:
        if not _unentered:
            return True
        what, found, enter = _unentered[0]
        try:
            enter()
        except BenchmarkError:
            return False
        except Exception:  # any other error: the entries after this one must not wait for ever
            _LOG.exception("The %s of %s could not be entered.", what, found.subject)
        with _ending:
            _unentered.popleft()
    return True


def enter_the_last() -> None:
    """Try once more, as the process ends, to enter what waits. The log names what is lost with it."""

    def enter() -> None:
        while _unentered and _enter_first():
            pass

    if not _unentered:
        return
    last = threading.Thread(target=enter, daemon=True)
    last.start()
    last.join(LAST_SECONDS)
    for what, found, _ in list(_unentered):
        _LOG.error(
            "The %s of %s was not entered: this process ends before the ledger took it. If it is a sign-out, "
            "revoke this person's sign-ins: it holds on no other server.",
            what,
            found.subject,
        )
