"""The command `conditions`: what trusts work with, and which of their gaps no programme addresses."""

from argparse import Namespace
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from benchmark.cli.measured import (
    came_of,
    dumped,
    figure_column,
    heading_of,
    is_fictional,
    pillar_label,
    sources_of,
)
from benchmark.cli.output import Answer, Column, number, show, yes_or_no
from benchmark.cli.store_commands import ready
from benchmark.definitions import evidence
from benchmark.measures.condition_results import conditions_result
from benchmark.measures.condition_themes import returned_kinds, themes
from benchmark.measures.conditions import conditions as conditions_of
from benchmark.measures.conditions import of_trust
from benchmark.measures.gaps import gaps
from benchmark.measures.programme_coverage import Coverage, coverage
from benchmark.measures.resolve import resolve_scope
from benchmark.measures.scope import NATIONAL, Scope, Standard
from benchmark.measures.trust_scope import resolve_trust
from benchmark.store.publication import Publication
from benchmark.wording import in_list
from schemas.condition_results import (
    ConditionAnswer,
    ConditionsResult,
    CoveredGap,
    EstateFigures,
    ProgrammeFigures,
    RoleFigures,
)

STATUS_WORDS = {
    "addressed": "addressed",
    "not_running": "a programme, but not running",
    "no_programme": "no programme",
    "no_return": "programmes not returned",
}
_TRUST = (Column("ods_code", "ODS"), Column("trust", "Trust"))


def _or_dash(value: Any) -> str:
    return "-" if value is None else str(value)


def _pounds(value: float | None) -> str:
    return "-" if value is None else f"£{value:,.0f}"


def _per_cent(value: float | None) -> str:
    return "-" if value is None else f"{100 * value:.1f}%"


def _listed(values: Sequence[str]) -> str:
    return in_list(values) if values else "-"


_ANSWERS = (
    *_TRUST,
    figure_column("year", "Round", str),
    Column("name", "Question"),
    Column("answer", "Answer", _or_dash),
)
_PARTS: Mapping[str, tuple[type[BaseModel], Sequence[Column], str]] = {
    "coverage": (
        CoveredGap,
        (
            *_TRUST,
            Column("pillar", "Pillar", pillar_label),
            figure_column("gap", "Gap", number(2)),
            Column("status", "What is done", STATUS_WORDS.__getitem__),
            Column("programmes", "Programmes", _listed),
        ),
        "material gaps and the programmes that address them",
    ),
    "board_readiness": (ConditionAnswer, _ANSWERS, "board readiness"),
    "capability": (ConditionAnswer, _ANSWERS, "capabilities in use"),
    "digital_posts": (
        RoleFigures,
        (
            *_TRUST,
            figure_column("year", "Round", str),
            Column("name", "Role"),
            figure_column("funded", "Funded", number(1)),
            figure_column("in_post", "In post", number(1)),
            figure_column("vacant", "Vacant", number(1)),
            figure_column("vacancy_rate", "Vacancy rate", _per_cent),
            Column("differs", "Does not add up", yes_or_no),
        ),
        "digital posts, whole-time equivalents",
    ),
    "legacy_estate": (
        EstateFigures,
        (
            *_TRUST,
            figure_column("year", "Round", str),
            Column("name", "Group", _or_dash),
            figure_column("systems", "Systems", _or_dash),
            figure_column("unsupported", "Unsupported", _or_dash),
            figure_column("share", "Share", _per_cent),
            Column("unsupported_band", "Band", _or_dash),
        ),
        "legacy estate, restricted",
    ),
    "programme": (
        ProgrammeFigures,
        (
            *_TRUST,
            figure_column("year", "Round", str),
            figure_column("priority", "Priority", str),
            Column("programme", "Programme"),
            Column("pillar", "Pillar", pillar_label),
            Column("stage", "Stage"),
            figure_column("funding", "Funding", _pounds),
        ),
        "digital programmes in each trust's order",
    ),
}


def conditions(arguments: Namespace) -> int:
    """One system's conditions, or one trust's."""
    Standard("floor", arguments.level)  # a level that is not on the scale was meant as something else
    standard = Standard(arguments.baseline, arguments.level)
    _, publication = ready(arguments)
    scope, trust = _asked(publication, arguments)
    found = conditions_of(publication, scope)
    found = found if trust is None else of_trust(found, trust)
    covered = coverage(gaps(publication, scope, standard), found)
    told = themes(found, covered, other_returns=returned_kinds(publication))
    result = conditions_result(found, covered, told, trust=trust)
    fictional = is_fictional(publication, scope)
    model, columns, what = _PARTS[arguments.part]
    rows: Sequence[BaseModel] = getattr(result, arguments.part)
    what = f"{what}, held to {standard.in_words}" if arguments.part == "coverage" else what
    show(
        Answer(
            heading=heading_of(publication, scope, str(scope.assessment_year), what),
            columns=columns,
            rows=_records(rows),
            notes=[
                *_notes(covered, result, arguments.part),
                *filter(None, [came_of(publication, scope).words]),
            ],
            source=sources_of(
                publication,
                "maturity_scores",
                "own_targets",
                "conditions",
                fictional=fictional,
                years=(scope.assessment_year,),
                scope=None if standard.baseline in NATIONAL and not fictional else scope,
            ),
            exported=dumped(rows),
            keys=[*model.model_fields],
            document=result.model_dump(mode="json"),
            as_at=publication.as_at,
            fictional=fictional,
        ),
        arguments.format,
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


def _records(rows: Sequence[BaseModel]) -> list[dict[Hashable, Any]]:
    return [dict(row.model_dump().items()) for row in rows]


def _notes(covered: Coverage, result: ConditionsResult, part: str) -> list[str]:
    section = "programme" if part == "coverage" else part
    own = [entry for entry in result.returned if entry.section == section]
    missing = [entry.trust for entry in own if entry.year is None]
    older = [f"{entry.trust} ({entry.year})" for entry in own if entry.year not in (None, result.year)]
    notes = _notes_on_coverage(covered) if part == "coverage" else []
    if older:
        notes.append(f"Their newest return is of an earlier round: {in_list(older)}.")
    if missing:
        notes.append(f"No return, which is not a 'no': {in_list(missing)}.")
    return notes


def _notes_on_coverage(covered: Coverage) -> list[str]:
    summary = covered.summary
    stages = [entry.stage for entry in evidence().stages if entry.addresses]
    notes = [
        f"{summary.not_addressed} of {summary.known} material gaps have no programme that addresses them; "
        f"programmes returned: {summary.returned} of {summary.members} trusts.",
        f"A programme addresses a gap when it is at one of these stages: {in_list(stages)}.",
    ]
    if summary.no_return:
        notes.append(f"{summary.no_return} more gaps are of trusts that have not returned their programmes.")
    return notes
