"""The page "Returns": who has submitted what, who has not, and how to undo it?"""

from dataclasses import dataclass
from functools import partial

import pandas as pd
import streamlit as st

from benchmark.common.completeness import UNKNOWN, completeness_of_all_systems
from benchmark.common.quality import quality_flags
from benchmark.common.scope import Footprint, Scope, Standard, rounds_with_pillars, systems, with_group
from benchmark.core.columns import SYSTEM
from benchmark.core.definitions import kind_title
from benchmark.core.errors import BenchmarkError
from benchmark.core.moments import utc_today
from benchmark.core.settings import Settings
from benchmark.core.wording import Answer, has_or_have, in_full, in_list, plural
from benchmark.questions.returned.columns import (
    FLAGS,
    STATES,
    STATES_IN_WORDS,
    SUBMISSIONS,
    WHO_RETURNED,
)
from benchmark.questions.returned.measure import (
    AskedKind,
    asked_kinds,
    effect_on_gaps,
    periods,
    submission_log,
    submission_rows,
    who_has_returned,
)
from benchmark.returns import receipt_of
from benchmark.returns.findings import findings_from_json
from benchmark.returns.submit.publishing import lag_words, not_shown_words
from benchmark.returns.submit.undo import change_standing
from benchmark.store.ledger.snapshot import reading
from benchmark.store.publication import Publication, per_publication
from benchmark.store.publication.preview import preview_standing
from benchmark.surfaces.files.return_tables import (
    completeness_counts,
    findings_table,
    reminders,
)
from benchmark.surfaces.web import parts
from benchmark.surfaces.web.blocks import Html, Live, draw
from benchmark.surfaces.web.choices.filters import choice, default_round_of, footprint_choice, round_choice
from benchmark.surfaces.web.choices.link import PLACE, wanted_value
from benchmark.surfaces.web.choices.offered import offered_groups, offered_systems
from benchmark.surfaces.web.page import Page
from benchmark.surfaces.web.returns.confirmed import confirmed
from benchmark.surfaces.web.returns.person import name_box, remember_name
from benchmark.surfaces.web.returns.receipts import answers as answers_of
from benchmark.surfaces.web.returns.receipts import download_receipt
from benchmark.surfaces.web.returns.steps import show_effect
from benchmark.surfaces.web.shared import LEDGER_SOURCE

ALL = "all"
ORIGINS = ("published", "return", "demonstration")
ROWS_SHOWN = 500
FICTIONAL_ROWS = "yes: it has rows of fictional organisations, which are in no figure of a real one"

_WHOLE_LOG = SUBMISSIONS.worded(state=STATES_IN_WORDS)
# The kind's cell also has the rows, and the time's cell the sender: more columns do not fit on a laptop.
_LOG = _WHOLE_LOG.only("submission_id", "file_name", "kind", "submitted_at", "state", "note").worded(
    submitted_at=str
)
_MISSING = STATES.without("state").and_(SYSTEM).beginning("name")

log_of = per_publication(submission_log)


def page(publication: Publication) -> Page:
    """Who has returned, the log with one submission opened, what people confirmed, and what to ask."""
    year = default_round_of(publication, ics_code=None)
    expected = completeness_of_all(publication, year=year, footprint="assessed")
    return Page(
        answer=returns_answer(log_of(publication), expected, year),
        blocks=(
            not_shown_yet(publication),
            parts.section("Who has returned"),
            Live(lambda: who_returned(publication)),
            parts.section("Log of submissions"),
            Live(lambda: _submissions(publication)),
            parts.section("Names and headings that people confirmed", anchor="confirmed"),
            confirmed(publication),
            parts.section("Questions about quality"),
            _quality(publication, year=year),
        ),
        source=LEDGER_SOURCE,
        rule="completeness",
    )


