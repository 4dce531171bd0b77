"""The page "What changed": the differences between two days, also as a text to copy."""

from datetime import date
from functools import partial
from typing import Final

import streamlit as st

from benchmark.common.scope import Footprint, Scope, Standard
from benchmark.core.moments import utc_today
from benchmark.core.settings import Settings
from benchmark.core.wording import Answer, in_full, large_start
from benchmark.questions.changes.columns import ALL
from benchmark.questions.changes.measure import Changes, changes
from benchmark.questions.changes.words import (
    as_email,
    between,
    changes_answer,
    day_before,
    every_change,
    none_words,
    notes,
    usual_day,
)
from benchmark.store.publication import Publication, per_publication
from benchmark.store.publication.past import first_day
from benchmark.store.publication.view import earlier_of
from benchmark.surfaces.web import parts
from benchmark.surfaces.web.blocks import Block, Live, draw
from benchmark.surfaces.web.choices.filters import Filters, choice
from benchmark.surfaces.web.choices.link import note_not_offered, set_linked_value, wanted_value
from benchmark.surfaces.web.page import Page

_SINCE: Final = "since"
_EXTENTS: Final = {"chosen": "{name}", "england": "All real systems"}
_MOST_ROWS: Final = 200
"""Rows of a table that the page shows; the file has all of them."""


def page(publication: Publication, filters: Filters) -> Page:
    """The differences between a day that the reader chooses and the day that the page shows."""
    until = utc_today() if publication.as_at is None else publication.as_at.date()
    first, last = first_day(Settings.from_environment()), day_before(until)
    if last < first:
        return _no_earlier_day(first)
    day_column, extent_column, _ = st.columns([1, 2, 2])
    with day_column:
        since = _day(first, last)
    with extent_column:
        extent = choice(
            "extent",
            "About",
            [*_EXTENTS],
            default="chosen",
            show=lambda key: _EXTENTS[key].format(name=filters.ics_name),
        )
    scope = filters.scope if extent == "chosen" else None
    differences = _found(
        publication,
        since,
        scope,
        standard=filters.standard,
        year=filters.scope.assessment_year,
        footprint=filters.scope.base,
    )
    return Page(
        answer=changes_answer(differences),
        blocks=(*_tables(differences), Live(partial(_to_copy, publication, differences, since))),
        source=_source(publication, since),
        rule="changes",
        of_england=scope is None,
    )


def _no_earlier_day(first: date) -> Page:
    return Page(
        answer=Answer(
            "There is no earlier day to compare with",
            f"This store's first entry is of {in_full(first)}, so the first comparison can be made on the "
            "day after. What is submitted today is in the log on the page Returns.",
        ),
        blocks=(),
        source="none, for there is nothing to compare.",
        rule="changes",
    )


def _day(first: date, last: date) -> date:
    """The earlier day, which the reader chooses and the link keeps."""
    asked = wanted_value(_SINCE)
    usual = usual_day(first, last)
    try:
        day = date.fromisoformat(asked or "")
    except ValueError:
        day = usual
    if not first <= day <= last:
        day = usual
    if asked is not None and asked != day.isoformat() and _SINCE in st.query_params:
        note_not_offered("Since", asked, instead=in_full(day))
    key = f"day: {_SINCE}"
    st.session_state[key] = day

    def take() -> None:
        if isinstance(st.session_state[key], date):
            set_linked_value(_SINCE, st.session_state[key].isoformat())

    st.date_input(
        "Since the end of", min_value=first, max_value=last, key=key, on_change=take, format="DD/MM/YYYY"
    )
    return day


@per_publication
def _found(
    publication: Publication,
    since: date,
    scope: Scope | None,
    *,
    standard: Standard,
    year: int,
    footprint: Footprint,
) -> Changes:
    earlier = earlier_of(Settings.from_environment(), publication, since)
    return changes(earlier, publication, scope, standard=standard, year=year, footprint=footprint)


def _tables(changes: Changes) -> tuple[Block, ...]:
    """A table below a heading for each sort of change, and a list of the sorts without changes."""
    blocks: list[Block] = []
    for table, rows in changes.tables:
        if rows.empty:
            continue
        caption = large_start(between(changes))
        if rows.shape[0] > _MOST_ROWS:
            caption = f"{caption}: the first {_MOST_ROWS} of {len(rows)}; the file has all"
        blocks += [
            parts.section(table.title),
            parts.table(table.of(rows.head(_MOST_ROWS)).known(), caption=caption, stacked=True),
            parts.download(table.of(rows), subject=changes.subject, file_name=table.key.replace("_", "-")),
        ]
    nothing = [none_words(table) for table, rows in changes.tables if rows.empty]
    if nothing:
        blocks += [parts.section("Where nothing changed"), parts.bullets(nothing)]
    blocks += [parts.text(words, kind="note") for words in notes(changes)]
    return (
        *blocks,
        parts.download(
            ALL.of(every_change(changes)),
            subject=changes.subject,
            file_name="changes",
            words="Download all changes in words as CSV",
        ),
    )


def _to_copy(publication: Publication, changes: Changes, since: date) -> None:
    """The text for an e-mail, made when the reader asks for it."""
    draw(parts.section("As a text to copy", anchor="text-to-copy"))
    if st.toggle("Show it as a text for an e-mail", key="changes-text"):
        text = as_email(changes, today=utc_today(), source=f"Source: {_source(publication, since)}")
        st.code(text, language=None, wrap_lines=True)


def _source(publication: Publication, since: date) -> str:
    earlier = earlier_of(Settings.from_environment(), publication, since)
    return f"the publications {earlier.version} and {publication.version} of this store, and its log."
