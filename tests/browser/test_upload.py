"""Returns in a real browser: a template is fetched; a file becomes a receipt, and is withdrawn in the log."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from benchmark.returns import check_return
from tests.browser.conftest import NARROW, WIDE, go
from tests.browser.everybody import expect_inside
from tests.browser.keys import tab_to

GOOD = "assessment_year,ods_code,care_setting,pillar,score\n2025,RBS,Acute,well_led,1.2\n"
READ = "overview?ics=QYG"
"""A page that shows what GOOD changes."""
WRONG = "assessment_year,ods_code,care_setting,pillar,score\n2025,RBS,Acute,well_led,7\n"


@pytest.fixture
def page(address, visit) -> Page:
    return visit().open(f"{address}/upload")


def choose_file(page: Page, folder: Path, name: str, content: str | bytes) -> None:
    file = folder / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    page.set_input_files("input[type=file]", str(file))
    page.wait_for_selector("h2.file-name")


def figures(page: Page) -> str:
    """What stands of Alder Hey in the grid."""
    return page.locator("#figure-grid tbody tr", has_text="Alder Hey").first.inner_text()


def test_a_file_becomes_a_receipt_shows_to_every_reader_and_can_be_withdrawn(page, address, visit, tmp_path):
    reader = visit().open(f"{address}/{READ}")
    before = figures(reader)
    choose_file(page, tmp_path, "return.csv", GOOD)
    expect(page.get_by_text("1 row read, valid")).to_be_visible()
    expect(page.get_by_text("Effect on the mean gap to level 3, in points")).to_be_visible()
    table = page.locator("table.stacked", has_text="Changed values")
    for window in (NARROW, WIDE):
        page.set_viewport_size(window)
        for label in ("From", "To"):
            expect_inside(page, table.locator(f"td[data-label={label}]").first)
    # Typed, and pressed at once: no box is left before.
    page.get_by_role("textbox", name="Your name").fill("Ada Analyst")
    page.get_by_role("textbox", name="Note for the log").fill("Tried in a browser")
    submit = page.get_by_role("button", name="Submit 1 row")
    submit.click()
    expect(page.get_by_text("1 question has no answer.")).to_be_visible()
    # The rest by keys alone, for who has no pointer.
    tab_to(page, page.get_by_role("textbox", name="in place of what was published"))
    page.keyboard.type("The board's own")
    tab_to(page, page.get_by_role("button", name="Submit 1 row"))
    page.keyboard.press("Enter")
    receipt = page.get_by_text("Submitted as number")
    expect(receipt).to_be_visible()
    with page.expect_download() as started:
        page.get_by_role("link", name="Download the receipt").click()
    target = tmp_path / "receipt.json"
    started.value.save_as(target)
    kept = json.loads(target.read_text())
    assert kept["rows_submitted"] == 1
    assert kept["submitted_by"] == "Ada Analyst"
    assert [one["answer"] for one in kept["answers"]] == ["The board's own"]

    go(reader, f"/{READ}&sort=name")
    assert figures(reader) != before
    log = page
    go(log, f"/returns?submission={kept['number']}")
    expect(log.locator("dl.facts").get_by_text("Tried in a browser")).to_be_visible()
    with log.expect_download() as original:
        log.get_by_role("link", name="Download the file as it was submitted").click()
    original.value.save_as(tmp_path / "original.csv")
    assert (tmp_path / "original.csv").read_text() == GOOD
    tab_to(log, log.locator("summary", has_text="Withdraw this submission"))
    log.keyboard.press("Enter")
    tab_to(log, log.get_by_role("textbox", name="Your name"))
    log.keyboard.type("Ada Analyst")
    tab_to(log, log.get_by_role("textbox", name="Reason"))
    log.keyboard.type("Only a trial")
    tab_to(log, log.get_by_role("button", name="Withdraw", exact=True))
    log.keyboard.press("Enter")
    expect(log.get_by_text("withdrawn by Ada Analyst")).to_be_visible()
    go(reader, f"/{READ}")
    assert figures(reader) == before


def test_what_is_no_good_return_is_refused_in_words(page, tmp_path):
    words = page.get_by_text("it is larger than 100 MB")
    expect(words).to_be_hidden()
    large = tmp_path / "large.csv"
    with large.open("wb") as file:
        file.truncate(110_000_000)
    page.set_input_files("input[type=file]", str(large))
    expect(words).to_be_visible()
    assert page.locator("h2.file-name").count() == 0
    choose_file(page, tmp_path, "picture.csv", bytes(range(256)) * 20)
    expect(page.get_by_text("It is not known what the file is.")).to_be_visible()
    choose_file(page, tmp_path, "wrong.csv", WRONG)
    row = page.locator("table.plain tr", has_text="7 is out of range")
    expect(row).to_contain_text("line 2, column score")
    expect(page.get_by_text("1 error must be mended in the file.")).to_have_count(2)  # of each of the two
    assert page.get_by_role("button", name="Submit").count() == 0


def test_a_systems_workbook_is_fetched_and_comes_back(address, visit, tmp_path):
    page = visit().open(f"{address}/upload?template=everything&ics=DEMO&round=2025")
    with page.expect_download() as started:
        page.get_by_role("button", name="Download as Excel workbook").click()
    assert started.value.suggested_filename == "fictional-everything-DEMO-template.xlsx"
    file = tmp_path / "template.xlsx"
    started.value.save_as(file)
    checked = check_return(file, file.name, publication=None)
    assert [entry.code for entry in checked.findings] == ["template_untouched"]
    page.set_input_files("input[type=file]", str(file))
    expect(page.get_by_text("Nothing is filled in on this template").first).to_be_visible()


def test_the_log_fits_a_laptop_and_is_a_block_for_each_submission_on_a_phone(address, visit):
    page = visit().open(f"{address}/returns")
    log = page.locator(".table-scroll", has=page.get_by_text("the newest first; times in UTC"))
    for width in (1440, 1024):
        page.set_viewport_size({"width": width, "height": 900})
        log.scroll_into_view_if_needed()
        assert log.evaluate("e => e.scrollWidth - e.clientWidth") <= 1
    row = page.locator("table.stacked tbody tr", has=page.locator("td[data-label=Note]")).first
    for window, display in ((WIDE, "table-row"), (NARROW, "block")):
        page.set_viewport_size(window)
        expect(row).to_have_css("display", display)
        # The roles that the blocks would lose otherwise.
        assert page.get_by_role("columnheader", name="Submitted").count() == 1
        assert page.get_by_role("rowheader").count() >= 1
    assert row.locator("td[data-label=Note]").bounding_box()["width"] > 0.7 * NARROW["width"]
    assert row.bounding_box()["height"] < 400
