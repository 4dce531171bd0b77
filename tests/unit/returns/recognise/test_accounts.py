"""The trust accounts as they are published: recognised, summed, turned into pounds, or refused."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmark.core.definitions import trust_accounts
from benchmark.returns.findings import Finding
from benchmark.returns.read import workbook
from benchmark.returns.read.long_accounts import extract_of_accounts, wanted_of_accounts, years_in
from benchmark.returns.submit.intake import CheckedReturn, check_return
from benchmark.store.publication import Publication
from tests.bench.made_accounts import (
    HEADINGS,
    lines_of_an_organisation,
    value_of,
    write_csv,
    write_workbook,
)
from tests.unit.returns.made import codes, workbook_of

NAMES = ("Quorrelby University Hospitals NHS Foundation Trust", "ZANTLEMERE HOSPITALS NHS TRUST")
LINES = lines_of_an_organisation(20)
NAME = "TAC_FTs_2023-24.xlsx"
Cells = list[list[object]]


def cells(names: Sequence[str] = NAMES[:1]) -> Cells:
    """The publication as rows of cells, the headings first."""
    return [
        [*HEADINGS],
        *([name, *line, value_of(i, line)] for i, name in enumerate(names) for line in LINES),
    ]


def as_csv(rows: Cells) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()


def checked(publication: Publication, rows: Cells, name: str = "TAC_2023-24.csv") -> CheckedReturn:
    return check_return(as_csv(rows), name, publication=publication)


def test_workbook_and_csv_give_the_same_sums_in_pounds(publication, tmp_path):
    write_workbook(tmp_path / NAME, NAMES, LINES)
    write_csv(tmp_path / "TAC_2023-24.csv", NAMES, LINES)
    book = check_return(tmp_path / NAME, NAME, publication=publication)
    text = check_return(tmp_path / "TAC_2023-24.csv", "TAC_2023-24.csv", publication=publication)
    assert not book.errors and book.kinds == ("trust_accounts_assets",)
    rows = book.tables[0].table.drop_columns("line").to_pylist()
    assert rows == text.tables[0].table.drop_columns("line").to_pylist()
    assert rows[0] == {
        "financial_year": "2023/24",
        "ods_code": "DEMO1",
        "it_additions": 1_000_000.0,
        "it_gross": 9_000_000.0,
        "it_accumulated": 6_000_000.0,
        "software_additions": 3_000_000.0,
        "software_gross": 27_000_000.0,
        "software_accumulated": 18_000_000.0,
        "all_additions": 20_000_000.0,
        "operating_expenditure": 100_000_000.0,
    }
    assert rows[1]["ods_code"] == "DEMO2"
    assert {"accounts_year", "accounts_read"} <= set(codes(book.findings))
    assert "accounts_year_from_name" in codes(text.questions)


def test_several_sheets_and_years_are_one_table(publication, tmp_path):
    write_workbook(tmp_path / NAME, NAMES, LINES, sheet_rows=100)
    book = check_return(tmp_path / NAME, NAME, publication=publication)
    assert not book.errors and book.rows_valid == 2
    rows: Cells = [["Financial year", *HEADINGS]]
    rows += [[year, *row] for year in ("2021/22", "2022-23") for row in cells()[1:]]
    several = checked(publication, rows, "TAC.csv")
    assert not several.errors
    assert several.tables[0].table["financial_year"].to_pylist() == ["2021/22", "2022/23"]
    (said,) = [one.message for one in several.findings if one.code == "accounts_read"]
    assert said.startswith("The file has the accounts of 1 organisation.")


def test_a_long_sheet_is_sifted_to_the_same_rows(publication, tmp_path, monkeypatch):
    """In this process, where the length from which rows are passed over can be lowered."""
    from benchmark.workbooks import book

    write_workbook(tmp_path / NAME, NAMES, lines_of_an_organisation(3_000))
    listed: list[list[object]] = []
    found: dict[int, list[object]] = {}
    for least in (10**9, 1_000):
        monkeypatch.setattr(book, "LONG_FROM", least)
        listed.clear()
        with (tmp_path / NAME).open("rb") as file:
            book.read_book(file, listed.append, wanted=wanted_of_accounts())
        rows = [row for message in listed if message[0] == "rows" for row in message[1]]
        known = wanted_of_accounts().codes
        found[least] = [row for row in rows if len(row[1]) > 5 and row[1][5] in known.get(row[1][3], ())]
    assert found[1_000] == found[10**9]
    assert len(rows) < 600
    assert [message[1] for message in listed if message[0] == "sifted"] == [2 * (3_000 + 128) + 1]


def test_a_file_larger_than_what_is_kept_gives_its_rows(publication, tmp_path, monkeypatch):
    from benchmark.returns.read import files

    lines = lines_of_an_organisation(3_000)
    write_workbook(tmp_path / NAME, NAMES, lines)
    write_csv(tmp_path / "TAC_2023-24.csv", NAMES, lines)
    whole = check_return(tmp_path / NAME, NAME, publication=publication).tables[0].table
    monkeypatch.setattr(files, "MAX_BYTES", 20_000)
    for name in (NAME, "TAC_2023-24.csv"):
        large = check_return(tmp_path / name, name, publication=publication)
        assert "accounts_extract" in codes(large.findings)
        assert large.tables[0].table.drop_columns("line") == whole.drop_columns("line")
        again = check_return(large.content, name, publication=publication)
        assert again.tables[0].table == large.tables[0].table
    (tmp_path / "other.csv").write_text("a,b\n" * 10_000)
    assert codes(check_return(tmp_path / "other.csv", "other.csv", publication=None).errors) == [
        "file_too_large"
    ]
    assert extract_of_accounts(tmp_path / "other.csv") is None


@given(st.decimals(min_value=-(10**6), max_value=10**6, places=3))
def test_every_figure_in_thousands_is_exact_in_pounds(publication, amount):
    rows = cells()
    for row in rows[1:]:
        if row[3] == "A14CY08" and row[5] == "PPE0190":
            row[6] = str(amount)
    table = checked(publication, rows).tables[0].table
    assert Decimal(table["it_gross"].to_pylist()[0]) == amount * 1000


def without(test: Callable[[list[object]], bool]) -> Cells:
    rows = cells(NAMES)
    return [row for row in rows if row is rows[0] or not test(row)]


def about_accounts(findings: Iterable[Finding]) -> list[str]:
    return [code for code in codes(findings) if code.startswith("accounts_")]


def test_what_is_missing_is_never_nothing(publication):
    """A code that one trust lacks leaves its figure empty; one that all lack is another edition's."""
    one = checked(
        publication, without(lambda r: r[0] == NAMES[0] and r[3] == "A13CY05" and r[5] == "INT0190")
    )
    assert about_accounts(one.questions) == ["accounts_figure_missing", "accounts_year_from_name"]
    assert not one.errors
    assert one.tables[0].table["software_gross"].to_pylist() == [None, 27_000_000.0]
    assert one.tables[0].table["software_additions"].to_pylist() == [3_000_000.0, 3_000_000.0]
    everybody = checked(publication, without(lambda r: r[3] == "A13CY05"))
    assert codes(everybody.errors) == [
        "accounts_code_missing",
        "accounts_code_missing",
        "accounts_code_missing",
    ]
    assert "data/definitions/accounts.toml" in everybody.errors[0].fix
    wholes = checked(publication, without(lambda r: str(r[3]).endswith("01")))
    assert about_accounts(wholes.questions) == [*["accounts_share_missing"] * 2, "accounts_year_from_name"]
    assert not wholes.errors
    donated = checked(publication, without(lambda r: str(r[5]).endswith(("0080", "0090"))))
    assert about_accounts(donated.questions) == ["accounts_year_from_name"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("MainCode", "Code of note"),
        ("SubCode", "Line"),
        ("Total", "Total (£m)"),
        ("OrganisationName", "Body"),
    ],
)
@pytest.mark.parametrize("as_workbook", [True, False])
def test_a_renamed_heading_is_refused_with_what_to_add_where(publication, old, new, *, as_workbook):
    rows = cells()
    rows[0] = [new if heading == old else heading for heading in rows[0]]
    content = workbook_of(**{"All data": rows}) if as_workbook else as_csv(rows)
    refused = check_return(content, "TAC_2023-24.csv", publication=publication)
    assert codes(refused.errors) == ["accounts_layout"]
    assert not refused.tables
    assert "data/definitions/accounts.toml" in refused.errors[0].fix
    assert new in refused.errors[0].message


