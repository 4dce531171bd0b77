"""A process that has run nothing is asked for a page by its own address, as a server that has just begun."""

import pytest

from benchmark.surfaces.web.site.sitemap import PAGES
from tests.apart import Apart
from tests.app.first import show_first


@pytest.mark.parametrize("address", [place.address for place in PAGES])
def test_every_page_can_be_the_first_that_is_shown(address, published_settings, publication):
    ended = Apart(show_first, address, published_settings.store).ended()
    assert (ended.exit_code, ended.out) == (0, ""), ended.err
