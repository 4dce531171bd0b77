"""The commands about people: grants, what trusts see of each other, and the audit."""

import json
from datetime import date
from typing import Literal

import click

from benchmark.common.groups import known_groups
from benchmark.core.errors import NotAllowed, UnknownCode, expect_known
from benchmark.core.moments import utc_today
from benchmark.core.people import LOCAL_PERSON, ROLES, Grant, Person, Role
from benchmark.core.policy import Peers
from benchmark.core.settings import Settings, is_shared
from benchmark.returns.submit.act import act_on
from benchmark.store import people
from benchmark.store.publication import Publication, open_store
from benchmark.surfaces.cli import options
from benchmark.surfaces.cli.output import write_file
from benchmark.surfaces.cli.terminal import say
from benchmark.surfaces.files.tables import csv_bytes

_OFFERED: tuple[Peers, ...] = ("hidden", "names")
"""Without letters: anybody who knows the published scores could see through them."""


@options.command(
    "grant 4f1c0d2e-1234 --role administrator",
    "grant 8a7b6c5d-5678 --role analyst --ics QYG --ends 2027-03-31",
)
@click.argument("subject", metavar="SUBJECT", help="the person's identifier, which they are shown")
@click.option("--role", type=options.OneOf(ROLES), required=True, help="what they may do")
@click.option("--ics", metavar="CODE", help="the system of an analyst or a leader")
@click.option("--group", metavar="CODE", help="in place of a system a known group, as it is now")
@click.option("--trust", metavar="CODE", help="the trust of somebody at a trust")
@click.option("--starts", type=options.day, metavar="YYYY-MM-DD", help="the first day (default: today)")
@click.option("--ends", type=options.day, metavar="YYYY-MM-DD", help="the last day (default: none)")
@click.option("--note", metavar="TEXT", default="", help="why; kept in the ledger")
@options.store
def grant(
    *,
    subject: str,
    role: Role,
    ics: str | None,
    group: str | None,
    trust: str | None,
    starts: date | None,
    ends: date | None,
    note: str,
    settings: Settings,
) -> None:
    """Give somebody a role for a system, a group or a trust.

    The first one of a store is an administrator's.
    """
    by = _giver(settings, role)
    scope, codes = _scope(open_store(settings), role, ics=ics, group=group, trust=trust)
    given = people.give_grant(
        settings, subject.strip(), role, scope, codes=codes, starts=starts, ends=ends, by=by, note=note
    )
    say(_line(given))


@options.command("grants")
@options.store
def grants(*, settings: Settings) -> None:
    """Who may do what.

    Every grant that was given, and whether it holds.
    """
    act_on(settings, "people", "the list of grants")
    found = people.grants(settings)
    say(*(_line(grant) for grant in found) if found else ["No grant was given yet."])


@options.command("end-grant 12 --reason 'Left the trust'")
@click.argument("number", type=options.whole_number, metavar="N", help="the grant's number")
@click.option("--reason", metavar="TEXT", required=True, help="why; kept in the ledger")
@options.store
def end_grant(*, number: int, reason: str, settings: Settings) -> None:
    """End a grant."""
    by = act_on(settings, "people", f"the end of grant {number}").person
    say(_line(people.end_grant(settings, number, by=_person(by), reason=reason)))


@options.command("peers-shown DEMO names")
@click.argument("ics", metavar="CODE", help="the system's code")
@click.argument("how", type=options.OneOf(_OFFERED), metavar="HOW", help="hidden or names")
@options.store
def peers_shown(*, ics: str, how: Peers, settings: Settings) -> None:
    """How a system's trusts see each other's returns.

    It is the system's own decision, which an administrator enters here. Until then they see none.
    """
    by = act_on(settings, "people", f"what {ics} decided").person
    known = _codes(open_store(settings), "ics", "ics_code")
    expect_known(ics, known, what="system")
    people.decide_peers(settings, ics, how, by=_person(by))
    say(
        f"{ics}: the others' returns are shown to its trusts {'by name' if how == 'names' else 'not at all'}."
    )


@options.command("audit --output audit.csv", "audit --format json")
@options.form("csv", "json")
@click.option("--output", metavar="FILE", help="where to; standard output when left out")
@options.store
def audit(*, form: Literal["csv", "json"], output: str | None, settings: Settings) -> None:
    """Who did what.

    Every entry of the ledger, sign-ins and refusals among them.
    """
    act_on(settings, "people", "the audit")
    found = people.audit(settings)
    if form == "csv":
        write_file(csv_bytes(found), output, form)
        return
    rows = found.assign(made_at=found["made_at"].astype(str)).to_dict("records")
    write_file(f"{json.dumps(rows, indent=2)}\n".encode(), output, form)


def _giver(settings: Settings, role: Role) -> Person:
    """The person who gives a grant. While there is no administrator, anybody with the store's files may."""
    today = utc_today()
    if any(grant.role == "administrator" and grant.holds_on(today) for grant in people.grants(settings)):
        return _person(act_on(settings, "people", "a grant").person)
    if is_shared() and role != "administrator":
        raise NotAllowed(
            "Nobody is an administrator yet.", fix="Give the first grant: grant SUBJECT --role administrator"
        )
    return _person(LOCAL_PERSON)


def _person(person: Person) -> Person:
    """The person; without sign-in, the user of this computer."""
    user = options.user_name() or "unnamed"
    return Person(f"user:{user}", user) if person.local else person


def _scope(
    publication: Publication, role: Role, *, ics: str | None, group: str | None, trust: str | None
) -> tuple[str, frozenset[str]]:
    """A grant's scope as it is stored, and its codes now. UnknownCode if a code is unknown."""
    given = {name: code for name, code in (("ics", ics), ("group", group), ("trust", trust)) if code}
    wanted = {"administrator": [], "trust": [["trust"]]}.get(role, [["ics"], ["group"]])
    if [*given] not in (wanted or [[]]):
        options_of = {"administrator": "none of --ics, --group and --trust", "trust": "--trust"}
        raise UnknownCode(
            f"The role {role} needs {options_of.get(role, '--ics or --group')}, and nothing beside it."
        )
    for name, code in given.items():
        if name == "group":
            known = known_groups(publication)
            expect_known(code, known, what="group")
            return f"group:{code}", known[code].codes_on(utc_today())
        table, column = ("trusts", "ods_code") if name == "trust" else ("ics", "ics_code")
        expect_known(code, _codes(publication, table, column), what="trust" if name == "trust" else "system")
        return f"{name}:{code}", frozenset({code})
    return "", frozenset()


def _codes(publication: Publication, table: str, column: str) -> list[str]:
    return [str(code) for (code,) in publication.rows(f"select distinct {column} from publication.{table}")]


def _line(grant: Grant) -> str:
    until = f"until {grant.ends}" if grant.ends else "without an end"
    state = f"; ended {grant.ended_at:%Y-%m-%d} by {grant.ended_by}" if grant.ended_at else ""
    whose = f" of {grant.scope}" if grant.scope else ""
    return (
        f"{grant.grant_id}: {grant.subject} is {grant.role}{whose} from {grant.starts}, {until}; "
        f"given {grant.given_at:%Y-%m-%d} by {grant.given_by}{state}"
    )
