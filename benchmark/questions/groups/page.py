"""The page "Groups": the known groups, their members, and a form for a group of one's own."""

import csv
import io
from datetime import date
from functools import partial
from typing import Final
from urllib.parse import urlencode

import streamlit as st

from benchmark.common.completeness import default_round
from benchmark.common.groups import KINDS_IN_WORDS, known_groups
from benchmark.common.subject import Subject, sources
from benchmark.core.wording import Answer, is_or_are, plural
from benchmark.questions.groups.columns import GROUPS, MEMBERS
from benchmark.questions.groups.measure import all_groups
from benchmark.returns import Receipt
from benchmark.returns.templates.csv_template import template
from benchmark.store.publication import Publication, per_publication
from benchmark.surfaces.web import parts
from benchmark.surfaces.web.blocks import Block, Live, draw
from benchmark.surfaces.web.choices.lists import typed_in
from benchmark.surfaces.web.choices.offered import offered_systems
from benchmark.surfaces.web.choices.trust_choice import homes_of
from benchmark.surfaces.web.page import Page
from benchmark.surfaces.web.returns.made_here import MadeHere, show_receipt, submit_made
from benchmark.surfaces.web.returns.person import answer_box, name_box, remember_name
from benchmark.surfaces.web.site.sitemap import OVERVIEW, elsewhere_query
from schemas.groups import GroupMember

WHAT_IT_IS: Final = (
    "A group is trusts, or systems, that decide together. It has every page that a system has: choose its "
    "name below, or under 'System or group' on another page."
)
OVERLAP: Final = (
    "Groups overlap systems, and one another. So figures of groups never add up with those of systems, and "
    "pages about all systems leave groups out."
)
KINDS: Final = (
    "A cluster of systems shares leaders. A provider group is trusts under one board or one chief executive. "
    "A provider collaborative is trusts that plan together. An own group is one that a reader put together."
)
MADE_HERE: Final = "The groups' members, since when and by which source, from the ledger of this store."
_RECEIPT, _ASKED, _BY = "group form: receipt", "group form: asked", "group-by"


def page(publication: Publication) -> Page:
    """Every group with its members, and the form in which a reader makes one."""
    return Page(
        answer=groups_answer(publication),
        blocks=(*_known(publication, tuple(elsewhere_query().items())), Live(partial(_own, publication))),
        source=MADE_HERE,
        rule="groups",
    )


def groups_answer(publication: Publication) -> Answer:
    """The number of groups, then what a group is."""
    real = sum(not group.fictional for group in known_groups(publication).values())
    if not real:
        return Answer("No group that decides together is known here yet", WHAT_IT_IS)
    verb = is_or_are(real)
    return Answer(f"{plural(real, 'group')} that decide together {verb} known here", WHAT_IT_IS)


@per_publication
def _known(publication: Publication, kept: tuple[tuple[str, str], ...]) -> tuple[Block, ...]:
    year = default_round(publication, ics_code=None)
    blocks: list[Block] = [parts.text(OVERLAP, kind="caution"), parts.text(KINDS)]
    for fictional in (False, True):
        found = all_groups(publication, year=year, footprint="assessed", fictional=fictional)
        if found.groups.empty:
            continue
        subject = Subject(
            "",
            "Groups",
            fictional,
            str(year),
            "assessed",
            publication.as_at,
            sources(publication, "groups", fictional=fictional),
        )
        start = "Fictional groups" if fictional else "Groups"
        named = f"{start}, with the trusts that each held in the round of {year}"
        blocks += [
            parts.section("Fictional groups" if fictional else "Groups that are known"),
            parts.table(
                GROUPS.of(found.groups),
                caption=f"{named}; a name leads to its overview",
                subject=subject,
                file_name="groups",
                stacked=True,
                linked="name",
                addresses=[
                    f"{OVERVIEW}?{urlencode([('group', code), *kept])}" for code in found.groups["group"]
                ],
            ),
            parts.folded(
                f"All {plural(len(found.members), 'member')}, with their dates and sources",
                parts.table(
                    MEMBERS.of(found.members),
                    caption="Members of groups, now or on other days",
                    subject=subject,
                    file_name="group-members",
                    stacked=True,
                ),
            ),
        ]
    return tuple(blocks)


