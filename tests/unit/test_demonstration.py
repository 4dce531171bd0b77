"""The Demonstration ICS: plainly fictional, sound as a return must be, and telling its story."""

import csv
import re
from collections import defaultdict
from fractions import Fraction
from functools import cache
from itertools import pairwise

import pytest
from rapidfuzz import fuzz

from benchmark.core.definitions import definitions, load_published_files
from benchmark.core.settings import PROJECT_ROOT
from benchmark.returns import check_return
from schemas.conditions import REQUIRED

FOLDER = PROJECT_ROOT / "data" / "demonstration"
LISTED = load_published_files(FOLDER).files
TRUSTS = [f"DEMO{number}" for number in range(1, 9)]
ROUNDS = (2023, 2024, 2025)
YEARS = ("2021/22", "2022/23", "2023/24", "2024/25")
ODS_CODE = re.compile(r"[A-Z0-9]{3}|[A-Z][0-9][A-Z][0-9][A-Z]")
"""What the Organisation Data Service gives: three characters, or letters and digits by turns."""
EVERYDAY = {
    *("nhs", "foundation", "trust", "trusts", "and", "the", "of", "hospital", "hospitals", "university"),
    *("teaching", "community", "mental", "health", "services", "service", "ambulance", "partnership"),
    *("district", "care", "healthcare", "primary", "general"),
}


