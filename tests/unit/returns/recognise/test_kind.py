import pytest

from benchmark.core.errors import UnknownCode
from benchmark.returns import LEFT_OUT, check_return
from benchmark.returns.vocabulary import return_layouts
from schemas.kinds import KINDS
from tests.unit.returns.made import PILLARS, TARGETS, WIDE, codes, csv_of

SEVEN = (4.3, 3.2, 3.5, 4.8, 2.3, 2.8, 3.4)


@pytest.mark.parametrize("kind", sorted({layout.kind for layout in return_layouts()}))
def test_a_kinds_own_columns_are_recognised_as_it(kind):
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
def test_the_published_layouts_are_found_by_their_headings(header, layout):
    checked = check_return(csv_of(header, ["x"] * len(header)), "x.csv", publication=None)
    assert [sheet.layout for sheet in checked.sheets] == [layout]


def test_the_reason_is_given_in_words():
    (sheet,) = check_return(csv_of(TARGETS, ["x"] * 5), "x.csv", publication=None).sheets
    assert sheet.reason == "it has ods_code, care_setting, pillar, target and 1 more"


def test_a_person_can_say_which_kind_it_is():
    content = csv_of(("assessment_year", "ods_code", "care_setting", "score"), (2025, "RBS", "Acute", 3))
    as_scores = check_return(content, "x.csv", publication=None, kind="maturity_scores")
    assert codes(as_scores.errors) == ["column_missing"]
    assert "chose" in as_scores.sheets[0].reason
    assert check_return(content, "x.csv", publication=None).kinds == ("overall_comparable",)


def test_a_person_can_map_a_heading_or_leave_it_out():
    content = csv_of((*TARGETS[:4], "grounds"), ("RBS", "Acute", "well_led", 3, "because"))
    lacking = check_return(content, "x.csv", publication=None)
    assert (codes(lacking.errors), lacking.rows_valid) == (["column_missing"], 0)
    assert [entry.heading for entry in lacking.headings_to_map] == ["grounds"]
    mapped = check_return(content, "x.csv", publication=None, mapping={"Grounds": "reason"})
    assert (codes(mapped.findings), mapped.rows_valid) == (["heading_mapped"], 1)
    assert mapped.remembered_columns == (("own_targets", "grounds", "reason"),)
    misspelt = csv_of((*TARGETS, "care_seting"), ("RBS", "Acute", "well_led", 3, "because", "x"))
    checked = check_return(misspelt, "x.csv", publication=None, mapping={"care_seting": LEFT_OUT})
    assert codes(checked.findings) == ["heading_ignored"]


def test_a_wide_row_becomes_a_row_for_each_score(publication):
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


def test_a_finding_in_a_wide_file_names_the_files_own_column(publication):
    content = csv_of(
        (*WIDE, "Year"), ("", "", "RBS", "Acute", *SEVEN[:6], 9, 2025), ("", "", "RZZ", "Acute", *SEVEN, 2025)
    )
    checked = check_return(content, "x.csv", publication=publication)
    assert [(f.code, f.line, f.column) for f in checked.errors] == [
        ("out_of_range", 2, "Healthy Populations"),
        ("trust_unknown", 3, "Provider"),
    ]
    assert (checked.rows_read, checked.rows_valid) == (14, 6)


def test_an_unknown_kind_is_reported_with_the_known_ones():
    with pytest.raises(UnknownCode, match=r"no return of the kind magic.*maturity_scores.*own_targets"):
        check_return(csv_of(TARGETS), "x.csv", publication=None, kind="magic")


SCORE_ROW = ("assessment_year", "ods_code", "care_setting", "pillar")
CONTEXT = ("financial_year", "ods_code", "operating_expenditure", "capital_expenditure")
SPEND = (*CONTEXT, "it_revenue", "it_capital")


