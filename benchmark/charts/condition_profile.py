"""One trust's conditions line by line, each beside what the other trusts of its system returned."""

from html import escape
from typing import Any

import pandas as pd

from benchmark.charts.answers_grid import Asked, answer_cell, counts_in_words
from benchmark.charts.condition_table import RETURNS, Head, cell, no_return, raw_cell, table
from benchmark.charts.condition_words import (
    STATUS_CLASSES,
    STATUS_WORDS,
    board_message,
    capability_message,
    coverage_message,
    legacy_message,
)
from benchmark.charts.figure import FICTIONAL_SOURCE, HtmlFigure, titled
from benchmark.charts.legacy_grid import RESTRICTED, legacy_table, share_cell
from benchmark.charts.theme import rows_of
from benchmark.measures.condition_figures import answers_by_item, legacy_by_trust, unsupported
from benchmark.measures.conditions import Conditions, of_trust
from benchmark.measures.programme_coverage import Coverage
from benchmark.measures.score_columns import pillar_name
from benchmark.wording import per_cent, plural

NO_SCORE = "no score in this round that can be held to the standard"


def coverage_profile(covered: Coverage, *, source: str, fictional: bool = False) -> HtmlFigure:
    """One trust's pillars down: its gap, what is done, by which programmes. covered: of it alone."""
    title = titled(coverage_message(covered), fictional=fictional)
    heads = [Head("Pillar"), Head("Gap, points"), Head("What is done"), Head("Programmes")]
    rows = [_pillar(row) for row in rows_of(covered.cells)] or [no_return(len(heads), NO_SCORE)]
    html = table(caption=title, heads=heads, rows=rows, layout="list")
    subtitle = (
        f"The widest material gap of the trust's care settings to {covered.gaps.standard.in_words}, and what "
        "the trust's own programmes do about it. Self-assessed."
    )
    shown = pd.DataFrame(
        {
            "Pillar": covered.cells["pillar"].map(pillar_name),
            "Widest gap (points)": covered.cells["gap"],
            "Care settings with a material gap": covered.cells["settings"].map(", ".join),
            "What is done": covered.cells["status"].map(STATUS_WORDS),
            "Programmes": covered.cells["programmes"].map("; ".join),
        }
    )
    return HtmlFigure(title, subtitle, f"Table of pillars. {title}.", html, shown, source)


def answers_profile(
    found: Conditions, section: Asked, ods_code: str, *, fictional: bool = False
) -> HtmlFigure:
    """One trust's answers down, each beside how all trusts of the system answered."""
    everybody = found.board if section == "board_readiness" else found.capabilities
    own = everybody[everybody["ods_code"] == ods_code]
    counts = {row.item: row for row in rows_of(answers_by_item(everybody))}
    message = board_message if section == "board_readiness" else capability_message
    title = titled(message(answers_by_item(own), trusts=1), fictional=fictional)
    heads = [Head("Question"), Head("This trust"), Head("All trusts here")]
    rows = [
        f'<th scope="row">{escape(str(row.name))}</th>{answer_cell(row.answer)}'
        + cell(counts_in_words(counts[row.item]), classes="cg-sum")
        for row in rows_of(own)
    ]
    shown = pd.DataFrame(
        {
            "Question": own["name"],
            "This trust": [value or "not answered" for value in own["answer"]],
            **{
                f"All trusts: {name}": [int(getattr(counts[item], name)) for item in own["item"]]
                for name in ("yes", "partly", "no")
            },
        }
    )
    return HtmlFigure(
        title,
        f"{_return_of(own, found)}A question that was not answered is not a 'no'. Self-assessed.",
        f"Table of {plural(len(own), 'answer')}. {title}.",
        table(caption=title, heads=heads, rows=rows, layout="list"),
        shown,
        FICTIONAL_SOURCE if fictional else RETURNS,
    )


def legacy_profile(found: Conditions, ods_code: str, *, fictional: bool = False) -> HtmlFigure:
    """One trust's groups of systems down, each beside the same group of all trusts of the system."""
    own = of_trust(found, ods_code).legacy
    total = unsupported(own)
    title = titled(legacy_message(total, of_trust(found, ods_code)), fictional=fictional)
    heads = [Head("Group of systems"), Head("This trust"), Head("All trusts here")]
    rows = []
    for row in rows_of(own):
        name = "Whole estate" if row.restricted else str(row.name)
        head = f'<th scope="row">{escape(name)}</th>'
        if row.restricted:
            words = f"{row.unsupported_band} of {row.systems_band}"
            rows.append(f"{head}{cell(words)}{cell('restricted', classes='cg-sum')}")
            continue
        rows.append(f"{head}{share_cell(row.unsupported, row.systems, fold=False)}{_of_all(found, row.item)}")
    if total is not None and len(own) > 1:
        head = '<th scope="row">Whole estate</th>'
        rows.append(f"{head}{share_cell(total.part, total.whole, fold=False)}{_of_all(found, None)}")
    return HtmlFigure(
        title,
        f"{_return_of(own, found)}{RESTRICTED} Self-assessed.",
        f"Table of the unsupported systems of one trust. {title}.",
        table(caption=title, heads=heads, rows=rows, layout="list"),
        legacy_table(own),
        FICTIONAL_SOURCE if fictional else RETURNS,
    )


def _pillar(row: Any) -> str:
    head = f'<th scope="row">{escape(pillar_name(str(row.pillar)))}</th>'
    gap = cell(f"{row.gap:.1f}" if row.gap else "–")
    status = cell(STATUS_WORDS[row.status], classes=STATUS_CLASSES[row.status])
    return f"{head}{gap}{status}{cell('; '.join(row.programmes) or '–')}"


def _of_all(found: Conditions, item: str | None) -> str:
    """The share of a group over all trusts that returned it; None for whole estates."""
    rows = found.legacy if item is None else found.legacy[found.legacy["item"] == item]
    if bool(found.legacy["restricted"].any()):
        return cell("restricted", classes="cg-sum")
    total = unsupported(rows)
    share = None if total is None else total.share
    words = "–" if share is None else per_cent(share)
    trusts = int(legacy_by_trust(rows)["ods_code"].nunique())
    return raw_cell(f'{words}<span class="cg-sub">{plural(trusts, "trust")}</span>', classes="cg-sum")


def _return_of(own: pd.DataFrame, found: Conditions) -> str:
    """The round of the trust's return, where it is not the page's."""
    if own.empty or int(own["assessment_year"].iloc[0]) == found.scope.assessment_year:
        return ""
    return f"Its newest return is of {int(own['assessment_year'].iloc[0])}. "
