"""Finds what looks like data of patients: NHS numbers, or dates of birth beside names.

No return has a place for them, so such a file is refused before any of it is kept. The refusal names the
column and a count, never a value. The rules are in data/definitions/patients.toml: the words of headings, and
how improbable it must be that other numbers look like NHS numbers.
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import islice
from math import comb

import pyarrow as pa
import pyarrow.compute as pc

from benchmark.core.definitions import patients
from benchmark.core.nhs_number import GROUPED, ONE, has_check_digit, numbers_in
from benchmark.returns.read.sheet import HEAD_ROWS, Refused, Sheet
from benchmark.workbooks.limits import column_letters

_APART = "\x1f"
"""Separates cells that are searched together: no cell has this character."""
_ANY = re.compile(rf"\d(?:{GROUPED.replace('{3}', '{2}', 1)}|(?:{ONE}\d){{9}}(?![\d:])|\.\d{{9}}[eE])")
"""Matches each way to write ten digits, at least in part. It begins with a digit, so letters are skipped
quickly.
"""
_QUICK = (
    r"(?:^|[^0-9.]|[^0-9]\.)(?:"
    r"[0-9]{3}[^0-9A-Za-z,;|\t\r\n\"]{0,3}[0-9]{3}[^0-9A-Za-z,;|\t\r\n\"]{0,3}[0-9]{4}"
    rf"|[0-9](?:{ONE}[0-9]){{9}})(?:[^0-9:]|$)|[0-9]\.[0-9]{{9}}[eE]"
    r"|(?i:\bd\.?o\.?b\b|date of birth)[^0-9A-Za-z]{0,5}[0-9A-Za-z]"
)
"""The same, and mentions of a birth, as a pattern for the library that searches the whole text at once."""
_BIRTH_SAID = re.compile(r"\b(?:d\.?o\.?b\b|date of birth)[^0-9A-Za-z]{0,5}(?=[0-9A-Za-z])", re.IGNORECASE)
"""Words that come before a date of birth in the middle of a text."""
_OF_BIRTHS = ("dob", "do.b", "d.ob", "d.o.b", "date of birth")
"""Each match of that pattern in ASCII text has one of these. To look for them takes a fifth of the time."""
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_DAY = re.compile(
    r"\s*(?:(\d{4})[-/.]\d{1,2}[-/.]\d{1,2}"  # 1980-03-12
    r"|\d{1,2}[-/. ]\d{1,2}[-/. ](\d{4}|\d{2})"  # 12/03/1980
    rf"|\d{{1,2}}(?:st|nd|rd|th)?[-/. ](?:{_MONTHS})[a-z]*[-/., ]+(\d{{4}}|\d{{2}})"  # 12 March 1980
    rf"|(?:{_MONTHS})[a-z]* \d{{1,2}}(?:st|nd|rd|th)?,? (\d{{4}})"  # March 12, 1980
    r"|((?:19|20)\d\d)[01]\d[0-3]\d|[0-3]\d[01]\d((?:19|20)\d\d)"  # 19800312, 12031980
    r")(?:[ T]\d\d:[\d:.]+Z?)?\s*",
    re.IGNORECASE,
)
_CENTURY = 30
"""Years with two digits below this one are in this century."""
ROLES = ("number", "birth", "name", "patient")
"""What a heading can mean: NHS numbers, births, names of people, or other facts about one patient."""
_WORDS = re.compile(r"(?<=[a-z])(?=[A-Z])|[^A-Za-z]+")
_LONGEST_HEADING = 60
_LONGEST_DAY = 30
_MOST = 10_000
"""The most different numbers, or days, of a column that are kept: they are enough to decide."""
_LAST_OF = 40
"""Characters before a number that are searched for words that say what it is."""


@dataclass
class _Numbers:
    """Different numbers with ten digits: those with the check digit of an NHS number, and the others.

    named: whether words call one of the first an NHS number.
    """

    valid: set[str] = field(default_factory=set)
    others: set[str] = field(default_factory=set)
    named: bool = False

    def add(self, digits: str, *, named: bool) -> None:
        right = has_check_digit(digits)
        kept = self.valid if right else self.others
        if len(kept) < _MOST:
            kept.add(digits)
        self.named |= named and right

    @property
    def is_certain(self) -> bool:
        """Whether these are NHS numbers: words say so, or too many are valid for chance."""
        return self.named or not may_be_chance(len(self.valid), len(self.valid) + len(self.others))


@dataclass
class _Days:
    """The different days of a column in rows with a name."""

    days: set[str] = field(default_factory=set)
    years: set[int] = field(default_factory=set)

    def add(self, text: str, year: int) -> None:
        if len(self.days) < _MOST:
            self.days.add(text.strip())
            self.years.add(year)

    @property
    def is_certain(self) -> bool:
        """Whether these are births: they are spread over more years than the days of any return."""
        rules = patients()
        return len(self.days) >= rules.fewest_days and max(self.years) - min(self.years) >= rules.years_apart


class Watch:
    """Looks for data of patients in the rows of one sheet or text, batch by batch."""

    def __init__(self, sheet: str = "") -> None:
        self.sheet = sheet
        self.rows = 0
        self._headings: dict[int, str] = {}
        self._numbers: dict[int, _Numbers] = {}
        self._days: dict[int, _Days] = {}
        self._roles: dict[str, set[int]] = {role: set() for role in ROLES}
        self._births: dict[int, int] = {}
        self._in_a_form: dict[str, int] = {}

    @property
    def knows_people(self) -> bool:
        """Whether a heading names people or births, so that every row must be looked at."""
        return bool(self._roles["birth"] or self._roles["name"])

    def take(self, rows: Sequence[Sequence[str]]) -> None:
        """Look at the next rows."""
        for cells in rows[: max(0, HEAD_ROWS - self.rows)]:
            self._take_headings(cells)
        self.rows += len(rows)
        text = _APART.join(_APART.join(cells) for cells in rows)
        if _ANY.search(text):
            for cells in rows:
                self._take_numbers(cells)
        if self._may_say_births(text) and _BIRTH_SAID.search(text):
            for cells in rows:
                self._take_births(cells)
        if self.knows_people:
            for cells in rows:
                self._take_days(cells)

    @staticmethod
    def _may_say_births(text: str) -> bool:
        lowered = text.lower() if text.isascii() else ""
        return not lowered or any(words in lowered for words in _OF_BIRTHS)

    def refuse(self) -> None:
        """Raise Refused if the rows so far look like data of patients."""
        columns = [column for column, numbers in self._numbers.items() if numbers.is_certain]
        everywhere = _Numbers()
        for numbers in self._numbers.values():
            everywhere.valid |= numbers.valid
            everywhere.others |= numbers.others
        if columns or everywhere.is_certain:
            column = max(columns or self._numbers, key=lambda at: len(self._numbers[at].valid))
            numbers = self._numbers[column] if columns else everywhere
            count, of = len(numbers.valid), len(numbers.valid) + len(numbers.others)
            raise Refused("patient_numbers", **self._place(column), valid=count, numbers=of)
        spread = [column for column, days in self._days.items() if days.is_certain]
        columns = [column for column, count in self._births.items() if count]
        born = max(columns or spread, key=lambda at: self._births.get(at, 0), default=None)
        if born is not None:
            count = self._births.get(born) or len(self._days[born].days)
            raise Refused("patient_births", **self._place(born), dates=count)

    def _place(self, column: int) -> dict[str, str]:
        heading = self._headings.get(column, "")
        letters = column_letters(column + 1)
        return {"sheet": self.sheet, "column": heading or letters, "where": self._where(letters, heading)}

    def _where(self, letters: str, heading: str) -> str:
        named = f"Column {letters} ('{heading}')" if heading else f"Column {letters}"
        return f"{named} of the sheet '{self.sheet}'" if self.sheet else named

    def _take_headings(self, cells: Sequence[str]) -> None:
        """Note which columns have headings about people; in a form, note the text to the right of them."""
        for column, cell in enumerate(cells):
            text = cell.strip()
            if not text or len(text) > _LONGEST_HEADING:
                continue
            if not re.search(r"\d", text):  # text with a digit is a value, not a heading
                self._headings.setdefault(column, text)
            for role in roles_of(text):
                self._roles[role].add(column)
                if role != "number" and (beside := next(filter(str.strip, cells[column + 1 :]), "")):
                    self._take_form("birth" if role == "birth" else "of", column, beside)

    def _take_form(self, role: str, column: int, beside: str) -> None:
        if (role == "birth") == (year_of(beside) is not None):
            self._in_a_form[role] = column
        if len(self._in_a_form) == 2:
            self._births.setdefault(self._in_a_form["birth"], 1)

    def _take_numbers(self, cells: Sequence[str]) -> None:
        for column, cell in enumerate(cells):
            for digits, before in numbers_in(cell):
                words = before or (cells[column - 1] if column else "")
                named = column in self._roles["number"] or "number" in roles_of(words[-_LAST_OF:])
                self._numbers.setdefault(column, _Numbers()).add(digits, named=named)

    def _take_births(self, cells: Sequence[str]) -> None:
        """Count the days that a text calls births. One is enough to refuse, as with a named NHS number."""
        for column, cell in enumerate(cells):
            births = sum(_DAY.match(cell, match.end()) is not None for match in _BIRTH_SAID.finditer(cell))
            if births:
                self._births[column] = self._births.get(column, 0) + births

    def _take_days(self, cells: Sequence[str]) -> None:
        named = self._says(cells, "name")
        if not named and not self._says(cells, "patient"):
            return
        for column, cell in enumerate(cells):
            if not cell or len(cell) > _LONGEST_DAY:
                continue
            if column in self._roles["birth"]:  # in any format: the heading says that it is a birth
                self._births[column] = self._births.get(column, 0) + any(map(str.isdigit, cell))
            elif named and (year := year_of(cell)) is not None:
                self._days.setdefault(column, _Days()).add(cell, year)

    def _says(self, cells: Sequence[str], role: str) -> bool:
        columns = (column for column in self._roles[role] if column < len(cells))
        return any(any(map(str.isalnum, cells[column])) for column in columns)


@cache
def may_be_chance(valid: int, numbers: int) -> bool:
    """Whether `valid` of these numbers may have a right check digit by chance, without being NHS numbers."""
    rules = patients()
    if not numbers or valid / numbers < rules.share:
        return True
    if numbers > rules.counted:
        return False
    right = rules.by_chance
    tail = sum(comb(numbers, n) * right**n * (1 - right) ** (numbers - n) for n in range(valid, numbers + 1))
    return tail > rules.improbable


@lru_cache(maxsize=20_000)
def roles_of(heading: str) -> frozenset[str]:
    """The ROLES that a heading gives to its column.

    >>> sorted(roles_of("Patient_DOB (dd/mm/yyyy)")), sorted(roles_of("Trust name"))
    (['birth'], [])
    """
    spaced = f" {' '.join(_WORDS.sub(' ', heading).casefold().split())} "
    lists = patients()
    named = zip(ROLES, (lists.numbers, lists.births, lists.names, lists.others), strict=True)
    roles = {role for role, words in named if any(f" {word} " in spaced for word in words)}
    if spaced.strip() in lists.births_alone:
        roles.add("birth")
    if spaced.strip() in lists.names_alone:  # a name of anything, unless a birth is beside it
        roles.add("patient")
    return frozenset({"birth"} if "birth" in roles else roles)


def year_of(text: str) -> int | None:
    """The year of a date in one of the usual formats; None for all other texts."""
    day = _DAY.fullmatch(text)
    if day is None:
        return None
    year = next(int(value) for value in day.groups() if value)
    return year if year > 99 else year + (2000 if year < _CENTURY else 1900)


def refuse_patients_taken_apart(sheet: Sheet) -> None:
    """Raise Refused if rows that were in one cell each, now split, look like data of patients; or rows whose
    header is below those in which headings were looked for.
    """
    taken_apart = any(entry.code == "cells_taken_apart" for entry in sheet.findings)
    if taken_apart or sheet.header_line > HEAD_ROWS:
        watch = Watch(sheet.name)
        watch.take([sheet.headings, *zip(*(column.to_pylist() for column in sheet.columns), strict=True)])
        watch.refuse()


def refuse_patients_in_text(utf8: bytes, delimiter: str) -> None:
    """Raise Refused if a text looks like data of patients, whatever else is wrong with it."""
    watch = Watch()
    rows = _rows(utf8, delimiter)
    head = list(islice(rows, HEAD_ROWS))
    watch.take(head)
    if watch.knows_people or _may_hold_people(utf8):
        while batch := list(islice(rows, 2_000)):
            watch.take(batch)
    watch.refuse()


def _rows(utf8: bytes, delimiter: str) -> Iterator[list[str]]:
    """Yields the rows, without checking the quotation marks: the reader of the text does that."""
    lines = io.TextIOWrapper(io.BytesIO(utf8), encoding="utf-8", newline="")
    reader = csv.reader(lines, delimiter=delimiter, skipinitialspace=True)
    try:
        yield from reader
    except csv.Error:  # a cell is too long: the reader of the text refuses it
        return


def _may_hold_people(utf8: bytes) -> bool:
    """Whether the text has ten digits together, or mentions a birth. Most files have neither, and this check
    is fast.
    """
    places = pa.array([0, len(utf8)], pa.int64()).buffers()[1]
    whole = pa.Array.from_buffers(pa.large_string(), 1, [None, places, pa.py_buffer(utf8)])
    return bool(pc.match_substring_regex(whole, _QUICK)[0].as_py())
