"""What is said of fictional organisations says that they are, beside the answers that every command gives."""

import json

import pyarrow.parquet as pq
import pytest
from python_calamine import CalamineWorkbook

from benchmark.surfaces.files.exports import export_of, exportable
from tests.shipped import DEMONSTRATION
from tests.unit.questions.answers import csv_rows
from tests.unit.returns.made import TARGETS, csv_of

OF_A_SYSTEM = ("gaps", "spread", "progress")
FICTIONAL = "Source: Fictional: the Demonstration ICS, its trusts and all their figures are made up"


def test_a_standard_of_real_trusts_names_their_publication_too(ask):
    said = ask("gaps", "--ics", "DEMO", "--baseline", "setting_median").out
    assert FICTIONAL in said
    assert "The standard, from real trusts: Contains public sector information" in said


def test_all_systems_are_the_real_ones(ask):
    assert "DEMO" not in ask("progress").out
    for year in ("2023", "2024"):
        refused = ask("progress", "--year", year)
        assert (refused.exit_code, refused.out) == (2, "")


@pytest.mark.parametrize("command", OF_A_SYSTEM)
def test_a_round_of_the_demonstration_alone_is_none_of_a_real_system(ask, command):
    refused = ask(command, "--ics", "QYG", "--year", "2023")
    assert (refused.exit_code, refused.out) == (2, "")
    assert refused.err == "There is no round of 2023. Nearest: 2024 and 2025.\n"


class TestTheLog:
    def test_what_comes_with_the_product_is_marked(self, ask):
        rows = csv_rows(ask("submissions", "--format", "csv").out)
        marked = {row["origin"] for row in rows if row["fictional"] == "True"}
        assert marked == {"demonstration"}
        assert sum(row["fictional"] == "True" for row in rows) == DEMONSTRATION
        assert all(
            row["file_name"].startswith("fictional_") == (row["origin"] == "demonstration") for row in rows
        )

    def test_a_return_for_a_fictional_trust_is_marked_too_and_its_effect_is_shown(
        self, run, own_store, tmp_path
    ):
        store = ("--store", own_store.store)
        header = ("assessment_year", "ods_code", "care_setting", "pillar", "score")
        files = tmp_path / "fictional.csv", tmp_path / "real.csv"
        files[0].write_bytes(csv_of(header, (2025, "DEMO8", "Ambulance", "well_led", 3.5)))
        files[1].write_bytes(csv_of(TARGETS, ("RBS", "", "empower_people", 3, "To try it")))
        said = ("--by", "A tester", "--note", "", "--answer", "standing_moved=Meant so")
        assert run("submit", *files, *said, *store).exit_code == 0
        answer = json.loads(run("submissions", "--by", "A tester", "--format", "json", *store).out)
        assert {row["file_name"]: row["fictional"] for row in answer} == {
            "fictional.csv": True,
            "real.csv": False,
        }
        number = next(row["submission_id"] for row in answer if row["fictional"])
        done = run("withdraw", number, "--reason", "Tried", "--by", "A tester", *store)
        assert "Demonstration ICS (fictional) (DEMO), 2025:" in done.out
        answer = json.loads(run("submissions", "--state", "withdrawn", "--format", "json", *store).out)
        assert [row["fictional"] for row in answer] == [True]


class TestExports:
    def test_every_table_about_organisations_says_which_rows_are_fictional(self, publication):
        for name in exportable(publication):
            export = export_of(publication, name)
            columns = {*export.table.column_names}
            if columns & {"ods_code", "ics_code", "member_code"}:
                rows = export.table.to_pylist()
                for row in rows:
                    codes = [str(row.get(of)) for of in ("ods_code", "ics_code", "member_code")]
                    assert row["fictional"] == any(code.startswith("DEMO") for code in codes), (name, row)
            assert ("with fictional rows" in export.title) == export.holds_fictional

    def test_a_table_with_a_source_of_its_own_keeps_it_beside_the_submission_s(self, publication):
        rows = export_of(publication, "groups").table.to_pylist()
        of_demo = [row for row in rows if row["group_code"] == "DEMO-ACUTE"]
        assert {(row["source"], row["source_of_row"]) for row in of_demo} == {
            ("fictional", "fictional_groups.csv (fictional)")
        }

    def test_the_mark_reaches_each_format(self, ask, tmp_path):
        text = ask("export", "it_spend").out
        title, _, lines = text.partition("\r\n")
        assert title.endswith(", with fictional rows (see the column fictional)")
        assert {row["fictional"] for row in csv_rows(lines)} == {"True"}
        book, column = tmp_path / "t.xlsx", tmp_path / "t.parquet"
        ask("export", "it_spend", "--format", "xlsx", "--output", book)
        sheet = CalamineWorkbook.from_path(book).get_sheet_by_index(0).to_python()
        assert str(sheet[0][0]).endswith("with fictional rows (see the column fictional)")
        assert sheet[2][-1] == "fictional" and all(row[-1] is True for row in sheet[3:])
        ask("export", "it_spend", "--format", "parquet", "--output", column)
        assert b"fictional" in pq.read_schema(column).metadata
        assert pq.read_table(column)["fictional"].to_pylist() == [True] * (len(sheet) - 3)

    def test_a_table_without_organisations_is_left_as_it_is(self, publication):
        export = export_of(publication, "pillars")
        assert export.table.column_names == ["pillar", "position", "name", "weight"]
        assert not export.holds_fictional
