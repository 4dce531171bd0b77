"""systems: every system in every format, and a sentence for what is not there."""

import json

import pandas as pd
import pytest

from benchmark.common.scope import Standard
from benchmark.questions.systems.columns import ASKED, SYSTEMS
from benchmark.questions.systems.comparison import STEP_NAMES, against_middle, measure_of
from benchmark.questions.systems.measure import side_by_side


def test_json_is_the_result(ask, publication):
    finished = ask("systems", "--format", "json", "--measure", "range", "--footprint", "current")
    found = side_by_side(publication, year=2025, footprint="current", standard=Standard())
    against = against_middle(found.systems, measure_of("range"), pillar=None)
    assert (finished.exit_code, finished.err) == (0, "")
    document = json.loads(finished.out)
    assert list(document) == [*(column.key for column in ASKED.columns), "order", "variance", "systems"]
    assert document["middle"] == pytest.approx(against.middle, abs=5e-4)
    for said, row in zip(document["systems"], found.systems.to_dict("records"), strict=True):
        assert said.pop("against_middle") == (
            STEP_NAMES[against.steps[row["ics_code"]]] if row["ics_code"] in against.steps else None
        )
        assert said.keys() == row.keys()
        for key, value in row.items():
            assert said[key] == (None if pd.isna(value) else pytest.approx(value, abs=5.1e-4))


def test_json_has_the_figures_that_were_checked_by_hand(ask):
    found = json.loads(ask("systems", "--format", "json").out)
    assert (found["year"], found["from"], found["basis"], found["pillar"]) == (2025, 2024, "overall", None)
    assert (found["threshold"], found["middle"]) == (0.1, 0.644)
    assert found["order"] == {"by": "region", "neighbours": 41, "alike": 41}
    assert found["variance"] == {
        "units": 285,
        "inside": 0.721,
        "between": 0.279,
        "by_chance": 0.221,
        "p": 0.09,
    }
    (qyg,) = (row for row in found["systems"] if row["ics_code"] == "QYG")
    assert list(qyg) == [*(column.key for column in SYSTEMS.columns), "against_middle"]
    assert (qyg["units"], qyg["gap"], qyg["share_below"]) == (22, 0.495, 0.519)
    assert (qyg["verdict"], qyg["against_middle"]) == ("pulled apart", "less")
    (quy,) = (row for row in found["systems"] if row["ics_code"] == "QUY")
    assert (quy["expected"], quy["returned"], quy["range"], quy["floor_change"]) == (3, 2, None, None)


def test_the_table_says_what_it_shows_and_what_an_order_is_worth(ask):
    heading, body, foot = ask("systems", "--sort", "measure").out.rstrip("\n").split("\n\n")
    assert heading == (
        "42 systems, 2025, the footprint as assessed, mean gap to level 3, all pillars, self-assessed"
    )
    assert len(body.splitlines()) == 42 + 2
    assert "41 of 41 pairs next to each other differ by less than 0.1: the order says little." in foot
    assert "72.1% lies inside systems and 27.9% between them" in foot
    assert "29 of 42 systems differ materially from the middle one (0.64): 13 wider, 16 narrower." in foot
    assert "next to each other" not in ask("systems").out
    one = ask("systems", "--measure", "share_below", "--pillar", "smart_foundations", "--level", "2").out
    assert "1 of 42 systems differs materially from the middle one (0%): 1 more, 0 less." in one
    assert foot.splitlines()[-1].startswith("Source: Contains public sector information")


def test_without_targets_no_system_has_a_gap_and_the_answer_says_why(ask):
    said = ask("systems", "--baseline", "own_target").out
    assert "No trust of a real system has set a target of its own, so none can be held to one." in said
    found = json.loads(ask("systems", "--baseline", "own_target", "--format", "json").out)
    assert found["middle"] is None and {row["gap"] for row in found["systems"]} == {None}
    assert found["level"] is None


def test_a_pillar_that_changes_nothing_is_said_to(ask):
    said = ask("systems", "--measure", "floor_change", "--pillar", "well_led").out
    assert "Change of the floor has no figure by pillar: well_led changes nothing." in said
    assert "comparable overall score, 2024 to 2025" in said.splitlines()[0]


def test_a_round_without_pillars_gives_the_other_figures(ask):
    said = ask("systems", "--measure", "floor", "--year", "2024").out
    assert said.startswith("42 systems, 2024, the footprint as assessed, floor, comparable overall score,")
    assert json.loads(ask("systems", "--measure", "completeness", "--year", "2024", "--format", "json").out)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (("--year", "2024"), "There are no pillar scores for 2024. Rounds that have them: 2025."),
        (("--year", "2024", "--measure", "floor", "--pillar", "well_led"), "no pillar scores for 2024"),
        (("--year", "1999"), "There is no round of 1999. Rounds that there are: 2024, 2025."),
        (("--pillar", "magic"), "There is no pillar magic. Choose one of: well_led"),
        (("--measure", "mean"), "--measure: mean is none of its values."),
    ],
)
def test_a_missing_figure_is_explained_in_a_sentence(ask, options, expected):
    finished = ask("systems", *options)
    assert finished.exit_code == 2 and expected in finished.err and "Traceback" not in finished.err


def test_the_csv_says_what_gaps_are_gaps_to(ask):
    said = ask("systems", "--baseline", "setting_median", "--format", "csv").out
    header, first = said.splitlines()[:2]
    assert header.split(",").count("held_to") == 1 and "the national median of its setting" in first
    assert "held_to" not in ask("progress", "--format", "csv").out.splitlines()[0]
