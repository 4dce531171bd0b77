"""Every page, about anybody, and in a window of any width: read by everybody, left by one step back."""

import pytest
from playwright.sync_api import expect

from benchmark.surfaces.web.site.sitemap import HOME, PAGES
from tests.browser.conftest import NARROW, WIDE, go, settle
from tests.browser.everybody import expect_focus_to_be_seen, expect_readable_by_everybody, expect_to_fit
from tests.browser.places import OF_A_TRUST, OF_NOBODY, PLACES, WIDTHS

OF_OTHERS = {("compare-systems", "Demonstration ICS")}
"""A page of all real systems, which names no fictional one."""
BEFORE = "method?term=footprint"


def shown_on(page_address: str) -> list[str]:
    """The places with which a page is shown, the one that tells most first: at every width."""
    if page_address in OF_NOBODY:
        return ["a system"]
    return [name for name in PLACES if name != "a trust" or page_address in OF_A_TRUST]


@pytest.mark.parametrize("page_address", [entry.address for entry in PAGES])
def test_a_page_fits_names_its_subject_and_is_left_in_one_step(page_address, address, visit):
    tab = visit()
    page = tab.open(f"{address}/{BEFORE}")
    steps = page.evaluate("history.length")
    places = shown_on(page_address)
    for number, place in enumerate(places):
        query, name = PLACES[place]
        # The first page with a system in its link is that system's overview.
        go(page, "/" if page_address == HOME else f"/{page_address}?{query}")
        assert page.evaluate("history.length") == steps + max(number, 1)
        if page_address not in OF_NOBODY and (page_address, name) not in OF_OTHERS:
            crumbs = page.locator(".breadcrumbs li").all_inner_texts()
            assert any(name in crumb for crumb in crumbs), crumbs
            assert any(crumb.partition(" (")[0] in page.title() for crumb in crumbs[-2:]), page.title()
        for width in WIDTHS if number == 0 else {*WIDTHS[number::3], NARROW["width"]}:
            expect_to_fit(page, width)
            if width == WIDE["width"] and place == places[0]:
                expect_readable_by_everybody(page)
                expect_focus_to_be_seen(page)
            if width == NARROW["width"] and place == places[-1]:
                expect_readable_by_everybody(page)
        page.set_viewport_size(WIDE)
        if place == places[0]:
            page.go_back()
            settle(page)
            expect(page).to_have_url(f"{address}/{BEFORE}")
    assert tab.complaints == []
