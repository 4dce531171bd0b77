"""The documentation is true: its commands print what it shows, its links lead somewhere."""

import re
import shlex
import shutil
from pathlib import Path

import click
import pytest

from benchmark.core.settings import PROJECT_ROOT, STORE_VARIABLE, Settings
from benchmark.store.publication import Publication
from benchmark.surfaces.cli.main import COMMANDS, commands
from benchmark.surfaces.web.site.sitemap import PAGES as PAGES_OF_THE_DASHBOARD

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


RUN = [PROJECT_ROOT / "README.md", *(PROJECT_ROOT / "docs").glob("for-*.md")] + [
    PROJECT_ROOT / "docs" / name for name in ("command-line.md", "next-assessment.md")
]
"""Pages whose commands are run here; docs/worked-examples.md has a test of its own."""


def shown_commands() -> dict[str, list[str]]:
    """The commands of these pages, each once, with every output that is shown of it."""
    shown = {found for page in RUN for found in commands_in(page.read_text(encoding="utf-8"))}
    commands: dict[str, list[str]] = {}
    for command, output in sorted(shown):
        commands.setdefault(command, []).append(output)
    return commands


def matches(shown: str, printed: str) -> bool:
    """Whether what is printed is what is shown; a shown line '...' stands for any lines."""
    pieces = [re.escape(piece) for piece in re.split(r"^\.\.\.$", shown, flags=re.MULTILINE)]
    return re.fullmatch(".*".join(pieces), printed.rstrip("\n"), re.DOTALL) is not None


def test_every_page_for_readers_shows_commands():
    assert len(RUN) == 6
    assert all(commands_in(page.read_text(encoding="utf-8")) for page in RUN)


@pytest.fixture(scope="module")
def store(
    published_settings: Settings, publication: Publication, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A copy, for some commands submit."""
    return shutil.copytree(published_settings.store, tmp_path_factory.mktemp("docs") / "store")


@pytest.mark.parametrize(
    ("command", "outputs"),
    shown_commands().items(),
    ids=[f"{number} {command[20:80]}" for number, command in enumerate(shown_commands())],
)
def test_a_command_prints_what_the_pages_show(command, outputs, store, run, monkeypatch):
    python, *arguments = shlex.split(command)
    assert python == "python"
    assert arguments[:2] == ["-m", "benchmark"]
    monkeypatch.setenv(STORE_VARIABLE, str(store))
    monkeypatch.setenv("COLUMNS", "120")
    finished = run(*arguments[2:])
    printed = (finished.out + finished.err).replace("\r\n", "\n")
    assert "Traceback" not in printed and "There is no command" not in printed
    for output in outputs:
        assert matches(output, printed), f"`{command}` prints:\n{printed}"


NAMED = sorted(
    {
        (said, tuple(words))
        for page in RUN
        for said in re.findall(r"`([a-z-]+ [^`\n]+)`", SHOWN.sub("", page.read_text(encoding="utf-8")))
        if (words := shlex.split(said))[0] in COMMANDS and not words[-1].startswith("--")
    }
)
"""The commands that are named within a line, such as in a table, with all that they need. They do not run."""


def test_the_pages_name_many_commands_within_their_lines():
    assert len(NAMED) > 30


@pytest.mark.parametrize("words", [words for _, words in NAMED], ids=[said for said, _ in NAMED])
def test_a_command_that_is_named_can_be_given_so(words):
    """One lacked an option that its command requires."""
    name, *given = words
    command = commands.get_command(click.Context(commands), name)
    assert command is not None
    command.make_context(name, given)


def test_pages_for_readers_name_pages_as_they_are_called():
    called = {entry.title for entry in PAGES_OF_THE_DASHBOARD} | {
        "Demonstration ICS",
        "error",
        "question",
        "note",
    }
    for page in (PROJECT_ROOT / "docs").glob("for-*.md"):
        named = set(re.findall(r"\*\*(.+?)\*\*", page.read_text(encoding="utf-8")))
        assert named and named <= called, page.name


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
def test_dots_replace_lines_and_nothing_else_does(shown, printed, same):
    assert matches(shown, printed) is same


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_and_make_targets_exist(page):
    text = page.read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)#]+)", text) if "://" not in link]
    assert [link for link in links if not (page.parent / link).exists()] == []
    targets = set(
        re.findall(r"^([a-z-]+):", (PROJECT_ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    )
    assert set(re.findall(r"`?\bmake ([a-z-]+)(?=[`\n ]|$)", code_of(text))) - targets == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_to_headings_lead_to_one(page):
    links = re.findall(r"\]\(([^)#:]*)#([^)]+)\)", page.read_text(encoding="utf-8"))
    lost = [f"{file}#{anchor}" for file, anchor in links if anchor not in anchors_of(page, file)]
    assert lost == []


def anchors_of(page: Path, file: str) -> set[str]:
    """The anchors that GitHub gives to the headings of a linked file, or of the page if `file` is empty."""
    text = (page.parent / file if file else page).read_text(encoding="utf-8")
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings}


def code_of(text: str) -> str:
    """The code in a page: its fenced blocks and what stands between backticks."""
    blocks = re.findall(r"^```\w*\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    return "\n".join([*blocks, *re.findall(r"`([^`\n]+)`", text)])
