"""People and their grants, and the check of texts that people write."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal

from pydantic import TypeAdapter, ValidationError

from benchmark.core.errors import NotAllowed, ReturnRefused
from benchmark.core.nhs_number import says_nhs_number
from benchmark.core.settings import Settings, is_shared
from schemas.people import AnswerText, Note, PersonName, PlanName

Role = Literal["trust", "analyst", "leader", "administrator"]
ROLES: Final[tuple[Role, ...]] = ("trust", "analyst", "leader", "administrator")
SHARED_READY: Final = True
"""Whether the product may run shared. It may once every way to a figure has been tested as every role; until
then it refuses to start shared.
"""


@dataclass(frozen=True)
class Grant:
    """A grant: a person has a role for a system, a group or a trust, from a day to a day.

    subject: the person's identifier from the sign-in provider. scope: "ics:QYG", "group:DLN" or "trust:RBS";
    empty for an administrator. codes: the systems or trusts in the scope when it was given, so that a change
    of a group changes nobody's rights. starts, ends: the first and the last day. Times are UTC.
    """

    grant_id: int
    subject: str
    role: Role
    scope: str
    codes: frozenset[str]
    starts: date
    ends: date | None
    given_by: str
    given_at: datetime
    ended_by: str | None = None
    ended_at: datetime | None = None

    def holds_on(self, day: date) -> bool:
        """Whether the grant holds on a day: it has begun, was not ended, and has not run out."""
        return self.ended_at is None and self.starts <= day and (self.ends is None or day <= self.ends)


@dataclass(frozen=True)
class Person:
    """A person who reads or acts. grants: those that hold now.

    local: the person at this computer, who may see and do everything, as the store's files are open to them.
    """

    subject: str
    name: str
    grants: tuple[Grant, ...] = ()
    local: bool = False

    @property
    def grant_ids(self) -> frozenset[int]:
        """The numbers of the person's grants."""
        return frozenset(grant.grant_id for grant in self.grants)

    def has(self, *roles: Role) -> bool:
        """Whether the person has one of these roles, for any scope."""
        return any(grant.role in roles for grant in self.grants)

    def codes(self, *roles: Role) -> frozenset[str]:
        """The systems and trusts of the person's grants with these roles."""
        return frozenset(code for grant in self.grants if grant.role in roles for code in grant.codes)


LOCAL_PERSON: Final = Person("local", "This computer", local=True)
"""The person at this computer, who does not sign in."""
WhoActs = Callable[[Settings], Person]
_who_acts: list[WhoActs] = []


def ask_who_acts(ask: WhoActs) -> None:
    """Set how this process learns who is acting: from a sign-in, or from the command's operator."""
    _who_acts[:] = [ask]


def acting(settings: Settings) -> Person:
    """The person who reads and acts now. Determined again each time.

    In local mode it is LOCAL_PERSON. In shared mode it raises NotAllowed if nobody is signed in: nothing is
    shown or done then.
    """
    if not is_shared():
        return LOCAL_PERSON
    if not _who_acts:
        raise NotAllowed("Nobody is signed in, so nothing is shown and nothing is done.")
    return _who_acts[0](settings)


_PERSON: TypeAdapter[str] = TypeAdapter(PersonName)
_NOTE: TypeAdapter[str] = TypeAdapter(Note)
_PLAN: TypeAdapter[str] = TypeAdapter(PlanName)
_ANSWER: TypeAdapter[str] = TypeAdapter(AnswerText)


def person(text: str) -> str:
    """A person's name, trimmed. ReturnRefused for an invisible character or too long a name."""
    return _kept(_PERSON, text, what="The name of the person")


def note(text: str, *, what: str = "The note") -> str:
    """A note or a reason, on one line. ReturnRefused like `person`."""
    return _kept(_NOTE, text, what=what)


def answer(text: str, *, to: str) -> str:
    """An answer to a question, on one line. ReturnRefused like `person`."""
    return _kept(_ANSWER, text, what=f"The answer to {to}")


def plan_name(text: str) -> str:
    """A plan's name, trimmed. ReturnRefused like `person`."""
    return _kept(_PLAN, text, what="The plan's name")


def _kept(kind: TypeAdapter[str], text: str, *, what: str) -> str:
    if says_nhs_number(text):
        raise ReturnRefused(
            f"{what} holds what looks like an NHS number.", fix="Write it without anything about a patient."
        )
    try:
        return kind.validate_python(text)
    except ValidationError as error:
        found = error.errors()[0]
        fix = "Write it shorter." if found["type"] == "too_long" else "Type it again, without that character."
        raise ReturnRefused(f"{what} {found['msg']}.", fix=fix) from error