@cache
def rows(kind: str, folder: str = "demonstration") -> list[dict[str, str]]:
    name = f"fictional_{kind}.csv" if folder == "demonstration" else f"{kind}.csv"
    with (PROJECT_ROOT / "data" / folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def own_words(name: str) -> set[str]:
    """The words of a name that are its own."""
    return {*re.findall(r"[a-z]+", name.lower())} - EVERYDAY


class TestPlainlyFictional:
    def test_codes_are_none_that_the_data_service_gives(self):
        codes = [row["ods_code"] for row in rows("trusts")] + [row["ics_code"] for row in rows("ics")]
        assert codes == [*TRUSTS, "DEMO"]
        assert not any(ODS_CODE.fullmatch(code) for code in codes)

    def test_the_pattern_is_that_of_the_published_codes(self):
        published = [row["ods_code"] for row in rows("trusts", "reference")]
        published += [row["ics_code"] for row in rows("ics", "reference")]
        assert all(ODS_CODE.fullmatch(code) for code in published)

    def test_no_trust_has_such_a_name_or_one_like_it(self):
        real = [row["name"] for row in rows("trusts", "reference")] + [
            row["name"] for row in rows("ics", "reference")
        ]
        known = {word for name in real for word in own_words(name)}
        for row in rows("trusts"):
            assert row["name"] not in real
            for word in own_words(row["name"]):
                nearest = max(known, key=lambda other: fuzz.ratio(word, other))
                assert fuzz.ratio(word, nearest) < 70, (word, nearest)

    def test_organisations_say_so_and_name_no_place(self):
        for kind in ("ics", "trusts"):
            for row in rows(kind):
                assert row["fictional"] == "true"
                assert not {"postcode", "latitude", "longitude", "ons_code"} & row.keys()
        assert "fictional" in rows("ics")[0]["name"]

    def test_suppliers_and_addresses_belong_to_no_real_organisation(self):
        published = {row["supplier"] for row in rows("epr_suppliers", "reference")}
        for row in rows("epr_suppliers"):
            assert row["supplier"].endswith("(fictional)") or row["supplier"] == "Built in house"
            assert row["supplier"] not in published
        # RFC 2606 keeps the top-level domain for examples: nobody can ever receive such mail.
        assert all(row["contact"].endswith(".example") for row in rows("peer_exchange"))

    def test_every_file_says_so_in_its_name_and_its_source(self):
        for listed in LISTED:
            assert listed.file == f"fictional_{listed.kind}.csv"
            assert "fictional" in listed.publication


@pytest.mark.parametrize("listed", LISTED, ids=[listed.kind for listed in LISTED])
def test_a_file_is_a_return_that_nothing_is_asked_about(listed, publication):
    checked = check_return(FOLDER / listed.file, listed.file, publication=publication, kind=listed.kind)
    assert checked.errors == ()
    assert {entry.code for entry in checked.questions} <= {"already_submitted"}
    assert (checked.rows_refused, checked.rows_valid) == (0, listed.rows)


class TestScores:
    def test_domains_are_whole_numbers_from_1_to_5(self):
        scores = [row for row in rows("maturity_scores") if row["domain"]]
        assert {row["score"] for row in scores} <= {"1", "2", "3", "4", "5"}
        assert {row["ods_code"] for row in scores} == {*TRUSTS} - {"DEMO8"}

    def test_every_unit_has_every_pillar(self):
        pillars = defaultdict(set)
        for row in rows("maturity_scores"):
            pillars[row["assessment_year"], row["ods_code"], row["care_setting"]].add(row["pillar"])
        assert all(found == {*definitions().framework.pillar_keys} for found in pillars.values())
        assert sorted({(int(year), code) for year, code, _ in pillars}) == [
            (year, code) for year in ROUNDS for code in TRUSTS if (year, code) != (2025, "DEMO5")
        ]

    def test_a_pillar_is_the_mean_of_its_domains(self, publication):
        given = defaultdict(list)
        for row in rows("maturity_scores"):
            key = (int(row["assessment_year"]), row["ods_code"], row["care_setting"], row["pillar"])
            given[key].append(Fraction(row["score"]))
        shown = publication.rows(
            "select assessment_year, ods_code, care_setting, pillar, score "
            "from publication.unit_pillar_scores where fictional"
        )
        assert {row[:-1]: row[-1] for row in shown} == pytest.approx(
            {key: float(sum(scores) / len(scores)) for key, scores in given.items()}
        )

    def test_the_comparable_score_is_the_mean_of_what_all_rounds_share(self):
        asked = defaultdict(set)
        for row in rows("maturity_scores"):
            asked[row["pillar"], row["domain"]].add(int(row["assessment_year"]))
        shared = {key for key, years in asked.items() if years == {*ROUNDS}}
        assert {key for key in asked if key not in shared} == {
            ("improve_care", "safe_use_of_artificial_intelligence")
        }
        given = defaultdict(list)
        for row in rows("maturity_scores"):
            if (row["pillar"], row["domain"]) in shared:
                unit = (row["assessment_year"], row["ods_code"], row["care_setting"])
                given[unit].append(Fraction(row["score"]))
        stated: dict[tuple[str, ...], float] = {}
        for row in rows("overall_comparable"):
            unit = (row["assessment_year"], row["ods_code"], row["care_setting"])
            # The domains that two rounds share are here those that all share: one score for both pairs.
            assert stated.setdefault(unit, float(row["score"])) == float(row["score"])
        assert stated == pytest.approx(
            {unit: float(sum(scores) / len(scores)) for unit, scores in given.items()}
        )

    def test_the_board_returned_each_round(self):
        assert len(rows("icb_maturity_scores")) == len(ROUNDS) * len(definitions().framework.pillars)
        assert [int(row["assessment_year"]) for row in rows("icb_overall_comparable")] == [
            2023,
            2024,
            2024,
            2025,
        ]


class TestMoney:
    def test_the_parts_add_up_to_the_whole(self):
        without = 0
        for row in rows("it_spend"):
            parts = [value for name, value in row.items() if name.startswith("spend_on_")]
            total = int(row["it_revenue"]) + int(row["it_capital"])
            if parts == [""] * 6:
                without += 1
            else:
                assert sum(map(int, parts)) == total, row
        assert without == 1

    def test_shares_of_both_denominators_are_between_1_and_4_per_cent(self):
        for row in rows("it_spend"):
            total = int(row["it_revenue"]) + int(row["it_capital"])
            operating, capital = int(row["operating_expenditure"]), int(row["capital_expenditure"] or 0)
            assert 0.01 < total / (operating + capital) <= total / operating < 0.04, row

    def test_expenditure_is_that_of_the_accounts(self):
        accounts = {(row["financial_year"], row["ods_code"]): row for row in rows("trust_context")}
        assert sorted(accounts) == [(year, code) for year in YEARS for code in TRUSTS]
        for row in rows("it_spend"):
            account = accounts[row["financial_year"], row["ods_code"]]
            for name in ("operating_expenditure", "capital_expenditure"):
                assert row[name] == account[name]

    def test_who_returned_spend(self):
        returned = {(row["financial_year"], row["ods_code"]) for row in rows("it_spend")}
        assert {(year, code) for year in YEARS for code in TRUSTS} - returned == {("2024/25", "DEMO5")}


class TestConditions:
    def test_every_return_has_every_section(self):
        sections = defaultdict(set)
        for row in rows("conditions"):
            sections[row["assessment_year"], row["ods_code"]].add(row["section"])
        assert sorted(sections) == [
            (year, code) for year in ("2024", "2025") for code in TRUSTS if (year, code) != ("2025", "DEMO5")
        ]
        assert all(found == {*REQUIRED} for found in sections.values())

    def test_posts_are_filled_or_vacant(self):
        for row in rows("conditions"):
            if row["section"] == "digital_posts":
                assert float(row["funded"]) == float(row["in_post"]) + float(row["vacant"])

    def test_priorities_are_an_order(self):
        order = defaultdict(list)
        for row in rows("conditions"):
            if row["section"] == "programme":
                order[row["assessment_year"], row["ods_code"]].append(int(row["priority"]))
        assert all(found == [*range(1, len(found) + 1)] for found in order.values())


class TestTheStory:
    def overall(self, code: str) -> dict[str, list[float]]:
        """Comparable scores by care setting, oldest first."""
        found = defaultdict(list)
        for row in rows("overall_comparable"):
            # The second score of the round in the middle, beside its other neighbour, is the same.
            if row["ods_code"] == code and (row["assessment_year"], row["compared_with"]) != ("2024", "2025"):
                found[row["care_setting"]].append(float(row["score"]))
        return found

    def share(self, code: str) -> list[float]:
        return [
            (int(row["it_revenue"]) + int(row["it_capital"]))
            / (int(row["operating_expenditure"]) + int(row["capital_expenditure"] or 0))
            for row in rows("it_spend")
            if row["ods_code"] == code
        ]

    def test_the_leader_is_held_back(self):
        (before, best, now), _ = self.overall("DEMO1").values()
        assert before < best > now
        assert now > max(scores[-1] for code in TRUSTS[1:] for scores in self.overall(code).values())
        spent = [
            int(row["it_revenue"]) + int(row["it_capital"])
            for row in rows("it_spend")
            if row["ods_code"] == "DEMO1"
        ]
        assert spent[-1] < spent[0]

    @pytest.mark.parametrize("code", ["DEMO2", "DEMO7"])
    def test_two_laggards_rise_with_what_they_spend(self, code):
        (scores,) = self.overall(code).values()
        shares = self.share(code)
        assert all(later - earlier > 0.2 for earlier, later in pairwise(scores))
        assert all(later > earlier for earlier, later in pairwise(shares))

    def test_one_falls_on_every_pillar(self):
        means = defaultdict(dict)
        for row in rows("maturity_scores"):
            if row["ods_code"] == "DEMO4" and row["domain"] != "safe_use_of_artificial_intelligence":
                unit = means[row["care_setting"], row["pillar"]]
                unit.setdefault(row["assessment_year"], []).append(int(row["score"]))
        for unit in means.values():
            assert all(sum(later) < sum(earlier) for earlier, later in pairwise(unit.values()))
        shares = self.share("DEMO4")
        assert all(later < earlier for earlier, later in pairwise(shares))

    def test_one_gave_the_same_answers_twice(self):
        answers = defaultdict(set)
        for row in rows("maturity_scores"):
            if (row["ods_code"], row["assessment_year"]) == ("DEMO4", "2025"):
                answers[row["care_setting"]].add((row["pillar"], row["domain"], row["score"]))
        one, other = answers.values()
        assert one == other

    def test_one_spends_mostly_capital(self):
        capital = defaultdict(list)
        for row in rows("it_spend"):
            capital[row["ods_code"]].append(
                int(row["it_capital"]) / (int(row["it_revenue"]) + int(row["it_capital"]))
            )
        assert min(capital.pop("DEMO3")) > 0.5
        assert all(max(shares) < 0.5 for shares in capital.values())

    def test_one_has_a_legacy_problem(self):
        unsupported = defaultdict(lambda: [0, 0])
        for row in rows("conditions"):
            if row["section"] == "legacy_estate" and row["assessment_year"] == "2025":
                unsupported[row["ods_code"]][0] += int(row["unsupported"])
                unsupported[row["ods_code"]][1] += int(row["systems"])
        shares = {code: old / all_ for code, (old, all_) in unsupported.items()}
        assert shares.pop("DEMO6") > 0.4
        assert max(shares.values()) < 0.2

    def test_one_name_is_long(self):
        assert max(len(row["name"]) for row in rows("trusts")) >= 70
