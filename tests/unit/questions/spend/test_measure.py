"""IT spend against its naive twin, its properties, and the rules that a reader relies on."""

import math
from fractions import Fraction
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from benchmark.common.scope import Scope
from benchmark.core.errors import BenchmarkError, UnknownCode
from benchmark.questions.spend import words as spend_words
from benchmark.questions.spend.amounts import (
    RECOMMENDED,
    REPORTED,
    Accounts,
    by_year,
    categories_of,
    reference,
    totals_of,
    with_figures,
    without_return,
)
from benchmark.questions.spend.columns import RETURNS, WITHOUT_RETURN
from benchmark.questions.spend.measure import spend_of_system, spend_of_trust
from benchmark.store.publication import Publication
from tests.unit.questions.country import publish_country, system, trust
from tests.unit.questions.frames import FEW
from tests.unit.questions.spend import naive_spend as naive
from tests.unit.questions.spend.naive_spend import Row
from tests.unit.questions.spend.spends import (
    CODES,
    NO_ACCOUNTS,
    YEARS,
    context,
    known_accounts,
    returns_frame,
    spend_return,
    spend_row,
    spend_rows,
)

DENOMINATORS = ("total", "operating")


def close(one: Any, other: Fraction | float | None) -> bool:
    if other is None:
        return bool(one is None or pd.isna(one))
    return math.isclose(one, float(other), rel_tol=1e-9, abs_tol=1e-6)


def figures(rows: list[Row], accounts: Accounts = NO_ACCOUNTS) -> pd.DataFrame:
    return with_figures(returns_frame(rows), accounts)


class TestEachReturn:
    @given(spend_rows())
    @FEW
    def test_it_agrees_with_the_naive_twin(self, rows):
        found = figures(rows)
        assert len(found) == len(rows)
        twins = {(row["ods_code"], row["financial_year"]): row for row in rows}
        for row in found.itertuples():
            twin = twins[row.ods_code, row.financial_year]
            assert close(row.it_total, naive.spent(twin))
            assert close(row.capital_share, naive.capital_share(twin))
            for denominator in DENOMINATORS:
                assert close(getattr(row, f"{denominator}_expenditure"), naive.whole(twin, denominator))
                assert close(getattr(row, f"share_of_{denominator}"), naive.share(twin, denominator))
                for name, level in (("reported", naive.TWO), ("recommended", naive.FIVE)):
                    missing = naive.missing_to(twin, level, denominator)
                    assert close(getattr(row, f"to_{name}_of_{denominator}"), missing)
            earlier = naive.before(rows, twin)
            assert close(row.it_total_before, earlier and naive.spent(earlier))
            if earlier is not None:
                assert row.year_before == earlier["financial_year"]
                assert close(row.change, naive.spent(twin) - naive.spent(earlier))

    @given(spend_rows(), st.integers(2, 9))
    @FEW
    def test_scaling_all_money_scales_only_money(self, rows, times):
        money = {name for name in rows[0] if name not in ("ods_code", "trust", "financial_year")}
        scaled = [
            {
                name: value * times if name in money and value is not None else value
                for name, value in row.items()
            }
            for row in rows
        ]
        one, other = figures(rows), figures(scaled)
        amounts = [name for name in one.columns if name.startswith(("it_", "to_", "spend_on_"))]
        amounts += ["operating_expenditure", "capital_expenditure", "total_expenditure", "change"]
        assert_frame_equal(one[amounts] * times, other[amounts])
        assert_frame_equal(one.drop(columns=amounts), other.drop(columns=amounts))

    @given(spend_rows())
    @FEW
    def test_what_is_missing_to_a_reference_takes_the_trust_to_it_and_is_never_negative(self, rows):
        found = figures(rows)
        for denominator in DENOMINATORS:
            of = found[f"{denominator}_expenditure"]
            for name, level in (("reported", 0.02), ("recommended", 0.05)):
                missing = found[f"to_{name}_of_{denominator}"]
                assert (missing.dropna() >= 0).all()
                reached = (found["it_total"] + missing) / of
                assert (reached.dropna() >= level - 1e-12).all()
                assert (missing[reached > level + 1e-9].dropna() == 0).all()

    def test_without_capital_expenditure_there_is_no_share_of_the_total(self):
        row = figures([spend_row("T1A", "2024/25", 100_000_000, None, 1_000_000, 500_000)]).iloc[0]
        assert pd.isna(row["share_of_total"]) and pd.isna(row["to_reported_of_total"])
        assert row["share_of_operating"] == 0.015
        assert row["to_reported_of_operating"] == 500_000

    def test_nothing_spent_is_zero_and_has_no_mix(self):
        row = figures([spend_row("T1A", "2024/25", 100_000_000, 0, 0, 0)]).iloc[0]
        assert row["share_of_total"] == row["share_of_operating"] == 0
        assert pd.isna(row["capital_share"])

    def test_a_row_that_was_taken_without_expenditure_has_no_share(self):
        row = figures([spend_row("T1A", "2024/25", 0, None, 5, 5)]).iloc[0]
        assert pd.isna(row["share_of_operating"])

    def test_staff_come_from_the_nearest_year_that_has_them_and_it_is_named(self):
        accounts = known_accounts(average_wte={"T1A": {"2022/23": 1_000.0, "2023/24": 1_250.0}})
        row = figures([spend_row("T1A", "2024/25", 100_000_000, None, 2_000_000, 500_000)], accounts).iloc[0]
        assert (row["average_wte"], row["wte_year"], row["per_wte"]) == (1_250, "2023/24", 2_000)


