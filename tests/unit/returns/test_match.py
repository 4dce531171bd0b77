from datetime import date

import pytest

from benchmark.returns import check_return
from benchmark.returns.match import NameIndex, Organisation, core, name_index, normalised
from benchmark.returns.reference import reference
from benchmark.store.publication import Publication
from tests.unit.returns.made import TARGETS, codes, csv_of

OPENED = date(2000, 1, 1)


def index(*names: str, closed: tuple[str, ...] = (), **aliases: str) -> NameIndex:
    organisations = [
        Organisation(f"ZZ{n}", name, OPENED, date(2020, 1, 1) if name in closed else None)
        for n, name in enumerate(names)
    ]
    return name_index(organisations, aliases=aliases)


@pytest.mark.parametrize(
    "spelling",
    [
        "ALDER HEY CHILDREN'S NHS FOUNDATION TRUST",
        "Alder Hey Childrens NHS FT",
        "alder hey children\u2019s nhsft",
        "  The Alder  Hey Children's National Health Service Foundation Trust ",
    ],
)
def test_spellings_of_one_name(spelling: str) -> None:
    assert normalised(spelling.replace("\u2019", "'")) == "alder hey childrens nhs foundation trust"
    assert core(spelling.replace("\u2019", "'")) == "alder hey childrens"


def test_every_published_name_finds_its_own_organisation(publication: Publication) -> None:
    facts = reference(publication)
    for names in (facts.trust_names, facts.system_names):
        for organisation in names.organisations.values():
            if organisation.closed_on is None:
                for spelling in (
                    organisation.name,
                    organisation.name.upper(),
                    organisation.name.replace(" and ", " & "),
                ):
                    found = names.match(spelling)
                    assert found is not None
                    assert found.code == organisation.code


def test_a_name_that_two_bear_is_nobodys_unless_one_is_open() -> None:
    assert index("Ash NHS Trust", "Ash NHS Trust").match("Ash NHS Trust") is None
    found = index("Ash NHS Trust", "Ash NHS Trust ", closed=("Ash NHS Trust",)).match("ash nhs trust")
    assert found is not None
    assert found.code == "ZZ1"
    assert index("Ash NHS Trust", "Ash NHS Foundation Trust").match("Ash") is None


def test_what_a_person_confirms_wins_over_aliases() -> None:
    names = name_index(
        [Organisation("ZZ0", "Ash", OPENED, None), Organisation("ZZ1", "Elm", OPENED, None)],
        aliases={"The Big Tree": "ZZ0"},
    )
    remembered = names.match("big tree")
    confirmed = names.with_confirmed({"Big tree": "ZZ1", "Other": "RZZ"}).match("BIG TREE")
    assert remembered is not None
    assert confirmed is not None
    assert (remembered.code, remembered.how) == ("ZZ0", "remembered")
    assert (confirmed.code, confirmed.how) == ("ZZ1", "confirmed")


def test_suggestions_are_told_apart_by_places(publication: Publication) -> None:
    names = reference(publication).trust_names
    assert names.nearest_names("Leeds Univ Hospital")[0][0] == "RR8"
    assert names.nearest_names("Alder Hay Childrens")[0][0] == "RBS"
    assert names.nearest_names("Xyzzy") == ()
    assert "RBS" in {code for code, _ in names.nearest_codes("RBSS")}


def test_a_name_nobody_bears_is_offered_for_confirmation(publication: Publication) -> None:
    content = csv_of(TARGETS, ("Leeds Univ Hospital", "Acute", "well_led", 3, "because"))
    checked = check_return(content, "x.csv", publication=publication)
    assert codes(checked.errors) == ["name_unknown"]
    (asked,) = checked.names_to_confirm
    assert asked.suggestions[0] == ("RR8", "Leeds Teaching Hospitals NHS Trust")
    again = check_return(content, "x.csv", publication=publication, confirmed_names={asked.name: "RR8"})
    assert (codes(again.findings), again.rows_valid) == (["name_confirmed"], 1)
