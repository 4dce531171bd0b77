"""A template that comes back: just what was filled in, by its stamp, and a sentence on everything else."""

import itertools
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmark.core.definitions import condition_sections, definitions
from benchmark.returns import changes, check_return
from benchmark.returns.templates.columns import TemplateColumn, template_columns
from benchmark.returns.templates.csv_template import template_table
from benchmark.returns.templates.request import (
    NOBODY,
    Asked,
    Subject,
    kinds_for,
    system_subject,
    trust_subject,
)
from benchmark.returns.templates.workbook import template_book
from benchmark.returns.vocabulary import heading_of, return_layouts
from benchmark.store.publication import Publication
from schemas.base import MOST_COUNTED, SCORE_MAX
from schemas.conditions import REQUIRED
from schemas.kinds import KINDS
from tests.unit.returns.filling import (
    A_TARGET,
    ASKED,
    FIRST,
    SPEND,
    checked,
    codes_in,
    filled,
    rows_in,
    rows_of,
)
from tests.unit.returns.made import csv_of

pytestmark = pytest.mark.slow

RETURNED = sorted({layout.kind for layout in return_layouts()})


@pytest.fixture(scope="module")
def system(publication: Publication) -> Subject:
    return system_subject(publication, "DEMO", assessment_year=2025)


@pytest.fixture(scope="module")
def trust(publication: Publication) -> Subject:
    return trust_subject(publication, "DEMO3")


SCORES = itertools.cycle((1.0, 2.5, 3.25, 4.0, 5.0))


def value_for(column: TemplateColumn, kept: Mapping[str, Any]) -> Any:
    """What a person might enter: kept value."""
    if column.field == "unsupported":
        return 1
    if column.choices:
        return column.choices[0].kept
    if column.shape == "text":
        return f"Words about {column.field}"
    if column.highest == SCORE_MAX:
        return next(SCORES)
    if column.field == "operating_expenditure":
        return 512000000.0
    counts = column.shape == "whole" or column.highest == MOST_COUNTED
    return 11 if counts else 1200000.0


class TestRoundTrip:
    @pytest.mark.parametrize("place", range(len(RETURNED)), ids=RETURNED.__getitem__)
    def test_what_is_filled_in_comes_back_as_just_that(self, place, system, trust, publication):
        kind = RETURNED[place]
        subject = trust if place % 2 and kind in kinds_for(trust) else system
        content, _ = template_book([kind], subject, ASKED, publication)
        columns = template_columns(ASKED.layout(kind))
        lines = [line for line, row in rows_of(content)[heading_of(kind)] if line >= FIRST and row["A"]]
        known = dict(rows_of(content)[heading_of(kind)])
        cells: dict[tuple[int, str], Any] = {}
        expected: set[tuple[Any, ...]] = set()
        for line in lines:
            kept = keep(known[line], columns)
            if kind == "conditions":
                wanted = REQUIRED[kept["section"]]
                if kept["item"] is None:
                    kept["item"] = cells[line, "Item"] = f"Programme of line {line}"
            else:
                wanted = tuple(column.field for column in columns if column.part == "entered")
            for column in columns:
                if column.field in wanted:
                    kept[column.field] = value_for(column, kept)
                    shown = next((c.shown for c in column.choices if c.kept == kept[column.field]), None)
                    cells[line, column.heading] = shown or kept[column.field]
            expected |= as_rows(kind, kept)
        found = checked(filled(content, heading_of(kind), cells), publication)
        assert (found.errors, rows_in(found, kind)) == ((), expected)
        assert found.kinds == (kind,)
        plain = csv_of(list(KINDS[kind].model_fields), *sorted(expected, key=str))
        asked = check_return(plain, "plain.csv", publication=publication).questions
        # Of the same figures a wide table asks on one line, a long one on several.
        assert {entry.code for entry in found.questions} ^ {entry.code for entry in asked} <= {"score_jump"}
        assert not codes_in(found) & {"sheet_hidden", "lines_above_header", "footnote", "template_rows_empty"}

    @settings(max_examples=12)
    @given(
        scores=st.dictionaries(
            st.tuples(st.integers(0, 2), st.sampled_from(definitions().framework.pillars)),
            st.floats(1, 5).map(lambda score: round(score, 3)),
            min_size=1,
        )
    )
    def test_any_part_of_it_filled_in_is_read_and_nothing_else(self, scores, trust, publication):
        content, _ = template_book(["maturity_scores"], trust, ASKED, publication)
        settings_returned = trust.trusts[0].settings
        cells = {(FIRST + place, pillar.name): score for (place, pillar), score in scores.items()}
        found = checked(filled(content, "Maturity scores", cells), publication)
        assert found.errors == ()
        assert rows_in(found, "maturity_scores") == {
            (2025, "DEMO3", settings_returned[place], pillar.key, None, score)
            for (place, pillar), score in scores.items()
        }

    @pytest.mark.parametrize("subject", ["DEMO", "QYG"])
    def test_current_figures_come_back_unchanged(self, subject, publication):
        system = system_subject(publication, subject, assessment_year=2025)
        content, figures = template_book((), system, Asked(2025, "2024/25", with_current=True), publication)
        found = checked(content, publication)
        assert figures > 100
        assert found.errors == ()
        change = changes(found, publication)
        assert (change.new, change.changed) == (0, 0) and change.unchanged > 100

    def test_an_untouched_template_says_that_nothing_was_filled_in(self, system, trust, publication):
        """Of all kinds for each; and of each kind for one of them, in turn."""
        subjects = (system, trust, NOBODY)
        cases = [((), subject) for subject in subjects]
        for kind, subject in zip(RETURNED, itertools.cycle(subjects)):
            cases.append(((kind,), subject if kind in kinds_for(subject) else system))
        for kinds, subject in cases:
            content, _ = template_book(kinds, subject, ASKED, publication)
            found = checked(content, publication)
            assert [entry.code for entry in found.findings] == ["template_untouched"], kinds
            assert found.unreadable and found.rows_read == 0

    def test_a_sheet_left_empty_is_left_out_with_a_note(self, trust, publication):
        content, _ = template_book((), trust, ASKED, publication)
        found = checked(filled(content, "Own targets", A_TARGET), publication)
        assert rows_in(found, "own_targets") == {("DEMO3", None, "well_led", 4.0, "A plan")}
        left_out = [entry.sheet for entry in found.findings if entry.code == "template_sheet_empty"]
        assert sorted(left_out) == sorted(
            heading_of(kind) for kind in kinds_for(trust) if kind != "own_targets"
        )
        (rows,) = (entry for entry in found.findings if entry.code == "template_rows_empty")
        assert (rows.count, rows.line, rows.severity) == (6, FIRST + 1, "note")

    def test_a_row_below_for_what_the_template_does_not_know_is_read(self, trust, publication):
        content, _ = template_book(["own_targets"], trust, ASKED, publication)
        row = {
            "ODS code": "DEMO4",
            "Care setting": "Community",
            "Pillar": "Improve Care",
            "Target": 4,
            "Reason": "A plan",
        }
        found = checked(
            filled(content, "Own targets", {(15, name): value for name, value in row.items()}), publication
        )
        assert rows_in(found, "own_targets") == {("DEMO4", "Community", "improve_care", 4.0, "A plan")}

    @pytest.mark.parametrize("where", ["ODS code", "Trust name"])
    def test_a_row_of_totals_below_is_tolerated(self, where, trust, publication):
        content, _ = template_book(["it_spend"], trust, ASKED, publication)
        cells: dict[tuple[int, str], Any] = {(FIRST, name): value for name, value in SPEND.items()}
        cells |= {(FIRST + 2, name): value for name, value in SPEND.items()} | {(FIRST + 2, where): "Total"}
        found = checked(filled(content, "IT spend", cells), publication)
        assert (found.errors, found.rows_valid) == ((), 1)
        assert "summary_row" in codes_in(found)

    def test_a_figure_without_its_code_is_an_error_not_an_empty_row(self, trust, publication):
        content, _ = template_book(["trust_context"], trust, ASKED, publication)
        found = checked(filled(content, "Trust context", {(FIRST + 3, "Average WTE"): 4100}), publication)
        assert found.errors and found.rows_valid == 0

    def test_a_programme_without_figures_is_an_error_not_an_empty_row(self, trust, publication):
        content, _ = template_book(["conditions"], trust, ASKED, publication)
        line = next(n for n, row in rows_of(content)["Conditions"] if row.get("D") == "Programme")
        found = checked(filled(content, "Conditions", {(line, "Item"): "A new record"}), publication)
        assert [entry.code for entry in found.errors] == ["section_needs"]


