"""Who could help whom, where in England to look, and who rose more than expected?"""

import streamlit as st

from benchmark.questions.learning.measure import MOST_ASKED
from benchmark.questions.learning.page import ALL_TRUSTS, TIMES, peer_learning, times_in_words
from benchmark.surfaces.web.access import guard
from benchmark.surfaces.web.blocks import draw
from benchmark.surfaces.web.filters import choice, page_filters
from benchmark.surfaces.web.frame import footer, page_head
from benchmark.surfaces.web.past import shown_publication
from benchmark.surfaces.web.sources import COMPARABLE, SCORES, source_of
from benchmark.surfaces.web.views import trusts_of

guard()
publication = shown_publication()
top = st.container()
filters = page_filters(publication)
names = trusts_of(publication, filters)
who, how_often, _ = st.columns([2.4, 1.6, 2.4], gap="small")
with who:
    focus = choice(
        "focus",
        "Show",
        [ALL_TRUSTS, *names],
        default=ALL_TRUSTS,
        show=lambda code: "All trusts of the ICS" if code == ALL_TRUSTS else f"{names[code]} ({code})",
    )
with how_often:
    most = int(
        choice("most", "A trust is asked at most", TIMES, default=str(MOST_ASKED), show=times_in_words)
    )
trust = None if focus == ALL_TRUSTS else focus
view = peer_learning(
    publication, filters, focus=trust, name=names[trust] if trust else filters.ics_name, most=most
)
with top:
    page_head(
        publication, filters, title="Peer learning", lead=view.lead, trust=names[trust] if trust else None
    )
draw(*view.blocks)
footer(
    publication,
    source=source_of(publication, filters, SCORES, COMPARABLE, england=True, before=True),
    rule="learning",
)
