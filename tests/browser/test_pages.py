"""The pages as a person meets them: in a browser, from a link, wide and narrow."""

import pytest
from playwright.sync_api import Page, expect

from benchmark.surfaces.server.edge import POLICY
from benchmark.surfaces.web.site.sitemap import PAGES
from tests.browser.conftest import back, expect_in_link, go, settle
from tests.browser.everybody import expect_inside
from tests.browser.places import WIDTHS

SOUTH_YORKSHIRE = "ics=QF7&round=2025&footprint=assessed&standard=floor&level=3"
OUTLINE = """() => {
    const look = getComputedStyle(document.querySelector('[data-testid=stMainBlockContainer]'), '::after')
    return look.content === 'none' ? 'none' : look.opacity
}"""
"""How far what stands in a page's place until it comes can be seen; none where it is not there."""
STEPS = "history.length"
AS_A_PAGE = {"Accept": "text/html"}
DELAY = "() => document.getAnimations().find(a => a.animationName === 'outlined').effect.getTiming().delay"

FOREIGN_SCRIPTS = """async () => {
    const ran = [];
    window.ran = name => ran.push(name);
    const script = document.createElement('script');
    script.textContent = "ran('written into the page')";
    document.body.append(script);
    document.body.insertAdjacentHTML('beforeend', "<img src=x onerror=ran('handler')>");
    setTimeout("ran('made of text')");
    // Later: what a test asks of a page directly may do more than the page itself.
    setTimeout(() => Function("ran('made of text too')")());
    await new Promise(done => setTimeout(done, 300));
    return ran;
}"""
"""Such scripts, as in somebody's words, in each way that a browser would run them; gives those that ran."""


def test_each_choice_changes_words_picture_and_link_and_is_one_step_back(address, visit):
    page = visit().open(f"{address}/overview?{SOUTH_YORKSHIRE}")
    start, shown = page.evaluate(STEPS), (lead(page), chart(page))
    choose(page, "System or group", "West Yorkshire (QWO)")
    expect(page.locator("p.lead")).to_contain_text("West Yorkshire")
    expect(page).to_have_title("ICS overview: West Yorkshire")
    expect_in_link(page, "ics=QWO")
    assert all(before != after for before, after in zip(shown, (lead(page), chart(page)), strict=True))
    choose(page, "Standard", "National median of its setting")
    expect(page.locator("h1.page-title")).to_contain_text("national median")
    expect_in_link(page, "standard=setting_median")
    assert page.evaluate(STEPS) == start + 2
    back(page)
    expect(page.locator(".breadcrumbs")).to_contain_text("(QWO)")
    expect(page.locator("h1.page-title")).to_contain_text("level 3")
    back(page)
    expect(page.locator(".breadcrumbs")).to_contain_text("(QF7)")
    assert (lead(page), chart(page)) == shown
    # Today's footprint follows a system into its successor.
    go(page, "/overview?ics=QMJ")
    choose(page, "Footprint", "Today's ICSs")
    expect(page.locator(".breadcrumbs")).to_contain_text("West and North London (Z9B2Z)")


@pytest.mark.parametrize("page_address", ["overview", "trust-position"])
def test_a_copied_link_shows_the_same_view_and_filters_stay_from_page_to_page(page_address, address, visit):
    page = visit().open(f"{address}/{page_address}?{SOUTH_YORKSHIRE}")
    choose(page, "System or group", "Birmingham and Solihull (QHL)")
    choose(page, "Standard", "Best in the system or group")
    expect(page.locator(".breadcrumbs")).to_contain_text("QHL")
    copied = visit().open(page.url)
    assert (lead(copied), chart(copied)) == (lead(page), chart(page))
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
    assert "round=1066" in page.url
    page.goto(f"{address}/overview?ics=<script>")
    settle(page)
    expect(page.locator("p.lead")).to_contain_text("There is no ICS <script>")
    assert tab.complaints == []


def test_scripts_that_got_into_a_page_do_not_run(address, visit):
    tab = visit()
    page = tab.open(address)
    assert page.evaluate(FOREIGN_SCRIPTS) == []
    asked = (page.request.get(f"{address}/{entry.address}", headers=AS_A_PAGE) for entry in PAGES)
    assert len({answer.headers[POLICY.lower()] for answer in asked}) == 1  # every page forbids as much


def test_ways_from_the_overview_to_a_trusts_position(address, visit):
    page = visit().open(f"{address}/overview?{SOUTH_YORKSHIRE}")

    def expect_position(name: str) -> None:
        page.wait_for_url("**/trust-position?**")
        settle(page)
        expect(page.locator(".breadcrumbs")).to_contain_text(name)

    link = page.locator("#figure-grid a").first
    name = link.inner_text()
    link.click()
    expect_position(name)
    back(page)
    page.locator(".st-key-chart-strips path[aria-roledescription=point]").first.click(force=True)
    expect_position("NHS")
    back(page)
    picker = page.get_by_role("combobox", name="Go to a trust's position")
    picker.focus()
    picker.press_sequentially("Sheffield Children")
    picker.press("Enter")
    expect_position("Sheffield Children")


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
    expect_an_outline_after_300_ms(page)


def expect_an_outline_after_300_ms(page: Page) -> None:
    """What is shown in the place of a page that takes long; it takes this page's heading away."""
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