def keep(row: Mapping[str, str], columns: tuple[TemplateColumn, ...]) -> dict[str, Any]:
    """What the template filled in on a line, as it is kept."""
    kept: dict[str, Any] = {}
    for number, column in enumerate(columns):
        text = row.get(chr(65 + number), "") or None
        choice = next((c.kept for c in column.choices if c.shown == text), text)
        kept[column.field] = int(text) if column.shape == "whole" and text else choice
    sections = condition_sections()
    if kept.get("item"):
        kept["item"] = next(i.key for i in sections[kept["section"]].items if i.name == row["E"])
    return kept


def as_rows(kind: str, kept: Mapping[str, Any]) -> set[tuple[Any, ...]]:
    """The kind's rows that a line of the template stands for: one for each pillar where it is wide."""
    names = list(KINDS[kind].model_fields)
    pillars = [pillar.key for pillar in definitions().framework.pillars]
    if "pillar" in names and "pillar" not in kept:
        wide = [dict(kept) | {"pillar": key, "score": kept[key], "domain": None} for key in pillars]
        return {tuple(row[name] for name in names) for row in wide}
    return {tuple(kept.get(name) for name in names)}


class TestTables:
    def test_a_template_for_no_organisation_is_the_worked_example(self):
        content, _ = template_table("own_targets", NOBODY, ASKED, None)
        assert content.count(b"EXAMPLE") == 1

    @pytest.mark.parametrize("kind", [k for k in RETURNED if k not in ("trust_context", "own_targets")])
    def test_current_figures_come_back_unchanged(self, kind, system, publication):
        content, figures = template_table(
            kind, system, Asked(2025, "2024/25", with_current=True), publication
        )
        said, header, *lines = content.decode("utf-8-sig").splitlines()
        assert said == '"# A fictional organisation, for trying out"'  # it has a comma
        columns = template_columns(Asked(domains=True).layout(kind))
        given = sum(column.part == "given" for column in columns)
        full = [line for line in lines if line.replace(",", "") and any(line.split(",")[given:])]
        found = check_return("\n".join([said, header, *full]).encode(), "x.csv", publication=publication)
        assert figures and found.errors == ()
        change = changes(found, publication)
        assert (change.new, change.changed) == (0, 0) and change.unchanged
