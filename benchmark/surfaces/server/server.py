"""What the server does around the pages: warm-up and health."""

import gc
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from benchmark.common.scope import Scope, Standard
from benchmark.core.errors import BenchmarkError
from benchmark.core.settings import Settings
from benchmark.questions.gaps.page import overview, overview_grid
from benchmark.questions.progress.page import page as levelling_up
from benchmark.questions.systems.page import OVERALL, compare_systems
from benchmark.returns.submit.publishing import lag_words
from benchmark.store.ledger.snapshot import last_entry
from benchmark.surfaces.server.edge import LOOPBACK_NAMES, PUBLIC_VARIABLE, PUBLIC_WORDS
from benchmark.surfaces.web.filters import Filters, default_round_of
from benchmark.surfaces.web.offered import offered_systems
from benchmark.surfaces.web.shown import start_store


def warm_up() -> None:
    """Make the store where it is new, and compute what the first pages show, if it can be shown."""
    publication = start_store()
    if publication is None:
        return
    year = default_round_of(publication, ics_code=None)
    known = offered_systems(publication, year=year, footprint="assessed")
    system = known.systems[known.largest]
    filters = Filters(Scope(system.ics_code, year), Standard(), system.name, system.region, system.fictional)
    overview(publication, filters)
    overview_grid(publication, filters, order="gap")
    levelling_up(publication, filters)
    compare_systems(publication, filters, measure="gap", score=OVERALL, order="region")


@asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[dict[str, Any] | None]:
    """Refuse an open address, prepare the store and the first pages, then freeze what is now in memory."""
    refuse_open_address(st.get_option("server.address"), os.environ.get(PUBLIC_VARIABLE, ""))
    warm_up()
    # Streamlit collects garbage after every run; what the imports made never becomes garbage.
    gc.collect()
    gc.freeze()
    yield None


def refuse_open_address(address: str | None, words: str) -> None:
    """Raise BenchmarkError when the network could reach the dashboard and nobody has agreed in words."""
    if address in LOOPBACK_NAMES or words == PUBLIC_WORDS:
        return
    raise BenchmarkError(
        f"The dashboard has no sign-in and would listen on {address or 'every address'}.",
        fix=f"Use --server.address 127.0.0.1, or set {PUBLIC_VARIABLE}='{PUBLIC_WORDS}'.",
    )


async def health(_: Request) -> Response:
    """200 with the publication's version when a page could be shown, 503 with the reason when not."""
    # Not on the event loop: a ledger that has changed is copied to be read.
    return await run_in_threadpool(_health)


def _health() -> Response:
    from benchmark.surfaces.web.shown import current_publication  # noqa: PLC0415 - opens the store

    try:
        publication = current_publication()
    except BenchmarkError as error:
        return JSONResponse({"status": "unavailable", "reason": str(error)}, status_code=503)
    settings = Settings.from_environment()
    try:
        taken = last_entry(settings)
    except BenchmarkError as error:
        return JSONResponse({"status": "unavailable", "reason": str(error)}, status_code=503)
    told = {"publication": publication.version, "entry_shown": publication.ledger_entry, "entry_taken": taken}
    if taken is not None and taken < publication.ledger_entry:
        reason = lag_words(settings, publication)
        return JSONResponse({"status": "unavailable", "reason": reason} | told, status_code=503)
    return JSONResponse({"status": "ok"} | told)
