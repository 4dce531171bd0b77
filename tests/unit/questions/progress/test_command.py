"""progress: of one system and of all, in every format."""

import json
import re
from decimal import Decimal

import pytest

from benchmark.common.scope import Scope, systems
from benchmark.core.wording import MINUS
from benchmark.questions.progress.columns import PROGRESS, TRUSTS, UNITS
from benchmark.questions.progress.measure import Progress, progress
from benchmark.questions.progress.words import notes_on_progress
from benchmark.store.publication import Publication
from tests.unit.questions.answers import cells, csv_rows, table


def test_json_is_the_result(ask, publication):
    finished = ask("progress", "--ics", "QF7", "--format", "json")
    moved = progress(publication, Scope("QF7", 2025))
    found = json.loads(finished.out)
    assert found == PROGRESS.record(moved.row) | {
        "trusts": TRUSTS.of(moved.trusts).records(),
        "units": UNITS.of(moved.units).records(),
        "unmatched": [],
        **{"returned": 12, "expected": 12},
    }
    said = [found[name] for name in ("ics", "from", "to", "measure", "n_trusts", "floor_from", "floor_to")]
    assert said == ["QF7", 2024, 2025, "overall_comparable", 7, 1.541, 2.186]
    assert (found["verdict"], found["rests_on"], found["sd_reading"]) == ("levelled up", {}, "closer")
    low, high = found["sd_band"]
    assert low < found["sd_to"] - found["sd_from"] + 0.05 and low < 0 < high
    assert list(found["trusts"][0]) == [
        *("ods_code", "trust", "care_settings", "score_from", "score_to", "change", "material", "counted")
    ]
    assert list(found["units"][0]) == [
        *("ods_code", "trust", "care_setting", "score_from", "score_to", "change", "material", "counted"),
        *("trust_from", "trust_to", "trust_change"),
    ]
    assert list(found) == [
        *("ics", "from", "to", "measure", "n_trusts", "n_returns", "rose", "fell", "floor_from", "floor_to"),
        *("ceiling_from", "ceiling_to", "floor_change", "ceiling_change", "range_change", "sd_from", "sd_to"),
        *("sd_change", "sd_band", "sd_reading", "verdict", "rests_on", "chance_of_verdict"),
        *("slope", "slope_interval", "nation_slope", "lowest_third_change", "highest_third_change"),
        *("trusts", "units", "unmatched", "returned", "expected"),
    ]


@pytest.fixture(scope="module")
def moves(publication: Publication) -> list[Progress]:
    """The movement of every real system."""
    known = systems(publication, year=2025, footprint="assessed")
    codes = known.loc[~known["fictional"], "ics_code"]
    return [progress(publication, Scope(code, 2025)) for code in codes]


def test_no_change_in_json_contradicts_its_class(moves):
    """Three decimals would give Pennine Care 0.1 and call that not material: it changed by 0.0996."""
    filled = (table for moved in moves for table in (TRUSTS.of(moved.trusts), UNITS.of(moved.units)))
    rows = [row for table in filled for row in table.records()]
    assert {row["ods_code"]: row["change"] for row in rows}["RT2"] == 0.0996
    assert [row for row in rows if row["material"] is not (abs(row["change"]) >= 0.1)] == []


def test_the_range_moves_by_what_its_ends_move_as_shown(moves):
    """South Yorkshire: 0.01 less 0.65 is not the 0.63 that stood beside them."""
    said = [note for moved in moves for note in notes_on_progress(moved) if note.startswith("Floor ")]
    assert len(said) == 33
    for note in said:
        found = re.fullmatch(r"Floor .* \((\S+)\), ceiling .* \((\S+)\), range (\S+)\. Verdict: .*", note)
        assert found is not None
        floor, ceiling, apart = (Decimal(change.replace(MINUS, "-")) for change in found.groups())
        assert ceiling - floor == apart, note


def test_the_trusts_that_decide_a_verdict_are_named_in_every_format(ask):
    found = json.loads(ask("progress", "--ics", "QYG", "--format", "json").out)
    assert found["rests_on"] == {"RJN": "levelled up"}
    foot = table(ask("progress", "--ics", "QYG").out)[2]
    assert "Rests on one trust: without East Cheshire the verdict would be “levelled up”." in foot
    rows = csv_rows(ask("progress", "--format", "csv").out)
    assert {row["ics"]: row["rests_on"] for row in rows}["QYG"] == "RJN: levelled up"
    assert {row["ics"]: row["rests_on"] for row in rows}["QF7"] == ""
    (band,) = [row["sd_band"] for row in rows if row["ics"] == "QYG"]
    assert band == f"from {found['sd_band'][0]} to {found['sd_band'][1]}"


def test_the_table_has_the_figures_that_were_checked_by_hand(ask):
    heading, lines, foot = table(ask("progress", "--ics", "QF7").out)
    assert heading == (
        "South Yorkshire (QF7), 2024 to 2025, the footprint as assessed, "
        "overall score on comparable domains, self-assessed"
    )
    assert len(lines) == 7 + 2
    assert foot[0] == (
        "5 of 7 trusts rose and 1 fell by 0.1 or more from 2024 to 2025. "
        "The trusts came closer together than chance explains."
    )
    assert foot[1] == (
        "Floor 1.541 to 2.186 (+0.645), ceiling 2.988 to 3.000 (+0.012), range -0.633. Verdict: levelled up."
    )
    assert any("By chance alone" in line for line in foot)


def test_units_without_a_match_are_named_with_the_reason(ask):
    name, reason = "Kelthwyre Mental Health and Community NHS Trust", "no return in 2025"
    settings = ("Mental Health", "Community")
    found = json.loads(ask("progress", "--ics", "DEMO", "--format", "json").out)
    assert found["unmatched"] == [
        {"ods_code": "DEMO5", "trust": name, "care_setting": setting, "year": 2024, "reason": reason}
        for setting in settings
    ]
    foot = table(ask("progress", "--ics", "DEMO").out)[2]
    assert [line for line in foot if line.startswith("Not matched")] == [
        f"Not matched: {name} (DEMO5), {setting}, 2024: {reason}" for setting in settings
    ]


def test_too_few_units_have_no_verdict(ask):
    printed = json.loads(ask("progress", "--ics", "QNQ", "--format", "json").out)
    assert (printed["n_trusts"], printed["floor_from"], printed["slope"]) == (1, None, None)
    assert (printed["verdict"], printed["chance_of_verdict"]) == ("too few trusts to say", None)
    foot = table(ask("progress", "--ics", "QNQ").out)[2]
    assert foot[0] == "Only one trust in both rounds: too few to say whether trusts came closer."


def test_all_systems_as_table_and_csv(ask, publication):
    known = systems(publication, year=2025, footprint="current")
    names = known.loc[~known["fictional"], "name"].tolist()
    heading, lines, _ = table(ask("progress", "--footprint", "current").out)
    assert heading.startswith("36 systems, 2024 to 2025,")
    assert [row[1].strip() for row in cells(lines)[1:]] == names
    assert [heading.strip() for heading in cells(lines)[0]] == [
        *("ICS", "System", "Trusts", "Rose", "Fell", "Floor", "Ceiling", "Deviation", "Reading"),
        *("Verdict", "By chance", "Rests on"),
    ]
    rows = csv_rows(ask("progress", "--footprint", "current", "--format", "csv").out)
    assert [row["name"] for row in rows] == names
