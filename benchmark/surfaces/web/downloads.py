"""Tables that a page offers as files, behind links that only those who saw the page know.

A link costs a run of the page nothing, where a button of Streamlit's is an element of its own. The address
holds a long random token. It lives as long as the page's blocks are remembered, or the visit; after that it
says so.
"""

import secrets
from functools import cached_property
from urllib.parse import quote
from weakref import WeakValueDictionary

import pandas as pd
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response

from benchmark.core.columns import Filled
from benchmark.store.publication import Publication
from benchmark.surfaces.files.method import FILE
from benchmark.surfaces.files.tables import csv_bytes

ROUTE = "/download/{token}/{name}"
METHOD_ROUTE = "/docs/method.md"
FICTIONAL = "fictional-"
"""How the name of a file about fictional organisations begins."""
PASSED = "This link has passed: the data has changed, or the server was started again. Open the page anew."


class Download:
    """A table under the name of a file. Whoever holds it keeps its link alive."""

    def __init__(self, rows: Filled | pd.DataFrame, file_name: str) -> None:
        self._rows = rows
        self.file_name = file_name
        self.token = secrets.token_urlsafe(16)
        _known[self.token] = self

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The file's rows; made when the link is followed, which few are."""
        frame = self._rows.frame() if isinstance(self._rows, Filled) else self._rows
        # A row that is copied out of the file still says that it is fictional.
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
    """The table as CSV, safe to open in a spreadsheet; 404 with a sentence when its link has passed."""
    found = _known.get(request.path_params["token"])
    if found is None:
        return PlainTextResponse(PASSED, status_code=404)
    return attachment(csv_bytes(found.frame, byte_order_mark=True), found.file_name, "text/csv")


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
