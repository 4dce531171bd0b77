"""The commands that ask the measures: gaps, spread, progress. Each returns its exit code."""

from argparse import Namespace

from benchmark.cli.measured import (
    SELF_ASSESSED,
    UNIT_COLUMNS,
    came_of,
    dumped,
    figure_column,
    heading_of,
    is_fictional,
    national_notes,
    newest_comparable,
    pillar_label,
    plain_record,
    scope_with_pillars,
    sources_of,
)
from benchmark.cli.output import Answer, Column, number, show, signed, yes_or_no
from benchmark.cli.store_commands import ready
from benchmark.measures.coming import coming
from benchmark.measures.gaps import Gaps
from benchmark.measures.gaps import gaps as gaps_of
from benchmark.measures.progress import MEASURE, Progress, progress_of_all_systems
from benchmark.measures.progress import progress as progress_of
from benchmark.measures.resolve import resolve_scope
from benchmark.measures.results import gaps_result, progress_result, spread_result
from benchmark.measures.scope import FOOTPRINT_IN_WORDS, NATIONAL, Scope, Standard, round_before
from benchmark.measures.spread import pillar_spread
from benchmark.reports.coming_words import round_words
from benchmark.store.publication import Publication
from schemas.results import GapRow, PillarSpread, ProgressUnit

COMPARABLE = "overall score on comparable domains"
BY_CHANCE = "Part of it is chance: who is far from the middle in one round tends to be nearer in the next."


def gaps(arguments: Namespace) -> int:
    """One system's gaps to a standard, one row per unit and pillar."""
    # The level is looked at whatever the baseline: one that is not on the scale was meant as something else.
    Standard("floor", arguments.level)
    standard = Standard(arguments.baseline, arguments.level)
    _, publication = ready(arguments)
    scope = scope_with_pillars(publication, arguments)
    found = gaps_of(publication, scope, standard)
    result = gaps_result(found)
    fictional = is_fictional(publication, scope)
    show(
        Answer(
            heading=heading_of(
                publication, scope, str(scope.assessment_year), f"held to {standard.in_words}"
            ),
            columns=(
                *UNIT_COLUMNS,
                Column("pillar", "Pillar", pillar_label),
                figure_column("score", "Score", number(1)),
                figure_column("standard", "Standard", number(2)),
                figure_column("gap", "Gap", number(2)),
                figure_column("surplus", "Surplus", number(2)),
                Column("material", "Material", yes_or_no),
            ),
            rows=found.rows.to_dict("records"),
            notes=[*_notes_on_gaps(found), *national_notes(publication, scope, standard, found)],
            source=_source_of_gaps(publication, scope, standard, fictional=fictional),
            exported=dumped(result.rows),
            keys=[*GapRow.model_fields],
            document=result.model_dump(mode="json"),
            as_at=publication.as_at,
            fictional=fictional,
            came=came_of(publication, scope),
        ),
        arguments.format,
    )
    return 0


def spread(arguments: Namespace) -> int:
    """One system's spread, one row per pillar."""
    _, publication = ready(arguments)
    scope = scope_with_pillars(publication, arguments)
    found = pillar_spread(publication, scope)
    result = spread_result(scope, found)
    fictional = is_fictional(publication, scope)
    show(
        Answer(
            heading=heading_of(publication, scope, str(scope.assessment_year), "spread of pillar scores"),
            columns=(
                Column("pillar", "Pillar", pillar_label),
                figure_column("n", "Units", str),
                figure_column("minimum", "Lowest", number(1)),
                figure_column("maximum", "Highest", number(1)),
                figure_column("range", "Range", number(1)),
                figure_column("standard_deviation", "Standard deviation", number(2)),
                figure_column("interquartile_range", "Interquartile range", number(2)),
            ),
            rows=found.to_dict("records"),
            notes=["A dash: too few units to speak of a spread."],
            source=sources_of(
                publication,
                "maturity_scores",
                fictional=fictional,
                years=(scope.assessment_year,),
                scope=scope,
            ),
            exported=dumped(result.pillars),
            keys=[*PillarSpread.model_fields],
            document=result.model_dump(mode="json"),
            as_at=publication.as_at,
            fictional=fictional,
            came=came_of(publication, scope),
        ),
        arguments.format,
    )
    return 0


