"""The page for administrators: what a grant lacks, what it holds, and who sees the page."""

from datetime import date, datetime

import pytest

from benchmark.core.people import LOCAL_PERSON, Grant, Person
from benchmark.core.settings import STORE_VARIABLE
from benchmark.surfaces.web.site import access
from benchmark.surfaces.web.site.sitemap import PAGES, WHO_MAY

TODAY = date(2026, 11, 26)


def grant(**otherwise: object) -> Grant:
    found = {
        "grant_id": 7,
        "subject": "ana",
        "role": "leader",
        "scope": "ics:DEMO",
        "codes": frozenset({"DEMO"}),
        "starts": TODAY,
        "ends": None,
        "given_by": "Adam",
        "given_at": datetime(2026, 11, 26, 9),
    }
    return Grant(**(found | otherwise))


@pytest.mark.parametrize(
    ("subjects", "role", "scope", "words"),
    [
        ([], "leader", "ics:DEMO", "Say who"),
        (["ana", "lea"], "leader", "ics:DEMO", "and not both"),
        (["ana\u0301"], "leader", "ics:DEMO", "An identifier has"),
        (["a" * 256], "leader", "ics:DEMO", "An identifier has"),
        (["ana"], None, "ics:DEMO", "Choose a role"),
        (["ana"], "leader", None, "Choose a role"),
        (["ana"], "leader", "", "for nothing in particular"),
        (["ana"], "administrator", "ics:DEMO", "for nothing in particular"),
        (["ana"], "trust", "ics:DEMO", "role of a trust"),
        (["ana"], "trust", "group:DLN", "role of a trust"),
        (["ana"], "analyst", "trust:DEMO1", "role of a trust"),
        (["ana"], "leader", "trust:DEMO1", "role of a trust"),
        (["ana"], "trust", "trust:DEMO1", ""),
        (["ana"], "analyst", "ics:DEMO", ""),
        (["ana"], "leader", "group:DLN", ""),
        (["ana"], "administrator", "", ""),
    ],
)
def test_what_a_grant_lacks_is_reported(subjects, role, scope, words):
    found = access._lacking(subjects, role, scope)
    assert words in found
    assert bool(found) == bool(words)


@pytest.mark.parametrize(
    ("otherwise", "standing"),
    [
        ({}, "holds"),
        ({"starts": date(2026, 11, 27)}, "to come"),
        ({"starts": date(2026, 11, 1), "ends": date(2026, 11, 25)}, "has run out"),
        ({"ended_by": "Adam", "ended_at": datetime(2026, 11, 26, 10)}, "ended by Adam on 2026-11-26"),
    ],
)
def test_the_state_of_a_grant_is_shown(otherwise, standing):
    assert access._standing(grant(**otherwise), TODAY) == standing


def test_what_is_granted_holds_codes_of_today(publication):
    scopes = access._scopes(publication, publication)
    assert scopes.codes("") == []
    assert scopes.codes("ics:DEMO") == ["DEMO"]
    assert scopes.codes("trust:DEMO1") == ["DEMO1"]
    groups = [scope for scope in scopes.words if scope.startswith("group:")]
    assert groups
    assert all(scopes.codes(scope) for scope in groups)
    assert {"", "ics:DEMO", "trust:DEMO1"} <= scopes.words.keys()


def test_the_page_is_only_for_administrators(monkeypatch, publication, published_settings):
    monkeypatch.setenv(STORE_VARIABLE, str(published_settings.store))
    for who in (Person("ana", "Ana", (grant(),)), LOCAL_PERSON):
        monkeypatch.setattr(access, "person", lambda who=who: who)
        assert access.page(publication).blocks == ()
    adam = Person("adam", "Adam", (grant(role="administrator", scope="", codes=frozenset()),))
    monkeypatch.setattr(access, "person", lambda: adam)
    assert access.page(publication).blocks
    assert WHO_MAY not in PAGES
