"""The page "Who may do what": grants, revoked sign-ins, and what people did.

For administrators in shared mode. It checks the role on each run and before each action.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import pandas as pd
import streamlit as st

from benchmark.common.scope import Footprint
from benchmark.core.access_columns import AUDIT, GRANTS, POLICY, WITHOUT_GRANT
from benchmark.core.errors import BenchmarkError
from benchmark.core.moments import utc_now, utc_today
from benchmark.core.people import ROLES, Grant, Person, note
from benchmark.core.policy import Peers, policy_rows
from benchmark.core.settings import Settings
from benchmark.core.wording import Answer, plural
from benchmark.returns.submit.act import act_on
from benchmark.store.people import (
    audit,
    decide_peers,
    end_grant,
    give_grant,
    grants,
    peers_decided,
    revoke_sign_ins,
)
from benchmark.store.publication import Publication
from benchmark.store.publication.view import with_every_group
from benchmark.surfaces.server.sign_in.signed_in import is_subject
from benchmark.surfaces.server.sign_in.visitors import NAMELESS, refusals
from benchmark.surfaces.web import parts
from benchmark.surfaces.web.blocks import Live, draw
from benchmark.surfaces.web.choices.filters import choice, default_round_of
from benchmark.surfaces.web.choices.lists import pick
from benchmark.surfaces.web.choices.offered import offered_groups, offered_systems
from benchmark.surfaces.web.choices.trust_choice import homes_of
from benchmark.surfaces.web.page import Page
from benchmark.surfaces.web.shared import LEDGER_SOURCE
from benchmark.surfaces.web.visitor import person

ALL: Final = "all"
TODAYS: Final[Footprint] = "current"
"""Grants are for today's systems, whatever footprint an assessment has."""
USUAL_DAYS: Final = 365
SOON_DAYS: Final = 30
LONGEST_LOG: Final = 200
NO_SCOPE: Final = ""
_DONE: Final = "access: done"


def page(publication: Publication) -> Page:
    """The page: grants, sign-ins and the log, with forms to change them; nothing for others."""
    if not person().has("administrator"):
        return Page(
            answer=_not_for(person()), blocks=(), source="none, for nothing is shown.", rule="completeness"
        )
    settings = Settings.from_environment()
    grantable = _scopes(publication, with_every_group(settings))
    log = audit(settings).sort_values("entry_id", ascending=False)
    given, names = grants(settings)[::-1], _names(log)
    return Page(
        answer=_answer(given, _without(log, given)),
        blocks=(
            Live(_done),
            parts.section("Give somebody access"),
            Live(lambda: _give(grantable, log, given, names)),
            parts.section("Grants"),
            Live(lambda: _grants(grantable, given, names)),
            parts.section("What trusts see of one another"),
            Live(lambda: _peers(publication)),
            parts.section("What each role may see and do"),
            parts.table(POLICY.of(policy_rows()), caption="What is not named here is refused", stacked=True),
            parts.section("Sign-ins"),
            Live(lambda: _revoke(names)),
            parts.section("What people did"),
            Live(lambda: _log(log)),
        ),
        source=LEDGER_SOURCE,
        rule="completeness",
    )


def _not_for(who: Person) -> Answer:
    if who.local:
        return Answer(
            "Nobody signs in here",
            "So nobody was granted anything. Where a dashboard is shared, "
            "its administrators see here who may do what.",
        )
    return Answer("This page is for administrators", "Ask one of them for what you need.")


def _names(log: pd.DataFrame) -> dict[str, str]:
    """Subject -> the person's newest name."""
    known = log[log["subject"] != ""]
    return dict(zip(known["subject"][::-1], known["made_by"][::-1], strict=True))


def _without(log: pd.DataFrame, given: tuple[Grant, ...]) -> pd.DataFrame:
    """People who signed in and hold no grant today: name, subject, signed_in_at; newest first."""
    holding = {grant.subject for grant in given if grant.holds_on(utc_today())}
    came = log[(log["action"] == "sign-in") & ~log["subject"].isin(holding)].drop_duplicates("subject")
    return came.assign(name=came["made_by"], signed_in_at=came["made_at"])


