"""Charts as they are tested: every piece is held against Vega-Lite's schema as it is made."""

from collections.abc import Iterator

import pytest
from altair.utils import schemapi


@pytest.fixture(autouse=True)
def by_the_schema() -> Iterator[None]:
    with schemapi.debug_mode(True):
        yield
