"""The publication in use, and what is remembered of it.

Measures and blocks are computed once per publication. Plain lru_cache rather than st.cache_data: that one
copies what it returns at each rerun, and hashes frames by sampling them.
"""

from benchmark.returns.published import prepare_store
from benchmark.settings import Settings
from benchmark.store.publication import Publication, per_publication

__all__ = ["current_publication", "per_publication"]


def current_publication() -> Publication:
    """The publication in use, made first where the store is new. Reads one small file."""
    return prepare_store(Settings.from_environment())
