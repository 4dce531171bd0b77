"""The way in and the way back: history, the tab's name, and where a returning reader was."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW, WIDE, back, expect_in_link, go, settle
from tests.browser.everybody import expect_inside, expect_no_scrolling_sideways
from tests.browser.test_pages import STEPS

DOWN = "document.querySelector('[data-testid=stMain]').scrollTop"


def test_a_page_is_left_by_one_step_back_and_the_tab_says_which_it_is(address, visit):
    page = visit().open(f"{address}/overview?ics=QF7")
    start = page.evaluate(STEPS)
    for name in ("Levelling up", "Peer learning", "Trust position"):
        page.get_by_role("link", name=name, exact=True).click()
        page.wait_for_url(f"**/{name.lower().replace(' ', '-')}?**")
        settle(page)
    assert page.evaluate(STEPS) == start + 3
    for name in ("Peer learning", "Levelling up", "ICS overview"):
        back(page)
        expect(page.locator(".page-name")).to_contain_text(name)
        expect(page).to_have_title(f"{name}: South Yorkshire")
    expect(page.locator(".breadcrumbs")).to_contain_text("(QF7)")
    go(page, "/trust-position?ics=DEMO&trust=DEMO1")
    expect(page).to_have_title(
        "Trust position: Quorrelby University Hospitals NHS Foundation Trust (fictional)"
    )


def test_a_link_to_the_root_that_names_a_system_is_no_trap(address, visit):
    page = visit().open(f"{address}/method")
    page.goto(f"{address}/?ics=QSL")
    page.wait_for_url("**/overview?**")
    settle(page)
    back(page)
    expect(page.locator(".page-name")).to_have_text("Method and sources")


def test_how_this_is_computed_comes_back_to_where_the_reader_was(address, visit):
    page = visit().open(f"{address}/overview?ics=QF7&standard=ics_best&sort=name")
    start, there = page.evaluate(STEPS), page.url
    for come_back in (back, back_by_link):
        ask = page.get_by_role("link", name="How this is computed")
        ask.scroll_into_view_if_needed()
        down = page.evaluate(DOWN)
        assert down > 500
        ask.click()
        page.wait_for_url("**/method?**ics=QF7**rule=gap**")
        settle(page)
        expect(page.get_by_role("heading", name="The rule that you asked about")).to_be_in_viewport()
        come_back(page)
        expect(page).to_have_url(there)
        page.wait_for_function(f"() => Math.abs({DOWN} - {down}) < 100")
    assert page.evaluate(STEPS) == start + 2


def back_by_link(page: Page) -> None:
    page.get_by_role("link", name="Back to ICS overview: South Yorkshire").click()
    page.wait_for_url("**/overview?**")
    settle(page)


def test_a_returning_reader_is_offered_where_they_were_and_can_have_it_forgotten(address, visit):
    page = visit().open(address)
    page.evaluate("localStorage.clear()")  # tabs of one browser share it
    page.reload()
    settle(page)
    place = page.locator("#where-you-were")
    expect(place.locator("a")).to_have_count(0)
    page.goto(f"{address}/levelling-up?ics=QF7&standard=ics_best")
    settle(page)
    page.get_by_role("link", name="Digital maturity").click()
    settle(page)
    expect(page.locator("h1.page-title")).to_contain_text("How digitally mature")
    link = place.get_by_role("link", name="Go on where you were: Levelling up: South Yorkshire")
    expect(link).to_be_visible()
    link.click()
    page.wait_for_url("**/levelling-up?**standard=ics_best**")
    settle(page)
    page.goto(address)
    settle(page)
    place.get_by_role("button", name="Forget it").click()
    expect(place.locator("a")).to_have_count(0)
    page.reload()
    settle(page)
    expect(place.locator("a")).to_have_count(0)


def test_a_system_is_chosen_on_the_first_page_by_keyboard_and_on_its_map(address, visit):
    page = visit().open(address)
    box = page.get_by_role("combobox", name="Which system, group or trust?")
    box.focus()
    box.press_sequentially("somerset (q")
    page.get_by_role("option", name="Somerset (QSL)").wait_for()
    box.press("Enter")
    page.wait_for_url("**/overview?**ics=QSL**")
    settle(page)
    back(page)
    expect(page.locator("h1.page-title")).to_contain_text("How digitally mature")
    page.locator(".st-key-chart-home path[aria-label^='Somerset']").first.click(force=True)
    page.wait_for_url("**/overview?**ics=QSL**", timeout=30_000)


def test_a_term_is_explained_by_pointer_and_by_key_inside_the_window(address, visit):
    page = visit().open(f"{address}/overview?ics=QF7")
    term = page.locator("p.lead .term").first
    for window in (NARROW, WIDE):
        page.set_viewport_size(window)
        said = term.locator(".term-said")
        expect(said).to_be_hidden()
        term.hover()
        expect(said).to_be_visible()
        page.mouse.move(0, 0)
        expect(said).to_be_hidden()
        for each in page.locator("button.term").all()[:6]:
            each.focus()
            said = each.locator(".term-said")
            expect(said).to_be_visible()
            expect_inside(page, said)
            page.keyboard.press("Escape")
            expect(said).to_be_hidden()
    expect_no_day_that_the_store_does_not_have(page)


def expect_no_day_that_the_store_does_not_have(page: Page) -> None:
    """It cannot be chosen, and the box says so."""
    page.get_by_role("button", name="As at: now").focus()
    page.keyboard.press("Enter")
    page.get_by_role("spinbutton", name="day, As at").wait_for()
    page.get_by_role("spinbutton", name="day, As at").focus()
    page.keyboard.type("01012020", delay=30)
    settle(page)
    expect(page.get_by_text("must be").or_(page.get_by_role("alert")).first).to_be_visible()
    assert "asat" not in page.url


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
        expect_no_scrolling_sideways(page)
        page.keyboard.press("Enter")
        expect(said).to_be_hidden()
    asked.click()
    page.get_by_role("link", name="What the assessment itself says").click()
    page.get_by_text("All elements of a scoring level are required to be met").wait_for()
    assert page.locator("#levels").bounding_box()["y"] < 844
    expect_in_link(page, "level=2.5")
    assert not tab.complaints


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
