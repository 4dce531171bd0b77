"""How trusts are named in a publication's results: by their own names and codes, or by letters."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

_ONCE = re.compile(r"(.+) \(now \1\)")
"""A trust with its newer name beside it, where both are now the same."""


@dataclass(frozen=True, eq=False)
class Names:
    """Other codes and names for some trusts. Two objects are never equal, so caches never mix them up.

    codes: ODS code -> the code shown. names: a name, or a spoken form of it -> the name shown.
    kept: values that stay as they are, such as a group's code that lists its members' codes.
    """

    codes: Mapping[str, str]
    names: Mapping[str, str]
    kept: frozenset[str] = frozenset()
    _seen: dict[str, str] = field(default_factory=dict, repr=False)

    def shown(self, value: Any) -> Any:
        """A value of a result with trusts under their other names, also within a text."""
        if isinstance(value, str):
            found = self._seen.get(value)
            if found is None:
                found = self._seen[value] = self._in_text(value)
            return found
        if isinstance(value, list | tuple):
            return type(value)(self.shown(item) for item in value)
        if isinstance(value, np.ndarray) and value.dtype == object:
            return np.array([self.shown(item) for item in value], dtype=object)
        return value

    def frame(self, found: pd.DataFrame) -> pd.DataFrame:
        """A result's frame with trusts under their other names. Changes the frame."""
        for place in range(len(found.columns)):
            column = found.iloc[:, place]
            if not (pd.api.types.is_numeric_dtype(column) or pd.api.types.is_datetime64_any_dtype(column)):
                other = pd.Series([*map(self.shown, column)], dtype=column.dtype)
                found.isetitem(place, other.array)
        return found

    def own_codes(self, value: Any) -> Any:
        """A query's parameter with trusts' own codes instead of the codes shown."""
        if isinstance(value, str):
            return self._own.get(value, value)
        if isinstance(value, list | tuple):
            return type(value)(self.own_codes(item) for item in value)
        return value

    def _in_text(self, text: str) -> str:
        if text in self.kept:
            return text
        whole = self.codes.get(text) or self.names.get(text)
        if whole:
            return whole
        other = self._pattern.sub(lambda found: self._other[found[0].casefold()], text)
        return text if other == text else _ONCE.sub(r"\1", other)

    @cached_property
    def _own(self) -> dict[str, str]:
        return {shown: own for own, shown in self.codes.items()}

    @cached_property
    def _other(self) -> dict[str, str]:
        return {own.casefold(): shown for own, shown in (*self.names.items(), *self.codes.items())}

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        """Matches whole names and codes, the longest first, as one name may begin with another."""
        names = sorted(self.names, key=lambda name: (-len(name), name))
        codes = "|".join(map(re.escape, sorted(self.codes)))
        words = "|".join(map(re.escape, names))
        return re.compile(rf"(?<![A-Za-z0-9])(?:(?i:{words})|{codes})(?![A-Za-z0-9])")
