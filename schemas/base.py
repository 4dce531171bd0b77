"""The types of value in rows, read from text without guessing.

Every value arrives as text (a CSV cell, a spreadsheet cell read as text), so each type defines exactly which
spellings it accepts. pydantic's own number parsing accepts more than a return should: "1_000", "1e3" and
"nan".
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

# [0-9], not \d: \d matches the digits of every script, and float() reads them too.
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
_WHOLE = re.compile(r"[+-]?[0-9]+")
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

KEY_PATTERN = r"^[a-z][a-z0-9_]*$"
SCORE_MIN, SCORE_MAX = 1.0, 5.0
FIRST_ASSESSMENT_YEAR, LAST_ASSESSMENT_YEAR = 2015, 2100
LONGEST_NUMBER = 40
"""In characters. No figure in a return is longer, and thousands of digits take time to read."""
MOST_OF_A_NUMBER = 10**15
"""The largest number in any table; every whole number below it is exact as a double."""
MOST_POUNDS = 10**11
"""A hundred billion: about thirty times what the largest trust spends in a year."""
MOST_COUNTED = 10**6
"""The limit for systems, posts and ranks: the whole NHS employs one and a half million people."""


def _number_text(value: Any) -> Any:
    if isinstance(value, str):
        _expect_short(value)
        if not _NUMBER.fullmatch(value):
            raise PydanticCustomError("not_a_number", "expected a plain number such as 3 or 2.5")
    return value


def _whole_text(value: Any) -> Any:
    if isinstance(value, str):
        _expect_short(value)
        if not _WHOLE.fullmatch(value):
            raise PydanticCustomError("not_whole", "expected a whole number")
    return value


def _expect_short(text: str) -> None:
    if len(text) > LONGEST_NUMBER:
        raise PydanticCustomError("number_too_long", "expected a number of at most 40 characters")


def _iso_date_text(value: Any) -> Any:
    if isinstance(value, str) and not _ISO_DATE.fullmatch(value):
        raise PydanticCustomError("bad_date", "expected a date written as YYYY-MM-DD")
    return value


def _consecutive_years(value: str) -> str:
    if int(value[5:]) != (int(value[:4]) + 1) % 100:
        raise PydanticCustomError("bad_financial_year", "expected two years in a row, such as 2024/25")
    return value


@dataclass(frozen=True)
class Refers:
    """Marks a field whose values must be in a list (trusts, ics, pillars). pydantic ignores it."""

    to: Literal["trusts", "ics", "organisations", "pillars"]


@dataclass(frozen=True)
class Written:
    """Marks a field with its own spelling, for the code that reads cells. pydantic ignores it."""

    form: Literal[
        "financial_year",
        "assessment_year",
        "pounds",
        "people",
        "condition_item",
        "address",
        "group_code",
        "words",
    ]


Number = Annotated[
    float,
    BeforeValidator(_number_text),
    Field(allow_inf_nan=False, le=MOST_OF_A_NUMBER),
]
WholeNumber = Annotated[int, BeforeValidator(_whole_text), Field(le=MOST_OF_A_NUMBER)]
IsoDate = Annotated[date, BeforeValidator(_iso_date_text)]

Score = Annotated[Number, Field(ge=SCORE_MIN, le=SCORE_MAX)]
"""A maturity score: 1 (least mature) to 5 (most mature)."""
AssessmentYear = Annotated[
    WholeNumber, Field(ge=FIRST_ASSESSMENT_YEAR, le=LAST_ASSESSMENT_YEAR), Written("assessment_year")
]
FinancialYear = Annotated[
    str,
    Field(pattern=r"^[0-9]{4}/[0-9]{2}$"),
    AfterValidator(_consecutive_years),
    Written("financial_year"),
]
"""A financial year, April to March, written 2024/25."""
OdsCode = Annotated[str, Field(pattern=r"^[A-Z0-9]{3,6}$"), Refers("trusts")]
"""A trust's code in the Organisation Data Service: RBS, G6V2S."""
IcsCode = Annotated[str, Field(pattern=r"^[A-Z0-9]{3,6}$"), Refers("ics")]
OrganisationCode = Annotated[str, Field(pattern=r"^[A-Z0-9]{3,6}$"), Refers("organisations")]
"""A trust's code or a system's."""
RegionCode = Annotated[str, Field(pattern=r"^[A-Z][0-9]{2}$")]
Key = Annotated[str, Field(pattern=KEY_PATTERN, max_length=60)]
"""A key of a definition, such as well_led."""
PillarKey = Annotated[Key, Refers("pillars")]
Text = Annotated[str, Field(min_length=1, max_length=500)]
Words = Annotated[Text, Written("words")]
"""What a person writes for others to read; a full stop or a dash alone counts as empty."""
Pounds = Annotated[Number, Field(description="in pounds, not thousands", le=MOST_POUNDS), Written("pounds")]
Count = Annotated[WholeNumber, Field(ge=0, le=MOST_COUNTED)]
People = Annotated[Number, Field(ge=0, le=MOST_COUNTED), Written("people")]
"""Staff or posts, in whole-time equivalents."""

ADDRESS_PATTERN = r"^https://[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+(:[0-9]+)?([/?#][^\s<>\"']*)?$"
WebAddress = Annotated[
    str,
    Field(pattern=ADDRESS_PATTERN, max_length=500),
    Written("address"),
]
"""An address on the web that anybody can open."""

CareSetting = Literal["Acute", "Mental Health", "Community", "Ambulance"]


class Row(BaseModel):
    """One row of a table: immutable, unknown columns refused, an empty cell read as no value."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    kind: ClassVar[str] = ""
    """The name of the kind of row, and of its table."""
    key: ClassVar[tuple[str, ...]] = ()
    """The columns that identify a row; no two rows of a table have the same values in them."""
    always_there: ClassVar[tuple[str, ...]] = ()
    """Columns that identify a file of this kind, though their cells may be empty."""
    worked_examples: ClassVar[tuple[Mapping[str, object], ...]] = ()
    """Rows for the template, where a row made of the columns' own examples would be refused."""

    @model_validator(mode="before")
    @classmethod
    def _empty_is_none(cls, values: Any) -> Any:
        if not isinstance(values, dict):
            return values
        return {
            name: None if isinstance(value, str) and not value.strip() else value
            for name, value in values.items()
        }
