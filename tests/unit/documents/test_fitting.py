"""How a table's columns are shared out, and what no line is broken within."""

from typing import Final

from benchmark.documents.fitting import column_widths, lines_of
from benchmark.documents.tables import NO_BREAK, together

LONG = "The lowest rose from one score to another and the highest fell, so that both ends came closer. " * 3

ACROSS: Final[dict[str, float]] = {"width": 480, "size": 8.5, "margin": 8}


def test_a_column_of_sentences_gets_the_room_that_short_ones_do_not_need():
    rows = [["Because", "It may be that", "So that"], [LONG, "the gain is not kept", "the gap opens again."]]
    wide, *others = column_widths(rows, **ACROSS)
    assert wide > 2 * max(others)
    assert abs(wide + sum(others) - 480) < 0.01
    narrow = column_widths([["Trust", *["A heading of many words"] * 6], ["Trust G", *["2.0"] * 6]], **ACROSS)
    assert lines_of("Trust G", width=narrow[0] - 8, size=8.5) == 1
    alike = column_widths([["Trust", "Score"], ["Quorrelby", "2.0"]], **ACROSS)
    assert abs(sum(alike) - 480) < 0.01


def test_a_unit_stays_with_itself():
    assert together("Score (1 to 5)") == f"Score (1{NO_BREAK}to{NO_BREAK}5)"
    assert together("Share of operating and capital expenditure (%)").endswith("expenditure (%)")
    assert together("Difference from the median (points, added up)").endswith("(points, added up)")
    assert lines_of(f"one{NO_BREAK}two", width=30, size=12) == lines_of("oneXtwo", width=30, size=12)
