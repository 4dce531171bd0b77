"""What docs/board-pack.md says: its commands run, its options exist, its lengths are those that there are."""

import io
import re
import shlex

import pytest
from pptx import Presentation
from python_calamine import CalamineWorkbook

from benchmark.core.settings import PROJECT_ROOT
from benchmark.documents.formats import FORMATS
from benchmark.questions.board.choices import LENGTHS
from tests.unit.surfaces.cli.every_command import command_of
from tests.unit.test_documentation import commands_in

TEXT = (PROJECT_ROOT / "docs" / "board-pack.md").read_text(encoding="utf-8")
COMMANDS = [command for command, _ in commands_in(TEXT)]


STARTS = {"pptx": b"PK", "pdf": b"%PDF", "html": b"<!doctype html>", "xlsx": b"PK"}


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_makes_the_file_that_it_names(command, ask, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    arguments = shlex.split(command)[3:]
    done = ask(*arguments)
    assert (done.exit_code, done.err) == (0, "")
    name, content = arguments[-1], (tmp_path / arguments[-1]).read_bytes()
    assert len(content) > 10_000 and content.lstrip().startswith(STARTS[name.rpartition(".")[2]])
    if name.endswith("pptx"):
        assert len(Presentation(io.BytesIO(content)).slides) >= 3
    if name.endswith("xlsx"):
        assert CalamineWorkbook.from_filelike(io.BytesIO(content)).sheet_names[0] == "About"


def test_each_format_is_among_the_commands():
    assert {command.rpartition(".")[2] for command in COMMANDS} == STARTS.keys() == FORMATS.keys()


def test_every_option_and_every_length_is_documented():
    known = {name for option in command_of("report").params for name in option.opts}
    assert {*re.findall(r"(?<![\w-])--[a-z][a-z-]*", TEXT)} - {"--email"} <= known
    assert all(f"`{length}`" in TEXT for length in LENGTHS)
