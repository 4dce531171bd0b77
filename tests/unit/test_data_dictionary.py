"""The data dictionary says what the models check, and the file in docs/ is up to date."""

import pytest

from benchmark.surfaces.files.dictionary import FILE, data_dictionary
from schemas.kinds import KINDS


def section(kind: str) -> list[str]:
    """The lines of one kind's section."""
    _, _, after = data_dictionary().partition(f"(`{kind}`)\n")
    return after.partition("\n#")[0].splitlines()


def test_the_file_in_docs_is_up_to_date():
    assert FILE.read_text(encoding="utf-8") == data_dictionary(), "run `make fix`"


@pytest.mark.parametrize("kind", KINDS)
def test_each_column_of_each_kind_has_its_line_with_a_meaning(kind):
    lines = [line.strip("| ").split(" | ") for line in section(kind) if line.startswith("| `")]
    assert [cells[0].strip("`") for cells in lines] == list(KINDS[kind].model_fields)
    for name, words, required, meaning, *_ in lines:
        assert words and meaning and required in {"yes", "no"}, name


def test_no_pattern_is_left_for_a_person_to_read():
    assert "^" not in data_dictionary()


@pytest.mark.parametrize(
    ("kind", "line"),
    [
        ("maturity_scores", "| `score` | number, 1 to 5 | yes | Score, 1 to 5 | `2.5` |"),
        ("own_targets", "| `target` | number, 1 to 5 | yes | The level aimed at, 1 to 5 | `3.5` |"),
        ("ics", "| `valid_to` | date | no | Last day; empty while it exists |  |"),
        ("ics", "| `fictional` | true or false | no | true only for fictional organisations |  |"),
        (
            "trust_context",
            "| `capital_expenditure` | number, 0 to 100,000,000,000 | no "
            "| Capital expenditure, in pounds |  |",
        ),
    ],
)
def test_types_and_limits_are_in_words(kind, line):
    assert line in section(kind)


def test_the_key_of_a_kind_is_given():
    assert "One row per `financial_year`, `ods_code`." in section("trust_context")
