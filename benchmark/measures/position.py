"""Where a unit stands among its peers, pillar by pillar: how many are materially higher, no rank."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from benchmark.definitions import definitions
from benchmark.errors import UnknownCode
from benchmark.measures.compare import at_least
from benchmark.measures.frames import UNIT, setting_position, sql
from benchmark.measures.peers import (
    PeerChoice,
    Peers,
    candidates,
    peers_among,
    placed_scores,
    resolved,
)
from benchmark.measures.position_columns import STANDING
from benchmark.measures.scope import Footprint, Standard
from benchmark.measures.spelling import nearest_trusts
from benchmark.measures.spread import FEWEST_FOR_SPREAD
from benchmark.measures.standards import hold_to
from benchmark.measures.subject import Subject
from benchmark.store.publication import Publication
from benchmark.wording import in_list

FEWEST_FOR_QUARTILES = 8
"""Two peers in each quarter: with fewer, a quartile is one trust's score or a point that nobody scored."""
_SCORES = [*UNIT, "pillar", "pillar_position", "score"]
_OWN = ("pillar_position", "pillar", "care_setting", "score")


@dataclass(frozen=True)
class Standing:
    """One score among those of n peers, in points.

    higher, within and lower: how many peers score materially higher, within the threshold and materially
    lower; they add up to n. difference: the score less the peers' median. Below three peers all but n are
    None; below eight the quartiles (linear interpolation).
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


def standing(score: float, of_peers: Sequence[float]) -> Standing:
    """Where a pillar's score stands among its peers' scores, in any order."""
    values = np.asarray(of_peers, dtype=float)
    n = len(values)
    if n < FEWEST_FOR_SPREAD:
        return Standing(n)
    threshold = definitions().threshold("pillar")
    with_quartiles = n >= FEWEST_FOR_QUARTILES
    lower_quartile, median, upper_quartile = (float(cut) for cut in np.quantile(values, [0.25, 0.5, 0.75]))
    higher = int(at_least(values - score, threshold).sum())
    lower = int(at_least(score - values, threshold).sum())
    return Standing(
        n=n,
        median=median,
        lower_quartile=lower_quartile if with_quartiles else None,
        upper_quartile=upper_quartile if with_quartiles else None,
        minimum=float(values.min()),
        maximum=float(values.max()),
        difference=score - median,
        material=at_least(abs(score - median), threshold),
        higher=higher,
        within=n - higher - lower,
        lower=lower,
    )


@dataclass(frozen=True)
class Position:
    """Where one unit (trust x care setting) stands among its peers in a round.

    pillars: the table `STANDING`, in the framework's order; standard is missing where the baseline gives
        none, own_target where the trust has set none.
    peer_scores: ods_code, trust, care_setting, pillar, pillar_position, score; of every peer.
    named_scores: the same, of the trusts that the reader named, whether they are peers or not.
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

    @property
    def strengths(self) -> pd.DataFrame:
        """The pillars materially above the peers' median, the furthest first."""
        return self._material(self.pillars["difference"] > 0, ascending=False)

    @property
    def gaps(self) -> pd.DataFrame:
        """The pillars materially below the peers' median, the furthest first."""
        return self._material(self.pillars["difference"] < 0, ascending=True)

    @property
    def comparable(self) -> bool:
        """Whether any pillar has enough peers to speak of a median."""
        return bool(self.pillars["median"].notna().any())

    def _material(self, which: "pd.Series[bool]", *, ascending: bool) -> pd.DataFrame:
        found = self.pillars[which & self.pillars["material"].eq(True)]
        # Rounded, so that two differences of 0.3 do not part by floating point's last digit.
        order = found["difference"].round(9).sort_values(ascending=ascending, kind="stable")
        return found.loc[order.index]


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
    """The position of one unit. UnknownCode where the trust has no such return, naming those that it has."""
    scores = placed_scores(publication, year=year, footprint=footprint)
    return position_among(
        publication,
        scores,
        year=year,
        footprint=footprint,
        ods_code=ods_code,
        care_setting=care_setting,
        choice=choice,
        standard=standard,
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
    """A trust's position in every care setting that it has pillar scores for; empty where it has none."""
    scores = placed_scores(publication, year=year, footprint=footprint)
    return tuple(
        position_among(
            publication,
            scores,
            year=year,
            footprint=footprint,
            ods_code=ods_code,
            care_setting=care_setting,
            choice=choice,
            standard=standard,
        )
        for care_setting in _settings_of(scores, ods_code)
    )


def settings_returned(
    publication: Publication, *, year: int, footprint: Footprint, ods_code: str
) -> tuple[str, ...]:
    """The care settings in which a trust has pillar scores, in the usual order."""
    return tuple(_settings_of(placed_scores(publication, year=year, footprint=footprint), ods_code))


def position_among(
    publication: Publication,
    scores: pd.DataFrame,
    *,
    year: int,
    footprint: Footprint,
    ods_code: str,
    care_setting: str,
    choice: PeerChoice | None = None,
    standard: Standard | None = None,
) -> Position:
    """The position of one unit among the scores of `placed_scores`, for who has read them already."""
    asked, held_to = choice or PeerChoice(), standard or Standard()
    own = scores[(scores["ods_code"] == ods_code) & (scores["care_setting"] == care_setting)]
    if own.empty:
        raise _no_such_return(publication, scores, ods_code=ods_code, care_setting=care_setting, year=year)
    unit = own.iloc[0]
    asked = resolved(asked, scores, unit)
    group = peers_among(
        publication, scores, year=year, ods_code=ods_code, care_setting=care_setting, choice=asked
    )
    among = candidates(scores, unit, all_settings=asked.all_settings)
    peer_scores = _in_order_of(group.units, among)
    return Position(
        subject=Subject(
            ods_code,
            str(unit["trust"]),
            bool(unit["fictional"]),
            str(year),
            footprint,
            publication.as_at,
        ),
        care_setting=care_setting,
        assessment_year=year,
        footprint=footprint,
        ics_code=unit["ics_code"] if isinstance(unit["ics_code"], str) else None,
        standard=held_to,
        peers=group,
        pillars=_beside_levels(
            publication,
            scores,
            standings(own, peer_scores, carried=group.too_few is None),
            unit=unit,
            standard=held_to,
            year=year,
        ),
        peer_scores=peer_scores,
        named_scores=among.loc[among["ods_code"].isin(asked.named), _SCORES].reset_index(drop=True),
    )


def standings(own: pd.DataFrame, peer_scores: pd.DataFrame, *, carried: bool = True) -> pd.DataFrame:
    """A unit's scores, each with `Standing`'s figures, as `STANDING` has them but for standard and target.

    carried: whether enough of those whom the peers stand for came; else all figures but n are missing.
    """
    of_pillar = {pillar: found["score"].tolist() for pillar, found in peer_scores.groupby("pillar")}

    def stands(score: float, of_peers: Sequence[float]) -> Standing:
        return standing(score, of_peers) if carried else Standing(len(of_peers))

    scored = sorted(zip(*(own[name] for name in _OWN), strict=True))
    return STANDING.without("standard", "own_target").typed(
        {"care_setting": setting, "pillar": pillar, "score": score}
        | vars(stands(score, of_pillar.get(pillar, ())))
        for _, pillar, setting, score in scored
    )


def _beside_levels(
    publication: Publication,
    scores: pd.DataFrame,
    stood: pd.DataFrame,
    *,
    unit: pd.Series,
    standard: Standard,
    year: int,
) -> pd.DataFrame:
    """The standings with the level that each pillar is held to, and the trust's own target."""
    # Best in the ICS is known only beside the whole of it; a trust without a place is held to its own best.
    placed = isinstance(unit["ics_code"], str)
    near = (
        scores[scores["ics_code"] == unit["ics_code"]]
        if placed
        else scores[scores["ods_code"] == unit["ods_code"]].assign(ics_code="")
    )
    own = (near["ods_code"] == unit["ods_code"]) & (near["care_setting"] == unit["care_setting"])
    for column, asked in (("standard", standard), ("own_target", Standard("own_target"))):
        held = hold_to(publication, near, assessment_year=year, standard=asked)[own]
        levels = dict(zip(held["pillar"], held["standard"], strict=True))
        stood = stood.assign(**{column: stood["pillar"].map(levels).astype(float)})
    return stood


def _in_order_of(units: pd.DataFrame, scores: pd.DataFrame) -> pd.DataFrame:
    """The scores of units, in the units' order and that of the pillars."""
    inside = units[UNIT].assign(order=range(len(units))).merge(scores[_SCORES], on=UNIT)
    return inside.sort_values(["order", "pillar_position"], ignore_index=True)[_SCORES]


def _settings_of(scores: pd.DataFrame, ods_code: str) -> list[str]:
    found = scores.loc[scores["ods_code"] == ods_code, "care_setting"].unique().tolist()
    return [setting for _, setting in sorted(zip(setting_position(found), found, strict=True))]


def _no_such_return(
    publication: Publication, scores: pd.DataFrame, *, ods_code: str, care_setting: str, year: int
) -> UnknownCode:
    names = {code: name for code, name, _ in publication.rows(sql("known_trusts"))}
    if ods_code not in names:
        return UnknownCode(f"There is no trust {ods_code}.", fix=nearest_trusts(names, ods_code))
    settings = _settings_of(scores, ods_code)
    returned = f"It has them for {in_list(settings)}." if settings else "It has none in that round."
    return UnknownCode(
        f"{ods_code} ({names[ods_code]}) has no pillar scores for {care_setting} in {year}.", fix=returned
    )
