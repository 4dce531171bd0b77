"""The differences between two days in sentences: below each heading, and as a text for an e-mail."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Final

import pandas as pd

from benchmark.core.columns import Filled, Record, Table
from benchmark.core.definitions import definitions, kind_title
from benchmark.core.wording import Answer, in_full, in_list, plural, short_name
from benchmark.questions.changes.columns import (
    ADDED_OR_REMOVED,
    ALL,
    NEW_AND_WITHDRAWN,
    PLACES,
    RETURNS,
    SCORES,
    SENTENCES,
    UNITS,
    VERDICTS,
    WHAT_HAPPENED,
    scored_in_words,
)
from benchmark.questions.changes.measure import Changes

USUAL_DAYS: Final = 30
"""Days between the two compared days if the reader chooses none."""
MOST_NAMED: Final = 3
_APART: Final[Mapping[str, str]] = {RETURNS.key: "befell", UNITS.key: "came_or_went"}
"""Table key -> the column by whose values its rows are counted separately."""
_COUNTED: Final[Mapping[str, Mapping[str, tuple[str, str]]]] = {
    RETURNS.key: {
        "new": ("a submission was added", "submissions were added"),
        NEW_AND_WITHDRAWN: ("a submission was added and withdrawn", "submissions were added and withdrawn"),
        "withdrawn": ("a submission was withdrawn", "submissions were withdrawn"),
        "restored": ("a submission was restored", "submissions were restored"),
    },
    PLACES.key: {"": ("a trust is in another system", "trusts are in another system")},
    UNITS.key: {
        "came": ("a set of a trust's scores was added", "sets of trusts' scores were added"),
        "went": ("a set of a trust's scores was removed", "sets of trusts' scores were removed"),
    },
    SCORES.key: {"": ("a score moved materially", "scores moved materially")},
    VERDICTS.key: {"": ("a verdict changed", "verdicts changed")},
    SENTENCES.key: {"": ("a page begins with another sentence", "pages begin with another sentence")},
}
"""Table key -> value of that column -> the words for one and for several."""
_NONE: Final[Mapping[str, str]] = {
    RETURNS.key: "No submission that shows here was added, withdrawn or restored.",
    PLACES.key: "No trust entered or left a system.",
    UNITS.key: "No trust's scores were added or removed.",
    SCORES.key: "No score moved by more than one answer, and no overall score by {overall:g} or more.",
    VERDICTS.key: "No verdict on levelling up changed.",
    SENTENCES.key: "No page begins with another sentence.",
}
CAUTION: Final = (
    "A difference between two days is one in what was submitted. It is no movement between rounds, and says "
    "nothing about who improved."
)
ONE_AT_A_TIME: Final = "What Peer learning says is compared for one system at a time."


def usual_day(first: date, until: date) -> date:
    """The earlier day if the reader chooses none, never before the store's first day."""
    return max(first, until - timedelta(USUAL_DAYS))


def day_before(day: date) -> date:
    """The last day that a day can be compared with."""
    return day - timedelta(1)


def between(changes: Changes, *, today: date | None = None) -> str:
    """'between the end of 31 October 2026 and now'. today: the date to name if "now" would be read later."""
    now = "now" if today is None else in_full(today)
    days = (
        "now" if day is None else f"the end of {in_full(day)}" for day in (changes.earlier, changes.later)
    )
    start, end = (
        f"publication {name}" if name else day for name, day in zip(changes.names, days, strict=True)
    )
    return f"between {start} and {now if end == 'now' else end}"


def changes_answer(changes: Changes, *, today: date | None = None) -> Answer:
    """The number of differences, then each sort of difference."""
    of = f" of {changes.subject.named}" if changes.scope else " of any real system"
    when = between(changes, today=today)
    if changes.nothing:
        return Answer(f"Nothing{of} changed {when}")
    counts = counted(changes)
    if not counts:
        return Answer(f"Nothing{of} changed materially {when}", smaller_words(changes))
    total = sum(len(rows) for _, rows in changes.tables)
    return Answer(f"{plural(total, 'thing')} changed {when}", f"{changes.subject.named}: {counts}.")


def counted(changes: Changes, *sorts: str) -> str:
    """The number of differences of each sort in words, without a full stop; empty if there are none.

    sorts: keys of tables to count; all if none are given.
    """
    parts = []
    for table, rows in changes.tables:
        if sorts and table.key not in sorts:
            continue
        happened = Counter(rows[_APART[table.key]] if table.key in _APART else [""] * len(rows))
        for what, (single, several) in _COUNTED[table.key].items():
            if happened[what]:
                parts.append(single if happened[what] == 1 else f"{happened[what]} {several}")
    return in_list(parts) if parts else ""


def smaller_words(changes: Changes) -> str:
    """The number of scores that moved by too little to be listed, in words; empty if 0."""
    if not changes.smaller:
        return ""
    if changes.smaller == 1:
        return "1 more score moved by less than is material, and is not listed."
    return f"{changes.smaller} more scores moved by less than is material, and are not listed."


def none_words(table: Table) -> str:
    """The sentence that a table has no rows."""
    return _NONE[table.key].format(overall=definitions().threshold("overall"))


