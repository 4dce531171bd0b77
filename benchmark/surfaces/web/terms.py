"""Words with a meaning of their own, each explained where it first stands in a text."""

import re
from functools import cache

from markupsafe import Markup

from benchmark.charts.markup import piece
from benchmark.core.definitions import glossary
from schemas.definitions import Term

_SIGNS = frozenset(".,;:!?)")
"""Signs that belong to the word before them: no line begins with one."""


def explained(words: str) -> Markup:
    """A text in which each term is explained where it first stands, to the pointer, by key and by touch."""
    asked: set[str] = set()
    pieces, end = list[tuple[str, str, str]](), 0
    for found in _pattern().finditer(words):
        term = _by_spelling()[found[0].casefold()]
        if term.term in asked:
            continue
        asked.add(term.term)
        sign = words[found.end() : found.end() + 1]
        sign = sign if sign in _SIGNS else ""
        pieces += [(words[end : found.start()], "", ""), (found[0], term.words, sign)]
        end = found.end() + len(sign)
    return piece("surfaces/web/parts.html", "explained", pieces=[*pieces, (words[end:], "", "")])


def meaning(term: str) -> str:
    """What a term of the glossary means, for the sign beside a choice. KeyError where there is none."""
    return _by_spelling()[term].words


@cache
def _by_spelling() -> dict[str, Term]:
    return {spelling.casefold(): term for term in glossary() for spelling in (term.term, *term.also)}


@cache
def _pattern() -> re.Pattern[str]:
    """Any spelling as whole words, the longest first: 'standard deviation' is not 'standard'."""
    spellings = sorted(_by_spelling(), key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, spellings))})(?![\w-])", re.IGNORECASE)
