"""From how many choices on a reader can type to find one: the same on every page."""

from collections.abc import Sized
from typing import Final, Literal

TYPED_FROM: Final = 12
"""Options of a list from which on a reader can type to find one."""


def typed_in(options: Sized) -> Literal["contains"] | None:
    """How a list takes what a reader types: anywhere in an option. None for a short list.

    A short list is chosen from, not typed into: on a phone a keyboard would cover it.
    """
    return "contains" if len(options) >= TYPED_FROM else None
