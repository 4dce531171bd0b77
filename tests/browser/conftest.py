"""A real browser on a real server that tests share."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Page,
    Playwright,
    expect,
    sync_playwright,
)

from tests.conftest import AGE, CopyOf, make_ten_days_ago
from tests.serving import WAIT_SECONDS, served

expect.set_options(timeout=WAIT_SECONDS * 1000)
WIDE = {"width": 1280, "height": 900}
NARROW = {"width": 390, "height": 844}
BLANK = "about:blank"
MOST_STEPS = 38
"""How long a tab's history may be for another visit: a browser remembers 50 steps, and tests count them."""
SPARING = [
    *("--no-sandbox", "--disable-background-networking", "--disable-component-update"),
    # One process draws all pages, on the processor: others would only take turns with it.
    *("--disable-gpu", "--in-process-gpu", "--disable-site-isolation-trials", "--renderer-process-limit=1"),
    # Scripts are compiled again where they run often: a tab goes from page to page, and loads them once.
    "--js-flags=--single-threaded",
]
"""How a browser starts that shares two processors with a server and other tests."""


@pytest.fixture(scope="session")
def store(copy_of: CopyOf) -> Path:
    """Of the server that tests share. It has past days to show."""
    return copy_of("older", make_ten_days_ago).store


@pytest.fixture
def past_day() -> date:
    """A day on which all that the shared store began with was in it."""
    return (datetime.now(UTC) - AGE / 2).date()


@pytest.fixture(scope="session")
def address(store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server that the tests of a session share."""
    with served(store, tmp_path_factory.mktemp("server") / "log.txt") as found:
        yield found


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as found:
        yield found


@pytest.fixture(scope="session")
def browser(playwright: Playwright, browser_executable: str) -> Iterator[Browser]:
    """A browser for people whose cookies are their own."""
    found = playwright.chromium.launch(executable_path=browser_executable, args=SPARING)
    yield found
    found.close()


@dataclass
class Visit:
    """A tab that remembers what its console complained about."""

    page: Page
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._note)
        self.page.on("pageerror", self._note_error)

    def _note(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.complaints.append(message.text)

    def _note_error(self, error: Error) -> None:
        self.complaints.append(str(error))

    def open(self, address: str) -> Page:
        """Go to an address and wait until the page has been drawn."""
        self.page.goto(address)
        settle(self.page)
        return self.page

    def leave(self) -> None:
        """Go away and leave nothing behind, so that the tab can be another visit's."""
        self.page.remove_listener("console", self._note)
        self.page.remove_listener("pageerror", self._note_error)
        if self.page.url != BLANK:
            self.page.evaluate("sessionStorage.clear()")
        self.page.goto(BLANK)


def settle(page: Page) -> None:
    """Wait until a page's heading stands and Streamlit has finished its run."""
    page.wait_for_selector("h1.page-title")
    page.wait_for_selector("footer.page-footer", state="attached")
    page.wait_for_function(
        "() => document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'notRunning'"
        " && !document.querySelector('[data-stale=\"true\"]')",
        polling=50,  # milliseconds; else each frame is drawn to ask
    )
    page.wait_for_timeout(250)  # charts are drawn a moment after their element has been placed


GO = """async link => {
    const app = document.querySelector('[data-testid=stApp]')
    const begun = new Promise(done => new MutationObserver((_, watching) => { watching.disconnect(); done() })
        .observe(app, {attributeFilter: ['data-test-script-state']}))
    dispatchEvent(new Event('keydown'))
    history.pushState({}, '', link)
    dispatchEvent(new PopStateEvent('popstate'))
    await Promise.race([begun, new Promise(done => setTimeout(done, 5_000))])
}"""
"""Goes to a link and waits until the run has begun that draws it, or five seconds where none begins."""


def go(page: Page, link: str) -> None:
    """Go to a link of the dashboard as its own links do, one step on and without loading Streamlit anew."""
    page.evaluate(GO, link)
    settle(page)


def back(page: Page) -> None:
    """Go one step back."""
    page.go_back()
    settle(page)


def expect_in_link(page: Page, *parts: str) -> None:
    """Wait until the page's address has each of these parts."""
    for part in parts:
        expect(page).to_have_url(re.compile(re.escape(part)))


@pytest.fixture(scope="session")
def context(
    playwright: Playwright, browser_executable: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[BrowserContext]:
    """One profile for all visits, on the disk: the browser compiles Streamlit's own files once."""
    found = playwright.chromium.launch_persistent_context(
        tmp_path_factory.mktemp("profile"),
        executable_path=browser_executable,
        args=SPARING,
        reduced_motion="reduce",  # every step of a fade would be painted by the processor
    )
    found.set_default_timeout(WAIT_SECONDS * 1000)
    yield found
    found.close()


@pytest.fixture(scope="session")
def free_tabs() -> list[Page]:
    """Tabs that no visit has: one that was used opens a page in half the time of a new one."""
    return []


@pytest.fixture
def visit(context: BrowserContext, free_tabs: list[Page]) -> Iterator[Callable[..., Visit]]:
    """Opens tabs. A session of the dashboard ends when its tab goes elsewhere: nothing is left over of it."""
    visits = []

    def start(viewport: dict[str, int] | None = None) -> Visit:
        started = Visit(free_tabs.pop() if free_tabs else context.new_page())
        started.page.set_viewport_size(viewport or WIDE)
        visits.append(started)
        return started

    yield start
    for each in visits:
        each.leave()
        if each.page.evaluate("history.length") > MOST_STEPS:
            each.page.close()
        else:
            free_tabs.append(each.page)
