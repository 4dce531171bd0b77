"""Trusts and groups of systems: how much of each has no supplier's support."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from benchmark.charts.figure import HtmlFigure
from benchmark.core.columns import Filled, rows_of
from benchmark.core.definitions import condition_sections
from benchmark.core.wording import decimal, per_cent, plural
from benchmark.questions.conditions.columns import LEGACY, for_people
from benchmark.questions.conditions.measure import Conditions, legacy_by_trust, unsupported
from benchmark.questions.conditions.table import (
    Head,
    TrustLink,
    bar,
    cell,
    no_return,
    raw_cell,
    rows_by,
    table,
    trust_head,
)
from benchmark.questions.conditions.words import RESTRICTED, legacy_message


def legacy_grid(found: Conditions, *, trust_link: TrustLink) -> HtmlFigure:
    """Trusts down, by name; listed groups across, a trust's own groups together, and the whole estate."""
    legacy = found.legacy
    total = unsupported(legacy)
    title = legacy_message(total, found)
    items = condition_sections()["legacy_estate"].items
    listed = [item.key for item in items]
    by_trust = rows_by(legacy, "ods_code")
    own_groups = not {*legacy["item"]} <= {*listed, None}
    heads = [Head("Trust"), *(Head(item.name, folds=True) for item in items)]
    heads += [Head("Other groups", folds=True)] if own_groups else []
    heads.append(Head("Whole estate"))
    totals = {row.ods_code: row for row in rows_of(legacy_by_trust(legacy))}
    rows = [
        trust_head(row, link=trust_link, round_year=found.scope.assessment_year)
        + _row(by_trust.get(row.ods_code, []), totals.get(row.ods_code), listed, own_groups=own_groups)
        for row in rows_of(found.returned[found.returned["section"] == "legacy_estate"])
    ]
    html = table(caption=title, heads=heads, rows=rows)
    return HtmlFigure(title, _subtitle(), _alt(found, title), html, legacy_table(legacy))


def _row(own: Sequence[Any], total: Any | None, listed: Sequence[str], *, own_groups: bool) -> str:
    """A trust's cells. own: its rows of LEGACY; total: that of `legacy_by_trust`, None without a return."""
    groups = len(listed) + own_groups
    if total is None:
        return no_return(groups + 1)
    if total.restricted:
        words = f"restricted: {total.unsupported_band} of {total.systems_band}"
        return no_return(groups, "restricted", fold=True) + cell(words, classes="cg-sum")
    counts = {row.item: (row.unsupported, row.systems) for row in own}
    cells = [share_cell(*counts[key]) if key in counts else _none() for key in listed]
    if own_groups:
        others = [row for row in own if row.item not in listed]
        sums = (sum(row.unsupported for row in others), sum(row.systems for row in others))
        cells.append(share_cell(*sums) if others else _none())
    return "".join(cells) + share_cell(total.unsupported, total.systems, classes="cg-sum", fold=False)


def share_cell(part: Any, whole: Any, *, classes: str = "cg-c", fold: bool = True) -> str:
    """A cell with a share, its counts, and a bar as long as the share."""
    if not whole:
        return cell("none", classes=classes, fold=fold)
    share, counts = float(part) / float(whole), _counts(part, whole)
    told = f'<strong>{per_cent(share)}</strong><span class="cg-sub">{counts}</span>{bar(share)}'
    return raw_cell(told, classes=classes, fold=fold)


def _counts(part: Any, whole: Any) -> str:
    return f"{decimal(part, 0)} of {decimal(whole, 0)}"


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
        f"{row.trust} {'restricted' if row.restricted else _counts(row.unsupported, row.systems)}"
        for row in rows_of(legacy_by_trust(found.legacy))
    ]
    trusts = f"{plural(len(told), 'trust')} of {len(found.members)}"
    start = f"Table of the unsupported systems of {trusts}. {title}."
    return f"{start} {'; '.join(told)}." if told else start


def legacy_table(legacy: pd.DataFrame) -> Filled:
    """The rows of `Conditions.legacy` for a file: counts where the reader may see them, else bands."""
    hidden = legacy["restricted"].astype(bool)
    unused = ["restricted", *([] if hidden.any() else ["systems_band", "unsupported_band"])]
    unused += ["systems", "unsupported", "share"] if hidden.any() and hidden.all() else []
    return for_people(LEGACY, *unused).of(legacy)
