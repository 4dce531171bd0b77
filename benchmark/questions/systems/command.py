"""The commands `systems` and `suppliers`: all systems side by side, and returns by supplier of records."""

import click

from benchmark.common.completeness import default_round
from benchmark.common.scope import Standard, rounds, rounds_with_pillars
from benchmark.common.subject import sources
from benchmark.core.errors import UnknownCode
from benchmark.questions.systems.columns import ASKED, ORDER, SYSTEMS, VARIANCE
from benchmark.questions.systems.comparison import (
    MEASURES,
    Against,
    Neighbours,
    SystemMeasure,
    against_middle,
    england_received,
    in_order,
    measure_of,
    neighbours,
)
from benchmark.questions.systems.measure import (
    SideBySide,
    expect_pillar,
    results_by_supplier,
    side_by_side,
)
from benchmark.questions.systems.words import (
    OF_CHANGE,
    against_column,
    measure_words,
    order_note,
    score_words,
    standing_message,
    variance_sentence,
)
from benchmark.questions.trusts.columns import SUPPLIER_SPLITS, SUPPLIERS
from benchmark.questions.trusts.words import between_suppliers
from benchmark.surfaces.cli import options
from benchmark.surfaces.cli.measured import SELF_ASSESSED, received_of
from benchmark.surfaces.cli.options import Asked
from benchmark.surfaces.cli.output import Reply, show

_FIRST = ("ics_code", "name", "region", "trusts", "units")
"""The columns before the measure, on a terminal."""
_LAST = ("against_middle", "floor", "ceiling", "icb_own")
"""The columns after the measure, on a terminal."""


@options.command("systems", "systems --measure floor --pillar well_led --sort measure")
@click.option(
    "--measure",
    "key",
    type=options.OneOf([measure.key for measure in MEASURES]),
    default="gap",
    help="which one (default: gap)",
)
@click.option("--pillar", metavar="KEY", help="one pillar, such as well_led; the overall score when left out")
@click.option(
    "--sort",
    type=options.OneOf(("region", "measure")),
    default="region",
    help="by region and name, or from the highest figure down (default: region)",
)
@options.standard
@options.measured
def systems(
    *,
    key: str,
    pillar: str | None,
    sort: str,
    standard: Standard,
    asked: Asked,
) -> None:
    """All systems side by side on one measure; no league table.

    One row per system.
    """
    publication = asked.publication
    expect_pillar(pillar)
    measure, of_pillar = measure_of(key), pillar
    year = _round(asked, measure, pillar)
    pillar = pillar if measure.of_pillar else None
    compared = side_by_side(
        publication, year=year, footprint=asked.footprint, standard=standard, pillar=pillar
    )
    against = against_middle(compared.systems, measure, pillar=pillar)
    near = neighbours(compared.systems, measure, pillar=pillar)
    frame = compared.systems if sort == "region" else in_order(compared.systems, measure)
    table, rows = SYSTEMS.and_(against_column(measure)), frame.assign(against_middle=against.names_of(frame))
    received = received_of(publication, None, year=year)
    show(
        Reply(
            subject=compared.subject,
            heading=f"{measure_words(compared, measure)}, {SELF_ASSESSED}",
            shown=table.only(*dict.fromkeys((*_FIRST, measure.key, *_LAST))).of(rows),
            exported=table.of(rows),
            document=ASKED.record(
                {
                    "year": compared.year,
                    "from": compared.year_from,
                    "footprint": compared.footprint,
                    **standard.record,
                    "pillar": compared.pillar,
                    "basis": compared.basis,
                    "measure": measure.key,
                    "threshold": against.threshold,
                    "middle": against.middle,
                }
            )
            | {
                "order": ORDER.record({"by": sort, "neighbours": near.pairs, "alike": near.alike}),
                "variance": VARIANCE.record(vars(compared.split) | {"units": compared.split.n}),
                "systems": table.of(rows).records(),
            },
            notes=[
                *_notes(
                    compared,
                    against,
                    near,
                    ignored=of_pillar if pillar is None else None,
                    by=sort,
                ),
                *filter(None, [received.words]),
            ],
        ),
        asked.written,
    )


@options.command("suppliers", "suppliers --pillar well_led --format csv")
@click.option("--pillar", metavar="KEY", help="one pillar, such as well_led; the overall score when left out")
@options.measured
def suppliers(*, pillar: str | None, asked: Asked) -> None:
    """The spread of scores on each supplier of records, in no ranking.

    One row per care setting and supplier.
    """
    publication = asked.publication
    expect_pillar(pillar)
    year = _round(asked, measure_of("floor"), pillar)
    compared = side_by_side(
        publication, year=year, footprint=asked.footprint, standard=Standard(), pillar=pillar
    )
    result = results_by_supplier(publication, compared)
    rows = SUPPLIERS.of(result.rows)
    show(
        Reply(
            subject=compared.subject.on(sources(publication, "epr_suppliers")),
            heading=f"{score_words(compared)} by supplier of records as of {result.as_of}, {SELF_ASSESSED}",
            shown=rows,
            exported=rows,
            document={
                "year": compared.year,
                "footprint": compared.footprint,
                "pillar": compared.pillar,
                "basis": compared.basis,
                "suppliers": rows.records(),
                "between_suppliers": SUPPLIER_SPLITS.of(result.splits).records(),
            },
            notes=[
                *(between_suppliers(row) for row in result.splits.to_dict("records")),
                "Those with most returns first: no ranking. A dash: too few returns, or no supplier named.",
                *filter(None, [received_of(publication, None, year=year).words]),
            ],
        ),
        asked.written,
    )


def _round(asked: Asked, measure: SystemMeasure, pillar: str | None) -> int:
    """The round asked for, or the newest with enough of England's returns.

    Raises UnknownCode if the round cannot have the measure.
    """
    publication, year = asked.publication, asked.year
    with_pillars, all_rounds = rounds_with_pillars(publication), rounds(publication)
    if year is None:
        year = default_round(publication, ics_code=None, footprint=asked.footprint)
    if year not in all_rounds:
        raise UnknownCode(
            f"There is no round of {year}.", fix=f"Rounds that there are: {', '.join(map(str, all_rounds))}."
        )
    needs = measure.of_gap or (pillar and measure.of_pillar)
    if needs and year not in with_pillars:
        raise UnknownCode(
            f"There are no pillar scores for {year}.",
            fix=f"Rounds that have them: {', '.join(map(str, with_pillars)) or 'none'}.",
        )
    return year


def _notes(
    compared: SideBySide, against: Against, near: Neighbours, *, ignored: str | None, by: str
) -> list[str]:
    notes = [f"{standing_message(compared, against)}."]
    if ignored:
        notes.append(f"{against.measure.name} has no figure by pillar: {ignored} changes nothing.")
    if by == "measure":
        notes.append(order_note(near, against))
    if england_received(compared.systems).enough_for_england:
        notes.append(variance_sentence(compared.split))
    if against.measure.of_change:
        notes.append(OF_CHANGE)
    notes.append(
        "A dash: too few returns, or no standard. The ICB's own return is no part of any other figure."
    )
    return notes
