"""One line that says which view a figure is from: the same on pages, in pictures, in files and in packs."""

from datetime import date
from typing import Final

from benchmark.common.subject import Subject
from benchmark.core.wording import in_full, large_start
from benchmark.store.publication import Publication

PRODUCT: Final = "Digital maturity"
"""The product's name."""


def day_of(publication: Publication) -> date | None:
    """The day that figures are of: the past day shown, or the day of the last entry; None without one."""
    moment = publication.as_at or publication.entered_at
    return None if moment is None else moment.date()


def citation(view: str, subject: Subject, *, day: date | None, link: str = "") -> str:
    """Product, view, place, round, footprint, standard, publication, day of the figures and link, on one
    line.

    view: a page's or a paper's name; empty for a single figure. subject: with its publication's version.
    day: see `day_of`.
    """
    of = large_start(subject.chosen)
    held = f"publication {subject.version}" if subject.version else ""
    when = f"figures as at {in_full(day)}" if day is not None else ""
    parts = [": ".join(filter(None, (PRODUCT, view))), of, large_start(", ".join(filter(None, (held, when))))]
    whole = ". ".join(filter(None, parts))
    return f"{whole}. {link}" if link else f"{whole}."
