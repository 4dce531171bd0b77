"""The columns and tables of groups and of their members."""

from typing import Final

from benchmark.common.groups import KINDS_IN_WORDS
from benchmark.core.columns import COUNT, TEXTS, Column, Table

GROUP: Final = Column("group", "Group", meaning="The group's code.")
KIND: Final = Column("group_kind", "Kind", meaning="The kind of group.", words=KINDS_IN_WORDS)
GROUPS: Final = Table(
    "known_groups",
    "Groups",
    "one row per group that was not withdrawn, with its trusts on the footprint",
    (
        GROUP,
        Column("name", "Name", meaning="The group's name."),
        KIND,
        Column("trusts", "Trusts", COUNT, "How many trusts the group has on the footprint."),
        Column(
            "systems", "Systems", COUNT, "How many systems the group's trusts belong to on the footprint."
        ),
        Column(
            "shares_with",
            "Shares trusts with",
            TEXTS,
            "The codes of other groups that have some of the same trusts.",
        ),
    ),
)
MEMBERS: Final = Table(
    "group_members",
    "Members of groups",
    "one row per group x member x first day",
    (
        GROUP,
        Column("member_code", "Member", meaning="The code of the member, a trust or a system."),
        Column("member", "Member's name", meaning="The member's name."),
        Column(
            "valid_from",
            "From",
            meaning="The first day of the membership or, if that is not known, the first day on which it is "
            "known to hold.",
        ),
        Column(
            "valid_to",
            "To",
            meaning="The last day of the membership; empty if it goes on.",
            absent="lasts",
            optional=True,
        ),
        Column("source", "Source", meaning="Where the membership is documented: an address, or words."),
    ),
)
