"""Whether a system's trusts came closer together since an earlier round, and whose movement did it."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import fsum
from typing import Any, Final, Literal

import pandas as pd

from benchmark.common.scope import (
    UNIT,
    Footprint,
    Scope,
    base_of,
    comparable_pairs,
    comparable_rounds,
    in_page_order,
    placements,
    sql,
    successions,
    system_of,
    system_of_trust,
    systems,
)
from benchmark.common.subject import COMPARABLE, NOBODY, Subject, subject_of
from benchmark.core.columns import ICS_CODE
from benchmark.core.compare import at_least, below
from benchmark.core.definitions import definitions
from benchmark.core.errors import UnknownCode
from benchmark.core.wording import in_list
from benchmark.questions.progress.chance import Chance, Dealt, Nation, chance_of, deal, nation_of
from benchmark.questions.progress.columns import SYSTEMS, TRUSTS, UNITS
from benchmark.questions.progress.matching import match_units
from benchmark.questions.progress.verdict import Movement, movement, rests_on, slope_of, verdict_on
from benchmark.store.publication import Publication, per_publication
from schemas.definitions import Verdict

MEASURE: Final = "overall_comparable"
"""The only score that two rounds share. It is never mixed with pillar means."""
Reading = Literal["closer", "chance", "apart"]
"""The change of the standard deviation against the band of chance: below, inside, above."""


@dataclass(frozen=True, kw_only=True)
class Progress(Movement):
    """The movement of a system's trusts between two rounds, with names and a verdict.

    trusts: the table TRUSTS, one score per trust, the mean of its settings returned in both rounds; ambulance
        services are listed and not counted.
    units: the table UNITS, the matched returns by care setting and trust, under the later round's trust.
    unmatched: the table UNMATCHED.
    rests_on: code -> the other verdict without this trust, for each trust without which it would change.
    chance: the effect of chance on a system that started like this one; None if it cannot be computed.
    sd_reading: the change of the standard deviation against the band of chance; None below five trusts, and
        if chance cannot be computed.
    nation_slope: the slope of the change on the earlier score over all real trusts of England.
    """

    ics_code: str
    name: str
    year_from: int
    year_to: int
    footprint: Footprint
    measure: str
    n_returns: int
    verdict: Verdict
    rests_on: Mapping[str, Verdict]
    chance: Chance | None
    sd_reading: Reading | None
    nation_slope: float | None
    trusts: pd.DataFrame
    units: pd.DataFrame
    unmatched: pd.DataFrame
    subject: Subject = NOBODY

    @property
    def chance_of_verdict(self) -> float | None:
        """The share of the draws of chance that end in this verdict."""
        return None if self.chance is None else self.chance.verdicts[self.verdict.key]

    @property
    def sd_band(self) -> tuple[float, float] | None:
        """The band that chance gives for the change of the standard deviation."""
        return None if self.chance is None else self.chance.sd_band

    @property
    def row(self) -> dict[str, Any]:
        """The figures as a row of the table PROGRESS."""
        asked = {"ics": self.ics_code, "from": self.year_from, "to": self.year_to}
        return vars(self) | asked | _as_columns(self.verdict, self.rests_on, self.chance)


def progress(publication: Publication, scope: Scope, *, year_from: int | None = None) -> Progress:
    """A system's progress to the scope's round, from the given round or the newest one before.

    Raises UnknownCode if a round has no comparable scores, or there is no earlier one.
    """
    system = system_of(publication, scope)
    year_from = _earlier_round(
        publication, year_from, year_to=scope.assessment_year, fictional=system.fictional
    )
    year_to = scope.assessment_year
    units, unmatched = placed_units(
        publication, year_from=year_from, year_to=year_to, footprint=scope.footprint
    )
    england = _england(publication, year_from=year_from, year_to=year_to)
    own = in_page_order(units[units["ics_code"] == system.ics_code])
    left = in_page_order(unmatched[unmatched["ics_code"] == system.ics_code], "year")
    trusts = trust_scores(own)
    return Progress(
        ics_code=system.ics_code,
        name=system.name,
        year_from=year_from,
        year_to=year_to,
        footprint=scope.footprint,
        measure=MEASURE,
        n_returns=len(own),
        trusts=trusts,
        units=_beside_trusts(own, trusts),
        unmatched=left.drop(columns="ics_code"),
        subject=subject_of(publication, scope, COMPARABLE, years=(year_from,), system=system),
        nation_slope=england.slope,
        **_judged(trusts, england.dealt),
    )


def progress_of_all_systems(
    publication: Publication, *, year: int, footprint: Footprint, year_from: int | None = None
) -> pd.DataFrame:
    """The progress of every real system on the footprint, by region and name.

    Returns the table SYSTEMS without returned and expected.
    """
    footprint = base_of(footprint)
    year_from = _earlier_round(publication, year_from, year_to=year, fictional=False)
    dealt = _england(publication, year_from=year_from, year_to=year).dealt
    units, _ = placed_units(publication, year_from=year_from, year_to=year, footprint=footprint)
    of_system: dict[Any, pd.DataFrame] = dict(list(units.groupby("ics_code")))
    rows = []
    for system in systems(publication, year=year, footprint=footprint).to_dict("records"):
        if not system["fictional"]:
            own = of_system.get(system["ics_code"], units.head(0))
            judged = _judged(trust_scores(own), dealt)
            rows.append(
                judged
                | {"ics": system["ics_code"], "name": system["name"], "region": system["region"]}
                | {"from": year_from, "to": year, "measure": MEASURE, "n_returns": len(own)}
                | {"verdict_key": judged["verdict"].key}
                | _as_columns(judged["verdict"], judged["rests_on"], judged["chance"])
            )
    return SYSTEMS.without("returned", "expected").typed(rows)


@per_publication
def nation(publication: Publication, *, year: int, footprint: Footprint, year_from: int) -> Nation | None:
    """The effect of chance on all real systems of a footprint together; None if it cannot be computed."""
    dealt = _england(publication, year_from=year_from, year_to=year).dealt
    if dealt is None:
        return None
    units, _ = placed_units(publication, year_from=year_from, year_to=year, footprint=base_of(footprint))
    places = systems(publication, year=year, footprint=base_of(footprint))
    real = {*places.loc[~places["fictional"].astype(bool), "ics_code"]}
    scores = trust_scores(units[units["ics_code"].isin(real)])
    codes = scores.loc[scores["counted"]].groupby("ics_code")["ods_code"]
    return nation_of(dealt, [own.tolist() for _, own in codes])


def trust_scores(units: pd.DataFrame) -> pd.DataFrame:
    """One score per trust in each of two rounds: the exact mean of its settings returned in both.

    units: from `placed_units`, with or without ics_code. Ambulance services serve several systems and answer
    fewer domains: their returns count for no trust, and a trust with no others is listed as not counted.
    Returns the table TRUSTS, with ics_code if it was given; by name, counted trusts first.
    """
    threshold = definitions().threshold("overall")
    rows: dict[str, list[dict[Any, Any]]] = defaultdict(list)
    for unit in units.to_dict("records"):
        rows[unit["ods_code"]].append(unit)
    scored = []
    for code, returns in rows.items():
        counted = [unit for unit in returns if unit["counted"]]
        score_from, score_to = (
            fsum(unit[score] for unit in counted or returns) / len(counted or returns)
            for score in ("score_from", "score_to")
        )
        scored.append(
            {name: returns[0][name] for name in ("ics_code", "trust") if name in returns[0]}
            | {"ods_code": code, "care_settings": tuple(unit["care_setting"] for unit in counted or returns)}
            | {"score_from": score_from, "score_to": score_to, "change": score_to - score_from}
            | {"material": at_least(abs(score_to - score_from), threshold), "counted": bool(counted)}
        )
    scored.sort(key=lambda row: (not row["counted"], row["trust"], row["ods_code"]))
    return (TRUSTS.and_(ICS_CODE) if "ics_code" in units else TRUSTS).typed(scored)


def _beside_trusts(units: pd.DataFrame, trusts: pd.DataFrame) -> pd.DataFrame:
    """The table UNITS: each return with its trust's scores."""
    of_trust = trusts.set_index("ods_code")[["score_from", "score_to", "change"]]
    of_trust.columns = pd.Index(["trust_from", "trust_to", "trust_change"])
    return units.join(of_trust, on="ods_code")[UNITS.keys]