@given(
    st.dictionaries(st.sampled_from(YEARS), st.integers(1, 9)),
    st.sampled_from([None, "2020/21", *YEARS, "2030/31"]),
)
def test_the_year_that_replaces_another_agrees_with_the_naive_twin(years, wanted):
    found = known_accounts(operating_expenditure={"T1A": years}).expenditure("T1A", wanted)
    assert (found and found.financial_year) == naive.stand_in(years, wanted)


class TestTotals:
    @given(spend_rows())
    @FEW
    def test_they_agree_with_the_naive_twin(self, rows):
        history = figures(rows)
        for year in YEARS:
            found, twin = totals_of(history, financial_year=year, trusts=5), naive.sums(rows, year)
            if twin is None:
                assert found is None
                continue
            assert found is not None
            assert (found.returned, found.trusts) == (twin["returned"], 5)
            for name in ("it_revenue", "it_capital", "it_total"):
                assert close(getattr(found, name), twin[name])
            for denominator in DENOMINATORS:
                against = getattr(found, denominator)
                assert bool(against) == bool(twin[denominator])
                for name, value in (twin[denominator] or {}).items():
                    assert close(getattr(against, name), value), name
            if twin["change"] is None:
                assert found.change is None
            else:
                assert found.change is not None
                last, count, then, now = twin["change"]
                assert (found.change.year_before, found.change.trusts) == (last, count)
                assert close(found.change.change, now - then)

    @given(spend_rows())
    @FEW
    def test_the_trusts_add_up_to_the_whole_and_so_do_the_years(self, rows):
        history = figures(rows)
        years = by_year(history, trusts=5)
        for name in ("it_revenue", "it_capital", "it_total"):
            assert math.isclose(years[name].sum(), history[name].sum(), abs_tol=1e-6)
        assert years["returned"].sum() == len(rows)
        assert years["financial_year"].is_monotonic_increasing
        assert (years["trusts_of_total"] <= years["returned"]).all()

    def test_a_trust_above_a_reference_takes_nothing_from_another_s_way_to_it(self):
        rows = [
            spend_row("T1A", "2024/25", 100_000_000, None, 10_000_000, 0),
            spend_row("T2A", "2024/25", 100_000_000, None, 1_000_000, 0),
        ]
        found = totals_of(figures(rows), financial_year="2024/25", trusts=2)
        assert found is not None and found.operating is not None
        assert found.operating.share == 0.055
        assert (found.operating.to_reported, found.operating.to_recommended) == (1_000_000, 4_000_000)
        assert (found.operating.below_reported, found.operating.below_recommended) == (1, 1)

    def test_one_figure_for_all_is_of_the_total_only_where_every_trust_gave_its_capital(self):
        both = [
            spend_row("T1A", "2024/25", 100_000_000, 5_000_000, 2_000_000, 0),
            spend_row("T2A", "2024/25", 100_000_000, None, 1_000_000, 0),
        ]
        mixed = totals_of(figures(both), financial_year="2024/25", trusts=2)
        full = totals_of(figures(both[:1]), financial_year="2024/25", trusts=2)
        assert mixed is not None and full is not None
        assert (mixed.denominator, full.denominator) == ("operating", "total")
        assert mixed.total is not None and mixed.total.trusts == 1

    def test_change_is_of_the_trusts_that_returned_in_both_years(self):
        rows = [
            spend_row("T1A", "2023/24", 100_000_000, None, 1_000_000, 0),
            spend_row("T1A", "2024/25", 100_000_000, None, 1_500_000, 0),
            spend_row("T2A", "2024/25", 100_000_000, None, 9_000_000, 0),
        ]
        found = totals_of(figures(rows), financial_year="2024/25", trusts=2)
        assert found is not None and found.change is not None
        assert (found.change.trusts, found.change.change, found.change.ratio) == (1, 500_000, 0.5)


