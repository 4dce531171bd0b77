"""Turns one cell's text, as people and spreadsheets write it, into the text that its column's type accepts.

Nothing is guessed or changed silently: a value that is read differently gets a note, one that can mean two
things gets an error.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from benchmark.core.wording import as_before_guard, in_words
from benchmark.returns.columns import Column
from benchmark.returns.read.line_kinds import INVISIBLE, ODD_SPACE
from benchmark.returns.recognise.heading_units import HeadingUnit, without_footnotes
from benchmark.returns.recognise.years import day_in, read_financial_year, year_in
from benchmark.returns.vocabulary import (
    EMPTY_OF_PROGRAMS,
    heading_key,
    pillar_of,
    pillar_spellings,
    value_spellings,
)
from schemas.base import KEY_PATTERN, LONGEST_NUMBER, SCORE_MAX, SCORE_MIN

_FIGURES_OF_A_TELEPHONE = 6
_LOOKED_AT = 100
"""Characters: a longer text cannot be a number."""
NOTHING = frozenset(
    (
        *("n/a", "na", "n.a.", "nil", "none", "null", "nan", "unknown", "missing", "blank", "tbc", "tbd"),
        *("x", "-", "--", "\u2013", "\u2014", "?", ".", "..", ":", "*", "[x]", "[z]", "[c]", "[low]"),
        *("not available", "not applicable", "not returned", "not known", "no data", "not scored"),
        *("not assessed", "nil return", "pending", "suppressed", "redacted"),
        *("as above", "see above", "ditto", "see note"),
    )
)
_PLAIN = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
_POINT_FIRST = re.compile(r"[+-]?\.[0-9]+")
_POINT_LAST = re.compile(r"[+-]?[0-9]+\.")
"""How Oracle and SAS write 0.5, and Fortran and NumPy 3."""
_THOUSANDS = re.compile(r"[+-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")
_THREE_AFTER_POINT = re.compile(r"[+-]?[1-9][0-9]{0,2}\.[0-9]{3}")
"""1.234 means 1234 in half of Europe, where semicolons separate cells: amounts in pounds have two decimals or
none.
"""
_LEVEL = re.compile(r"(?:level|score) ?([1-5](?:\.[0-9]+)?)|([1-5](?:\.[0-9]+)?) ?(?:/|out of) ?5", re.I)
"""Level 3, 3/5: a score as forms and people write it."""
_THOUSAND = 1_000
_OTHER_GROUPS = re.compile(r"[+-]?[0-9]{1,3}((?: [0-9]{3})+|(?:['\u2019][0-9]{3})+)(\.[0-9]+)?")
_POINTS_APART = re.compile(r"[+-]?[0-9]{1,3}(?:\.[0-9]{3}){2,}")
"""1.234.567: no number has two decimal points."""
_CONTINENTAL = re.compile(r"[+-]?[0-9]{1,3}((?: [0-9]{3})+|(?:\.[0-9]{3})+),[0-9]+")
"""1.234,5 and 1 234,5: they have one meaning with any delimiter."""
_STERLING = re.compile(r"([+-]?)\s*(?:£|GBP)\s*(.*)|(.*\S|)\s*(?:£|GBP)", re.I)
_STERLING_IN_BRACKETS = re.compile(r"\(\s*(?:£|GBP)\s*([0-9., ]+)\)", re.I)
_ACCOUNTING_ZERO = re.compile(r"£\s*[-\u2013\u2014]|[-\u2013\u2014]\s*£")
"""How Excel's accounting format shows 0 pounds."""
_THOUSANDS_ALONE = re.compile(r"£\s*'?0{3}'?s?", re.I)
"""The unit in a row of units below the headings, not an amount of 0 pounds."""
_OTHER_CURRENCY = re.compile(r"[$€¥₹]|\b(?:EUR|USD|CHF|JPY|euros?|dollars?)\b", re.I)
_IN_BRACKETS = re.compile(r"\([0-9., ]+\)")
"""How accountants write a negative amount."""
_SIGN_AFTER = re.compile(r"[0-9](?:[0-9., ]*[0-9])? ?-")
_DECIMAL_COMMA = re.compile(r"[+-]?[0-9]+,[0-9]+")
_CENTS = re.compile(r"[+-]?[0-9]{4,},[0-9]{1,2}")
"""12345,67: this comma cannot separate thousands."""
_SCIENTIFIC = re.compile(r"[+-]?[0-9]+([.,][0-9]+)?[eE][+-]?[0-9]+")
_WITH_UNIT = re.compile(r"[+-]?[0-9][0-9.,]*\s*(k|m|bn|b|mn|million|billion|thousand|000s|wte|fte)", re.I)
_WHOLE_DECIMAL = re.compile(r"([+-]?[0-9]+)\.0+")
_NUMBER = r"[+-]?(?:£\s*)?[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?"
_MARK = r"(?:[^\w\s.,/:£%'+-]|[\u00b2\u00b3\u00b9\u2070-\u2079\u2080-\u2089])+"
"""Signs, and raised and lowered digits, as of footnotes."""
_WITH_MARK = re.compile(
    rf"(?:{_MARK}|c\.?|ca\.?|circa|approx\.?|about|over|under|up to|[a-z]\))\s*{_NUMBER}"
    rf"|{_NUMBER}\s*(?:{_MARK}|\+|[(\[].*[)\]]|\b(?:est\.?|estimate|estimated|approx\.?|provisional|p|e|r))",
    re.I,
)
"""~5, <5, 5*, 3.5 (est.): the mark may change what the number means."""
_HIDDEN_SIGN = re.compile("\u00ad(?=\\s*[£0-9])|[\u202d\u202e]")
"""A soft hyphen before digits, which many programs show as a minus; marks that reverse the digits' order."""
_CONSTANT = re.compile(r'="([^"=]*[^"=\s][^"=]*)"')
"""Text in the form that stops Excel from changing it: not a formula, but its value."""
_MINUS = re.compile(r"[\u2212\uff0d\u2010-\u2013](?=\s*[£0-9])")
_EXCEL_ERROR = re.compile(r"#(N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|FIELD!|GETTING_DATA|#+)")
_MONTH = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"


