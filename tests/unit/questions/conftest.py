"""Charts as they are tested: every piece is held against Vega-Lite's schema as it is made."""

from collections.abc import Iterator

import pytest
from altair.utils import schemapi

from benchmark.charts import marks


@pytest.fixture(autouse=True, scope="session")
def _shapes_anew() -> None:
    """Shapes that another test built before went unchecked."""
    marks._built.cache_clear()


@pytest.fixture(autouse=True)
def by_the_schema() -> Iterator[None]:
    with schemapi.debug_mode(True):
        yield