class TestCategories:
    @given(spend_rows())
    @FEW
    def test_they_agree_with_the_naive_twin_and_add_up(self, rows):
        found = categories_of(figures(rows))
        for year_row in rows:
            if sum(row["ods_code"] == year_row["ods_code"] for row in rows) > 1:
                continue  # several years of one trust are told apart by the page's year
            own = found[found["ods_code"] == year_row["ods_code"]]
            twin = naive.split(year_row)
            assert set(own["category"]) == set(twin)
            assert all(close(row.spend, twin[row.category]) for row in own.itertuples())
            assert own["spend"].sum() >= float(naive.spent(year_row)) - 1e-6
            assert own.empty or not own["spend"].sum() or math.isclose(own["share"].sum(), 1)

    def test_what_is_not_broken_down_is_said_and_a_missing_return_is_not_zero(self):
        row = spend_row("T1A", "2024/25", 100_000_000, None, 2_000_000, 500_000, staff=1_000_000, other=0)
        found = categories_of(figures([row]))
        assert dict(zip(found["category"], found["spend"], strict=True)) == {
            "staff": 1_000_000,
            "other": 0,
            "not_broken_down": 1_500_000,
        }


class TestWithoutAReturn:
    ACCOUNTS = known_accounts(
        operating_expenditure={"T1A": {"2022/23": 90e6, "2023/24": 100e6}, "T2A": {"2023/24": 50e6}}
    )

    def test_a_trust_has_its_accounts_beside_it_and_never_a_spend(self):
        history = figures([spend_row("T2A", "2022/23", 40_000_000, None, 1_000_000, 0)])
        names = {"T3A": "Trust T3A", "T1A": "Trust T1A", "T2A": "Trust T2A"}
        found = without_return(names, history, self.ACCOUNTS, financial_year="2022/23").set_index("ods_code")
        assert found.index.tolist() == ["T1A", "T3A"]
        accounts = [
            "accounts_year",
            "accounts_operating_expenditure",
            "reported_of_accounts",
            "recommended_of_accounts",
        ]
        assert found.loc["T1A", accounts].tolist() == ["2022/23", 90e6, 1.8e6, 4.5e6]
        assert found.loc["T3A", accounts].isna().all()
        later = without_return(names, history, self.ACCOUNTS, financial_year="2024/25").set_index("ods_code")
        assert later.loc["T1A", "accounts_year"] == "2023/24"
        assert later.loc["T2A", "last_return"] == "2022/23"
        assert not {"it_total", "share_of_total"} & set(found.columns)

    def test_every_trust_is_in_one_of_the_two(self):
        history = figures([spend_row(code, "2024/25", 40_000_000, None, 1, 0) for code in CODES[:2]])
        names = {code: code for code in CODES}
        found = without_return(names, history, NO_ACCOUNTS, financial_year="2024/25")
        assert {*found["ods_code"], *history["ods_code"]} == set(CODES)


ROWS = [
    spend_row("T1A", "2023/24", 100_000_000, 5_000_000, 1_500_000, 500_000),
    spend_row("T1A", "2024/25", 110_000_000, 6_000_000, 2_500_000, 700_000, staff=1_000_000),
    spend_row("T2A", "2024/25", 200_000_000, None, 2_500_000, 700_000),
    spend_row("T9A", "2024/25", 200_000_000, None, 100_000_000, 0),
]


