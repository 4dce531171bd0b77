"""The planner as a person meets it: typed in, worked out, saved, opened from its link."""

import re

from playwright.sync_api import Page, expect

from benchmark.core.settings import Settings
from benchmark.returns.submit.undo import change_standing
from tests.browser.conftest import expect_in_link, settle


def press(page: Page, button: str) -> None:
    page.get_by_role("button", name=button).click()
    page.wait_for_timeout(300)  # until the run has begun that settle waits for
    settle(page)


def test_a_plan_is_typed_worked_out_saved_and_opened_again(address, visit, store):
    tab = visit()
    page = tab.open(f"{address}/planner?ics=QF7")
    expect(page.locator("[data-testid=stException], [data-testid=stAlert]")).to_have_count(0)
    expect(page.get_by_text("No cost is filled in.")).to_be_visible()
    page.get_by_label("Fund, in pounds").fill("4m")
    page.get_by_label("Years").fill("3")
    press(page, "Work it out")
    expect(page.get_by_role("alert")).to_contain_text("No cost per point is given, and there is no default.")
    expect(page.get_by_label("Fund, in pounds")).to_have_value("4m")
    page.get_by_label("Cost per point, in pounds").fill("200k")
    press(page, "Work it out")
    expect(page.locator("h1.page-title")).to_contain_text("£4.0m over three years at your costs")
    expect_in_link(page, "fund=4000000", "cost=200000")
    page.get_by_label("Name of the plan").fill("Level up")
    page.get_by_role("textbox", name="Your name").fill("A planner")
    press(page, "Save this plan")
    kept = page.get_by_text("Level up is saved as number")
    expect(kept).to_be_visible()
    (number,) = re.findall(r"Level up is saved as number (\d+)", kept.inner_text())
    page.get_by_label("Fund, in pounds").fill("8m")
    press(page, "Work it out")
    expect(page.locator("h1.page-title")).to_contain_text("£8.0m over three years")
    page.get_by_role("link", name="Level up: saved by A planner").click()
    expect(page.locator("h1.page-title")).to_contain_text("£4.0m over three years")
    expect(page.get_by_label("Fund, in pounds")).to_have_value("4,000,000")
    assert tab.complaints == []
    # Other tests share the store.
    change_standing(Settings(store=store), int(number), standing=False, by="A planner", reason="A trial")
    offered = visit().open(f"{address}/planner?ics=QF7")
    expect(offered.get_by_role("link", name="Level up: saved by A planner")).to_have_count(0)
