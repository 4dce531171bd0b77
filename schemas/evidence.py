"""The definition of the evidence: conditions for success, challenges, and the returns that are about them."""

from typing import Literal, Self

from pydantic import model_validator

from schemas.base import Key
from schemas.conditions import Section, Stage
from schemas.framework import Definition, Source


class ThemeIndicator(Definition):
    """What a theme uses of the conditions return: items of a section, or all of it where none is named."""

    section: Section
    items: tuple[Key, ...] = ()


class ThemeReturn(Definition):
    """Another kind of return that is about a theme, and the address of the page that shows it."""

    kind: Literal["it_spend", "own_targets", "peer_exchange"]
    page: str


class Theme(Definition):
    """A condition for success or a challenge, in our own words, and the data on how a trust does on it."""

    key: Key
    kind: Literal["condition", "challenge"]
    title: str
    text: str
    indicators: tuple[ThemeIndicator, ...]
    returns: tuple[ThemeReturn, ...] = ()

    @model_validator(mode="after")
    def _has_data(self) -> Self:
        if not self.indicators and not self.returns:
            raise ValueError(f"{self.key} has neither indicators nor returns")
        return self


class StageOfProgramme(Definition):
    """Whether a programme at this stage counts as addressing the gap on its pillar, and why."""

    stage: Stage
    addresses: bool
    reason: str


class Category(Definition):
    """A value that a column of a publication may have, and its text, in full and in one or two words.

    meets: whether it meets what the publication requires. behind: what a trust with this value does instead.
    """

    value: str
    words: str = ""
    short: str = ""
    meets: bool = False
    behind: str = ""


class Categories(Definition):
    """The values that a column of a kind of publication may have."""

    kind: Key
    column: Key
    what: str
    note: str = ""
    values: tuple[Category, ...]


class Evidence(Definition):
    """The evidence as this product reads it."""

    source: Source
    themes: tuple[Theme, ...]
    stages: tuple[StageOfProgramme, ...]
    categories: tuple[Categories, ...] = ()

    @model_validator(mode="after")
    def _each_is_defined_once(self) -> Self:
        keys: list[str] = [theme.key for theme in self.themes]
        stages: list[str] = [entry.stage for entry in self.stages]
        for names in (keys, stages):
            repeated = sorted({name for name in names if names.count(name) > 1})
            if repeated:
                raise ValueError(f"defined more than once: {', '.join(repeated)}")
        return self

    def categories_of(self, kind: str, column: str) -> Categories | None:
        """The values that a column of a publication may have; None for a column without a list of values."""
        return next(
            (entry for entry in self.categories if (entry.kind, entry.column) == (kind, column)), None
        )

    @property
    def addressing(self) -> frozenset[str]:
        """The stages at which a programme counts as addressing a gap."""
        return frozenset(entry.stage for entry in self.stages if entry.addresses)
