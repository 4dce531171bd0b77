"""How much of a round came, of the published rounds."""

import pytest

from benchmark.common.completeness import round_received


@pytest.mark.parametrize("year", [2024, 2025])
def test_the_published_rounds_are_complete_except_for_one_trust(year, publication):
    found = round_received(publication, year=year, kind=None)
    assert (found.england.returned, found.england.expected) == (285, 286)
    assert found.england.enough_for_england and not found.too_few


def test_a_round_without_pillars_has_none_of_them(publication):
    found = round_received(publication, year=2024, kind="maturity_scores")
    assert found.england.returned == 0
    assert found.of("DEMO").enough
