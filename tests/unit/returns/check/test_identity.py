"""A code and a name beside each other, or in one cell: the code is read, and the name must be the same
organisation's.
"""

import pytest

from benchmark.returns import check_return
from tests.unit.returns.made import PILLARS, codes, csv_of

pytestmark = pytest.mark.slow

SPEND = ("financial_year", "operating_expenditure", "it_revenue", "it_capital")
FIGURES = ("2024/25", 956245000, 20027000, 5649000)
YEARS = ("2021/22", "2022/23", "2023/24", "2024/25")
NAME = "Quorrelby University Hospitals NHS Foundation Trust"
OTHER = "Zantlemere Hospitals NHS Trust"


@pytest.mark.parametrize(
    ("first", "second", "name_first"),
    [
        ("Trust name", "Trust code", True),
        ("Trust", "Provider", False),
        ("Provider", "Organisation", True),
        ("Organisation name", "ODS code", False),
        ("ods_code", "Trust code", True),
        ("ods_code", "Trust code", False),
        ("Name of trust", "Org code", True),
    ],
)
def test_the_code_is_read_whichever_comes_first_and_whatever_it_is_called(
    first, second, name_first, publication
):
    for name, found in (
        (NAME, []),
        (OTHER, ["name_of_another"]),
        ("Hospital of the Moon", ["name_of_nobody"]),
    ):
        pair = (name, "DEMO1") if name_first else ("DEMO1", name)
        checked = check_return(
            csv_of((first, second, *SPEND), (*pair, *FIGURES)), "x.csv", publication=publication
        )
        assert checked.tables[0].table["ods_code"].to_pylist() == ["DEMO1"]
        asked = [entry for entry in checked.findings if entry.code.startswith("name_of_")]
        assert codes(asked) == found
        assert checked.errors == ()
        for entry in asked:
            assert (entry.severity, entry.value, entry.column) == (
                "question",
                name,
                first if name_first else second,
            )
            assert NAME in entry.message


def test_each_pair_is_asked_about_once_and_counted(publication):
    rows = [
        (code, name, f"20{year}/{year + 1}", 956245000, 20027000, 5649000)
        for code, name in (("DEMO1", OTHER), ("DEMO2", OTHER), ("DEMO3", NAME), ("DEMO4", ""))
        for year in (22, 23, 24)
    ]
    checked = check_return(
        csv_of(("Code", "Trust name", *SPEND), *rows),
        "x.csv",
        publication=publication,
        mapping={"Code": "ods_code"},
    )
    asked = [(entry.line, entry.count) for entry in checked.findings if entry.code == "name_of_another"]
    assert asked == [(2, 3), (8, 3)]


def test_two_codes_that_differ_are_asked_about(publication):
    content = csv_of(("ods_code", "Provider code", *SPEND), ("DEMO1", "DEMO2", *FIGURES))
    checked = check_return(content, "x.csv", publication=publication)
    assert [entry.message for entry in checked.questions if entry.code == "name_of_another"] == [
        f"'DEMO2' is {OTHER} (DEMO2), and ods_code says DEMO1 ({NAME}). "
        "The row is read as DEMO1. Is that right?"
    ]


def test_the_name_and_code_of_a_system_are_held_together_too(publication):
    systems = publication.rows("select ics_code, name from publication.ics where fictional order by 1")
    assert systems
    code, name = systems[0]
    for stated, found in ((name, []), ("Devon", ["name_of_another"])):
        board = csv_of(("ICS name", "ICS code", "Year", *PILLARS), (stated, code, 2025, *[3] * 7))
        assert codes(check_return(board, "x.csv", publication=publication).questions) == found
        wide = csv_of(
            ("ICS name", "ICS code", "Trust", "Setting", "Year", *PILLARS),
            (stated, code, "DEMO1", "Acute", 2025, *[3] * 7),
        )
        asked = codes(check_return(wide, "x.csv", publication=publication).questions)
        assert [one for one in asked if one.startswith("name_of")] == found


