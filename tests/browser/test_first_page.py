"""A fresh server is asked for a page by its own address before anything else has run on it."""

import pytest
from playwright.sync_api import expect

from benchmark.surfaces.web.sitemap import PAGES


@pytest.mark.parametrize("page_address", [place.address for place in PAGES])
def test_every_page_can_be_the_first_that_a_fresh_server_shows(page_address, store, serve, visit):
    with serve(store) as fresh:
        tab = visit()
        page = tab.open(f"{fresh}/{page_address}")
        expect(page.locator("[data-testid=stException], [data-testid=stAlert]")).to_have_count(0)
        assert tab.complaints == []