def returns_answer(log: pd.DataFrame, expected: pd.DataFrame, year: int) -> Answer:
    """The number of expected scores of a round that are here, and the files that people submitted."""
    if log.empty:
        return Answer("Nothing has been submitted yet")
    title = _here_of(expected, year)
    own = log[log["origin"] == "return"]
    of_each = {"published": "published data", "demonstration": "the fictional demonstration"}
    counts = {of: int((log["origin"] == origin).sum()) for origin, of in of_each.items()}
    shipped = [f"{plural(count, 'file')} of {of}" for of, count in counts.items() if count]
    if own.empty:
        return Answer(title, f"Nobody has submitted a file here yet: the log holds {in_list(shipped)}.")
    withdrawn = int((own["state"] == "withdrawn").sum())
    undone = f", {withdrawn} of them withdrawn" if len(own) > 1 else ", and withdrawn"
    newest = own.iloc[0]
    sentence = (
        f"{plural(len(own), 'file')} {has_or_have(len(own))} been submitted here{undone if withdrawn else ''}"
        f". The latest is number {newest['submission_id']}, {newest['file_name']}, by "
        f"{newest['submitted_by']} on {in_full(newest['submitted_at'])}."
    )
    return Answer(
        title, f"{sentence} Beside these the log holds {in_list(shipped)}." if shipped else sentence
    )


def _here_of(expected: pd.DataFrame, year: int) -> str:
    """How many of the expected returns of a round's scores are here."""
    here = len(expected) - int((expected["state"] == "missing").sum())
    verb = "is" if here == 1 else "are"
    return f"{here} of {plural(len(expected), 'expected return')} of scores for {year} {verb} here"


def not_shown_yet(publication: Publication) -> Html:
    """A caution about submissions that no page shows yet; empty if there are none."""
    words = lag_words(Settings.from_environment(), publication)
    return parts.text(words, kind="caution") if words else Html()


def _submissions(publication: Publication) -> None:
    """Draw the log through the page's filters, and the submission that the reader opens."""
    log = log_of(publication)
    shown = _log(publication, tuple(_filters(log).items()))
    draw(shown.table)
    if not shown.names:
        return
    opened = choice(
        "submission",
        "Open a submission",
        ["none", *shown.names],
        default="none",
        show=lambda number: "none" if number == "none" else f"{number}: {shown.names[number]}",
    )
    if opened != "none":
        one_submission(log[log["submission_id"] == int(opened)].iloc[0], publication)


def _filters(log: pd.DataFrame) -> dict[str, str]:
    """Column of the log -> the wanted value, or ALL."""
    kind_column, origin_column, state_column, name_column = st.columns(4)
    with kind_column:
        kinds = sorted(log["kind"].unique())
        kind = choice("kind", "Kind", [ALL, *kinds], default=ALL, show=kind_title)
    with origin_column:
        origin = choice("origin", "Where from", [ALL, *ORIGINS], default=ALL, show=_origin)
    with state_column:
        state = choice("state", "State", [ALL, *STATES_IN_WORDS], default=ALL, show=_state_in_words)
    with name_column:
        by = choice("by", "Submitted by", [ALL, *sorted(log["submitted_by"].unique())], default=ALL)
    return {"kind": kind, "origin": origin, "state": state, "submitted_by": by}


@dataclass(frozen=True)
class _Log:
    """The log's table, and submission number -> name of its file."""

    table: Html
    names: dict[str, str]


@per_publication
def _log(publication: Publication, wanted: tuple[tuple[str, str], ...]) -> _Log:
    log = log_of(publication)
    for column, value in wanted:
        if value != ALL:
            log = log[log[column] == value]
    kinds = [
        f"{kind_title(kind)}{' (fictional)' if fictional else ''}, {plural(rows, 'row')}"
        for kind, fictional, rows in zip(log["kind"], log["fictional"], log["row_count"], strict=True)
    ]
    times = [
        f"{moment:%Y-%m-%d %H:%M} by {who}"
        for moment, who in zip(log["submitted_at"], log["submitted_by"], strict=True)
    ]
    table = parts.table(
        _LOG.of(log.assign(kind=kinds, submitted_at=times)),
        caption=f"{plural(len(log), 'submission')}, the newest first; times in UTC",
        stacked=True,
    ) + parts.download(_WHOLE_LOG.of(log), file_name="submissions")
    numbers = [str(number) for number in log["submission_id"]]
    return _Log(table, dict(zip(numbers, log["file_name"], strict=True)))


