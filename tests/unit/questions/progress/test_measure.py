"""Progress: figures that were worked out before, a naive twin for all systems, and trusts that passed on."""

import math
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from benchmark.common.scope import Footprint, Scope
from benchmark.core.errors import UnknownCode
from benchmark.questions.progress.measure import nation, progress, progress_of_all_systems
from benchmark.questions.progress.words import nation_sentence
from benchmark.store.publication import Publication
from tests.unit.questions import naive
from tests.unit.questions.country import overall, passes, publish_country, system, trust
from tests.unit.questions.frames import SETTINGS
from tests.unit.questions.same import alike

FOOTPRINTS: tuple[Footprint, ...] = ("assessed", "current")


CHECKED = {
    # ICS: trusts, rose, fell, floor, ceiling, verdict, its share by chance, what it rests on,
    # change of the standard deviation, the band of that, how it reads.
    "QF7": (
        7,
        5,
        1,
        (1.541, 2.186),
        (2.988, 3.000),
        "levelled_up",
        0.53,
        {},
        -0.192,
        (-0.167, 0.104),
        "closer",
    ),
    "QYG": (
        *(16, 12, 2, (1.964, 1.774), (3.357, 3.619), "pulled_apart", 0.11, {"RJN": "levelled_up"}),
        *(0.014, (-0.080, 0.085), "chance"),
    ),
    "QHL": (
        *(5, 3, 1, (1.968, 1.558), (2.333, 2.762), "pulled_apart", 0.12, {"RRJ": "leaders_ahead"}),
        *(0.287, (-0.034, 0.216), "apart"),
    ),
    "QWO": (
        *(9, 4, 2, (1.810, 2.161), (2.988, 2.778), "levelled_up_leaders_slipped", 0.06),
        *({"RWY": "levelled_up"}, -0.143, (-0.101, 0.134), "closer"),
    ),
    "QUE": (
        *(5, 3, 0, (1.670, 2.102), (3.012, 3.369), "rose_together", 0.15),
        *({"RT1": "leaders_ahead", "RYV": "levelled_up"}, 0.037, (-0.197, 0.122), "chance"),
    ),
}
"""Figures of an audit that shares nothing with this code; what it drew by chance with another seed."""


@pytest.mark.parametrize("ics", CHECKED)
def test_five_systems_move_as_an_audit_found(publication, ics):
    found = progress(publication, Scope(ics, 2025))
    n, rose, fell, floor, ceiling, verdict, share, resting, sd_change, band, reading = CHECKED[ics]
    assert (found.year_from, found.year_to, found.measure) == (2024, 2025, "overall_comparable")
    assert (found.n_trusts, found.rose, found.fell) == (n, rose, fell)
    assert (found.floor_from, found.floor_to) == pytest.approx(floor, abs=5e-4)
    assert (found.ceiling_from, found.ceiling_to) == pytest.approx(ceiling, abs=5e-4)
    assert found.verdict.key == verdict
    assert {code: other.key for code, other in found.rests_on.items()} == resting
    assert found.chance_of_verdict == pytest.approx(share, abs=0.04)
    assert found.sd_change == pytest.approx(sd_change, abs=5e-4)
    assert found.sd_band == pytest.approx(band, abs=0.02)
    assert found.sd_reading == reading
    assert found.unmatched.empty


def test_of_33_systems_with_a_verdict_11_levelled_up_and_chance_gives_about_ten(publication):
    found = progress_of_all_systems(publication, year=2025, footprint="assessed")
    assert len(found) == 42
    judged = found[found["n_trusts"] >= 3]
    assert len(judged) == 33
    counts = judged["verdict_key"].value_counts()
    assert (counts["levelled_up"], counts["levelled_up_leaders_slipped"]) == (7, 4)
    assert set(found.loc[found["n_trusts"] < 3, "verdict_key"]) == {"too_few"}
    chance = nation(publication, year=2025, footprint="assessed", year_from=2024)
    assert chance is not None and chance.systems == 33
    assert 8.5 <= chance.levelled_up <= 10.7
    assert chance.band[0] <= 11 <= chance.band[1]
    assert chance.outside == (0, 4)
    moved = found["sd_reading"].isin(["closer", "apart"]).sum()
    said = nation_sentence(found, chance)
    assert "11 of 33 systems levelled up, 4 of them with leaders that slipped" in said
    assert f"That is {moved} together; chance alone gives from 0 to 4." in said and moved > 4


