"""The entrance in memory: what it lets through is only what is named as open, and only through TLS."""

import re
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from streamlit import runtime
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from benchmark.core.people import Grant, Person
from benchmark.core.settings import PROJECT_ROOT
from benchmark.surfaces.server.rate import Rate
from benchmark.surfaces.server.sign_in.closed import LEFT, sign_in_page
from benchmark.surfaces.server.sign_in.cookies import own_address, with_plain_names
from benchmark.surfaces.server.sign_in.entrance import ALIVE, OPEN, OPEN_BELOW, SIGN_INS_A_MINUTE, Entrance
from benchmark.surfaces.server.sign_in.links import MOST_LINKS, Links, is_own_page
from benchmark.surfaces.server.sign_in.signed_in import USER_COOKIE, SignedIn
from benchmark.surfaces.server.sign_in.visitors import Visitor
from tests.awaiting import finished, sent_by
from tests.unit.surfaces.server.test_signed_in import SIGN_IN

HOST = b"maturity.demo.example"
ODD = ("\x85", "\xa0", "\x1c", "\x1f", " \xa0", "\x0b")
COOKIES = (
    b"_streamlit_xsrf=2|a|b|1; Path=/; SameSite=Lax",
    b"_streamlit_user=abc; HttpOnly; Max-Age=2592000; Path=/; SameSite=lax",
    b"_streamlit_user_tokens=; Max-Age=0; Path=/",
    b"balancer=7; Path=/; Max-Age=2592000",
)


async def inner(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """What stands behind the entrance."""
    headers = [(b"content-type", b"text/plain"), *((b"set-cookie", cookie) for cookie in COOKIES)]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"inside"})


def asked(path: str, **request: Any) -> tuple[int, str, list[str]]:
    """Status, text and cookies of what the entrance answers to a request, as `answered` takes it."""
    return finished(answered(path, **request))


async def answered(
    path: str,
    *,
    scheme: str = "https",
    host: bytes = HOST,
    headers: tuple[tuple[bytes, bytes], ...] = (),
    client: str = "192.0.2.1",
    entrance: Entrance | None = None,
    method: str = "GET",
    query: bytes = b"",
) -> tuple[int, str, list[str]]:
    """Status, text and cookies of what the entrance answers."""
    scope = {
        "type": "http",
        "method": method,
        "scheme": scheme,
        "path": path,
        "raw_path": path.encode(),
        "query_string": query,
        "headers": [(b"host", host), *headers],
        "client": (client, 50_000),
    }
    sent = await sent_by(entrance or Entrance(inner, SIGN_IN), scope)
    cookies = [value.decode() for name, value in sent[0]["headers"] if name == b"set-cookie"]
    return sent[0]["status"], b"".join(part.get("body", b"") for part in sent[1:]).decode(), cookies


@pytest.mark.parametrize("path", [*OPEN, "/static/js/index.js"])
def test_what_is_named_as_open_is_answered(path):
    assert asked(path)[:2] == (200, "inside")


@settings(max_examples=10)
@given(
    st.text(alphabet="/abcdefghilmnopstuw_.-%", max_size=40), st.sampled_from(["GET", "HEAD", "PUT", "POST"])
)
def test_whatever_else_is_asked_for_is_not(rest, method):
    path = f"/{rest}"
    status, text, _ = asked(path, method=method)
    assert (text == "inside") == (path in OPEN or path.startswith(OPEN_BELOW))
    assert status in (200, 403, 404)


@pytest.mark.parametrize("path", ["/", "/overview", "/static/js/index.js", "/sign-in", "/oauth2callback"])
def test_what_does_not_come_through_tls_is_refused(path):
    assert asked(path, scheme="http")[:2] == (403, "The dashboard answers over https alone.")


@pytest.mark.parametrize("path", ALIVE)
def test_a_balancer_may_ask_by_whatever_name_and_without_tls(path):
    assert asked(path, scheme="http", host=b"10.0.0.7:8501")[0] == 200


@pytest.mark.parametrize("host", [b"", b"127.0.0.1", b"maturity.demo.example.false.example", b"demo.example"])
def test_another_name_is_refused(host):
    assert asked("/static/js/index.js", host=host)[0] == 421


def test_cookies_are_secure_and_streamlits_last_no_longer_than_a_sign_in():
    assert asked("/static/js/index.js")[2] == [
        "_streamlit_xsrf=2|a|b|1; Path=/; SameSite=Lax; Secure",
        "__Host-_streamlit_user=abc; HttpOnly; Max-Age=28800; Path=/; SameSite=lax; Secure",
        "__Host-_streamlit_user_tokens=; Max-Age=0; Path=/; Secure",
        "balancer=7; Path=/; Max-Age=2592000; Secure",
    ]


