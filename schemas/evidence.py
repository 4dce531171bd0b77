"""What the definition of the evidence must hold: conditions for success, challenges, what tells of them."""

from typing import Literal, Self

from pydantic import model_validator

from schemas.base import Key
from schemas.conditions import Section, Stage
from schemas.definitions import Definition, Source


class ThemeIndicator(Definition):
    """What a theme takes from the conditions return: items of a section; all of it where none is named."""

    section: Section
    items: tuple[Key, ...] = ()


class ThemeReturn(Definition):
    """Another kind of return that tells of a theme, and the address of the page that shows it."""

    kind: Literal["it_spend", "own_targets", "peer_exchange"]
    page: str


class Theme(Definition):
    """A condition for success, or a challenge, in our own words, and what tells how a trust fares on it."""

    key: Key
    kind: Literal["condition", "challenge"]
    title: str
    text: str
    indicators: tuple[ThemeIndicator, ...]
    returns: tuple[ThemeReturn, ...] = ()

    @model_validator(mode="after")
    def _something_tells_of_it(self) -> Self:
        if not self.indicators and not self.returns:
            raise ValueError(f"nothing tells of {self.key}")
        return self


class StageOfProgramme(Definition):
    """Whether a programme at this stage counts as addressing the gap on its pillar, and why."""

    stage: Stage
    addresses: bool
    reason: str


class Category(Definition):
    """A value that a column of a publication may hold, and its words, in full and in one or two.

    meets: whether it meets what the publication asks for. behind: what a trust with it does instead.
    """

    value: str
    words: str = ""
    short: str = ""
    meets: bool = False
    behind: str = ""


class Categories(Definition):
    """What a column of a kind of publication may hold."""

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
        """What a column of a publication may hold; None for a column that may hold anything."""
        return next((one for one in self.categories if (one.kind, one.column) == (kind, column)), None)

    @property
    def addressing(self) -> frozenset[str]:
        """The stages at which a programme counts as addressing a gap."""
        return frozenset(entry.stage for entry in self.stages if entry.addresses)
