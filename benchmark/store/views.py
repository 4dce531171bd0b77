"""The publication's views: each a file that states its grain, its key and its SQL."""

import re
from dataclasses import dataclass
from functools import cache

from benchmark.store.database import sql_files

_GRAIN = re.compile(r"-- grain: (.+)")
_KEY = re.compile(r"-- key: (\w+(?:, \w+)*)")
_NAME = re.compile(r"create view (\w+) as")


@dataclass(frozen=True)
class View:
    """A view: `key` is the columns that name a row, `text` the statement that makes it."""

    name: str
    grain: str
    key: tuple[str, ...]
    text: str


@cache
def views() -> tuple[View, ...]:
    """Every view, in the order in which they can be made."""
    return tuple(read_view(name, text) for name, text in sql_files("sql", "views"))


def read_view(file_name: str, text: str) -> View:
    """One view's file. ValueError when its first line is not the grain or its second not the key."""
    lines = text.splitlines()
    grain = _GRAIN.fullmatch(lines[0]) if lines else None
    key = _KEY.fullmatch(lines[1]) if len(lines) > 1 else None
    name = _NAME.search(text)
    if grain is None or key is None or name is None:
        raise ValueError(f"{file_name} must begin with '-- grain: ...', '-- key: ...' and create a view")
    return View(name[1], grain[1], tuple(key[1].split(", ")), text)
