"""One page or file too many is refused with a sentence, whoever asks; what ends makes room again."""

from types import SimpleNamespace
from typing import Any
from unittest.mock import AsyncMock

import pytest
from streamlit import runtime
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFileRec

from benchmark.surfaces.server import limits
from benchmark.surfaces.server.limits import HERE, Limits
from benchmark.surfaces.server.sign_in.visitors import VISITOR, Visitor
from tests.awaiting import finished, sent_by

ANA, TAM = "ana-0001", "tam-0002"
UPLOAD = "/_stcore/upload_file/{}/1"


def scope(kind: str, who: str = HERE, *, path: str = "/", size: int | None = None) -> dict[str, Any]:
    headers = [(b"accept", b"text/html")]
    if size is not None:
        headers.append((b"content-length", str(size).encode()))
    asked = {"type": kind, "method": "PUT" if "upload" in path else "GET", "path": path, "headers": headers}
    visitor = Visitor(SimpleNamespace(subject=who), SimpleNamespace())
    return asked if who == HERE else asked | {VISITOR: visitor}


class Server:
    """What stands behind the limits: pages stay open until they are let go, and files are kept."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.held: dict[str, int] = {}
        self.limits = Limits(self.inner)
        self.reached = 0
        self.meanwhile: list[dict[str, Any]] = []
        monkeypatch.setattr(limits, "held_files", lambda: self.held)

    async def inner(self, asked: Any, receive: Any, send: Any) -> None:
        self.reached += 1
        if self.meanwhile:
            await self.limits(self.meanwhile.pop(), receive, AsyncMock())
        if asked["type"] == "websocket":
            await receive()
        await send({"type": "http.response.start", "status": 204, "headers": []})

    def ask(self, asked: dict[str, Any]) -> tuple[int, str]:
        async def receive() -> Any:
            return {"type": "websocket.connect"}

        sent = finished(sent_by(self.limits, asked, receive))
        said = b"".join(message.get("body", b"") for message in sent).decode()
        return sent[0].get("status", sent[0].get("code")), said

    def upload(self, who: str, session: str, size: int) -> tuple[int, str]:
        answer = self.ask(scope("http", who, path=UPLOAD.format(session), size=size))
        if answer[0] == 204:
            self.held[session] = self.held.get(session, 0) + size
        return answer


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Server:
    monkeypatch.setattr(limits, "MOST_PAGES", 4)
    monkeypatch.setattr(limits, "MOST_PAGES_OF_ONE", 2)
    monkeypatch.setattr(limits, "MOST_WAITING", 1_000)
    monkeypatch.setattr(limits, "MOST_WAITING_OF_ONE", 300)
    return Server(monkeypatch)


def test_a_person_has_so_many_pages_and_others_have_theirs(server):
    server.limits.pages.update({ANA: 2})
    status, said = server.ask(scope("http", ANA))
    assert status == 503 and "You have 2 pages open." in said
    assert server.ask(scope("websocket", ANA))[0] == 1013 and server.reached == 0
    assert server.ask(scope("http", TAM))[0] == 204
    assert server.ask(scope("websocket", TAM))[0] == 204
    assert server.limits.pages == {ANA: 2}


def test_all_together_have_so_many_pages_also_at_one_computer(server):
    server.limits.pages.update({HERE: 3})
    assert server.ask(scope("websocket"))[0] == 204
    server.limits.pages.update({HERE: 1})
    assert "As many pages are open as may be." in server.ask(scope("http"))[1]
    assert server.ask(scope("websocket", TAM))[0] == 1013
    assert server.ask(scope("http", path="/health") | {"headers": []})[0] == 204


def test_a_persons_files_wait_up_to_a_size_over_all_of_their_pages(server):
    assert server.upload(ANA, "one", 200)[0] == 204
    assert server.upload(ANA, "two", 100)[0] == 204
    status, said = server.upload(ANA, "two", 1)
    assert status == 413 and said.endswith("Submit them or take them away first.")
    assert server.upload(TAM, "three", 300)[0] == 204
    del server.held["one"]
    assert server.upload(ANA, "two", 200)[0] == 204


def test_a_file_is_a_persons_also_when_others_came_while_it_was_on_its_way(server):
    server.meanwhile = [scope("http", TAM, path=UPLOAD.format("other"), size=1)]
    assert server.upload(ANA, "one", 200)[0] == 204
    assert server.meanwhile == []
    assert server.upload(ANA, "two", 101)[0] == 413
    assert server.upload(ANA, "two", 100)[0] == 204


def test_all_files_together_wait_up_to_a_size(server):
    server.held = {"of somebody": 900}
    assert server.upload(HERE, "one", 100)[0] == 204
    assert server.upload(HERE, "one", 1)[0] == 413


def test_a_file_that_does_not_say_its_length_counts_as_the_longest(server):
    assert server.ask(scope("http", ANA, path=UPLOAD.format("one")))[0] == 413


def test_files_come_at_a_rate(server):
    answers = [server.upload(ANA, f"{n}", 0)[0] for n in range(limits.UPLOADS_A_MINUTE + 1)]
    assert answers == [204] * limits.UPLOADS_A_MINUTE + [429]
    assert server.upload(TAM, "one", 0)[0] == 204


def test_what_streamlit_holds_is_what_is_counted(monkeypatch):
    """By its own manager of files: should it keep them elsewhere one day, this fails."""
    manager = MemoryUploadedFileManager("/upload")
    monkeypatch.setattr(runtime, "exists", lambda: True)
    monkeypatch.setattr(runtime, "get_instance", lambda: SimpleNamespace(uploaded_file_mgr=manager))
    for file, size in (("a", 10), ("b", 5)):
        manager.add_file("one", UploadedFileRec(file_id=file, name="x", type="text/csv", data=b"x" * size))
    assert limits.held_files() == {"one": 15}
    manager.remove_file("one", "a")
    assert limits.held_files() == {"one": 5}
    manager.remove_session_files("one")
    assert limits.held_files() == {}
