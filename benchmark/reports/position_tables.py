"""A trust's position, peers, movement and past as tables with the words that a reader meets."""

from collections.abc import Sequence

import pandas as pd

from benchmark.charts.profile import profile_table
from benchmark.measures.peers import Peers
from benchmark.measures.position import Position
from benchmark.measures.predecessors import Predecessors
from benchmark.measures.trust_movement import TrustMovement
from benchmark.reports.page_tables import pillar_names


def positions_table(positions: Sequence[Position]) -> pd.DataFrame:
    """Every pillar of every care setting: what the profiles draw."""
    parts = []
    for position in positions:
        part = profile_table(position)
        part.insert(0, "Care setting", position.care_setting)
        parts.append(part)
    return pd.concat(parts, ignore_index=True)


def peers_table(peers: Peers) -> pd.DataFrame:
    """The peers with their systems; the most similar also with what makes them so."""
    units = peers.units
    frame = pd.DataFrame(
        {
            "Trust": units["trust"],
            "ODS code": units["ods_code"],
            "Care setting": units["care_setting"],
            "ICS": units["ics"].fillna("none on this footprint"),
        }
    )
    if peers.similar is None:
        return frame
    values = peers.similar.contexts.set_index("ods_code")
    parts = peers.similar.rows.set_index("ods_code")
    frame["Distance"] = units["distance"].round(2)
    for feature in peers.similar.features:
        name = feature.words.capitalize()
        frame[f"{name}: part of the distance"] = units["ods_code"].map(parts[feature.key]).round(2)
        frame[name] = units["ods_code"].map(values[feature.key])
    return frame


def own_context(peers: Peers) -> pd.DataFrame:
    """The trust's own figures that the most similar are like: what is compared, and its value."""
    assert peers.similar is not None
    own = peers.similar.contexts.iloc[0]
    return pd.DataFrame(
        [
            (
                feature.words.capitalize(),
                "not known" if pd.isna(own[feature.key]) else f"{own[feature.key]:,.0f}",
            )
            for feature in peers.similar.features
        ],
        columns=["What is compared", "This trust"],
    )


def pillar_movement_table(moved: TrustMovement) -> pd.DataFrame:
    """A trust's pillars in both rounds, by care setting."""
    rows = moved.pillars
    return pd.DataFrame(
        {
            "Care setting": rows["care_setting"],
            "Pillar": pillar_names(rows["pillar"]),
            str(moved.pillars_from): rows["score_from"].round(2),
            str(moved.year_to): rows["score_to"].round(2),
            "Change": rows["change"].round(2),
            "Material": rows["material"].astype(bool),
        }
    )


def overall_movement_table(moved: TrustMovement) -> pd.DataFrame:
    """A trust's comparable overall scores in both rounds, by care setting."""
    rows = moved.overall
    return pd.DataFrame(
        {
            "Care setting": rows["care_setting"],
            str(moved.year_from): rows["score_from"].astype(float).round(2),
            str(moved.year_to): rows["score_to"].astype(float).round(2),
            "Change": rows["change"].astype(float).round(2),
            "Material": rows["material"].astype(bool),
        }
    )


def domains_table(domains: pd.DataFrame) -> pd.DataFrame:
    """The domains behind the pillars, of the frame of `domain_scores`."""
    return pd.DataFrame(
        {
            "Pillar": pillar_names(domains["pillar"]),
            "Domain": domains["domain"].map(_in_words),
            "Score": domains["score"],
            "Peers with this domain": domains["n"],
            "Their median": domains["median"],
        }
    )


def predecessors_table(before: Predecessors) -> pd.DataFrame:
    """What each predecessor returned under its own name."""
    rows = before.returns
    return pd.DataFrame(
        {
            "Trust": rows["trust"],
            "ODS code": rows["ods_code"],
            "Passed on": [f"{day:%d %B %Y}".lstrip("0") for day in pd.to_datetime(rows["effective_from"])],
            "Round": rows["assessment_year"],
            "Care setting": rows["care_setting"],
            "Comparable overall score": rows["comparable"].round(2),
            "Domains shared with": rows["compared_with"].astype("Int64"),
            "Mean of its pillars": rows["overall"].round(2),
        }
    )


def targets_table(positions: Sequence[Position], targets: pd.DataFrame) -> pd.DataFrame:
    """A trust's own targets beside its scores and the standard, with the reason for each.

    targets: the frame of `targets_of_trust`. A target for one care setting goes before one for all of them.
    """
    reasons = {(row.care_setting, row.pillar): row.reason for row in targets.itertuples()}
    parts = []
    for position in positions:
        own = position.pillars[position.pillars["own_target"].notna()]
        parts.append(
            pd.DataFrame(
                {
                    "Care setting": position.care_setting,
                    "Pillar": pillar_names(own["pillar"]),
                    "Score": own["score"].round(2),
                    "Standard": own["standard"].round(2),
                    "Own target": own["own_target"].round(2),
                    "Still to go": (own["own_target"] - own["score"]).clip(lower=0).round(2),
                    "Why this level": [
                        reasons.get((position.care_setting, pillar), reasons.get((None, pillar), ""))
                        for pillar in own["pillar"]
                    ],
                }
            )
        )
    return pd.concat(parts, ignore_index=True)


def _in_words(key: str) -> str:
    return key.replace("_", " ").capitalize()
