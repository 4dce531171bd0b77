"""Charts and tables as pictures behind links, made outside the page's thread when a link is followed."""

from typing import Final, Literal, get_args
from urllib.parse import quote
from weakref import WeakValueDictionary

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from benchmark.charts.figure import Figure, HtmlFigure
from benchmark.common.subject import Subject
from benchmark.core.errors import StoreError
from benchmark.core.moments import utc_today
from benchmark.documents.labelled import labelled_png, labelled_svg
from benchmark.surfaces.server.apart import run_apart
from benchmark.surfaces.web.downloads import NOT_YOURS, PASSED, Bound, attachment

ROUTE: Final = "/picture/{token}/{name}"
Form = Literal["svg", "png"]
FORMS: Final[tuple[Form, ...]] = get_args(Form)
_TYPES: Final[dict[str, str]] = {"svg": "image/svg+xml", "png": "image/png"}


class Picture(Bound):
    """A chart or table as pictures. Its links work while the object is kept. file_name: without ending."""

    def __init__(self, figure: Figure | HtmlFigure, subject: Subject, file_name: str) -> None:
        super().__init__(file_name, audited=f"picture {file_name}")
        self._figure = figure
        self._subject = subject
        _known[self.token] = self

    def address(self, form: Form) -> str:
        """The link's address, relative to any page of the dashboard."""
        return f"picture/{self.token}/{quote(self.file_name)}.{form}"

    def content(self, form: str, *, link: str = "") -> bytes:
        """The picture's bytes. Slow, so never call it in a page's run. link: the page that it is from."""
        today = utc_today()
        if form == "png":
            return labelled_png(self._figure, self._subject, made_on=today, link=link)
        return labelled_svg(self._figure, self._subject, made_on=today, link=link).encode()


_known: WeakValueDictionary[str, Picture] = WeakValueDictionary()


async def picture(request: Request) -> Response:
    """Answer a picture's link: SVG or PNG, or a sentence if the link is not valid."""
    found = _known.get(request.path_params["token"])
    form = request.path_params["name"].rpartition(".")[2]
    if found is None or form not in _TYPES:
        return PlainTextResponse(PASSED, status_code=404)
    if not await run_apart(found.is_for, request):
        return PlainTextResponse(NOT_YOURS, status_code=403)
    try:
        await run_apart(found.enter, request)
    except StoreError as error:  # a download that cannot be audited is not given
        return PlainTextResponse(error.message, status_code=503)
    content = await run_in_threadpool(found.content, form, link=_view_of(request))
    return attachment(content, f"{found.file_name}.{form}", _TYPES[form])


def _view_of(request: Request) -> str:
    """The page whose link was followed, with its choices; empty for another host or no referrer."""
    page, host = request.headers.get("referer", ""), request.headers.get("host", "")
    return page if page.startswith((f"https://{host}/", f"http://{host}/")) else ""