def one_submission(entry: pd.Series, publication: Publication) -> None:
    """A submission's file, rows, findings and answers, and the form to withdraw or restore it."""
    number = int(entry["submission_id"])
    with st.container(border=True, key="one-submission"):
        draw(parts.subsection(f"Submission {number}: {entry['file_name']}"))
        note, *answers = str(entry["note"]).split("\n")
        facts = [
            ("State", _state(entry)),
            ("Kind", f"{kind_title(entry['kind'])}, {plural(entry['row_count'], 'row')}"),
            *((("Fictional", FICTIONAL_ROWS),) if entry["fictional"] else ()),
            ("Submitted by", f"{entry['submitted_by']}, {_moment(entry['submitted_at'])}"),
            ("File", f"{entry['size_bytes']:,} bytes, SHA-256 {entry['sha256']}"),
            ("Note", note or "none"),
            *((f"Answer {place}", answer) for place, answer in enumerate(answers, start=1)),
        ]
        draw(parts.facts(facts))
        if not publication.may_open(number):
            draw(parts.text("Its file, findings and answers are shown to readers who may see all of it."))
            return
        with reading(Settings.from_environment(), entry=publication.ledger_entry) as ledger:
            findings, receipt = findings_from_json(ledger.findings(number)), receipt_of(ledger, number)
        draw(answers_of(receipt))
        if publication.may_fetch(number):
            draw(
                parts.file_link(
                    "Download the file as it was submitted",
                    partial(_file, number),
                    str(entry["file_name"]),
                    audited=f"file of submission {number}" if entry["origin"] == "return" else "",
                )
            )
        else:
            draw(
                parts.text(
                    "The file itself may hold more than was read. It is for those who may submit for all "
                    "who it is about, and for a trust where its own people sent it in."
                )
            )
        if entry["origin"] == "return":
            draw(download_receipt(receipt))
        rows, showing = submission_rows(publication, number, str(entry["kind"]), limit=ROWS_SHOWN)
        with st.expander(f"Its rows in the publication ({showing:,} of {entry['row_count']:,})"):
            first = f" The first {ROWS_SHOWN:,} stand here." if showing > ROWS_SHOWN else ""
            draw(
                parts.text(
                    "Rows of a withdrawn submission do not show, and a row gives way to that of a later "
                    f"submission about the same.{first}"
                )
            )
            parts.scroll_table(rows, alt=f"Rows of submission {number}", key=f"rows-{number}")
        with st.expander(f"What was found in it ({len(findings):,})"):
            if findings:
                parts.scroll_table(
                    findings_table(findings), alt=f"Findings of submission {number}", key=f"findings-{number}"
                )
            else:
                draw(parts.text("No findings were recorded with it."))
        if publication.as_at is None:
            _undo(entry, number, publication)
        else:
            draw(parts.text("A past day is shown. Go back to now to withdraw or restore a submission."))


def _file(number: int) -> bytes:
    with reading(Settings.from_environment()) as ledger:
        return ledger.content(number)


def _undo(entry: pd.Series, number: int, publication: Publication) -> None:
    standing = entry["state"] == "standing"
    verb, doing = ("Withdraw", "withdrawing") if standing else ("Restore", "restoring")
    with st.expander(f"{verb} this submission"):
        draw(
            parts.text(
                "What its rows replaced shows again. It stays in the log, and can be restored."
                if standing
                else "Its rows count again, and take the place of those that they replaced before."
            )
        )
        settings = Settings.from_environment()
        if st.toggle(f"Show what {doing} it would change", key=f"effect-of-{number}"):
            show_effect(_effect(publication, number, standing=not standing))
        # A form, because its button takes the values of the boxes without a click elsewhere first.
        with st.form(f"undo-{number}", border=False, enter_to_submit=False):
            by = name_box(st.container(), key=f"undo-by-{number}")
            reason = st.text_input("Reason", key=f"undo-reason-{number}")
            pressed = st.form_submit_button(verb)
        lacking = [
            missing
            for missing, value in (
                ("Your name is missing.", by),
                ("Say why, for later readers.", reason),
            )
            if not value.strip()
        ]
        if pressed and lacking:
            draw(parts.text(" ".join(lacking), kind="caution"))
        elif pressed:
            remember_name(by, key=f"undo-by-{number}")
            try:
                change = change_standing(settings, number, standing=not standing, by=by, reason=reason)
            except BenchmarkError as error:
                parts.show_error(error)
                return
            if not change.version:
                done = "is withdrawn" if standing else "is restored"
                parts.show_warning(not_shown_words(f"Submission {number} {done}", change.not_shown))
                return
            st.rerun()


