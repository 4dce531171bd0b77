"""spend: the same figures in every format, and a return that shows as soon as it is submitted."""

import json
from pathlib import Path

import pytest

from benchmark.common.scope import Scope
from benchmark.core.columns import Filled
from benchmark.questions.evidence.assets import assets
from benchmark.questions.spend.charts import spend_share
from benchmark.questions.spend.command import _trusts, beside_document, spend_document
from benchmark.questions.spend.disclosed import disclosed_spend
from benchmark.questions.spend.measure import spend_and_maturity, spend_of_system, spend_of_trust
from benchmark.returns import changes, check_return
from benchmark.store.publication import open_current
from tests.unit.questions.answers import csv_rows, table

HEADER = "financial_year,ods_code,operating_expenditure,capital_expenditure,it_revenue,it_capital"
FIRST = "2024/25,RBS,400000000,20000000,7000000,3500000"
SECOND = "2024/25,RBS,400000000,20000000,7500000,3500000"


def test_json_is_the_result(ask, publication):
    finished = ask("spend", "--ics", "DEMO", "--format", "json")
    found = spend_of_system(publication, Scope("DEMO", 2025))
    beside = spend_and_maturity(publication, found, assessment_year=2025)
    expected = spend_document(found, beside) | {"fictional": True}
    assert (finished.exit_code, finished.err) == (0, "")
    names = {row["ods_code"]: row["trust"] for row in _trusts(found)}
    stands_beside = beside_document(
        assets(publication, names, fictional=True), disclosed_spend(publication, [*names], fictional=True)
    )
    assert json.loads(finished.out) == expected | stands_beside


def test_the_demonstration_adds_up(ask):
    found = json.loads(ask("spend", "--ics", "DEMO", "--financial-year", "2024/25", "--format", "json").out)
    totals, rows = found["totals"], found["rows"]
    assert (totals["returned"], totals["trusts"], len(found["without_return"])) == (7, 8, 1)
    assert totals["it_total"] == sum(row["it_total"] for row in rows)
    assert totals["total"]["to_recommended"] == sum(row["to_recommended_of_total"] for row in rows)
    assert sum(part["spend"] for part in found["categories"]) == totals["it_total"]
    assert {year["financial_year"]: year["returned"] for year in found["by_year"]} == {
        "2021/22": 8,
        "2022/23": 8,
        "2023/24": 8,
        "2024/25": 7,
    }


def test_csv_has_every_trust_once_and_says_which_returned(ask):
    rows = csv_rows(ask("spend", "--ics", "DEMO", "--format", "csv").out)
    assert sorted(row["ods_code"] for row in rows) == [f"DEMO{n}" for n in range(1, 9)]
    (without,) = (row for row in rows if row["state"] == "no return")
    assert without["it_total"] == without["share_of_total"] == ""
    assert float(without["accounts_operating_expenditure"]) > 0
    assert {row["fictional"] for row in rows} == {"True"}
    assert without["submission_id"] == ""
    assert all(row["submission_id"].isdigit() for row in rows if row is not without)


@pytest.mark.parametrize("whose", [("--ics", "DEMO"), ("--ics", "QYG"), ("--trust", "DEMO3")])
def test_json_csv_and_the_figures_behind_a_chart_are_the_same(ask, publication, whose):
    document = json.loads(ask("spend", *whose, "--format", "json").out)
    rows = {row["ods_code"]: row for row in csv_rows(ask("spend", *whose, "--format", "csv").out)}
    for record in (*document["rows"], *document["without_return"]):
        own = rows.pop(record["ods_code"])
        assert {key: "" if value is None else str(value) for key, value in record.items()} == {
            key: own[key] for key in record
        }
    assert rows == {}
    found = (
        spend_of_trust(publication, whose[1])
        if whose[0] == "--trust"
        else spend_of_system(publication, Scope(whose[1], 2025))
    )
    table = spend_share(found).table
    assert isinstance(table, Filled)
    shown = {row["ods_code"]: row for row in table.records()}
    for record in document["rows"]:
        assert shown[record["ods_code"]].items() <= record.items()


