"""The frame around every page: settings, look, navigation. Run for each visit and each click."""

import streamlit as st

from benchmark.charts.markup import style_sheet
from benchmark.core.errors import BenchmarkError
from benchmark.surfaces.server.edge import went_round
from benchmark.surfaces.web.blocks import Html, draw
from benchmark.surfaces.web.page import FRAME_DRAWN
from benchmark.surfaces.web.parts import show_error
from benchmark.surfaces.web.search_box import draw_search
from benchmark.surfaces.web.sitemap import draw_navigation, draw_product, navigation

st.set_page_config(page_title="Digital maturity of NHS systems", layout="wide", initial_sidebar_state="auto")
if went_round(st.context.headers):
    st.error("Start the dashboard with: streamlit run app.py")
    st.stop()
draw(Html(style_sheet("surfaces/web/style.css")))
pages = navigation()
page = st.navigation(pages, position="hidden")
draw_product()
try:
    with st.sidebar:
        draw_search(page.url_path)
    draw_navigation(pages)
    st.session_state[FRAME_DRAWN] = True
    page.run()
except BenchmarkError as error:
    show_error(error)
