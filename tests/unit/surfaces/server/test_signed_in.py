"""A cookie says who somebody is only as long, and only here, as the sign-in that it was made by holds.

The cookies are written by Streamlit's own functions, as it writes them after a sign-in.
"""

import json
import time
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from streamlit.auth_util import set_cookie_with_chunks
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value, decode_signed_value
from streamlit.web.server.starlette.starlette_server_config import TOKENS_COOKIE_NAME, USER_COOKIE_NAME

from benchmark.core.sign_in import SignIn
from benchmark.surfaces.server.sign_in.signed_in import USER_COOKIE, NotSignedIn, signed_in, smaller

ISSUER = "https://login.demo.example/realms/demo"
SECRET = "0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0"
SIGN_IN = SignIn(
    redirect_uri="https://maturity.demo.example/oauth2callback",
    cookie_secret=SECRET,
    client_id="digital-maturity",
    client_secret="hidden",
    server_metadata_url=f"{ISSUER}/.well-known/openid-configuration",
    contact="the digital team",
    hours=8,
)


def claims(**otherwise: Any) -> dict[str, Any]:
    now = int(time.time())
    found = {
        "iss": ISSUER,
        "sub": "b2f0-ana",
        "aud": "digital-maturity",
        "iat": now,
        "exp": now + 3600,
        "nonce": "n-0S6_WzA2Mj",
        "name": "Ana Analyst",
        "origin": "https://maturity.demo.example",
        "is_logged_in": True,
        "provider": "default",
    }
    return {name: value for name, value in (found | otherwise).items() if value is not None}


def cookies(claims: dict[str, Any], *, secret: str = SECRET, name: str = USER_COOKIE_NAME) -> dict[str, str]:
    """As Streamlit sets them: a long one in parts."""
    found: dict[str, str] = {}

    def signed(name: str, value: str) -> bytes:
        return create_signed_value(secret, name, value)

    def put(name: str, value: str) -> None:
        found[name] = signed(name, value).decode()

    set_cookie_with_chunks(put, signed, name, claims, cookie_attr_size=60)
    return found


def now(**later: float) -> datetime:
    return datetime.now(UTC).replace(tzinfo=None) + timedelta(**later)


def test_it_is_the_cookie_that_streamlit_writes():
    assert USER_COOKIE == USER_COOKIE_NAME


def test_a_sign_in_is_read():
    found = signed_in(cookies(claims()), SIGN_IN, now=now())
    assert (found.subject, found.name) == ("b2f0-ana", "Ana Analyst")
    assert timedelta(minutes=59) < found.until - found.at <= timedelta(hours=1)


def test_a_long_one_in_parts_is_read_too():
    """Entra adds an identifier for each group that somebody is in, if it is set to."""
    many = [str(uuid.uuid4()) for _ in range(300)]
    made = cookies(claims(groups=many))
    assert len(made) > 1
    assert signed_in(made, SIGN_IN, now=now()).name == "Ana Analyst"


def test_it_is_made_small_and_says_the_same():
    """What is kept in the browser holds no groups and no access token, and fits into one cookie."""
    many = [str(uuid.uuid4()) for _ in range(300)]
    tokens = {"id_token": "short", "access_token": "of no use here"}
    written = cookies(claims(groups=many)) | cookies(tokens, name=TOKENS_COOKIE_NAME)
    made = smaller(written, SIGN_IN)
    before, after = (signed_in(known, SIGN_IN, now=now()) for known in (written, made))
    assert (before.subject, before.name, before.session) == (after.subject, after.name, after.session)
    assert made.keys() == {USER_COOKIE_NAME, TOKENS_COOKIE_NAME}
    assert sum(map(len, made.values())) < 1_500
    for name, value in made.items():
        answer = json.loads(decode_signed_value(SECRET, name, value) or b"")
        assert not {"groups", "access_token"} & answer.keys()
    long = smaller(written | cookies({"id_token": "x" * 4_000}, name=TOKENS_COOKIE_NAME), SIGN_IN)
    assert long.keys() == {USER_COOKIE_NAME}


def test_every_sign_in_has_a_name_of_its_own_and_keeps_it():
    first, second = cookies(claims()), cookies(claims(nonce="another"))
    names = [signed_in(made, SIGN_IN, now=now()).session for made in (first, first, second)]
    assert names[0] == names[1] != names[2]


