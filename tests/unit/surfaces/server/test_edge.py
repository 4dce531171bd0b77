"""The edge refuses what comes from no page of ours, in memory and on a real server however it is started."""

import asyncio
import sys
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from benchmark.surfaces.server import edge
from benchmark.surfaces.server.edge import (
    ENTERED,
    HEADERS,
    HOSTS_VARIABLE,
    PUBLIC_VARIABLE,
    PUBLIC_WORDS,
    TOKEN,
    Edge,
)
from benchmark.surfaces.server.workers import LOOPBACK, streamlit
from tests.awaiting import finished, sent_by
from tests.postgresql import programs
from tests.serving import server_process, stream_of, streamlit_of

HOST = (b"host", b"127.0.0.1:8501")
LOCAL = ("127.0.0.1", 50_000)


async def inner(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """What stands behind the edge: it reads the whole body and answers with what it was given."""
    size = 0
    while True:
        message = await receive()
        size += len(message.get("body", b""))
        if not message.get("more_body"):
            break
    entered = dict(scope["headers"])[ENTERED.encode()]
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/plain")]})
    await send({"type": "http.response.body", "body": b"%d %s" % (size, entered)})


def asked(
    *headers: tuple[bytes, bytes],
    path: str = "/",
    query: bytes = b"",
    client: tuple[str, int] | None = LOCAL,
    body: tuple[bytes, ...] = (b"",),
    pause: float = 0.0,
) -> tuple[int, dict[str, str], str]:
    """The status, headers and text of an answer that passes the edge."""
    scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query,
        "headers": list(headers),
        "client": client,
    }
    parts = [{"type": "http.request", "body": part, "more_body": True} for part in body]
    parts[-1]["more_body"] = False
    waiting = iter(parts)

    async def receive() -> Any:
        await asyncio.sleep(pause)
        return next(waiting)

    sent = finished(sent_by(Edge(inner), scope, receive))
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], headers, b"".join(message.get("body", b"") for message in sent[1:]).decode()


@pytest.mark.parametrize(
    "headers",
    [
        [HOST],
        [(b"host", b"localhost:9000")],
        [(b"host", b"localhost")],
        [(b"host", b"[::1]:8501")],
        [HOST, (b"origin", b"http://127.0.0.1:8501")],
        [HOST, (b"origin", b"https://127.0.0.1:8501")],
        [(b"host", b"LOCALHOST:8501"), (b"origin", b"http://localhost:8501")],
    ],
)
def test_a_page_of_ours_passes(headers):
    assert asked(*headers)[0] == 200


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ([], 421),
        ([HOST, HOST], 421),
        ([(b"host", b"maturity.example.org")], 421),
        ([(b"host", b"127.0.0.1.example.org")], 421),
        ([(b"host", b"127.0.0.2:8501")], 421),
        ([(b"host", b"localhost.:8501")], 421),
        ([(b"host", b"user@localhost:8501")], 421),
        ([(b"host", b"localhost:99999")], 421),
        ([(b"host", b"localhost:8501/x")], 421),
        ([(b"host", b"localhost\xe9")], 421),
        ([HOST, (b"origin", b"http://127.0.0.1:3000")], 403),
        ([HOST, (b"origin", b"http://localhost:8501")], 403),
        ([HOST, (b"origin", b"null")], 403),
        ([HOST, (b"origin", b"")], 403),
        ([HOST, (b"origin", b"http://evil.example")], 403),
        ([HOST, (b"origin", b"http://127.0.0.1:8501"), (b"origin", b"http://evil.example")], 403),
        ([HOST, (b"origin", b"file://")], 403),
    ],
)
def test_another_host_or_page_is_refused_with_the_headers_of_every_answer(headers, status):
    found, answered, words = asked(*headers)
    assert found == status and words.endswith(".")
    assert {name: answered[name.lower()] for name in HEADERS} == HEADERS


@pytest.mark.parametrize(
    "peer", ["192.168.1.7", "10.0.0.1", "8.8.8.8", "fe80::1%eth0", "::ffff:10.0.0.1", "unknown"]
)
def test_another_computer_is_refused_where_the_dashboard_is_for_one(peer):
    assert asked(HOST, client=(peer, 1))[0] == 403


