"""What all tests share: a store made from the published data, and what to do without a browser."""

import gc
import os
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from hypothesis import settings as hypothesis_settings

from benchmark.core.errors import BenchmarkError
from benchmark.core.settings import PROJECT_ROOT, Settings
from benchmark.returns.submit.bundled import prepare_store
from benchmark.store.ledger import ledger as ledger_module
from benchmark.store.ledger.migrate import leave
from benchmark.store.ledger.snapshot import INSIDE
from benchmark.store.publication import Publication
from benchmark.store.storage import database
from benchmark.surfaces.server.workers import nginx
from tests import postgresql as servers

BROWSERS = (
    "chromium-headless-shell",  # the same without a window of its own, which would be drawn too
    *("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge"),
)
LONG = {
    PROJECT_ROOT / "tests" / "unit" / folder
    for folder in ("store", "surfaces", "documents", "workbooks", "questions/board")
}
"""Folders whose tests write stores, start processes or make papers."""
WITH_PAGES = ("tests/app/", "tests/browser/")
BY_THEMSELVES = ("tests/app/test_first_page.py", "tests/app/test_stores.py")
"""Files of these folders that share nothing with the others: each test has its own store or process."""
OFFICE = ("soffice", "pdftotext", "pdftoppm")
NO_OFFICE = f"Tests of finished papers need these on the PATH: {', '.join(OFFICE)}."
NO_BROWSER = f"Browser tests need one of these on the PATH, and none is: {', '.join(BROWSERS)}."

# On a busy machine an example can wait longer than any deadline that would tell us something. A fifth of the
# usual number of examples keeps the suite within twelve minutes; the fuzz test has a count of its own.
hypothesis_settings.register_profile("project", deadline=None, max_examples=20)
hypothesis_settings.load_profile("project")


def find_browser() -> str | None:
    """The first Chromium or Chrome on the PATH."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def pytest_configure() -> None:
    """With THREADS every database has so many, as one of many rows has: the next DuckDB is tried so."""
    if "THREADS" in os.environ:
        database._CONFIG["threads"] = int(os.environ["THREADS"])


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything under tests/browser needs a browser, so no test there can forget to say so.

    What writes to a store, starts processes or makes papers is slow, without a word in each file, and so is
    what tries many examples. Workers take whole files in this order: one that takes long, taken last, would
    leave the others idle.
    """
    tests = Counter(item.path for item in items)
    browser = {path for path in tests if PROJECT_ROOT / "tests" / "browser" in path.parents}
    for item in items:
        if item.path in browser:
            item.add_marker("browser")
        if not LONG.isdisjoint(item.path.parents) or "own_store" in getattr(item, "fixturenames", ()):
            item.add_marker("slow")
    long = browser | {item.path for item in items if item.get_closest_marker("slow")}
    for item in items:
        if getattr(getattr(item, "obj", None), "is_hypothesis_test", False):
            item.add_marker("slow")
    items.sort(
        key=lambda item: (item.path not in browser, item.path not in long, -tests[item.path], item.path)
    )


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Each folder that shows pages goes to one worker: that starts one server and one browser, and what pages
    work out once is worked out once. All else is shared out by files.
    """
    if config.getvalue("dist") != "loadfile":
        return None
    from xdist.scheduler import LoadFileScheduling

    class ByFile(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            folder = next((folder for folder in WITH_PAGES if nodeid.startswith(folder)), None)
            file = str(super()._split_scope(nodeid))
            return file if folder is None or file in BY_THEMSELVES else folder

    return ByFile(config, log)


def pytest_collection() -> None:
    """Nothing that is imported or collected is garbage: to look for it takes a quarter of that time."""
    gc.disable()


def pytest_collection_finish() -> None:
    """Look for garbage among what tests make alone: Streamlit does so after each run of a page, and would go
    through all modules and all tests each time, for a quarter of a second. Between runs more seldom than
    Python does, which takes 2% of the time: nearly all that tests make goes without it.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    gc.enable()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """A page that is shown makes itself the main module. Processes that a later test starts would look for
    its file, which is gone by then.
    """
    main = sys.modules["__main__"]
    try:
        return (yield)
    finally:
        sys.modules["__main__"] = main


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Without a browser or an office its tests are skipped; they fail where the environment promises one."""
    if item.get_closest_marker("browser") is not None and find_browser() is None:
        _skip(NO_BROWSER, promised="REQUIRE_BROWSER")
    if item.get_closest_marker("office") is not None and not all(map(shutil.which, OFFICE)):
        _skip(NO_OFFICE, promised="REQUIRE_OFFICE")


def _skip(why: str, *, promised: str) -> None:
    if os.environ.get(promised) == "1":
        pytest.fail(why, pytrace=False)
    pytest.skip(why)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say aloud, once, that the browser tests did not run: a count of skipped tests is easily overlooked."""
    skipped = terminalreporter.stats.get("skipped", [])
    left_out = sum(NO_BROWSER in str(report.longrepr) for report in skipped)
    if left_out:
        terminalreporter.write_line(f"{left_out} browser tests were skipped. {NO_BROWSER}")


