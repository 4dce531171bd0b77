"""Reads lines right below the headings that describe the columns: units, types, a rule, words of surveys."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from benchmark.returns.findings import Finding, finding
from benchmark.returns.read.line_kinds import clean, counts_columns, texts_in, unit_apart

_RULE = re.compile(r":?-+:?|=+|\*+|_+|`+|\+?(?:[-=]+\+)+[-=]*")
_POUNDS = r"(?:in )?(?:£|gbp|pounds)"
_PLAIN = re.compile(rf"{_POUNDS}|wtes?|ftes?|(?:scale )?1 ?(?:-|\u2013|to) ?5", re.I)
_UNIT = re.compile(
    rf"{_PLAIN.pattern}|{_POUNDS} ?(?:'?000'?s?|k|m|mn|bn|(?:thousand|million|billion)s?)"
    r"|%|per ?cent|(?:scale )?[01] ?(?:-|\u2013|to) ?(?:[1-9]|10|100)|(?:out of|/) ?[0-9]{1,3}",
    re.I,
)
"""Units, and those of them that returns have anyway."""
_FORMATS = frozenset(
    (
        *("text", "free text", "list", "drop-down", "dropdown", "select", "number", "integer"),
        *("whole number", "decimal", "yyyy", "yyyy/yy", "yyyy-yy", "mandatory", "optional", "required"),
    )
)
"""How to fill in a column."""
_SORTS = _FORMATS | frozenset(
    (
        *("code", "ods", "ods code", "name", "date", "year", "financial year", "count", "no", "no.", "n/a"),
        *("-", "unit", "units", "format", "measure"),
    )
)
"""What may be beside a unit or format, and is one heading or value among others elsewhere."""
_TYPES = frozenset(
    (
        *("varchar", "nvarchar", "char", "text", "str", "string", "object", "category", "date", "timestamp"),
        *("int", "int32", "int64", "i32", "i64", "integer", "bigint", "smallint", "bool", "boolean"),
        *("double", "float", "float32", "float64", "f32", "f64", "real", "decimal", "numeric"),
    )
)
"""Names of types, which DuckDB, polars and other programs write below headings."""
_RESPONSE = "response"
_WHOLE, _LENGTH = re.compile(r" \(whole [a-z]+\)$", re.I), re.compile(r"\([0-9, ]+\)?$")
_OF_SURVEYS = frozenset((_RESPONSE, "open-ended response"))


class Described(NamedTuple):
    """The finding about such a line; the headings with their units from it, if it has units that matter."""

    finding: Finding
    headings: tuple[str, ...]


def described(headings: Sequence[str], cells: Sequence[str], line: int) -> Described | None:
    """What a line right below the headings says about the columns; None for any other line.

    Units other than pounds, WTE and 1-5 become part of the headings, as if they were written there. An error
    if a heading has another one already.
    """
    if is_rule(cells):
        return Described(finding("rule_left_out", line=line), ())
    texts = [_WHOLE.sub("", clean(cell)).strip("()[]: ") for cell in cells]
    filled = [text for text in texts if text]
    if _are_types(filled) or _are_formats(filled) or _numbers_all(cells) or _is_of_survey(cells):
        return Described(finding("units_left_out", line=line), ())
    units = [text for text in filled if _UNIT.fullmatch(text)]
    if not units or any(text not in units and text.casefold() not in _SORTS for text in filled):
        return None
    own = [unit_apart(heading)[1] for heading in headings]
    for text, unit in zip(texts, own, strict=True):
        if text in units and unit and _letters(unit) != _letters(text):
            return Described(finding("unit_in_title", line=line, place=f"Line {line:,}", unit=text), ())
    read = tuple(
        f"{heading} ({text})" if text in units and heading.strip() and not unit else heading
        for heading, text, unit in zip(headings, texts, own, strict=True)
    )
    if all(map(_PLAIN.fullmatch, units)) or read == tuple(headings):
        return Described(finding("units_left_out", line=line), ())
    shown = "', '".join(filter(None, map(clean, read)))
    return Described(finding("headings_wrapped", line=line, read=f"'{shown}'"), read)


def _letters(unit: str) -> str:
    """A unit without brackets, spaces and other signs: (£'000s) as £000."""
    return "".join(sign for sign in unit.casefold() if sign.isalnum() or sign in "£%").removesuffix("s")


def _are_types(filled: Sequence[str]) -> bool:
    return len(filled) > 1 and _TYPES.issuperset(_LENGTH.sub("", text.casefold()) for text in filled)


def _are_formats(filled: Sequence[str]) -> bool:
    """Whether these words say how to fill in columns: headings such as Code and Year alone do not."""
    words = set(map(str.casefold, filled))
    return len(filled) > 1 and words <= _SORTS and not words.isdisjoint(_FORMATS)


def _numbers_all(cells: Sequence[str]) -> bool:
    """Whether a line numbers every column: below an empty one, 1, 2 and 3 may be scores."""
    return all(map(str.strip, cells)) and counts_columns(cells)


def describes_columns(cells: Sequence[str]) -> bool:
    """Whether a line says something about columns and nothing else."""
    return described([""] * len(cells), cells, 0) is not None


def is_rule(cells: Sequence[str]) -> bool:
    """Whether a line is a drawn rule, as in tables of databases and mails: each filled cell has dashes or the
    like. Empty cells are allowed, as at the edges of a table in Markdown.
    """
    texts = texts_in(cells)
    return all(map(_RULE.fullmatch, texts)) and any(len(text) > 2 for text in texts)


def without_survey_words(cells: Sequence[str]) -> list[str]:
    """A line without the words that SurveyMonkey and Qualtrics put below headings, as they hide headings of
    groups. The word Response alone may be a heading, unless the line has nothing else.
    """
    words = [_survey_word(cell) for cell in cells]
    if not any(words) or not (
        any(word not in ("", _RESPONSE) for word in words)
        or all(word or not cell.strip() for word, cell in zip(words, cells, strict=True))
    ):
        return list(cells)
    return ["" if word else cell for word, cell in zip(words, cells, strict=True)]


def _is_of_survey(cells: Sequence[str]) -> bool:
    return any(map(str.strip, cells)) and not any(map(str.strip, without_survey_words(cells)))


def _survey_word(cell: str) -> str:
    if cell.startswith('{"ImportId"'):
        return cell
    text = clean(cell).casefold()
    return text if text in _OF_SURVEYS else ""
