"""Every page as somebody who signed in: it shows no more than they may see, and says so."""

import re
from datetime import datetime, timedelta

import pytest

from benchmark.core.people import Person
from benchmark.core.settings import MODE_VARIABLE, SHARED_MODE, STORE_VARIABLE
from benchmark.surfaces.server.signed_in import SignedIn
from benchmark.surfaces.server.visitors import Visitor
from benchmark.surfaces.web import visitor
from benchmark.surfaces.web.page import PARTLY
from benchmark.surfaces.web.sitemap import PAGES
from tests.restricted import INSIDERS, OUTSIDERS, SECRET, SECRET_FIGURES, with_secrets

FOUND = re.compile(rf"(?i){SECRET}|(?<![\d.,])({'|'.join(SECRET_FIGURES)})")
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
        now = datetime(2026, 1, 1)
        signed = SignedIn(
            subject=who.subject, name=who.name, session="s", at=now, until=now + timedelta(days=1)
        )
        monkeypatch.setattr(visitor, "visitor", lambda: Visitor(signed, who))

    return sign_in


def everything(app, opened) -> str:
    """What a page says, and the tables behind its links."""
    state = opened.session_state
    kept = state["kept for links"] if "kept for links" in state else ()  # noqa: SIM401 - it has no get
    files = [one.frame.to_csv() for one in kept if hasattr(one, "frame")]
    return "\n".join([app.words(opened), *files])


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_shows_nothing_of_what_others_returned_and_says_so(address, app, sign_in):
    sign_in(OUTSIDERS["trust of the other system"])
    opened = app.open(address, ics="DEMO", trust="DEMO5")
    assert not FOUND.search(everything(app, opened))
    if address != "who-may":
        assert PARTLY in app.words(opened)


def test_those_whose_it_is_are_shown_it(app, sign_in):
    sign_in(INSIDERS["trust itself"])
    assert FOUND.search(everything(app, app.open("conditions", ics="DEMO", focus="DEMO5")))
    assert SECRET in everything(app, app.open("returns"))


def test_the_file_and_findings_of_a_submission_that_is_others_are_not_opened(app, sign_in, store):
    sign_in(INSIDERS["trust itself"])
    log = app.words(app.open("returns"))
    number = re.search(r"submission=(\d+)", log)
    for who in ("trust of the other system", "administrator"):
        sign_in(OUTSIDERS[who])
        opened = app.open("returns", submission=number[1] if number else "40")
        assert not FOUND.search(everything(app, opened))