def test_no_kind_is_chosen_that_leaves_out_figures_which_another_knows():
    content = csv_of((*CONTEXT, "it_revenue"), ("2024/25", "DEMO1", 400, 20, 9))
    lacking = check_return(content, "x.csv", publication=None)
    assert (lacking.kinds, codes(lacking.errors)) == (("it_spend",), ["column_missing"])
    content = csv_of((*CONTEXT, "Staff", "Software"), ("2024/25", "DEMO1", 400, 20, 9, 9))
    checked = check_return(content, "x.csv", publication=None)
    assert codes(checked.errors) == ["column_missing"] * 2
    content = csv_of((*CONTEXT, "WTE", "IT revenue"), ("2024/25", "DEMO1", 400, 20, 3000, 9))
    both = check_return(content, "x.csv", publication=None)
    (asked,) = both.questions
    assert asked.code == "figures_left_out"
    assert asked.message.endswith("is not a column of this return, but of IT spend. Leave it out?")


@pytest.mark.parametrize(
    ("heading", "values", "code"),
    [
        ("Beds", (412, 300), "figures_left_out"),
        ("Beds", ("1,412", "£3.5m"), "figures_left_out"),
        ("Beds", ("n/a", 300), "figures_left_out"),
        ("Beds", ("many", "few"), "heading_ignored"),
        ("Beds", ("2025-01-31", "2024/25"), "heading_ignored"),
        ("IT revenue 2023/24", (8, 9), "figures_left_out"),
        ("Digital capital", (8, 9), "figures_second"),
    ],
)
def test_a_column_of_figures_is_never_left_out_unasked(heading, values, code):
    rows = [(f"202{n}/2{n + 1}", "DEMO1", 400, 20, 9, 4, value) for n, value in enumerate(values)]
    content = csv_of((*SPEND, heading), *rows)
    checked = check_return(content, "x.csv", publication=None)
    found = [entry for entry in checked.findings if entry.value == heading]
    assert codes(found) == [code]
    asked = code != "heading_ignored"
    assert bool(checked.questions) == asked
    answered = check_return(content, "x.csv", publication=None, mapping={heading: LEFT_OUT})
    assert answered.questions == ()
    assert codes(answered.findings) == ["heading_ignored"]


def test_a_question_names_the_column_and_its_first_values():
    content = csv_of(
        (*SPEND, "Beds"), ("2024/25", "DEMO1", 400, 20, 9, 4, 412), ("2023/24", "DEMO1", 400, 20, 9, 4, 398)
    )
    checked = check_return(content, "x.csv", publication=None)
    (asked,) = checked.questions
    assert (
        asked.message == "'Beds' holds figures (412, 398) and is not a column of this return. Leave it out?"
    )
    (heading,) = checked.headings_to_map
    assert "spend_on_other" in heading.suggestions


def test_each_column_of_figures_is_a_question_of_its_own():
    content = csv_of((*SPEND, "Beds", "Wards"), ("2024/25", "DEMO1", 400, 20, 9, 4, 412, 12))
    asked = check_return(content, "x.csv", publication=None).questions
    assert len({entry.question for entry in asked}) == 2


def test_a_misspelt_pillar_is_asked_about_and_can_be_mapped():
    header = ("Provider", "Care setting", "Year", "Wel Led", "Safe practice")
    content = csv_of(header, ("DEMO1", "Acute", 2025, 3, 4))
    checked = check_return(content, "x.csv", publication=None)
    assert codes(checked.questions) == ["heading_unknown"]
    mapped = check_return(content, "x.csv", publication=None, mapping={"Wel Led": "well_led"})
    assert mapped.questions == ()
    assert set(mapped.tables[0].table["pillar"].to_pylist()) == {"well_led", "safe_practice"}


@pytest.mark.parametrize("heading", ["Average", "Overall", "2025 Average", "Overall 2025", "Overall score"])
def test_an_average_beside_the_pillars_is_left_out_with_a_note(heading):
    content = csv_of(
        ("Provider", "Care setting", "Year", *PILLARS, heading), ("DEMO1", "Acute", 2025, *SEVEN, 3.4)
    )
    checked = check_return(content, "x.csv", publication=None)
    assert checked.questions == checked.errors == ()
    assert [entry.value for entry in checked.findings if entry.code == "heading_ignored"] == [heading]


