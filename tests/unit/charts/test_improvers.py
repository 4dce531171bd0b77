"""Rises beside what was expected: every unit drawn, by band and name, with its words."""

import json

import pytest

from benchmark.charts.improvers import BAND_WORDS, improvers_figure, improvers_message
from benchmark.measures.improvers import Improvers, improvers, improvers_of_trust
from benchmark.measures.scope import Scope
from benchmark.store.publication import Publication


def found_in(publication: Publication, ics: str, year: int = 2025) -> Improvers:
    found = improvers(publication, Scope(ics, year))
    assert found is not None
    return found


def drawn(figure_spec: dict[str, object]) -> list[list[dict[str, object]]]:
    datasets = figure_spec["datasets"]
    assert isinstance(datasets, dict)
    return list(datasets.values())


@pytest.mark.parametrize("ics", ["QYG", "QF7", "QUY", "QNQ", "QRV", "DEMO"])
def test_every_unit_is_drawn_before_now_and_as_expected(publication: Publication, ics: str) -> None:
    found = found_in(publication, ics)
    figure = improvers_figure(found, fictional=ics == "DEMO")
    assert json.loads(json.dumps(figure.spec, allow_nan=False)) == figure.spec
    ends = next(rows for rows in drawn(figure.spec) if rows and "at" in rows[0])
    scores = {(row["full"], row["at"]): row["score"] for row in ends}
    assert len(ends) == 2 * len(found.units)
    for unit in found.units.itertuples():
        name = f"{unit.trust}, {unit.care_setting}"
        assert scores[name, 0] == pytest.approx(unit.score_from, abs=1e-4)
        assert scores[name, 1] == pytest.approx(unit.score_to, abs=1e-4)
    ticks = [row for rows in drawn(figure.spec) for row in rows if "tick_top" in row and "at" not in row]
    by_name = {row["full"]: row["expected"] for row in ticks}
    for unit in found.units.itertuples():
        expected = by_name[f"{unit.trust}, {unit.care_setting}"]
        assert expected == pytest.approx(unit.score_from + unit.expected, abs=1e-4)


def test_rows_stand_by_band_from_the_top(publication: Publication) -> None:
    found = found_in(publication, "QYG")
    figure = improvers_figure(found)
    rows = next(rows for rows in drawn(figure.spec) if rows and "label_y" in rows[0] and "at" not in rows[0])
    assert [row["full"] for row in rows] == [f"{u.trust}, {u.care_setting}" for u in found.units.itertuples()]
    assert [row["y"] for row in rows] == sorted(row["y"] for row in rows)  # type: ignore[type-var]
    heads = next(rows for rows in drawn(figure.spec) if rows and "text" in rows[0])
    assert [head["text"] for head in heads] == [
        BAND_WORDS["more"],
        BAND_WORDS["as expected"],
        BAND_WORDS["less"],
    ]


def test_words_table_and_source(publication: Publication) -> None:
    figure = improvers_figure(found_in(publication, "QYG"))
    assert figure.title == (
        "Of 22 returns, 13 did materially better than expected from where they started, and 4 worse"
    )
    assert "rose more than expected, or fell less: 13" in figure.alt.lower()
    assert len(figure.table) == 22
    assert all(column[0].isupper() and "_" not in column for column in figure.table.columns)
    assert "NHS England" in figure.source
    assert "rank" not in (figure.title + figure.subtitle + figure.alt).lower()


def test_the_message_for_one_return(publication: Publication) -> None:
    fell = improvers_of_trust(found_in(publication, "QRV"), "RRU")
    assert improvers_message(fell) == "The return fell less than expected from where it started"
    rose = found_in(publication, "QNQ")
    assert improvers_message(rose) == "The return rose more than expected from where it started"


def test_the_demonstration_is_told_apart(publication: Publication) -> None:
    figure = improvers_figure(found_in(publication, "DEMO"), fictional=True)
    assert figure.title.startswith("Fictional: ")
    assert "NHS England" not in figure.source


def test_where_england_has_too_few_returns_no_expectation_is_drawn(publication: Publication) -> None:
    # The round of 2023 is fictional alone: nothing is known of England's change from it.
    found = found_in(publication, "DEMO", 2024)
    figure = improvers_figure(found, fictional=True)
    assert set(found.units["band"]) == {"not known"}
    assert "Too few returns in England" in figure.title
    assert not [row for rows in drawn(figure.spec) for row in rows if row.get("expected") is not None]


def test_without_units_it_says_so(publication: Publication) -> None:
    figure = improvers_figure(improvers_of_trust(found_in(publication, "QUY"), "RVN"))
    assert figure.table.empty
    assert "No return in both" in figure.alt
