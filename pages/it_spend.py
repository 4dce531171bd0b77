"""What do the trusts of a system spend on IT, what share of expenditure is that, and what would more take?"""

import streamlit as st

from benchmark.charts.figure import FICTIONAL_SOURCE
from benchmark.questions.spend.page import ALL, it_spend, spend_choices
from benchmark.questions.spend.words import RETURNS_SOURCE
from benchmark.surfaces.web.access import guard
from benchmark.surfaces.web.blocks import draw
from benchmark.surfaces.web.filters import choice, page_filters
from benchmark.surfaces.web.frame import footer, page_head
from benchmark.surfaces.web.past import shown_publication

guard()
publication = shown_publication()
top = st.container()
filters = page_filters(publication)
offered = spend_choices(publication, filters.scope)
whose, when = st.columns([2, 1])
with whose:
    focus = choice(
        "focus",
        "Trust",
        [ALL, *offered.trusts],
        default=ALL,
        show=lambda code: "All trusts of the system" if code == ALL else f"{offered.trusts[code]} ({code})",
    )
year = None
if offered.years:
    with when:
        # A slash in a link is written %2F, so the link says 2024-25.
        years = {found.replace("/", "-"): found for found in offered.years}
        year = years[
            choice("fy", "Financial year", list(years), default=next(iter(years)), show=years.__getitem__)
        ]
view = it_spend(publication, filters.scope, financial_year=year, focus=focus)
with top:
    page_head(
        publication,
        filters,
        title="IT spend",
        lead=view.lead,
        trust=None if focus == ALL else offered.trusts[focus],
    )
draw(*view.blocks)
footer(publication, source=FICTIONAL_SOURCE if filters.fictional else RETURNS_SOURCE, rule="spend")
