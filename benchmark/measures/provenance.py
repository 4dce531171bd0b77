"""What a publication was built from."""

import pandas as pd

from benchmark.errors import UnknownCode
from benchmark.measures.frames import sql
from benchmark.store.publication import Publication
from schemas.kinds import KINDS


def standing_submissions(publication: Publication) -> pd.DataFrame:
    """Every submission that stood when the publication was built, oldest first.

    Returns submission_id, kind, origin, fictional (it has rows of fictional trusts or systems), file_name,
    row_count, submitted_by, submitted_at (UTC), note.
    """
    return publication.frame(sql("standing_submissions"))


def submission_log(publication: Publication) -> pd.DataFrame:
    """Every submission up to the publication's entry, the newest first, with its state.

    Returns submission_id, kind, origin, fictional (it has rows of fictional trusts or systems), file_name,
    sha256, size_bytes, row_count, submitted_by, submitted_at, note, state ('standing' or 'withdrawn'),
    changed_by, changed_at, reason (of the last withdrawal or restoration; empty where there was none). Times
    are UTC.
    """
    return publication.frame(sql("submission_log"))


def confirmed_names(publication: Publication) -> pd.DataFrame:
    """Every name and every heading that a person confirmed with a return, the newest first.

    Each is a submission of its own, so that it can be withdrawn alone; one that was made before November 2026
    can hold several. Returns submission_id, sort ('name' or 'heading'), layout (of a heading the kind or
    layout that it stood in; else None), written (without capitals and marks), stands_for (an ODS code, or a
    column), organisation (the code's name; None of a heading), fictional (it stands for a fictional
    organisation), submitted_by, submitted_at (UTC), state ('standing', 'replaced' by a later one or
    'withdrawn'), note (the file that it came with).
    """
    found = publication.frame(sql("confirmed_names"))
    for column in ("layout", "organisation"):
        found[column] = found[column].astype(object).where(found[column].notna(), None)
    return found


def submission_rows(publication: Publication, submission_id: int, kind: str, *, limit: int) -> pd.DataFrame:
    """The rows of a submission that show in the publication, with their line in its file, in that order.

    UnknownCode when there is no such kind.
    """
    if kind not in KINDS:
        raise UnknownCode(f"There is no kind {kind}.")
    # A table's name cannot be a parameter; it is one of KINDS.
    query = sql("submission_rows").replace("publication.rows_of_kind", f"publication.{kind}")
    return publication.frame(query, submission_id=submission_id, limit=limit)
