"""How people sign in in shared mode: the provider's address, and the secret that protects cookies."""

import os
import stat
import tomllib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final
from urllib.parse import SplitResult, urlsplit

from benchmark.core.errors import SettingWrong
from benchmark.core.settings import (
    LOCAL_MODE,
    MODE_VARIABLE,
    PROJECT_ROOT,
    SHARED_MODE,
    is_shared,
    whole_setting,
)

FILE_VARIABLE: Final = "MATURITY_SIGN_IN_FILE"
HOURS_VARIABLE: Final = "MATURITY_SIGN_IN_HOURS"
IDLE_VARIABLE: Final = "MATURITY_IDLE_MINUTES"
VARIABLES: Final = {
    "redirect_uri": "MATURITY_REDIRECT_URI",
    "cookie_secret": "MATURITY_COOKIE_SECRET",
    "client_id": "MATURITY_CLIENT_ID",
    "client_secret": "MATURITY_CLIENT_SECRET",
    "server_metadata_url": "MATURITY_METADATA_URL",
    "contact": "MATURITY_CONTACT",
}
"""The required settings: name in the file -> environment variable, which overrides the file."""
CALLBACK: Final = "/oauth2callback"
"""The path that the provider sends people back to: the only one that Streamlit answers at."""
WELL_KNOWN: Final = "/.well-known/openid-configuration"
SHORTEST_SECRET: Final = 32
"""The fewest letters of a cookie secret: 128 bits if written in hexadecimal."""
FEWEST_LETTERS: Final = 10
"""The fewest different letters in a cookie secret. 1 in 100,000 random secrets of 32 hex digits has fewer."""
EXAMPLE_WORDS: Final = ("example", "change", "replace", "secret", "xxxx", "password")
"""Lower-case words that show that a secret was typed or copied from an example."""
MANY_TENANTS: Final = ("common", "organizations", "consumers")
"""Entra's addresses for accounts of any organisation. They would let in anybody with a Microsoft account."""
LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")
USUAL_HOURS: Final = 8
"""The longest time that a sign-in lasts, whatever the provider says: a working day."""
USUAL_IDLE: Final = 60
"""Minutes without use after which a sign-in ends, as NIST SP 800-63B-4 asks at level AAL2."""


