"""Facts about a trust beside its scores."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Any

import pandas as pd

from benchmark.common.quality import quality_flags
from benchmark.common.scope import Footprint, Scope, sql, systems
from benchmark.core.columns import rows_of
from benchmark.core.errors import UnknownCode
from benchmark.core.wording import large_start
from benchmark.questions.gaps.measure import FEWEST_FOR_SPREAD
from benchmark.questions.trusts.columns import DOMAINS, PREDECESSORS, TARGETS
from benchmark.questions.trusts.measure import Position
from benchmark.questions.trusts.peers import Peers
from benchmark.returns.recognise.organisations import KnownName, Organisation
from benchmark.store.publication import Publication, per_publication


@dataclass(frozen=True)
class Predecessors:
    """The trusts that one trust took over from, directly or not, with their own returns.

    returns: the table `PREDECESSORS`; scores that the round does not have are missing. The latest merger
        first, then by name, round and care setting.
    silent: (code, name, day of the merger) of trusts without a return of their own up to the round. Their
        scores, if any, are under the trust that took over.
    """

    returns: pd.DataFrame
    silent: tuple[tuple[str, str, date], ...]


def predecessors(publication: Publication, *, year: int, ods_code: str) -> Predecessors:
    """The returns of every predecessor of a trust up to a round; empty if it has none."""
    rows = _of_every_trust(publication, year=year).get(ods_code, ())
    return Predecessors(
        returns=PREDECESSORS.typed(row for row in rows if row["assessment_year"] is not None),
        silent=tuple(
            (row["ods_code"], row["trust"], date.fromisoformat(row["effective_from"]))
            for row in rows
            if row["assessment_year"] is None
        ),
    )


@per_publication
def _of_every_trust(publication: Publication, *, year: int) -> Mapping[str, Sequence[Mapping[str, Any]]]:
    """Trust -> rows of `PREDECESSORS`, also for predecessors without returns; slow, so asked once for all."""
    by_trust: dict[str, list[Mapping[str, Any]]] = {}
    for heir, *row in publication.rows(sql(__package__, "predecessor_returns"), assessment_year=year):
        record = dict(zip(PREDECESSORS.keys, row, strict=True))
        day = record["effective_from"].isoformat()
        by_trust.setdefault(heir, []).append(record | {"effective_from": day})
    return by_trust


def trust_places(publication: Publication, *, year: int, footprint: Footprint) -> pd.DataFrame:
    """Every trust with a place on the footprint that was open or returned, by name, fictional ones last.

    Returns ods_code, trust, ics_code, ics, fictional.
    """
    placed = publication.frame(sql(__package__, "placements"), assessment_year=year, footprint=footprint)
    returned = publication.frame(
        sql(__package__, "returned_units"), assessment_year=year, year_before=None, footprint=footprint
    )
    placed = placed[placed["is_open"] | placed["ods_code"].isin(returned["ods_code"])]
    names = systems(publication, year=year, footprint=footprint)[["ics_code", "name"]]
    places = placed.merge(names.rename(columns={"name": "ics"}), on="ics_code")
    places = places.sort_values(["fictional", "trust", "ods_code"], ignore_index=True)
    return places[["ods_code", "trust", "ics_code", "ics", "fictional"]]


def doubts_about(publication: Publication, positions: Sequence[Position]) -> list[str]:
    """The questions that a trust's returns raise, a sentence each. positions: its care settings."""
    scopes = dict.fromkeys(
        Scope(one.ics_code, one.assessment_year, one.footprint) for one in positions if one.ics_code
    )
    doubts = []
    for scope in scopes:
        flags = quality_flags(publication, scope)
        for row in rows_of(flags[flags["ods_code"] == positions[0].subject.code]):
            more = " One answer then counts in each of them." if row.flag == "identical_settings" else ""
            doubts.append(f"{f'{row.care_setting}: ' if row.care_setting else ''}{row.explanation}{more}")
    return doubts


def targets_of_trust(publication: Publication, ods_code: str) -> pd.DataFrame:
    """The targets that a trust has set itself.

    Returns care_setting (None: for all of its settings), pillar, target, reason.
    """
    found = publication.frame(sql(__package__, "targets_of_trust"), ods_code=ods_code)
    settings = found["care_setting"].astype(object)
    return found.assign(care_setting=settings.where(settings.notna(), None))


