"""The command learning: who could help whom. Returns its exit code."""

from argparse import Namespace
from collections.abc import Hashable
from typing import Any

from benchmark.cli.measured import (
    UNIT_COLUMNS,
    came_of,
    figure_column,
    heading_of,
    pillar_label,
    scope_with_pillars,
    sources_of,
)
from benchmark.cli.output import Answer, Column, number, show
from benchmark.cli.store_commands import ready
from benchmark.errors import UnknownCode
from benchmark.measures.completeness import completeness
from benchmark.measures.improvers import Improvers, improvers, improvers_of_trust
from benchmark.measures.learning import Learning, Need, concerning
from benchmark.measures.learning import learning as learning_in
from benchmark.measures.learning_results import learning_result
from benchmark.measures.learning_words import lacking_words
from benchmark.measures.scope import Scope, Standard
from benchmark.store.publication import Publication
from schemas.learning_results import CandidateResult, ExchangeResult, ImproverRow, LearningResult, NeedResult

BANDS = {
    "more": "More than expected at their start",
    "as expected": "As expected",
    "less": "Less than expected",
    "not known": "Too few returns of the setting for an expectation",
}


def learning(arguments: Namespace) -> int:
    """One system's needs and helpers, one row per material gap; or those that concern one of its trusts."""
    Standard("floor", arguments.level)
    standard = Standard(arguments.baseline, arguments.level)
    _, publication = ready(arguments)
    scope = scope_with_pillars(publication, arguments)
    trust = None if arguments.trust is None else _member(publication, scope, arguments.trust)
    found = learning_in(publication, scope, standard, most=arguments.most)
    risen = improvers(publication, scope)
    if trust is not None:
        found = concerning(found, trust)
        risen = None if risen is None else improvers_of_trust(risen, trust)
    result = learning_result(found, risen, trust=trust)
    show(
        Answer(
            heading=heading_of(
                publication,
                scope,
                str(scope.assessment_year),
                f"who could help whom to reach {standard.in_words}",
            ),
            columns=(
                *UNIT_COLUMNS,
                Column("pillar", "Pillar", pillar_label),
                figure_column("score", "Score", number(1)),
                figure_column("gap", "Gap", number(2)),
                Column("who", "Could be asked"),
                Column("why", "Why, or where else to look"),
            ),
            rows=[_shown(*pair) for pair in zip(found.needs, result.needs, strict=True)],
            notes=_notes(found, result, risen),
            source=sources_of(
                publication,
                "maturity_scores",
                "overall_comparable",
                "trust_context",
                "peer_exchange",
                fictional=found.system.fictional,
                years=(*filter(None, [found.year_from]), scope.assessment_year),
            ),
            exported=[_exported(need) for need in result.needs],
            keys=[*_EXPORTED],
            document=result.model_dump(mode="json"),
            as_at=publication.as_at,
            fictional=found.system.fictional,
            came=came_of(publication, scope),
        ),
        arguments.format,
    )
    return 0


def _member(publication: Publication, scope: Scope, wanted: str) -> str:
    """The code of one of the system's trusts, by its code or exact name in any case."""
    members = completeness(publication, scope).drop_duplicates("ods_code")
    for code, name in zip(members["ods_code"], members["trust"], strict=True):
        if wanted.strip().casefold() in (code.casefold(), name.casefold()):
            return str(code)
    known = ", ".join(f"{row.ods_code} ({row.trust})" for row in members.itertuples())
    raise UnknownCode(f"{scope.ics_code} has no trust {wanted}.", fix=f"Its trusts: {known or 'none'}.")


def _shown(need: Need, said: NeedResult) -> dict[Hashable, Any]:
    """A row of the table; its figures unrounded, its words those of the result."""
    row: dict[Hashable, Any] = {
        name: getattr(need, name) for name in ("ods_code", "trust", "care_setting", "pillar", "score", "gap")
    }
    if said.helper is not None:
        return row | {"who": said.helper.trust, "why": "; ".join(said.helper.reasons)}
    return row | {"who": "-", "why": f"{said.why_unmatched}{_elsewhere(said)}"}


def _elsewhere(need: NeedResult) -> str:
    if not need.elsewhere:
        return ""
    named = "; ".join(f"{found.trust} ({found.ics}) {found.score:.1f}" for found in need.elsewhere_first)
    more = need.elsewhere - len(need.elsewhere_first)
    return f" Elsewhere: {named}{f'; and {more} more' if more else ''}."


_EXPORTED = (
    "ods_code",
    "trust",
    "care_setting",
    "pillar",
    "score",
    "standard",
    "gap",
    "helper_ods_code",
    "helper",
    "helper_score",
    "reasons",
    "why_unmatched",
    "inside",
    "elsewhere",
    "elsewhere_first",
)


def _exported(need: NeedResult) -> dict[str, Any]:
    row = need.model_dump(include=set(_EXPORTED) - {"helper", "elsewhere_first"})
    helper = need.helper
    return row | {
        "helper_ods_code": helper and helper.ods_code,
        "helper": helper and helper.trust,
        "helper_score": helper and helper.score,
        "reasons": helper and "; ".join(helper.reasons),
        "elsewhere_first": "; ".join(_named(found) for found in need.elsewhere_first),
    }


def _named(found: CandidateResult) -> str:
    return f"{found.trust} ({found.ods_code}, {found.ics})"


def _notes(found: Learning, result: LearningResult, risen: Improvers | None) -> list[str]:
    summary = result.summary
    notes = [
        f"{summary.matched} of {summary.needs} material gaps could be helped from inside the system, "
        f"{summary.matched_gap:.1f} of {summary.gap:.1f} points, with no trust asked more than "
        f"{result.most} times. Suggestions for a conversation: nobody has been asked."
    ]
    if found.without_standard:
        notes.append(f"{found.without_standard} scores have no standard and are left out.")
    notes += [lacking_words(name, missing) for _, name, missing in found.lacking]
    notes += [_exchange(exchange) for exchange in result.exchanges]
    if risen is None or result.improvers is None:
        return [*notes, "There is no earlier round to tell who improved."]
    notes.append(
        f"Change of the comparable overall score since {risen.year_from}, beside the change expected of a "
        "return that started there:"
    )
    for band, words in BANDS.items():
        of_band = [_improver(row) for row in result.improvers.units if row.band == band]
        if of_band:
            notes.append(f"{words}: {'; '.join(of_band)}.")
    return notes


def _exchange(exchange: ExchangeResult) -> str:
    what = "offers help" if exchange.offers_or_asks == "offer" else "asks for help"
    return (
        f"{exchange.trust} ({exchange.ods_code}) {what} on {pillar_label(exchange.pillar)}: "
        f"{exchange.note.rstrip('.')}. Contact: {exchange.contact.rstrip('.')}."
    )


def _improver(row: ImproverRow) -> str:
    expected = "" if row.expected is None else f", expected {row.expected:+.2f}"
    return f"{row.trust}, {row.care_setting} ({row.change:+.2f}{expected})"
