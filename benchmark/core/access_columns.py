"""The columns of grants, of the policy and of the audit."""

from typing import Final

from benchmark.core.columns import MOMENT, NUMBERED, Column, Table

WHO: Final = Column("subject", "Identifier", meaning="The person, as whoever signed them in names them.")
NAME: Final = Column("name", "Name", meaning="What the person was last called, once they have signed in.")

GRANTS: Final = Table(
    "grants",
    "Who may do what",
    "one row per grant, the newest first",
    (
        Column("grant_id", "Grant", NUMBERED, "The grant's number, which is its entry's in the ledger."),
        NAME,
        WHO,
        Column("role", "Role", meaning="What the person may do: trust, analyst, leader or administrator."),
        Column("scope", "For", meaning="The system, group or trust; none for an administrator."),
        Column("starts", "From", meaning="The first day on which it holds."),
        Column("ends", "To", meaning="The last day on which it holds, if it has one."),
        Column("standing", "Standing", meaning="Whether it holds, is to come, has run out or was ended."),
        Column("given_by", "Given by", meaning="Who gave it."),
    ),
)

WITHOUT_GRANT: Final = Table(
    "without_grant",
    "Who signed in and may do nothing",
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
    "one row per sort of data",
    (
        Column("data", "Data", meaning="A sort of data."),
        Column("trust", "Trust", meaning="What somebody of a trust may do with it."),
        Column("analyst", "Analyst", meaning="What an analyst of a system or a group may do with it."),
        Column("leader", "Leader", meaning="What a leader of a system or a group may do with it."),
        Column("administrator", "Administrator", meaning="What an administrator may do with it."),
    ),
)

AUDIT: Final = Table(
    "audit",
    "What people did",
    "one row per entry of the ledger, the newest first",
    (
        Column("entry_id", "Entry", NUMBERED, "The entry's number."),
        Column("made_at", "Time", MOMENT, "When it was entered."),
        Column("made_by", "By", meaning="The name of who did it."),
        WHO,
        Column("action", "What", meaning="What was done, or what somebody wanted to do."),
        Column("about", "About", meaning="What it was done to."),
        Column("outcome", "Outcome", meaning="What came of it."),
        Column("on_behalf", "On behalf of", meaning="The trusts for which somebody else submitted."),
        Column("note", "Note", meaning="What was noted with it."),
    ),
)
