"""What people write about a return: kept on one line, or refused in a sentence that says why."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmark.core.errors import ReturnRefused
from benchmark.core.people import answer, note, person, plan_name


def to_a_question(text):
    return answer(text, to="score_jump")


@pytest.mark.parametrize("letter", [chr(0x1B), chr(0x9B), chr(0x7F), "\0", "\u202e", "\u2066", "\udcff"])
@pytest.mark.parametrize("read", [person, note, plan_name, to_a_question])
def test_a_character_that_cannot_be_seen_is_refused_by_its_number(read, letter):
    with pytest.raises(ReturnRefused, match=rf"cannot be seen \(U\+{ord(letter):04X}\)"):
        read(f"Ada{letter}Analyst")


def test_what_is_too_long_is_refused_with_both_lengths():
    with pytest.raises(ReturnRefused, match="The note has 501 characters, and at most 500 are kept"):
        note("x" * 501)
    assert note("x" * 500) == "x" * 500


def test_line_breaks_become_spaces_and_names_of_any_script_stay():
    assert note(" a\nSubmitted by B\u2028c ") == "a Submitted by B c"
    for name in ("Zoë O'Neill-Núñez", "محمد", "李雷", "می‌خواهم"):
        assert person(name) == name


@given(st.text())
def test_what_is_kept_is_on_one_line_and_kept_again(text):
    try:
        kept = person(text)
    except ReturnRefused:
        return
    assert len(kept.splitlines()) <= 1
    assert person(kept) == kept
