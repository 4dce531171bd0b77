"""Reads a sheet's texts outside its cells: comments, text boxes, page headers and page footers.

They are no values, but can say what the values are: provisional, in thousands, of another trust.
"""

import re
from collections.abc import Callable
from contextlib import suppress

from benchmark.workbooks.limits import Refusal
from benchmark.workbooks.messages import Message
from benchmark.workbooks.package import Package
from benchmark.workbooks.xml_reader import Handler

PAGE_TAGS = ("oddHeader", "evenHeader", "firstHeader", "oddFooter", "evenFooter", "firstFooter")
_MOST = 500
"""The most texts of a sheet that are sent."""
_LONGEST = 1_000
"""The most characters of such a text."""
_CODES = re.compile(r'(?:[Pp]age )?&P(?: of &N)?|&"[^"]*"|&K[0-9A-Fa-f+-]{5,6}|&[0-9]{1,3}|&[A-Za-z]')
"""Codes in a page header that are not words: fonts, colours, sizes, positions, fields."""
_COPIED = re.compile(r"\A\[Threaded comment\].*?Comment:\s*", re.S)
"""What Excel writes before a threaded comment, for older programs."""
_KINDS = ("comments", "threadedComment", "drawing")


def said_by_page(tag: str, text: str) -> Message | None:
    """The message for a page header or footer; None if it has no words, only fields such as a page number."""
    words = " ".join(_CODES.sub(" ", text.replace("&&", "and")).split())
    if not any(letter.isalpha() for letter in words):
        return None
    return ["said", "The page's header" if "Header" in tag else "The page's footer", words[:_LONGEST]]


def send_beside(package: Package, part: str, send: Callable[[Message], None]) -> None:
    """Send the texts of a sheet's comments and text boxes, each text once."""
    words = _Words()
    for relation in package.relations(part):
        if relation.kind in _KINDS and package.has(relation.target):
            with suppress(Refusal):  # no value is lost if a comment cannot be read
                package.read_xml(relation.target, words)
    for text, place in words.texts.items():
        send(["said", place, text])


class _Words(Handler):
    """Collects the texts of comments, with their cells, and of text boxes."""

    wants_text = True

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}
        """Text -> the place where it occurs first."""
        self._place = ""
        self._pieces: list[str] = []
        self._length = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(" ")[2]
        if tag in ("comment", "threadedComment"):
            cell = "".join(filter(str.isalnum, attributes.get("ref", "")))[:10]
            self._begin(f"The comment on {cell}" if cell else "A comment")
        elif tag == "txBody":
            self._begin("A text box")

    def text(self, data: str) -> None:
        if self._place and self._length < _LONGEST:
            self._pieces.append(data)
            self._length += len(data)

    def end(self, name: str) -> None:
        tag = name.rpartition(" ")[2]
        if tag == "p":
            self.text(" ")
        elif tag in ("comment", "threadedComment", "txBody"):
            text = " ".join(_COPIED.sub("", "".join(self._pieces)).split())[:_LONGEST]
            if text and self._place and len(self.texts) < _MOST:
                self.texts.setdefault(text, self._place)
            self._place = ""

    def _begin(self, place: str) -> None:
        self._place, self._pieces, self._length = place, [], 0
