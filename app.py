"""The entrance: the dashboard as an ASGI app, with what belongs to the server around it."""

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import Route

from benchmark.web.downloads import ROUTE, download
from benchmark.web.edge import Edge
from benchmark.web.middleware import RootAddress
from benchmark.web.server import health, lifespan

# A path beside this file, not the working directory: `streamlit run` may be called from anywhere.
app = st.App(
    Path(__file__).with_name("benchmark") / "web" / "main.py",
    lifespan=lifespan,
    routes=[Route("/health", health), Route(ROUTE, download)],
    middleware=[Middleware(Edge), Middleware(RootAddress)],
)
