"""gaps and spread: the same figures in every format, and a sentence for what is not there."""

import json

import pytest

from benchmark.common.scope import Scope, Standard
from benchmark.questions.gaps.columns import BY_UNIT, HELD, SPREAD, SUMMARY
from benchmark.questions.gaps.measure import gaps, pillar_spread
from tests.unit.questions.answers import cells, csv_rows, table

QYG = Scope("QYG", 2025)


ALL_CAME = {"returned": 22, "expected": 22}
"""Of Cheshire and Merseyside, in 2025."""


class TestGaps:
    def test_json_is_the_result(self, ask, publication):
        finished = ask("gaps", "--ics", "QYG", "--format", "json")
        found = gaps(publication, QYG, Standard())
        assert (finished.exit_code, finished.err) == (0, "")
        assert json.loads(finished.out) == {
            **{"ics": "QYG", "year": 2025, "baseline": "floor", "level": 3.0},
            "summary": SUMMARY.record(vars(found.summary)),
            "counted_once": False,
            "identical_returns": [
                {"ods_code": code, "trust": trust, "care_settings": [*settings]}
                for code, trust, settings in found.identical
            ],
            "returns": BY_UNIT.of(found.by_unit).records(),
            "rows": HELD.of(found.rows).records(),
            **ALL_CAME,
        }

    def test_a_level_is_printed_only_where_the_standard_is_a_level(self, ask):
        options = ("gaps", "--ics", "QYG", "--baseline", "setting_median", "--level", "4")
        found = json.loads(ask(*options, "--format", "json").out)
        assert (found["baseline"], found["level"]) == ("setting_median", None)

    def test_json_has_the_figures_that_were_checked_by_hand(self, ask):
        found = json.loads(ask("gaps", "--ics", "QYG", "--format", "json").out)
        assert list(found) == [
            *("ics", "year", "baseline", "level", "summary", "counted_once", "identical_returns"),
            *("returns", "rows"),
            *ALL_CAME,
        ]
        weakest = {(row["ods_code"], row["care_setting"]): row for row in found["returns"]}["RET", "Acute"]
        assert (weakest["overall"], weakest["weakest"]) == (2.271, 1.6)
        assert weakest["weakest_pillar"] == "healthy_populations"
        assert [row["ods_code"] for row in found["identical_returns"]] == ["RBS", "RJN"]
        assert (found["ics"], found["year"], found["baseline"], found["level"]) == ("QYG", 2025, "floor", 3.0)
        assert found["summary"] == {
            "unit_pillars": 154,
            "below": 80,
            "share_below": 0.51948,
            "sum": 76.2,
            "mean": 0.495,
        }
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
            ("is_below", False),
            ("lone_setting", False),
        ]

    def test_the_table_says_what_it_shows(self, ask):
        heading, lines, foot = table(ask("gaps", "--ics", "QYG").out)
        assert heading == (
            "Cheshire and Merseyside (QYG), 2025, the footprint as assessed, held to level 3, self-assessed"
        )
        assert len(lines) == 154 + 2
        assert foot[0] == (
            "80 of 154 scores are below, by more than one answer; all gaps, also smaller ones, add up to "
            "76.2 points, mean 0.49 points."
        )
        assert foot[-1].startswith("Source: Contains public sector information")
        assert "NHS England, Digital Maturity Assessment report" in foot[-1]

    def test_the_table_is_aligned(self, ask):
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
            "no",
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
            (("--baseline", "ics_best"), "held to the best of its setting in its system or group,"),
        ],
    )
    def test_the_heading_names_the_standard(self, ask, options, words):
        assert words in table(ask("gaps", "--ics", "QYG", *options).out)[0]

    def test_a_group_compared_with_its_best_is_not_called_an_ics(self, ask):
        said = ask("gaps", "--group", "DLN", "--baseline", "ics_best").out
        assert "system or group" in said and "ICS" not in said.splitlines()[0]

    def test_a_system_is_found_by_its_name_in_any_case(self, ask):
        by_name = ask("gaps", "--ics", "cheshire and MERSEYSIDE", "--format", "json")
        assert by_name.out == ask("gaps", "--ics", "qyg", "--format", "json").out

    def test_units_that_are_alone_in_their_setting_are_named(self, ask, publication):
        _, _, foot = table(ask("gaps", "--ics", "QWO", "--baseline", "ics_best").out)
        found = gaps(publication, Scope("QWO", 2025), Standard("ics_best"))
        alone = found.rows[found.rows["lone_setting"]].drop_duplicates(["trust", "care_setting"])
        assert len(alone) > 0
        for row in alone.itertuples():
            assert f"{row.trust} ({row.care_setting})" in foot[1]

    def test_what_has_no_standard_is_counted(self, ask):
        heading, lines, foot = table(ask("gaps", "--ics", "QYG", "--baseline", "own_target").out)
        assert "held to its own target" in heading
        assert lines == ["Nothing to show."]
        assert foot[1] == "154 scores without a standard: left out."
        assert ask("gaps", "--ics", "QYG", "--baseline", "own_target", "--format", "csv").out == (
            "ods_code,trust,care_setting,pillar,score,standard,gap,surplus,material,is_below,lone_setting,"
            "returned,expected\r\n"
        )

    def test_the_current_footprint_is_another_map(self, ask):
        assert ask("gaps", "--ics", "QJG").exit_code == 0
        finished = ask("gaps", "--ics", "QJG", "--footprint", "current")
        assert finished.exit_code == 2
        assert "QJG (Suffolk and North East Essex) is not on the current footprint." in finished.err


