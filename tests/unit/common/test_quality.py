"""Which returns raise a question about their quality."""

from datetime import date

import pandas as pd
import pytest

from benchmark.common.quality import flags, profiles, quality_flags
from benchmark.common.scope import Scope
from benchmark.store.publication import Publication
from benchmark.store.publication.preview import preview_submitted
from schemas.reference import DsptStatus, EprSupplier
from schemas.returns import TrustContext
from tests.unit.questions import naive
from tests.unit.questions.country import pillars, publish_country, system, trust
from tests.unit.questions.frames import score_frame


@pytest.fixture(scope="module")
def flagged_in_2025(publication: Publication) -> pd.DataFrame:
    """The flags of every system."""
    return pd.concat(
        [quality_flags(publication, Scope(ics, 2025)) for ics in naive.systems(2025, "assessed")]
    )


class TestQualityFlags:
    def test_eight_trusts_gave_the_same_answers_in_every_setting(self, flagged_in_2025):
        flagged = [row for row in flagged_in_2025.itertuples() if row.flag == "identical_settings"]
        assert {row.ods_code for row in flagged} == identical_in_every_setting()
        assert len(flagged) == 8
        assert all(row.care_setting is None for row in flagged)

    def test_79_trusts_return_for_more_than_one_setting(self):
        trusts = [code for code, _ in naive.comparable(2025)]
        assert sum(trusts.count(code) > 1 for code in set(trusts)) == 79

    def test_units_with_one_score_on_every_pillar_are_those_of_the_files(self, flagged_in_2025):
        scores = naive.pillar_scores(2025)
        flat = {
            unit for unit in naive.comparable(2025) if len({scores[*unit, p] for p in naive.PILLARS}) == 1
        }
        of_flag = flagged_in_2025[flagged_in_2025["flag"] == "all_pillars_same"]
        assert set(zip(of_flag["ods_code"], of_flag["care_setting"], strict=True)) == flat

    def test_a_round_after_one_without_pillars_has_no_jumps_and_neither_has_the_first(
        self, publication, flagged_in_2025
    ):
        assert "year_jump" not in set(flagged_in_2025["flag"])
        assert quality_flags(publication, Scope("QYG", 2024)).empty

    def test_each_flag_says_what_it_saw(self):
        now = score_frame(
            [
                ("QZ1", "T1A", "Acute", "well_led", 2.0),
                ("QZ1", "T1A", "Acute", "improve_care", 3.0),
                ("QZ1", "T1A", "Community", "well_led", 2.0),
                ("QZ1", "T1A", "Community", "improve_care", 3.0),
                ("QZ1", "T2A", "Acute", "well_led", 2.5),
                ("QZ1", "T2A", "Acute", "improve_care", 2.5),
            ]
        )
        before = score_frame(
            [
                ("QZ1", "T1A", "Acute", "well_led", 3.5),
                ("QZ1", "T1A", "Acute", "improve_care", 1.4),
                ("QZ1", "T1A", "Community", "well_led", 3.4),
                ("QZ9", "T2A", "Acute", "improve_care", 1.0),
            ]
        )
        assert flags(profiles(now), profiles(before), older={}).to_numpy().tolist() == [
            [
                "T1A",
                "Trust T1A",
                "Acute",
                "year_jump",
                "Well Led from 3.5 to 2.0 and Improve Care from 1.4 to 3.0 since the round before.",
            ],
            ["T2A", "Trust T2A", "Acute", "all_pillars_same", "2.5 on every one of 2 pillars."],
            [
                "T2A",
                "Trust T2A",
                "Acute",
                "year_jump",
                "Improve Care from 1.0 to 2.5 since the round before.",
            ],
            ["T1A", "Trust T1A", None, "identical_settings", "The same scores for Acute and Community."],
        ]

    def test_settings_that_differ_on_one_pillar_or_lack_one_are_not_identical(self):
        rows = [
            ("QZ1", "T1A", "Acute", "well_led", 2.0),
            ("QZ1", "T1A", "Acute", "improve_care", 3.0),
            ("QZ1", "T1A", "Community", "well_led", 2.0),
        ]
        assert flags(profiles(score_frame(rows)), {}, older={}).empty
        differing = [*rows, ("QZ1", "T1A", "Community", "improve_care", 3.1)]
        assert flags(profiles(score_frame(differing)), {}, older={}).empty

    def test_a_trust_that_changed_its_system_is_still_compared_with_itself(self, tmp_path):
        moved = trust("T1A", "QZ1", until=date(2025, 3, 31))
        country = publish_country(
            tmp_path,
            system("QZ1"),
            system("QZ2"),
            *moved,
            moved[1].model_copy(update={"ics_code": "QZ2", "valid_from": date(2025, 4, 1), "valid_to": None}),
            *pillars("T1A", "Acute", 1.0, 2.0, year=2024),
            *pillars("T1A", "Acute", 3.0, 2.0, year=2025),
        )
        found = quality_flags(country, Scope("QZ2", 2025))
        assert found[["flag", "explanation"]].to_numpy().tolist() == [
            ["year_jump", "Well Led from 1.0 to 3.0 since the round before."]
        ]
        assert quality_flags(country, Scope("QZ1", 2025)).empty


