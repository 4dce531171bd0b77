"""The contents of data/definitions/likeness.toml: what makes two trusts alike."""

from collections.abc import Mapping
from functools import cached_property
from typing import Self

from pydantic import Field, model_validator

from schemas.base import Key
from schemas.framework import Definition


class LikenessPart(Definition):
    """A part of the distance between two trusts."""

    key: Key
    weight: float = Field(gt=0)
    reason: str


class TrustFamily(Definition):
    """Trust types in the estates return that are alike."""

    name: str
    types: tuple[str, ...] = Field(min_length=1)
    reason: str


class Focus(Definition):
    """Who or what a group of specialist trusts is for. members: their ODS codes."""

    key: Key
    name: str
    members: tuple[str, ...] = Field(min_length=1)
    reason: str


class Likeness(Definition):
    """What makes two trusts alike."""

    parts: tuple[LikenessPart, ...]
    families: tuple[TrustFamily, ...]
    focuses: tuple[Focus, ...]

    @model_validator(mode="after")
    def _nothing_is_named_twice(self) -> Self:
        for named in (
            [part.key for part in self.parts],
            [name for family in self.families for name in family.types],
            [code for focus in self.focuses for code in focus.members],
        ):
            if len({*named}) < len(named):
                raise ValueError(f"named more than once: {named}")
        return self

    def weight(self, key: str) -> float:
        """The weight of a part. KeyError for an unknown part."""
        return {part.key: part.weight for part in self.parts}[key]

    @cached_property
    def family_of(self) -> Mapping[str, str]:
        """Trust type in the estates return -> its family."""
        return {name: family.name for family in self.families for name in family.types}

    @cached_property
    def focus_of(self) -> Mapping[str, str]:
        """ODS code -> the name of the trust's focus."""
        return {code: focus.name for focus in self.focuses for code in focus.members}
