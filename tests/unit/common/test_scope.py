"""What a person names, and what the product makes of it."""

import pytest

from benchmark.common.resolve import resolve_scope
from benchmark.common.scope import (
    Scope,
    Standard,
    comparable_rounds,
    rounds,
    rounds_with_pillars,
    system_of,
    systems,
)
from benchmark.core.errors import BenchmarkError, UnknownCode
from tests.unit.questions import naive
from tests.unit.questions.country import overall, pillars, publish_country, system, trust


class TestResolvingAScope:
    @pytest.mark.parametrize(
        "named", ["QYG", "qyg", " QYG ", "Cheshire and Merseyside", "CHESHIRE AND MERSEYSIDE"]
    )
    def test_a_code_or_an_exact_name_in_any_case_will_do(self, publication, named):
        assert resolve_scope(publication, ics=named) == Scope("QYG", 2025, "assessed")

    def test_the_year_and_the_footprint_are_kept(self, publication):
        assert resolve_scope(publication, ics="QYG", year=2024) == Scope("QYG", 2024, "assessed")
        found = resolve_scope(publication, ics="Essex", footprint="current")
        assert found == Scope("D7T5G", 2025, "current")

    def test_an_unknown_code_gets_the_nearest_one(self, publication):
        with pytest.raises(UnknownCode) as caught:
            resolve_scope(publication, ics="QYX")
        assert caught.value.message.startswith(
            "There is no ICS QYX on the footprint as assessed. Nearest: QYG (Cheshire and Merseyside), "
        )

    def test_a_misspelt_name_gets_the_nearest_one(self, publication):
        with pytest.raises(UnknownCode, match=r"Nearest: QYG \(Cheshire and Merseyside\), "):
            resolve_scope(publication, ics="chesire")
        with pytest.raises(UnknownCode, match=r"Nearest: QRL \(Hampshire and Isle of Wight\)\.$"):
            resolve_scope(publication, ics="Hampshire & Isle of White")

    @pytest.mark.parametrize(
        ("named", "footprint", "message"),
        [
            (
                "QJG",
                "current",
                "QJG (Suffolk and North East Essex) is not on the current footprint. "
                "Its successors there: D7T5G (Essex) and T6Y0W (Norfolk and Suffolk).",
            ),
            (
                "qmm",
                "current",
                "QMM (Norfolk and Waveney) is not on the current footprint. "
                "Its successor there: T6Y0W (Norfolk and Suffolk).",
            ),
            (
                "Norfolk and Suffolk",
                "assessed",
                "T6Y0W (Norfolk and Suffolk) is not on the footprint as assessed. "
                "Its predecessors there: QMM (Norfolk and Waveney) and QJG (Suffolk and North East Essex).",
            ),
        ],
    )
    def test_a_system_of_the_other_footprint_gets_its_replacements(
        self, publication, named, footprint, message
    ):
        with pytest.raises(UnknownCode) as caught:
            resolve_scope(publication, ics=named, footprint=footprint)
        assert caught.value.message == message

    def test_an_unknown_year_gets_the_nearest_one(self, publication):
        with pytest.raises(UnknownCode, match=r"no round of 2031\. Nearest: 2024 and 2025"):
            resolve_scope(publication, ics="QYG", year=2031)

    def test_an_unknown_footprint_gets_the_known_ones(self, publication):
        with pytest.raises(UnknownCode, match="assessed, current"):
            resolve_scope(publication, ics="QYG", footprint="tomorrow")


class TestStandards:
    @pytest.mark.parametrize(
        ("standard", "words"),
        [
            (Standard(), "level 3"),
            (Standard("floor", 2.5), "level 2.5"),
            (Standard("ics_best"), "the best of its setting in its system or group"),
            (Standard("setting_median"), "the national median of its setting"),
            (Standard("setting_upper_quartile"), "the national upper quartile of its setting"),
            (Standard("own_target"), "its own target"),
        ],
    )
    def test_a_standard_says_what_it_is(self, standard, words):
        assert standard.in_words == words

    @pytest.mark.parametrize("level", [0.5, 5.5, 2.25, float("nan")])
    def test_a_level_off_the_scale_is_refused(self, level):
        with pytest.raises(BenchmarkError, match=r"from 1 to 5 in steps of 0\.5"):
            Standard("floor", level)

    def test_a_standard_that_is_not_defined_is_refused(self):
        with pytest.raises(BenchmarkError, match="setting_median"):
            Standard("best_in_class")


class TestSystems:
    @pytest.mark.parametrize(("footprint", "number"), [("assessed", 42), ("current", 36)])
    def test_every_system_has_the_trusts_and_units_that_the_files_give_it(
        self, publication, footprint, number
    ):
        for year in (2024, 2025):
            found = systems(publication, year=year, footprint=footprint)
            found = found[~found["fictional"]]
            assert len(found) == number
            assert found[["region", "name"]].apply(tuple, axis=1).is_monotonic_increasing
            places = naive.system_of_trust(year, footprint)
            units = set(naive.comparable(year)) | {key[:2] for key in naive.pillar_scores(year)}
            for row in found.itertuples():
                assert (row.name, row.region_code, row.region) == naive.systems(year, footprint)[row.ics_code]
                assert row.trusts == list(places.values()).count(row.ics_code)
                assert row.units == sum(places[code] == row.ics_code for code, _ in units)

    def test_a_scope_s_system_is_that_of_its_own_footprint(self, publication):
        assert system_of(publication, Scope("D7T5G", 2025, "current")).name == "Essex"
        with pytest.raises(UnknownCode, match="D7T5G on the footprint as assessed"):
            system_of(publication, Scope("D7T5G", 2025, "assessed"))


class TestRounds:
    def test_2025_has_pillars_and_both_rounds_have_comparable_scores(self, publication):
        assert rounds_with_pillars(publication)[-1:] == [2025]
        assert comparable_rounds(publication)[-2:] == [2024, 2025]
        assert {2024, 2025} <= set(rounds(publication))

    def test_a_round_of_fictional_trusts_only_is_not_the_newest_of_a_real_system(self, tmp_path):
        country = publish_country(
            tmp_path,
            system("QZ1"),
            system("QZ9", fictional=True),
            *trust("T1A", "QZ1"),
            *trust("T9A", "QZ9", fictional=True),
            *pillars("T1A", "Acute", 2.0, year=2024),
            *pillars("T9A", "Acute", 2.0, year=2025),
            overall(2025, "T9A", "Acute", 2.0),
        )
        assert rounds_with_pillars(country) == [2024]
        assert rounds_with_pillars(country, fictional=True) == [2024, 2025]
        assert (comparable_rounds(country), comparable_rounds(country, fictional=True)) == ([], [2025])
        assert resolve_scope(country, ics="QZ1").assessment_year == 2024
