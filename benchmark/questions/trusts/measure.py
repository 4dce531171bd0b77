"""The standing of a unit among its peers, by pillar: how many are materially higher, and no rank."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from benchmark.common.completeness import round_received
from benchmark.common.scope import Footprint, Scope, Standard
from benchmark.common.standards import hold_to
from benchmark.common.subject import MATURITY_SCORES, Subject, sources
from benchmark.core.compare import at_least
from benchmark.core.definitions import definitions
from benchmark.questions.gaps.measure import FEWEST_FOR_SPREAD, with_gaps
from benchmark.questions.trusts.columns import AMONG_PEERS
from benchmark.questions.trusts.peers import PeerChoice, Peers, peers, placed_scores
from benchmark.questions.trusts.suppliers import BySupplier, by_supplier, suppliers
from benchmark.store.publication import Publication, per_publication

FEWEST_FOR_QUARTILES = 8
"""Two peers in each quarter: with fewer, a quartile is one trust's score or a point that nobody scored."""


@dataclass(frozen=True)
class AmongPeers:
    """One score among those of n peers, in points.

    higher, within and lower: the numbers of peers that score materially higher, within the threshold and
    materially lower; they add up to n. difference: the score less the peers' median. Below three peers all
    but n are None; below eight the quartiles (linear interpolation) are.
    """

    n: int
    median: float | None = None
    lower_quartile: float | None = None
    upper_quartile: float | None = None
    minimum: float | None = None
    maximum: float | None = None
    difference: float | None = None
    material: bool | None = None
    higher: int | None = None
    within: int | None = None
    lower: int | None = None


def score_among_peers(score: float, of_peers: Sequence[float], *, material: Sequence[float]) -> AmongPeers:
    """The figures of a pillar's score among its peers' scores, which are in any order.

    material: for each peer, the smallest material difference; for the median, the largest of these.
    """
    least = np.asarray(material, dtype=float)
    values = np.asarray(of_peers, dtype=float)
    n = len(values)
    if n < FEWEST_FOR_SPREAD:
        return AmongPeers(n)
    with_quartiles = n >= FEWEST_FOR_QUARTILES
    lower_quartile, median, upper_quartile = (float(cut) for cut in np.quantile(values, [0.25, 0.5, 0.75]))
    higher = int(at_least(values - score - least, 0.0).sum())
    lower = int(at_least(score - values - least, 0.0).sum())
    return AmongPeers(
        n=n,
        median=median,
        lower_quartile=lower_quartile if with_quartiles else None,
        upper_quartile=upper_quartile if with_quartiles else None,
        minimum=float(values.min()),
        maximum=float(values.max()),
        difference=score - median,
        material=at_least(abs(score - median), float(least.max())),
        higher=higher,
        within=n - higher - lower,
        lower=lower,
    )


@dataclass(frozen=True)
class Position:
    """The position of one unit (trust x care setting) among its peers in a round.

    pillars: the table `AMONG_PEERS`, in the framework's order; standard is missing if the baseline gives
        none, own_target if the trust has set none.
    peer_scores: ods_code, trust, care_setting, pillar, pillar_position, score; of every peer.
    named_scores: the same for the trusts that the reader named, whether they are peers or not.
    """

    subject: Subject
    care_setting: str
    assessment_year: int
    footprint: Footprint
    ics_code: str | None
    standard: Standard
    peers: Peers
    pillars: pd.DataFrame
    peer_scores: pd.DataFrame
    named_scores: pd.DataFrame

    @cached_property
    def strengths(self) -> pd.DataFrame:
        """The pillars materially above the peers' median, furthest first."""
        return self._material(above=True)

    @cached_property
    def gaps(self) -> pd.DataFrame:
        """The pillars materially below the peers' median, furthest first."""
        return self._material(above=False)

    @cached_property
    def below_standard(self) -> pd.DataFrame:
        """The pillars materially below the standard, furthest first."""
        below = self.pillars[self.pillars["is_below"].eq(True)]
        order = sorted(range(len(below)), key=lambda place: round(below["from_standard"].iloc[place], 9))
        return below.iloc[order]

    @cached_property
    def held(self) -> bool:
        """Whether any pillar has a standard."""
        return bool(self.pillars["standard"].notna().any())

    @cached_property
    def comparable(self) -> bool:
        """Whether any pillar has enough peers for a median."""
        return bool(self.pillars["median"].notna().any())

    def _material(self, *, above: bool) -> pd.DataFrame:
        differences = zip(self.pillars["difference"], self.pillars["material"], strict=True)
        # Rounded, so that the last digit does not separate two differences of 0.3.
        sizes = {
            place: round(abs(difference), 9)
            for place, (difference, material) in enumerate(differences)
            if material and (difference > 0) is above
        }
        return self.pillars.iloc[sorted(sizes, key=lambda place: -sizes[place])]


@per_publication
def position(
    publication: Publication,
    *,
    year: int,
    footprint: Footprint,
    ods_code: str,
    care_setting: str,
    choice: PeerChoice | None = None,
    standard: Standard | None = None,
) -> Position:
    """The position of one unit. UnknownCode without such a return, naming the returns that the trust has."""
    held_to = standard or Standard()
    bare = among_peers(
        publication,
        year=year,
        footprint=footprint,
        ods_code=ods_code,
        care_setting=care_setting,
        choice=choice or PeerChoice(),
    )
    placed = bare.ics_code and Scope(bare.ics_code, year, footprint)
    rests_on = sources(
        publication,
        *(MATURITY_SCORES, "own_targets"),
        years=(year,),
        scope=placed or None,
        standard=held_to,
        fictional=bare.subject.fictional,
        trusts=frozenset([ods_code, *bare.peers.units["ods_code"]]),
    )
    return replace(
        bare,
        subject=replace(bare.subject.on(rests_on), held_to=held_to.in_words),
        standard=held_to,
        pillars=_beside_levels(publication, bare, held_to),
    )