@per_publication
def _effect(publication: Publication, number: int, *, standing: bool) -> pd.DataFrame:
    """The effect on the gaps of withdrawing or restoring a submission."""
    after = preview_standing(Settings.from_environment(), publication, number, standing=standing)
    return effect_on_gaps(publication, after, Standard())


@per_publication
def _quality(publication: Publication, *, year: int) -> Html:
    """The questions that the returns of a round raise in all real systems."""
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
    placed = systems(publication, year=year, footprint="assessed")
    codes = placed.loc[~placed["fictional"], "ics_code"]
    found = [quality_flags(publication, Scope(str(code), year)) for code in codes]
    return pd.concat([frame for frame in found if len(frame)] or found[:1], ignore_index=True)


def _state(entry: pd.Series) -> str:
    if pd.isna(entry["changed_at"]):
        return STATES_IN_WORDS["standing"]
    done = "withdrawn" if entry["state"] == "withdrawn" else "restored"
    return f"{done} by {entry['changed_by']} on {_moment(entry['changed_at'])}: {entry['reason']}"


def _state_in_words(state: str) -> str:
    return STATES_IN_WORDS.get(state, state)


def _moment(moment: pd.Timestamp) -> str:
    return f"{in_full(moment)} {moment:%H:%M} UTC"


def _origin(value: str) -> str:
    return "demonstration (fictional)" if value == "demonstration" else value.replace("_", " ")


BY_SETTING = "scores"
"""The view of trusts' scores, which are expected by care setting and not only by trust."""
_OF_SCORES = frozenset({"maturity_scores", "overall_comparable"})
ALL_SYSTEMS = "all"
_HERE = ("name", "organisation", "ods_code", "what", "submission_id", "submitted_by", "submitted_at")

who_has_returned_of = per_publication(who_has_returned)
completeness_of_all = per_publication(completeness_of_all_systems)


def who_returned(publication: Publication) -> None:
    """The expected returns and those received, for a kind of return that the reader chooses."""
    kinds = {name: asked for name, asked in asked_kinds().items() if name not in _OF_SCORES}
    titles = {BY_SETTING: "Scores, by care setting"} | {name: asked.title for name, asked in kinds.items()}
    kind_column, period_column, footprint_column = st.columns([2, 1, 1])
    with kind_column:
        kind = choice("returned", "Return", list(titles), default=BY_SETTING, show=titles.__getitem__)
    with footprint_column:
        footprint = footprint_choice()
    if kind == BY_SETTING:
        with period_column:
            year = round_choice(publication, ics_code=None, footprint=footprint)
        draw(_scores(publication, year=year, footprint=footprint))
        _to_copy(_missing_scores(publication, year=year, footprint=footprint), f"scores of {year}")
        return
    asked, period = kinds[kind], None
    if offered_periods := periods(publication, kind, today=utc_today(), fictional=True):
        name, label = ("asked", "Round") if asked.period == "assessment_year" else ("fy", "Financial year")
        with period_column:
            period = choice(name, label, offered_periods, default=offered_periods[-1])
    year = default_round_of(publication, ics_code=None)
    offered = offered_systems(publication, year=year, footprint=footprint).systems
    groups = offered_groups(publication, year=year, footprint=footprint)
    shown = {ALL_SYSTEMS: "All systems"} | {code: f"{place.name} ({code})" for code, place in offered.items()}
    shown |= {code: group.named for code, group in groups.items()}
    here = next((code for name in PLACE if (code := wanted_value(name)) in shown), ALL_SYSTEMS)
    system = choice("of", "System or group", list(shown), default=here, show=shown.__getitem__)
    if system in groups:
        footprint = with_group(footprint, system)
    listed = _found(publication, kind, period, year=year, footprint=footprint, system=system)
    draw(_of_kind(publication, kind, period, year=year, footprint=footprint, system=system))
    missing = listed[listed["state"] == "missing"]
    _to_copy(missing, _named(asked, period))