def _without_groups(text: str) -> str:
    return re.sub("[, '\u2019]", "", text)


def _without_comma(text: str) -> str:
    return text.replace(".", "").replace(" ", "").replace(",", ".")


_SPELLINGS: tuple[tuple[re.Pattern[str], Callable[[str], str], str], ...] = (
    (_THOUSANDS, _without_groups, "thousands_removed"),
    (_OTHER_GROUPS, _without_groups, "thousands_removed"),
    (_POINTS_APART, _without_comma, "thousands_removed"),
    (_CONTINENTAL, _without_comma, "decimal_comma"),
    (_DECIMAL_COMMA, _without_comma, "decimal_comma"),
    (_POINT_FIRST, lambda text: text.replace(".", "0."), "whole_respelt"),
    (_POINT_LAST, lambda text: text.removesuffix("."), "whole_respelt"),
)
"""(how figures are written, how to read them, the note's code)."""
_DATE_LIKE = re.compile(
    rf"[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}([ T].*)?|[0-9]{{1,2}}/[0-9]{{1,2}}/[0-9]{{2,4}}"
    rf"|[0-9]{{1,2}}[- ](?:{_MONTH}|sept)([- ][0-9]{{2,4}})?|(?:{_MONTH}|sept)[- ][0-9]{{2,4}}",
    re.I,
)
_SERIAL = re.compile(r"[3-5][0-9]{4}")
_FIRST_DAY = date(1899, 12, 30)
"""The day from which spreadsheets count: days of 1982 to 2064 are five digits that begin with 3 to 5."""
_QUOTATION_MARKS = {"\u201c": "\u201d\u201c", "\u201e": "\u201d\u201c", "\u201a": "\u2019\u2018", "`": "`'"}
_TEXT_MARKS = "'\u2019\u2018"
"""Typed so that Excel keeps the cell as text; in a file it is part of the cell."""
_ENTRY = re.compile(r"(?:[0-9]{1,9}|string|float|datetime|boolean);#(.+)|;#(.+);#", re.S)
"""SharePoint's form of an entry in another list, a calculated value, or a choice of several."""
_SEVERAL = ";#"
_CODE_SHAPED = re.compile(r"\w{3,6}")
_ODS_LIKE = re.compile(r"[A-Za-z0-9]{3,6}")


