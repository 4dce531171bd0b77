"""Which trusts and which pillars hold the system back?"""

from urllib.parse import urlencode

import streamlit as st

from benchmark.charts.figure import source_line
from benchmark.charts.grid import grid
from benchmark.definitions import definitions
from benchmark.reports.statements import overview_lead, overview_statements
from benchmark.web import parts, sections
from benchmark.web.access import guard
from benchmark.web.filters import choice, page_filters, set_linked_value
from benchmark.web.frame import breadcrumbs, footer, page_title
from benchmark.web.past import shown_publication
from benchmark.web.sitemap import page, trust_query
from benchmark.web.views import completeness_of, flags_of, gaps_of, icb_own_of, progress_if_any, strips_figure

guard()
publication = shown_publication()
top = st.container()
filters = page_filters(publication)
scope, standard = filters.scope, filters.standard
found = gaps_of(publication, scope, standard)
with top:
    breadcrumbs(filters, publication)
    page_title("ICS overview", overview_lead(found, ics_name=filters.ics_name))

if found.by_unit.empty:
    sections.no_standard(standard)
    st.stop()

parts.statements(overview_statements(found, progress_if_any(publication, scope)))

parts.section("Every trust, every pillar")
returned = completeness_of(publication, scope)
pillars = {pillar.key: pillar.name for pillar in definitions().framework.pillars}
orders = {
    "gap": "Widest gap first",
    "name": "Name",
    **{key: f"Lowest on {name}" for key, name in pillars.items()},
}
by_order, by_name = st.columns(2, vertical_alignment="bottom")
with by_order:
    order = choice("sort", "Order of rows", list(orders), default="gap", show=lambda value: orders[value])
with by_name:
    sections.trust_picker(sections.trust_names(found, returned), filters)
parts.html_figure(
    grid(
        found,
        sort=order,
        focus_pillar=order if order in pillars else sections.focus_pillar(found),
        trust_link=lambda code: f"trust-position?{urlencode(trust_query(filters, code))}",
        missing=returned[returned["state"] == "missing"],
        fictional=filters.fictional,
    ),
    key="grid",
    file_name=f"maturity-{scope.ics_code}-{scope.assessment_year}",
)

parts.section("Each pillar, every trust")
clicked = parts.figure(
    strips_figure(publication, scope, standard, fictional=filters.fictional),
    key="strips",
    file_name=f"pillars-{scope.ics_code}-{scope.assessment_year}",
    selection="unit",
)
if clicked:
    set_linked_value("trust", clicked)
    st.switch_page(page("trust-position"), query_params=trust_query(filters, clicked))

parts.section("Who has returned, and what to ask about")
sections.completeness(returned, flags_of(publication, scope), year=scope.assessment_year)

parts.section("The board's own return")
sections.icb_own(icb_own_of(publication, scope), filters)

parts.section("Every score as a table")
with st.expander(f"All {found.summary.unit_pillars} scores with their standard and gap"):
    sections.scores_table(found, filters)
footer(publication, source=source_line("maturity_scores", fictional=filters.fictional), rule="gap")