def targets_beside_scores(positions: Sequence[Position], targets: pd.DataFrame) -> pd.DataFrame:
    """The table `TARGETS`. targets: from `targets_of_trust`; one for a care setting wins over one for all."""
    keys = zip(targets["care_setting"], targets["pillar"], strict=True)
    reasons = dict(zip(keys, targets["reason"], strict=True))
    rows = pd.concat([one.pillars[one.pillars["own_target"].notna()] for one in positions])
    units = list(zip(rows["care_setting"], rows["pillar"], strict=True))
    return rows.assign(
        to_go=(rows["own_target"] - rows["score"]).clip(lower=0),
        reason=[reasons.get(unit, reasons.get((None, unit[1]), "")) for unit in units],
    )[TARGETS.keys]


def domain_scores(publication: Publication, peers: Peers, *, year: int) -> pd.DataFrame:
    """One unit's domain scores, each beside the median of the peers that returned the domain.

    Returns the table `DOMAINS`, in the order of pillars and domains. The median is missing with fewer than
    three such peers, and if too few returns of England were received. Empty if the unit has returned no
    domains.
    """
    returned = _domains(publication, year=year)
    of_peers: dict[tuple[str, str], list[float]] = {}
    for unit in zip(peers.units["ods_code"], peers.units["care_setting"], strict=True):
        for pillar, domain, score in returned.get(unit, ()):
            of_peers.setdefault((pillar, domain), []).append(score)
    enough = peers.too_few is None
    rows = []
    for pillar, domain, score in returned.get((peers.ods_code, peers.care_setting), ()):
        theirs = of_peers.get((pillar, domain), [])
        middle = median(theirs) if enough and len(theirs) >= FEWEST_FOR_SPREAD else None
        rows.append((pillar, domain, score, len(theirs), middle))
    return DOMAINS.typed(dict(zip(DOMAINS.keys, row, strict=True)) for row in rows)


@per_publication
def _domains(
    publication: Publication, *, year: int
) -> Mapping[tuple[str, str], Sequence[tuple[str, str, float]]]:
    """(ODS code, care setting) -> (pillar, domain, score) of each domain, in order."""
    by_unit: dict[tuple[str, str], list[tuple[str, str, float]]] = {}
    for code, setting, pillar, domain, score in publication.rows(
        sql(__package__, "domain_scores"), assessment_year=year
    ):
        by_unit.setdefault((code, setting), []).append((pillar, domain, score))
    return by_unit


@dataclass(frozen=True)
class TrustFacts:
    """A trust's size, systems and supplier. Money in pounds; None if nothing is published."""

    ods_code: str
    name: str
    trust_type: str | None
    financial_year: str | None
    operating_expenditure: float | None
    average_wte: float | None
    epr_supplier: str | None
    epr_as_of: str | None
    systems: tuple[str, ...]
    """Its systems with their codes, earliest first."""
    predecessors: tuple[str, ...]
    successors: tuple[str, ...]
    history: str = ""
    """Its names with their dates; empty if its name never changed."""


def trust_facts(publication: Publication, ods_code: str) -> TrustFacts:
    """The facts of one trust. Raises UnknownCode for an unknown trust."""
    rows = publication.rows(sql(__package__, "trust_facts"), ods_code=ods_code)
    if not rows:
        raise UnknownCode(f"There is no trust {ods_code}.")
    name, trust_type, year, expenditure, wte, supplier, as_of = rows[0]
    relatives: dict[str, list[str]] = {"system": [], "predecessor": [], "successor": []}
    for relation, relative in publication.rows(sql(__package__, "trust_relatives"), ods_code=ods_code):
        relatives[relation].append(relative)
    return TrustFacts(
        ods_code=ods_code,
        name=name,
        trust_type=trust_type,
        financial_year=year,
        operating_expenditure=expenditure,
        average_wte=wte,
        epr_supplier=supplier,
        epr_as_of=None if as_of is None else f"{as_of:%B %Y}",
        systems=tuple(relatives["system"]),
        predecessors=tuple(relatives["predecessor"]),
        successors=tuple(relatives["successor"]),
        history=_history(publication, ods_code, name),
    )


def _history(publication: Publication, ods_code: str, name: str) -> str:
    known = publication.rows(sql(__package__, "names_of_trust"), ods_code=ods_code)
    names = tuple(KnownName(*row) for row in known)
    return large_start(Organisation(ods_code, name, date.min, None, names=names).history)