@dataclass(frozen=True)
class _England:
    """The figures of all real trusts of England for two rounds, whatever the footprint."""

    dealt: Dealt | None
    slope: float | None


@per_publication
def _england(publication: Publication, *, year_from: int, year_to: int) -> _England:
    """Computed once for a publication, so that every page and every footprint has the same figures."""
    units, _ = placed_units(publication, year_from=year_from, year_to=year_to, footprint="assessed")
    counted = units[units["counted"]]
    known = publication.rows(sql(__package__, "known_trusts"))
    real = {str(code) for code, _, fictional in known if not fictional}
    trusts = trust_scores(counted)
    own = trusts[trusts["ods_code"].isin(real)]
    few = len(own) < definitions().count("fewest_to_deal")
    slope, _ = (None, None) if few else slope_of(own["score_from"].to_numpy(), own["change"].to_numpy())
    rows = counted[_DEALT].itertuples(index=False, name=None)
    return _England(_dealt_of(tuple(rows), frozenset(real)), slope)


_DEALT: Final = ["ods_code", "care_setting", "score_from", "score_to"]


@lru_cache(maxsize=4)
def _dealt_of(rows: tuple[tuple[Any, ...], ...], real: frozenset[str]) -> Dealt | None:
    """Cached by the scores themselves: most returns lead to a publication with the same scores."""
    return deal(pd.DataFrame(rows, columns=_DEALT), real)


