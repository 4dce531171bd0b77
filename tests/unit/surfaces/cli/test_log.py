"""submissions, withdraw, restore and export; any of them, and the measures, as of a past day."""

import datetime
import io
import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest
from python_calamine import CalamineWorkbook

from benchmark.core.settings import PROJECT_ROOT, Settings
from benchmark.questions.returned.measure import submission_log
from benchmark.returns import check_return, submit_return
from benchmark.store.ledger import writing
from benchmark.store.publication import Publication, current_version, open_current
from benchmark.store.publication.publish import publish
from tests.shipped import SHIPPED
from tests.unit.questions.answers import csv_rows
from tests.unit.returns.made import SCORES, TARGETS, csv_of

FORMULAS = ("=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1")


def submitted(
    settings: Settings, content: bytes, *, file_name: str = "a.csv", note: str = "", publish_now: bool = True
) -> int:
    checked = check_return(content, file_name, publication=open_current(settings))
    answers = {entry.code: "Meant so" for entry in checked.questions}
    return submit_return(
        settings, checked, by="An analyst", note=note, answers=answers, publish_now=publish_now
    ).number


def target(value: float, *, trust: str = "RBS", setting: str = "Acute") -> bytes:
    return csv_of(TARGETS, (trust, setting, "well_led", value, "Board paper"))


class TestReturned:
    def test_who_has_returned_and_who_has_not(self, ask):
        output = ask("returned", "it_spend", "--ics", "DEMO", "--period", "2024/25").out
        assert output.startswith("Demonstration ICS (fictional) (DEMO)")
        assert "IT spend of 2024/25: 7 of 8 have returned" in output
        rows = json.loads(ask("returned", "it_spend", "--format", "json").out)
        assert {row["state"] for row in rows} == {"missing"}
        assert not any(row["fictional"] for row in rows)

    @pytest.mark.parametrize(
        ("options", "said"),
        [
            (("it_spends",), "it_spend"),
            (("it_spend", "--period", "2019/20"), "Nearest: "),
            (("it_spend", "--ics", "QYX"), "QYG"),
        ],
    )
    def test_an_unknown_value_is_answered_with_the_known_ones(self, options, said, ask):
        finished = ask("returned", *options)
        assert (finished.exit_code, finished.out) == (2, "")
        assert said in finished.err


@pytest.fixture
def formulas(few_store: Settings) -> Settings:
    """A store with a submission for each start of a formula, in its note and its file's name."""
    for place, text in enumerate(FORMULAS):
        content = target(2 + place / 2, trust=f"DEMO{1 + place}", setting="")
        submitted(few_store, content, file_name=f"{text}.csv", note=text, publish_now=False)
    publish(few_store)
    return few_store


class TestSubmissions:
    def test_csv_and_json_have_the_whole_log(self, ask, publication):
        log = submission_log(publication)
        rows = csv_rows(ask("submissions", "--format", "csv").out)
        answer = json.loads(ask("submissions", "--format", "json").out)
        assert [*rows[0]] == [*log.columns]
        assert [*answer[0]] == [*log.columns, "answers"]
        assert [int(row["submission_id"]) for row in rows] == log["submission_id"].tolist()
        assert [row["submission_id"] for row in answer] == log["submission_id"].tolist()
        assert answer[0]["changed_by"] is None

    def test_one_is_counted_in_the_singular(self, ask):
        said = ask("submissions", "--kind", "ics_successions").out
        assert said.startswith("All organisations, 1 submission, the newest first")

    def test_filters_can_leave_nothing(self, ask):
        finished = ask("submissions", "--state", "withdrawn")
        assert finished.exit_code == 0
        assert "Nothing to show." in finished.out
        assert json.loads(ask("submissions", "--by", "Nobody", "--format", "json").out) == []

    def test_an_unknown_kind_names_the_nearest(self, ask):
        finished = ask("submissions", "--kind", "trust")
        assert finished.exit_code == 2
        assert "Nearest: trusts" in finished.err


