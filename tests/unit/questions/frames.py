"""Small frames of invented units, and ways to make many of them."""

from collections.abc import Iterable

import numpy as np
import pandas as pd
from hypothesis import settings
from hypothesis import strategies as st

from benchmark.questions.trusts.similarity import PARTS, DistanceTable
from tests.unit.questions.naive import PILLARS

SETTINGS = ("Acute", "Mental Health", "Community", "Ambulance")
SCORE = st.integers(10, 50).map(lambda tenths: tenths / 10)
"""A score as it is published, to one decimal."""

FEW = settings(max_examples=15, deadline=None)
"""For properties of frames: an example costs some 20 ms, and a small system shows most of what can differ."""

COLUMNS = {
    "ics_code": "str",
    "ods_code": "str",
    "trust": "str",
    "care_setting": "str",
    "pillar": "str",
    "pillar_position": "int32",
    "score": float,
}
"""What `unit_pillars` gives, by type."""


def score_frame(rows: Iterable[tuple[str, str, str, str, float]]) -> pd.DataFrame:
    """Unit-pillar scores from (system, trust, setting, pillar, score)."""
    return pd.DataFrame(
        [
            (ics, code, f"Trust {code}", setting, pillar, PILLARS.index(pillar) + 1, score)
            for ics, code, setting, pillar, score in rows
        ],
        columns=[*COLUMNS],
    ).astype(COLUMNS)


@st.composite
def one_system(draw: st.DrawFn) -> pd.DataFrame:
    """The scores of one system: up to six units, each with all of the same few pillars."""
    units = draw(
        st.lists(
            st.tuples(st.sampled_from(["T1A", "T2A", "T3A", "T4A"]), st.sampled_from(SETTINGS)),
            min_size=1,
            max_size=6,
            unique=True,
        )
    )
    pillars = draw(st.lists(st.sampled_from(PILLARS), min_size=1, max_size=4, unique=True))
    return score_frame(
        ("QZ1", code, setting, pillar, draw(SCORE)) for code, setting in units for pillar in pillars
    )


def pairs_of(tables: Iterable[DistanceTable]) -> pd.DataFrame:
    """Every pair of trusts in both directions, by code: ods_code, other, distance and its parts."""
    found = [pd.DataFrame(columns=["ods_code", "other", "distance", *PARTS])]
    for table in tables:
        codes = np.array(table.codes, dtype=object)
        one, other = np.nonzero(~np.eye(len(codes), dtype=bool))
        pairs = {"ods_code": codes[one], "other": codes[other], "distance": table.distance[one, other]}
        found.append(pd.DataFrame(pairs | dict(zip(PARTS, table.squares[one, other].T, strict=True))))
    whole = pd.concat(found[1:] or found).sort_values(["ods_code", "other"], ignore_index=True)
    return whole.astype({"ods_code": "str", "other": "str"})
