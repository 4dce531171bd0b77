"""What a publication must hold for pages to open, and how to restore it if it was withdrawn."""

from collections.abc import Callable
from typing import Any

from benchmark.core.errors import StoreError
from benchmark.store.publication import Publication, per_publication
from benchmark.store.storage.database import sql

NEEDED = {
    "systems": "the systems",
    "trusts": "the trusts",
    "memberships": "which trusts belong to which system",
    "scores": "a round of the assessment with scores",
}
"""Real data that every page needs: a column of essentials.sql -> its words."""


def missing(rows: Callable[[str], list[tuple[Any, ...]]], database: str) -> list[str]:
    """What of NEEDED is missing, in words. rows: runs a query. database: the publication's name in it."""
    (found,) = rows(sql(__package__, "essentials").replace("{database}", database))
    return [words for words, count in zip(NEEDED.values(), found, strict=True) if not count]


def expect_enough(publication: Publication) -> None:
    """Raise StoreError with what is missing, and how to restore it, if pages cannot open."""
    lacking, fix = _missing_and_fix(publication)
    if lacking:
        raise StoreError(
            f"The publication lacks what every page rests on: {', '.join(lacking)}.",
            fix=fix,
        )


def is_enough(publication: Publication) -> bool:
    """Whether pages and measures can open with this publication."""
    return not _missing_and_fix(publication)[0]


def withdrawn_published(rows: Callable[[str], list[tuple[Any, ...]]], database: str) -> str:
    """How to restore the files that came with the product and were withdrawn; empty if there are none."""
    found = rows(sql(__package__, "withdrawn_published").replace("{database}", database))
    if not found:
        return ""
    named = ", ".join(f"{number} ({file_name})" for number, file_name in found)
    return (
        f"Withdrawn of the published data: {named}. "
        f"To bring one back: python -m benchmark restore {found[0][0]} --reason TEXT"
    )


@per_publication
def _missing_and_fix(publication: Publication) -> tuple[tuple[str, ...], str]:
    lacking = tuple(missing(publication.rows, "publication"))
    return lacking, withdrawn_published(publication.rows, "publication") or (
        "Take up the data that comes with the product: python -m benchmark publish"
    )
