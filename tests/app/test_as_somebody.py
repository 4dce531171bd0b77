"""Every page as somebody who signed in: it shows no more than they may see, and says so."""

import re
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import chain
from types import SimpleNamespace

import pyarrow as pa
import pytest
from starlette.requests import Request

from benchmark.core.errors import StoreUnreachable
from benchmark.core.people import LOCAL_PERSON, Person
from benchmark.core.settings import MODE_VARIABLE, SHARED_MODE, STORE_VARIABLE
from benchmark.returns.submit import following
from benchmark.store.people import audit, decide_peers, end_grant, grants, peers_decided
from benchmark.store.publication.view import view_for
from benchmark.surfaces.server.sign_in.signed_in import SignedIn
from benchmark.surfaces.server.sign_in.visitors import DID_NOT_SUCCEED, VISITOR, Visitor, count_refusal
from benchmark.surfaces.web import visitor
from benchmark.surfaces.web.downloads import NOT_YOURS, Bound, Download, download
from benchmark.surfaces.web.page import PARTLY
from benchmark.surfaces.web.pictures import Picture, picture
from benchmark.surfaces.web.site.search_box import BOX
from benchmark.surfaces.web.site.sitemap import PAGES
from tests.app.visits import press
from tests.awaiting import finished
from tests.restricted import INSIDERS, OUTSIDERS, SECRET, SECRET_PATTERN, with_secrets

FOUND = re.compile(rf"(?i){SECRET}|(?<![\d.,])({SECRET_PATTERN})")
OF_ITS_OWN = re.compile(
    r"(?:download|picture)/[\w-]{22}/|\d{6}-[0-9a-f]{12}|up to entry \d+|,\d+,[0-9a-f]{64}\b"
)
"""What each visit and each store has of its own: links, the publication's name, the ledger's head."""
pytestmark = pytest.mark.slow
ADDRESSES = [place.address for place in PAGES]


@pytest.fixture(scope="module")
def store(published_settings, publication, tmp_path_factory):
    return with_secrets(published_settings, tmp_path_factory.mktemp("pages"))


@pytest.fixture
def sign_in(app, store, monkeypatch):
    """Lets somebody be signed in."""
    monkeypatch.setenv(STORE_VARIABLE, str(store.store))
    monkeypatch.setenv(MODE_VARIABLE, SHARED_MODE)

    def sign_in(who: Person) -> None:
        monkeypatch.setattr(visitor, "visitor", lambda: signed_in(who))

    return sign_in


def signed_in(who: Person) -> Visitor:
    now = datetime(2026, 1, 1)
    until = now + timedelta(days=1)
    return Visitor(SignedIn(subject=who.subject, name=who.name, session="s", at=now, until=until), who)


def follow(link: Bound, who: Person) -> tuple[int, bytes]:
    """What a link leads somebody to, also somebody who was never sent it."""
    route, ending = (download, "") if isinstance(link, Download) else (picture, ".svg")
    asked = {"token": link.token, "name": f"{link.file_name}{ending}"}
    answer = finished(
        route(Request({"type": "http", "path_params": asked, "headers": [], VISITOR: signed_in(who)}))
    )
    return answer.status_code, bytes(answer.body)


def everything(app, opened) -> str:
    """What a page says, the data of its charts and tables, and the files behind its links."""
    files = [one.bytes().decode(errors="replace") for one in offered(opened) if isinstance(one, Download)]
    charts = [repr(rows_of(chart.proto)) for chart in opened.get("vega_lite_chart")]
    tables = [str(frame.value.to_csv()) for frame in opened.dataframe]
    return "\n".join([app.words(opened), *files, *charts, *tables])


def rows_of(chart) -> list[object]:
    """What a chart draws, as it is sent to the browser."""
    return [
        chart.spec,
        *(pa.ipc.open_stream(dataset.data.data).read_all().to_pylist() for dataset in chart.datasets),
    ]


def offered(opened) -> list[Bound]:
    """What the links of a page lead to."""
    state = opened.session_state
    return [*chain.from_iterable(state["kept for links"])] if "kept for links" in state else []


