"""The digital programmes of trusts, in each trust's own order of priority."""

from html import escape
from typing import Any

import pandas as pd

from benchmark.charts.figure import HtmlFigure
from benchmark.core.columns import pillar_name, rows_of
from benchmark.core.wording import pounds
from benchmark.questions.conditions.columns import PROGRAMMES, for_people
from benchmark.questions.conditions.measure import Conditions
from benchmark.questions.conditions.table import (
    Head,
    TrustLink,
    cell,
    no_return,
    raw_cell,
    rows_by,
    table,
    trust_head,
)
from benchmark.questions.conditions.words import programmes_message

NO_FUNDING = "not stated"


def programmes_table(found: Conditions, *, trust_link: TrustLink) -> HtmlFigure:
    """One row per programme, by trust and priority; a trust without a list has a row that says so."""
    title = programmes_message(found.programmes)
    heads = [
        Head("Trust"),
        Head("Priority, programme"),
        Head("Pillar that it serves most", folds=True),
        Head("Stage"),
        Head("Funding agreed", folds=True),
    ]
    by_trust = rows_by(found.programmes, "ods_code")
    rows = []
    for trust in rows_of(found.returned[found.returned["section"] == "programme"]):
        own = by_trust.get(trust.ods_code, [])
        head = trust_head(trust, link=trust_link, round_year=found.scope.assessment_year)
        if not own:
            rows.append(f'<tr class="cg-first">{head}{no_return(len(heads) - 1)}</tr>')
            continue
        spanning = head.replace('<th scope="row"', f'<th scope="rowgroup" rowspan="{len(own)}"', 1)
        for place, programme in enumerate(own):
            start = f'<tr class="cg-first">{spanning}' if place == 0 else "<tr>"
            rows.append(f"{start}{_cells(programme)}</tr>")
    html = table(caption=title, heads=heads, rows=rows, layout="list")
    subtitle = (
        "In each trust's own order, 1 first. An idea, a business case and a paused programme do not count as "
        "addressing a gap."
    )
    shown = for_people(PROGRAMMES, "addresses").of(found.programmes)
    alt = f"Table of programmes. {title}."
    return HtmlFigure(title, subtitle, alt, html, shown)


def _cells(row: Any) -> str:
    pillar = pillar_name(row.pillar)
    funding = NO_FUNDING if pd.isna(row.funding) else pounds(row.funding)
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
