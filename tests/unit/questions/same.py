"""Whether two results of a measure are the same, whatever they are made of."""

from dataclasses import fields, is_dataclass
from math import isclose, isnan
from typing import Any

import pandas as pd
from pandas.testing import assert_frame_equal

from benchmark.common.subject import Subject

BY_PUBLICATION = {(Subject, "version")}
"""What names the publication that a figure stands in, and is no part of the figure."""
ROUNDING = 1e-12
"""Sums differ by the order in which a query happens to give their parts."""


def assert_same(one: Any, other: Any, *, but: tuple[type, ...] = ()) -> None:
    """Frames cell by cell, dataclasses field by field, mappings and sequences entry by entry.

    but: types that may differ, such as the returns that a figure rests on.
    """
    assert type(one) is type(other)
    if isinstance(one, but):
        return
    if isinstance(one, pd.DataFrame):
        # Without rows pandas has nothing to tell the columns' types from.
        assert_frame_equal(
            one, other, check_dtype=not (one.empty and other.empty), rtol=ROUNDING, atol=ROUNDING
        )
    elif is_dataclass(one):
        for field in fields(one):
            if (type(one), field.name) in BY_PUBLICATION:
                continue
            assert_same(getattr(one, field.name), getattr(other, field.name), but=but)
    elif isinstance(one, dict):
        assert list(one) == list(other)
        for key in one:
            assert_same(one[key], other[key], but=but)
    elif isinstance(one, list | tuple):
        assert len(one) == len(other)
        for mine, its in zip(one, other, strict=True):
            assert_same(mine, its, but=but)
    elif isinstance(one, float):
        assert isclose(one, other, rel_tol=ROUNDING, abs_tol=ROUNDING) or (isnan(one) and isnan(other))
    else:
        assert one == other


def as_twin(found: float | None, twin: Any) -> bool:
    """Whether a figure is that of a twin; it is missing, None or NaN, where the twin has None."""
    if found is None or isnan(found):
        return twin is None
    return twin is not None and isclose(found, float(twin), rel_tol=0, abs_tol=1e-9)


def alike(one: float | None, other: Any) -> bool:
    """Whether two figures are the same; None is the same as None alone."""
    return one is other if one is None or other is None else isclose(one, float(other), abs_tol=1e-9)