@pytest.mark.parametrize(
    "peer", [("127.0.0.1", 1), ("127.8.9.1", 1), ("::1", 1), ("::ffff:127.0.0.1", 1), None]
)
def test_this_computer_passes(peer):
    assert asked(HOST, client=peer)[0] == 200


def test_who_opens_it_to_the_network_says_so_and_may_name_its_hosts(monkeypatch):
    outside = {"client": ("10.0.0.1", 1)}
    monkeypatch.setenv(PUBLIC_VARIABLE, "yes")
    assert asked((b"host", b"maturity.example.org"), **outside)[0] == 403
    monkeypatch.setenv(PUBLIC_VARIABLE, PUBLIC_WORDS)
    assert asked((b"host", b"maturity.example.org"), **outside)[0] == 200
    assert asked((b"host", b"maturity.example.org"), (b"origin", b"http://evil.example"), **outside)[0] == 403
    monkeypatch.setenv(HOSTS_VARIABLE, "maturity.example.org, other.example.org:8443")
    assert asked((b"host", b"maturity.example.org"), **outside)[0] == 200
    assert asked((b"host", b"other.example.org:8443"), **outside)[0] == 200
    for host in (b"other.example.org", b"localhost", b"evil.example"):
        assert asked((b"host", host), **outside)[0] == 421


