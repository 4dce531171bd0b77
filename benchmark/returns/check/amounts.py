"""A number as people, spreadsheets and accountants write it, to plain figures; or why it is not read."""

import re
from collections.abc import Callable

from benchmark.returns.columns import Column
from benchmark.returns.reading import Cell, Note
from benchmark.returns.recognise.heading_units import HeadingUnit
from benchmark.returns.recognise.title_years import year_in
from schemas.base import LONGEST_NUMBER

_LOOKED_AT = 100
"""Characters; what is longer is no number however it is written."""
NOTHING = frozenset(
    (
        *("n/a", "na", "n.a.", "nil", "none", "null", "nan", "unknown", "missing", "blank", "tbc", "tbd"),
        *("x", "-", "--", "\u2013", "\u2014", "?", "."),
        *("not available", "not applicable", "not returned", "not known", "no data"),
    )
)
_PLAIN = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
_THOUSANDS = re.compile(r"[+-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")
_OTHER_GROUPS = re.compile(r"[+-]?[0-9]{1,3}((?: [0-9]{3})+|(?:['\u2019][0-9]{3})+)(\.[0-9]+)?")
_CONTINENTAL = re.compile(r"[+-]?[0-9]{1,3}((?: [0-9]{3})+|(?:\.[0-9]{3})+),[0-9]+")
"""1.234,5 and 1 234,5: read one way only, whatever stands between the file's cells."""
_STERLING = re.compile(r"([+-]?)\s*(?:£|GBP)\s*(.*)|(.*?)\s*(?:£|GBP)", re.I)
_STERLING_IN_BRACKETS = re.compile(r"\(\s*(?:£|GBP)\s*([0-9., ]+)\)", re.I)
_ACCOUNTING_ZERO = re.compile(r"£\s*[-\u2013\u2014]|[-\u2013\u2014]\s*£")
"""How Excel's accounting format shows 0 pounds."""
_THOUSANDS_ALONE = re.compile(r"£\s*'?0{3}'?s?", re.I)
"""A row of units below the headings: it is no amount of 0 pounds."""
_OTHER_CURRENCY = re.compile(r"[$€¥₹]|\b(?:EUR|USD|CHF|JPY|euros?|dollars?)\b", re.I)
_IN_BRACKETS = re.compile(r"\([0-9., ]+\)")
"""How accountants write a negative amount."""
_SIGN_AFTER = re.compile(r"([0-9][0-9., ]*)-")
_DECIMAL_COMMA = re.compile(r"[+-]?[0-9]+,[0-9]+")
_SCIENTIFIC = re.compile(r"[+-]?[0-9]+([.,][0-9]+)?[eE][+-]?[0-9]+")
_WITH_UNIT = re.compile(r"[+-]?[0-9][0-9.,]*\s*(k|m|bn|b|mn|million|billion|thousand|000s|wte|fte)", re.I)
_WHOLE_DECIMAL = re.compile(r"([+-]?[0-9]+)\.0+")
_NUMBER = r"[+-]?(?:£\s*)?[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?"
_MARK = r"[^\w\s.,/:£%'+-]+"
_WITH_MARK = re.compile(
    rf"(?:{_MARK}|c\.?|ca\.?|circa|approx\.?|about|over|under|up to|[a-z]\))\s*{_NUMBER}"
    rf"|{_NUMBER}\s*(?:{_MARK}|\+|[(\[].*[)\]]|\b(?:est\.?|estimate|estimated|approx\.?|provisional|p|e|r))",
    re.I,
)
"""~5, <5, 5*, 3.5 (est.): what stands beside the number may change what it means."""
_MINUS = re.compile(r"[\u2212\uff0d\u2010-\u2013](?=\s*[£0-9])")