TAKE_LONG = 4
"""The first pages, which show the country or work out most: to one of those each."""
LINKS = ({"ics": "DEMO", "trust": "DEMO5", "focus": "DEMO5"}, {"ics": "DEMO"}, {"ics": "DEMO-MIND"})
OWN = {
    "conditions": ("trust itself", "its analyst"),
    "it-spend": ("its leader", "trust itself"),
    "returns": ("its analyst", "its leader"),
    "trust-position": ("its leader",),
    "groups": ("its analyst",),
    "method": ("trust itself",),
}
"""Pages that show DEMO5's own people what it returned, each to some of them."""


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_shows_nothing_of_what_others_returned_and_says_so(
    address, app, sign_in, published_settings, monkeypatch
):
    """Every page to two in turn of those who must not see it: about DEMO5, its system or a group of its.

    To the first it says, letter for letter, what it says where nothing was returned: so no sum, no mean and
    no rounded figure tells of it either. That the others' readings are alike is asked in test_view.
    """
    place = ADDRESSES.index(address)
    for number, who in enumerate(OUTSIDERS):
        second = () if place < TAKE_LONG else ((place + 2) % len(OUTSIDERS),)
        if number not in (place % len(OUTSIDERS), *second):
            continue
        about = LINKS[number % len(LINKS)]
        sign_in(OUTSIDERS[who])
        opened = app.open(address, **about)
        text = everything(app, opened)
        assert not FOUND.search(text), who
        assert PARTLY in app.words(opened)
        if number == place % len(OUTSIDERS):
            with monkeypatch.context() as patched:
                patched.setenv(STORE_VARIABLE, str(published_settings.store))
                without = everything(app, app.open(address, **about))
            assert OF_ITS_OWN.sub("", text) == OF_ITS_OWN.sub("", without), who


def test_a_person_who_has_chosen_nothing_is_offered_their_own_organisation(app, sign_in):
    sign_in(INSIDERS["trust itself"])
    for address, leads_to in (
        ("", "trust-position?ics=DEMO&amp;trust=DEMO5"),
        ("conditions", "conditions?ics=DEMO&amp;trust=DEMO5&amp;focus=DEMO5"),
    ):
        words = app.words(app.open(address))
        assert re.findall(r'href="([^"]*)"[^>]*>Yours: ', words) == [leads_to]


@pytest.mark.parametrize("address", OWN)
def test_owners_see_their_own_figures_on_every_way(address, app, sign_in):
    """So the test above would find it in words, charts and files."""
    for who in OWN[address]:
        sign_in(INSIDERS[who])
        opened = app.open(address, ics="DEMO", trust="DEMO5", focus="DEMO5")
        assert FOUND.search(everything(app, opened)), who
    if address in ("conditions", "it-spend"):
        assert opened.get("vega_lite_chart")


def test_a_person_who_signs_in_is_led_to_their_own_place(app, sign_in):
    for who, place in (
        ("trust itself", "?trust=DEMO5"),
        ("its leader", "?ics=DEMO-B"),
        ("administrator", ""),
    ):
        sign_in({**OUTSIDERS, **INSIDERS}[who])
        place_shown = re.search(r'<p class="who">.*?</p>', app.words(app.open("method")))
        assert place_shown and (f'href="./{place}"' in place_shown[0]) == bool(place)


def test_search_finds_nothing_that_others_wrote(app, sign_in):
    for who, may in (("trust of the other system", False), ("its analyst", True)):
        sign_in({**OUTSIDERS, **INSIDERS}[who])
        opened = app.open("overview", ics="DEMO")
        opened.text_input(key=BOX).set_value(SECRET).run()
        found = [link.proto.label for link in opened.get("page_link")]
        assert any(SECRET in label for label in found) == may


def test_the_file_and_findings_of_a_submission_that_is_others_are_not_opened(app, sign_in, store):
    number = own_submission(store)
    sign_in(INSIDERS["trust itself"])
    assert SECRET in everything(app, app.open("returns", submission=number))
    for who in ("trust of the other system", "administrator"):
        sign_in(OUTSIDERS[who])
        assert not FOUND.search(everything(app, app.open("returns", submission=number)))


def test_a_link_leads_to_nothing_for_who_may_see_other_data(app, sign_in, store):
    """Neither for a person who was sent the link, nor for its owner after a change of rights."""
    owner, peer = INSIDERS["its analyst"], OUTSIDERS["trust of the other system"]
    sign_in(owner)
    page = app.open("returns", ics="DEMO", submission=own_submission(store))
    links = [
        next(one for one in offered(page) if one.file_name.startswith(name)) for name in (SECRET, "rec", "su")
    ]
    shown = offered(app.open("overview", ics="DEMO"))
    for kind in (Picture, Download):
        links.append(next(one for one in shown if isinstance(one, kind)))
    assert [follow(link, owner)[0] for link in (*links, *links)] == [200] * 10
    about = [f"file of submission {own_submission(store)}", "table “Everything that was submitted”"]
    about += [f"picture {links[3].file_name}", f"table {links[4].file_name}"]
    assert audited(store, owner) == [("download", one, "done") for one in about]  # a receipt holds no figure
    assert SECRET.encode() in follow(links[0], owner)[1]
    for other in [*OUTSIDERS.values(), INSIDERS["trust itself"], INSIDERS["its leader"]]:
        assert follow(links[3], other) == (403, NOT_YOURS.encode())
    assert follow(links[0], peer) == (403, NOT_YOURS.encode())
    refused = [("download", one, "refused") for one in (about[2], about[0])]
    assert [one for one in audited(store, peer) if one[2] == "refused"] == refused
    sign_in(peer)
    mine = offered(app.open("trust-position", ics="DEMO", trust="DEMO5"))[:1]
    decide_peers(store, "DEMO", "names", by=LOCAL_PERSON)
    try:
        assert {follow(link, peer)[0] for link in mine} == {403}
    finally:
        decide_peers(store, "DEMO", "hidden", by=LOCAL_PERSON)
    assert {follow(link, peer)[0] for link in mine} == {200}


