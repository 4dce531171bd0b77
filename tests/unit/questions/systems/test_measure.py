"""Systems side by side: a naive twin for every system and figure, and what must not be mixed or made up."""

import math
from collections import defaultdict
from fractions import Fraction
from functools import cache
from itertools import cycle
from typing import Any

import pytest
from pandas.testing import assert_frame_equal

from benchmark.common.completeness import completeness
from benchmark.common.scope import Footprint, Scope, Standard
from benchmark.core.errors import UnknownCode
from benchmark.questions.progress.verdict import verdicts
from benchmark.questions.systems.groups import groups_side_by_side, shared_words
from benchmark.questions.systems.measure import SideBySide, background, side_by_side
from benchmark.store.publication import Publication
from schemas.groups import GroupMember
from tests.unit.questions import naive
from tests.unit.questions.country import FIRST_DAY, overall, pillars, publish_country, system, trust
from tests.unit.questions.frames import SETTINGS
from tests.unit.questions.same import as_twin

pytestmark = pytest.mark.slow

FOOTPRINTS: tuple[Footprint, ...] = ("assessed", "current")
STANDARDS = (Standard(), Standard("ics_best"), Standard("setting_median"))
PILLARS = (None, "healthy_populations")
LABELS = {key: said.label for key, said in verdicts().items()}


def board_scores(year: int) -> dict[str, dict[str, Fraction]]:
    found: dict[str, dict[str, Fraction]] = defaultdict(dict)
    for row in naive.table("published/icb_maturity_scores.csv"):
        if int(row["assessment_year"]) == year:
            found[row["ics_code"]][row["pillar"]] = Fraction(row["score"])
    return found


@cache
def mean_elsewhere(ics: str, setting: str, footprint: str, pillar: str | None) -> Fraction:
    """The mean of a care setting's returns in all other systems."""
    place, scores = naive.system_of_trust(2025, footprint), defaultdict(list)
    for (code, its, one), score in naive.pillar_scores(2025).items():
        if its == setting and pillar in (None, one) and code in place and place[code] != ics:
            scores[code].append(score)
    return naive.mean([naive.mean(own) for own in scores.values()])


@cache
def beside(
    publication: Publication,
    *,
    footprint: Footprint,
    standard: Standard = STANDARDS[0],
    year: int = 2025,
    pillar: str | None = None,
) -> SideBySide:
    """Systems side by side, worked out once for all tests that ask for the same; they only read it."""
    return side_by_side(publication, year=year, footprint=footprint, standard=standard, pillar=pillar)


HELD = [*zip(STANDARDS, cycle(FOOTPRINTS))]
"""Each standard on one of the footprints."""
CASES = [
    *((*held, None) for held in HELD),
    (Standard("floor", 2.5), "assessed", "healthy_populations"),
    (Standard("ics_best"), "current", "well_led"),
]


@pytest.mark.parametrize(("standard", "footprint", "pillar"), CASES)
def test_gap_and_spread_of_every_system_agree_with_the_naive_twin(publication, standard, footprint, pillar):
    found = beside(publication, footprint=footprint, standard=standard, pillar=pillar)
    known = naive.systems(2025, footprint)
    by_place = sorted(known, key=lambda code: (known[code][2], known[code][0]))
    assert found.systems["ics_code"].tolist() == by_place
    assert found.basis == ("overall" if pillar is None else "pillar")
    boards = board_scores(2025)
    for row in found.systems.itertuples():
        ics = row.ics_code
        gaps = naive.gaps(ics, 2025, footprint, standard.baseline, Fraction(standard.level))
        gaps = {key: gap for key, gap in gaps.items() if pillar in (None, key[2])}
        total = naive.gap_summary(gaps)
        assert (row.held, row.below) == (total["unit_pillars"], total["below"]), ics
        # Held to the best of one or two trusts, nobody learns anything of them.
        sole = standard.baseline == "ics_best" and len({code for code, _, _ in gaps}) < 3
        assert as_twin(row.gap, None if sole else total["mean"]), ics
        assert as_twin(row.share_below, None if sole else total["share_below"]), ics

        scores: dict[Any, list[Fraction]] = defaultdict(list)
        for key, gap in gaps.items():
            scores[key[:2]].append(gap["score"])
        means = [naive.mean(values) for values in scores.values()]
        assert row.units == len(means)
        assert as_twin(row.floor, min(means)) and as_twin(row.ceiling, max(means)), ics
        few = len({code for code, _ in scores}) < 3
        assert as_twin(row.range, None if few else max(means) - min(means)), ics
        assert as_twin(row.standard_deviation, None if few else float(naive.variance(means)) ** 0.5), ics

        assert as_twin(row.mean_score, naive.mean(means)), ics
        mix = [mean_elsewhere(ics, setting, footprint, pillar) for _, setting in scores]
        assert as_twin(row.by_mix, None if few else naive.mean(mix)), ics
        assert as_twin(row.like_for_like, None if few else naive.mean(means) - naive.mean(mix)), ics

        own = boards.get(ics)
        expected = None if own is None else naive.mean(list(own.values())) if pillar is None else own[pillar]
        assert as_twin(row.icb_own, expected), ics


