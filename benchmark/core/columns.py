"""Columns, each declared once, and the tables that are made of them.

A figure's key, heading, unit, decimals, sign and meaning stand in one place. A page's table, its download,
the command line's text and CSV, JSON, the xlsx and the data dictionary are all written from there, so that
they cannot disagree. The key is the name of the column in a measure's frame, and the same everywhere.
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
"""A row of a table as plain values, by column."""
NO_VALUE: Final = "\N{EN DASH}"


@dataclass(frozen=True)
class Unit:
    """What a column's values are, and how they are written.

    suffix: stands after the heading where a reader meets figures alone. decimals: as shown. kept: decimals
    that JSON and the command line's CSV keep. factor: from a value to what is shown. sign: after a figure in
    a cell of a terminal, where the heading is short. type: of the value in JSON.
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
        """Whether cells stand at the right."""
        return self.type in ("number", "whole number")

    @property
    def plain_digits(self) -> bool:
        """Whether it is a name made of digits, without thousands apart: a year, a submission's number."""
        return self.name in ("year", "number of a thing")


TEXT: Final = Unit("text", type="text")
MOMENT: Final = Unit("time, UTC", type="text")
TEXTS: Final = Unit("list of texts", type="list of texts")
"""A tuple in each row: written as one text, in JSON as a list."""
BY_CODE: Final = Unit("texts by code", type="texts by code")
"""A mapping in each row, such as a trust's code and a verdict: written as one text, in JSON as an object."""
BAND: Final = Unit("from and to", decimals=2, kept=3, type="two numbers")
"""A pair in each row: written as one text, in JSON as a list of two."""
FLAG: Final = Unit("yes or no", type="true or false")
YEAR: Final = Unit("year", type="whole number")
NUMBERED: Final = Unit("number of a thing", type="whole number")
COUNT: Final = Unit("count", type="whole number")
SCORE: Final = Unit("score, 1 to 5", " (1 to 5)", decimals=1, kept=3)
POINTS: Final = Unit("points of a score", " (points)", decimals=2, kept=3)
UNIT_POINTS: Final = Unit("points, added up", " (points, added up)", decimals=1, kept=3)
POUNDS: Final = Unit("pounds", " (£)", kept=2)
PENCE: Final = Unit("pounds", " (£)", kept=2, parts=100)
"""Pounds that a frame holds as whole pence."""
MILLIONS: Final = Unit("pounds", " (£m)", decimals=1, kept=2, factor=1e-6)
"""Pounds that are shown in millions."""
SHARE: Final = Unit("share", " (%)", decimals=1, kept=5, factor=100, sign="%")
SHARE_POINTS: Final = Unit("difference of shares", " (percentage points)", decimals=2, kept=5, factor=100)
WTE: Final = Unit("whole-time equivalents", " (WTE)", decimals=1, kept=3)
FIGURE: Final = Unit("number", decimals=2, kept=3)


@dataclass(frozen=True)
class Column:
    """A column: its key, what a reader meets, and what it means.

    heading: as pages and files show it, without the unit. meaning: one sentence. decimals: as shown, where
    the unit's own do not fit. signed: a change, written with its sign. short: the heading on a terminal.
    words: what stands for the values, such as names for keys; JSON and CSV keep the values. absent: what
    stands where there is no value. seen_by: "own" where only the organisation and its system may see it.
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
    """What some rows do not have: of a whole number, a flag, and a text that is None there."""
    difference_of: tuple[str, str] | None = None
    """The keys of the column that this one is the difference to, and of the one taken from it."""
    classed_by: str = ""
    """The key of the threshold that says whether a value counts: what is shown never says otherwise."""
    against_standard: bool = False
    """Whether another standard would give other values."""

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
        """A value as a reader meets it; it is rounded here and nowhere else."""
        if _missing(value):
            return self.absent
        if self.words is not None:
            return self.words(value) if callable(self.words) else self.words[value]
        if self.unit is FLAG:
            return "yes" if value else "no"
        if self.unit is TEXTS:
            return "; ".join(value) or self.absent
        if self.unit is BY_CODE:
            return "; ".join(f"{code}: {said}" for code, said in value.items()) or self.absent
        if self.unit is BAND:
            # It begins with a word: a spreadsheet takes what begins with a sign for a formula.
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
        """The same where letters are few: a plain minus and dash, no thousands apart, the unit's sign."""
        if _missing(value):
            return "-" if self.absent == NO_VALUE else self.absent
        said = self.text(value)
        if self.unit in (TEXTS, BY_CODE) and not value:
            return "-"
        if self.words is None and (self.unit.is_number or self.unit is BAND):
            said = _plain_signs(said) + self.unit.sign
        return said

    def plain(self, value: Any) -> Any:
        """A value as JSON and the command line's CSV write it: None where there is none."""
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
        """A value as a spreadsheet takes it under the heading: numbers in the unit shown, unrounded."""
        if _missing(value) or (self.unit in (TEXTS, BY_CODE) and not value):
            return None if self.unit.is_number or self.absent == NO_VALUE else self.absent
        if self.words is not None or not self.unit.is_number:
            return self.text(value)
        if self.unit.type == "whole number":
            return int(value)
        # The digits that a product of floats adds, such as 0.1 * 3, mean nothing.
        return round(float(value) / self.unit.parts * self.unit.factor, TELLING_DECIMALS) + 0.0


