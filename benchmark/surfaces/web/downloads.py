"""Files that a page offers, behind links for those alone who may see what whoever saw the page may see.

A link costs a run of the page nothing, where a button of Streamlit's is an element of its own. The address
holds a long random token. It lives as long as the page's blocks are remembered, or the visit; after that it
says so. Who follows it is asked for their rights then: they must be those with which the page was made.
"""

import secrets
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from functools import cached_property
from urllib.parse import quote
from weakref import WeakValueDictionary

import pandas as pd
from starlette.concurrency import run_in_threadpool
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
from benchmark.surfaces.server.sign_in.visitors import keep_refusal, visitor_in

ROUTE = "/download/{token}/{name}"
METHOD_ROUTE = "/docs/method.md"
DOWNLOAD = "download"
"""What the audit calls it that somebody has a file."""
FICTIONAL = "fictional-"
"""How the name of a file about fictional organisations begins."""
NOT_YOURS = "This link was made for somebody who may see other data than you. Open the page anew."
PASSED = "This link has passed: the data has changed, or the server was started again. Open the page anew."


class Bound:
    """What a link leads to. The link holds as long as this object is kept. rights: of whom it was made for.

    audited: what it is, where the audit is to tell who has had it; without a word that somebody typed.
    """

    def __init__(self, file_name: str, audited: str = "") -> None:
        self.file_name = file_name
        self.audited = audited
        self.rights = _rights.get()
        self.token = secrets.token_urlsafe(16)

    def is_for(self, request: Request) -> bool:
        """Whether whoever asks may see what those may for whom it was made. Asks the ledger."""
        visitor = visitor_in(request)
        if visitor is None:
            return not is_shared()
        settings = Settings.from_environment()
        may = self.rights == rights_of(visitor.person, places_of(settings)).digest
        if not may:
            keep_refusal(settings, visitor.signed_in, self.audited or "a file", what=DOWNLOAD)
        return may

    def told(self, request: Request) -> None:
        """Enter that it is given to whoever asks. StoreError where that cannot be: then it is not given."""
        visitor = visitor_in(request)
        if self.audited and visitor is not None:
            record_once(Settings.from_environment(), visitor.person, DOWNLOAD, self.audited, "done")


_rights: ContextVar[str] = ContextVar("rights", default="")


def made_for(publication: Publication) -> None:
    """Say of whose reading all links are that this run of a page makes."""
    _rights.set("" if publication.rights is None else publication.rights.digest)


class Download(Bound):
    """A table, or the bytes of a file, under a file's name.

    content: asked for when the link is followed. marks: what each row of a table says beside its figures.
    """

    def __init__(
        self,
        content: Filled | pd.DataFrame | Callable[[], bytes],
        file_name: str,
        media_type: str = "text/csv",
        audited: str = "",
        marks: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(file_name, audited)
        self._content, self._marks = content, marks or {}
        self.media_type = media_type
        _known[self.token] = self

    def given(self, request: Request) -> bytes:
        """What the file holds, for whoever asks; entered first where the audit is to tell of it."""
        self.told(request)
        return self.bytes()

    def bytes(self) -> bytes:
        """What the file holds."""
        content = self._content
        return content() if callable(content) else csv_bytes(self.frame, byte_order_mark=True)

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The rows of a table; made when the link is followed, which few are."""
        assert not callable(self._content), "bytes are no table"
        frame = self._content.frame() if isinstance(self._content, Filled) else self._content
        # A row that is copied out of the file still says what it is held to, and that it is fictional.
        frame = frame.assign(
            **{name.replace("_", " ").capitalize(): said for name, said in self._marks.items()}
        )
        return frame.assign(Fictional="yes") if self.file_name.startswith(FICTIONAL) else frame

    @property
    def address(self) -> str:
        """The link's address, relative to any page of the dashboard."""
        return f"download/{self.token}/{quote(self.file_name)}"


_known: WeakValueDictionary[str, Download] = WeakValueDictionary()


def file_stem(publication: Publication, name: str, *, fictional: bool = False) -> str:
    """A file's name without its ending: a past day and fictional organisations stand in it."""
    past = "" if publication.as_at is None else f"-as-at-{publication.as_at:%Y-%m-%d}"
    return f"{FICTIONAL if fictional else ''}{name}{past}"


async def download(request: Request) -> Response:
    """A table as CSV, safe to open in a spreadsheet, or a file; a sentence where its link leads nowhere."""
    found = _known.get(request.path_params["token"])
    if found is None:
        return PlainTextResponse(PASSED, status_code=404)
    if not await run_in_threadpool(found.is_for, request):
        return PlainTextResponse(NOT_YOURS, status_code=403)
    try:
        content = await run_in_threadpool(found.given, request)
    except StoreError as error:  # what cannot be entered is not given
        return PlainTextResponse(str(error.message), status_code=503)
    return attachment(content, found.file_name, found.media_type)


def attachment(content: bytes, file_name: str, media_type: str) -> Response:
    """A file to keep under its name, of which nothing on the way keeps a copy."""
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(file_name)}",
        "Cache-Control": "no-store",
    }
    return Response(content, media_type=media_type, headers=headers)


async def method(_: Request) -> Response:
    """The document with every formula, as text that a browser shows."""
    return FileResponse(FILE, media_type="text/plain; charset=utf-8")
