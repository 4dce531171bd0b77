"""The house and its examples are true: what they name is there, and each example does what it shows."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from benchmark.core.settings import PROJECT_ROOT, STORE_VARIABLE, Settings
from tests.unit.test_architecture import NOT_OURS
from tests.unit.test_documentation import commands_in, matches

pytestmark = pytest.mark.slow

HOUSE, EXAMPLES = (
    (PROJECT_ROOT / "docs" / f"{page}.md").read_text(encoding="utf-8")
    for page in ("architecture", "worked-examples")
)
CHANGES = re.compile(r"^```diff\n(.*?)^```", re.MULTILINE | re.DOTALL)
NAMED = re.compile(r"`((?:benchmark|data|docs|schemas|tests)/[\w/.]+)`(?: \(((?:`\w+`(?:, )?)+)\))?")
MEASURE_TOUCHES = 6


def examples() -> dict[str, str]:
    """The examples by heading."""
    parts = re.split(r"^## (.+)\n", EXAMPLES, flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


def changes_in(example: str) -> dict[str, str]:
    """The diffs of an example by the file that each changes."""
    _, *parts = re.split(r"^--- (.+)\n", "".join(CHANGES.findall(example)), flags=re.MULTILINE)
    return dict(zip(parts[::2], parts[1::2], strict=True))


def changed(text: str, diff: str) -> str:
    """A text after a diff. The lines that a part of it shows must stand in the text, and only once."""
    for part in re.split(r"^@@\n", diff, flags=re.MULTILINE):
        lines = part.splitlines(keepends=True)
        before = "".join(line[1:] for line in lines if line[0] != "+")
        after = "".join(line[1:] for line in lines if line[0] != "-")
        assert text.count(before) == 1 if before else not text, before
        text = text.replace(before, after) if before else after
    return text


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project, in which one example is made after the other."""

    def left_out(folder: str, names: list[str]) -> list[str]:
        return [name for name in names if NOT_OURS.match(name) or name == "bad_returns"]

    return shutil.copytree(PROJECT_ROOT, tmp_path_factory.mktemp("examples") / "project", ignore=left_out)


@pytest.fixture(scope="module")
def store(
    published_settings: Settings, publication: object, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    return shutil.copytree(published_settings.store, tmp_path_factory.mktemp("examples") / "store")


def test_the_examples_are_of_the_changes_that_come_most_often():
    assert [*examples()] == [
        "Add a column to a table",
        "Add a measure",
        "Add a page",
        "Add a kind of return",
        "Change the weights of the pillars",
    ]
    assert max(len(changes_in(example)) for example in examples().values()) < MEASURE_TOUCHES


ONE_AFTER_ANOTHER = """
import sys
from benchmark.surfaces.cli.main import main

for command in {commands!r}:
    if command[0] == "-c":
        exec(command[1])
    else:
        main(command[2:])
    print({between!r}, flush=True)
"""
"""Commands of one process: to start each would take most of the time."""
BETWEEN = "here one command ends"


@pytest.mark.slow
@pytest.mark.parametrize("heading", examples())
def test_an_example_does_what_it_shows(heading, project, store):
    environment = os.environ | {STORE_VARIABLE: str(store), "COLUMNS": "120", "PYTHONPATH": str(project)}
    for name, diff in changes_in(examples()[heading]).items():
        file = project / name
        file.write_text(changed(file.read_text("utf-8") if file.exists() else "", diff), encoding="utf-8")
    shown = commands_in(examples()[heading])
    said = [shlex.split(command) for command, _ in shown]
    for words in said:
        assert words[0] == "python" and (words[1] == "-c" or words[1:3] == ["-m", "benchmark"])
    script = ONE_AFTER_ANOTHER.format(commands=[words[1:] for words in said], between=BETWEEN)
    ended = subprocess.run(
        [sys.executable, "-c", script],
        cwd=project,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    *outputs, _ = ended.stdout.split(f"{BETWEEN}\n")
    for (command, output), printed in zip(shown, outputs, strict=True):
        # A template begins with a mark of its encoding.
        assert matches(output, printed.removeprefix("\ufeff")), (
            f"`{command}` prints:\n{printed}{ended.stderr}"
        )


@pytest.mark.slow
def test_the_examples_are_in_the_style_of_the_house(project):
    names = [name for example in examples().values() for name in changes_in(example) if name.endswith(".py")]
    for rule in (["check"], ["format", "--check"]):
        command = [sys.executable, "-m", "ruff", *rule, "--no-cache", *names]
        ended = subprocess.run(command, cwd=project, capture_output=True, encoding="utf-8", check=False)
        assert ended.returncode == 0, ended.stdout


def test_the_names_on_the_page_are_where_it_says():
    named = NAMED.findall(HOUSE)
    assert len(named) > 30
    for path, names in named:
        place = PROJECT_ROOT / path
        assert place.exists(), path
        for name in re.findall(r"\w+", names):
            known = re.compile(rf"^ *(def|class) {name}\b|^{name}\b.* = ", re.MULTILINE)
            assert known.search(place.read_text(encoding="utf-8")), f"{path} has no {name}"


def test_every_folder_of_the_house_and_every_question_is_named():
    for folder in ("benchmark", "benchmark/questions"):
        for inside in (PROJECT_ROOT / folder).iterdir():
            if (inside / "__init__.py").exists():
                assert f"`benchmark/{inside.name}/`" in HOUSE or f"`{inside.name}`" in HOUSE, inside.name


@pytest.mark.parametrize(
    ("text", "diff", "after"),
    [
        ("a\nb\n", " a\n+x\n", "a\nx\nb\n"),
        ("a\nb\nc\n", "-a\n+x\n@@\n-c\n", "x\nb\n"),
        ("", "+x\n", "x\n"),
        ("a\na\n", " a\n+x\n", None),
        ("a\n", " b\n+x\n", None),
        ("a\n", "+x\n", None),
    ],
)
def test_a_change_has_one_place(text, diff, after):
    if after is None:
        with pytest.raises(AssertionError):
            changed(text, diff)
    else:
        assert changed(text, diff) == after
