"""How a trust moved since an earlier round, in each of its care settings."""

from dataclasses import dataclass

import pandas as pd

from benchmark.definitions import definitions
from benchmark.measures.compare import at_least
from benchmark.measures.frames import in_page_order, sql
from benchmark.measures.matching import match_units
from benchmark.measures.position_columns import MOVEMENT, PILLAR_MOVEMENT
from benchmark.measures.progress import placed_units
from benchmark.measures.scope import Footprint, round_before, rounds_with_pillars
from benchmark.measures.successions import successions
from benchmark.store.publication import Publication

_UNMATCHED = ["care_setting", "assessment_year", "reason"]


@dataclass(frozen=True)
class TrustMovement:
    """A trust's change since the newest earlier round, by care setting.

    overall: the table `MOVEMENT`, between year_from and year_to; material by the overall threshold. Empty
        where there is no such pair.
    pillars: the table `PILLAR_MOVEMENT`, between pillars_from and year_to; material by the pillar threshold.
        Empty where one of the rounds has no pillar scores of this unit.
    unmatched: care_setting, assessment_year (the round that it returned in), reason; of the overall scores.
    year_from, pillars_from: None where no earlier round has such scores.
    """

    ods_code: str
    year_to: int
    year_from: int | None
    pillars_from: int | None
    overall: pd.DataFrame
    pillars: pd.DataFrame
    unmatched: pd.DataFrame


def trust_movement(
    publication: Publication, *, year: int, footprint: Footprint, ods_code: str, fictional: bool = False
) -> TrustMovement:
    """The movement of one trust to a round. fictional: whether rounds of fictional trusts alone count too."""
    year_from = round_before(publication, year, fictional=fictional)
    overall, unmatched = MOVEMENT.typed(()), pd.DataFrame(columns=_UNMATCHED)
    if year_from is not None:
        units, left = placed_units(publication, year_from=year_from, year_to=year, footprint=footprint)
        overall = in_page_order(units[units["ods_code"] == ods_code])[MOVEMENT.keys]
        unmatched = in_page_order(left[left["ods_code"] == ods_code], "assessment_year")[_UNMATCHED]
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
    scores = publication.frame(sql("pillars_of_two_rounds"), year_from=year_from, year_to=year_to)
    # Matched by units, over all trusts: one that passed to another is followed as for the overall score.
    passed = successions(publication, assessment_year=year_to)
    matched = match_units(scores, passed, year_from=year_from, year_to=year_to).matched
    keys = zip(*(scores[n] for n in ("assessment_year", "ods_code", "care_setting", "pillar")), strict=True)
    score_of = dict(zip(keys, scores["score"], strict=True))
    own = in_page_order(
        scores[(scores["assessment_year"] == year_to) & (scores["ods_code"] == ods_code)], "pillar_position"
    )
    found = []
    for row in own.itertuples():
        before = matched.get((ods_code, str(row.care_setting)))
        earlier = score_of.get((year_from, *before, row.pillar)) if before else None
        if earlier is not None:
            change = row.score - earlier
            found.append(
                {
                    "care_setting": row.care_setting,
                    "pillar": row.pillar,
                    "score_from": earlier,
                    "score_to": row.score,
                    "change": change,
                    "material": at_least(abs(change), definitions().threshold("pillar")),
                }
            )
    return PILLAR_MOVEMENT.typed(found)


def _before(known: list[int], year: int) -> int | None:
    """The newest round before one; None where there is none, or the one itself has no scores."""
    if year not in known:
        return None
    return max((candidate for candidate in known if candidate < year), default=None)
