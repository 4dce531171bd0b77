"""Who returned, who was expected to, and how much of a round came."""

from datetime import date

import pytest

from benchmark.common.completeness import UNKNOWN, completeness, round_received, round_words
from benchmark.common.scope import Scope
from benchmark.core.errors import UnknownCode
from tests.unit.questions import naive
from tests.unit.questions.country import overall, passes, pillars, publish_country, system, trust


class TestCompleteness:
    def test_avon_and_wiltshire_is_missing_from_its_system(self, publication):
        found = completeness(publication, Scope("QUY", 2025))
        missing = found[found["state"] == "missing"]
        assert missing[["ods_code", "care_setting", "reason"]].to_numpy().tolist() == [
            ["RVN", None, "no score for 2025 in any care setting"]
        ]

    def test_of_a_round_with_overall_scores_alone_nobody_is_said_to_have_returned_or_not(self, publication):
        said = {
            year: round_words(round_received(publication, year=year, kind=None), ics_code=None)
            for year in (2024, 2025)
        }
        assert said[2024] == f"Scores of 2024: England 285 of 286 here. {UNKNOWN}"
        assert said[2025] == "Scores of 2025: England 285 of 286 returned."

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
            ["T6A", None, "missing", "no score for 2025 in any care setting"],
        ]


@pytest.mark.parametrize("year", [2024, 2025])
def test_the_published_rounds_are_complete_except_for_one_trust(year, publication):
    found = round_received(publication, year=year, kind=None)
    assert (found.england.returned, found.england.expected) == (285, 286)
    assert found.england.enough_for_england and not found.too_few


def test_a_round_without_pillars_has_none_of_them(publication):
    found = round_received(publication, year=2024, kind="maturity_scores")
    assert found.england.returned == 0
    assert found.of("DEMO").enough