def test_an_extra_column_is_asked_about(publication):
    rows = [[*row, "Restated" if i == 0 else 5] for i, row in enumerate(cells())]
    assert "accounts_heading_unknown" in codes(checked(publication, rows).questions)
    rows = [[*row, "Line description" if i == 0 else "x"] for i, row in enumerate(cells())]
    assert "accounts_heading_unknown" not in codes(checked(publication, rows).findings)


def test_values_that_are_none_or_contradict_one_another(publication):
    at = next(i for i, row in enumerate(cells()) if row[3] == "A14CY08" and row[5] == "PPE0060")
    for value in ("n/a", "#N/A", "12 (est.)", "£m"):
        rows = cells()
        rows[at][6] = value
        assert codes(checked(publication, rows).errors) == ["accounts_value"]
    rows = cells()
    rows.append([*rows[at]])
    same = checked(publication, rows)
    assert not same.errors and "accounts_repeated" in codes(same.findings)
    rows[-1][6] = 1
    assert codes(checked(publication, rows).errors) == ["accounts_conflict"]
    for text, pounds in (("1,234", 1_234_000.0), ("(7)", -7_000.0), ("-", 0.0)):
        rows = cells()
        rows[at][6] = text
        found = checked(publication, rows).tables[0].table["it_additions"].to_pylist()
        assert found == [pounds + 100_000.0]


