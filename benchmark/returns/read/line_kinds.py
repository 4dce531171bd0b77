"""Decides whether a line outside a table is a header, a row, or text that nobody would miss.

Titles and footnotes are left out of a table, with a note. A line with figures, or with headings of another
table, is never left out silently: somebody meant it to be read.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import takewhile
from string import ascii_lowercase
from typing import Literal, get_args

from benchmark.returns.vocabulary import (
    heading_key,
    is_of_totals,
    known_headings,
    pillar_spellings,
    value_spellings,
)
from schemas.conditions import Section

Look = Literal["header", "row", "text"]
Record = tuple[int, Sequence[str]]
"""The line where a row starts, and its cells."""
DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "vertical bars"}
_FEWEST_COUNTED = 4
MOST_FIGURES = 4
"""A line with this many figures or codes is no sentence."""
LONGEST_HEADING = 50
"""The most characters of a heading: longer texts are not looked up. The longest known one has 27."""
ODD_SPACE = re.compile("[\u00a0\u2000-\u200a\u2028\u2029\u0085\u202f\u205f\u3000]")
INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
"""Characters that nobody sees: marks of text direction, joiners, soft hyphens, byte-order marks."""
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
"""A character as SharePoint writes it in the name of a column."""
_CODE = re.compile(r"[A-Z][A-Z0-9]{2,5}")
_YEAR = re.compile(r"(?:FY ?)?20[0-9]{2}(?: ?[/\-\u2013] ?(?:20)?[0-9]{2})?")
_FIGURE = re.compile(r"(?!£?0[0-9])\(?[+\-\u2212]?\s*£?\s*[0-9][0-9, ]*(?:\.[0-9]+)?\s*%?\)?|-?\.[0-9]+")
_YEAR_AVERAGE = re.compile(r"20[0-9]{2} .*average|average 20[0-9]{2}")
_OTHER_DELIMITERS = re.compile(r"[;,|\t:]")
_ANYTHING = re.compile(r"[\s;,|:~^\"'()\[\]]+")
_CUT_FIGURE, _REST_OF_FIGURE = re.compile(r"(?:^|[\s£(])[0-9]{1,3}$"), re.compile(r"[0-9]{3}(?![0-9])")
_TIME = re.compile(r"\b[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?\b")
_UNIT_AFTER = re.compile(r"\s*([(\[][^()\[\]]*[)\]]|£ ?(?:'?000'?s?|k|m|mn|bn))$")


def clean(heading: str) -> str:
    """A heading with single plain spaces, without invisible characters and what programs add to headings.

    >>> clean("IT_x0020_revenue"), clean('="Score"')
    ('IT revenue', 'Score')
    """
    if "_x" in heading or heading.startswith('="'):
        heading = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), heading).removeprefix("=").strip('"')
    if heading.isascii():
        return " ".join(heading.split())
    return " ".join(INVISIBLE.sub("", ODD_SPACE.sub(" ", heading)).split())


def texts_in(cells: Iterable[str]) -> list[str]:
    """The texts of the cells that show something, without spaces around them."""
    return [text for cell in cells if (text := cell.strip())]


def unit_apart(heading: str) -> tuple[str, str]:
    """A heading without its unit, and the unit: text in brackets after it, or a unit of money.

    >>> unit_apart("IT revenue (£m)"), unit_apart("Score")
    (('IT revenue', '(£m)'), ('Score', ''))
    """
    text = clean(heading)
    unit = _UNIT_AFTER.search(text)
    return (text, "") if unit is None else (text[: unit.start()], unit[1])


def is_cleaned(heading: str) -> bool:
    """Whether cleaning a heading removes invisible characters or unusual spaces."""
    return not heading.isascii() and bool(INVISIBLE.search(heading) or ODD_SPACE.search(heading))


def is_heading(text: str) -> bool:
    """Whether some kind of return has a column with this heading."""
    if len(text) > LONGEST_HEADING:
        return False
    key = heading_key(clean(text))
    return key in known_headings() or bool(_YEAR_AVERAGE.fullmatch(key))


@dataclass(frozen=True)
class Marks:
    """How many of a line's cells are headings (each counted once), codes, years, other figures and listed
    values. The name of a pillar can be a heading or a value, and counts as a value.
    """

    headings: int
    codes: int
    years: int
    figures: int
    listed: int

    @property
    def values(self) -> int:
        """How many of the cells are codes, years, other figures or listed values."""
        return self.codes + self.years + self.figures + self.listed

    @property
    def is_header(self) -> bool:
        return self.headings >= 2 and self.headings > self.codes + self.years + self.figures

    @property
    def is_body(self) -> bool:
        """Whether the line has no heading, but a code, a year or a figure, so that its pillars are values."""
        return not self.headings and bool(self.codes or self.years or self.figures)

    @property
    def is_row(self) -> bool:
        """Whether the line has two codes, figures or listed values, or a year with a figure. A year alone may
        be from a title.
        """
        return self.values - self.years >= 2 or (self.years > 0 and self.figures > 0)


def marks(cells: Iterable[str]) -> Marks:
    """Count the kinds of cells in a line."""
    headings: set[str] = set()
    codes = years = figures = listed = 0
    for cell in filter(None, cells):  # most cells of a wide row are empty
        text = clean(cell)
        if not text or len(text) > LONGEST_HEADING:
            continue
        key = heading_key(text)
        if key in _listed_values() or text in get_args(Section):
            listed += 1
        elif is_heading(text):
            headings.add(key)
        elif _YEAR.fullmatch(text):
            years += 1
        elif _FIGURE.fullmatch(text):
            figures += 1
        elif _CODE.fullmatch(text):
            codes += 1
    return Marks(len(headings), codes, years, figures, listed)


def look(cells: Sequence[str]) -> Look:
    """What a line is, judged by its cells as they are.

    Rows of totals and of England count as text: every publication has them beside its table.
    """
    counted = marks(cells)
    if counted.is_header:
        return "header"
    if counts_columns(cells):
        return "text"
    if counted.is_row and not _is_summary(cells) and not _is_prose(cells):
        return "row"
    return "text"


def counts_columns(cells: Sequence[str]) -> bool:
    """Whether a line numbers the columns: 1, 2, 3 and so on, or A, B, C, in four cells or more."""
    texts = [text.strip("()") for text in texts_in(cells)]
    if len(texts) < _FEWEST_COUNTED or texts[0] not in ("1", "A", "a"):
        return False
    letters = ascii_lowercase[: len(texts)]
    return texts == [str(n) for n in range(1, len(texts) + 1)] or "".join(texts).lower() == letters


def look_apart(cells: Sequence[str]) -> Look:
    """What a line is when it is split at other possible delimiters.

    When split at spaces too, text gives words, so the beginning and the end of the line decide.
    """
    if counts_columns(cells):
        return "text"
    text = _TIME.sub("", ",".join(cells))
    parts = _OTHER_DELIMITERS.split(text)
    words = [word for word in _ANYTHING.split(text) if word]
    filled = len(texts_in(cells))
    beginning, end = _first_values(words), _first_values(words[::-1])
    if len(beginning) > filled and (look(beginning) == "row" or any("_" in word for word in words)):
        return "row"
    if len(end) > max(filled, MOST_FIGURES) and look(end) == "row" and marks(end).figures > 1:
        return "row"  # after a remark, such as NB: or Correction:
    if _is_prose(parts):
        return "text"
    if len(texts_in(parts)) > filled and (looks := look(parts)) != "text":
        return looks
    return "row" if len(end) > max(filled, 2) and look(end) == "row" else "text"


def _first_values(words: Sequence[str]) -> list[str]:
    """The words before the first one that is no code, year, other figure or listed value."""
    return list(takewhile(lambda word: marks([word]).values, words))


def _is_summary(cells: Iterable[str]) -> bool:
    return any(is_of_totals(heading_key(clean(cell))) for cell in cells if len(cell) <= LONGEST_HEADING)


def _is_prose(cells: Sequence[str]) -> bool:
    """Whether the cells are a sentence cut at its commas: words first, spaces after commas, few figures."""
    filled = [cell for cell in cells if cell.strip()]
    if len(filled) < 2 or not all(cell.startswith((" ", "\u00a0")) for cell in filled[1:]):
        return False
    counted = marks(filled)
    return not marks(filled[:1]).values and counted.codes + counted.figures < MOST_FIGURES


def is_sentence(cells: Sequence[str]) -> bool:
    """Whether a line is a sentence, perhaps cut into cells at its commas, also at that in £3,561k."""
    whole: list[str] = []
    for cell in cells:
        if whole and _CUT_FIGURE.search(whole[-1]) and _REST_OF_FIGURE.match(cell):
            whole[-1] += cell
        elif cell.strip():
            whole.append(cell)
    counted = marks(whole)
    return not counted.is_row and not counted.codes and (len(whole) == 1 or _is_prose(whole))


@cache
def _listed_values() -> frozenset[str]:
    values = {heading_key(value) for value in value_spellings().values()}
    return frozenset(values | pillar_spellings().keys() | value_spellings().keys())
