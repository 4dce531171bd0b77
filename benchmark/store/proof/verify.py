"""Checks a whole store and reports, check by check, whether it is sound. Changes nothing."""

import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, nullcontext
from dataclasses import dataclass
from functools import cache, partial

import duckdb

from benchmark.core.errors import StoreError
from benchmark.core.settings import Settings
from benchmark.store.ledger import Ledger, connected_ledger
from benchmark.store.ledger.chain import chain_words, entry_of, part_faults, seal_faults
from benchmark.store.ledger.heads_file import heads_file_faults
from benchmark.store.ledger.migrate import foreign_content, pending
from benchmark.store.proof.database import database_faults
from benchmark.store.proof.memory import copy_faults, remembered_words, replaced, row_faults
from benchmark.store.proof.publications import (
    is_of_the_past,
    kept_publication,
    publication_differences,
)
from benchmark.store.proof.readback import hidden_values
from benchmark.store.proof.reread import Derivation, Deriver, derivation_faults
from benchmark.store.publication import current_version, publication_file
from benchmark.store.publication.checks import count_each, publication_faults, with_rows
from benchmark.store.publication.publish import publication_version
from benchmark.store.storage.catalog import Objects, foreign_objects, objects_in
from benchmark.store.storage.database import (
    attach,
    connected,
    first_column,
    is_full,
    reason,
    reason_and_fix,
    sql,
    sql_files,
)
from benchmark.store.storage.lock import held
from benchmark.store.storage.tables import ledger_table
from schemas.kinds import KINDS

_CHECK = re.compile(r"^-- check: (.+)$", re.MULTILINE)
MIGRATED = "the ledger has every migration"
ASKED = "the ledger gives what it holds when it is asked"
HEADS = "the heads that were kept outside the store are in the chain"
MADE = "the ledger is made as this product makes it"
_MENDED = "Remove {file}, publish, and start the dashboard again: it is built again from the ledger"
SHOWN = 3
"""The most faults that a check shows in full; the others are counted."""


@dataclass(frozen=True)
class Check:
    """One check: its name, which says what must hold, whether it holds, and details."""

    name: str
    ok: bool
    detail: str


@dataclass(frozen=True)
class VerifyReport:
    """Every check that was made, in order."""

    checks: tuple[Check, ...]

    @property
    def ok(self) -> bool:
        return all(check.ok for check in self.checks)


def verify(
    settings: Settings, *, derive: Deriver | None = None, readback: bool = False, heads: Sequence[str] = ()
) -> VerifyReport:
    """Check the ledger and its publications, and that one gives the other. StoreBusy like `writing`.

    derive: reads files again, so that their rows are compared with the kept ones.
    readback: also make the checks of `readback.hidden_values`, which take as long as all others.
    heads: hashes of entries from receipts, backups or exports, which the chain must hold.
    """
    if not settings.ledger_file.exists():
        missing = f"there is no {settings.ledger_file.name} in {settings.store}"
        return VerifyReport((Check("the ledger opens", False, missing),))
    # If the store is not writable, nobody of ours writes to it: no lock is possible, and none is needed.
    with held(settings) if os.access(settings.store, os.W_OK) else nullcontext(), ExitStack() as opened:
        try:
            connection = opened.enter_context(connected_ledger(settings.ledger_file, read_only=True))
        except StoreError as error:
            return VerifyReport((Check("the ledger opens", False, str(error)),))
        listed = cache(partial(objects_in, connection, "ledger"))  # takes as long as several checks
        foreign = _check(MADE, lambda: foreign_objects(listed()))
        if not foreign.ok:  # a macro or a view could change the result of every other check
            return VerifyReport((foreign,))
        if (first := _migrations(connection)) is not None:
            # The other checks need the tables of the missing migration: each would fail for this reason.
            return VerifyReport((first,))
        ledger = [
            *ledger_checks(connection, listed),
            *_head_checks(settings, connection, heads, readback=readback),
        ]
        if settings.heads is not None:
            ledger.append(_check(HEADS, partial(heads_file_faults, connection, settings.heads)))
        if settings.database:
            kept = "the database holds every entry as it was sealed"
            ledger.append(_check(kept, lambda: database_faults(settings, connection)))
        if derive is not None:
            ledger.append(_derivation_check(Ledger(connection), derive))
        if readback and all(check.ok for check in ledger):
            ledger.append(_check(ASKED, lambda: hidden_values(connection, "ledger")))
        # If the ledger has faults, a publication built from it before them may be the one that is right.
        mend = all(check.ok for check in ledger)
        publication = [
            *_publication_checks(settings, connection, mend=mend, readback=readback),
            _past_check(settings, connection, mend=mend, readback=readback),
        ]
    return VerifyReport((*ledger, *publication))


