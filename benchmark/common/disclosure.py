"""Who may see the figures of a trust's legacy estate, and what everybody else sees in their place.

How much unsupported technology a trust has is what an attacker would like to know. The trust itself sees its
figures, and so do its system's leaders and analysts; everybody else sees bands.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from operator import itemgetter

from benchmark.core.columns import Record

NARROWEST_BAND = 5
"""A band of fewer counts would all but give the count away."""
BAND_STARTS = (0, 5, 10, 20, 50, 100, 200, 500, 1000)
"""Where each band begins, the last one open. 0 lies in the first: to have none is a figure too."""
_COUNTS = ("systems", "unsupported")


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


def disclosed(legacy: Sequence[Record], reader: Reader, *, ics_code: str) -> list[Record]:
    """The legacy estate as a reader may see it: a trust's groups with their counts, or one row of bands.

    legacy: rows of ods_code, item, systems, unsupported and what else; one per trust and group, by trust.
    Adds restricted, systems_band and unsupported_band. A restricted trust has a single row, its estate as a
    whole, without item or counts: the bands of several groups and of their sum would narrow one another.
    """
    found: list[Record] = []
    for code, own in groupby(legacy, key=itemgetter("ods_code")):
        groups = [*own]
        if sees_figures(reader, ods_code=code, ics_code=ics_code):
            found += [row | {"restricted": False} for row in groups]
            continue
        bands = {f"{name}_band": band_of(int(sum(row[name] for row in groups))) for name in _COUNTS}
        found.append(groups[0] | dict.fromkeys(("item", *_COUNTS)) | bands | {"restricted": True})
    return found
