"""One cell's text, as people and spreadsheets write it, to the text that its column's type takes.

Nothing is guessed and nothing is silent: what is read differently from how it was written comes with a note,
what can be read in two ways with an error.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from benchmark.returns.columns import Column
from benchmark.returns.financial_years import read_financial_year
from benchmark.returns.vocabulary import heading_key, pillar_spellings, value_spellings

_ODD_SPACES = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000]")
_INVISIBLE = re.compile("[\u200b-\u200d\u2060\ufeff\u00ad]")
_EXCEL_ERROR = re.compile(r"#(N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|FIELD!|GETTING_DATA|#+)")
_NOTHING = frozenset(
    (
        *(
            "n/a",
            "na",
            "n.a.",
            "nil",
            "none",
            "null",
            "nan",
            "unknown",
            "missing",
            "blank",
            "tbc",
            "tbd",
            "x",
        ),
        *("-", "--", "\u2013", "\u2014", "?", "."),
        *("not available", "not applicable", "not returned", "not known", "no data"),
    )
)
_PLAIN = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
_THOUSANDS = re.compile(r"[+-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")
_SPACED = re.compile(r"[+-]?[0-9]{1,3}( [0-9]{3})+(\.[0-9]+)?")
_STERLING = re.compile(r"([+-]?)\s*(?:£|GBP)\s*(.*)|(.*?)\s*(?:£|GBP)", re.I)
_OTHER_CURRENCY = re.compile(r"[$€¥₹]|\b(?:EUR|USD|CHF|JPY|euros?|dollars?)\b", re.I)
_IN_BRACKETS = re.compile(r"\([0-9., ]+\)")
"""How accountants write a negative amount."""
_DECIMAL_COMMA = re.compile(r"[+-]?[0-9]+,[0-9]+")
_SCIENTIFIC = re.compile(r"[+-]?[0-9]+([.,][0-9]+)?[eE][+-]?[0-9]+")
_WITH_UNIT = re.compile(r"[+-]?[0-9][0-9.,]*\s*(k|m|bn|b|mn|million|billion|thousand|000s|wte|fte)", re.I)
_WHOLE_DECIMAL = re.compile(r"([+-]?[0-9]+)\.0+")
_MONTH = "jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec"
_DATE_LIKE = re.compile(
    rf"[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}([ T].*)?|[0-9]{{1,2}}/[0-9]{{1,2}}/[0-9]{{2,4}}"
    rf"|[0-9]{{1,2}}[- ]({_MONTH})([- ][0-9]{{2,4}})?|({_MONTH})[- ][0-9]{{2,4}}",
    re.I,
)
_UK_DATE = re.compile(r"([0-9]{1,2})[/.]([0-9]{1,2})[/.]([0-9]{4})")
_MIDNIGHT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[ T]00:00(:00)?")
_ODS_LIKE = re.compile(r"[A-Za-z0-9]{3,6}")


@dataclass(frozen=True, slots=True)
class Note:
    """A conversion: a note's code, and the words of its sentence."""

    code: str
    words: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as read: the text for its type, None where it is empty; or the code of what is wrong."""

    text: str | None
    notes: tuple[Note, ...] = ()
    error: str = ""
    words: dict[str, Any] = field(default_factory=dict)


def read_cell(raw: str, column: Column, *, delimiter: str = ",") -> Cell:
    """The text that the column's type takes, with a note on every change."""
    text, notes = _tidied(raw)
    if not text:
        return Cell(None)
    if _EXCEL_ERROR.fullmatch(text):
        return Cell(None, notes, "excel_error")
    if text.startswith("=") and len(text) > 1:
        return Cell(None, notes, "formula_text")
    if column.shape in ("number", "whole"):
        read = _number(text, column, delimiter)
    elif column.written == "financial_year":
        read = _financial_year(text)
    elif column.shape == "date":
        read = _date(text)
    elif column.options:
        read = _option(text, column.options)
    elif column.refers_to == "pillars":
        read = _pillar(text)
    elif column.refers_to in ("trusts", "ics"):
        read = _code(text)
    elif column.is_key:
        read = _key(text)
    else:
        read = Cell(text)
    return Cell(read.text, notes + read.notes, read.error, read.words)


def _tidied(raw: str) -> tuple[str, tuple[Note, ...]]:
    """The text without spaces around it, and with plain ones inside."""
    plain = _INVISIBLE.sub("", _ODD_SPACES.sub(" ", raw)) if not raw.isascii() else raw
    notes = (Note("odd_spaces"),) if plain != raw else ()
    text = plain.strip()
    if text and len(text) != len(plain) and not notes:
        notes = (Note("spaces_removed"),)
    return text, notes if text else ()


def _number(text: str, column: Column, delimiter: str) -> Cell:
    if text.casefold() in _NOTHING:
        return Cell(None, error="words_for_nothing")
    amount = _amount(text, column)
    if amount.text is None:
        return amount
    bare, notes = amount.text, amount.notes
    if bare.endswith("%"):
        return Cell(None, error="percent_sign")
    if _THOUSANDS.fullmatch(bare) or _SPACED.fullmatch(bare):
        if delimiter == ";" and bare.count(",") == 1 and "." not in bare:
            return Cell(None, error="decimal_comma_unclear")  # 1,234 is 1.234 where cells stand apart by ;
        bare = _without_groups(bare)
        notes = notes or (Note("thousands_removed", {"read": bare}),)
    elif _DECIMAL_COMMA.fullmatch(bare):
        if delimiter != ";":
            return Cell(None, error="decimal_comma_unclear")
        bare = bare.replace(",", ".")
        notes += (Note("decimal_comma", {"read": bare}),)
    if _SCIENTIFIC.fullmatch(bare):
        return Cell(None, error="scientific_number")
    if _WITH_UNIT.fullmatch(bare):
        return Cell(None, error="unit_in_number")
    if not _PLAIN.fullmatch(bare):
        return Cell(None, error="not_whole" if column.shape == "whole" else "not_a_number")
    if column.shape == "whole" and (whole := _WHOLE_DECIMAL.fullmatch(bare)):
        return Cell(whole[1], (*notes, Note("whole_respelt", {"read": whole[1]})))
    if column.lowest == 0 and bare.startswith("-") and bare.strip("-0."):
        return Cell(None, notes, "negative_amount")
    return Cell(bare, notes)


def _amount(text: str, column: Column) -> Cell:
    """The figure without its pound sign; another currency is refused, and so is an accountant's negative."""
    if _OTHER_CURRENCY.search(text):
        return Cell(None, error="currency_other")
    # Only before or after the figure: in "4,200 £000" the sign tells of thousands.
    sterling = _STERLING.fullmatch(text)
    bare, notes = text, tuple[Note, ...]()
    if sterling is not None:
        bare = sterling[3] if sterling[3] is not None else f"{sterling[1]}{sterling[2]}"
        notes = (Note("pound_sign", {"read": _without_groups(bare)}),)
    if column.lowest == 0 and _IN_BRACKETS.fullmatch(bare):
        return Cell(None, notes, "negative_amount")
    return Cell(bare, notes)


def _without_groups(text: str) -> str:
    return text.replace(",", "").replace(" ", "")


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
    if _ODS_LIKE.fullmatch(text) and text != text.upper():
        return Cell(text.upper(), (Note("code_capitals", {"read": text.upper()}),))
    return Cell(text)


def _key(text: str) -> Cell:
    read = re.sub(r"[^a-z0-9]+", "_", text.casefold()).strip("_")
    if read == text or not read:
        return Cell(text)
    return Cell(read, (Note("key_respelt", {"read": read}),))
