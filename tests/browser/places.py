"""Who a page can be about, and how wide a window can be."""

from typing import Final

WIDTHS: Final = (2000, 1280, 1024, 800, 640, 390, 320)
"""Pixels. 640 and 320 are also what a window of 1,280 leaves at a zoom of 200% and of 400%."""
PLACES: Final = {
    "a system": ("ics=QYG", "Cheshire and Merseyside"),
    "another system": ("ics=QF7", "South Yorkshire"),
    "a trust": ("ics=QYG&trust=RBS", "Cheshire and Merseyside"),
    "a group": ("group=DLN", "Derby, Lincoln and Nottingham"),
    "the demonstration": ("ics=DEMO&trust=DEMO3", "Demonstration ICS"),
}
"""A link's query, and the name that the page must bear."""
OF_NOBODY: Final = frozenset({"", "groups", "upload", "returns", "method"})
"""Addresses of pages that show the same whoever is chosen."""
OF_A_TRUST: Final = frozenset({"trust-position"})
"""Addresses of pages that are about the trust of a link; others are about its system."""
