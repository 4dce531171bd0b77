"""Answers as workbooks: the same rows as the CSV, typed, under people's headings, with what columns mean."""

import csv
import io
import json
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from tests.unit.conftest import Run

COMMANDS = [
    ("gaps", "--ics", "DEMO"),
    ("spend", "--ics", "DEMO"),
    ("progress", "--ics", "QYG"),
    ("systems",),
    ("position", "--trust", "DEMO3"),
    ("conditions", "--ics", "DEMO"),
    ("learning", "--ics", "DEMO"),
    ("plan", "--ics", "DEMO", "--fund", "5m", "--cost-per-point", "250k", "--years", "2"),
    ("submissions",),
    ("returned", "it_spend", "--ics", "DEMO"),
]
AS_SHOWN = ("pounds", "score, 1 to 5", "points of a score", "count")
"""Units whose figures stand in a cell as they stand in the CSV."""


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_a_workbook_has_the_rows_of_the_csv(ask: Run, tmp_path: Path, command: tuple[str, ...]) -> None:
    file = tmp_path / "answer.xlsx"
    assert ask(*command, "--format", "xlsx", "--output", str(file)).out == ""
    book = CalamineWorkbook.from_path(file)
    table, meanings = (book.get_sheet_by_index(place).to_python() for place in (0, 1))
    rows = list(csv.DictReader(io.StringIO(ask(*command, "--format", "csv").out, newline="")))
    declared = [line for line in meanings[1:] if line[1]]
    assert [line[1] for line in declared] == [*rows[0]][: len(declared)]
    assert table[2][: len(declared)] == [line[0] for line in declared]
    assert len(table) == len(rows) + 3
    for place, (_, key, unit, meaning) in enumerate(declared):
        assert str(meaning).endswith(".")
        if unit in AS_SHOWN:
            for cells, row in zip(table[3:], rows, strict=True):
                told = row[key]
                assert cells[place] == ("" if told == "" else pytest.approx(float(told), abs=0.006)), key


def test_a_fictional_workbook_says_so_in_its_heading_and_in_each_row(ask: Run, tmp_path: Path) -> None:
    file = tmp_path / "answer.xlsx"
    ask("gaps", "--ics", "DEMO", "--format", "xlsx", "--output", str(file))
    table = CalamineWorkbook.from_path(file).get_sheet_by_index(0).to_python()
    assert "fictional" in table[0][0]
    assert table[2][-1] == "Fictional" and all(row[-1] is True for row in table[3:])


@pytest.mark.parametrize(
    ("form", "name"),
    [("xlsx", "a.csv"), ("csv", "a.XLSX"), ("table", "a.csv"), ("json", "a.xlsx"), ("table", "a.json")],
)
def test_no_file_is_named_as_another_format(ask: Run, tmp_path: Path, form: str, name: str) -> None:
    file = tmp_path / name
    refused = ask("gaps", "--ics", "DEMO", "--format", form, "--output", str(file))
    assert refused.exit_code == 2 and not file.exists()
    assert f"--format {file.suffix[1:].lower()}" in refused.err


@pytest.mark.parametrize(("name", "said"), [("", "No file is named."), (".", "is a folder.")])
def test_an_answer_needs_a_file_that_is_named(ask: Run, tmp_path: Path, name: str, said: str) -> None:
    refused = ask("gaps", "--ics", "DEMO", "--output", str(tmp_path / name) if name else "")
    assert refused.exit_code == 2 and said in refused.err and "--output FILE" in refused.err


def test_a_list_is_the_same_text_in_the_csv_and_in_the_workbook(ask: Run, tmp_path: Path) -> None:
    command = ("conditions", "--ics", "DEMO")
    file = tmp_path / "answer.xlsx"
    ask(*command, "--format", "xlsx", "--output", str(file))
    rows = list(csv.DictReader(io.StringIO(ask(*command, "--format", "csv").out, newline="")))
    listed = json.loads(ask(*command, "--format", "json").out)["coverage"]
    book = CalamineWorkbook.from_path(file).get_sheet_by_index(0).to_python()
    place = book[2].index("Programmes")
    assert any(row["programmes"] for row in listed) and not all(row["programmes"] for row in listed)
    assert [row["programmes"] for row in rows] == ["; ".join(row["programmes"]) for row in listed]
    assert [cells[place] for cells in book[3:]] == [row["programmes"] for row in rows]


@pytest.mark.parametrize("form", ["json", "csv", "table"])
def test_any_answer_is_written_into_a_file(ask: Run, tmp_path: Path, form: str) -> None:
    file = tmp_path / "answer"
    assert ask("gaps", "--ics", "QYG", "--format", form, "--output", str(file)).out == ""
    printed = ask("gaps", "--ics", "QYG", "--format", form).out
    assert file.read_text(encoding="utf-8").replace("\r", "") == printed.replace("\r", "")
    if form == "json":
        assert json.loads(file.read_text(encoding="utf-8"))["ics"] == "QYG"