def test_a_name_that_no_file_has_opens_no_page():
    """Streamlit answers it with its own page, which would run for somebody who is not let in."""
    for path in ("/static/overview", "/robots.txt"):
        assert "Sign in" in asked(path, headers=((b"accept", b"text/html"),))[1]


@pytest.mark.parametrize(
    ("sent", "taken"),
    [
        ("__Host-_streamlit_user=a; _streamlit_xsrf=x; by=7", "_streamlit_user=a; _streamlit_xsrf=x; by=7"),
        ("_streamlit_user=thiefs", ""),
        ("_streamlit_user=thiefs; __Host-_streamlit_user=a", "_streamlit_user=a"),
        ("__Host-_streamlit_user=a; _streamlit_user=thiefs", "_streamlit_user=a"),
        ("__Secure-_streamlit_user=thiefs; __Host-wanted-1=/x; wanted-1=/x", ""),
        ("__Secure-wanted-1=/x; __Secure-begun-1=s", "wanted-1=/x; begun-1=s"),
        ("__Host-_streamlit_xsrf=x", ""),
        # Chromium takes these of a neighbouring site for a whole domain, and Python takes them for spaces.
        *((f"__Host-_streamlit_user=a; {sign}__Host-_streamlit_user=b", "_streamlit_user=a") for sign in ODD),
    ],
)  # fmt: skip
def test_behind_tls_a_cookie_of_a_neighbouring_site_is_not_taken(sent, taken):
    """A browser takes a name that begins so from this very host alone; any other may be a neighbour's."""
    got = with_plain_names({"headers": [(b"host", HOST), (b"cookie", sent.encode("latin-1"))]})["headers"]
    assert got == [(b"host", HOST), (b"cookie", taken.encode())]


def test_a_page_is_refused_with_a_page_and_all_else_with_a_sentence():
    page = asked("/overview", headers=((b"accept", b"text/html,*/*"),))
    assert page[0] == 200
    assert '<a class="button" href="/sign-in?to=%2Foverview">' in page[1]
    assert asked("/overview")[:2] == (403, "Sign in first.")
    assert asked("/overview", method="POST", headers=((b"accept", b"text/html"),))[0] == 403


@pytest.mark.parametrize(
    ("given", "goes"),
    [
        ({"sec-fetch-site": "same-origin"}, True),
        ({"sec-fetch-site": "none"}, True),
        ({"sec-fetch-site": "same-site"}, False),
        ({"sec-fetch-site": "cross-site", "referer": "https://maturity.demo.example/"}, False),
        ({"sec-fetch-site": "anything"}, False),
        ({"referer": "https://maturity.demo.example/overview?ics=DEMO"}, True),
        ({"referer": "https://maturity.demo.example.false.example/"}, False),
        ({"referer": "https://false.example/?https://maturity.demo.example/"}, False),
        ({"referer": "https://["}, False),
        ({}, False),
    ],
    ids=str,
)
def test_signing_out_is_asked_for_on_a_page_of_this_dashboard(given, goes):
    """Another site would else sign people out, also in a browser that does not say where a click is from."""
    headers = tuple((name.encode(), value.encode()) for name, value in given.items())
    assert asked("/auth/logout", headers=headers)[0] == (200 if goes else 403)


def test_after_signing_out_the_next_person_learns_nothing_about_the_last():
    page = sign_in_page("/", LEFT).body.decode()
    script = (PROJECT_ROOT / "benchmark/surfaces/server/page.js").read_text(encoding="utf-8")
    kept = re.findall(r'const \w+ = "([a-z-]+)";', script)
    assert len(kept) == 2
    assert re.findall(r'removeItem\("([a-z-]+)"\)', page) == kept
    assert "removeItem" not in sign_in_page("/", "Sign in.").body.decode()


def test_what_a_provider_is_said_to_say_is_one_line_of_the_log(caplog):
    """Whoever writes the link to the callback writes it."""
    said = "denied\n2026-11-26 12:00:00 All is well"
    query = urlencode({"state": "abc", "error": said, "error_description": said * 100}).encode()
    assert asked("/oauth2callback", query=query)[0] == 403
    (line,) = caplog.messages
    assert "denied\\n2026" in line and "\n" not in line and len(line) < 1_000


