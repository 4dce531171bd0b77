"""Without a pointer: every stop of Tab is in the window, the navigation can be skipped, a form be filled in.

That the focus is seen on every page is asked in test_every_page; each user's main task by keys alone is in
test_questions (keys) and test_upload.
"""

import pytest
from playwright.sync_api import expect

from tests.browser.keys import MOST_STOPS, STOP, tab_to


@pytest.mark.parametrize("place", ["overview?ics=QYG", "upload"])
def test_tab_goes_through_a_page_and_out_of_it_and_is_never_out_of_sight(place, address, visit):
    page = visit().open(f"{address}/{place}")
    stops = []
    while len(stops) < MOST_STOPS:
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        if stop is None:
            break
        stops.append(stop)
    assert [stop for stop in stops if not stop["seen"]] == []
    assert stops[0]["name"] == "Skip to main content"
    assert 20 < len(stops) < MOST_STOPS
    # The next round begins at the top again; Enter there leaves the navigation out.
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate(STOP)["inMain"]
    assert page.url.startswith(f"{address}/{place}")


def test_a_trust_fills_in_a_target_by_keys(address, visit):
    page = visit().open(f"{address}/trust-position?ics=DEMO&trust=DEMO7")
    tab_to(page, page.get_by_role("button", name="Set a target"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("combobox", name="Pillar"))
    page.keyboard.press("ArrowDown")  # a short list is not typed into
    page.get_by_role("option", name="Safe Practice").wait_for()
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("spinbutton", name="Level aimed at"))
    page.keyboard.type("3.5")
    tab_to(page, page.get_by_role("button", name="Submit this target"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("What it holds for is not chosen.")).to_be_visible()
    expect(page.get_by_text("Pillar is not chosen.")).to_be_hidden()
