"""Where a unit stands: against a twin on the data files, and by what any standing must hold."""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmark.common.scope import Scope, Standard
from benchmark.core.errors import UnknownCode
from benchmark.questions.gaps.measure import gaps
from benchmark.questions.trusts.measure import Position, positions, scores_among_peers
from benchmark.questions.trusts.peers import candidates
from benchmark.store.publication import Publication
from schemas.returns import OwnTarget
from tests.unit.questions import naive
from tests.unit.questions.country import PILLARS, pillars, publish_country, system, trust
from tests.unit.questions.frames import FEW, SCORE
from tests.unit.questions.same import as_twin
from tests.unit.questions.trusts import naive_position
from tests.unit.questions.trusts.naive_position import COUNTS, FIGURES
from tests.unit.questions.trusts.test_profile import ask

# --- the published returns --------------------------------------------------------------------------


def check(found: Position, wanted: dict[str, naive.Figures]) -> None:
    assert found.pillars["pillar"].tolist() == [pillar for pillar in naive.PILLARS if pillar in wanted]
    for row in found.pillars.to_dict("records"):
        twin = wanted[row["pillar"]]
        assert row["score"] == float(twin["score"])
        assert row["n"] == twin["n"]
        assert all(as_twin(row[name], twin.get(name)) for name in (*FIGURES, *COUNTS)), row


UNITS = [
    ("RBS", "Acute"),
    ("RH5", "Mental Health"),
    ("RH5", "Community"),
    ("RCU", "Acute"),
    ("RRU", "Ambulance"),
    ("G6V2S", "Mental Health"),
    ("RNK", "Mental Health"),
]


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("footprint", ["assessed", "current"])
@pytest.mark.parametrize("group", ["ics", "region", "england", "own"])
def test_the_published_positions_are_those_of_the_twin(publication, unit, footprint, group):
    named = ("RX2", "RJ1", "RYA") if group == "own" else ()
    found = ask(publication, *unit, group, named=named, footprint=footprint)
    peers = naive_position.peers(2025, footprint, unit, group, named=named)
    assert set(zip(found.peers.units["ods_code"], found.peers.units["care_setting"], strict=True)) == peers
    check(found, naive_position.position(2025, unit, peers))


def test_all_units_of_england_are_those_of_the_twin(publication):
    for unit in sorted(naive_position.units(2025))[::12]:
        found = ask(publication, *unit)
        peers = naive_position.peers(2025, "assessed", unit, "ics")
        check(found, naive_position.position(2025, unit, peers))


def test_across_settings_only_where_it_is_asked_for(publication):
    unit = ("RBS", "Acute")
    for everywhere in (False, True):
        found = ask(publication, *unit, all_settings=everywhere)
        peers = naive_position.peers(2025, "assessed", unit, "ics", everywhere=everywhere)
        check(found, naive_position.position(2025, unit, peers))
        assert (set(found.peer_scores["care_setting"]) == {"Acute"}) is not everywhere


@pytest.mark.parametrize("code", ["RH5", "RCU"])
def test_a_trust_of_three_settings_is_in_each(publication, code):
    found = positions(publication, year=2025, footprint="assessed", ods_code=code)
    assert [one.care_setting for one in found] == ["Acute", "Mental Health", "Community"]
    assert all(set(one.peer_scores["care_setting"]) <= {one.care_setting} for one in found)


def test_a_trust_without_return_is_in_none(publication):
    assert positions(publication, year=2025, footprint="assessed", ods_code="RVN") == ()


def test_near_is_the_ics_where_it_has_three_peers_and_else_england(publication):
    alder_hey, _ = positions(publication, year=2025, footprint="assessed", ods_code="RBS")
    (london,) = positions(publication, year=2025, footprint="assessed", ods_code="RRU")
    assert alder_hey.peers.choice.group == "ics"
    assert (london.peers.choice.group, len(london.peers.units)) == ("england", 10)


@pytest.mark.parametrize(
    ("code", "setting", "said"),
    [
        ("RBS", "Ambulance", "no pillar scores for Ambulance in 2025. It has them for Acute and Community."),
        ("RVN", "Mental Health", "It has none in that round."),
        ("RBX", "Acute", "There is no trust RBX. Nearest: "),
    ],
)
def test_a_return_that_there_is_not_is_an_error(publication, code, setting, said):
    with pytest.raises(UnknownCode) as error:
        ask(publication, code, setting)
    assert said in str(error.value)


def test_strengths_and_gaps_are_material_and_the_furthest_first(publication):
    for unit in sorted(naive_position.units(2025))[::17]:
        found = ask(publication, *unit, "england")
        wanted = naive_position.position(2025, unit, naive_position.peers(2025, "assessed", unit, "england"))
        material = {key: twin["difference"] for key, twin in wanted.items() if twin["material"]}
        strong = sorted(
            (key for key in material if material[key] > 0),
            key=lambda key: (-material[key], naive.PILLARS.index(key)),
        )
        weak = sorted(
            (key for key in material if material[key] < 0),
            key=lambda key: (material[key], naive.PILLARS.index(key)),
        )
        assert found.strengths["pillar"].tolist() == strong
        assert found.gaps["pillar"].tolist() == weak