class TestWithdrawAndRestore:
    def test_say_what_it_does_to_the_gaps(self, run, own_store):
        number = submitted(own_store, csv_of(SCORES, (2025, "RBS", "Acute", "well_led", 1)))
        for command in ("withdraw", "restore"):
            said = ("--reason", "A slip", "--by", "A tester", "--store", own_store.store)
            finished = run(command, number, *said)
            assert (finished.exit_code, finished.err) == (0, "")
            assert "  Cheshire and Merseyside (QYG), 2025: returns 22 to 22; scores below " in finished.out
            assert finished.out.endswith(f"Publication: {current_version(own_store)}\n")

    @pytest.mark.parametrize(
        ("arguments", "sentence"),
        [
            (("withdraw", 99, "--reason", "x"), "There is no submission 99."),
            (("withdraw", 1, "--reason", " "), "No reason is given."),
            (("restore", 1), "No reason is given."),
            (("restore", 1, "--reason", "x"), "Submission 1 is standing, so it cannot be restored."),
            (("restore", 1, "--reason", "x", "--replace"), "--replace is for a backup."),
            (("restore", "a.zip", "--reason", "x"), "a.zip is no submission's number"),
        ],
    )
    def test_impossible_options_give_a_sentence(self, run, few_store, arguments, sentence):
        before = current_version(few_store)
        finished = run(*arguments, "--store", few_store.store)
        assert (finished.exit_code, finished.out) == (2, "")
        assert finished.err.startswith(sentence)
        assert current_version(few_store) == before

    def test_what_everything_rests_on_is_not_withdrawn(self, run, own_store):
        before = current_version(own_store)
        with writing(own_store) as ledger:
            trusts = next(s.submission_id for s in ledger.submissions() if s.kind == "trusts")
        finished = run("withdraw", trusts, "--reason", "x", "--store", own_store.store)
        assert finished.exit_code == 2
        assert "is published data, on which the pages rest" in finished.err
        assert current_version(own_store) == before

    def test_a_file_whose_name_is_a_number_is_shown_with_its_folder(
        self, run, few_store, tmp_path, monkeypatch
    ):
        monkeypatch.chdir(tmp_path)
        assert run("backup", "7", "--store", few_store.store).exit_code == 0
        assert run("restore", "./7", "--store", tmp_path / "other").exit_code == 0


