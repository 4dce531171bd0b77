"""The page "Returns": the log, one submission in full, and questions about quality."""

from dataclasses import dataclass
from html import escape

import pandas as pd
import streamlit as st

from benchmark.errors import BenchmarkError
from benchmark.measures.completeness import quality_flags
from benchmark.measures.effect import effect_on_gaps
from benchmark.measures.provenance import submission_log, submission_rows
from benchmark.measures.returned_columns import FLAGS
from benchmark.measures.scope import Scope, Standard, systems
from benchmark.reports.return_tables import findings_table, log_table
from benchmark.returns import receipt_of
from benchmark.returns.findings import findings_from_json
from benchmark.returns.show import lag_words, not_shown_words
from benchmark.returns.undo import change_standing
from benchmark.settings import Settings
from benchmark.store.preview import preview_standing
from benchmark.store.publication import Publication
from benchmark.store.snapshot import reading
from benchmark.web import parts
from benchmark.web.blocks import Html, draw
from benchmark.web.cache import per_publication
from benchmark.web.filters import choice, default_round_of
from benchmark.web.receipts import answers as answers_of
from benchmark.web.receipts import download_receipt
from benchmark.web.upload_steps import NAME, show_effect
from benchmark.wording import plural

ALL = "all"
ORIGINS = ("published", "return", "demonstration")
ROWS_SHOWN = 500
FICTIONAL_ROWS = "yes: it has rows of fictional organisations, which are in no figure of a real one"
SOURCE = "the ledger of this store: published data and the returns that were submitted to it."

log_of = per_publication(submission_log)


def lead(log: pd.DataFrame) -> str:
    """How many submissions there are and which was the last."""
    if log.empty:
        return "Nothing has been submitted yet."
    shipped = log["origin"] == "demonstration"
    others = log[~shipped]
    newest = (log if others.empty else others).iloc[0]
    withdrawn = int((log["state"] == "withdrawn").sum())
    taken_back = f", {withdrawn} of them withdrawn" if withdrawn else ""
    fictional = f", {int(shipped.sum())} of them the fictional demonstration's" if shipped.any() else ""
    which = "latest of the others" if fictional and len(others) else "latest"
    return (
        f"{len(log)} submissions{fictional}{taken_back}. The {which} is number {newest['submission_id']}, "
        f"{newest['file_name']}, by {newest['submitted_by']} on {_day(newest['submitted_at'])}."
    )


def not_shown_yet(publication: Publication) -> None:
    """What was taken and no page shows yet, where there is any."""
    words = lag_words(Settings.from_environment(), publication)
    if words:
        draw(parts.text(words, kind="caution"))


def chosen_submission(publication: Publication) -> pd.Series | None:
    """The log as far as the page's filters leave it, and the submission that the reader opens."""
    log = log_of(publication)
    shown = _log(publication, tuple(_filters(log).items()))
    draw(shown.table)
    if not shown.names:
        return None
    opened = choice(
        "submission",
        "Open a submission",
        ["none", *shown.names],
        default="none",
        show=lambda number: "choose one" if number == "none" else f"{number}: {shown.names[number]}",
    )
    return None if opened == "none" else log[log["submission_id"] == int(opened)].iloc[0]


def _filters(log: pd.DataFrame) -> dict[str, str]:
    """Column of the log -> the value that is wanted in it, or ALL."""
    kind_place, origin_place, state_place, name_place = st.columns(4)
    with kind_place:
        kinds = sorted(log["kind"].unique())
        kind = choice("kind", "Kind", [ALL, *kinds], default=ALL, show=_words)
    with origin_place:
        origin = choice("origin", "Where from", [ALL, *ORIGINS], default=ALL, show=_origin)
    with state_place:
        state = choice("state", "State", [ALL, "standing", "withdrawn"], default=ALL, show=_words)
    with name_place:
        by = choice("by", "Submitted by", [ALL, *sorted(log["submitted_by"].unique())], default=ALL)
    return {"kind": kind, "origin": origin, "state": state, "submitted_by": by}


@dataclass(frozen=True)
class _Log:
    """The log's table, and the number of each submission in it -> its file's name."""

    table: Html
    names: dict[str, str]


@per_publication
def _log(publication: Publication, wanted: tuple[tuple[str, str], ...]) -> _Log:
    log = log_of(publication)
    for column, value in wanted:
        if value != ALL:
            log = log[log[column] == value]
    shown = log_table(log)
    table = parts.table(
        shown,
        caption=f"{plural(len(log), 'submission')}, the newest first; times in UTC",
        stacked=True,
    ) + parts.download(
        shown.assign(Entry=log["head_entry"], Head=log["head"]),  # to hold the ledger against, later
        file_name="submissions",
    )
    numbers = [str(number) for number in log["submission_id"]]
    return _Log(table, dict(zip(numbers, log["file_name"], strict=True)))