@pytest.mark.parametrize("footprint", FOOTPRINTS)
def test_progress_and_completeness_of_every_system_agree_with_those_of_its_own_measure(
    publication, footprint
):
    found = beside(publication, footprint=footprint)
    assert found.year_from == 2024
    for row in found.systems.itertuples():
        ics = row.ics_code
        moved = naive.movement(list(naive.trust_pairs(ics, 2024, 2025, footprint).values()))
        assert (row.matched, row.verdict) == (moved["n_trusts"], LABELS[moved["verdict"]]), ics
        for figure in ("floor_change", "ceiling_change", "range_change"):
            assert as_twin(getattr(row, figure), moved.get(figure)), (ics, figure)

        states = completeness(publication, Scope(ics, 2025, footprint))["state"]
        assert (row.expected, row.returned) == (len(states), int((states == "returned").sum())), ics
        assert as_twin(row.completeness, Fraction(row.returned, row.expected)), ics


@pytest.mark.parametrize("pillar", PILLARS)
def test_every_unit_is_there_once_and_its_parts_add_up_to_its_system(publication, pillar):
    found = beside(publication, footprint="current", pillar=pillar)
    units = found.units
    assert len(units) == 285 and not units.duplicated(["ods_code", "care_setting"]).any()
    places = list(dict.fromkeys(units["ics_code"]))
    assert places == found.systems["ics_code"].tolist()
    for code, own in units.groupby("ics_code"):
        order = [(SETTINGS.index(unit.care_setting), unit.trust) for unit in own.itertuples()]
        assert order == sorted(order)
        row = found.systems.set_index("ics_code").loc[code]
        # Every unit has returned every pillar, so the mean of its gaps has the same weight as any other's.
        assert row["gap"] == pytest.approx(own["gap_mean"].mean())
        assert (row["floor"], row["ceiling"]) == (own["score"].min(), own["score"].max())
    assert found.split.n == 285 and found.split.groups == 36


def test_three_quarters_of_the_variance_lie_inside_systems(publication):
    """About: on the two published comparable scores it is 75% and 74%, on the mean of the pillars 72%."""
    of_pillars = beside(publication, footprint="assessed").split
    comparable = beside(publication, year=2024, footprint="assessed").split
    assert of_pillars.inside == pytest.approx(0.7206, abs=5e-5)
    assert comparable.inside == pytest.approx(0.7546, abs=5e-5)
    # Dealt by trust, with all of its returns: by return, chance would seem to give 41 / 284 alone.
    assert of_pillars.by_chance == pytest.approx(0.222, abs=0.006)
    assert of_pillars.p == pytest.approx(0.10, abs=0.03)
    current = beside(publication, footprint="current").split
    assert (current.between, current.by_chance) == pytest.approx((0.219, 0.192), abs=0.004)
    assert current.p == pytest.approx(0.24, abs=0.04)


def test_what_is_known_already_changes_nothing(publication):
    held = Standard("ics_best")
    known = background(publication, year=2025, footprint="current")
    one = beside(publication, footprint="current", standard=held)
    other = side_by_side(publication, year=2025, footprint="current", standard=held, known=known)
    assert_frame_equal(one.systems, other.systems)
    assert_frame_equal(one.units, other.units)


