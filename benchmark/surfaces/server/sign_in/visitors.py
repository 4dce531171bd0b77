"""Who is let in: a sign-in that the ledger still lets stand, with the grants that hold now."""

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
"""Key in a request's scope under which the entrance puts who it let in. Without one the mode is local."""
SIGNED_OUT: Final = "a sign-in that was signed out"
REVOKED: Final = "a sign-in that was revoked"
UNUSED: Final = "a sign-in that nobody used for long"
NO_GRANT: Final = "no grant holds"
DID_NOT_SUCCEED: Final = "a sign-in that did not succeed"
TOO_MANY: Final = "too many sign-ins from one address"
TOO_OFTEN: Final = "signed in too often"
NAMELESS: Final = (DID_NOT_SUCCEED, NOT_OURS, TOO_MANY)
"""Refusals of somebody unknown: they are counted, and cost the ledger nothing."""
_refused: Counter[str] = Counter()
_refusing = threading.Lock()
_ended: dict[str, SignedIn] = {}
"""Sign-ins that were ended here, by their sessions: they hold no longer, even while the ledger is busy."""
_unentered: deque[tuple[SignedIn, Callable[[], None]]] = deque()
"""What came of sign-ins while the ledger could not be added to, and how it is entered, the oldest first."""
_ending = threading.Lock()
AGAIN_SECONDS: Final = 5.0
"""After how long a ledger that is away is asked again to take it."""
_LOG: Final = logging.getLogger(__name__)


@dataclass(frozen=True)
class Visitor:
    """Somebody who has signed in: with which sign-in, and with which grants. The grants may be none."""

    signed_in: SignedIn
    person: Person

    @property
    def seconds_left(self) -> float:
        """For how long the sign-in still holds."""
        return max(0.0, (self.signed_in.until - utc_now()).total_seconds())


def visitor_of(cookies: Mapping[str, str], sign_in: SignIn, settings: Settings) -> Visitor:
    """Who a browser's cookies say that it is, where that still holds.

    Raises NotSignedIn, with why; BenchmarkError where the ledger cannot be asked: then nobody is let in.
    """
    found = signed_in(cookies, sign_in, now=utc_now())
    if found.session in _ended or people.signed_out(settings, found.session):
        raise NotSignedIn(f"You have signed out. {AGAIN}", why=SIGNED_OUT, who=found)
    revoked = people.revoked_before(settings, found.subject)
    if revoked is not None and found.at <= revoked:
        raise NotSignedIn(f"An administrator has ended your sign-ins. {AGAIN}", why=REVOKED, who=found)
    return Visitor(found, people.person_for(settings, found.subject, found.name))


def by_cookie(cookies: Mapping[str, str], sign_in: SignIn) -> Visitor:
    """Whose sign-in a browser's cookies are, whatever the ledger says of it: enough to end it. NotSignedIn
    where they are nobody's.
    """
    found = signed_in(cookies, sign_in, now=utc_now())
    return Visitor(found, Person(found.subject, found.name))


class Used:
    """When each sign-in was used last, in this process."""

    MOST: Final = 10_000
    """Sign-ins that are remembered; of older ones none holds any more by then."""

    def __init__(self, minutes: int) -> None:
        self._seconds = minutes * 60
        self._last: OrderedDict[str, float] = OrderedDict()

    def is_idle(self, visitor: Visitor) -> bool:
        """Whether nobody has used a sign-in for longer than it may rest. One that is new here is in use."""
        last = self._last.get(visitor.signed_in.session)
        return last is not None and time.monotonic() - last > self._seconds

    def note(self, visitor: Visitor) -> None:
        """A sign-in is used now."""
        self._last[visitor.signed_in.session] = time.monotonic()
        self._last.move_to_end(visitor.signed_in.session)
        if len(self._last) > self.MOST:
            self._last.popitem(last=False)


def visitor_in(request: Request) -> Visitor | None:
    """Who the entrance let in with this request; None in local mode."""
    found = request.scope.get(VISITOR)
    return found if isinstance(found, Visitor) else None


def came_in(settings: Settings, found: SignedIn) -> None:
    """Enter a sign-in. Who has no grant is entered too: an administrator finds them there.

    A ledger that cannot be added to keeps nobody out: it is entered when it can, with its time.
    """
    try:
        _enter_sign_in(settings, found)
    except BenchmarkError as error:
        _LOG.warning("The sign-in of %s is not entered yet: %s", found.subject, error)
        _enter_later(found, lambda: _enter_sign_in(settings, found, about=f"at {in_utc(found.at)}"))


def _enter_sign_in(settings: Settings, found: SignedIn, *, about: str = "") -> None:
    who = people.person_for(settings, found.subject, found.name)
    if who.grants:
        people.record_event(settings, who, "sign-in", about, "let in")
    else:
        people.record_once(settings, who, "sign-in", about, "without a grant")


def count_refusal(why: str) -> None:
    """Count that somebody was not let in."""
    with _refusing:
        _refused[why] += 1


def refusals() -> Counter[str]:
    """How often somebody was not let in since this process began, by why."""
    with _refusing:
        return Counter(_refused)


def keep_refusal(settings: Settings, who: SignedIn | None, why: str, *, what: str = "visit") -> None:
    """Count a refusal, and enter it where it is known whose. Who is unknown costs the ledger nothing.

    what: what they wanted. Where the ledger is busy they are refused all the same: the server's log has it.
    """
    count_refusal(why)
    if who is None:
        return
    try:
        people.record_once(settings, Person(who.subject, who.name), what, why, people.REFUSED)
    except BenchmarkError as error:
        _LOG.warning("The refusal of %s was not entered: %s", who.subject, error)


def sign_out(settings: Settings, visitor: Visitor) -> None:
    """End a sign-in for good, for every server that shares the ledger. Here it holds at once; for the others
    it is tried again where the ledger cannot be added to.
    """
    found = visitor.signed_in
    with _ending:
        day_ago = utc_now() - timedelta(days=1)
        for session in [known for known, one in _ended.items() if one.until < day_ago]:
            del _ended[session]
        _ended[found.session] = found
    try:
        people.sign_out(settings, visitor.person, found.session)
    except BenchmarkError as error:
        _LOG.error("The sign-out of %s holds on this server alone as yet: %s", found.subject, error)
        _enter_later(found, lambda: people.sign_out(settings, visitor.person, found.session))


def _enter_later(found: SignedIn, enter: Callable[[], None]) -> None:
    """Enter something of a sign-in as soon as the ledger takes it, in its turn."""
    with _ending:
        _unentered.append((found, enter))
        if len(_unentered) == 1:  # else somebody is at it
            threading.Thread(target=_enter_all, daemon=True).start()


def _enter_all() -> None:
    while True:
        found, enter = _unentered[0]
        try:
            enter()
        except BenchmarkError:
            time.sleep(AGAIN_SECONDS)
            continue
        except Exception:  # whatever it is: what waits behind it must not wait for ever
            _LOG.exception("Something of the sign-in of %s could not be entered.", found.subject)
        with _ending:
            _unentered.popleft()
            if not _unentered:
                return
