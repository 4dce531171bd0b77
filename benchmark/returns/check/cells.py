"""One cell's text, as people and spreadsheets write it, to the text that its column's type takes.

Nothing is guessed and nothing is silent: what is read differently from how it was written comes with a note,
what can be read in two ways with an error.
"""

import re
import unicodedata

from benchmark.core.wording import as_before_guard
from benchmark.returns.check.amounts import NOTHING, read_number
from benchmark.returns.columns import Column
from benchmark.returns.read.looks import INVISIBLE, ODD_SPACE
from benchmark.returns.reading import Cell, Note
from benchmark.returns.recognise.financial_years import read_financial_year
from benchmark.returns.recognise.heading_units import HeadingUnit
from benchmark.returns.vocabulary import heading_key, pillar_spellings, value_spellings
from schemas.base import KEY_PATTERN

_EXCEL_ERROR = re.compile(r"#(N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|FIELD!|GETTING_DATA|#+)")
_MONTH = "jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec"
_DATE_LIKE = re.compile(
    rf"[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}([ T].*)?|[0-9]{{1,2}}/[0-9]{{1,2}}/[0-9]{{2,4}}"
    rf"|[0-9]{{1,2}}[- ]({_MONTH})([- ][0-9]{{2,4}})?|({_MONTH})[- ][0-9]{{2,4}}",
    re.I,
)
_UK_DATE = re.compile(r"([0-9]{1,2})[/.]([0-9]{1,2})[/.]([0-9]{4})")
_MIDNIGHT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[ T]00:00(:00)?")
_TEXT_MARKS = "'\u2019"
"""What somebody typed so that Excel keeps the cell as text; a file then holds it as a part of the cell."""
_CODE_SHAPED = re.compile(r"\w{3,6}")
_ODS_LIKE = re.compile(r"[A-Za-z0-9]{3,6}")


def read_cell(raw: str, column: Column, *, delimiter: str = ",", unit: HeadingUnit | None = None) -> Cell:
    """The text that the column's type takes, with a note on every change. unit: what the heading says that
    the amounts are in.
    """
    guarded = as_before_guard(raw)
    text, notes = _tidied(raw if guarded is None else guarded)
    if not text:
        return Cell(None)
    if guarded is not None:
        notes += (Note("guard_removed", {"read": text}),)
    elif text[0] in _TEXT_MARKS and (column.listed or column.shape != "text") and text[1:].strip():
        text = text[1:].strip()
        notes += (Note("text_mark", {"read": text}),)
    if _EXCEL_ERROR.fullmatch(text):
        return Cell(None, notes, "excel_error")
    if text.startswith("=") and len(text) > 1 and (guarded is None or column.listed):
        return Cell(None, notes, "formula_text")
    read = _typed(text, column, delimiter, unit)
    return Cell(read.text, notes + read.notes, read.error, read.words)


def _typed(text: str, column: Column, delimiter: str, unit: HeadingUnit | None) -> Cell:
    """A tidy text as the column's type takes it."""
    if column.shape in ("number", "whole"):
        return read_number(text, column, delimiter, unit)
    if column.written == "financial_year":
        return _financial_year(text)
    if column.shape == "date":
        return _date(text)
    if column.options:
        return _option(text, column.options)
    if column.refers_to == "pillars":
        return _pillar(text)
    if column.refers_to in ("trusts", "ics"):
        return _code(text)
    return _key(text) if column.is_key else Cell(text)


def _tidied(raw: str) -> tuple[str, tuple[Note, ...]]:
    """The text without spaces around it, and with plain ones inside."""
    plain = INVISIBLE.sub("", ODD_SPACE.sub(" ", raw)) if not raw.isascii() else raw
    notes = (Note("odd_spaces"),) if plain != raw else ()
    text = plain.strip()
    if text and len(text) != len(plain) and not notes:
        notes = (Note("spaces_removed"),)
    return text, notes if text else ()


def _financial_year(text: str) -> Cell:
    year = read_financial_year(text)
    if year.error:
        return Cell(None, error=year.error, words=year.words)
    return Cell(year.text, () if year.text == text else (Note("year_respelt", {"read": year.told}),))


def _date(text: str) -> Cell:
    if uk := _UK_DATE.fullmatch(text):
        read = f"{uk[3]}-{int(uk[2]):02d}-{int(uk[1]):02d}"
        return Cell(read, (Note("date_respelt", {"read": read}),))
    if midnight := _MIDNIGHT.fullmatch(text):
        return Cell(midnight[1])
    return Cell(text)


def _option(text: str, options: tuple[str, ...]) -> Cell:
    if text in options:
        return Cell(text)
    key = heading_key(text)
    for option in options:
        if heading_key(option) == key or value_spellings().get(key) == option:
            return Cell(option, (Note("word_respelt", {"read": option}),))
    return Cell(None, error="not_in_list", words={"options": ", ".join(options)})


def _pillar(text: str) -> Cell:
    pillar = pillar_spellings().get(heading_key(text))
    if pillar is None:
        options = ", ".join(dict.fromkeys(pillar_spellings().values()))
        return Cell(None, error="pillar_unknown", words={"options": options})
    return Cell(pillar, () if pillar == text else (Note("pillar_alias", {"read": pillar}),))


def _code(text: str) -> Cell:
    """A code, or a name that somebody else will look up: names are what publications carry."""
    if _DATE_LIKE.fullmatch(text):
        return Cell(None, error="date_in_code")
    if foreign := _not_of_a_code(text):
        named = ", ".join(f"{letter} ({unicodedata.name(letter, '?').lower()})" for letter in foreign)
        return Cell(None, error="other_letters", words={"letters": named})
    if _ODS_LIKE.fullmatch(text) and text != text.upper():
        return Cell(text.upper(), (Note("code_capitals", {"read": text.upper()}),))
    return Cell(text)


def _not_of_a_code(text: str) -> list[str]:
    """The letters of other scripts in what has the shape of a code; a name may be in any script."""
    if text.isascii() or not _CODE_SHAPED.fullmatch(text):
        return []
    foreign = [letter for letter in dict.fromkeys(text) if not letter.isascii()]
    return [letter for letter in foreign if not unicodedata.name(letter, "").startswith("LATIN")]


def _key(text: str) -> Cell:
    if text.casefold() in NOTHING:
        return Cell(None, error="words_for_nothing")
    read = re.sub(r"[^a-z0-9]+", "_", text.casefold()).strip("_")
    if read == text or not re.fullmatch(KEY_PATTERN, read):
        return Cell(text)
    return Cell(read, (Note("key_respelt", {"read": read}),))
