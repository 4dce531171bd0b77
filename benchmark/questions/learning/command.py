"""The command `learning`: which trusts could help which."""

from math import fsum
from typing import Any

import click

from benchmark.common.completeness import completeness
from benchmark.common.scope import Scope, Standard
from benchmark.core.errors import UnknownCode
from benchmark.core.wording import decimal, has_or_have, is_or_are, plural
from benchmark.questions.learning.candidates import Candidate
from benchmark.questions.learning.columns import (
    ASKED,
    CANDIDATES,
    EXCHANGES,
    EXPECTATIONS,
    IMPROVERS,
    NEEDS,
    ROUNDS,
    SUMMARY,
)
from benchmark.questions.learning.england import Exchange
from benchmark.questions.learning.improvers import Improvers, improvers, improvers_lines, improvers_of_trust
from benchmark.questions.learning.measure import SHOWN_ELSEWHERE, Learning, Need, concerning
from benchmark.questions.learning.measure import learning as learning_in
from benchmark.questions.learning.words import (
    counted_twice,
    exchange_sentence,
    gaps_matched,
    lacking_words,
    learning_answer,
    need_record,
    reasons,
    times,
    trust_learning,
)
from benchmark.questions.progress.measure import MEASURE
from benchmark.store.publication import Publication
from benchmark.surfaces.cli import options
from benchmark.surfaces.cli.measured import SELF_ASSESSED, received_of, scope_with_pillars
from benchmark.surfaces.cli.options import Asked
from benchmark.surfaces.cli.output import Reply, show

SHOWN = NEEDS.only("ods_code", "trust", "care_setting", "pillar", "score", "gap", "helper", "why")
EXPORTED = NEEDS.without("why", "others", "where")
NEED = NEEDS.only("ods_code", "trust", "care_setting", "pillar", "score", "standard", "gap")
"""The columns of a need in JSON, before those of its candidates."""


