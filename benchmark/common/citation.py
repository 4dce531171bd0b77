"""One line that says which view a figure was taken from, the same on pages, in pictures, files and packs."""

from datetime import date
from typing import Final

from benchmark.common.subject import Subject
from benchmark.core.wording import in_full, large_start
from benchmark.store.publication import Publication

PRODUCT: Final = "Digital maturity"
"""What the product is called wherever it is named."""


def day_of(publication: Publication) -> date | None:
    """The day that figures are of: the past day shown, or that of the last entry; None without one."""
    moment = publication.as_at or publication.entered_at
    return None if moment is None else moment.date()


def citation(view: str, subject: Subject, *, day: date | None, link: str = "") -> str:
    """Product, view, place, round, footprint, standard, publication, day of the figures, link; on one line.

    view: a page's or a paper's name; empty for a figure that stands alone. subject: with the version of its
    publication. day: that of the publication's last entry, or the past day that it shows; None for neither.
    """
    of = large_start(subject.chosen)
    held = f"publication {subject.version}" if subject.version else ""
    when = f"figures as at {in_full(day)}" if day is not None else ""
    said = [": ".join(filter(None, (PRODUCT, view))), of, large_start(", ".join(filter(None, (held, when))))]
    whole = ". ".join(filter(None, said))
    return f"{whole}. {link}" if link else f"{whole}."
