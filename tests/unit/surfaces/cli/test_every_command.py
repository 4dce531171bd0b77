"""What every command must do, asked of the group of commands: help, slips, formats, fictional answers."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from benchmark.core.settings import PROJECT_ROOT
from benchmark.surfaces.cli.main import COMMANDS, GROUPS, PROGRAM, commands
from benchmark.surfaces.cli.options import OneOf, day, number, whole_number
from tests.unit.questions.answers import csv_rows
from tests.unit.surfaces.cli.every_command import (
    ANSWERS,
    EXAMPLES,
    NAMES,
    about_one,
    command_of,
    is_answer,
    of_the_demonstration,
    options_of,
    takes,
    words,
)

LINES = {name: line for group in GROUPS.values() for name, (_, line) in group.items()}
EMPTY = ("names", "plans")
"""What nobody has confirmed or saved in the store that tests share."""
MARKED_BY_ROW = ("plans", "returned", "submissions")
"""What names no organisation in its heading's mark, or several: each row says whether it is fictional."""
AS_SHOWN = ("pounds", "score, 1 to 5", "points of a score", "count")
"""Units whose figures stand in a workbook's cell as they stand in the CSV."""
FICTIONAL = "Source: Fictional: the Demonstration ICS, its trusts and all their figures are made up"
SLIPS = {whole_number: "is not a whole number", number: "is not a number", day: "is not a day"}


def records(document: Any) -> Iterator[dict[str, Any]]:
    """Every record in a piece of JSON, however deep."""
    if isinstance(document, dict):
        yield document
    for part in document.values() if isinstance(document, dict) else document:
        if isinstance(part, dict | list):
            yield from records(part)


def is_cell(value: Any) -> bool:
    """Whether a value of the JSON stands in one cell of the CSV."""
    return not isinstance(value, dict) and not (isinstance(value, list) and {*map(type, value)} - {str})


def as_text(value: Any) -> str:
    """A value of the JSON as the CSV writes it."""
    return "" if value is None else "; ".join(value) if isinstance(value, list) else str(value)


class TestHelp:
    @pytest.mark.parametrize("name", NAMES)
    def test_says_what_it_does_with_an_example_and_words_for_each_option(self, run, name):
        finished, command = run(name, "--help"), command_of(name)
        assert (finished.exit_code, finished.err) == (0, "")
        assert finished == run(name, "-h")
        first = (command.help or "").split("\n\n")[0].replace("\n", " ")
        assert first == f"{LINES[name][0].upper()}{LINES[name][1:]}." or first.startswith(
            f"{LINES[name][0].upper()}{LINES[name][1:]}, "
        )
        assert "--store DIR" in finished.out
        assert all(param.help for param in command.params)
        assert command.examples
        for example in command.examples:
            assert f"  {PROGRAM} {example}\n" in finished.out

    @pytest.mark.parametrize("said", EXAMPLES, ids=" ".join)
    def test_an_example_is_understood(self, said):
        name, *arguments = said
        with command_of(name).make_context(name, arguments) as context:
            assert context.args == []

    def test_the_examples_of_the_group_are_those_of_its_commands(self):
        shown = [words(line) for line in (commands.epilog or "").splitlines() if PROGRAM in line]
        assert {" ".join(said[3:]) for said in shown} <= {" ".join(said) for said in EXAMPLES}


@pytest.mark.parametrize("name", NAMES)
class TestSlips:
    def test_an_option_that_is_misspelt(self, run, name):
        finished = run(name, "--stroe", "x")
        assert (finished.exit_code, finished.out) == (2, "")
        assert finished.err.startswith("There is no option --stroe. Nearest: --store")
        assert all(f"{option}" in finished.err for option in options_of(name))

    def test_a_value_that_an_option_does_not_have(self, run, name):
        for option, param in options_of(name).items():
            slip = getattr(param.type, "func", None)
            if isinstance(param.type, OneOf):
                finished = run(name, option, "xyz")
                assert f"{option}: xyz is none of its values. Known: " in finished.err
                assert all(choice in finished.err for choice in param.type.choices)
            elif slip in SLIPS:
                finished = run(name, option, "xyz")
                assert f"{option}: xyz {SLIPS[slip]}" in finished.err
            else:
                continue
            assert (finished.exit_code, finished.out) == (2, "")

    def test_an_option_without_its_value(self, run, name):
        for option, param in options_of(name).items():
            for after in ([], ["--store", "x"]):
                if not param.is_flag:
                    finished = run(name, option, *after)
                    assert (finished.exit_code, finished.out) == (2, "")
                    assert finished.err.startswith(f"{option} needs a value: {param.help}.")

    def test_an_organisation_that_is_not_known(self, ask, name):
        for option, slip, sentence in (
            ("--ics", "QYX", "There is no ICS QYX on the footprint as assessed. Nearest: QYG"),
            ("--trust", "RBX9", "There is no trust RBX9. Nearest: "),
        ):
            said = next((said for said in EXAMPLES if said[0] == name and option in said), None)
            if said is None:
                continue
            place = said.index(option) + 1
            finished = ask(*said[:place], slip, *said[place + 1 :])
            assert (finished.exit_code, finished.out) == (2, "")
            assert (
                sentence in finished.err
                or f"has no trust {slip}" in finished.err
                or f"There is no system {slip}." in finished.err
            )
            assert finished.err.count("\n") == 1

    def test_a_level_that_is_not_on_the_scale(self, ask, name):
        for said in ANSWERS:
            if said[0] == name and takes(name, "--level"):
                finished = ask(*said, "--level", "2.7")
                assert (finished.exit_code, finished.out) == (2, "")
                assert "Level 2.7 is not on the scale. Choose one from 1 to 5" in finished.err

    def test_a_system_and_a_trust_where_one_is_asked_for(self, run, name):
        options = options_of(name)
        if {"--group", "--trust"} <= options.keys() and name not in ("template", "learning", "grant"):
            assert run(name).err.startswith("Give --ics, --group or --trust. ")
            assert run(name, "--ics", "QYG", "--trust", "RBS").err.startswith(
                "Give --ics, --group or --trust, and only one of them. "
            )


