"""Who is not let in: entered where it is known who it was, else counted; and nobody fills the ledger."""

import asyncio
import threading
import time
from collections import deque
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from benchmark.core.errors import StoreBusy, StoreError
from benchmark.core.moments import utc_now
from benchmark.core.people import LOCAL_PERSON
from benchmark.core.settings import STORE_VARIABLE, Settings
from benchmark.core.wording import in_utc
from benchmark.store import people
from benchmark.store.people import audit, end_grant, give_grant, record_once, revoke_sign_ins
from benchmark.surfaces.server.rate import Rate
from benchmark.surfaces.server.sign_in import visitors
from benchmark.surfaces.server.sign_in.entrance import NOT_SENT, SIGN_INS_A_MINUTE, Entrance
from benchmark.surfaces.server.sign_in.signed_in import ENDED, NOT_OURS, USER_COOKIE
from benchmark.surfaces.server.sign_in.visitors import (
    DID_NOT_SUCCEED,
    NO_GRANT,
    REVOKED,
    SIGNED_OUT,
    TOO_MANY,
    TOO_OFTEN,
    UNUSED,
    enter_the_last,
    keep_refusal,
    record_sign_in,
    refusals,
    sign_out,
)
from tests.awaiting import finished, sent_by
from tests.unit.surfaces.server.test_entrance import FILE, HOST, answered, asked, inner, pressed, visitor
from tests.unit.surfaces.server.test_signed_in import SIGN_IN, claims, cookies

ANA = "b2f0-ana"


