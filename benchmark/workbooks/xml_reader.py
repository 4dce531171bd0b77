"""Parses XML in one pass, safely: without document types or entities, with limited depth and tag length."""

from collections.abc import Iterable
from xml.parsers import expat

from benchmark.workbooks.limits import damaged, too_large

MAX_DEPTH = 64
"""The most levels of elements. Those of a sheet's cells have seven."""
MAX_TOKEN = 4_000_000
"""The most bytes of one tag or comment: a parser reads an unfinished one again with each new chunk."""
_NAMESPACES = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
"""The namespaces of workbooks: the usual one, and that of strict workbooks."""
RELATION_IDS = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships id",
    "http://purl.oclc.org/ooxml/officeDocument/relationships id",
)


def names_of(*tags: str) -> dict[str, str]:
    """Full name -> tag, in both namespaces of workbooks."""
    return {f"{space} {tag}": tag for space in _NAMESPACES for tag in tags}


class Handler:
    """Handles a part's elements. `name` is 'namespace tag'. `text` is only called if `wants_text` is true."""

    wants_text = False
    bounds_depth = False
    """Whether the handler itself limits the depth of elements."""
    root: tuple[str, str] = ("", "")
    """The tag of the part's first element, and words for such a part; empty if any part will do."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Called when an element begins."""

    def end(self, name: str) -> None:
        """Called when an element ends."""

    def text(self, data: str) -> None:
        """Called with a piece of an element's text."""


def parse(chunks: Iterable[bytes], handler: Handler, part: str) -> None:
    """Pass the elements of a part to a handler, in time proportional to its length. Raises Refusal."""
    _Parse(handler, part).run(chunks)


class _Parse:
    def __init__(self, handler: Handler, part: str) -> None:
        self._handler = handler
        self._part = part
        self._depth = 0

    def run(self, chunks: Iterable[bytes]) -> None:
        parser = None
        fed = 0
        try:
            for chunk in chunks:
                if parser is None:
                    parser = self._parser(chunk)
                parser.Parse(chunk, False)
                fed += len(chunk)
                if fed - parser.CurrentByteIndex > MAX_TOKEN:
                    raise too_large(f"a tag in {self._part} is longer than {MAX_TOKEN // 10**6} MB")
            if parser is None:
                raise damaged(f"its part {self._part} is empty")
            parser.Parse(b"", True)
        except expat.ExpatError as error:
            if error.code == expat.errors.codes[expat.errors.XML_ERROR_NO_MEMORY]:
                raise MemoryError from error
            raise damaged(f"its part {self._part} is broken XML on line {error.lineno:,}") from error

    def _parser(self, head: bytes) -> expat.XMLParserType:
        # The file format allows these two encodings. In another one, we and Excel might read different texts.
        wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
        parser = expat.ParserCreate("utf-16" if wide else "utf-8", " ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._refuse
        parser.EntityDeclHandler = self._refuse
        bounded = self._handler.bounds_depth
        start = self._handler.start if bounded else self._start

        def first(name: str, attributes: dict[str, str]) -> None:
            tag, words = self._handler.root
            if tag and name not in names_of(tag):
                raise damaged(f"its part {self._part} is no {words}")
            parser.StartElementHandler = start
            start(name, attributes)

        parser.StartElementHandler = first
        parser.EndElementHandler = self._handler.end if bounded else self._end
        if self._handler.wants_text:
            parser.CharacterDataHandler = self._handler.text
        return parser

    def _refuse(self, *_: object) -> None:
        raise damaged(f"its part {self._part} declares a document type, which no spreadsheet writes")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise damaged(f"the elements of its part {self._part} stand too deep within one another")
        self._handler.start(name, attributes)

    def _end(self, name: str) -> None:
        self._depth -= 1
        self._handler.end(name)
