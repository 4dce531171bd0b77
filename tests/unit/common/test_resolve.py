"""Which trust a person means, and where it stands."""

import pytest

from benchmark.common.resolve import named_trust, resolve_trust
from benchmark.common.scope import Scope
from benchmark.core.errors import UnknownCode


@pytest.mark.parametrize("named", ["RBS", " rbs ", "Alder Hey Children's NHS Foundation Trust"])
def test_a_trust_is_found_by_code_and_by_name_in_any_case(publication, named):
    assert resolve_trust(publication, trust=named) == (Scope("QYG", 2025), "RBS")


@pytest.mark.parametrize(("footprint", "ics"), [("assessed", "QJG"), ("current", "D7T5G")])
def test_its_system_is_that_of_the_footprint(publication, footprint, ics):
    scope, code = resolve_trust(publication, trust="RDE", footprint=footprint)
    assert (scope.ics_code, scope.footprint, code) == (ics, footprint, "RDE")


def test_an_unknown_trust_names_the_nearest(publication):
    with pytest.raises(UnknownCode, match="RBS"):
        resolve_trust(publication, trust="RBQS")
    with pytest.raises(UnknownCode, match="Alder Hey"):
        resolve_trust(publication, trust="Alder Hay Childrens NHS Foundation Trust")
    with pytest.raises(UnknownCode, match=r"There is no trust \?\?\?\.$"):
        resolve_trust(publication, trust="???")


def test_a_round_that_there_is_not_is_named(publication):
    with pytest.raises(UnknownCode, match="no round of 2031"):
        resolve_trust(publication, trust="RBS", year=2031)


def test_a_trust_that_closed_before_has_no_system(publication):
    closed = publication.rows(
        "select ods_code from publication.trusts where closed_on < date '2020-01-01' order by 1 limit 1"
    )[0][0]
    with pytest.raises(UnknownCode, match="is in no system"):
        resolve_trust(publication, trust=closed)


@pytest.mark.parametrize(
    ("given_name", "nearest"), [("RBZ9", "RBZ"), ("alder hey", "RBS"), ("Tavistok", "RNK")]
)
def test_an_unknown_trust_comes_with_the_nearest(publication, given_name, nearest):
    with pytest.raises(UnknownCode) as error:
        named_trust(publication, given_name)
    assert str(error.value).startswith(f"There is no trust {given_name}. Nearest: ")
    assert f"{nearest} (" in str(error.value)