def audited(store, who: Person) -> list[tuple[str, str, str]]:
    """What the audit says of a person: what they did, to what, with which result."""
    log = audit(store)
    found = log.loc[log["subject"] == who.subject, ["action", "about", "outcome"]]
    return [*found.itertuples(index=False, name=None)]


def own_submission(store) -> str:
    sent = (
        "select submission_id from publication.submission_log where kind = 'it_spend' and origin = 'return'"
    )
    return str(view_for(store, INSIDERS["trust itself"]).rows(sent)[0][0])


def test_the_cache_of_a_visit_is_dropped_when_another_person_uses_it(app, sign_in):
    """A pack that was made, a receipt, an answer: all of it was worked out with other rights."""
    sign_in(INSIDERS["its leader"])
    opened = app.open("board-pack", ics="DEMO")
    opened.session_state["pack: being made"] = kept = SimpleNamespace(future=None)
    opened.run()
    assert opened.session_state["pack: being made"] is kept
    sign_in(replace(INSIDERS["its leader"], grants=OUTSIDERS["leader of the other system"].grants))
    opened.run()
    assert "pack: being made" not in opened.session_state
    assert visitor.CHANGED in app.words(opened)  # else a file that was chosen is gone without a word
    assert visitor.CHANGED not in app.words(opened.run())


def test_a_person_who_is_no_administrator_learns_what_the_page_is_for(app, sign_in, store):
    for who in (OUTSIDERS["trust of the other system"], INSIDERS["its analyst"]):
        sign_in(who)
        opened = app.open("who-may")
        assert "This page is for administrators" in app.words(opened)
        assert not opened.button and not FOUND.search(everything(app, opened))


def test_an_administrator_keeps_what_a_system_decided(app, sign_in, store):
    count_refusal(DID_NOT_SUCCEED)
    sign_in(OUTSIDERS["administrator"])
    opened = app.open("who-may")
    assert f"{DID_NOT_SUCCEED}: " in app.words(opened)
    opened.selectbox(key="peers-system").set_value("DEMO")
    opened.selectbox(key="peers-how").set_value("names")
    try:
        press(opened, "Keep the decision")
        assert peers_decided(store)["DEMO"] == "names"
        assert "its trusts see of one another returns, by name" in app.words(opened)
    finally:
        decide_peers(store, "DEMO", "hidden", by=LOCAL_PERSON)


def test_an_administrator_grants_a_group_that_was_made_here_and_sees_nothing_else_of_it(app, sign_in, store):
    """Its own reading lacks such groups: it has nobody in them."""
    sign_in(OUTSIDERS["administrator"])
    opened = app.open("who-may")
    words = {one: opened.selectbox(key="give-scope").format_func(one) for one in ("group:DEMO-Q",)}
    assert words == {"group:DEMO-Q": f"{SECRET} group (DEMO-Q, provider group)"}
    text = everything(app, opened).replace(f"Q. {SECRET}", "")  # who did something, which the log says
    assert not FOUND.search(text)
    opened.text_input(key="give-identifier").set_value("new-0009")
    opened.selectbox(key="give-role").set_value("leader")
    opened.selectbox(key="give-scope").set_value("group:DEMO-Q")
    press(opened, "Give access")
    given = grants(store)[-1]
    try:
        assert (given.subject, given.scope, given.codes) == ("new-0009", "group:DEMO-Q", {"DEMO5", "DEMO6"})
        assert f"leader of {SECRET} group" in app.words(opened)
    finally:
        end_grant(store, given.grant_id, by=LOCAL_PERSON, reason="only a trial")


def test_a_server_without_the_newest_publication_says_so_to_each_as_far_as_they_may_know(
    app, sign_in, store, monkeypatch
):
    """A trust's people can neither check a variable nor start a database."""
    why = StoreUnreachable("The database cannot be reached.", fix="Check MATURITY_LEDGER.")
    monkeypatch.setitem(following._troubles, store.store, following.Trouble(datetime(2026, 1, 1), why))
    for who, is_told in (("administrator", True), ("trust of the other system", False)):
        sign_in(OUTSIDERS[who])
        words = app.words(app.open("method"))
        assert "not been able to follow the ledger" in words
        assert ("MATURITY_LEDGER" in words) is is_told
        assert ("Nothing can be submitted until it can" in words) is not is_told
