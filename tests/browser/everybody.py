"""What holds of every page, whoever reads it and on whatever screen."""

from pathlib import Path
from typing import Any, Final

import axe_playwright_python
from playwright.sync_api import Locator, Page

from benchmark.charts.rows import TELEPHONE

AXE: Final = Path(axe_playwright_python.__file__).parent / "axe.min.js"
RULES: Final = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],
    "preload": False,  # style sheets and films, for rules that are not of these
}
MARK: Final = "data-contrast-asked"
MARK_TEXTS: Final = """mark => {
    const times = new Map()
    const look = text => {
        const s = getComputedStyle(text)
        const found = [s.color, s.fontSize, s.fontWeight, s.textShadow]
        for (let e = text; e; e = e.parentElement) {
            const {backgroundColor, backgroundImage, opacity} = getComputedStyle(e)
            const clear = backgroundColor === 'rgba(0, 0, 0, 0)' && backgroundImage === 'none'
            if (!clear || opacity !== '1') found.push(backgroundColor, backgroundImage, opacity)
        }
        return found.join()
    }
    for (const e of document.querySelectorAll('body *')) {
        e.removeAttribute(mark)
        const letters = [...e.childNodes].some(child => child.nodeType === 3 && child.data.trim())
        if (!(letters || e.matches('input, textarea, select')) || !e.checkVisibility()) continue
        const own = look(e), before = times.get(own) || 0
        times.set(own, before + 1)
        if (before < 3) e.setAttribute(mark, '')
    }
}"""
"""Marks the first three texts of each look: of its letters, and of all that it stands in and that paints.

To find what lies behind a text takes half the time of all rules, and a page has hundreds that look alike.
"""
LONG: Final = 30
"""Letters of a chosen value from which on it may end in dots: the line above the title has it whole."""
SIDEWAYS: Final = """() => {
    const main = document.querySelector('[data-testid=stMain]')
    return Math.max(main.scrollWidth - main.clientWidth, document.documentElement.scrollWidth - innerWidth)
}"""
CUT_OFF: Final = """long => [
    ...[...document.querySelectorAll('[data-testid=stMain] input')]
        .filter(box => box.checkVisibility() && box.type !== 'file' && box.scrollWidth > box.clientWidth)
        .filter(box => box.value.length <= long || getComputedStyle(box).textOverflow !== 'ellipsis')
        .map(box => box.getAttribute('aria-label') + ': ' + box.value),
    // A day stands in parts, in a box that scrolls.
    ...[...document.querySelectorAll('[data-testid=stDateInputFieldsScroller]')]
        .filter(day => day.checkVisibility() && day.scrollWidth > day.clientWidth)
        .map(day => day.innerText),
]"""
MARGINS: Final = 2 * 16
"""Pixels beside the page on a telephone."""
CHARTS_HAVE_ROOM: Final = """least => [...document.querySelectorAll('[data-testid=stVegaLiteChart]')]
    .every(chart => !chart.checkVisibility() || chart.clientWidth >= least)"""

INSIDE: Final = """it => {
    const box = it.getBoundingClientRect()
    return box.width > 0 && box.left >= 0 && box.right <= document.documentElement.clientWidth
}"""
STILL: Final = "*, *::before, *::after { transition: none !important; animation: none !important; }"
UNSEEN_FOCUS: Final = """async known => {
    const looks = from => {
        const found = []
        for (let e = from, up = 0; e && up < 5; e = e.parentElement, up++) {
            const s = getComputedStyle(e)
            found.push(s.outlineStyle === 'none' ? '' : s.outline, s.boxShadow, s.borderColor)
        }
        return found.join()
    }
    const unseen = [], seen = new Set(known)
    for (const e of document.querySelectorAll('a[href], button, input, textarea, summary, [tabindex="0"]')) {
        const own = [e, e.parentElement, e.parentElement.parentElement]
        const alike = own.map(a => a.tagName + a.className).join()
        if (seen.has(alike) || !e.checkVisibility() || e.disabled || e.tabIndex < 0) continue
        e.focus({focusVisible: true, preventScroll: true})
        if (document.activeElement !== e) continue
        await new Promise(done => setTimeout(done))
        const focused = looks(e)
        e.blur()
        await new Promise(done => setTimeout(done))
        if (focused === looks(e)) unseen.push(e.outerHTML.slice(0, 200))
        else seen.add(alike)
    }
    return {unseen, seen: [...seen]}
}"""
"""What looks the same with and without the focus, and what does not; of what is styled alike, the first."""
_seen: set[str] = set()
"""What was found to show its focus, on any page so far: the tags and classes that style it."""


def expect_readable_by_everybody(page: Page) -> None:
    """No rule of WCAG 2.2 AA that a machine can test is broken, and the page scrolls no way but down."""
    found = violations(page)
    if found:
        # Streamlit pales what it is about to redraw; what is wrong with a page is so a second later too.
        page.wait_for_timeout(1_500)
        found = violations(page)
    assert found == [], found
    expect_no_scrolling_sideways(page)


def expect_focus_to_be_seen(page: Page) -> None:
    """Whatever can have the focus looks another way while it has it."""
    page.add_style_tag(content=STILL)
    page.keyboard.press("Tab")  # from now on the browser shows the focus as to who uses keys
    found = page.evaluate(UNSEEN_FOCUS, sorted(_seen))
    _seen.update(found["seen"])
    assert found["unseen"] == []


def expect_to_fit(page: Page, width: int) -> None:
    """In a window so wide the page scrolls no way but down, no box cuts off what is chosen in it, and charts
    have room.
    """
    page.set_viewport_size({"width": width, "height": 900 if width > 640 else 450})
    expect_no_scrolling_sideways(page)
    assert page.evaluate(CUT_OFF, LONG) == [], width
    if width > TELEPHONE + MARGINS:
        page.wait_for_function(CHARTS_HAVE_ROOM, arg=TELEPHONE, timeout=10_000)


def expect_no_scrolling_sideways(page: Page) -> None:
    """Charts follow a window's width a moment after it."""
    page.wait_for_function(f"() => ({SIDEWAYS})() <= 0", timeout=10_000)


def expect_inside(page: Page, what: Locator) -> None:
    """It stands between the left and the right edge of the window; pages follow a new width in a moment."""
    page.wait_for_function(INSIDE, arg=what.element_handle(), timeout=10_000)


def violations(page: Page) -> list[tuple[str, list[tuple[str, str]]]]:
    """The rules that are broken, each with the first places where."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
        page.evaluate("mark => axe.configure({rules: [{id: 'color-contrast', selector: `[${mark}]`}]})", MARK)
    page.evaluate(MARK_TEXTS, MARK)
    result: dict[str, Any] = page.evaluate("rules => axe.run(rules)", RULES)
    return [
        (violation["id"], [(node["html"][:200], node["failureSummary"]) for node in violation["nodes"][:3]])
        for violation in result["violations"]
    ]
