"""The section "What changed since": the differences between an earlier day and the figures of this pack."""

from collections.abc import Mapping
from datetime import date
from typing import Final

import pandas as pd

from benchmark.core.columns import Table
from benchmark.core.errors import BenchmarkError
from benchmark.core.settings import Settings
from benchmark.core.wording import in_full, short_name
from benchmark.documents.model import DataTable
from benchmark.questions.board.measure import Matter
from benchmark.questions.board.sections import LeftOut, SectionResult, bullets, section, table, text
from benchmark.questions.changes.columns import PLACES, RETURNS, SCORES, SENTENCES, UNITS, VERDICTS
from benchmark.questions.changes.measure import Changes
from benchmark.questions.changes.words import between, changes_answer, counted, none_words, notes
from benchmark.store.publication import Publication
from benchmark.store.publication.view import earlier_of

MOST_ROWS: Final = 16
"""Rows of a table that the paper shows; the workbook has all of them."""
MOST_IN_SIX: Final = 9
"""Rows that fit on one slide of a six-slide pack."""
MOST_SENTENCES_IN_SIX: Final = 3
"""The same for rows with sentences, which are higher."""
WHO_SENT: Final = ("file_name", "by", "reason")
"""Columns with people's own words, where letters cannot replace names."""


def publication_before(
    settings: Settings, publication: Publication, since: date | None
) -> Publication | None:
    """The publication at the end of an earlier day; None if no day was chosen.

    Raises BenchmarkError for a day that is not before the one shown, UnknownCode for a day without figures.
    """
    if since is None:
        return None
    shown = publication.as_at
    if shown is not None and since >= shown.date():
        raise BenchmarkError(
            f"{in_full(since)} is not before {in_full(shown.date())}, the day that is shown.",
            fix="Choose an earlier day to compare with.",
        )
    return earlier_of(settings, publication, since)


def changed(matter: Matter) -> SectionResult:
    """The differences since the chosen earlier day: a sentence, then a table for each sort of change."""
    changes = matter.changes
    if changes is None:
        return LeftOut("changes", "No earlier day was chosen to compare with.")
    today, since = matter.day, changes.earlier
    assert since is not None
    full = matter.choices.length != "six"
    sorts = _tables(matter, changes)
    tables = [made for sort in sorts if (made := _table(matter, *sort)) is not None]
    # A slide of a six-slide pack holds one table: the one that boards ask for first.
    shown = tables if full else tables[:1]
    return section(
        "changes",
        _message(changes, since),
        text("changes.lead", changes_answer(changes, today=today).whole) if full or not shown else None,
        *shown,
        bullets(
            "changes.none",
            [
                none_words(declared)
                for declared, rows in changes.tables
                if rows.empty and declared.key in {sort.key for sort, _ in sorts}
            ],
            f"What did not change {between(changes, today=today)}",
        )
        if full
        else None,
        notes=tuple(notes(changes)),
        behind=tuple(tables[len(shown) :]),
    )


def lead_alone(matter: Matter) -> str:
    """The sentence about changes in a one-page pack; empty if no earlier day was chosen."""
    found = matter.changes
    return "" if found is None or found.earlier is None else f"{_message(found, found.earlier)}."


def _message(changes: Changes, since: date) -> str:
    """The section title: changed verdicts and scores, which a board asks for first, else other changes."""
    counts = counted(changes, VERDICTS.key, PLACES.key, UNITS.key, SCORES.key)
    if counts:
        return f"Since {in_full(since)} {counts}"
    if len(changes.returns):
        return f"Since {in_full(since)} returns changed, and no score moved materially"
    return f"{'Nothing' if changes.nothing else 'Nothing material'} changed since {in_full(since)}"


_UNIT: Final = ("trust", "care_setting", "assessment_year", "compared_with")
_SHOWN: Final[Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    VERDICTS.key: (("assessment_year",), ("verdict_before", "verdict_after")),
    SCORES.key: ((*_UNIT, "scored"), ("score_before", "score_after", "change")),
    SENTENCES.key: (("page",), ("said_before", "said_after")),
    UNITS.key: ((*_UNIT, "kind"), ("came_or_went",)),
    PLACES.key: (("trust",), ("system_before", "system_after")),
    RETURNS.key: (("submission_id",), ("befell", "kind", "organisations", "at")),
}
"""Table key -> the columns that identify a row, so that a later issue finds it again, and its other columns.

In the order in which boards ask for the tables.
"""


def _tables(matter: Matter, changes: Changes) -> list[tuple[Table, pd.DataFrame]]:
    """The tables of a pack's sorts of change, with their rows. A trust has no verdict and no sentences."""
    by_key = {declared.key: (declared, rows) for declared, rows in changes.tables}
    of_system = () if matter.choices.trust is None else (VERDICTS.key, SENTENCES.key)
    return [by_key[key] for key in _SHOWN if key not in of_system]


def _table(matter: Matter, whole: Table, rows: pd.DataFrame) -> DataTable | None:
    caption, most = whole.title, MOST_ROWS
    if matter.choices.length == "six":
        most = MOST_SENTENCES_IN_SIX if whole.key == SENTENCES.key else MOST_IN_SIX
    if len(rows) > most:
        caption += f": the first {most} of {len(rows)}; the workbook has all"
    naming, others = _SHOWN[whole.key]
    hidden = [key for key in WHO_SENT if key in whole.keys] if matter.choices.anonymise else []
    return table(
        whole.key.replace("_", "-"),
        whole.only(*naming, *others)
        .worded(**({"trust": short_name} if "trust" in naming else {}))
        .of(rows.head(most)),
        *naming,
        caption=caption,
        behind=whole.without(*hidden).of(rows),
    )
