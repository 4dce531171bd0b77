"""The contents of the definition files in data/definitions, which are read once, when the program starts."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from functools import cached_property
from itertools import product
from typing import Annotated, Any, Literal, Self, get_args

from pydantic import BaseModel, ConfigDict, Field, HttpUrl, field_validator, model_validator

from schemas.base import CareSetting, Key

BaselineId = Literal["floor", "ics_best", "setting_median", "setting_upper_quartile", "own_target"]


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


class Setting(Definition):
    """A care setting: its name in the publication, and the shape of its mark on every chart."""

    name: CareSetting
    shape: Literal["circle", "square", "diamond", "triangle-up"]
    aliases: tuple[str, ...] = ()
    of_one_system: bool = Field(True, description="false: its trusts serve several systems")


class Baseline(Definition):
    """A standard that a unit can be held to."""

    id: BaselineId
    name: str
    short: str = Field(description="How it is called in a sentence, after 'below'")
    rule: str
    takes_level: bool = False


class Threshold(Definition):
    """A difference below which nothing is called a finding."""

    key: Key
    value: Annotated[float, Field(gt=0)]
    applies_to: str
    reason: str


RangeMove = Literal["narrowed", "held", "widened"]
EndMove = Literal["down", "held", "up"]


class Movements(Definition):
    """Ways in which the range, the floor and the ceiling can move together."""

    range: RangeMove
    floor: tuple[EndMove, ...]
    ceiling: tuple[EndMove, ...]


class Verdict(Definition):
    """A name for a system's movement, and the movements that it is used for."""

    key: Key
    label: str
    clause: str = Field(description="As the end of a sentence, with {name} for the system")
    meaning: str
    when: tuple[Movements, ...]


class Materiality(Definition):
    """The smallest difference on a pillar of so many domains that is more than one answer."""

    domains: Annotated[int, Field(gt=0)] | None = Field(None, description="None: the number is not known")
    value: Annotated[float, Field(gt=0)]
    reason: str


class Change(Definition):
    """A rule that was changed after it had been fixed. rule: its name in `FixedRules.fixed`."""

    on: date
    rule: str
    before: float | str
    after: float | str
    reason: str


class Found(Definition):
    """What the fixed rules found about the systems of a footprint, in the rounds before they were fixed."""

    footprint: Literal["assessed", "current"]
    systems: int
    with_verdict: int
    levelled_up: int
    by_chance: float = Field(description="How many level up by chance alone, on average, to one decimal")
    band: tuple[int, int] = Field(description="The band around that")
    verdict_rests_on_a_trust: int
    left_out_in_turn: int = Field(description="Systems with enough trusts to leave each out in turn")
    readings: dict[Literal["closer", "chance", "apart"], int]
    outside_by_chance: tuple[int, int] = Field(
        description="Band of how many readings are not 'chance' by chance alone"
    )
    between_systems: dict[Literal["share", "by_chance", "p"], float] = Field(
        description="Of the variance of the later round's overall scores, to three decimals"
    )


EndByEnd = tuple[tuple[Key, Key, Key], tuple[Key, Key, Key], tuple[Key, Key, Key]]


class FixedRules(Definition):
    """The rules fixed before a round was known, and every change since.

    movements: the verdict, by range; rows are the floor and columns the ceiling, each down, held, up.
    """

    fixed_on: date
    about: str
    thresholds: dict[Key, float]
    material: dict[str, float]
    seeds: dict[Key, int]
    movements: dict[RangeMove, EndByEnd]
    found: tuple[Found, ...]
    changed: tuple[Change, ...] = ()

    def fixed(self) -> dict[str, float | str]:
        """Every rule by its name, such as 'thresholds.overall', as it was fixed."""
        listed: dict[str, float | str] = {}
        for part in ("thresholds", "material", "seeds"):
            listed |= {f"{part}.{key}": value for key, value in getattr(self, part).items()}
        ends = get_args(EndMove)
        for range_move, rows in self.movements.items():
            for floor, row in zip(ends, rows, strict=True):
                for ceiling, verdict in zip(ends, row, strict=True):
                    listed[f"movements.{range_move}.{floor}.{ceiling}"] = verdict
        return listed

    def in_force(self) -> dict[str, float | str]:
        """The same with every change since. ValueError where a change starts from another value."""
        listed = self.fixed()
        for change in self.changed:
            if listed.get(change.rule) != change.before:
                raise ValueError(f"{change.rule} was not {change.before} before {change.on}")
            listed[change.rule] = change.after
        return listed


class Disagreement(Definition):
    """A difference between a trust's score and another publication at which the trust is asked about it."""

    key: Key
    pillar: Key
    publication: Literal["dspt_status", "medical_records"]
    values: tuple[str, ...]
    at_least: float | None = None
    at_most: float | None = None
    question: str = Field(description="With {score}, {when} and {value}")
    reason: str

    @model_validator(mode="after")
    def _one_side(self) -> Self:
        if (self.at_least is None) == (self.at_most is None):
            raise ValueError("a disagreement needs one of at_least and at_most")
        return self


class SpendReference(Definition):
    """A dated reference for spend: one source's figure, not a standard."""

    key: Key
    name: str
    value: Annotated[float, Field(gt=0, lt=1)]
    unit: Literal["share of expenditure", "capital share of need"]
    as_of: str
    source: Source
    note: str


class Round(Definition):
    """A round of the assessment: what was published of it, and the date its systems are as of."""

    assessment_year: int
    name: str
    footprint_on: date
    has_pillars: bool
    note: str


