import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from benchmark.returns import check_return
from benchmark.returns.check.lookup import SUGGESTED_FOR
from benchmark.returns.check.reference import reference
from benchmark.returns.recognise import organisations
from benchmark.returns.recognise.organisations import (
    LOOK_ALIKE,
    KnownName,
    Match,
    NameIndex,
    Organisation,
    Remembered,
    core,
    name_index,
    normalised,
)
from benchmark.store.publication import Publication
from tests.unit.returns.made import SCORES, TARGETS, codes, csv_of

OPENED = date(2000, 1, 1)


def index(*names: str, closed: tuple[str, ...] = ()) -> NameIndex:
    organisations = [
        Organisation(f"ZZ{n}", name, OPENED, date(2020, 1, 1) if name in closed else None)
        for n, name in enumerate(names)
    ]
    return name_index(organisations, aliases={})


@pytest.mark.parametrize(
    "spelling",
    [
        "ALDER HEY CHILDREN'S NHS FOUNDATION TRUST",
        "Alder Hey Childrens NHS FT",
        "alder hey children\u2019s nhsft",
        "  The Alder  Hey Children's National Health Service Foundation Trust ",
    ],
)
def test_spellings_of_one_name(spelling):
    assert normalised(spelling.replace("\u2019", "'")) == "alder hey childrens nhs foundation trust"
    assert core(spelling.replace("\u2019", "'")) == "alder hey childrens"


def test_a_name_that_two_trusts_have_means_none_unless_one_is_open():
    assert index("Ash NHS Trust", "Ash NHS Trust").match("Ash NHS Trust") is None
    found = index("Ash NHS Trust", "Ash NHS Trust ", closed=("Ash NHS Trust",)).match("ash nhs trust")
    assert found is not None
    assert found.code == "ZZ1"
    assert index("Ash NHS Trust", "Ash NHS Foundation Trust").match("Ash") is None


def test_what_a_person_confirms_wins_over_aliases():
    names = name_index(
        [Organisation("ZZ0", "Ash", OPENED, None), Organisation("ZZ1", "Elm", OPENED, None)],
        aliases={"The Big Tree": Remembered("ZZ0")},
    )
    remembered = names.match("big tree")
    confirmed = names.with_confirmed({"Big tree": "ZZ1", "Other": "RZZ"}).match("BIG TREE")
    assert remembered is not None
    assert confirmed is not None
    assert (remembered.code, remembered.how) == ("ZZ0", "remembered")
    assert (confirmed.code, confirmed.how) == ("ZZ1", "confirmed")


def test_suggestions_are_distinguished_by_places(publication):
    names = reference(publication).trust_names
    assert names.nearest_names("Leeds Univ Hospital")[0][0] == "RR8"
    assert names.nearest_names("Alder Hay Childrens")[0][0] == "RBS"
    assert names.nearest_names("Xyzzy") == ()
    assert "RBS" in {code for code, _ in names.nearest_codes("RBSS")}


def test_a_name_that_no_trust_has_is_offered_for_confirmation(publication):
    content = csv_of(TARGETS, ("Leeds Univ Hospital", "Acute", "well_led", 4.5, "because"))
    checked = check_return(content, "x.csv", publication=publication)
    assert codes(checked.errors) == ["name_unknown"]
    (asked,) = checked.names_to_confirm
    assert asked.suggestions[0] == ("RR8", "Leeds Teaching Hospitals NHS Trust")
    again = check_return(content, "x.csv", publication=publication, confirmed_names={asked.name: "RR8"})
    assert (codes(again.findings), again.rows_valid) == (["name_confirmed"], 1)


