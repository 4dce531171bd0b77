"""A return on the command line: checked, submitted, listed, withdrawn, restored; every slip is a sentence."""

import csv
import json
import os
import sys
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from benchmark.core.settings import Settings
from benchmark.returns import as_json, changes, check_return
from benchmark.returns.templates.csv_template import template
from benchmark.returns.vocabulary import template_layouts
from benchmark.store.publication import current_version, open_current
from benchmark.surfaces.cli.main import main
from schemas.kinds import KINDS
from tests.apart import Apart, Ended
from tests.shipped import SHIPPED
from tests.unit.conftest import Finished, Run
from tests.unit.questions.answers import csv_rows
from tests.unit.returns.made import TARGETS, csv_of, workbook_of

GOOD = csv_of(TARGETS, ("RBS", "Acute", "well_led", 4.5, "Board paper"))
WRONG = csv_of(TARGETS, *(("RBS", "", pillar, 9, "A plan") for pillar in ("well_led", "improve_care")))
CLOSED = csv_of(TARGETS, ("RAP", "", "well_led", 4, "Set before the merger"))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file to be filled by the test."""
    return tmp_path / "targets.csv"


def program(*arguments: object, given: bytes = b"") -> Ended:
    """The command line in its own process, with this on standard input."""
    return Apart(with_input, given, [*map(str, arguments)]).ended()


def with_input(given: bytes, arguments: list[str]) -> int:
    reading, writing = os.pipe()
    os.write(writing, given)  # a pipe holds more than any of these
    os.close(writing)
    os.dup2(reading, 0)
    sys.stdin = os.fdopen(0)
    return main(arguments)


def targets(settings: Settings) -> list[tuple[str, float]]:
    """What real trusts have set themselves."""
    return open_current(settings).rows(
        "select ods_code, target from publication.own_targets "
        "inner join publication.trusts using (ods_code) where not fictional order by all"
    )


class TestCheck:
    @pytest.mark.parametrize(
        ("content", "exit_code"),
        [(GOOD, 0), (CLOSED, 0), (WRONG, 1), (b"a,b\n1,2\n", 2), (b"", 2), (b"%PDF-1.7", 2)],
        ids=["clean", "only a question", "errors", "no known columns", "empty", "another format"],
    )
    def test_the_exit_code_says_how_it_went(self, ask, file, content, exit_code):
        file.write_bytes(content)
        assert ask("check", file).exit_code == exit_code

    @pytest.mark.parametrize("form", ["json", "csv"])
    def test_it_does_so_in_every_format(self, ask, file, form):
        file.write_bytes(WRONG)
        assert ask("check", file, "--format", form).exit_code == 1

    def test_a_file_that_is_not_there_is_unreadable(self, ask, file):
        finished = ask("check", file)
        assert finished.exit_code == 2
        assert "targets.csv cannot be opened" in finished.out

    @pytest.mark.parametrize("content", [GOOD, WRONG, CLOSED, b""])
    def test_json_is_that_of_the_check(self, ask, file, publication, content):
        file.write_bytes(content)
        expected = as_json(check_return(content, file.name, publication=publication))
        assert ask("check", file, "--format", "json").out == f"{expected}\n"

    def test_json_has_what_programs_were_promised(self, ask, file):
        file.write_bytes(WRONG)
        answer = json.loads(ask("check", file, "--format", "json").out)
        names = ["file", "kind", "encoding", "delimiter", "rows_read", "rows_valid", "findings"]
        assert list(answer) == names
        assert [answer[name] for name in names[:-1]] == ["targets.csv", "own_targets", "UTF-8", ",", 2, 0]
        wrong = [entry for entry in answer["findings"] if entry["severity"] == "error"]
        assert [(entry["code"], entry["line"]) for entry in wrong] == [
            ("out_of_range", 2),
            ("out_of_range", 3),
        ]
        shown = ("code", "severity", "sheet", "line", "column", "value", "message", "fix", "question")
        assert list(wrong[0]) == [*shown]

    def test_a_frequent_finding_is_listed_once(self, ask, file):
        file.write_bytes(WRONG)
        output = ask("check", file).out
        assert output.count("out_of_range") == 1
        assert "Error (out_of_range), 2 times, lines 2, 3, column target: 9 is out of range." in output

    def test_findings_as_csv_list_each(self, ask, file):
        file.write_bytes(WRONG)
        text = ask("check", file, "--format", "csv").out
        rows = csv_rows(text.removeprefix("\ufeff"))
        assert [row["line"] for row in rows if row["code"] == "out_of_range"] == ["2", "3"]

    def test_standard_input_is_read_by_a_dash(self, ask, monkeypatch):
        """Through a real pipe it comes in TestTheWholeWay."""
        book = workbook_of(Targets=[TARGETS, ("RBS", "Acute", "well_led", 4.5, "Café")])
        for content, encoding in ((GOOD, "UTF-8"), (book, "Excel workbook"), (WRONG, "UTF-8")):
            monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(content)))
            finished = ask("check", "-", "--format", "json")
            answer = json.loads(finished.out)
            assert (answer["file"], answer["encoding"]) == ("standard input", encoding)
            assert finished.exit_code == (1 if content == WRONG else 0)
            assert finished.err == ""

    def test_headings_names_kind_and_year_can_be_said(self, ask, file):
        file.write_bytes(
            csv_of(
                ("ODS", "aim=", "pillar", "reason", "x"), ("Leeds Univ Hospital", 4, "well_led", "A plan", 1)
            )
        )
        assert ask("check", file).exit_code != 0
        said = ("--kind", "own_targets", "--map", "aim==target", "--map", "x=", "--map", "ODS=ods_code")
        finished = ask("check", file, *said, "--name", "Leeds Univ Hospital=RR8")
        assert finished.exit_code == 0, finished.out
        assert "1 row read, valid" in finished.out

    def test_the_year_can_be_given_where_no_column_has_it(self, ask, file):
        file.write_bytes(csv_of(("Provider", "Care Setting", "Well Led"), ("RBS", "Acute", 3)))
        unsaid = ask("check", file, "--kind", "maturity_wide")
        assert unsaid.exit_code == 1
        assert "Error (year_missing)" in unsaid.out
        assert ask("check", file, "--kind", "maturity_wide", "--year", 2025).exit_code == 0

    @pytest.mark.parametrize(
        ("said", "sentence"),
        [
            (("--kind", "own_target"), "There is no return of the kind own_target. Nearest: own_targets."),
            (("--map", "x=targt"), "There is no column targt. Nearest: target"),
            (("--name", "Leeds Teaching Hospitals=ZZZ"), "Give another, nearest: RR8 (Leeds"),
        ],
    )
    def test_an_unknown_option_value_gives_a_sentence(self, ask, file, said, sentence):
        file.write_bytes(GOOD)
        finished = ask("check", file, *said)
        assert (finished.exit_code, finished.out) == (2, "")
        assert sentence in finished.err

    @pytest.mark.parametrize("option", ["--map", "--name"])
    def test_a_pair_needs_its_sign(self, ask, option):
        finished = ask("check", "x.csv", option, "target")
        assert finished.exit_code == 2
        assert "target has no = in it" in finished.err


class TestSubmit:
    def said(self, run: Run, settings: Settings, file: Path, *more: object) -> Finished:
        return run(
            *("submit", file, "--by", "An analyst", "--note", "First", "--store", settings.store, *more)
        )

    def test_prints_the_receipt(self, run, own_store, file):
        file.write_bytes(GOOD)
        finished = self.said(run, own_store, file)
        assert (finished.exit_code, finished.err) == (0, "")
        assert finished.out.startswith(f"Receipt {SHIPPED + 1}, targets.csv, submitted by An analyst, ")
        assert f"Publication: {current_version(own_store)}\n" in finished.out
        assert targets(own_store) == [("RBS", 4.5)]

    def test_a_file_with_errors_is_refused_with_all_of_them(self, run, own_store, file):
        file.write_bytes(WRONG)
        before = current_version(own_store)
        finished = self.said(run, own_store, file)
        assert (finished.exit_code, finished.out) == (1, "")
        assert "Error (out_of_range), 2 times, lines 2, 3" in finished.err
        assert current_version(own_store) == before

    def test_a_question_is_refused_until_it_is_answered(self, run, own_store, file):
        file.write_bytes(CLOSED)
        refused = self.said(run, own_store, file)
        assert (refused.exit_code, refused.out) == (1, "")
        assert "Question (trust_closed_since), line 2" in refused.err
        answered = self.said(run, own_store, file, "--answer", "trust_closed_since=Yes = meant")
        assert answered.exit_code == 0
        again = self.said(run, own_store, file, "--answer", "trust_closed_since=Yes")
        assert again.exit_code == 1
        assert "Question (already_submitted)" in again.err

    def test_each_question_is_answered_under_its_own_name(self, run, own_store, file):
        heading = "Well led = 1"
        rows = [
            ("DEMO1", "", "well_led", 4, "A plan"),
            ("RAP", "", "well_led", 4, "Another"),
            ("RAP", "", "improve_care", 4, "A third"),
        ]
        file.write_bytes(csv_of(TARGETS, *rows))
        output = run("check", file, "--store", own_store.store).out
        name = "trust_closed_since::3:ods_code"
        assert f'  --answer "{name}=TEXT"' in output
        asked = [
            finding["question"]
            for finding in json.loads(run("check", file, "--format", "json", "--store", own_store.store).out)[
                "findings"
            ]
        ]
        assert [question for question in asked if question] == [name]
        for answer in (".", "ok"):
            refused = self.said(run, own_store, file, "--answer", f"{name}={answer}")
            assert refused.exit_code == 1
            assert "fewer than 3 letters" in refused.err
        slip = self.said(run, own_store, file, "--answer", "trust_closed_sinc=Yes")
        assert (slip.exit_code, slip.out) == (2, "")
        assert "There is no question trust_closed_sinc. Nearest: trust_closed_since" in slip.err
        wrong = self.said(run, own_store, file, "--answer", "all=Yes").err
        assert wrong.strip() == f"There is no question all. Known: {name}."
        done = self.said(
            run, own_store, file, "--answer", f"{name}=Set before = {heading}", "--format", "json"
        )
        assert done.exit_code == 0, done.err
        receipt = json.loads(done.out)
        assert (receipt["number"], receipt["rows_submitted"]) == (SHIPPED + 1, len(rows))
        assert receipt["publication"] == current_version(own_store)
        assert [one["answer"] for one in receipt["answers"]] == [f"Set before = {heading}"]
        again = run("receipt", receipt["number"], "--format", "json", "--store", own_store.store)
        assert json.loads(again.out) == receipt | {"publication": ""}
        assert "Answer: Set before" in run("receipt", receipt["number"], "--store", own_store.store).out
        log = json.loads(run("submissions", "--format", "json", "--store", own_store.store).out)
        assert log[0]["answers"] == receipt["answers"]

    def test_names_with_a_star_are_written_out_where_no_shell_does_it(self, ask, tmp_path, monkeypatch):
        """As on Windows, where the command said that there is no file *.csv."""
        folder = tmp_path / "returns [1]"
        folder.mkdir()
        for name in ("b.csv", "a.csv"):
            (folder / name).write_bytes(GOOD)
        monkeypatch.setattr("benchmark.surfaces.cli.returns.WINDOWS", True)
        done = ask("check", folder / "*.csv")
        assert [name for name in ("a.csv", "b.csv") if f"{name}, UTF-8" in done.out] == ["a.csv", "b.csv"]
        assert "*.xlsx cannot be opened" in ask("check", folder / "*.xlsx").out

    def test_several_files_are_checked_together_and_go_in_together(self, run, own_store, tmp_path):
        files = [tmp_path / name for name in ("a.csv", "b.csv", "c.csv")]
        for level, trust, one in zip((4, 4.5, 4), ("DEMO1", "DEMO1", "DEMO2"), files, strict=True):
            one.write_bytes(csv_of(TARGETS, (trust, "", "safe_practice", level, "Board paper")))
        finished = run("check", *files, "--store", own_store.store)
        assert finished.exit_code == 1
        assert "a.csv, line 2, gives another figure for the same: DEMO1" in finished.out
        listed = json.loads(run("check", *files, "--format", "json", "--store", own_store.store).out)
        assert [document["file"] for document in listed] == ["a.csv", "b.csv", "c.csv"]
        who = ("--by", "Ada", "--note", "x", "--store", own_store.store)
        assert run("submit", *files, *who).exit_code == 1
        receipts = json.loads(run("submit", files[0], files[2], *who, "--format", "json").out)
        assert [receipt["number"] for receipt in receipts] == [SHIPPED + 1, SHIPPED + 2]

    def test_a_file_can_replace_a_whole_submission(self, run, own_store, file):
        rows = [("DEMO3", "", pillar, 4, "A plan") for pillar in ("well_led", "improve_care")]
        file.write_bytes(csv_of(TARGETS, *rows))
        assert self.said(run, own_store, file).exit_code == 0
        file.write_bytes(csv_of(TARGETS, rows[0]))
        number = SHIPPED + 1
        refused = self.said(run, own_store, file)
        assert refused.exit_code == 1
        assert f"--replaces {number}" in refused.err
        done = self.said(run, own_store, file, "--replaces", number)
        assert done.exit_code == 0, done.err
        assert f"Takes the place of submission {number}: targets.csv" in done.out
        assert self.said(run, own_store, file, "--replaces", 999).exit_code == 2

    def test_who_and_why_must_be_said(self, run, file):
        assert run("submit", file, "--note", "x").exit_code == 2
        assert run("submit", file, "--by", "x").exit_code == 2


class TestTheWholeWay:
    def test_from_a_pipe_to_the_log_and_back_out(self, run, own_store):
        store = ("--store", own_store.store)
        who = ("--by", "An analyst", "--note", "First")
        assert program("submit", "-", *who, *store, given=GOOD).exit_code == 0

        def log(*filters: str) -> list[tuple[int, str]]:
            answer = json.loads(run("submissions", "--format", "json", *filters, *store).out)
            return [(row["submission_id"], row["state"]) for row in answer]

        number = SHIPPED + 1
        assert log("--by", "an analyst") == log("--kind", "own_targets")[:1] == [(number, "standing")]
        taken = run("withdraw", number, "--reason", "Wrong file", "--by", "A tester", *store)
        assert (taken.exit_code, taken.err) == (0, "")
        assert "Rows of own_targets in the publication: 32 before, 31 now." in taken.out
        assert (log("--state", "withdrawn"), targets(own_store)) == ([(number, "withdrawn")], [])
        back = run("restore", number, "--reason", "Right after all", *store)
        assert back.exit_code == 0
        assert f"Submission {number} is restored: standard input, own_targets, 1 rows." in back.out
        assert (log("--state", "withdrawn"), targets(own_store)) == ([], [("RBS", 4.5)])


class TestTemplate:
    def test_goes_to_standard_output_byte_by_byte(self):
        finished = program("template", "it_spend")
        assert (finished.exit_code, finished.out.encode()) == (0, template("it_spend"))

    @pytest.mark.parametrize("kind", sorted({layout.kind for layout in template_layouts()}))
    def test_the_rules_for_a_row_are_given_as_json_schema(self, run, kind):
        finished = run("template", kind, "--format", "json-schema")
        schema = json.loads(finished.out)
        assert finished.exit_code == 0
        assert [*schema["properties"]] == [*KINDS[kind].model_fields]
        assert set(schema["required"]) <= set(schema["properties"]) and not schema["additionalProperties"]

    def test_a_schema_is_of_one_kind_and_of_no_organisation(self, run):
        for said in (["all"], ["it_spend", "--trust", "RBS"]):
            finished = run("template", *said, "--format", "json-schema")
            assert finished.exit_code == 2 and "A schema is of one kind" in finished.err

    def test_goes_to_a_file(self, run, tmp_path):
        finished = run("template", "own_targets", "--output", tmp_path / "t.csv")
        assert (finished.exit_code, finished.out) == (0, "")
        assert (tmp_path / "t.csv").read_bytes() == template("own_targets")

    def test_a_file_that_cannot_be_written_is_a_sentence(self, run, tmp_path):
        finished = run("template", "own_targets", "--output", tmp_path)
        assert finished.exit_code == 2
        assert "is a folder. Name a file" in finished.err

    def test_an_unknown_kind_names_the_nearest(self, run):
        finished = run("template", "own-target")
        assert (finished.exit_code, finished.out) == (2, "")
        assert "Nearest: own_targets" in finished.err

    def test_a_systems_workbook_holds_every_kind_and_comes_back_unchanged(self, ask, publication, tmp_path):
        file = tmp_path / "returns.xlsx"
        assert ask("template", "all", "--ics", "DEMO", "--with-current", "--output", file).exit_code == 0
        checked = check_return(file, file.name, publication=publication)
        assert len(checked.kinds) == 9 and checked.errors == ()
        change = changes(checked, publication)
        assert (change.new, change.changed, change.unchanged > 600) == (0, 0, True)

    def test_years_are_those_that_were_given(self, ask, tmp_path):
        file = tmp_path / "spend.csv"
        who = ("--trust", "demo3", "--year", 2026, "--financial-year", "FY26")
        assert ask("template", "it_spend", *who, "--output", file).exit_code == 0
        said, _, row = csv.reader(file.read_text(encoding="utf-8-sig").splitlines())
        assert said == ["# A fictional organisation, for trying out"]
        assert (row[0], row[2], set(row[3:])) == ("DEMO3", "2025/26", {""})

    @pytest.mark.parametrize("year", [[], ["--year", 2027]])
    def test_a_workbook_for_nobody_asks_no_store(self, run, tmp_path, year):
        file = tmp_path / "targets.xlsx"
        assert run("template", "own_targets", *year, "--output", file).exit_code == 0
        checked = check_return(file, file.name, publication=None)
        assert [entry.code for entry in checked.findings] == ["template_untouched"]

    @pytest.mark.parametrize(
        ("options", "said"),
        [
            (
                ["own_targets", "--trust", "DEMO1", "--ics", "DEMO"],
                "Give --trust, --ics or --group, and no two",
            ),
            (["own_targets", "--trust", "DEMO99"], "There is no trust DEMO99"),
            (["own_targets", "--ics", "Nowhere at all"], "There is no ICS Nowhere at all"),
            (["own_targets", "--with-current"], "Give --trust, --ics or --group as well"),
            (["maturity_scores", "--domains"], "Give --trust, --ics or --group as well"),
            (["it_spend", "--trust", "RBS", "--with-current"], "No figures of Alder Hey"),
            (["maturity_scores", "--trust", "RBS", "--domains"], "Take the template without domains"),
            (["icb_maturity_scores", "--trust", "DEMO1"], "A trust returns no ICBs' own pillar scores"),
            (["all", "--format", "csv"], "A CSV file holds one kind"),
            (["it_spend", "--trust", "DEMO1", "--financial-year", "soon"], "Write it as 2024/25"),
            (["own_targets", "--year", "20255"], "There is no round of 20255"),
            (["every", "--ics", "DEMO"], "There is no return of the kind every"),
        ],
    )
    def test_a_template_that_does_not_exist_gives_a_sentence(self, ask, options, said):
        finished = ask("template", *options)
        assert (finished.exit_code, finished.out) == (2, "")
        assert said in finished.err
