"""Whom a trust is compared with: groups of returns like its own, and never fictional ones among real ones."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

import pandas as pd

from benchmark.errors import BenchmarkError, UnknownCode
from benchmark.measures.coming import Came, coming
from benchmark.measures.frames import UNIT, in_page_order, sql
from benchmark.measures.position_columns import PEERS
from benchmark.measures.scope import Footprint
from benchmark.measures.similarity import PARTS, Similar, most_similar
from benchmark.measures.spelling import nearest_trusts
from benchmark.measures.spread import FEWEST_FOR_SPREAD
from benchmark.store.publication import Publication
from benchmark.wording import in_list

PeerGroup = Literal["ics", "region", "england", "similar", "own", "near"]
GROUPS: tuple[PeerGroup, ...] = ("ics", "region", "england", "similar", "own", "near")
MOST_NAMED = 5
"""More names than this cannot be told apart on one chart."""


@dataclass(frozen=True)
class PeerChoice:
    """Whom a reader compares a trust with.

    group: near is the trust's ICS where that has three peers or more, and England where it has not: what
        stands there before a reader has chosen. `resolved` says which of them it is.
    named: up to five trusts that the reader picked, by ODS code. In the group 'own' they are the peers; in
        every other one they stand beside the peers under their names.
    all_settings: returns of every care setting are compared, which is not like with like, so whoever shows it
        says so.

    Raises BenchmarkError for a group that there is not, or more than five names.
    """

    group: PeerGroup = "ics"
    named: tuple[str, ...] = ()
    all_settings: bool = False

    def __post_init__(self) -> None:
        if self.group not in GROUPS:
            raise BenchmarkError(
                f"There is no peer group {self.group}.", fix=f"Choose one of: {', '.join(GROUPS)}."
            )
        if len(self.named) > MOST_NAMED:
            raise BenchmarkError(
                f"{len(self.named)} trusts are named to compare with.", fix=f"Name up to {MOST_NAMED}."
            )
        if self.group == "own" and not self.named:
            raise BenchmarkError("A list of your own has no trust in it.", fix="Name one to five trusts.")


@dataclass(frozen=True)
class Peers:
    """The peers of one unit (trust x care setting).

    units: ods_code, trust, care_setting, ics_code, ics, region (the last three missing where the footprint
        has no place for the trust) and distance (missing but in the group 'similar'); the nearest first in
        that group, else by care setting and name. Never the trust itself.
    place: the name of the system or region that the group is of; empty for the other groups.
    absent: trusts that were named but have no such return in the round, 'RXX (Name)'.
    similar: how alike the peers are, part by part; None in the other groups.
    too_few: how much of England's returns of the setting came, where the group is of all England and that is
        too few to speak of a median or of the most similar; None where it is enough, and for other groups.
    """

    ods_code: str
    care_setting: str
    choice: PeerChoice
    units: pd.DataFrame
    place: str
    absent: tuple[str, ...]
    similar: Similar | None
    too_few: Came | None = None


def placed_scores(publication: Publication, *, year: int, footprint: Footprint) -> pd.DataFrame:
    """Every pillar score of a round, real and fictional, each with its trust's system on the footprint.

    Returns ods_code, trust, fictional, care_setting, pillar, pillar_position, score, ics_code, ics,
    region_code, region; the last four missing where the footprint has no place for the trust.
    """
    return publication.frame(sql("placed_scores"), assessment_year=year, footprint=footprint)


def peers(
    publication: Publication,
    *,
    year: int,
    footprint: Footprint,
    ods_code: str,
    care_setting: str,
    choice: PeerChoice | None = None,
) -> Peers:
    """The peers of one unit. UnknownCode where the trust has no pillar scores for the setting."""
    scores = placed_scores(publication, year=year, footprint=footprint)
    return peers_among(
        publication, scores, year=year, ods_code=ods_code, care_setting=care_setting, choice=choice
    )


def peers_among(
    publication: Publication,
    scores: pd.DataFrame,
    *,
    year: int,
    ods_code: str,
    care_setting: str,
    choice: PeerChoice | None = None,
) -> Peers:
    """The peers of one unit among the scores of `placed_scores`, for who has read them already."""
    asked = choice or PeerChoice()
    names = checked_names(publication, ods_code, asked.named)
    own = scores[(scores["ods_code"] == ods_code) & (scores["care_setting"] == care_setting)]
    if own.empty:
        raise UnknownCode(f"{ods_code} has no pillar scores for {care_setting} in {year}.")
    asked = resolved(asked, scores, own.iloc[0])
    similar, few = None, _too_few(publication, own.iloc[0], asked, year=year)
    if asked.group == "similar" and few is None:
        similar = most_similar(publication, year=year, ods_code=ods_code, care_setting=care_setting)
    found = group_of(scores, own.iloc[0], asked, similar=similar)
    returned = set(candidates(scores, own.iloc[0], all_settings=asked.all_settings)["ods_code"])
    return Peers(
        ods_code=ods_code,
        care_setting=care_setting,
        choice=asked,
        units=found,
        place={"ics": _text(own["ics"].iloc[0]), "region": _text(own["region"].iloc[0])}.get(asked.group, ""),
        absent=tuple(f"{code} ({names[code]})" for code in asked.named if code not in returned),
        similar=similar,
        too_few=few,
    )


def _too_few(publication: Publication, own: pd.Series, choice: PeerChoice, *, year: int) -> Came | None:
    """As `Peers.too_few`: invented trusts have no England."""
    if own["fictional"] or choice.group not in ("england", "similar"):
        return None
    found = coming(publication, year=year)
    came = found.england if choice.all_settings else found.settings.get(own["care_setting"], Came())
    return None if came.enough_for_england else came


def resolved(choice: PeerChoice, scores: pd.DataFrame, own: pd.Series) -> PeerChoice:
    """The choice with 'near' decided; every other one as it is. own: any row of the unit's own scores."""
    if choice.group != "near":
        return choice
    in_ics = replace(choice, group="ics")
    enough = len(group_of(scores, own, in_ics)) >= FEWEST_FOR_SPREAD
    return in_ics if enough else replace(choice, group="england")


