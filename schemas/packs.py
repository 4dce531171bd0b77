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
        description="The code of the system, the group or the trust that the pack is about", examples=["DEMO"]
    )
    ics_code: IcsCode | None = Field(None, description="The system; empty for a group", examples=["DEMO"])
    part: Literal["choices", "facts"] = Field(
        description="Whether the part is one of the choices, or of the contents of the issue",
        examples=["choices"],
    )
    number: Count = Field(description="The part's place among parts of the same sort", examples=[1])
    value: Annotated[str, Field(min_length=1, max_length=LONGEST_PART)] = Field(
        description="The part, as JSON", examples=['{"length": "full"}']
    )
