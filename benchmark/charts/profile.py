"""A trust's profile: seven strips in which it stands out among its peers."""

import pandas as pd

from benchmark.charts.figure import Figure, source_line, titled
from benchmark.charts.position_words import (
    counts_in_words,
    peers_in_words,
    profile_message,
    profile_subtitle,
)
from benchmark.charts.profile_layers import profile_spec
from benchmark.charts.theme import rows_of
from benchmark.measures.position import Position
from benchmark.measures.score_columns import pillar_name


def trust_profile(position: Position) -> Figure:
    """One unit among its peers on each pillar: their median, the standard, its own target, the named trusts.

    A click on a peer selects it: the spec's parameter 'unit' holds its ods_code.
    """
    return Figure(
        title=titled(profile_message(position), fictional=position.fictional),
        subtitle=profile_subtitle(position),
        alt=_alt(position),
        spec=profile_spec(position),
        table=profile_table(position),
        source=source_line("maturity_scores", fictional=position.fictional),
    )


def profile_table(position: Position) -> pd.DataFrame:
    """The standing on each pillar, columns named for people; those without any figure are left out."""
    rows = position.pillars
    whole = rows.astype(dict.fromkeys(("higher", "within", "lower"), "Int64"))
    frame = pd.DataFrame(
        {
            "Pillar": rows["pillar"].map(pillar_name),
            "Score (1 to 5)": rows["score"],
            "Peers": rows["n"],
            "Median of the peers (1 to 5)": rows["median"],
            "Difference from the median (points)": rows["difference"],
            "Material": rows["material"].map({True: "yes", False: "no"}),
            "Materially higher": whole["higher"],
            "Within the threshold": whole["within"],
            "Materially lower": whole["lower"],
            "Lowest of the peers": rows["minimum"],
            "Lower quartile": rows["lower_quartile"],
            "Upper quartile": rows["upper_quartile"],
            "Highest of the peers": rows["maximum"],
            "Standard (1 to 5)": rows["standard"],
            "Own target (1 to 5)": rows["own_target"],
        }
    )
    return frame.dropna(axis="columns", how="all")


def _alt(position: Position) -> str:
    parts = []
    for row in rows_of(position.pillars):
        score = f"{pillar_name(row.pillar)} {row.score:.1f}"
        parts.append(f"{score}, median {row.median:.1f}" if pd.notna(row.median) else score)
    higher = "; ".join(
        f"{pillar_name(row.pillar)}: {counts_in_words(row)}" for row in rows_of(position.gaps.head(2))
    )
    return (
        f"Dot plot of {position.trust} ({position.care_setting}) beside {peers_in_words(position)} on each "
        f"pillar, scores 1 to 5, with {position.standard.in_words} as the standard. "
        f"{profile_message(position)}. {'; '.join(parts)}.{f' {higher}.' if higher else ''}"
    )
