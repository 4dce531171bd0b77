"""The page "Board pack": choose what a board sees, have the pack made, and download it."""

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from typing import Any, Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from benchmark.core.errors import BenchmarkError
from benchmark.core.moments import utc_today
from benchmark.core.settings import Settings
from benchmark.core.wording import Answer, in_full, plural
from benchmark.documents.formats import FORMATS, TYPES, Format, file_name, written
from benchmark.documents.issues import changes
from benchmark.documents.model import Pack
from benchmark.questions.board.changed import publication_before
from benchmark.questions.board.choices import AUDIENCES, FULL, LENGTHS, SECTIONS, Choices
from benchmark.questions.board.issued import (
    Issue,
    for_all_its_readers,
    issue,
    issues,
    keep,
    remembered,
    since,
    subject_of,
    words_kept,
)
from benchmark.questions.board.measure import Matter
from benchmark.questions.board.pack import board_pack
from benchmark.questions.board.words import suggested_asks
from benchmark.questions.changes.words import day_before
from benchmark.questions.plan.saved import saved_plans
from benchmark.store.publication import Publication, per_publication
from benchmark.store.publication.past import first_day
from benchmark.surfaces.web import parts
from benchmark.surfaces.web.blocks import Live, draw
from benchmark.surfaces.web.choices.filters import Filters, one_trust
from benchmark.surfaces.web.choices.link import served_at
from benchmark.surfaces.web.choices.lists import typed_in
from benchmark.surfaces.web.page import Page
from benchmark.surfaces.web.parts import as_typed
from benchmark.surfaces.web.returns.person import name_box, remember_name
from benchmark.surfaces.web.shared import source_of, trusts_of

_JOB: Final = "pack: being made"
_SHOWN: Final = "pack: what the form is about"
_WRITES: Final = "pack: own words were opened"
BOARD: Final = "board-pack"
"""The page's address."""
_NONE: Final = ""
_NAMES: Final = {section.key: section.name for section in SECTIONS}
LOOKS_AGAIN: Final = 0.7
"""Seconds between two looks at the pack's progress."""

saved_for = per_publication(saved_plans)
kept_for = per_publication(issues)


@dataclass
class MadePack:
    """A finished pack: its content in a format, the last issue, and the number of changes since."""

    pack: Pack
    choices: Choices
    form: Format
    content: bytes
    kept: Issue | None
    changed: int


@dataclass
class Job:
    """A pack being made on another thread. steps: the keys of the sections begun so far, newest last."""

    choices: Choices
    form: Format
    steps: list[str] = field(default_factory=list)
    future: "Future[MadePack] | None" = None


@cache
def _workers() -> ThreadPoolExecutor:
    """Makes two packs at a time, on threads of its own, so that only readers of packs wait for packs."""
    return ThreadPoolExecutor(max_workers=2, thread_name_prefix="pack")


def page(publication: Publication, filters: Filters) -> Page:
    """The form, and below it the pack that is being made or was made."""
    names = trusts_of(publication, filters)
    trust_column, _ = st.columns([2, 3])
    with trust_column:
        trust = one_trust(names)
    name = names[trust] if trust else filters.ics_name
    return Page(
        answer=Answer(
            f"Take these figures to the board of {name}",
            "As slides to edit, a PDF, a web page or a workbook. It is made while you wait, a few seconds.",
        ),
        blocks=(
            Live(lambda: _form(publication, filters, trust)),
            parts.section("Your pack", anchor="your-pack"),
            Live(lambda: _outcome(publication)),
        ),
        source=source_of(publication, filters),
        rule="gap",
        trust=names[trust] if trust else None,
    )


@per_publication
def asks_of(publication: Publication, filters: Filters, *, trust: str | None) -> tuple[str, ...]:
    """The requests to the board that the figures suggest."""
    return suggested_asks(Matter(publication, Choices(filters.scope, trust, filters.standard)))


def _form(publication: Publication, filters: Filters, trust: str | None) -> None:
    blank = Choices(filters.scope, trust, filters.standard)
    kept = kept_for(publication, subject_of(blank))
    about = (subject_of(blank), filters.scope, filters.standard, publication.key)
    if st.session_state.get(_SHOWN) != about:
        st.session_state[_SHOWN] = about
        _fill(blank, asks_of(publication, filters, trust=trust))
    if kept:
        by_name, asks = {one.name: one for one in kept}, asks_of(publication, filters, trust=trust)
        st.selectbox(
            "Made before",
            [_NONE, *by_name],
            format_func=lambda name: f"{name}, issued {by_name[name].day}" if name else "Start again",
            key=_key("before"),
            filter_mode=typed_in(by_name),
            on_change=lambda: _again(blank, by_name, asks),
        )
        before = by_name.get(st.session_state[_key("before")])
        if before is not None and (caution := words_kept(before, remembered(before, blank))):
            draw(parts.text(caution, kind="note"))
    with st.form("pack", border=True, enter_to_submit=False):
        _fields(publication, blank)
        pressed = st.form_submit_button("Make the pack", type="primary")
    if pressed:
        _start(publication, blank, asks_of(publication, filters, trust=trust))