def _answer(given: tuple[Grant, ...], without: pd.DataFrame) -> Answer:
    today = utc_today()
    holding = [grant for grant in given if grant.holds_on(today)]
    soon = [
        grant for grant in holding if grant.ends is not None and grant.ends <= today + timedelta(SOON_DAYS)
    ]
    endless = sum(grant.ends is None for grant in holding)
    verb = "holds" if len(holding) == 1 else "hold"
    return Answer(
        f"{plural(len(holding), 'grant')} {verb} today",
        f"Ending within {SOON_DAYS} days: {len(soon)}. Without a last day: {endless}. "
        f"Signed in and waiting for access: {len(without) or 'nobody'}.",
    )


@dataclass(frozen=True)
class _Scopes:
    """The scopes that can be granted. words: scope -> its words in lists. members: group -> today's codes."""

    words: Mapping[str, str]
    members: Mapping[str, frozenset[str]]

    def codes(self, scope: str) -> Collection[str]:
        """The systems or trusts in a scope today."""
        _, _, code = scope.partition(":")
        return self.members.get(scope, [code] if code else [])


def _scopes(publication: Publication, every_group: Publication) -> _Scopes:
    """Today's systems and trusts, and every group. An administrator's own view lacks the groups that were
    made here. Their names and members are shown for granting them, but none of their data.
    """
    year = default_round_of(publication, ics_code=None)
    found = {NO_SCOPE: "nothing: an administrator"}
    for code, system in offered_systems(publication, year=year, footprint=TODAYS).systems.items():
        found[f"ics:{code}"] = f"{system.name} ({code}), system"
    groups = offered_groups(every_group, year=year, footprint=TODAYS)
    for code, group in groups.items():
        found[f"group:{code}"] = group.named
    for code, home in homes_of(publication, year=year, footprint=TODAYS).items():
        found[f"trust:{code}"] = f"{home.name} ({code}), {home.ics}"
    return _Scopes(found, {f"group:{code}": group.codes_on(utc_today()) for code, group in groups.items()})


def _give(grantable: _Scopes, log: pd.DataFrame, given: tuple[Grant, ...], names: Mapping[str, str]) -> None:
    """Draw who waits for access, and the form that gives it."""
    waiting = _without(log, given)
    if len(waiting):
        draw(parts.table(WITHOUT_GRANT.of(waiting), caption="Who signed in and may do nothing", stacked=True))
    else:
        draw(parts.text("Everybody who has signed in may do something."))
    scopes, known = grantable.words, list(dict.fromkeys([*waiting["subject"], *names]))
    with st.form("give-grant", border=False, enter_to_submit=False):
        who, typed, role, scope = st.columns([2, 2, 1, 2])
        people = {person: f"{names[person]} ({person})" for person in known}
        subject = pick(who.selectbox, "Person who has signed in", people, key="give-subject")
        identifier = typed.text_input("or the identifier that they were shown", key="give-identifier")
        chosen_role = pick(
            role.selectbox, "Role", {known_role: known_role for known_role in ROLES}, key="give-role"
        )
        chosen = pick(scope.selectbox, "For", scopes, key="give-scope")
        first, last, why = st.columns([1, 1, 3])
        starts = first.date_input("From", value=utc_today(), format="DD/MM/YYYY", key="give-from")
        ends = last.date_input(
            "To", value=utc_today() + timedelta(USUAL_DAYS), format="DD/MM/YYYY", key="give-to"
        )
        written = why.text_input("Note", key="give-note")
        pressed = st.form_submit_button("Give access")
    if not pressed:
        return
    identifier = identifier.strip()
    lacking = _lacking([entered for entered in (subject, identifier) if entered], chosen_role, chosen)
    if lacking or chosen_role is None or chosen is None:
        draw(parts.text(lacking, kind="caution"))
        return

    def give() -> str:
        made = give_grant(
            Settings.from_environment(),
            subject or identifier,
            chosen_role,
            chosen,
            codes=grantable.codes(chosen),
            starts=starts,
            ends=ends,
            by=_by("a grant"),
            note=note(written),
        )
        return f"Grant {made.grant_id}: {names.get(made.subject, made.subject)} as {_for(made, scopes)}."

    _do(give)


