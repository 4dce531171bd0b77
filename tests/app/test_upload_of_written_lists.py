"""Lists as people write them go their whole way through the page: ditto marks, and lines that head groups."""

from benchmark.store.publication import open_current
from tests.app.test_returns_pages import answer_all, press_submit, text_input, uploaded

WRITTEN = (
    b"ods_code,care_setting,pillar,target,reason\n"
    b"Acute,,,,\n"
    b"DEMO6,Acute,well_led,3.5,Board training\n"
    b"ditto,ditto,safe_practice,3,ditto\n"
    b"Community,,,,\n"
    b"DEMO7,Community,well_led,3.5,Board training\n"
)


def test_a_written_list_is_asked_about_and_submitted_as_it_was_meant(app, own_store):
    opened = uploaded(app, WRITTEN)
    said = app.words(opened)
    assert "Ditto marks that were read as the value above" in said
    assert "Lines among the rows that hold no figures" in said
    text_input(opened, "Your name").set_value("Ada Example")
    text_input(opened, "Note").set_value("Typed by hand")
    answer_all(opened, "As it was typed")
    press_submit(opened)
    rows = open_current(own_store).rows(
        "SELECT target, reason FROM publication.own_targets"
        " WHERE ods_code = 'DEMO6' AND care_setting = 'Acute' AND pillar = 'safe_practice'"
    )
    assert rows == [(3.0, "Board training")]