@pytest.fixture(scope="module")
def country(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    return publish_country(
        tmp_path_factory.mktemp("country"),
        system("QZ1"),
        *(row for code in ("T1A", "T2A", "T3A") for row in trust(code, "QZ1")),
        *trust("T9A", "QZ1", fictional=True),
        *map(spend_return, ROWS),
        context("T3A", "2023/24", 300_000_000, 4_000),
        context("T1A", "2023/24", 100_000_000, 2_000),
    )


class TestASystem:
    SCOPE = Scope("QZ1", 2025)

    def test_the_newest_year_is_shown_and_a_fictional_trust_is_not_among_the_real(self, country):
        found = spend_of_system(country, self.SCOPE)
        assert (found.financial_year, found.years, found.trusts) == ("2024/25", ("2023/24", "2024/25"), 3)
        assert found.rows["ods_code"].tolist() == ["T1A", "T2A"]
        assert found.without_return["ods_code"].tolist() == ["T3A"]
        assert found.totals is not None and found.totals.it_total == 6_400_000
        assert found.by_year["returned"].tolist() == [1, 2]

    def test_a_year_without_returns_leaves_everybody_without_one(self, country):
        found = spend_of_system(country, self.SCOPE, financial_year="2019/20")
        assert found.totals is None and found.rows.empty and found.categories.empty and found.questions.empty
        assert len(found.without_return) == found.trusts == 3

    def test_order_and_names_change_nothing(self, country, tmp_path):
        renamed = {"T1A": "T8A", "T2A": "T1A", "T3A": "T2A"}
        other = publish_country(
            tmp_path,
            *(row for code in renamed.values() for row in trust(code, "QZ1")),
            system("QZ1"),
            *(
                spend_return(row | {"ods_code": renamed[row["ods_code"]]})
                for row in reversed(ROWS)
                if row["ods_code"] in renamed
            ),
            context("T2A", "2023/24", 300_000_000, 4_000),
            context("T8A", "2023/24", 100_000_000, 2_000),
        )
        one, two = spend_of_system(country, self.SCOPE), spend_of_system(other, self.SCOPE)
        assert one.totals == two.totals
        assert_frame_equal(one.by_year, two.by_year)
        back = {new: old for old, new in renamed.items()}
        moved = two.rows.assign(ods_code=two.rows["ods_code"].map(back)).sort_values(
            "ods_code", ignore_index=True
        )
        unnamed = ["trust", "submission_id"]
        assert_frame_equal(one.rows.drop(columns=unnamed), moved.drop(columns=unnamed), check_dtype=False)

    def test_what_is_no_financial_year_is_refused(self, country):
        for text in ("2024", "2024/26", "24/25", "next year"):
            with pytest.raises(BenchmarkError, match="Write it as 2024/25"):
                spend_of_system(country, self.SCOPE, financial_year=text)

    def test_one_trust_is_its_own_row_of_the_system(self, country):
        found, whole = spend_of_trust(country, "t1a"), spend_of_system(country, self.SCOPE)
        assert (found.of, found.subject.code, found.trusts) == ("trust", "T1A", 1)
        assert_frame_equal(found.rows, whole.rows.head(1))
        assert found.without_return.empty
        with pytest.raises(UnknownCode, match="no trust ZZZ"):
            spend_of_trust(country, "ZZZ")


class TestThePublishedData:
    def test_no_real_trust_has_an_it_spend(self, publication):
        found = spend_of_system(publication, Scope("QYG", 2025))
        assert found.totals is None and found.years == () and found.financial_year is None
        assert len(found.without_return) == found.trusts == 16

    def test_alder_hey_has_its_accounts_as_a_reference(self, publication):
        row = spend_of_trust(publication, "RBS").without_return.iloc[0]
        assert (row["accounts_year"], row["accounts_operating_expenditure"]) == ("2023/24", 410_726_232)
        assert row["reported_of_accounts"] == pytest.approx(8_214_524.64)
        assert row["recommended_of_accounts"] == pytest.approx(20_536_311.6)

    def test_a_trust_without_accounts_has_none_made_up(self, publication):
        row = spend_of_trust(publication, "G6V2S").without_return.iloc[0]
        assert row[[column.key for column in WITHOUT_RETURN.columns[2:]]].isna().all()

    def test_the_references_are_those_of_their_sources_and_of_the_headings(self):
        values = {key: reference(key).value for key in ("nao_actual", "nao_recommended", "hansard_2005")}
        assert values == {"nao_actual": 0.02, "nao_recommended": 0.05, "hansard_2005": 0.0192}
        assert reference("health_foundation_capital").value == 0.34
        headings = {column.key: column.heading for column in (*RETURNS.columns, *WITHOUT_RETURN.columns)}
        for name, key in (("reported", REPORTED), ("recommended", RECOMMENDED)):
            assert all(
                spend_words.level(key) in headings[found] for found in headings if f"{name}_of" in found
            )
        with pytest.raises(KeyError):
            reference("ours")