def test_the_provider_may_let_it_end_sooner_but_not_later_than_a_working_day():
    soon = signed_in(cookies(claims(exp=int(time.time()) + 60)), SIGN_IN, now=now())
    late = signed_in(cookies(claims(exp=int(time.time()) + 30 * 86_400)), SIGN_IN, now=now())
    assert soon.until - soon.at <= timedelta(seconds=61)
    assert late.until - late.at == timedelta(hours=8)


@pytest.mark.parametrize("minutes", [60.1, 600], ids=["just over", "long over"])
def test_after_its_end_a_session_is_invalid_and_says_when_it_ended(minutes):
    with pytest.raises(NotSignedIn, match="ended at"):
        signed_in(cookies(claims()), SIGN_IN, now=now(minutes=minutes))


@pytest.mark.parametrize(
    "otherwise",
    [
        {"iss": "https://login.false.example"},
        {"iss": f"{ISSUER}-2"},
        {"iss": None},
        {"aud": "another-application"},
        {"aud": ["another-application"]},
        {"aud": "another-application", "azp": "digital-maturity"},
        {"aud": None},
        {"origin": "http://maturity.demo.example"},
        {"origin": "https://other.demo.example"},
        {"origin": None},
        {"is_logged_in": False},
        {"is_logged_in": "yes"},
        {"sub": None},
        {"sub": ""},
        {"sub": " b2f0-ana"},
        {"sub": "b2f0\nana"},
        {"sub": "b2f0-an\u0430"},
        {"sub": "a" * 256},
        {"sub": 7},
        {"exp": None},
        {"exp": "tomorrow"},
        {"exp": True},
        {"exp": 10.0**30},
        {"exp": float("inf")},
        {"exp": float("nan")},
        {"nonce": None},
        {"nonce": ""},
        {"nonce": 1},
    ],
    ids=str,
)
def test_a_cookie_for_another_dashboard_belongs_to_no_person(otherwise):
    with pytest.raises(NotSignedIn):
        signed_in(cookies(claims(**otherwise)), SIGN_IN, now=now())


def test_one_of_several_audiences_is_enough():
    assert signed_in(cookies(claims(aud=["other", "digital-maturity"])), SIGN_IN, now=now())


@pytest.mark.parametrize(
    "spoil",
    [
        lambda made: made | {USER_COOKIE: made[USER_COOKIE][:-2] + "xx"},
        lambda made: made | {USER_COOKIE: "x" + made[USER_COOKIE]},
        lambda made: made | {USER_COOKIE: ""},
        lambda made: made | {USER_COOKIE: "..\u00e9"},
        lambda made: {USER_COOKIE: create_signed_value(SECRET, "_streamlit_user_tokens", "{}").decode()},
        lambda made: {USER_COOKIE: create_signed_value(SECRET, USER_COOKIE, "[]").decode()},
        lambda made: {USER_COOKIE: create_signed_value(SECRET, USER_COOKIE, "{").decode()},
        lambda made: {USER_COOKIE: create_signed_value(SECRET, USER_COOKIE, "chunks-2").decode()},
        lambda made: {USER_COOKIE: create_signed_value(SECRET, USER_COOKIE, "chunks-x").decode()},
        lambda made: {USER_COOKIE: create_signed_value(SECRET, USER_COOKIE, "chunks-999999999").decode()},
        lambda made: cookies(claims(), secret="f" + SECRET[1:]),
    ],
    ids=["end", "start", "empty", "letters", "another cookie", "list", "half", "no parts", "no count", "many",
         "another secret"],
)  # fmt: skip
def test_a_cookie_that_another_wrote_belongs_to_no_person(spoil):
    with pytest.raises(NotSignedIn):
        signed_in(spoil(cookies(claims())), SIGN_IN, now=now())


def test_no_cookie_means_no_person_and_needs_no_reason():
    with pytest.raises(NotSignedIn) as caught:
        signed_in({}, SIGN_IN, now=now())
    assert caught.value.message == ""


@pytest.mark.parametrize(
    ("otherwise", "name"),
    [
        ({"name": "  Ana   Analyst "}, "Ana Analyst"),
        ({"name": None, "preferred_username": "ana@demo.example"}, "ana@demo.example"),
        ({"name": "\u202eanA", "email": "ana@demo.example"}, "ana@demo.example"),
        ({"name": "\u200b", "email": "..."}, "b2f0-ana"),
        ({"name": "a" * 500}, "b2f0-ana"),
        ({"name": 5}, "b2f0-ana"),
    ],
)
def test_a_person_is_called_what_can_be_shown(otherwise, name):
    assert signed_in(cookies(claims(**otherwise)), SIGN_IN, now=now()).name == name
