"""How wide is the gap, who and what makes it, and is it closing because the floor rises?"""

import streamlit as st

from benchmark.charts.figure import source_line
from benchmark.web.access import guard
from benchmark.web.blocks import draw
from benchmark.web.filters import page_filters
from benchmark.web.frame import footer, page_head
from benchmark.web.levelling_up import levelling_up
from benchmark.web.past import shown_publication

guard()
publication = shown_publication()
top = st.container()
filters = page_filters(publication)
view = levelling_up(publication, filters)
with top:
    page_head(publication, filters, title="Levelling up", lead=view.lead)
draw(*view.blocks)
footer(publication, source=source_line("maturity_scores", fictional=filters.fictional), rule="progress")
