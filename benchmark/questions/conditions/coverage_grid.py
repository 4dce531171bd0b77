"""Trusts and pillars: how wide each material gap is, and whether a programme addresses it."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from benchmark.charts.figure import HtmlFigure
from benchmark.core.columns import pillar_name, rows_of
from benchmark.core.definitions import definitions, evidence
from benchmark.core.wording import decimal, in_list, plural
from benchmark.questions.conditions.columns import COVERED, STATUS_WORDS, for_people
from benchmark.questions.conditions.coverage import NOT_ADDRESSED, Coverage
from benchmark.questions.conditions.table import (
    STATUS_CLASSES,
    Head,
    TrustLink,
    cell,
    no_return,
    raw_cell,
    rows_by,
    table,
    trust_head,
)
from benchmark.questions.conditions.words import coverage_message

NO_STANDARD = "no standard"
"""Of a pillar without a score, or without a target where a trust's own targets are the standard."""


def coverage_grid(covered: Coverage, *, trust_link: TrustLink) -> HtmlFigure:
    """Trusts down, those with most gaps that nothing addresses first; pillars across."""
    title = coverage_message(covered)
    pillars = definitions().framework.pillar_keys
    heads = [
        Head("Trust"),
        *(Head(pillar_name(key), folds=True) for key in pillars),
        Head("Gaps not addressed"),
    ]
    by_trust = rows_by(covered.cells, "ods_code")
    ordered = sorted(
        rows_of(covered.trusts),
        key=lambda row: (-row.not_addressed, -row.material_gaps, row.trust, row.ods_code),
    )
    rows = [
        trust_head(row, link=trust_link, round_year=covered.gaps.scope.assessment_year)
        + _cells(covered, row, by_trust.get(row.ods_code))
        for row in ordered
    ]
    html = table(caption=title, heads=heads, rows=rows, legend=_legend(covered))
    return HtmlFigure(
        title, _subtitle(covered), _alt(covered), html, for_people(COVERED).of(covered.material)
    )


def _cells(covered: Coverage, row: Any, own: Sequence[Any] | None) -> str:
    """A trust's cells. row: of TRUSTS; own: its rows of COVERED, None without a score."""
    pillars = definitions().framework.pillar_keys
    year = covered.gaps.scope.assessment_year
    if own is None:
        return no_return(len(pillars) + 1, f"no score for {year} that can be held to the standard")
    of_pillar = {found.pillar: found for found in own}
    return "".join(_cell(of_pillar.get(key)) for key in pillars) + _sum(row, own)


def _cell(found: Any | None) -> str:
    if found is None:
        return cell("", classes="cg-c", below=NO_STANDARD, fold=True)
    status = found.status
    if status == "no_gap":
        return cell("–", classes=f"cg-c {STATUS_CLASSES[status]}", hidden=STATUS_WORDS[status], fold=True)
    # Where nothing is known the hatching says so; a word in each cell of a row would only be noise.
    name = "mg-hidden" if status == "no_return" else "cg-sub"
    return raw_cell(
        f'<strong>{decimal(found.gap, 1)}</strong> <span class="{name}">{STATUS_WORDS[status]}</span>',
        classes=f"cg-c {STATUS_CLASSES[status]}",
        fold=True,
    )


def _sum(row: Any, own: Sequence[Any]) -> str:
    """How many of the trust's gaps are not addressed; on a narrow screen, on which pillars."""
    if pd.isna(row.year):
        below = plural(row.material_gaps, "gap")
        return cell("not known", below=below, classes="cg-sum") if row.material_gaps else _no_gap()
    if not row.material_gaps:
        return _no_gap()
    open_gaps = [found for found in own if found.status in NOT_ADDRESSED]
    named = "; ".join(f"{pillar_name(found.pillar)} {decimal(found.gap, 1)}" for found in open_gaps)
    return raw_cell(
        f"<strong>{row.not_addressed} of {row.material_gaps}</strong>"
        f'<span class="cg-sub cg-narrow">{named}</span>',
        classes="cg-sum",
    )


def _no_gap() -> str:
    return cell("no gap", classes="cg-sum")


def _legend(covered: Coverage) -> list[tuple[str, str]]:
    words = {
        "addressed": "addressed: a programme in procurement, in delivery or live",
        "not_running": "not running: an idea, a business case, or paused",
        "no_programme": "no programme on this pillar",
        "no_return": "not known: programmes not returned",
        "no_gap": "– no material gap",
    }
    present = set(covered.cells["status"])
    return [(STATUS_CLASSES[status], text) for status, text in words.items() if status in present]


def _subtitle(covered: Coverage) -> str:
    threshold = definitions().threshold("pillar")
    idle = [_with_article(entry.stage) for entry in evidence().stages if not entry.addresses]
    stages = in_list(idle).replace(" and ", " or ")
    return (
        f"Each figure is the widest gap of the trust's care settings, in points below "
        f"{covered.gaps.standard.in_words}, where it is material ({decimal(threshold, 1)} or more). "
        "Its colour and words say what the trust's own programmes do about it; "
        f"one that is {stages} does not count. Self-assessed."
    )


def _with_article(stage: str) -> str:
    """A stage as a sentence says that a programme is at it: 'an idea', 'a business case', 'paused'."""
    return {"idea": "an idea", "business case": "a business case"}.get(stage, stage)


def _alt(covered: Coverage) -> str:
    summary = covered.summary
    return (
        f"Table of {plural(summary.trusts, 'trust')} and seven pillars. {coverage_message(covered)}. "
        f"Of {plural(summary.material_gaps, 'material gap')}, {summary.addressed} are addressed, "
        f"{summary.not_running} have a programme that is not running, {summary.no_programme} have none, and "
        f"{summary.no_return} are of trusts that have not returned their programmes."
    )
