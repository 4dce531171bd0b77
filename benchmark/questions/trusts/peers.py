"""The trusts that a trust is compared with: returns like its own, never fictional beside real ones."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

import pandas as pd

from benchmark.common.completeness import Received, round_received
from benchmark.common.resolve import nearest_trusts
from benchmark.common.scope import UNIT, Footprint, in_page_order, setting_position, sql
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

    group: 'near', the default, is the trust's system if it has three peers or more there, else England;
        `Peers.choice` says which.
    named: up to five trusts that the reader picked, by ODS code. In the group 'own' they are the peers; with
        every other group they are shown beside the peers, by name.
    all_settings: returns of every care setting are compared. This is not like with like, so pages must say
        it.
    Raises BenchmarkError for an unknown group, more than five names, or the group 'own' without names.
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

    units: ods_code, trust, care_setting, ics_code, ics, region (the last three missing if the footprint has
        no place for the trust) and distance (only in the group 'similar'); nearest first in that group, else
        by care setting and name. Never the trust itself.
    place: the name of the group's system, region or supplier of records; empty for other groups, and if it is
        unknown.
    named: units like `units`, of the trusts that the reader named, whether they are peers or not.
    absent: named trusts without such a return in the round, as 'RXX (Name)'.
    similar: how alike the peers are, part by part; None in other groups.
    too_few: the returns received in England in the care setting, or in all settings if these are compared, if
        they are too few. Only for real trusts in the groups 'england', 'similar' and 'supplier'; else None.
    """

    ods_code: str
    care_setting: str
    choice: PeerChoice
    units: pd.DataFrame
    named: pd.DataFrame
    place: str
    absent: tuple[str, ...]
    similar: Similar | None
    too_few: Received | None = None


@dataclass(frozen=True, eq=False)
class Placed:
    """Every pillar score of a round, real and fictional, each with its trust's system on the footprint.

    scores: ods_code, trust, fictional, care_setting, pillar, pillar_position, score, ics_code, ics,
        region_code, region; the last four missing if the footprint has no place for the trust.
    units: the same without pillars and scores, one row per unit, in the same order.
    spans: (ods_code, care_setting) -> row numbers of the unit's scores, in the order of the pillars.
    """

    scores: pd.DataFrame
    units: pd.DataFrame
    spans: Mapping[tuple[str, str], range]

    def of(self, units: pd.DataFrame) -> pd.DataFrame:
        """The scores of units, in the units' order: ods_code, trust, care_setting and `PLACED`."""
        keys = zip(units["ods_code"], units["care_setting"], strict=True)
        places = [place for key in keys for place in self.spans[key]]
        return self.scores[[*UNIT, *PLACED]].iloc[places].reset_index(drop=True)

    def settings_of(self, ods_code: str) -> tuple[str, ...]:
        """The care settings in which a trust has pillar scores, in the usual order."""
        settings = [setting for code, setting in self.spans if code == ods_code]
        return tuple(setting for _, setting in sorted(zip(setting_position(settings), settings, strict=True)))


PLACED = ["pillar", "pillar_position", "score"]


@per_publication
def placed_scores(publication: Publication, *, year: int, footprint: Footprint) -> Placed:
    """Every pillar score of a round, with the row numbers of each unit, so that peers are found quickly."""
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
    choice: PeerChoice,
) -> Peers:
    """The peers of one unit. UnknownCode without such a return, naming the returns that the trust has."""
    names = checked_names(publication, ods_code, ())
    placed = placed_scores(publication, year=year, footprint=footprint)
    span = placed.spans.get((ods_code, care_setting))
    if span is None:
        settings = placed.settings_of(ods_code)
        raise UnknownCode(
            f"{ods_code} ({names[ods_code]}) has no pillar scores for {care_setting} in {year}.",
            fix=f"It has them for {in_list(settings)}." if settings else "It has none in that round.",
        )
    checked_names(publication, ods_code, choice.named)
    own = placed.scores.iloc[span.start]
    among = candidates(placed.units, own, all_settings=choice.all_settings)
    if choice.group == "near":
        neighbours = int((among["ics_code"] == own["ics_code"]).sum())
        choice = replace(choice, group="ics" if neighbours >= FEWEST_FOR_SPREAD else "england")
    supplied = {code: supplier.name for code, supplier in suppliers(publication).items()}
    similar, few = None, _too_few(publication, own, choice, year=year)
    if choice.group == "similar" and few is None:
        similar = most_similar(publication, year=year, ods_code=ods_code, care_setting=care_setting)
    named = among[among["ods_code"].isin(choice.named)].reset_index(drop=True)
    return Peers(
        ods_code=ods_code,
        care_setting=care_setting,
        choice=choice,
        units=_group_of(among, own, choice, similar=similar, supplied=supplied),
        named=named,
        place={
            "ics": _text(own["ics"]),
            "region": _text(own["region"]),
            "supplier": supplied.get(ods_code, ""),
        }.get(choice.group, ""),
        absent=tuple(f"{code} ({names[code]})" for code in choice.named if code not in {*named["ods_code"]}),
        similar=similar,
        too_few=few,
    )


