"""The published data that comes with the product, submitted to the ledger like any other return."""

import hashlib
from pathlib import Path

from benchmark.definitions import load_published_files
from benchmark.errors import DefinitionError
from benchmark.returns.check import check_table, refuse_faults
from benchmark.returns.read import read_csv
from benchmark.settings import Settings
from benchmark.store.ledger import Ledger, NewSubmission, Submission, writing
from benchmark.store.publication import Publication, current_version, open_current
from benchmark.store.publish import publish
from schemas.definitions import PublishedFile

FOLDERS = ("reference", "published")
SUBMITTED_BY = "Published data"


def prepare_store(settings: Settings) -> Publication:
    """The publication in use, made first where the store is new.

    A store that has one is left as it is: `publish` is what takes up new data files.
    """
    if current_version(settings) is None:
        submit_published(settings)
        return publish(settings)
    return open_current(settings)


def submit_published(settings: Settings) -> list[Submission]:
    """Submit every data file that the ledger does not hold yet, and withdraw its older version.

    Returns the new submissions; none when the ledger is up to date.
    """
    files = [
        (settings.data / folder / listed.file, listed)
        for folder in FOLDERS
        for listed in load_published_files(settings.data / folder).files
    ]
    with writing(settings) as ledger:
        standing = {
            submission.file_name: submission
            for submission in ledger.submissions()
            if submission.origin == "published" and submission.state == "standing"
        }
        return [
            _submit_file(ledger, path, listed, older=standing.get(listed.file))
            for path, listed in files
            if listed.file not in standing or standing[listed.file].sha256 != _sha256(path)
        ]


def _submit_file(ledger: Ledger, path: Path, listed: PublishedFile, older: Submission | None) -> Submission:
    content = path.read_bytes()
    checked = check_table(listed.kind, read_csv(content, listed.file))
    refuse_faults(checked, listed.file)
    if len(checked.rows) != listed.rows:
        raise DefinitionError(
            f"{listed.file} holds {len(checked.rows)} rows where its source note says {listed.rows}."
        )
    submission = ledger.submit(
        NewSubmission(
            kind=listed.kind,
            file_name=listed.file,
            content=content,
            rows=checked.rows,
            lines=checked.lines,
            submitted_by=SUBMITTED_BY,
            note=f"{listed.publisher}: {listed.publication} ({listed.published})",
            origin="published",
        )
    )
    if older is not None:
        ledger.withdraw(older.submission_id, by=SUBMITTED_BY, reason=f"Replaced by {submission.submission_id}")
    return submission


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
