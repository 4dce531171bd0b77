"""Finds tables that are drawn as text: with vertical bars between cells, as psql, DuckDB and rich print them;
or with spaces between columns, as in mails and documents; or quoted in a mail.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from benchmark.returns.read.encoding import Decoded
from benchmark.returns.read.line_kinds import is_heading

_BARS = "\u2502\u2503\u2551"
_LEVEL = "\u2500\u2501\u2550"
_CORNERS = "".join(map(chr, range(0x2500, 0x2580)))
_PLAIN = str.maketrans(_CORNERS + _BARS + _LEVEL, "+" * len(_CORNERS) + "|" * len(_BARS) + "-" * len(_LEVEL))
"""Each box-drawing character -> the plain character for it: +, | or -."""
_SPACES, _LINE_END = re.compile("[ \u00a0]{2,}"), re.compile(r"\r\n?|\n")
_QUOTED = re.compile(r"(^|[\r\n])(?:> ?)+")
_HEADINGS = 2
"""This many known headings on one line are hardly there by chance."""


def undrawn(decoded: Decoded) -> Decoded:
    """The text with plain characters instead of box-drawing ones, if bars separate its headings."""
    sample = decoded.sample
    if not any(bar in sample for bar in _BARS):
        return decoded
    lines = sample.splitlines()
    drawn = [line.translate(_PLAIN) for line in lines if any(bar in line for bar in _BARS)]
    if not _has_headings(drawn, "|") or any(_has_headings(lines, delimiter) for delimiter in ",;\t|"):
        return decoded
    return replace(decoded, utf8=decoded.text.translate(_PLAIN).encode())


def unquoted(decoded: Decoded) -> Decoded | None:
    """The text without the mark of quoted lines in a mail, if it is before the headings and the line below
    them; else None.
    """
    lines = pairwise(decoded.sample.splitlines())
    quoted = [_QUOTED.sub("", line) for line, below in lines if line[:1] == below[:1] == ">"]
    if not any(_has_headings(quoted, delimiter) for delimiter in (*",;\t|", "  ")):
        return None
    return replace(decoded, utf8=_QUOTED.sub(r"\1", decoded.text).encode())


def unspaced(decoded: Decoded) -> Decoded | None:
    """The text with tabs instead of two or more spaces, if only spaces separate its headings; else None.

    A row with an empty cell then has too few cells, which is an error: nobody knows which one is empty.
    """
    lines = decoded.sample.splitlines()
    apart = [_SPACES.sub("\t", line.strip()) for line in lines if _SPACES.search(line)]
    if not _has_headings(apart, "\t") or any(_has_headings(lines, delimiter) for delimiter in ",;\t|"):
        return None
    text = "\n".join(_SPACES.sub("\t", line.strip()) for line in _LINE_END.split(decoded.text))
    return replace(decoded, utf8=text.encode())


def _has_headings(lines: Sequence[str], delimiter: str) -> bool:
    """Whether a line, split at `delimiter`, has several known headings."""
    return any(sum(map(is_heading, line.split(delimiter))) >= _HEADINGS for line in lines)
