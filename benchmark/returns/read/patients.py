"""Whether a table holds what looks like patients: NHS numbers, or dates of birth beside names.

No return has a place for them, so such a file is refused before anything of it is kept. What is found is told
by its column and by how many there are, never by a value. How it is judged stands in data/definitions:
patients.toml has the words of headings, and how improbable it must be that other numbers look like it.
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
"""Between cells that are looked through together: no cell holds it."""
_ANY = re.compile(rf"\d(?:{GROUPED.replace('{3}', '{2}', 1)}|(?:{ONE}\d){{9}}(?![\d:])|\.\d{{9}}[eE])")
"""What every way of writing ten digits holds. Its first digit stands before all: letters are passed over."""
_QUICK = (
    r"(?:^|[^0-9.]|[^0-9]\.)(?:"
    r"[0-9]{3}[^0-9A-Za-z,;|\t\r\n\"]{0,3}[0-9]{3}[^0-9A-Za-z,;|\t\r\n\"]{0,3}[0-9]{4}"
    rf"|[0-9](?:{ONE}[0-9]){{9}})(?:[^0-9:]|$)|[0-9]\.[0-9]{{9}}[eE]"
    r"|(?i:\bd\.?o\.?b\b|date of birth)[^0-9A-Za-z]{0,5}[0-9A-Za-z]"
)
"""The same, and births in a text, in the words of the library that looks through a long text at once."""
_BIRTH_SAID = re.compile(r"\b(?:d\.?o\.?b\b|date of birth)[^0-9A-Za-z]{0,5}(?=[0-9A-Za-z])", re.IGNORECASE)
"""What stands before a day that is somebody's birth, in the middle of a text."""
_OF_BIRTHS = ("dob", "do.b", "d.ob", "d.o.b", "date of birth")
"""One of these is in whatever that finds in plain letters: to look for them takes a fifth of the time."""
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
"""Years of two digits below it are of this century."""
ROLES = ("number", "birth", "name", "patient")
"""What a heading can say: NHS numbers, births, names of people, or something else that is of one patient."""
_WORDS = re.compile(r"(?<=[a-z])(?=[A-Z])|[^A-Za-z]+")
_LONGEST_HEADING = 60
_LONGEST_DAY = 30
_MOST = 10_000
"""Numbers of a column that are kept apart: with fewer it is plain enough."""
_LAST_OF = 40
"""Characters before a number that may say what it is."""


@dataclass
class _Numbers:
    """Different numbers of ten digits: those with the check digit of an NHS number, the others, and whether
    one of the first is said to be one.
    """

    valid: set[str] = field(default_factory=set)
    others: set[str] = field(default_factory=set)
    named: bool = False

    def add(self, digits: str, *, named: bool) -> None:
        right = has_check_digit(digits)
        known = self.valid if right else self.others
        if len(known) < _MOST:
            known.add(digits)
        self.named |= named and right

    @property
    def told(self) -> bool:
        """Whether they are NHS numbers: said to be, or too many of them for chance."""
        return self.named or not may_be_chance(len(self.valid), len(self.valid) + len(self.others))


@dataclass
class _Days:
    """The different days of a column that stand beside a name."""

    days: set[str] = field(default_factory=set)
    years: set[int] = field(default_factory=set)

    def add(self, text: str, year: int) -> None:
        if len(self.days) < _MOST:
            self.days.add(text.strip())
            self.years.add(year)

    @property
    def told(self) -> bool:
        """Whether they are spread as births are, and as no days of a return are."""
        known = patients()
        return len(self.days) >= known.fewest_days and max(self.years) - min(self.years) >= known.years_apart