def test_the_year_is_taken_from_the_file_or_asked(publication, tmp_path):
    assert codes(checked(publication, cells(), "TAC.csv").errors) == ["accounts_year_missing"]
    assert codes(checked(publication, cells(), "TAC_2022-23_2023-24.csv").errors) == ["accounts_year_missing"]
    write_workbook(tmp_path / "a.xlsx", NAMES, LINES)
    result = check_return(tmp_path / "a.xlsx", "TAC_2021-22.xlsx", publication=publication)
    assert codes(result.errors) == ["accounts_year_contradicted"]
    alone = check_return(tmp_path / "a.xlsx", "accounts.xlsx", publication=publication)
    assert not alone.errors
    assert years_in("TAC_FTs_2023-24") == ["2023/24"] and years_in("2023-25 and 20234-24") == []


def test_figures_that_do_not_fit_together_are_asked_about(publication):
    rows = cells()
    for row in rows[1:]:
        if row[3] == "A14CY08" and row[5] == "PPE0350":
            row[6] = 9_500
        if row[3] == "A08CY01":
            row[6] = 100
    asked = checked(publication, rows).questions
    assert {"assets_incoherent", "spend_in_thousands"} <= {entry.code for entry in asked}
    assert any("More was written off IT equipment than it cost" in entry.message for entry in asked)


def test_the_definition_names_what_the_publication_has():
    of_it = {code for figure in trust_accounts().figures for code, _ in figure.codes} - {
        "A14CY01",
        "A13CY01",
        "A08CY01",
    }
    assert of_it == {"A14CY08", "A13CY02", "A13CY05", "A13CY08"}
    assert wanted_of_accounts().codes["A13CY01"] == ("INT0060", "INT0080", "INT0090")


def test_sheets_of_a_large_file_whose_headings_differ_are_refused(publication, tmp_path, monkeypatch):
    from benchmark.returns.read import files

    first, *rest = cells()
    turned = [[*row[:1], *reversed(row[1:])] for row in (first, *rest)]
    (tmp_path / NAME).write_bytes(workbook_of(First=[first, *rest], Second=turned))
    monkeypatch.setattr(files, "MAX_BYTES", 1_000)
    found = check_return(tmp_path / NAME, NAME, publication=publication)
    assert codes(found.errors) == ["accounts_headings_differ"]


def test_rows_that_were_passed_over_are_counted():
    """Of a long sheet the child tells how many rows it had, and only those that are wanted."""
    rows = workbook._SentRows(
        "All data",
        iter([["rows", [[1, ["a"], []], [9, ["b"], []]]], ["sifted", 250_000], ["end", 0, "", [], []]]),
    )
    assert [line for line, _ in rows.records()] == [1, 9]
    (passed,) = rows.findings(header_line=1)
    assert passed.code == "rows_passed_over"
    assert "249998" in passed.message.replace(",", "") and " 2 rows" in passed.message


def test_a_unit_beside_the_accounts_is_asked_about_where_it_is_not_the_publications(publication):
    rows = cells()
    for title, asked in (("All figures in £m", True), ("All figures in £000", False), ("Accounts", False)):
        found = codes(checked(publication, [[title], *rows]).findings)
        assert ("accounts_unit" in found) is asked
    for name, asked in (("TAC_2023-24_£000s.csv", False), ("TAC_2023-24_in_millions.csv", True)):
        found = codes(checked(publication, rows, name).findings)
        assert ("accounts_unit" in found) is asked
        assert "unit_beside" not in found
