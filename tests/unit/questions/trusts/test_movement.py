"""How a trust moved, what belonged to which trust before a merger, and the domains behind a score."""

from dataclasses import replace
from datetime import date

import pytest

from benchmark.common.scope import Standard
from benchmark.core.settings import Settings
from benchmark.questions.trusts.below import trust_message
from benchmark.questions.trusts.facts import domain_scores, predecessors, targets_of_trust
from benchmark.questions.trusts.measure import positions
from benchmark.questions.trusts.movement import TrustMovement, trust_movement
from benchmark.questions.trusts.peers import PeerChoice, peers
from benchmark.questions.trusts.words import (
    movement_in_short,
    pillars_moved,
    settings_moved,
    silent_before,
    targets_in_short,
)
from benchmark.store.publication import Publication
from schemas.returns import MaturityScore
from tests.unit.questions import naive
from tests.unit.questions.country import overall, passes, pillars, publish_country, submit, system, trust

MERGER = date(2025, 6, 1)


@pytest.fixture(scope="module")
def merged(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    """T1A and T2A became T9A; T1A alone did acute work. T3A became T4A. T0A became T1A long ago."""
    return publish_country(
        tmp_path_factory.mktemp("merged"),
        system("QZ1"),
        *trust("T9A", "QZ1"),
        *(
            row
            for code in ("T1A", "T2A", "T3A")
            for row in trust(code, "QZ1", until=MERGER, closed_on=MERGER)
        ),
        *trust("T4A", "QZ1"),
        *trust("T0A", None, closed_on=date(2021, 1, 1)),
        passes("T0A", "T1A", date(2021, 1, 2)),
        passes("T1A", "T9A", MERGER),
        passes("T2A", "T9A", MERGER),
        passes("T3A", "T4A", MERGER),
        # A circle, as a misspelt reference file may hold: nothing may run for ever.
        passes("T9A", "T0A", date(2019, 1, 1)),
        *pillars("T1A", "Acute", 2.0, 2.0, year=2024),
        *pillars("T2A", "Community", 3.0, 3.0, year=2024),
        *pillars("T3A", "Acute", 2.0, 2.5, year=2024),
        *pillars("T9A", "Acute", 2.5, 2.1),
        *pillars("T9A", "Community", 3.0, 2.7),
        *pillars("T4A", "Acute", 2.3, 2.4, 4.0),
        overall(2024, "T1A", "Acute", 2.0),
        overall(2024, "T2A", "Community", 3.0),
        overall(2024, "T2A", "Acute", 1.5),
        overall(2025, "T9A", "Acute", 2.3),
        overall(2025, "T9A", "Community", 3.05),
    )


def moved(publication: Publication, code: str, *, year: int = 2025, fictional: bool = False) -> TrustMovement:
    return trust_movement(publication, year=year, footprint="assessed", ods_code=code, fictional=fictional)


@pytest.mark.parametrize("code", ["RBS", "RH5", "RRU", "G6V2S", "RNK"])
def test_the_published_movement_is_that_of_the_twin(publication, code):
    found = moved(publication, code)
    before, after = naive.comparable(2024), naive.comparable(2025)
    settings = {setting for trust, setting in after if trust == code}
    assert set(found.overall["care_setting"]) == settings
    for row in found.overall.to_dict("records"):
        unit = (code, row["care_setting"])
        assert row["score_from"] == pytest.approx(float(before[unit]), abs=1e-6)
        assert row["change"] == pytest.approx(float(after[unit] - before[unit]), abs=1e-6)
        assert row["material"] == (abs(after[unit] - before[unit]) >= naive.M_OVERALL)
    assert (found.year_from, found.pillars_from) == (2024, None)
    assert found.pillars.empty and found.unmatched.empty


def test_the_first_round_has_no_movement(publication):
    found = moved(publication, "RBS", year=2024)
    assert found.year_from is None
    assert found.overall.empty


def test_a_trust_that_took_over_is_followed_pillar_by_pillar(merged):
    found = moved(merged, "T4A")
    rows = [tuple(row) for row in found.pillars.itertuples(index=False)]
    assert [row[:2] for row in rows] == [("Acute", "well_led"), ("Acute", "smart_foundations")]
    assert [row[2:4] for row in rows] == [(2.0, 2.3), (2.5, 2.4)]
    assert [row[4] for row in rows] == pytest.approx([0.3, -0.1])
    assert [row[5] for row in rows] == [False, False]
    assert found.pillars_from == 2024


def test_predecessors_that_returned_apart_are_not_added_up(merged):
    found = moved(merged, "T9A")
    assert found.overall["care_setting"].tolist() == ["Community"]
    assert found.overall["material"].tolist() == [False]
    acute = found.unmatched[found.unmatched["care_setting"] == "Acute"]
    assert "T1A (Trust T1A) and T2A (Trust T2A), which returned separately in 2024" in acute["reason"].iloc[0]


def test_what_belonged_to_which_predecessor(merged):
    found = predecessors(merged, year=2025, ods_code="T9A")
    rows = found.returns[["ods_code", "assessment_year", "care_setting", "comparable", "overall"]]
    assert rows.fillna(0.0).to_dict("split")["data"] == [
        ["T1A", 2024, "Acute", 2.0, 2.0],
        ["T2A", 2024, "Acute", 1.5, 0.0],
        ["T2A", 2024, "Community", 3.0, 3.0],
    ]
    assert found.silent == (("T0A", "Trust T0A", date(2021, 1, 2)),)
    assert "Trust T0A (T0A, merged on 2 January 2021)" in silent_before(found)


def test_returns_of_later_rounds_do_not_show_in_an_earlier_one(merged):
    found = predecessors(merged, year=2023, ods_code="T9A")
    assert found.returns.empty
    assert {code for code, *_ in found.silent} == {"T0A", "T1A", "T2A"}


def test_a_trust_that_took_over_from_none_has_none(publication):
    found = predecessors(publication, year=2025, ods_code="RBS")
    assert found.returns.empty and found.silent == ()


def test_the_published_mergers(publication):
    found = predecessors(publication, year=2025, ods_code="G6V2S")
    assert set(found.returns["ods_code"]) == {"RNK"}
    assert [code for code, *_ in found.silent] == ["RRP", "TAF"]
    comparable = found.returns.set_index("assessment_year")["comparable"]
    assert comparable[2024] == pytest.approx(float(naive.comparable(2024)["RNK", "Mental Health"]), abs=1e-6)


def test_a_trust_without_a_return_learns_so_and_not_that_there_was_no_round(publication):
    """The round before is there: Avon and Wiltshire (RVN) is in neither."""
    found = moved(publication, "RVN")
    assert not found.known
    assert movement_in_short(found, ()) == "No return of it for 2024 or 2025 is held here."
    assert moved(publication, "RBS").known


def test_a_trusts_movement_is_counted_over_its_care_settings(publication):
    def said(code: str, *changes: float) -> str:
        found = moved(publication, code)
        rows = found.overall.head(len(changes)).assign(
            change=list(changes), material=[abs(change) >= 0.1 for change in changes]
        )
        return settings_moved(replace(found, overall=rows), "Alder Hey NHS Trust")

    assert said("RBS", 0.3, 0.2) == "Alder Hey has risen materially in each of its care settings since 2024"
    assert said("RBS", -0.3, 0.0) == "Alder Hey has fallen materially in 1 of 2 care settings since 2024"
    assert said("RBS", 0.3, -0.3) == (
        "Alder Hey has risen materially in 1 of 2 care settings since 2024 and fallen in 1"
    )
    assert said("RBS", 0.05, -0.05) == "Alder Hey has not changed materially since 2024"
    assert said("RBS", 0.3) == "Alder Hey has risen materially since 2024"


def test_targets_and_pillars_are_counted_in_whole_sentences(publication):
    """It was "none of 10 scores reaches its target" beside 9 below it: one is within an answer of it."""

    def said(code: str) -> str:
        found = positions(publication, year=2025, footprint="assessed", ods_code=code)
        return targets_in_short(found, targets_of_trust(publication, code))

    assert said("DEMO1") == "It has set 6 targets; 9 of 10 scores are materially below theirs."
    assert said("DEMO3") == "It has set 4 targets; 6 of 10 scores are materially below theirs."
    assert pillars_moved(moved(publication, "DEMO1", fictional=True)) == (
        "Of 14 pillar scores returned in both rounds, none rose and 2 fell materially since 2024."
    )


def test_the_first_sentence_names_a_care_setting_before_its_pillars(publication):
    """After a list of pillars it seemed to be of the last of them alone."""
    best = Standard("ics_best")
    found = positions(publication, year=2025, footprint="assessed", ods_code="RBS", standard=best)
    assert trust_message(found, name="Alder Hey", year=2025, standard=best) == (
        "Alder Hey is materially below the best of its setting in its system or group in Acute on "
        "5 of 7 pillars and in Community on Healthy Populations and Improve Care"
    )
    own = Standard("own_target")
    found = positions(publication, year=2025, footprint="assessed", ods_code="DEMO3", standard=own)
    said = trust_message(found, name="Umberquay", year=2025, standard=own)
    assert "in Mental Health on 3 of 4 pillars that have one" in said


# --- domains ----------------------------------------------------------------------------------------


def domain(code: str, name: str, score: float, setting: str = "Acute") -> MaturityScore:
    return MaturityScore(
        assessment_year=2025, ods_code=code, care_setting=setting, pillar="well_led", domain=name, score=score
    )


def test_domains_are_beside_those_of_the_peers_who_have_them(tmp_path):
    with_domains = publish_country(
        tmp_path,
        system("QZ1"),
        *(row for i in range(1, 6) for row in trust(f"T{i}A", "QZ1")),
        *(domain(f"T{i}A", "board", float(i)) for i in range(1, 5)),
        domain("T1A", "strategy", 2.0),
        domain("T2A", "strategy", 4.0),
        *pillars("T5A", "Acute", 5.0),
    )

    def ask(publication: Publication, code: str) -> list[list[object]]:
        unit = {"year": 2025, "ods_code": code, "care_setting": "Acute"}
        group = peers(publication, footprint="assessed", choice=PeerChoice(), **unit)
        found = domain_scores(publication, group, year=2025)
        return found.drop(columns="pillar").fillna(0.0).to_dict("split")["data"]

    assert ask(with_domains, "T1A") == [["board", 1.0, 3, 3.0], ["strategy", 2.0, 1, 0.0]]
    assert ask(with_domains, "T5A") == []
    # A pillar's score sent later as a correction takes the domains' place.
    corrected = submit(Settings(store=tmp_path), [*pillars("T1A", "Acute", 1.5)])
    assert ask(corrected, "T1A") == []
