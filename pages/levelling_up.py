"""How wide is the gap, who and what makes it, and is it closing because the floor rises?"""

import streamlit as st

from benchmark.questions.progress.page import levelling_up
from benchmark.surfaces.web.access import guard
from benchmark.surfaces.web.blocks import draw
from benchmark.surfaces.web.filters import page_filters
from benchmark.surfaces.web.frame import footer, page_head
from benchmark.surfaces.web.past import shown_publication
from benchmark.surfaces.web.sources import COMPARABLE, SCORES, source_of

guard()
publication = shown_publication()
top = st.container()
filters = page_filters(publication)
view = levelling_up(publication, filters)
with top:
    page_head(publication, filters, title="Levelling up", lead=view.lead)
draw(*view.blocks)
footer(
    publication,
    source=source_of(publication, filters, SCORES, COMPARABLE, england=True, before=True),
    rule="progress",
)
