"""What the server does around the pages: warm-up and health."""

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
from benchmark.surfaces.server.logs import write_as_asked
from benchmark.surfaces.server.memory import share_memory
from benchmark.surfaces.web.choices.filters import Filters, default_round_of
from benchmark.surfaces.web.choices.offered import offered_systems
from benchmark.surfaces.web.shown import start_store

_SAFE: Final[dict[str, tuple[object, ...]]] = {
    "server.trustedUserHeaders": (None, {}),
    "server.enableXsrfProtection": (True,),
    "server.enableAgentApi": (False,),
    "server.enableStaticServing": (False,),
    "server.scriptHealthCheckEnabled": (False,),
    "server.baseUrlPath": (None, ""),
    "global.developmentMode": (False,),
}
"""Streamlit's options that would name a person by a header, drive a page for a program, or move what is
closed, each with what it may be where people sign in.
"""


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
    write_as_asked()
    share_memory()  # before the threads that draw pages
    figures_token()
    refuse_open_address(st.get_option("server.address"), os.environ.get(PUBLIC_VARIABLE, ""))
    settings = Settings.from_environment()
    follower = Follower(settings) if settings.database else None
    warm_up()
    # Streamlit collects garbage after every run; what the imports made never becomes garbage.
    gc.collect()
    gc.freeze()
    yield None
    if follower is not None:
        follower.stop()


def refuse_open_address(address: str | None, words: str) -> None:
    """Raise BenchmarkError when the network could reach the dashboard, nobody signs in, and nobody has agreed
    in words. Where people sign in, nobody may agree to that.
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
    """How people sign in, given to Streamlit before it makes its server; None where nobody does.

    Where that cannot be, the process ends with a sentence: a door that does not shut is not opened.
    """
    try:
        sign_in = SignIn.from_environment()
        if sign_in is not None:
            _prepare(sign_in)
    except BenchmarkError as error:
        raise SystemExit(str(error)) from error
    return sign_in


def _prepare(sign_in: SignIn) -> None:
    """Raises SettingWrong for an option of Streamlit's that would let people in another way, and as long as
    the product may not be shared.
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
    # Where the page is asked for by another name than the one it has on this computer.
    config.set_option("server.allowedHosts", [str(urlsplit(sign_in.origin).hostname)])


async def health(_: Request) -> Response:
    """200 with the publication's version when a page could be shown, 503 with the reason when not.

    Where people sign in, whoever asks here has not: it says no more than whether.
    """
    # Not on the event loop: a ledger that has changed is copied to be read.
    health = await run_in_threadpool(_health)
    known = {"status": health["status"]} if is_shared() else health
    return JSONResponse(known, status_code=503 if health["status"] == "unavailable" else 200)


def _health() -> dict[str, Any]:
    from benchmark.surfaces.web.shown import current_publication  # noqa: PLC0415 - opens the store

    try:
        publication = current_publication()
    except BenchmarkError as error:
        return {"status": "unavailable", "reason": str(error)}
    settings = Settings.from_environment()
    try:
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
    if trouble := trouble_words(settings):  # pages are shown all the same, here as on every server
        return {"status": "behind", "reason": trouble} | known
    return {"status": "ok"} | known
