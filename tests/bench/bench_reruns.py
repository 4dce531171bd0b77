"""How long a click takes on each page, against a page that draws only a title.

python tests/bench/bench_reruns.py prints ratios in one run, because machines differ. First the rerun: from
asking the server for it until it says that the run has finished, by a client that draws nothing. Then what a
reader waits: in a real browser, until the last message has arrived, so the browser's own drawing on the way
counts too. Rounds go through all pages in turn, so that a busy moment of the machine falls on all alike.
"""

import statistics
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from textwrap import indent

from playwright.sync_api import Page, expect, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmark.core.settings import PROJECT_ROOT
from benchmark.surfaces.web.site.sitemap import HOME, OVERVIEW, PAGES
from tests.bench import wire
from tests.bench.wire import Link
from tests.browser.conftest import settle
from tests.conftest import find_browser
from tests.serving import served

ROUNDS = 25
ROUNDS_IN_BROWSER = 15
BARE = "a title alone"
WITH_NAVIGATION = "a title in the navigation"
FRAMED = "a title in the whole frame"
"""With what stands around every page of a system: navigation, places, past day, filters, footer."""
TITLES = (FRAMED, WITH_NAVIGATION, BARE)
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
from benchmark.core.wording import Answer
from benchmark.surfaces.web.page import Page, show
show(lambda *_: Page(answer=Answer("A title", ""), blocks=(), source="none", rule="gap"))
"""
SYSTEM = "ics=QYG"
"""What pages are about: without a system most of them only ask for one."""


def write_title_apps(folder: Path) -> dict[str, Path]:
    """Three apps that draw a title and nothing else: bare, in our navigation, in our whole frame."""
    web = PROJECT_ROOT / "benchmark" / "surfaces" / "web"
    main = (web / "main.py").read_text(encoding="utf-8")
    assert "page.run()" in main
    apps = {}
    for name, page in ((BARE, ""), (WITH_NAVIGATION, _TITLE_PAGE), (FRAMED, _FRAMED_PAGE)):
        script = folder / f"main_{len(apps)}.py"
        inside = main.replace("page.run()", indent(page, "    ").strip())
        script.write_text(inside if page else _BARE_SCRIPT, encoding="utf-8")
        app = (PROJECT_ROOT / "app.py").read_text(encoding="utf-8")
        place = 'Path(__file__).with_name("benchmark") / "surfaces" / "web" / "main.py"'
        assert place in app
        apps[name] = folder / f"app_{len(apps)}.py"
        apps[name].write_text(app.replace(place, f"Path({str(script)!r})"), encoding="utf-8")
    return apps


def page_of(title: str) -> str:
    """The address of a title's page: one about a system, but for the bare one, whose app has no other page.

    Not the first page: asked about a system, that leads on to another, and so costs two runs.
    """
    return "" if title == BARE else OVERVIEW


def served_pages(stack: ExitStack, folder: Path) -> dict[str, Link]:
    """Name -> where it is: the titles alone, and every page of the dashboard."""
    found = {
        name: Link(
            stack.enter_context(served(folder / "store", folder / f"log_{app.stem}.txt", app=app)),
            page_of(name),
            SYSTEM,
        )
        for name, app in write_title_apps(folder).items()
    }
    dashboard = stack.enter_context(served(folder / "store", folder / "log.txt"))
    return found | {
        place.title: Link(dashboard, place.address, "" if place.address == HOME else SYSTEM)
        for place in PAGES
    }


def in_browser(pages: dict[str, Link], *, rounds: int) -> Iterator[tuple[str, dict[str, float]]]:
    """For each page its median milliseconds and those of the titles beside it: few tabs, as a reader has."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_browser(), args=["--no-sandbox", "--disable-background-networking"]
        )

        def open_tab(name: str) -> Page:
            tab = browser.new_page()
            tab.add_init_script(_HOOK)
            tab.goto(str(pages[name]))
            tab.wait_for_selector("h1")
            if name in TITLES:
                expect(tab.locator("h1")).to_have_text("A title")
            else:
                settle(tab)
            rerun(tab)
            return tab

        titles = {name: open_tab(name) for name in TITLES}
        for page in pages:
            tabs = titles if page in TITLES else titles | {page: open_tab(page)}
            taken: dict[str, list[float]] = {name: [] for name in tabs}
            for _ in range(rounds):
                for name, tab in tabs.items():
                    taken[name].append(rerun(tab))
            if page not in TITLES:
                tabs[page].close()
            yield page, {name: statistics.median(times) for name, times in taken.items()}
        browser.close()


def line(where: str, page: str, medians: dict[str, float]) -> str:
    """A page's median and its ratio to each of the titles."""
    ratios = ", ".join(f"{medians[page] / medians[title]:.2f} times {title}" for title in TITLES)
    return f"{where}: {page}: {medians[page]:.1f} ms, {ratios}"


def main() -> None:
    """Print each page's medians and their ratios to those of the titles."""
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        pages = served_pages(stack, Path(name))
        medians = wire.reruns(pages, rounds=ROUNDS)
        for page in pages:
            print(line("server", page, medians), flush=True)
        for page, beside in in_browser(pages, rounds=ROUNDS_IN_BROWSER):
            print(line("browser", page, beside), flush=True)


if __name__ == "__main__":
    main()
