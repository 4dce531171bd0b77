"""The questions with which people come are answered within three clicks of the first page."""

import tomllib
from contextlib import redirect_stdout
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from benchmark.core.settings import PROJECT_ROOT, STORE_VARIABLE, Settings
from benchmark.store.publication import Publication
from benchmark.surfaces.cli.main import main
from tests.browser.conftest import settle
from tests.browser.everybody import expect_readable_by_everybody
from tests.browser.keys import choose_by_keys, tab_to

KEPT_IN = Path(__file__).with_name("questions.toml")
QUESTIONS: list[dict[str, Any]] = tomllib.loads(KEPT_IN.read_text("utf-8"))["questions"]
MOST_CLICKS = 3
FIRST_BOX = "Which system, group or trust?"


def press(page: Page, what: str, name: str) -> None:
    """One step of a way by keys alone, without waiting for what comes of it."""
    if what == "choose":
        tab_to(page, page.get_by_role("combobox", name=FIRST_BOX))
        choose_by_keys(page, f"({name})", f"({name})")
    elif what == "file":
        tab_to(page, page.get_by_role("button", name="Upload"))
        page.set_input_files("input[type=file]", PROJECT_ROOT / name)  # its window is not the browser's
    else:
        tab_to(page, page.get_by_role("button" if what == "button" else "link", name=name))
        page.keyboard.press("Enter")


def click(page: Page, what: str, name: str, *, by_keys: bool) -> str:
    """One click of a way; what a downloaded file holds, else nothing."""
    before = page.url
    if by_keys:
        press(page, what, name)
    elif what == "door":
        page.locator(".door").get_by_role("link", name=name, exact=True).click()
    elif what in ("choose", "open"):
        label, typed = (FIRST_BOX, f"({name})") if what == "choose" else ("Open a submission", name)
        page.get_by_role("combobox", name=label).press_sequentially(typed)
        page.get_by_role("option", name=typed).first.click()
    elif what == "file":
        page.set_input_files("input[type=file]", PROJECT_ROOT / name)
    elif what == "download":
        with page.expect_download() as started:
            page.locator("#figure-grid").get_by_role("link", name=name).click()
        return Path(started.value.path()).read_text("utf-8-sig")
    else:
        page.get_by_role("button", name=name).first.click()
    if what == "file":
        page.locator("h2.file-name").wait_for()
    elif what != "button":
        page.wait_for_url(lambda url: url != before)
    page.wait_for_timeout(300)
    settle(page)
    return ""


@pytest.fixture(scope="module")
def said(published_settings: Settings, publication: Publication) -> Any:
    """What a command prints, asked once."""
    printed: dict[str, str] = {}

    def ask(command: str) -> str:
        if command not in printed:
            out = TextIOWrapper(BytesIO(), encoding="utf-8")
            with pytest.MonkeyPatch.context() as environment, redirect_stdout(out):
                environment.setenv(STORE_VARIABLE, str(published_settings.store))
                environment.setenv("COLUMNS", "120")
                main(command.split())
            out.seek(0)
            printed[command] = out.read()
        return printed[command]

    return ask


def test_the_questions_are_those_of_leaders_analysts_and_trusts():
    assert [question["user"] for question in QUESTIONS] == ["leader"] * 6 + ["analyst"] * 6 + ["trust"] * 6


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question["asks"][:50])
def test_a_question_is_answered_within_three_clicks(question, address, visit, said, past_day):
    assert len(question["clicks"]) <= MOST_CLICKS
    tab = visit()
    page = tab.open(address)
    by_keys = question.get("by_keys", False)
    shown = ""
    for step in question["clicks"]:
        what, _, name = step.partition(": ")
        if what == "button":
            for label, text in question.get("typed", {}).items():
                if by_keys:
                    tab_to(page, page.get_by_label(label, exact=True))
                    page.keyboard.type(text)
                else:
                    page.get_by_label(label, exact=True).fill(text)
        shown += click(page, what, name, by_keys=by_keys)
    main = page.locator("[data-testid=stMain]")
    for words in (*question["figures"], *question.get("seen", ())):
        if words not in shown:
            expect(main).to_contain_text(words, use_inner_text=True, timeout=30_000)
    if box := question.get("box"):
        page.get_by_role("spinbutton", name=box).focus()
        page.keyboard.type(f"{past_day:%d%m%Y}", delay=30)
        for _ in range(4):  # out of the box: only then is the day taken
            page.keyboard.press("Shift+Tab")
        expect(main).to_contain_text("A past day: everything as at")
        for words in question["figures"]:
            expect(main).to_contain_text(words, use_inner_text=True)
        expect_readable_by_everybody(page)
    printed = said(question["command"])
    assert [words for words in question["figures"] if words not in printed] == []
    assert tab.complaints == []
