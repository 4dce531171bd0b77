"""IT equipment and software in the accounts: a twin on the file, what is missing, and what is never added."""

import csv
import json
from fractions import Fraction
from math import isnan

import pytest

from benchmark.core.columns import rows_of
from benchmark.questions.evidence.assets import assets
from benchmark.questions.evidence.columns import ASSETS
from benchmark.questions.evidence.measure import evidence
from benchmark.questions.evidence.words import ASSETS_CAUTION, assets_lead, evidence_sentences
from benchmark.questions.spend.disclosed import disclosed_spend
from benchmark.questions.spend.measure import spend_of_trust
from benchmark.returns import check_return, submit_return
from benchmark.store.publication import open_current
from tests.unit.questions import naive
from tests.unit.returns.made import csv_of

NAMES = {f"DEMO{n}": f"Trust {n}" for n in range(1, 9)}
HEADER = (
    *("financial_year", "ods_code", "it_additions", "it_gross", "it_accumulated", "software_additions"),
    *("software_gross", "software_accumulated", "all_additions", "operating_expenditure"),
)


def test_shares_and_ages_are_those_of_the_file(publication):
    file = naive.DATA / "demonstration" / "fictional_trust_accounts_assets.csv"
    with file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    found = assets(publication, NAMES, fictional=True)
    assert found.year == "2023/24" and not found.without
    kept = {(row.ods_code, row.financial_year): row for row in rows_of(found.history)}
    assert len(kept) == len(rows)
    for row in rows:
        own = kept[row["ods_code"], row["financial_year"]]
        number = {name: Fraction(text) for name, text in row.items() if name not in HEADER[:2]}
        added = number["it_additions"] + number["software_additions"]
        assert own.additions == added
        assert own.share_of_additions == pytest.approx(float(added / number["all_additions"]))
        assert own.share_of_operating == pytest.approx(float(added / number["operating_expenditure"]))
        assert own.it_age == pytest.approx(float(number["it_accumulated"] / number["it_gross"]))
        assert own.software_age == pytest.approx(
            float(number["software_accumulated"] / number["software_gross"])
        )
    for year in rows_of(found.by_year):
        own_rows = [row for row in rows if row["financial_year"] == year.financial_year]
        total = {name: sum(Fraction(row[name]) for row in own_rows) for name in HEADER[2:]}
        assert year.trusts == 8
        assert year.it_age == pytest.approx(float(total["it_accumulated"] / total["it_gross"]))
        assert year.share_of_additions == pytest.approx(
            float((total["it_additions"] + total["software_additions"]) / total["all_additions"])
        )


def test_what_is_missing_stays_missing_and_nothing_is_no_age(own_store):
    content = csv_of(
        HEADER,
        ["2024/25", "RBS", 5, 0, 0, 5, 200, 50, "", 1_000_000_000],
        ["2024/25", "REM", "", 100, 40, 5, "", "", 100, ""],
    )
    checked = check_return(content, "assets.csv", publication=open_current(own_store))
    assert not checked.errors, checked.errors
    answers = {entry.question: "As it was published." for entry in checked.questions}
    submit_return(own_store, checked, by="A. Analyst", note="Accounts", answers=answers)
    now = open_current(own_store)
    found = assets(now, {"RBS": "Alder Hey", "REM": "Liverpool", "RJR": "Chester"})
    one, other = rows_of(found.rows)
    assert isnan(one.it_age) and isnan(one.share_of_additions) and one.software_age == 0.25
    assert isnan(other.additions) and isnan(other.age) and other.it_age == pytest.approx(0.4)
    assert found.without == ("Chester",)
    assert "No accounts of that year: Chester." in assets_lead(found)
    (said,) = [
        line
        for line in evidence_sentences(evidence(now, ["REM"], year=2025, footprint="assessed"))
        if "accounts" in line
    ]
    assert "40% of the cost of IT equipment is written off" in said
    # Accounts are never a spend: the trusts still have none.
    assert spend_of_trust(now, "RBS").totals is None


def test_without_accounts_there_are_no_figures_and_no_zero(publication):
    found = assets(publication, {"RBS": "Alder Hey"})
    assert found.year is None and found.rows.empty and found.without == ("Alder Hey",)


def test_disclosed_figures_are_in_no_spend(publication):
    """DEMO5 has not returned 2024/25, and has disclosed a figure of it."""
    disclosed = disclosed_spend(publication, ["DEMO5"], fictional=True).rows
    assert disclosed["financial_year"].tolist() == ["2024/25", "2023/24", "2022/23"]
    spend = spend_of_trust(publication, "DEMO5", financial_year="2024/25")
    assert spend.totals is None and spend.rows.empty


def test_commands_hold_accounts_and_disclosures_apart_from_returns(ask, publication):
    printed = json.loads(ask("spend", "--ics", "DEMO", "--format", "json").out)
    found = assets(
        publication, {row["ods_code"]: row["trust"] for row in printed["accounts"]}, fictional=True
    )
    assert printed["accounts"] == ASSETS.of(found.history).records()
    assert len(printed["disclosed"]) == 4
    assert all("amount" not in row for row in printed["rows"])
    text = ask("spend", "--ics", "DEMO").out
    assert ASSETS_CAUTION in text and "https://demonstration.example/" in text
    evidenced = json.loads(ask("evidence", "--trust", "DEMO1", "--format", "json").out)
    assert len(evidenced["assets"]) == 3 and evidenced["trusts"][0]["assets_year"] == "2023/24"
