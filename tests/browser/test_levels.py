"""What a level means is one click away and keeps the reader's place; the level that is chosen can be read."""

from playwright.sync_api import expect

from tests.browser.conftest import expect_in_link

SIDEWAYS = "document.documentElement.scrollWidth - innerWidth"


def test_what_the_levels_mean_opens_in_place(visit, address):
    tab = visit()
    page = tab.open(f"{address}/levelling-up?ics=QF7&level=2.5")
    before = page.url
    asked = page.get_by_text("What levels 1 to 5 mean")
    said = page.get_by_text("In use throughout", exact=False).first
    for width in (1440, 1024, 390):
        page.set_viewport_size({"width": width, "height": 844})
        asked.focus()
        page.keyboard.press("Enter")
        expect(said).to_be_visible()
        assert page.url == before
        page.wait_for_function(f"{SIDEWAYS} <= 0")
        page.keyboard.press("Enter")
        expect(said).to_be_hidden()
    asked.click()
    page.get_by_role("link", name="What the assessment itself says").click()
    page.get_by_text("All elements of a scoring level are required to be met").wait_for()
    assert page.locator("#levels").bounding_box()["y"] < 844
    expect_in_link(page, "level=2.5")
    assert not tab.complaints
