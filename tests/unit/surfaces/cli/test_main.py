"""The command line as a program: it starts at once, ends with the right code, and never shows a traceback."""

import os
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import get_args

import pytest

from benchmark.core.definitions import definitions
from benchmark.core.settings import PROJECT_ROOT, STORE_VARIABLE, Settings
from benchmark.store.publication import Publication, current_version
from benchmark.surfaces.cli.main import main
from benchmark.surfaces.cli.options import BASELINES
from benchmark.surfaces.cli.parser import build_parser
from schemas.definitions import BaselineId
from tests.unit.conftest import Run

COMMANDS = (
    *(
        "gaps",
        "spread",
        "progress",
        "check",
        "submit",
        "template",
        "receipt",
        "submissions",
        "withdraw",
        "restore",
    ),
    *("export", "publish", "verify", "backup"),
)
HEAVY = ("pandas", "duckdb", "pydantic", "pyarrow", "streamlit")


def program(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """The command line in its own process."""
    return subprocess.run(
        [sys.executable, "-m", "benchmark", *arguments],
        cwd=PROJECT_ROOT,
        env=os.environ | environment,
        capture_output=True,
        check=False,
    )


class TestHelp:
    def test_names_every_command(self) -> None:
        finished = program("--help")
        assert (finished.returncode, finished.stderr) == (0, b"")
        for command in COMMANDS:
            assert re.search(rf"^    {command}\b", finished.stdout.decode(), re.MULTILINE)

    @pytest.mark.parametrize("command", COMMANDS)
    def test_of_each_command_names_its_store_option(self, run: Run, command: str) -> None:
        finished = run(command, "--help")
        assert finished.exit_code == 0
        assert "--store DIR" in finished.out

    def test_waits_for_nothing_heavy(self) -> None:
        script = (
            "import sys\nfrom benchmark.surfaces.cli.main import main\ntry: main(['--help'])\n"
            f"finally: print([name for name in {HEAVY} if name in sys.modules], file=sys.stderr)"
        )
        finished = subprocess.run(
            [sys.executable, "-c", script], cwd=PROJECT_ROOT, capture_output=True, check=True
        )
        assert finished.stderr == b"[]\n"

    def test_comes_at_once(self) -> None:
        """Measured against Python's own start, so that a busy machine does not fail it."""

        def seconds(*command: str) -> float:
            started = time.perf_counter()
            subprocess.run([sys.executable, *command], cwd=PROJECT_ROOT, capture_output=True, check=True)
            return time.perf_counter() - started

        bare = min(seconds("-c", "import argparse") for _ in range(5))
        assert min(seconds("-m", "benchmark", "--help") for _ in range(5)) < bare + 0.15


class TestOptions:
    def test_baselines_are_those_of_the_definitions(self) -> None:
        assert BASELINES == get_args(BaselineId) == tuple(b.id for b in definitions().baselines)

    def test_defaults(self) -> None:
        chosen = build_parser().parse_args(["gaps", "--ics", "QYG"])
        assert (chosen.baseline, chosen.level, chosen.footprint, chosen.format) == (
            "floor",
            definitions().framework.scale.default_standard,
            "assessed",
            "table",
        )
        assert (chosen.year, chosen.store) == (None, None)

    @pytest.mark.parametrize(
        "arguments",
        [
            (),
            ("league-table",),
            ("gaps",),
            ("spread",),
            ("backup",),
            ("gaps", "--ics", "QYG", "--baseline", "mean"),
            ("gaps", "--ics", "QYG", "--format", "pdf"),
            ("gaps", "--ics", "QYG", "--footprint", "future"),
            ("gaps", "--ics", "QYG", "--year", "last"),
            ("gaps", "--ics", "QYG", "--level", "high"),
        ],
    )
    def test_what_it_does_not_know_ends_with_2(self, run: Run, arguments: tuple[str, ...]) -> None:
        finished = run(*arguments)
        assert (finished.exit_code, finished.out) == (2, "")
        assert "usage: python -m benchmark" in finished.err

    def test_the_store_can_be_named_by_the_environment(
        self, published_settings: Settings, publication: Publication
    ) -> None:
        finished = program("verify", **{STORE_VARIABLE: str(published_settings.store)})
        assert finished.returncode == 0
        assert publication.version in finished.stdout.decode()


class TestAsAProgram:
    def test_a_store_is_made_by_init_alone(self, tmp_path: Path) -> None:
        store = tmp_path / "fresh"
        asked = program("spread", "--ics", "QYG", "--store", str(store))
        assert (asked.returncode, asked.stdout) == (2, b"")
        assert asked.stderr.decode().startswith(f"There is no store in {store}. ")
        assert f'python -m benchmark init --store "{store}"' in asked.stderr.decode()
        assert not store.exists()
        made = program("init", "--store", str(store))
        assert made.returncode == 0
        assert made.stderr.decode().splitlines() == [f"Making the store {store} from the published data."]
        assert current_version(Settings(store=store)) is not None
        assert program("spread", "--ics", "QYG", "--store", str(store)).stderr == b""

    def test_an_unknown_system_is_a_sentence(
        self, published_settings: Settings, publication: Publication
    ) -> None:
        finished = program("gaps", "--ics", "QYX", "--store", str(published_settings.store))
        assert (finished.returncode, finished.stdout) == (2, b"")
        assert finished.stderr.decode().startswith("There is no ICS QYX")
        assert finished.stderr.count(b"\n") == 1

    @pytest.mark.skipif(os.name == "nt", reason="a shell's pipes")
    def test_a_reader_that_goes_away_is_no_error(
        self, published_settings: Settings, publication: Publication
    ) -> None:
        command = [sys.executable, "-m", "benchmark", "gaps", "--ics", "QYG"]
        reading, writing = os.pipe()
        os.close(reading)
        finished = subprocess.run(
            [*command, "--store", str(published_settings.store)],
            cwd=PROJECT_ROOT,
            stdout=writing,
            stderr=subprocess.PIPE,
            check=False,
        )
        os.close(writing)
        assert (finished.returncode, finished.stderr) == (141, b"")

    @pytest.mark.parametrize("form", ["table", "json"])
    def test_a_windows_console_can_print_all_of_it(
        self, published_settings: Settings, publication: Publication, form: str
    ) -> None:
        """cp1252 is what Windows gives a program's output; what it lacks would be shown as ?"""
        where = ("--store", str(published_settings.store), "--format", form)
        for arguments in (("progress",), ("progress", "--ics", "QF7"), ("gaps", "--ics", "QYG")):
            finished = program(*arguments, *where, PYTHONIOENCODING="cp1252")
            assert (finished.returncode, finished.stderr) == (0, b"")
            assert b"?" not in finished.stdout
            assert finished.stdout.decode("cp1252").isascii()

    def test_a_letter_that_the_console_lacks_ends_nothing(self, tmp_path: Path) -> None:
        store = tmp_path / "\u0141\u00f3d\u017a"
        finished = program("init", "--store", str(store), PYTHONIOENCODING="ascii")
        assert finished.returncode == 0
        assert b"Making the store" in finished.stderr
        assert b"Traceback" not in finished.stderr

    def test_an_interrupt_is_no_traceback(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def interrupted(_: object) -> int:
            raise KeyboardInterrupt

        monkeypatch.setattr("benchmark.surfaces.cli.verify_command.verify", interrupted)
        assert main(["verify"]) == 130
