"""Submits the data that comes with the product, published and fictional, like any return."""

import hashlib
from pathlib import Path

from benchmark.core.definitions import load_published_files
from benchmark.core.errors import DefinitionError, StoreError
from benchmark.core.settings import Settings
from benchmark.returns.submit.intake import check_return
from benchmark.store.ledger import Ledger, NewSubmission, Origin, Submission, create_ledger, writing
from benchmark.store.ledger.snapshot import last_entry
from benchmark.store.publication import Publication, open_store
from benchmark.store.publication.publish import publish
from benchmark.store.storage.identity import expect_store, is_free
from benchmark.store.storage.lock import held
from schemas.definitions import PublishedFile

FOLDERS: dict[str, Origin] = {
    "reference": "published",
    "published": "published",
    "demonstration": "demonstration",
}
"""The folders of data/, with the origin of their files."""
PRODUCT = "this product"
"""The subject, instead of a person's, that submits the product's own files at a start."""
SUBMITTED_BY: dict[Origin, str] = {
    "published": "Published data",
    "demonstration": "Demonstration data (fictional)",
}


def prepare_store(settings: Settings) -> Publication:
    """The current publication. It is made if the folder is empty, and updated or repaired if needed.

    Only a start of the dashboard does this; everything else reads, with `open_store`. If the ledger cannot be
    published, the store continues to show what it has. Only `publish` submits new data files. Raises
    StoreError for a folder with other files, and for a store without its ledger.
    """
    if is_free(settings):
        if settings.store.parent.exists() or settings.store == Settings().store:
            return init_store(settings)
        expect_store(settings)
    try:
        current = open_store(settings)
        if last_entry(settings) in (None, current.ledger_entry):
            return current
    except StoreError:  # nothing published, or its file is missing or damaged
        expect_store(settings)
        submit_published(settings)
        return publish(settings)
    try:
        return publish(settings)
    except StoreError:
        return current


def init_store(settings: Settings) -> Publication:
    """Make a store of the data that comes with the product. Raises StoreError unless the folder is empty."""
    if not is_free(settings):
        expect_store(settings)
        raise StoreError(f"There is a store in {settings.store} already.")
    with held(settings):
        if not settings.ledger_file.exists():  # another process may have made it while we waited
            create_ledger(settings)
    submit_published(settings)
    return publish(settings)


def submit_published(settings: Settings, *, at_this_time: bool = False) -> list[Submission]:
    """Submit every data file that the ledger does not have yet, in place of its older version.

    Returns the new submissions; none if the ledger is up to date. A file that somebody withdrew stays
    withdrawn until it changes. To have no demonstration, remove its folder before the first start.
    """
    files = [
        (settings.data / folder / listed.file, listed, origin)
        for folder, origin in FOLDERS.items()
        if origin != "demonstration" or (settings.data / folder).exists()
        for listed in load_published_files(settings.data / folder).files
    ]
    with writing(settings, at_this_time=at_this_time, subject=PRODUCT) as ledger:
        newest = {
            submission.file_name: submission
            for submission in ledger.submissions()
            if submission.origin in FOLDERS.values()
        }
        return [
            _submit_file(ledger, path, listed, origin=origin, older=newest.get(listed.file))
            for path, listed, origin in files
            if listed.file not in newest or newest[listed.file].sha256 != _sha256(path)
        ]


def _submit_file(
    ledger: Ledger, path: Path, listed: PublishedFile, *, origin: Origin, older: Submission | None
) -> Submission:
    checked = check_return(path, listed.file, publication=None, kind=listed.kind)
    wrong = checked.errors + checked.questions
    if wrong:
        line = f", line {wrong[0].line}" if wrong[0].line else ""
        column = f", {wrong[0].column}" if wrong[0].column else ""
        more = f" It is the first of {len(wrong)} findings." if wrong[1:] else ""
        raise DefinitionError(
            f"{listed.file}{line}{column}: {wrong[0].message}{more}", fix="Correct the file."
        )
    if checked.rows_valid != listed.rows:
        raise DefinitionError(
            f"{listed.file} holds {checked.rows_valid} rows where its source note says {listed.rows}.",
            fix="Correct the file, or its source note.",
        )
    return ledger.submit(
        NewSubmission(
            kind=listed.kind,
            file_name=listed.file,
            content=checked.content,
            table=checked.tables[0].table,
            submitted_by=SUBMITTED_BY[origin],
            note=f"{listed.publisher}: {listed.publication} ({listed.published})",
            origin=origin,
            how=checked.how,
        ),
        replaces=[older.submission_id] if older is not None and older.state == "standing" else [],
    )


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