def notes(changes: Changes) -> list[str]:
    """Notes below all that is shown."""
    said = [smaller_words(changes), "" if changes.scope else ONE_AT_A_TIME, CAUTION]
    return [one for one in said if one]


def every_change(changes: Changes) -> list[Record]:
    """All differences as rows of the table ALL, in words."""
    return [row for table, _ in changes.tables for row in _ROWS[table.key](changes)]


def as_email(changes: Changes, *, today: date, source: str) -> str:
    """All differences as plain text: a subject line, a sentence, and a list below each heading."""
    fictional = "Fictional: " if changes.subject.fictional else ""
    lines = [
        f"Subject: {fictional}What changed: {changes.subject.named}, {between(changes, today=today)}",
        "",
        changes_answer(changes, today=today).whole,
    ]
    for table, rows in changes.tables:
        lines += ["", f"{table.title}: {len(rows)}" if len(rows) else none_words(table)]
        lines += [f"- {_line(row)}" for row in _ROWS[table.key](changes)]
    if changes.subject.fictional:
        lines += ["", "These organisations and all their figures are made up."]
    return "\n".join([*lines, "", *notes(changes), source])


def _line(row: Record) -> str:
    """A difference as a line of plain text."""
    who = f"{row['organisation']} ({row['code']})" if row["sort"] != "Return" else row["organisation"]
    which = f", {row['which']}" if row["which"] else ""
    if row["before_value"] is None:
        return f"{who}{which}: {row['after_value']}"
    if row["sort"] == "Sentence":
        return f"{who}{which}.\n  Before: {row['before_value']}\n  Now: {row['after_value']}"
    return f"{who}{which}: from {row['before_value']} to {row['after_value']}"


def about_words(names: tuple[str, ...]) -> str:
    """The organisations of a return, by name if they are few."""
    short = [short_name(name) for name in names]
    if len(short) <= MOST_NAMED:
        return in_list(short) if short else "no one organisation"
    return f"{', '.join(short[:MOST_NAMED])} and {len(short) - MOST_NAMED} more"


def _returns(changes: Changes) -> Iterator[Record]:
    for row in changes.returns.to_dict("records"):
        reason = f": {row['reason']}" if isinstance(row["reason"], str) and row["reason"] else ""
        happened = f"{WHAT_HAPPENED[row['befell']]}, by {row['by']} on {in_full(row['at'].date())}{reason}"
        yield _row(
            "Return",
            f"Number {row['submission_id']}, {kind_title(row['kind'])}",
            str(row["submission_id"]),
            about_words(row["organisations"]),
            None,
            happened,
        )


def _places(changes: Changes) -> Iterator[Record]:
    for row in changes.places.to_dict("records"):
        yield _row("System", row["trust"], row["ods_code"], "", *_texts(row, "system_before", "system_after"))


def _units(changes: Changes) -> Iterator[Record]:
    for row in changes.units.to_dict("records"):
        which = f"{kind_title(row['kind'])}, {row['care_setting']}, {_rounds(row)}"
        yield _row(
            "Scores", row["trust"], row["ods_code"], which, None, ADDED_OR_REMOVED[row["came_or_went"]]
        )


def _scores(changes: Changes) -> Iterator[Record]:
    shown = Filled.texts(SCORES.only("score_before", "score_after").of(changes.scores))
    for row, (before, after) in zip(changes.scores.to_dict("records"), shown, strict=True):
        which = f"{scored_in_words(row['scored'])}, {row['care_setting']}, {_rounds(row)}"
        yield _row("Score", row["trust"], row["ods_code"], which, before, after)


def _rounds(row: Record) -> str:
    """The round of a score; for a comparable score both rounds of its pair, because each pair has its own."""
    other = row["compared_with"]
    return f"{row['assessment_year']}" if pd.isna(other) else f"{row['assessment_year']} beside {other:.0f}"


def _verdicts(changes: Changes) -> Iterator[Record]:
    for row in changes.verdicts.to_dict("records"):
        which = f"levelling up to {row['assessment_year']}"
        yield _row(
            "Verdict", row["name"], row["ics_code"], which, *_texts(row, "verdict_before", "verdict_after")
        )


def _sentences(changes: Changes) -> Iterator[Record]:
    for row in changes.sentences.to_dict("records"):
        yield _row(
            "Sentence", row["name"], row["ics_code"], row["page"], *_texts(row, "said_before", "said_after")
        )


def _texts(row: Record, *names: str) -> Iterator[str]:
    """Values of a row as texts, with the column's words for missing ones."""
    columns = {column.key: column for table in (PLACES, VERDICTS, SENTENCES) for column in table.columns}
    return (columns[name].text(row[name]) for name in names)


def _row(*values: str | None) -> Record:
    """The values as a row of the table ALL."""
    return dict(zip(ALL.keys, values, strict=True))


_ROWS: Final = {
    RETURNS.key: _returns,
    PLACES.key: _places,
    UNITS.key: _units,
    SCORES.key: _scores,
    VERDICTS.key: _verdicts,
    SENTENCES.key: _sentences,
}
