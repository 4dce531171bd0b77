"""Every page, about anybody, and in a window of any width: read by everybody, left by one step back."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, expect

from benchmark.surfaces.web.site.sitemap import HOME, PAGES
from tests.browser.conftest import MOST_STEPS, NARROW, WIDE, Visit, back, go
from tests.browser.everybody import expect_focus_to_be_seen, expect_readable_by_everybody, expect_to_fit
from tests.browser.places import OF_A_TRUST, OF_NOBODY, PLACES, WIDTHS

OF_OTHERS = {("compare-systems", "Demonstration ICS")}
"""A page of all real systems, which names no fictional one."""
BEFORE = "method?term=footprint"
STEP = "navigation.currentEntry.index"
"""Which step of its history a tab stands on: after a step back there is one beyond it."""


def shown_on(page_address: str) -> list[str]:
    """The places with which a page is shown, the one that tells most first: at every width."""
    if page_address in OF_NOBODY:
        return ["a system"]
    return [name for name in PLACES if name != "a trust" or page_address in OF_A_TRUST]


@pytest.fixture(scope="module")
def tabs() -> Iterator[list[Visit]]:
    """The tab of the pages before: to load Streamlit anew takes as long as to draw a page."""
    tabs: list[Visit] = []
    yield tabs
    for each in tabs:
        each.page.close()


@pytest.fixture
def tab(tabs: list[Visit], context: BrowserContext, address: str) -> Visit:
    """A tab on some page, with room in its history for the steps of a test."""
    if tabs and tabs[0].page.evaluate("history.length") > MOST_STEPS:
        tabs.pop().page.close()
    if not tabs:
        tabs.append(Visit(context.new_page()))
        tabs[0].page.set_viewport_size(WIDE)
        tabs[0].open(f"{address}/{BEFORE}")
    tabs[0].complaints.clear()
    return tabs[0]


@pytest.mark.parametrize("page_address", [entry.address for entry in PAGES])
def test_a_page_fits_names_its_subject_and_is_left_in_one_step(page_address, tab):
    page = tab.page
    before, step = page.url, page.evaluate(STEP)
    places = shown_on(page_address)
    for number, place in enumerate(places):
        query, name = PLACES[place]
        # The first page with a system in its link is that system's overview.
        go(page, "/" if page_address == HOME else f"/{page_address}?{query}")
        assert page.evaluate(STEP) == step + max(number, 1)
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
            back(page)
            expect(page).to_have_url(before)
    assert tab.complaints == []