def positions(
    publication: Publication,
    *,
    year: int,
    footprint: Footprint,
    ods_code: str,
    choice: PeerChoice | None = None,
    standard: Standard | None = None,
) -> tuple[Position, ...]:
    """A trust's position in every care setting with pillar scores; empty if it has none."""
    return tuple(
        position(
            publication,
            year=year,
            footprint=footprint,
            ods_code=ods_code,
            care_setting=care_setting,
            choice=choice,
            standard=standard,
        )
        for care_setting in settings_returned(publication, year=year, footprint=footprint, ods_code=ods_code)
    )


def settings_returned(
    publication: Publication, *, year: int, footprint: Footprint, ods_code: str
) -> tuple[str, ...]:
    """The care settings in which a trust has pillar scores, in the usual order."""
    return placed_scores(publication, year=year, footprint=footprint).settings_of(ods_code)


@per_publication
def supplier_results(publication: Publication, *, year: int, footprint: Footprint) -> BySupplier:
    """The overall scores of England's real returns, by supplier of records."""
    scores = placed_scores(publication, year=year, footprint=footprint).scores
    real = scores[~scores["fictional"].astype(bool)]
    units = pd.DataFrame(
        [
            (*unit, definitions().framework.overall(dict(zip(own["pillar"], own["score"], strict=True))))
            for unit, own in real.groupby(["ods_code", "care_setting"])
        ],
        columns=["ods_code", "care_setting", "score"],
    )
    came = round_received(publication, year=year).england
    return by_supplier(units, suppliers(publication), carried=came.enough_for_england)


@per_publication
def among_peers(
    publication: Publication,
    *,
    year: int,
    footprint: Footprint,
    ods_code: str,
    care_setting: str,
    choice: PeerChoice,
) -> Position:
    """The position of one unit without standards and targets, so that all standards share one computation."""
    group = peers(
        publication,
        year=year,
        footprint=footprint,
        ods_code=ods_code,
        care_setting=care_setting,
        choice=choice,
    )
    placed = placed_scores(publication, year=year, footprint=footprint)
    span = placed.spans[ods_code, care_setting]
    unit = placed.scores.iloc[span.start]
    peer_scores = placed.of(group.units)
    return Position(
        subject=Subject(
            ods_code,
            str(unit["trust"]),
            bool(unit["fictional"]),
            str(year),
            footprint,
            publication.as_at,
            version=publication.version,
        ),
        care_setting=care_setting,
        assessment_year=year,
        footprint=footprint,
        ics_code=unit["ics_code"] if isinstance(unit["ics_code"], str) else None,
        standard=Standard(),
        peers=group,
        pillars=scores_among_peers(
            placed.scores.iloc[span.start : span.stop], peer_scores, carried=group.too_few is None
        ),
        peer_scores=peer_scores,
        named_scores=placed.of(group.named),
    )


def scores_among_peers(own: pd.DataFrame, peer_scores: pd.DataFrame, *, carried: bool = True) -> pd.DataFrame:
    """A unit's scores, each with the figures of `AmongPeers`: `AMONG_PEERS` without standard and target.

    own: in the framework's order.
    carried: whether enough returns were received for figures of the peers; if not, only n has a value.
    """
    of_pillar: dict[str, list[tuple[str, float]]] = {}
    columns = (peer_scores[name] for name in ("pillar", "care_setting", "score"))
    for pillar, setting, score in zip(*columns, strict=True):
        of_pillar.setdefault(pillar, []).append((setting, score))

    def stands(pillar: str, setting: str, score: float) -> AmongPeers:
        of_peers = of_pillar.get(pillar, [])
        if not carried:
            return AmongPeers(len(of_peers))
        least = [definitions().material(pillar, setting, other) for other, _ in of_peers]
        return score_among_peers(score, [theirs for _, theirs in of_peers], material=least)

    return AMONG_PEERS.typed(
        {"care_setting": setting, "pillar": pillar, "score": score} | vars(stands(pillar, setting, score))
        for pillar, setting, score in zip(own["pillar"], own["care_setting"], own["score"], strict=True)
    )


def _beside_levels(publication: Publication, position: Position, standard: Standard) -> pd.DataFrame:
    """The pillars with the standard that each is held to, and the trust's own target."""
    code, year = position.subject.code, position.assessment_year
    placed = placed_scores(publication, year=year, footprint=position.footprint)
    span = placed.spans[code, position.care_setting]
    own = near = placed.scores.iloc[span.start : span.stop]
    if standard.baseline == "ics_best":
        # The best is found in the whole system; a trust without a system is held to its own best.
        everybody = placed.scores
        near = (
            everybody[everybody["ods_code"] == code].assign(ics_code="")
            if position.ics_code is None
            else everybody[everybody["ics_code"] == position.ics_code]
        )
    held = with_gaps(hold_to(publication, near, assessment_year=year, standard=standard)).loc[own.index]
    targets = hold_to(publication, own, assessment_year=year, standard=Standard("own_target"))
    is_below = held["is_below"].astype(object).where(held["standard"].notna(), None)
    return position.pillars.assign(
        standard=held["standard"].to_numpy(float),
        from_standard=(held["score"] - held["standard"]).to_numpy(float),
        is_below=is_below.to_numpy(),
        own_target=targets["standard"].to_numpy(float),
    )
