"""The page Board pack in the app: what is chosen is made off the page's thread, kept, and chosen again."""

from concurrent.futures import Future

from streamlit.testing.v1 import AppTest

from benchmark.documents.formats import file_name
from benchmark.documents.page import page
from benchmark.questions.board.page import Job
from tests.app.visits import press


def made(app: AppTest, **chosen: str) -> Job:
    """Choose, press, and wait until it is made; the page is then drawn anew."""
    for name, value in chosen.items():
        kind = (
            "text_area"
            if name in ("asks", "text summary")
            else "selectbox"
            if name in ("form", "length")
            else "text_input"
        )
        getattr(app, kind)(key=f"pack: {name}").set_value(value)
    press(app, "Make the pack")
    job: Job = app.session_state["pack: being made"]
    assert job.future is not None
    job.future.result(timeout=120)
    app.run()
    assert not app.exception, app.exception[0].message
    return job


def test_what_is_chosen_is_in_the_pack_and_in_its_name(app):
    opened = app.open("board-pack", ics="DEMO")
    asks = opened.text_area(key="pack: asks").value
    assert asks.startswith("Note that 50 of 77 scores")
    job = made(opened, form="html", length="one", asks="Decide.\nAsk again.", agenda_item="7")
    found = job.future.result() if job.future else None
    assert found is not None
    assert [ask.text for ask in found.pack.cover.asks] == ["Decide.", "Ask again."]
    assert b"<strong>Agenda item:</strong> 7" in found.content
    assert job.steps == ["summary", "Web page"]
    said = app.words(opened)
    assert "Digital maturity of Demonstration ICS (fictional): 1 section" in said
    assert ">Download as Web page</a>" in said
    assert file_name(found.pack, job.form) == "fictional-board-pack-DEMO-2025.html"


def test_a_trust_has_a_pack_of_its_own(app):
    opened = app.open("board-pack", ics="DEMO", focus="DEMO1")
    job = made(opened, form="html", length="one")
    assert job.choices.trust == "DEMO1"
    waits = Job(job.choices, "html", future=Future())
    opened.session_state["pack: being made"] = waits
    press(opened, "Make the pack")  # only the newest of a visit waits for its turn
    assert waits.future is not None and waits.future.cancelled()


def test_an_issue_that_is_kept_is_offered_again_with_its_words(own_store, app):
    opened = app.open("board-pack", ics="DEMO")
    boxes = len(opened.text_area)
    opened.session_state["pack: words"] = True
    opened.run()
    assert len(opened.text_area) > boxes + 5  # one for each section, which nobody needs who writes nothing
    opened.session_state["pack: words"] = False
    job = made(opened, form="html", length="one", name="Public part", **{"text summary": "Our own words."})
    assert job.choices.asks == ()  # left as suggested: the next issue asks by its own figures
    assert "It is not kept yet." in app.words(opened)
    opened.text_input(key="pack-by").set_value("A. Analyst")
    press(opened, "Keep this issue as Public part")
    assert "Kept as number" in opened.success[0].value
    again = app.open("board-pack", ics="DEMO")
    again.selectbox(key="pack: before").set_value("Public part").run()
    assert again.text_area(key="pack: text summary").value == "Our own words."
    assert "Your own words stand as written for the issue of " in app.words(again)
    job = made(again, form="html")
    found = job.future.result() if job.future else None
    assert found is not None
    assert found.kept is not None
    assert found.changed == 0
    assert b"Our own words." in page(found.pack)
