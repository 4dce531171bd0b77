"""Compare systems in a browser: a tile or a mark chooses its system, a dot leads to its trust."""

from playwright.sync_api import expect

from tests.browser.conftest import NARROW, expect_in_link, go, settle
from tests.browser.everybody import expect_inside

PAGE = "compare-systems?ics=QYG&round=2025&footprint=assessed&standard=floor&level=3"


def tile(page, name):
    return page.locator(f"[class*=st-key-chart-tiles] [aria-label^='{name}']").first


def test_a_tile_chooses_its_system_and_the_filter_can_choose_another(address, visit):
    page = visit().open(f"{address}/{PAGE}&region=North%20West")
    tile(page, "Kent and Medway").click(force=True)
    expect(page.locator("p.lead")).to_contain_text("Kent and Medway has")
    settle(page)
    expect_in_link(page, "ics=QKS", "region=all")
    picker = page.get_by_role("combobox", name="System or group")
    picker.focus()
    picker.press_sequentially("Devon")
    picker.press("Enter")
    expect(page.locator("p.lead")).to_contain_text("Devon has")
    settle(page)
    # A click that was followed must not come back once another system is chosen, and can be made again.
    page.wait_for_timeout(1500)
    expect_in_link(page, "ics=QJK")
    tile(page, "Kent and Medway").click(force=True)
    expect(page.locator("p.lead")).to_contain_text("Kent and Medway has")


def test_charts_fit_a_telephone_a_board_chooses_its_system_and_a_dot_leads_to_its_trust(address, visit):
    page = visit(NARROW).open(f"{address}/{PAGE}")
    for key in ("tiles", "dots"):
        expect_inside(page, page.locator(f"[class*=st-key-chart-{key}] svg").first)
    page = visit().open(f"{address}/{PAGE}")  # not made wider: a click while charts are drawn anew is lost
    page.locator("[class*=st-key-chart-dots] [aria-label^='Dorset, the board']").first.click(force=True)
    expect(page.locator("p.lead")).to_contain_text("Dorset has")
    settle(page)
    expect_in_link(page, "ics=QVV")
    go(page, f"/{PAGE}")
    dot = page.locator(
        "[class*=st-key-chart-dots] path[aria-roledescription=point][aria-label*=', Norfolk and Waveney,']"
    ).first
    name = dot.get_attribute("aria-label").split(", Acute")[0].split(", Community")[0].split(", Mental")[0]
    dot.click(force=True)
    page.wait_for_url("**/trust-position?**")
    settle(page)
    expect_in_link(page, "ics=QMM")
    expect(page.locator(".breadcrumbs")).to_contain_text(name)
