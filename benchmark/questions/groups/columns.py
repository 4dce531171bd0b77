"""The columns and tables of groups and of their members."""

from typing import Final

from benchmark.common.groups import KINDS_IN_WORDS
from benchmark.core.columns import COUNT, TEXTS, Column, Table

GROUP: Final = Column("group", "Group", meaning="The group's code.")
KIND: Final = Column("group_kind", "Kind", meaning="What sort of group it is.", words=KINDS_IN_WORDS)
GROUPS: Final = Table(
    "known_groups",
    "Groups",
    "one row per group that stands, with the trusts that it holds on the footprint",
    (
        GROUP,
        Column("name", "Name", meaning="The group's name."),
        KIND,
        Column("trusts", "Trusts", COUNT, "How many trusts it holds on the footprint."),
        Column("systems", "Systems", COUNT, "How many systems its trusts belong to on the footprint."),
        Column(
            "shares_with", "Shares trusts with", TEXTS, "The codes of other groups that hold some of them."
        ),
    ),
)
MEMBERS: Final = Table(
    "group_members",
    "Members of groups",
    "one row per group x member x first day",
    (
        GROUP,
        Column("member_code", "Member", meaning="The code of the member: a trust's, or a system's."),
        Column("member", "Member's name", meaning="The member's name."),
        Column(
            "valid_from", "From", meaning="First day of the membership, or the day since which it is known."
        ),
        Column("valid_to", "To", meaning="Last day of the membership.", absent="lasts", optional=True),
        Column("source", "Where it is said", meaning="An address, or words."),
    ),
)
