"""Every declared table of figures: each column has a meaning, its unit, and a heading for people."""

from itertools import chain

import pytest

from benchmark.core.columns import Table, Unit
from benchmark.surfaces.files.dictionary import data_dictionary, declared_tables

TABLES = [pytest.param(table, id=table.key) for table in declared_tables()]
EACH_ITS_OWN = {
    "change": "what changes differs: pounds of spend, points of a score",
    "lower": "the end of an interval, or how many peers are lower",
    "expected": "a change that was to be expected, or how many returns were",
    "care_settings": "which ones, or how many",
    "by_chance": "how many systems chance gives a verdict, or what part of a variance it gives",
    "level": "the level of a standard, or one of the scale",
    "part": "what is compared, or a part of a whole",
    "inside": "how many matches are inside a system, or what part of a variance is",
}
"""Keys that are as general in JSON as their word, and so have another unit in another table."""


def test_there_are_tables() -> None:
    assert {"spend_returns", "spend_by_year"} <= {table.key for table in declared_tables()}


@pytest.mark.parametrize("table", TABLES)
def test_every_column_has_a_meaning_that_is_a_sentence(table: Table) -> None:
    for column in table.columns:
        assert column.meaning[:1].strip() and column.meaning.endswith("."), column.key


@pytest.mark.parametrize("table", TABLES)
def test_every_heading_is_for_people(table: Table) -> None:
    for column in table.columns:
        for heading in filter(None, (column.heading, column.short)):
            assert heading[0].isupper() or heading[0] in "£0123456789" or heading == "of", column.key
            assert "_" not in heading and heading == heading.strip() and not heading.endswith("."), column.key
        assert column.heading != column.key
    titles = [column.title for column in table.columns]
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("table", TABLES)
def test_what_a_row_is_stands_in_the_grain(table: Table) -> None:
    assert table.grain.startswith("one row") and table.title[0].isupper() and "_" not in table.title


def test_a_key_has_the_same_unit_everywhere() -> None:
    units: dict[str, Unit] = {}
    for column in chain.from_iterable(table.columns for table in declared_tables()):
        if column.key not in EACH_ITS_OWN:
            known = units.setdefault(column.key, column.unit)
            assert (column.unit.name, column.unit.type) == (known.name, known.type), column.key


def test_whether_a_figure_is_a_change_is_the_same_in_every_table() -> None:
    signs: dict[str, bool] = {}
    for column in chain.from_iterable(table.columns for table in declared_tables()):
        if column.key not in EACH_ITS_OWN:
            assert signs.setdefault(column.key, column.signed) is column.signed, column.key


@pytest.mark.parametrize("table", TABLES)
def test_the_data_dictionary_has_a_line_for_each_column(table: Table) -> None:
    _, _, after = data_dictionary().partition(f"(`{table.key}`)\n")
    lines = [line for line in after.partition("\n#")[0].splitlines() if line.startswith("| `")]
    assert [line.split("`")[1] for line in lines] == [column.key for column in table.columns]
    for line, column in zip(lines, table.columns, strict=True):
        assert column.title in line and column.unit.name in line and column.meaning in line


def test_what_only_some_may_see_says_so() -> None:
    own = [column for table in declared_tables() for column in table.columns if column.seen_by == "own"]
    said = data_dictionary().count("Only the organisation itself and its system see it.")
    assert said == len(own)
