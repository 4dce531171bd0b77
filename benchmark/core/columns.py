"""Columns, each declared once, and the tables made of them.

A column's key, heading, unit, decimals, sign and meaning are declared here only. Pages, downloads, the
command line's text and CSV, JSON, workbooks and the data dictionary are all written from these declarations,
so they cannot disagree. The key is also the column's name in a measure's frame.
"""

from collections import namedtuple
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from math import isclose, isnan
from typing import Any, Final, Literal

import numpy as np
import pandas as pd

from benchmark.core.definitions import definitions
from benchmark.core.wording import (
    MINUS,
    TELLING_DECIMALS,
    beside,
    decimal,
    rounded,
    signed,
    telling,
    telling_decimals,
)

Record = dict[Any, Any]
"""A row of a table: column -> plain value."""
NO_VALUE: Final = "\N{EN DASH}"


@dataclass(frozen=True)
class Unit:
    """What a column's values are, and how they are written.

    suffix: added to the heading where figures are shown without units. decimals: as shown. kept: decimals in
    JSON and the command line's CSV. factor: multiplies a value before it is shown. sign: follows a figure in
    a terminal, where the heading is short. type: the value's type in JSON. parts: how many of the frame's
    units make one of ours, such as 100 pence.
    """

    name: str
    suffix: str = ""
    decimals: int = 0
    kept: int | None = None
    factor: float = 1
    sign: str = ""
    type: Literal[
        "text", "list of texts", "texts by code", "number", "two numbers", "whole number", "true or false"
    ] = "number"
    parts: int = 1

    @property
    def is_number(self) -> bool:
        """Whether cells are aligned to the right."""
        return self.type in ("number", "whole number")

    @property
    def plain_digits(self) -> bool:
        """Whether it is a label of digits without thousands separators, such as a year."""
        return self.name in ("year", "number of a thing")


TEXT: Final = Unit("text", type="text")
MOMENT: Final = Unit("time, UTC", type="text")
TEXTS: Final = Unit("list of texts", type="list of texts")
"""A tuple in each row: one text in cells, a list in JSON."""
BY_CODE: Final = Unit("texts by code", type="texts by code")
"""A mapping in each row, such as trust's code -> verdict: one text in cells, an object in JSON."""
BAND: Final = Unit("from and to", decimals=2, kept=3, type="two numbers")
"""A pair in each row: one text in cells, a list of two in JSON."""
FLAG: Final = Unit("yes or no", type="true or false")
YEAR: Final = Unit("year", type="whole number")
NUMBERED: Final = Unit("number of a thing", type="whole number")
COUNT: Final = Unit("count", type="whole number")
SCORE: Final = Unit("score, 1 to 5", " (1 to 5)", decimals=1, kept=3)
POINTS: Final = Unit("points of a score", " (points)", decimals=2, kept=3)
UNIT_POINTS: Final = Unit("points, added up", " (points, added up)", decimals=1, kept=3)
POUNDS: Final = Unit("pounds", " (£)", kept=2)
PENCE: Final = Unit("pounds", " (£)", kept=2, parts=100)
"""Pounds, held in a frame as whole pence."""
MILLIONS: Final = Unit("pounds", " (£m)", decimals=1, kept=2, factor=1e-6)
"""Pounds, shown in millions."""
SHARE: Final = Unit("share", " (%)", decimals=1, kept=5, factor=100, sign="%")
SHARE_POINTS: Final = Unit("difference of shares", " (percentage points)", decimals=2, kept=5, factor=100)
WTE: Final = Unit("whole-time equivalents", " (WTE)", decimals=1, kept=3)
FIGURE: Final = Unit("number", decimals=2, kept=3)