def _lacking(subjects: list[str], role: str | None, scope: str | None) -> str:
    """What a grant still lacks, as a sentence; empty if it is complete."""
    if len(subjects) != 1:
        return "Say who: choose a name, or type the identifier that the person was shown, and not both."
    if not is_subject(subjects[0]):
        return "An identifier has letters without accents, figures and signs, and no more than 255 of them."
    if role is None or scope is None:
        return "Choose a role, and what it is for."
    if (role == "administrator") != (scope == NO_SCOPE):
        return "An administrator is for nothing in particular, and every other role is for something."
    if (role == "trust") != scope.startswith("trust:") and role in ("trust", "analyst", "leader"):
        return "The role of a trust is for a trust; an analyst's and a leader's are for a system or a group."
    return ""


def _grants(grantable: _Scopes, given: tuple[Grant, ...], names: Mapping[str, str]) -> None:
    """Draw the grants, and the form that ends one."""
    today, scopes = utc_today(), grantable.words
    open_ones = {
        grant.grant_id: grant for grant in given if grant.holds_on(today) or _is_to_come(grant, today)
    }
    ended_too = st.toggle("Show those that hold no longer, too", key="ended-too")
    shown = given if ended_too else tuple(open_ones.values())
    rows = [
        {
            "grant_id": grant.grant_id,
            "name": names.get(grant.subject),
            "subject": grant.subject,
            "role": grant.role,
            "scope": scopes.get(grant.scope, grant.scope) if grant.scope else None,
            "starts": grant.starts,
            "ends": grant.ends,
            "standing": _standing(grant, today),
            "given_by": grant.given_by,
        }
        for grant in shown
    ]
    draw(parts.table(GRANTS.of(rows), caption=plural(len(rows), "grant"), file_name="grants", stacked=True))
    with st.form("end-grant", border=False, enter_to_submit=False):
        which, why = st.columns([2, 3])
        words = {
            grant_id: f"{grant_id}: {names.get(grant.subject, grant.subject)}, {_for(grant, scopes)}"
            for grant_id, grant in open_ones.items()
        }
        number = pick(which.selectbox, "End a grant", words, key="end-which")
        reason = why.text_input("Reason", key="end-reason")
        pressed = st.form_submit_button("End it now")
    if pressed and (number is None or not reason.strip()):
        draw(parts.text("Choose a grant and say why, for later readers.", kind="caution"))
    elif pressed and number is not None:

        def end() -> str:
            who = _by(f"the end of grant {number}")
            end_grant(Settings.from_environment(), number, by=who, reason=note(reason, what="The reason"))
            return f"Grant {number} has ended."

        _do(end)


PEERS: Final[dict[Peers, str]] = {"hidden": "nothing", "names": "returns, by name"}
"""What a system's trusts may see of each other."""


def _peers(publication: Publication) -> None:
    """Draw the systems' decisions, and the form that keeps one."""
    settings = Settings.from_environment()
    year = default_round_of(publication, ics_code=None)
    systems = offered_systems(publication, year=year, footprint=TODAYS).systems
    decided = peers_decided(settings)
    by_name = [
        systems[code].name if code in systems else code for code, how in decided.items() if how == "names"
    ]
    draw(
        parts.text(
            "Nothing, until their system decides that its trusts see one another's returns; counts of "
            "unsupported systems in bands alone even then. Systems that decided so: "
            f"{', '.join(by_name) or 'none'}."
        )
    )
    with st.form("peers-shown", border=False, enter_to_submit=False):
        which, what = st.columns([2, 1])
        named = {code: f"{system.name} ({code})" for code, system in systems.items()}
        ics_code = pick(which.selectbox, "System that decided", named, key="peers-system")
        how = pick(what.selectbox, "Its trusts see of one another", PEERS, key="peers-how")
        pressed = st.form_submit_button("Keep the decision")
    if pressed and (ics_code is None or how is None):
        draw(parts.text("Choose a system, and what its trusts see.", kind="caution"))
    elif pressed and ics_code is not None and how is not None:

        def keep() -> str:
            decide_peers(settings, ics_code, how, by=_by(f"what {ics_code} decided"))
            return f"{systems[ics_code].name}: its trusts see of one another {PEERS[how]}."

        _do(keep)


