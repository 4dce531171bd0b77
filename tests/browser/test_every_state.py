"""Whatever state a page can be in, it is readable by everybody: one tab goes from each state to the next.

Pages as they open are asked in test_every_page.
"""

from collections.abc import Callable, Iterator
from urllib.parse import parse_qsl, urlencode

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import NARROW, WIDE, go, settle
from tests.browser.everybody import expect_focus_to_be_seen, expect_readable_by_everybody

State = tuple[str, Callable[[Page], None]]


def nothing(page: Page) -> None:
    """The page as it opens."""


def press(name: str) -> Callable[[Page], None]:
    def act(page: Page) -> None:
        page.get_by_role("button", name=name).first.click()
        page.wait_for_timeout(300)
        settle(page)

    return act


def unfold(page: Page) -> None:
    page.evaluate("document.querySelectorAll('[data-testid=stMain] details').forEach(d => d.open = true)")


def open_list(label: str) -> Callable[[Page], None]:
    def act(page: Page) -> None:
        page.get_by_role("combobox", name=label).click()
        page.get_by_role("option").first.wait_for()

    return act


def explain_a_term(page: Page) -> None:
    page.locator("button.term").first.focus()
    expect(page.locator(".term-said").first).to_be_visible()


def search(page: Page) -> None:
    box = page.get_by_role("textbox", name="Find a trust, system, page or word")
    box.fill("hey")
    box.press("Enter")
    page.locator(".st-key-search-results").wait_for()


def upload(name: str, score: str) -> Callable[[Page], None]:
    """A file whose rows hold, or do not; it is chosen and not submitted."""

    def act(page: Page) -> None:
        rows = f"assessment_year,ods_code,care_setting,pillar,score\n2025,DEMO1,Acute,well_led,{score}\n"
        file = {"name": name, "mimeType": "text/csv", "buffer": rows.encode()}
        page.set_input_files("input[type=file]", [file])
        page.locator("h2.file-name", has_text=name).wait_for()
        settle(page)

    return act


def in_turn(*acts: Callable[[Page], None]) -> Callable[[Page], None]:
    def act(page: Page) -> None:
        for each in acts:
            each(page)

    return act


FRESH = {"round": "2025", "footprint": "assessed", "standard": "floor", "level": "3", "sort": "gap"}
PLAN = "fund=4000000&years=2&cost=200000&rule=by_gap&pioneers=10&split=equally"
WIDE_STATES: dict[str, State] = {
    "nothing chosen yet": ("planner", nothing),
    "a list open": ("levelling-up?ics=QF7", open_list("System or group")),
    "a past day being chosen": ("overview?ics=QF7", press("As at: now")),
    "trusts being named": ("trust-position?ics=QYG&trust=RBS", press("Name trusts")),
    "a term explained": ("overview?ics=QF7", explain_a_term),
    "found by the search": ("overview?ics=QF7", search),
    "a group": ("levelling-up?group=DLN", nothing),
    "a system of one return": ("overview?ics=QNQ", nothing),
    "expected, not decided": ("levelling-up?ics=DLN&footprint=expected", nothing),
    "a plan unfolded": (f"planner?ics=QF7&{PLAN}", unfold),
    "spending of a system": ("it-spend?ics=DEMO", unfold),
    "spending of a trust": ("it-spend?ics=DEMO&focus=DEMO3", unfold),
    "conditions of a trust": ("conditions?ics=DEMO&focus=DEMO4", unfold),
    "a template": ("upload?template=everything&ics=DEMO", unfold),
    "a submission to withdraw": ("returns?submission=2", unfold),
    "a file with findings": ("upload", in_turn(upload("wrong.csv", "7"), unfold)),
}
NARROW_STATES: dict[str, State] = {
    "all filters": ("overview?ics=QF7", lambda page: page.get_by_text("More filters").click()),
    "a link in vain": ("overview?ics=QF7&round=1066&level=9&sort=x", nothing),
    "a system that is not known": ("overview?ics=QXG", nothing),
    "a system that was split": ("overview?ics=QNQ&footprint=current", nothing),
    "a round without pillars": ("trust-position?ics=QYG&trust=RBS&round=2024", nothing),
    "targets that nobody has set": ("overview?ics=QF7&standard=own_target", nothing),
    "a target being set": ("trust-position?ics=DEMO&trust=DEMO3", press("Set a target")),
    "a group that lacks all": ("groups", press("Make this group")),
    "a plan without a cost": ("planner?ics=QF7", press("Work it out")),
    "spending of a trust, narrow": ("it-spend?ics=DEMO&focus=DEMO3", nothing),
    "conditions against own targets": ("conditions?ics=DEMO&standard=own_target", nothing),
    "conditions of an earlier round": ("conditions?ics=DEMO&round=2023", nothing),
    "a file to be answered": ("upload", upload("right.csv", "3.3")),
    "a file with findings, narrow": ("upload", upload("wrong-too.csv", "7")),
}
STATES = [(name, WIDE) for name in WIDE_STATES] + [(name, NARROW) for name in NARROW_STATES]


@pytest.fixture(scope="module")
def tab(context: BrowserContext, address: str) -> Iterator[Page]:
    page = context.new_page()
    page.goto(address)
    settle(page)
    yield page
    page.close()


@pytest.mark.parametrize(("name", "window"), STATES, ids=[name for name, _ in STATES])
def test_everybody_can_read_it(name, window, tab):
    link, act = WIDE_STATES.get(name) or NARROW_STATES[name]
    tab.set_viewport_size(window)
    address, _, query = link.partition("?")
    # All of it, for a tab remembers what the link before it chose.
    go(tab, f"/{address}?{urlencode(FRESH | dict(parse_qsl(query)))}")
    act(tab)
    expect_readable_by_everybody(tab)
    if window == WIDE:
        expect_focus_to_be_seen(tab)