@dataclass(frozen=True, slots=True)
class Note:
    """A conversion: a note's code, and the words for its sentence."""

    code: str
    words: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as read: the text for its type, None if empty; or the error's code."""

    text: str | None
    notes: tuple[Note, ...] = ()
    error: str = ""
    words: dict[str, Any] = field(default_factory=dict)


def read_number(text: str, column: Column, delimiter: str, unit: HeadingUnit | None) -> Cell:
    """The number in plain figures. unit: the unit in the column's heading."""
    if len(text) > _LOOKED_AT:
        return Cell(text)  # the type refuses it for its length
    if column.optional and text.casefold() in EMPTY_OF_PROGRAMS:
        return Cell(None, (Note("empty_of_program"),))
    if text.casefold() in NOTHING:
        return Cell(None, error="words_for_nothing")
    pounds = column.written == "pounds"
    if pounds and _ACCOUNTING_ZERO.fullmatch(text):
        return Cell("0", (Note("accounting_zero"),))
    if column.written == "assessment_year" and not _PLAIN.fullmatch(text) and year_in(text).seen:
        return Cell(None, error="round_is_one_year")
    if _DATE_LIKE.fullmatch(text):
        return Cell(None, error="date_in_number")
    if _THOUSANDS_ALONE.fullmatch(text):
        return Cell(None, error="unit_in_number")
    amount = _amount(_MINUS.sub("-", text), column)
    if amount.text is None:
        return amount
    whole_pounds = pounds and (unit is None or unit.factor == 1)
    large = column.highest is None or column.highest >= _THOUSAND
    if (whole_pounds or (delimiter == ";" and large)) and _THREE_AFTER_POINT.fullmatch(amount.text):
        return Cell(None, error="decimal_comma_unclear")
    read = _figures(amount.text, amount.notes, column, delimiter)
    if whole_pounds and read.text is not None and _is_part_of_a_larger_unit(read.text):
        return Cell(read.text, (*read.notes, Note("amount_small")))
    if unit is None or read.text is None:
        return read
    if len(read.text) > LONGEST_NUMBER:
        return read  # the type refuses it for its length
    in_pounds = unit.in_pounds(read.text)
    return Cell(in_pounds, (Note("unit_applied", {"unit": unit.label, "read": _grouped(in_pounds)}),))


def _is_part_of_a_larger_unit(number: str) -> bool:
    """Whether a plain number of pounds has pence and no thousands, as 0.613: it may be millions."""
    whole, _, pence = number.lstrip("+-0").partition(".")
    return len(whole) < len("1000") and bool(pence.strip("0"))


def _figures(bare: str, notes: tuple[Note, ...], column: Column, delimiter: str) -> Cell:
    if not _PLAIN.fullmatch(bare):
        bare, notes, error = _plainly(bare, notes, column, delimiter)
        if error:
            return Cell(None, error=error)
    if column.shape == "whole" and (whole := _WHOLE_DECIMAL.fullmatch(bare)):
        return Cell(whole[1], (*notes, Note("whole_respelt", {"read": whole[1]})))
    if column.lowest == 0 and bare.startswith("-"):
        if bare.strip("-0."):
            return Cell(None, error="negative_amount")
        bare, notes = bare[1:], (*notes, Note("whole_respelt", {"read": bare[1:]}))
    return Cell(bare, notes)


def _plainly(
    bare: str, notes: tuple[Note, ...], column: Column, delimiter: str
) -> tuple[str, tuple[Note, ...], str]:
    """The figures in plain spelling, with a note on how they were read; or the error's code."""
    # Below a thousand, a comma can only be a decimal comma; so can one that makes parts of a person.
    small = column.highest is not None and column.highest < _THOUSAND
    in_groups = not small and _THOUSANDS.fullmatch(bare) is not None
    in_parts = column.written == "people" and not in_groups
    certain = small or in_parts or (delimiter == ";") != in_groups or _CENTS.fullmatch(bare)
    if _DECIMAL_COMMA.fullmatch(bare) and not certain:
        return bare, notes, "decimal_comma_unclear"  # 1,234 means 1.234 in files with semicolons
    for pattern, without, code in _SPELLINGS[not in_groups :]:
        if pattern.fullmatch(bare):
            return *_respelt(bare, notes, without, code), ""
    if (column.lowest, column.highest) == (SCORE_MIN, SCORE_MAX) and (level := _LEVEL.fullmatch(bare)):
        return *_respelt(bare, notes, lambda _: level[1] or level[2], "whole_respelt"), ""
    return bare, notes, _fault(bare, column)


