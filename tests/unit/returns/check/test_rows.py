"""The check by distinct values against its twin, which asks pydantic about one row after the other."""

from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from pydantic import ValidationError

from benchmark.returns import check_return
from benchmark.returns.check.cells import read_cell
from benchmark.returns.check.lookup import read_item
from benchmark.returns.columns import columns_of
from benchmark.returns.vocabulary import return_layouts
from schemas.kinds import KINDS
from tests.unit.returns.made import csv_of

RETURNED = sorted({layout.kind for layout in return_layouts()})
LIKELY = {
    "assessment_year": ["2024", "2025", "2025.0", "25", "2025-01-01"],
    "financial_year": ["2024/25", "2024-25", "FY25", "2024/26", "2024"],
    "ods_code": ["RBS", "rbs", "RJ1", "R", "RBS ", "Alder Hey"],
    "ics_code": ["QYG", "qf7", "Devon"],
    "care_setting": ["Acute", "acute", "Community", "Dental"],
    "pillar": ["well_led", "Well Led", "safe_practice", "magic"],
    "domain": ["strategy", "Strategy", "9"],
    "section": ["legacy_estate", "digital_posts", "board_readiness", "capability", "programme", "canteen"],
    "item": ["servers", "Servers", "patient_portal", "costed_strategy", "A new record"],
    "answer": ["yes", "Y", "partly", "perhaps"],
    "stage": ["live", "Delivery", "asleep"],
    "offers_or_asks": ["offer", "asks", "neither"],
}
NUMBERS = [
    "0",
    "1",
    "2",
    "3.5",
    "5",
    "5.0",
    "5.1",
    "-1",
    "+4",
    "1,000",
    "£12",
    "3e2",
    "n/a",
    "12%",
    "1_0",
    "nan",
    "007",
]
TEXTS = ["Because", "two words", "x" * 501, "=1+1"]


def cell(name: str, shape: str) -> st.SearchStrategy[str]:
    likely = LIKELY.get(name) or (TEXTS if shape == "text" else NUMBERS)
    return st.one_of(st.sampled_from(likely), st.sampled_from(["", " ", likely[0]]))


@st.composite
def returns(draw: st.DrawFn) -> tuple[str, list[str], list[list[str]]]:
    """A kind, its columns (some that it can do without left out), and rows of likely and unlikely cells."""
    kind = draw(st.sampled_from(RETURNED))
    fields = KINDS[kind].model_fields
    names = [name for name, field in fields.items() if field.is_required() or draw(st.booleans())]
    columns = columns_of(KINDS[kind])
    row = st.tuples(*(cell(name, columns[name].shape) for name in names)).map(list)
    return kind, names, draw(st.lists(row, max_size=8))


def row_by_row(kind: str, names: list[str], rows: list[list[str]]) -> list[dict[str, Any]]:
    """What holds, found the slow way: each cell read, then the model on each row, the first of a key kept."""
    model, kept, keys = KINDS[kind], [], set()
    columns = columns_of(model)
    for texts in rows:
        cells = {name: read_cell(text, columns[name]) for name, text in zip(names, texts, strict=True)}
        if kind == "conditions" and cells["section"].text:
            cells["item"] = read_item(cells["section"].text, cells["item"])
        if any(read.error for read in cells.values()):
            continue
        # The model lets a required cell be empty where ledgers have older rows; a new return must say it.
        if any(read.text is None and model.model_fields[name].is_required() for name, read in cells.items()):
            continue
        try:
            row = model.model_validate({name: read.text for name, read in cells.items()})
        except ValidationError:
            continue
        key = tuple(getattr(row, name) for name in model.key)
        if key not in keys:
            keys.add(key)
            kept.append(row.model_dump())
    return kept


NOT_SAID = ("icb_overall_comparable", ["assessment_year", "compared_with", "ics_code", "score"])


@given(made=returns())
@example(made=(*NOT_SAID, [["2024", "", "QYG", "1"]]))
def test_both_keep_the_same_rows_with_the_same_values(made):
    kind, names, rows = made
    checked = check_return(csv_of(names, *rows), "made.csv", publication=None, kind=kind)
    assume(all(found.code != "blank_read" for found in checked.findings))
    kept = [row for ready in checked.tables for row in ready.table.drop_columns("line").to_pylist()]
    assert kept == row_by_row(kind, names, rows)


@pytest.mark.parametrize("kind", RETURNED)
def test_the_twin_itself_keeps_a_good_row(kind):
    fields = KINDS[kind].model_fields
    examples = KINDS[kind].worked_examples or (
        {name: field.examples[0] for name, field in fields.items() if field.examples},
    )
    for good in examples:
        assert len(row_by_row(kind, [*good], [[str(value) for value in good.values()]])) == 1
