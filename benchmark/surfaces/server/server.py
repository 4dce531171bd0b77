"""The server's start and health check."""

import gc
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final
from urllib.parse import urlsplit

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from streamlit import config
from streamlit.runtime.secrets import secrets_singleton

from benchmark.common.scope import Scope, Standard
from benchmark.core import people
from benchmark.core.errors import BenchmarkError, SettingWrong
from benchmark.core.settings import LOCAL_MODE, MODE_VARIABLE, Settings, is_shared
from benchmark.core.sign_in import SignIn
from benchmark.questions.gaps.page import overview, overview_grid
from benchmark.questions.progress.page import page as levelling_up
from benchmark.questions.systems.page import OVERALL, compare_systems
from benchmark.returns.submit.following import Follower, trouble_words
from benchmark.returns.submit.publishing import lag_words
from benchmark.store.ledger.snapshot import last_entry
from benchmark.surfaces.server.edge import LOOPBACK_NAMES, PUBLIC_VARIABLE, PUBLIC_WORDS
from benchmark.surfaces.server.figures import figures_token
from benchmark.surfaces.server.logs import set_up_logs
from benchmark.surfaces.server.memory import share_memory
from benchmark.surfaces.server.sign_in.visitors import enter_the_last
from benchmark.surfaces.web.choices.filters import Filters, default_round_of
from benchmark.surfaces.web.choices.offered import offered_systems
from benchmark.surfaces.web.shown import current_publication, start_store

_SAFE: Final[dict[str, tuple[object, ...]]] = {
    "server.trustedUserHeaders": (None, {}),
    "server.enableXsrfProtection": (True,),
    "server.enableAgentApi": (False,),
    "server.enableStaticServing": (False,),
    "server.scriptHealthCheckEnabled": (False,),
    "server.baseUrlPath": (None, ""),
    "global.developmentMode": (False,),
}
"""Streamlit's options that could bypass sign-in -> their allowed values in shared mode. They would name a
person by a header, let programs drive pages, or move closed routes.
"""


def warm_up() -> None:
    """Make the store if it is new, and compute the first pages, so that the first visit is fast."""
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
    """At the start: refuse an open address, prepare the store and first pages, then freeze memory in use."""
    set_up_logs()
    share_memory()  # before the threads that draw pages
    figures_token()
    refuse_open_address(st.get_option("server.address"), os.environ.get(PUBLIC_VARIABLE, ""))
    settings = Settings.from_environment()
    follower = Follower(settings) if settings.database else None
    warm_up()
    # Streamlit collects garbage after every run; imported modules never become garbage.
    gc.collect()
    gc.freeze()
    yield None
    enter_the_last()
    if follower is not None:
        follower.stop()


def refuse_open_address(address: str | None, words: str) -> None:
    """Raise BenchmarkError if the network can reach the dashboard in local mode, unless PUBLIC_WORDS were
    set. In shared mode it is an error to set them.
    """
    if is_shared():
        if words:
            raise BenchmarkError(
                f"{PUBLIC_VARIABLE} opens the dashboard to everybody, and people sign in to it.",
                fix="Take one of the two away.",
            )
        return
    if address in LOOPBACK_NAMES or words == PUBLIC_WORDS:
        return
    raise BenchmarkError(
        f"The dashboard has no sign-in and would listen on {address or 'every address'}.",
        fix=f"Use --server.address 127.0.0.1, or set {PUBLIC_VARIABLE}='{PUBLIC_WORDS}'.",
    )


def prepared_sign_in() -> SignIn | None:
    """Read how people sign in, and configure Streamlit for it before its server starts; None in local mode.

    On an error the process ends with a sentence: the dashboard never starts with an unsafe sign-in.
    """
    try:
        sign_in = SignIn.from_environment()
        if sign_in is not None:
            _prepare(sign_in)
    except BenchmarkError as error:
        raise SystemExit(str(error)) from error
    return sign_in


def _prepare(sign_in: SignIn) -> None:
    """Configure Streamlit for sign-in. Raises SettingWrong if one of its options could bypass sign-in, or if
    the product may not run shared.
    """
    if not people.SHARED_READY:
        raise SettingWrong(
            "The product cannot be shared yet: not every way to a figure asks who looks.",
            fix=f"Set {MODE_VARIABLE} to {LOCAL_MODE}.",
        )
    for option, safe in _SAFE.items():
        if st.get_option(option) not in safe:
            raise SettingWrong(
                f"Streamlit's option {option} is {st.get_option(option)!r}, which goes round signing in.",
                fix="Take it away.",
            )
    secrets_singleton.merge_programmatic_secrets(sign_in.secrets())
    # The host under which people open the dashboard, if it differs from this computer's name.
    config.set_option("server.allowedHosts", [str(urlsplit(sign_in.origin).hostname)])


async def health(_: Request) -> Response:
    """Answers 200 with the publication's version if pages can be shown, else 503 with the reason.

    In shared mode it gives only the status, as anybody may ask.
    """
    # In a thread: a ledger that has changed is copied before it is read.
    health = await run_in_threadpool(_health)
    known = {"status": health["status"]} if is_shared() else health
    return JSONResponse(known, status_code=503 if health["status"] == "unavailable" else 200)


def _health() -> dict[str, Any]:
    try:
        publication = current_publication()
        settings = Settings.from_environment()
        taken = last_entry(settings)
    except BenchmarkError as error:
        return {"status": "unavailable", "reason": str(error)}
    known = {
        "publication": publication.version,
        "entry_shown": publication.ledger_entry,
        "entry_taken": taken,
    }
    if taken is not None and taken < publication.ledger_entry:
        reason = lag_words(settings, publication)
        return {"status": "unavailable", "reason": reason} | known
    if trouble := trouble_words(settings):  # pages are still shown
        return {"status": "behind", "reason": trouble} | known
    return {"status": "ok"} | known
