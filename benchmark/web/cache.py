"""Measures and blocks, computed once per publication.

A publication never changes, so its version is all that a key needs: nothing expires, nothing goes stale.
Plain lru_cache rather than st.cache_data: that one copies what it returns at each rerun, and hashes frames
by sampling them.
"""

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from benchmark.returns.published import prepare_store
from benchmark.settings import Settings
from benchmark.store.publication import Publication, open_file

P = ParamSpec("P")
R = TypeVar("R")

ENTRIES = 256
"""Results kept of each function: more than all systems of both footprints on two standards."""


def current_publication() -> Publication:
    """The publication in use, made first where the store is new. Reads one small file."""
    return prepare_store(Settings.from_environment())


def per_publication(
    function: Callable[Concatenate[Publication, P], R],
) -> Callable[Concatenate[Publication, P], R]:
    """Remember what a function of a publication returned, by the publication's version and its arguments.

    The arguments must be hashable. Whoever gets the result must not change it: everybody gets the same one.
    """

    @lru_cache(maxsize=ENTRIES)
    def remembered(version: str, file: Path, *args: Any, **kwargs: Any) -> R:
        return function(open_file(file), *args, **kwargs)

    def call(publication: Publication, /, *args: P.args, **kwargs: P.kwargs) -> R:
        hashable: dict[str, Any] = kwargs
        return remembered(publication.version, publication.file, *args, **hashable)

    return call