@dataclass(frozen=True)
class SignIn:
    """The settings for signing in. contact: where people without access can ask, in words."""

    redirect_uri: str
    cookie_secret: str
    client_id: str
    client_secret: str
    server_metadata_url: str
    contact: str
    hours: int = USUAL_HOURS
    idle_minutes: int = USUAL_IDLE

    @classmethod
    def from_environment(cls) -> "SignIn | None":
        """How people sign in; None in local mode.

        Raises SettingWrong for incomplete settings, and for settings that let in more people than they seem
        to.
        """
        set_here = sorted(name for name in (*VARIABLES.values(), FILE_VARIABLE) if os.environ.get(name))
        if not is_shared():
            if set_here:
                raise SettingWrong(
                    f"Sign-in is set up ({', '.join(set_here)}), but nobody is asked to sign in.",
                    fix=f"Set {MODE_VARIABLE} to {SHARED_MODE}, or take them away to use the product alone.",
                )
            return None
        found = _written()
        missing = [f"{name} ({variable})" for name, variable in VARIABLES.items() if not found.get(name)]
        if missing:
            raise SettingWrong(
                f"{MODE_VARIABLE} is {SHARED_MODE}, but signing in lacks {', '.join(missing)}.",
                fix=f"Set them, or write them into the file that {FILE_VARIABLE} names. "
                f"Without sign-in the mode is {LOCAL_MODE}.",
            )
        made = cls(
            **found,
            hours=whole_setting(HOURS_VARIABLE, USUAL_HOURS, lowest=1, highest=24),
            idle_minutes=whole_setting(IDLE_VARIABLE, USUAL_IDLE, lowest=5, highest=24 * 60),
        )
        made.expect_safe()
        return made

    @cached_property
    def _own(self) -> SplitResult:
        return urlsplit(self.redirect_uri)

    @property
    def origin(self) -> str:
        """The scheme and host of the dashboard's address."""
        return f"{self._own.scheme}://{self._own.netloc}"

    @property
    def host(self) -> str:
        """The host of the dashboard's address, with its port if it has one, in lower case."""
        return self._own.netloc.lower()

    @property
    def is_https(self) -> bool:
        """Whether the dashboard's address is https, as always except for a trial on one computer."""
        return self._own.scheme == "https"

    @property
    def issuer(self) -> str:
        """The provider's name in its tokens. By the standard, its metadata is at WELL_KNOWN below it."""
        return self.server_metadata_url.removesuffix(WELL_KNOWN)

    def secrets(self) -> dict[str, Any]:
        """The table [auth] that Streamlit's sign-in reads."""
        names = ("redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url")
        return {"auth": {name: getattr(self, name) for name in names}}

    def expect_safe(self) -> None:
        """Raise SettingWrong for settings that let in more people than they seem to."""
        _expect_address(self.redirect_uri, VARIABLES["redirect_uri"], ends=CALLBACK)
        _expect_address(self.server_metadata_url, VARIABLES["server_metadata_url"], ends=WELL_KNOWN)
        if self._own.path != CALLBACK:
            raise SettingWrong(
                f"{VARIABLES['redirect_uri']} puts the dashboard below {self._own.path}.",
                fix=f"Give it a name of its own, as in https://maturity.example.org{CALLBACK}.",
            )
        for tenant in MANY_TENANTS:
            if f"/{tenant}/" in urlsplit(self.server_metadata_url).path:
                raise SettingWrong(
                    f"{VARIABLES['server_metadata_url']} is for accounts of any organisation ({tenant}).",
                    fix="Use the address with your own tenant's id.",
                )
        secret = self.cookie_secret
        if len(secret) < SHORTEST_SECRET or len(set(secret)) < FEWEST_LETTERS:
            fault = f"is too short or too plain: it needs {SHORTEST_SECRET} random letters"
        elif any(word in secret.lower() for word in EXAMPLE_WORDS):
            fault = "looks like an example's"
        elif secret in (self.client_secret, self.client_id):
            fault = "is the client's own secret or id"
        else:
            return
        raise SettingWrong(
            f"{VARIABLES['cookie_secret']} {fault}: who guesses it can sign in as anybody.",
            fix="Make one with: python -c 'import secrets; print(secrets.token_hex(32))'",
        )


def _expect_address(address: str, variable: str, *, ends: str) -> None:
    parts = urlsplit(address)
    try:
        known = parts.hostname is not None and (parts.port is None or parts.port > 0)
    except ValueError:
        known = False
    if not known or parts.username or parts.query or parts.fragment or not parts.path.endswith(ends):
        raise SettingWrong(
            f"{variable} is '{address[:80]}'.", fix=f"Write a whole address that ends in {ends}."
        )
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOOPBACK):
        raise SettingWrong(
            f"{variable} begins with {parts.scheme}://, where others can read what is sent.",
            fix="Use https. Plain http is for trying it on one computer, as in http://127.0.0.1:8501.",
        )


def _written() -> dict[str, str]:
    """The settings of the file and the environment, by name; the environment wins."""
    found = _from_file()
    for name, variable in VARIABLES.items():
        if written := os.environ.get(variable, "").strip():
            found[name] = written
    return found


def _from_file() -> dict[str, str]:
    named = os.environ.get(FILE_VARIABLE, "").strip()
    if not named:
        return {}
    file = Path(named).expanduser().resolve()
    if file.is_relative_to(PROJECT_ROOT):
        raise SettingWrong(
            f"{FILE_VARIABLE} names a file in the product's own folder, which others may get a copy of.",
            fix="Keep it elsewhere, as in /etc/digital-maturity/sign-in.toml.",
        )
    try:
        others = stat.S_IMODE(file.stat().st_mode) & 0o007
        table_of_file = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise SettingWrong(f"{file} cannot be read: {why}.", fix=f"Mend it, or {FILE_VARIABLE}.") from error
    if others and os.name == "posix":
        raise SettingWrong(
            f"{file} holds secrets, and everybody on this computer may read it.", fix=f"chmod 600 {file}"
        )
    table = table_of_file.get("auth", {})
    known = (table if isinstance(table, dict) else {}) | {"contact": table_of_file.get("contact", "")}
    return {name: str(known[name]).strip() for name in VARIABLES if isinstance(known.get(name), str)}