def identical_in_every_setting() -> set[str]:
    scores = naive.pillar_scores(2025)
    found = set()
    for code in {code for code, _, _ in scores}:
        profiles = {
            tuple(scores[code, setting, pillar] for pillar in naive.PILLARS)
            for other, setting in naive.comparable(2025)
            if other == code
        }
        number_of_settings = sum(other == code for other, _ in naive.comparable(2025))
        if number_of_settings > 1 and len(profiles) == 1:
            found.add(code)
    return found


EDITIONS = {
    "trust_context": "financial_year",
    "dspt_status": "edition",
    "medical_records": "financial_year",
    "epr_suppliers": "as_of",
    "eric_types": "financial_year",
}
"""The publications that stand beside scores, each with its column of editions."""


def behind() -> dict[str, list[str]]:
    """Trust that returned in 2025 -> the publications of which half of open trusts have later editions."""
    is_open = {row["ods_code"] for row in naive.table("reference/trusts.csv") if not row["closed_on"]}
    found: dict[str, list[str]] = {}
    for kind, column in EDITIONS.items():
        newest: dict[str, str] = {}
        for row in naive.table(f"reference/{kind}.csv"):
            if row["ods_code"] in is_open:
                newest[row["ods_code"]] = max(newest.get(row["ods_code"], ""), row[column])
        for code in {code for code, *_ in naive.pillar_scores(2025)} & newest.keys():
            if 2 * sum(edition > newest[code] for edition in newest.values()) >= len(newest):
                found.setdefault(code, []).append(kind)
    return found


def accounts(code: str, *years: str) -> list[TrustContext]:
    return [TrustContext(ods_code=code, financial_year=year, operating_expenditure=1e8) for year in years]


class TestOutOfDateSources:
    def test_those_of_england_are_those_of_the_files(self, flagged_in_2025):
        of_flag = flagged_in_2025[flagged_in_2025["flag"] == "out_of_date_source"]
        assert set(of_flag["ods_code"]) == behind().keys()
        assert [*behind().values()] == [["trust_context"]] * 5
        assert set(of_flag["explanation"]) == {
            "Its size and staff here are from the accounts of 2022/23; 195 of 200 trusts have later ones."
        }
        assert of_flag["care_setting"].isna().all() and not of_flag["ods_code"].duplicated().any()

    def test_a_fictional_trust_is_asked_once_its_newest_accounts_are_gone(self, publication):
        def asked(found: Publication) -> list[list[str]]:
            rows = quality_flags(found, Scope("DEMO", 2025))
            rows = rows[rows["flag"] == "out_of_date_source"]
            return rows[["ods_code", "explanation"]].to_numpy().tolist()

        assert asked(publication) == []
        with publication.cursor() as cursor:
            rest = cursor.sql("""
                from publication.trust_context where (ods_code, financial_year) <> ('DEMO7', '2024/25')
            """).to_arrow_table()
        without = preview_submitted(publication, {}, instead={"trust_context": rest})
        assert asked(without) == [
            [
                "DEMO7",
                "Its size and staff here are from the accounts of 2023/24; 7 of 8 trusts have later ones.",
            ]
        ]

    @pytest.mark.parametrize(("later", "asked"), [(1, False), (2, True), (3, True)])
    def test_an_edition_is_late_once_half_of_all_trusts_have_a_later_one(self, tmp_path, later, asked):
        codes = ("T1A", "T2A", "T3A", "T4A")
        country = publish_country(
            tmp_path,
            system("QZ1"),
            *(row for code in codes for row in trust(code, "QZ1")),
            *pillars("T1A", "Acute", 1.0, 2.0),
            *(row for code in codes for row in accounts(code, "2022/23")),
            *(row for code in codes[-later:] for row in accounts(code, "2023/24")),
        )
        found = quality_flags(country, Scope("QZ1", 2025))
        words = f"the accounts of 2022/23; {later} of 4 trusts have later ones."
        expected = [f"Its size and staff here are from {words}"] if asked else []
        assert found["explanation"].tolist() == expected

    def test_several_make_one_question_and_closed_or_fictional_trusts_do_not_count(self, tmp_path):
        closed = trust("T4A", "QZ1", closed_on=date(2025, 12, 31))
        country = publish_country(
            tmp_path,
            system("QZ1"),
            *(row for code in ("T1A", "T2A", "T3A") for row in trust(code, "QZ1")),
            *closed,
            *trust("T5A", "QZ1", fictional=True),
            *pillars("T1A", "Acute", 1.0, 2.0),
            *pillars("T1A", "Community", 2.0, 1.0),
            *pillars("T3A", "Acute", 1.0, 2.0),
            *accounts("T1A", "2022/23"),
            *accounts("T2A", "2022/23", "2023/24"),
            *accounts("T4A", "2023/24"),
            *accounts("T5A", "2025/26"),
            *(
                EprSupplier(ods_code=code, supplier="Nobody", as_of=date(2023, month, 30))
                for code, month in (("T1A", 9), ("T2A", 11))
            ),
            *(
                DsptStatus(edition="2022/23", ods_code=code, status="standards_met", snapshot_on=day)
                for code, day in (("T1A", date(2023, 8, 7)), ("T2A", date(2023, 11, 16)))
            ),
        )
        found = quality_flags(country, Scope("QZ1", 2025))
        assert found[["ods_code", "care_setting", "flag", "explanation"]].to_numpy().tolist() == [
            [
                "T1A",
                None,
                "out_of_date_source",
                "Its supplier of records here is as of September 2023; 1 of 2 trusts has later ones. "
                "Its size and staff here are from the accounts of 2022/23; 1 of 2 trusts has later ones.",
            ]
        ]
