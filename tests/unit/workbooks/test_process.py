"""The child process: what it may take, how it ends, and what is said of each end."""

import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import closing
from typing import Any

import pytest

from benchmark.core.errors import SettingWrong
from benchmark.core.settings import PROJECT_ROOT, WorkbookLimits, workbook_limits
from benchmark.returns.read.files import read_return
from benchmark.workbooks import process
from benchmark.workbooks.limits import Refusal
from benchmark.workbooks.process import AT_ONCE, messages
from tests.bad_returns.making import MAIN, parts
from tests.unit.returns.made import TARGETS, codes, workbook_of
from tests.unit.workbooks.hostile import Packed, book, rows_of, zipped

ROOT = f'<worksheet xmlns="{MAIN}">'.encode()

GOOD = workbook_of(A=[TARGETS, ("DEMO1", "Acute", "well_led", 3, "")])


@pytest.fixture(scope="module")
def large() -> bytes:
    """Made for the tests that read it, not for all that are collected."""
    return book(rows_of(lambda n: f"<row><c><v>{n}</v></c></row>", 400_000))


@pytest.fixture
def children(monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[bytes]]:
    """Every child that is started while the test runs."""
    started: list[subprocess.Popen[bytes]] = []

    class Observed(subprocess.Popen[bytes]):
        def __init__(self, *args: Any, **words: Any) -> None:
            super().__init__(*args, **words)
            started.append(self)

    monkeypatch.setattr(subprocess, "Popen", Observed)
    return started


def test_nothing_but_the_standard_library_is_loaded():
    script = (
        f"import sys; sys.path.insert(0, {str(PROJECT_ROOT)!r}); import benchmark.workbooks.child; "
        "import benchmark.workbooks.process; print(*{name.split('.')[0] for name in sys.modules})"
    )
    ran = subprocess.run(
        [sys.executable, "-I", "-S", "-c", script], capture_output=True, text=True, check=True
    )
    loaded = set(ran.stdout.split()) - set(sys.stdlib_module_names)
    assert loaded == {"benchmark", "__main__"} & loaded | {"benchmark"}


def test_a_child_that_takes_too_much_memory_is_reported(monkeypatch):
    start = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    many = Packed(start, b"".join(b"<si><t>%060d</t></si>" % n for n in range(10_000)), 100, b"</sst>")
    content = zipped({**parts({"Return": "<sheetData/>"}, texts="<si/>"), "xl/sharedStrings.xml": many})
    monkeypatch.setenv("MATURITY_WORKBOOK_MEMORY_MB", "128")
    found = read_return(content, "x.xlsx").findings
    assert codes(found) == ["workbook_too_large"]
    assert "128 MB of memory" in found[0].message


def test_a_child_that_takes_too_long_is_ended(monkeypatch, children):
    monkeypatch.setenv("MATURITY_WORKBOOK_SECONDS", "1")
    endless = book(Packed(ROOT, b"<a></a>" * 100_000, 1_000, b"</worksheet>"))
    start = time.monotonic()
    found = read_return(endless, "x.xlsx").findings
    assert codes(found) == ["workbook_too_slow"]
    assert "within 1 seconds" in found[0].message
    assert time.monotonic() - start < 20
    assert [child.poll() is None for child in children] == [False]


def test_a_child_ends_when_no_process_listens_any_more(large, children):
    with closing(messages(large, memory_mb=512, seconds=60)) as sent:
        assert next(sent)[0] == "sheet"
        assert children[0].poll() is None
    assert children[0].poll() is not None


@pytest.mark.parametrize(
    ("ending", "code"), [(signal.SIGKILL, "workbook_too_large"), (signal.SIGSEGV, "file_defeats_check")]
)
def test_a_child_that_is_ended_from_outside_is_reported(ending, code, large, children):
    with closing(messages(large, memory_mb=512, seconds=60)) as sent:
        next(sent)
        os.kill(children[0].pid, ending)
        with pytest.raises(Refusal) as refused:
            list(sent)
    assert refused.value.code == code