ORDERS = [
    *("{name} ({code})", "{name} [{code}]", "{name}({code})", "{name} <{code}>", "{name} {{{code}}}"),
    *("({code}) {name}", "[{code}] {name}", "{code} ({name})", "{code} [{name}]"),
    *("{code} - {name}", "{name} \u2013 {code}", "{code}: {name}", "{name}, {code}", "{name} / {code}"),
    *("{code}_{name}", "{name}|{code}", "{name}\uff08{code}\uff09", "{name}  ( {code} )"),
]


@pytest.mark.parametrize("order", ORDERS)
def test_a_name_and_its_code_in_one_cell_are_read_as_the_code(order, publication):
    cases = (
        (NAME, "name_and_code", "note"),
        (NAME.upper().replace("NHS FOUNDATION TRUST", "NHS FT"), "name_and_code", "note"),
        (OTHER, "name_and_code_differ", "question"),
        ("Hospital of the Moon", "name_and_code_of_nobody", "question"),
    )
    code = ("DEMO1", "demo1")[ORDERS.index(order) % 2]
    cells = [order.format(name=name, code=code) for name, *_ in cases]
    rows = [(cell, year, *FIGURES[1:]) for cell, year in zip(cells, YEARS, strict=True)]
    checked = check_return(csv_of(("Trust", *SPEND), *rows), "x.csv", publication=publication)
    assert checked.errors == ()
    assert checked.tables[0].table["ods_code"].to_pylist() == ["DEMO1"] * len(cases)
    asked = [entry for entry in checked.findings if entry.code.startswith("name_and_code")]
    asked.sort(key=lambda entry: entry.line or 0)
    for line, (name, found, severity), cell, result in zip(range(2, 6), cases, cells, asked, strict=True):
        assert (result.code, result.severity, result.value, result.line) == (found, severity, cell[:80], line)
        assert NAME in result.message
        assert severity == "note" or name in result.message or OTHER in result.message


@pytest.mark.parametrize("order", ["{name} {code}", "{code} {name}"])
def test_a_word_counts_as_the_code_only_beside_its_own_name(order, publication):
    """Nothing but a space keeps it from the name: a name may have words that look like codes."""
    for name, read in ((NAME, True), (OTHER, False), ("Hospital of the Moon", False)):
        content = csv_of(("Trust", *SPEND), (order.format(name=name, code="DEMO1"), *FIGURES))
        checked = check_return(content, "x.csv", publication=publication)
        assert codes(checked.errors) == ([] if read else ["name_unknown"])
        assert bool(checked.tables) == read


@pytest.mark.parametrize(
    "cell", [f"{NAME} (ZZZ9)", "DEMO1 (DEMO2)", "DEMO1 / DEMO2", f"{NAME} (DEMO1) (DEMO2)", "DEMO1 - "]
)
def test_what_is_no_name_with_one_code_is_refused(cell, publication):
    content = csv_of(("Trust", *SPEND), (cell, *FIGURES))
    checked = check_return(content, "x.csv", publication=publication)
    assert codes(checked.errors) == ["name_unknown"]
    assert checked.tables == ()


def test_a_name_with_its_code_beside_the_code_is_held_against_it(publication):
    for cell, found in (
        (f"{NAME} (DEMO1)", []),
        (f"{OTHER} (DEMO2)", ["name_of_another"]),
        (f"{OTHER} (DEMO1)", ["name_of_nobody"]),
    ):
        content = csv_of(("Trust name", "Trust code", *SPEND), (cell, "DEMO1", *FIGURES))
        checked = check_return(content, "x.csv", publication=publication)
        assert checked.tables[0].table["ods_code"].to_pylist() == ["DEMO1"]
        assert [code for code in codes(checked.questions) if code.startswith("name_")] == found


def test_a_system_with_its_code_in_one_cell_is_read_too(publication):
    ((code, name),) = publication.rows("select ics_code, name from publication.ics where fictional limit 1")
    board = csv_of(("ICS", "Year", *PILLARS), (f"{name} ({code})", 2025, *[3] * 7))
    checked = check_return(board, "x.csv", publication=publication)
    assert checked.errors == ()
    assert set(checked.tables[0].table["ics_code"].to_pylist()) == {code}
