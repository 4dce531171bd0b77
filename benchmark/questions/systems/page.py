"""The page "Compare systems": where does each system stand, and how much does one figure hide?"""

from dataclasses import replace
from typing import TypedDict, Unpack

import streamlit as st

from benchmark.charts.figure import Figure, with_chosen
from benchmark.common.groups import KINDS_IN_WORDS
from benchmark.common.scope import Footprint, Scope, Standard
from benchmark.core.definitions import definitions
from benchmark.core.wording import has_or_have, large_start, small_start, tries_in_words
from benchmark.questions.gaps.page import go_to_trust
from benchmark.questions.systems.columns import SYSTEMS
from benchmark.questions.systems.comparison import (
    MEASURES,
    Against,
    Neighbours,
    against_middle,
    england_received,
    in_order,
    measure_of,
    neighbours,
)
from benchmark.questions.systems.dots import system_dots
from benchmark.questions.systems.groups import groups_side_by_side, shared_words
from benchmark.questions.systems.measure import SideBySide, background, results_by_supplier, side_by_side
from benchmark.questions.systems.tile_map import tile_figure
from benchmark.questions.systems.words import (
    HELD_TO_ITSELF,
    NO_TARGET,
    OF_CHANGE,
    extent_answer,
    order_note,
    own_sentence,
    score_words,
    variance_sentence,
)
from benchmark.questions.trusts.columns import SUPPLIER_SPLITS, SUPPLIERS
from benchmark.questions.trusts.words import between_suppliers
from benchmark.store.publication import Publication, per_publication
from benchmark.surfaces.web import parts
from benchmark.surfaces.web.blocks import Block, Columns, Html
from benchmark.surfaces.web.choices.filters import Filters, choice
from benchmark.surfaces.web.choices.link import linked_value, set_linked_value
from benchmark.surfaces.web.choices.offered import ALL_REGIONS, offered_systems
from benchmark.surfaces.web.page import Page

OVERALL = "overall"
"""The link's value for the mean of the pillars."""
MEASURE_NAMES = {measure.key: measure.name for measure in MEASURES}
ORDERS = {"region": "Region and name", "measure": "The measure, highest first"}
MAP_TO_WORDS = (1.15, 1.0)
REAL_ONLY = (
    "Only real systems are compared here, never fictional ones. Choose another round or another system."
)

PAGE_TABLE = SYSTEMS.only("name", *(c.key for c in SYSTEMS.columns if c.key != "name")).without(
    "held", "below", "matched"
)

GROUP_TABLE = SYSTEMS.only(
    *("name", "ics_code", "trusts", "units", "gap", "share_below"),
    *("floor", "ceiling", "floor_change", "ceiling_change", "completeness"),
).headed(name="Group", ics_code="Code")

background_of = per_publication(background)


class _Asked(TypedDict):
    """The arguments of everything that is cached here."""

    year: int
    footprint: Footprint
    standard: Standard
    pillar: str | None


def page(publication: Publication, filters: Filters) -> Page:
    """The page with the measure, the score and the order of rows that the reader chooses."""
    measure = linked_value("measure", list(MEASURE_NAMES), default="gap")
    of_pillar = measure_of(measure).of_pillar
    columns = st.columns(3 if of_pillar else 2, vertical_alignment="bottom")
    with columns[0]:
        choice("measure", "Measure", list(MEASURE_NAMES), default="gap", show=MEASURE_NAMES.__getitem__)
    with columns[-1]:
        order = choice("order", "Order of rows", list(ORDERS), default="region", show=ORDERS.__getitem__)
    score = OVERALL
    if of_pillar:
        scores = scores_to_choose()
        with columns[1]:
            score = choice("on", "Score", list(scores), default=OVERALL, show=scores.__getitem__)
    made = compare_systems(publication, filters, measure=measure, score=score, order=order)
    return replace(made, follow=lambda clicked: follow_click(publication, filters, clicked))


def scores_to_choose() -> dict[str, str]:
    """Key -> name of the overall score and of each pillar."""
    return {OVERALL: "Overall score"} | {p.key: p.name for p in definitions().framework.pillars}


@per_publication
def compared(
    publication: Publication, *, year: int, footprint: Footprint, standard: Standard, pillar: str | None
) -> SideBySide:
    """All systems side by side; the part that the standard does not change is cached separately."""
    known = background_of(publication, year=year, footprint=footprint)
    return side_by_side(
        publication, year=year, footprint=footprint, standard=standard, pillar=pillar, known=known
    )


