"""The number of options from which a list can be searched by typing: the same on every page."""

from collections.abc import Sized
from typing import Final, Literal

TYPED_FROM: Final = 12
"""Options of a list from which a reader can type to search it."""


def typed_in(options: Sized) -> Literal["contains"] | None:
    """How a list filters by what a reader types: anywhere in an option. None for a short list.

    In a short list typing is off, as a phone's keyboard would cover it.
    """
    return "contains" if len(options) >= TYPED_FROM else None
