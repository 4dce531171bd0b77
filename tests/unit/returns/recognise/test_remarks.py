"""Long remarks beside the rows: looked at all at once, and no word of doubt is missed."""

import pyarrow as pa
import pytest

from benchmark.returns import check_return
from benchmark.returns.recognise.around import _worth_a_look

HONEST = "The board wants training for all who use the record. " * 160
HEADER = "financial_year,ods_code,operating_expenditure,capital_expenditure,it_revenue,it_capital,Remarks"
SPENT = "2025/26,DEMO6,377812000,9900000,3640000,1010000"


def test_long_remarks_without_a_word_of_doubt_are_not_read_one_by_one():
    assert _worth_a_look(pa.array([f"{number} {HONEST}" for number in range(50)])) == []
    assert _worth_a_look(pa.array(["short", f"{HONEST} Old figures."])) == [0, 1]


@pytest.mark.parametrize(
    "doubt",
    [
        "These are old\u00a0figures.",
        "Please don\u2019t\nuse.",
        "Made-up, but close",
        "IT revenue should be £3.6m",
        "No longer in draft yet",
        "Never been formally approved",
    ],
)
def test_a_doubt_in_a_long_remark_is_asked_about(doubt, publication):
    content = f'{HEADER}\n{SPENT},"{HONEST} {doubt} {HONEST}"\n'
    checked = check_return(content.encode(), "spend.csv", publication=publication)
    assert [entry.line for entry in checked.findings if entry.code == "figures_doubted"] == [2]
    honest = check_return(f"{HEADER}\n{SPENT},{HONEST}\n".encode(), "spend.csv", publication=publication)
    assert "figures_doubted" not in {entry.code for entry in honest.findings}
