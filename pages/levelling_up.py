"""How wide is the gap, who and what makes it, and is it closing because the floor rises?"""

import streamlit as st

from benchmark.charts.figure import source_line
from benchmark.charts.words import caution, verdict_sentence
from benchmark.web import parts, sections
from benchmark.web.access import guard
from benchmark.web.filters import page_filters
from benchmark.web.frame import breadcrumbs, footer, page_title
from benchmark.web.past import shown_publication
from benchmark.web.views import (
    all_progress_of,
    gaps_of,
    pillar_bars_figure,
    plane_figure,
    progress_if_any,
    slope_figure,
    unit_bars_figure,
)

guard()
publication = shown_publication()
top = st.container()
filters = page_filters(publication)
scope, standard = filters.scope, filters.standard
found = gaps_of(publication, scope, standard)
moved = progress_if_any(publication, scope)
file_stem = f"{scope.ics_code}-{scope.assessment_year}"
with top:
    breadcrumbs(filters, publication)
    page_title(
        "Levelling up",
        verdict_sentence(moved) if moved else "There is no earlier round to compare this one with.",
    )

if moved is not None:
    parts.text(caution(moved), kind="caution")
    parts.section(f"From {moved.year_from} to {moved.year_to}")
    parts.figure(
        slope_figure(publication, scope, fictional=filters.fictional),
        key="slope",
        file_name=f"progress-{file_stem}",
    )
    sections.unmatched(moved)

parts.section("Where the gap lies")
if found.by_unit.empty:
    sections.no_standard(standard)
else:
    parts.text(sections.gap_total(found))
    by_unit, by_pillar = st.columns(2, gap="large")
    with by_unit:
        parts.figure(
            unit_bars_figure(publication, scope, standard, fictional=filters.fictional),
            key="by-unit",
            file_name=f"gap-by-trust-{file_stem}",
        )
    with by_pillar:
        parts.figure(
            pillar_bars_figure(publication, scope, standard, fictional=filters.fictional),
            key="by-pillar",
            file_name=f"gap-by-pillar-{file_stem}",
        )

if moved is not None:
    parts.section("All systems side by side")
    parts.figure(
        plane_figure(
            publication,
            year=scope.assessment_year,
            footprint=scope.footprint,
            chosen=scope.ics_code,
        ),
        key="plane",
        file_name=f"all-systems-{scope.assessment_year}",
    )
    with st.expander("All systems as a table"):
        sections.systems_table(
            all_progress_of(publication, year=scope.assessment_year, footprint=scope.footprint), filters
        )
footer(publication, source=source_line("maturity_scores", fictional=filters.fictional), rule="progress")
