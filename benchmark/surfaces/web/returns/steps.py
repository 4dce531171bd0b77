"""The steps of an upload, each with its state. All earlier steps stay visible."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

import pandas as pd
import streamlit as st

from benchmark.core.wording import plural
from benchmark.questions.returned.columns import EFFECT
from benchmark.returns import LEFT_OUT, Changes, CheckedReturn, findings_csv, group_findings
from benchmark.returns.check.standing import earlier_returns
from benchmark.returns.read.csv_text import NAMES_OF_DELIMITERS
from benchmark.returns.read.files import WORKBOOK
from benchmark.returns.recognise.arrange import YEAR_ASKED
from benchmark.returns.vocabulary import file_layouts
from benchmark.surfaces.files.return_tables import (
    changes_table,
    findings_table,
    groups_table,
    pillars_table,
    rows_in_words,
    severity_counts,
)
from benchmark.surfaces.web import parts
from benchmark.surfaces.web.blocks import draw
from benchmark.surfaces.web.choices.lists import pick, typed_in
from benchmark.surfaces.web.parts import as_typed

SHOWN_CHANGES = 200

StepState = Literal["done", "open", "stopped", "waiting"]
_STATE_WORDS: dict[StepState, str] = {
    "done": "done",
    "open": "your turn",
    "stopped": "must be mended",
    "waiting": "waits for the step before",
}


@dataclass
class Choices:
    """A person's choices about a file before submitting it."""

    kind: str | None = None
    assessment_year: int | None = None
    mapping: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    replaces: set[int] = field(default_factory=set)
    offered: dict[int, str] = field(default_factory=dict)
    """Earlier submissions that the file could replace -> the words about each."""
    headings: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Unknown headings -> what each may mean. They stay, so that a choice can be changed."""
    called: dict[str, Mapping[str, str]] = field(default_factory=dict)
    """Unknown names -> code and name of the trusts that each may mean."""


STEPS: Final = ("The file", "What it is", "What was found", "What would change", "Answer, and submit")
"""The titles of the steps, in order."""


def steps_to_come() -> None:
    """Draw all steps before a file is chosen: the first is open, the others wait."""
    step(1, "open")
    for number in range(2, len(STEPS) + 1):
        step(number, "waiting")


def step(number: int, state: StepState, title: str = "") -> None:
    """Draw a step's heading with its state in words. title: replaces its usual one."""
    title = title or STEPS[number - 1]
    draw(parts.made("step", number=number, title=title, state=state, state_words=_STATE_WORDS[state]))


def file_step(checked: CheckedReturn) -> None:
    """Draw the first step: the file as it was received."""
    step(1, "done")
    size = len(checked.content)
    shown = f"{size:,} bytes" if size < 10_000 else f"{size / 1024:,.0f} kB"
    if checked.of_patients:
        shown = "nothing of it was kept"
    article = "an " if checked.encoding == WORKBOOK else ""
    encoding = f", read as {article}{checked.encoding}" if checked.encoding else ""
    between = NAMES_OF_DELIMITERS.get(checked.delimiter)
    separated = f", separated by {between}" if between else ""
    draw(parts.text(f"{checked.file_name}: {shown}{encoding}{separated}. SHA-256 {checked.sha256[:16]}…"))


def kind_step(checked: CheckedReturn, choices: Choices, *, key: str) -> None:
    """Draw the second step: the kind that was recognised, and the choices that can change it."""
    step(2, "stopped" if checked.unreadable else "done")
    for sheet in checked.sheets:
        where = f"Sheet {sheet.name}: " if sheet.name else ""
        draw(parts.text(f"{where}{sheet.title}: {sheet.reason}."))
    layouts = {layout.key: layout.title for layout in file_layouts()}
    options = ["", *layouts]
    chosen = st.selectbox(
        "Read it as",
        options,
        format_func=lambda name: layouts.get(name, "what its columns say"),
        key=f"kind-{key}",
        filter_mode=typed_in(options),
    )
    choices.kind = chosen if chosen in layouts else None  # a browser can send any value
    if any(finding.code in YEAR_ASKED for finding in checked.findings) or choices.assessment_year:
        year = st.number_input("Year of the assessment", 2015, 2100, None, step=1, key=f"year-{key}")
        choices.assessment_year = None if year is None else int(year)
    for found in checked.headings_to_map:
        if found.suggestions:
            known = choices.headings.get(found.heading, ())
            choices.headings[found.heading] = tuple(dict.fromkeys((*known, *found.suggestions)))
    for heading, columns in choices.headings.items():
        words = {name: name for name in columns} | {LEFT_OUT: "nothing: leave it out"}
        asked = f"The heading “{heading}” is not known. It means"
        _decide(asked, words, choices.mapping, heading, key=f"map-{key}-{heading}")
    choices.called |= {
        name.name: dict(name.suggestions) for name in checked.names_to_confirm if name.suggestions
    }
    for called, trusts in choices.called.items():
        words = {code: f"{trust} ({code})" for code, trust in trusts.items()}
        asked = f"No trust is called “{called}”. Correct the file, or say which it is"
        _decide(asked, words, choices.names, called, key=f"name-{key}-{called}")


