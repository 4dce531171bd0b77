"""What belonged to which trust before a merger."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from benchmark.measures.frames import sql
from benchmark.store.publication import Publication


@dataclass(frozen=True)
class Predecessors:
    """The trusts that one trust took over from, near or far, and what each returned under its own name.

    returns: the table `PREDECESSORS`; the scores are missing where the round has none. The latest merger
        first, then by name, round and care setting.
    silent: (code, name, day) of those without any return of their own up to the round: their scores, where
        there are any, stand under the trust that took over.
    """

    returns: pd.DataFrame
    silent: tuple[tuple[str, str, date], ...]


def predecessors(publication: Publication, *, year: int, ods_code: str) -> Predecessors:
    """What every predecessor of a trust returned up to a round; empty where there was none."""
    found = publication.frame(sql("predecessor_returns"), ods_code=ods_code, assessment_year=year)
    returned = found["assessment_year"].notna()
    without = found[~returned]
    return Predecessors(
        returns=found[returned].astype({"assessment_year": int}).reset_index(drop=True),
        silent=tuple(
            (str(row.ods_code), str(row.trust), pd.Timestamp(str(row.effective_from)).date())
            for row in without.itertuples()
        ),
    )
