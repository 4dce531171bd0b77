"""Health of the process, and metrics of its work for callers with the administrator's token."""

import hmac
import os

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from benchmark.core.errors import BenchmarkError, SettingWrong
from benchmark.core.moments import utc_now
from benchmark.core.settings import Settings
from benchmark.returns.submit.following import trouble_words
from benchmark.store.ledger.snapshot import reading
from benchmark.store.publication import open_store
from benchmark.store.storage.database import whole_number
from benchmark.surfaces.server.sign_in.visitors import refusals
from benchmark.surfaces.web.counted import SAID, SHOWN, UNFORESEEN, counted

LIVE, FIGURES = "/live", "/figures"
TOKEN_VARIABLE = "MATURITY_FIGURES_TOKEN"
SHORTEST_TOKEN = 32
_TYPE = "text/plain; version=0.0.4; charset=utf-8"
"""The text format in which Prometheus and the OpenTelemetry collector read metrics."""
_NOT_FOUND = PlainTextResponse("Not found", status_code=404)

Figure = tuple[str, str, str, float]
"""A metric's name with labels, its type, its description, and its value."""


async def live(_: Request) -> Response:
    """Answers 200 while the process runs. Whether it can show pages is asked at /health."""
    return JSONResponse({"status": "alive"})


def figures_token() -> str:
    """The token for the metrics; empty if they are off. SettingWrong if it is too easy to guess."""
    token = os.environ.get(TOKEN_VARIABLE, "").strip()
    if token and not (token.isascii() and len(token) >= SHORTEST_TOKEN):
        raise SettingWrong(
            f"{TOKEN_VARIABLE} is too short, or holds other letters than a header can.",
            fix="Make one with: python -c 'import secrets; print(secrets.token_hex(32))'",
        )
    return token


async def figures(request: Request) -> Response:
    """The metrics, for a request with `Authorization: Bearer TOKEN`; 404 for others."""
    token = figures_token()
    sent = request.headers.get("authorization", "").encode()
    if not token or not hmac.compare_digest(sent, f"Bearer {token}".encode()):
        return _NOT_FOUND
    text = await run_in_threadpool(lambda: written(_all_figures(Settings.from_environment())))
    return Response(text, media_type=_TYPE, headers={"Cache-Control": "no-store"})


def written(figures: list[Figure]) -> str:
    """Metrics as text. Metrics of one name must be neighbours."""
    lines, before = [], ""
    for labelled, kind, what, value in figures:
        name = labelled.partition("{")[0]
        if name != before:
            lines += [f"# HELP {name} {what}", f"# TYPE {name} {kind}"]
        lines.append(f"{labelled} {value:.12g}")
        before = name
    return "\n".join([*lines, ""])


def _all_figures(settings: Settings) -> list[Figure]:
    runs = counted()
    name = "maturity_reruns_total"
    figures: list[Figure] = [
        (f'{name}{{ended="{end}"}}', "counter", "Runs of pages by this process.", runs.ended[end])
        for end in (SHOWN, SAID, UNFORESEEN)
    ]
    figures += [
        ("maturity_rerun_seconds_total", "counter", "Seconds that they took.", runs.seconds),
        ("maturity_reruns_running", "gauge", "Runs at work now: who asks waits for them.", runs.running),
        (
            "maturity_behind",
            "gauge",
            "1 while this server cannot follow the ledger's database.",
            int(bool(trouble_words(settings))),
        ),
    ]
    figures += [
        (f'maturity_refusals_total{{why="{why}"}}', "counter", "Refusals by this process.", count)
        for why, count in sorted(refusals().items())
    ]
    try:
        figures += _of_the_store(settings)
    except BenchmarkError:
        figures.append(("maturity_store_readable", "gauge", "1 where pages can be shown.", 0))
    return figures


def _of_the_store(settings: Settings) -> list[Figure]:
    publication = open_store(settings)
    figures: list[Figure] = [("maturity_store_readable", "gauge", "1 where pages can be shown.", 1)]
    if publication.entered_at is not None:
        age = utc_now() - publication.entered_at
        what = "Seconds since the newest entry that is shown was made."
        figures.append(("maturity_publication_age_seconds", "gauge", what, age.total_seconds()))
    with reading(settings) as ledger:
        waiting = ledger.last_of_data() - publication.ledger_entry
        query = "select count(*) from submission"
        figures += [
            ("maturity_entries_not_shown", "gauge", "Entries taken and not yet shown here.", waiting),
            (
                "maturity_submissions_total",
                "counter",
                "Submissions that the ledger holds, on all servers.",
                whole_number(ledger.connection, query),
            ),
            ("maturity_entries_total", "counter", "Entries of the ledger.", ledger.last_entry()),
        ]
    return figures
