"""Answers as workbooks and in files: what is particular. Every command is asked for its rows elsewhere."""

import json
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from tests.unit.questions.answers import csv_rows


@pytest.mark.parametrize(
    ("form", "name"),
    [("xlsx", "a.csv"), ("csv", "a.XLSX"), ("table", "a.csv"), ("json", "a.xlsx"), ("table", "a.json")],
)
def test_no_file_is_named_as_another_format(ask, tmp_path, form, name):
    file = tmp_path / name
    refused = ask("gaps", "--ics", "DEMO", "--format", form, "--output", str(file))
    assert refused.exit_code == 2 and not file.exists()
    assert f"--format {file.suffix[1:].lower()}" in refused.err


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("export rounds", "a.xlsx"),
        ("export rounds --format xlsx", "a.csv"),
        ("audit --format json", "a.csv"),
        ("template own_targets --format csv", "a.xlsx"),
    ],
)
def test_nor_is_a_table_or_a_template(ask, tmp_path, said, name):
    file = tmp_path / name
    refused = ask(*said.split(), "--output", str(file))
    assert refused.exit_code == 2 and not file.exists() and f"is named as {file.suffix[1:]}" in refused.err


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("", "No file is named."),
        ("/", "is a folder. Name a file: --output FILE"),
        ("/new/", "is a folder."),
        (f"/{'x' * 300}", "cannot be written: File name too long."),
    ],
)
def test_an_answer_needs_a_file_that_is_named(ask, tmp_path, name, said):
    refused = ask("gaps", "--ics", "DEMO", "--output", f"{tmp_path}{name}" if name else "")
    assert refused.exit_code == 2 and said in refused.err
    assert [*tmp_path.iterdir()] == []


def test_a_hyphen_is_standard_output_as_it_is_standard_input(ask):
    command = ("search", "QYG", "--format", "csv")
    assert ask(*command, "--output", "-").out == ask(*command).out != ""
    assert not Path("-").exists()


def test_a_file_that_cannot_be_written_is_said_with_what_to_do(ask, tmp_path):
    """On Windows most often because Excel has it open."""
    refused = ask("gaps", "--ics", "DEMO", "--output", str(tmp_path / "not there" / "gaps.txt"))
    assert refused.exit_code == 2
    assert "cannot be written: No such file" in refused.err and "Or name another file." in refused.err


def test_a_list_is_the_same_text_in_the_csv_and_in_the_workbook(ask, tmp_path):
    command = ("conditions", "--ics", "DEMO")
    file = tmp_path / "answer.xlsx"
    ask(*command, "--format", "xlsx", "--output", str(file))
    rows = csv_rows(ask(*command, "--format", "csv").out)
    listed = json.loads(ask(*command, "--format", "json").out)["coverage"]
    book = CalamineWorkbook.from_path(file).get_sheet_by_index(0).to_python()
    place = book[2].index("Programmes")
    assert any(row["programmes"] for row in listed) and not all(row["programmes"] for row in listed)
    assert [row["programmes"] for row in rows] == ["; ".join(row["programmes"]) for row in listed]
    assert [cells[place] for cells in book[3:]] == [row["programmes"] for row in rows]


@pytest.mark.parametrize("form", ["json", "csv", "table"])
def test_any_answer_is_written_into_a_file(ask, tmp_path, form):
    file = tmp_path / "answer"
    assert ask("gaps", "--ics", "QYG", "--format", form, "--output", str(file)).out == ""
    printed = ask("gaps", "--ics", "QYG", "--format", form).out
    assert file.read_text(encoding="utf-8").replace("\r", "") == printed.replace("\r", "")
    if form == "json":
        assert json.loads(file.read_text(encoding="utf-8"))["ics"] == "QYG"
