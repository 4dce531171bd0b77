"""Who returned, who was expected to, and which returns raise a question."""

from datetime import date

import pandas as pd
import pytest

from benchmark.common.completeness import completeness, flags, quality_flags
from benchmark.common.scope import Scope
from benchmark.core.errors import UnknownCode
from benchmark.store.publication import Publication
from tests.unit.questions import naive
from tests.unit.questions.country import overall, passes, pillars, publish_country, system, trust
from tests.unit.questions.frames import score_frame


class TestCompleteness:
    def test_avon_and_wiltshire_is_missing_from_its_system(self, publication):
        found = completeness(publication, Scope("QUY", 2025))
        missing = found[found["state"] == "missing"]
        assert missing[["ods_code", "care_setting", "reason"]].to_numpy().tolist() == [
            ["RVN", None, "no return in 2025 for any care setting"]
        ]

    @pytest.mark.parametrize("footprint", ["assessed", "current"])
    def test_every_return_is_listed_and_no_other_is_missing(self, publication, footprint):
        returned, missing = set(), []
        for ics in naive.systems(2025, footprint):
            for row in completeness(publication, Scope(ics, 2025, footprint)).itertuples():
                if row.state == "returned":
                    assert row.reason == "pillar scores and comparable overall score"
                    returned.add((row.ods_code, row.care_setting))
                else:
                    missing.append(row.ods_code)
        assert returned == set(naive.comparable(2025))
        assert missing == ["RVN"]

    def test_a_round_of_comparable_scores_alone_is_a_return(self, publication):
        found = completeness(publication, Scope("QYG", 2024))
        assert set(found["reason"]) == {"comparable overall score only"}

    def test_a_system_that_does_not_exist_is_refused(self, publication):
        with pytest.raises(UnknownCode, match="QQQ"):
            completeness(publication, Scope("QQQ", 2025))

    def test_expected_are_those_of_the_round_before_and_every_open_member(self, tmp_path):
        country = publish_country(
            tmp_path,
            system("QZ1"),
            # Returned before and again, in one of two settings.
            *trust("T1A", "QZ1"),
            overall(2024, "T1A", "Acute", 2.0),
            overall(2024, "T1A", "Community", 2.0),
            *pillars("T1A", "Acute", 2.0),
            # Returned before, and passed to one that returned for it.
            *trust("T2A", "QZ1", until=date(2025, 1, 31), closed_on=date(2025, 1, 31)),
            *trust("T3A", "QZ1"),
            passes("T2A", "T3A", date(2025, 2, 1)),
            overall(2024, "T2A", "Acute", 2.0),
            overall(2024, "T2A", "Community", 2.0),
            *pillars("T3A", "Acute", 2.0),
            overall(2025, "T3A", "Acute", 2.0),
            # Returned before, nothing now; closed since without a successor; open without any return.
            *trust("T4A", "QZ1"),
            overall(2024, "T4A", "Acute", 2.0),
            *trust("T5A", "QZ1", closed_on=date(2025, 5, 31)),
            overall(2024, "T5A", "Acute", 2.0),
            *trust("T6A", "QZ1"),
        )
        found = completeness(country, Scope("QZ1", 2025))
        assert found[["ods_code", "care_setting", "state", "reason"]].to_numpy().tolist() == [
            ["T1A", "Acute", "returned", "pillar scores only"],
            ["T3A", "Acute", "returned", "pillar scores and comparable overall score"],
            ["T4A", "Acute", "missing", "returned in 2024, not in 2025"],
            ["T1A", "Community", "missing", "returned in 2024, not in 2025"],
            ["T2A", "Community", "missing", "returned in 2024, not in 2025; passed to T3A (Trust T3A)"],
            ["T6A", None, "missing", "no return in 2025 for any care setting"],
        ]


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
        assert flags(now, before).to_numpy().tolist() == [
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
        nothing = score_frame([])
        assert flags(score_frame(rows), nothing).empty
        differing = [*rows, ("QZ1", "T1A", "Community", "improve_care", 3.1)]
        assert flags(score_frame(differing), nothing).empty

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
