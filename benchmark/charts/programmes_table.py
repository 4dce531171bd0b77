"""The digital programmes of trusts, in each trust's own order of priority."""

from html import escape
from typing import Any

import pandas as pd

from benchmark.charts.condition_table import (
    RETURNS,
    Head,
    TrustLink,
    cell,
    no_return,
    raw_cell,
    table,
    trust_head,
)
from benchmark.charts.condition_words import programmes_message
from benchmark.charts.figure import FICTIONAL_SOURCE, HtmlFigure, titled
from benchmark.charts.theme import rows_of
from benchmark.measures.conditions import Conditions
from benchmark.measures.score_columns import pillar_name

NO_FUNDING = "not stated"


def programmes_table(found: Conditions, *, trust_link: TrustLink, fictional: bool = False) -> HtmlFigure:
    """One row per programme, by trust and priority; a trust without a list has a row that says so."""
    title = titled(programmes_message(found.programmes), fictional=fictional)
    heads = [
        Head("Trust"),
        Head("Priority, programme"),
        Head("Pillar that it serves most", folds=True),
        Head("Stage"),
        Head("Funding agreed", folds=True),
    ]
    rows = []
    for trust in rows_of(found.returned[found.returned["section"] == "programme"]):
        own = found.programmes[found.programmes["ods_code"] == trust.ods_code]
        head = trust_head(
            trust.ods_code,
            trust.trust,
            link=trust_link,
            year=trust.assessment_year,
            round_year=found.scope.assessment_year,
        )
        if own.empty:
            rows.append(f'<tr class="cg-first">{head}{no_return(len(heads) - 1)}</tr>')
            continue
        spanning = head.replace('<th scope="row"', f'<th scope="rowgroup" rowspan="{len(own)}"', 1)
        for place, programme in enumerate(rows_of(own)):
            start = f'<tr class="cg-first">{spanning}' if place == 0 else "<tr>"
            rows.append(f"{start}{_cells(programme)}</tr>")
    html = table(caption=title, heads=heads, rows=rows, layout="list")
    subtitle = (
        "In each trust's own order, 1 first. An idea, a business case and a paused programme do not count as "
        "addressing a gap."
    )
    source = FICTIONAL_SOURCE if fictional else RETURNS
    alt = f"Table of programmes. {title}."
    return HtmlFigure(title, subtitle, alt, html, _table(found.programmes), source)


def _cells(row: Any) -> str:
    pillar, funding = pillar_name(row.pillar), _pounds(row.funding)
    name = (
        f"{row.priority:.0f}. {escape(str(row.programme))}"
        f'<span class="cg-sub cg-narrow">{escape(pillar)}; {funding}</span>'
    )
    return (
        raw_cell(name)
        + cell(pillar, fold=True)
        + cell(row.stage, classes="cg-good" if row.addresses else "cg-short")
        + cell(funding, fold=True)
    )


def _pounds(value: Any) -> str:
    """Funding as a reader wants it: whole pounds below a million, then £m to one decimal."""
    if pd.isna(value):
        return NO_FUNDING
    return f"£{value / 1e6:,.1f}m" if value >= 1e6 else f"£{value:,.0f}"


def _table(programmes: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Trust": programmes["trust"],
            "ODS code": programmes["ods_code"],
            "Round": programmes["assessment_year"],
            "Priority": programmes["priority"].astype("Int64"),
            "Programme": programmes["programme"],
            "Pillar": programmes["pillar"].map(pillar_name),
            "Stage": programmes["stage"],
            "Funding (pounds)": programmes["funding"],
        }
    )
