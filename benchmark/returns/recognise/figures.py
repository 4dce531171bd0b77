"""What a column of text looks like before it is known which column it is: figures, codes or words."""

import re
from collections.abc import Callable
from itertools import islice

import numpy as np
import pyarrow as pa

from benchmark.returns.read.text_columns import places_of

_LOOKED_AT = 2_000
"""Distinct texts of a column that are looked at: what a column holds shows in its first."""
_AROUND = re.compile(r"[\s£$€%,'()+\u2019\u2212~<>*-]")
_FIGURE = re.compile(r"[0-9]+(\.[0-9]*)?(k|m|mn|bn|wte|fte)?", re.I)
_CODE = re.compile(r"(?=.*[A-Z0-9])[A-Za-z0-9]{3,6}")
_NO_WORD = frozenset(("", "-", "n/a", "na", "nil", "none", "tbc", "x", "?", "."))


def holds_figures(column: pa.DictionaryArray) -> bool:
    """Whether most of the filled cells are numbers, however they are written."""
    return _share(column, lambda text: bool(_FIGURE.fullmatch(_AROUND.sub("", text)))) > 0.5


def code_share(column: pa.DictionaryArray) -> float:
    """The share of filled cells that look like an organisation's code, 0 to 1."""
    return _share(column, lambda text: bool(_CODE.fullmatch(text)))


def first_texts(column: pa.DictionaryArray, count: int = 3) -> str:
    """The first texts that differ, in words: '12, 14, 9'."""
    filled = (text.strip() for text in column.dictionary.to_pylist() if text.strip())
    return ", ".join(text if len(text) <= 20 else f"{text[:19]}…" for text in islice(filled, count))


def _share(column: pa.DictionaryArray, test: Callable[[str], bool]) -> float:
    texts = [text.strip() for text in column.dictionary.slice(0, _LOOKED_AT).to_pylist()]
    filled = np.array([text.casefold() not in _NO_WORD for text in texts], dtype=bool)
    passed = filled & np.array([test(text) for text in texts], dtype=bool)
    if passed.sum() in (0, filled.sum()):  # then nothing has to be counted
        return float(passed.any())
    counts = np.bincount(places_of(column), minlength=len(texts))[: len(texts)]
    return float(counts[passed].sum() / counts[filled].sum())
