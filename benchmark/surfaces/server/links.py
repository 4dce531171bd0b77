"""Links to files, of use only to the sign-in that they were sent to, as long as its rights are the same.

A page names its files in what it is sent down its own line. What passes there is remembered, so that no page,
and no part of Streamlit, has to say whom a file is for.
"""

import re
from collections import OrderedDict
from datetime import datetime
from typing import Final

from benchmark.surfaces.server.visitors import Visitor

FILES: Final = ("/download/", "/picture/", "/media/")
"""Where files are fetched: tables and charts of pages, and what Streamlit offers itself."""
NOT_YOURS: Final = (
    "This link was sent to another sign-in, or what you may see has changed since. Open the page anew."
)
MOST_LINKS: Final = 2_000
"""Links that are remembered of a sign-in, the newest: a page has a hundred."""
_LINK: Final = re.compile(rb"(?:download|picture|media)/([A-Za-z0-9_-]{16,})")
_WORDS: Final = tuple(path.encode()[1:] for path in FILES)

Rights = frozenset[int]


class Links:
    """Which links each sign-in was sent, and with which grants."""

    def __init__(self) -> None:
        self._sent: dict[str, OrderedDict[str, Rights]] = {}
        self._until: dict[str, datetime] = {}

    def sent(self, visitor: Visitor, message: bytes) -> None:
        """Note the links in what a page is sent."""
        # Each takes a moment even over a megabyte, which the pattern does not.
        if not any(word in message for word in _WORDS):
            return
        session = visitor.signed_in.session
        if session not in self._sent:
            self._forget(visitor.signed_in.at)
            self._until[session] = visitor.signed_in.until
        known = self._sent.setdefault(session, OrderedDict())
        for found in _LINK.findall(message):
            token = found.decode()
            known[token] = rights_of(visitor)
            known.move_to_end(token)
        while len(known) > MOST_LINKS:
            known.popitem(last=False)

    def allow(self, visitor: Visitor, path: str) -> bool:
        """Whether a visitor may follow a link; what is no link to a file is not asked about here."""
        for below in FILES:
            if path.startswith(below):
                token = re.split(r"[/.]", path.removeprefix(below))[0]
                known = self._sent.get(visitor.signed_in.session)
                return known is not None and known.get(token) == rights_of(visitor)
        return True

    def _forget(self, now: datetime) -> None:
        for session in [session for session, until in self._until.items() if until < now]:
            del self._until[session], self._sent[session]


def rights_of(visitor: Visitor) -> Rights:
    """What a visitor may see, as the numbers of the grants that hold."""
    return frozenset(grant.grant_id for grant in visitor.person.grants)
