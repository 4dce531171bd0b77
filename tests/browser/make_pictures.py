"""Make the README's pictures from the running product: python -m tests.browser.make_pictures.

Published figures alone are in them. 128 colours keep them small.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import sync_playwright

from benchmark.core.settings import PROJECT_ROOT
from tests.browser.conftest import settle
from tests.conftest import NO_BROWSER, find_browser
from tests.serving import WAIT_SECONDS, served

FOLDER = PROJECT_ROOT / "docs" / "pictures"
PICTURES = {"overview": ("overview?ics=QYG", 1250), "levelling-up": ("levelling-up?ics=QF7", 1500)}
"""A picture's name -> the page, and how high its window is. Each shows what a reader sees first."""
WIDTH = 1280


def main() -> None:
    browser_at = find_browser()
    if browser_at is None:
        sys.exit(NO_BROWSER)
    FOLDER.mkdir(exist_ok=True)
    with (
        TemporaryDirectory() as folder,
        served(Path(folder) / "store", Path(folder) / "log.txt") as address,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=browser_at, args=["--no-sandbox"])
        page = browser.new_page()
        page.set_default_timeout(WAIT_SECONDS * 1000)
        for name, (link, height) in PICTURES.items():
            page.set_viewport_size({"width": WIDTH, "height": height})
            page.goto(f"{address}/{link}")
            settle(page)
            page.wait_for_timeout(2_000)
            file = FOLDER / f"{name}.png"
            page.screenshot(path=file)
            Image.open(file).convert("RGB").quantize(128).save(file, optimize=True)
        browser.close()


if __name__ == "__main__":
    main()
