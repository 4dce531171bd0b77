"""Reads a sign-in from Streamlit's cookies, and checks what Streamlit does not.

Streamlit keeps a sign-in for 30 days in a cookie, ignores the expiry of the provider's token, and accepts a
copy of a cookie after signing out. So each request and each run of a page checks here.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from itsdangerous import BadSignature, URLSafeTimedSerializer

from benchmark.core.errors import BenchmarkError, ReturnRefused
from benchmark.core.people import person
from benchmark.core.sign_in import SignIn

USER_COOKIE: Final = "_streamlit_user"
"""Streamlit's cookie with the claims of the provider's token. A long one is split in numbered parts."""
TOKENS_COOKIE: Final = "_streamlit_user_tokens"
"""Streamlit's cookie with the provider's tokens. One of them is needed to sign out at the provider."""
KEPT_CLAIMS: Final = ("iss", "sub", "aud", "iat", "exp", "nonce", "origin", "is_logged_in", "provider")
LONGEST_TOKEN: Final = 2_500
"""The longest token kept for signing out. With a longer one, servers refuse the browser's cookies."""
PARTS: Final = "chunks-"
MOST_PARTS: Final = 10
"""The most parts of a cookie that are joined: ten are 40 KB, more than a server accepts in headers."""
LONGEST_SUBJECT: Final = 255
"""The most letters of a subject, by the OpenID standard."""
AGAIN: Final = "Sign in to go on."
NOT_OURS: Final = "a cookie that is no sign-in here"
ENDED: Final = "a sign-in that has ended"


@dataclass(frozen=True)
class SignedIn:
    """A sign-in. subject, name: the person's identifier and name from the provider.

    session: identifies the sign-in; the same in each tab of a browser, and not secret. Times are UTC.
    """

    subject: str
    name: str
    session: str
    at: datetime
    until: datetime


class NotSignedIn(BenchmarkError):
    """Nobody is signed in, or the sign-in is no longer valid. The message says why; empty if nobody is.

    why: the reason in a few words, for the audit. who: the sign-in that is no longer valid, if known.
    """

    def __init__(self, message: str, *, why: str = "", who: SignedIn | None = None) -> None:
        super().__init__(message)
        self.why, self.who = why, who


def signed_in(cookies: Mapping[str, str], sign_in: SignIn, *, now: datetime) -> SignedIn:
    """The sign-in in a browser's cookies. Whether it was signed out or revoked is not checked here.

    Raises NotSignedIn if there is none, or it was not made here, is for another client, or has expired.
    """
    if USER_COOKIE not in cookies:
        raise NotSignedIn("")
    try:
        claims, at = _read(cookies, sign_in)
        ends = datetime.fromtimestamp(_number(claims["exp"]), UTC).replace(tzinfo=None)
        found = SignedIn(
            subject=_subject(claims["sub"]),
            name=_name(claims),
            session=_session(claims),
            at=at,
            until=min(ends, at + timedelta(hours=sign_in.hours)),
        )
    except (BadSignature, KeyError, TypeError, ValueError, OverflowError) as error:
        raise NotSignedIn(AGAIN, why=NOT_OURS) from error
    # The library that accepts the token checks less: it would accept another application's.
    audience = claims.get("aud")
    if (
        str(claims.get("iss", "")).rstrip("/") != sign_in.issuer.rstrip("/")
        or sign_in.client_id not in (audience if isinstance(audience, list) else [audience])
        or claims.get("origin") != sign_in.origin
        or claims.get("is_logged_in") is not True
    ):
        raise NotSignedIn(AGAIN, why=NOT_OURS)
    if now >= found.until:
        raise NotSignedIn(f"Your sign-in ended at {found.until:%H:%M} UTC. {AGAIN}", why=ENDED, who=found)
    return found


def smaller(cookies: Mapping[str, str], sign_in: SignIn) -> dict[str, str]:
    """The cookies of a new sign-in with only what is needed: without groups, without an access token.

    If a provider lists all groups of a person, Streamlit's cookies are larger than a server accepts.
    """
    claims, _ = _read(cookies, sign_in)
    kept = {name: claims[name] for name in KEPT_CLAIMS if name in claims} | {"name": _name(claims)}
    made = {USER_COOKIE: _signed(USER_COOKIE, kept, sign_in)}
    tokens = json.loads(_whole(cookies, TOKENS_COOKIE, sign_in)[0]) if TOKENS_COOKIE in cookies else {}
    token = tokens.get("id_token", "")
    if 0 < len(token) <= LONGEST_TOKEN:
        made[TOKENS_COOKIE] = _signed(TOKENS_COOKIE, {"id_token": token}, sign_in)
    return made


def _signed(name: str, value: Mapping[str, Any], sign_in: SignIn) -> str:
    made = URLSafeTimedSerializer(sign_in.cookie_secret, salt=name).dumps(json.dumps(value))
    return made if isinstance(made, str) else made.decode()


def _read(cookies: Mapping[str, str], sign_in: SignIn) -> tuple[dict[str, Any], datetime]:
    """The claims, and when this server wrote them. The provider's clock may differ."""
    whole, at = _whole(cookies, USER_COOKIE, sign_in)
    claims = json.loads(whole)
    if not isinstance(claims, dict):
        raise TypeError(claims)
    return claims, at


def _whole(cookies: Mapping[str, str], name: str, sign_in: SignIn) -> tuple[str, datetime]:
    """A cookie's content, joined from its parts if it was split."""
    whole, at = _opened(cookies, name, sign_in, seconds=None)  # its age is checked as the sign-in's
    if whole.startswith(PARTS):
        count = int(whole.removeprefix(PARTS))
        if count > MOST_PARTS:
            raise ValueError(count)
        parts = (f"{name}_{part}" for part in range(1, count + 1))
        whole = "".join(_opened(cookies, part, sign_in, seconds=sign_in.hours * 3600)[0] for part in parts)
    return whole, at


def _opened(
    cookies: Mapping[str, str], name: str, sign_in: SignIn, *, seconds: int | None
) -> tuple[str, datetime]:
    signer = URLSafeTimedSerializer(sign_in.cookie_secret, salt=name)
    value, at = signer.loads(cookies[name], max_age=seconds, return_timestamp=True)
    if not isinstance(value, str):
        raise TypeError(value)
    return value, at.astimezone(UTC).replace(tzinfo=None)


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(value)
    return value


def is_subject(value: str) -> bool:
    """Whether a value can be a person's identifier: visible ASCII only, without spaces around it."""
    return (
        0 < len(value) <= LONGEST_SUBJECT
        and value == value.strip()
        and value.isascii()
        and value.isprintable()
    )


def _subject(value: Any) -> str:
    if not isinstance(value, str) or not is_subject(value):
        raise ValueError(value)
    return value


def _name(claims: Mapping[str, Any]) -> str:
    """The person's name: a name, else an address that they know, else the subject."""
    for claim in ("name", "preferred_username", "email"):
        written = claims.get(claim)
        if isinstance(written, str) and any(map(str.isalnum, written)):  # otherwise it may be invisible
            try:
                return person(written)
            except ReturnRefused:
                continue
    return str(claims["sub"])


def _session(claims: Mapping[str, Any]) -> str:
    """An identifier made from the nonce that this sign-in began with, which no other sign-in has."""
    nonce = claims["nonce"]
    if not isinstance(nonce, str) or not nonce:
        raise ValueError(nonce)
    return hashlib.sha256(f"{claims['sub']} {nonce}".encode()).hexdigest()[:32]
