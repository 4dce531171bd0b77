"""The documentation is true: its commands print what it shows, its links lead somewhere."""

import os
import re
import shlex
from pathlib import Path

import pytest

from benchmark.core.settings import PROJECT_ROOT, STORE_VARIABLE, Settings
from benchmark.store.publication import Publication
from benchmark.surfaces.cli.main import main
from tests.apart import Apart

PAGES = [PROJECT_ROOT / "README.md", *sorted((PROJECT_ROOT / "docs").glob("*.md"))]
SHOWN = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)


def commands_in(text: str) -> list[tuple[str, str]]:
    """Each command of a page with the output that stands under it. A line of dots leaves lines out."""
    found = []
    for block in SHOWN.findall(text):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            found.append((command, output.rstrip("\n")))
    return found


def shown_commands() -> list[tuple[str, str]]:
    """The commands of the README."""
    return commands_in((PROJECT_ROOT / "README.md").read_text(encoding="utf-8"))


def with_environment(environment: dict[str, str], arguments: list[str]) -> int:
    """The command line, in a process whose environment says this too."""
    os.environ.update(environment)
    return main(arguments)


def matches(shown: str, printed: str) -> bool:
    """Whether what is printed is what is shown; a shown line '...' stands for any lines."""
    pieces = [re.escape(piece) for piece in re.split(r"^\.\.\.$", shown, flags=re.MULTILINE)]
    return re.fullmatch(".*".join(pieces), printed.rstrip("\n"), re.DOTALL) is not None


def test_the_readme_shows_commands() -> None:
    assert {command.split()[3] for command, _ in shown_commands()} >= {"gaps", "progress"}


@pytest.mark.parametrize(("command", "output"), shown_commands(), ids=lambda text: text[:60])
def test_a_command_prints_what_the_readme_shows(
    command: str, output: str, published_settings: Settings, publication: Publication
) -> None:
    python, *arguments = shlex.split(command)
    assert python == "python"
    assert arguments[:2] == ["-m", "benchmark"]
    environment = {STORE_VARIABLE: str(published_settings.store), "COLUMNS": "120"}
    ended = Apart(with_environment, environment, arguments[2:]).ended()
    printed = (ended.out + ended.err).replace("\r\n", "\n")
    assert matches(output, printed), f"`{command}` prints:\n{printed}"


@pytest.mark.parametrize(
    ("shown", "printed", "same"),
    [
        ("a\nb", "a\nb\n", True),
        ("a\n...\nc", "a\nb\nb\nc", True),
        ("a\n...", "a\nb", True),
        ("a\nb", "a\nc", False),
        ("a", "a\nb", False),
    ],
)
def test_dots_stand_for_lines_and_nothing_else_does(shown: str, printed: str, same: bool) -> None:
    assert matches(shown, printed) is same


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_and_make_targets_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)#]+)", text) if "://" not in link]
    assert [link for link in links if not (page.parent / link).exists()] == []
    targets = set(
        re.findall(r"^([a-z-]+):", (PROJECT_ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    )
    assert set(re.findall(r"`?\bmake ([a-z-]+)(?=[`\n ]|$)", code_of(text))) - targets == set()


def code_of(text: str) -> str:
    """The code in a page: its fenced blocks and what stands between backticks."""
    blocks = re.findall(r"^```\w*\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    return "\n".join([*blocks, *re.findall(r"`([^`\n]+)`", text)])