class TestStates:
    def test_without_any_target_there_is_no_gap_and_no_zero(self, publication):
        found = beside(publication, footprint="assessed", standard=Standard("own_target"))
        assert found.systems[["gap", "share_below"]].isna().all(axis=None)
        assert found.units["gap_mean"].isna().all()
        assert found.systems["held"].tolist() == [0] * 42
        assert found.systems["floor"].notna().all()

    def test_a_round_without_pillars_rests_on_the_comparable_score(self, publication):
        found = beside(publication, year=2024, footprint="assessed")
        assert (found.basis, found.year_from) == ("overall_comparable", None)
        assert found.systems[["gap", "share_below", "floor_change", "range_change"]].isna().all(axis=None)
        own = [
            float(score)
            for (code, _), score in naive.comparable(2024).items()
            if naive.system_of_trust(2024, "assessed").get(code) == "QF7"
        ]
        row = found.systems.set_index("ics_code").loc["QF7"]
        assert (row["units"], row["floor"], row["ceiling"]) == (
            len(own),
            pytest.approx(min(own), abs=1e-6),
            pytest.approx(max(own), abs=1e-6),
        )
        boards = {
            entry["ics_code"]: float(entry["score"])
            for entry in naive.table("published/icb_overall_comparable.csv")
            if entry["assessment_year"] == "2024"
        }
        assert found.systems.set_index("ics_code")["icb_own"].to_dict() == pytest.approx(boards)

    def test_a_pillar_of_a_round_without_pillars_has_no_scores(self, publication):
        found = beside(publication, year=2024, footprint="assessed", pillar="well_led")
        assert found.units.empty and found.basis == "pillar"
        assert found.systems["floor"].isna().all() and found.systems["units"].tolist() == [0] * 42

    def test_a_missing_return_lowers_only_completeness(self, publication):
        found = beside(publication, footprint="assessed").systems
        incomplete = found[found["returned"] < found["expected"]]
        assert incomplete["ics_code"].tolist() == ["QUY"]
        assert incomplete[["expected", "returned", "units"]].to_numpy().tolist() == [[3, 2, 2]]
        assert incomplete["range"].isna().all() and incomplete["floor"].notna().all()

    def test_boards_of_systems_that_came_later_have_no_return(self, publication):
        found = beside(publication, footprint="current").systems
        assert set(found.loc[found["icb_own"].isna(), "ics_code"]) == {
            "D7T5G",
            "S0E4D",
            "S1Y5D",
            "S9B9J",
            "T6Y0W",
            "Z9B2Z",
        }

    def test_an_unknown_pillar_is_refused(self, publication):
        with pytest.raises(UnknownCode, match="no pillar magic"):
            side_by_side(publication, year=2025, footprint="assessed", standard=Standard(), pillar="magic")


COUNTRY = (
    system("QZ1", name="Alpha"),
    system("QZ2", name="Beta"),
    system("QZ3", name="Gamma"),
    *trust("T1A", "QZ1"),
    *trust("T2A", "QZ1"),
    *trust("T3A", "QZ2"),
    *trust("T4A", "QZ3"),
    *pillars("T1A", "Acute", 2.0, 3.0),
    *pillars("T1A", "Community", 4.0, 5.0),
    *pillars("T2A", "Acute", 1.5, 2.0),
    *pillars("T3A", "Acute", 2.0, 2.0),
    *(overall(year, "T1A", "Acute", 2.0) for year in (2024, 2025)),
)


