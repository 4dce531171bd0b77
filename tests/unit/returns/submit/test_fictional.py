"""Returns for the Demonstration ICS can be tried, and keep away from those of real organisations."""

import pytest

from benchmark.returns import check_return
from benchmark.returns.check.reference import reference
from benchmark.store.publication import Publication
from tests.unit.returns.made import SCORES, TARGETS, codes, csv_of

BOARD = ("assessment_year", "ics_code", "pillar", "score")


def asked(content: bytes, publication: Publication) -> list[tuple[str, str]]:
    checked = check_return(content, "return.csv", publication=publication)
    assert checked.errors == ()
    return [(entry.code, entry.expected) for entry in checked.questions]


@pytest.mark.parametrize(
    ("header", "fictional", "real"),
    [
        (SCORES, (2023, "DEMO1", "Acute", "well_led", 4), (2023, "RBS", "Acute", "well_led", 4)),
        (BOARD, (2023, "DEMO", "well_led", 2.5), (2023, "QYG", "well_led", 2.5)),
    ],
)
def test_the_round_of_2023_exists_only_for_the_demonstration(header, fictional, real, publication):
    assert asked(csv_of(header, fictional), publication) == []
    both = asked(csv_of(header, fictional, real), publication)
    assert both == [("round_unknown", "one of: 2024, 2025")]


def test_no_fictional_trust_is_suggested_for_a_name_or_code_that_no_trust_has(publication):
    names = reference(publication).trust_names
    own = [o for o in names.organisations.values() if o.fictional]
    assert len(own) == 8
    for organisation in own:
        assert names.match(organisation.name) is not None
        slip = organisation.name.replace("r", "rr", 1)
        assert not {code for code, _ in names.nearest_names(slip)} & {o.code for o in own}
    assert not any(code.startswith("DEMO") for code, _ in names.nearest_codes("DEMO9"))


def test_a_return_may_name_a_fictional_trust_by_code_or_by_its_exact_name(publication):
    for trust in ("DEMO7", "Pellindrake Community Health NHS Trust"):
        row = (trust, "Community", "empower_people", 3, "To try it")
        checked = check_return(csv_of(TARGETS, row), "targets.csv", publication=publication)
        assert (codes(checked.errors), checked.rows_valid) == ([], 1)
        assert checked.tables[0].table["ods_code"].to_pylist() == ["DEMO7"]
