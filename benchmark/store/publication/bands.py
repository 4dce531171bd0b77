"""The bands of a trust's unsupported systems, for readers who may not see the exact numbers."""

from itertools import pairwise
from typing import Final

NARROWEST_BAND: Final = 5
"""The fewest counts of a band: a narrower one would almost give the count away."""
BAND_STARTS: Final = (0, 5, 10, 20, 50, 100, 200, 500, 1000)
"""Where each band begins; the last one is open. 0 is in the first, as having none is a figure too."""
LEGACY_BANDS: Final = """
    create table pub.legacy_bands
    (assessment_year bigint, ods_code varchar, systems_band varchar, unsupported_band varchar)
"""
"""Makes the table of bands. It is empty in the publication itself, which has the counts."""


def band_of(count: int) -> str:
    """The band of a count: 'fewer than 5', '5 to 9', '1,000 or more'."""
    for start, after in pairwise(BAND_STARTS):
        if count < after:
            return f"{start} to {after - 1}" if start else f"fewer than {after}"
    return f"{BAND_STARTS[-1]:,} or more"
