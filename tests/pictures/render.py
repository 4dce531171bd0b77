"""Draw every picture of the product into a folder, so that two states of the code can be compared.

python tests/pictures/render.py FOLDER [--systems QSL DEMO]

Each page is run for systems that differ, as `views.py` says; what it draws is found in what the server would
send, so nothing here lists a figure. For each: a chart as PNG at both widths of the page with its
specification as JSON; HTML as PNG at both widths with its text. `compare.py` then compares two such folders.
"""

import argparse
import json
import logging
import os
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, wait
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmark.core.settings import STORE_VARIABLE, Settings
from benchmark.returns.submit.bundled import prepare_store
from tests.conftest import find_browser
from tests.pictures import in_browser, in_vega
from tests.pictures.seen import Chart, seen
from tests.pictures.views import SYSTEMS, View, views

WORKERS = 2


@contextmanager
def _store() -> Iterator[None]:
    """A store with what comes with the product, for as long as the block lasts."""
    before = os.environ.get(STORE_VARIABLE)
    with tempfile.TemporaryDirectory() as folder:
        prepare_store(Settings(store=Path(folder)))
        os.environ[STORE_VARIABLE] = folder
        try:
            yield
        finally:
            os.environ.pop(STORE_VARIABLE)
            if before is not None:
                os.environ[STORE_VARIABLE] = before


def render(folder: Path, chosen: list[View]) -> str:
    """Draw views into a folder, each with a folder of its own. Returns what was drawn, in words."""
    logging.disable(logging.WARNING)  # Streamlit warns at each page that there is no server
    started = time.monotonic()
    executor = ProcessPoolExecutor(WORKERS, mp_context=get_context("spawn"))
    with _store(), executor as workers, sync_playwright() as playwright:
        # Now, not when they are first needed: a page that runs stands as the main module, which a process
        # that begins then would run too.
        wait([workers.submit(time.sleep, 0.1) for _ in range(WORKERS)])
        browser = playwright.chromium.launch(executable_path=find_browser(), args=["--no-sandbox"])
        charts, pieces = in_vega.Pictures(workers), in_browser.Pictures(browser.new_page())
        for view in chosen:
            drawn = seen(view)
            place = folder / view.name
            place.mkdir(parents=True)
            for chart in (one for one in drawn if isinstance(one, Chart)):
                text = json.dumps({"alt": chart.alt, "spec": chart.spec}, indent=1, sort_keys=True)
                (place / f"{chart.key}.json").write_text(text, encoding="utf-8")
                charts.want(chart, place)
            for piece in pieces.pieces(drawn):
                # A line for each tag, so that two versions can be compared line by line.
                text = re.sub(r">\s*<", ">\n<", piece.text)
                (place / f"{piece.key}.html").write_text(text, encoding="utf-8")
                pieces.want(piece, place)
        of_html = pieces.draw()
        of_charts = charts.draw()
        browser.close()
    pictures = sum(1 for _ in folder.rglob("*.png"))
    return (
        f"{len(chosen)} views, {pictures} pictures in {folder}: {of_charts} different ones of charts and "
        f"{of_html} of HTML, in {time.monotonic() - started:.0f} s"
    )


def main() -> None:
    """Draw into the folder that is named, which must not exist."""
    parser = argparse.ArgumentParser(description="Draw every picture of the product into a folder.")
    parser.add_argument("folder", type=Path, help="a folder that does not exist yet")
    parser.add_argument("--systems", nargs="+", choices=SYSTEMS, default=list(SYSTEMS))
    given = parser.parse_args()
    if given.folder.exists():
        parser.error(f"{given.folder} exists already: its pictures could be of another state")
    print(render(given.folder, [view for view in views() if view.query["ics"] in given.systems]))


if __name__ == "__main__":
    main()