class Watch:
    """Looks at the rows of one sheet or text as they pass."""

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
        """Whether a heading names people or their birth: then every row is looked at."""
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
        """Raise Refused where the rows so far look like patients."""
        columns = [column for column, numbers in self._numbers.items() if numbers.told]
        everywhere = _Numbers()
        for numbers in self._numbers.values():
            everywhere.valid |= numbers.valid
            everywhere.others |= numbers.others
        if columns or everywhere.told:
            column = max(columns or self._numbers, key=lambda at: len(self._numbers[at].valid))
            found = self._numbers[column] if columns else everywhere
            count, of = len(found.valid), len(found.valid) + len(found.others)
            raise Refused("patient_numbers", **self._place(column), valid=count, numbers=of)
        spread = [column for column, days in self._days.items() if days.told]
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
        """Which columns say that they hold people; in a form, what stands beside such words."""
        for column, cell in enumerate(cells):
            text = cell.strip()
            if not text or len(text) > _LONGEST_HEADING:
                continue
            if not re.search(r"\d", text):  # what is a value already is nobody's heading
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
                said = before or (cells[column - 1] if column else "")
                named = column in self._roles["number"] or "number" in roles_of(said[-_LAST_OF:])
                self._numbers.setdefault(column, _Numbers()).add(digits, named=named)

    def _take_births(self, cells: Sequence[str]) -> None:
        """Days that a text says are births: one is enough, as with an NHS number that is called so."""
        for column, cell in enumerate(cells):
            said = sum(_DAY.match(cell, match.end()) is not None for match in _BIRTH_SAID.finditer(cell))
            if said:
                self._births[column] = self._births.get(column, 0) + said

    def _take_days(self, cells: Sequence[str]) -> None:
        named = self._says(cells, "name")
        if not named and not self._says(cells, "patient"):
            return
        for column, cell in enumerate(cells):
            if not cell or len(cell) > _LONGEST_DAY:
                continue
            if column in self._roles["birth"]:  # in whichever words: its heading says what it is
                self._births[column] = self._births.get(column, 0) + any(map(str.isdigit, cell))
            elif named and (year := year_of(cell)) is not None:
                self._days.setdefault(column, _Days()).add(cell, year)

    def _says(self, cells: Sequence[str], role: str) -> bool:
        columns = (column for column in self._roles[role] if column < len(cells))
        return any(any(map(str.isalnum, cells[column])) for column in columns)


@cache
def may_be_chance(valid: int, numbers: int) -> bool:
    """Whether so many of these numbers may have the right check digit without being NHS numbers."""
    known = patients()
    if not numbers or valid / numbers < known.share:
        return True
    if numbers > known.counted:
        return False
    right = known.by_chance
    tail = sum(comb(numbers, n) * right**n * (1 - right) ** (numbers - n) for n in range(valid, numbers + 1))
    return tail > known.improbable


@lru_cache(maxsize=20_000)
def roles_of(heading: str) -> frozenset[str]:
    """What a heading says that its column holds, of ROLES.

    >>> sorted(roles_of("Patient_DOB (dd/mm/yyyy)")), sorted(roles_of("Trust name"))
    (['birth'], [])
    """
    spaced = f" {' '.join(_WORDS.sub(' ', heading).casefold().split())} "
    known = patients()
    named = zip(ROLES, (known.numbers, known.births, known.names, known.others), strict=True)
    found = {role for role, words in named if any(f" {word} " in spaced for word in words)}
    if spaced.strip() in known.births_alone:
        found.add("birth")
    if spaced.strip() in known.names_alone:  # of anything, unless a birth stands beside it
        found.add("patient")
    return frozenset({"birth"} if "birth" in found else found)


def year_of(text: str) -> int | None:
    """The year of a day, in the usual ways of writing one; None for all else."""
    found = _DAY.fullmatch(text)
    if found is None:
        return None
    year = next(int(value) for value in found.groups() if value)
    return year if year > 99 else year + (2000 if year < _CENTURY else 1900)


def refuse_patients_taken_apart(sheet: Sheet) -> None:
    """Raise Refused where rows that stood in one cell each look like patients once they are taken apart."""
    if any(entry.code == "cells_taken_apart" for entry in sheet.findings):
        watch = Watch(sheet.name)
        watch.take([sheet.headings, *zip(*(column.to_pylist() for column in sheet.columns), strict=True)])
        watch.refuse()


def refuse_patients_in_text(utf8: bytes, delimiter: str) -> None:
    """Raise Refused where a text holds what looks like patients, whatever else is wrong with it."""
    watch = Watch()
    rows = _rows(utf8, delimiter)
    head = list(islice(rows, HEAD_ROWS))
    watch.take(head)
    if watch.knows_people or _may_hold_people(utf8):
        while batch := list(islice(rows, 2_000)):
            watch.take(batch)
    watch.refuse()


def _rows(utf8: bytes, delimiter: str) -> Iterator[list[str]]:
    """The rows, read generously: whether the text is right is for its reader to say."""
    lines = io.TextIOWrapper(io.BytesIO(utf8), encoding="utf-8", newline="")
    reader = csv.reader(lines, delimiter=delimiter, skipinitialspace=True)
    try:
        yield from reader
    except csv.Error:  # a cell without end, which is refused where it is read
        return


def _may_hold_people(utf8: bytes) -> bool:
    """Whether ten digits stand together anywhere, or a birth is spoken of: most files hold neither, and this
    takes a moment.
    """
    places = pa.array([0, len(utf8)], pa.int64()).buffers()[1]
    whole = pa.Array.from_buffers(pa.large_string(), 1, [None, places, pa.py_buffer(utf8)])
    return bool(pc.match_substring_regex(whole, _QUICK)[0].as_py())
