"""Which trusts a trust is compared with: returns like its own, never fictional among real ones."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

import pandas as pd

from benchmark.common.completeness import Came, coming
from benchmark.common.resolve import nearest_trusts
from benchmark.common.scope import UNIT, Footprint, in_page_order, sql
from benchmark.core.errors import BenchmarkError, UnknownCode
from benchmark.core.wording import in_list, large_start
from benchmark.questions.gaps.measure import FEWEST_FOR_SPREAD
from benchmark.questions.trusts.columns import PEERS, WHY_ALIKE
from benchmark.questions.trusts.similarity import FEATURES, PARTS, Similar, most_similar, nearness
from benchmark.questions.trusts.suppliers import suppliers
from benchmark.store.publication import Publication, per_publication

PeerGroup = Literal["ics", "region", "england", "similar", "supplier", "own", "near"]
GROUPS: tuple[PeerGroup, ...] = ("ics", "region", "england", "similar", "supplier", "own", "near")
MOST_NAMED = 5
"""More names than this cannot be distinguished on one chart."""


@dataclass(frozen=True)
class PeerChoice:
    """The trusts that a reader compares a trust with.

    group: near is the trust's ICS where that has three peers or more, and England where it has not: what
        stands there before a reader has chosen. `Peers.choice` says which of them it is.
    named: up to five trusts that the reader picked, by ODS code. In the group 'own' they are the peers; in
        every other one they stand beside the peers under their names.
    all_settings: returns of every care setting are compared, which is not like with like, so whoever shows it
        says so.

    Raises BenchmarkError for a group that there is not, or more than five names.
    """

    group: PeerGroup = "near"
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
    place: the name of the system, region or supplier of records that the group is of; empty for other groups,
        and where it is not known.
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


@dataclass(frozen=True, eq=False)
class Placed:
    """Every pillar score of a round, real and fictional, each with its trust's system on the footprint.

    scores: ods_code, trust, fictional, care_setting, pillar, pillar_position, score, ics_code, ics,
        region_code, region; the last four missing where the footprint has no place for the trust.
    units: the same without pillars and scores, one row per unit, in the same order.
    spans: (ods_code, care_setting) -> where the unit's scores stand, in the order of the pillars.
    """

    scores: pd.DataFrame
    units: pd.DataFrame
    spans: Mapping[tuple[str, str], range]

    def of(self, units: pd.DataFrame) -> pd.DataFrame:
        """The scores of units, in the units' order: ods_code, trust, care_setting and `PLACED`."""
        keys = zip(units["ods_code"], units["care_setting"], strict=True)
        places = [place for key in keys for place in self.spans[key]]
        return self.scores[[*UNIT, *PLACED]].iloc[places].reset_index(drop=True)


PLACED = ["pillar", "pillar_position", "score"]


@per_publication
def placed_scores(publication: Publication, *, year: int, footprint: Footprint) -> Placed:
    """Every pillar score of a round, with where each unit's rows lie, so that peers are found quickly."""
    scores = publication.frame(sql(__package__, "placed_scores"), assessment_year=year, footprint=footprint)
    spans: dict[tuple[str, str], range] = {}
    for place, key in enumerate(zip(scores["ods_code"], scores["care_setting"], strict=True)):
        spans[key] = range(spans[key].start if key in spans else place, place + 1)
    units = scores.iloc[[span.start for span in spans.values()]].drop(columns=PLACED)
    return Placed(scores, units.reset_index(drop=True), spans)


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
    asked = choice or PeerChoice()
    names = checked_names(publication, ods_code, asked.named)
    placed = placed_scores(publication, year=year, footprint=footprint)
    span = placed.spans.get((ods_code, care_setting))
    if span is None:
        raise UnknownCode(f"{ods_code} has no pillar scores for {care_setting} in {year}.")
    own, units = placed.scores.iloc[span.start], placed.units
    found = None
    if asked.group == "near":
        asked = replace(asked, group="ics")
        found = group_of(units, own, asked)
        if len(found) < FEWEST_FOR_SPREAD:
            asked, found = replace(asked, group="england"), None
    supplied = {code: one.name for code, one in suppliers(publication).items()}
    similar, few = None, _too_few(publication, own, asked, year=year)
    if asked.group == "similar" and few is None:
        similar = most_similar(publication, year=year, ods_code=ods_code, care_setting=care_setting)
    returned = {*candidates(units, own, all_settings=asked.all_settings)["ods_code"]} if asked.named else {}
    return Peers(
        ods_code=ods_code,
        care_setting=care_setting,
        choice=asked,
        units=group_of(units, own, asked, similar=similar, supplied=supplied) if found is None else found,
        place={
            "ics": _text(own["ics"]),
            "region": _text(own["region"]),
            "supplier": supplied.get(ods_code, ""),
        }.get(asked.group, ""),
        absent=tuple(f"{code} ({names[code]})" for code in asked.named if code not in returned),
        similar=similar,
        too_few=few,
    )


