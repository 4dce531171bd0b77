"""What the ledger holds about people: grants, revoked sign-ins, and what each person did."""

from benchmark.store.people.people import (
    REFUSED,
    SOON_SECONDS,
    audit,
    decide_peers,
    end_grant,
    give_grant,
    grants,
    peers_decided,
    peers_of,
    person_for,
    record_event,
    record_once,
    revoke_sign_ins,
    revoked_before,
    sign_out,
    signed_out,
)

__all__ = [
    "REFUSED",
    "SOON_SECONDS",
    "audit",
    "decide_peers",
    "end_grant",
    "give_grant",
    "grants",
    "peers_decided",
    "peers_of",
    "person_for",
    "record_event",
    "record_once",
    "revoke_sign_ins",
    "revoked_before",
    "sign_out",
    "signed_out",
]
