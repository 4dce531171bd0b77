"""What belonged to which trust before a merger."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from benchmark.measures.frames import sql
from benchmark.measures.position_columns import PREDECESSORS
from benchmark.store.publication import Publication, per_publication


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
    found = _of_every_trust(publication, year=year).get(ods_code, ())
    return Predecessors(
        returns=PREDECESSORS.typed(row for row in found if row["assessment_year"] is not None),
        silent=tuple(
            (row["ods_code"], row["trust"], date.fromisoformat(row["effective_from"]))
            for row in found
            if row["assessment_year"] is None
        ),
    )


@per_publication
def _of_every_trust(publication: Publication, *, year: int) -> Mapping[str, Sequence[Mapping[str, Any]]]:
    """A trust -> rows of `PREDECESSORS`, and of those that returned nothing; asked once, as it takes long."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for heir, *row in publication.rows(sql("predecessor_returns"), assessment_year=year):
        record = dict(zip(PREDECESSORS.keys, row, strict=True))
        day = record["effective_from"].isoformat()
        found.setdefault(heir, []).append(record | {"effective_from": day})
    return found