def _too_few(publication: Publication, own: pd.Series, choice: PeerChoice, *, year: int) -> Came | None:
    """As `Peers.too_few`: invented trusts have no England."""
    if own["fictional"] or choice.group not in ("england", "similar", "supplier"):
        return None
    found = coming(publication, year=year)
    came = found.england if choice.all_settings else found.settings.get(own["care_setting"], Came())
    return None if came.enough_for_england else came


def candidates(units: pd.DataFrame, own: pd.Series, *, all_settings: bool) -> pd.DataFrame:
    """The units that a unit may be compared with: other trusts', as real or as fictional, of its setting."""
    may = (units["ods_code"] != own["ods_code"]) & (units["fictional"] == own["fictional"])
    if not all_settings:
        may &= units["care_setting"] == own["care_setting"]
    found: pd.DataFrame = units[may]
    return found


def group_of(
    units: pd.DataFrame,
    own: pd.Series,
    choice: PeerChoice,
    *,
    similar: Similar | None = None,
    supplied: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """The units of a peer group, as `Peers.units`. units: of `Placed`; own: one like these.

    supplied: trust -> its supplier of records, for the group 'supplier'.
    """
    among = candidates(units, own, all_settings=choice.all_settings)
    match choice.group:
        # A missing place equals nothing, itself included: a trust without one has no neighbours.
        case "ics":
            chosen = among[among["ics_code"] == own["ics_code"]]
        case "region":
            chosen = among[among["region_code"] == own["region_code"]]
        case "england":
            chosen = among
        case "supplier":
            # A trust without a supplier shares one with nobody.
            names = among["ods_code"].map(dict(supplied or {}))
            chosen = among[names == (supplied or {}).get(own["ods_code"], "")]
        case "own":
            chosen = among[among["ods_code"].isin(choice.named)]
        case "similar":
            chosen = among[among["ods_code"].isin(similar.rows["ods_code"] if similar else ())]
        case "near":
            raise ValueError("Which group is near must be resolved first.")
    found = chosen[[*UNIT, "ics_code", "ics", "region"]]
    if similar is None:
        return in_page_order(found.assign(distance=float("nan")))
    distance = dict(zip(similar.rows["ods_code"], similar.rows["distance"], strict=True))
    found = in_page_order(found.assign(distance=found["ods_code"].map(distance).astype(float)))
    return found.sort_values("distance", kind="stable", ignore_index=True)


def checked_names(publication: Publication, ods_code: str, named: tuple[str, ...]) -> Mapping[str, str]:
    """The names of all trusts by code, once the named ones hold.

    UnknownCode for a trust that there is not. BenchmarkError for the trust itself, one named twice, and an
    fictional one beside a real one.
    """
    names, fictional = _known_trusts(publication)
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


@per_publication
def _known_trusts(publication: Publication) -> tuple[Mapping[str, str], Mapping[str, bool]]:
    """The names of all trusts by code, and which are fictional."""
    known = publication.rows(sql(__package__, "known_trusts"))
    return {code: name for code, name, _ in known}, {code: made_up for code, _, made_up in known}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def peer_rows(peers: Peers) -> pd.DataFrame:
    """The table `PEERS`: each peer with its system, and in the group 'similar' with what makes it so."""
    if peers.similar is None:
        return peers.units.reindex(columns=PEERS.keys)
    parts = peers.similar.rows[["ods_code", *PARTS]].rename(columns={key: f"{key}_apart" for key in PARTS})
    said = [why_alike(row) for row in peers.similar.rows[PARTS].to_dict("records")]
    parts = parts.assign(**{column.key: [words[column.key] for words in said] for column in WHY_ALIKE})
    values = peers.similar.contexts[["ods_code", *PARTS]]
    return peers.units.merge(parts, on="ods_code").merge(values, on="ods_code")[PEERS.keys]


def why_alike(parts: Mapping[Hashable, float]) -> dict[str, str]:
    """The columns WHY_ALIKE of one peer: the parts that are near, some way apart, far and not known."""
    said: dict[str, list[str]] = {column.key: [] for column in WHY_ALIKE}
    for feature in FEATURES:
        said[nearness(parts[feature.key])].append(feature.words)
    return {key: large_start(", ".join(words)) for key, words in said.items()}
