"""Who people are and what they were granted; and what they write, as it is kept or refused in a sentence."""

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
"""Whether the product may be shared by people who sign in: whether every way to a figure has been tried as
every role. It refuses to start shared where this is not true.
"""


@dataclass(frozen=True)
class Grant:
    """What a person was given: a role for a system, a group or a trust, from a day to a day.

    subject: the person, as whoever signed them in names them. scope: "ics:QYG", "group:DLN" or "trust:RBS";
    empty for an administrator. codes: the systems or trusts that the scope held when it was given, so that
    who changes a group changes nobody's rights. starts, ends: the first and the last day. Times are UTC.
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
        """Whether it holds on a day: it has begun, and was neither ended nor has run out."""
        return self.ended_at is None and self.starts <= day and (self.ends is None or day <= self.ends)


@dataclass(frozen=True)
class Person:
    """Who looks or acts. `grants` are those that hold.

    local: the one person at this computer, who sees and does all, who can open the store's files too.
    """

    subject: str
    name: str
    grants: tuple[Grant, ...] = ()
    local: bool = False

    @property
    def grant_ids(self) -> frozenset[int]:
        """The numbers of their grants."""
        return frozenset(grant.grant_id for grant in self.grants)

    def has(self, *roles: Role) -> bool:
        """Whether a grant gives one of these roles, for whatever scope."""
        return any(grant.role in roles for grant in self.grants)

    def codes(self, *roles: Role) -> frozenset[str]:
        """The systems and trusts of the grants of these roles."""
        return frozenset(code for grant in self.grants if grant.role in roles for code in grant.codes)


LOCAL_PERSON: Final = Person("local", "This computer", local=True)
"""The one person at this computer."""
WhoActs = Callable[[Settings], Person]
_who_acts: list[WhoActs] = []


def ask_who_acts(ask: WhoActs) -> None:
    """Say how this process finds out who looks and acts: from a sign-in, or from a command's operator."""
    _who_acts[:] = [ask]


def acting(settings: Settings) -> Person:
    """Who looks and acts now. Asked each time and never remembered.

    At one person's own computer it is that person. Where people sign in and nobody has, NotAllowed: nothing
    is shown or done for nobody.
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
    """A person's name, trimmed. ReturnRefused for a character that cannot be seen, or too many."""
    return _kept(_PERSON, text, what="The name of the person")


def note(text: str, *, what: str = "The note") -> str:
    """A note or a reason, on one line. ReturnRefused as of a name."""
    return _kept(_NOTE, text, what=what)


def answer(text: str, *, to: str) -> str:
    """An answer to a question, on one line. ReturnRefused as of a name."""
    return _kept(_ANSWER, text, what=f"The answer to {to}")


def plan_name(text: str) -> str:
    """The name of a plan, trimmed. ReturnRefused as of a person's name."""
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
