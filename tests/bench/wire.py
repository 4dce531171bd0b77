"""The server's part of a rerun: a client on the dashboard's own socket, which draws nothing."""

import asyncio
import statistics
import time

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

WARM_RUNS = 3
REST_SECONDS = 0.05


async def _rerun(socket: ClientConnection, page: str) -> float:
    """Milliseconds from asking for a run of a page until the server says that it has finished."""
    ask = BackMsg()
    ask.rerun_script.page_name = page
    started = time.perf_counter()
    await socket.send(ask.SerializeToString())
    while True:
        told = ForwardMsg()
        told.ParseFromString(await socket.recv(decode=False))
        if told.WhichOneof("type") == "script_finished":
            return (time.perf_counter() - started) * 1000


async def _measured(pages: dict[str, tuple[str, str]], rounds: int) -> dict[str, float]:
    sockets = {}
    for name, (server, page) in pages.items():
        sockets[name] = await connect(
            f"{server.replace('http', 'ws', 1)}/_stcore/stream",
            subprotocols=["streamlit"],
            origin=server,
            max_size=None,
        )
        for _ in range(WARM_RUNS):
            await _rerun(sockets[name], page)
    taken: dict[str, list[float]] = {name: [] for name in pages}
    for _ in range(rounds):
        for name, (_server, page) in pages.items():
            await asyncio.sleep(REST_SECONDS)
            taken[name].append(await _rerun(sockets[name], page))
    for socket in sockets.values():
        await socket.close()
    return {name: statistics.median(times) for name, times in taken.items()}


def reruns(pages: dict[str, tuple[str, str]], *, rounds: int) -> dict[str, float]:
    """The median milliseconds of each page. pages: name -> the server's address and the page's; in turn."""
    return asyncio.run(_measured(pages, rounds))