def _judged(trusts: pd.DataFrame, dealt: Dealt | None) -> dict[str, Any]:
    """Movement, verdict, what it rests on and the effect of chance, for the counted trusts."""
    own = trusts[trusts["counted"]]
    codes, start, later = own["ods_code"].tolist(), own["score_from"].to_numpy(), own["score_to"].to_numpy()
    moved = movement(start, later)
    chance = None if dealt is None else chance_of(dealt, codes)
    return vars(moved) | {
        "verdict": verdict_on(start, later),
        "rests_on": {codes[place]: other for place, other in rests_on(start, later).items()},
        "chance": chance,
        "sd_reading": _reading(moved, chance),
    }


def _reading(moved: Movement, chance: Chance | None) -> Reading | None:
    if (
        chance is None
        or moved.sd_change is None
        or moved.n_trusts < definitions().count("fewest_for_deviation")
    ):
        return None
    low, high = chance.sd_band
    if below(moved.sd_change, low):
        return "closer"
    return "apart" if below(high, moved.sd_change) else "chance"


def _as_columns(outcome: Verdict, resting: Mapping[str, Verdict], chance: Chance | None) -> dict[str, Any]:
    """The verdict, the verdicts without a trust, and the effect of chance, as values of a row."""
    return {
        "verdict": outcome.label,
        "rests_on": {code: other.label for code, other in resting.items()},
        "chance_of_verdict": chance and chance.verdicts[outcome.key],
        "sd_band": chance and chance.sd_band,
    }


@per_publication
def placed_units(
    publication: Publication, *, year_from: int, year_to: int, footprint: Footprint
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The matched and the unmatched units of two rounds, each in its system on the later round's footprint.

    Matched over all of England first, because a trust may have passed to one in another system. Returns two
    frames: ics_code with the columns of `Progress.units`, and ics_code with those of `Progress.unmatched`.
    Cached for all systems, so callers must not change the frames.
    """
    scores = publication.frame(
        sql(__package__, "comparable_units"),
        year_from=year_from,
        assessment_year=year_to,
        footprint=footprint,
    )
    # By the round's own day, whatever the footprint: a return stays the same unit when systems change.
    passed = successions(publication, assessment_year=year_to)
    matching = match_units(scores, passed, year_from=year_from, year_to=year_to)
    keys = zip(scores["assessment_year"], scores["ods_code"], scores["care_setting"], strict=True)
    score_of = dict(zip(keys, scores["score"], strict=True))
    name_of = dict(zip(scores["ods_code"], scores["trust"], strict=True))
    place_of = _places(publication, assessment_year=year_to, footprint=footprint)

    units = pd.DataFrame(
        [
            (place_of.get(code), code, name_of[code], setting, score_of[year_from, *before])
            for (code, setting), before in matching.matched.items()
        ],
        columns=["ics_code", *UNIT, "score_from"],
    )
    units["score_to"] = [score_of[year_to, *unit] for unit in matching.matched]
    change = units["score_to"] - units["score_from"]
    apart = [setting.name for setting in definitions().care_settings if not setting.of_one_system]
    units = units.assign(
        change=change,
        material=at_least(change.abs(), definitions().threshold("overall")),
        counted=~units["care_setting"].isin(apart),
    )

    lines = successions(publication, assessment_year=year_to, footprint=footprint)
    unmatched = pd.DataFrame(
        [
            (system_of_trust(code, place_of, lines), code, name_of[code], setting, year_from, reason)
            for (code, setting), reason in matching.unmatched_earlier.items()
        ]
        + [
            (place_of.get(code), code, name_of[code], setting, year_to, reason)
            for (code, setting), reason in matching.unmatched_later.items()
        ],
        columns=["ics_code", *UNIT, "year", "reason"],
    )
    return units, unmatched


def _earlier_round(publication: Publication, year_from: int | None, *, year_to: int, fictional: bool) -> int:
    rounds = comparable_rounds(publication, fictional=fictional)
    for year in (year_to, year_from):
        if year is not None and year not in rounds:
            listed = in_list([str(candidate) for candidate in rounds]) if rounds else "none"
            raise UnknownCode(
                f"There are no comparable overall scores for {year}.", fix=f"Rounds that have them: {listed}."
            )
    if year_from is not None and year_from >= year_to:
        raise UnknownCode(f"{year_from} is not before {year_to}.")
    pairs = comparable_pairs(publication, fictional=fictional)
    earlier = [year for year, later in pairs if later == year_to and year_from in (None, year)]
    if not earlier:
        raise UnknownCode(
            f"There is no round before {year_to} to compare it with."
            if year_from is None
            else f"{year_from} and {year_to} have no scores on the domains that they share.",
            fix=f"Rounds that can be compared: {in_list([f'{a} with {b}' for a, b in pairs])}."
            if pairs
            else "",
        )
    return max(earlier)


def _places(publication: Publication, *, assessment_year: int, footprint: Footprint) -> dict[str, str]:
    """Trust code -> system code."""
    placed = placements(publication, year=assessment_year, footprint=footprint)
    return dict(zip(placed["ods_code"], placed["ics_code"], strict=True))
