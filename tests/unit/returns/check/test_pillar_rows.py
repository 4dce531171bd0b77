"""The rows as the rules see them, against a loop over rows."""

import math
import random
from collections import defaultdict
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmark.returns import check_return
from benchmark.returns.check.rows import pillar_rows
from tests.unit.returns.made import SCORES, TARGETS, csv_of

ROWS = st.lists(
    st.tuples(
        st.sampled_from([2024, 2025]),
        st.sampled_from(["RBS", "RJ1"]),
        st.sampled_from(["Acute", "Community"]),
        st.sampled_from(["well_led", "safe_practice"]),
        st.sampled_from(["", "strategy", "boards", "skills"]),
        st.integers(10, 50).map(lambda tenths: tenths / 10),
    ),
    max_size=25,
)
COLUMNS = (*SCORES[:4], "domain", "score")


def one_by_one(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Pillar after pillar: its first row, how many it has, the mean of its domains or its own score."""
    pillars: dict[tuple[Any, ...], list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        pillars[tuple(row[name] for name in SCORES[:4])].append(row)
    findings = []
    for members in pillars.values():
        domains = [row["score"] for row in members if row["domain"] is not None]
        score = sum(domains) / len(domains) if domains else members[0]["score"]
        first = {name: members[0][name] for name in (*SCORES[:4], "line")}
        findings.append(first | {"score": score, "cells": len(members)})
    return findings


@given(rows=ROWS)
def test_pillars_from_domains(rows):
    checked = check_return(csv_of(COLUMNS, *rows), "x.csv", publication=None, kind="maturity_scores")
    for ready in checked.tables:
        found = pillar_rows(ready.table, "maturity_scores").to_pylist()
        expected = one_by_one(ready.table.to_pylist())
        assert [row["line"] for row in found] == [row["line"] for row in expected]
        for row, other in zip(found, expected, strict=True):
            assert math.isclose(row.pop("score"), other.pop("score"))
            assert row == other
        assert sum(row["cells"] for row in expected) == ready.table.num_rows


@given(rows=ROWS.filter(bool), seed=st.integers(0, 9))
def test_the_order_of_rows_changes_no_score(rows, seed):
    rows = list({row[:5]: row for row in rows}.values())
    mixed = rows.copy()
    random.Random(seed).shuffle(mixed)
    scores = []
    for order in (rows, mixed):
        checked = check_return(csv_of(COLUMNS, *order), "x.csv", publication=None, kind="maturity_scores")
        table = pillar_rows(checked.tables[0].table, "maturity_scores").to_pylist()
        scores.append({tuple(row[name] for name in SCORES[:4]): row["score"] for row in table})
    assert scores[0] == pytest.approx(scores[1])


def test_a_kind_without_domains_keeps_its_rows():
    content = csv_of(TARGETS, ("RBS", "", "well_led", 3, "A plan"))
    table = check_return(content, "x.csv", publication=None).tables[0].table
    assert pillar_rows(table, "own_targets").drop_columns("cells").equals(table)
    assert pillar_rows(table, "own_targets")["cells"].to_pylist() == [1]


def test_an_overall_score_is_checked_where_a_pillar_s_is():
    content = csv_of((*SCORES[:3], "score", "compared_with"), (2025, "RBS", "Acute", 3, 2024))
    table = check_return(content, "x.csv", publication=None, kind="overall_comparable").tables[0].table
    assert pillar_rows(table, "overall_comparable")["pillar"].to_pylist() == ["The overall score"]
