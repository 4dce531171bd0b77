"""Positions, peers and what a search found as the JSON models that the command line prints."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from benchmark.measures.peers import Peers
from benchmark.measures.position import Position
from benchmark.measures.scope import Footprint
from benchmark.measures.search import Match
from benchmark.measures.similarity import Similar
from benchmark.measures.trust_movement import TrustMovement
from schemas.position_results import (
    Found,
    PeerDetail,
    PeersResult,
    PositionPillar,
    PositionResult,
    SearchResult,
    SimilarPart,
    UnitMovement,
    UnitPosition,
)

_COUNTS = ("higher", "within", "lower")


def position_result(
    positions: Sequence[Position], moved: TrustMovement, *, peers_in_words: Sequence[str]
) -> PositionResult:
    """A trust's positions as JSON; one position at least, each with its peers in words."""
    first = positions[0]
    rows = moved.overall.to_dict("records")
    settings = {position.care_setting for position in positions}
    return PositionResult(
        ods_code=first.ods_code,
        trust=first.trust,
        fictional=first.fictional,
        year=first.assessment_year,
        footprint=first.footprint,
        ics=first.ics_code,
        baseline=first.standard.baseline,
        level=first.standard.level if first.standard.baseline == "floor" else None,
        settings=tuple(
            _unit(position, words) for position, words in zip(positions, peers_in_words, strict=True)
        ),
        moved_from=moved.year_from,
        movement=tuple(UnitMovement.model_validate(row) for row in rows if row["care_setting"] in settings),
    )


def peers_result(peers: Peers, *, trust: str, year: int, footprint: Footprint) -> PeersResult:
    """The peers of one unit as JSON, with the parts of each distance where they are the most similar."""
    units = _plain(peers.units.rename(columns={"ics_code": "ics", "ics": "ics_name"}))
    kept = ("ods_code", "trust", "care_setting", "ics", "distance")
    return PeersResult(
        ods_code=peers.ods_code,
        trust=trust,
        care_setting=peers.care_setting,  # type: ignore[arg-type]
        year=year,
        footprint=footprint,
        peer_group=peers.choice.group,  # type: ignore[arg-type]
        all_settings=peers.choice.all_settings,
        missing=() if peers.similar is None else peers.similar.missing,
        without_return=peers.absent,
        peers=tuple(
            PeerDetail.model_validate(
                {name: row[name] for name in kept} | {"parts": _parts(peers.similar, row["ods_code"])}
            )
            for row in units
        ),
    )


def search_result(text: str, matches: Sequence[Match]) -> SearchResult:
    """What a search found as JSON."""
    return SearchResult(
        text=text,
        found=tuple(
            Found(
                kind=match.kind,
                code=match.code,
                name=match.name,
                note=match.note,
                leads_to=match.leads_to,
                ics=match.ics_code or None,
                fictional=match.fictional,
                likeness=match.likeness,
            )
            for match in matches
        ),
    )


def _unit(position: Position, words: str) -> UnitPosition:
    choice = position.peers.choice
    rows = _plain(position.pillars.drop(columns="pillar_position").assign(care_setting=position.care_setting))
    for row in rows:
        row |= {name: None if row[name] is None else int(row[name]) for name in _COUNTS}
    return UnitPosition(
        care_setting=position.care_setting,  # type: ignore[arg-type]
        peer_group=choice.group,  # type: ignore[arg-type]
        all_settings=choice.all_settings,
        peers=words,
        without_return=position.peers.absent,
        pillars=tuple(PositionPillar.model_validate(row) for row in rows),
        strengths=tuple(position.strengths["pillar"]),
        gaps=tuple(position.gaps["pillar"]),
    )


def _parts(similar: Similar | None, other: str) -> tuple[SimilarPart, ...]:
    if similar is None:
        return ()
    squares = similar.rows.set_index("ods_code").loc[other]
    values = similar.contexts.set_index("ods_code")
    return tuple(
        SimilarPart(
            part=feature.words,
            squared_difference=_number(squares[feature.key]),
            own=_number(values.loc[similar.ods_code, feature.key]),
            other=_number(values.loc[other, feature.key]),
        )
        for feature in similar.features
    )


def _number(value: Any) -> float | None:
    return None if pd.isna(value) else float(value)


def _plain(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as plain values, missing ones as None."""
    objects = frame.astype(object)
    records = objects.where(objects.notna(), None).to_dict("records")
    return [{str(name): value for name, value in record.items()} for record in records]
