"""How long a click takes on each page, as a ratio to a page that draws only a title, in the same run."""

import statistics
import time
from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from benchmark.settings import PROJECT_ROOT, STORE_VARIABLE
from benchmark.web.sitemap import PLACES

REPEATS = 15
TITLE_ONLY = "import streamlit as st\nst.title('Nothing but a title')\n"


def seconds(run: Callable[[], object]) -> float:
    """The median of REPEATS runs, after one that is not counted."""
    run()
    taken = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        run()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def test_rerun_of_each_page(monkeypatch: pytest.MonkeyPatch, published_settings, publication):
    monkeypatch.setenv(STORE_VARIABLE, str(published_settings.store))
    floor = AppTest.from_string(TITLE_ONLY)
    floor_seconds = seconds(floor.run)
    print(f"\ntitle only: {1000 * floor_seconds:.1f} ms")
    for place in PLACES:
        app = AppTest.from_file(str(PROJECT_ROOT / "benchmark" / "web" / "main.py"), default_timeout=60).run()
        if place is not PLACES[0]:
            app.switch_page(str(PROJECT_ROOT / "pages" / place.script))
        taken = seconds(app.run)
        assert not app.exception
        print(f"{place.title}: {1000 * taken:.1f} ms, {taken / floor_seconds:.1f} times the floor")
