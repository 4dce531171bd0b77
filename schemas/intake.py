"""What the definitions of a return's way in must hold: layouts, headings, findings, conditions."""

from typing import Literal

from pydantic import Field, HttpUrl, model_validator

from schemas.base import FinancialYear, Key
from schemas.conditions import Section
from schemas.definitions import Definition

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
    """A column of a layout: the field that it fills, or what it is compared with, or nothing."""

    field: Key
    headings: tuple[str, ...] = ()
    required: bool = True
    use: Literal["value", "ics_of_trust", "ignored"] = "value"


class Unpivot(Definition):
    """Columns that become rows: each heading gives one field its value, each cell gives another."""

    headings: Literal["pillars", "year averages"] = Field(description="which headings become rows")
    names_to: Key = Field(description="the field that takes the heading: pillar or assessment_year")
    values_to: Key = Field(description="the field that takes the cell")


class Layout(Definition):
    """A way in which rows of a kind are laid out in a file."""

    key: Key
    kind: Key
    title: str
    purpose: str
    columns: tuple[LayoutColumn, ...]
    unpivot: Unpivot | None = None
    without: tuple[Key, ...] = ()
    """Fields whose presence says that it is another layout."""


class HeadingAliases(Definition):
    """Other headings under which a column is known, in any kind of return."""

    column: Key
    headings: tuple[str, ...]


class Spelling(Definition):
    """Other spellings of a value that a column takes, beside those of pillars and care settings."""

    value: str
    spellings: tuple[str, ...]


class Headings(Definition):
    """Everything that is known by other names."""

    columns: tuple[HeadingAliases, ...]
    spellings: tuple[Spelling, ...]
    row_numbers: tuple[str, ...] = Field(
        description="headings of columns that number rows, or that an export adds; never part of a return"
    )
    summary_rows: tuple[str, ...] = Field(description="what a row of totals says in place of an organisation")


class Patients(Definition):
    """What looks like patients in a file: the words of headings, and how improbable it must be otherwise."""

    by_chance: float = Field(gt=0, lt=1, description="share of numbers with a right check digit by chance")
    improbable: float = Field(gt=0, lt=1, description="probability below which it is not taken for chance")
    share: float = Field(gt=0, le=1, description="share of right check digits from which on it is asked")
    counted: int = Field(gt=0, description="numbers above which the share alone decides")
    fewest_days: int = Field(gt=0, description="different days beside names that are looked at")
    years_apart: int = Field(gt=0, description="years between the first and the last of them")
    by_chance_reason: str
    improbable_reason: str
    share_reason: str
    counted_reason: str
    fewest_days_reason: str
    years_apart_reason: str
    numbers: tuple[str, ...] = Field(description="words of headings of NHS numbers")
    births: tuple[str, ...] = Field(description="words of headings of dates of birth")
    births_alone: tuple[str, ...] = Field(description="headings of births where they stand alone")
    names: tuple[str, ...] = Field(description="words of headings of people's names")
    names_alone: tuple[str, ...] = Field(description="headings of people's names where they stand alone")
    others: tuple[str, ...] = Field(description="words of headings of what else is one patient's")


class FindingCode(Definition):
    """A thing that can be found in a return: its words are templates, filled by the place where it occurs."""

    code: Key
    level: Level
    severity: Severity
    title: str = ""
    """What questions of this code are about, in the plural: the heading above them."""
    message: str
    expected: str = ""
    fix: str = ""
    asked_by: tuple[Key, ...] = ()
    """Questions that, on the same line, ask about the same figure already: then this one is not asked."""
    in_column: bool = False
    """Whether those must be about the same column too: a line can hold several figures of one kind."""

    @model_validator(mode="after")
    def _questions_have_a_title(self) -> "FindingCode":
        if bool(self.title) != (self.severity == "question"):
            raise ValueError(f"{self.code}: a question has a title, and nothing else has one")
        return self


class ConditionItem(Definition):
    """Something that a section of the conditions return asks about."""

    key: Key
    name: str
    description: str = ""


class ConditionSection(Definition):
    """A section of the conditions return. A closed one takes its listed items and no others."""

    section: Section
    title: str
    purpose: str
    closed: bool
    items: tuple[ConditionItem, ...]


class AccountsFigure(Definition):
    """A figure of the trust accounts: the sum of sub codes under main codes."""

    field: Key
    note: str
    main_codes: tuple[str, ...]
    sub_codes: tuple[str, ...]

    @property
    def codes(self) -> tuple[tuple[str, str], ...]:
        """The main and sub codes whose values add up to it: those that begin alike stand in one note."""
        subs = {
            main: [sub for sub in self.sub_codes if sub.startswith(_NOTES[main[:3]])]
            for main in self.main_codes
        }
        return tuple((main, sub) for main, own in subs.items() for sub in own)


_NOTES = {"A08": "EXP", "A13": "INT", "A14": "PPE"}
"""Note of the accounts, by the start of its main codes -> the start of its sub codes."""


class AccountsHeadings(Definition):
    """The headings that each column of the trust accounts may have."""

    organisation: tuple[str, ...]
    worksheet: tuple[str, ...]
    table: tuple[str, ...]
    main_code: tuple[str, ...]
    row: tuple[str, ...]
    sub_code: tuple[str, ...]
    value: tuple[str, ...]


class AccountsBeside(Definition):
    """The headings of columns that an edition of the trust accounts may have beside them."""

    code: tuple[str, ...]
    year: tuple[str, ...]


class Ignored(Definition):
    """Headings of columns that say nothing that is needed."""

    headings: tuple[str, ...]


class TrustAccounts(Definition):
    """The publication of trust accounts: where it is, how it is laid out, and what of it is read."""

    title: str
    publisher: str
    address: HttpUrl
    unit: str
    first_year: FinancialYear
    headings: AccountsHeadings
    beside: AccountsBeside
    ignored: Ignored
    figures: tuple[AccountsFigure, ...]
