"""What the policy gives: of groups, and of a peer's counts."""

from dataclasses import replace

import pytest

from benchmark.core.policy import Places, groups_of, reached
from benchmark.store.publication.rights import rights_of
from tests.restricted import person

PLACES = Places({"DEMO": frozenset({"DEMO1", "DEMO2", "DEMO5"})})


@pytest.mark.parametrize(
    ("codes", "members", "has"),
    [
        (["DEMO1", "DEMO2"], {"DEMO1", "DEMO2"}, True),
        (["DEMO1", "DEMO2"], {"DEMO1"}, True),
        (["DEMO"], {"DEMO1", "DEMO5"}, True),
        (["DEMO1", "DEMO2"], {"DEMO1", "DEMO2", "DEMO5"}, False),
        (["DEMO1"], {"DEMO"}, False),
        (["DEMO1", "DEMO2"], set(), False),
    ],
)
def test_a_group_s_plans_and_packs_are_for_who_was_granted_all_its_members(codes, members, has):
    """Who joins a group later brings nothing to those who had it before, and a group that is gone nobody."""
    places = replace(PLACES, groups={"OURS": frozenset(members), "THEIRS": frozenset({"DEMO1"})})
    one = person("leader", *codes, scope="group:OURS")
    assert groups_of(one, places) == ({"OURS"} if has else set())
    for data in ("plans", "packs"):
        assert ("OURS" in rights_of(one, places).of(data)) == has


@pytest.mark.parametrize(
    ("decided", "banded"), [("hidden", set()), ("letters", set()), ("names", {"DEMO2", "DEMO5"})]
)
def test_counts_are_in_bands_where_a_peer_sees_the_return_and_nowhere_else(decided, banded):
    """A band has its trust's code beside it: under letters it would give the name away."""
    places = replace(PLACES, peers={"DEMO": decided})
    one = person("trust", "DEMO1")
    assert reached(one, "read", "legacy", places, outcome="banded") == banded
    assert rights_of(one, places).of("banded") == banded