@pytest.mark.parametrize(
    "heading", ["Score*", "Score¹", "Score [1]", "Score (1-5)", "SCORE **", "Score (note 2)", "Score\n(1-5)"]
)
def test_marks_beside_a_heading_are_read_with_a_note(heading):
    content = csv_of((*SCORE_ROW, heading), ("2025", "DEMO1", "Acute", "well_led", 3))
    checked = check_return(content, "x.csv", publication=None)
    assert checked.errors == checked.questions == ()
    assert checked.rows_valid == 1


@pytest.mark.parametrize("heading", ["Score / Sgôr", "Scor", "Score 2025", "Scores (self-assessed)"])
def test_a_required_heading_that_is_not_sure_is_never_passed_over(heading):
    content = csv_of((*SCORE_ROW, heading), ("2025", "DEMO1", "Acute", "well_led", 3))
    checked = check_return(content, "x.csv", publication=None)
    assert (checked.rows_valid, codes(checked.errors)) == (0, ["column_missing"])
    (to_map,) = checked.headings_to_map
    assert to_map.suggestions[0] == "score"
    mapped = check_return(content, "x.csv", publication=None, mapping={heading: "score"})
    assert (mapped.rows_valid, mapped.errors, mapped.questions) == (1, (), ())


@pytest.mark.parametrize(
    "heading",
    [
        *("Projected[score]", "'Estimates 1'[score]", "Proposed[score]", "t.Ambition[score]", "Aims[score]"),
        *("Provisional[score]", "expected.t.score", "Our_goals[score]", "Score required"),
        *("Score  required *", "Estimated[score]"),
    ],
)
def test_a_heading_of_what_is_planned_or_needed_is_not_that_of_the_figure(heading):
    content = csv_of((*SCORE_ROW, heading), ("2025", "DEMO1", "Acute", "well_led", 3))
    checked = check_return(content, "x.csv", publication=None)
    assert (checked.rows_valid, codes(checked.errors)) == (0, ["column_missing"])


@pytest.mark.parametrize(
    "heading",
    [
        *("Score *required", "Score (required)", "Score - Required", "Score: [required]", "Score optional"),
        *("Projects[score]", "Claims[score]", "x.score"),
    ],
)
def test_a_heading_of_a_form_or_a_table_is_that_of_the_figure(heading):
    content = csv_of((*SCORE_ROW, heading), ("2025", "DEMO1", "Acute", "well_led", 3))
    assert check_return(content, "x.csv", publication=None).rows_valid == 1


def test_what_a_form_requires_is_known_where_no_figure_could_be_what_is_needed():
    headings = ("Assessment year required", "ODS code Required", "Care setting required", "Pillar Required *")
    content = csv_of((*headings, "Score"), ("2025", "DEMO1", "Acute", "well_led", 3))
    assert check_return(content, "x.csv", publication=None).rows_valid == 1


@pytest.mark.parametrize("table", ["Ambitions", "Aims", "Own_goals", "Proposed", "Expected"])
def test_a_table_of_aims_holds_targets(table):
    content = csv_of([f"{table}[{name}]" for name in TARGETS], ("DEMO1", "Acute", "well_led", 4, "A plan"))
    checked = check_return(content, "x.csv", publication=None)
    assert (checked.kinds, checked.rows_valid) == (("own_targets",), 1)


def test_a_column_of_another_return_is_reported_as_that():
    """And not as like itself."""
    checked = check_return(
        csv_of((*TARGETS, "domain"), ("RBS", "", "well_led", 3, "A plan", "x")), "x.csv", publication=None
    )
    (asked,) = checked.questions
    assert (
        asked.message == "'domain' is not a column of this return, but one of Maturity scores. Leave it out?"
    )
