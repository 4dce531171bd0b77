"""What is kept of an issue of a board pack, to compare the next one with: its choices, and its contents."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from schemas.base import Count, IcsCode, Row, Text

LONGEST_PART = 20_000
"""In characters: a cell of a spreadsheet holds about 32,000."""


class PackPart(Row):
    """One part of what is kept of the last issue of a named pack."""

    kind: ClassVar[str] = "board_packs"
    key: ClassVar[tuple[str, ...]] = ("subject", "pack", "part", "number")

    pack: Annotated[str, Field(min_length=1, max_length=60)] = Field(
        description="The name that the pack is kept under", examples=["Board, public part"]
    )
    subject: Text = Field(
        description="The code of the system, the group or the trust that it is about", examples=["DEMO"]
    )
    ics_code: IcsCode | None = Field(
        None, description="The system; empty for a group, which is none", examples=["DEMO"]
    )
    part: Literal["choices", "facts"] = Field(
        description="Whether it is part of what was chosen, or of what the issue said", examples=["choices"]
    )
    number: Count = Field(description="The part's place among its like", examples=[1])
    value: Annotated[str, Field(min_length=1, max_length=LONGEST_PART)] = Field(
        description="The part, as JSON", examples=['{"length": "full"}']
    )
