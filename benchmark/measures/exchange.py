"""Where trusts offer help to others, and where they ask for it."""

from dataclasses import dataclass
from typing import Literal

from benchmark.measures.frames import sql
from benchmark.store.publication import Publication

Direction = Literal["offer", "request"]


@dataclass(frozen=True)
class Exchange:
    """One trust's offer of help, or request for it, on one pillar, in its own words."""

    ods_code: str
    trust: str
    fictional: bool
    pillar: str
    offers_or_asks: Direction
    contact: str
    note: str


def exchanges(publication: Publication) -> tuple[Exchange, ...]:
    """Every offer and request that stands, by trust and pillar."""
    return tuple(Exchange(*row) for row in publication.rows(sql("peer_exchange")))
