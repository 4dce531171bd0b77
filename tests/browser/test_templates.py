"""Templates in a real browser: made on the click, brought back filled in or not, readable by everybody."""

import pytest
from playwright.sync_api import Page, expect

from benchmark.returns import check_return


@pytest.fixture
def page(address, visit) -> Page:
    return visit().open(f"{address}/upload?template=everything&ics=DEMO&round=2025")


def test_a_systems_workbook_is_fetched_and_comes_back(page, tmp_path):
    with page.expect_download() as started:
        page.get_by_role("button", name="Download as Excel workbook").click()
    assert started.value.suggested_filename == "fictional-everything-DEMO-template.xlsx"
    file = tmp_path / "template.xlsx"
    started.value.save_as(file)
    checked = check_return(file, file.name, publication=None)
    assert [entry.code for entry in checked.findings] == ["template_untouched"]
    page.set_input_files("input[type=file]", str(file))
    expect(page.get_by_text("Nothing is filled in on this template").first).to_be_visible()
