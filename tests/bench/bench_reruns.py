"""How long a click takes on each page, against a page that draws only a title.

python tests/bench/bench_reruns.py prints ratios in one run, because machines differ. A real server and a real
browser: the time is taken in the browser, from the moment at which it asks for a rerun to the arrival of the
last message that answers it. What is asked is what the page itself asked last, sent again. Rounds go through
all pages in turn, so that a busy moment of the machine falls on all of them alike.
"""

import statistics
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmark.settings import PROJECT_ROOT
from benchmark.web.sitemap import PLACES
from tests.browser.conftest import served, settle
from tests.conftest import find_browser

ROUNDS = 25
TARGET = 1.5
TITLE_ONLY = "title only, in the dashboard's frame"
BARE = "title only, without a frame"
_HOOK = """
    const Native = window.WebSocket;
    window.WebSocket = class extends Native {
        constructor(...given) {
            super(...given);
            window.wire = this;
            this.addEventListener("message", () => { window.lastMessage = performance.now(); });
        }
        send(content) { window.lastAsked = content; super.send(content); }
    };
"""
_RERUN = """
    async () => {
        const asked = performance.now();
        window.lastMessage = null;
        window.wire.send(window.lastAsked);
        for (;;) {
            await new Promise(done => setTimeout(done, 20));
            const now = performance.now();
            if (window.lastMessage && now - window.lastMessage > 150) return window.lastMessage - asked;
            if (now - asked > 20000) throw new Error("no answer");
        }
    }
"""


def write_title_apps(folder: Path) -> dict[str, Path]:
    """Two apps that draw a title and nothing else: one inside our frame, one bare."""
    frame = (PROJECT_ROOT / "benchmark" / "web" / "main.py").read_text(encoding="utf-8")
    style = 'Path(__file__).with_name("style.css")'
    assert style in frame and "page.run()" in frame
    inside = frame.replace(style, f"Path({str(PROJECT_ROOT / 'benchmark' / 'web' / 'style.css')!r})")
    inside = inside.replace("page.run()", "st.html('<h1 class=\"page-title\">A title</h1>')")
    bare = "import streamlit as st\nst.title('A title')\n"
    apps = {}
    for name, text in ((TITLE_ONLY, inside), (BARE, bare)):
        script = folder / f"main_{len(apps)}.py"
        script.write_text(text, encoding="utf-8")
        app = (PROJECT_ROOT / "app.py").read_text(encoding="utf-8")
        place = 'Path(__file__).with_name("benchmark") / "web" / "main.py"'
        assert place in app
        apps[name] = folder / f"app_{len(apps)}.py"
        apps[name].write_text(app.replace(place, f"Path({str(script)!r})"), encoding="utf-8")
    return apps


@contextmanager
def opened(browser_pages: ExitStack, folder: Path) -> Iterator[dict[str, Page]]:
    """Every page of the dashboard and the two titles, each in a tab of its own."""
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
    """Print each page's median and its ratio to the two titles."""
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack, opened(stack, Path(name)) as tabs:
        taken: dict[str, list[float]] = {page: [] for page in tabs}
        for tab in tabs.values():
            tab.evaluate(_RERUN)
        for _ in range(ROUNDS):
            for page, tab in tabs.items():
                taken[page].append(tab.evaluate(_RERUN))
    medians = {page: statistics.median(times) for page, times in taken.items()}
    for page, median in medians.items():
        ratio, bare = median / medians[TITLE_ONLY], median / medians[BARE]
        print(f"{page}: {median:.1f} ms, {ratio:.2f} times {TITLE_ONLY}, {bare:.2f} times {BARE}")


if __name__ == "__main__":
    main()