@dataclass(frozen=True)
class Table:
    """A table as declared: its key, its title, what one row is, its columns."""

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
        """Where a difference stands in the table beside both of its terms: its place and theirs."""
        place = {key: number for number, key in enumerate(self.keys)}
        return [
            (place[column.key], place[column.difference_of[0]], place[column.difference_of[1]])
            for column in self.columns
            if column.difference_of and place.keys() >= {*column.difference_of}
        ]

    def only(self, *keys: str) -> "Table":
        """The same with some of the columns, in the order given. KeyError for one that it has not."""
        known = {column.key: column for column in self.columns}
        return replace(self, columns=tuple(known[key] for key in keys))

    def beginning(self, *keys: str) -> "Table":
        """The same with these columns first: a page's table names its rows by the first."""
        return self.only(*dict.fromkeys((*keys, *self.keys)))

    def without(self, *keys: str) -> "Table":
        """The same without some of the columns."""
        return replace(self, columns=tuple(column for column in self.columns if column.key not in keys))

    def and_(self, *more: Column) -> "Table":
        """The same with further columns at the end."""
        return replace(self, columns=(*self.columns, *more))

    def headed(self, **headings: str) -> "Table":
        """The same with other headings where they stand in this table, by key: "Now" for a score."""
        return self._with("heading", headings)

    def worded(self, **words: Mapping[Any, str] | Callable[[Any], str]) -> "Table":
        """The same with words for the values of some columns, by key."""
        return self._with("words", words)

    def absent(self, **said: str) -> "Table":
        """The same with words for what is missing in some columns, by key: "no return"."""
        return self._with("absent", said)

    def _with(self, name: str, by_key: Mapping[str, Any]) -> "Table":
        assert by_key.keys() <= {column.key for column in self.columns}, f"{self.key} has not {[*by_key]}"
        columns = (
            replace(column, **{name: by_key[column.key]}) if column.key in by_key else column
            for column in self.columns
        )
        return replace(self, columns=tuple(columns))

    def of(self, rows: pd.DataFrame | Iterable[Mapping[Any, Any]]) -> "Filled":
        """The table filled with rows; of a frame, columns that are not declared are left out."""
        if isinstance(rows, pd.DataFrame):
            # All values at once: pandas takes longer to hand out one column than to hand out all of them.
            place = {name: number for number, name in enumerate(rows.columns)}
            places = [place[key] for key in self.keys]
            values = rows.to_numpy(dtype=object).tolist()
            return Filled(self, tuple(tuple(row[number] for number in places) for row in values))
        return Filled(self, tuple(tuple(row[key] for key in self.keys) for row in rows))

    def typed(self, rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
        """Rows as a measure's frame: the declared columns by key, typed also where there is no row.

        A whole number that may be missing is a float, as in every frame of ours.
        """
        found = [*rows]
        # Column by column: frames of rows whose columns are then given types take twice as long.
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
    """A table with its rows: values in the columns' order, unrounded."""

    table: Table
    rows: Sequence[tuple[Any, ...]]

    @property
    def columns(self) -> tuple[Column, ...]:
        """Its columns."""
        return self.table.columns

    def known(self) -> "Filled":
        """The same without columns that have no value in any row."""
        found = [
            place for place in range(len(self.columns)) if any(not _missing(row[place]) for row in self.rows)
        ]
        return self._at(found)

    def without(self, *keys: str) -> "Filled":
        """The same without some of the columns."""
        return self._at([place for place, column in enumerate(self.columns) if column.key not in keys])

    def _at(self, places: Sequence[int]) -> "Filled":
        return Filled(
            replace(self.table, columns=tuple(self.columns[place] for place in places)),
            tuple(tuple(row[place] for place in places) for row in self.rows),
        )

    def texts(self) -> list[list[str]]:
        """Every cell as a page shows it, row by row."""
        return self._shown(Column.text, str)

    def in_terminal(self) -> list[list[str]]:
        """Every cell as a terminal shows it, row by row."""
        return self._shown(Column.in_terminal, _plain_signs)

    def records(self) -> list[dict[str, Any]]:
        """The rows as JSON: values by key."""
        return [dict(zip(self.table.keys, row, strict=True)) for row in self._plain()]

    def flat(self) -> pd.DataFrame:
        """The rows as a command's CSV has them: JSON's values by key, what is more than one as one text."""
        cells = [[_as_one(cell) for cell in row] for row in self._plain()]
        return pd.DataFrame(cells, columns=self.table.keys, dtype=object)

    def frame(self) -> pd.DataFrame:
        """The rows as a file for people has them: headings with their units, numbers in them."""
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
        """The cells as written, but differences and what they are between so that as shown they add up."""
        shown = [self._by(row, write) for row in self.rows]
        differences = self.table.differences
        if differences:
            for cells, row in zip(shown, self.rows, strict=True):
                for place, said in self._agreeing(row, differences).items():
                    cells[place] = signs(said)
        return shown

    def _by(self, row: tuple[Any, ...], write: Callable[[Column, Any], Any]) -> list[Any]:
        return [write(column, value) for column, value in zip(self.columns, row, strict=True)]

    def _agreeing(self, row: tuple[Any, ...], differences: Sequence[tuple[int, int, int]]) -> dict[int, str]:
        """The cells of a row's differences and of what they are between, by place."""
        said: dict[int, str] = {}
        for place, one, other in differences:
            values = [row[where] for where in (place, one, other)]
            # What is no difference of the two, such as a change of rounded scores, is left as it is.
            if not any(map(_missing, values)) and isclose(values[0], values[1] - values[2], abs_tol=1e-9):
                column = self.columns[place]
                threshold = definitions().threshold(column.classed_by) if column.classed_by else None
                *both, apart = beside(row[one], row[other], decimals=column.places, threshold=threshold)
                texts = (*both, apart if column.signed else apart.removeprefix("+"))
                said |= dict(zip((one, other, place), texts, strict=True))
        return said


def _plain_signs(said: str) -> str:
    """A figure as a terminal writes it: a plain minus, no thousands apart."""
    return said.replace(MINUS, "-").replace(",", "")


def _as_one(cell: Any) -> Any:
    """A value of JSON as one cell: texts with semicolons, a pair of numbers as "from a to b"."""
    if isinstance(cell, dict):
        return "; ".join(f"{code}: {said}" for code, said in cell.items())
    if isinstance(cell, list):
        numbers = any(isinstance(part, float) for part in cell)
        return f"from {cell[0]} to {cell[1]}" if numbers else "; ".join(cell)
    return cell


def _array(values: list[Any], dtype: Any) -> Any:
    """A column of a frame. A frame of records whose columns are cast afterwards takes seven times as long."""
    if dtype == "str":
        return pd.array(values, dtype="str")
    # Of lists that are alike in length numpy would make a table.
    return pd.Series(values, dtype=dtype) if dtype is object else np.array(values, dtype=dtype)


def _missing(value: Any) -> bool:
    return value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and isnan(value))


