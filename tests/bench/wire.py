"""The server's part of a rerun: a client on the dashboard's own socket, which draws nothing."""

import asyncio
import statistics
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import NamedTuple

from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

WARM_RUNS = 3
REST_SECONDS = 0.05
LONGEST_SECONDS = 60.0
"""A run that takes longer is an error."""


@dataclass(frozen=True)
class Run:
    """A run of a page. milliseconds: from asking for it until the server says that it has finished."""

    milliseconds: float
    error: str | None


@dataclass
class Visit:
    """A tab of a reader's: the page, and the link's query as the page has written it.

    lost: a run took too long, so what arrives next may still be its answer.
    """

    socket: ClientConnection
    page: str = ""
    query: str = ""
    lost: bool = False

    async def run(self) -> Run:
        """Ask for a run of the page, and wait until it has finished."""
        ask = BackMsg()
        ask.rerun_script.page_name = self.page
        ask.rerun_script.query_string = self.query
        started = time.perf_counter()
        await self.socket.send(ask.SerializeToString())
        try:
            error = await asyncio.wait_for(self._finished(), LONGEST_SECONDS)
        except TimeoutError:
            self.lost, error = True, f"no answer in {LONGEST_SECONDS:g} s"
        return Run((time.perf_counter() - started) * 1000, error)

    async def _finished(self) -> str | None:
        error = None
        while True:
            message = ForwardMsg()
            message.ParseFromString(await self.socket.recv(decode=False))
            kind = message.WhichOneof("type")
            if kind == "page_info_changed":
                self.query = message.page_info_changed.query_string
            elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
                error = error or _error(message.delta.new_element)
            elif kind == "script_finished":
                if message.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                    continue  # the page asked for another run by itself, which follows
                if message.script_finished != ForwardMsg.FINISHED_SUCCESSFULLY:
                    return error or ForwardMsg.ScriptFinishedStatus.Name(message.script_finished)
                return error


def _error(element: Element) -> str | None:
    if element.WhichOneof("type") == "exception":
        return f"{element.exception.type}: {element.exception.message}"
    if element.WhichOneof("type") == "alert" and element.alert.format == Alert.ERROR:
        return str(element.alert.body)
    return None


@asynccontextmanager
async def visit(server: str) -> AsyncIterator[Visit]:
    """A tab on a server, closed when the block ends."""
    address = f"{server.replace('http', 'ws', 1)}/_stcore/stream"
    async with connect(address, subprotocols=["streamlit"], origin=server, max_size=None) as socket:
        yield Visit(socket)


async def _reruns(server: str, page: str, query: str, rounds: int) -> AsyncIterator[float]:
    async with visit(server) as tab:
        tab.page, tab.query = page, query
        for number in range(WARM_RUNS + rounds):
            await asyncio.sleep(REST_SECONDS)
            run = await tab.run()
            if run.error:
                raise RuntimeError(f"{page}?{query}: {run.error}")
            if number >= WARM_RUNS:
                yield run.milliseconds


class Link(NamedTuple):
    """A page of a server, by its address there, and the query that says what it is about."""

    server: str
    page: str
    query: str

    def __str__(self) -> str:
        return f"{self.server}/{self.page}?{self.query}"


async def _measured(pages: dict[str, Link], rounds: int) -> dict[str, float]:
    running = {name: _reruns(*link, rounds) for name, link in pages.items()}
    taken: dict[str, list[float]] = {name: [] for name in pages}
    for _ in range(rounds):
        for name, runs in running.items():
            taken[name].append(await anext(runs))
    for runs in running.values():
        await runs.aclose()
    return {name: statistics.median(times) for name, times in taken.items()}


def reruns(pages: dict[str, Link], *, rounds: int) -> dict[str, float]:
    """The median milliseconds of each page, by its name; in turn. RuntimeError where one shows an error."""
    return asyncio.run(_measured(pages, rounds))