class TestEveryName:
    """Of every trust and system, open or closed, every name that it has or had."""

    @pytest.mark.parametrize(("refers_to", "fewest"), [("trusts", 280), ("ics", 36)])
    def test_means_its_own_organisation_in_each_spelling(self, refers_to, fewest, publication):
        names = reference(publication).names(refers_to, {})
        asked = 0
        for organisation in names.organisations.values():
            for name in organisation.spellings:
                for spelling in (
                    name,
                    name.upper(),
                    name.lower(),
                    name.replace(" and ", " & "),
                    name.removesuffix(" NHS Foundation Trust"),
                    name.replace("NHS Foundation Trust", "NHSFT"),
                    f"The {name}",
                ):
                    found = names.match(spelling)
                    assert found is not None, spelling
                    assert found.code == organisation.code, spelling
                    assert (found.how == "renamed") == bool(organisation.history)
                    asked += 1
        assert asked > 7 * fewest

    def test_is_in_the_table_with_the_name_at_the_time_of_the_assessment(self, publication):
        lacking = publication.rows(
            "select ods_code from publication.trusts anti join publication.trust_names using (ods_code, name)"
        )
        assert lacking == []
        twice = publication.rows(
            "select ods_code from publication.trust_names where state = 'current' "
            "group by all having count(*) <> 1"
        )
        assert twice == []

    @pytest.mark.parametrize(
        ("code", "history"),
        [
            (
                "DEMO3",
                "was called Umberquay Hospitals NHS Trust until 31 March 2019 and has been called Umberquay "
                "and Oxtrelby Teaching Hospitals and Community NHS Foundation Trust since 1 April 2019",
            ),
            (
                "DEMO6",
                "was called Vexwold General Hospital NHS Trust and is now called Vexwold District Hospitals "
                "NHS Trust; the day of the change is not known",
            ),
            ("DEMO7", ""),
        ],
    )
    def test_has_a_history_where_it_changed(self, code, history, publication):
        organisation = reference(publication).trust_names.organisations[code]
        assert organisation.history == history

    @pytest.mark.parametrize("year", [2023, 2025])
    @pytest.mark.parametrize("name", ["Umberquay Hospitals", "UMBERQUAY HOSPITALS NHS TRUST"])
    def test_is_read_in_a_return_of_any_round(self, name, year, publication):
        """A name is known outside its dates, too, and the note says what it is called then and now."""
        checked = check_return(
            csv_of(SCORES, (year, name, "Acute", "well_led", 3)), "x.csv", publication=publication
        )
        (note,) = [entry for entry in checked.findings if entry.code == "name_renamed"]
        assert note.message.startswith(
            f"'{name}' was read as DEMO3, which was called Umberquay Hospitals NHS"
        )
        assert checked.tables[0].table["ods_code"].to_pylist() == ["DEMO3"]


def test_a_name_that_one_trust_has_and_another_had_is_asked_about():
    former = (
        KnownName("Elm NHS Trust", "current"),
        KnownName("Ash NHS Trust", "former", None, date(2020, 1, 1)),
    )
    names = name_index(
        [
            Organisation("ZZ0", "Ash NHS Trust", OPENED, None),
            Organisation("ZZ1", "Elm NHS Trust", OPENED, None, names=former),
        ],
        aliases={},
    )
    assert names.match("Ash NHS Trust") is None
    assert [code for code, _ in names.nearest_names("Ash NHS Trust")] == ["ZZ0", "ZZ1"]
    assert names.with_confirmed({"Ash": "ZZ1"}).match("ash") == Match("ZZ1", "confirmed")


class TestWhatAPersonConfirms:
    def test_is_refused_where_the_name_is_another_ones(self):
        names = index("Ash NHS Trust", "Elm NHS Trust")
        for spelling in ("ASH NHS TRUST", "Ash", "Ash NHS FT"):
            assert names.with_confirmed({spelling: "ZZ1"}).match(spelling) == Match("ZZ0", "taken")
            assert names.with_confirmed({spelling: "ZZ0"}).match(spelling) == Match("ZZ0", "confirmed")

    def test_never_hides_a_name_that_an_organisation_has_since_been_given(self):
        names = name_index(
            [Organisation("ZZ0", "Ash", OPENED, None), Organisation("ZZ1", "Elm", OPENED, None)],
            aliases={"ash": Remembered("ZZ1")},
        )
        assert names.match("Ash") == Match("ZZ0", "matched")

    def test_is_reported_as_an_error_in_the_file(self, publication):
        name = "Zantlemere Hospitals NHS Trust"
        content = csv_of(TARGETS, (name, "Acute", "well_led", 3, "because"))
        checked = check_return(content, "x.csv", publication=publication, confirmed_names={name: "DEMO6"})
        assert codes(checked.findings) == ["name_taken"]
        assert checked.confirmed_names == {}

    @pytest.mark.parametrize("name", ["???", "\u200b\u2014", "'", "A" * 501])
    def test_is_not_asked_of_what_could_not_be_remembered(self, name, publication):
        content = csv_of(TARGETS, (name, "Acute", "well_led", 3, "because"))
        checked = check_return(content, "x.csv", publication=publication, confirmed_names={name: "DEMO6"})
        assert checked.errors != ()
        assert checked.names_to_confirm == ()
        assert checked.confirmed_names == {}


def suggested(publication: Publication, *codes_or_names: str) -> list[str]:
    """What is suggested for the first of these cells of a column of trusts."""
    rows = [(code, "Acute", "well_led", 3, "because") for code in codes_or_names]
    checked = check_return(csv_of(TARGETS, *rows), "x.csv", publication=publication)
    first = next(entry for entry in checked.errors if entry.value == codes_or_names[0])
    return re.findall(r"(?:nearest: |, )([A-Z0-9]{3,6}) \(", first.expected)