def _named(asked: AskedKind, period: str | None) -> str:
    return asked.title if period is None else f"{asked.title} of {period}"


def _found(
    publication: Publication, kind: str, period: str | None, *, year: int, footprint: Footprint, system: str
) -> pd.DataFrame:
    """Rows of one system, or of all real ones."""
    found = who_has_returned_of(publication, kind, period=period, year=year, footprint=footprint)
    return found[~found["fictional"]] if system == ALL_SYSTEMS else found[found["ics_code"] == system]


@per_publication
def _of_kind(
    publication: Publication, kind: str, period: str | None, *, year: int, footprint: Footprint, system: str
) -> Html:
    asked = asked_kinds()[kind]
    listed = _found(publication, kind, period, year=year, footprint=footprint, system=system)
    here, missing = listed[listed["state"] == "returned"], listed[listed["state"] == "missing"]
    who = "board" if asked.of_boards else "trust"
    fictional = " They are fictional." if len(listed) and listed["fictional"].all() else ""
    drawn = parts.text(
        f"{_named(asked, period)}: {len(here)} of {plural(len(listed), who)} "
        f"{'has' if len(here) == 1 else 'have'} returned.{fictional}"
    )
    file_name = f"{kind}-{(period or 'all').replace('/', '-')}"
    if len(here):
        drawn += parts.table(
            WHO_RETURNED.only(*_HERE).of(here),
            caption="Returned",
            file_name=f"returned-{file_name}",
            stacked=True,
        )
    if len(missing):
        table = parts.table(
            WHO_RETURNED.only("name", "organisation", "ods_code").of(missing),
            caption="Not returned",
            file_name=f"missing-{file_name}",
            stacked=True,
        )
        drawn += parts.folded(f"Not returned: {plural(len(missing), who)}", table)
    return drawn


@per_publication
def _scores(publication: Publication, *, year: int, footprint: Footprint) -> Html:
    listed = completeness_of_all(publication, year=year, footprint=footprint)
    missing = listed[listed["state"] == "missing"]
    drawn = parts.text(
        f"{_here_of(listed, year)}; {len(missing)} {'is' if len(missing) == 1 else 'are'} missing."
    )
    if year not in rounds_with_pillars(publication):
        drawn += parts.text(UNKNOWN)
    if len(missing):
        drawn += parts.table(
            _MISSING.of(missing), caption="Missing returns", file_name=f"missing-{year}", stacked=True
        )
    counts = parts.table(
        completeness_counts(listed),
        caption=f"Returns of {year}: here of expected, by system and care setting",
        file_name=f"completeness-{year}",
    )
    return drawn + parts.folded("Returns by system and care setting", counts)


def _missing_scores(publication: Publication, *, year: int, footprint: Footprint) -> pd.DataFrame:
    found = completeness_of_all(publication, year=year, footprint=footprint)
    missing = found[found["state"] == "missing"]
    settings = missing["care_setting"].map(lambda setting: f", {setting}" if setting else "")
    return missing.assign(organisation=missing["trust"] + settings)


def _to_copy(missing: pd.DataFrame, what: str) -> None:
    """The list for a reminder, drawn if the reader opens it."""
    if missing.empty or not st.toggle("Show the missing returns as a list to copy", key="reminders"):
        return
    st.code(reminders(missing, what=what), language=None, wrap_lines=True)
