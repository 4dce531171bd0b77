"""The commands that ask the measures: gaps, spread, progress. Each returns its exit code."""

from argparse import Namespace
from collections.abc import Callable, Hashable, Sequence
from math import isnan
from typing import Any

from pydantic import BaseModel

from benchmark.cli.output import Answer, Column, number, show, signed, yes_or_no
from benchmark.cli.store_commands import ready
from benchmark.definitions import definitions
from benchmark.errors import UnknownCode
from benchmark.measures.gaps import Gaps
from benchmark.measures.gaps import gaps as gaps_of
from benchmark.measures.progress import MEASURE, Progress, progress_of_all_systems
from benchmark.measures.progress import progress as progress_of
from benchmark.measures.provenance import standing_submissions
from benchmark.measures.results import gaps_result, progress_result, spread_result
from benchmark.measures.scope import (
    FOOTPRINT_IN_WORDS,
    Scope,
    Standard,
    comparable_rounds,
    resolve_scope,
    rounds_with_pillars,
    system_of,
)
from benchmark.measures.spread import pillar_spread
from benchmark.reports.sources import published_files
from benchmark.store.publication import Publication
from schemas.results import GapRow, PillarSpread, ProgressUnit

SELF_ASSESSED = "self-assessed"
COMPARABLE = "overall score on comparable domains"
BY_CHANCE = "Part of it is chance: who is far from the middle in one round tends to be nearer in the next."
_UNIT = (
    Column("ods_code", "ODS"),
    Column("trust", "Trust"),
    Column("care_setting", "Setting"),
)


def gaps(arguments: Namespace) -> int:
    """One system's gaps to a standard, one row per unit and pillar."""
    # The level is looked at whatever the baseline: one that is not on the scale was meant as something else.
    Standard("floor", arguments.level)
    standard = Standard(arguments.baseline, arguments.level)
    _, publication = ready(arguments)
    scope = _scope_with_pillars(publication, arguments)
    found = gaps_of(publication, scope, standard)
    result = gaps_result(found)
    show(
        Answer(
            heading=_heading(publication, scope, str(scope.assessment_year), f"held to {standard.in_words}"),
            columns=(
                *_UNIT,
                Column("pillar", "Pillar", _pillar_name),
                _figure("score", "Score", number(1)),
                _figure("standard", "Standard", number(2)),
                _figure("gap", "Gap", number(2)),
                _figure("surplus", "Surplus", number(2)),
                Column("material", "Material", yes_or_no),
            ),
            rows=found.rows.to_dict("records"),
            notes=_notes_on_gaps(found),
            source=_source(publication, "maturity_scores", "own_targets"),
            exported=_dumped(result.rows),
            keys=[*GapRow.model_fields],
            document=result.model_dump(mode="json"),
            as_at=publication.as_at,
        ),
        arguments.format,
    )
    return 0


def spread(arguments: Namespace) -> int:
    """One system's spread, one row per pillar."""
    _, publication = ready(arguments)
    scope = _scope_with_pillars(publication, arguments)
    found = pillar_spread(publication, scope)
    result = spread_result(scope, found)
    show(
        Answer(
            heading=_heading(publication, scope, str(scope.assessment_year), "spread of pillar scores"),
            columns=(
                Column("pillar", "Pillar", _pillar_name),
                _figure("n", "Units", str),
                _figure("minimum", "Lowest", number(1)),
                _figure("maximum", "Highest", number(1)),
                _figure("range", "Range", number(1)),
                _figure("standard_deviation", "Standard deviation", number(2)),
                _figure("interquartile_range", "Interquartile range", number(2)),
            ),
            rows=found.to_dict("records"),
            notes=["A dash: too few units to speak of a spread."],
            source=_source(publication, "maturity_scores"),
            exported=_dumped(result.pillars),
            keys=[*PillarSpread.model_fields],
            document=result.model_dump(mode="json"),
            as_at=publication.as_at,
        ),
        arguments.format,
    )
    return 0


def progress(arguments: Namespace) -> int:
    """One system's progress, one row per matched unit; or every system's, one row each."""
    _, publication = ready(arguments)
    year = _newest_comparable(publication) if arguments.year is None else arguments.year
    if arguments.ics is None:
        _show_every_system(publication, arguments, year)
        return 0
    scope = resolve_scope(publication, ics=arguments.ics, year=year, footprint=arguments.footprint)
    found = progress_of(publication, scope)
    result = progress_result(found)
    rounds = f"{found.year_from} to {found.year_to}"
    show(
        Answer(
            heading=_heading(publication, scope, rounds, COMPARABLE),
            columns=(
                *_UNIT,
                _figure("score_from", str(found.year_from), number(2)),
                _figure("score_to", str(found.year_to), number(2)),
                _figure("change", "Change", signed(2)),
                Column("material", "Material", yes_or_no),
            ),
            rows=found.units.to_dict("records"),
            notes=_notes_on_progress(found),
            source=_source(publication, MEASURE),
            exported=_dumped(result.units),
            keys=[*ProgressUnit.model_fields],
            document=result.model_dump(mode="json"),
            as_at=publication.as_at,
        ),
        arguments.format,
    )
    return 0


