"""The unit of figures, from a heading or title: (£m), £000, in thousands, (%), (WTE), (1-5)."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, localcontext
from functools import lru_cache
from typing import Literal

from benchmark.returns.columns import Column
from benchmark.returns.vocabulary import heading_key
from schemas.base import SCORE_MAX, SCORE_MIN

Sort = Literal["pounds", "pence", "percent", "people", "heads", "one to five", "other scale", "currency"]

LONGEST_HEADING = 200
"""The most characters of a heading to examine: a longer one is a sentence, and names no column."""
_FIGURES = 60
"""More digits than the longest number with its unit's zeros, so that no figure is rounded."""
_FACTORS = {"thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
_SIZES = {
    "thousand": r"'?000'?s?|1,?000'?s?|'?k|thousands?|thous?|tsd",
    "million": r"'?m|mm|mn|mln|mio|mill?|millions?",
    "billion": r"'?bn|billions?",
}
_SIZE = "|".join(f"(?P<{name}>{pattern})" for name, pattern in _SIZES.items())
_MONEY = r"(?:£'?s?|gbp|pounds?(?: sterling)?|sterling)"
_SIZE_ALONE = _SIZE.replace("?P<", "?P<_")
_AMOUNT = re.compile(
    rf"(?:all )?(?:(?:figures|amounts|values) )?(?:in |x )?"
    rf"(?:{_MONEY} ?(?:in )?(?:{_SIZE})?|(?:{_SIZE_ALONE}))(?:(?: of)? ?{_MONEY})?"
)
_LOST_POUND = re.compile(
    r"^(?:[?#\ufffd\u0153\u0141\u00fa\u20a4](?= ?(?:'?000|k$|m$|mn$|bn$|thousand|million|billion))"
    r"|(?:\u00c3\u201a)?\u00c2\u00a3|&pound;)",
    re.I,
)
"""What a pound sign becomes in the wrong encoding, before a size, as in (?m)."""
_OF = r"(?:on a )?(?:scale )?(?:of )?"
_SORTS: tuple[tuple[Sort, re.Pattern[str]], ...] = (
    ("percent", re.compile(r"(?:in |as )?(?:a )?(?:%|per ?cent|pct|percentages?)(?: of .*)?")),
    ("pence", re.compile(r"(?:in )?(?:pence|penny|pennies)")),
    ("people", re.compile(r"(?:in )?(?:wtes?|ftes?|whole time equivalents?|full time equivalents?)")),
    ("heads", re.compile(r"(?:heads?|headcount|people)")),
    ("one to five", re.compile(rf"{_OF}(?:1 (?:to )?5|/ ?5|out of 5|max(?:imum)? 5)")),
    ("other scale", re.compile(rf"{_OF}(?:[0-9]+ (?:to )?[0-9]+|(?:/|out of|max(?:imum)?) ?[0-9]+)")),
    ("currency", re.compile(r"(?:in )?(?:[$€¥₹]|us\$|eur|usd|chf|jpy|euros?|dollars?)(?: ?[a-z0-9]+)?")),
)
_IN_WORDS: dict[Sort, str] = {
    "pounds": "amounts of money ({label})",
    "pence": "amounts in pence",
    "percent": "percentages",
    "people": "whole-time equivalents",
    "heads": "numbers of people",
    "one to five": "on a scale of 1 to 5",
    "other scale": "on the scale {label}",
    "currency": "in another currency",
}
_MONEY_BEFORE = re.compile(rf"[\s_]+{_MONEY}$", re.I)
"""The end of a name whose size was removed: IT revenue_gbp from IT revenue_gbp_000."""
_FOOTNOTE = re.compile(
    r"(?:\s*(?:[*\u2020\u2021\u00a7#]|\[(?:[0-9]{1,2}|[a-j])\]|\(note [0-9a-z]\)|\^[0-9]))+$", re.I
)
_RAISED = re.compile("[\u00b9\u00b2\u00b3\u2070-\u2079]+$")
_LONGEST_MARKS = 40
"""The most characters at a text's end that are searched for footnote marks."""
_IN_BRACKETS = re.compile(r"(?P<name>.*?)\s*[(\[](?P<unit>[^()\[\]]*)[)\]]\s*")
_BEFORE_BRACKETS = re.compile(r"\s*[(\[](?P<unit>[^()\[\]]*)[)\]]\s*(?P<name>.+)")
_AFTER_MARK = re.compile(r"(?P<name>.*?)\s*[,;:|\u2010-\u2015_-]\s*(?P<unit>[^,;:|\u2010-\u2015_-]+)")
_IN_TITLE = re.compile(
    r"(?:£|\bgbp) ?(?:'?000'?s?|k|m|mn|mln|bn|b|millions?|thousands?|billions?)\b"
    r"|\b(?:thousands|millions|billions) of pounds\b"
    r"|\bin (?:'?000'?s?|(?:thousands?|millions?|billions?))\b|(?:^|(?<=[\s_(]))'?000'?s\b",
    re.I,
)
_BEFORE_UNIT = re.compile(
    r"^(?:all )?(?:units?|currency|amounts?|figures|values|money)\b(?: (?:are|is|shown|given|reported))*"
    r"(?: in)?[\s:=-]+|^(?:shown|given|reported|all) in ",
    re.I,
)
"""Words before a unit in a text that says only the unit."""
_DENIED = re.compile(
    r"\b(?:not|never|rather than|instead of) (?:in |as )?(?:£|gbp)? ?"
    r"(?:'?000'?s?|k|m|mn|mln|bn|millions?|thousands?|billions?)\b",
    re.I,
)
"""A unit that a title says the amounts are not in."""

_WORDS_APART = re.compile(r"[\s_.,()\[\]+-]+|(?<=[a-z])(?=[A-Z])")
_IN_NAME = re.compile(
    r"(?:£|\bgbp|\bpounds?) ?(?:'?000'?s?|k|m|mn|mln|bn|thousands?|millions?|billions?)\b"
    r"|\b(?:thousands?|millions?|billions?)\b|\b000'?s\b",
    re.I,
)


@dataclass(frozen=True)
class HeadingUnit:
    """A unit as the heading writes it, its sort, and the pounds in one of it."""

    label: str
    sort: Sort
    factor: int = 1

    def in_pounds(self, number: str) -> str:
        """The exact amount in pounds of a plain number in this unit."""
        with localcontext(prec=_FIGURES):
            amount = format(Decimal(number) * self.factor, "f")
        return amount.rstrip("0").rstrip(".") if "." in amount else amount

    @property
    def in_words(self) -> str:
        """What the values are, as part of a sentence."""
        return _IN_WORDS[self.sort].format(label=self.label)

    def suits(self, column: Column) -> bool:
        """Whether a column's values can be in this unit."""
        if self.sort == "one to five":
            return (column.lowest, column.highest) == (SCORE_MIN, SCORE_MAX)
        return self.sort in ("pounds", "people") and column.written == self.sort


@lru_cache(maxsize=2_000)
def split_heading(heading: str) -> tuple[str, HeadingUnit | None]:
    """A heading without its unit and footnote marks, and the unit.

    >>> split_heading("Operating expenditure (£m)")
    ('Operating expenditure', HeadingUnit(label='£m', sort='pounds', factor=1000000))
    """
    if len(heading) > LONGEST_HEADING:
        return heading, None
    text = without_footnotes(heading)
    for name, unit in _places_of_a_unit(text):
        if name.strip() and (read := _unit(unit)):
            bare = without_footnotes(name).rstrip(",;:|-_/ ").strip()
            return _MONEY_BEFORE.sub("", bare) if read.sort == "pounds" else bare, read
    return text, None


def without_footnotes(text: str) -> str:
    """A text without the footnote marks at its end.

    >>> without_footnotes("DEMO1 *"), without_footnotes("Score [2]")
    ('DEMO1', 'Score')
    """
    text = text.strip()
    end = _RAISED.sub("", _FOOTNOTE.sub("", text[-_LONGEST_MARKS:]))
    return f"{text[:-_LONGEST_MARKS]}{end}".strip()


def unit_in_titles(titles: Iterable[str]) -> str:
    """The words in a title that say amounts are in thousands or millions; '' if none does."""
    undenied = (_DENIED.sub(" ", title) for title in titles)
    return next((unit for title in undenied if (unit := _unit_in(title))), "")


def _unit_in(title: str) -> str:
    """The words of a unit in a title; the whole unit if the title is nothing else, as in Units: thousands."""
    if in_title := _IN_TITLE.search(title):
        return in_title[0].strip()
    alone = _BEFORE_UNIT.sub("", title[:LONGEST_HEADING].strip()).strip(" .()[]")
    unit = _unit(alone) if len(alone) > 1 else None
    return alone if unit is not None and unit.sort == "pounds" and unit.factor > 1 else ""


def unit_in_name(file_name: str) -> str:
    """The words in a file's name that say amounts are in thousands or millions; '' if none do.

    >>> unit_in_name("it_spend_thousands.csv")
    'thousands'
    """
    words = _WORDS_APART.sub(" ", file_name)
    in_name = _IN_NAME.search(words)
    return in_name[0] if in_name else unit_in_titles([words])


def _places_of_a_unit(text: str) -> Iterable[tuple[str, str]]:
    for pattern in (_IN_BRACKETS, _BEFORE_BRACKETS, _AFTER_MARK):
        if parts := pattern.fullmatch(text):
            yield parts["name"], parts["unit"]
    words = text.replace("_", " ").split()
    for count in range(min(4, len(words) - 1), 0, -1):
        for name, unit in ((words[:-count], words[-count:]), (words[count:], words[:count])):
            if _stands_free(unit):
                yield " ".join(name), " ".join(unit)


def _stands_free(words: list[str]) -> bool:
    """Whether words without brackets can be a unit: WTE alone is a column's own name, m alone an initial."""
    text = " ".join(words)
    return bool(re.search(r"[£%$€]|000|thousand|million|billion|gbp|per ?cent|out of", text, re.I))


def _unit(text: str) -> HeadingUnit | None:
    label = text.strip()
    key = heading_key(unicodedata.normalize("NFKC", _LOST_POUND.sub("£", label)))
    key = key.replace("\u2019", "'").replace(".", "")
    if amount := _AMOUNT.fullmatch(key):
        named = {name.strip("_") for name, size in amount.groupdict().items() if size}
        return HeadingUnit(label, "pounds", _FACTORS[named.pop()] if named else 1)
    return next((HeadingUnit(label, sort) for sort, pattern in _SORTS if pattern.fullmatch(key)), None)
