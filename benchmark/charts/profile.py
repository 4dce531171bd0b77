"""A trust's profile: seven strips in which it stands out among its peers."""

import pandas as pd

from benchmark.charts.figure import Figure
from benchmark.charts.profile_layers import profile_spec
from benchmark.charts.theme import rows_of
from benchmark.measures.position import Position
from benchmark.measures.position_columns import STANDING
from benchmark.measures.position_words import (
    counts_in_words,
    peers_in_words,
    profile_message,
    profile_subtitle,
)
from benchmark.measures.score_columns import pillar_name
from benchmark.wording import decimal


def trust_profile(position: Position) -> Figure:
    """One unit among its peers on each pillar: their median, the standard, its own target, the named trusts.

    A click on a peer selects it: the spec's parameter 'unit' holds its ods_code.
    """
    return Figure(
        title=profile_message(position),
        subtitle=profile_subtitle(position),
        alt=_alt(position),
        spec=profile_spec(position),
        table=STANDING.without("care_setting").of(position.pillars).known(),
    )


def _alt(position: Position) -> str:
    parts = []
    for row in rows_of(position.pillars):
        score = f"{pillar_name(row.pillar)} {decimal(row.score, 1)}"
        parts.append(f"{score}, median {decimal(row.median, 1)}" if pd.notna(row.median) else score)
    higher = "; ".join(
        f"{pillar_name(row.pillar)}: {counts_in_words(row)}" for row in rows_of(position.gaps.head(2))
    )
    return (
        f"Dot plot of {position.subject.name} ({position.care_setting}) beside {peers_in_words(position)} "
        f"on each pillar, scores 1 to 5, with {position.standard.in_words} as the standard. "
        f"{profile_message(position)}. {'; '.join(parts)}.{f' {higher}.' if higher else ''}"
    )