def _show_every_system(publication: Publication, arguments: Namespace, year: int) -> None:
    earlier = max((known for known in comparable_rounds(publication) if known < year), default=None)
    frame = progress_of_all_systems(publication, year=year, footprint=arguments.footprint, year_from=earlier)
    # The same words as in one system's JSON: its code is ics, and verdict is the label.
    frame = frame.drop(columns="verdict").rename(columns={"ics_code": "ics", "label": "verdict"})
    for place, (name, value) in enumerate({"from": earlier, "to": year, "measure": MEASURE}.items(), start=3):
        frame.insert(place, name, value)
    records = frame.to_dict("records")
    plain = [_plain(record) for record in records]
    show(
        Answer(
            heading=f"{len(records)} systems, {earlier} to {year}, {COMPARABLE}, "
            f"{FOOTPRINT_IN_WORDS[arguments.footprint]}, {SELF_ASSESSED}",
            columns=(
                Column("ics", "ICS"),
                Column("name", "Name"),
                _figure("n", "Units", str),
                _figure("floor_from", f"Floor {earlier}", number(2)),
                _figure("floor_to", f"Floor {year}", number(2)),
                _figure("floor_change", "Change", signed(2)),
                _figure("ceiling_from", f"Ceiling {earlier}", number(2)),
                _figure("ceiling_to", f"Ceiling {year}", number(2)),
                _figure("ceiling_change", "Change", signed(2)),
                Column("verdict", "Verdict"),
            ),
            rows=records,
            notes=["Units: those with a score in both rounds. A dash: fewer than three of them.", BY_CHANCE],
            source=_source(publication, MEASURE),
            exported=plain,
            keys=[str(name) for name in frame.columns],
            document=plain,
            as_at=publication.as_at,
        ),
        arguments.format,
    )


def _scope_with_pillars(publication: Publication, arguments: Namespace) -> Scope:
    scope = resolve_scope(publication, ics=arguments.ics, year=arguments.year, footprint=arguments.footprint)
    known = rounds_with_pillars(publication, fictional=True)
    if scope.assessment_year not in known:
        raise UnknownCode(
            f"There are no pillar scores for {scope.assessment_year}.",
            fix=f"Rounds that have them: {', '.join(map(str, known)) or 'none'}.",
        )
    return scope


def _newest_comparable(publication: Publication) -> int:
    known = comparable_rounds(publication) or comparable_rounds(publication, fictional=True)
    if not known:
        raise UnknownCode("There are no comparable overall scores.", fix="Submit some, then publish.")
    return known[-1]


def _heading(publication: Publication, scope: Scope, rounds: str, what: str) -> str:
    system = system_of(publication, scope)
    invented = ", invented" if system.fictional else ""
    footprint = FOOTPRINT_IN_WORDS[scope.footprint]
    return f"{system.name} ({system.ics_code}{invented}), {rounds}, {what}, {footprint}, {SELF_ASSESSED}"


def _notes_on_gaps(found: Gaps) -> list[str]:
    summary = found.summary
    notes = [
        f"{summary.below} of {summary.unit_pillars} unit-pillars are below; "
        f"the gaps sum to {summary.sum:.1f} points, mean {summary.mean:.3f}."
    ]
    if len(found.without_standard):
        notes.append(f"{len(found.without_standard)} unit-pillars have no standard and are left out.")
    lone = found.rows.loc[found.rows["lone_setting"], ["trust", "care_setting"]].drop_duplicates()
    if len(lone):
        units = "; ".join(f"{row.trust} ({row.care_setting})" for row in lone.itertuples())
        notes.append(f"The only ones of their setting in the ICS, so held to the best of all: {units}.")
    return notes


def _notes_on_progress(found: Progress) -> list[str]:
    if found.floor_change is None:
        notes = [f"Units with a score in both rounds: {found.n}. Verdict: {found.verdict.label}."]
    else:
        points, change = number(2), signed(2)
        notes = [
            f"Floor {points(found.floor_from)} to {points(found.floor_to)} ({change(found.floor_change)}), "
            f"ceiling {points(found.ceiling_from)} to {points(found.ceiling_to)} "
            f"({change(found.ceiling_change)}), range {change(found.range_change)}. "
            f"Verdict: {found.verdict.label}.",
            BY_CHANCE,
        ]
    notes += [
        f"Not matched: {unit.trust} ({unit.ods_code}), {unit.care_setting}, {unit.assessment_year}: "
        f"{unit.reason}"
        for unit in found.unmatched.itertuples()
    ]
    return notes


def _source(publication: Publication, *kinds: str) -> str:
    """The last line: the publications that the figures come from, and that returns are among them."""
    standing = standing_submissions(publication)
    standing = standing[standing["kind"].isin(kinds)]
    published = {*standing.loc[standing["origin"] == "published", "file_name"]}
    parts = list(dict.fromkeys(file.attribution for file in published_files() if file.file in published))
    returns = int((standing["origin"] == "return").sum())
    if returns:
        parts.append(f"Returns submitted to this store: {returns}.")
    return f"Source: {' '.join(parts) or 'none.'}"


def _figure(key: str, heading: str, write: Callable[[Any], str]) -> Column:
    return Column(key, heading, write, right=True)


def _dumped(rows: Sequence[BaseModel]) -> list[dict[str, Any]]:
    return [row.model_dump() for row in rows]


def _plain(record: dict[Hashable, Any]) -> dict[str, Any]:
    """A row as the results are: figures to three decimals, None where there is none."""
    figures = {str(key): value for key, value in record.items()}
    for key, value in figures.items():
        if isinstance(value, float):
            figures[key] = None if isnan(value) else round(value, 3) + 0.0
    return figures


def _pillar_name(key: str) -> str:
    return definitions().framework.pillar(key).name
