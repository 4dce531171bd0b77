"""The pages that the benchmarks hold all others against draw a title, and no error."""

import sys
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.bench.bench_reruns import FRAMED, TITLES, write_title_apps


@pytest.mark.parametrize("name", TITLES)
def test_a_title_is_drawn(name, app, tmp_path):
    served = write_title_apps(tmp_path)[name]
    script = served.with_name(served.name.replace("app", "main"))
    shown = AppTest.from_file(str(script), default_timeout=150)
    shown.query_params["ics"] = "QYG"
    shown.run()
    assert not shown.exception and not shown.error
    assert "A title" in (app.words(shown) if name == FRAMED else shown.title[0].value)


def test_the_last_of_them_is_not_the_main_module_any_more():
    assert not Path(getattr(sys.modules["__main__"], "__file__", "")).name.startswith("main_")
