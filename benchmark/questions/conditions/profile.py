"""One trust's conditions line by line, each beside what the other trusts of its system returned."""

from html import escape
from typing import Any

import pandas as pd

from benchmark.charts.figure import HtmlFigure
from benchmark.core.columns import NO_VALUE, pillar_name, rows_of
from benchmark.core.wording import decimal, per_cent, plural
from benchmark.questions.conditions.answers_grid import answer_cell, answers_in_words
from benchmark.questions.conditions.columns import ANSWERS_OF_ONE, COVERED, STATUS_WORDS
from benchmark.questions.conditions.coverage import Coverage
from benchmark.questions.conditions.legacy_grid import legacy_table, share_cell
from benchmark.questions.conditions.measure import Conditions, answers_by_item, of_trust, unsupported
from benchmark.questions.conditions.table import STATUS_CLASSES, Head, cell, no_return, raw_cell, table
from benchmark.questions.conditions.words import (
    RESTRICTED,
    Asked,
    answers_message,
    coverage_message,
    legacy_message,
)

NO_SCORE = "no score in this round that can be held to the standard"


def coverage_profile(covered: Coverage) -> HtmlFigure:
    """One trust's pillars down: its gap, what is done, by which programmes. covered: of it alone."""
    title = coverage_message(covered)
    heads = [Head("Pillar"), Head("Gap, points"), Head("What is done"), Head("Programmes")]
    rows = [_pillar(row) for row in rows_of(covered.cells)] or [no_return(len(heads), NO_SCORE)]
    html = table(caption=title, heads=heads, rows=rows, layout="list")
    subtitle = (
        f"The widest material gap of the trust's care settings to {covered.gaps.standard.in_words}, and what "
        "the trust's own programmes do about it. Self-assessed."
    )
    shown = COVERED.without("ods_code", "trust").of(covered.cells)
    return HtmlFigure(title, subtitle, f"Table of pillars. {title}.", html, shown)


def answers_profile(found: Conditions, section: Asked, ods_code: str) -> HtmlFigure:
    """One trust's answers down, each beside how all trusts of the system answered."""
    everybody = found.board if section == "board_readiness" else found.capabilities
    own = everybody[everybody["ods_code"] == ods_code]
    counts = {row.item: row for row in rows_of(answers_by_item(everybody))}
    title = answers_message(section, answers_by_item(own), trusts=1)
    heads = [Head("Question"), Head("This trust"), Head("All trusts here")]
    rows = [
        f'<th scope="row">{escape(str(row.name))}</th>{answer_cell(row.answer)}'
        + cell(answers_in_words(counts[row.item]), classes="cg-sum")
        for row in rows_of(own)
    ]
    shown = ANSWERS_OF_ONE.of(counts[row.item]._asdict() | {"answer": row.answer} for row in rows_of(own))
    return HtmlFigure(
        title,
        f"{_return_of(own, found)}A question that was not answered is not a 'no'. Self-assessed.",
        f"Table of {plural(len(own), 'answer')}. {title}.",
        table(caption=title, heads=heads, rows=rows, layout="list"),
        shown,
    )


def legacy_profile(found: Conditions, ods_code: str) -> HtmlFigure:
    """One trust's groups of systems down, each beside the same group of all trusts of the system."""
    own = of_trust(found, ods_code).legacy
    total = unsupported(own)
    title = legacy_message(total, of_trust(found, ods_code))
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
    )


def _pillar(row: Any) -> str:
    head = f'<th scope="row">{escape(pillar_name(str(row.pillar)))}</th>'
    gap = cell(decimal(row.gap, 1) if row.gap else NO_VALUE)
    status = cell(STATUS_WORDS[row.status], classes=STATUS_CLASSES[row.status])
    return f"{head}{gap}{status}{cell('; '.join(row.programmes) or NO_VALUE)}"


def _of_all(found: Conditions, item: str | None) -> str:
    """The share of a group over all trusts that returned it; None for whole estates."""
    rows = found.legacy if item is None else found.legacy[found.legacy["item"] == item]
    if bool(found.legacy["restricted"].any()):
        return cell("restricted", classes="cg-sum")
    total = unsupported(rows)
    share = None if total is None else total.share
    words = NO_VALUE if share is None else per_cent(share)
    trusts = 0 if total is None else total.trusts
    return raw_cell(f'{words}<span class="cg-sub">{plural(trusts, "trust")}</span>', classes="cg-sum")


def _return_of(own: pd.DataFrame, found: Conditions) -> str:
    """The round of the trust's return, where it is not the page's."""
    year = None if own.empty else int(own["year"].iloc[0])
    return "" if year in (None, found.scope.assessment_year) else f"Its newest return is of {year}. "
