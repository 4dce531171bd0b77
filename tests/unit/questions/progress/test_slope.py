"""The slope chart shows every trust and every return, and the range that they moved in."""

from itertools import pairwise
from typing import Any

import pytest

from benchmark.common.scope import Scope
from benchmark.questions.progress.measure import progress
from benchmark.questions.progress.slope import ALL_LABELLED, HEIGHT, NOT_COUNTED, progress_slope
from tests.unit.questions.figures_made import made_progress, marks, texts

LINE_PX = 14
"""The height of a line of text."""


def names(spec: dict[str, Any]) -> list[dict[str, Any]]:
    """The names at the right, as drawn."""
    return next(records for records in marks(spec, "text") if "short" in records[0])


@pytest.mark.parametrize("ics", ["QYG", "QF7", "QUY", "QNQ"])
def test_every_matched_unit_has_both_of_its_ends(publication, ics):
    found = progress(publication, Scope(ics, 2025))
    spec = progress_slope(found).spec
    ends = marks(spec, "point")[-1]
    drawn = {(end["trust"], end["care_setting"], end["at"]): end["score"] for end in ends}
    assert len(ends) == len(drawn) == 2 * len(found.units)
    for unit in found.units.itertuples():
        assert drawn[unit.trust, unit.care_setting, 0] == pytest.approx(unit.score_from, abs=1e-4)
        assert drawn[unit.trust, unit.care_setting, 1] == pytest.approx(unit.score_to, abs=1e-4)
    (lines,) = marks(spec, "line")
    by_trust = {(line["trust"], line["at"]): line["score"] for line in lines}
    assert len(lines) == len(by_trust) == 2 * len(found.trusts)
    for trust in found.trusts.itertuples():
        assert by_trust[trust.trust, 0] == pytest.approx(trust.score_from, abs=1e-4)
        assert by_trust[trust.trust, 1] == pytest.approx(trust.score_to, abs=1e-4)


def test_ambulance_services_are_drawn_and_not_counted(publication):
    found = progress(publication, Scope("QWO", 2025))
    apart = set(found.trusts.loc[~found.trusts["counted"], "trust"])
    assert apart == {"Yorkshire Ambulance Service NHS Trust"}
    figure = progress_slope(found)
    (lines,) = marks(figure.spec, "line")
    assert {line["trust"] for line in lines if line["move"] == NOT_COUNTED} == apart
    assert f"of {found.n_trusts} trusts" in figure.subtitle and len(found.trusts) == found.n_trusts + 1
    assert "each of 9 trusts and of one ambulance service, not counted, from 2024" in figure.alt


def test_too_few_trusts_are_mentioned_once(publication):
    assert progress_slope(progress(publication, Scope("QUY", 2025))).alt.count("too few to say") == 1


def test_the_band_is_the_range_of_each_round(publication):
    found = progress(publication, Scope("QF7", 2025))
    spec = progress_slope(found).spec
    (band,) = marks(spec, "area")
    assert [(corner["score"], corner["ceiling"]) for corner in band] == [
        (found.floor_from, found.ceiling_from),
        (found.floor_to, found.ceiling_to),
    ]
    assert {"floor 1.54", "ceiling 2.99", "floor 2.19", "ceiling 3.00"} <= set(texts(spec))


def test_lines_say_how_they_moved_by_colour_and_by_dashes():
    spec = progress_slope(made_progress([2.0, 2.5, 3.0], [2.2, 2.55, 2.8])).spec
    (lines,) = marks(spec, "line")
    assert {line["trust"]: line["move"] for line in lines} == {
        "Trust 00 NHS Trust": "rose",
        "Trust 01 NHS Trust": "no material change",
        "Trust 02 NHS Trust": "fell",
    }
    (layer,) = (layer for layer in spec["layer"] if layer["mark"]["type"] == "line")
    for channel in ("color", "strokeDash"):
        scale = layer["encoding"][channel]["scale"]
        assert scale["domain"] == ["rose", "no material change", "fell"]
        assert len({str(value) for value in scale["range"]}) == 3


@pytest.mark.parametrize("ics", ["QYG", "QF7", "QWO", "QHM"])
def test_names_do_not_cover_one_another_and_keep_their_order(publication, ics):
    drawn = names(progress_slope(progress(publication, Scope(ics, 2025))).spec)
    places = [name["y"] for name in drawn]
    assert all(b - a >= LINE_PX for a, b in pairwise(places))
    assert [name["score"] for name in drawn] == sorted((name["score"] for name in drawn), reverse=True)
    assert all(0 <= place <= HEIGHT for place in places)
    assert drawn[0]["text"].startswith("ceiling") and drawn[-1]["text"].startswith("floor")


def test_few_units_are_all_named():
    scores = [1.5 + 0.1 * i for i in range(ALL_LABELLED)]
    written = texts(progress_slope(made_progress(scores, scores)).spec)
    assert all(any(f"Trust {i:02}" in text for text in written) for i in range(ALL_LABELLED))


def test_of_many_units_those_that_matter_are_named():
    before = [2.0 + 0.05 * i for i in range(20)]
    after = list(before)
    after[7] += 0.8
    written = " ".join(texts(progress_slope(made_progress(before, after)).spec))
    assert all(f"Trust {i:02}" in written for i in (0, 7, 19))
    assert sum(f"Trust {i:02}" in written for i in range(20)) < 12


def test_units_that_share_an_end_are_both_named():
    before = [2.0, 2.0] + [2.5 + 0.01 * i for i in range(18)]
    written = " ".join(texts(progress_slope(made_progress(before, before)).spec))
    assert "Trust 00" in written and "Trust 01" in written


def test_an_earlier_floor_and_ceiling_that_are_alike_are_both_legible():
    spec = progress_slope(made_progress([2.1, 2.1, 2.1], [2.6, 2.6, 2.7])).spec
    ends = next(records for records in marks(spec, "text") if "short" not in records[0])
    assert [end["text"] for end in ends] == ["ceiling 2.10", "floor 2.10"]
    assert ends[1]["y"] - ends[0]["y"] >= LINE_PX


def test_too_few_returns_are_drawn_without_a_range():
    figure = progress_slope(made_progress([2.0, 3.0], [2.5, 3.0]))
    assert marks(figure.spec, "area") == []
    assert not any(text.startswith(("floor", "ceiling")) for text in texts(figure.spec))
    assert [len(records) for records in marks(figure.spec, "point")] == [4, 4]
    assert figure.title == "Only two trusts in both rounds: too few to say whether trusts came closer"
    assert "Band" not in figure.subtitle


def test_without_returns_in_both_rounds_a_sentence_replaces_the_chart():
    assert texts(progress_slope(made_progress([], [])).spec) == ["No return in both rounds, 2024 to 2025"]


def test_the_words_for_those_who_cannot_see_it_count_the_moves(publication):
    found = progress(publication, Scope("QF7", 2025))
    text = progress_slope(found).alt
    assert f"{found.rose} of 7 trusts rose and {found.fell} fell by 0.1 or more" in text
    assert "came closer together than chance explains" in text
    assert "from 1.54" in text and "to 2.19" in text and "levelled up" in text


def test_scores_are_drawn_from_1_to_5():
    spec = progress_slope(made_progress([2.0, 2.1, 2.2], [2.0, 2.1, 2.2])).spec
    domains = [
        layer["encoding"]["y"]["scale"]["domain"]
        for layer in spec["layer"]
        if layer["encoding"]["y"].get("scale")
    ]
    assert domains and all(domain == [1.0, 5.0] for domain in domains)