class Fault(Definition):
    """A known fault in published data, and what the product does about it."""

    key: Key
    title: str
    text: str
    handling: str


class KindText(Definition):
    """What a kind of return is for."""

    kind: Key
    title: str
    purpose: str
    audience: Literal["return", "disclosure", "grouping", "publication", "reference"]


class Rule(Definition):
    """How a figure is computed, for readers who want to know."""

    key: Key
    title: str
    text: str
    formula: str = ""


class Caution(Definition):
    """A conclusion that the figures do not support, and why."""

    title: str
    text: str


class Term(Definition):
    """A term with a meaning of its own. also: other ways in which it is written."""

    term: str
    also: tuple[str, ...] = ()
    words: str


class Question(Definition):
    """A question, and the page that answers it: its address, and the query of the link."""

    words: str
    page: str
    query: Mapping[str, str] = {}


class Door(Definition):
    """One kind of user, and the questions that they come with."""

    user: Literal["leader", "trust", "analyst"]
    title: str
    words: str
    questions: tuple[Question, ...]


class Definitions(Definition):
    """All definition files together."""

    framework: Framework
    care_settings: tuple[Setting, ...]
    baselines: tuple[Baseline, ...]
    materiality: tuple[Materiality, ...]
    thresholds: tuple[Threshold, ...]
    verdicts: tuple[Verdict, ...]
    spend_references: tuple[SpendReference, ...]
    rounds: tuple[Round, ...]
    faults: tuple[Fault, ...]
    kinds: tuple[KindText, ...]
    rules: tuple[Rule, ...]
    cautions: tuple[Caution, ...]

    @field_validator("*")
    @classmethod
    def _each_is_defined_once(cls, items: Any) -> Any:
        """A definition's first field identifies it, so no two in a list may have the same value."""
        if isinstance(items, tuple):
            names = [getattr(item, next(iter(type(item).model_fields))) for item in items]
            repeated = sorted({str(name) for name in names if names.count(name) > 1})
            if repeated:
                raise ValueError(f"defined more than once: {', '.join(repeated)}")
        return items

    @model_validator(mode="after")
    def _every_movement_has_one_verdict(self) -> Self:
        named = Counter(
            cell
            for verdict in self.verdicts
            for when in verdict.when
            for cell in product((when.range,), when.floor, when.ceiling)
        )
        every = product(get_args(RangeMove), get_args(EndMove), get_args(EndMove))
        wrong = [" ".join(cell) for cell in every if named[cell] != 1]
        if wrong:
            raise ValueError(f"must have exactly one verdict: {'; '.join(wrong)}")
        return self

    @model_validator(mode="after")
    def _every_number_of_domains_has_a_threshold(self) -> Self:
        known = {entry.domains for entry in self.materiality}
        for pillar in self.framework.pillars:
            missing = {pillar.domains, *pillar.domains_in.values()} - known
            if missing:
                raise ValueError(f"materiality has no entry for {pillar.key}'s number of domains: {missing}")
        return self

    @cached_property
    def _material(self) -> dict[tuple[str, str | None], float]:
        values = {entry.domains: entry.value for entry in self.materiality}
        settings = [None, *(setting.name for setting in self.care_settings)]
        return {
            (pillar.key, setting): values[pillar.domains_of(setting)]
            for pillar in self.framework.pillars
            for setting in settings
        }

    def material(self, pillar: str, *care_settings: str) -> float:
        """The smallest difference on a pillar that is more than one answer, in points.

        care_settings: those of the scores; of several, the one with the largest difference counts. Without
        any: as in most care settings. KeyError for an unknown pillar or care setting.
        """
        return max(self._material[pillar, setting] for setting in care_settings or (None,))

    def material_of_any(self, pillar: str) -> float:
        """The same for scores that may be in any care setting."""
        return self.material(pillar, *(setting.name for setting in self.care_settings))

    @property
    def material_range(self) -> tuple[float, float]:
        """The smallest and the largest of these differences, over all pillars and care settings."""
        return min(self._material.values()), max(self._material.values())

    def threshold(self, key: str) -> float:
        """The value of a threshold. KeyError when no threshold has this key."""
        for threshold in self.thresholds:
            if threshold.key == key:
                return threshold.value
        raise KeyError(key)

    def count(self, key: str) -> int:
        """The value of a threshold that is a count, such as "draws". KeyError when none has this key."""
        return int(self.threshold(key))

    def baseline(self, baseline_id: str) -> Baseline:
        """The baseline with this id; KeyError when there is none."""
        for baseline in self.baselines:
            if baseline.id == baseline_id:
                return baseline
        raise KeyError(baseline_id)

    def round(self, assessment_year: int) -> Round:
        """The round in this year; KeyError when there is none."""
        for candidate in self.rounds:
            if candidate.assessment_year == assessment_year:
                return candidate
        raise KeyError(assessment_year)


class PublishedFile(Definition):
    """One of the data files that come with the product, and the publication behind it."""

    file: Annotated[str, Field(pattern=r"^[a-z0-9_]+\.csv$")]
    kind: Key
    rows: Annotated[int, Field(gt=0, description="rows that the file must hold")]
    grain: str
    publication: str
    publisher: str
    published: str = Field(description="date of publication, as precisely as it is known")
    licence: str
    attribution: str
    changes: str = Field(description="what was changed from the publication")


class PublishedFiles(Definition):
    """The files of one data folder."""

    files: tuple[PublishedFile, ...]
