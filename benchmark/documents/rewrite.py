"""Changes every text of a document with one function, such as one that removes characters."""

import re
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from typing import Any, Final, TypeVar, cast

from benchmark.charts.figure import Figure
from benchmark.core.columns import Filled
from benchmark.documents import model

T = TypeVar("T")

_UNSEEN: Final = re.compile(
    # Control characters, which XML cannot hold; marks that change the text's direction, so that a name would
    # read backwards; halves of surrogate pairs; and noncharacters.
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)


def plain(text: str) -> str:
    """A text without invisible and invalid characters."""
    return _UNSEEN.sub("", text)


def rewritten(whole: T, change: Callable[[str], str] = plain) -> T:
    """The document with `change` applied to all texts: sentences, cells, alternative texts, charts' data."""
    return cast(T, _rewritten(whole, change))


def _rewritten(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Filled):
        return Filled(value.table, tuple(_rewritten(tuple(row), change) for row in value.rows))
    if isinstance(value, tuple):
        return tuple(_rewritten(item, change) for item in value)
    if isinstance(value, list):
        return [_rewritten(item, change) for item in value]
    if isinstance(value, Mapping):
        return {_rewritten(key, change): _rewritten(item, change) for key, item in value.items()}
    if (
        is_dataclass(value)
        and not isinstance(value, type)
        and (type(value).__module__ == model.__name__ or isinstance(value, Figure))
    ):
        changed = {
            field.name: _rewritten(getattr(value, field.name), change)
            for field in fields(value)
            if field.init
        }
        return type(value)(**changed)
    return value
