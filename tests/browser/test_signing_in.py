"""A shared dashboard with a real OpenID provider on loopback, real browsers, and several people at once."""

import json
import re
import secrets
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from urllib.error import HTTPError
from urllib.parse import parse_qs, quote, urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from benchmark.core.people import LOCAL_PERSON
from benchmark.core.settings import Settings
from benchmark.store.people import audit, revoke_sign_ins
from benchmark.store.publication import Publication
from benchmark.surfaces.server.sign_in.signed_in import USER_COOKIE
from benchmark.surfaces.web.site.sitemap import PAGES, WHO_MAY
from tests.browser.conftest import expect_in_link, settle
from tests.browser.everybody import violations
from tests.openid.provider import CLIENT_ID, Provider, running
from tests.openid.shared import environment, give_grants, provider_of_people
from tests.serving import WAIT_SECONDS, server_process, stream_of

DEEP = "/levelling-up?ics=DEMO&round=2025&footprint=assessed&standard=floor&level=3"
PAGE = {"Accept": "text/html"}
TRIES = 75
CLOSED = [
    "/download/AAAAAAAAAAAAAAAAAAAAAA/gaps.csv",
    "/picture/AAAAAAAAAAAAAAAAAAAAAA/gaps.svg",
    "/docs/method.md",
    "/media/0123456789abcdef0123456789abcdef.csv",
    "/component/anything/index.html",
    "/_stcore/host-config",
    "/_stcore/upload_file/a/b",
    "/_stcore/bidi-components/a",
    "/_stcore/metrics",
    "/_stcore/agent/openapi.json",
    "/auth/login",
    "/signed-in",
    "/.git/config",
    "/anything/else",
]


@dataclass
class Shared:
    """A shared dashboard that runs: its address, its provider, and its store."""

    address: str
    provider: Provider
    settings: Settings


@pytest.fixture(scope="module")
def shared(
    published_settings: Settings, publication: Publication, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Shared]:
    folder = tmp_path_factory.mktemp("shared")
    settings = Settings(store=shutil.copytree(published_settings.store, folder / "store"))
    give_grants(settings)
    provider = provider_of_people()
    # More than fit into a browser's cookies, as from a provider that is set to name every group.
    provider.claims = {"tam-0003": {"groups": [secrets.token_hex(16) for _ in range(150)]}}
    variables = partial(environment, provider)
    with (
        running(provider),
        server_process(settings.store, folder / "log.txt", environment=variables) as (address, _),
    ):
        yield Shared(address, provider, settings)


@pytest.fixture(scope="module")
def forgetful() -> list[BrowserContext]:
    """Browsers that nobody uses now and that have forgotten who did: a new one would read Streamlit anew."""
    return []


@pytest.fixture
def someone(
    browser: Browser, forgetful: list[BrowserContext], shared: Shared
) -> Iterator[Callable[[], BrowserContext]]:
    """Starts a browser of somebody's own: its cookies are its own."""
    started = []

    def start() -> BrowserContext:
        if forgetful:
            context = forgetful.pop()
        else:
            context = browser.new_context()
            context.set_default_timeout(WAIT_SECONDS * 1000)
            context.new_page()  # stays open and empty, and with it what the browser has read
        started.append(context)
        return context

    yield start
    for context in started:
        first, *others = context.pages
        for page in others:
            page.close()
        context.clear_cookies()
        kept = {"origin": shared.address, "storageTypes": "local_storage"}
        context.new_cdp_session(first).send("Storage.clearDataForOrigin", kept)
        forgetful.append(context)


def sign_in(context: BrowserContext, shared: Shared, name: str, *, to: str = "/overview") -> Page:
    """Open an address as somebody who has not signed in, and sign in: as a person does it."""
    page = context.new_page()
    page.goto(f"{shared.address}{to}")
    page.get_by_role("link", name="Sign in").click()
    page.get_by_role("link", name=name).click()
    return page


