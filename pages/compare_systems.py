"""Where does each of England's systems stand, and how much does one figure hide?"""

import streamlit as st

from benchmark.questions.systems.measures import measure_of
from benchmark.questions.systems.page import (
    MEASURE_NAMES,
    ORDERS,
    OVERALL,
    compare_systems,
    follow_click,
    scores_to_choose,
)
from benchmark.surfaces.web.access import guard
from benchmark.surfaces.web.blocks import draw
from benchmark.surfaces.web.filters import choice, linked_value, page_filters
from benchmark.surfaces.web.frame import footer, page_head
from benchmark.surfaces.web.past import shown_publication
from benchmark.surfaces.web.sources import COMPARABLE, SCORES, source_of_round

guard()
publication = shown_publication()
top = st.container()
filters = page_filters(publication, of_england=True)
measure = linked_value("measure", list(MEASURE_NAMES), default="gap")
told_by_pillar = measure_of(measure).of_pillar
places = st.columns(3 if told_by_pillar else 2, vertical_alignment="bottom")
with places[0]:
    choice("measure", "Measure", list(MEASURE_NAMES), default="gap", show=MEASURE_NAMES.__getitem__)
with places[-1]:
    order = choice("order", "Order of rows", list(ORDERS), default="region", show=ORDERS.__getitem__)
score = OVERALL
if told_by_pillar:
    scores = scores_to_choose()
    with places[1]:
        score = choice("on", "Score", list(scores), default=OVERALL, show=scores.__getitem__)
view = compare_systems(publication, filters, measure=measure, score=score, order=order)
with top:
    # A fictional system stands on no row of this page: its band would call the real ones fictional.
    page_head(
        publication,
        None if filters.fictional else filters,
        title="Compare systems",
        lead=view.lead,
        year=filters.scope.assessment_year,
    )
clicked = draw(*view.blocks)
if clicked:
    follow_click(publication, filters, clicked)
footer(
    publication,
    source=source_of_round(publication, SCORES, COMPARABLE, year=filters.scope.assessment_year),
    rule="systems",
)
