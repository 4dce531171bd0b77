"""The command `conditions`: the conditions for success, and the gaps that no programme addresses."""

from collections.abc import Mapping
from typing import Any

import click

from benchmark.common.resolve import resolve_scope, resolve_trust
from benchmark.common.scope import Standard
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
from benchmark.questions.conditions.words import Part, condition_notes, other_count
from benchmark.questions.gaps.measure import gaps, resting_on_trust
from benchmark.surfaces.cli import options
from benchmark.surfaces.cli.measured import SELF_ASSESSED, received_of
from benchmark.surfaces.cli.options import Asked
from benchmark.surfaces.cli.output import Reply, show

_PARTS: Mapping[str, tuple[Table, str]] = {
    "coverage": (COVERED, "material gaps and the programmes that address them"),
    "board_readiness": (ANSWERS, "board readiness"),
    "capability": (ANSWERS, "capabilities in use"),
    "digital_posts": (POSTS, "digital posts, whole-time equivalents"),
    "legacy_estate": (LEGACY, "legacy estate, restricted"),
    "programme": (PROGRAMMES, "digital programmes in each trust's order"),
}
_NOT_SHOWN = ("item", "care_settings", "restricted", "systems_band", "addresses")
"""Columns left out on a terminal, which has no room for them."""


@options.command("conditions --ics QYG", "conditions --trust RBS --part board_readiness")
@options.system_or_trust
@click.option(
    "--part",
    type=options.OneOf(_PARTS),
    default="coverage",
    help="what table, csv and xlsx show (default: coverage); json has all of it",
)
@options.standard
@options.measured
def conditions(
    *,
    ics: str,
    trust: str | None,
    part: Part,
    standard: Standard,
    asked: Asked,
) -> None:
    """The conditions for success of a system or a trust, and which gaps no programme addresses."""
    publication = asked.publication
    if trust is None:
        scope = resolve_scope(publication, ics=ics, year=asked.year, footprint=asked.footprint)
    else:
        scope, trust = resolve_trust(publication, trust=trust, year=asked.year, footprint=asked.footprint)
    returned = of_trust(conditions_of(publication, scope), trust)
    covered = coverage(resting_on_trust(publication, gaps(publication, scope, standard), trust), returned)
    shown_themes = themes(returned, covered, other_returns=returned_kinds(publication))
    frames = {
        "coverage": covered.material,
        "board_readiness": returned.board,
        "capability": returned.capabilities,
        "digital_posts": returned.posts,
        "legacy_estate": returned.legacy,
        "programme": returned.programmes,
    }
    parts = {key: table.of(frames[key]) for key, (table, _) in _PARTS.items()}
    table, what = _PARTS[part]
    held = f", held to {standard.in_words}" if part == "coverage" else ""
    show(
        Reply(
            subject=returned.subject.on(covered.gaps.subject.rests_on),
            heading=f"{what}{held}, {SELF_ASSESSED}",
            shown=table.without(*_NOT_SHOWN).of(frames[part]),
            exported=parts[part],
            document=_head(returned, covered, shown_themes, trust=trust)
            | {key: filled.records() for key, filled in parts.items()},
            notes=[
                *condition_notes(returned, covered, part=part),
                *filter(None, [other_count(covered) if part == "coverage" else ""]),
                *filter(None, [received_of(publication, scope).words]),
            ],
        ),
        asked.written,
    )


def _head(
    returned: Conditions, covered: Coverage, themes: tuple[ThemeFigures, ...], *, trust: str | None
) -> dict[str, Any]:
    """The JSON document without its tables."""
    standard, source = covered.gaps.standard, evidence().source
    return {
        "ics": returned.scope.ics_code,
        "trust": trust,
        "year": returned.scope.assessment_year,
        **standard.record,
        "evidence": f"Our reading of: {source.publisher}, {source.title.lower()}, {source.published}",
        "summary": SUMMARY.record(_summary(covered)),
        "themes": [
            {
                "key": entry.theme.key,
                "kind": entry.theme.kind,
                "title": entry.theme.title,
                "indicators": INDICATORS.of(map(vars, entry.indicators)).records(),
            }
            for entry in themes
        ],
        "returned": RETURNED.of(returned.returned).records(),
    }


def _summary(covered: Coverage) -> dict[str, int | None]:
    """The counts by key. The counts of gaps are None if no score is held to a standard: unknown, not 0."""
    counts: dict[str, int | None] = {key: getattr(covered.summary, key) for key in SUMMARY.keys}
    of_gaps = [key for key in SUMMARY.keys if key not in ("trusts", "trusts_returned")]
    return counts | dict.fromkeys(of_gaps) if covered.cells.empty else counts
