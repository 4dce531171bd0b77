"""The command line as a program: it starts at once, ends with the right code, and never shows a traceback."""

import io
import os
import shlex
import subprocess
import sys
from collections.abc import Callable, Sequence

import pytest

from benchmark.core.definitions import definitions
from benchmark.core.settings import PROJECT_ROOT, STORE_VARIABLE, Settings
from benchmark.store.publication import current_version
from benchmark.surfaces.cli.main import COMMANDS, GROUPS, commands, main
from tests.unit.surfaces.cli.every_command import ANSWERS, words

HEAVY = {"pandas", "duckdb", "pydantic", "pyarrow", "streamlit", "altair"}


def loaded_by(*said: Sequence[str]) -> list[set[str]]:
    """What a fresh process has loaded after each of these, one after the other."""
    script = f"""
import contextlib, os, sys
from benchmark.surfaces.cli.main import main
for said in {[[*words] for words in said]!r}:
    with open(os.devnull, "w") as nowhere, contextlib.redirect_stdout(nowhere):
        assert main(said) == 0, said
    print(*sys.modules)
"""
    finished = subprocess.run(
        [sys.executable, "-c", script], cwd=PROJECT_ROOT, capture_output=True, check=True, text=True
    )
    return [{*line.split(" ")} for line in finished.stdout.splitlines()]


class TestHelp:
    def test_names_every_command_with_what_it_does(self, run):
        finished = run("--help")
        assert (finished.exit_code, finished.err) == (0, "")
        said = " ".join(finished.out.split())
        for group in GROUPS.values():
            for name, (_, line) in group.items():
                assert f" {name} {line}" in said
        assert "Exit codes:" in said

    def test_is_what_no_command_at_all_gets(self, run):
        finished = run()
        assert (finished.exit_code, finished.out) == (2, "")
        assert finished.err == run("--help").out

    def test_and_the_version_wait_for_nothing_heavy(self):
        for modules in loaded_by(["--help"], ["-h"], ["--version"]):
            assert modules & HEAVY == set()
            assert not any(name.startswith(("benchmark.questions", "benchmark.store")) for name in modules)

    def test_the_version_is_the_project_s(self, run):
        text = (PROJECT_ROOT / "pyproject.toml").read_text(encoding="utf-8")
        (version,) = (line.split('"')[1] for line in text.splitlines() if line.startswith("version = "))
        assert run("--version").out == f"ics-digital-maturity {version}\n"

    @pytest.mark.skipif(os.name == "nt", reason="no time of a child's processor is known there")
    def test_comes_at_once(self):
        """By the processor's time, which a busy machine does not stretch, against what click needs."""

        def seconds(*command: str) -> float:
            before = os.times()
            subprocess.run([sys.executable, *command], cwd=PROJECT_ROOT, capture_output=True, check=True)
            after = os.times()
            return sum(after[2:4]) - sum(before[2:4])

        bare = min(seconds("-c", "import click") for _ in range(3))
        assert min(seconds("-m", "benchmark", "--help") for _ in range(3)) < bare + 0.08


class TestOptions:
    def test_the_default_level_is_that_of_the_definitions(self):
        with commands.make_context("test", ["gaps"]) as context:
            command = commands.get_command(context, "gaps")
        assert command is not None
        (level,) = (param for param in command.params if param.name == "level")
        assert level.default == definitions().framework.scale.default_standard

    @pytest.mark.parametrize(
        ("said", "sentence"),
        [
            ("gap", "There is no command gap. Nearest: gaps, grant. Known: audit, "),
            ("gaps --ics QYG --baseline flor", "--baseline: flor is none of its values. Nearest: floor. "),
            ("gaps --ics QYG --form pdf", "--format: pdf is none of its values. "),  # as if written whole
            ("gaps --ics QYG RBS", "Got unexpected extra argument (RBS)."),
            ("gaps --ics QYG --f json", "There is no option --f."),  # --footprint, or --format?
            ("backup", "FILE is missing: the file to write; never overwritten."),
            ("search", "TEXT is missing: what you look for."),
            ("submit a.csv --note --by Ada", "--note needs a value: what it is, for later readers."),
            ("withdraw twelve --reason x", "N: twelve is not a whole number."),
            ("gaps --ics \udcff", "--ics: this is no text in UTF-8."),
            ("submit a.csv --by Ada --note a --answer x=\udce4", "--answer: this is no text in UTF-8."),
        ],
    )
    def test_an_unknown_command_gives_a_sentence_and_exit_code_2(self, run, said, sentence):
        finished = run(*said.split())
        assert (finished.exit_code, finished.out) == (2, "")
        assert finished.err.startswith(sentence)
        command = [said.split(maxsplit=1)[0]] if said.split(maxsplit=1)[0] in COMMANDS else []
        assert finished.err.endswith(f" See {' '.join(['python -m benchmark', *command, '--help'])}.\n")
        assert finished.err.count("\n") == 1

    def test_may_be_shortened_and_take_several_words(self, ask):
        plan = ("plan", "--ics", "QYG", "--cost-per-point", "5k")
        whole = ask(*plan, "--fund", "1m", "--cost", "well_led=5k", "--cost", "safe_practice=6k")
        short = ask(*plan, "--fun=1m", "--cost", "well_led=5k", "safe_practice=6k")
        assert whole.exit_code == 0
        assert short == whole

    def test_a_value_may_begin_as_an_option_does(self, ask):
        plan = ("plan", "--ics", "QYG", "--fund", "-5", "--cost-per-point", "5k")
        assert "The fund cannot be negative." in ask(*plan).err
        assert "There is no ICS --x" in ask("gaps", "--ics=--x").err

    def test_the_store_can_be_named_by_the_environment(
        self, run, monkeypatch, publication, published_settings
    ):
        monkeypatch.setenv(STORE_VARIABLE, str(published_settings.store))
        finished = run("export", "rounds")
        assert finished.exit_code == 0
        assert publication.version in finished.out


