"""A fresh server is asked for a page by its own address before anything else has run on it.

Every page is the first in a process of its own in tests/app/test_first_page.py; here it is one page of each
sort, with all that a server and a browser add.
"""

import pytest
from playwright.sync_api import expect

FOREIGN_SCRIPTS = """async () => {
    const ran = [];
    window.ran = name => ran.push(name);
    const script = document.createElement('script');
    script.textContent = "ran('written into the page')";
    document.body.append(script);
    document.body.insertAdjacentHTML('beforeend', "<img src=x onerror=ran('handler')>");
    setTimeout("ran('made of text')");
    // Later: what a test asks of a page directly may do more than the page itself.
    setTimeout(() => Function("ran('made of text too')")());
    await new Promise(done => setTimeout(done, 300));
    return ran;
}"""
"""Scripts that got into a page in somebody's words, in each way that a browser would run them."""


@pytest.mark.parametrize("page_address", ["", "levelling-up", "upload"])
def test_every_page_can_be_the_first_that_a_fresh_server_shows(page_address, store, serve, visit):
    with serve(store) as fresh:
        tab = visit()
        page = tab.open(f"{fresh}/{page_address}")
        expect(page.locator("[data-testid=stException], [data-testid=stAlert]")).to_have_count(0)
        assert tab.complaints == []
        assert page.evaluate(FOREIGN_SCRIPTS) == []
