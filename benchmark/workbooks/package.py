"""A workbook's ZIP archive: its parts by name, their relations, and the limits for unpacking them."""

import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO
from urllib.parse import unquote

from benchmark.workbooks.limits import MAX_LISTED, MAX_PASSED_OVER, MAX_UNPACKED, Refusal, damaged, too_large
from benchmark.workbooks.xml_reader import Handler, parse

CHUNK = 64 * 1024
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, NotImplementedError),
    RuntimeError,
)
"""The errors that zipfile raises for a damaged archive."""
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships Relationship"
_OVERRIDE = "http://schemas.openxmlformats.org/package/2006/content-types Override"


@dataclass(frozen=True)
class Relation:
    """A part's reference to another part. kind: such as 'worksheet'. target: a part, '' if outside."""

    id: str
    kind: str
    target: str


class Package:
    """The parts of an archive. Names ignore case, as the file format says. Raises Refusal if damaged."""

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
        """A part's size in bytes according to the archive, which may lie. 0 if there is no such part."""
        entry = self._parts.get(_key(name))
        return 0 if entry is None else entry.file_size

    def passed_over(self, name: str) -> Iterator[bytes]:
        """A part's bytes in chunks, most of which nobody keeps. They have a limit of their own."""
        for chunk in self._unpacked(name):
            self._left_to_pass_over -= len(chunk)
            if self._left_to_pass_over < 0:
                raise too_large(f"its longest sheets unpack to more than {MAX_PASSED_OVER // 10**6:,} MB")
            yield chunk

    def chunks(self, name: str, *, whole: bool = True) -> Iterator[bytes]:
        """A part's bytes in chunks. Raises Refusal if the archive unpacks to more than its limit.

        whole: all chunks are wanted, so a part that is too large by its own size is refused at once.
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
        """The first bytes of a part; empty if there is no such part."""
        return next(self.chunks(name, whole=False), b"")[:length] if self.has(name) else b""

    def read_xml(self, name: str, handler: Handler) -> None:
        """Parse a part: pass its elements to `handler`. Raises Refusal."""
        parse(self.chunks(name), handler, shown(name))

    def relations(self, name: str) -> list[Relation]:
        """The relations of a part, or of the package itself if `name` is ''."""
        folder, _, own = name.rpartition("/")
        part = posixpath.join(folder, "_rels", f"{own}.rels")
        relations: list[Relation] = []
        if self.has(part):
            self.read_xml(part, _Relations(self, folder, relations))
        return relations

    def content_types(self) -> dict[str, str]:
        """Part -> its type, for parts that have their own entry in [Content_Types].xml."""
        types: dict[str, str] = {}
        if self.has("[Content_Types].xml"):
            self.read_xml("[Content_Types].xml", _Types(types))
        return types

    def resolved(self, folder: str, target: str) -> str:
        """The name of the part that a relation's target means: absolute, or relative to `folder`."""
        target = target.split("#", maxsplit=1)[0].replace("\\", "/")
        path = target if target.startswith("/") else f"/{folder}/{target}"
        name = posixpath.normpath(path).lstrip("/")
        return name if self.has(name) else unquote(name)


class _Relations(Handler):
    def __init__(self, package: Package, folder: str, relations: list[Relation]) -> None:
        self._package, self._folder, self._relations = package, folder, relations

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name != _RELATIONS:
            return
        outside = attributes.get("TargetMode", "").casefold() == "external"
        target = "" if outside else self._package.resolved(self._folder, attributes.get("Target", ""))
        kind = attributes.get("Type", "").rpartition("/")[2]
        if len(self._relations) >= MAX_LISTED:
            raise too_large("its parts refer to one another without end")
        self._relations.append(Relation(attributes.get("Id", ""), kind, target))


class _Types(Handler):
    def __init__(self, types: dict[str, str]) -> None:
        self._types = types
        self._count = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == _OVERRIDE:
            self._count += 1
            if self._count > MAX_LISTED:
                raise too_large("its list of parts has no end")
            self._types[attributes.get("PartName", "").lstrip("/")] = attributes.get("ContentType", "")


def shown(name: str) -> str:
    """A part's name for a sentence: at most 80 characters, without unprintable ones."""
    text = "".join(letter if letter.isprintable() else "?" for letter in name[:80])
    return text if len(name) <= 80 else f"{text}…"


def _unpacks_to_too_much() -> Refusal:
    return too_large(f"its parts unpack to more than {MAX_UNPACKED // 10**6:,} MB")


def _key(name: str) -> str:
    return name.lstrip("/").lower()
