"""Who a trust is compared with: what each group holds is proved in test_measure; here what it refuses."""

import pytest

from benchmark.core.errors import BenchmarkError, UnknownCode
from benchmark.questions.trusts.peers import PeerChoice, Peers, peers
from benchmark.questions.trusts.similarity import most_similar
from benchmark.store.publication import Publication

NEAR = PeerChoice()


def ask(
    publication: Publication, choice: PeerChoice = NEAR, code: str = "RBS", setting: str = "Acute"
) -> Peers:
    return peers(
        publication, year=2025, footprint="assessed", ods_code=code, care_setting=setting, choice=choice
    )


def test_the_most_similar_are_those_of_the_distance_nearest_first(publication):
    found = ask(publication, PeerChoice("similar"))
    similar = most_similar(publication, year=2025, ods_code="RBS", care_setting="Acute")
    assert found.units["ods_code"].tolist() == similar.rows["ods_code"].tolist()
    assert found.units["distance"].is_monotonic_increasing
    assert found.similar is not None and found.similar.missing == ()


@pytest.mark.parametrize(
    ("group", "place"), [("ics", "Cheshire and Merseyside"), ("region", "North West"), ("england", "")]
)
def test_a_group_names_its_place(publication, group, place):
    found = ask(publication, PeerChoice(group))
    assert found.place == place
    assert found.units["distance"].isna().all()


def test_a_named_trust_without_such_a_return_is_reported(publication):
    found = ask(publication, PeerChoice("own", ("RRU", "REM")))
    assert found.units["ods_code"].tolist() == ["REM"]
    assert found.absent == ("RRU (London Ambulance Service NHS Trust)",)


@pytest.mark.parametrize(
    ("named", "error", "said"),
    [
        (("REN", "RE"), UnknownCode, "There is no trust RE. Nearest: "),
        (("REM", "RBS"), BenchmarkError, "RBS cannot be compared with itself."),
        (("REM", "REM"), BenchmarkError, "A trust is named twice."),
    ],
)
def test_names_that_do_not_hold_are_refused(publication, named, error, said):
    with pytest.raises(error) as raised:
        ask(publication, PeerChoice("own", named))
    assert said in str(raised.value)


@pytest.mark.parametrize(
    ("group", "named", "said"),
    [
        ("own", (), "has no trust in it"),
        ("own", ("R1A", "R2A", "R3A", "R4A", "R5A", "R6A"), "6 trusts are named"),
        ("europe", (), "There is no peer group europe."),
    ],
)
def test_a_choice_that_cannot_be_is_refused(group, named, said):
    with pytest.raises(BenchmarkError) as raised:
        PeerChoice(group, named)
    assert said in str(raised.value)
