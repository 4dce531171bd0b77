"""The reader of a page. Determined again on each run and for each action, never remembered."""

from datetime import UTC
from urllib.parse import urlencode

import streamlit as st

from benchmark.core.people import LOCAL_PERSON, Grant, Person
from benchmark.core.settings import Settings, is_shared
from benchmark.core.sign_in import SignIn
from benchmark.store.publication.rights import rights_of
from benchmark.store.publication.view import places_of
from benchmark.surfaces.server.edge import PUBLIC_WORDS, is_local
from benchmark.surfaces.server.sign_in.signed_in import NotSignedIn
from benchmark.surfaces.server.sign_in.visitors import Visitor, visitor_of
from benchmark.surfaces.web import parts
from benchmark.surfaces.web.blocks import draw

_KEPT_FOR = "kept for"
NO_GRANT = "You have no access any more. Open the page again to see who to ask."
CHANGED = (
    "What you may see and do has changed, so what this page kept was dropped, such as a chosen file. "
    "Nothing of it was submitted. Begin it again."
)
NO_SIGN_IN = {
    True: "No sign-in: nobody else can open this page.",
    False: f"No sign-in: {PUBLIC_WORDS}.",
}
"""The words for local mode. True: the server listens on this computer only."""


def person() -> Person:
    """The person who reads or acts, with the grants that hold now.

    In shared mode, raises NotSignedIn if nobody is signed in any more, or if the person has no grant.
    """
    found = visitor()
    return LOCAL_PERSON if found is None else found.person


def visitor() -> Visitor | None:
    """The signed-in visitor; None in local mode. NotSignedIn like `person`."""
    sign_in = SignIn.from_environment() if is_shared() else None
    if sign_in is None:
        return None
    # Streamlit checks the cookie only when the connection is opened, so it is checked here on every run.
    if not st.user.get("is_logged_in"):
        raise NotSignedIn("")
    found = visitor_of(st.context.cookies, sign_in, Settings.from_environment())
    if not found.person.grants:
        raise NotSignedIn(NO_GRANT)
    return found


def expect_let_in() -> None:
    """Stop a run whose reader may see nothing, and say so. Must run before a page draws anything."""
    try:
        visitor()
    except NotSignedIn as error:
        st.error(error.message or "Sign in to see this page.")
        # Without a sign-in, the server answers this address with the sign-in page, and leads back here.
        draw(parts.link("Sign in", ""))
        st.stop()


def forget_what_others_saw() -> None:
    """Drop what this visit keeps, such as a finished pack, if the person or their rights have changed.

    Must run before a page draws anything: results made with more rights would otherwise stay.
    """
    found = visitor()
    if found is None:
        return
    now = found.person.subject, rights_of(found.person, places_of(Settings.from_environment())).digest
    if st.session_state.get(_KEPT_FOR, now) != now:
        st.session_state.clear()
        draw(parts.text(CHANGED, kind="caution", role="status"))
    st.session_state[_KEPT_FOR] = now


def _role(grant: Grant) -> tuple[str, str]:
    """A grant's words and a link's query: 'Leader for DEMO', 'ics=DEMO'; 'Administrator' and nothing."""
    kind, _, code = grant.scope.partition(":")
    if not code:
        return grant.role.capitalize(), ""
    place = {"trust" if kind == "trust" else "ics": code}
    return f"{grant.role.capitalize()} for {code}", urlencode(place)


def draw_who() -> None:
    """Draw in the sidebar who is signed in, their roles, and the way to sign out."""
    found = visitor()
    if found is None:
        who = parts.made("who", name=LOCAL_PERSON.name, roles=[(NO_SIGN_IN[is_local()], "")], until="")
    else:
        until = f"{found.signed_in.until.replace(tzinfo=UTC):%H:%M} UTC"
        roles = [_role(grant) for grant in found.person.grants]
        who = parts.made("who", name=found.person.name, roles=roles, until=until)
    with st.sidebar:
        draw(who)
