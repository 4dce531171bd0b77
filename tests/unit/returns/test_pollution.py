"""Valid returns with their shape or bytes changed: read exactly right, or with a finding; nothing else.

POLLUTED_FILES sets how many of the files are tried, in each of the four families; the default keeps a
developer's run short, and "all" takes minutes.
"""

import os
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

import pytest

from benchmark.returns import CheckedReturn, check_return
from benchmark.returns.read.csv_text import find_delimiter, read_records
from benchmark.returns.read.encoding import decode
from benchmark.returns.read.plain_csv import read_plain
from benchmark.returns.read.sheet import Refused
from tests.unit.returns.made import in_lists
from tests.unit.returns.pollutions import (
    FREE_TEXT,
    Polluted,
    Table,
    around,
    bytes_of,
    joined,
    marks,
    tables,
    widths,
    written,
)

pytestmark = pytest.mark.slow

FILES = os.environ.get("POLLUTED_FILES", "150")
TABLES = tables()
FAMILIES: dict[str, Callable[[Table], Iterable[Polluted]]] = {
    "widths": widths,
    "marks": marks,
    "around": lambda table: around(table, TABLES),
    "bytes": bytes_of,
}
Rows = list[tuple[str, list[dict[str, Any]]]]


def rows(checked: CheckedReturn, *, without: frozenset[str] = frozenset()) -> Rows:
    """The rows that are ready, without their lines."""
    return [
        (
            ready.kind,
            [
                {name: value for name, value in row.items() if name != "line" and name not in without}
                for row in ready.table.to_pylist()
            ],
        )
        for ready in checked.tables
    ]


def check(content: bytes) -> CheckedReturn:
    return check_return(content, "return.csv", publication=None)


@cache
def true_of(name: str) -> CheckedReturn:
    (table,) = (table for table in TABLES if table.name == name)
    return check(joined([written(cells) for cells in table.rows]))


def sample(family: str, *, times: int = 1) -> list[Polluted]:
    """Every so many-th file of a family, the same on each run; `times` as many where that takes less time."""
    every = [polluted for table in TABLES for polluted in FAMILIES[family](table)]
    step = 1 if FILES == "all" else max(1, len(every) // (int(FILES) * times))
    return every[::step]


def outcome(polluted: Polluted) -> str:
    """How a file fares: refused, asked about, read exactly right, or accepted wrongly."""
    checked = check(polluted.content)
    found = [*checked.errors, *checked.questions]
    if found:
        assert all(entry.message and "{" not in entry.message for entry in found)
        return found[0].severity
    without = FREE_TEXT if polluted.text_changed else frozenset()
    expected = rows(true_of(polluted.table.name), without=without)
    return "exact" if rows(checked, without=without) == expected else "WRONG"


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_the_returns_are_valid_before_anything_is_done_to_them(table):
    checked = true_of(table.name)
    assert (checked.errors, checked.questions, checked.rows_refused) == ((), (), 0)
    assert checked.rows_valid


@pytest.mark.parametrize("name", FAMILIES)
def test_polluted_files_are_read_exactly_right_or_reported(name):
    files = sample(name)
    outcomes: Counter[str] = Counter()
    wrong = []
    for polluted in files:
        outcomes[kept := outcome(polluted)] += 1
        if kept == "WRONG":
            wrong.append((polluted.table.name, polluted.what, polluted.content))
    print(f"{name}: {len(files)} files, {dict(outcomes)}")
    assert wrong == []
    # Most of what is done here spoils a file; some of it must be read all the same.
    assert outcomes["error"] > outcomes["exact"] > 0


@pytest.mark.parametrize("name", FAMILIES)
def test_polluted_files_are_read_alike_both_ways(name):
    taken = 0
    for polluted in sample(name, times=2):
        try:
            decoded = decode(polluted.content)
        except Refused:
            continue
        delimiter = find_delimiter(decoded.sample)
        try:
            plain = read_plain(decoded, delimiter)
        except Refused as refused:
            with pytest.raises(Refused, match=refused.code):
                read_records(decoded.utf8, delimiter)
            continue
        if plain is None:
            continue
        taken += 1
        sheet, found = read_records(decoded.utf8, delimiter)
        assert found == []
        assert sheet is not None and in_lists(plain) == in_lists(sheet)
    assert taken > 5
