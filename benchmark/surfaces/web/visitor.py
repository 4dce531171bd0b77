"""Who looks at a page: asked anew on each run, and by each thing that is done, never remembered."""

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
"""What local mode is, by whether it is for this computer alone."""


def person() -> Person:
    """Who looks or acts, with the grants that hold now.

    Raises NotSignedIn where people sign in and nobody has, or has no longer, and where nothing is granted.
    """
    found = visitor()
    return LOCAL_PERSON if found is None else found.person


def visitor() -> Visitor | None:
    """Who looks, with the sign-in; None where the product is for this computer. NotSignedIn as `person`."""
    sign_in = SignIn.from_environment() if is_shared() else None
    if sign_in is None:
        return None
    # Streamlit has looked at the page that opened the line; what the cookie says is looked at here.
    if not st.user.get("is_logged_in"):
        raise NotSignedIn("")
    found = visitor_of(st.context.cookies, sign_in, Settings.from_environment())
    if not found.person.grants:
        raise NotSignedIn(NO_GRANT)
    return found


def expect_let_in() -> None:
    """Stop a run whose reader is to see nothing, and say so. Comes before whatever a page draws."""
    try:
        visitor()
    except NotSignedIn as error:
        st.error(error.message or "Sign in to see this page.")
        # Opened again, the address leads to the page to sign in on, and from there back here.
        draw(parts.link("Sign in", ""))
        st.stop()


def forget_what_others_saw() -> None:
    """Drop what this visit keeps, such as a pack that was made, where it was kept for other eyes.

    Comes before whatever a page draws: what was worked out with more rights would outlive them.
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
    """'Leader for DEMO' and 'ics=DEMO', what a link to that place asks for; 'Administrator' and nothing."""
    kind, _, code = grant.scope.partition(":")
    if not code:
        return grant.role.capitalize(), ""
    place = {"trust" if kind == "trust" else "ics": code}
    return f"{grant.role.capitalize()} for {code}", urlencode(place)


def draw_who() -> None:
    """Who looks, in which role and for which trust or system, and the way out; in the sidebar."""
    found = visitor()
    if found is None:
        who = parts.made("who", name=LOCAL_PERSON.name, roles=[(NO_SIGN_IN[is_local()], "")], until="")
    else:
        until = f"{found.signed_in.until.replace(tzinfo=UTC):%H:%M} UTC"
        roles = [_role(grant) for grant in found.person.grants]
        who = parts.made("who", name=found.person.name, roles=roles, until=until)
    with st.sidebar:
        draw(who)
