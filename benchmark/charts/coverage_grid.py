"""Trusts and pillars: how wide each material gap is, and whether a programme addresses it."""

from collections.abc import Hashable
from typing import Any

import pandas as pd

from benchmark.charts.condition_table import (
    Head,
    TrustLink,
    cell,
    no_return,
    raw_cell,
    table,
    trust_head,
)
from benchmark.charts.condition_words import STATUS_CLASSES, STATUS_WORDS, coverage_message
from benchmark.charts.figure import HtmlFigure, source_line, titled
from benchmark.charts.theme import rows_of
from benchmark.definitions import definitions, evidence
from benchmark.measures.programme_coverage import NOT_ADDRESSED, Coverage
from benchmark.measures.score_columns import pillar_name
from benchmark.wording import in_list, plural

NO_STANDARD = "no standard"
"""Of a pillar without a score, or without a target where a trust's own targets are the standard."""


def coverage_grid(covered: Coverage, *, trust_link: TrustLink, fictional: bool = False) -> HtmlFigure:
    """Trusts down, those with most gaps that nothing addresses first; pillars across."""
    title = titled(coverage_message(covered), fictional=fictional)
    pillars = definitions().framework.pillar_keys
    heads = [
        Head("Trust"),
        *(Head(pillar_name(key), folds=True) for key in pillars),
        Head("Gaps not addressed"),
    ]
    by_trust = {code: rows.set_index("pillar") for code, rows in covered.cells.groupby("ods_code")}
    ordered = covered.trusts.sort_values(
        ["not_addressed", "material_gaps", "trust", "ods_code"], ascending=[False, False, True, True]
    )
    rows = [
        trust_head(
            row.ods_code,
            row.trust,
            link=trust_link,
            year=row.assessment_year,
            round_year=covered.gaps.scope.assessment_year,
        )
        + _cells(covered, row, by_trust.get(row.ods_code))
        for row in rows_of(ordered)
    ]
    html = table(caption=title, heads=heads, rows=rows, legend=_legend(covered))
    return HtmlFigure(
        title,
        _subtitle(covered),
        _alt(covered),
        html,
        _table(covered),
        coverage_source(fictional=fictional),
    )


def _cells(covered: Coverage, row: Any, own: pd.DataFrame | None) -> str:
    pillars = definitions().framework.pillar_keys
    year = covered.gaps.scope.assessment_year
    if own is None:
        return no_return(len(pillars) + 1, f"no score for {year} that can be held to the standard")
    known = {str(key): row for key, row in own.to_dict("index").items()}
    return "".join(_cell(known.get(key)) for key in pillars) + _sum(row, own)


def _cell(found: dict[Hashable, Any] | None) -> str:
    if found is None:
        return cell("", classes="cg-c", below=NO_STANDARD, fold=True)
    status = str(found["status"])
    if status == "no_gap":
        return cell("–", classes=f"cg-c {STATUS_CLASSES[status]}", hidden=STATUS_WORDS[status], fold=True)
    # Where nothing is known the hatching says so; a word in each cell of a row would only be noise.
    name = "mg-hidden" if status == "no_return" else "cg-sub"
    return raw_cell(
        f'<strong>{found["gap"]:.1f}</strong> <span class="{name}">{STATUS_WORDS[status]}</span>',
        classes=f"cg-c {STATUS_CLASSES[status]}",
        fold=True,
    )


def _sum(row: Any, own: pd.DataFrame) -> str:
    """How many of the trust's gaps are not addressed; on a narrow screen, on which pillars."""
    if pd.isna(row.assessment_year):
        below = plural(row.material_gaps, "gap")
        return cell("not known", below=below, classes="cg-sum") if row.material_gaps else _no_gap()
    if not row.material_gaps:
        return _no_gap()
    open_gaps = own[own["status"].isin(NOT_ADDRESSED)].sort_values("pillar_position")
    named = "; ".join(f"{pillar_name(str(key))} {gap:.1f}" for key, gap in open_gaps["gap"].items())
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
        f"{covered.gaps.standard.in_words}, where it is material ({threshold:.1f} or more). Its colour and "
        f"words say what the trust's own programmes do about it; one that is {stages} does not count. "
        "Self-assessed."
    )


def _with_article(stage: str) -> str:
    """A stage as a sentence says that a programme is at it: 'an idea', 'a business case', 'paused'."""
    return {"idea": "an idea", "business case": "a business case"}.get(stage, stage)


def _alt(covered: Coverage) -> str:
    summary = covered.summary
    return (
        f"Table of {plural(summary.members, 'trust')} and seven pillars. {coverage_message(covered)}. "
        f"Of {plural(summary.material_gaps, 'material gap')}, {summary.addressed} are addressed, "
        f"{summary.not_running} have a programme that is not running, {summary.no_programme} have none, and "
        f"{summary.no_return} are of trusts that have not returned their programmes."
    )


def _table(covered: Coverage) -> pd.DataFrame:
    """The cells with a material gap, by trust and pillar."""
    cells = covered.cells[covered.cells["status"] != "no_gap"].reset_index(drop=True)
    return pd.DataFrame(
        {
            "Trust": cells["trust"],
            "ODS code": cells["ods_code"],
            "Pillar": cells["pillar"].map(pillar_name),
            "Widest gap (points)": cells["gap"],
            "Care settings with a material gap": cells["settings"].map(", ".join),
            "What is done": cells["status"].map(STATUS_WORDS),
            "Programmes": cells["programmes"].map("; ".join),
        }
    )


def coverage_source(*, fictional: bool) -> str:
    """Where scores and programmes come from."""
    before, after = around_scores(fictional=fictional)
    return f"{before}{source_line('maturity_scores', fictional=fictional)}{after}"


def around_scores(*, fictional: bool) -> tuple[str, str]:
    """What is said before and after the line on where the scores come from."""
    return ("", "") if fictional else ("Scores: ", " Programmes: the trusts' own conditions returns.")
