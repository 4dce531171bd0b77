"""Files that are damaged at random: nothing is raised past the reader, and every row is accounted for.

FUZZ_INPUTS sets how many damaged files are tried; the default keeps a developer's run short. Two in five are
workbooks: most go through the reader in a process of their own, one in eighty the whole way of an upload.
"""

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmark.core.definitions import finding_codes
from benchmark.core.settings import PROJECT_ROOT
from benchmark.returns import CheckedReturn, as_json, check_return, findings_csv, group_findings
from benchmark.returns.vocabulary import known_headings
from tests.unit.workbooks.fuzzing import damaged_book
from tests.unit.workbooks.fuzzing import seeds as workbooks

pytestmark = pytest.mark.slow

INPUTS = int(os.environ.get("FUZZ_INPUTS", "600"))
FILES = sorted((Path(__file__).parents[2] / "bad_returns" / "files").iterdir())
LARGE = 20_000
SEEDS = [
    content
    for file in FILES
    if len(content := file.read_bytes()) < LARGE and not content.startswith(b"PK\x03\x04")
]
TABLES = [
    b"\n".join(file.read_bytes().splitlines()[:12])
    for file in sorted((PROJECT_ROOT / "data").glob("p*/*.csv"))
]
TOKENS = [
    *(
        b"\x00",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"\r",
        b"\n",
        b'"',
        b'""',
        b",",
        b";",
        b"\t",
        b"|",
        b"=",
        b"\xa3",
        b"\xa0",
    ),
    *(
        b"#N/A",
        b"1e999",
        b"-0",
        b"nan",
        b"9" * 400,
        b"2024/25",
        b"EXAMPLE",
        b"England",
        b"PK\x03\x04",
        b"<html",
    ),
    *("\u0663\u2028\x85\x1c".encode(), b"{value}", b"%s", b"2025-02-30", b"RBS", b"\xed\xa0\x80"),
]
WITH_PUBLICATION = 10
"""One damaged file in this many is also held against the publication."""


def damaged(content: bytes, chance: random.Random) -> bytes:
    """The bytes with one to four things done to them that happen to files, or that somebody does to them."""
    data = bytearray(content)
    for _ in range(chance.randint(1, 4)):
        at = chance.randint(0, len(data))
        length = chance.randint(1, 30)
        match chance.randint(0, 6):
            case 0:
                data[at:at] = chance.choice(TOKENS)
            case 1:
                del data[at : at + length]
            case 2:
                data[at : at + 1] = bytes([chance.randint(0, 255)])
            case 3:
                data[at:at] = data[max(0, at - length) : at] * chance.randint(1, 3)
            case 4:
                del data[at:]
            case 5:
                lines = data.split(b"\n")
                chance.shuffle(lines)
                data = bytearray(b"\n".join(lines))
            case 6:
                data[at : at + length] = chance.choice(TOKENS)
    return bytes(data)


def hold(checked: CheckedReturn) -> None:
    """What is true of every checked file."""
    assert sum(ready.table.num_rows for ready in checked.tables) == checked.rows_valid
    assert 0 <= checked.rows_refused <= checked.rows_read
    assert checked.sheets or checked.errors
    assert all(entry.code in finding_codes() and entry.message for entry in checked.findings)
    assert not any(entry.code == "file_defeats_check" for entry in checked.findings)
    assert checked.rows_refused == 0 or checked.errors or checked.questions
    assert sum(group.count for group in group_findings(checked.findings)) >= len(checked.findings)
    assert json.loads(as_json(checked))["rows_valid"] == checked.rows_valid
    assert findings_csv(checked.findings)


@pytest.mark.parametrize("part", range(4))
def test_damaged_files_give_findings_and_never_raise(part, publication):
    chance = random.Random(f"part {part}")
    for number in range(INPUTS * 3 // 20):
        content = damaged(chance.choice(SEEDS if number % 2 else TABLES), chance)
        held_against = publication if number % WITH_PUBLICATION == 0 else None
        try:
            hold(check_return(content, "damaged.csv", publication=held_against))
        except BaseException as error:  # the bytes are what is needed to see it again
            error.add_note(f"content: {content!r}")
            raise


@pytest.mark.parametrize("part", range(2))
def test_damaged_workbooks_are_read_or_refused_in_time_and_memory(part):
    ran = subprocess.run(
        [sys.executable, "-m", "tests.unit.workbooks.fuzzing", f"part {part}", str(INPUTS // 5)],
        cwd=PROJECT_ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    done, refused = map(int, ran.stdout.split())
    assert done + refused == INPUTS // 5
    assert min(done, refused) > INPUTS // 50  # damage that always refuses would try nothing else


def test_damaged_workbooks_give_findings_the_whole_way(publication):
    chance = random.Random("the whole way")
    books = workbooks()
    for number in range(INPUTS // 200):
        content = damaged_book(chance.choice(books), chance)
        held_against = publication if number % WITH_PUBLICATION == 0 else None
        try:
            hold(check_return(content, "damaged.xlsx", publication=held_against))
        except BaseException as error:
            error.add_note(f"content: {content!r}")
            raise


CELLS = st.one_of(
    st.sampled_from(
        ["RBS", "rbs", "Acute", "well_led", "Well Led", "2025", "2024/25", "3", "2.5", "", " ", "#N/A", "£5"]
    ),
    st.text(max_size=12),
)
ROWS = st.lists(st.lists(CELLS, min_size=1, max_size=8), max_size=6)
HEADERS = st.lists(st.sampled_from(sorted(known_headings())), min_size=1, max_size=9)


@given(
    header=HEADERS,
    rows=ROWS,
    delimiter=st.sampled_from(",;\t|"),
    encoding=st.sampled_from(["utf-8", "utf-16"]),
)
@settings(max_examples=max(50, INPUTS // 20), suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_cells_under_any_known_headings(header, rows, delimiter, encoding, publication):
    text = "\n".join(delimiter.join(cells) for cells in (header, *rows))
    hold(check_return(text.encode(encoding, "replace"), "any.csv", publication=publication))


@given(content=st.binary(max_size=400))
@settings(max_examples=max(50, INPUTS // 20))
def test_any_bytes(content):
    hold(check_return(content, "any", publication=None))