@dataclass(frozen=True)
class Column:
    """A column: its key, how readers see it, and what it means.

    heading: in pages and files, without the unit. meaning: one sentence. decimals: as shown, if not the
    unit's. signed: a change, written with its sign. short: the heading in a terminal. words: replaces values
    in text, such as names for keys; JSON and CSV keep the values. absent: shown if there is no value.
    seen_by: "own" if only the organisation and its system may see it.
    """

    key: str
    heading: str
    unit: Unit = TEXT
    meaning: str = ""
    decimals: int | None = None
    signed: bool = False
    short: str = ""
    words: Mapping[Any, str] | Callable[[Any], str] | None = field(default=None, hash=False)
    absent: str = NO_VALUE
    seen_by: Literal["everybody", "own"] = "everybody"
    optional: bool = False
    """Whether some rows may have no value. Matters for whole numbers, flags and texts, which may be None."""
    difference_of: tuple[str, str] | None = None
    """The keys of two columns: this one is the first minus the second."""
    classed_by: str = ""
    """The key of the threshold that says whether a value counts. Rounding must not contradict it."""
    against_standard: bool = False
    """Whether the value depends on the standard that is chosen."""

    @property
    def title(self) -> str:
        """The heading with its unit."""
        return f"{self.heading}{self.unit.suffix}"

    @property
    def dtype(self) -> Any:
        """The column's type in a frame."""
        if self.unit is FLAG:
            return object if self.optional else bool
        if self.unit in (TEXTS, BY_CODE, BAND) or (self.unit is TEXT and self.optional):
            return object
        if self.unit.type == "whole number" and not self.optional:
            return int
        return float if self.unit.is_number else "str"

    @property
    def places(self) -> int:
        """Decimals as shown."""
        return self.unit.decimals if self.decimals is None else self.decimals

    def text(self, value: Any) -> str:
        """A value as a reader sees it. Values are rounded here and nowhere else."""
        if _missing(value):
            return self.absent
        if self.words is not None:
            return self.words(value) if callable(self.words) else self.words[value]
        if self.unit is FLAG:
            return "yes" if value else "no"
        if self.unit is TEXTS:
            return "; ".join(value) or self.absent
        if self.unit is BY_CODE:
            return "; ".join(f"{code}: {words}" for code, words in value.items()) or self.absent
        if self.unit is BAND:
            # It begins with a word: a spreadsheet reads a text that begins with a sign as a formula.
            return "from " + " to ".join(
                signed(end, decimals=self.places) if self.signed else decimal(end, self.places)
                for end in value
            )
        if self.unit.plain_digits:
            return str(int(value))
        if self.unit is MOMENT:
            return f"{value:%Y-%m-%d %H:%M}"
        if not self.unit.is_number:
            return value.isoformat() if isinstance(value, date) else str(value)
        shown = float(value) / self.unit.parts * self.unit.factor
        if self.classed_by:
            return telling(shown, definitions().threshold(self.classed_by), self.places, sign=self.signed)
        return signed(shown, decimals=self.places) if self.signed else decimal(shown, self.places)

    def in_terminal(self, value: Any) -> str:
        """Like `text` for a terminal: a plain minus and dash, no thousands separators, the unit's sign."""
        if _missing(value):
            return "-" if self.absent == NO_VALUE else self.absent
        text = self.text(value)
        if self.unit in (TEXTS, BY_CODE) and not value:
            return "-"
        if self.words is None and (self.unit.is_number or self.unit is BAND):
            text = _plain_signs(text) + self.unit.sign
        return text

    def plain(self, value: Any) -> Any:
        """A value as JSON and the command line's CSV write it; None if there is none."""
        if _missing(value):
            return None
        if self.unit.type == "number":
            return self._kept(float(value) / self.unit.parts)
        if self.unit.type == "whole number":
            return int(value)
        if self.unit is FLAG:
            return bool(value)
        if self.unit is TEXTS:
            return [*value]
        if self.unit is BY_CODE:
            return dict(value)
        if self.unit is BAND:
            return [self._kept(end) for end in value]
        return value.isoformat() if isinstance(value, date) else value

    def _kept(self, exact: float) -> float:
        decimals = self.unit.kept
        if decimals is not None and self.classed_by:
            decimals = telling_decimals(exact, definitions().threshold(self.classed_by), decimals)
        return exact if decimals is None else rounded(exact, decimals)

    def in_file(self, value: Any) -> Any:
        """A value for a spreadsheet, under its heading: numbers in the unit shown, unrounded."""
        if _missing(value) or (self.unit in (TEXTS, BY_CODE) and not value):
            return None if self.unit.is_number or self.absent == NO_VALUE else self.absent
        if self.words is not None or not self.unit.is_number:
            return self.text(value)
        if self.unit.type == "whole number":
            return int(value)
        # Digits that floating point adds, as in 0.1 * 3, mean nothing.
        return round(float(value) / self.unit.parts * self.unit.factor, TELLING_DECIMALS) + 0.0


