"""Lists of options, the same on every page: which can be searched by typing, and which begin unchosen."""

from collections.abc import Callable, Mapping, Sized
from typing import Any, Final, Literal, TypeVar

T = TypeVar("T")
TYPED_FROM: Final = 12
"""Options of a list from which a reader can type to search it."""


def typed_in(options: Sized) -> Literal["contains"] | None:
    """How a list filters by what a reader types: anywhere in an option. None for a short list.

    In a short list typing is off, as a phone's keyboard would cover it.
    """
    return "contains" if len(options) >= TYPED_FROM else None


def pick(
    select: Callable[..., Any],
    label: str,
    words: Mapping[T, str],
    *,
    key: str,
    placeholder: str | None = None,
) -> T | None:
    """Draw a list with `select`, a method `selectbox`. words: value -> words. None until a value is chosen.

    placeholder: what stands there until then; None for Streamlit's own words.
    """
    chosen: T | None = select(
        label,
        list(words),
        index=None,
        format_func=words.__getitem__,
        placeholder=placeholder,
        key=key,
        filter_mode=typed_in(words),
    )
    return chosen
