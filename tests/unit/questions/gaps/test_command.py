"""gaps, spread and progress: the same figures in every format, and a sentence for what is not there."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from benchmark.common.scope import Scope, Standard, systems
from benchmark.core.settings import Settings
from benchmark.questions.gaps.columns import HELD, SPREAD, SUMMARY
from benchmark.questions.gaps.measure import gaps, pillar_spread
from benchmark.questions.progress.columns import PROGRESS, UNITS, UNMATCHED
from benchmark.questions.progress.measure import progress, progress_of_all_systems
from benchmark.returns.submit.bundled import prepare_store
from benchmark.store.publication import Publication
from tests.unit.conftest import Run

QYG = Scope("QYG", 2025)


def csv_rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def table(text: str) -> tuple[str, list[str], list[str]]:
    """A table's heading; its lines, column headings and rule first; the notes and the source below."""
    heading, body, foot = text.rstrip("\n").split("\n\n")
    return heading, body.splitlines(), foot.splitlines()


def cells(lines: list[str]) -> list[list[str]]:
    """The cells of a table's lines, cut where the rule under the headings has its gaps."""
    rule, ends, start = lines[1], [], 0
    for part in rule.split("  "):
        ends.append((start, start + len(part)))
        start += len(part) + 2
    return [[line[a:b] for a, b in ends] for line in [lines[0], *lines[2:]]]


ALL_CAME = {"returned": 22, "expected": 22}
"""Of Cheshire and Merseyside, in 2025."""


def figures(value: Any) -> list[float]:
    """Every figure in a piece of JSON."""
    if isinstance(value, dict):
        return [figure for part in value.values() for figure in figures(part)]
    if isinstance(value, list):
        return [figure for part in value for figure in figures(part)]
    return [value] if isinstance(value, float) else []


