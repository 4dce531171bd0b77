"""Every page can be read by everybody, wide and narrow."""

import pytest

from benchmark.surfaces.web.sitemap import PAGES
from tests.browser.everybody import expect_readable_by_everybody


@pytest.mark.parametrize("page_address", [place.address for place in PAGES])
def test_everybody_can_read_it(page_address, viewport, address, visit):
    query = "?ics=QF7&round=2025&footprint=assessed&standard=floor&level=3" if page_address else ""
    tab = visit(viewport)
    expect_readable_by_everybody(tab.open(f"{address}/{page_address}{query}"))
    assert tab.complaints == []
