"""What a change of the data does to the gaps of systems."""

import pandas as pd

from benchmark.measures.gaps import gaps_of_all_systems
from benchmark.measures.scope import Standard, rounds_with_pillars
from benchmark.store.publication import Publication

_SAME = 1e-9


def effect_on_gaps(before: Publication, after: Publication, standard: Standard) -> pd.DataFrame:
    """The systems whose gap to a standard differs between two publications, on the footprint as assessed.

    Real systems first, then the fictional ones, each in the rounds that it knows.

    Returns assessment_year, ics_code, name, units_before, units_after, mean_before, mean_after (points),
    below_before, below_after; empty where nothing that counts has changed.
    """
    parts = [
        _of_round(before, after, standard, year, fictional=fictional)
        for fictional in (False, True)
        for year in sorted(
            {
                year
                for publication in (before, after)
                for year in rounds_with_pillars(publication, fictional=fictional)
            }
        )
    ]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=_COLUMNS)


_COLUMNS = [
    *("assessment_year", "ics_code", "name", "units_before", "units_after"),
    *("mean_before", "mean_after", "below_before", "below_after"),
]


def _of_round(
    before: Publication, after: Publication, standard: Standard, year: int, *, fictional: bool
) -> pd.DataFrame:
    earlier, later = (
        gaps_of_all_systems(
            publication, year=year, footprint="assessed", standard=standard, fictional=fictional
        )
        for publication in (before, after)
    )
    both = earlier.merge(later, on=["ics_code", "name"], suffixes=("_before", "_after"))
    moved = (
        (both["units_before"] != both["units_after"])
        | (both["below_before"] != both["below_after"])
        | ((both["mean_before"] - both["mean_after"]).abs() > _SAME)
    )
    return both[moved].assign(assessment_year=year)[_COLUMNS].reset_index(drop=True)