@pytest.fixture(scope="module")
def country(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    """Alpha with three returns, Beta with one, Gamma with a trust that returned nothing."""
    return publish_country(tmp_path_factory.mktemp("country"), *COUNTRY)


def compared(country: Publication, **asked: Any) -> SideBySide:
    return side_by_side(country, **({"year": 2025, "footprint": "assessed", "standard": Standard()} | asked))


def test_a_small_country_by_hand(country):
    found = compared(country).systems.set_index("ics_code")
    assert found["units"].to_dict() == {"QZ1": 3, "QZ2": 1, "QZ3": 0}
    assert found["gap"].to_dict() == pytest.approx({"QZ1": 3.5 / 6, "QZ2": 1.0, "QZ3": math.nan}, nan_ok=True)
    assert found["floor"].to_dict() == pytest.approx({"QZ1": 1.75, "QZ2": 2.0, "QZ3": math.nan}, nan_ok=True)
    # Three returns of two trusts are no spread between trusts.
    assert found["range"].isna().all() and found["standard_deviation"].isna().all()
    assert found["completeness"].to_dict() == {"QZ1": 1.0, "QZ2": 1.0, "QZ3": 0.0}
    assert set(found["verdict"]) == {LABELS["too_few"]}


def test_a_constant_moves_levels_and_leaves_spreads(tmp_path, country):
    lowered = [
        row.model_copy(update={"score": row.score - 0.5}) if row.kind == "maturity_scores" else row
        for row in COUNTRY
    ]
    one, other = compared(country).systems, compared(publish_country(tmp_path, *lowered)).systems
    for level in ("floor", "ceiling"):
        assert (one[level] - other[level]).dropna().tolist() == pytest.approx([0.5, 0.5])
    for figure in ("range", "standard_deviation"):
        assert one[figure].tolist() == pytest.approx(other[figure].tolist(), nan_ok=True)


def test_relabelled_trusts_change_nothing(tmp_path, country):
    names = {"T1A": "T9A", "T2A": "T8A", "T3A": "T7A", "T4A": "T6A"}
    relabelled = [
        row.model_copy(update={"ods_code": names[row.ods_code]}) if hasattr(row, "ods_code") else row
        for row in reversed(COUNTRY)
    ]
    assert_frame_equal(compared(country).systems, compared(publish_country(tmp_path, *relabelled)).systems)


def test_a_return_changes_its_own_system_and_no_other(tmp_path, country):
    with_gamma = compared(publish_country(tmp_path, *COUNTRY, *pillars("T4A", "Acute", 5.0, 5.0))).systems
    before = compared(country).systems
    others = before["ics_code"] != "QZ3"
    assert_frame_equal(before[others], with_gamma[others])
    gamma = with_gamma[~others].iloc[0]
    assert (gamma["units"], gamma["gap"], gamma["share_below"], gamma["completeness"]) == (1, 0.0, 0.0, 1.0)


def test_fictional_returns_make_no_round_for_real_systems(tmp_path):
    publication = publish_country(
        tmp_path,
        *COUNTRY,
        system("QZ9", name="Invented", fictional=True),
        *trust("T9Z", "QZ9", fictional=True),
        *pillars("T9Z", "Acute", 4.0, 4.0, year=2023),
        *pillars("T9Z", "Acute", 4.0, 4.0, year=2024),
    )
    never = compared(publication, year=2023)
    assert never.units.empty and never.systems.empty
    earlier = compared(publication, year=2024)
    assert (earlier.basis, len(earlier.units)) == ("overall_comparable", 1)
    assert compared(publication, year=2024, pillar="well_led").units.empty


def test_groups_that_share_trusts_are_named_real_ones_only_and_nothing_is_split_between_them(tmp_path):
    groups = {"ONE": ("T1A", "T2A"), "TWO": ("T2A", "T3A"), "ODD-A": ("T8Z", "T9Z"), "ODD-B": ("T9Z",)}
    publication = publish_country(
        tmp_path,
        *COUNTRY,
        system("QZ9", name="Invented", fictional=True),
        *(row for code in ("T8Z", "T9Z") for row in trust(code, "QZ9", fictional=True)),
        *(
            GroupMember(
                group_code=group,
                group_name=f"Group {group}",
                group_kind="collaborative",
                member_code=member,
                valid_from=FIRST_DAY,
                source="Invented",
            )
            for group, members in groups.items()
            for member in members
        ),
    )
    asked: dict[str, Any] = {"kind": "collaborative", "year": 2025, "footprint": "assessed"}
    assert shared_words(publication, **asked).endswith("Of these, ONE and TWO share trusts.")
    found = groups_side_by_side(publication, standard=Standard(), **asked)
    assert found.systems["ics_code"].tolist() == ["ONE", "TWO"]
    # They share a trust, so nothing is split between them.
    assert (found.split.n, found.split.inside, found.split.between) == (len(found.units), None, None)
