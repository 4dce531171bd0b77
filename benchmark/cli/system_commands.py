"""The command that sets all systems side by side. Returns its exit code."""

from argparse import Namespace

from benchmark.charts.system_words import (
    figure_text,
    measure_words,
    order_note,
    standing_message,
    step_words,
    variance_sentence,
)
from benchmark.cli.measured import SELF_ASSESSED, came_of, dumped, figure_column, sources_of
from benchmark.cli.output import Answer, Column, number, show
from benchmark.cli.store_commands import ready
from benchmark.errors import UnknownCode
from benchmark.measures.coming import default_round
from benchmark.measures.scope import FOOTPRINT_IN_WORDS, Standard, rounds, rounds_with_pillars
from benchmark.measures.side_by_side import SideBySide, expect_pillar, side_by_side
from benchmark.measures.system_measures import (
    SystemMeasure,
    against_middle,
    england_came,
    in_order,
    measure_of,
    neighbours,
)
from benchmark.measures.system_results import systems_result
from benchmark.store.publication import Publication
from schemas.system_results import SystemRow


def systems(arguments: Namespace) -> int:
    """Every system on one measure, one row each."""
    Standard("floor", arguments.level)
    standard, measure = Standard(arguments.baseline, arguments.level), measure_of(arguments.measure)
    expect_pillar(arguments.pillar)
    _, publication = ready(arguments)
    year = _round(publication, arguments, measure)
    pillar = arguments.pillar if measure.of_pillar else None
    found = side_by_side(
        publication, year=year, footprint=arguments.footprint, standard=standard, pillar=pillar
    )
    result = systems_result(found, measure, order=arguments.sort)
    frame = found.systems if arguments.sort == "region" else in_order(found.systems, measure)
    steps = against_middle(found.systems, measure, pillar=pillar).steps
    said = [step_words(measure, steps[code]) if code in steps else "-" for code in frame["ics_code"]]
    rows = frame.assign(against=said)
    came = came_of(publication, None, year=year)
    show(
        Answer(
            heading=f"{len(rows)} systems, {year}, {measure_words(found, measure)}, "
            f"{FOOTPRINT_IN_WORDS[found.footprint]}, {SELF_ASSESSED}",
            columns=_columns(measure),
            rows=rows.to_dict("records"),
            notes=[
                *_notes(
                    found, measure, ignored=arguments.pillar if pillar is None else None, by=arguments.sort
                ),
                *filter(None, [came.words]),
            ],
            source=sources_of(
                publication,
                "maturity_scores",
                "overall_comparable",
                "icb_maturity_scores",
                "own_targets",
                years=(*filter(None, [found.year_from]), year),
            ),
            exported=dumped(result.systems),
            keys=[*SystemRow.model_fields],
            document=result.model_dump(mode="json"),
            as_at=publication.as_at,
        ),
        arguments.format,
    )
    return 0


def _round(publication: Publication, arguments: Namespace, measure: SystemMeasure) -> int:
    """The round asked for, or the newest of which enough of England came.

    UnknownCode where it cannot have the measure.
    """
    with_pillars, known = rounds_with_pillars(publication), rounds(publication)
    year = int(arguments.year or default_round(publication, ics_code=None, footprint=arguments.footprint))
    if year not in known:
        raise UnknownCode(
            f"There is no round of {year}.", fix=f"Rounds that there are: {', '.join(map(str, known))}."
        )
    needs = measure.key in ("gap", "share_below") or (arguments.pillar and measure.of_pillar)
    if needs and year not in with_pillars:
        raise UnknownCode(
            f"There are no pillar scores for {year}.",
            fix=f"Rounds that have them: {', '.join(map(str, with_pillars)) or 'none'}.",
        )
    return year


def _columns(measure: SystemMeasure) -> tuple[Column, ...]:
    def write(value: float) -> str:
        # A terminal that cannot show the minus sign can show the hyphen, and a dash stands for "none".
        return figure_text(measure, value).replace("−", "-").replace("–", "-")

    ends = [
        figure_column(key, heading, number(2))
        for key, heading in (("floor", "Floor"), ("ceiling", "Ceiling"))
        if key != measure.key
    ]
    return (
        Column("ics_code", "ICS"),
        Column("name", "Name"),
        Column("region", "Region"),
        figure_column("trusts", "Trusts", str),
        figure_column("units", "Units", str),
        figure_column(measure.key, measure.name, write),
        Column("against", "Against the middle"),
        *ends,
        figure_column("icb_own", "ICB's own", number(2)),
    )


def _notes(found: SideBySide, measure: SystemMeasure, *, ignored: str | None, by: str) -> list[str]:
    against = against_middle(found.systems, measure, pillar=found.pillar)
    near = neighbours(found.systems, measure, pillar=found.pillar)
    notes = [f"{standing_message(found, against)}."]
    if ignored:
        notes.append(f"{measure.name} is not told by pillar: {ignored} changes nothing.")
    if by == "measure":
        notes.append(order_note(near, against))
    notes += [
        *([variance_sentence(found.split)] if england_came(found.systems).enough_for_england else []),
        "A dash: too few returns, or no standard. The ICB's own return is no part of any other figure.",
    ]
    return notes
