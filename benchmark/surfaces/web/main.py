"""The frame around every page: settings, style, navigation. Streamlit runs it for each visit and click."""

import streamlit as st

from benchmark.charts.markup import style_sheet
from benchmark.common.citation import PRODUCT
from benchmark.core.errors import BenchmarkError
from benchmark.core.people import ask_who_acts
from benchmark.surfaces.server.edge import bypassed_the_edge
from benchmark.surfaces.web.blocks import Html, begin_run, draw
from benchmark.surfaces.web.choices.link import settle_names
from benchmark.surfaces.web.counted import one_run
from benchmark.surfaces.web.page import FRAME_DRAWN
from benchmark.surfaces.web.parts import show_error
from benchmark.surfaces.web.shown import trouble_note
from benchmark.surfaces.web.site.search_box import draw_search
from benchmark.surfaces.web.site.sitemap import (
    HOME,
    OVERVIEW,
    PLACES,
    TRUST,
    WHO_MAY,
    draw_navigation,
    draw_product,
    navigation,
    page_at,
)
from benchmark.surfaces.web.turns import turn
from benchmark.surfaces.web.visitor import draw_who, expect_let_in, forget_what_others_saw, person

st.set_page_config(page_title=PRODUCT, layout="wide", initial_sidebar_state="auto")
if bypassed_the_edge(st.context.headers):
    st.error("Start the dashboard with: streamlit run app.py")
    st.stop()
begin_run()
draw(Html(style_sheet("surfaces/web/style.css")))
ask_who_acts(lambda _: person())
expect_let_in()
forget_what_others_saw()
pages = navigation(person())
# The administrators' page is always known, so that others who ask for it are refused with a sentence.
page = st.navigation({WHO_MAY.group: [page_at(WHO_MAY.address)]} | pages, position="hidden")
settle_names()
if page.url_path == HOME and any(name in st.query_params for name in PLACES):
    # A link to the root with an organisation means its overview, or for a trust its position.
    st.switch_page(
        page_at(TRUST if "trust" in st.query_params else OVERVIEW), query_params=st.query_params.to_dict()
    )
draw_product()
try:
    with st.sidebar:
        draw_search(page.url_path)
    draw_navigation(pages)
    draw_who()
    st.session_state[FRAME_DRAWN] = page.url_path
    draw(trouble_note())
    with one_run(page.url_path), turn(page.url_path):
        page.run()
except BenchmarkError as error:
    show_error(error)