class TestExport:
    def test_every_table_and_view_each_in_one_of_the_formats(self, ask, tmp_path):
        unknown = ask("export", "nonsense")
        names = unknown.err.partition("Known: ")[2].strip(".\n").split(", ")
        assert {"units", "maturity_scores", "submission_log", "own_targets"} <= {*names}
        for place, name in enumerate(names):
            form = ("csv", "xlsx", "parquet")[place % 3]
            file = tmp_path / f"{name}.{form}"
            assert ask("export", name, "--format", form, "--output", file).exit_code == 0
            assert file.stat().st_size

    def test_the_three_formats_say_the_same(self, ask, publication, tmp_path):
        expected = publication.frame("from publication.trusts order by all")
        book, column = tmp_path / "t.xlsx", tmp_path / "t.parquet"
        title = f"trusts, publication {publication.version}, with fictional rows (see the column fictional)"
        text = ask("export", "trusts").out
        assert text.startswith(f"# {title}\r\n")
        ask("export", "trusts", "--format", "xlsx", "--output", book)
        ask("export", "trusts", "--format", "parquet", "--output", column)
        as_csv = pd.read_csv(io.StringIO(text), comment="#", keep_default_na=False)
        sheet = CalamineWorkbook.from_path(book).get_sheet_by_index(0).to_python(skip_empty_area=False)
        table = pq.read_table(column)
        assert [*as_csv] == sheet[2] == table.column_names == [*expected, "source"]
        assert (sheet[0][0], sheet[1][0]) == (title, "")
        assert table.schema.metadata[b"publication"].decode() == publication.version
        assert b"as_at" not in table.schema.metadata
        assert len(as_csv) == len(sheet) - 3 == len(table) == len(expected)
        assert table.to_pandas()["name"].tolist() == as_csv["name"].tolist() == [row[3] for row in sheet[3:]]
        latitudes = table["latitude"].to_pylist()
        assert [row[[*expected].index("latitude")] or None for row in sheet[3:]] == latitudes
        day = table["opened_on"][0].as_py()
        assert isinstance(day, datetime.date)
        assert str(as_csv["opened_on"][0]) == str(day)
        assert sheet[3][[*expected].index("opened_on")] == day
        place = sheet[2].index("longitude")
        assert [row for row in sheet[3:] if isinstance(row[place], float) and row[place] < 0]
        assert "'-" not in text  # a negative number stays one
        assert b'<pane ySplit="3" topLeftCell="A4"' in unzipped(book)  # the header is frozen

    def test_no_text_is_a_formula(self, run, formulas, tmp_path):
        store, book = ("--store", formulas.store), tmp_path / "log.xlsx"
        lines = run("export", "submission_log", *store).out.partition("\r\n")[2]
        rows = csv_rows(lines)[-len(FORMULAS) :]
        assert [row["note"].splitlines()[0] for row in rows] == [f"'{text.strip()}" for text in FORMULAS]
        assert [row["file_name"] for row in rows] == [f"'{text}.csv" for text in FORMULAS]
        assert run("export", "submission_log", "--format", "xlsx", "--output", book, *store).exit_code == 0
        workbook = CalamineWorkbook.from_path(book)
        sheet = workbook.get_sheet_by_index(0)
        _, _, headings, *lines_of_sheet = sheet.to_python()
        notes = [row[headings.index("note")] for row in lines_of_sheet[-len(FORMULAS) :]]
        assert [str(note).splitlines()[0] for note in notes] == [text.strip() for text in FORMULAS]
        assert b"<f>" not in unzipped(book)

    def test_bytes_go_through_a_pipe_as_they_are(self, published_settings, publication):
        command = [sys.executable, "-m", "benchmark", "export", "rounds", "--format", "parquet"]
        piped = subprocess.run(
            [*command, "--store", str(published_settings.store)],
            cwd=PROJECT_ROOT,
            capture_output=True,
            check=True,
        )
        years = pq.read_table(io.BytesIO(piped.stdout))["assessment_year"].to_pylist()
        assert years == [row[0] for row in publication.rows("from publication.rounds order by all")]

    def test_an_unknown_table_names_the_nearest(self, ask):
        finished = ask("export", "unit")
        assert (finished.exit_code, finished.out) == (2, "")
        assert finished.err.startswith("There is no table unit. Nearest: units.")

    def test_values_that_excel_cannot_hold_give_a_sentence(self, run, few_store, tmp_path):
        with writing(few_store) as ledger:  # what people write is shorter
            ledger.withdraw(1, by="Ada", reason="long " * 7000)
            ledger.restore(1, by="Ada", reason="long " * 7000)
        publish(few_store)
        said = ("--output", tmp_path / "x", "--store", few_store.store)
        finished = run("export", "submission_log", "--format", "xlsx", *said)
        assert finished.exit_code == 2
        assert "more than Excel holds. Choose csv or parquet." in finished.err
        assert run("export", "submission_log", "--format", "parquet", *said).exit_code == 0


@pytest.fixture(scope="module")
def store(
    published_settings: Settings, publication: Publication, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, Path]:
    """Data that came three days ago, a target of yesterday, and another of today; only to be read."""
    folder = tmp_path_factory.mktemp("past") / "store"
    own_store = Settings(store=shutil.copytree(published_settings.store, folder))
    submitted(own_store, target(3))
    with writing(own_store) as ledger:
        for days, entries in ((3, f"entry_id <= {SHIPPED}"), (1, f"entry_id > {SHIPPED}")):
            ledger.connection.execute(
                f"update entry set made_at = made_at - interval {days} day where {entries}"
            )
    publish(own_store)
    submitted(own_store, target(4), file_name="b.csv")
    return "--store", folder


