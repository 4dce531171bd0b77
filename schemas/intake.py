"""The definitions used to read a return: layouts, headings, findings, conditions."""

from typing import Literal

from pydantic import Field, HttpUrl, model_validator

from schemas.base import FinancialYear, Key
from schemas.conditions import Section
from schemas.framework import Definition

Severity = Literal["error", "question", "note"]
Level = Literal[
    "file",
    "header",
    "row",
    "cell",
    "across rows",
    "against other files",
    "against the reference",
    "against the last round",
    "against what stands",
]


class LayoutColumn(Definition):
    """A column of a layout. use: whether it fills its field, is compared with another, or is ignored."""

    field: Key
    headings: tuple[str, ...] = ()
    required: bool = True
    use: Literal["value", "ics_of_trust", "ignored"] = "value"


class Unpivot(Definition):
    """Columns that become rows: the heading is the value of one field, the cell that of another."""

    headings: Literal["pillars", "year averages"] = Field(description="which headings become rows")
    names_to: Key = Field(description="the field that takes the heading: pillar or assessment_year")
    values_to: Key = Field(description="the field that takes the cell")


class Layout(Definition):
    """One way in which a file can lay out rows of a kind."""

    key: Key
    kind: Key
    title: str
    purpose: str
    columns: tuple[LayoutColumn, ...]
    unpivot: Unpivot | None = None
    without: tuple[Key, ...] = ()
    """Fields that show, where a file has them, that it is another layout."""


class HeadingAliases(Definition):
    """Other headings for a column, in any kind of return."""

    column: Key
    headings: tuple[str, ...]


class Spelling(Definition):
    """Other spellings of a value in a column, beside those of pillars and care settings."""

    value: str
    spellings: tuple[str, ...]


class Headings(Definition):
    """All other headings and spellings."""

    columns: tuple[HeadingAliases, ...]
    spellings: tuple[Spelling, ...]
    row_numbers: tuple[str, ...] = Field(
        description="headings of columns that number rows, or that an export adds; never part of a return"
    )
    summary_rows: tuple[str, ...] = Field(description="what a row of totals has in place of an organisation")


class Patients(Definition):
    """How data about patients is recognised: words of headings, and how unlikely chance must be."""

    by_chance: float = Field(gt=0, lt=1, description="share of numbers with a right check digit by chance")
    improbable: float = Field(gt=0, lt=1, description="probability below which it is not put down to chance")
    share: float = Field(gt=0, le=1, description="smallest share of right check digits that is asked about")
    counted: int = Field(gt=0, description="the share alone decides where there are more numbers")
    fewest_days: int = Field(gt=0, description="fewest different days beside names that are asked about")
    years_apart: int = Field(gt=0, description="years between the first and the last of them")
    by_chance_reason: str
    improbable_reason: str
    share_reason: str
    counted_reason: str
    fewest_days_reason: str
    years_apart_reason: str
    numbers: tuple[str, ...] = Field(description="words of headings of NHS numbers")
    births: tuple[str, ...] = Field(description="words of headings of dates of birth")
    births_alone: tuple[str, ...] = Field(description="whole headings that mean a date of birth")
    names: tuple[str, ...] = Field(description="words of headings of people's names")
    names_alone: tuple[str, ...] = Field(description="whole headings that mean a person's name")
    others: tuple[str, ...] = Field(description="words of headings of other data about one patient")


class FindingCode(Definition):
    """Something that can be found in a return. Its texts are templates, filled in with what was found."""

    code: Key
    level: Level
    severity: Severity
    title: str = ""
    """The heading above questions with this code: what they are about, in the plural."""
    message: str
    expected: str = ""
    fix: str = ""
    asked_by: tuple[Key, ...] = ()
    """Questions about the same figure: where one of them is asked on the same line, this one is not."""
    in_column: bool = False
    """Whether they must be about the same column too: a line can have several figures of one kind."""

    @model_validator(mode="after")
    def _questions_have_a_title(self) -> "FindingCode":
        if bool(self.title) != (self.severity == "question"):
            raise ValueError(f"{self.code}: a question must have a title, and nothing else may have one")
        return self


class ConditionItem(Definition):
    """Something that a section of the conditions return asks about."""

    key: Key
    name: str
    description: str = ""


class ConditionSection(Definition):
    """A section of the conditions return. A closed one accepts only its listed items."""

    section: Section
    title: str
    purpose: str
    closed: bool
    items: tuple[ConditionItem, ...]


class AccountsFigure(Definition):
    """A figure in the trust accounts: the sum of sub codes under main codes."""

    field: Key
    note: str
    main_codes: tuple[str, ...]
    sub_codes: tuple[str, ...]

    @property
    def codes(self) -> tuple[tuple[str, str], ...]:
        """The main and sub codes whose values add up to it, paired by the note that both are in."""
        subs = {
            main: [sub for sub in self.sub_codes if sub.startswith(_NOTES[main[:3]])]
            for main in self.main_codes
        }
        return tuple((main, sub) for main, own in subs.items() for sub in own)


_NOTES = {"A08": "EXP", "A13": "INT", "A14": "PPE"}
"""Start of a note's main codes -> start of its sub codes."""


class AccountsHeadings(Definition):
    """The headings that each column in the trust accounts may have."""

    organisation: tuple[str, ...]
    worksheet: tuple[str, ...]
    table: tuple[str, ...]
    main_code: tuple[str, ...]
    row: tuple[str, ...]
    sub_code: tuple[str, ...]
    value: tuple[str, ...]


class AccountsBeside(Definition):
    """The headings of further columns that some editions of the trust accounts have."""

    code: tuple[str, ...]
    year: tuple[str, ...]


class Ignored(Definition):
    """Headings of columns that are not needed."""

    headings: tuple[str, ...]


class TrustAccounts(Definition):
    """The publication of trust accounts: where it is, how it is laid out, and what is read from it."""

    title: str
    publisher: str
    address: HttpUrl
    unit: str
    first_year: FinancialYear
    headings: AccountsHeadings
    beside: AccountsBeside
    ignored: Ignored
    figures: tuple[AccountsFigure, ...]
