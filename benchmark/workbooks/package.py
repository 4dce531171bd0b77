"""The archive that a workbook is: its parts by name, what each is related to, and one budget for all."""

import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO
from urllib.parse import unquote

from benchmark.workbooks.limits import MAX_PASSED_OVER, MAX_UNPACKED, Refusal, damaged, too_large
from benchmark.workbooks.xml_reader import Handler, parse

CHUNK = 64 * 1024
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, NotImplementedError),
    RuntimeError,
)
"""What a damaged archive makes its reader raise."""
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships Relationship"
_OVERRIDE = "http://schemas.openxmlformats.org/package/2006/content-types Override"


@dataclass(frozen=True)
class Relation:
    """What a part names: an id, a kind such as 'worksheet', and the part's name, '' outside the archive."""

    id: str
    kind: str
    target: str


class Package:
    """An archive's parts. Capitals in names make no difference, as the format says."""

    def __init__(self, file: IO[bytes]) -> None:
        try:
            self._archive = zipfile.ZipFile(file)
        except _BROKEN as error:
            raise damaged("its end is missing or damaged") from error
        self.names = tuple(entry.filename.replace("\\", "/") for entry in self._archive.infolist())
        self._parts: dict[str, zipfile.ZipInfo] = {}
        for name, entry in zip(self.names, self._archive.infolist(), strict=True):
            key = _key(name)
            if key in self._parts:
                raise damaged(f"two of its parts are called {shown(name)}")
            self._parts[key] = entry
        self._left = MAX_UNPACKED
        self._left_to_pass_over = MAX_PASSED_OVER

    def has(self, name: str) -> bool:
        return _key(name) in self._parts

    def size(self, name: str) -> int:
        """The bytes of a part as the archive says: it can lie."""
        entry = self._parts.get(_key(name))
        return 0 if entry is None else entry.file_size

    def passed_over(self, name: str) -> Iterator[bytes]:
        """A part's bytes, most of which nobody keeps: with a budget of their own."""
        for chunk in self._unpacked(name):
            self._left_to_pass_over -= len(chunk)
            if self._left_to_pass_over < 0:
                raise too_large(f"its longest sheets unpack to more than {MAX_PASSED_OVER // 10**6:,} MB")
            yield chunk

    def chunks(self, name: str, *, whole: bool = True) -> Iterator[bytes]:
        """A part's bytes, piece by piece. Raises Refusal when the archive unpacks to more than it may.

        whole: all of them are wanted, so a part that says itself that it is too large is not begun.
        """
        if whole and self.size(name) > self._left:
            raise _unpacks_to_too_much()
        for chunk in self._unpacked(name):
            self._left -= len(chunk)
            if self._left < 0:
                raise _unpacks_to_too_much()
            yield chunk

    def _unpacked(self, name: str) -> Iterator[bytes]:
        entry = self._parts.get(_key(name))
        if entry is None:
            raise damaged(f"its part {shown(name)} is missing")
        if entry.flag_bits & _ENCRYPTED:
            raise Refusal("workbook_encrypted")
        if entry.compress_type not in _METHODS:
            raise damaged(f"its part {shown(name)} is compressed in a way that Excel does not use")
        try:
            with self._archive.open(entry) as part:
                while chunk := part.read(CHUNK):
                    yield chunk
        except _BROKEN as error:
            raise damaged(f"its part {shown(name)} cannot be unpacked") from error

    def head(self, name: str, length: int = 200) -> bytes:
        """The first bytes of a part; none where there is no such part."""
        return next(self.chunks(name, whole=False), b"")[:length] if self.has(name) else b""

    def read_xml(self, name: str, handler: Handler) -> None:
        """Hand a part's elements to a handler."""
        parse(self.chunks(name), handler, shown(name))

    def relations(self, name: str) -> list[Relation]:
        """What a part names, '' for the package itself; empty where it names nothing."""
        folder, _, own = name.rpartition("/")
        part = posixpath.join(folder, "_rels", f"{own}.rels")
        found: list[Relation] = []
        if self.has(part):
            self.read_xml(part, _Relations(self, folder, found))
        return found

    def content_types(self) -> dict[str, str]:
        """Part -> its type, where [Content_Types].xml gives the part one of its own."""
        found: dict[str, str] = {}
        if self.has("[Content_Types].xml"):
            self.read_xml("[Content_Types].xml", _Types(found))
        return found

    def resolved(self, folder: str, target: str) -> str:
        """The name of the part that a relation's target means: absolute, or relative to the naming part."""
        target = target.split("#", maxsplit=1)[0].replace("\\", "/")
        path = target if target.startswith("/") else f"/{folder}/{target}"
        name = posixpath.normpath(path).lstrip("/")
        return name if self.has(name) else unquote(name)


class _Relations(Handler):
    def __init__(self, package: Package, folder: str, found: list[Relation]) -> None:
        self._package, self._folder, self._found = package, folder, found

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name != _RELATIONS:
            return
        outside = attributes.get("TargetMode", "").casefold() == "external"
        target = "" if outside else self._package.resolved(self._folder, attributes.get("Target", ""))
        kind = attributes.get("Type", "").rpartition("/")[2]
        self._found.append(Relation(attributes.get("Id", ""), kind, target))


class _Types(Handler):
    def __init__(self, found: dict[str, str]) -> None:
        self._found = found

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == _OVERRIDE:
            self._found[attributes.get("PartName", "").lstrip("/")] = attributes.get("ContentType", "")


def shown(name: str) -> str:
    """A part's name as a sentence can hold it."""
    text = "".join(letter if letter.isprintable() else "?" for letter in name[:80])
    return text if len(name) <= 80 else f"{text}…"


def _unpacks_to_too_much() -> Refusal:
    return too_large(f"its parts unpack to more than {MAX_UNPACKED // 10**6:,} MB")


def _key(name: str) -> str:
    return name.lstrip("/").lower()
