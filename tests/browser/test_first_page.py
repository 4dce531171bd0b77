"""A page that is opened by its own address: the first of a fresh server, or one with foreign words in it.

Every page is the first in a process of its own in tests/app/test_first_page.py; here it is one, with all that
a server and a browser add.
"""

from typing import Final

from playwright.sync_api import expect

from tests.browser.conftest import settle

FOREIGN_SCRIPTS: Final = """async () => {
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


def test_a_page_can_be_the_first_that_a_fresh_server_shows(store, serve, visit):
    with serve(store) as fresh:
        tab = visit()
        page = tab.open(f"{fresh}/levelling-up")
        expect(page.locator("[data-testid=stException], [data-testid=stAlert]")).to_have_count(0)
        assert tab.complaints == []


def test_scripts_that_got_into_a_page_do_not_run(address, visit):
    page = visit().page
    for page_address in ("", "levelling-up", "upload"):
        page.goto(f"{address}/{page_address}")
        settle(page)
        assert page.evaluate(FOREIGN_SCRIPTS) == []
