"""Guards links to Streamlit's own files: only the sign-in that got a link can use it, while its grants hold.

Such files are a person's uploads, and templates. The entrance reads the messages to a page, and remembers the
files of its download buttons. Text within a message never counts as a file. Files with figures have links of
our own, which check the visitor (surfaces/web/downloads).
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
"""The path of files that Streamlit's buttons offer."""
NOT_YOURS: Final = (
    "This link was sent to another sign-in, or what you may see has changed since. Open the page again."
)
MOST_LINKS: Final = 2_000
"""The newest links remembered for a sign-in. A page has up to a hundred."""
_LINK: Final = re.compile(r"/media/([A-Za-z0-9_-]{16,})[.A-Za-z0-9_-]*")

Rights = frozenset[int]


class Links:
    """The files of buttons sent to each sign-in, and the grants it had then."""

    def __init__(self) -> None:
        self._sent: dict[str, OrderedDict[str, Rights]] = {}
        self._until: dict[str, datetime] = {}

    def sent(self, visitor: Visitor, message: bytes) -> None:
        """Remember the file of a button in a message to a page."""
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
        """Whether a visitor may follow a link to a file. True for other addresses."""
        if not path.startswith(FILES):
            return True
        token = re.split(r"[/.]", path.removeprefix(FILES))[0]
        known = self._sent.get(visitor.signed_in.session)
        return known is not None and known.get(token) == rights_of(visitor)

    def _forget(self, now: datetime) -> None:
        for session in [session for session, until in self._until.items() if until < now]:
            del self._until[session], self._sent[session]


def _file(message: bytes) -> str | None:
    """The file of a download button in a message, or one made after a click; None if there is neither."""
    if FILES.encode() not in message:  # fast even for a megabyte
        return None
    forwarded = ForwardMsg.FromString(message)  # all messages to a page are of this type
    made = forwarded.backend_operation_response.deferred_file.url
    found = _LINK.fullmatch(made or forwarded.delta.new_element.download_button.url)
    return None if found is None else found[1]


def is_own_page(scope: Scope) -> bool:
    """Whether an upload goes to an open page of the same sign-in. True for other requests.

    Streamlit itself accepts and deletes files for anybody who knows the page's session.
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
    """The visitor's rights, as the numbers of their grants."""
    return visitor.person.grant_ids