class TestGaps:
    def test_json_is_the_result(self, ask: Run, publication: Publication) -> None:
        finished = ask("gaps", "--ics", "QYG", "--format", "json")
        found = gaps(publication, QYG, Standard())
        assert (finished.exit_code, finished.err) == (0, "")
        assert json.loads(finished.out) == {
            **{"ics": "QYG", "year": 2025, "baseline": "floor", "level": 3.0},
            "summary": SUMMARY.record(vars(found.summary)),
            "rows": HELD.of(found.rows).records(),
            **ALL_CAME,
        }

    def test_a_level_is_printed_only_where_the_standard_is_a_level(self, ask: Run) -> None:
        options = ("gaps", "--ics", "QYG", "--baseline", "setting_median", "--level", "4")
        found = json.loads(ask(*options, "--format", "json").out)
        assert (found["baseline"], found["level"]) == ("setting_median", None)

    @pytest.mark.parametrize("ics", ["QYG", "QHL", "QNQ"])
    def test_every_figure_has_at_most_three_decimals_and_no_zero_is_negative(
        self, ask: Run, ics: str
    ) -> None:
        for options in (("gaps", "--baseline", "setting_upper_quartile"), ("spread",), ("progress",)):
            numbers = figures(json.loads(ask(*options, "--ics", ics, "--format", "json").out))
            assert numbers
            assert all(number == round(number, 3) and str(number) != "-0.0" for number in numbers)

    def test_json_has_the_figures_that_were_checked_by_hand(self, ask: Run) -> None:
        found = json.loads(ask("gaps", "--ics", "QYG", "--format", "json").out)
        assert list(found) == ["ics", "year", "baseline", "level", "summary", "rows", *ALL_CAME]
        assert (found["ics"], found["year"], found["baseline"], found["level"]) == ("QYG", 2025, "floor", 3.0)
        assert found["summary"] == {"unit_pillars": 154, "below": 91, "sum": 76.2, "mean": 0.495}
        assert len(found["rows"]) == 154
        assert list(found["rows"][0].items()) == [
            ("ods_code", "RBS"),
            ("trust", "Alder Hey Children's NHS Foundation Trust"),
            ("care_setting", "Acute"),
            ("pillar", "well_led"),
            ("score", 4.3),
            ("standard", 3.0),
            ("gap", 0.0),
            ("surplus", 1.3),
            ("material", True),
        ]

    def test_csv_has_the_rows_of_the_json(self, ask: Run) -> None:
        options = ("gaps", "--ics", "QYG", "--baseline", "setting_upper_quartile")
        rows = csv_rows(ask(*options, "--format", "csv").out)
        expected = json.loads(ask(*options, "--format", "json").out)["rows"]
        assert [{key: str(value) for key, value in (row | ALL_CAME).items()} for row in expected] == rows

    def test_the_table_says_what_it_shows(self, ask: Run) -> None:
        heading, lines, foot = table(ask("gaps", "--ics", "QYG").out)
        assert heading == (
            "Cheshire and Merseyside (QYG), 2025, the footprint as assessed, held to level 3, self-assessed"
        )
        assert len(lines) == 154 + 2
        assert foot[0] == "91 of 154 scores are below; the gaps sum to 76.2 unit-points, mean 0.49 points."
        assert foot[-1].startswith("Source: Contains public sector information")
        assert "NHS England, Digital Maturity Assessment report" in foot[-1]

    def test_the_table_is_aligned(self, ask: Run) -> None:
        _, lines, _ = table(ask("gaps", "--ics", "QYG").out)
        headings, first, *rest = cells(lines)
        assert [heading.strip() for heading in headings][:5] == ["ODS", "Trust", "Setting", "Pillar", "Score"]
        assert [cell.strip() for cell in first] == [
            "RBS",
            "Alder Hey Children's NHS Foundation Trust",
            "Acute",
            "Well Led",
            "4.30",
            "3.00",
            "0.00",
            "1.30",
            "yes",
        ]
        for row in [first, *rest]:
            assert row[0] == row[0].strip()
            assert [cell for cell in row[4:8] if cell != cell.rstrip()] == []
            assert len(row[4].strip()) == 4

    @pytest.mark.parametrize(
        ("options", "words"),
        [
            (("--level", "2.5"), "held to level 2.5,"),
            (("--baseline", "setting_median"), "held to the national median of its setting,"),
            (("--baseline", "ics_best"), "held to the best of its setting in the ICS,"),
        ],
    )
    def test_the_heading_names_the_standard(self, ask: Run, options: tuple[str, ...], words: str) -> None:
        assert words in table(ask("gaps", "--ics", "QYG", *options).out)[0]

    def test_a_system_is_found_by_its_name_in_any_case(self, ask: Run) -> None:
        by_name = ask("gaps", "--ics", "cheshire and MERSEYSIDE", "--format", "json")
        assert by_name.out == ask("gaps", "--ics", "qyg", "--format", "json").out

    def test_units_that_are_alone_in_their_setting_are_named(
        self, ask: Run, publication: Publication
    ) -> None:
        _, _, foot = table(ask("gaps", "--ics", "QWO", "--baseline", "ics_best").out)
        found = gaps(publication, Scope("QWO", 2025), Standard("ics_best"))
        alone = found.rows[found.rows["lone_setting"]].drop_duplicates(["trust", "care_setting"])
        assert len(alone) > 0
        for row in alone.itertuples():
            assert f"{row.trust} ({row.care_setting})" in foot[1]

    def test_what_has_no_standard_is_counted(self, ask: Run) -> None:
        heading, lines, foot = table(ask("gaps", "--ics", "QYG", "--baseline", "own_target").out)
        assert "held to its own target" in heading
        assert lines == ["Nothing to show."]
        assert foot[1] == "154 scores without a standard: left out."
        assert ask("gaps", "--ics", "QYG", "--baseline", "own_target", "--format", "csv").out == (
            "ods_code,trust,care_setting,pillar,score,standard,gap,surplus,material,returned,expected\r\n"
        )

    def test_the_current_footprint_is_another_map(self, ask: Run) -> None:
        assert ask("gaps", "--ics", "QJG").exit_code == 0
        finished = ask("gaps", "--ics", "QJG", "--footprint", "current")
        assert finished.exit_code == 2
        assert "QJG (Suffolk and North East Essex) is not on the current footprint." in finished.err