def _fields(publication: Publication, blank: Choices) -> None:
    first = st.columns([1.4, 1.2, 1.6, 1.6], vertical_alignment="bottom")
    for place, label, offered, name in (
        (first[0], "Format", FORMATS, "form"),
        (first[1], "Length", LENGTHS, "length"),
        (first[2], "For", AUDIENCES, "audience"),
    ):
        place.selectbox(
            label, [*offered], format_func=offered.__getitem__, key=_key(name), filter_mode=typed_in(offered)
        )
    first[3].checkbox("Letters in place of trusts' names", key=_key("anonymise"))
    st.multiselect(
        "Sections, in their order (empty: those that belong to the length)",
        FULL[blank.of],
        format_func=_NAMES.__getitem__,
        key=_key("sections"),
        placeholder="All that belong to the length",
        filter_mode="contains",
    )
    st.text_area("The board is asked to (a line for each)", height=140, key=_key("asks"))
    second = st.columns(3, vertical_alignment="bottom")
    second[0].text_input("Agenda item", key=_key("agenda_item"), max_chars=60)
    second[1].text_input("Date", key=_key("date"), max_chars=60)
    second[2].text_input("Purpose (empty: by the audience)", key=_key("purpose"), max_chars=200)
    third = st.columns(2)
    plans = [saved.name for saved in saved_for(publication, ics_code=blank.scope.ics_code)]
    if st.session_state.get(_key("plan")) not in plans:  # withdrawn since
        st.session_state[_key("plan")] = _NONE
    if plans and blank.of == "system":
        third[1].selectbox(
            "With the saved plan",
            [_NONE, *plans],
            format_func=lambda name: name or "No plan",
            key=_key("plan"),
            filter_mode=typed_in(plans),
        )
    _since(publication, third[0])
    third[0].text_input("Name to keep it under for next time (empty: none)", key=_key("name"), max_chars=60)
    _own_words(blank)
    st.file_uploader("Your organisation's PowerPoint template", type=["pptx", "potx"], key=_key("template"))


def _own_words(blank: Choices) -> None:
    """A text box for each section, drawn only once the reader has opened the fold: most packs need none, and
    every run would take time for them. Typed text stays if the fold is closed again.
    """
    boxes = st.expander("Your own words, section by section", key=_key("words"), on_change="rerun")
    st.session_state[_WRITES] = boxes.open or st.session_state.get(_WRITES, False)
    if st.session_state[_WRITES]:
        for key in FULL[blank.of]:
            boxes.text_area(_NAMES[key], key=_key(f"text {key}"), height=80)


def _since(publication: Publication, column: DeltaGenerator) -> None:
    """The choice of the earlier day to compare with; no choice in a store that began today."""
    first = first_day(Settings.from_environment())
    last = day_before(utc_today() if publication.as_at is None else publication.as_at.date())
    key = _key("since")
    chosen = st.session_state.get(key)
    if last < first or (chosen is not None and not first <= chosen <= last):
        st.session_state[key] = None
    if first <= last:
        column.date_input(
            "What changed since the end of (empty: leave it out)",
            min_value=first,
            max_value=last,
            key=key,
            format="DD/MM/YYYY",
        )


def _fill(choices: Choices, asks: Sequence[str]) -> None:
    """Put these choices into the form."""
    state = st.session_state
    for name in ("length", "audience", "anonymise", "agenda_item", "purpose", "plan", "name"):
        state[_key(name)] = getattr(choices, name)
    state[_key("sections")] = [key for key in choices.sections if key in FULL[choices.of]]
    state[_key("asks")] = "\n".join(choices.asks or asks)
    state[_key("date")] = in_full(date.today())
    state[_key("since")] = choices.since
    state[_key("words")] = state[_WRITES] = bool(choices.texts)
    for key in FULL[choices.of]:
        state[_key(f"text {key}")] = choices.texts.get(key, "")


def _again(blank: Choices, known: dict[str, Issue], asks: Sequence[str]) -> None:
    """Fill the form with the choices of a kept pack and the day of its last issue, or with blank choices.

    A board's next question is what changed since that issue.
    """
    name = st.session_state[_key("before")]
    chosen = blank
    if name:
        chosen = replace(remembered(known[name], blank), since=known[name].at.date())
    _fill(chosen, asks)