def _at_least_once(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise ValueError(f"{text} is not a whole number from 1 on")
    return int(text)


@options.command("learning --ics QYG", "learning --ics QYG --trust RBS --most 2")
@options.system()
@click.option("--trust", metavar="CODE", help="what concerns one trust of the system")
@options.standard
@click.option(
    "--most",
    type=_at_least_once,
    default="3",
    metavar="TIMES",
    help="how often a trust is asked at the most (default: 3)",
)
@options.measured
def learning(
    *,
    ics: str,
    trust: str | None,
    standard: Standard,
    most: int,
    asked: Asked,
) -> None:
    """Which trust could help which, pillar by pillar.

    One row per material gap.
    """
    publication = asked.publication
    scope = scope_with_pillars(asked, ics)
    result = learning_in(publication, scope, standard, most=most)
    risen = improvers(publication, scope)
    code = None
    if trust is not None:
        code, name = _member(publication, scope, trust)
        result = concerning(result, code, name)
        risen = None if risen is None else improvers_of_trust(risen, code)
    needs = [need_record(result, need) for need in result.needs]
    summary = _summary(result)
    show(
        Reply(
            subject=result.subject,
            heading=f"who could help which trust to reach {standard.in_words}, {SELF_ASSESSED}",
            shown=SHOWN.of(map(_with_where, needs)),
            exported=EXPORTED.of(needs),
            document=ASKED.record(
                {
                    "ics": scope.ics_code,
                    "year": scope.assessment_year,
                    **standard.record,
                    "most": result.most,
                    "trust": code,
                }
            )
            | {
                "summary": SUMMARY.record(summary),
                "needs": [_need(result, *pair) for pair in zip(result.needs, needs, strict=True)],
                "exchanges": [*map(_exchange, result.exchanges)],
                "lacking": [
                    {"ods_code": code, "trust": name, "missing": missing}
                    for code, name, missing in result.lacking
                ],
                "improvers": None if risen is None else _improvers(risen),
            },
            notes=_notes(result, summary, risen),
            received=received_of(publication, scope),
        ),
        asked.written,
    )


def _member(publication: Publication, scope: Scope, wanted: str) -> tuple[str, str]:
    """The code and name of one of the system's trusts, from its code or exact name, ignoring case."""
    members = completeness(publication, scope).drop_duplicates("ods_code")
    for code, name in zip(members["ods_code"], members["trust"], strict=True):
        if wanted.strip().casefold() in (code.casefold(), name.casefold()):
            return str(code), str(name)
    members_named = ", ".join(f"{row.ods_code} ({row.trust})" for row in members.itertuples())
    raise UnknownCode(
        f"{scope.ics_code} has no trust {wanted}.", fix=f"Its trusts: {members_named or 'none'}."
    )


def _summary(learning: Learning) -> dict[str, Any]:
    """Totals of needs and matches. For one trust only its own needs count, not those of others."""
    matched = [need for need in learning.own if need.helper is not None]
    return {
        "needs": len(learning.own),
        "matched": len(matched),
        "gap": fsum(need.gap for need in learning.own),
        "matched_gap": fsum(need.gap for need in matched),
    }


def _with_where(need: dict[str, Any]) -> dict[str, Any]:
    """A row for the terminal: why nobody inside is asked, together with where else to look."""
    if need["helper"] or not need["where"]:
        return need
    return need | {"why": f"{need['why']} Elsewhere: {need['where']}."}


def _need(learning: Learning, need: Need, record: dict[str, Any]) -> dict[str, Any]:
    first = need.elsewhere[:SHOWN_ELSEWHERE]
    return NEED.record(record) | {
        "helper": need.helper and _candidate(learning, need, need.helper),
        "why_unmatched": record["why_unmatched"],
        "inside": record["inside"],
        "elsewhere": record["elsewhere"],
        "elsewhere_first": [_candidate(learning, need, candidate) for candidate in first],
        "request": need.request and _exchange(need.request),
    }


def _candidate(learning: Learning, need: Need, candidate: Candidate) -> dict[str, Any]:
    return CANDIDATES.record(vars(candidate)) | {
        "reasons": reasons(need, candidate, year_from=learning.year_from),
        "offer": candidate.offer and _exchange(candidate.offer),
    }


def _exchange(exchange: Exchange) -> dict[str, Any]:
    return EXCHANGES.record(vars(exchange))


def _improvers(risen: Improvers) -> dict[str, Any]:
    rounds = {"from": risen.year_from, "to": risen.scope.assessment_year, "measure": MEASURE}
    return ROUNDS.record(rounds) | {
        "units": IMPROVERS.of(risen.units).records(),
        "expectations": EXPECTATIONS.of(map(vars, risen.expectations)).records(),
    }


def _answer(learning: Learning, summary: dict[str, Any]) -> str:
    if learning.of_trust is not None:
        sentence = trust_learning(learning, learning.subject.name).whole
    elif learning.needs:
        matched, needs, points = (summary[key] for key in ("matched", "needs", "matched_gap"))
        sentence = (
            f"{gaps_matched(matched, needs)} inside the {learning.scope.called}, {decimal(points, 1)} of "
            f"{decimal(summary['gap'], 1)} points, with no trust asked more than {times(learning.most)}."
        )
    else:
        return learning_answer(learning).whole
    return (
        f"{sentence} Suggestions for a conversation: nobody has been asked." if learning.needs else sentence
    )


def _notes(learning: Learning, summary: dict[str, Any], risen: Improvers | None) -> list[str]:
    notes = [_answer(learning, summary)]
    if without := learning.without_standard:
        notes.append(
            f"{plural(without, 'score')} {has_or_have(without)} no standard and {is_or_are(without)} "
            "left out."
        )
    notes += filter(None, [counted_twice(learning)])
    notes += [lacking_words(name, missing) for _, name, missing in learning.lacking]
    notes += map(exchange_sentence, learning.exchanges)
    if risen is None:
        return [*notes, "There is no earlier round to tell who rose more than expected."]
    notes.append(
        f"Change of the comparable overall score since {risen.year_from}, beside the change expected of a "
        "return that started there:"
    )
    return [*notes, *improvers_lines(risen)]
