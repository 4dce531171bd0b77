"""Groups of trusts or systems that decide together: clusters, provider groups, and readers' own groups."""

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from schemas.base import IsoDate, OrganisationCode, Row, Words, Written

GROUP_CODE = r"^[A-Z0-9][A-Z0-9-]{1,19}$"
"""A group's code, which is used in links, file names and commands."""
GroupKind = Literal["cluster", "provider_group", "collaborative", "own"]
"""cluster: systems that share leaders. provider_group: trusts under one board or one chief executive.
collaborative: trusts that plan together. own: a reader's own choice of members.
"""


class GroupMember(Row):
    """One member of a group, with the dates of its membership."""

    kind: ClassVar[str] = "groups"
    key: ClassVar[tuple[str, ...]] = ("group_code", "member_code", "valid_from")

    worked_examples: ClassVar[tuple[Mapping[str, object], ...]] = tuple(
        {
            "group_code": "DEMO-NEW",
            "group_name": "Quorrelby Hospitals Group",
            "group_kind": "provider_group",
            "member_code": member,
            "valid_from": "2026-04-01",
            "valid_to": "",
            "source": "Board paper of 12 March 2026",
        }
        for member in ("DEMO1", "DEMO6")
    )

    group_code: Annotated[str, Field(pattern=GROUP_CODE), Written("group_code")] = Field(
        description="A short code for the group: capital letters, digits and hyphens", examples=["DEMO-NEW"]
    )
    group_name: Annotated[str, Field(min_length=3, max_length=120)] = Field(
        description="The group's name, the same on each of its rows", examples=["Quorrelby Hospitals Group"]
    )
    group_kind: GroupKind = Field(
        description="What the group is, the same on each of its rows", examples=["provider_group"]
    )
    member_code: OrganisationCode = Field(
        description="The member: a trust's code, or an integrated care system's", examples=["DEMO1"]
    )
    valid_from: IsoDate = Field(
        description="First day of the membership, or the first on which it is known", examples=["2026-04-01"]
    )
    valid_to: IsoDate | None = Field(None, description="Last day of the membership; empty while it lasts")
    source: Words = Field(
        description="Where the membership is documented: an address, or words",
        examples=["Board paper of 12 March 2026"],
    )

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        """A rule about two fields, so not a bound on either."""
        if self.valid_to is not None and self.valid_to < self.valid_from:
            raise PydanticCustomError(
                "ends_before_start",
                "{column} is before {start}",
                {
                    "column": "valid_to",
                    "start": self.valid_from.isoformat(),
                    "end": self.valid_to.isoformat(),
                },
            )
        return self
