"""Trusts and questions: what each trust answered, in words."""

from collections.abc import Sequence
from typing import Any, Final

import pandas as pd

from benchmark.charts.figure import HtmlFigure
from benchmark.core.columns import rows_of
from benchmark.core.definitions import condition_sections
from benchmark.core.wording import plural
from benchmark.questions.conditions.columns import ANSWERS, for_people
from benchmark.questions.conditions.measure import Conditions, answers_by_item, answers_by_trust
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
from benchmark.questions.conditions.words import Asked, answers_message, counts_in_words

_CLASSES: Final = {"yes": "cg-good", "partly": "cg-half", "no": "cg-short"}
_WORDS: Final[dict[Asked, tuple[str, str]]] = {
    "board_readiness": ("What each board says of itself", "in place"),
    "capability": ("What each trust says is in use across the trust", "in use"),
}
"""How the subtitle starts, and what yes means."""


def answers_grid(found: Conditions, section: Asked, *, trust_link: TrustLink) -> HtmlFigure:
    """Trusts down, by name; questions across, and how often each was answered how."""
    answers = found.board if section == "board_readiness" else found.capabilities
    counts = answers_by_item(answers)
    subtitle, yes = _WORDS[section]
    title = answers_message(section, counts, trusts=len(found.codes_of(section)))
    items = condition_sections()[section].items
    heads = [Head("Trust"), *(Head(item.name, folds=True) for item in items), Head("Yes, partly, no")]
    by_trust = rows_by(answers, "ods_code")
    totals = {row.ods_code: row for row in rows_of(answers_by_trust(answers))}
    rows = [
        trust_head(row, link=trust_link, round_year=found.scope.assessment_year)
        + (
            _cells(by_trust[row.ods_code], totals[row.ods_code])
            if row.ods_code in by_trust
            else no_return(len(items) + 1)
        )
        for row in rows_of(found.returned[found.returned["section"] == section])
    ]
    legend = [(_CLASSES["yes"], f"yes: {yes}"), (_CLASSES["partly"], "partly"), (_CLASSES["no"], "no")]
    html = table(caption=title, heads=heads, rows=rows, legend=legend, foot=_foot(counts))
    subtitle = (
        f"{subtitle}. A question that was not answered is shown as such, and is not a 'no'. Self-assessed."
    )
    listed = for_people(ANSWERS).of(answers)
    return HtmlFigure(title, subtitle, _alt(found, section, counts, title), html, listed)


def answer_cell(answer: str | None, *, fold: bool = False) -> str:
    """A cell with an answer in its word and colour."""
    if answer is None:
        return cell("–", classes="cg-c", hidden="not answered", fold=fold)
    return cell(answer, classes=f"cg-c {_CLASSES[answer]}", fold=fold)


def answers_in_words(row: Any) -> str:
    """How often a question was answered how. row: of the table BY_ITEM."""
    return counts_in_words(row.yes, row.partly, row.no, row.not_answered)


def _cells(answers: Sequence[Any], total: Any) -> str:
    found = "".join(answer_cell(row.answer, fold=True) for row in answers)
    counts = f"<strong>{total.yes}, {total.partly}, {total.no}</strong>{_not_answered(total)}"
    return found + raw_cell(counts, classes="cg-sum")


def _not_answered(total: Any) -> str:
    return f'<span class="cg-sub">{total.not_answered} not answered</span>' if total.not_answered else ""


def _foot(counts: pd.DataFrame) -> str:
    if counts.empty:
        return ""
    cells = [cell(f"{row.yes}, {row.partly}, {row.no}", classes="cg-c", fold=True) for row in rows_of(counts)]
    whole = ", ".join(str(int(counts[name].sum())) for name in ("yes", "partly", "no"))
    return f'<th scope="row">All: yes, partly, no</th>{"".join(cells)}{cell(whole, classes="cg-sum")}'


def _alt(found: Conditions, section: Asked, counts: pd.DataFrame, title: str) -> str:
    listed = "; ".join(f"{row.name}: {answers_in_words(row)}" for row in rows_of(counts))
    trusts = len(found.codes_of(section))
    start = f"Table of the answers of {plural(trusts, 'trust')} of {len(found.members)}. {title}."
    return f"{start} {listed}." if listed else start
