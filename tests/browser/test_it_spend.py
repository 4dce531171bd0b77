"""An analyst's file of IT spend for a real trust, from the upload page to the page IT spend, in a browser."""

import json

from playwright.sync_api import expect

from tests.browser.test_upload import choose_file

# Invented figures, in the browser tests' own store, withdrawn again at the end.
FILE = (
    "Financial year,ODS code,Operating expenditure,Capital expenditure,IT revenue,IT capital\n"
    'FY25,RBS,"£400,000,000","20,000,000","7,000,000","3,500,000"\n'
)


def test_a_return_for_a_real_trust_shows_as_soon_as_it_is_submitted(address, visit, tmp_path):
    before = visit().open(f"{address}/it-spend?ics=QYG")
    expect(before.locator("h1.page-title")).to_contain_text(
        "No trust of Cheshire and Merseyside has returned"
    )

    page = visit().open(f"{address}/upload")
    choose_file(page, tmp_path, "spend.csv", FILE)
    expect(page.get_by_text("1 row read, valid")).to_be_visible()
    page.get_by_role("textbox", name="Your name").fill("Ada Analyst")
    page.get_by_role("textbox", name="Note for the log").fill("Invented figures, tried in a browser")
    page.get_by_role("button", name="Submit 1 row").click()
    expect(page.get_by_text("Submitted as number")).to_be_visible()
    with page.expect_download() as started:
        page.get_by_role("link", name="Download the receipt").click()
    started.value.save_as(tmp_path / "receipt.json")
    number = json.loads((tmp_path / "receipt.json").read_text())["number"]

    after = visit().open(f"{address}/it-spend?ics=QYG&focus=RBS")
    expect(after.locator("h1.page-title")).to_contain_text(
        "IT took 2.5% of operating and capital expenditure in 2024/25"
    )

    entry = visit().open(f"{address}/returns?submission={number}")
    entry.get_by_text("Withdraw this submission").click()
    entry.get_by_role("textbox", name="Your name").fill("Ada Analyst")
    entry.get_by_role("textbox", name="Reason").fill("Only a trial")
    entry.get_by_role("button", name="Withdraw", exact=True).click()
    expect(entry.get_by_text("withdrawn by Ada Analyst")).to_be_visible()
    again = visit().open(f"{address}/it-spend?ics=QYG")
    expect(again.locator("h1.page-title")).to_contain_text("No trust of Cheshire and Mersey")
