"""A store with people in it, and the settings of a shared dashboard: for trying it, and for tests."""

import secrets
from dataclasses import dataclass

from benchmark.core.people import LOCAL_PERSON, Role
from benchmark.core.settings import MODE_VARIABLE, Settings
from benchmark.core.sign_in import CALLBACK, VARIABLES
from benchmark.store.people import give_grant
from tests.openid.provider import CLIENT_ID, CLIENT_SECRET, Provider


@dataclass(frozen=True)
class Somebody:
    """A person that nobody is, with the grant that they have, if any. codes: what its scope holds."""

    name: str
    role: Role | None = None
    scope: str = ""
    codes: tuple[str, ...] = ()


PEOPLE = {
    "ana-0001": Somebody("Ana Analyst", "analyst", "ics:DEMO", ("DEMO",)),
    "lea-0002": Somebody("Lea Leader", "leader", "ics:DEMO", ("DEMO",)),
    "tam-0003": Somebody("Tam Trust", "trust", "trust:DEMO1", ("DEMO1",)),
    "adam-0004": Somebody("Adam Administrator", "administrator"),
    "nora-0005": Somebody("Nora Nobody"),
}
"""By their subjects, as the provider names them."""


def give_grants(settings: Settings) -> None:
    """What the people were granted, by the person at this computer."""
    for subject, one in PEOPLE.items():
        if one.role is not None:
            give_grant(settings, subject, one.role, one.scope, codes=one.codes, by=LOCAL_PERSON)


def provider_of_people() -> Provider:
    """The provider that they sign in with."""
    return Provider({subject: one.name for subject, one in PEOPLE.items()})


def environment(provider: Provider, address: str) -> dict[str, str]:
    """The variables of a dashboard at an address where people sign in with a running provider."""
    callback = f"{address}{CALLBACK}"
    provider.redirect_uris = [callback]
    variables = {
        "redirect_uri": callback,
        "cookie_secret": secrets.token_hex(32),
        "client_id": CLIENT_ID,
        "client_secret": CLIENT_SECRET,
        "server_metadata_url": provider.metadata_url,
        "contact": "the digital team, digital@demo.example",
    }
    return {MODE_VARIABLE: "shared"} | {VARIABLES[name]: value for name, value in variables.items()}
