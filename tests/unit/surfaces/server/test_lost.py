"""Addresses that no page has are answered with the nearest page, and keep what the link chose."""

import re
from html import unescape
from typing import Any

import pytest

from benchmark.core.sign_in import CALLBACK
from benchmark.surfaces.server.lost import lost_page, nearest_address, unknown_address
from benchmark.surfaces.server.sign_in.closed import SIGN_IN, SIGN_OUT
from benchmark.surfaces.web.site.sitemap import PAGES, WHO_MAY


def scope(path: str, *, query: str = "", accept: str = "text/html", method: str = "GET") -> dict[str, Any]:
    return {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": query.encode(),
        "headers": [(b"accept", accept.encode())],
    }


@pytest.mark.parametrize(
    ("asked", "near"),
    [
        ("overveiw", "overview"),
        ("Overview", "overview"),
        ("ICS overview", "overview"),
        ("levelling_up", "levelling-up"),
        ("leveling-up", "levelling-up"),
        ("trust", "trust-position"),
        ("it spend", "it-spend"),
        ("methods", "method"),
        ("compare-system", "compare-systems"),
        ("upload-returns", "upload"),
        ("overview/QYG", "overview"),
        ("zzz", ""),
    ],
)
def test_an_address_that_no_page_has_leads_to_the_nearest_with_what_was_chosen(asked, near):
    asking = scope(f"/{asked}", query="ics=QYG&level=4")
    assert unknown_address(asking) == asked and nearest_address(asked) == near
    answer = lost_page(asked, asking)
    said = unescape(bytes(answer.body).decode())
    assert answer.status_code == 404
    assert f'href="/{near}?ics=QYG&level=4"' in said and f"The link asks for “{asked}”." in said


def test_what_there_is_is_not_lost():
    for entry in (*PAGES, WHO_MAY):
        assert unknown_address(scope(f"/{entry.address}")) is None
    for path in (
        "/overview/",
        "/_stcore/health",
        "/static/js/index.js",
        "/download/abc/grid",
        "/docs/method.md",
        CALLBACK,
        SIGN_IN,
        SIGN_OUT,
    ):
        assert unknown_address(scope(path)) is None
    assert unknown_address(scope("/overveiw", accept="*/*")) is None
    assert unknown_address(scope("/overveiw", method="POST")) is None


def test_nothing_of_the_address_is_taken_for_markup():
    asked = "<script>alert(1)</script>" + "x" * 90
    said = bytes(lost_page(asked, scope(f"/{asked}", query="a=%22%3E<b>")).body).decode()
    assert "<script>" not in said and "<b>" not in said and "x" * 50 not in said
    assert re.search("asks for “&lt;script&gt;", said)