def expect_sign_in_page(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    expect(page.locator("[data-testid=stApp]")).to_have_count(0)


class _NoRedirect(HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


def ask(
    shared: Shared, path: str, *, cookies: str = "", method: str = "GET", **headers: str
) -> tuple[int, dict[str, list[str]], str]:
    """An answer as a program gets it: status, headers by their small names, text."""
    request = Request(f"{shared.address}{path}", method=method)
    for name, value in (headers | ({"Cookie": cookies} if cookies else {})).items():
        request.add_header(name.replace("_", "-"), value)
    try:
        answer = build_opener(_NoRedirect).open(request, timeout=WAIT_SECONDS)
    except HTTPError as refused:
        answer = refused
    with answer:
        headers: dict[str, list[str]] = {}
        for name, value in answer.headers.items():
            headers.setdefault(name.lower(), []).append(value)
        return answer.status, headers, answer.read().decode()


def cookies_of(context: BrowserContext) -> str:
    return "; ".join(f"{cookie['name']}={cookie['value']}" for cookie in context.cookies())


class TestWhoHasNotSignedIn:
    """Comes first: nothing has run on the server yet."""

    def test_gets_the_page_to_sign_in_on_at_every_address(self, shared, someone):
        for place in (*PAGES, WHO_MAY):
            status, _, text = ask(shared, f"/{place.address}", **PAGE)
            assert status == 200 and "<h1>Sign in</h1>" in text and "<script" not in text
        page = someone().new_page()
        page.goto(f"{shared.address}{DEEP}")
        expect_sign_in_page(page)
        assert violations(page) == []

    @pytest.mark.parametrize("path", CLOSED)
    def test_gets_nothing_else(self, path, shared):
        status, _, text = ask(shared, path)
        assert (status, text) in [(403, "Sign in first."), (404, "Not found")]

    @pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"])
    def test_writes_nowhere(self, method, shared):
        assert ask(shared, "/_stcore/upload_file/a/b", method=method, **PAGE)[0] == 403

    def test_may_ask_whether_the_server_lives_and_no_more(self, shared):
        status, _, text = ask(shared, "/health")
        assert (status, json.loads(text)) == (200, {"status": "ok"})

    def test_opens_no_line_to_a_page(self, shared):
        with (
            pytest.raises(InvalidStatus) as refused,
            connect(stream_of(shared.address), origin=shared.address),
        ):
            pass
        assert refused.value.response.status_code == 403

    def test_finds_nothing_in_a_cookie_of_their_own(self, shared):
        status, _, text = ask(shared, "/overview", cookies=f"{USER_COOKIE}=e30.Z.x", **PAGE)
        assert status == 200
        assert "Sign in" in text
        assert "stApp" not in text

    def test_is_not_answered_under_another_name(self, shared):
        assert ask(shared, "/", Host="maturity.other.example", **PAGE)[0] == 421

    @pytest.mark.parametrize(
        "to",
        ["https://false.example/", "//false.example", "/\\false.example", "/auth/logout", "javascript:x", "",
         "/\tx", "/sign-in?to=/sign-in", "/overview\r\nSet-Cookie: x=y"],
    )  # fmt: skip
    def test_is_led_to_no_other_place_afterwards(self, to, shared):
        status, headers, _ = ask(shared, f"/sign-in?to={quote(to)}")
        assert status == 302
        wanted = next(cookie for cookie in headers["set-cookie"] if cookie.startswith("wanted-"))
        assert re.match(r"wanted-\w+=/;", wanted)


class TestSigningIn:
    def test_a_sign_in_too_long_for_one_cookie_holds_too(self, shared):
        cookies = session_of(flow(shared, who="tam-0003")[1])
        assert len(cookies) < 3_000 and ask(shared, "/signed-in", cookies=cookies)[0] == 200

    def test_without_a_grant_the_page_says_who_to_ask_and_shows_nothing_else(self, shared):
        cookies = session_of(flow(shared, who="nora-0005")[1])
        status, _, text = ask(shared, DEEP, cookies=cookies, **PAGE)
        assert status == 200 and "<h1>You have no access yet</h1>" in text and "<script" not in text
        assert "digital@demo.example" in text and "nora-0005" in text
        for path in CLOSED:
            assert ask(shared, path, cookies=cookies)[0] in (403, 404) or path == "/signed-in"

    def test_two_tabs_on_their_way_in_come_back_each_to_its_own_page(self, shared, someone):
        context = someone()
        first, second = context.new_page(), context.new_page()
        for page, to in ((first, DEEP), (second, "/method")):
            page.goto(f"{shared.address}{to}")
            page.get_by_role("link", name="Sign in").click()
            page.get_by_role("heading", name="Who are you?").wait_for()
        for page, to in ((first, DEEP), (second, "/method")):
            page.get_by_role("link", name="Lea Leader").click()
            expect_in_link(page, f"{shared.address}{to}")

    def test_leads_to_the_wanted_page_also_after_going_back_and_says_who_and_in_which_role(
        self, shared, someone
    ):
        context = someone()
        page = context.new_page()
        page.goto(f"{shared.address}{DEEP}")
        page.get_by_role("link", name="Sign in").click()
        page.get_by_role("link", name="Go back without signing in").click()
        expect(page.get_by_role("main")).to_contain_text("did not succeed")
        page.get_by_role("link", name="Sign in").click()
        page.get_by_role("link", name="Ana Analyst").click()
        settle(page)
        assert page.url.startswith(f"{shared.address}{DEEP}")
        who = page.locator("p.who")
        expect(who).to_contain_text("Ana Analyst")
        expect(who).to_contain_text("Analyst for DEMO")
        expect(who).to_contain_text("Signed in until")
        for cookie in context.cookies():
            if cookie["name"].startswith(USER_COOKIE):
                assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Lax")
                assert cookie["expires"] <= time.time() + 8 * 3600 + 60
        found = audit(shared.settings).iloc[-1]
        assert (found["subject"], found["made_by"], found["action"], found["outcome"]) == (
            "ana-0001",
            "Ana Analyst",
            "sign-in",
            "let in",
        )


def flow(
    shared: Shared,
    *,
    who: str = "lea-0002",
    before: str = "",
    through: Mapping[str, str] = {},
    **tampered: str,
) -> tuple[int, list[str], str]:
    """Signing in as a browser does it: status, cookies that were set and text of the last answer.

    who: the person's subject. before: cookies of an earlier sign-in.
    tampered: what stands in the answer's address instead.
    """
    _, begun, _ = ask(shared, "/sign-in?to=/overview", **through)
    jar = "; ".join([before, *(cookie.partition(";")[0] for cookie in begun["set-cookie"])])
    chosen = begun["location"][0].replace("/authorize?", "/chosen?") + f"&as={who}"
    with pytest.raises(HTTPError) as answer:
        build_opener(_NoRedirect).open(chosen, timeout=WAIT_SECONDS)
    back = urlsplit(answer.value.headers["location"])
    answer.value.close()
    query = {name: values[0] for name, values in parse_qs(back.query).items()} | tampered
    status, headers, text = ask(shared, f"{back.path}?{urlencode(query)}", cookies=jar, **PAGE, **through)
    return status, headers.get("set-cookie", []), text


def session_of(cookies: list[str]) -> str:
    return "; ".join(cookie.partition(";")[0] for cookie in cookies)


class TestFalseSignIns:
    def test_the_sign_in_itself_works_and_ends_the_earlier_session(self, shared):
        status, cookies, _ = flow(shared)
        assert (status, ask(shared, "/signed-in", cookies=session_of(cookies))[0]) == (303, 200)
        # A copied cookie of it would outlive signing out, which ends the later one.
        later = flow(shared, before=session_of(cookies))[1]
        statuses = [ask(shared, "/signed-in", cookies=session_of(one))[0] for one in (cookies, later)]
        assert statuses == [403, 200]

    @pytest.mark.parametrize(
        "fault", ["nonce", "issuer", "audience", "signature", "algorithm", "expired", "no id token"]
    )
    def test_a_token_that_is_not_for_this_sign_in_lets_nobody_in(self, fault, shared):
        shared.provider.fault = fault
        status, cookies, text = flow(shared)
        assert shared.provider.fault is None, "The provider was not asked for a token."
        assert status == 403 and "did not succeed" in text
        assert not any(USER_COOKIE in cookie for cookie in cookies)

    @pytest.mark.parametrize("tampered", [{"state": "OfSomebodyElse0000000000000000"}, {"code": "guessed"}])
    def test_an_answer_that_nobody_asked_for_lets_nobody_in(self, tampered, shared):
        status, cookies, text = flow(shared, **tampered)
        assert status == 403 and "did not succeed" in text
        assert not any(USER_COOKIE in cookie for cookie in cookies)

    def test_behind_tls_every_cookie_is_secure(self, shared):
        """A proxy on this computer is trusted to say how the page was asked for."""
        plain = ask(shared, "/sign-in")[1]["set-cookie"]
        tls = {"X_Forwarded_Proto": "https"}
        through_tls = ask(shared, "/sign-in", **tls)[1]["set-cookie"]
        assert len(plain) == len(through_tls) == 4 and "Secure" not in repr(plain)
        signed = [one for one in flow(shared, through=tls)[1] if USER_COOKIE in one]
        for cookie in (*through_tls, *signed):
            assert cookie.startswith(("__Host-", "__Secure-")) and cookie.endswith("; Secure")
            assert "httponly" in cookie.lower() and "samesite=lax" in cookie.lower()
        for beginning, status in (("__Host-", 200), ("", 403)):
            own = session_of(signed).replace("__Host-", beginning)
            assert ask(shared, "/signed-in", cookies=own, **tls)[0] == status


class TestTheEndOfASignIn:
    def test_signing_out_in_one_tab_shuts_every_tab_and_a_copied_cookie(self, shared, someone):
        context = someone()
        first = sign_in(context, shared, "Ana Analyst", to=DEEP)
        settle(first)
        second = context.new_page()
        second.goto(f"{shared.address}/method")
        settle(second)
        copied = cookies_of(context)
        assert ask(shared, "/signed-in", cookies=copied)[0] == 200
        first.get_by_role("link", name="Sign out").click()
        expect_sign_in_page(first)
        expect(first.get_by_role("main")).to_contain_text("You have signed out")
        expect_sign_in_page(second)  # nobody has touched it
        assert second.url == f"{shared.address}/method"
        assert shared.provider.signed_out[-1]["client_id"] == CLIENT_ID
        assert ask(shared, "/signed-in", cookies=copied)[0] == 403
        thief = someone()
        thief.add_cookies(
            [
                {"name": name, "value": value, "url": shared.address}
                for name, value in (part.split("=", 1) for part in copied.split("; "))
            ]
        )
        page = thief.new_page()
        page.goto(f"{shared.address}{DEEP}")
        expect_sign_in_page(page)
        line = {"origin": shared.address, "additional_headers": {"Cookie": copied}}
        with pytest.raises(InvalidStatus), connect(stream_of(shared.address), **line):
            pass

    def test_another_site_cannot_sign_somebody_out(self, shared):
        cookies = session_of(flow(shared)[1])
        for site in ("cross-site", "same-site"):
            assert ask(shared, "/auth/logout", cookies=cookies, Sec_Fetch_Site=site)[0] == 403
        assert ask(shared, "/signed-in", cookies=cookies)[0] == 200

    def test_an_open_page_leaves_when_the_token_expires(self, shared, someone):
        shared.provider.life_seconds = 8
        try:
            context = someone()
            page = sign_in(context, shared, "Lea Leader", to=DEEP)
        finally:
            shared.provider.life_seconds = 3600
        page.locator("p.who").wait_for()
        expect_sign_in_page(page)
        expect(page.get_by_role("main")).to_contain_text("Your sign-in ended at")
        expect_in_link(page, DEEP)

    def test_revoked_sign_ins_hold_no_longer_and_new_ones_do(self, shared, someone):
        context = someone()
        page = sign_in(context, shared, "Lea Leader", to="/method")
        settle(page)
        now = datetime.now(UTC).replace(tzinfo=None)
        revoke_sign_ins(shared.settings, "lea-0002", now, by=LOCAL_PERSON)
        page.get_by_role("link", name="Levelling up").first.click()
        expect(page.get_by_text("An administrator has ended your sign-ins").first).to_be_visible()
        expect(page.locator("h1.page-title")).to_have_count(0)
        page.reload()
        expect_sign_in_page(page)
        time.sleep(1)  # the cookie's time is in whole seconds
        page.get_by_role("link", name="Sign in").click()
        page.get_by_role("link", name="Lea Leader").click()
        expect(page.locator("p.who")).to_contain_text("Lea Leader")


class TestFiles:
    def test_of_two_people_and_two_tabs_at_once_are_of_use_to_their_own_alone(self, shared, someone):
        ana, lea = someone(), someone()
        page, other = (
            sign_in(ana, shared, "Ana Analyst", to=DEEP),
            sign_in(lea, shared, "Lea Leader", to="/method"),
        )
        settle(page)
        assert page.url.startswith(f"{shared.address}{DEEP}")
        again = ana.new_page()
        again.goto(f"{shared.address}/who-may")
        for tab, name in ((page, "Ana Analyst"), (other, "Lea Leader"), (again, "Ana Analyst")):
            expect(tab.locator("p.who")).to_contain_text(name)
        # Of administrators alone, and offered to nobody else.
        expect(again.get_by_role("heading", name="This page is for administrators")).to_be_visible()
        expect(again.get_by_role("link", name="Who may do what")).to_have_count(0)
        expect(again.get_by_text("Give somebody access")).to_have_count(0)
        own, others = cookies_of(ana), cookies_of(lea)
        links = [
            page.locator(f"a[href*='{kind}/']").first.get_attribute("href")
            for kind in ("download", "picture")
        ]
        for link in links:
            assert ask(shared, f"/{link}", cookies=own)[0] == 200
            status, _, text = ask(shared, f"/{link}", cookies=others)
            assert status == 403
            assert "other data than you" in text
            assert ask(shared, f"/{link}")[0] == 403
        page.get_by_role("link", name="Sign out").click()
        expect_sign_in_page(page)
        for link in links:
            assert ask(shared, f"/{link}", cookies=own)[0] == 403


class TestAdministration:
    def test_gives_and_ends_access_and_the_log_says_who_did(self, shared, someone):
        nora = someone()
        waiting = sign_in(nora, shared, "Nora Nobody", to="/method")
        expect(waiting.get_by_role("heading", level=1)).to_have_text("You have no access yet")
        assert violations(waiting) == []
        page = sign_in(someone(), shared, "Adam Administrator", to="/who-may")
        settle(page)
        expect(page.locator("h1.page-title")).to_contain_text("today")
        assert violations(page) == []

        def choose(**chosen: str) -> None:
            for label, typed in chosen.items():
                box = page.get_by_label(label.replace("_", " "), exact=True)
                option = page.get_by_role("option").filter(has_text=typed).first
                for _ in range(TRIES):  # what is drawn anew shuts a list that stands open
                    if label == "For":  # too long to be drawn whole
                        box.fill(typed)
                    else:
                        box.click()
                    with suppress(PlaywrightTimeout):
                        option.click(timeout=WAIT_SECONDS * 1000 / TRIES)
                        break

        def press(name: str, says: str) -> None:
            page.get_by_role("button", name=name).click()
            expect(page.get_by_role("status").filter(has_text=says)).to_be_visible()
            settle(page)  # what is chosen while it is drawn anew is lost

        choose(Person_who_has_signed_in="Nora", Role="leader", For="Demonstration")
        press("Give access", "Nora Nobody as leader of")
        waiting.reload()
        expect(waiting.locator("p.who")).to_contain_text("Leader for DEMO")
        settle(waiting)
        given = audit(shared.settings).query("action == 'grant'").iloc[-1]
        assert (given["subject"], given["made_by"]) == ("adam-0004", "Adam Administrator")
        choose(End_a_grant="Nora Nobody")
        page.get_by_label("Reason", exact=True).fill("only a trial")
        press("End it now", f"Grant {given['entry_id']} has ended")
        waiting.get_by_role("link", name="Levelling up").first.click()
        expect(waiting.get_by_text("You have no access any more").first).to_be_visible()
        waiting.reload()
        expect(waiting.get_by_role("heading", level=1)).to_have_text("You have no access yet")
        choose(Person="Nora Nobody")
        press("Revoke sign-ins", "Every sign-in of Nora Nobody")
        waiting.reload()
        expect_sign_in_page(waiting)
        done = audit(shared.settings).query("outcome == 'done'").action
        assert [*done.tail(2)] == ["end_grant", "revoke_sign_ins"]