def _migrations(connection: duckdb.DuckDBPyConnection) -> Check | None:
    """The migrations that the ledger needs, as a failed check; None if it needs none."""
    try:
        waiting = [step.what for step in pending(connection)]
    except (duckdb.Error, StoreError) as error:
        return Check(MIGRATED, False, f"cannot be checked: {reason(error)}")
    detail = f"to come: {'; '.join(waiting[:SHOWN])}; publish once, then verify again"
    return Check(MIGRATED, False, detail) if waiting else None


def ledger_checks(
    connection: duckdb.DuckDBPyConnection, listed: Callable[[], Objects | None] = lambda: None
) -> Iterator[Check]:
    """The checks of a ledger. The connection is from `connected_ledger`; read-only is enough.

    listed: returns everything that the ledger holds, if the caller has listed it already.
    """
    yield _migrations(connection) or Check(MIGRATED, True, "")
    yield _check(MADE, lambda: foreign_content(connection, listed()))
    for name, query in _ledger_queries():
        yield _check(name, partial(first_column, connection, query))
    yield _check("every submission has its rows", lambda: row_faults(connection))
    yield _check("what was found in a return can be read", lambda: list(_finding_faults(connection)))
    yield _check(
        "the chain holds: every entry is as it was sealed",
        lambda: seal_faults(connection),
        lambda: chain_words(connection),
    )
    yield _check("all that entries are about is as it was sealed", lambda: part_faults(connection))


def _head_checks(
    settings: Settings, connection: duckdb.DuckDBPyConnection, heads: Sequence[str], *, readback: bool
) -> Iterator[Check]:
    yield _check(
        "the ledger is the one that this store was last seen with",
        lambda: replaced(settings, connection),
        lambda: remembered_words(settings, connection),
    )
    yield _check(
        "copies of the ledger for readers hold what it holds",
        lambda: copy_faults(settings, connection, readback=readback),
    )
    for given in heads:
        found = entry_of(connection, given)
        yield Check(
            f"the head {given} is in the chain",
            found is not None,
            "no entry has this hash" if found is None else f"entry {found}",
        )


def _derivation_check(ledger: Ledger, derive: Deriver) -> Check:
    derivation = Derivation()
    return _check(
        "files give the rows that are kept",
        lambda: derivation_faults(ledger, derive, derivation),
        derivation.words,
    )


def _past_check(
    settings: Settings, ledger: duckdb.DuckDBPyConnection, *, mend: bool, readback: bool
) -> Check:
    """Check the publications that are not in use: past days are read from them."""
    in_use = current_version(settings)

    def faults() -> Iterator[str]:
        for file in sorted(settings.publications.glob("*.duckdb")):
            if file.stem == in_use:
                continue
            try:
                kept = kept_publication(file)
                if is_of_the_past(ledger, kept):
                    continue
                yield from (
                    f"{file.name}: {fault}"
                    for fault in publication_differences(ledger, kept, readback=readback)
                )
            except duckdb.Error as error:
                yield f"{file.name}: it cannot be read: {reason(error)}"

    fix = _MENDED.format(file="each of these from publications") if mend else ""
    return _check("publications of past days are what the ledger gave", faults, fix=fix)


