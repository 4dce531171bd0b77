"""The way of a reader without a pointer: Tab, letters and Enter."""

from typing import Final

import pytest
from playwright.sync_api import Locator, Page

MOST_STOPS: Final = 400
"""Stops of Tab after which a way is given up: the longest page has about 250."""
STOP: Final = """() => {
    const e = document.activeElement
    if (e === document.body) return null
    const box = e.getBoundingClientRect()
    return {
        name: (e.getAttribute('aria-label') || e.innerText || e.id || e.tagName).slice(0, 80),
        inMain: e.closest('[data-testid=stMain]') !== null,
        seen: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    }
}"""


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until the focus is on the first of these that is shown."""
    target = wanted.filter(visible=True).first.element_handle()
    passed = []
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => wanted === document.activeElement", target):
            return
        passed.append(page.evaluate(STOP))
    pytest.fail(f"{wanted} is not reached by Tab: {passed}")


def choose_by_keys(page: Page, text: str, option: str) -> None:
    """Type into the list that has the focus, and take what it finds."""
    page.keyboard.type(text)
    page.get_by_role("option", name=option).first.wait_for()
    page.keyboard.press("Enter")