def _revoke(names: Mapping[str, str]) -> None:
    """Draw the form that revokes all sign-ins of a person."""
    draw(
        parts.text(
            "For a lost computer, or somebody who should be out now: all of a person's sign-ins end, on "
            "every computer. What they were granted stays, and they can sign in again."
        )
    )
    with st.form("revoke", border=False, enter_to_submit=False):
        people = {person: f"{names[person]} ({person})" for person in names}
        subject = pick(st.selectbox, "Person", people, key="revoke-subject")
        pressed = st.form_submit_button("Revoke sign-ins")
    if pressed and subject is None:
        draw(parts.text("Choose a person.", kind="caution"))
    elif pressed and subject is not None:

        def revoke() -> str:
            now = utc_now()
            revoke_sign_ins(Settings.from_environment(), subject, now, by=_by("the end of sign-ins"))
            return f"Every sign-in of {names[subject]} from before now has ended."

        _do(revoke)


def _log(log: pd.DataFrame) -> None:
    """Draw the log of what people did, filtered."""
    what_column, who_column, outcome_column = st.columns(3)
    shown = log
    for column, place, label in (
        ("action", what_column, "What"),
        ("made_by", who_column, "By"),
        ("outcome", outcome_column, "Outcome"),
    ):
        with place:
            wanted = choice(f"log-{column}", label, [ALL, *sorted(log[column].unique())], default=ALL)
        if wanted != ALL:
            shown = shown[shown[column] == wanted]
    if nameless := [f"{why}: {refusals()[why]:,}" for why in NAMELESS if refusals()[why]]:
        draw(
            parts.text(
                "Refused on this server since it started, and not listed, because nobody knows who it was: "
                f"{'; '.join(nameless)}."
            )
        )
    caption = f"{len(shown):,} {'entry' if len(shown) == 1 else 'entries'}"
    if len(shown) > LONGEST_LOG:
        caption += f"; the newest {LONGEST_LOG} are shown, and all are in the file"
    draw(
        parts.table(AUDIT.of(shown.head(LONGEST_LOG)), caption=caption, stacked=True)
        + parts.download(AUDIT.of(shown), file_name="audit")
    )


def _by(what: str) -> Person:
    """The administrator who acts, checked now. A refusal is entered in the ledger."""
    return act_on(Settings.from_environment(), "people", what).person


def _do(act: Callable[[], str]) -> None:
    """Run an action. Shows what was done at the head of the page, or here why it failed."""
    try:
        st.session_state[_DONE] = act()
    except BenchmarkError as error:
        parts.show_error(error)
        return
    st.rerun()


def _done() -> None:
    if done := st.session_state.pop(_DONE, ""):
        draw(parts.text(done, kind="caution", role="status"))


def _for(grant: Grant, scopes: Mapping[str, str]) -> str:
    return grant.role if not grant.scope else f"{grant.role} of {scopes.get(grant.scope, grant.scope)}"


def _is_to_come(grant: Grant, today: date) -> bool:
    return grant.ended_at is None and grant.starts > today


def _standing(grant: Grant, today: date) -> str:
    if grant.ended_at is not None:
        return f"ended by {grant.ended_by} on {grant.ended_at:%Y-%m-%d}"
    if grant.holds_on(today):
        return "holds"
    return "to come" if _is_to_come(grant, today) else "has run out"