@pytest.fixture
def console(monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[int, bytes, bytes]]:
    """Runs a command whose output knows the letters of one encoding only, as a Windows console's does."""

    def ask(encoding: str, *said: object) -> tuple[int, bytes, bytes]:
        streams = [io.TextIOWrapper(io.BytesIO(), encoding) for _ in range(2)]
        monkeypatch.setattr("sys.stdout", streams[0])
        monkeypatch.setattr("sys.stderr", streams[1])
        exit_code = main([str(word) for word in said])
        out, err = (stream.detach().getvalue() for stream in streams if stream.flush() is None)
        return exit_code, out, err

    return ask


class TestAsAProgram:
    def test_only_init_makes_a_store(self, run, tmp_path):
        store = tmp_path / "fresh"
        asked = run("spread", "--ics", "QYG", "--store", store)
        assert (asked.exit_code, asked.out) == (2, "")
        assert asked.err.startswith(f"There is no store in {store}. ")
        assert f'python -m benchmark init --store "{store}"' in asked.err
        assert not store.exists()
        made = run("init", "--store", store)
        assert made.exit_code == 0
        assert made.err.splitlines() == [f"Making the store {store} from the published data."]
        assert made.out == f"{current_version(Settings(store=store))}\n"
        assert run("spread", "--ics", "QYG", "--store", store).err == ""

    def test_what_draws_nothing_loads_nothing_that_draws(self, published_settings, publication):
        store = ["--store", str(published_settings.store)]
        rest = ["export rounds", "template it_spend", "receipt 1"]
        said = [*ANSWERS, *(words(line) for line in rest)]
        loaded = loaded_by(*([*words, *store] for words in said))
        assert len(loaded) == len(said)
        for modules in loaded:
            assert {"altair", "streamlit", "starlette", "benchmark.charts.marks"} & modules == set()

    @pytest.mark.skipif(os.name == "nt", reason="a shell's pipes")
    @pytest.mark.parametrize("said", [("--help",), ("gaps", "--ics", "QYG")])
    def test_a_reader_that_goes_away_is_no_error(self, published_settings, publication, said):
        reading, writing = os.pipe()
        os.close(reading)
        finished = subprocess.run(
            [sys.executable, "-m", "benchmark", *said],
            cwd=PROJECT_ROOT,
            env=os.environ | {STORE_VARIABLE: str(published_settings.store)},
            stdout=writing,
            stderr=subprocess.PIPE,
            check=False,
        )
        os.close(writing)
        assert (finished.returncode, finished.stderr) == (141, b"")

    @pytest.mark.skipif(not os.path.exists("/dev/full"), reason="a device that is full")  # noqa: PTH110
    @pytest.mark.parametrize(
        ("said", "code"),
        [
            ("--help >/dev/full", 2),
            ("search QYG --format csv >/dev/full", 2),
            ("search QYG >/dev/full 2>&1", 2),
            ("search QYG >&-", 0),
            ("check - <&- >&-", 2),
        ],
    )
    def test_streams_that_are_full_or_closed_are_said_in_a_sentence(self, published_settings, said, code):
        finished = subprocess.run(
            f"{shlex.quote(sys.executable)} -m benchmark {said}",
            shell=True,
            cwd=PROJECT_ROOT,
            env=os.environ | {STORE_VARIABLE: str(published_settings.store)},
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
        assert finished.returncode == code
        sentence = "The answer cannot be written: No space left on device. "
        assert finished.stderr.startswith(sentence if said.endswith("full") else "")
        assert finished.stderr.count("\n") == said.endswith("full")

    @pytest.mark.parametrize("form", ["table", "json"])
    def test_a_windows_console_can_print_all_of_it(self, console, published_settings, publication, form):
        """cp1252 is what Windows gives a program's output; what it lacks would be shown as ?"""
        where = ("--store", published_settings.store, "--format", form)
        for said in (("progress",), ("progress", "--ics", "QF7"), ("gaps", "--ics", "QYG")):
            exit_code, out, err = console("cp1252", *said, *where)
            assert (exit_code, err) == (0, b"")
            assert b"?" not in out
            assert out.decode("cp1252").isascii()
        assert console("cp1252", "--help")[0] == 0

    def test_a_letter_that_the_console_lacks_ends_nothing(self, console, tmp_path):
        for said in (("gaps", "--ics", "\u0141"), ("\u0141",), ("gaps", "--\u0141", "x")):
            exit_code, out, err = console("ascii", *said, *(("--store", tmp_path) if len(said) == 3 else ()))
            assert (exit_code, out) == (2, b"")
            assert (err.endswith(b".\n") and b"?" in err) or b"There is no store" in err

    def test_an_interrupt_is_no_traceback(self, monkeypatch, capsys, published_settings, publication):
        def interrupted(*_: object, **__: object) -> int:
            raise KeyboardInterrupt

        monkeypatch.setattr("benchmark.surfaces.cli.store.verify_store", interrupted)
        assert main(["verify", "--store", str(published_settings.store)]) == 130
        assert capsys.readouterr() == ("", "")