def one_submission(entry: pd.Series, publication: Publication) -> None:
    """A submission's file, rows, findings and answers, and the way to take it back or let it stand again."""
    number = int(entry["submission_id"])
    with st.container(border=True, key="one-submission"):
        st.html(f'<h3 class="figure-title">Submission {number}: {escape(entry["file_name"])}</h3>')
        note, *answers = str(entry["note"]).split("\n")
        facts = [
            ("State", _state(entry)),
            ("Kind", f"{_words(entry['kind'])}, {entry['row_count']:,} rows"),
            *((("Fictional", FICTIONAL_ROWS),) if entry["fictional"] else ()),
            ("Submitted by", f"{entry['submitted_by']}, {_moment(entry['submitted_at'])}"),
            ("File", f"{entry['size_bytes']:,} bytes, SHA-256 {entry['sha256']}"),
            ("Note", note or "none"),
            *((f"Answer {place}", answer) for place, answer in enumerate(answers, start=1)),
        ]
        draw(parts.facts(facts))
        with reading(Settings.from_environment(), entry=publication.ledger_entry) as ledger:
            content, found = ledger.content(number), findings_from_json(ledger.findings(number))
            receipt = receipt_of(ledger, number)
        draw(answers_of(receipt))
        st.download_button(
            "Download the file as it came",
            data=content,
            file_name=entry["file_name"],
            key=f"original-{number}",
            on_click="ignore",
            icon=":material/download:",
        )
        if entry["origin"] == "return":
            download_receipt(receipt)
        with st.expander(f"Its rows as they were kept ({entry['row_count']:,})"):
            rows = submission_rows(publication, number, str(entry["kind"]), limit=ROWS_SHOWN)
            draw(
                parts.text(
                    f"{len(rows):,} of them show in the publication; "
                    "a row gives way to a later submission of the same key."
                )
            )
            parts.scroll_table(rows, alt=f"Rows of submission {number}", key=f"rows-{number}")
        with st.expander(f"What was found in it ({len(found):,})"):
            if found:
                parts.scroll_table(
                    findings_table(found), alt=f"Findings of submission {number}", key=f"findings-{number}"
                )
            else:
                draw(parts.text("No findings were recorded with it."))
        if publication.as_at is None:
            _undo(entry, number, publication)
        else:
            draw(parts.text("A past day is shown. Go back to now to withdraw or restore a submission."))


def _undo(entry: pd.Series, number: int, publication: Publication) -> None:
    standing = entry["state"] == "standing"
    verb = "Withdraw" if standing else "Restore"
    with st.expander(f"{verb} this submission"):
        draw(
            parts.text(
                "What it covered shows again. It stays in the log, and can be restored."
                if standing
                else "It stands again, and covers what it covered before."
            )
        )
        settings = Settings.from_environment()
        if st.toggle(f"Show what {verb.lower()}ing it would change", key=f"effect-of-{number}"):
            after = preview_standing(settings, publication, number, standing=not standing)
            show_effect(effect_on_gaps(publication, after, Standard()), key=f"undo-{number}")
        # A form: its button takes what stands in the boxes, without a click elsewhere first.
        with st.form(f"undo-{number}", border=False, enter_to_submit=False):
            by = st.text_input("Your name", value=st.session_state.get(NAME, ""), key=f"undo-by-{number}")
            reason = st.text_input("Reason", key=f"undo-reason-{number}")
            pressed = st.form_submit_button(verb)
        lacking = [
            told
            for told, said in (("Your name is missing.", by), ("Say why, for those who come later.", reason))
            if not said.strip()
        ]
        if pressed and lacking:
            draw(parts.text(" ".join(lacking), kind="caution"))
        elif pressed:
            st.session_state[NAME] = by
            try:
                change = change_standing(settings, number, standing=not standing, by=by, reason=reason)
            except BenchmarkError as error:
                parts.show_error(error)
                return
            if change.publication is None:
                done = "is withdrawn" if standing else "stands again"
                st.warning(not_shown_words(f"Submission {number} {done}", change.not_shown))
                return
            st.rerun()


def quality(publication: Publication) -> None:
    """Questions that the returns raise in all systems, in the newest round of which enough came."""
    draw(_quality(publication, year=default_round_of(publication, ics_code=None)))


@per_publication
def _quality(publication: Publication, *, year: int) -> Html:
    flags = all_flags_of(publication, year=year)
    if flags.empty:
        return parts.text(f"No return of {year} raises a question.")
    return parts.table(
        FLAGS.of(flags),
        caption=f"Questions about returns of {year}, to be asked of the trust",
        file_name=f"quality-{year}",
        stacked=True,
    )


@per_publication
def all_flags_of(publication: Publication, *, year: int) -> pd.DataFrame:
    """The quality flags of every real system, on the footprint as assessed."""
    known = systems(publication, year=year, footprint="assessed")
    codes = known.loc[~known["fictional"], "ics_code"]
    found = [quality_flags(publication, Scope(str(code), year)) for code in codes]
    return pd.concat([frame for frame in found if len(frame)] or found[:1], ignore_index=True)


def _state(entry: pd.Series) -> str:
    if pd.isna(entry["changed_at"]):
        return "standing"
    done = "withdrawn" if entry["state"] == "withdrawn" else "restored"
    return f"{done} by {entry['changed_by']} on {_moment(entry['changed_at'])}: {entry['reason']}"


def _day(moment: pd.Timestamp) -> str:
    return f"{moment.day} {moment:%B %Y}"


def _moment(moment: pd.Timestamp) -> str:
    return f"{_day(moment)} {moment:%H:%M} UTC"


def _origin(value: str) -> str:
    return "demonstration (fictional)" if value == "demonstration" else _words(value)


def _words(value: str) -> str:
    return str(value).replace("_", " ")
