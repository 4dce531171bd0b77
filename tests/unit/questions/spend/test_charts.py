"""The charts of IT spend: every trust drawn or said to have no return, every reference with its date."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from itertools import permutations
from typing import Any

import pandas as pd
import pytest

from benchmark.charts.figure import Figure
from benchmark.charts.labels import Label, Side
from benchmark.common.scope import Scope
from benchmark.core.columns import Filled
from benchmark.core.wording import pounds
from benchmark.questions.spend.amounts import AgainstExpenditure
from benchmark.questions.spend.breakdown_charts import MARKS, funding_mix, spend_categories
from benchmark.questions.spend.charts import (
    SCATTER_HEIGHT,
    SCATTER_WIDTHS,
    pounds_to_references,
    references_of_accounts,
    spend_against_maturity,
    spend_share,
)
from benchmark.questions.spend.columns import CATEGORY_NAMES
from benchmark.questions.spend.measure import (
    Spend,
    SpendAndMaturity,
    spend_and_maturity,
    spend_of_system,
    spend_of_trust,
)
from benchmark.questions.spend.words import (
    returned_words,
    spend_answer,
    spend_facts,
    spend_in_short,
    to_references,
)
from benchmark.store.publication import Publication
from schemas.base import Row
from tests.unit.questions.country import publish_country, system, trust
from tests.unit.questions.figures_made import expect_vega_lite, layers, marks, texts
from tests.unit.questions.spend.spends import context, spend_return, spend_row

CHARTS: tuple[Callable[[Spend], Figure], ...] = (
    spend_share,
    pounds_to_references,
    references_of_accounts,
    funding_mix,
    spend_categories,
)


@pytest.fixture(scope="module")
def demo(publication: Publication) -> Spend:
    return spend_of_system(publication, Scope("DEMO", 2025))


@pytest.fixture(scope="module")
def merseyside(publication: Publication) -> Spend:
    return spend_of_system(publication, Scope("QYG", 2025))


CODES = ("T1A", "T2A", "T3A", "T4A")
ALL = [spend_row(code, "2024/25", 100_000_000, None, 3_000_000, 0) for code in CODES]
ABOVE = spend_row("T1A", "2024/25", 100_000_000, None, 6_000_000, 0)
BELOW = spend_row("T2A", "2024/25", 100_000_000, None, 1_000_000, 0)
RETURNS = {
    "none": [],
    "one": ALL[:1],
    "two": ALL[:2],
    "three": ALL[:3],
    "all": ALL,
    "above": [ABOVE],
    "above and below": [ABOVE, BELOW],
    "broken down": [spend_row("T1A", "2024/25", 100_000_000, None, 3_000_000, 0, staff=1_000_000), BELOW],
    "not broken down": [BELOW],
}


@pytest.fixture(scope="module")
def spend_made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Spend]:
    """Each of these of a system of its own, of four trusts that are called alike; the fourth has accounts."""
    rows: list[Row] = []
    for place, returns in enumerate(RETURNS.values()):
        rows.append(system(f"QZ{place}", name="System QZ1"))
        for code in CODES:
            known, home = trust(f"{code}{place}", f"QZ{place}")
            rows += [known.model_copy(update={"name": f"Trust {code}"}), home]
        rows.append(context(f"T4A{place}", "2023/24", 100_000_000, 1_000))
        rows += [spend_return({**row, "ods_code": f"{row['ods_code']}{place}"}) for row in returns]
    country = publish_country(tmp_path_factory.mktemp("country"), *rows)
    return {name: spend_of_system(country, Scope(f"QZ{place}", 2025)) for place, name in enumerate(RETURNS)}


def written(spec: dict[str, Any]) -> list[str]:
    """Every text of a chart, those of expressions too."""
    named = [
        record["name"]
        for layer, records in layers(spec, "text")
        if "text" not in layer["encoding"]
        for record in records
    ]
    plain = [
        layer for layer in spec["layer"] if layer["mark"]["type"] == "text" and "text" in layer["encoding"]
    ]
    return named + texts({**spec, "layer": plain})


def rows_behind(figure: Figure) -> pd.DataFrame:
    """The table behind a figure, as its file has it."""
    assert isinstance(figure.table, Filled)
    return figure.table.frame()


@pytest.mark.parametrize("draw", CHARTS)
@pytest.mark.parametrize("ics", ["QYG", "QMJ", "QNQ"])
def test_a_chart_without_returns_is_plain_json_with_words_and_a_table(publication, draw, ics):
    """Those of the Demonstration ICS, which has returns, are asked so with all figures."""
    figure = draw(spend_of_system(publication, Scope(ics, 2025)))
    spec = figure.spec
    assert json.loads(json.dumps(spec, allow_nan=False)) == spec
    expect_vega_lite(spec)
    assert spec["width"] == "container" and spec["height"] > 0
    assert figure.title and not figure.title.endswith(".")
    assert figure.alt.endswith(".") and len(figure.alt) < 1200
    assert isinstance(figure.table, Filled)
    assert all(column.title[0].isupper() or column.title[0].isdigit() for column in figure.table.columns)


class TestShares:
    def test_every_return_has_both_marks_and_every_other_trust_says_no_return(self, demo):
        figure = spend_share(demo)
        drawn = [records for records in marks(figure.spec, "point") if "at" in records[0]]
        assert sorted(len(records) for records in drawn) == [7, 7]
        assert written(figure.spec).count("no return") == 1
        table = rows_behind(figure)
        assert (table["Financial year"] == "no return").sum() == 1
        assert table.loc[table["Financial year"] == "no return", "IT spend (£)"].isna().all()

    def test_each_reference_has_a_line_and_its_date(self, demo):
        spec = spend_share(demo).spec
        lines = {record["at"] for records in marks(spec, "rule") for record in records}
        assert lines == {0.05, 0.02, 0.0192}
        names = written(spec)
        assert "5%: recommended, May 2020" in names
        assert "under 2%: reported, May 2020" in names
        assert "1.92%: 2005/06" in names

    def test_the_axis_begins_at_zero_and_reaches_beyond_5(self, demo):
        spec = spend_share(demo).spec
        scales = [
            layer["encoding"]["x"]["scale"]["domain"]
            for layer in spec["layer"]
            if layer["mark"]["type"] == "point" and "scale" in layer["encoding"]["x"]
        ]
        assert all(low == 0 and high > 0.05 for low, high in scales)

    def test_the_title_counts_those_below_and_those_who_reach(self, demo):
        assert spend_share(demo).title == (
            "Two of seven trusts spend under 2% of operating and capital expenditure on IT, none reaches 5%"
        )

    @pytest.mark.parametrize(
        ("returns", "start"),
        [("two", "Neither of two trusts spends"), ("three", "None of three trusts spends")],
    )
    def test_without_a_trust_below_the_reported_level_the_title_says_none(self, spend_made, returns, start):
        """It began "No of two trusts spend"."""
        assert spend_share(spend_made[returns]).title == (
            f"{start} under 2% of operating expenditure alone on IT, none reaches 5%"
        )

    def test_one_return_is_described_by_its_share(self, spend_made):
        assert (
            spend_share(spend_made["one"]).title
            == "Trust T1A spends 3.0% of operating expenditure alone on IT"
        )

    def test_without_capital_expenditure_there_is_one_mark(self, spend_made):
        figure = spend_share(spend_made["one"])
        drawn = [records for records in marks(figure.spec, "point") if "at" in records[0]]
        assert [record["of"] for records in drawn for record in records] == ["operating expenditure alone"]

    def test_the_chosen_trust_is_emphasised(self, demo):
        spec = spend_share(demo, chosen_trust="DEMO3").spec
        sizes = {
            record["ods_code"]: record["size"]
            for records in marks(spec, "point")
            for record in records
            if "at" in record
        }
        assert sizes["DEMO3"] == max(sizes.values()) > sizes["DEMO1"]

    def test_without_returns_a_sentence_says_so(self, merseyside):
        figure = spend_share(merseyside)
        assert figure.title == "No trust of Cheshire and Merseyside has returned its IT spend"
        assert texts(figure.spec) == [figure.title]


class TestPounds:
    def test_the_bars_add_up_to_the_title_s_sum_and_the_largest_is_first(self, demo):
        figure = pounds_to_references(demo)
        bars = next(records for records in marks(figure.spec, "rect") if "to" in records[0])
        ends: dict[str, float] = {}
        for bar in bars:
            ends[bar["trust"]] = max(ends.get(bar["trust"], 0), bar["to"])
        assert demo.totals is not None and demo.totals.total is not None
        assert sum(ends.values()) == pytest.approx(demo.totals.total.to_recommended / 1e6, abs=1e-3)
        assert list(ends.values()) == sorted(ends.values(), reverse=True)
        assert pounds(demo.totals.total.to_recommended) in figure.title

    def test_a_trust_above_the_recommendation_has_no_bar_and_says_why(self, spend_made):
        spec = pounds_to_references(spend_made["above and below"]).spec
        assert "at or above 5%" in written(spec)
        assert "£4.0m (£1.0m to 2%)" in written(spec)
        bars = [record for records in marks(spec, "rect") for record in records if "to" in record]
        assert {bar["trust"] for bar in bars} == {"Trust T2A"}

    @pytest.mark.parametrize(
        ("returns", "title"),
        [
            ("above", "Trust T1A is at or above 5%"),
            ("one", "Trust T1A would need £2.0m a year more to reach 5%"),
            ("not broken down", "Trust T2A would need £4.0m a year more to reach 5%, £1.0m to reach 2%"),
            ("two", "£4.0m a year more would bring every trust that returned to 5%; none is below 2%"),
        ],
    )
    def test_the_title_says_what_it_would_take(self, spend_made, returns, title):
        assert pounds_to_references(spend_made[returns]).title == title

    def test_references_of_accounts_are_outlines_that_claim_no_spend(self, merseyside):
        figure = references_of_accounts(merseyside)
        bars = next(records for records in marks(figure.spec, "rect") if "to" in records[0])
        assert {bar["fill"] for bar in bars} == {"#FFFFFF"}
        assert "not what anybody spends" in figure.subtitle
        assert len(rows_behind(figure)) == 16

    def test_a_trust_without_accounts_stays_in_the_table(self, publication):
        figure = references_of_accounts(spend_of_system(publication, Scope("QMJ", 2025)))
        table = rows_behind(figure).set_index("ODS code")
        assert pd.isna(table.loc["G6V2S", "Operating expenditure in the accounts (£)"])
        alone = references_of_accounts(spend_of_trust(publication, "G6V2S"))
        assert alone.title == "No accounts to take a reference from"


class TestMix:
    def test_capital_and_revenue_make_each_whole(self, demo):
        spec = funding_mix(demo).spec
        bars = next(records for records in marks(spec, "rect") if "share" in records[0])
        wholes: dict[float, float] = {}
        for bar in bars:
            wholes[bar["y"]] = wholes.get(bar["y"], 0) + bar["share"]
        assert len(wholes) == 4 + 7
        assert all(whole == pytest.approx(1, abs=1e-5) for whole in wholes.values())

    def test_every_bar_has_the_line_of_the_estimate_and_years_say_who_returned(self, demo):
        spec = funding_mix(demo).spec
        lines = [record for records in marks(spec, "rule") for record in records]
        assert {line["at"] for line in lines} == {0.34}
        bars = 4 + 7
        assert len(lines) == (1 + bars) + 2 * bars, "the name's stem and each bar, and over each its edge"
        assert {"2023/24, 8 of 8 trusts", "2024/25, 7 of 8 trusts"} <= set(written(spec))

    def test_one_trust_has_its_years_alone(self, publication):
        figure = funding_mix(spend_of_trust(publication, "DEMO3"))
        assert "Capital is 61.0% of IT spend at Umberquay and Oxtrelby" in figure.title
        assert len(rows_behind(figure)) == 4


class TestCategories:
    def test_the_parts_add_up_to_each_whole_and_are_distinguished_without_colour(self, demo):
        figure = spend_categories(demo)
        bars = [
            record for records in marks(figure.spec, "rect") for record in records if "category" in record
        ]
        wholes: dict[str, float] = {}
        for bar in bars:
            wholes[bar["trust"]] = wholes.get(bar["trust"], 0) + bar["share"]
        assert all(whole == pytest.approx(1, abs=1e-4) for whole in wholes.values())
        assert "staff (St)" in written(figure.spec)
        assert all(bar["text"] for bar in bars if bar["share"] >= 0.065)

    def test_what_is_not_broken_down_is_a_part_of_its_own(self, spend_made):
        figure = spend_categories(spend_made["broken down"])
        assert figure.title == "Staff takes 25.0% of IT spend; 75.0% is not broken down"
        assert "not broken down (–)" in written(figure.spec)
        nothing = spend_categories(spend_made["not broken down"])
        assert nothing.title == "IT spend of 2024/25 is not broken down by category"

    def test_every_category_has_a_name_and_letters_of_its_own(self):
        assert len(set(CATEGORY_NAMES.values())) == len(CATEGORY_NAMES) == 7
        assert MARKS.keys() == CATEGORY_NAMES.keys() and len(set(MARKS.values())) == 7


def eight_trusts(publication: Publication) -> SpendAndMaturity:
    found = spend_of_system(publication, Scope("DEMO", 2024), financial_year="2023/24")
    beside = spend_and_maturity(publication, found, assessment_year=2024)
    assert beside is not None
    return beside


class TestBesideMaturity:
    def test_the_title_says_association_only_and_too_few(self, publication, demo):
        beside = spend_and_maturity(publication, demo, assessment_year=2025)
        assert beside is not None
        figure = spend_against_maturity(beside)
        assert figure.title == "Association only: seven trusts are too few for a correlation"
        assert len(marks(figure.spec, "point")[0]) == 7
        assert not marks(figure.spec, "rule") and not marks(figure.spec, "line")

    def test_eight_trusts_have_a_correlation_with_its_interval(self, publication):
        figure = spend_against_maturity(eight_trusts(publication), chosen_trust="DEMO1")
        assert re.search(
            r"Association only: rank correlation \+0\.31 \(95% interval −0\.52 to \+0\.84\)", figure.title
        )
        (y,) = {json.dumps(layer["encoding"]["y"]["scale"]["domain"]) for layer in figure.spec["layer"]}
        assert y == "[1.0, 5.0]"

    def test_a_single_trust_is_no_trusts(self, publication):
        beside = eight_trusts(publication)
        alone = spend_against_maturity(replace(beside, points=beside.points.head(1)))
        assert alone.alt.startswith("Scatter plot of 1 trust: ")

    @pytest.mark.parametrize("width", SCATTER_WIDTHS)
    def test_no_trust_s_code_covers_another_s_mark(self, publication, width):
        spec = spend_against_maturity(eight_trusts(publication)).spec
        across = spec["layer"][0]["encoding"]["x"]["scale"]["domain"][1]
        ((records),) = marks(spec, "point")
        assert len(records) == 8
        for one, other in permutations(records, 2):
            side = Side(one["align"], one["dx"], one["dy"])
            place = Label(one["text"], one["share"] / across, (5 - one["overall"]) / 4 * SCATTER_HEIGHT, side)
            left, top, right, bottom = place.box(width)
            x, y = other["share"] / across * width, (5 - other["overall"]) / 4 * SCATTER_HEIGHT
            assert not (left < x < right and top < y < bottom), (one["text"], other["text"])


@pytest.mark.parametrize(
    ("amount", "words"),
    [(3.4e9, "£3.4bn"), (12_340_000, "£12.3m"), (999_499, "£999,000"), (480_400, "£480,000"), (912, "£912")],
)
def test_amounts_in_words(amount, words):
    assert pounds(amount) == words


@pytest.mark.parametrize(
    ("share", "below_reported", "below_recommended", "trusts", "words"),
    [
        (0.015, 2, 3, 3, "£1.0m a year more would bring each of them to 2%, £9.0m to 5%."),
        (0.025, 0, 3, 3, "None is below 2%; £9.0m a year more would bring each to 5%."),
        (0.06, 0, 0, 3, "Each of them is at or above the 5% recommended in 2020."),
        (0.015, 1, 1, 1, "£1.0m a year more would reach 2%, and £9.0m the 5% recommended in 2020."),
        (
            *(0.0204, 0, 1, 1),
            "That is at the 2% of 2020; £9.0m a year more would reach the 5% recommended then.",
        ),
        (
            *(0.027, 0, 1, 1),
            "That is above the 2% of 2020; £9.0m a year more would reach the 5% recommended then.",
        ),
        (0.05, 0, 0, 1, "That is at the 5% recommended in 2020."),
        (0.053, 0, 0, 1, "That is above the 5% recommended in 2020."),
    ],
)
def test_the_way_to_the_references_in_words(share, below_reported, below_recommended, trusts, words):
    against = AgainstExpenditure(
        trusts=trusts,
        expenditure=2e8,
        it_total=3e6,
        share=share,
        to_reported=1e6 if below_reported else 0,
        to_recommended=9e6 if below_recommended else 0,
        below_reported=below_reported,
        below_recommended=below_recommended,
    )
    assert to_references(against) == words


def test_who_returned_in_words(spend_made):
    said = [returned_words(spend_made[name]) for name in ("none", "one", "three", "all")]
    assert said == [
        "No trust of System QZ1 has returned its IT spend.",
        "One of four trusts of System QZ1 has returned its IT spend for 2024/25.",
        "Three of four trusts of System QZ1 have returned their IT spend for 2024/25.",
        "All four trusts of System QZ1 have returned their IT spend for 2024/25.",
    ]


def test_the_answer_is_what_share_was_spent_and_by_how_many(spend_made):
    one, three = (spend_answer(spend_made[name]) for name in ("one", "three"))
    assert re.fullmatch(r"IT took \d\.\d% of .+ expenditure.* in 2024/25 at one of four trusts", one.title)
    assert three.title.endswith(" in 2024/25 at three of four trusts")
    assert re.match(r"That was £\S+ in all\. ", three.rest)
    totals = spend_made["three"].totals
    assert totals is not None and totals.operating is not None
    fewer = replace(totals, total=None, operating=replace(totals.operating, trusts=2))
    said = spend_answer(replace(spend_made["three"], totals=fewer)).title
    assert said.endswith(" at three of four trusts, 2 of which gave their expenditure")
    nothing = replace(spend_made["three"], totals=replace(totals, total=None, operating=None))
    none = spend_answer(nothing)
    assert re.fullmatch(r"£\S+ went to IT in 2024/25 at three of four trusts", none.title)
    assert none.rest == "There is no share without expenditure."
    assert spend_in_short(nothing) == "2024/25: £9.0m in all; there is no share without expenditure."
    # The operating expenditure of trusts was said to be capital expenditure.
    assert spend_facts(nothing)[1:3] == [
        ("Share of operating and capital expenditure", "no capital expenditure returned"),
        ("Share of operating expenditure alone", "no expenditure returned"),
    ]


def test_a_name_is_whole_where_its_chart_has_room(merseyside):
    """Narrower, the chart itself ends the name where the row's figures begin."""
    named = next(rows for rows in marks(references_of_accounts(merseyside).spec, "text") if "cut" in rows[0])
    shown = {row["name"] for row in named}
    assert not any("…" in name for name in shown)
    assert "Warrington and Halton Teaching Hospitals (now North Cheshire and Mersey)" in shown
