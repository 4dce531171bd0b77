"""The columns of grants, of the policy and of the audit."""

from typing import Final

from benchmark.core.columns import MOMENT, NUMBERED, Column, Table

WHO: Final = Column(
    "subject", "Identifier", meaning="The person's identifier at the service that signed them in."
)
NAME: Final = Column(
    "name", "Name", meaning="The person's name at their last sign-in; empty if they have never signed in."
)

GRANTS: Final = Table(
    "grants",
    "Who may do what",
    "one row per grant, the newest first",
    (
        Column("grant_id", "Grant", NUMBERED, "The grant's number: the number of its entry in the ledger."),
        NAME,
        WHO,
        Column("role", "Role", meaning="The person's role: trust, analyst, leader or administrator."),
        Column(
            "scope",
            "For",
            meaning="The system, group or trust that the grant is for; empty for an administrator.",
        ),
        Column("starts", "From", meaning="The first day of the grant."),
        Column("ends", "To", meaning="The last day of the grant; empty if it has no end."),
        Column(
            "standing",
            "Standing",
            meaning="Whether the grant is valid now, starts later, has run out or was ended.",
        ),
        Column("given_by", "Given by", meaning="Who gave the grant."),
    ),
)

WITHOUT_GRANT: Final = Table(
    "without_grant",
    "People who signed in and have no grant",
    "one row per person, the newest first",
    (
        NAME,
        WHO,
        Column("signed_in_at", "Last signed in", MOMENT, "When the person last signed in."),
    ),
)

POLICY: Final = Table(
    "policy",
    "What each role may see and do",
    "one row per kind of data",
    (
        Column("data", "Data", meaning="The kind of data."),
        Column("trust", "Trust", meaning="What a person with a grant for a trust may do with the data."),
        Column("analyst", "Analyst", meaning="What an analyst of a system or a group may do with the data."),
        Column("leader", "Leader", meaning="What a leader of a system or a group may do with the data."),
        Column("administrator", "Administrator", meaning="What an administrator may do with the data."),
    ),
)

AUDIT: Final = Table(
    "audit",
    "What people did",
    "one row per entry of the ledger, the newest first",
    (
        Column("entry_id", "Entry", NUMBERED, "The number of the entry in the ledger."),
        Column("made_at", "Time", MOMENT, "When the entry was made, UTC."),
        Column("made_by", "By", meaning="The name of the person who did it."),
        WHO,
        Column("action", "What", meaning="What the person did or tried to do."),
        Column("about", "About", meaning="What it was done to, such as a grant, a return or a file."),
        Column("outcome", "Outcome", meaning="The result, such as done, let in or refused."),
        Column("on_behalf", "On behalf of", meaning="The trusts for which somebody else submitted."),
        Column("note", "Note", meaning="The note that was entered with it."),
    ),
)