@dataclass(frozen=True)
class Table:
    """A declared table: its key, its title, what one row is, its columns."""

    key: str
    title: str
    grain: str
    columns: tuple[Column, ...]

    def __post_init__(self) -> None:
        assert len({*self.keys}) == len(self.keys), f"{self.key} has a column twice"

    @property
    def keys(self) -> list[str]:
        """The columns' keys."""
        return [column.key for column in self.columns]

    @property
    def differences(self) -> list[tuple[int, int, int]]:
        """The positions of each difference in the table and of its two terms, if the table has all three."""
        place = {key: number for number, key in enumerate(self.keys)}
        return [
            (place[column.key], place[column.difference_of[0]], place[column.difference_of[1]])
            for column in self.columns
            if column.difference_of and place.keys() >= {*column.difference_of}
        ]

    def only(self, *keys: str) -> "Table":
        """A table with only these columns, in this order. KeyError if one does not exist."""
        known = {column.key: column for column in self.columns}
        return replace(self, columns=tuple(known[key] for key in keys))

    def beginning(self, *keys: str) -> "Table":
        """A table with these columns first. A page takes the first column as the name of a row."""
        return self.only(*dict.fromkeys((*keys, *self.keys)))

    def without(self, *keys: str) -> "Table":
        """A table without these columns."""
        return replace(self, columns=tuple(column for column in self.columns if column.key not in keys))

    def and_(self, *more: Column) -> "Table":
        """A table with more columns at the end."""
        return replace(self, columns=(*self.columns, *more))

    def headed(self, **headings: str) -> "Table":
        """A table with other headings for some columns, by key, such as "Now" for a score."""
        return self._with("heading", headings)

    def worded(self, **words: Mapping[Any, str] | Callable[[Any], str]) -> "Table":
        """A table with words for the values of some columns, by key."""
        return self._with("words", words)

    def absent(self, **words: str) -> "Table":
        """A table with words for missing values of some columns, by key, such as "no return"."""
        return self._with("absent", words)

    def _with(self, name: str, by_key: Mapping[str, Any]) -> "Table":
        assert by_key.keys() <= {column.key for column in self.columns}, f"{self.key} has not {[*by_key]}"
        new = {key: {name: value} for key, value in by_key.items()}
        columns = tuple(replace(column, **new.get(column.key, {})) for column in self.columns)
        return replace(self, columns=columns)

    def of(self, rows: pd.DataFrame | Iterable[Mapping[Any, Any]]) -> "Filled":
        """The table with rows. Columns of a frame that are not declared are left out."""
        if isinstance(rows, pd.DataFrame):
            # All values at once: pandas is slower to return one column than the whole frame.
            place = {name: number for number, name in enumerate(rows.columns)}
            places = [place[key] for key in self.keys]
            values = rows.to_numpy(dtype=object).tolist()
            return Filled(self, tuple(tuple(row[number] for number in places) for row in values))
        return Filled(self, tuple(tuple(row[key] for key in self.keys) for row in rows))

    def typed(self, rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
        """Rows as a measure's frame: the declared columns, with their types even if there are no rows.

        A whole number that may be missing is a float, as in all our frames.
        """
        found = [*rows]
        # Column by column: building a frame from rows and then casting it takes twice as long.
        return pd.DataFrame(
            {
                column.key: _array([row.get(column.key) for row in found], column.dtype)
                for column in self.columns
            }
        )

    def record(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """One row as JSON."""
        return self.of([row]).records()[0]


@dataclass(frozen=True)
class Filled:
    """A table with rows: values in the order of the columns, unrounded."""

    table: Table
    rows: Sequence[tuple[Any, ...]]

    @property
    def columns(self) -> tuple[Column, ...]:
        """Its columns."""
        return self.table.columns

    def known(self) -> "Filled":
        """The table without columns that have no value in any row."""
        found = [
            place for place in range(len(self.columns)) if any(not _missing(row[place]) for row in self.rows)
        ]
        return self._at(found)

    def without(self, *keys: str) -> "Filled":
        """The table without these columns."""
        return self._at([place for place, column in enumerate(self.columns) if column.key not in keys])

    def _at(self, places: Sequence[int]) -> "Filled":
        return Filled(
            replace(self.table, columns=tuple(self.columns[place] for place in places)),
            tuple(tuple(row[place] for place in places) for row in self.rows),
        )

    def texts(self) -> list[list[str]]:
        """The cells as a page shows them, row by row."""
        return self._shown(Column.text, str)

    def in_terminal(self) -> list[list[str]]:
        """The cells as a terminal shows them, row by row."""
        return self._shown(Column.in_terminal, _plain_signs)

    def records(self) -> list[dict[str, Any]]:
        """The rows for JSON: key -> value."""
        return [dict(zip(self.table.keys, row, strict=True)) for row in self._plain()]

    def flat(self) -> pd.DataFrame:
        """The rows for a command's CSV: JSON's values by key, with lists and objects as one text."""
        cells = [[_as_one(cell) for cell in row] for row in self._plain()]
        return pd.DataFrame(cells, columns=self.table.keys, dtype=object)

    def frame(self) -> pd.DataFrame:
        """The rows for a file that people read: headings with units, and numbers in those units."""
        values = [self._by(row, Column.in_file) for row in self.rows]
        found = pd.DataFrame(values, columns=[column.title for column in self.columns], dtype=object)
        for place, column in enumerate(self.columns):
            if column.unit.is_number and column.words is None:
                typed: Any = "Int64" if column.unit.type == "whole number" else "float64"
                found.isetitem(place, found.iloc[:, place].astype(typed).array)
        return found

    def _plain(self) -> list[list[Any]]:
        return [self._by(row, Column.plain) for row in self.rows]

    def _shown(self, write: Callable[[Column, Any], str], signs: Callable[[str], str]) -> list[list[str]]:
        """The cells in writing. Each difference is written so that it agrees with its two terms as shown."""
        shown = [self._by(row, write) for row in self.rows]
        differences = self.table.differences
        if differences:
            for cells, row in zip(shown, self.rows, strict=True):
                for place, text in self._agreeing(row, differences).items():
                    cells[place] = signs(text)
        return shown

    def _by(self, row: tuple[Any, ...], write: Callable[[Column, Any], Any]) -> list[Any]:
        return [write(column, value) for column, value in zip(self.columns, row, strict=True)]

    def _agreeing(self, row: tuple[Any, ...], differences: Sequence[tuple[int, int, int]]) -> dict[int, str]:
        """The texts of a row's differences and of their terms, by position."""
        texts: dict[int, str] = {}
        for place, one, other in differences:
            values = [row[where] for where in (place, one, other)]
            # If the value is not the difference of the two, such as a change of rounded scores, it is kept.
            if not any(map(_missing, values)) and isclose(values[0], values[1] - values[2], abs_tol=1e-9):
                column = self.columns[place]
                threshold = definitions().threshold(column.classed_by) if column.classed_by else None
                *both, apart = beside(row[one], row[other], decimals=column.places, threshold=threshold)
                three = (*both, apart if column.signed else apart.removeprefix("+"))
                texts |= dict(zip((one, other, place), three, strict=True))
        return texts


def _plain_signs(text: str) -> str:
    """A figure for a terminal: a plain minus, no thousands separators."""
    return text.replace(MINUS, "-").replace(",", "")


def _as_one(cell: Any) -> Any:
    """A JSON value as one cell: texts joined with semicolons, a pair of numbers as "from a to b"."""
    if isinstance(cell, dict):
        return "; ".join(f"{code}: {words}" for code, words in cell.items())
    if isinstance(cell, list):
        numbers = any(isinstance(part, float) for part in cell)
        return f"from {cell[0]} to {cell[1]}" if numbers else "; ".join(cell)
    return cell


def _array(values: list[Any], dtype: Any) -> Any:
    """A column of a frame. Casting the columns of a finished frame takes seven times as long."""
    if dtype == "str":
        return pd.array(values, dtype="str")
    # From lists of equal length numpy would make a two-dimensional array.
    return pd.Series(values, dtype=dtype) if dtype is object else np.array(values, dtype=dtype)


def _missing(value: Any) -> bool:
    return value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and isnan(value))


ICS: Final = Column("ics", "ICS code", short="ICS", meaning="The system's code.")
HELD_TO: Final = (
    Column("baseline", "Kind of standard", meaning="The key of the kind of standard."),
    Column("level", "Level", SCORE, "The level, if the standard is one level for all; otherwise empty."),
)
ROUND_TO: Final = Column("to", "To", YEAR, "The later round.")
EXPLANATION: Final = Column("explanation", "Why", meaning="The reason, in a sentence.")
ODS_CODE: Final = Column("ods_code", "ODS code", short="ODS", meaning="The trust's code.")
TRUST: Final = Column("trust", "Trust", meaning="The trust's name.")
CARE_SETTING: Final = Column(
    "care_setting", "Care setting", short="Setting", meaning="Acute, Ambulance, Community or Mental Health."
)
ICS_CODE: Final = Column("ics_code", "ICS code", short="Code", meaning="The system's code.")
SYSTEM: Final = Column("name", "System", meaning="The system's name.")
REGION: Final = Column("region", "Region", meaning="The system's region.")
ASSESSMENT_YEAR: Final = Column("assessment_year", "Round", YEAR, "The year of the assessment.")
FINANCIAL_YEAR: Final = Column("financial_year", "Financial year", meaning="April to March, such as 2024/25.")


def pillar_name(key: str) -> str:
    """The pillar's name in the framework."""
    return definitions().framework.pillar(key).name


PILLAR: Final = Column(
    "pillar", "Pillar", meaning="One of the framework's seven pillars, by its key.", words=pillar_name
)
SCORED: Final = Column("score", "Score", SCORE, "What the trust scored itself.")
SCORED_FULLY: Final = replace(SCORED, decimals=2)
"""For use beside medians and differences, with which the figures must add up."""
STANDARD: Final = Column("standard", "Standard", SCORE, "The level that the score is held to.", decimals=2)
GAP: Final = Column(
    "gap",
    "Gap",
    POINTS,
    "Points below the standard; 0 at or above it.",
    difference_of=("standard", "score"),
    against_standard=True,
)
SURPLUS: Final = Column(
    "surplus",
    "Surplus",
    POINTS,
    "Points above the standard; 0 at or below it.",
    difference_of=("score", "standard"),
    against_standard=True,
)
MATERIAL: Final = Column(
    "material", "Material", FLAG, "Whether the difference is more than one answer; overall, 0.1 or more."
)
SOURCE: Final = Column(
    "source", "Source", meaning="Where the score is from: the product's data, or a return, with its number."
)
SCORED_FROM: Final = Column("score_from", "Score before", SCORE, "Score in the earlier round.", decimals=2)
SCORED_TO: Final = Column("score_to", "Score now", SCORE, "Score in the later round.", decimals=2)
CHANGE: Final = Column(
    "change",
    "Change",
    POINTS,
    "The later score less the earlier.",
    signed=True,
    difference_of=("score_to", "score_from"),
)


def rows_of(frame: pd.DataFrame) -> Iterator[Any]:
    """The rows of a frame with columns as attributes. Typed as Any, since a frame's type has no columns."""
    # Not itertuples: it makes a new class each time and reads column by column, which is slow.
    row = _row_of(tuple(map(str, frame.columns)))
    yield from map(row._make, frame.to_numpy(dtype=object).tolist())


@cache
def _row_of(names: tuple[str, ...]) -> Any:
    return namedtuple("Record", names)
