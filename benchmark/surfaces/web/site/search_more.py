"""Finds more than organisations: pages, terms of the glossary, measures for comparing systems."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from benchmark.common.resolve import LIKE, letters, words_likeness
from benchmark.core.definitions import doors, glossary
from benchmark.questions.systems.comparison import MEASURES
from benchmark.surfaces.web.site.sitemap import COMPARE, METHOD, PAGES, TERM

MOST = 3
"""The most results that are not organisations."""


@dataclass(frozen=True)
class Other:
    """A result that is not an organisation. query: added to the present choices."""

    name: str
    what: str
    address: str
    query: tuple[tuple[str, str], ...]
    spellings: tuple[tuple[str, ...], ...]


def find_others(text: str) -> list[tuple[Other, float]]:
    """What a text may mean, each with its similarity (0 to 100), the most similar first."""
    typed = tuple(letters(text).split())
    scored = [(other, max(words_likeness(typed, words) for words in other.spellings)) for other in _others()]
    near = [(other, found) for other, found in scored if found >= LIKE]
    return sorted(near, key=lambda one: -one[1])[:MOST]


@cache
def _others() -> tuple[Other, ...]:
    return (*_pages(), *_measures(), *_terms())


def _pages() -> Iterable[Other]:
    """Each page, found by its title and by the questions that it answers."""
    answers = [(question.page, question.words) for door in doors() for question in door.questions]
    for page in PAGES:
        asked = [words for address, words in answers if address == page.address]
        yield Other(page.title, "page", page.address, (), _spelt(page.title, *asked))


def _measures() -> Iterable[Other]:
    for measure in MEASURES:
        query = (("measure", measure.key),)
        yield Other(measure.name, "measure of systems", COMPARE, query, _spelt(measure.name))


def _terms() -> Iterable[Other]:
    for term in glossary():
        query = ((TERM, term.term),)
        yield Other(term.term, "what it means here", METHOD, query, _spelt(term.term, *term.also))


def _spelt(*spellings: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(letters(spelling).split()) for spelling in spellings)
