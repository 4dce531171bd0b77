"""The data that comes with the product, published and fictional, submitted to the ledger like any return."""

import hashlib
from contextlib import suppress
from pathlib import Path

from benchmark.definitions import load_published_files
from benchmark.errors import DefinitionError, StoreError
from benchmark.returns.intake import check_return
from benchmark.settings import Settings
from benchmark.store.ledger import Ledger, NewSubmission, Origin, Submission, writing
from benchmark.store.publication import Publication, open_current
from benchmark.store.publish import publish
from schemas.definitions import PublishedFile

FOLDERS: dict[str, Origin] = {
    "reference": "published",
    "published": "published",
    "demonstration": "demonstration",
}
"""The folders of data/, each with the origin of its files."""
SUBMITTED_BY: dict[Origin, str] = {
    "published": "Published data",
    "demonstration": "Demonstration data (fictional)",
}


def prepare_store(settings: Settings) -> Publication:
    """The publication in use, made first where the store is new, or has lost it.

    A store that has one is left as it is: `publish` is what takes up new data files.
    """
    with suppress(StoreError):  # none yet, or its file is gone or spoilt: it is made from the ledger again
        return open_current(settings)
    submit_published(settings)
    return publish(settings)


def submit_published(settings: Settings) -> list[Submission]:
    """Submit every data file that the ledger does not hold yet, in place of its older version.

    Returns the new submissions; none when the ledger is up to date. A file that somebody withdrew stays so
    until it changes. Whoever wants no demonstration removes its folder before the first start.
    """
    files = [
        (settings.data / folder / listed.file, listed, origin)
        for folder, origin in FOLDERS.items()
        if origin != "demonstration" or (settings.data / folder).exists()
        for listed in load_published_files(settings.data / folder).files
    ]
    with writing(settings) as ledger:
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
