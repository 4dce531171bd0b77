"""Every declared table of figures: each column has a meaning, its unit, and a heading for people.

And what it holds is the same on a page, in a file, on a terminal, in CSV and in JSON.
"""

import ast
import csv
import io
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from html import unescape
from typing import Any

import pytest

from benchmark.core.columns import (
    BAND,
    BY_CODE,
    COUNT,
    FLAG,
    MOMENT,
    NUMBERED,
    TEXT,
    TEXTS,
    YEAR,
    Column,
    Filled,
    Table,
    Unit,
)
from benchmark.core.settings import PROJECT_ROOT
from benchmark.core.wording import MINUS
from benchmark.surfaces.files.dictionary import data_dictionary, declared_tables
from benchmark.surfaces.files.html import html_table
from benchmark.surfaces.files.tables import csv_bytes

TABLES = declared_tables()
EACH_ITS_OWN = {
    "change": "what changes differs: pounds of spend, points of a score",
    "lower": "the end of an interval, or how many peers are lower",
    "expected": "a change that was to be expected, or how many returns were",
    "care_settings": "which ones, or how many",
    "level": "the level of a standard, or one of the scale",
    "part": "what is compared, or a part of a whole",
    "inside": "how many matches are inside a system, or what part of a variance is",
}
"""Keys that are as general in JSON as their word, and so have another unit in another table."""


MADE_WHEN_ASKED = {"benchmark/questions/plan/tables.py": "plans beside each other, a column for each"}
"""Modules that make a table with columns that only the question tells."""


def test_there_are_tables():
    assert {"spend_returns", "spend_by_year"} <= {table.key for table in TABLES}


def every_column() -> Iterator[tuple[str, Column]]:
    """Each column of each table, with where it stands."""
    for table in TABLES:
        yield from ((f"{table.key}.{column.key}", column) for column in table.columns)


def test_every_column_has_a_meaning_that_is_a_sentence():
    assert [
        where
        for where, column in every_column()
        if not column.meaning[:1].strip() or not column.meaning.endswith(".")
    ] == []


def is_for_people(heading: str) -> bool:
    begins = heading[0].isupper() or heading[0] in "£0123456789" or heading == "of"
    return begins and "_" not in heading and heading == heading.strip() and not heading.endswith(".")


def test_every_heading_is_for_people():
    assert [
        where
        for where, column in every_column()
        if column.heading == column.key
        or not all(map(is_for_people, filter(None, (column.heading, column.short))))
    ] == []
    titles = {table.key: [column.title for column in table.columns] for table in TABLES}
    assert [key for key, own in titles.items() if len(set(own)) != len(own)] == []


def test_the_grain_says_what_a_row_is():
    assert [
        table.key
        for table in TABLES
        if not (table.grain.startswith("one row") and table.title[0].isupper() and "_" not in table.title)
    ] == []


def test_a_key_has_the_same_unit_everywhere():
    units: dict[str, Unit] = {}
    for where, column in every_column():
        if column.key not in EACH_ITS_OWN:
            known = units.setdefault(column.key, column.unit)
            assert (column.unit.name, column.unit.type) == (known.name, known.type), where


def test_whether_a_figure_is_a_change_is_the_same_in_every_table():
    signs: dict[str, bool] = {}
    for where, column in every_column():
        if column.key not in EACH_ITS_OWN:
            assert signs.setdefault(column.key, column.signed) is column.signed, where


def test_a_range_a_gap_and_a_difference_add_up_with_the_figures_beside_them():
    """2.16 to 3.41 is no range of 1.26: where rounding would say so, all three have one decimal more."""
    adding_up = (
        ("range", ("maximum", "minimum")),
        ("range", ("highest", "lowest")),
        ("range", ("ceiling", "floor")),
        ("range_after", ("maximum_after", "minimum_after")),
        ("gap", ("standard", "score")),
        ("surplus", ("score", "standard")),
        ("difference", ("score", "median")),
    )
    for table in TABLES:
        declared = {column.key: column.difference_of for column in table.columns}
        for key, ends in adding_up:
            if declared.keys() >= {key, *ends}:
                assert declared[key] == ends, f"{table.key}.{key}"


def test_the_data_dictionary_has_a_line_for_each_column():
    whole = data_dictionary()
    for table in TABLES:
        _, _, after = whole.partition(f"(`{table.key}`)\n")
        lines = [line for line in after.partition("\n#")[0].splitlines() if line.startswith("| `")]
        assert [line.split("`")[1] for line in lines] == [column.key for column in table.columns], table.key
        for line, column in zip(lines, table.columns, strict=True):
            assert column.title in line and column.unit.name in line and column.meaning in line, line


def test_what_only_some_may_see_says_so():
    own = [where for where, column in every_column() if column.seen_by == "own"]
    said = data_dictionary().count("Only the organisation itself and its system see it.")
    assert said == len(own)