class TestSuggestedCodes:
    @pytest.mark.parametrize(
        ("wrong", "right"),
        [
            ("RFE", "RFF"),
            ("RBSS", "RBS"),
            ("RSB", "RBS"),
            ("RO8", "R0B"),
            ("RJI", "RJ1"),
            ("ROA", "R0A"),
            ("RB", ""),
        ],
    )
    def test_are_one_slip_off(self, wrong, right, publication):
        found = reference(publication).trust_names.nearest_codes(wrong)
        assert not right or right in {code for code, _ in found}
        assert all(OSA.distance(*(c.translate(LOOK_ALIKE) for c in (wrong, code))) <= 1 for code, _ in found)

    @pytest.mark.parametrize(("wrong", "right"), [("ROA", "R0A"), ("RJI", "RJ1"), ("G6V25", "G6V2S")])
    def test_begin_with_a_letter_taken_for_a_digit(self, wrong, right, publication):
        assert reference(publication).trust_names.nearest_codes(wrong)[0][0] == right

    def test_begin_with_those_in_the_system_of_the_files_other_trusts(self, publication):
        """RF? has neighbours all over England; beside trusts of one system its own come first."""
        system = reference(publication).systems_of
        for others in (("RFF", "RHQ"), ("RF4", "R1H")):
            homes = frozenset.intersection(*(system[code] for code in others))
            found = suggested(publication, "RFE", *others)
            at_home = [bool(system[code] & homes) for code in found]
            assert any(at_home)
            assert at_home == sorted(at_home, reverse=True)

    def test_are_real_unless_the_file_names_only_fictional_trusts(self, publication):
        assert suggested(publication, "DEMO9") == []
        assert suggested(publication, "DEMO9", "RBS") == []
        assert suggested(publication, "DEMO9", "DEMO1", "RBS") == []
        assert suggested(publication, "DEMO9", "DEMO2")[:2] == ["DEMO1", "DEMO2"]


def test_a_name_in_the_system_of_the_files_other_trusts_comes_first():
    names = index("North Ash Hospital NHS Trust", "South Ash Hospital NHS Trust")
    (alone,) = names.nearest_to_each(["Ash Hospitl"])
    (beside,) = names.nearest_to_each(["Ash Hospitl"], beside={"ZZ1": 1.0})
    assert [code for code, _ in alone] == ["ZZ0", "ZZ1"]
    assert [code for code, _ in beside] == ["ZZ1", "ZZ0"]


def test_suggestions_are_worked_out_for_so_many_names_and_no_more(publication, monkeypatch):
    """Each name costs a likeness to each organisation, so sixty thousand would take a minute."""
    compared = []
    cdist = organisations.process.cdist
    monkeypatch.setattr(
        organisations.process,
        "cdist",
        lambda a, b, **how: compared.append(len(a) * len(b)) or cdist(a, b, **how),
    )
    counts = []
    for size in (SUGGESTED_FOR, 10 * SUGGESTED_FOR):
        compared.clear()
        rows = [(f"Quorelby Hospitl {n}", "Acute", "well_led", 3, "because") for n in range(size)]
        checked = check_return(csv_of(TARGETS, *rows), "x.csv", publication=publication)
        assert (codes(checked.errors), checked.rows_valid) == (["name_unknown"] * size, 0)
        assert len(checked.names_to_confirm) == SUGGESTED_FOR
        counts.append(sum(compared))
        beyond = [entry for entry in checked.errors if "suggestions are made for the first" in entry.expected]
        assert len(beyond) == size - SUGGESTED_FOR
    assert counts[0] == counts[1] > 0


NAMES = st.one_of(
    st.text(max_size=60),
    st.lists(
        st.sampled_from(
            [
                *("the", "The", "NHS", "nhsft", "FT", "saint", "univ", "hosp", "hosps", "national", "health"),
                *("service", "foundation", "trust", "'", "&", "_", "\u2019", "\u00b4", "\u200b", "\u0345"),
                *("\u0130", "\ufb03", "\u00df", "\u6771\u4eac"),
            ]
        ),
        max_size=8,
    ).map(" ".join),
)


@given(NAMES)
@settings(max_examples=400)
def test_normalising_twice_is_normalising_once(name):
    once = normalised(name)
    assert normalised(once) == once
    assert core(once) == core(name)


@given(NAMES)
def test_matching_takes_any_text(publication, name):
    names = reference(publication).trust_names
    for known in (names, names.with_confirmed({name: "DEMO1"})):
        found = known.match(name)
        assert found is None or found.code in names.organisations
        assert len(known.nearest_names(name)) <= organisations.SUGGESTED
        assert len(known.nearest_codes(name)) <= organisations.SUGGESTED_CODES


def test_names_in_another_script_are_not_one_name():
    names = index("Ash NHS Trust").with_confirmed({"\u6771\u4eac": "ZZ0"})
    assert names.match("\u6771\u4eac") == Match("ZZ0", "confirmed")
    assert names.match("\u5927\u962a") is None
    assert names.match("---") is None