@pytest.fixture(scope="session")
def browser_executable() -> str:
    """The browser that browser tests drive."""
    found = find_browser()
    assert found is not None, NO_BROWSER
    return found


@pytest.fixture(scope="session")
def postgresql() -> Iterator[servers.Postgresql]:
    """A PostgreSQL of the tests' own, for as long as they run. It loses what it has when the power goes."""
    if servers.programs() is None:
        _skip(servers.NO_POSTGRESQL, promised="REQUIRE_POSTGRESQL")
    with servers.running() as server:
        yield server


@pytest.fixture(scope="session")
def nginx_program() -> str:
    """The nginx that stands before several servers."""
    try:
        return nginx()
    except BenchmarkError as error:
        _skip(error.message, promised="REQUIRE_POSTGRESQL")
        raise


AGE = timedelta(days=10)
"""Of a store that has past days to show."""
CopyOf = Callable[[str, Callable[[Settings], object]], Settings]
"""Gives a copy of a store: by what name the first worker makes it, and how."""


@pytest.fixture(scope="session")
def copy_of(tmp_path_factory: pytest.TempPathFactory) -> CopyOf:
    """Makes a store once for all workers, each of which has a copy: making one takes as long as ten tests."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent  # of all workers

    def copied(name: str, make: Callable[[Settings], object]) -> Settings:
        made = shared / f"{name} store"
        with FileLock(f"{made}.lock"):
            if not made.exists():
                begun = Path(tempfile.mkdtemp(dir=shared))
                make(Settings(store=begun / "store"))
                (begun / "store").rename(made)
                begun.rmdir()
        settings = Settings(store=shutil.copytree(made, tmp_path_factory.mktemp(name) / "store"))
        leave(settings.ledger_file)
        return settings

    return copied


def make_ten_days_ago(settings: Settings) -> None:
    """Make a store as it would be if it had been made then."""
    real = ledger_module.utc_now
    with pytest.MonkeyPatch.context() as then:
        then.setattr(ledger_module, "utc_now", lambda: real() - AGE)
        then.setattr(ledger_module.Running, "now", lambda: None)  # it does not tell how long it ran
        prepare_store(settings)


@pytest.fixture(scope="session")
def published_settings(copy_of: CopyOf) -> Settings:
    """A store that holds exactly what comes with the product. Tests share it, so none may write to it."""
    return copy_of("published", prepare_store)


@pytest.fixture(scope="session")
def publication(published_settings: Settings) -> Publication:
    """The publication of the data that comes with the product.

    All processors work on it, as on one of many rows: an order that hangs on threads would be seen.
    """
    found = prepare_store(published_settings)
    database.use_all_processors(found.cursor())
    return found


@pytest.fixture
def own_store(published_settings: Settings, publication: Publication, tmp_path: Path) -> Settings:
    """A copy of that store, to be changed, under a name that is awkward in SQL: quicker than a new one.

    Without the copies that readers made of its ledger, which are of a test before. Its ledger is as this
    process left it: to look through it anew takes as long as a third of a submission.
    """
    without = shutil.ignore_patterns(INSIDE)
    settings = Settings(
        store=shutil.copytree(published_settings.store, tmp_path / "own store's", ignore=without)
    )
    leave(settings.ledger_file)
    return settings


@pytest.fixture
def data_folder(tmp_path: Path) -> Path:
    """A copy of data/ that a test may tamper with."""
    return shutil.copytree(PROJECT_ROOT / "data", tmp_path / "data")