@pytest.mark.parametrize(
    "script",
    [
        "print('nonsense')",
        "import sys; sys.stdout.buffer.write(b'\\0\\0\\0\\2{}')",
        "import sys; sys.stdout.buffer.write(b'\\0\\0\\0\\2[]')",
        "import sys; sys.stdout.buffer.write(b'\\0\\xff\\xff\\xff' + b'[' * 0xffffff)",
        "import sys; sys.stdout.buffer.write(b'\\0\\0\\0\\5[\"do')",
        "raise SystemExit(3)",
        "",
    ],
)
def test_a_child_that_sends_nonsense_is_reported(script, monkeypatch, children):
    monkeypatch.setattr(process, "_SCRIPT", script)
    assert codes(read_return(GOOD, "x.xlsx").findings) == ["file_defeats_check"]
    assert children[0].poll() is not None


def test_a_fault_of_the_reader_is_reported_and_logged(monkeypatch, caplog):
    broken = (
        "import sys; sys.path.insert(0, sys.argv[1]); from benchmark.workbooks import child; "
        "child.read_book = lambda *_, **__: 1 / 0; child.main(512, 60, '', [])"
    )
    monkeypatch.setattr(process, "_SCRIPT", broken)
    found = read_return(GOOD, "x.xlsx").findings
    assert codes(found) == ["file_defeats_check"]
    assert "ZeroDivisionError" in caplog.text


def test_few_children_run_at_once_and_every_reader_gets_its_turn(children):
    alive: list[int] = []
    results: list[int] = []
    done = threading.Event()

    def watch() -> None:
        while not done.wait(0.01):
            alive.append(sum(child.poll() is None for child in list(children)))

    def read() -> None:
        results.append(len(read_return(GOOD, "x.xlsx").sheets))

    watcher = threading.Thread(target=watch)
    readers = [threading.Thread(target=read) for _ in range(12)]
    for thread in (watcher, *readers):
        thread.start()
    for thread in readers:
        thread.join()
    done.set()
    watcher.join()
    assert results == [1] * 12
    assert max(alive) <= AT_ONCE


def test_other_threads_go_on_while_a_child_reads():
    ticks = 0
    done = threading.Event()

    def tick() -> None:
        nonlocal ticks
        while not done.wait(0.02):
            ticks += 1

    thread = threading.Thread(target=tick)
    thread.start()
    blanks = book(Packed(ROOT, b" " * 10**6, 1_100, b"</worksheet>"))
    start = time.monotonic()
    assert codes(read_return(blanks, "x.xlsx").findings) == ["workbook_too_large"]
    waited = time.monotonic() - start
    done.set()
    thread.join()
    assert ticks > waited / 0.02 / 10


def test_the_limits_come_from_the_environment(monkeypatch):
    assert workbook_limits() == WorkbookLimits(memory_mb=1024, seconds=60)
    monkeypatch.setenv("MATURITY_WORKBOOK_MEMORY_MB", " 512 ")
    monkeypatch.setenv("MATURITY_WORKBOOK_SECONDS", "5")
    assert workbook_limits() == WorkbookLimits(memory_mb=512, seconds=5)


@pytest.mark.parametrize("written", ["0", "-1", "lots", "1.5", "99999999999999", "\u0661"])
@pytest.mark.parametrize("variable", ["MATURITY_WORKBOOK_MEMORY_MB", "MATURITY_WORKBOOK_SECONDS"])
def test_a_limit_that_is_none_is_reported(variable, written, monkeypatch):
    monkeypatch.setenv(variable, written)
    with pytest.raises(SettingWrong, match=variable):
        workbook_limits()


def test_no_file_is_left_behind(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    read_return(GOOD, "x.xlsx")
    assert list(tmp_path.iterdir()) == []