def _fault(bare: str, column: Column) -> str:
    """The most precise code for why a text is not a plain number."""
    if bare.endswith("%"):
        return "percent_sign"
    if _SCIENTIFIC.fullmatch(bare):
        return "scientific_number"
    if _WITH_UNIT.fullmatch(bare):
        return "unit_in_number"
    if any(char.isdecimal() and not char.isascii() for char in bare):
        return "other_figures"
    if _WITH_MARK.fullmatch(bare):
        return "number_with_mark"
    return "not_whole" if column.shape == "whole" else "not_a_number"


def _respelt(
    bare: str, notes: tuple[Note, ...], without: Callable[[str], str], code: str
) -> tuple[str, tuple[Note, ...]]:
    """The figures in plain spelling, with one note about all changes."""
    read = without(bare)
    note = notes[0].code if notes else code
    return read, (Note(note, {"read": read}),)


def _amount(text: str, column: Column) -> Cell:
    """The figure without its pound sign. Other currencies and accountants' negatives are errors."""
    if _OTHER_CURRENCY.search(text):
        return Cell(None, error="currency_other")
    if column.lowest == 0 and _STERLING_IN_BRACKETS.fullmatch(text):
        return Cell(None, error="negative_amount")
    # Only before or after the figure: in "4,200 £000" the sign is part of the unit.
    sterling = _STERLING.fullmatch(text)
    bare, notes = text, tuple[Note, ...]()
    if sterling is not None:
        bare = sterling[3] if sterling[3] is not None else f"{sterling[1]}{sterling[2]}"
        notes = (Note("pound_sign", {"read": _without_groups(bare)}),)
    if column.lowest == 0 and (_IN_BRACKETS.fullmatch(bare) or _SIGN_AFTER.fullmatch(bare)):
        return Cell(None, error="negative_amount")
    return Cell(bare, notes)


def _grouped(number: str) -> str:
    """A plain number with thousands separators."""
    sign = number[:1] if number[:1] in "+-" else ""
    whole, point, part = number.removeprefix(sign).partition(".")
    return f"{sign}{int(whole):,}{point}{part}"


def read_cell(raw: str, column: Column, *, delimiter: str = ",", unit: HeadingUnit | None = None) -> Cell:
    """The text that the column's type accepts, with a note on every change. unit: the unit in the heading."""
    if column.shape in ("number", "whole") and not raw.isascii() and _HIDDEN_SIGN.search(raw):
        return Cell(None, error="hidden_sign")
    guarded = as_before_guard(raw)
    text, notes = _tidied(raw if guarded is None else guarded)
    if not text:
        return Cell(None)
    entry = _ENTRY.fullmatch(text) if _SEVERAL in text else None
    if entry is not None and _SEVERAL not in (read := (entry[1] or entry[2]).strip()):
        text, notes = read, (*notes, Note("entry_read", {"read": read}))
    if guarded is not None:
        notes += (Note("guard_removed", {"read": text}),)
    elif (column.listed or column.shape != "text") and (marked := _in_marks(text)):
        text = marked
        notes += (Note("text_mark", {"read": text}),)
    if _EXCEL_ERROR.fullmatch(text):
        return Cell(None, notes, "excel_error")
    if guarded is None and (constant := _CONSTANT.fullmatch(text)):
        text = constant[1].strip()
        notes += (Note("text_mark", {"read": text}),)
    elif text.startswith("=") and len(text) > 1 and (guarded is None or column.listed):
        return Cell(None, notes, "formula_text")
    read = _typed(text, column, delimiter, unit)
    return Cell(read.text, notes + read.notes, read.error, read.words)


