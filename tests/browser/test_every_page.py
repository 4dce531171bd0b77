"""Every page, about anybody, in a window of any width: read by everybody, left by one step back."""

import pytest
from playwright.sync_api import expect

from benchmark.surfaces.web.sitemap import PAGES
from tests.browser.conftest import WIDE, go, settle
from tests.browser.everybody import expect_to_fit
from tests.browser.places import OF_NOBODY, PLACES, WIDTHS

OF_OTHERS = {("compare-systems", "Demonstration ICS")}
"""A page of all real systems, which names no fictional one."""


@pytest.mark.parametrize("place", [entry.address for entry in PAGES])
def test_a_page_fits_says_whose_it_is_and_is_left_in_one_step(place, address, visit):
    tab = visit()
    page = tab.open(f"{address}/method?term=footprint")
    steps = page.evaluate("history.length")
    for query, name in PLACES.values():
        go(page, f"/{place}?{query}")
        assert page.evaluate("history.length") == steps + 1
        if place not in OF_NOBODY and (place, name) not in OF_OTHERS:
            crumbs = page.locator(".breadcrumbs li").all_inner_texts()
            assert any(name in crumb for crumb in crumbs), crumbs
            assert any(crumb.partition(" (")[0] in page.title() for crumb in crumbs[-2:]), page.title()
        for width in WIDTHS:
            expect_to_fit(page, width)
        page.set_viewport_size(WIDE)
        page.go_back()
        settle(page)
        expect(page).to_have_url(f"{address}/method?term=footprint")
        if place in OF_NOBODY:
            break
    assert tab.complaints == []
