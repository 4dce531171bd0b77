"""Which trusts and which pillars hold the system back?"""

import streamlit as st

from benchmark.questions.gaps.page import go_to_trust, orders, overview, overview_grid, trust_picker
from benchmark.surfaces.web import parts
from benchmark.surfaces.web.access import guard
from benchmark.surfaces.web.blocks import draw
from benchmark.surfaces.web.filters import choice, page_filters
from benchmark.surfaces.web.frame import footer, page_head
from benchmark.surfaces.web.past import shown_publication
from benchmark.surfaces.web.sources import source_of

guard()
publication = shown_publication()
top = st.container()
filters = page_filters(publication)
view = overview(publication, filters)
with top:
    page_head(publication, filters, title="ICS overview", lead=view.lead)

draw(view.statements)
if view.below:
    draw(parts.section("Every trust, every pillar"))
    by_order, by_name = st.columns(2, vertical_alignment="bottom")
    with by_order:
        words = orders()
        order = choice("sort", "Order of rows", list(words), default="gap", show=words.__getitem__)
    with by_name:
        trust_picker(view.trusts, filters)
    clicked = draw(overview_grid(publication, filters, order=order), *view.below)
    if clicked:
        go_to_trust(clicked, filters)
footer(publication, source=source_of(publication, filters, england=True), rule="gap")
