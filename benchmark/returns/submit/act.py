"""Whether a person may change something, and for which organisations: asked before anything is written."""

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
    """Who acts, and the trusts for which they do, by their codes, where they are others'."""

    person: Person
    on_behalf: str | None = None

    @property
    def subject(self) -> str | None:
        """Who is signed in; None at one person's own computer."""
        return None if self.person.local else self.person.subject

    def name(self, typed: str) -> str:
        """The name that is kept: of who is signed in; at one person's own computer the one typed."""
        return typed if self.person.local else self.person.name or self.person.subject


def act(settings: Settings, written: Mapping[str, Iterable[str]]) -> Actor:
    """Let whoever acts write rows of some kinds, or withdraw or restore them.

    written: kind -> the codes of the organisations that the rows are about.
    NotAllowed, which is entered for the audit, where one of them is not theirs to write. The rows decide, not
    the form or the file's name.
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
                # Who a group of that code holds is not for whoever guesses a code.
                of_group = f"{person.name} may not change this: a group of this code holds others too."
                said = of_group if data == "groups" else decided.sentence
                _refuse(settings, person, f"{kind} of {code}", said)
        everybody |= given
    for_themselves = {code for grant in person.grants if grant.role == "trust" for code in grant.codes}
    others = sorted(everybody - for_themselves)
    return Actor(person, ", ".join(others) or None)


def act_on(settings: Settings, data: DataKey, what: str) -> Actor:
    """Let the person do what is about no organisation: publish, back up, grant. NotAllowed if not."""
    person = acting(settings)
    if not person.local and EVERYBODY not in reached(
        person, "write", data, places_of(settings), outcome="allowed"
    ):
        _refuse(settings, person, what, f"{person.name} may not do this: {what}. An administrator may.")
    return Actor(person)


def tell_audit(settings: Settings, publication: Publication, what: str, about: str) -> None:
    """Enter in the audit that the person took away a file with figures that not everybody may see."""
    if publication.rights is not None:
        record_event(settings, acting(settings), what, about, "done")


def expect_own(settings: Settings, ledger: Ledger, submission_id: int) -> Actor:
    """Let whoever acts withdraw or restore a submission. NotAllowed where any of it is not theirs to write.

    What came with the product is for administrators, whatever it is about.
    """
    submission = ledger.submission(submission_id)
    if submission.origin != "return":
        return act_on(settings, "reference", f"change of {submission.file_name}, which came with the product")
    if codes := _codes_changed(settings, ledger, submission):
        return act(settings, {submission.kind: codes})
    # A heading is nobody's: it is for those whose return it came with.
    parts = kept_file(ledger, submission_id).parts
    written = {part.kind: _codes_changed(settings, ledger, part) for part in parts}
    return act(settings, {kind: codes for kind, codes in written.items() if codes} or {submission.kind: ()})


def codes_written(settings: Settings, kind: str, table: pa.Table) -> set[str]:
    """The organisations that rows of a return are about; of a group that is known, all of its members."""
    known = members_of(settings, pc.unique(table["group_code"]).to_pylist()) if kind == "groups" else set()
    return codes_of_rows(table) | known


def codes_of_rows(table: pa.Table) -> set[str]:
    """The organisations that rows of a return are about, by their codes. A plan's place may be several."""
    return {
        code
        for name in ABOUT
        if name in table.column_names
        for written in pc.unique(table[name]).to_pylist()
        if written is not None
        for code in str(written).split(",")
    }


def _codes_changed(settings: Settings, ledger: Ledger, submission: Submission) -> set[str]:
    """The organisations that a submission changes; of a group all of its members, as when it is written."""
    codes = codes_of_submission(ledger, submission)
    if submission.kind != "groups":
        return codes
    query = f"select distinct group_code from ledger.{ledger_table('groups')} where submission_id = ?"
    rows = ledger.connection.execute(query, [submission.submission_id]).fetchall()
    return codes | members_of(settings, [group for (group,) in rows])


def codes_of_submission(ledger: Ledger, submission: Submission) -> set[str]:
    """The organisations that a submission in the ledger is about."""
    query = f"select distinct code from ({codes_of_submissions([submission.kind])}) where submission_id = ?"
    rows = ledger.connection.execute(query, [submission.submission_id]).fetchall()
    return {str(code) for (code,) in rows if code}


def _refuse(settings: Settings, person: Person, what: str, sentence: str) -> None:
    record_once(settings, person, "write", what, REFUSED)
    raise NotAllowed(f"{sentence} Nothing was changed.")
