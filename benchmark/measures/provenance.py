"""What a publication was built from."""

import pandas as pd

from benchmark.measures.frames import sql
from benchmark.store.publication import Publication


def standing_submissions(publication: Publication) -> pd.DataFrame:
    """Every submission that stood when the publication was built, oldest first.

    Returns submission_id, kind, origin, file_name, row_count, submitted_by, submitted_at (UTC), note.
    """
    return publication.frame(sql("standing_submissions"))
