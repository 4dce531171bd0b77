"""What the command line prints: the keys that were agreed, and figures to three decimals."""

import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from benchmark.measures.gaps import gaps
from benchmark.measures.progress import progress
from benchmark.measures.results import gaps_result, progress_result, spread_result
from benchmark.measures.scope import Scope, Standard
from benchmark.measures.spread import pillar_spread
from benchmark.store.publication import Publication
from tests.unit.measures.country import overall, publish_country, system, trust


def printed(result: BaseModel) -> Any:
    return json.loads(result.model_dump_json())


def figures(value: Any) -> list[float]:
    """Every figure in a piece of JSON."""
    if isinstance(value, dict):
        return [figure for part in value.values() for figure in figures(part)]
    if isinstance(value, list):
        return [figure for part in value for figure in figures(part)]
    return [value] if isinstance(value, float) else []


def test_gaps_are_printed_with_their_summary_and_rows(publication: Publication) -> None:
    found = printed(gaps_result(gaps(publication, Scope("QYG", 2025), Standard())))
    assert list(found) == ["ics", "year", "baseline", "level", "summary", "rows"]
    assert [found[name] for name in ("ics", "year", "baseline", "level")] == ["QYG", 2025, "floor", 3.0]
    assert found["summary"] == {"unit_pillars": 154, "below": 91, "sum": 76.2, "mean": 0.495}
    assert len(found["rows"]) == 154
    assert found["rows"][0] == {
        "ods_code": "RBS",
        "trust": "Alder Hey Children's NHS Foundation Trust",
        "care_setting": "Acute",
        "pillar": "well_led",
        "score": 4.3,
        "standard": 3.0,
        "gap": 0.0,
        "surplus": 1.3,
        "material": True,
    }


def test_a_level_is_printed_only_where_the_standard_is_a_level(publication: Publication) -> None:
    found = printed(gaps_result(gaps(publication, Scope("QYG", 2025), Standard("setting_median", 4.0))))
    assert (found["baseline"], found["level"]) == ("setting_median", None)


def test_progress_is_printed_with_its_verdict_in_words(publication: Publication) -> None:
    found = printed(progress_result(progress(publication, Scope("QF7", 2025))))
    assert list(found) == [
        *("ics", "from", "to", "measure", "n"),
        *("floor_from", "floor_to", "ceiling_from", "ceiling_to"),
        *("floor_change", "ceiling_change", "range_change", "sd_from", "sd_to", "slope"),
        *("verdict", "units", "unmatched"),
    ]
    assert [found[name] for name in ("ics", "from", "to", "measure", "n")] == [
        "QF7",
        2024,
        2025,
        "overall_comparable",
        12,
    ]
    assert (found["floor_from"], found["floor_to"], found["verdict"]) == (1.541, 2.186, "levelled up")
    assert list(found["units"][0]) == [
        *("ods_code", "trust", "care_setting", "score_from", "score_to", "change", "material")
    ]
    assert found["unmatched"] == []


def test_too_few_units_are_printed_as_null_and_the_unmatched_with_their_reason(tmp_path: Path) -> None:
    country = publish_country(
        tmp_path,
        system("QZ1"),
        *trust("T1A", "QZ1"),
        *trust("T2A", "QZ1"),
        overall(2024, "T1A", "Acute", 2.0),
        overall(2024, "T2A", "Acute", 2.0),
        overall(2025, "T2A", "Acute", 1.9996),
    )
    found = printed(progress_result(progress(country, Scope("QZ1", 2025))))
    assert (found["n"], found["floor_from"], found["slope"]) == (1, None, None)
    assert found["units"][0]["change"] == 0.0
    assert found["unmatched"] == [
        {
            "ods_code": "T1A",
            "trust": "Trust T1A",
            "care_setting": "Acute",
            "year": 2024,
            "reason": "no return in 2025",
        }
    ]


def test_spread_is_printed_pillar_by_pillar_with_null_for_too_few(publication: Publication) -> None:
    scope = Scope("QT6", 2025)
    found = printed(spread_result(scope, pillar_spread(publication, scope)))
    assert (found["ics"], found["year"], len(found["pillars"])) == ("QT6", 2025, 7)
    assert found["pillars"][1] == {
        "pillar": "smart_foundations",
        "n": 3,
        "minimum": 2.4,
        "maximum": 2.5,
        "range": 0.1,
        "standard_deviation": 0.047,
        "interquartile_range": None,
    }


@pytest.mark.parametrize("ics", ["QYG", "QHL", "QNQ"])
def test_every_figure_has_at_most_three_decimals_and_no_zero_is_negative(
    publication: Publication, ics: str
) -> None:
    scope = Scope(ics, 2025)
    results = [
        gaps_result(gaps(publication, scope, Standard("setting_upper_quartile"))),
        spread_result(scope, pillar_spread(publication, scope)),
        progress_result(progress(publication, scope)),
    ]
    for result in results:
        numbers = figures(printed(result))
        assert numbers
        assert all(number == round(number, 3) and str(number) != "-0.0" for number in numbers)
