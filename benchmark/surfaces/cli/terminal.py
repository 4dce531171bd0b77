"""Prints lines to a terminal safely: other people's text can neither control it nor fake a line."""

import sys
from typing import TextIO

from benchmark.core.wording import MINUS


def one_plain_line(text: str) -> str:
    r"""A text on one line, without control characters and characters that change the text's direction.

    The minus sign becomes a hyphen, as a console without the sign would print '?'.

    >>> one_plain_line("red\x1b[31m\nSubmitted as number 7")
    'red[31m Submitted as number 7'
    >>> one_plain_line("rank correlation \N{MINUS SIGN}0.52")
    'rank correlation -0.52'
    """
    return "".join(
        letter if letter.isprintable() else " " if letter.isspace() else ""
        for letter in text.replace(MINUS, "-")
    ).rstrip()


def say(*lines: str, file: TextIO | None = None) -> None:
    """Print lines, each as one plain line, to standard output or another stream."""
    for line in lines:
        print(one_plain_line(line), file=file or sys.stdout)


def plain_json(document: str) -> str:
    """A JSON document for a terminal: such characters are written as JSON escapes."""
    return "".join(
        letter if letter.isprintable() or letter == "\n" else _escaped(letter) for letter in document
    )


def _escaped(letter: str) -> str:
    units = letter.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[place : place + 2].hex()}" for place in range(0, len(units), 2))
