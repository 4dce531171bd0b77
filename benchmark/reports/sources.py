"""The publications behind the data that comes with the product, and what of it is fictional."""

from functools import cache

from benchmark.definitions import load_published_files
from benchmark.settings import PROJECT_ROOT
from schemas.definitions import PublishedFile

FOLDERS = ("published", "reference", "demonstration")


@cache
def published_files() -> tuple[PublishedFile, ...]:
    """Every data file that comes with the product, scores first, with its publication."""
    return tuple(
        listed
        for folder in FOLDERS
        if (PROJECT_ROOT / "data" / folder).exists()
        for listed in load_published_files(PROJECT_ROOT / "data" / folder).files
    )
