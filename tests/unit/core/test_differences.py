"""Figures beside each other: what is shown adds up, and says of a change what its class says."""

from dataclasses import replace
from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmark.core.columns import CHANGE, POINTS, SCORED_FROM, SCORED_TO, Column, Table
from benchmark.core.definitions import definitions

CHANGED = replace(CHANGE, classed_by="overall")
TABLE = Table("made", "Made", "one row", (SCORED_FROM, SCORED_TO, CHANGED))
SCORE = st.integers(1000, 5000).map(lambda thousandths: thousandths / 1000)


def shown(before: float, after: float) -> list[str]:
    rows = pd.DataFrame([{"score_from": before, "score_to": after, "change": after - before}])
    page, terminal = TABLE.of(rows).texts()[0], TABLE.of(rows).in_terminal()[0]
    assert [text.replace("\N{MINUS SIGN}", "-") for text in page] == terminal
    return terminal


@given(SCORE, SCORE)
def test_the_difference_shown_is_that_of_the_scores_shown(before, after):
    first, second, difference = shown(before, after)
    assert Decimal(second) - Decimal(first) == Decimal(difference)


@given(SCORE, SCORE)
def test_what_is_shown_never_contradicts_whether_it_counts(before, after):
    threshold = definitions().threshold("overall")
    _, _, difference = shown(before, after)
    assert (abs(float(difference)) >= threshold - 1e-9) is (abs(after - before) >= threshold - 1e-9)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (2.0, 2.5, ["2.00", "2.50", "+0.50"]),
        (2.0, 2.098, ["2.000", "2.098", "+0.098"]),
        (2.004, 2.106, ["2.004", "2.106", "+0.102"]),
        (2.5, 2.5, ["2.50", "2.50", "0.00"]),
    ],
)
def test_cases(before, after, expected):
    assert shown(before, after) == expected


def test_a_difference_that_is_no_change_has_no_sign():
    apart = Column("range", "Range", POINTS, difference_of=("score_to", "score_from"))
    table = Table("apart", "Apart", "one row", (SCORED_FROM, SCORED_TO, apart))
    rows = pd.DataFrame([{"score_from": 2.157143, "score_to": 3.414286, "range": 1.257143}])
    assert table.of(rows).in_terminal() == [["2.157", "3.414", "1.257"]]


def test_a_missing_score_leaves_the_others_as_they_are():
    rows = pd.DataFrame([{"score_from": None, "score_to": 2.098, "change": None}])
    assert TABLE.of(rows).in_terminal() == [["-", "2.10", "-"]]


def test_without_its_terms_a_change_still_agrees_with_its_class():
    alone = Table("alone", "Alone", "one row", (CHANGED,))
    assert alone.of(pd.DataFrame([{"change": 0.098}])).in_terminal() == [["+0.098"]]
    assert alone.of(pd.DataFrame([{"change": -0.1}])).in_terminal() == [["-0.10"]]
