"""What people confirmed while they submitted returns, kept for the next file."""

from typing import Annotated, ClassVar

from pydantic import Field

from schemas.base import Key, Row, Text

AnyOdsCode = Annotated[str, Field(pattern=r"^[A-Z0-9]{3,6}$")]
"""The code of a trust or of a system: a name may be either's."""


class NameAlias(Row):
    """A name in a file that a person has confirmed to be an organisation's."""

    kind: ClassVar[str] = "name_aliases"
    key: ClassVar[tuple[str, ...]] = ("alias",)

    alias: Text = Field(description="The name, after normalising", examples=["alder hey childrens"])
    ods_code: AnyOdsCode = Field(description="The organisation's ODS code", examples=["RBS"])


class ColumnAlias(Row):
    """A heading that a person has confirmed to be a column of a kind of return."""

    kind: ClassVar[str] = "column_aliases"
    key: ClassVar[tuple[str, ...]] = ("layout", "heading")

    layout: Key = Field(description="The kind or layout of the file with the heading", examples=["it_spend"])
    heading: Text = Field(description="The heading, after normalising", examples=["it revenue total"])
    stands_for: Key = Field(description="The column that the heading means", examples=["it_revenue"])
