"""The page of conditions with returns of every sort."""

from playwright.sync_api import expect

from tests.browser.conftest import expect_in_link, go


def test_no_table_is_wider_than_its_place_and_a_trust_s_name_leads_to_its_own_conditions(address, visit):
    page = visit().open(f"{address}/conditions?ics=DEMO")
    # Between a telephone and a desk, where the tables are widest for their room.
    for width in (800, 1024, 1100):
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_function(
            "() => [...document.querySelectorAll('.cg')].every(e => e.scrollWidth <= e.clientWidth + 1)",
            timeout=10_000,
        )
    go(page, "/conditions?ics=DEMO&standard=floor&level=2.5")
    page.locator("#figure-coverage tbody a", has_text="Vexwold").click()
    expect(page.locator("nav .breadcrumbs li").last).to_contain_text("Vexwold District Hospitals")
    expect(page.locator("h1.page-title")).to_contain_text("level 2.5")
    expect_in_link(page, "focus=DEMO6")