def test_the_nations_slope_is_below_zero(publication):
    pairs = [
        pair
        for ics in naive.systems(2025, "assessed")
        for pair in naive.trust_pairs(ics, 2024, 2025, "assessed").values()
    ]
    expected = naive.slope([start for start, _ in pairs], [to - start for start, to in pairs])
    assert expected is not None and -0.2 < expected < -0.15
    assert alike(progress(publication, Scope("QF7", 2025)).nation_slope, expected)


@pytest.mark.parametrize("footprint", FOOTPRINTS)
def test_every_system_agrees_with_the_naive_twin(publication, footprint):
    side_by_side = progress_of_all_systems(publication, year=2025, footprint=footprint).set_index("ics")
    assert set(side_by_side.index) == set(naive.systems(2025, footprint))
    for ics, (name, _, region) in naive.systems(2025, footprint).items():
        pairs = naive.trust_pairs(ics, 2024, 2025, footprint)
        expected = naive.movement(list(pairs.values()))
        resting = naive.rests_on(pairs)
        found = progress(publication, Scope(ics, 2025, footprint))
        assert (found.ics_code, found.name, found.footprint) == (ics, name, footprint)
        assert found.verdict.key == expected["verdict"]
        assert {code: other.key for code, other in found.rests_on.items()} == resting
        for figure in set(naive.movement([(naive.THREE, naive.THREE)] * 6)) - {"verdict"}:
            assert alike(getattr(found, figure), expected.get(figure)), (ics, figure)
        assert_units(found.units, naive.matched(ics, 2024, 2025, footprint))
        assert_trusts(found.trusts, pairs)

        row = side_by_side.loc[ics]
        assert (row["name"], row["region"], row["n_trusts"]) == (name, region, len(pairs))
        assert (row["verdict_key"], row["verdict"]) == (found.verdict.key, found.verdict.label)
        assert row["rests_on"] == {code: other.label for code, other in found.rests_on.items()}
        assert (row["sd_reading"], row["sd_band"]) == (found.sd_reading, found.sd_band)
        for figure in ("floor_from", "floor_to", "ceiling_from", "ceiling_to", "range_change", "sd_change"):
            assert alike(None if math.isnan(row[figure]) else row[figure], expected.get(figure)), (
                ics,
                figure,
            )


def assert_trusts(trusts: Any, pairs: Mapping[str, tuple[Any, Any]]) -> None:
    counted = trusts[trusts["counted"]]
    assert set(counted["ods_code"]) == set(pairs) and len(counted) == len(pairs)
    for row in counted.itertuples():
        before, after = pairs[row.ods_code]
        assert (
            alike(row.score_from, before) and alike(row.score_to, after) and alike(row.change, after - before)
        )
        assert "Ambulance" not in row.care_settings
    assert all(settings == ("Ambulance",) for settings in trusts.loc[~trusts["counted"], "care_settings"])


def assert_units(units: Any, pairs: Mapping[naive.Unit, tuple[Any, Any]]) -> None:
    assert len(units) == len(pairs)
    for row in units.itertuples():
        before, after = pairs[row.ods_code, row.care_setting]
        assert (
            alike(row.score_from, before) and alike(row.score_to, after) and alike(row.change, after - before)
        )
        assert row.material == (abs(after - before) >= naive.M_OVERALL)
    order = [(SETTINGS.index(row.care_setting), row.trust) for row in units.itertuples()]
    assert order == sorted(order)


class TestRounds:
    def test_without_an_earlier_round_there_is_no_progress(self, publication):
        with pytest.raises(UnknownCode, match="no round before 2024"):
            progress(publication, Scope("QYG", 2024))

    def test_a_round_that_is_not_before_the_scope_s_is_refused(self, publication):
        with pytest.raises(UnknownCode, match="2025 is not before 2024"):
            progress(publication, Scope("QYG", 2024), year_from=2025)

    def test_a_round_without_comparable_scores_names_the_rounds_that_have_them(self, publication):
        with pytest.raises(UnknownCode, match=r"for 2019\. Rounds that have them: .*2024 and 2025"):
            progress_of_all_systems(publication, year=2025, footprint="assessed", year_from=2019)

    def test_a_system_that_does_not_exist_is_refused(self, publication):
        with pytest.raises(UnknownCode, match="QQQ"):
            progress(publication, Scope("QQQ", 2025))