def _in_marks(text: str) -> str:
    """A text without the mark before it, or quotation marks around it; '' if it has none, or nothing else."""
    if text[0] in _TEXT_MARKS:
        return text[1:].removesuffix(text[0]).removesuffix("\u2019").strip()
    closed = text[-1] in _QUOTATION_MARKS.get(text[0], "")
    return text[1:-1].strip() if closed else ""


def _typed(text: str, column: Column, delimiter: str, unit: HeadingUnit | None) -> Cell:
    """A tidy text as the column's type accepts it."""
    plain = not (column.listed or column.shape == "date")
    if column.optional and not plain and text.casefold() in EMPTY_OF_PROGRAMS:
        return Cell(None, (Note("empty_of_program"),))
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
    if column.refers_to in ("trusts", "ics", "organisations"):
        return _code(text)
    if column.written in ("condition_item", "group_code") and _is_a_day(text):
        return Cell(None, error="date_in_code")
    if column.written == "group_code" and text != text.upper():
        return Cell(text.upper(), (Note("code_capitals", {"read": text.upper()}),))
    if column.written == "words" and _says_nothing(text):
        return Cell(None, error="says_nothing")
    return _key(text) if column.is_key else Cell(text)


def _is_a_day(text: str) -> bool:
    """Whether a text is a day, as Excel makes of MAR25: Mar-25. MAR-25, in capitals, may be a code itself."""
    return _DATE_LIKE.fullmatch(text) is not None and not text.isupper()


def _says_nothing(text: str) -> bool:
    """Whether a text has neither words nor a telephone number."""
    figures = sum(map(str.isdigit, text))
    return heading_key(text) in NOTHING or (not in_words(text) and figures < _FIGURES_OF_A_TELEPHONE)


def _tidied(raw: str) -> tuple[str, tuple[Note, ...]]:
    """The text without outer spaces, and with plain spaces inside."""
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
    return Cell(year.text, () if year.text == text else (Note("year_respelt", {"read": year.shown}),))


def _date(text: str) -> Cell:
    if day := day_in(text):
        read = day.isoformat()
        return Cell(read, () if text.startswith(read) else (Note("date_respelt", {"read": read}),))
    if _SERIAL.fullmatch(text):
        day = _FIRST_DAY + timedelta(days=int(text))
        return Cell(None, error="date_as_number", words={"read": day.isoformat()})
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
    pillar = pillar_of(text)
    if not pillar:
        options = ", ".join(dict.fromkeys(pillar_spellings().values()))
        return Cell(None, error="pillar_unknown", words={"options": options})
    return Cell(pillar, () if pillar == text else (Note("pillar_alias", {"read": pillar}),))


def _code(text: str) -> Cell:
    """A code, or a name to look up later: publications have names."""
    if _DATE_LIKE.fullmatch(text):
        return Cell(None, error="date_in_code")
    if foreign := _not_of_a_code(text):
        named = ", ".join(f"{letter} ({unicodedata.name(letter, '?').lower()})" for letter in foreign)
        return Cell(None, error="other_letters", words={"letters": named})
    if _ODS_LIKE.fullmatch(text) and text != text.upper():
        return Cell(text.upper(), (Note("code_capitals", {"read": text.upper()}),))
    return Cell(text)


def _not_of_a_code(text: str) -> list[str]:
    """The non-Latin letters in a text with the shape of a code. Names may be in any script."""
    if text.isascii() or not _CODE_SHAPED.fullmatch(text):
        return []
    foreign = [letter for letter in dict.fromkeys(without_footnotes(text)) if not letter.isascii()]
    return [letter for letter in foreign if not unicodedata.name(letter, "").startswith("LATIN")]


def _key(text: str) -> Cell:
    if text.casefold() in NOTHING:
        return Cell(None, error="words_for_nothing")
    read = re.sub(r"[^a-z0-9]+", "_", text.casefold().replace("&", " and ")).strip("_")
    if read == text or not re.fullmatch(KEY_PATTERN, read):
        return Cell(text)
    return Cell(read, (Note("key_respelt", {"read": read}),))