async def provider_away(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """What Streamlit answers where it cannot read the provider's metadata, or cannot use its answer."""
    status = 302 if scope["path"] == "/oauth2callback" else 400
    await send(
        {"type": "http.response.start", "status": status, "headers": [(b"location", b"/")] * (status == 302)}
    )
    await send({"type": "http.response.body", "body": b"Authentication error"})


def test_a_provider_that_does_not_answer_is_reported_on_a_page_that_leads_back(caplog):
    entrance = Entrance(provider_away, SIGN_IN)
    status, page, cookies = asked("/sign-in", query=b"to=/overview%3Fics=QYG", entrance=entrance)
    assert (status, cookies) == (503, [])
    assert "does not answer" in page and "the digital team" in page and "Authentication error" not in page
    assert "/sign-in?to=%2Foverview%3Fics%3DQYG" in page
    assert "metadata could not be read" in caplog.text


def test_a_failure_of_the_provider_is_not_called_a_cancelled_sign_in(caplog):
    """As where the client's secret has ended: whoever reads the page can only tell somebody."""
    entrance, begun = (
        Entrance(provider_away, SIGN_IN),
        (b"cookie", b"__Secure-begun-a1=x; __Secure-wanted-a1=/method"),
    )
    status, page, _ = asked("/oauth2callback", query=b"state=a1&code=c", headers=(begun,), entrance=entrance)
    assert status == 403
    assert "did not succeed" in page and "the digital team" in page and "/sign-in?to=%2Fmethod" in page
    assert "secret may have ended" in caplog.text
    caplog.clear()
    for query in (b"state=a2&code=c", b"state=a1&error=access_denied"):
        page = asked("/oauth2callback", query=query, headers=(begun,), entrance=entrance)[1]
        assert "it was broken off, took too long" in page and "the digital team" not in page
    assert "secret" not in caplog.text


def test_of_many_sign_ins_on_their_way_the_last_are_kept():
    """With the cookies of all, what stands in front would refuse each answer until they have passed."""
    numbers = iter(range(10))

    async def streamlits(scope: dict[str, Any], receive: Any, send: Any) -> None:
        state = f"state{next(numbers)}"
        headers = [(b"location", f"https://login.demo.example/authorize?state={state}".encode())]
        headers.append((b"set-cookie", b"_streamlit_session=of-" + state.encode()))
        await send({"type": "http.response.start", "status": 302, "headers": headers})
        await send({"type": "http.response.body", "body": b""})

    entrance, jar = Entrance(streamlits, SIGN_IN), {"__Secure-ways": "a\x00b.\xb2..."}
    for _ in range(10):
        header = (b"cookie", f"__Secure-ways={jar['__Secure-ways']}".encode("latin-1"))
        for cookie in asked("/sign-in", query=b"to=/overview", headers=(header,), entrance=entrance)[2]:
            assert "; Path=/sign-in;" in cookie or "ways=" not in cookie
            name, _, value = cookie.partition(";")[0].partition("=")
            jar[name] = value
    kept = {name: value for name, value in jar.items() if value and "-state" in name}
    last = ("state7", "state8", "state9")
    assert kept == {f"__Secure-begun-{one}": f"of-{one}" for one in last} | {
        f"__Secure-wanted-{one}": "/overview" for one in last
    }


def test_a_flood_of_sign_ins_is_stopped_only_for_its_own_address():
    entrance = Entrance(inner, SIGN_IN)
    statuses = [asked("/oauth2callback", entrance=entrance)[0] for _ in range(SIGN_INS_A_MINUTE + 1)]
    assert statuses[-2:] == [200, 429]
    assert asked("/oauth2callback", entrance=entrance, client="192.0.2.2")[0] == 200


def test_what_was_long_ago_is_not_counted(monkeypatch):
    moment = 1_000.0
    monkeypatch.setattr("benchmark.surfaces.server.rate.time.monotonic", lambda: moment)
    rate = Rate(2, seconds=60)
    assert [rate.allows("a") for _ in range(3)] == [True, True, False]
    moment += 61
    assert [rate.allows("a") for _ in range(3)] == [True, True, False]


@pytest.mark.parametrize(
    ("wanted", "kept"),
    [
        ("/levelling-up?ics=DEMO&level=3", "/levelling-up?ics=DEMO&level=3"),
        ("/", "/"),
        ("", "/"),
        ("overview", "/"),
        ("//false.example/x", "/"),
        ("///false.example", "/"),
        ("/\\false.example", "/"),
        ("https://false.example", "/"),
        ("/x\n/y", "/"),
        ("/\u0430", "/"),
        ("/sign-in?to=/x", "/"),
        ("/auth/logout", "/"),
        ("/oauth2callback?state=x", "/"),
        ("/" + "a" * 3_000, "/"),
        ("/[", "/["),
    ],
)
def test_only_an_address_of_this_dashboard_is_kept(wanted, kept):
    assert own_address(wanted) == kept


@given(st.text(max_size=60))
def test_whatever_is_kept_leads_nowhere_else(wanted):
    kept = own_address(wanted)
    assert kept.startswith("/")
    assert not kept.startswith(("//", "/\\"))
    assert kept.isprintable()


NOW = datetime(2026, 11, 26, 12)


def visitor(session: str = "one", grants: tuple[int, ...] = (7,), at: datetime = NOW) -> Visitor:
    given_to = [
        Grant(number, "ana", "leader", "ics:DEMO", frozenset({"DEMO"}), date(2026, 1, 1), None, "x", at)
        for number in grants
    ]
    return Visitor(
        SignedIn("ana", "Ana", session, at, at + timedelta(hours=1)), Person("ana", "Ana", tuple(given_to))
    )


FILE = "/media/0123456789abcdef0123456789abcdef01234567.pdf"


def button(address: str) -> bytes:
    """What a page is sent for a button that offers a file."""
    message = ForwardMsg()
    message.delta.new_element.download_button.url = address
    return message.SerializeToString()


def pressed(address: str) -> bytes:
    """What a page is sent for a file that was made when its button was pressed."""
    message = ForwardMsg()
    message.backend_operation_response.deferred_file.url = address
    return message.SerializeToString()


def text(words: str) -> bytes:
    """What a page is sent for a text."""
    message = ForwardMsg()
    message.delta.new_element.html.body = words
    return message.SerializeToString()


@pytest.mark.parametrize(
    ("path", "said", "kept"),
    [
        ("/docs/method.md", (), [b"no-store"]),
        ("/overview", ((b"cache-control", b"no-cache"),), [b"no-cache"]),
        ("/static/js/index.js", (), []),
    ],
)
def test_what_is_for_who_signed_in_is_kept_by_nothing_on_the_way(path, said, kept, monkeypatch):
    async def let_in(*_: Any, **__: Any) -> Visitor:
        return visitor()

    async def answer(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [*said]})

    monkeypatch.setattr("benchmark.surfaces.server.sign_in.entrance.Entrance._visitor", let_in)
    asking = {"type": "http", "method": "GET", "scheme": "https", "path": path, "query_string": b""}
    scope = asking | {"headers": [(b"host", HOST)], "client": ("192.0.2.1", 50_000)}
    sent = finished(sent_by(Entrance(answer, SIGN_IN), scope))
    assert [value for name, value in sent[0]["headers"] if name == b"cache-control"] == kept