def _publication_checks(
    settings: Settings, ledger: duckdb.DuckDBPyConnection, *, mend: bool, readback: bool
) -> Iterator[Check]:
    version = current_version(settings)
    if version is None:
        yield Check("the publication in use opens", False, "none is in use; publish")
        return
    with connected() as connection:
        try:
            # Not open_file, which may return one that was opened before its file was damaged.
            attach(connection, publication_file(settings, version), "publication", read_only=True)
            connection.execute("use publication")
            own_version, position = connection.execute(
                "select version, ledger_entry from publication"
            ).fetchall()[0]
        except (duckdb.Error, IndexError) as error:
            yield Check("the publication in use opens", False, f"{version}: {reason(error)}")
            return
        yield Check("the publication in use opens", own_version == version, version)
        yield _check(
            "the publication passes its checks",
            lambda: [f"{fault.table}: {fault.message}" for fault in publication_faults(connection)],
        )
        yield _check("the publication is what the ledger gives now", lambda: _version_faults(ledger, version))
        yield _check(
            "the publication is row by row what the ledger gives",
            lambda: publication_differences(
                ledger, kept_publication(publication_file(settings, version)), readback=readback
            ),
            fix=_MENDED.format(file=f"publications/{version}.duckdb") if mend else "",
        )
        yield _check(
            "the publication has every current row", lambda: _count_faults(connection, ledger, int(position))
        )


def _version_faults(ledger: duckdb.DuckDBPyConnection, version: str) -> list[str]:
    now = publication_version(Ledger(ledger))
    return [] if version == now else [f"the ledger now gives {now}, {version} is in use; publish again"]


def _finding_faults(connection: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """Yields findings that have no submission, are unreadable, or are errors, which are never submitted."""
    query = """
        select findings.submission_id, findings.findings, submission.submission_id is not null
        from submission_findings as findings left join submission using (submission_id) order by all
    """
    for number, text, known in connection.execute(query).fetchall():
        if not known:
            yield f"submission {number} is not there, but its findings are"
            continue
        try:
            listed = json.loads(text)
        except ValueError:
            listed = None
        if not isinstance(listed, list) or not all(map(_is_finding, listed)):
            yield f"the findings of submission {number} cannot be read"
        elif any(entry["severity"] == "error" for entry in listed):
            yield f"submission {number} has an error among its findings, so it cannot have been submitted"


def _is_finding(entry: object) -> bool:
    return (
        isinstance(entry, dict)
        and all(
            isinstance(entry.get(name), str) for name in ("code", "severity", "message", "sheet", "column")
        )
        and isinstance(entry.get("line"), int | None)
        and isinstance(entry.get("count"), int)
    )


def _count_faults(
    publication: duckdb.DuckDBPyConnection, ledger: duckdb.DuckDBPyConnection, position: int
) -> Iterator[str]:
    # Publishing ranks rows; this counts keys: the same number in another way.
    standing = sql("benchmark.store.publication", "standing")
    ledger.execute(f"create or replace temp table standing as {standing}", [position])
    came_in = with_rows(ledger, [ledger_table(kind) for kind in KINDS])
    keys = {
        kind: f"from (select distinct {', '.join(model.key)} from {ledger_table(kind)} semi join standing "
        "using (submission_id))"
        for kind, model in KINDS.items()
        if ledger_table(kind) in came_in
    }
    expected = dict(zip(keys, count_each(ledger, [*keys.values()]), strict=True))
    published = count_each(publication, [f"from {kind}" for kind in KINDS])
    for kind, found in zip(KINDS, published, strict=True):
        if found != expected.get(kind, 0):
            yield f"{kind} has {found} rows where the ledger has {expected.get(kind, 0)}"


def _check(
    name: str,
    faults: Callable[[], Iterable[str]],
    words: Callable[[], str] = lambda: "",
    *,
    fix: str = "",
) -> Check:
    """A check by the faults that it finds. A check that raises an error counts as failed.

    words: the detail if there is no fault. fix: what to do about faults.
    """
    try:
        found = list(faults())
        sound = "" if found else words()
    except Exception as error:  # a table that was made otherwise can raise any error
        # Without room nothing is wrong with what is checked: to check it takes some.
        known = isinstance(error, duckdb.Error | StoreError) or is_full(error)
        shown = " ".join(reason_and_fix(error)).rstrip() if known else repr(error)
        return Check(name, False, f"cannot be checked: {shown}")
    more = f"; and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
    shown = "; ".join(found[:SHOWN]) + more
    return Check(name, not found, sound or (f"{shown}. {fix}" if found and fix else shown))


@cache
def _ledger_queries() -> tuple[tuple[str, str], ...]:
    """The checks of the ledger that are one query each: name, and SQL that returns one row per fault."""
    queries = []
    for file_name, text in sql_files(__package__, "sql", "ledger_checks"):
        name = _CHECK.search(text)
        assert name is not None, f"{file_name} does not say what it checks"
        queries.append((name[1], text))
    return tuple(queries)
