"""The pages as a person meets them: in a browser, from a link, wide and narrow."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import expect_in_link, settle
from tests.browser.everybody import expect_inside
from tests.browser.places import WIDTHS

SOUTH_YORKSHIRE = "ics=QF7&round=2025&footprint=assessed&standard=floor&level=3"
OUTLINE = """() => {
    const look = getComputedStyle(document.querySelector('[data-testid=stMainBlockContainer]'), '::after')
    return look.content === 'none' ? 'none' : look.opacity
}"""
"""How far what stands in a page's place until it comes can be seen; none where it is not there."""
DELAY = "() => document.getAnimations().find(a => a.animationName === 'outlined').effect.getTiming().delay"


def test_choosing_another_system_changes_words_picture_and_link(address, visit):
    page = visit().open(f"{address}/overview?{SOUTH_YORKSHIRE}")
    before, chart_before = lead(page), chart(page)
    choose(page, "System or group", "West Yorkshire (QWO)")
    expect(page.locator("p.lead")).to_contain_text("West Yorkshire")
    assert lead(page) != before
    assert chart(page) != chart_before
    expect_in_link(page, "ics=QWO")


def test_another_standard_changes_the_figures_and_the_link(address, visit):
    page = visit().open(f"{address}/overview?{SOUTH_YORKSHIRE}")
    choose(page, "Standard", "National median of its setting")
    expect(page.locator("h1.page-title")).to_contain_text("national median")
    expect_in_link(page, "standard=setting_median")


def test_todays_footprint_follows_a_system_into_its_successor(address, visit):
    page = visit().open(f"{address}/overview?ics=QMJ")
    choose(page, "Footprint", "Today's ICSs")
    expect(page.locator(".breadcrumbs")).to_contain_text("West and North London (Z9B2Z)")


@pytest.mark.parametrize("page_address", ["overview", "trust-position"])
def test_a_copied_link_shows_the_same_view(page_address, address, visit):
    page = visit().open(f"{address}/{page_address}?{SOUTH_YORKSHIRE}")
    choose(page, "System or group", "Birmingham and Solihull (QHL)")
    choose(page, "Standard", "Best in the system or group")
    expect(page.locator(".breadcrumbs")).to_contain_text("QHL")
    copied = visit().open(page.url)
    assert (lead(copied), chart(copied)) == (lead(page), chart(page))


def test_filters_keep_their_value_from_page_to_page(address, visit):
    page = visit().open(f"{address}/overview?ics=QHL&standard=ics_best")
    page.get_by_role("link", name="Levelling up").click()
    expect(page.locator(".page-name")).to_contain_text("Levelling up")
    settle(page)
    expect(page.locator(".breadcrumbs")).to_contain_text("QHL")
    expect_in_link(page, "ics=QHL", "standard=ics_best")


def test_a_link_with_unknown_values_says_so_and_runs_nothing_of_them(address, visit):
    tab = visit()
    page = tab.open(f"{address}/overview?ics=QF7&level=<script>&standard=best&round=1066&sort=x")
    expect(page.locator("p.in-vain")).to_have_count(4)
    expect(page.locator("p.in-vain", has_text="<script>")).to_be_visible()
    assert tab.complaints == []
    assert "round=1066" in page.url
    page.goto(f"{address}/overview?ics=<script>")
    settle(page)
    expect(page.locator("p.lead")).to_contain_text("There is no ICS <script>")


def test_a_trusts_name_in_the_grid_leads_to_its_position(address, visit):
    page = visit().open(f"{address}/overview?{SOUTH_YORKSHIRE}")
    link = page.locator("#figure-grid a").first
    name = link.inner_text()
    link.click()
    page.wait_for_url("**/trust-position?**")
    settle(page)
    expect(page.locator(".breadcrumbs")).to_contain_text(name)


def test_a_dot_in_the_strips_leads_to_its_trusts_position(address, visit):
    page = visit().open(f"{address}/overview?{SOUTH_YORKSHIRE}")
    page.locator(".st-key-chart-strips path[aria-roledescription=point]").first.click(force=True)
    page.wait_for_url("**/trust-position?**")
    settle(page)
    expect(page.locator(".breadcrumbs")).to_contain_text("NHS")


def test_a_trust_can_be_chosen_by_keyboard(address, visit):
    page = visit().open(f"{address}/overview?{SOUTH_YORKSHIRE}")
    picker = page.get_by_role("combobox", name="Go to a trust's position")
    picker.focus()
    picker.press_sequentially("Sheffield Children")
    picker.press("Enter")
    page.wait_for_url("**/trust-position?**")
    settle(page)
    expect(page.locator(".breadcrumbs")).to_contain_text("Sheffield Children")


def test_a_page_that_takes_long_shows_its_outline_after_300_ms(address, visit):
    page = visit().open(f"{address}/overview?{SOUTH_YORKSHIRE}")
    assert page.evaluate(OUTLINE) == "none"
    # As it is between a click and the first words of the next page.
    at_once = page.evaluate(
        f"""() => {{
            document.querySelector('h1.page-title').remove()
            document.querySelector('[data-testid=stApp]').dataset.testScriptState = 'running'
            return ({OUTLINE})()
        }}"""
    )
    assert at_once == "0"
    page.wait_for_function(f"() => ({OUTLINE})() === '1'")
    assert page.evaluate(DELAY) == 300


def test_streamlits_own_metrics_are_closed(address, visit):
    answer = visit().page.request.get(f"{address}/_stcore/metrics")
    assert answer.status == 404


def test_every_answer_carries_the_security_headers(address, visit):
    headers = visit().page.request.get(address).headers
    assert "frame-ancestors 'self'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"


def test_the_grid_shows_all_seven_pillars_at_every_width_and_is_downloaded(address, visit, tmp_path):
    page = visit().open(f"{address}/overview?{SOUTH_YORKSHIRE}")
    with page.expect_download() as started:
        page.locator("#figure-grid").get_by_role("link", name="Download as CSV").click()
    target = tmp_path / "grid.csv"
    started.value.save_as(target)
    text = target.read_text(encoding="utf-8-sig")
    assert "Sheffield Children" in text
    assert len(text.splitlines()) > 12
    heads = page.locator("#figure-grid thead th")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        expect(heads.filter(visible=True)).to_have_count(10)
        expect_inside(page, heads.last)


def lead(page: Page) -> str:
    return page.locator("hgroup").inner_text()


def chart(page: Page) -> list[str]:
    """What the page's charts say to a screen reader, mark by mark: the picture in words, once it is drawn."""
    marks = page.locator("[data-testid=stVegaLiteChart] [aria-label]")
    marks.first.wait_for(state="attached")
    said: list[str] = []
    for _ in range(40):
        before, said = said, marks.evaluate_all("all => all.map(e => e.getAttribute('aria-label'))")
        if said == before:
            break
        page.wait_for_timeout(500)  # several charts are drawn one after another
    return said


def choose(page: Page, label: str, option: str) -> None:
    before = page.url
    box = page.get_by_role("combobox", name=label)
    box.click()
    box.press_sequentially(option)  # a long list holds only the options in view
    page.get_by_role("option", name=option, exact=True).click()
    page.wait_for_url(lambda url: url != before)
    settle(page)
