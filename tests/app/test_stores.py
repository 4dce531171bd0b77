"""What pages say of a store that lacks something, is gone, was replaced, or has not shown everything yet."""

import json
import shutil
import time
from itertools import chain

import pytest
from streamlit.testing.v1 import AppTest

from benchmark.core.errors import PublicationRefused
from benchmark.core.settings import LEDGER_VARIABLE, STORE_VARIABLE, Settings
from benchmark.returns.submit.following import Follower, trouble_words
from benchmark.store.backup import backup, restore
from benchmark.store.ledger import writing
from benchmark.store.publication import open_current
from benchmark.store.publication.publish import publish
from benchmark.surfaces.server.server import health
from benchmark.surfaces.web.shown import start_store
from benchmark.surfaces.web.site.sitemap import PAGES
from tests.app.visits import App
from tests.awaiting import finished
from tests.shipped import PUBLISHED, PUBLISHED_KINDS
from tests.unit.store.invented import reference, submit

ADDRESSES = [place.address for place in PAGES]


def asked_health() -> tuple[int, dict[str, object]]:
    answer = finished(health(None))
    return answer.status_code, json.loads(bytes(answer.body))


def errors(opened: AppTest) -> str:
    """What the page's errors say, without the marks around commands."""
    return "\n".join(error.value.replace("`", "") for error in opened.error)


def withdraw(settings: Settings, *numbers: int) -> None:
    """As an older version of the product let happen."""
    with writing(settings) as ledger:
        for number in numbers:
            ledger.withdraw(number, by="A tester", reason="x")


BESIDE_THE_SCORES = (
    ("epr_suppliers", "dspt_status", "eric_types", "icb_maturity_scores", "trust_successions"),
    ("trust_context", "medical_records", "groups", "icb_overall_comparable"),
    ("ics_successions", "trust_names", "overall_comparable"),
)
"""What stands beside the scores, and of what a page shows together one part each time."""
LEFT_OUT = [
    *BESIDE_THE_SCORES,
    *((kind,) for kind in PUBLISHED_KINDS if kind not in chain(*BESIDE_THE_SCORES)),
]


@pytest.mark.slow
@pytest.mark.parametrize("kinds", LEFT_OUT, ids="+".join)
def test_without_some_of_the_published_files_every_page_opens_or_says_what_is_missing(own_store, app, kinds):
    numbers = [PUBLISHED_KINDS.index(kind) + 1 for kind in kinds]
    withdraw(own_store, *numbers)
    addresses = ADDRESSES
    try:
        publish(own_store)
    except PublicationRefused as error:
        assert f"restore {numbers[0]}" in str(error)
        # As after an update of the product, when none of its version is there.
        own_store.current_pointer.unlink()
        addresses = ADDRESSES[:2]  # that then all pages say the same is asked below
    start_store()
    for address in addresses:
        opened = app.open(address)  # an exception on a page fails here
        assert app.words(opened)
        assert not opened.error or any(
            f"python -m benchmark restore {number} --reason TEXT" in errors(opened) for number in numbers
        )


def test_without_all_of_them_every_page_says_so_and_so_do_health_and_the_log(own_store, app, caplog):
    withdraw(own_store, *range(1, PUBLISHED + 1))
    try:
        publish(own_store)
    except PublicationRefused:
        own_store.current_pointer.unlink()
    start_store()
    for address in ADDRESSES:
        assert "Withdrawn of the published data: 1 (" in errors(app.open(address))
    status, health = asked_health()
    assert (status, health["status"]) == (503, "unavailable")
    assert "Nothing can be shown: The publication lacks what every page rests on" in caplog.text