@pytest.mark.parametrize("said", [*map(of_the_demonstration, ANSWERS)], ids=" ".join)
def test_every_format_has_the_same_figures_and_says_what_is_fictional(ask, tmp_path, said):
    finished, text = ask(*said), ask(*said, "--format", "csv")
    rows, document = csv_rows(text.out), json.loads(ask(*said, "--format", "json").out)
    assert (finished.exit_code, finished.err, text.exit_code, text.err) == (0, "", 0, "")
    assert bool(rows) != (said[0] in EMPTY)
    known = [*records(document)]
    expect_the_same(rows, known)
    figures = [value for record in known for value in record.values() if isinstance(value, float)]
    assert all(figure == round(figure, 6) and str(figure) != "-0.0" for figure in figures)
    file = tmp_path / "answer.xlsx"
    assert ask(*said, "--format", "xlsx", "--output", file).out == ""
    expect_the_rows(file, rows, text.out.splitlines()[0].split(","))
    heading, *_, last = finished.out.splitlines()
    assert heading and last.startswith(("Source: ", "Publication: "))
    if about_one(said) and said[0] not in MARKED_BY_ROW:
        assert "fictional)" in heading
        assert FICTIONAL in finished.out and "NHS England" not in finished.out
        assert {row["fictional"] for row in rows} == {"True"}
        assert document["fictional"] is True
        table = CalamineWorkbook.from_path(file).get_sheet_by_index(0).to_python()
        assert "fictional" in table[0][0]
        assert table[2][-1] == "Fictional" and all(row[-1] == "yes" for row in table[3:])


@pytest.mark.parametrize("name", dict.fromkeys(said[0] for said in ANSWERS))
def test_an_answer_about_a_real_system_has_no_fictional_mark(ask, name):
    said = next(said for said in ANSWERS if said[0] == name)
    if about_one(said) and name not in MARKED_BY_ROW:
        assert "Fictional: " not in ask(*said).out
        rows = csv_rows(ask(*said, "--format", "csv").out)
        assert {row.get("fictional", "False") for row in rows} <= {"False"}
        assert json.loads(ask(*said, "--format", "json").out).get("fictional", False) is False


def expect_the_same(rows: list[dict[str, str]], known: list[dict[str, Any]]) -> None:
    """Each row of the CSV is one of the records of the JSON, as far as both have a figure."""
    written = [{key: as_text(value) for key, value in record.items() if is_cell(value)} for record in known]
    for row in rows:
        nearest = max(written, key=lambda record: len(record.items() & row.items()))
        both = nearest.keys() & row.keys()
        assert len(both) > 2
        assert {key: nearest[key] for key in both} == {key: row[key] for key in both}


def expect_the_rows(file: Path, rows: list[dict[str, str]], headings: list[str]) -> None:
    """A workbook has the rows of the CSV, typed, under people's headings, with what columns mean."""
    book = CalamineWorkbook.from_path(file)
    table, meanings = (book.get_sheet_by_index(place).to_python() for place in (0, 1))
    declared = [line for line in meanings[1:] if line[1]]
    assert [line[1] for line in declared] == headings
    assert table[2] == [line[0] for line in declared]
    assert not [heading for heading in table[2] if "_" in str(heading)]
    assert len(table) == len(rows) + 3
    for place, (_, key, unit, meaning) in enumerate(declared):
        assert str(meaning).endswith(".")
        if unit in AS_SHOWN:
            for cells, row in zip(table[3:], rows, strict=True):
                figure = row[str(key)]
                assert cells[place] == ("" if figure == "" else pytest.approx(float(figure), abs=0.006))


def test_every_command_about_a_system_or_a_trust_is_asked():
    about = {name for name in NAMES if {"--ics", "--trust"} & options_of(name).keys()}
    assert {said[0] for said in ANSWERS if about_one(said)} == about - {
        "template",
        "report",
        "changes",
        "grant",
        "peers-shown",
    }
    assert {said[0] for said in ANSWERS} == {name for name in NAMES if is_answer(name)} - {"changes"}


def test_the_commands_are_in_the_modules_that_are_named():
    for name, module in COMMANDS.items():
        assert command_of(name).callback is not None
        file = PROJECT_ROOT / "benchmark" / f"{module.replace('.', '/')}.py"
        assert f"\ndef {name.replace('-', '_')}(" in file.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "asked",
    [
        ("systems", "--measure", "completeness"),
        ("suppliers",),
        ("evidence", "--ics", "QYG"),
        ("conditions", "--ics", "QYG"),
    ],
)
def test_a_round_without_pillars_came_with_its_overall_scores(ask, asked):
    """All trusts but one are in 2024, which was published as overall scores alone."""
    said = ask(*asked, "--year", "2024").out
    assert "England 285 of 286 here. Only overall scores are published" in said
