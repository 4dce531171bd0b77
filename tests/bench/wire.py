"""The server's part of a rerun: a client on the dashboard's own socket, which draws nothing."""

import asyncio
import statistics
import time
from dataclasses import dataclass

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

WARM_RUNS = 3
REST_SECONDS = 0.05


@dataclass
class _Visit:
    """A tab of a reader's: the page, and the link's query as the page has written it."""

    socket: ClientConnection
    page: str
    query: str = ""


async def _rerun(visit: _Visit) -> float:
    """Milliseconds from asking for a run of a page until the server says that it has finished."""
    ask = BackMsg()
    ask.rerun_script.page_name = visit.page
    ask.rerun_script.query_string = visit.query
    started = time.perf_counter()
    await visit.socket.send(ask.SerializeToString())
    while True:
        told = ForwardMsg()
        told.ParseFromString(await visit.socket.recv(decode=False))
        if told.WhichOneof("type") == "page_info_changed":
            visit.query = told.page_info_changed.query_string
        if told.WhichOneof("type") == "script_finished":
            return (time.perf_counter() - started) * 1000


async def _measured(pages: dict[str, tuple[str, str]], rounds: int) -> dict[str, float]:
    visits = {}
    for name, (server, page) in pages.items():
        socket = await connect(
            f"{server.replace('http', 'ws', 1)}/_stcore/stream",
            subprotocols=["streamlit"],
            origin=server,
            max_size=None,
        )
        visits[name] = _Visit(socket, page)
        for _ in range(WARM_RUNS):
            await _rerun(visits[name])
    taken: dict[str, list[float]] = {name: [] for name in pages}
    for _ in range(rounds):
        for name, visit in visits.items():
            await asyncio.sleep(REST_SECONDS)
            taken[name].append(await _rerun(visit))
    for visit in visits.values():
        await visit.socket.close()
    return {name: statistics.median(times) for name, times in taken.items()}


def reruns(pages: dict[str, tuple[str, str]], *, rounds: int) -> dict[str, float]:
    """The median milliseconds of each page. pages: name -> the server's address and the page's; in turn."""
    return asyncio.run(_measured(pages, rounds))
