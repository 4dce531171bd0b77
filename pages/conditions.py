"""Which gaps does no programme address, and do the conditions for success hold?"""

import streamlit as st

from benchmark.questions.conditions.page import ALL, conditions_page, trusts_to_choose
from benchmark.questions.conditions.words import around_scores
from benchmark.surfaces.web.access import guard, reader_of
from benchmark.surfaces.web.blocks import draw
from benchmark.surfaces.web.filters import choice, page_filters
from benchmark.surfaces.web.frame import footer, page_head
from benchmark.surfaces.web.past import shown_publication
from benchmark.surfaces.web.sources import source_of

viewer = guard()
publication = shown_publication()
top = st.container()
filters = page_filters(publication)
reader = reader_of(viewer)
names = trusts_to_choose(publication, filters, reader=reader)
focus = choice(
    "focus",
    "Trust",
    [ALL, *names],
    default=ALL,
    show=lambda code: f"{names[code]} ({code})" if code in names else "All trusts of the system",
)
view = conditions_page(publication, filters, focus=focus, reader=reader)
with top:
    page_head(publication, filters, title="Conditions", lead=view.lead, trust=names.get(focus))
draw(*view.blocks)
footer(
    publication,
    source=source_of(publication, filters, around=around_scores(fictional=filters.fictional)),
    rule="conditions",
)
