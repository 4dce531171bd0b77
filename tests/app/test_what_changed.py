"""The page "What changed", on a store in which a fictional trust returned between two days."""

from datetime import timedelta

from benchmark.core.moments import utc_today
from benchmark.core.wording import in_full
from benchmark.questions.changes import page
from benchmark.store.ledger import writing
from benchmark.store.publication.past import first_day
from tests.unit.questions.country import pillars, submit


def test_it_lists_additions_since_the_day_in_the_link(own_store, app):
    with writing(own_store) as ledger:
        ledger.connection.execute("update entry set made_at = made_at - interval 5 day")
    submit(own_store, pillars("DEMO1", "Acute", 1.0))
    since = utc_today() - timedelta(2)
    asked = {"ics": "DEMO", "since": since.isoformat()}
    opened = app.open("what-changed", **asked)
    said = app.words(opened)
    assert f"between the end of {in_full(since)} and now" in said
    assert "Quorrelby University Hospitals NHS Foundation Trust" in said and ">Well Led</td>" in said
    opened.toggle(key="changes-text").set_value(True).run()
    assert opened.code[0].value.startswith("Subject: Fictional: What changed: Demonstration ICS")
    of_england = app.said("what-changed", **asked, extent="england")
    assert "Nothing of any real system changed" in of_england and "Quorrelby" not in of_england
    assert "No verdict on levelling up changed." in of_england
    in_vain = app.said("what-changed", ics="DEMO", since="2020-01-01")
    assert "Since: the link asks for “2020-01-01”" in in_vain


def test_a_store_of_today_has_no_earlier_day(published_settings, app, monkeypatch):
    # The shared store was made today, or yesterday if midnight has come since.
    monkeypatch.setattr(page, "utc_today", lambda: first_day(published_settings))
    said = app.said("what-changed", ics="DEMO")
    assert "There is no earlier day to compare with" in said
    assert (
        "the first comparison can be made on the day after" in said and "the log on the page Returns" in said
    )
