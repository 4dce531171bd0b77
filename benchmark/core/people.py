"""What people write about a return, as it is kept, or refused in a sentence."""

from pydantic import TypeAdapter, ValidationError

from benchmark.core.errors import ReturnRefused
from schemas.people import AnswerText, Note, PersonName, PlanName

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
    try:
        return kind.validate_python(text)
    except ValidationError as error:
        found = error.errors()[0]
        fix = "Write it shorter." if found["type"] == "too_long" else "Type it again, without that character."
        raise ReturnRefused(f"{what} {found['msg']}.", fix=fix) from error
