"""Whether the units of a system came closer together since an earlier round, and by whose movement."""

from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from benchmark.common.scope import (
    UNIT,
    Footprint,
    Scope,
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
from benchmark.core.compare import at_least
from benchmark.core.definitions import definitions
from benchmark.core.errors import UnknownCode
from benchmark.core.wording import in_list
from benchmark.questions.progress.columns import SYSTEMS
from benchmark.questions.progress.matching import match_units
from benchmark.questions.progress.verdict import Verdict, movement, verdict_on
from benchmark.store.publication import Publication, per_publication

MEASURE: Final = "overall_comparable"
"""The only score that two rounds share: pillar means are never mixed with it."""


@dataclass(frozen=True)
class Progress:
    """How a system's matched units moved between two rounds: `Movement`'s figures, with names and a verdict.

    units: progress_columns.UNITS, the matched units by care setting and trust, under the later round's trust.
        material: the change reaches the overall threshold.
    unmatched: progress_columns.UNMATCHED.
    """

    ics_code: str
    name: str
    year_from: int
    year_to: int
    footprint: Footprint
    measure: str
    n: int
    floor_from: float | None
    floor_to: float | None
    ceiling_from: float | None
    ceiling_to: float | None
    floor_change: float | None
    ceiling_change: float | None
    range_change: float | None
    sd_from: float | None
    sd_to: float | None
    slope: float | None
    lowest_third_change: float | None
    highest_third_change: float | None
    verdict: Verdict
    units: pd.DataFrame
    unmatched: pd.DataFrame
    subject: Subject = NOBODY

    @property
    def row(self) -> dict[str, Any]:
        """Its figures as a row of progress_columns.PROGRESS."""
        asked = {"ics": self.ics_code, "from": self.year_from, "to": self.year_to}
        return vars(self) | asked | {"verdict": self.verdict.label}


def progress(publication: Publication, scope: Scope, *, year_from: int | None = None) -> Progress:
    """A system's progress to the scope's round, from the round given or the newest one before.

    UnknownCode when a round has no comparable scores, or there is no earlier one.
    """
    system = system_of(publication, scope)
    year_from = _earlier_round(
        publication, year_from, year_to=scope.assessment_year, fictional=system.fictional
    )
    units, unmatched = placed_units(
        publication, year_from=year_from, year_to=scope.assessment_year, footprint=scope.footprint
    )
    own = in_page_order(units[units["ics_code"] == system.ics_code])
    left = in_page_order(unmatched[unmatched["ics_code"] == system.ics_code], "year")
    moved = movement(own["score_from"].to_numpy(float), own["score_to"].to_numpy(float))
    return Progress(
        ics_code=system.ics_code,
        name=system.name,
        year_from=year_from,
        year_to=scope.assessment_year,
        footprint=scope.footprint,
        measure=MEASURE,
        verdict=verdict_on(moved),
        units=own.drop(columns="ics_code"),
        unmatched=left.drop(columns="ics_code"),
        subject=subject_of(publication, scope, COMPARABLE, years=(year_from,), system=system),
        **vars(moved),
    )


def progress_of_all_systems(
    publication: Publication, *, year: int, footprint: Footprint, year_from: int | None = None
) -> pd.DataFrame:
    """The progress of every system on the footprint, fictional ones left out, by region and name.

    Returns progress_columns.SYSTEMS without returned and expected.
    """
    year_from = _earlier_round(publication, year_from, year_to=year, fictional=False)
    units, _ = placed_units(publication, year_from=year_from, year_to=year, footprint=footprint)
    of_system: dict[Any, pd.DataFrame] = dict(list(units.groupby("ics_code")))
    found = []
    for system in systems(publication, year=year, footprint=footprint).to_dict("records"):
        if not system["fictional"]:
            own = of_system.get(system["ics_code"], units.head(0))
            moved = movement(own["score_from"].to_numpy(float), own["score_to"].to_numpy(float))
            said = verdict_on(moved)
            asked = {"from": year_from, "to": year, "measure": MEASURE}
            place = {"ics": system["ics_code"], "name": system["name"], "region": system["region"]}
            found.append(vars(moved) | place | asked | {"verdict": said.label, "verdict_key": said.key})
    return SYSTEMS.without("returned", "expected").typed(found)


@per_publication
def placed_units(
    publication: Publication, *, year_from: int, year_to: int, footprint: Footprint
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The matched and the unmatched units of two rounds, each in its system on the later round's footprint.

    Matched over all of England first, since a trust may have passed to one in another system. Returns two
    frames: ics_code with the columns of `Progress.units`, and ics_code with those of `Progress.unmatched`.
    Remembered: it is the same for every system. Nobody may change the frames.
    """
    scores = publication.frame(sql(__package__, "comparable_units"), year_from=year_from, year_to=year_to)
    # By the round's own day, whatever the footprint: a return stays the same unit when the map is redrawn.
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
    units = units.assign(change=change, material=at_least(change.abs(), definitions().threshold("overall")))

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
    known = comparable_rounds(publication, fictional=fictional)
    for year in (year_to, year_from):
        if year is not None and year not in known:
            listed = in_list([str(candidate) for candidate in known]) if known else "none"
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
    """Trust -> its system."""
    placed = placements(publication, year=assessment_year, footprint=footprint)
    return dict(zip(placed["ods_code"], placed["ics_code"], strict=True))
