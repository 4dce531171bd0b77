"""What holds of every page, whoever reads it and on whatever screen."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

WCAG_22_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def expect_readable_by_everybody(page: Page) -> None:
    """No rule of WCAG 2.2 AA that a machine can test is broken, and the page scrolls no way but down."""
    found = violations(page)
    if found:
        # Streamlit pales what it is about to redraw; what is wrong with a page is so a second later too.
        page.wait_for_timeout(1_500)
        found = violations(page)
    assert found == [], found
    main = page.locator("[data-testid=stMain]")
    assert main.evaluate("e => e.scrollWidth - e.clientWidth") <= 0
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0


def violations(page: Page) -> list[tuple[str, list[tuple[str, str]]]]:
    """The rules that are broken, each with the first places where."""
    result = Axe().run(page, options={"runOnly": WCAG_22_AA})
    return [
        (violation["id"], [(node["html"][:200], node["failureSummary"]) for node in violation["nodes"][:3]])
        for violation in result.response["violations"]
    ]
