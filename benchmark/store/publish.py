"""Builds a publication from the ledger: aside, checked, then swapped in at once."""

import hashlib
import json
import os
import uuid
from datetime import datetime
from importlib.resources import files
from pathlib import Path

import duckdb

from benchmark.definitions import definitions, definitions_digest
from benchmark.settings import Settings
from benchmark.store.checks import check_publication
from benchmark.store.ledger import STORAGE_VERSION, Ledger, quoted, sql, utc_now, writing
from benchmark.store.publication import Publication, open_file
from benchmark.store.tables import columns, current_rows
from schemas.kinds import KINDS

KEEP = 5
"""Publications kept on disk, so that a reader who is still on an older one can finish."""


def publish(settings: Settings, *, as_at: datetime | None = None) -> Publication:
    """Publish what stands in the ledger, and make it the publication in use.

    With `as_at` (UTC) the publication shows what stood then, and does not become the one in use.
    Does nothing when that publication exists already. Raises PublicationRefused when a check fails: the
    publication in use then stays as it was.
    """
    with writing(settings) as ledger:
        version = publication_version(ledger, as_at)
        target = settings.publications / f"{version}.duckdb"
        if not target.exists():
            _build(ledger, target, version=version, as_at=as_at)
        if as_at is None:
            _point_at(settings.current_pointer, version)
            _prune(settings.publications, keep=target)
    return open_file(target)


def publication_version(ledger: Ledger, as_at: datetime | None = None) -> str:
    """The name of the publication that the ledger gives: the same content always has the same name."""
    position = ledger.last_entry(as_at)
    digest = hashlib.sha256()
    entries = ledger.connection.execute(sql("entries_until"), [position]).fetchall()
    shape = {kind: columns(model) for kind, model in KINDS.items()}
    for part in (entries, shape, definitions_digest(), [text for _, text in _views()]):
        digest.update(json.dumps(part, default=str).encode())
    prefix = "asat-" if as_at is not None else ""
    return f"{prefix}{position:06d}-{digest.hexdigest()[:12]}"


def _build(ledger: Ledger, target: Path, *, version: str, as_at: datetime | None) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    for leftover in target.parent.glob("*.tmp*"):
        leftover.unlink(missing_ok=True)
    aside = target.with_name(f"{uuid.uuid4().hex}.tmp")
    connection, position = ledger.connection, ledger.last_entry(as_at)
    try:
        connection.execute(f"attach '{quoted(aside)}' as pub (storage_version '{STORAGE_VERSION}')")
        connection.execute("use pub")
        try:
            _fill(connection, position=position, version=version, as_at=as_at)
            check_publication(connection)
            connection.execute("checkpoint pub")
        finally:
            connection.execute("use ledger")
            connection.execute("detach pub")
        _sync(aside)
        os.replace(aside, target)
        _sync(target.parent)
    finally:
        aside.unlink(missing_ok=True)


def _fill(
    connection: duckdb.DuckDBPyConnection, *, position: int, version: str, as_at: datetime | None
) -> None:
    connection.execute("create or replace temp table standing as " + sql("standing"), [position])
    for kind, model in KINDS.items():
        connection.execute(f"create table pub.{kind} as {current_rows(model)}")
    connection.execute("create table pub.submissions as " + sql("published_submissions"))
    connection.execute("create table pub.pillars (pillar varchar, position integer, name varchar)")
    connection.executemany(
        "insert into pub.pillars values (?, ?, ?)",
        [(p.key, i, p.name) for i, p in enumerate(definitions().framework.pillars, start=1)],
    )
    connection.execute("create table pub.rounds (assessment_year bigint, name varchar, footprint_on date)")
    connection.executemany(
        "insert into pub.rounds values (?, ?, ?)",
        [(r.assessment_year, r.name, r.footprint_on) for r in definitions().rounds],
    )
    for _, text in _views():
        connection.execute(text)
    connection.execute(
        "create table pub.publication as select ? as version, ? as ledger_entry, ?::timestamp as as_at, "
        "?::timestamp as built_at",
        [version, position, as_at, utc_now()],
    )


def _views() -> list[tuple[str, str]]:
    folder = files(__package__).joinpath("sql", "views")
    return sorted((file.name, file.read_text(encoding="utf-8")) for file in folder.iterdir())


def _point_at(pointer: Path, version: str) -> None:
    if pointer.exists() and pointer.read_text(encoding="utf-8").strip() == version:
        return
    aside = pointer.with_suffix(".tmp")
    aside.write_text(version + "\n", encoding="utf-8")
    _sync(aside)
    os.replace(aside, pointer)
    _sync(pointer.parent)


def _prune(folder: Path, keep: Path) -> None:
    by_age = sorted(folder.glob("*.duckdb"), key=lambda file: file.stat().st_mtime, reverse=True)
    for file in by_age[KEEP:]:
        if file == keep:
            continue
        try:
            file.unlink()
        except OSError:  # Windows keeps a file that somebody reads; the next publication removes it.
            continue


def _sync(path: Path) -> None:
    """Make a file, or a folder's list of files, survive a power cut. Windows has no handle on folders."""
    if path.is_dir() and os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