ICS: Final = Column("ics", "ICS code", short="ICS", meaning="The system's code.")
HELD_TO: Final = (
    Column("baseline", "Kind of standard", meaning="Its key."),
    Column("level", "Level", SCORE, "Where the standard is one level for all."),
)
ROUND_TO: Final = Column("to", "To", YEAR, "The later round.")
EXPLANATION: Final = Column("explanation", "Why", meaning="A sentence.")
ODS_CODE: Final = Column("ods_code", "ODS code", short="ODS", meaning="The trust's code.")
TRUST: Final = Column("trust", "Trust", meaning="The trust's name.")
CARE_SETTING: Final = Column(
    "care_setting", "Care setting", short="Setting", meaning="Acute, Ambulance, Community or Mental Health."
)
ICS_CODE: Final = Column("ics_code", "ICS code", short="Code", meaning="The system's code.")
SYSTEM: Final = Column("name", "System", meaning="The system's name.")
REGION: Final = Column("region", "Region", meaning="The system's region.")
ASSESSMENT_YEAR: Final = Column("assessment_year", "Round", YEAR, "The assessment's year.")
FINANCIAL_YEAR: Final = Column("financial_year", "Financial year", meaning="April to March, such as 2024/25.")


def pillar_name(key: str) -> str:
    """The pillar's name in the framework."""
    return definitions().framework.pillar(key).name


PILLAR: Final = Column(
    "pillar", "Pillar", meaning="One of the framework's seven pillars, by its key.", words=pillar_name
)
SCORED: Final = Column("score", "Score", SCORE, "What the trust scored itself.")
SCORED_FULLY: Final = replace(SCORED, decimals=2)
"""Beside medians and differences, which it must add up with."""
STANDARD: Final = Column("standard", "Standard", SCORE, "What the score is held to.", decimals=2)
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
    "source", "Source", meaning="Whether the score came with the product or in a return, and in which."
)
SCORED_FROM: Final = Column("score_from", "Score before", SCORE, "In the earlier round.", decimals=2)
SCORED_TO: Final = Column("score_to", "Score now", SCORE, "In the later round.", decimals=2)
CHANGE: Final = Column(
    "change",
    "Change",
    POINTS,
    "The later score less the earlier.",
    signed=True,
    difference_of=("score_to", "score_from"),
)


def rows_of(frame: pd.DataFrame) -> Iterator[Any]:
    """The rows of a frame, columns as attributes; loosely typed, since a frame's type has no columns."""
    # Not itertuples: it makes a class for the rows each time, and takes column by column, which is slow.
    row = _row_of(tuple(map(str, frame.columns)))
    yield from map(row._make, frame.to_numpy(dtype=object).tolist())


@cache
def _row_of(names: tuple[str, ...]) -> Any:
    return namedtuple("Record", names)
