"""Who may see the figures of a trust's legacy estate, and what everybody else sees in their place.

How much unsupported technology a trust has is what an attacker would like to know. The trust itself sees its
figures, and so do its system's leaders and analysts; everybody else sees bands.
"""

from dataclasses import dataclass
from itertools import pairwise

import pandas as pd

NARROWEST_BAND = 5
"""A band of fewer counts would all but give the count away."""
BAND_STARTS = (0, 5, 10, 20, 50, 100, 200, 500, 1000)
"""Where each band begins, the last one open. Nought lies in the first: to have none is a figure too."""


@dataclass(frozen=True)
class Reader:
    """Whose eyes figures are for.

    systems: the systems of which the reader is a leader or an analyst. trusts: the reader's own trusts.
    """

    sees_all: bool = False
    systems: frozenset[str] = frozenset()
    trusts: frozenset[str] = frozenset()


LOCAL = Reader(sees_all=True)
"""The one person at this computer, who can open the store's file as well."""


def sees_figures(reader: Reader, *, ods_code: str, ics_code: str) -> bool:
    """Whether a reader may see the legacy figures of a trust in a system."""
    return reader.sees_all or ods_code in reader.trusts or ics_code in reader.systems


def band_of(count: int) -> str:
    """The band that a count lies in: 'fewer than 5', '5 to 9', '1,000 or more'."""
    for start, after in pairwise(BAND_STARTS):
        if count < after:
            return f"{start} to {after - 1}" if start else f"fewer than {after}"
    return f"{BAND_STARTS[-1]:,} or more"


def disclosed(legacy: pd.DataFrame, reader: Reader, *, ics_code: str) -> pd.DataFrame:
    """The legacy estate as a reader may see it: a trust's groups with their counts, or one row of bands.

    legacy: ods_code, item, systems, unsupported and what else; one row per trust and group. Adds restricted,
    systems_band and unsupported_band. A restricted trust has a single row, its estate as a whole, without
    item or counts: the bands of several groups and of their sum would narrow one another.
    """
    codes = {
        code: sees_figures(reader, ods_code=code, ics_code=ics_code) for code in legacy["ods_code"].unique()
    }
    seen = legacy["ods_code"].map(codes).astype(bool)
    open_rows = legacy[seen].assign(restricted=False, systems_band=None, unsupported_band=None)
    hidden = legacy[~seen]
    if hidden.empty:
        return open_rows
    totals = hidden.groupby("ods_code", sort=False)[["systems", "unsupported"]].sum()
    closed = hidden.drop_duplicates("ods_code").assign(
        item=None,
        restricted=True,
        systems_band=[band_of(int(count)) for count in totals["systems"]],
        unsupported_band=[band_of(int(count)) for count in totals["unsupported"]],
        systems=float("nan"),
        unsupported=float("nan"),
    )
    return closed if open_rows.empty else pd.concat([open_rows, closed], ignore_index=True)