@pytest.fixture
def store(own_store: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv(STORE_VARIABLE, str(own_store.store))
    return own_store


def visit(made: dict[str, str], path: str = "/overview", entrance: Entrance | None = None) -> int:
    return asked(path, headers=(sent(made),), entrance=entrance or Entrance(inner, SIGN_IN))[0]


def sent(made: dict[str, str]) -> tuple[bytes, bytes]:
    """The header in which a browser sends these cookies."""
    return b"cookie", "; ".join(f"__Host-{name}={value}" for name, value in made.items()).encode()


async def to_the_provider(scope: Any, receive: Any, send: Any) -> None:
    """Where a sign-in begins."""
    place = b"https://login.demo.example/authorize?state=a1"
    await send({"type": "http.response.start", "status": 302, "headers": [(b"location", place)]})
    await send({"type": "http.response.body"})


def entered(settings: Settings) -> list[tuple[str, str, str]]:
    """Refusals of Ana: what, about, outcome."""
    log = audit(settings)
    own = log[(log["subject"] == ANA) & (log["outcome"] == "refused")]
    return [*own[["action", "about", "made_by"]].itertuples(index=False, name=None)]


def test_each_refusal_is_entered_once_with_the_person_refused(store, monkeypatch):
    def refused_twice(made: dict[str, str], path: str = "/overview") -> None:
        assert [visit(made, path) for _ in range(2)] == [403, 403]

    before, mine = refusals(), cookies(claims())
    refused_twice(mine)
    given = give_grant(store, ANA, "leader", "ics:DEMO", codes=["DEMO"], by=LOCAL_PERSON)
    assert visit(mine) == 200
    refused_twice(mine, FILE)
    out = cookies(claims(nonce="signed out"))
    visitors.sign_out(store, visitors.visitor_of(out, SIGN_IN, store))
    refused_twice(out)
    revoke_sign_ins(store, ANA, utc_now(), by=LOCAL_PERSON)
    refused_twice(mine)
    end_grant(store, given.grant_id, by=LOCAL_PERSON, reason="left")
    # As from a browser that was left open, and from a copy that somebody kept for a week.
    monkeypatch.setattr(visitors, "utc_now", lambda: utc_now() + timedelta(days=7))
    refused_twice(mine)
    assert entered(store) == [
        ("visit", NO_GRANT, "Ana Analyst"),
        ("file", NOT_SENT, "Ana Analyst"),
        ("visit", SIGNED_OUT, "Ana Analyst"),
        ("visit", REVOKED, "Ana Analyst"),
        ("visit", ENDED, "Ana Analyst"),
    ]
    assert refusals() - before == dict.fromkeys([NO_GRANT, NOT_SENT, SIGNED_OUT, REVOKED, ENDED], 2)


def test_a_file_that_a_page_made_is_entered_when_it_is_fetched(store):
    """A template can hold what stands: counts that not everybody sees."""
    give_grant(store, ANA, "leader", "ics:DEMO", codes=["DEMO"], by=LOCAL_PERSON)
    entrance, mine = Entrance(inner, SIGN_IN), cookies(claims(nonce="of a file"))
    entrance.links.sent(visitors.visitor_of(mine, SIGN_IN, store), pressed(FILE))
    assert [visit(mine, path, entrance) for path in (FILE, FILE, "/overview")] == [200] * 3
    log = audit(store)
    found = log.loc[log["subject"] == ANA, ["action", "about", "outcome"]]
    assert found.values.tolist() == [["download", "file that a page made (pdf)", "done"]]


def test_a_sign_in_that_nobody_uses_ends_everywhere_and_an_open_page_is_no_use(store, monkeypatch):
    now = 1_000.0
    monkeypatch.setattr(visitors, "time", SimpleNamespace(monotonic=lambda: now))
    give_grant(store, ANA, "leader", "ics:DEMO", codes=["DEMO"], by=LOCAL_PERSON)
    entrance, mine = Entrance(inner, SIGN_IN), cookies(claims(nonce="not used"))
    statuses = []
    for minutes, path in ((0, "/"), (59, "/signed-in"), (59, "/"), (118, "/signed-in"), (120, "/signed-in")):
        now = 1_000.0 + minutes * 60
        statuses.append(visit(mine, path, entrance))
    assert statuses == [200, 200, 200, 200, 403]
    assert visit(mine) == 403  # another server, which knows nothing of it
    assert entered(store) == [("visit", UNUSED, "Ana Analyst"), ("visit", SIGNED_OUT, "Ana Analyst")]


def test_a_click_on_a_page_that_nobody_used_for_long_does_nothing_more(store, monkeypatch):
    now = 1_000.0
    monkeypatch.setattr(visitors, "time", SimpleNamespace(monotonic=lambda: now))
    give_grant(store, ANA, "leader", "ics:DEMO", codes=["DEMO"], by=LOCAL_PERSON)
    said = [("connect", 0), ("receive", 0), ("receive", 59), ("receive", 120)]
    heard = []

    async def receive() -> dict[str, str]:
        nonlocal now
        what, minutes = said.pop(0)
        now = 1_000.0 + minutes * 60
        return {"type": f"websocket.{what}"}

    async def page(_: Any, receive: Any, __: Any) -> None:
        while (message := await receive())["type"] != "websocket.disconnect":
            heard.append(message["type"].partition(".")[2])

    scope = {"type": "websocket", "scheme": "wss", "path": "/_stcore/stream", "query_string": b""}
    headers = [(b"host", HOST), sent(cookies(claims(nonce="a page")))]
    (closed,) = finished(sent_by(Entrance(page, SIGN_IN), scope | {"headers": headers}, receive))
    assert (heard, closed["type"], said) == (["connect", "receive", "receive"], "websocket.close", [])


def test_whoever_is_unknown_is_counted_and_costs_the_ledger_nothing(store):
    before, last = refusals(), len(audit(store))
    others: list[dict[str, Any]] = [
        {USER_COOKIE: "e30.Z.x"},
        cookies(claims(aud="another")),
        cookies(claims(), secret="f" * 64),
    ]
    assert [visit(made) for made in others] == [403] * 3
    assert visit({}) == 403  # who has not signed in yet is nobody's refusal
    entrance = Entrance(to_the_provider, SIGN_IN)
    for _ in range(SIGN_INS_A_MINUTE + 1):
        asked("/sign-in", client="192.0.2.77", entrance=entrance)
    assert refusals() - before == {NOT_OURS: 3, TOO_MANY: 1}
    assert len(audit(store)) == last
    assert {DID_NOT_SUCCEED, NOT_OURS, TOO_MANY} == {*visitors.NAMELESS}


def test_one_who_asks_for_ever_more_is_entered_so_often_and_again_in_another_hour(store, monkeypatch):
    monkeypatch.setattr(people, "MOST_REFUSED", 3)
    who = visitor().signed_in
    last = len(audit(store))
    for number in range(5):
        keep_refusal(store, who, f"file {number}")
    assert len(audit(store)) == last + 3
    people.record_once(store, visitor().person, "download", "table gaps", "done")  # is entered
    monkeypatch.setattr(people, "utc_now", lambda: utc_now() + timedelta(hours=1))
    keep_refusal(store, who, "file 0")
    assert [*audit(store)["about"].tail(2)] == ["table gaps", "file 0"]


def test_one_who_signs_in_again_and_again_is_stopped_and_a_sign_in_that_fails_is_counted(store):
    async def provider_says(scope: Any, receive: Any, send: Any) -> None:
        made = cookies(claims(nonce="again")) if scope["query_string"].endswith(b"1") else {}
        headers = [(b"set-cookie", f"{name}={value}; Path=/".encode()) for name, value in made.items()]
        await send({"type": "http.response.start", "status": 302, "headers": headers})
        await send({"type": "http.response.body"})

    before, entrance = refusals(), Entrance(provider_says, SIGN_IN)
    entrance.of_one = Rate(2, seconds=3600)
    came = [asked("/oauth2callback", query=b"state=a1", entrance=entrance) for _ in range(3)]
    assert [(status, USER_COOKIE in "".join(kept)) for status, _, kept in came] == [
        (303, True),
        (303, True),
        (429, False),
    ]
    assert asked("/oauth2callback", query=b"state=a2", entrance=entrance)[0] == 403
    assert refusals() - before == {TOO_OFTEN: 1, DID_NOT_SUCCEED: 1}
    assert entered(store) == [("visit", TOO_OFTEN, "Ana Analyst")]


def test_a_busy_ledger_lets_no_person_in(store, monkeypatch):
    def busy(*_: object, **__: object) -> None:
        raise StoreBusy("Somebody else writes.")

    before = refusals()
    monkeypatch.setattr(people, "record_event", busy)
    assert visit(cookies(claims())) == 403
    assert refusals() - before == {NO_GRANT: 1}


def test_where_nobody_can_tell_who_may_see_what_a_page_says_so_and_signing_out_holds(store, monkeypatch):
    """As on a full disk. A person who left a shared computer was asked to try again, and stayed in."""

    def unreadable(_: Settings) -> int:
        raise StoreError("There is no room.", fix="Make some.")

    give_grant(store, ANA, "leader", "ics:DEMO", codes=["DEMO"], by=LOCAL_PERSON)
    own = cookies(claims())
    assert visit(own) == 200
    cookie = sent(own)
    entrance, here = Entrance(inner, SIGN_IN), (b"sec-fetch-site", b"same-origin")
    with monkeypatch.context() as full:
        full.setattr(people, "newest_entry", unreadable)
        headers = (cookie, (b"accept", b"text/html"))
        status, page, _ = asked("/overview", query=b"ics=QYG", headers=headers, entrance=entrance)
        assert status == 503 and "tell the digital team" in page and 'href="/overview?ics=QYG"' in page
        status, words, _ = asked("/download/x/gaps.csv", headers=(cookie,), entrance=entrance)
        assert (status, words) == (503, "Who may see what cannot be read at the moment.")
        elsewhere = (b"sec-fetch-site", b"cross-site")
        assert asked("/auth/logout", headers=(cookie, elsewhere), entrance=entrance)[0] == 403
        assert visit({USER_COOKIE: "nobody's"}, "/auth/logout", entrance) == 403
        assert asked("/auth/logout", headers=(cookie, here), entrance=entrance)[0] == 200
    assert visit(own) == 403
    assert [*audit(store)["action"].tail(2)] == ["sign-out", "visit"]


def test_sign_ins_while_the_ledger_was_away_are_entered_when_it_is_back(store, monkeypatch):
    """Else a sign-out would hold in one process alone, and a copied cookie would do at every other server."""
    away, kept = True, people.record_event

    def record(*entries: Any, **options: Any) -> None:
        if away:
            raise StoreBusy("Somebody else writes.")
        if entries[3] == "two":
            raise RuntimeError("nobody foresaw")  # it keeps nothing else waiting
        kept(*entries, **options)

    monkeypatch.setattr(people, "record_event", record)
    monkeypatch.setattr(visitors, "AGAIN_SECONDS", 0.01)
    last = len(audit(store))
    own = [visitor(session, at=utc_now()) for session in ("one", "two", "three")]
    record_sign_in(store, own[0].signed_in)
    for one in own:
        sign_out(store, one)
    assert not people.signed_out(store, "three")
    away = False
    until = time.monotonic() + 20
    while not people.signed_out(store, "three"):
        assert time.monotonic() < until
        time.sleep(0.02)
    entries = audit(store).iloc[last:]
    at = f"at {in_utc(own[0].signed_in.at)}"
    assert [*entries["action"]] == ["sign-in", "sign-out", "sign-out"]
    assert [*entries["about"]] == [at, "one", "three"]


def test_a_refusal_waits_no_longer_for_a_download_that_waits_for_the_ledger(store, monkeypatch, caplog):
    """A download may wait for a minute, and only one event of a process is entered at a time."""
    waiting, free = threading.Event(), threading.Event()

    def record(*_: Any, **__: Any) -> None:
        waiting.set()
        free.wait(60)

    monkeypatch.setattr(people, "record_event", record)
    monkeypatch.setattr(visitors.people, "SOON_SECONDS", 0.1)
    download = threading.Thread(
        target=record_once, args=(store, LOCAL_PERSON, "download", "a table", "done"), daemon=True
    )
    refused = threading.Thread(
        target=keep_refusal, args=(store, visitor("refused").signed_in, NOT_OURS), daemon=True
    )
    download.start()
    assert waiting.wait(10)
    refused.start()
    refused.join(10)
    try:
        assert not refused.is_alive()
        assert "was not entered: Others wait for the ledger." in caplog.text
    finally:
        free.set()
        download.join(10)


@pytest.mark.parametrize("back", [True, False])
def test_what_still_waits_when_a_process_ends_is_entered_or_named(back, store, monkeypatch, caplog):
    """Both in their order: who reads the log later sees the sign-in before the sign-out."""
    away = True

    def record(*entries: Any, **options: Any) -> None:
        if away:
            raise StoreBusy("Somebody else writes.")
        kept(*entries, **options)

    kept = people.record_event
    monkeypatch.setattr(people, "record_event", record)
    monkeypatch.setattr(visitors, "AGAIN_SECONDS", 3600)
    monkeypatch.setattr(visitors, "_unentered", deque())
    last, who = len(audit(store)), visitor("four", at=utc_now())
    record_sign_in(store, who.signed_in)
    sign_out(store, who)
    away = not back
    caplog.clear()
    enter_the_last()
    assert [*audit(store)["action"][last:]] == (["sign-in", "sign-out"] if back else [])
    named = [line.partition(" was not entered")[0] for line in caplog.messages]
    subject = who.signed_in.subject
    assert named == ([] if back else [f"The sign-in of {subject}", f"The sign-out of {subject}"])


def test_many_who_wait_for_the_ledger_keep_nobody_else_waiting(store, monkeypatch):
    """Of as many people as the server has threads each waited in one, and none was left for anybody else."""
    give_grant(store, ANA, "leader", "ics:DEMO", codes=["DEMO"], by=LOCAL_PERSON)
    entrance, own = Entrance(inner, SIGN_IN), cookies(claims(nonce="another sign-in"))
    waiting, free = threading.Semaphore(0), threading.Event()

    def record(*_: Any, **__: Any) -> None:
        waiting.release()
        free.wait(60)

    monkeypatch.setattr(people, "record_event", record)

    async def let_in(who: dict[str, str]) -> bool:
        return (await answered("/overview", headers=(sent(who),), entrance=entrance))[0] == 200

    async def let_in_beside_others() -> bool:
        strangers = [cookies(claims(sub=f"stranger-{number}")) for number in range(60)]
        tasks = [asyncio.create_task(let_in(stranger)) for stranger in strangers]
        try:
            while not waiting.acquire(blocking=False):
                await asyncio.sleep(0.01)
            await asyncio.sleep(0.2)
            return await asyncio.wait_for(let_in(own), 10)
        finally:
            free.set()
            await asyncio.gather(*tasks)

    assert finished(let_in_beside_others())
