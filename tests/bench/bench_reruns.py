"""How long a click takes on each page, against a page that draws only a title.

python tests/bench/bench_reruns.py prints ratios in one run, because machines differ. A real server and a real
browser: the time is taken in the browser, from the moment at which the page asks for a rerun to the arrival
of the last message that answers it, so the page's own drawing on the way counts too. Rounds go through all
pages in turn, so that a busy moment of the machine falls on all of them alike.
"""

import statistics
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from textwrap import indent

from playwright.sync_api import Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmark.settings import PROJECT_ROOT
from benchmark.web.sitemap import PLACES
from tests.browser.conftest import served, settle
from tests.conftest import find_browser

ROUNDS = 25
BARE = "a title alone"
WITH_NAVIGATION = "a title in the navigation"
FRAMED = "a title in the whole frame"
"""With what stands around every page of a system: navigation, places, past day, filters, footer."""
_HOOK = """
    const Native = window.WebSocket;
    window.WebSocket = class extends Native {
        constructor(...given) {
            super(...given);
            this.addEventListener("message", () => { window.lastMessage = performance.now(); });
        }
        send(content) { window.asked ??= performance.now(); super.send(content); }
    };
"""
_FORGET = "() => { window.asked = window.lastMessage = null; document.activeElement.blur(); }"
_QUIET = "() => window.asked && window.lastMessage && performance.now() - window.lastMessage > 150"


def rerun(tab: Page) -> float:
    """Milliseconds of one rerun, asked for by the key that Streamlit gives it."""
    tab.evaluate(_FORGET)
    tab.keyboard.press("r")
    tab.wait_for_function(_QUIET, timeout=20_000)
    return float(tab.evaluate("window.lastMessage - window.asked"))


_BARE_SCRIPT = "import streamlit as st\nst.title('A title')\n"
_TITLE_PAGE = "st.title('A title')"
_FRAMED_PAGE = """
from benchmark.web.frame import footer, page_head
from benchmark.web.filters import page_filters
from benchmark.web.past import shown_publication
publication = shown_publication()
filters = page_filters(publication)
page_head(publication, filters, title="A title", lead="")
footer(publication, source="none", rule="gap")
"""


def write_title_apps(folder: Path) -> dict[str, Path]:
    """Three apps that draw a title and nothing else: bare, in our navigation, in our whole frame."""
    main = (PROJECT_ROOT / "benchmark" / "web" / "main.py").read_text(encoding="utf-8")
    style = 'Path(__file__).with_name("style.css")'
    assert style in main and "page.run()" in main
    main = main.replace(style, f"Path({str(PROJECT_ROOT / 'benchmark' / 'web' / 'style.css')!r})")
    apps = {}
    for name, page in ((BARE, ""), (WITH_NAVIGATION, _TITLE_PAGE), (FRAMED, _FRAMED_PAGE)):
        script = folder / f"main_{len(apps)}.py"
        inside = main.replace("page.run()", indent(page, "    ").strip())
        script.write_text(inside if page else _BARE_SCRIPT, encoding="utf-8")
        app = (PROJECT_ROOT / "app.py").read_text(encoding="utf-8")
        place = 'Path(__file__).with_name("benchmark") / "web" / "main.py"'
        assert place in app
        apps[name] = folder / f"app_{len(apps)}.py"
        apps[name].write_text(app.replace(place, f"Path({str(script)!r})"), encoding="utf-8")
    return apps


@contextmanager
def opened(browser_pages: ExitStack, folder: Path) -> Iterator[dict[str, Page]]:
    """Every page of the dashboard and the titles alone, each in a tab of its own."""
    apps = write_title_apps(folder)
    playwright = browser_pages.enter_context(sync_playwright())
    browser = playwright.chromium.launch(
        executable_path=find_browser(), args=["--no-sandbox", "--disable-background-networking"]
    )
    tabs: dict[str, Page] = {}

    def open_tab(name: str, address: str) -> Page:
        tabs[name] = browser.new_page()
        tabs[name].add_init_script(_HOOK)
        tabs[name].goto(address)
        return tabs[name]

    dashboard = browser_pages.enter_context(served(folder / "store", folder / "log.txt"))
    for name, app in apps.items():
        address = browser_pages.enter_context(served(folder / "store", folder / "log.txt", app=app))
        open_tab(name, address).wait_for_selector("h1")
    for place in PLACES:
        settle(open_tab(place.title, f"{dashboard}/{place.address}"))
    yield tabs
    browser.close()


def main() -> None:
    """Print each page's median and its ratio to each of the titles."""
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack, opened(stack, Path(name)) as tabs:
        taken: dict[str, list[float]] = {page: [] for page in tabs}
        for tab in tabs.values():
            rerun(tab)
        for _ in range(ROUNDS):
            for page, tab in tabs.items():
                taken[page].append(rerun(tab))
    medians = {page: statistics.median(times) for page, times in taken.items()}
    for page, median in medians.items():
        ratios = ", ".join(
            f"{median / medians[title]:.2f} times {title}" for title in (BARE, WITH_NAVIGATION, FRAMED)
        )
        print(f"{page}: {median:.1f} ms, {ratios}")


if __name__ == "__main__":
    main()