def candidates(scores: pd.DataFrame, own: pd.Series, *, all_settings: bool) -> pd.DataFrame:
    """The scores that a unit may be compared with: other trusts', as real or as fictional, of its setting."""
    may = (scores["ods_code"] != own["ods_code"]) & (scores["fictional"] == own["fictional"])
    if not all_settings:
        may &= scores["care_setting"] == own["care_setting"]
    found: pd.DataFrame = scores[may]
    return found


def group_of(
    scores: pd.DataFrame, own: pd.Series, choice: PeerChoice, *, similar: Similar | None = None
) -> pd.DataFrame:
    """The units of a peer group, as `Peers.units`. own: any row of the unit's own scores."""
    among = candidates(scores, own, all_settings=choice.all_settings)
    match choice.group:
        # A missing place equals nothing, itself included: a trust without one has no neighbours.
        case "ics":
            chosen = among[among["ics_code"] == own["ics_code"]]
        case "region":
            chosen = among[among["region_code"] == own["region_code"]]
        case "england":
            chosen = among
        case "own":
            chosen = among[among["ods_code"].isin(choice.named)]
        case "similar":
            chosen = among[among["ods_code"].isin(similar.rows["ods_code"] if similar else ())]
        case "near":
            raise ValueError("Which group is near must be resolved first.")
    units = chosen.drop_duplicates(UNIT)[[*UNIT, "ics_code", "ics", "region"]]
    if similar is None:
        return in_page_order(units.assign(distance=float("nan")))
    distance = dict(zip(similar.rows["ods_code"], similar.rows["distance"], strict=True))
    units = in_page_order(units.assign(distance=units["ods_code"].map(distance).astype(float)))
    return units.sort_values("distance", kind="stable", ignore_index=True)


def checked_names(publication: Publication, ods_code: str, named: tuple[str, ...]) -> Mapping[str, str]:
    """The names of all trusts by code, once the named ones hold.

    UnknownCode for a trust that there is not. BenchmarkError for the trust itself, one named twice, and an
    fictional one beside a real one.
    """
    known = publication.rows(sql("known_trusts"))
    names = {code: name for code, name, _ in known}
    fictional = {code: made_up for code, _, made_up in known}
    for code in (ods_code, *named):
        if code not in names:
            raise UnknownCode(f"There is no trust {code}.", fix=nearest_trusts(names, code))
    if ods_code in named:
        raise BenchmarkError(f"{ods_code} cannot be compared with itself.", fix="Name other trusts.")
    if len({*named}) < len(named):
        raise BenchmarkError("A trust is named twice.", fix="Name each trust once.")
    others = [code for code in named if fictional[code] != fictional[ods_code]]
    if others:
        raise BenchmarkError(
            f"Real and fictional trusts are not compared: {in_list(others)} beside {ods_code}.",
            fix="Name trusts of the same kind.",
        )
    return names


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def peer_rows(peers: Peers) -> pd.DataFrame:
    """The table `PEERS`: each peer with its system, and in the group 'similar' with what makes it so."""
    if peers.similar is None:
        return peers.units.reindex(columns=PEERS.keys)
    parts = peers.similar.rows[["ods_code", *PARTS]].rename(columns={key: f"{key}_apart" for key in PARTS})
    values = peers.similar.contexts[["ods_code", *PARTS]]
    return peers.units.merge(parts, on="ods_code").merge(values, on="ods_code")[PEERS.keys]