def test_without_a_return_the_table_has_accounts_and_no_zero(ask):
    heading, lines, foot = table(ask("spend", "--ics", "QYG").out)
    assert heading == (
        "Cheshire and Merseyside (QYG), the footprint as assessed, "
        "IT spend as its trusts of 2025 returned it, not audited"
    )
    assert len(lines) == 16 + 2
    assert all("no return" in line and " 0.0" not in line for line in lines[2:])
    assert foot[0] == "No trust of Cheshire and Merseyside has returned its IT spend."


def test_a_way_to_a_reference_is_each_trust_s_own(ask):
    """All together spend more than 2%, and two of the seven do not: their way is no way of the whole."""
    _, _, foot = table(ask("spend", "--ics", "DEMO").out)
    share = "Of operating and capital expenditure (seven trusts): 2.3%"
    assert f"{share}, £4.3m to bring each to 2%, £92.5m to bring each to 5%." in foot
    assert not [line for line in foot if line.startswith("Per whole-time equivalent")]
    _, _, of_two = table(ask("spend", "--group", "DEMO7,DEMO8").out)
    assert any(" none below 2%, £12.3m to bring each to 5%." in line for line in of_two)
    _, _, of_one = table(ask("spend", "--trust", "DEMO1").out)
    assert any(" not below 2%, £23.9m to 5%." in line for line in of_one)


def test_eight_trusts_have_a_correlation_with_its_interval(ask):
    _, _, foot = table(ask("spend", "--ics", "DEMO", "--financial-year", "2023/24", "--year", "2024").out)
    (found,) = (line for line in foot if "association only" in line)
    assert "rank correlation +0.31 (95% interval -0.52 to +0.84), eight trusts" in found


def test_one_trust_by_code_or_name(ask, publication):
    by_code = ask("spend", "--trust", "DEMO2", "--format", "json")
    by_name = ask("spend", "--trust", "zantlemere hospitals nhs trust", "--format", "json")
    assert by_code.out == by_name.out
    expected = spend_document(spend_of_trust(publication, "DEMO2"), None)
    printed = json.loads(by_code.out)
    assert {key: printed[key] for key in expected} == expected and printed["fictional"]
    assert {row["ods_code"] for row in printed["accounts"]} == {"DEMO2"}


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--ics", "QYG", "--financial-year", "2024"), "2024 is no financial year. Write it as 2024/25."),
        (("--ics", "QYG", "--financial-year", "2024/26"), "2024/26 is no financial year."),
    ],
)
def test_what_is_not_there_is_a_sentence_and_2(ask, arguments, sentence):
    finished = ask("spend", *arguments)
    assert finished.exit_code == 2
    assert sentence in finished.err


def test_a_return_shows_at_once_the_latest_wins_and_a_withdrawn_one_falls_away(run, own_store, tmp_path):
    def spent() -> object:
        answer = run("spend", "--store", own_store.store, "--trust", "RBS", "--format", "json")
        totals = json.loads(answer.out)["totals"]
        return totals and totals["it_total"]

    def submit(name: str, row: str, *answers: str) -> Path:
        file = tmp_path / name
        file.write_text(f"{HEADER}\n{row}\n")
        options = [part for answer in answers for part in ("--answer", answer)]
        by = ("--store", own_store.store, "--by", "A tester", "--note", "Invented")
        assert run("submit", file, *by, *options).exit_code == 0
        return file

    assert spent() is None
    submit("first.csv", FIRST)
    assert spent() == 10_500_000
    _, _, foot = table(run("spend", "--store", own_store.store, "--trust", "RBS").out)
    staff = "the staff of 1 trust is of 2023/24, the nearest accounts to 2024/25."
    assert f"Per whole-time equivalent: {staff}" in foot
    correction = tmp_path / "second.csv"
    correction.write_text(f"{HEADER}\n{SECOND}\n")
    standing = open_current(own_store)
    effect = changes(check_return(correction, correction.name, publication=standing), standing)
    assert (effect.new, effect.changed) == (0, 1)
    moved = effect.kinds[0].rows.iloc[0]
    assert (moved["column"], moved["before"], moved["after"]) == ("it_revenue", 7_000_000, 7_500_000)
    submit("second.csv", SECOND)
    assert spent() == 11_000_000
    log = json.loads(run("submissions", "--store", own_store.store, "--format", "json").out)
    number = max(entry["submission_id"] for entry in log)
    run("withdraw", number, "--store", own_store.store, "--by", "A tester", "--reason", "A trial")
    assert spent() == 10_500_000