class TestSpread:
    def test_json_is_the_result(self, ask: Run, publication: Publication) -> None:
        finished = ask("spread", "--ics", "QYG", "--format", "json")
        pillars = SPREAD.of(pillar_spread(publication, QYG)).records()
        assert json.loads(finished.out) == {"ics": "QYG", "year": 2025, "pillars": pillars} | ALL_CAME

    def test_too_few_scores_are_null(self, ask: Run) -> None:
        found = json.loads(ask("spread", "--ics", "QT6", "--format", "json").out)
        assert len(found["pillars"]) == 7
        assert found["pillars"][1] == {
            "pillar": "smart_foundations",
            "n": 3,
            "minimum": 2.4,
            "maximum": 2.5,
            "range": 0.1,
            "standard_deviation": 0.047,
            "interquartile_range": None,
        }

    def test_csv_has_one_row_per_pillar(self, ask: Run) -> None:
        rows = csv_rows(ask("spread", "--ics", "QYG", "--format", "csv").out)
        assert [row["pillar"] for row in rows][:2] == ["well_led", "smart_foundations"]
        assert len(rows) == 7

    def test_too_few_scores_are_shown_without_a_spread(self, ask: Run) -> None:
        _, lines, _ = table(ask("spread", "--ics", "QNQ").out)
        assert [cell.strip() for cell in cells(lines)[1]] == ["Well Led", "1", "2.5", "2.5", "-", "-", "-"]
        first = csv_rows(ask("spread", "--ics", "QNQ", "--format", "csv").out)[0]
        assert (first["n"], first["minimum"], first["range"]) == ("1", "2.5", "")


class TestProgress:
    def test_json_is_the_result(self, ask: Run, publication: Publication) -> None:
        finished = ask("progress", "--ics", "QF7", "--format", "json")
        moved = progress(publication, Scope("QF7", 2025))
        found = json.loads(finished.out)
        assert found == PROGRESS.record(moved.row) | {
            "units": UNITS.of(moved.units).records(),
            "unmatched": [],
            **{"returned": 12, "expected": 12},
        }
        said = [found[name] for name in ("ics", "from", "to", "measure", "n", "floor_from", "floor_to")]
        assert said == ["QF7", 2024, 2025, "overall_comparable", 12, 1.541, 2.186]
        assert found["verdict"] == "levelled up"
        assert list(found["units"][0]) == [
            *("ods_code", "trust", "care_setting", "score_from", "score_to", "change", "material")
        ]
        assert list(found) == [
            *("ics", "from", "to", "measure", "n", "floor_from", "floor_to", "ceiling_from", "ceiling_to"),
            *("floor_change", "ceiling_change", "range_change", "sd_from", "sd_to", "slope", "verdict"),
            *("units", "unmatched", "returned", "expected"),
        ]

    def test_the_table_has_the_figures_that_were_checked_by_hand(self, ask: Run) -> None:
        heading, lines, foot = table(ask("progress", "--ics", "QF7").out)
        assert heading == (
            "South Yorkshire (QF7), 2024 to 2025, the footprint as assessed, "
            "overall score on comparable domains, self-assessed"
        )
        assert len(lines) == 12 + 2
        assert foot[0] == (
            "Floor 1.54 to 2.19 (+0.65), ceiling 2.99 to 3.06 (+0.07), range -0.57. Verdict: levelled up."
        )
        assert "chance" in foot[1]

    def test_units_without_a_match_are_named_with_the_reason(
        self, run: Run, data_folder: Path, tmp_path: Path
    ) -> None:
        """The publication holds matched units alone, so one of them is taken out of the later round."""
        scores, listing = (
            data_folder / "published" / name for name in ("overall_comparable.csv", "sources.toml")
        )
        lines = scores.read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [line for line in lines if not line.startswith("2025,2024,RBS,Acute,")]
        assert len(lines) - len(kept) == 1
        scores.write_text("".join(kept), encoding="utf-8")
        text = listing.read_text(encoding="utf-8")
        listing.write_text(text.replace("rows = 570\n", "rows = 569\n"), encoding="utf-8")
        own = Settings(store=tmp_path / "store", data=data_folder)
        moved = progress(prepare_store(own), Scope("QYG", 2025))
        (left,) = moved.unmatched.itertuples()
        (printed,) = UNMATCHED.of(moved.unmatched).records()
        assert printed | {"trust": "", "reason": ""} == {
            **{"ods_code": "RBS", "trust": "", "care_setting": "Acute", "year": 2024, "reason": ""}
        }
        foot = table(run("progress", "--ics", "QYG", "--store", own.store).out)[2]
        assert f"Not matched: {left.trust} (RBS), Acute, 2024: {left.reason}" in foot

    def test_too_few_units_have_no_verdict(self, ask: Run) -> None:
        printed = json.loads(ask("progress", "--ics", "QNQ", "--format", "json").out)
        assert (printed["n"], printed["floor_from"], printed["slope"]) == (1, None, None)
        foot = table(ask("progress", "--ics", "QNQ").out)[2]
        assert foot[0] == "Returns with a score in both rounds: 1. Verdict: too few returns to say."

    def test_without_a_system_it_is_all_of_them(self, ask: Run, publication: Publication) -> None:
        found = json.loads(ask("progress", "--format", "json").out)
        frame = progress_of_all_systems(publication, year=2025, footprint="assessed")
        assert [row["ics"] for row in found] == frame["ics"].tolist()
        assert {(row["from"], row["to"], row["measure"]) for row in found} == {
            (2024, 2025, "overall_comparable")
        }
        with_three = [row for row in found if row["n"] >= 3]
        assert len(with_three) == 39
        assert sum(row["range_change"] < 0 for row in with_three) == 17

    @pytest.mark.parametrize("code", ["QF7", "QHL", "QNQ"])
    def test_one_of_all_systems_is_as_it_is_alone(self, ask: Run, code: str) -> None:
        alone = json.loads(ask("progress", "--ics", code, "--format", "json").out)
        among = next(row for row in json.loads(ask("progress", "--format", "json").out) if row["ics"] == code)
        shared = among.keys() & alone.keys()
        assert shared == among.keys() - {"name", "region"}
        assert {key: among[key] for key in shared} == {key: alone[key] for key in shared}

    def test_all_systems_as_table_and_csv(self, ask: Run, publication: Publication) -> None:
        known = systems(publication, year=2025, footprint="current")
        names = known.loc[~known["fictional"], "name"].tolist()
        heading, lines, _ = table(ask("progress", "--footprint", "current").out)
        assert heading.startswith("36 systems, 2024 to 2025,")
        assert [row[1].strip() for row in cells(lines)[1:]] == names
        assert [heading.strip() for heading in cells(lines)[0]] == [
            *("ICS", "System", "Returns", "Floor 2024", "Floor 2025", "Change"),
            *("Ceiling 2024", "Ceiling 2025", "Change", "Verdict"),
        ]
        rows = csv_rows(ask("progress", "--footprint", "current", "--format", "csv").out)
        assert [row["name"] for row in rows] == names


