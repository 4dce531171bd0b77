"""Downloads: files behind links, for people with the same rights as the reader of the page.

A link costs a run nothing, while Streamlit's download button is an element of its own. Its address holds a
long random token, which works as long as the page's blocks are remembered or the visit lasts. A person who
follows a link must then have the rights with which the page was made.
"""

import secrets
from collections.abc import Callable
from contextvars import ContextVar
from functools import cached_property
from urllib.parse import quote
from weakref import WeakValueDictionary

import pandas as pd
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response

from benchmark.core.columns import Filled
from benchmark.core.errors import StoreError
from benchmark.core.settings import Settings, is_shared
from benchmark.store.people import record_once
from benchmark.store.publication import Publication
from benchmark.store.publication.rights import rights_of
from benchmark.store.publication.view import places_of
from benchmark.surfaces.files.method import FILE
from benchmark.surfaces.files.tables import csv_bytes
from benchmark.surfaces.server.apart import run_apart
from benchmark.surfaces.server.sign_in.visitors import keep_refusal, visitor_in

ROUTE = "/download/{token}/{name}"
METHOD_ROUTE = "/docs/method.md"
DOWNLOAD = "download"
"""The audit's word for a download."""
FICTIONAL = "fictional-"
"""The prefix of names of files about fictional organisations."""
NOT_YOURS = "This link was made for somebody who may see other data than you. Open the page again."
PASSED = "This link has passed: the data has changed, or the server was started again. Open the page again."


class Bound:
    """The target of a link; the link works as long as this object is kept. rights: of the page's reader.

    audited: the audit's name of the file, without any text that a person typed; empty to leave it out.
    """

    def __init__(self, file_name: str, audited: str = "") -> None:
        self.file_name = file_name
        self.audited = audited
        self.rights = _rights.get()
        self.token = secrets.token_urlsafe(16)

    def is_for(self, request: Request) -> bool:
        """Whether the visitor has the rights that the page was made with. Reads the ledger."""
        visitor = visitor_in(request)
        if visitor is None:
            return not is_shared()
        settings = Settings.from_environment()
        may = self.rights == rights_of(visitor.person, places_of(settings)).digest
        if not may:
            keep_refusal(settings, visitor.signed_in, self.audited or "a file", what=DOWNLOAD)
        return may

    def enter(self, request: Request) -> None:
        """Enter the download in the audit. StoreError if that fails: the file must not be given then."""
        visitor = visitor_in(request)
        if self.audited and visitor is not None:
            record_once(Settings.from_environment(), visitor.person, DOWNLOAD, self.audited, "done")


_rights: ContextVar[str] = ContextVar("rights", default="")


def made_for(publication: Publication) -> None:
    """Set the rights for all links that this run of a page makes."""
    _rights.set("" if publication.rights is None else publication.rights.digest)


class Download(Bound):
    """A table, or the bytes of a file. content: a function is called when the link is followed."""

    def __init__(
        self,
        content: Filled | pd.DataFrame | Callable[[], bytes],
        file_name: str,
        media_type: str = "text/csv",
        audited: str = "",
    ) -> None:
        super().__init__(file_name, audited)
        self._content, self.media_type = content, media_type
        _known[self.token] = self

    def given(self, request: Request) -> bytes:
        """The file's bytes, for a visitor. The download is entered in the audit first."""
        self.enter(request)
        return self.bytes()

    def bytes(self) -> bytes:
        """The file's bytes."""
        content = self._content
        return content() if callable(content) else csv_bytes(self.frame, byte_order_mark=True)

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The table's rows. Made when the link is followed, as few links are."""
        assert not callable(self._content), "bytes are no table"
        return self._content.frame() if isinstance(self._content, Filled) else self._content

    @property
    def address(self) -> str:
        """The link's address, relative to any page of the dashboard."""
        return f"download/{self.token}/{quote(self.file_name)}"


_known: WeakValueDictionary[str, Download] = WeakValueDictionary()


def file_stem(publication: Publication, name: str, *, fictional: bool = False) -> str:
    """A file's name without ending, marked for a past day and for fictional organisations."""
    past = "" if publication.as_at is None else f"-as-at-{publication.as_at:%Y-%m-%d}"
    return f"{FICTIONAL if fictional else ''}{name}{past}"


async def download(request: Request) -> Response:
    """Answer a download link: the file, or a sentence if the link is not valid."""
    found = _known.get(request.path_params["token"])
    if found is None:
        return PlainTextResponse(PASSED, status_code=404)
    if not await run_apart(found.is_for, request):
        return PlainTextResponse(NOT_YOURS, status_code=403)
    try:
        content = await run_apart(found.given, request)
    except StoreError as error:  # a download that cannot be audited is not given
        return PlainTextResponse(str(error.message), status_code=503)
    return attachment(content, found.file_name, found.media_type)


def attachment(content: bytes, file_name: str, media_type: str) -> Response:
    """A response that saves a file under its name, and that no cache keeps."""
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(file_name)}",
        "Cache-Control": "no-store",
    }
    return Response(content, media_type=media_type, headers=headers)


async def method(_: Request) -> Response:
    """The document with every formula, as plain text."""
    return FileResponse(FILE, media_type="text/plain; charset=utf-8")
