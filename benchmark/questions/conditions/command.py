"""The command `conditions`: what trusts work with, and which of their gaps no programme addresses."""

from argparse import Namespace
from collections.abc import Mapping
from typing import Any

from benchmark.common.resolve import resolve_scope, resolve_trust
from benchmark.common.scope import Scope, Standard
from benchmark.core.columns import Table
from benchmark.core.definitions import evidence
from benchmark.questions.conditions.columns import (
    ANSWERS,
    COVERED,
    INDICATORS,
    LEGACY,
    POSTS,
    PROGRAMMES,
    RETURNED,
    SUMMARY,
)
from benchmark.questions.conditions.coverage import Coverage, coverage
from benchmark.questions.conditions.measure import Conditions, of_trust
from benchmark.questions.conditions.measure import conditions as conditions_of
from benchmark.questions.conditions.themes import ThemeFigures, returned_kinds, themes
from benchmark.questions.conditions.words import condition_notes
from benchmark.questions.gaps.measure import gaps
from benchmark.store.publication import Publication
from benchmark.surfaces.cli.measured import SELF_ASSESSED, came_of
from benchmark.surfaces.cli.output import Reply, show
from benchmark.surfaces.cli.store_commands import ready

_PARTS: Mapping[str, tuple[Table, str]] = {
    "coverage": (COVERED, "material gaps and the programmes that address them"),
    "board_readiness": (ANSWERS, "board readiness"),
    "capability": (ANSWERS, "capabilities in use"),
    "digital_posts": (POSTS, "digital posts, whole-time equivalents"),
    "legacy_estate": (LEGACY, "legacy estate, restricted"),
    "programme": (PROGRAMMES, "digital programmes in each trust's order"),
}
_NOT_SHOWN = ("item", "care_settings", "restricted", "systems_band", "addresses")
"""Columns for which a terminal has no room."""


def conditions(arguments: Namespace) -> int:
    """One system's conditions, or one trust's."""
    Standard("floor", arguments.level)  # a level that is not on the scale was meant as something else
    standard = Standard(arguments.baseline, arguments.level)
    _, publication = ready(arguments)
    scope, trust = _asked(publication, arguments)
    found = conditions_of(publication, scope)
    if trust is not None:
        found = of_trust(found, trust)
    covered = coverage(gaps(publication, scope, standard), found)
    told = themes(found, covered, other_returns=returned_kinds(publication))
    frames = {
        "coverage": covered.material,
        "board_readiness": found.board,
        "capability": found.capabilities,
        "digital_posts": found.posts,
        "legacy_estate": found.legacy,
        "programme": found.programmes,
    }
    parts = {part: table.of(frames[part]) for part, (table, _) in _PARTS.items()}
    table, what = _PARTS[arguments.part]
    held = f", held to {standard.in_words}" if arguments.part == "coverage" else ""
    show(
        Reply(
            subject=found.subject.on(covered.gaps.subject.rests_on),
            heading=f"{what}{held}, {SELF_ASSESSED}",
            shown=table.without(*_NOT_SHOWN).of(frames[arguments.part]),
            exported=parts[arguments.part],
            document=_head(found, covered, told, trust=trust)
            | {part: filled.records() for part, filled in parts.items()},
            notes=[
                *condition_notes(found, covered, part=arguments.part),
                *filter(None, [came_of(publication, scope).words]),
            ],
        ),
        arguments.format,
        arguments.output,
    )
    return 0


def _asked(publication: Publication, arguments: Namespace) -> tuple[Scope, str | None]:
    """The scope that the options name, and the one trust where they name one."""
    if arguments.trust is not None:
        return resolve_trust(
            publication, trust=arguments.trust, year=arguments.year, footprint=arguments.footprint
        )
    scope = resolve_scope(publication, ics=arguments.ics, year=arguments.year, footprint=arguments.footprint)
    return scope, None


def _head(
    found: Conditions, covered: Coverage, told: tuple[ThemeFigures, ...], *, trust: str | None
) -> dict[str, Any]:
    """The JSON without its parts."""
    standard, source = covered.gaps.standard, evidence().source
    return {
        "ics": found.scope.ics_code,
        "trust": trust,
        "year": found.scope.assessment_year,
        **standard.record,
        "evidence": f"Our reading of: {source.publisher}, {source.title.lower()}, {source.published}",
        "summary": SUMMARY.record({key: getattr(covered.summary, key) for key in SUMMARY.keys}),
        "themes": [
            {
                "key": one.theme.key,
                "kind": one.theme.kind,
                "title": one.theme.title,
                "indicators": INDICATORS.of(map(vars, one.indicators)).records(),
            }
            for one in told
        ],
        "returned": RETURNED.of(found.returned).records(),
    }