@per_publication
def _tiles(
    publication: Publication,
    *,
    measure: str,
    **asked: Unpack[_Asked],
) -> tuple[Figure, Html]:
    """The map without a chosen system, and its table, so that choosing one makes neither again."""
    found = compared(publication, **asked)
    drawn = tile_figure(found, measure_of(measure))
    return drawn, parts.table_behind(
        drawn.table, subject=found.subject, file_name=_tiles_file(found, measure)
    )


@per_publication
def _dots(
    publication: Publication,
    *,
    measure: str,
    by_measure: bool,
    **asked: Unpack[_Asked],
) -> tuple[Figure, Html]:
    """The dots without a chosen system, and their table."""
    found = compared(publication, **asked)
    drawn = system_dots(found, measure_of(measure), by_measure=by_measure)
    return drawn, parts.table_behind(drawn.table, subject=found.subject, file_name=_file(found, "returns"))


@per_publication
def compare_systems(
    publication: Publication, filters: Filters, *, measure: str, score: str, order: str
) -> Page:
    """The map with its sentences, every return of every system, and all measures as a table."""
    asked = measure_of(measure)
    scope = filters.scope
    asking = _Asked(
        year=scope.assessment_year,
        footprint=scope.base,
        standard=filters.standard,
        pillar=None if score == OVERALL or not asked.of_pillar else score,
    )
    result = compared(publication, **asking)
    against = against_middle(result.systems, asked, pillar=result.pillar)
    nothing = Page(
        answer=extent_answer(result, against),
        blocks=(parts.text(REAL_ONLY, kind="caution"),),
        source=parts.source_line(result.subject),
        rule="systems",
        of_england=True,
    )
    if result.units.empty:
        return nothing
    near = neighbours(result.systems, asked, pillar=result.pillar)
    own = own_sentence(result, against, ics_code=scope.ics_code)
    by_measure = order == "measure"
    drawn_tiles, behind_tiles = _tiles(publication, measure=measure, **asking)
    tiles = parts.figure(
        with_chosen(drawn_tiles, scope.ics_code),
        # A key for each system, so that a click is followed only once.
        key=f"tiles-{scope.ics_code}",
        subject=result.subject,
        file_name=_tiles_file(result, measure),
        selection="system",
        field="ics_code",
        behind=behind_tiles,
    )
    drawn_dots, behind_dots = _dots(publication, measure=measure, by_measure=by_measure, **asking)
    dots = parts.figure(
        with_chosen(drawn_dots, scope.ics_code),
        key=f"dots-{scope.ics_code}",
        subject=result.subject,
        file_name=_file(result, "returns"),
        selection="unit",
        behind=behind_dots,
    )
    kind = next((key for key, words in KINDS_IN_WORDS.items() if words == filters.kind), "")
    blocks: tuple[Block, ...] = (
        parts.section("England's systems on a map"),
        Columns((tiles, (_reading(result, filters, against, near, own=own),)), MAP_TO_WORDS),
        parts.section("Every return of every system"),
        *([parts.text(order_note(near, against), kind="caution")] if by_measure else []),
        *dots,
        *_suppliers(publication, **asking),
        parts.section("Every measure as a table"),
        _every_measure(publication, ordered_by=measure if by_measure else "", **asking),
        *(_groups(publication, kind=kind, **asking) if kind else ()),
    )
    rest = (nothing.answer.rest, own if against.steps or against.too_few else "")
    answer = replace(nothing.answer, rest=" ".join(filter(None, rest)))
    return replace(nothing, answer=answer, blocks=blocks)


@per_publication
def _every_measure(publication: Publication, *, ordered_by: str, **asked: Unpack[_Asked]) -> Html:
    """All systems with every measure. ordered_by: a measure's key; empty for the order of regions."""
    result = compared(publication, **asked)
    systems = in_order(result.systems, measure_of(ordered_by)) if ordered_by else result.systems
    return parts.folded(
        f"All {len(systems)} systems with every measure",
        parts.table(
            PAGE_TABLE.of(systems),
            caption=f"{result.year}, held to {result.standard.in_words}, self-assessed; "
            "a dash where there are too few returns, or no standard",
            subject=result.subject,
            file_name=_file(result, "all-measures"),
        ),
    )


