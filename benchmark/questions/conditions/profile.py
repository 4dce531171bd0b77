"""One trust's conditions line by line, beside the returns of all trusts of its system."""

from typing import Any, Final

import pandas as pd

from benchmark.charts.figure import HtmlFigure
from benchmark.core.columns import NO_VALUE, pillar_name, rows_of
from benchmark.core.wording import decimal, per_cent, plural
from benchmark.questions.conditions.columns import ANSWERS_OF_ONE, COVERED, STATUS_WORDS
from benchmark.questions.conditions.coverage import Coverage
from benchmark.questions.conditions.grids import legacy_table
from benchmark.questions.conditions.measure import Asked, Conditions, answers_by_item, of_trust, unsupported
from benchmark.questions.conditions.table import (
    STATUS_CLASSES,
    Cell,
    Head,
    Row,
    answer_cell,
    answers_in_words,
    no_return,
    share_cell,
    table,
)
from benchmark.questions.conditions.words import (
    RESTRICTED,
    answers_message,
    coverage_message,
    legacy_message,
)

NO_SCORE: Final = "no score in this round that can be held to the standard"
WHOLE_ESTATE: Final = "Whole estate"


def coverage_profile(covered: Coverage) -> HtmlFigure:
    """A trust's pillars as rows: its gap, its status, its programmes. covered: of that trust alone."""
    title = coverage_message(covered)
    heads = [Head("Pillar"), Head("Gap, points"), Head("What is done"), Head("Programmes")]
    rows = [_pillar(row) for row in rows_of(covered.cells)] or [Row("", [no_return(len(heads), NO_SCORE)])]
    html = table(caption=title, heads=heads, rows=rows, layout="list")
    subtitle = (
        f"The widest material gap of the trust's care settings to {covered.gaps.standard.in_words}, and what "
        "the trust's own programmes do about it. Self-assessed."
    )
    shown = COVERED.without("ods_code", "trust").of(covered.cells)
    return HtmlFigure(title, subtitle, f"Table of pillars. {title}.", html, shown)


def answers_profile(conditions: Conditions, section: Asked, ods_code: str) -> HtmlFigure:
    """A trust's answers as rows, each beside the answers of all trusts of the system."""
    everybody = conditions.answers_of(section)
    own = everybody[everybody["ods_code"] == ods_code]
    counts = {row.item: row for row in rows_of(answers_by_item(everybody))}
    title = answers_message(section, answers_by_item(own), trusts=1)
    heads = [Head("Question"), Head("This trust"), Head("All trusts here")]
    rows = [
        Row(row.name, [answer_cell(row.answer), Cell(answers_in_words(counts[row.item]), "cg-sum")])
        for row in rows_of(own)
    ]
    shown = ANSWERS_OF_ONE.of(counts[row.item]._asdict() | {"answer": row.answer} for row in rows_of(own))
    return HtmlFigure(
        title,
        f"{_return_of(own, conditions)}A question that was not answered is not a 'no'. Self-assessed.",
        f"Table of {plural(len(own), 'answer')}. {title}.",
        table(caption=title, heads=heads, rows=rows, layout="list"),
        shown,
    )


def legacy_profile(conditions: Conditions, ods_code: str) -> HtmlFigure:
    """A trust's groups of systems as rows, each beside the same group of all trusts of the system."""
    of_it = of_trust(conditions, ods_code)
    own, total = of_it.legacy, unsupported(of_it.legacy)
    title = legacy_message(total, of_it)
    heads = [Head("Group of systems"), Head("This trust"), Head("All trusts here")]
    rows = [_group(conditions, row) for row in rows_of(own)]
    if total is not None and len(own) > 1:
        rows.append(Row(WHOLE_ESTATE, [share_cell(total.part, total.whole), _of_all(conditions, None)]))
    return HtmlFigure(
        title,
        f"{_return_of(own, conditions)}{RESTRICTED} Self-assessed.",
        f"Table of the unsupported systems of one trust. {title}.",
        table(caption=title, heads=heads, rows=rows, layout="list"),
        legacy_table(own),
    )


def _pillar(row: Any) -> Row:
    return Row(
        pillar_name(str(row.pillar)),
        [
            Cell(NO_VALUE if pd.isna(row.gap) else decimal(row.gap, 1)),
            Cell(STATUS_WORDS[row.status], STATUS_CLASSES[row.status]),
            Cell("; ".join(row.programmes) or NO_VALUE),
        ],
    )


def _group(conditions: Conditions, row: Any) -> Row:
    """The row of a group of systems, or of the whole estate in bands if the reader may see no more."""
    if row.restricted:
        bands = f"{row.unsupported_band} of {row.systems_band}"
        return Row(WHOLE_ESTATE, [Cell(bands), Cell("restricted", "cg-sum")])
    return Row(row.name, [share_cell(row.unsupported, row.systems), _of_all(conditions, row.item)])


def _of_all(conditions: Conditions, item: str | None) -> Cell:
    """The share over all trusts that returned the group; item None: over whole estates."""
    rows = conditions.legacy if item is None else conditions.legacy[conditions.legacy["item"] == item]
    if bool(conditions.legacy["restricted"].any()):
        return Cell("restricted", "cg-sum")
    total = unsupported(rows)
    share = None if total is None else total.share
    words = NO_VALUE if share is None else per_cent(share)
    trusts = 0 if total is None else total.trusts
    return Cell(words, "cg-sum", below=plural(trusts, "trust"))


def _return_of(own: pd.DataFrame, conditions: Conditions) -> str:
    """The round of the trust's return as a sentence; empty if it is the page's round."""
    year = None if own.empty else int(own["year"].iloc[0])
    return "" if year in (None, conditions.scope.assessment_year) else f"Its newest return is of {year}. "