def read_number(text: str, column: Column, delimiter: str, unit: HeadingUnit | None) -> Cell:
    """The number in plain figures. unit: what the column's heading says that its amounts are in."""
    if len(text) > _LOOKED_AT:
        return Cell(text)  # the type refuses it for its length
    if text.casefold() in NOTHING:
        return Cell(None, error="words_for_nothing")
    pounds = column.written == "pounds"
    if pounds and _ACCOUNTING_ZERO.fullmatch(text):
        return Cell("0", (Note("accounting_zero"),))
    if column.written == "assessment_year" and not _PLAIN.fullmatch(text) and year_in(text).seen:
        return Cell(None, error="round_is_one_year")
    if _THOUSANDS_ALONE.fullmatch(text):
        return Cell(None, error="unit_in_number")
    amount = _amount(_MINUS.sub("-", text), column)
    if amount.text is None:
        return amount
    read = _figures(amount.text, amount.notes, column, delimiter)
    if unit is None or read.text is None:
        return read
    if len(read.text) > LONGEST_NUMBER:
        return read  # it is refused for its length
    told = unit.in_pounds(read.text)
    return Cell(told, (Note("unit_applied", {"unit": unit.label, "read": _grouped(told)}),))


def _figures(bare: str, notes: tuple[Note, ...], column: Column, delimiter: str) -> Cell:
    if bare.endswith("%"):
        return Cell(None, error="percent_sign")
    if _THOUSANDS.fullmatch(bare):
        if delimiter == ";" and bare.count(",") == 1 and "." not in bare:
            return Cell(None, error="decimal_comma_unclear")  # 1,234 is 1.234 where cells stand apart by ;
        bare, notes = _respelt(bare, notes, _without_groups, "thousands_removed")
    elif _OTHER_GROUPS.fullmatch(bare):
        bare, notes = _respelt(bare, notes, _without_groups, "thousands_removed")
    elif _CONTINENTAL.fullmatch(bare):
        bare, notes = _respelt(bare, notes, _without_comma, "decimal_comma")
    elif _DECIMAL_COMMA.fullmatch(bare):
        if delimiter != ";":
            return Cell(None, error="decimal_comma_unclear")
        bare = bare.replace(",", ".")
        notes += (Note("decimal_comma", {"read": bare}),)
    if not _PLAIN.fullmatch(bare):
        return Cell(None, error=_fault(bare, column))
    if column.shape == "whole" and (whole := _WHOLE_DECIMAL.fullmatch(bare)):
        return Cell(whole[1], (*notes, Note("whole_respelt", {"read": whole[1]})))
    if column.lowest == 0 and bare.startswith("-") and bare.strip("-0."):
        return Cell(None, error="negative_amount")
    return Cell(bare, notes)


def _fault(bare: str, column: Column) -> str:
    """The code that says most truly why a text is no plain number."""
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
    """The figures in their plain spelling; one note says how they were read, whatever was changed."""
    read = without(bare)
    told = notes[0].code if notes else code
    return read, (Note(told, {"read": read}),)


def _amount(text: str, column: Column) -> Cell:
    """The figure without its pound sign; another currency is refused, and so is an accountant's negative."""
    if _OTHER_CURRENCY.search(text):
        return Cell(None, error="currency_other")
    if column.lowest == 0 and _STERLING_IN_BRACKETS.fullmatch(text):
        return Cell(None, error="negative_amount")
    # Only before or after the figure: in "4,200 £000" the sign tells of thousands.
    sterling = _STERLING.fullmatch(text)
    bare, notes = text, tuple[Note, ...]()
    if sterling is not None:
        bare = sterling[3] if sterling[3] is not None else f"{sterling[1]}{sterling[2]}"
        notes = (Note("pound_sign", {"read": _without_groups(bare)}),)
    if column.lowest == 0 and (_IN_BRACKETS.fullmatch(bare) or _SIGN_AFTER.fullmatch(bare)):
        return Cell(None, error="negative_amount")
    return Cell(bare, notes)


def _without_groups(text: str) -> str:
    return re.sub("[, '\u2019]", "", text)


def _without_comma(text: str) -> str:
    return text.replace(".", "").replace(" ", "").replace(",", ".")


def _grouped(number: str) -> str:
    """A plain number with its thousands apart."""
    sign = number[:1] if number[:1] in "+-" else ""
    whole, point, part = number.removeprefix(sign).partition(".")
    return f"{sign}{int(whole):,}{point}{part}"