@pytest.mark.parametrize("standard", [Standard(), Standard("setting_median"), Standard("ics_best")])
def test_each_pillar_carries_the_level_that_the_gaps_hold_it_to(publication, standard):
    found = ask(publication, standard=standard)
    rows = gaps(publication, Scope("QYG", 2025), standard).rows
    rows = rows[(rows["ods_code"] == "RBS") & (rows["care_setting"] == "Acute")]
    assert found.pillars["standard"].tolist() == rows["standard"].tolist()
    assert found.pillars["own_target"].isna().all()


# --- an invented country ----------------------------------------------------------------------------

COUNTRY_SETTINGS = ("Acute", "Community")


@st.composite
def countries(draw: st.DrawFn) -> dict[tuple[str, str], list[float]]:
    units = draw(
        st.lists(
            st.tuples(st.sampled_from([f"T{i}A" for i in range(1, 7)]), st.sampled_from(COUNTRY_SETTINGS)),
            min_size=2,
            max_size=9,
            unique=True,
        )
    )
    return {unit: draw(st.lists(SCORE, min_size=3, max_size=3)) for unit in units}


def frame_of(country: dict[tuple[str, str], Sequence[float]]) -> pd.DataFrame:
    """As `placed_scores` gives it: the odd trusts in one system, the even ones in another."""
    return pd.DataFrame(
        [
            {
                "ods_code": code,
                "trust": f"Trust {code}",
                "fictional": False,
                "care_setting": setting,
                "pillar": pillar,
                "pillar_position": place,
                "score": score,
                "ics_code": f"QZ{int(code[1]) % 2}",
                "ics": f"System {int(code[1]) % 2}",
                "region_code": "Y99",
                "region": "Nowhere",
            }
            for (code, setting), scores in country.items()
            for place, (pillar, score) in enumerate(zip(PILLARS, scores, strict=True), start=1)
        ]
    )


@FEW
@given(countries(), st.permutations(range(1, 7)))
def test_relabelling_trusts_changes_no_standing(country, order):
    label = {f"T{i}A": f"X{place}B" for i, place in enumerate(order, start=1)}
    scores = frame_of(country)
    relabelled = scores.assign(ods_code=scores["ods_code"].map(label))
    for code, setting in country:
        results = []
        for frame, own_code in ((scores, code), (relabelled, label[code])):
            own = frame[(frame["ods_code"] == own_code) & (frame["care_setting"] == setting)]
            results.append(scores_among_peers(own, candidates(frame, own.iloc[0], all_settings=False)))
        pd.testing.assert_frame_equal(*results)


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    folder: Path = tmp_path_factory.mktemp("position")
    real = [
        system("QZ1"),
        *(row for i in range(1, 6) for row in trust(f"T{i}A", "QZ1")),
        *(row for i in range(1, 6) for row in pillars(f"T{i}A", "Acute", 1.0 + i / 2, 3.0)),
        OwnTarget(ods_code="T1A", care_setting="Acute", pillar="well_led", target=3.5, reason="A plan"),
        OwnTarget(ods_code="T1A", pillar="smart_foundations", target=4.0, reason="Another plan"),
    ]
    fictional = [
        system("QZ9", fictional=True),
        *(row for i in range(6, 9) for row in trust(f"T{i}A", "QZ9", fictional=True)),
        *trust("T9A", "QZ1", fictional=True),
        *(row for i in range(6, 10) for row in pillars(f"T{i}A", "Acute", 5.0, 1.0)),
    ]
    return publish_country(folder, *real, *fictional)


@pytest.mark.parametrize("group", ["ics", "region", "england", "similar"])
def test_fictional_trusts_are_never_among_real_ones_nor_the_reverse(invented, group):
    def codes(code: str) -> set[str]:
        found = ask(invented, code, group=group)
        return set(found.peers.units["ods_code"])

    assert codes("T1A") == {"T2A", "T3A", "T4A", "T5A"}
    assert codes("T7A") <= {"T6A", "T8A", "T9A"}
    assert {"T6A", "T8A"} <= codes("T7A")


def test_a_fictional_trust_in_a_real_system_has_no_neighbours_there(invented):
    found = ask(invented, "T9A")
    assert found.peers.units.empty
    assert found.ics_code is None


def test_a_trust_s_own_targets_are_beside_the_standard(invented):
    found = ask(invented, "T1A")
    assert found.pillars["own_target"].tolist() == [3.5, 4.0]
    assert found.pillars["standard"].tolist() == [3.0, 3.0]
    assert ask(invented, "T2A").pillars["own_target"].isna().all()
