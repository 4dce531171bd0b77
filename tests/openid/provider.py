"""An OpenID provider on loopback: people are chosen on its page, without a password. For trying and testing.

The authorization code flow of OpenID Connect Core 1.0 with PKCE (RFC 7636), discovery, keys and sign-out. It
keeps to the standard, and can be set to break it once in a named way, as a false provider or a thief would.
"""

import base64
import hashlib
import html
import secrets
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import urlencode

import uvicorn
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

CLIENT_ID, CLIENT_SECRET = "digital-maturity", "of-the-provider-on-loopback"
Fault = Literal["nonce", "issuer", "audience", "signature", "algorithm", "expired", "no id token"]
LIFE_SECONDS = 3600


@dataclass
class Asked:
    """What a sign-in on its way was asked with, and who was chosen."""

    query: dict[str, str]
    subject: str


@dataclass
class Provider:
    """people: names by subject. redirect_uris: where it may send people back to. fault: broken once.

    life_seconds: of the next tokens. claims: further ones for everybody, by subject.
    """

    people: dict[str, str]
    redirect_uris: list[str] = field(default_factory=list)
    issuer: str = ""
    life_seconds: int = LIFE_SECONDS
    fault: Fault | None = None
    claims: dict[str, dict[str, Any]] = field(default_factory=dict)
    signed_out: list[dict[str, str]] = field(default_factory=list)
    _codes: dict[str, Asked] = field(default_factory=dict)
    _key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"use": "sig", "alg": "RS256"}))
    _other_key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048))

    @property
    def metadata_url(self) -> str:
        return f"{self.issuer}/.well-known/openid-configuration"

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/.well-known/openid-configuration", self._metadata),
                Route("/keys", self._keys),
                Route("/authorize", self._choose),
                Route("/chosen", self._chosen),
                Route("/token", self._token, methods=["POST"]),
                Route("/end", self._end),
            ]
        )

    async def _metadata(self, _: Request) -> Response:
        return JSONResponse(
            {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/keys",
                "end_session_endpoint": f"{self.issuer}/end",
                "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["RS256"],
                "code_challenge_methods_supported": ["S256"],
                "token_endpoint_auth_methods_supported": ["client_secret_basic"],
            }
        )

    async def _keys(self, _: Request) -> Response:
        return JSONResponse({"keys": [self._key.as_dict(private=False)]})

    async def _choose(self, request: Request) -> Response:
        query = dict(request.query_params)
        if fault := self._fault_of(query):
            return PlainTextResponse(fault, status_code=400)
        items = "".join(
            f'<li><a href="/chosen?{html.escape(urlencode(query | {"as": subject}))}">{html.escape(name)}</a>'
            for subject, name in self.people.items()
        )
        refuse = html.escape(urlencode(query | {"as": ""}))
        return HTMLResponse(
            '<!doctype html><html lang="en"><title>Who are you?</title><link rel="icon" href="data:,">'
            '<meta name="viewport" content="width=device-width"><h1>Who are you?</h1>'
            f"<p>You are believed. This is for trying alone.</p><ul>{items}</ul>"
            f'<p><a href="/chosen?{refuse}">Go back without signing in</a></p>'
        )

    def _fault_of(self, query: dict[str, str]) -> str:
        if query.get("client_id") != CLIENT_ID or query.get("redirect_uri") not in self.redirect_uris:
            return "The application is not known here."
        if query.get("response_type") != "code" or "openid" not in query.get("scope", "").split():
            return "The application asks for something else."
        if query.get("code_challenge_method") != "S256" or not query.get("code_challenge"):
            return "The application does not use PKCE."
        return ""

    async def _chosen(self, request: Request) -> Response:
        query = dict(request.query_params)
        if fault := self._fault_of(query):
            return PlainTextResponse(fault, status_code=400)
        answer = {"state": query.get("state", "")}
        if subject := query["as"]:
            code = secrets.token_urlsafe(24)
            self._codes[code] = Asked(query, subject)
            answer["code"] = code
        else:
            answer["error"] = "access_denied"
        return RedirectResponse(f"{query['redirect_uri']}?{urlencode(answer)}", status_code=302)

    async def _token(self, request: Request) -> Response:
        form = await request.form()
        credentials = base64.b64encode(f"{CLIENT_ID}:{CLIENT_SECRET}".encode()).decode()
        if request.headers.get("authorization") != f"Basic {credentials}":
            return JSONResponse({"error": "invalid_client"}, status_code=401)
        asked = self._codes.pop(str(form.get("code")), None)  # a code counts once
        if asked is None or form.get("redirect_uri") != asked.query["redirect_uri"]:
            return JSONResponse({"error": "invalid_grant"}, status_code=400)
        digest = hashlib.sha256(str(form.get("code_verifier")).encode()).digest()
        if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != asked.query["code_challenge"]:
            return JSONResponse({"error": "invalid_grant"}, status_code=400)
        answer = {
            "access_token": secrets.token_urlsafe(24),
            "token_type": "Bearer",
            "expires_in": self.life_seconds,
            "id_token": self._id_token(asked),
        }
        if self._broken("no id token"):
            del answer["id_token"]
        return JSONResponse(answer, headers={"Cache-Control": "no-store"})

    def _broken(self, fault: Fault) -> bool:
        """Whether it is to break the standard in this way now; then it keeps to it again."""
        if self.fault != fault:
            return False
        self.fault = None
        return True

    def _id_token(self, asked: Asked) -> str:
        now = int(time.time())
        claims: dict[str, Any] = {
            "iss": self.issuer,
            "sub": asked.subject,
            "aud": CLIENT_ID,
            "iat": now,
            "exp": now + self.life_seconds,
            "nonce": asked.query.get("nonce", ""),
            "name": self.people[asked.subject],
            **self.claims.get(asked.subject, {}),
        }
        if self._broken("nonce"):
            claims["nonce"] = "of somebody else"
        if self._broken("issuer"):
            claims["iss"] = "https://login.false.example"
        if self._broken("audience"):
            # For another application; as the authorized party it names ours, which some libraries believe.
            claims |= {"aud": "another-application", "azp": CLIENT_ID}
        if self._broken("expired"):
            claims |= {"iat": now - 7200, "exp": now - 3600}
        if self._broken("signature"):
            return jwt.encode({"alg": "RS256", "kid": self._key.kid}, claims, self._other_key)
        if self._broken("algorithm"):
            parts = (b'{"alg":"none"}', str(claims).replace("'", '"').encode())
            return ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts) + "."
        return jwt.encode({"alg": "RS256", "kid": self._key.ensure_kid() or self._key.kid}, claims, self._key)

    async def _end(self, request: Request) -> Response:
        query = dict(request.query_params)
        self.signed_out.append(query)
        back = query.get("post_logout_redirect_uri")
        if back not in self.redirect_uris:
            return PlainTextResponse("You have signed out.")
        return RedirectResponse(back, status_code=302)


@contextmanager
def running(provider: Provider, *, port: int = 0) -> Iterator[Provider]:
    """The provider on loopback, in a thread of this process, until the block ends."""
    bound = socket.create_server(("127.0.0.1", port))
    provider.issuer = f"http://127.0.0.1:{bound.getsockname()[1]}"
    server = uvicorn.Server(uvicorn.Config(provider.app(), log_level="warning", lifespan="off"))
    thread = threading.Thread(target=server.run, args=([bound],), daemon=True)
    thread.start()
    try:
        while not server.started:
            time.sleep(0.01)
        yield provider
    finally:
        server.should_exit = True
        thread.join(timeout=10)
        bound.close()
