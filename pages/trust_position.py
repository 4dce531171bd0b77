"""Where does a trust stand, pillar by pillar, beside those that are really like it?"""

import streamlit as st

from benchmark.questions.gaps.page import go_to_trust
from benchmark.questions.trusts.page import settings_of_trust, targets_block, trust_page
from benchmark.surfaces.web.access import guard
from benchmark.surfaces.web.blocks import draw
from benchmark.surfaces.web.filters import page_filters
from benchmark.surfaces.web.frame import footer, page_head
from benchmark.surfaces.web.past import shown_publication
from benchmark.surfaces.web.returns.target_form import own_target_form
from benchmark.surfaces.web.sources import COMPARABLE, SCORES, source_of
from benchmark.surfaces.web.trust_choice import (
    ALL_SETTINGS,
    chosen_comparison,
    chosen_group,
    chosen_setting,
    chosen_trust,
    name_of,
    settle_system,
    unfolded,
)

viewer = guard()
publication = shown_publication()
top = st.container()
settle_system(publication)
filters = page_filters(publication)
with st.container(key="trust-filters-unfolded" if unfolded() else "trust-filters"):
    which, whom, more, where = st.columns([2.2, 1.5, 1, 1], gap="small", vertical_alignment="bottom")
    with which:
        trust = chosen_trust(publication, filters)
    settings = settings_of_trust(publication, filters, ods_code=trust)
    with whom:
        group = chosen_group()
    with where:
        setting = chosen_setting(settings) if len(settings) > 1 else ALL_SETTINGS
    with more:
        comparison = chosen_comparison(publication, group, trust=trust)

name = name_of(publication, trust)
view = trust_page(
    publication,
    filters,
    ods_code=trust,
    name=name,
    setting=setting,
    peers=comparison.peers,
    without_list=comparison.without_list,
)
with top:
    page_head(publication, filters, title=name, lead=view.lead, trust=name)
clicked = draw(*view.blocks, targets_block(publication, filters, ods_code=trust, name=name))
if clicked and clicked != trust:
    go_to_trust(clicked, filters)
own_target_form(publication, viewer, ods_code=trust, settings=settings)
footer(
    publication,
    source=source_of(publication, filters, SCORES, COMPARABLE, england=True, before=True),
    rule="position",
)
