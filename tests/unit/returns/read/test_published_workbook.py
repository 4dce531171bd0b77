"""A workbook built to the published layout from the published figures gives those figures back."""

import random
from typing import Any

import pytest

from benchmark.core.definitions import definitions
from benchmark.returns import CheckedReturn, check_return
from benchmark.store.publication import Publication
from tests.unit.returns.made import codes, workbook_of

TRUST_COLUMNS = ["Region", "ICS", "Provider", "Care Setting"]
AS_ASSESSED, AS_PUBLISHED, AS_OF_TODAY = "as assessed", "as published", "as of today"
"""Whose names a workbook has: of the trusts when they were assessed; of March 2026, when it was published; of
today, after further changes of which the day is known.
"""
PORTSMOUTH = "Portsmouth Hospitals University National Health Service Trust"
HEADER_ROW = 11
"""Where the publication has its column headings; the data follow."""


def sheet(title: str, header: list[str], rows: list[list[Any]], england: list[Any]) -> list[list[Any]]:
    """A sheet as published: an empty first column, a title, England, group headings, a footnote."""
    random.Random(title).shuffle(rows)  # the order differs between the published sheets
    above = [[], ["", title], *[[]] * 6, ["", "England", *england], ["", "", "", "Pillar"]]
    assert len(above) == HEADER_ROW - 1
    return [*above, ["", *header], *(["", *row] for row in rows), [], ["", "Scores are self-assessed."]]


def names_of(publication: Publication, whose: str) -> dict[str, str]:
    """ODS code -> the name that a workbook has for it, where that is not its name in `trusts`."""
    if whose == AS_ASSESSED:
        return {}
    of_the_time = (
        "" if whose == AS_OF_TODAY else "and coalesce(valid_from, date '2000-01-01') < date '2026-03-31'"
    )
    renamed = publication.rows(
        "select ods_code, name from publication.trust_names "
        f"anti join publication.trusts using (ods_code, name) where state = 'current' {of_the_time}"
    )
    return {**dict(renamed), "RHU": PORTSMOUTH}


def trust_rows(
    publication: Publication, table: str, across: str, order: list[Any], names: dict[str, str]
) -> list[list[Any]]:
    found = publication.rows(
        f"""
        select trusts.ods_code, ics.region, ics.name, trusts.name, scores.care_setting,
            map(list(scores.{across}), list(scores.score))
        from publication.{table} as scores
        inner join publication.trusts using (ods_code)
        inner join publication.memberships using (ods_code)
        inner join publication.ics using (ics_code)
        where memberships.valid_from < date '2026-01-01' and not trusts.fictional
        group by all
        order by all
        """
    )
    return [
        [region.upper(), ics.upper(), names.get(code, trust).upper(), setting]
        + [scores.get(key, "") for key in order]
        for code, region, ics, trust, setting, scores in found
    ]


def board_rows(publication: Publication, table: str, across: str, order: list[Any]) -> list[list[Any]]:
    found = publication.rows(
        f"""
        select ics.region, ics.name, map(list(scores.{across}), list(scores.score))
        from publication.{table} as scores
        inner join publication.ics using (ics_code)
        where not ics.fictional
        group by all
        order by all
        """
    )
    return [[row[0].upper(), row[1].upper(), *(row[2].get(key, "") for key in order)] for row in found]


@pytest.fixture(scope="module", params=[AS_ASSESSED, AS_PUBLISHED, AS_OF_TODAY])
def checked(request: pytest.FixtureRequest, publication: Publication) -> CheckedReturn:
    other_names = names_of(publication, request.param)
    pillars = definitions().framework.pillars
    names, keys = [pillar.name for pillar in pillars], [pillar.key for pillar in pillars]
    years = ["2025 Average", "2024 Average"]
    content = workbook_of(
        **{
            "Introduction": [[], ["", "Digital Maturity Assessment"], ["", "Scores of 205 trusts"]],
            "SC - 2025 Pillar Summary": sheet(
                "Pillar summary",
                TRUST_COLUMNS + names,
                trust_rows(publication, "maturity_scores", "pillar", keys, other_names),
                ["", "", "", *[2.5] * 7],
            ),
            "SC - 24 vs 25 Overall DMA": sheet(
                "Overall",
                TRUST_COLUMNS + years,
                trust_rows(publication, "overall_comparable", "assessment_year", [2025, 2024], other_names),
                ["", "", "", 2.5, 2.4],
            ),
            "ICB - 2025 Pillar Summary": sheet(
                "Boards' pillars",
                ["Region", "ICS", *names],
                board_rows(publication, "icb_maturity_scores", "pillar", keys),
                ["", *[2.5] * 7],
            ),
            "ICB -24 vs 25 Overall DMA ": sheet(
                "Boards' overall",
                ["Region", "ICS", *years],
                board_rows(publication, "icb_overall_comparable", "assessment_year", [2025, 2024]),
                ["", 2.5, 2.4],
            ),
        }
    )
    return check_return(content, "results.xlsx", publication=publication)


@pytest.mark.parametrize(
    "kind", ["maturity_scores", "overall_comparable", "icb_maturity_scores", "icb_overall_comparable"]
)
def test_every_figure_comes_back(kind, checked, publication):
    (ready,) = (ready for ready in checked.tables if ready.kind == kind)
    names = [name for name in ready.table.column_names if name != "line"]
    code, organisations = ("ics_code", "ics") if kind.startswith("icb") else ("ods_code", "trusts")
    names.append(names.pop(names.index("score")))
    own = publication.rows(
        f"select {', '.join(names)} from publication.{kind} "
        f"semi join (from publication.{organisations} where not fictional) using ({code})"
    )
    assert len(own) == ready.table.num_rows
    read = {tuple(row[name] for name in names[:-1]): row["score"] for row in ready.table.to_pylist()}
    # A workbook keeps sixteen figures of a number.
    assert read == pytest.approx({row[:-1]: row[-1] for row in own}, abs=1e-12)


def test_nothing_is_wrong_and_nothing_is_asked(checked):
    assert codes(checked.errors) == codes(checked.questions) == []
    assert [sheet.layout for sheet in checked.sheets] == [
        *("maturity_wide", "overall_by_year", "icb_wide", "icb_overall_by_year"),
    ]
    ignored = [entry for entry in checked.findings if entry.code == "sheet_ignored"]
    assert [entry.sheet for entry in ignored] == ["Introduction"]


def test_all_returns_are_there(checked):
    """285, of which each has seven pillars."""
    rows = {ready.kind: ready.table.num_rows for ready in checked.tables}
    assert (rows["maturity_scores"], rows["overall_comparable"]) == (7 * 285, 2 * 285)


def test_the_names_are_those_that_they_are_meant_to_be(publication):
    published, today = (names_of(publication, whose) for whose in (AS_PUBLISHED, AS_OF_TODAY))
    assert {*published} == {"RXG", "TAH", "RRF", "RHU"}
    assert {*today} - {*published} == {"RWW", "RA7", "RY3"}


def test_lines_are_those_that_excel_shows(checked):
    for ready in checked.tables:
        lines = ready.table["line"].to_pylist()
        assert min(lines) == HEADER_ROW + 1
        assert lines == sorted(lines)