@pytest.fixture(scope="module")
def country(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    """Two systems. One trust passes into the other within the year, one passes only after the round."""
    return publish_country(
        tmp_path_factory.mktemp("successions"),
        system("QZ1"),
        system("QZ2"),
        # T1A -> T2A -> T3A, all within the year, from one system into the other.
        *trust("T1A", "QZ2", until=date(2025, 1, 31), closed_on=date(2025, 1, 31)),
        *trust("T2A", None),
        *trust("T3A", "QZ1"),
        passes("T1A", "T2A", date(2025, 2, 1)),
        passes("T2A", "T3A", date(2025, 6, 1)),
        overall(2024, "T1A", "Acute", 2.0),
        overall(2024, "T1A", "Community", 2.2),
        overall(2025, "T3A", "Acute", 2.5),
        # T4A passes to T5A, but only after the day on which the later round's systems are taken.
        *trust("T4A", "QZ2"),
        *trust("T5A", "QZ2"),
        passes("T4A", "T5A", date(2026, 1, 1)),
        overall(2024, "T4A", "Acute", 2.0),
        overall(2025, "T5A", "Acute", 3.0),
        # T6A became part of T7A, which had returned before.
        *trust("T6A", "QZ1", until=date(2025, 3, 31)),
        *trust("T7A", "QZ1"),
        passes("T6A", "T7A", date(2025, 4, 1)),
        overall(2024, "T6A", "Acute", 1.5),
        overall(2024, "T7A", "Acute", 3.0),
        overall(2025, "T7A", "Acute", 3.05),
    )


def test_two_rounds_without_a_unit_in_common_have_nothing_to_compare(tmp_path):
    strangers = publish_country(
        tmp_path,
        system("QZ1"),
        *trust("T1A", "QZ1"),
        *trust("T2A", "QZ1"),
        overall(2024, "T1A", "Acute", 2.0),
        overall(2025, "T2A", "Acute", 2.0),
    )
    found = progress(strangers, Scope("QZ1", 2025))
    assert (found.n_trusts, found.verdict.key, len(found.unmatched)) == (0, "too_few", 2)
    assert (found.chance, found.nation_slope, found.sd_reading) == (None, None, None)
    assert found.units.columns.tolist() == [
        *("ods_code", "trust", "care_setting", "score_from", "score_to", "change", "material", "counted"),
        *("trust_from", "trust_to", "trust_change"),
    ]
    side_by_side = progress_of_all_systems(strangers, year=2025, footprint="assessed")
    assert side_by_side[["ics", "n_trusts", "verdict_key"]].to_numpy().tolist() == [["QZ1", 0, "too_few"]]


class TestSuccessions:
    def test_a_unit_is_followed_through_a_chain_into_the_later_trust_s_system(self, country):
        found = progress(country, Scope("QZ1", 2025))
        assert found.units[["ods_code", "trust", "score_from", "score_to"]].to_numpy().tolist() == [
            ["T3A", "Trust T3A", 2.0, 2.5],
            ["T7A", "Trust T7A", 3.0, 3.05],
        ]
        assert found.units["material"].tolist() == [True, False]

    def test_an_earlier_unit_without_a_match_is_placed_with_its_successor_with_the_reason(self, country):
        unmatched = progress(country, Scope("QZ1", 2025)).unmatched
        assert unmatched[["ods_code", "care_setting", "year", "reason"]].to_numpy().tolist() == [
            ["T6A", "Acute", 2024, "now part of T7A (Trust T7A), which has its own earlier return"],
            ["T1A", "Community", 2024, "no return in 2025; passed to T2A (Trust T2A)"],
        ]

    def test_a_succession_after_the_round_s_day_matches_nothing(self, country):
        found = progress(country, Scope("QZ2", 2025))
        assert found.units.empty
        assert found.unmatched[["ods_code", "year", "reason"]].to_numpy().tolist() == [
            ["T4A", 2024, "no return in 2025"],
            ["T5A", 2025, "no return in 2024"],
        ]

    def test_below_three_matched_units_they_are_listed_without_statistics(self, country):
        found = progress(country, Scope("QZ1", 2025))
        assert (found.n_trusts, found.verdict.key, len(found.units)) == (2, "too_few", 2)
        assert (found.floor_from, found.ceiling_to, found.range_change, found.sd_to, found.slope) == (
            None,
        ) * 5

    def test_all_systems_side_by_side_follow_successions_too(self, country):
        found = progress_of_all_systems(country, year=2025, footprint="assessed").set_index("ics")
        assert found["n_trusts"].to_dict() == {"QZ1": 2, "QZ2": 0}
