"""Decides whether a person may change data, and of which organisations, before anything is written."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from benchmark.core.definitions import policy
from benchmark.core.errors import NotAllowed
from benchmark.core.people import Person, acting
from benchmark.core.policy import EVERYBODY, allowed, groups_of, reached
from benchmark.core.settings import Settings
from benchmark.store.ledger import Ledger, Submission
from benchmark.store.ledger.receipts import kept_file
from benchmark.store.people import REFUSED, record_event, record_once
from benchmark.store.publication import Publication
from benchmark.store.publication.view import members_of, places_of
from benchmark.store.storage.tables import ABOUT, codes_of_submissions, ledger_table
from schemas.policy import DataKey


@dataclass(frozen=True)
class Actor:
    """The person who acts, and the codes of the trusts that they act for, if not their own."""

    person: Person
    on_behalf: str | None = None

    @property
    def subject(self) -> str | None:
        """The signed-in person's subject; None on one person's own computer."""
        return None if self.person.local else self.person.subject

    def name(self, typed: str) -> str:
        """The name to keep: the signed-in person's, or on one person's own computer the typed one."""
        return typed if self.person.local else self.person.name or self.person.subject


def act(settings: Settings, written: Mapping[str, Iterable[str]]) -> Actor:
    """Let the current person write, withdraw or restore rows of some kinds.

    written: kind -> codes of the organisations that the rows are about. Raises NotAllowed, and records it in
    the audit, if the person may not write for one of them. The rows decide, not the form or the file's name.
    """
    person = acting(settings)
    if person.local:
        return Actor(person)
    places = places_of(settings)
    groups = groups_of(person, places)
    everybody: set[str] = set()
    for kind, codes in written.items():
        data = policy().data_of(kind)
        given = {*codes}
        mine = groups if data in ("plans", "packs") else frozenset()
        for code in sorted(given - mine) if given else [""]:
            decided = allowed(person, "write", data, code, places)
            if decided.refused:
                # Do not name a group's members: anyone could guess a code.
                of_group = f"{person.name} may not change this: a group of this code holds others too."
                sentence = of_group if data == "groups" else decided.sentence
                _refuse(settings, person, f"{kind} of {code}", sentence)
        everybody |= given
    for_themselves = {code for grant in person.grants if grant.role == "trust" for code in grant.codes}
    others = sorted(everybody - for_themselves)
    return Actor(person, ", ".join(others) or None)


def act_on(settings: Settings, data: DataKey, what: str) -> Actor:
    """Let the person act on the whole product: publish, back up, grant. Raises NotAllowed if they may not."""
    person = acting(settings)
    if not person.local and EVERYBODY not in reached(
        person, "write", data, places_of(settings), outcome="allowed"
    ):
        _refuse(settings, person, what, f"{person.name} may not do this: {what}. An administrator may.")
    return Actor(person)


def tell_audit(settings: Settings, publication: Publication, what: str, about: str) -> None:
    """Record in the audit that the person took away a file with figures that not everybody may see."""
    if publication.rights is not None:
        record_event(settings, acting(settings), what, about, "done")


def expect_own(settings: Settings, ledger: Ledger, submission_id: int) -> Actor:
    """Let the current person withdraw or restore a submission. Raises NotAllowed if they may not write all of
    it.

    Data that came with the product is for administrators, whatever it is about.
    """
    submission = ledger.submission(submission_id)
    if submission.origin != "return":
        return act_on(settings, "reference", f"change of {submission.file_name}, which came with the product")
    if codes := _codes_changed(settings, ledger, submission):
        return act(settings, {submission.kind: codes})
    # A heading belongs to nobody: whoever may change the return that it came with may change it.
    parts = kept_file(ledger, submission_id).parts
    written = {part.kind: _codes_changed(settings, ledger, part) for part in parts}
    return act(settings, {kind: codes for kind, codes in written.items() if codes} or {submission.kind: ()})


def codes_written(settings: Settings, kind: str, table: pa.Table) -> set[str]:
    """The organisations' codes that a return's rows are about; for a known group, also all its members'."""
    members = members_of(settings, pc.unique(table["group_code"]).to_pylist()) if kind == "groups" else set()
    return codes_of_rows(table) | members


def codes_of_rows(table: pa.Table) -> set[str]:
    """The codes of organisations that a return's rows are about. A plan's cell may have several codes."""
    return {
        code
        for name in ABOUT
        if name in table.column_names
        for written in pc.unique(table[name]).to_pylist()
        if written is not None
        for code in str(written).split(",")
    }


def _codes_changed(settings: Settings, ledger: Ledger, submission: Submission) -> set[str]:
    """The organisations' codes that a submission changes; for a group, also all its members'."""
    codes = codes_of_submission(ledger, submission)
    if submission.kind != "groups":
        return codes
    query = f"select distinct group_code from ledger.{ledger_table('groups')} where submission_id = ?"
    rows = ledger.connection.execute(query, [submission.submission_id]).fetchall()
    return codes | members_of(settings, [group for (group,) in rows])


def codes_of_submission(ledger: Ledger, submission: Submission) -> set[str]:
    """The codes of organisations that a submission in the ledger is about."""
    query = f"select distinct code from ({codes_of_submissions([submission.kind])}) where submission_id = ?"
    rows = ledger.connection.execute(query, [submission.submission_id]).fetchall()
    return {str(code) for (code,) in rows if code}


def _refuse(settings: Settings, person: Person, what: str, sentence: str) -> None:
    record_once(settings, person, "write", what, REFUSED)
    raise NotAllowed(f"{sentence} Nothing was changed.")
