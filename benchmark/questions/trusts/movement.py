"""A trust's movement since an earlier round, in each of its care settings."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from benchmark.common.scope import (
    Footprint,
    in_page_order,
    round_before,
    rounds_with_pillars,
    setting_position,
    sql,
    successions,
)
from benchmark.core.compare import at_least
from benchmark.core.definitions import definitions
from benchmark.questions.progress.matching import Unit, match_units
from benchmark.questions.progress.measure import placed_units
from benchmark.questions.trusts.columns import MOVEMENT, PILLAR_MOVEMENT
from benchmark.store.publication import Publication, per_publication

_UNMATCHED = ["care_setting", "year", "reason"]


@dataclass(frozen=True)
class TrustMovement:
    """A trust's change since the newest earlier round, by care setting.

    overall: the table `MOVEMENT`, between year_from and year_to; material by the overall threshold. Empty if
        there is no such pair.
    pillars: the table `PILLAR_MOVEMENT`, between pillars_from and year_to; material by more than one answer.
        Empty if one of the rounds has no pillar scores of this unit.
    unmatched: care_setting, year (the round with its return), reason; for the overall scores.
    year_from, pillars_from: None if no earlier round has such scores.
    """

    ods_code: str
    year_to: int
    year_from: int | None
    pillars_from: int | None
    overall: pd.DataFrame
    pillars: pd.DataFrame
    unmatched: pd.DataFrame

    @property
    def known(self) -> bool:
        """Whether the trust has a return in one of the two rounds."""
        return not (self.overall.empty and self.pillars.empty and self.unmatched.empty)


def trust_movement(
    publication: Publication, *, year: int, footprint: Footprint, ods_code: str, fictional: bool = False
) -> TrustMovement:
    """The movement of one trust to a round. fictional: count rounds that only fictional trusts have, too."""
    year_from = round_before(publication, year, fictional=fictional)
    overall, unmatched = MOVEMENT.typed(()), pd.DataFrame(columns=_UNMATCHED)
    if year_from is not None:
        units, left = placed_units(publication, year_from=year_from, year_to=year, footprint=footprint)
        overall = in_page_order(units[units["ods_code"] == ods_code])[MOVEMENT.keys]
        unmatched = in_page_order(left[left["ods_code"] == ods_code], "year")[_UNMATCHED]
    pillars_from = _before(rounds_with_pillars(publication, fictional=fictional), year)
    return TrustMovement(
        ods_code=ods_code,
        year_to=year,
        year_from=year_from,
        pillars_from=pillars_from,
        overall=overall,
        pillars=_pillars(publication, year_from=pillars_from, year_to=year, ods_code=ods_code),
        unmatched=unmatched,
    )


def _pillars(publication: Publication, *, year_from: int | None, year_to: int, ods_code: str) -> pd.DataFrame:
    if year_from is None:
        return PILLAR_MOVEMENT.typed(())
    rounds = _two_rounds(publication, year_from=year_from, year_to=year_to)
    settings = [setting for code, setting in rounds.now if code == ods_code]
    rows = []
    for _, setting in sorted(zip(setting_position(settings), settings, strict=True)):
        earlier = rounds.matched.get((ods_code, setting), ("", setting))
        before = rounds.before.get(earlier, {})
        for pillar, score in rounds.now[ods_code, setting].items():
            if pillar in before:
                change = score - before[pillar]
                material = at_least(abs(change), definitions().material(pillar, setting, earlier[1]))
                rows.append((setting, pillar, before[pillar], score, change, material))
    return PILLAR_MOVEMENT.typed(dict(zip(PILLAR_MOVEMENT.keys, row, strict=True)) for row in rows)


@dataclass(frozen=True)
class _Rounds:
    """The pillar scores of two rounds by unit and pillar, and later unit -> earlier unit.

    Units are (ods_code, care_setting); pillars are in the framework's order.
    """

    before: Mapping[Unit, Mapping[str, float]]
    now: Mapping[Unit, Mapping[str, float]]
    matched: Mapping[Unit, Unit]


@per_publication
def _two_rounds(publication: Publication, *, year_from: int, year_to: int) -> _Rounds:
    scores = publication.frame(
        sql(__package__, "pillars_of_two_rounds"), year_from=year_from, year_to=year_to
    )
    # Matched over all trusts, so that a trust that passed to another is followed as for the overall score.
    passed = successions(publication, assessment_year=year_to)
    matched = match_units(scores, passed, year_from=year_from, year_to=year_to).matched
    by_round: dict[int, dict[Unit, dict[str, float]]] = {year_from: {}, year_to: {}}
    columns = ("assessment_year", "ods_code", "care_setting", "pillar", "score")
    for year, code, setting, pillar, score in zip(*(scores[name] for name in columns), strict=True):
        by_round[year].setdefault((code, setting), {})[pillar] = score
    return _Rounds(by_round[year_from], by_round[year_to], matched)


def _before(known: list[int], year: int) -> int | None:
    """The newest round before `year`; None if there is none, or if `year` itself has no scores."""
    if year not in known:
        return None
    return max((candidate for candidate in known if candidate < year), default=None)
