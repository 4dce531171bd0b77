"""Where does a trust stand, pillar by pillar, beside its system's returns of the same setting?"""

import streamlit as st

from benchmark.charts.figure import source_line
from benchmark.web.access import guard
from benchmark.web.blocks import draw
from benchmark.web.filters import choice, page_filters
from benchmark.web.frame import footer, page_head
from benchmark.web.past import shown_publication
from benchmark.web.trust_position import position, trusts_of

guard()
publication = shown_publication()
top = st.container()
filters = page_filters(publication)
names = trusts_of(publication, filters)
trust = choice(
    "trust", "Trust", list(names), default=next(iter(names)), show=lambda code: f"{names[code]} ({code})"
)
view = position(publication, filters, ods_code=trust)
with top:
    page_head(publication, filters, title=names[trust], lead=view.lead, trust=names[trust])
draw(*view.blocks)
footer(publication, source=source_line("maturity_scores", fictional=filters.fictional), rule="position")