class TestLinks:
    @pytest.fixture(params=[button, pressed])
    def links(self, request: pytest.FixtureRequest) -> Links:
        made = Links()
        made.sent(visitor(), request.param(FILE))
        return made

    def test_a_link_is_of_use_to_the_sign_in_that_it_was_sent_to(self, links):
        assert links.allow(visitor(), FILE)
        assert not links.allow(visitor("two"), FILE)
        assert not links.allow(visitor(grants=(7, 8)), FILE)
        assert not links.allow(visitor(grants=(8,)), FILE)

    @pytest.mark.parametrize("path", ["/media/CCCCCCCCCCCCCCCCCCCCCC.csv", "/media/", "/media/x"])
    def test_a_state_that_was_not_sent_is_of_no_use(self, path, links):
        assert not links.allow(visitor(), path)

    @pytest.mark.parametrize("message", [text(f"asked for: {FILE}"), button(f"/elsewhere?{FILE}")])
    def test_words_that_a_page_repeats_do_not_let_a_person_in(self, message):
        """A page says what its address asks for: whoever wrote the address would let themselves in."""
        made = Links()
        made.sent(visitor(), message)
        assert not made.allow(visitor(), FILE)

    def test_what_is_no_file_is_not_asked_about(self, links):
        assert links.allow(visitor("two"), "/overview")

    def test_what_is_remembered_has_an_end(self, links):
        for number in range(MOST_LINKS):
            links.sent(visitor(), button(f"/media/{number:022d}.csv"))
        assert not links.allow(visitor(), FILE)
        links.sent(visitor("late", at=NOW + timedelta(hours=2)), button(FILE))
        assert not links.allow(visitor(), f"/media/{MOST_LINKS - 1:022d}.csv")


class TestUploads:
    @pytest.mark.parametrize("method", ["PUT", "DELETE"])
    @pytest.mark.parametrize(
        ("page", "cookie", "taken"),
        [("anas", "ana", True), ("anas", "tam", False), ("gone", "ana", False), ("anas", "", False)],
    )
    def test_a_file_goes_to_a_page_of_the_same_sign_in(self, page, cookie, taken, method, monkeypatch):
        """Who learns the name of another's page could change the file that is submitted there."""
        opened = SimpleNamespace(client_context=SimpleNamespace(cookies={USER_COOKIE: "ana"}))
        running = SimpleNamespace(get_client={"anas": opened}.get)
        monkeypatch.setattr(runtime, "exists", lambda: True)
        monkeypatch.setattr(runtime, "get_instance", lambda: running)
        headers = [(b"cookie", f"{USER_COOKIE}={cookie}".encode())] if cookie else []
        asked = {"path": f"/_stcore/upload_file/{page}/1", "method": method, "headers": headers}
        assert is_own_page(asked) == taken
        assert is_own_page(asked | {"path": "/overview"})
