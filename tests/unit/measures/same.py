"""Whether two results of a measure are the same, whatever they are made of."""

from dataclasses import fields, is_dataclass
from typing import Any

import pandas as pd
from pandas.testing import assert_frame_equal


def assert_same(one: Any, other: Any) -> None:
    """Frames cell by cell, dataclasses field by field, mappings and sequences entry by entry."""
    assert type(one) is type(other)
    if isinstance(one, pd.DataFrame):
        # Without rows pandas has nothing to tell the columns' types from.
        assert_frame_equal(one, other, check_dtype=not (one.empty and other.empty))
    elif is_dataclass(one):
        for field in fields(one):
            assert_same(getattr(one, field.name), getattr(other, field.name))
    elif isinstance(one, dict):
        assert list(one) == list(other)
        for key in one:
            assert_same(one[key], other[key])
    elif isinstance(one, list | tuple):
        assert len(one) == len(other)
        for mine, its in zip(one, other, strict=True):
            assert_same(mine, its)
    else:
        assert one == other or (one != one and other != other)  # noqa: PLR0124 - only NaN differs from itself
