"""The glossary's terms, each explained where it first appears in a text."""

import re
from functools import cache

from markupsafe import Markup

from benchmark.charts.markup import piece
from benchmark.core.definitions import glossary
from schemas.definitions import Term


def explained(words: str) -> Markup:
    """A text with each term explained at its first place, for pointer, keyboard and touch."""
    explained_terms: set[str] = set()
    pieces, end = list[tuple[str, str, str, str]](), 0
    for found in _pattern().finditer(words):
        ahead, spelling, behind = found.groups()
        term = _by_spelling()[spelling.casefold()]
        if term.term in explained_terms:
            continue
        explained_terms.add(term.term)
        pieces += [("", words[end : found.start()], "", ""), (ahead, spelling, behind, term.words)]
        end = found.end()
    return piece("surfaces/web/parts.html", "explained", pieces=[*pieces, ("", words[end:], "", "")])


def meaning(term: str) -> str:
    """The meaning of a glossary's term, for the help sign of a choice. KeyError if it is unknown."""
    return _by_spelling()[term].words


@cache
def _by_spelling() -> dict[str, Term]:
    return {spelling.casefold(): term for term in glossary() for spelling in (term.term, *term.also)}


@cache
def _pattern() -> re.Pattern[str]:
    """Matches any spelling as whole words, the longest first: 'standard deviation' is not 'standard'. Three
    groups: the brackets ahead of it, the spelling, and the punctuation behind it. All stay on one line.
    """
    spellings = "|".join(map(re.escape, sorted(_by_spelling(), key=len, reverse=True)))
    return re.compile(rf"(\(*)(?<![\w-])({spellings})(?![\w-])([.,;:!?)]*)", re.IGNORECASE)