class TestGone:
    @pytest.fixture(autouse=True)
    def seen(self, own_store: Settings, app: App) -> None:
        app.open("method")

    def test_a_missing_store_is_reported_and_not_made_again(self, own_store, app):
        shutil.rmtree(own_store.store)
        assert "that this dashboard was started with is gone" in errors(app.open("method"))
        status, health = asked_health()
        assert (status, "is gone" in str(health["reason"])) == (503, True)
        assert not own_store.store.exists()

    def test_a_store_in_the_place_of_another_is_reported(self, own_store, app, tmp_path):
        other = Settings(store=tmp_path / "other")
        submit(other, *reference())
        shutil.rmtree(own_store.store)
        shutil.copytree(other.store, own_store.store)
        assert "has been replaced by another" in errors(app.open("method"))
        assert asked_health()[0] == 503

    def test_an_older_copy_of_the_whole_store_is_reported(self, own_store, app, tmp_path):
        older = shutil.copytree(own_store.store, tmp_path / "older")
        change_once_more(own_store, "x")
        start_store()
        assert not app.open("method").error
        shutil.rmtree(own_store.store)
        shutil.copytree(older, own_store.store)
        assert "has been set back" in errors(app.open("method"))
        assert (asked_health()[0], "has been set back" in str(asked_health()[1]["reason"])) == (503, True)

    def test_an_older_copy_that_has_grown_since_is_reported(self, own_store, app, tmp_path):
        """It goes further than what was shown, and the entry that was shown is not in it."""
        older = Settings(store=shutil.copytree(own_store.store, tmp_path / "older"))
        for store, reason in ((own_store, "x"), (older, "another"), (older, "more")):
            change_once_more(store, reason)
        publish(older)
        start_store()
        assert not app.open("method").error
        shutil.rmtree(own_store.store)
        shutil.copytree(older.store, own_store.store)
        assert "has been set back" in errors(app.open("method"))
        assert asked_health()[0] == 503

    def test_what_goes_on_while_a_writer_is_at_work_or_was_restored_from_a_backup_is_shown(
        self, own_store, app, tmp_path
    ):
        file = backup(own_store, tmp_path / "b.zip").file
        change_once_more(own_store, "x")
        publish(own_store)
        with writing(own_store) as ledger:
            ledger.connection.execute("begin")
            assert not app.open("method").error
        restore(own_store, file, replace=True)
        assert not app.open("method").error
        assert asked_health()[0] == 200

    def test_a_lost_ledger_is_reported_with_what_to_do(self, own_store, app):
        own_store.ledger_file.unlink()
        assert "Restore it from a backup: python -m benchmark restore FILE" in errors(app.open("method"))
        assert asked_health()[0] == 503

    def test_a_missing_note_is_reported(self, own_store, app):
        own_store.store_file.unlink()
        assert "is gone" in errors(app.open("method"))


def change_once_more(settings: Settings, reason: str) -> None:
    """Withdraw a return, or let it stand again."""
    with writing(settings) as ledger:
        targets = next(s for s in ledger.submissions() if s.kind == "own_targets")
        act = ledger.withdraw if targets.state == "standing" else ledger.restore
        act(targets.submission_id, by="A tester", reason=reason)


def test_looking_makes_nothing(tmp_path, app, monkeypatch):
    monkeypatch.setenv(STORE_VARIABLE, str(tmp_path / "slip"))
    for address in ADDRESSES:
        assert "There is no store in" in errors(app.open(address))
    assert asked_health()[0] == 503
    assert not (tmp_path / "slip").exists()


def test_a_submission_that_is_not_shown_yet_is_reported(own_store, app):
    shown = open_current(own_store).ledger_entry
    change_once_more(own_store, "x")
    assert asked_health() == (
        200,
        {
            "status": "ok",
            "publication": open_current(own_store).version,
            "entry_shown": shown,
            "entry_taken": shown + 1,
        },
    )
    assert f"Entry {shown + 1} of the ledger is taken, not yet shown." in app.said("returns")
    start_store()
    assert asked_health()[1]["entry_shown"] == shown + 1
    assert "not yet shown" not in app.said("returns")


def test_pages_are_shown_and_say_so_while_the_database_is_away(own_store, app, monkeypatch):
    monkeypatch.setenv(LEDGER_VARIABLE, "postgresql:///ledger?host=/nowhere")
    follower = Follower(Settings.from_environment())
    try:
        while not trouble_words(own_store):
            time.sleep(0.01)
        opened = app.open("levelling-up")
        assert (
            "what is shown may not be the newest. The database of the ledger cannot be reached: nobody"
            in (app.words(opened))
        )
        assert not opened.error
        status, health = asked_health()
        assert (status, health["status"]) == (200, "behind")
    finally:
        follower.stop()


def test_a_submission_is_looked_at_while_somebody_writes(own_store, app):
    """The page would not end in time if it asked for the writer's lock."""
    with writing(own_store):
        opened = app.open("returns", submission="20")
    assert not opened.error
    assert "Submission 20" in app.words(opened)
