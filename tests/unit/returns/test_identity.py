"""A code and a name beside each other: the code is read, and the name must be the same organisation's."""

import pytest

from benchmark.returns import check_return
from benchmark.store.publication import Publication
from tests.unit.returns.made import PILLARS, codes, csv_of

SPEND = ("financial_year", "operating_expenditure", "it_revenue", "it_capital")
FIGURES = ("2024/25", 956245000, 20027000, 5649000)
NAME = "Quorrelby University Hospitals NHS Foundation Trust"
OTHER = "Zantlemere Hospitals NHS Trust"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Trust name", "Trust code"),
        ("Trust", "Provider"),
        ("Provider", "Organisation"),
        ("Organisation name", "ODS code"),
        ("ods_code", "Trust code"),
        ("Name of trust", "Org code"),
    ],
)
@pytest.mark.parametrize("name_first", [True, False])
def test_the_code_is_read_whichever_comes_first_and_whatever_it_is_called(
    first: str, second: str, name_first: bool, publication: Publication
) -> None:
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


def test_each_pair_is_asked_about_once_and_counted(publication: Publication) -> None:
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


def test_two_codes_that_differ_are_asked_about(publication: Publication) -> None:
    content = csv_of(("ods_code", "Provider code", *SPEND), ("DEMO1", "DEMO2", *FIGURES))
    checked = check_return(content, "x.csv", publication=publication)
    assert [entry.message for entry in checked.questions if entry.code == "name_of_another"] == [
        f"'DEMO2' is {OTHER} (DEMO2), and ods_code says DEMO1 ({NAME}). "
        "The row is read as DEMO1. Is that right?"
    ]


def test_the_name_and_code_of_a_system_are_held_together_too(publication: Publication) -> None:
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