class TestSpread:
    def test_json_is_the_result(self, ask, publication):
        finished = ask("spread", "--ics", "QYG", "--format", "json")
        pillars = SPREAD.of(pillar_spread(publication, QYG)).records()
        assert json.loads(finished.out) == {"ics": "QYG", "year": 2025, "pillars": pillars} | ALL_CAME

    def test_too_few_scores_are_null(self, ask):
        found = json.loads(ask("spread", "--ics", "QT6", "--format", "json").out)
        assert len(found["pillars"]) == 7
        assert found["pillars"][1] == {
            "pillar": "smart_foundations",
            "n": 3,
            "minimum": 2.4,
            "maximum": 2.5,
            "range": None,  # three returns of two trusts
            "standard_deviation": None,
            "interquartile_range": None,
        }

    def test_too_few_scores_are_shown_without_a_spread(self, ask):
        _, lines, _ = table(ask("spread", "--ics", "QNQ").out)
        assert [cell.strip() for cell in cells(lines)[1]] == ["Well Led", "1", "2.5", "2.5", "-", "-", "-"]
        first = csv_rows(ask("spread", "--ics", "QNQ", "--format", "csv").out)[0]
        assert (first["n"], first["minimum"], first["range"]) == ("1", "2.5", "")


class TestWhatIsNotThere:
    @pytest.mark.parametrize(
        ("arguments", "sentence"),
        [
            (("spread", "--ics", "Merseyside"), "Nearest: QYG (Cheshire and Merseyside)"),
            (("gaps", "--ics", "QYG", "--year", "1999"), "There is no round of 1999."),
            (("progress", "--year", "1999"), "There are no comparable overall scores for 1999."),
            (("progress", "--year", "0"), "There are no comparable overall scores for 0."),
            (("progress", "--year", "2024"), "There is no round before 2024"),
            (("progress", "--ics", "QF7", "--year", "2024"), "There is no round before 2024"),
            (("gaps", "--ics", "QYG", "--year", "2024"), "There are no pillar scores for 2024. Rounds that"),
            (("spread", "--ics", "QYG", "--year", "2024"), "There are no pillar scores for 2024."),
            (("gaps", "--ics", "QYG", "--level", "5.5"), "Level 5.5 is not on the scale."),
            (("gaps", "--ics", "QYG", "--level", "nan"), "Level nan is not on the scale."),
            (
                ("gaps", "--ics", "QYG", "--level", "9", "--baseline", "ics_best"),
                "Level 9 is not on the scale.",
            ),
        ],
    )
    def test_is_a_sentence_and_2(self, ask, arguments, sentence):
        finished = ask(*arguments)
        assert (finished.exit_code, finished.out) == (2, "")
        assert sentence in finished.err
        assert finished.err.count("\n") == 1


def test_a_trust_can_be_counted_once_where_its_returns_are_the_same(ask, publication):
    every, once = (
        json.loads(ask("gaps", "--ics", "QYG", *options, "--format", "json").out)
        for options in ((), ("--once",))
    )
    # Alder Hey and East Cheshire gave the same scores in acute and community care.
    assert (every["summary"]["unit_pillars"], once["summary"]["unit_pillars"]) == (154, 140)
    assert once["counted_once"] and once["summary"]["sum"] < every["summary"]["sum"]
    plan = ("plan", "--ics", "QYG", "--fund", "1m", "--cost-per-point", "100k")
    said = ask(*plan, "--once", "--format", "json").out
    assert json.loads(said)["outcome"]["gap_before"] == once["summary"]["sum"]
    refused = ask(*plan, "--once", "--save", "X", "--by", "A planner")
    assert refused.exit_code == 2 and "A saved plan counts every return." in refused.err


def test_an_unconfirmed_place_is_named(ask):
    said = ask("gaps", "--ics", "S1Y5D", "--footprint", "current").out
    assert "Counted here by where they are, which nobody has confirmed:" in said
    assert "(RWH)" in said
    assert "nobody has confirmed" not in ask("gaps", "--ics", "QYG").out
