"""The small change of sentences that measures give as reasons."""

from collections.abc import Sequence
from datetime import date


def in_list(words: Sequence[str]) -> str:
    """Words as a sentence lists them: 'A', 'A and B', 'A, B and C'."""
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last


def in_full(day: date) -> str:
    """A day as a sentence writes it: 1 April 2026."""
    # Not strftime("%-d"): Windows has no such code.
    return f"{day.day} {day:%B %Y}"