def test_what_is_too_long_is_refused():
    assert asked(HOST, query=b"x" * edge.MAX_LINK)[0] == 414
    assert asked(HOST, path="/" + "x" * edge.MAX_LINK)[0] == 414
    assert asked(HOST, (b"content-length", str(edge.MAX_BODY + 1).encode()))[0] == 413
    assert asked(HOST, (b"content-length", b"many"))[0] == 400
    part = b"x" * (edge.MAX_BODY // 2)
    assert asked(HOST, body=(part, part))[2].startswith(f"{2 * len(part)} ")
    assert asked(HOST, body=(part, part, b"xx"))[0] == 413
    assert asked(HOST, path="/_stcore/upload_file/a/b", body=(part, part, b"xx"))[0] == 200


def test_what_comes_too_slowly_is_not_waited_for(monkeypatch):
    """Whoever sent a byte now and then would keep others from sending anything, for as long as they like."""
    monkeypatch.setattr(edge, "LONGEST_PAUSE", 0.4)
    upload, part = "/_stcore/upload_file/a/b", b"x" * 1_000
    assert asked(HOST, path=upload, body=(part,) * 3, pause=0.6)[0] == 408  # nothing comes
    monkeypatch.setattr(edge, "SLOWEST", 1_000_000)
    status, headers, words = asked(HOST, path=upload, body=(part,) * 20, pause=0.1)
    assert (status, words) == (408, "The request came too slowly. Send it again.")
    assert headers["x-content-type-options"] == "nosniff"
    monkeypatch.setattr(edge, "SLOWEST", 1_000)
    assert asked(HOST, path=upload, body=(part,) * 10, pause=0.1)[0] == 200
    assert asked(HOST, pause=0.1)[0] == 200


def test_a_foreign_origin_never_reaches_what_would_ask_an_outside_address_who_it_is():
    async def reached(*_: Any) -> None:
        raise AssertionError

    async def receive() -> Any:
        return {"type": "websocket.connect"}

    headers = [HOST, (b"origin", b"http://evil.example")]
    scope = {"type": "websocket", "path": "/_stcore/stream", "headers": headers, "client": LOCAL}
    refused = finished(sent_by(Edge(reached), scope, receive))
    assert refused == [{"type": "websocket.close", "code": 1008}]


def test_a_page_that_speaks_in_text_is_hung_up_on():
    messages: list[Any] = [{"type": "websocket.receive", "text": "x"}]

    async def page(scope: Any, receive: Any, send: Any) -> None:
        messages.append(await receive())

    async def receive() -> Any:
        return messages.pop()

    scope = {"type": "websocket", "path": "/_stcore/stream", "headers": [HOST], "client": LOCAL}
    sent = finished(sent_by(Edge(page), scope, receive))
    assert (sent, messages) == (
        [{"type": "websocket.close", "code": 1003}],
        [{"type": "websocket.disconnect", "code": 1003}],
    )


def test_the_metrics_are_closed():
    assert asked(HOST, path="/_stcore/metrics")[0] == 404
    assert asked(HOST, path="/x/_stcore/metrics/")[0] == 404


def test_a_page_runs_its_own_scripts_and_no_other():
    """The hash of a script that is empty is known to everybody; the second is that of one letter."""
    policy = edge.content_policy(b"<script></script><p>a</p><script>a</script><script src='x'></script>")
    empty, letter = (
        "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='",
        "'sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs='",
    )
    assert f"script-src 'self' {empty} {letter};" in policy
    assert "script-src 'self';" in HEADERS[edge.POLICY]
    assert "unsafe-eval" not in policy and "'unsafe-inline'" not in policy.split("style-src")[0]


def test_nobody_can_give_the_mark_of_the_edge_themselves():
    assert asked(HOST, (ENTERED.encode(), b"forged"))[2] == f"0 {TOKEN}"
    assert edge.bypassed_the_edge({"host": "x"})
    assert edge.bypassed_the_edge({"host": "x", ENTERED: "forged"})
    assert not edge.bypassed_the_edge({"host": "x", ENTERED: TOKEN})
    assert not edge.bypassed_the_edge({})


def uvicorn(port: int) -> list[str]:
    return [sys.executable, "-m", "uvicorn", "app:app", "--host", LOOPBACK, "--port", str(port)]


def status_of(address: str, path: str = "/", **headers: str) -> int:
    try:
        with urlopen(Request(f"{address}{path}", headers=headers), timeout=150) as answer:
            return int(answer.status)
    except HTTPError as refused:
        return refused.code


def expect_edge(address: str) -> None:
    """A real server there refuses what comes from no page of ours, and goes on."""
    assert status_of(address, "/health") == 200
    assert status_of(address, "/_stcore/metrics") == 404
    with urlopen(Request(f"{address}/", headers={"Accept": "text/html"}), timeout=150) as page:
        policy, kept = page.headers[edge.POLICY], page.headers["etag"]
        assert {name: page.headers[name] for name in HEADERS} == HEADERS | {edge.POLICY: policy}
        assert policy == edge.content_policy(page.read()) and policy.count("'sha256-") == 2
    again = {"Accept": "text/html", "If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"}
    assert kept is None and status_of(address, **again) == 200
    assert status_of(address, Host="evil.example") == 421
    assert status_of(address, Origin="http://127.0.0.1:1") == 403
    stream = stream_of(address)
    with connect(stream, origin=address, open_timeout=150) as page:
        page.send(b"x" * (edge.MAX_MESSAGE + 1))
        with pytest.raises(ConnectionClosed) as closed:
            page.recv(timeout=150)
        assert closed.value.rcvd is not None and closed.value.rcvd.code == 1009
    for origin in ("http://127.0.0.1:1", "http://evil.example", "null"):
        with pytest.raises(InvalidStatus), connect(stream, origin=origin, open_timeout=150):
            pass
    assert status_of(address, "/health") == 200


ALONE = {"uvicorn": uvicorn} | ({} if programs() else {"streamlit": streamlit})
"""How a server is started here. Where there is a PostgreSQL, one that `streamlit run` has started is asked in
test_several_servers, which starts it anyway.
"""


@pytest.mark.parametrize("how", ALONE)
def test_a_real_server_holds_the_edge(how, published_settings, publication, tmp_path):
    with server_process(published_settings.store, tmp_path / "log.txt", command=ALONE[how]) as (address, _):
        expect_edge(address)


def test_the_inner_script_by_itself_shows_nothing(published_settings, publication, tmp_path):
    inner_script = streamlit_of("benchmark/surfaces/web/main.py")
    with (
        server_process(
            published_settings.store, tmp_path / "log.txt", command=inner_script, health="/_stcore/health"
        ) as (address, _),
        connect(stream_of(address), subprotocols=["streamlit"], open_timeout=150) as page,
    ):
        page.send(bytes.fromhex("5a00"))  # a wish to run the script, with nothing chosen
        said = b""
        while b"streamlit run app.py" not in said:
            said += page.recv(timeout=150)
        assert b"page-title" not in said