def _own(publication: Publication) -> None:
    """The form, or why there is none; and the receipt of the last submission from it."""
    draw(
        parts.section("Make a group of your own"),
        parts.text(
            "A group is kept in the ledger under a person's name, with its source, and can be taken "
            "back on the page Returns. For many members, or dates of their own, fill in the template and "
            "upload it. To look at trusts together and not keep them, choose them and follow the link."
        ),
    )
    st.download_button("The template of a group", template("groups"), "groups-template.csv", "text/csv")
    receipt: Receipt | None = st.session_state.get(_RECEIPT)
    if receipt is not None:
        show_receipt("The group", receipt)
    if publication.as_at is not None:
        draw(parts.text("A past day is shown, so no group can be made here."))
        return
    _form(publication)


@per_publication
def _members_on_offer(publication: Publication) -> dict[str, str]:
    """Code -> words, for every system and trust of today's footprint; fictional ones last."""
    year = default_round(publication, ics_code=None)
    systems = offered_systems(publication, year=year, footprint="current").systems
    trusts = homes_of(publication, year=year, footprint="current")
    choices = [(one.fictional, 0, f"{one.name} ({code}), system", code) for code, one in systems.items()]
    choices += [(home.fictional, 1, f"{home.name} ({code}), trust", code) for code, home in trusts.items()]
    return {code: words for _, _, words, code in sorted(choices)}


def _form(publication: Publication) -> None:
    offered = _members_on_offer(publication)
    members = st.multiselect(
        "Members: type a name or a code",
        [*offered],
        format_func=offered.__getitem__,
        key="group-members",
        filter_mode="contains",
        select_all=False,
    )
    if members:
        link = f"{OVERVIEW}?{urlencode({'group': ','.join(members)} | elsewhere_query())}"
        draw(parts.link(f"Look at {plural(len(members), 'member')} together, without keeping them", link))
    with st.form("own-group", enter_to_submit=False):
        left, middle, right = st.columns([2, 1.2, 1.2])
        name = left.text_input("Name of the group", key="group-name", max_chars=120)
        code = middle.text_input(
            "Short code", key="group-code", max_chars=20, help="Letters, digits and hyphens"
        )
        kind = right.selectbox(
            "Kind",
            [*KINDS_IN_WORDS],
            index=None,
            key="group-kind",
            format_func=KINDS_IN_WORDS.__getitem__,
            placeholder="Choose what it is",
            filter_mode=typed_in(KINDS_IN_WORDS),
        )
        left, middle, right = st.columns([2, 1.2, 1.2])
        source = left.text_input(
            "Source of the membership: an address, or words", key="group-source", max_chars=500
        )
        since = middle.date_input("Since", value=None, key="group-since", format="DD/MM/YYYY")
        by = name_box(right, key=_BY)
        answer = answer_box(_ASKED, key="group-answer")
        pressed = st.form_submit_button("Make this group", type="primary")
    if not pressed:
        return
    remember_name(by, key=_BY)
    first = since if isinstance(since, date) else None
    asked = {
        "Nobody is chosen as a member.": members,
        "The name of the group is missing.": name.strip(),
        "The short code is missing.": code.strip(),
        "The kind is not chosen.": kind,
        "The source of the membership is missing.": source.strip(),
        "The day since when is not chosen.": first,
        "Your name is missing.": by.strip(),
    }
    lacking = [words for words, value in asked.items() if not value]
    if lacking or kind is None or first is None:
        draw(parts.made("wanting", items=lacking))
        return
    content = group_file(code=code, name=name, kind=kind, members=members, first=first, source=source)
    _submit(publication, content, name=name, by=by, answer=answer)


def group_file(*, code: str, name: str, kind: str, members: list[str], first: date, source: str) -> bytes:
    """A group as a CSV file, like one that an analyst would send."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(GroupMember.model_fields)
    for member in members:
        writer.writerow((code, name, kind, member, first.isoformat(), "", source))
    return text.getvalue().encode("utf-8")


def _submit(publication: Publication, content: bytes, *, name: str, by: str, answer: str) -> None:
    made = MadeHere(content, "own-group.csv", "groups", f"Group {name}, made on the page Groups")
    receipt = submit_made(publication, made, by=by, answer=answer, asked=_ASKED)
    if receipt is not None:
        st.session_state[_RECEIPT] = receipt
        st.rerun()
