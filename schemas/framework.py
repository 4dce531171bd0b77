"""The framework that every score belongs to: its pillars with their weights, its scale and its levels."""

from collections.abc import Mapping
from functools import cached_property
from math import fsum, gcd
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, HttpUrl, model_validator

from schemas.base import CareSetting, Key


class Definition(BaseModel):
    """A definition: immutable, unknown fields refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Source(Definition):
    """Where a figure or a definition comes from."""

    title: str
    publisher: str
    published: str = Field(description="as precisely as the source states it")
    address: HttpUrl | None = None


class Pillar(Definition):
    """One of the measures of the framework, in our own words."""

    key: Key
    name: str
    description: str
    aliases: tuple[str, ...] = ()
    weight: Annotated[int, Field(gt=0, strict=True)] = Field(1, description="In every overall score")
    domains: Annotated[int, Field(gt=0)] | None = Field(None, description="None: the number is not known")
    domains_in: dict[CareSetting, Annotated[int, Field(gt=0)]] = {}

    def __hash__(self) -> int:
        # By its key: the numbers of domains are in a mapping, which has no hash.
        return hash(self.key)

    def domains_of(self, care_setting: str | None) -> int | None:
        """How many domains the pillar is the mean of in a care setting; for None, in most of them."""
        by_setting: Mapping[Any, int] = self.domains_in
        return by_setting.get(care_setting, self.domains)


class Scale(Definition):
    """The scale of scores."""

    lowest: float
    highest: float
    step: float = Field(description="Step in which a standard can be chosen")
    default_standard: float

    @model_validator(mode="after")
    def _standard_on_scale(self) -> Self:
        if not self.lowest <= self.default_standard <= self.highest:
            raise ValueError("the default standard must lie on the scale")
        return self

    @property
    def levels(self) -> tuple[float, ...]:
        """Every level that can be chosen as a standard, lowest first."""
        steps = round((self.highest - self.lowest) / self.step)
        return tuple(self.lowest + self.step * i for i in range(steps + 1))


class Level(Definition):
    """A whole level of the scale, in our own words, since none are published."""

    level: Annotated[int, Field(gt=0)]
    name: str
    words: str


class Assessment(Definition):
    """What the levels of the scale mean: the assessment's own words, and our reading of them."""

    name: str
    source: Source
    said: tuple[str, ...] = Field(description="Word for word, each a sentence of the source")
    not_said: str = Field(description="What about the levels is not published")
    between: str = Field(description="What a score between two levels means")
    default_reason: str = Field(description="Why the default standard is what it is")
    levels: tuple[Level, ...]


class Framework(Definition):
    """The framework that every score belongs to."""

    key: Key
    name: str
    source: Source
    scale: Scale
    assessment: Assessment
    weights_reason: str = Field(description="Why the pillars have the weights that they have")
    pillars: tuple[Pillar, ...]

    @model_validator(mode="after")
    def _every_whole_level_is_described(self) -> Self:
        whole = [int(level) for level in self.scale.levels if level.is_integer()]
        if [level.level for level in self.assessment.levels] != whole:
            raise ValueError(f"the levels must be {whole}, in this order")
        return self

    @model_validator(mode="after")
    def _names_are_unique(self) -> Self:
        spellings = [
            spelling.casefold()
            for pillar in self.pillars
            for spelling in {pillar.name.casefold(), *(a.casefold() for a in pillar.aliases)}
        ]
        keys = [pillar.key for pillar in self.pillars]
        if len(set(keys)) != len(keys) or len(set(spellings)) != len(spellings):
            raise ValueError("two pillars share a key, a name or an alias")
        return self

    @property
    def pillar_keys(self) -> tuple[str, ...]:
        """The pillars' keys, in the framework's order."""
        return tuple(pillar.key for pillar in self.pillars)

    def pillar(self, key: str) -> Pillar:
        """The pillar with this key; KeyError when there is none."""
        for pillar in self.pillars:
            if pillar.key == key:
                return pillar
        raise KeyError(key)

    @cached_property
    def weights(self) -> dict[str, int]:
        """Pillar -> its weight, in lowest terms: equal weights are 1, whatever number the file has."""
        step = gcd(*(pillar.weight for pillar in self.pillars))
        return {pillar.key: pillar.weight // step for pillar in self.pillars}

    @property
    def equal_weights(self) -> bool:
        """Whether every pillar has the same weight."""
        return set(self.weights.values()) == {1}

    @property
    def mean_of_pillars(self) -> str:
        """What an overall score is, in words."""
        if self.equal_weights:
            return "equal-weight mean of the pillars"
        return "weighted mean of the pillars (weights on Method and sources)"

    @property
    def weights_in_words(self) -> str:
        """What an overall score is, in a sentence, and the weights in another where they differ."""
        if self.equal_weights:
            return f"Within a round, an overall score is the {self.mean_of_pillars}."
        listed = ", ".join(f"{pillar.name} {self.weights[pillar.key]}" for pillar in self.pillars)
        return f"Within a round, an overall score is the weighted mean of the pillars. The weights: {listed}."

    @property
    def weights_note(self) -> str:
        """A sentence to follow the sources of figures, after a space; empty with equal weights."""
        if self.equal_weights:
            return ""
        return f" Overall scores, other than comparable ones, are the {self.mean_of_pillars}."

    def overall(self, scores: Mapping[str, float]) -> float:
        """The mean of a return's scores by pillar, at least one, each with its pillar's weight.

        A pillar without a score is left out together with its weight: the others keep their proportions.
        """
        total = sum(self.weights[pillar] for pillar in scores)
        return fsum(self.weights[pillar] * score for pillar, score in scores.items()) / total