@per_publication
def _groups(publication: Publication, *, kind: str, **asked: Unpack[_Asked]) -> tuple[Block, ...]:
    """The groups of the chosen group's kind side by side, with every measure."""
    result = groups_side_by_side(publication, kind=kind, **asked)
    shared = shared_words(publication, kind=kind, year=asked["year"], footprint=asked["footprint"])
    if result.units.empty:
        return ()
    return (
        parts.section(f"{large_start(result.subject.name)} side by side"),
        parts.text(shared, kind="caution"),
        parts.table(
            GROUP_TABLE.of(result.systems),
            caption=f"{result.year}, held to {result.standard.in_words}, self-assessed; "
            "a dash where there are too few returns, or no standard",
            subject=result.subject,
            file_name=f"groups-{kind}-{result.footprint}",
            stacked=True,
        ),
    )


@per_publication
def _suppliers(publication: Publication, **asked: Unpack[_Asked]) -> tuple[Block, ...]:
    """The returns by supplier of records, each care setting by itself."""
    known = compared(publication, **asked)
    result = results_by_supplier(publication, known)
    if result.rows.empty:
        return ()
    rows = parts.table(
        SUPPLIERS.of(result.rows),
        caption=f"{score_words(known)}, by supplier as of {result.as_of}; most returns first, no ranking",
        subject=known.subject,
        file_name=_file(known, "suppliers"),
    )
    splits = parts.table(
        SUPPLIER_SPLITS.worded(p=tries_in_words).of(result.splits),
        caption="How much of the difference (the variance) lies between suppliers that can be told apart",
    ) + parts.download(
        SUPPLIER_SPLITS.of(result.splits),
        subject=known.subject,
        file_name=_file(known, "between-suppliers"),
    )
    return (
        parts.section("Same supplier, different result", anchor="suppliers"),
        parts.bullets([between_suppliers(row) for row in result.splits.to_dict("records")]),
        parts.folded("Each supplier's returns and their spread", rows, splits),
    )


def _file(compared: SideBySide, what: str) -> str:
    """The name of a file of the page, with the footprint of its systems."""
    return f"all-systems-{what}-{compared.footprint}"


def _tiles_file(compared: SideBySide, measure: str) -> str:
    return _file(compared, measure.replace("_", "-"))


def follow_click(publication: Publication, filters: Filters, clicked: str) -> None:
    """Choose the system of a clicked tile or board's mark; for a dot, go to its trust's position."""
    scope = filters.scope
    offered = offered_systems(publication, year=scope.assessment_year, footprint=scope.base).systems
    if clicked in offered:
        if clicked != scope.ics_code:
            set_linked_value("region", ALL_REGIONS)
            set_linked_value("ics", clicked)
            st.rerun()
        return
    units = compared(
        publication,
        year=scope.assessment_year,
        footprint=scope.base,
        standard=filters.standard,
        pillar=None,
    ).units
    own = units.loc[units["ods_code"] == clicked, "ics_code"]
    if len(own):
        home = Scope(str(own.iloc[0]), scope.assessment_year, scope.base)
        go_to_trust(clicked, replace(filters, scope=home))


def _not_among_them(filters: Filters) -> str:
    why = "is fictional" if filters.fictional else f"is a {filters.kind}"
    return f"{filters.ics_name} {why}, so it does not stand among England's systems."


def _reading(compared: SideBySide, filters: Filters, against: Against, near: Neighbours, *, own: str) -> Html:
    """The sentences beside the map: the chosen system, what one figure hides, and what not to conclude."""
    asked = against.measure
    few = int(compared.systems["range"].isna().sum())
    unmoved = int(compared.systems["range_change"].isna().sum())
    lines = [
        own or (_not_among_them(filters) if filters.scope.ics_code else ""),
        variance_sentence(compared.split) if england_received(compared.systems).enough_for_england else "",
    ]
    if not against.steps and compared.standard.baseline == "own_target":
        lines = [NO_TARGET, *lines[1:]]
    elif near.pairs:
        lines.append(f"In an order by this measure, {small_start(order_note(near, against))}")
    if few:
        have = has_or_have(few)
        lines.append(
            f"{few} of {len(compared.systems)} systems {have} returns of fewer than three trusts: the "
            "scores are shown, but no range or deviation."
        )
    if unmoved and compared.year_from is not None:
        have = has_or_have(unmoved)
        lines.append(
            f"{unmoved} of {len(compared.systems)} systems {have} fewer than three trusts in both rounds, "
            "ambulance services apart: no change is shown of them."
        )
    if asked.of_change:
        lines.append(OF_CHANGE)
    if compared.standard.baseline == "ics_best" and asked.key in ("gap", "share_below"):
        lines.append(HELD_TO_ITSELF)
    outlined = " The outlined tile is the system chosen above." if own else ""
    lines.append(f"Choose a tile to make its system yours.{outlined}")
    return parts.subsection("What it says") + parts.bullets([line for line in lines if line])