OF_UNIT: dict[str, tuple[Any, ...]] = {
    TEXT.name: ("A trust, of two sites & more", date(2025, 4, 1)),
    MOMENT.name: (datetime(2026, 11, 26, 7, 24, tzinfo=UTC),),
    TEXTS.name: (("Alpha", "Beta"), ("One",)),
    BY_CODE.name: ({"DEMO1": "rose", "DEMO2": "fell"},),
    BAND.name: ((-0.126, 1.5),),
    FLAG.name: (True, False),
    YEAR.name: (2025, 2024),
    NUMBERED.name: (12, 1234),
    COUNT.name: (1234, 0),
}
"""What a column of a unit can hold; of every other unit numbers."""
NUMBERS = (1234567.891, 2.25, 0.12345, -0.04, 0.0)
WORDED = ("well_led", "it_revenue", date(2025, 4, 1), 1, 0.3)
"""Values that functions for words take, each some of them."""


def values_of(column: Column) -> tuple[Any, ...]:
    """Some values that a column can have, the last of them missing."""
    if isinstance(column.words, dict):
        return (*column.words, None)
    values = OF_UNIT.get(column.unit.name, NUMBERS)
    if column.words is not None:
        values = tuple(value for value in (*WORDED, *values) if takes(column, value))
    return (*values, None)


def takes(column: Column, value: Any) -> bool:
    try:
        said = column.text(value)
    except (AttributeError, KeyError, TypeError, ValueError, IndexError):
        return False
    return (
        isinstance(said, str) and said != "" and (not column.unit.is_number or isinstance(value, int | float))
    )


def filled(table: Table) -> Filled:
    """A table with as many rows as its columns have values, none of them twice."""
    values = {column.key: values_of(column) for column in table.columns}
    rows = max(map(len, values.values()))
    return table.of([{key: own[row % len(own)] for key, own in values.items()} for row in range(rows)])


def test_every_table_is_declared_with_the_columns():
    """A table that is made elsewhere would not be among those that are asked here."""
    for file in sorted((PROJECT_ROOT / "benchmark").rglob("*.py")):
        made = [
            node.lineno
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Table"
        ]
        name = file.relative_to(PROJECT_ROOT).as_posix()
        if name.startswith("benchmark/workbooks/"):  # it knows no columns: its tables are a workbook's
            continue
        assert not made or name.endswith("columns.py") or name in MADE_WHEN_ASKED, f"{name}: {made}"


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.key)
def test_json_csv_page_terminal_and_file_say_the_same(table):
    rows = filled(table)
    written = list(csv.DictReader(io.StringIO(csv_bytes(rows.flat()).decode("utf-8"))))
    assert list(written[0]) == table.keys
    file, page = rows.frame(), list(cells_of(html_table(rows, caption="Made")))
    in_terminal = rows.in_terminal()
    assert page == [[column.title for column in table.columns], *rows.texts()]
    for number, record in enumerate(rows.records()):
        for place, column in enumerate(table.columns):
            value, in_csv = record[column.key], written[number][column.key]
            shown, printed = page[number + 1][place], in_terminal[number][place]
            in_file = file.iloc[number, place]
            where = f"{column.key}, row {number}: {value!r}"
            assert in_csv == in_one_cell(value), where
            if value is None or value in ([], {}):
                assert shown == column.absent, where
            elif column.unit.is_number and column.words is None:
                exact = value * column.unit.factor
                kept = 0.0 if column.unit.kept is None else 10.0**-column.unit.kept * column.unit.factor
                near = 0.5 * (10.0**-column.places + kept) + 1e-9
                assert figure(shown) == pytest.approx(exact, abs=near), where
                assert figure(printed) == figure(shown), where
                assert float(in_file) == pytest.approx(exact, abs=0.5 * kept + 1e-9), where
            else:
                assert shown == in_file and printed == shown.replace(MINUS, "-"), where


def cells_of(html: str) -> Iterator[list[str]]:
    """The cells of a table in HTML, row by row, the headings first."""
    for row in re.findall(r"<tr.*?</tr>", html, re.DOTALL):
        cells = re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)
        yield [unescape(re.sub(r"<[^>]+>", "", cell)) for cell in cells]


def in_one_cell(value: Any) -> str:
    """A value of the JSON as a cell of the CSV has it."""
    if isinstance(value, dict):
        return "; ".join(f"{key}: {said}" for key, said in value.items())
    if isinstance(value, list):
        if value and isinstance(value[0], float):
            return f"from {value[0]} to {value[1]}"
        return "; ".join(value)
    return "" if value is None else str(value)


def figure(text: str) -> float:
    return float(text.rstrip("%").replace(",", "").replace(MINUS, "-"))
