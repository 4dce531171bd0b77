"""Where does a trust stand, pillar by pillar, beside its system's returns of the same setting?"""

import streamlit as st

from benchmark.charts.figure import source_line
from benchmark.reports.trust_words import trust_lead
from benchmark.web import parts, sections
from benchmark.web.access import guard
from benchmark.web.filters import choice, page_filters
from benchmark.web.frame import breadcrumbs, footer, page_title
from benchmark.web.past import shown_publication
from benchmark.web.views import (
    completeness_of,
    gaps_of,
    national_of,
    progress_if_any,
    trust_facts_of,
    trust_strips_figure,
)

guard()
publication = shown_publication()
top = st.container()
filters = page_filters(publication)
scope, standard = filters.scope, filters.standard
found = gaps_of(publication, scope, standard)
names = sections.trust_names(found, completeness_of(publication, scope))
trust = choice(
    "trust", "Trust", list(names), default=next(iter(names)), show=lambda code: f"{names[code]} ({code})"
)
settings = sections.settings_of(found, trust)
with top:
    breadcrumbs(filters, publication, trust=names[trust])
    page_title(
        names[trust],
        trust_lead(found, national_of(publication, year=scope.assessment_year), ods_code=trust),
    )

sections.trust_facts(trust_facts_of(publication, trust))
if not settings:
    sections.no_profile(found, trust, names[trust])
for care_setting in settings:
    parts.section(care_setting)
    parts.figure(
        trust_strips_figure(
            publication,
            scope,
            standard,
            ods_code=trust,
            care_setting=care_setting,
            fictional=filters.fictional,
        ),
        key=f"profile-{care_setting}",
        file_name=f"profile-{trust}-{care_setting}-{scope.assessment_year}",
    )

moved = progress_if_any(publication, scope)
if moved is not None:
    parts.section(f"Since {moved.year_from}")
    sections.trust_movement(moved, trust)
if settings:
    parts.section("Every score as a table")
    sections.trust_scores(found, trust, filters)
footer(publication, source=source_line("maturity_scores", fictional=filters.fictional), rule="position")