def _start(publication: Publication, blank: Choices, suggested: tuple[str, ...]) -> None:
    """Start making the pack from the form; shows an error if a choice is wrong.

    suggested: the suggested asks. Unchanged, they do not count as a choice: the next issue suggests its own.
    """
    state = st.session_state
    asks = tuple(line.strip() for line in state[_key("asks")].splitlines() if line.strip())
    try:
        choices = Choices(
            blank.scope,
            blank.trust,
            blank.standard,
            sections=tuple(state[_key("sections")]),
            texts={key: words for key in FULL[blank.of] if (words := state[_key(f"text {key}")].strip())},
            asks=() if asks == suggested else asks,
            address=served_at(BOARD),
            **{name: state[_key(name)] for name in ("length", "audience", "anonymise")},
            plan=state.get(_key("plan"), _NONE),
            since=state.get(_key("since")),
            **{name: state[_key(name)].strip() for name in ("name", "agenda_item", "purpose", "date")},
        )
    except BenchmarkError as error:
        parts.show_error(error)
        return
    given = state[_key("template")]
    template = None if given is None else given.getvalue()
    earlier: Job | None = state.get(_JOB)
    if earlier is not None and earlier.future is not None:
        earlier.future.cancel()  # if it still waits: else one visit could make all others wait
    job = Job(choices, state[_key("form")])
    read = publication
    if choices.name:
        read = for_all_its_readers(Settings.from_environment(), publication, choices)
    job.future = _workers().submit(_make, read, job, template)
    state[_JOB] = job


def _make(publication: Publication, job: Job, template: bytes | None) -> MadePack:
    """Make the pack on another thread, without any use of the page."""
    settings = Settings.from_environment()
    earlier = publication_before(settings, publication, job.choices.since)
    pack = board_pack(publication, job.choices, earlier=earlier, report=job.steps.append)
    kept = issue(publication, job.choices)
    marked = since(pack, kept)
    job.steps.append(FORMATS[job.form])
    content = written(marked, job.form, template=template if job.form == "pptx" else None)
    return MadePack(pack, job.choices, job.form, content, kept, 0 if kept is None else changes(marked))


def _outcome(publication: Publication) -> None:
    job: Job | None = st.session_state.get(_JOB)
    if job is None or job.future is None:
        draw(
            parts.text("Choose above, and have it made. It takes a few seconds; you can look at other pages.")
        )
        return
    if not job.future.done():
        _wait()
        return
    try:
        made = job.future.result()
    except BenchmarkError as error:
        parts.show_error(error)
        return
    _offer(publication, made)


@st.fragment(run_every=LOOKS_AGAIN)
def _wait() -> None:
    """Show the progress; draw the page again once the pack is made."""
    job: Job = st.session_state[_JOB]
    if job.future is None or job.future.done():
        st.rerun()
    steps = [*job.steps]
    total = len(job.choices.chosen) + 1
    now = _NAMES.get(steps[-1], steps[-1]) if steps else "its turn"
    st.progress(min(len(steps) / total, 1.0), text=as_typed(f"Being made: {now}"))


def _offer(publication: Publication, made: MadePack) -> None:
    """Show the download, the contents, the changes since the last issue, and the form to keep it."""
    pack, choices = made.pack, made.choices
    words = (
        f"{pack.cover.title}: {plural(len(pack.sections), 'section')}, {len(made.content) / 1024:,.0f} kB."
    )
    if made.kept is not None:
        words += f" Since the issue of {made.kept.day} {plural(made.changed, 'thing')} changed, marked in it."
    draw(parts.text(words))
    draw(
        parts.file_link(
            f"Download as {FORMATS[made.form]}",
            lambda: made.content,
            file_name(pack, made.form),
            media_type=TYPES[made.form],
            audited=f"board pack about {subject_of(choices)}",
        )
    )
    draw(parts.bullets([f"{section.name}: {section.title.whole}" for section in pack.sections]))
    if choices.name and publication.as_at is None:
        _keep(publication, made)


def _keep(publication: Publication, made: MadePack) -> None:
    """Keep the issue under its name, so that the next one can mark what changed."""
    draw(parts.text("It is not kept yet. Keep it, and the next issue of this name marks what changed since."))
    with st.form("keep-pack", border=True, enter_to_submit=False):
        by = name_box(st.container(), key="pack-by")
        pressed = st.form_submit_button(f"Keep this issue as {as_typed(made.choices.name)}")
    if not pressed:
        return
    remember_name(by, key="pack-by")
    try:
        receipt = keep(Settings.from_environment(), publication, made.choices, made.pack, by=by)
    except BenchmarkError as error:
        parts.show_error(error)
        return
    st.success(
        f"Kept as number {receipt.number}. The next pack of this name marks what changed since. "
        + receipt.not_shown_yet,
        icon=":material/check:",
    )


def _key(name: str) -> Any:
    return f"pack: {name}"
