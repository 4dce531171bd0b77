"""Peer learning as the JSON model that the command line prints."""

from math import fsum

from benchmark.measures.candidates import Candidate
from benchmark.measures.exchange import Exchange
from benchmark.measures.improvers import Improvers
from benchmark.measures.learning import SHOWN_ELSEWHERE, Learning, Need
from benchmark.measures.learning_words import reasons, why_unmatched
from benchmark.measures.progress import MEASURE
from schemas.learning_results import (
    CandidateResult,
    ExchangeResult,
    ExpectationResult,
    ImproverRow,
    ImproversResult,
    LackingResult,
    LearningResult,
    LearningSummary,
    NeedResult,
)


def learning_result(found: Learning, risen: Improvers | None, *, trust: str | None = None) -> LearningResult:
    """A system's needs and helpers, or one trust's, as JSON."""
    standard = found.standard
    return LearningResult(
        ics=found.scope.ics_code,
        year=found.scope.assessment_year,
        baseline=standard.baseline,
        level=standard.level if standard.baseline == "floor" else None,
        most=found.most,
        trust=trust,
        summary=LearningSummary(
            needs=len(found.needs),
            matched=len(found.matched),
            gap=fsum(need.gap for need in found.needs),
            matched_gap=fsum(need.gap for need in found.matched),
        ),
        needs=tuple(_need(need, found) for need in found.needs),
        exchanges=tuple(_exchange(exchange) for exchange in found.exchanges),
        lacking=tuple(
            LackingResult(ods_code=code, trust=name, missing=missing) for code, name, missing in found.lacking
        ),
        improvers=None if risen is None else _improvers(risen),
    )


def _need(need: Need, found: Learning) -> NeedResult:
    return NeedResult(
        ods_code=need.ods_code,
        trust=need.trust,
        care_setting=need.care_setting,
        pillar=need.pillar,
        score=need.score,
        standard=need.standard,
        gap=need.gap,
        helper=None if need.helper is None else _candidate(need, need.helper, found),
        why_unmatched=why_unmatched(found, need) if need.helper is None else None,
        inside=len(need.inside),
        elsewhere=len(need.elsewhere),
        elsewhere_first=tuple(
            _candidate(need, candidate, found) for candidate in need.elsewhere[:SHOWN_ELSEWHERE]
        ),
        request=None if need.request is None else _exchange(need.request),
    )


def _candidate(need: Need, candidate: Candidate, found: Learning) -> CandidateResult:
    return CandidateResult(
        ods_code=candidate.ods_code,
        trust=candidate.trust,
        ics=candidate.ics_code,
        score=candidate.score,
        lead=candidate.lead,
        tier=candidate.tier,
        distance=candidate.distance,
        reasons=reasons(need, candidate, year_from=found.year_from),
        offer=None if candidate.offer is None else _exchange(candidate.offer),
    )


def _exchange(exchange: Exchange) -> ExchangeResult:
    return ExchangeResult(
        ods_code=exchange.ods_code,
        trust=exchange.trust,
        pillar=exchange.pillar,
        offers_or_asks=exchange.direction,
        contact=exchange.contact,
        note=exchange.note,
    )


def _improvers(risen: Improvers) -> ImproversResult:
    units = risen.units[[*ImproverRow.model_fields]].astype(object)
    records = units.where(units.notna(), None).to_dict("records")
    return ImproversResult.model_validate(
        {
            "year_from": risen.year_from,
            "year_to": risen.scope.assessment_year,
            "measure": MEASURE,
            "units": tuple(ImproverRow.model_validate(record) for record in records),
            "expectations": tuple(
                ExpectationResult.model_validate(vars(expectation)) for expectation in risen.expectations
            ),
        }
    )