class TestAsAt:
    today = datetime.datetime.now(datetime.UTC).date()
    yesterday, before = today - datetime.timedelta(1), today - datetime.timedelta(2)

    def test_an_export_is_of_that_day(self, run, store, tmp_path):
        for day, expected in ((self.before, None), (self.yesterday, "3.0"), (self.today, "4.0")):
            text = run("export", "own_targets", "--as-at", day, *store).out
            title, _, lines = text.partition("\r\n")
            assert title.startswith("# own_targets, publication asat-")
            assert title.endswith(f", as at {day}")
            rows = csv_rows(lines)
            real = [row["target"] for row in rows if row["fictional"] == "False"]
            assert real == ([] if expected is None else [expected])
        file = tmp_path / "x.parquet"
        run(
            "export",
            "own_targets",
            "--as-at",
            self.yesterday,
            "--format",
            "parquet",
            "--output",
            file,
            *store,
        )
        assert pq.read_schema(file).metadata[b"as_at"].decode() == str(self.yesterday)

    def test_the_log_is_of_that_day(self, run, store):
        for day, files in ((self.before, []), (self.yesterday, ["a.csv"]), (self.today, ["b.csv", "a.csv"])):
            said = ("--kind", "own_targets", "--as-at", day, "--format", "json")
            answer = json.loads(run("submissions", *said, *store).out)
            assert [row["file_name"] for row in answer if not row["fictional"]] == files
            assert {row["as_at"] for row in answer} <= {str(day)}

    @pytest.mark.parametrize(
        "command",
        [("gaps", "--ics", "QYG"), ("spread", "--ics", "QYG"), ("progress", "--ics", "QYG"), ("progress",)],
    )
    def test_every_measure_names_the_day_in_every_format(self, run, store, command):
        said = (*command, "--as-at", self.yesterday, *store)
        day = f"{self.yesterday.day} {self.yesterday:%B %Y}"
        assert run(*said).out.splitlines()[0].endswith(f", as at {day}")
        answer = json.loads(run(*said, "--format", "json").out)
        assert all(
            entry["as_at"] == str(self.yesterday)
            for entry in (answer if isinstance(answer, list) else [answer])
        )
        header, first = run(*said, "--format", "csv").out.splitlines()[:2]
        assert header.endswith(",as_at")
        assert first.endswith(f",{self.yesterday}")

    def test_gaps_to_own_targets_are_those_of_the_day(self, run, store):
        def standards(day: datetime.date) -> list[float]:
            said = ("--baseline", "own_target", "--format", "json", "--as-at", day, *store)
            return [row["standard"] for row in json.loads(run("gaps", "--ics", "QYG", *said).out)["rows"]]

        assert [standards(day) for day in (self.before, self.yesterday, self.today)] == [[], [3.0], [4.0]]

    @pytest.mark.parametrize("command", [("gaps", "--ics", "QYG"), ("submissions",), ("export", "units")])
    def test_a_day_before_the_first_names_the_first(self, run, store, command):
        first = self.today - datetime.timedelta(3)
        finished = run(*command, "--as-at", "2020-02-29", *store)
        assert (finished.exit_code, finished.out) == (2, "")
        assert finished.err == (
            f"Nothing was kept yet on 29 February 2020: the first entry is of {first.day} {first:%B %Y}. "
            f"Choose {first} or a later day.\n"
        )

    def test_a_future_day_and_an_invalid_day_are_refused(self, run, store):
        coming = run("submissions", "--as-at", self.today + datetime.timedelta(2), *store)
        assert (coming.exit_code, coming.out) == (2, "")
        assert "is still to come" in coming.err
        wrong = run("submissions", "--as-at", "31/01/2026", *store)
        assert wrong.exit_code == 2
        assert "31/01/2026 is not a day such as 2026-01-31" in wrong.err


def unzipped(book: Path) -> bytes:
    with zipfile.ZipFile(book) as archive:
        return archive.read("xl/worksheets/sheet1.xml")
