"""Reads rows from their files again, and compares them with the rows that the ledger keeps."""

import json
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import duckdb
import pyarrow as pa

from benchmark.core.errors import BenchmarkError
from benchmark.store.ledger import Ledger
from benchmark.store.publication import Publication, forget, open_file
from benchmark.store.publication.publish import build
from benchmark.store.storage.tables import columns, ledger_table
from schemas.kinds import KINDS

_SHOWN = 60


class Deriver(Protocol):
    """Reads files as the layer above does. rules: the digest of the rules that it reads by."""

    @property
    def rules(self) -> str: ...

    def __call__(
        self, content: bytes, file_name: str, how: Mapping[str, Any], publication: Publication | None
    ) -> Mapping[str, pa.Table]:
        """The rows that a file holds, by kind. Raises BenchmarkError if it cannot be read."""
        ...


@dataclass
class Derivation:
    """The result of reading every file again: how many gave the same rows, and which cannot be compared."""

    same: int = 0
    other_rules: list[int] = field(default_factory=list)
    unasked: list[int] = field(default_factory=list)

    def words(self) -> str:
        parts = [f"{self.same} submissions give their rows again"]
        if self.other_rules:
            parts.append(
                f"{_listed(self.other_rules)} were read by other rules than today's, so only digests speak"
            )
        if self.unasked:
            parts.append(f"of {_listed(self.unasked)} the ledger does not say how the file was read")
        return "; ".join(parts)


def derivation_faults(ledger: Ledger, derive: Deriver, derivation: Derivation) -> Iterator[str]:
    """Yields submissions whose rows differ from their files, with the first line and column.

    Counts the others in `derivation`. If the rules have changed since, other rows are no fault: the digests
    of the chain then vouch for the kept rows.
    """
    hows = dict(ledger.connection.execute("select submission_id, how from submission_how").fetchall())
    # Before the chain, the ledger did not record how a file was read. Since then every submission has it.
    query = "select submission_id from entry, chain where action = 'submit' and entry_id <= sealed_until"
    older = {number for (number,) in ledger.connection.execute(query).fetchall()}
    with _References(ledger, derive) as references:
        for submission in ledger.submissions():
            number = submission.submission_id
            if number not in hows and number in older:
                derivation.unasked.append(number)
                continue
            if number not in hows:
                yield f"of submission {number} ({submission.file_name}) nothing says how its file was read"
                continue
            try:
                how = json.loads(hows[number])
                content, rules = ledger.content(number), how["rules"]
                rows = references.derived(content, submission.file_name, how).get(submission.kind)
                difference = _difference(ledger.connection, number, submission.kind, rows)
            except (BenchmarkError, ValueError, KeyError, TypeError) as error:
                rules, difference = None, f"it cannot be read again: {error}"
            if difference is None:
                derivation.same += 1
            elif rules != derive.rules and rules is not None:
                derivation.other_rules.append(number)
            else:
                yield f"submission {number} ({submission.file_name}) is not what its file says: {difference}"


class _References:
    """Reads files again, each beside the ledger as it was when the file was submitted. That is built as a
    publication in a folder of its own, which is removed at the end.
    """

    def __init__(self, ledger: Ledger, derive: Deriver) -> None:
        self._ledger, self._derive = ledger, derive
        self._made = tempfile.TemporaryDirectory()
        self._folder = Path(self._made.name)

    def __enter__(self) -> "_References":
        return self

    def __exit__(self, *_: object) -> None:
        forget(self._folder)
        self._made.cleanup()

    def derived(self, content: bytes, file_name: str, how: Mapping[str, Any]) -> Mapping[str, pa.Table]:
        """The rows that a file gives now, by kind."""
        publication = None if how["entry"] is None else self._at(int(how["entry"]))
        return self._derive(content, file_name, how, publication)

    def _at(self, entry: int) -> Publication:
        """The publication of the ledger up to an entry, built on first use."""
        file = self._folder / f"{entry}.duckdb"
        if not file.exists():
            build(self._ledger, file, version=str(entry), position=entry)
        return open_file(file)


def _difference(
    connection: duckdb.DuckDBPyConnection, submission_id: int, kind: str, rows: pa.Table | None
) -> str | None:
    """The first line and column where the file's rows differ from the kept ones, in words, or None."""
    if rows is None:
        return "it holds no rows of its kind"
    names = ["line", *columns(KINDS[kind])]
    listed = ", ".join(names)
    connection.register("again", rows)
    try:
        kept = f"select {listed} from {ledger_table(kind)} where submission_id = {submission_id}"
        differing = (
            f"(({kept}) except all (select {listed} from again)) union all "
            f"((select {listed} from again) except all ({kept}))"
        )
        found = connection.execute(f"select min(line) from ({differing})").fetchall()[0][0]
        if found is None:
            return None
        order = ", ".join(f"{name} nulls first" for name in (*KINDS[kind].key, *names))
        at = f"where line = {found} order by {order}"
        before = connection.execute(f"select * from ({kept}) {at}").fetchall()
        after = connection.execute(f"select {listed} from again {at}").fetchall()
    finally:
        connection.unregister("again")
    if len(before) != len(after):
        return f"line {found} is kept as {len(before)} rows, and gives {len(after)}"
    for kept_row, row in zip(before, after, strict=True):
        for name, old, new in zip(names, kept_row, row, strict=True):
            if old != new:
                return f"line {found}, column {name}: kept is {_value(old)}, the file gives {_value(new)}"
    return f"line {found}"


def _value(value: object) -> str:
    return "nothing" if value is None else repr(value)[:_SHOWN]


def _listed(numbers: list[int]) -> str:
    """Numbers in words: the first five, and how many more."""
    shown = ", ".join(map(str, numbers[:5]))
    return shown if len(numbers) <= 5 else f"{shown} and {len(numbers) - 5} more"