def _too_few(publication: Publication, own: pd.Series, choice: PeerChoice, *, year: int) -> Received | None:
    """The value of `Peers.too_few`; None for fictional trusts, which have no England."""
    if own["fictional"] or choice.group not in ("england", "similar", "supplier"):
        return None
    round_came = round_received(publication, year=year)
    came = (
        round_came.england
        if choice.all_settings
        else round_came.settings.get(own["care_setting"], Received())
    )
    return None if came.enough_for_england else came


def candidates(units: pd.DataFrame, own: pd.Series, *, all_settings: bool) -> pd.DataFrame:
    """The units that a unit may be compared with: those of other trusts, all real or all fictional as it is.

    all_settings: also those of other care settings.
    """
    may = (units["ods_code"] != own["ods_code"]) & (units["fictional"] == own["fictional"])
    if not all_settings:
        may &= units["care_setting"] == own["care_setting"]
    found: pd.DataFrame = units[may]
    return found


def _group_of(
    among: pd.DataFrame,
    own: pd.Series,
    choice: PeerChoice,
    *,
    similar: Similar | None,
    supplied: Mapping[str, str],
) -> pd.DataFrame:
    """The units of a peer group, as in `Peers.units`. among: `candidates` of the unit `own`.

    supplied: trust -> its supplier of records.
    """
    match choice.group:
        # A missing place equals nothing, not even itself, so a trust without a place has no neighbours.
        case "ics":
            chosen = among[among["ics_code"] == own["ics_code"]]
        case "region":
            chosen = among[among["region_code"] == own["region_code"]]
        case "england" | "near":
            chosen = among
        case "supplier":
            # A trust without a supplier has no peers.
            chosen = among[among["ods_code"].map(dict(supplied)) == supplied.get(own["ods_code"], "")]
        case "own":
            chosen = among[among["ods_code"].isin(choice.named)]
        case "similar":
            chosen = among[among["ods_code"].isin(similar.rows["ods_code"] if similar else ())]
    group_units = chosen[[*UNIT, "ics_code", "ics", "region"]]
    if similar is None:
        return in_page_order(group_units.assign(distance=float("nan")))
    distance = dict(zip(similar.rows["ods_code"], similar.rows["distance"], strict=True))
    group_units = in_page_order(
        group_units.assign(distance=group_units["ods_code"].map(distance).astype(float))
    )
    return group_units.sort_values("distance", kind="stable", ignore_index=True)


def checked_names(publication: Publication, ods_code: str, named: tuple[str, ...]) -> Mapping[str, str]:
    """Code -> name of all trusts, if the named ones may be compared with this trust.

    Raises UnknownCode for an unknown trust. Raises BenchmarkError for the trust itself, for a trust named
    twice, and for fictional trusts beside real ones.
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
    """Code -> name, and code -> whether it is fictional, for all trusts."""
    known = publication.rows(sql(__package__, "known_trusts"))
    return {code: name for code, name, _ in known}, {code: made_up for code, _, made_up in known}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def peer_rows(peers: Peers) -> pd.DataFrame:
    """The table `PEERS`: each peer with its system; in the group 'similar' also why it is alike."""
    if peers.similar is None:
        return peers.units.reindex(columns=PEERS.keys)
    parts = peers.similar.rows[["ods_code", *PARTS]].rename(columns={key: f"{key}_apart" for key in PARTS})
    reasons = [why_alike(row) for row in peers.similar.rows[PARTS].to_dict("records")]
    parts = parts.assign(**{column.key: [words[column.key] for words in reasons] for column in WHY_ALIKE})
    values = peers.similar.contexts[["ods_code", *PARTS]]
    return peers.units.merge(parts, on="ods_code").merge(values, on="ods_code")[PEERS.keys]


def why_alike(parts: Mapping[Hashable, float]) -> dict[str, str]:
    """The columns WHY_ALIKE of one peer: the parts that are near, some way apart, far and not known."""
    by_column: dict[str, list[str]] = {column.key: [] for column in WHY_ALIKE}
    for feature in FEATURES:
        by_column[nearness(parts[feature.key])].append(feature.words)
    return {key: large_start(", ".join(words)) for key, words in by_column.items()}
