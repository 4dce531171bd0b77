import pytest

from benchmark.errors import UnknownCode
from benchmark.returns import LEFT_OUT, check_return
from benchmark.returns.vocabulary import return_layouts
from benchmark.store.publication import Publication
from schemas.kinds import KINDS
from tests.unit.returns.made import PILLARS, TARGETS, WIDE, codes, csv_of

SEVEN = (4.3, 3.2, 3.5, 4.8, 2.3, 2.8, 3.4)


@pytest.mark.parametrize("kind", sorted({layout.kind for layout in return_layouts()}))
def test_a_kinds_own_columns_are_recognised_as_it(kind: str) -> None:
    checked = check_return(csv_of(list(KINDS[kind].model_fields), ["x"] * 14), "x.csv", publication=None)
    assert checked.kinds == (kind,)
    required = [name for name, field in KINDS[kind].model_fields.items() if field.is_required()]
    assert check_return(csv_of(required, ["x"] * 14), "x.csv", publication=None).kinds == (kind,)


@pytest.mark.parametrize(
    ("header", "layout"),
    [
        (WIDE, "maturity_wide"),
        (("ICS", *PILLARS), "icb_wide"),
        (("Provider", "Care Setting", "2024 Average", "2025 Average"), "overall_by_year"),
        (("ICB", "2025 Average"), "icb_overall_by_year"),
        (("Trust", "Setting", "Year", *reversed(PILLARS)), "maturity_wide"),
    ],
)
def test_the_published_layouts_are_found_by_their_headings(header: tuple[str, ...], layout: str) -> None:
    checked = check_return(csv_of(header, ["x"] * len(header)), "x.csv", publication=None)
    assert [sheet.layout for sheet in checked.sheets] == [layout]


def test_the_reason_is_told_in_words() -> None:
    (sheet,) = check_return(csv_of(TARGETS, ["x"] * 5), "x.csv", publication=None).sheets
    assert sheet.reason == "it has ods_code, care_setting, pillar, target and 1 more"


def test_a_person_can_say_which_kind_it_is() -> None:
    content = csv_of(("assessment_year", "ods_code", "care_setting", "score"), (2025, "RBS", "Acute", 3))
    as_scores = check_return(content, "x.csv", publication=None, kind="maturity_scores")
    assert codes(as_scores.errors) == ["column_missing"]
    assert "chose" in as_scores.sheets[0].reason
    assert check_return(content, "x.csv", publication=None).kinds == ("overall_comparable",)


def test_a_person_can_map_a_heading_or_leave_it_out() -> None:
    content = csv_of((*TARGETS[:4], "grounds"), ("RBS", "Acute", "well_led", 3, "because"))
    lacking = check_return(content, "x.csv", publication=None)
    assert (codes(lacking.errors), lacking.rows_valid) == (["column_missing"], 0)
    assert [entry.heading for entry in lacking.headings_to_map] == ["grounds"]
    mapped = check_return(content, "x.csv", publication=None, mapping={"Grounds": "reason"})
    assert (codes(mapped.findings), mapped.rows_valid) == (["heading_mapped"], 1)
    assert mapped.remembered_columns == (("own_targets", "grounds", "reason"),)
    misspelt = csv_of((*TARGETS, "care_seting"), ("RBS", "Acute", "well_led", 3, "because", "x"))
    told = check_return(misspelt, "x.csv", publication=None, mapping={"care_seting": LEFT_OUT})
    assert codes(told.findings) == ["heading_ignored"]


def test_a_wide_row_becomes_a_row_for_each_score(publication: Publication) -> None:
    name = "ALDER HEY CHILDREN'S NHS FOUNDATION TRUST"
    content = csv_of(WIDE, ("North West", "Cheshire and Merseyside", name, "Acute", *SEVEN))
    checked = check_return(content, "x.csv", publication=publication, assessment_year=2025)
    (ready,) = checked.tables
    rows = ready.table.to_pylist()
    assert [row["score"] for row in rows] == list(SEVEN)
    assert {(row["ods_code"], row["assessment_year"], row["line"]) for row in rows} == {("RBS", 2025, 2)}
    own = publication.rows(
        "select pillar, score from publication.maturity_scores "
        "where ods_code = 'RBS' and care_setting = 'Acute'"
    )
    assert {(row["pillar"], row["score"]) for row in rows} == set(own)


def test_a_finding_in_a_wide_file_names_the_files_own_column(publication: Publication) -> None:
    content = csv_of(
        (*WIDE, "Year"), ("", "", "RBS", "Acute", *SEVEN[:6], 9, 2025), ("", "", "RZZ", "Acute", *SEVEN, 2025)
    )
    checked = check_return(content, "x.csv", publication=publication)
    assert [(f.code, f.line, f.column) for f in checked.errors] == [
        ("out_of_range", 2, "Healthy Populations"),
        ("trust_unknown", 3, "Provider"),
    ]
    assert (checked.rows_read, checked.rows_valid) == (14, 6)


def test_a_kind_that_is_not_known_is_told_with_those_that_are() -> None:
    with pytest.raises(UnknownCode, match=r"no return of the kind magic.*maturity_scores.*own_targets"):
        check_return(csv_of(TARGETS), "x.csv", publication=None, kind="magic")
