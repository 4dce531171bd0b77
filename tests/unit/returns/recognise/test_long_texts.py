"""Texts that nobody would write take no longer to read than others of their length."""

import time

import pytest

from benchmark.returns import check_return

SPEND = "financial_year,ods_code,operating_expenditure,capital_expenditure,it_revenue,it_capital"
SPENT = "2025/26,{},377812000,9900000,3640000,1010000"
SCORES = "assessment_year,ods_code,care_setting,pillar,score"
LONG = 32_000
"""As many characters as a cell may have."""


def spend_of(trust: str) -> str:
    return f"{SPEND}\n{SPENT.format(trust)}\n"


def with_remark(text: str) -> str:
    return f'{SPEND},Remarks\n{SPENT.format("DEMO6")},"No longer a draft. {text}"\n'


TEXTS = {
    "a final draft by its number": f"Draft, final {'1' * 60} b\n{spend_of('DEMO6')}",
    "a scale of scores": f"{'scale-' * (LONG // 6)}\n{SCORES}\n2025,DEMO1,Acute,well_led,3\n",
    "mails": with_remark("email " * (LONG // 6)),
    "messages": with_remark("message " * (LONG // 8)),
    "figures": with_remark("1," * (LONG // 2)),
    "footnote marks": spend_of("*" * LONG + "x"),
    "spaces": spend_of("x" + " " * LONG + "x"),
    "raised figures": spend_of("\u00b9" * LONG + "x"),
    "hyphens": spend_of(f"A{'-' * LONG}!"),
    "hyphens behind a code": spend_of(f"DEMO6{'-' * LONG}"),
    "brackets behind a name": spend_of(f"{')' * LONG}x"),
    "brackets behind a code": spend_of(f"DEMO6{')' * LONG}x"),
    "full stops": spend_of(f"{'.' * LONG}x"),
    "a heading of hyphens": f"{SPEND},{'-' * LONG}x\n{SPENT.format('DEMO6')},\n",
    "pounds behind spaces": f"{SPEND}\n{SPENT.format('DEMO6').replace('1010000', '1' + ' ' * LONG + 'x')}\n",
    "the same words of a name": spend_of("NHS " * (LONG // 4) + "FTX"),
}


@pytest.mark.parametrize("content", TEXTS.values(), ids=TEXTS)
def test_no_text_takes_long_to_read(content, publication):
    started = time.process_time()
    checked = check_return(content.encode(), "x.csv", publication=publication)
    assert time.process_time() - started < 1
    assert checked.rows_read == 1
