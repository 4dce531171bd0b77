"""What is unlikely in the returns of IT spend that stand: the questions that an upload asks, asked again."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from benchmark.measures.frames import sql
from benchmark.measures.spend_columns import QUESTIONS
from benchmark.store.publication import Publication, per_publication
from benchmark.unlikely.spend import spend_questions


def questions_of(publication: Publication, rows: pd.DataFrame) -> pd.DataFrame:
    """The questions that returns raise, as the table QUESTIONS, trust by trust in the order of `rows`.

    rows: the table RETURNS.
    """
    asked = _asked(publication)
    keys = zip(rows["ods_code"], rows["trust"], rows["financial_year"], strict=True)
    return QUESTIONS.typed(
        {"ods_code": code, "trust": trust, "question": question, "explanation": sentence}
        for code, trust, year in keys
        for question, sentence in asked.get((code, year), ())
    )


@per_publication
def _asked(publication: Publication) -> Mapping[tuple[str, str], tuple[tuple[str, str], ...]]:
    """All questions, each with its code and its sentence, by trust and financial year.

    Of all trusts at once: a query takes milliseconds to plan, for one return as for hundreds.
    """
    lines = sql("spend_lines")
    keys = {
        line: (code, year)
        for line, code, year in publication.rows(f"select line, ods_code, financial_year from ({lines})")
    }
    found: dict[tuple[str, str], tuple[tuple[str, str], ...]] = {}
    for question in spend_questions() if keys else ():
        frame = publication.frame(
            f"with rows as (\n{lines}\n)\nselect * from (\n{question.text}\n)", **question.parameters
        )
        for place in zip(*(frame[name] for name in frame), strict=True):
            words: dict[str, Any] = dict(zip(map(str, frame), place, strict=True))
            key = keys[words["line"]]
            found[key] = (*found.get(key, ()), (question.code, question.sentence(words)))
    return found
