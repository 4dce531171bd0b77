"""Choices that are drawn when their button is pressed: they must still work, by mouse and by keyboard."""

from playwright.sync_api import expect

from tests.browser.conftest import settle


def test_trusts_are_named_one_after_another_and_enter_the_link(visit, address):
    tab = visit()
    page = tab.open(f"{address}/trust-position?trust=RBS")
    assert page.get_by_role("combobox", name="Your own list").count() == 0
    page.get_by_role("button", name="Name trusts").click()
    box = page.get_by_role("combobox", name="Your own list")
    box.wait_for()
    for code in ("REM", "RBQ"):
        box.press_sequentially(code)
        page.get_by_role("option", name=f"({code})").click()
        page.wait_for_url(f"**{code}**")
        settle(page)
    assert box.is_visible(), "the button's content stays open while trusts are chosen"
    expect(page.get_by_text("Liverpool Heart and Chest").first).to_be_visible()
    assert not tab.complaints


def test_a_past_day_that_the_store_does_not_have_cannot_be_chosen_and_the_box_says_so(visit, address):
    page = visit().open(f"{address}/overview?ics=QF7")
    page.get_by_role("button", name="As at: now").focus()
    page.keyboard.press("Enter")
    page.get_by_role("spinbutton", name="day, As at").wait_for()
    page.get_by_role("spinbutton", name="day, As at").focus()
    page.keyboard.type("01012020", delay=30)
    settle(page)
    expect(page.get_by_text("must be").or_(page.get_by_role("alert")).first).to_be_visible()
    assert "asat" not in page.url
