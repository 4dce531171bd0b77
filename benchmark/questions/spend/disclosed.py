"""Figures of IT spend that trusts disclosed: shown as such, in no sum, no mean and no comparison."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from benchmark.common.scope import sql
from benchmark.common.subject import Sources, sources
from benchmark.core.columns import rows_of
from benchmark.questions.spend.columns import DISCLOSED
from benchmark.store.publication import Publication


@dataclass(frozen=True)
class Disclosed:
    """The disclosed figures of some trusts as the table DISCLOSED, by trust, newest year first."""

    rows: pd.DataFrame
    rests_on: Sources


def disclosed_spend(
    publication: Publication, ods_codes: Sequence[str], *, fictional: bool = False
) -> Disclosed:
    """The disclosed figures of the given trusts. fictional: whether the trusts are fictional."""
    rows = publication.frame(sql(__package__, "disclosed_spend"), ods_codes=list(ods_codes))
    rows["disclosed_on"] = [day.date().isoformat() for day in pd.to_datetime(rows["disclosed_on"])]
    return Disclosed(
        DISCLOSED.typed(row._asdict() for row in rows_of(rows)),
        sources(publication, "disclosed_spend", fictional=fictional, trusts=frozenset(ods_codes)),
    )
