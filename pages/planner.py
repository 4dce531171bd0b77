"""What would a fund do, at the reader's own cost of a point?"""

import streamlit as st

from benchmark.questions.plan.link import COMPARE
from benchmark.questions.plan.page import (
    beside,
    introduction,
    plan_form,
    planner_page,
    save_form,
    saved_for,
    saved_list,
)
from benchmark.surfaces.web import parts
from benchmark.surfaces.web.access import guard
from benchmark.surfaces.web.blocks import draw
from benchmark.surfaces.web.filters import choice, page_filters
from benchmark.surfaces.web.frame import footer, page_head
from benchmark.surfaces.web.past import shown_publication
from benchmark.surfaces.web.sources import source_of

NONE = "none"

guard()
publication = shown_publication()
top = st.container()
filters = page_filters(publication)
plan = plan_form(filters.scope, filters.standard)
view = introduction(publication, filters) if plan is None else planner_page(publication, filters, plan)
with top:
    page_head(
        publication,
        filters,
        title="Planner",
        lead=view.lead,
    )
draw(*view.blocks)
saved = saved_for(publication, ics_code=filters.scope.ics_code)
if view.planned or saved:
    draw(parts.section("Saved plans"), saved_list(saved))
if plan is not None and view.planned and saved:
    names = {one.name: one.name for one in saved}
    other = choice(
        COMPARE,
        "Compare with",
        [NONE, *names],
        default=NONE,
        show=lambda name: names.get(name, "No other plan"),
    )
    draw(*beside(publication, plan, other))
if plan is not None and view.planned:
    save_form(publication, plan)
footer(publication, source=source_of(publication, filters), rule="planner")
