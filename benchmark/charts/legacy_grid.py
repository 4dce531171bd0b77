"""Trusts and groups of systems: how much of each has no supplier's support."""

from typing import Any

import pandas as pd

from benchmark.charts.condition_table import (
    RETURNS,
    Head,
    TrustLink,
    bar,
    cell,
    no_return,
    raw_cell,
    table,
    trust_head,
)
from benchmark.charts.condition_words import legacy_message
from benchmark.charts.figure import FICTIONAL_SOURCE, HtmlFigure, titled
from benchmark.charts.theme import rows_of
from benchmark.definitions import condition_sections
from benchmark.measures.condition_figures import legacy_by_trust, unsupported
from benchmark.measures.conditions import Conditions
from benchmark.wording import per_cent, plural

RESTRICTED = "Restricted: a trust and its system see these figures, others see bands."


def legacy_grid(found: Conditions, *, trust_link: TrustLink, fictional: bool = False) -> HtmlFigure:
    """Trusts down, by name; listed groups across, a trust's own groups together, and the whole estate."""
    legacy = found.legacy
    total = unsupported(legacy)
    title = titled(legacy_message(total, found), fictional=fictional)
    items = condition_sections()["legacy_estate"].items
    listed = [item.key for item in items]
    own_groups = bool((~legacy["item"].isin(listed) & ~legacy["restricted"].astype(bool)).any())
    heads = [Head("Trust"), *(Head(item.name, folds=True) for item in items)]
    heads += [Head("Other groups", folds=True)] if own_groups else []
    heads.append(Head("Whole estate"))
    totals = {row.ods_code: row for row in rows_of(legacy_by_trust(legacy))}
    rows = [
        trust_head(
            row.ods_code,
            row.trust,
            link=trust_link,
            year=row.assessment_year,
            round_year=found.scope.assessment_year,
        )
        + _row(legacy, totals.get(row.ods_code), listed, own_groups=own_groups)
        for row in rows_of(found.returned[found.returned["section"] == "legacy_estate"])
    ]
    html = table(caption=title, heads=heads, rows=rows)
    source = FICTIONAL_SOURCE if fictional else RETURNS
    return HtmlFigure(title, _subtitle(), _alt(found, title), html, legacy_table(legacy), source)


def _row(legacy: pd.DataFrame, total: Any | None, listed: list[str], *, own_groups: bool) -> str:
    """A trust's cells; total: its row of `legacy_by_trust`, None where it has not returned."""
    groups = len(listed) + own_groups
    if total is None:
        return no_return(groups + 1)
    if total.restricted:
        words = f"restricted: {total.unsupported_band} of {total.systems_band}"
        return no_return(groups, "restricted", fold=True) + cell(words, classes="cg-sum")
    own = legacy[legacy["ods_code"] == total.ods_code]
    counts = {row.item: (row.unsupported, row.systems) for row in rows_of(own)}
    cells = [share_cell(*counts[key]) if key in counts else _none() for key in listed]
    if own_groups:
        others = own[~own["item"].isin(listed)]
        cells.append(
            share_cell(others["unsupported"].sum(), others["systems"].sum()) if len(others) else _none()
        )
    return "".join(cells) + share_cell(total.unsupported, total.systems, classes="cg-sum", fold=False)


def share_cell(part: Any, whole: Any, *, classes: str = "cg-c", fold: bool = True) -> str:
    """A cell with a share, its counts, and a bar as long as the share."""
    if not whole:
        return cell("none", classes=classes, fold=fold)
    share, counts = float(part) / float(whole), f"{part:,.0f} of {whole:,.0f}"
    told = f'<strong>{per_cent(share)}</strong><span class="cg-sub">{counts}</span>{bar(share)}'
    return raw_cell(told, classes=classes, fold=fold)


def _none() -> str:
    return cell("–", classes="cg-c", hidden="not returned", fold=True)


def _subtitle() -> str:
    return (
        "The share of each group that no supplier supports any more; the bar is as long as the share. The "
        "whole estate counts a laptop like a server, so its share is mostly that of the largest group. "
        f"{RESTRICTED} Self-assessed."
    )


def _alt(found: Conditions, title: str) -> str:
    told = [
        f"{row.trust} {'restricted' if row.restricted else f'{row.unsupported:,.0f} of {row.systems:,.0f}'}"
        for row in rows_of(legacy_by_trust(found.legacy))
    ]
    trusts = f"{plural(len(told), 'trust')} of {len(found.members)}"
    start = f"Table of the unsupported systems of {trusts}. {title}."
    return f"{start} {'; '.join(told)}." if told else start


def legacy_table(legacy: pd.DataFrame) -> pd.DataFrame:
    """The rows of `Conditions.legacy` as figures; bands where they are restricted."""
    hidden = legacy["restricted"].astype(bool)
    systems, unsupported_systems = legacy["systems"].astype(float), legacy["unsupported"].astype(float)
    return pd.DataFrame(
        {
            "Trust": legacy["trust"],
            "ODS code": legacy["ods_code"],
            "Round": legacy["assessment_year"],
            "Group": legacy["name"].astype(object).where(~hidden, "whole estate"),
            "Systems": systems.map("{:.0f}".format).where(~hidden, legacy["systems_band"]),
            "Unsupported": unsupported_systems.map("{:.0f}".format).where(
                ~hidden, legacy["unsupported_band"]
            ),
            "Share unsupported (%)": 100 * unsupported_systems / systems.where(systems > 0),
        }
    )