class TestWhatIsNotThere:
    @pytest.mark.parametrize(
        ("arguments", "sentence"),
        [
            (("gaps", "--ics", "QYX"), "There is no ICS QYX on the footprint as assessed. Nearest: QYG ("),
            (("spread", "--ics", "Merseyside"), "Nearest: QYG (Cheshire and Merseyside)"),
            (("progress", "--ics", "QYX"), "There is no ICS QYX"),
            (("gaps", "--ics", "QYG", "--year", "1999"), "There is no round of 1999."),
            (("progress", "--year", "1999"), "There are no comparable overall scores for 1999."),
            (("progress", "--year", "0"), "There are no comparable overall scores for 0."),
            (("progress", "--year", "2024"), "There is no round before 2024"),
            (("progress", "--ics", "QF7", "--year", "2024"), "There is no round before 2024"),
            (("gaps", "--ics", "QYG", "--year", "2024"), "There are no pillar scores for 2024. Rounds that"),
            (("spread", "--ics", "QYG", "--year", "2024"), "There are no pillar scores for 2024."),
            (
                ("gaps", "--ics", "QYG", "--level", "2.7"),
                "Level 2.7 is not on the scale. Choose one from 1 to 5",
            ),
            (("gaps", "--ics", "QYG", "--level", "5.5"), "Level 5.5 is not on the scale."),
            (("gaps", "--ics", "QYG", "--level", "nan"), "Level nan is not on the scale."),
            (
                ("gaps", "--ics", "QYG", "--level", "9", "--baseline", "ics_best"),
                "Level 9 is not on the scale.",
            ),
        ],
    )
    def test_is_a_sentence_and_2(self, ask: Run, arguments: tuple[str, ...], sentence: str) -> None:
        finished = ask(*arguments)
        assert (finished.exit_code, finished.out) == (2, "")
        assert sentence in finished.err
        assert finished.err.count("\n") == 1
