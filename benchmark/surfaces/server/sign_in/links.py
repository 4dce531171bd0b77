"""Links to Streamlit's own files, which only the sign-in that got them can use, while its grants hold.

Such files are what a person uploaded just now, and templates.

The buttons that pass down a page's line are remembered, and the files that are made when one is pressed; a
text that passes there names no file, whatever it says. Files with figures have links of our own, which ask
for whoever follows them (surfaces/web/downloads).
"""

import re
from collections import OrderedDict
from datetime import datetime
from typing import Final

from starlette.types import Scope
from streamlit import runtime
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from benchmark.surfaces.server.edge import UPLOADS
from benchmark.surfaces.server.sign_in.cookies import cookies_of
from benchmark.surfaces.server.sign_in.signed_in import USER_COOKIE
from benchmark.surfaces.server.sign_in.visitors import Visitor

FILES: Final = "/media/"
"""Where Streamlit's buttons fetch what they offer."""
NOT_YOURS: Final = (
    "This link was sent to another sign-in, or what you may see has changed since. Open the page anew."
)
MOST_LINKS: Final = 2_000
"""Links that are remembered of a sign-in, the newest: a page has a hundred."""
_LINK: Final = re.compile(r"/media/([A-Za-z0-9_-]{16,})[.A-Za-z0-9_-]*")

Rights = frozenset[int]


class Links:
    """Which buttons each sign-in was sent, and with which grants."""

    def __init__(self) -> None:
        self._sent: dict[str, OrderedDict[str, Rights]] = {}
        self._until: dict[str, datetime] = {}

    def sent(self, visitor: Visitor, message: bytes) -> None:
        """Note the file of a button in what a page is sent."""
        found = _file(message)
        if found is None:
            return
        session = visitor.signed_in.session
        if session not in self._sent:
            self._forget(visitor.signed_in.at)
            self._until[session] = visitor.signed_in.until
        known = self._sent.setdefault(session, OrderedDict())
        known[found] = rights_of(visitor)
        known.move_to_end(found)
        while len(known) > MOST_LINKS:
            known.popitem(last=False)

    def allow(self, visitor: Visitor, path: str) -> bool:
        """Whether a visitor may follow a link; what is no link to a file is not asked about here."""
        if not path.startswith(FILES):
            return True
        token = re.split(r"[/.]", path.removeprefix(FILES))[0]
        known = self._sent.get(visitor.signed_in.session)
        return known is not None and known.get(token) == rights_of(visitor)

    def _forget(self, now: datetime) -> None:
        for session in [session for session, until in self._until.items() if until < now]:
            del self._until[session], self._sent[session]


def _file(message: bytes) -> str | None:
    """The file that a button offers, or that was made when one was pressed, where the message is of one."""
    if FILES.encode() not in message:  # takes a moment even over a megabyte
        return None
    forwarded = ForwardMsg.FromString(message)  # nothing else passes down a page's line
    made = forwarded.backend_operation_response.deferred_file.url
    found = _LINK.fullmatch(made or forwarded.delta.new_element.download_button.url)
    return None if found is None else found[1]


def is_own_page(scope: Scope) -> bool:
    """Whether an upload goes to a page of the same sign-in, which stands open; all else is not asked about.

    Streamlit takes a file, and takes one away, for whoever can name the page.
    """
    if UPLOADS not in scope["path"]:
        return True
    page = scope["path"].partition(UPLOADS)[2].partition("/")[0]
    client = runtime.get_instance().get_client(page) if runtime.exists() else None
    if client is None or client.client_context is None:
        return False
    sign_in = cookies_of(scope).get(USER_COOKIE)
    return sign_in is not None and client.client_context.cookies.get(USER_COOKIE) == sign_in


def rights_of(visitor: Visitor) -> Rights:
    """What a visitor may see, as the numbers of the grants that hold."""
    return visitor.person.grant_ids