def _decide(asked: str, words: Mapping[str, str], decided: dict[str, str], what: str, *, key: str) -> None:
    """Ask what a heading or name of the file means. Nothing is decided until a person chooses."""
    chosen = pick(st.selectbox, as_typed(asked), words, key=key, placeholder="Not decided")
    if chosen is None:
        decided.pop(what, None)
    else:
        decided[what] = chosen


def findings_step(checked: CheckedReturn, choices: Choices, *, key: str) -> None:
    """Draw the third step: all findings, and the choice about other rows of earlier returns."""
    # Questions are answered in the last step; the choice about earlier returns is made here.
    decides = bool(choices.offered or earlier_returns(checked.findings))
    state: StepState = "stopped" if checked.errors else "open" if decides else "done"
    step(3, state)
    rows = "" if checked.unreadable else f"{rows_in_words(checked.rows_read, valid=checked.rows_valid)}. "
    draw(parts.text(f"{rows}{severity_counts(checked)}"))
    if checked.errors:
        draw(parts.text("A file with errors submits nothing. Mend them in the file and choose it again."))
    groups = group_findings(checked.findings)
    if groups:
        found = groups_table(groups)
        draw(
            parts.table(
                found.without("code"),
                caption="What was found, errors first; the same thing found many times is one line",
                stacked=True,
            ),
            parts.download(found, file_name=f"findings-summary-{checked.file_name}"),
        )
        with st.expander("Every finding, line by line"):
            parts.scroll_table(findings_table(checked.findings), alt="Every finding, where, and what to do")
            st.download_button(
                "Download the findings as CSV",
                data=lambda: findings_csv(checked.findings),
                file_name=f"findings-{checked.file_name}.csv",
                mime="text/csv",
                key=f"all-findings-{key}",
                on_click="ignore",
            )
    _replaced_choice(checked, choices, key=key)


def _replaced_choice(checked: CheckedReturn, choices: Choices, *, key: str) -> None:
    """Draw, for each earlier return with rows that this file lacks, the choice to leave or to replace it."""
    for number, entry in earlier_returns(checked.findings).items():
        choices.offered.setdefault(number, entry.message.removesuffix(" Is that meant?"))
    for number, message in choices.offered.items():
        leave, replace = "Let them stay, and say why below", f"This file replaces submission {number}"
        # Neither is preselected: a person must choose.
        chosen = st.radio(as_typed(message), (leave, replace), index=None, key=f"replaces-{key}-{number}")
        if chosen == replace:
            choices.replaces.add(number)
        else:
            choices.replaces.discard(number)


def changes_step(checked: CheckedReturn, found: Changes | None, effect: pd.DataFrame, *, notice: str) -> None:
    """Draw the fourth step: what would change in the store, and the effect on systems' gaps.

    found: None if the file cannot be submitted. notice: what has changed since it was last shown.
    """
    step(4, "done" if found is not None else "waiting")
    if found is None:
        return
    if notice:
        draw(parts.text(notice, kind="caution"))
    removed = f", {found.removed:,} removed" if found.removed else ""
    moved_pillars = plural(len(found.pillars), "pillar score")
    instead = "a pillar's newest rows, for its domains or for the whole of it, take the place of older ones"
    pillars = f" {moved_pillars} would change: {instead}." if len(found.pillars) else ""
    draw(
        parts.text(
            f"{plural(found.new, 'new row')}, {found.changed:,} changed{removed}, "
            f"{found.unchanged:,} as they are already.{pillars}"
        )
    )
    for kind in found.kinds:
        moved = int((kind.rows["state"] != "new").sum())
        if moved:
            draw(
                parts.table(
                    changes_table(kind, limit=SHOWN_CHANGES),
                    caption=f"Changed values: {min(moved, SHOWN_CHANGES):,} of {moved:,}",
                    file_name=f"changes-{checked.file_name}",
                    stacked=True,
                )
            )
    if len(found.pillars):
        draw(
            parts.table(
                pillars_table(found.pillars.head(SHOWN_CHANGES)),
                caption="Pillars whose score changes, as it was or becomes the mean of its domains",
                file_name=f"pillars-{checked.file_name}",
                stacked=True,
            )
        )
    show_effect(effect)


def show_effect(effect: pd.DataFrame) -> None:
    """Draw the effect of a change on systems' gaps."""
    if effect.empty:
        draw(parts.text("No system's gap to level 3 changes."))
        return
    draw(
        parts.table(
            EFFECT.of(effect),
            caption="Effect on the mean gap to level 3, in points",
            file_name="effect-on-gaps",
            stacked=True,
        )
    )


def reasons_to_stop(checked: CheckedReturn) -> list[str]:
    """Why a file cannot be submitted, in words; empty if it can."""
    reasons = []
    if checked.unreadable:
        reasons.append("It is not known what the file is.")
    if checked.errors:
        count = sum(error.count for error in checked.errors)
        reasons.append(f"{plural(count, 'error')} must be mended in the file.")
    if not reasons and not checked.tables:
        reasons.append("The file holds no rows.")
    return reasons
