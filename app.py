"""The entry point: the dashboard as an ASGI app, with the server's routes and middleware."""

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import Route

from benchmark.surfaces.server.edge import Edge
from benchmark.surfaces.server.figures import FIGURES, LIVE, figures, live
from benchmark.surfaces.server.limits import Limits
from benchmark.surfaces.server.lost import Lost
from benchmark.surfaces.server.middleware import RootAddress
from benchmark.surfaces.server.server import health, lifespan, prepared_sign_in
from benchmark.surfaces.server.sign_in.entrance import Entrance
from benchmark.surfaces.web import pictures
from benchmark.surfaces.web.downloads import METHOD_ROUTE, ROUTE, download, method

sign_in = prepared_sign_in()
# A path beside this file, not the working directory: `streamlit run` may be called from anywhere.
app = st.App(
    Path(__file__).with_name("benchmark") / "surfaces" / "web" / "main.py",
    lifespan=lifespan,
    routes=[
        Route("/health", health),
        Route(LIVE, live),
        Route(FIGURES, figures),
        Route(ROUTE, download),
        Route(pictures.ROUTE, pictures.picture),
        Route(METHOD_ROUTE, method),
    ],
    middleware=[
        Middleware(Edge),
        Middleware(Entrance, sign_in=sign_in),
        Middleware(Limits),
        Middleware(Lost),
        Middleware(RootAddress),
    ],
)
