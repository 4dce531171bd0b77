"""Text of others on a terminal: it commands nothing, and forges no line."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmark.common.subject import Subject
from benchmark.core.columns import Column, Table
from benchmark.surfaces.cli.output import Reply, as_text
from benchmark.surfaces.cli.terminal import one_plain_line, plain_json, say


def test_escape_sequences_and_turned_text_lose_their_power(capsys):
    say("a\x1b[2J\x1b]0;title\x07b", "ta\u202ecod.exe", "x\r\n\x9b31my", "")
    assert capsys.readouterr().out == "a[2J]0;titleb\ntacod.exe\nx  31my\n\n"


def test_a_cell_with_a_line_break_forges_no_line():
    rows = [{"file": "a.csv\nReceipt 7\x1b[8m"}]
    table = Table("log", "Log", "one row per file", (Column("file", "File"),)).of(rows)
    answer = Reply(Subject("", "All organisations"), "log", table, table, table.records())
    assert [line for line in as_text(answer) if "Receipt" in line] == ["a.csv Receipt 7[8m"]


@pytest.mark.parametrize(
    "asked",
    [
        ("learning", "--ics", "QF7"),
        ("progress", "--ics", "QYG"),
        ("position", "--trust", "DEMO1"),
        ("spend", "--ics", "DEMO", "--financial-year", "2023/24", "--year", "2024"),
        ("systems", "--measure", "like_for_like"),
    ],
)
def test_one_sign_says_less_than_nothing_in_tables_and_in_sentences(ask, asked):
    """The hyphen, which every console has: JSON and CSV have it as well."""
    said = ask(*asked).out
    assert re.search(r"[ (]-\d", said) and "\N{MINUS SIGN}" not in said


@given(st.text())
def test_a_line_is_one_line_of_letters_that_can_be_seen(text):
    line = one_plain_line(text)
    assert line.isprintable()
    assert one_plain_line(line) == line


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_json_says_the_same_in_letters_that_can_be_seen(text):
    document = plain_json(json.dumps({"name": text}, ensure_ascii=False, indent=2))
    assert json.loads(document) == {"name": text}
    assert all(letter.isprintable() or letter == "\n" for letter in document)