def progress(arguments: Namespace) -> int:
    """One system's progress, one row per matched unit; or every system's, one row each."""
    _, publication = ready(arguments)
    year = newest_comparable(publication, arguments) if arguments.year is None else arguments.year
    if arguments.ics is None:
        _show_every_system(publication, arguments, year)
        return 0
    scope = resolve_scope(publication, ics=arguments.ics, year=year, footprint=arguments.footprint)
    found = progress_of(publication, scope)
    result = progress_result(found)
    fictional = is_fictional(publication, scope)
    rounds = f"{found.year_from} to {found.year_to}"
    show(
        Answer(
            heading=heading_of(publication, scope, rounds, COMPARABLE),
            columns=(
                *UNIT_COLUMNS,
                figure_column("score_from", str(found.year_from), number(2)),
                figure_column("score_to", str(found.year_to), number(2)),
                figure_column("change", "Change", signed(2)),
                Column("material", "Material", yes_or_no),
            ),
            rows=found.units.to_dict("records"),
            notes=_notes_on_progress(found),
            source=sources_of(
                publication, MEASURE, fictional=fictional, years=(found.year_from, found.year_to), scope=scope
            ),
            exported=dumped(result.units),
            keys=[*ProgressUnit.model_fields],
            document=result.model_dump(mode="json"),
            as_at=publication.as_at,
            fictional=fictional,
            came=came_of(publication, scope, kind=MEASURE),
        ),
        arguments.format,
    )
    return 0


def _show_every_system(publication: Publication, arguments: Namespace, year: int) -> None:
    earlier = round_before(publication, year, fictional=False)
    frame = progress_of_all_systems(publication, year=year, footprint=arguments.footprint, year_from=earlier)
    # The same words as in one system's JSON: its code is ics, and verdict is the label.
    frame = frame.drop(columns="verdict").rename(columns={"ics_code": "ics", "label": "verdict"})
    for place, (name, value) in enumerate({"from": earlier, "to": year, "measure": MEASURE}.items(), start=3):
        frame.insert(place, name, value)
    found = coming(publication, year=year, footprint=arguments.footprint, kind=MEASURE)
    frame["returned"] = [found.of(code).returned for code in frame["ics"]]
    frame["expected"] = [found.of(code).expected for code in frame["ics"]]
    records = frame.to_dict("records")
    plain = [plain_record(record) for record in records]
    show(
        Answer(
            heading=f"{len(records)} systems, {earlier} to {year}, {COMPARABLE}, "
            f"{FOOTPRINT_IN_WORDS[arguments.footprint]}, {SELF_ASSESSED}",
            columns=(
                Column("ics", "ICS"),
                Column("name", "Name"),
                figure_column("n", "Units", str),
                figure_column("floor_from", f"Floor {earlier}", number(2)),
                figure_column("floor_to", f"Floor {year}", number(2)),
                figure_column("floor_change", "Change", signed(2)),
                figure_column("ceiling_from", f"Ceiling {earlier}", number(2)),
                figure_column("ceiling_to", f"Ceiling {year}", number(2)),
                figure_column("ceiling_change", "Change", signed(2)),
                Column("verdict", "Verdict"),
            ),
            rows=records,
            notes=[
                "Units: those with a score in both rounds. A dash: fewer than three of them.",
                BY_CHANCE,
                *filter(None, [round_words(found, ics_code=None)]),
            ],
            source=sources_of(publication, MEASURE, years=(*((earlier,) if earlier else ()), year)),
            exported=plain,
            keys=[str(name) for name in frame.columns],
            document=plain,
            as_at=publication.as_at,
        ),
        arguments.format,
    )


def _source_of_gaps(publication: Publication, scope: Scope, standard: Standard, *, fictional: bool) -> str:
    years, national = (scope.assessment_year,), standard.baseline in NATIONAL
    own = sources_of(
        publication,
        "maturity_scores",
        "own_targets",
        fictional=fictional,
        years=years,
        scope=None if national and not fictional else scope,
    )
    if not fictional or not national:
        return own
    england = sources_of(publication, "maturity_scores", years=years).removeprefix("Source: ")
    return f"{own} The standard, from real trusts: {england}"


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
