"""A name and its code in one cell, in either order and with any mark between: Northvale Hospitals (DEMO1)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from benchmark.returns.recognise.match import NameIndex

_MARKS = r"\s(){}<>\[\]\uff08\uff09\u3010\u3011,;:|/=_\u2010-\u2015-"
_CODE = r"[A-Za-z0-9]{3,6}"
_FIRST = re.compile(rf"(?P<edge>[{_MARKS}]*)(?P<code>{_CODE})(?P<gap>[{_MARKS}]+)(?P<name>.+)")
_LAST = re.compile(rf"(?P<name>.+?)(?P<gap>[{_MARKS}]+)(?P<code>{_CODE})(?P<edge>[{_MARKS}]*)")
_AROUND = re.compile(rf"^[{_MARKS}]+|[{_MARKS}]+$")
_WORD = re.compile(r"[A-Za-z0-9]+")


@dataclass(frozen=True)
class NameAndCode:
    """The code of an organisation and a name, as one cell holds them; `named` is the code of the one that
    bears the name, None where none does.
    """

    code: str
    name: str
    named: str | None


def name_and_code(text: str, index: NameIndex) -> NameAndCode | None:
    """The code and the name that a cell holds; None where it does not hold both.

    A code with no mark beside it may be a word of a name: it counts only where the name is its own.
    """
    found = list(_readings(text, index))
    own = [both for both, _ in found if both.named == both.code]
    marked = [both for both, is_marked in found if is_marked]
    sure = own or marked
    return sure[0] if len({both.code for both in sure}) == 1 else None


def _readings(text: str, index: NameIndex) -> Iterator[tuple[NameAndCode, bool]]:
    """Each way to read the cell, and whether a mark keeps the code apart from the name."""
    for pattern in (_FIRST, _LAST):
        parts = pattern.fullmatch(text)
        if parts is None or (code := parts["code"].upper()) not in index.organisations:
            continue
        name = _AROUND.sub("", parts["name"])
        match = index.match(name)
        named = None if match is None or match.how == "taken" else match.code
        if named != code and any(word in index.organisations for word in _WORD.findall(name)):
            continue  # two codes: nobody can say which one counts
        yield NameAndCode(code, name, named), bool((parts["edge"] + parts["gap"]).strip())
