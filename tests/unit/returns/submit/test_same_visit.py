"""Files of one visit against each other, and questions that have names of their own."""

from benchmark.returns import CheckedReturn, against_each_other, check_return
from benchmark.returns.findings import finding, with_own_keys
from benchmark.store.publication import Publication
from tests.unit.returns.made import SCORES, codes, csv_of

ROW = (2026, "DEMO1", "Acute", "well_led", 3)
OTHER = (2026, "DEMO1", "Acute", "safe_practice", 3)


def check(publication: Publication, name: str, *rows: tuple[object, ...]) -> CheckedReturn:
    return check_return(csv_of(SCORES, *rows), name, publication=publication)


def between(
    publication: Publication, *files: CheckedReturn, submitted: tuple[int, ...] = ()
) -> list[list[str]]:
    """What was found in each file beyond its own check."""
    found = against_each_other(files, publication, submitted=submitted)
    return [
        codes(set(after.findings) - set(before.findings)) for before, after in zip(files, found, strict=True)
    ]


def test_another_value_is_an_error_in_the_later_file(publication):
    files = [check(publication, "a.csv", ROW), check(publication, "b.csv", OTHER, (*ROW[:4], 3.2))]
    assert between(publication, *files) == [[], ["other_file_differs"]]
    found = against_each_other(files, publication)[1]
    (error,) = found.errors
    assert error.line == 3
    assert error.message == (
        "a.csv, line 2, gives another figure for the same: DEMO1, 2026, Acute, well_led. "
        "score is 3 there and 3.2 here."
    )


def test_the_same_value_is_a_note_and_the_same_file_one_note(publication):
    first = check(publication, "a.csv", ROW)
    assert between(publication, first, check(publication, "b.csv", ROW, OTHER)) == [[], ["other_file_same"]]
    assert between(publication, first, check(publication, "b.csv", ROW)) == [[], ["file_twice"]]
    assert between(publication, first, check(publication, "b.csv", OTHER)) == [[], []]


def test_a_file_that_was_submitted_is_a_question_wherever_it_is(publication):
    files = [check(publication, "a.csv", ROW), check(publication, "b.csv", (*ROW[:4], 3.2))]
    assert between(publication, *files, submitted=(0,)) == [[], ["submitted_file_differs"]]
    found = between(publication, *files, submitted=(1,))
    assert found[0] == ["submitted_file_differs"]


def test_three_files_are_held_against_all_before_them(publication):
    files = [check(publication, f"{value}.csv", (*ROW[:4], value)) for value in (3, 3.1, 3.2)]
    assert [len(found) for found in between(publication, *files)] == [0, 1, 2]


def test_each_question_has_a_name_of_its_own():
    place = {"line": 2, "column": "score", "name": "x", "setting": "y", "year": "z", "limit": "1"}
    jumps = [
        finding("score_jump", value=value, pillar=pillar, before="1", after="2", **place)
        for pillar, value in (("a", "1.0"), ("b", "4.9"), ("c", "4.9"), ("d", "4.9"))
    ]
    names = [entry.question for entry in with_own_keys(jumps)]
    assert len(set(names)) == 4
    assert names[:2] == ["score_jump::2:score:1.0", "score_jump::2:score:4.9"]
    assert with_own_keys(jumps[:1])[0].question == "score_jump::2:score"
    assert [entry.question for entry in with_own_keys(with_own_keys(jumps))] == names


def test_figures_of_two_kinds_of_return_are_held_against_each_other(publication):
    """Operating expenditure stands in a return of IT spend and in one of trust context."""
    spend = csv_of(
        ("financial_year", "ods_code", "operating_expenditure", "it_revenue", "it_capital"),
        ("2024/25", "DEMO4", 236700000, 2992000, 613000),
    )
    names = ("financial_year", "ods_code", "operating_expenditure", "average_wte")
    first = check_return(spend, "spend.csv", publication=publication)
    for amount, asked in ((236700000, []), ("", []), (219500000, ["figures_contradict"])):
        context = csv_of(names, ("2024/25", "DEMO4", amount, 3490))
        second = check_return(context, "context.csv", publication=publication)
        assert between(publication, first, second) == [[], asked]
        found = against_each_other((first, second), publication)[1]
        for entry in found.questions:
            if entry.code in asked:
                assert entry.message == (
                    "Line 2 of spend.csv gives another figure for the same: DEMO4, 2024/25. "
                    "operating_expenditure is 236,700,000 there and 219,500,000 here. Are both right?"
                )
