"""The contents of the definition files in data/definitions, which are read once, when the program starts."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from functools import cached_property
from itertools import product
from typing import Annotated, Any, Literal, Self, get_args

from pydantic import Field, ValidationInfo, field_validator, model_validator

from schemas.base import CareSetting, Key
from schemas.framework import Definition, Framework, Source

BaselineId = Literal["floor", "ics_best", "setting_median", "setting_upper_quartile", "own_target"]


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

    @field_validator("rules", "faults")
    @classmethod
    def _means_in_words(cls, items: tuple[Definition, ...], info: ValidationInfo) -> tuple[Definition, ...]:
        """Write what an overall score is, by the weights in use, in place of {mean_of_pillars}."""
        if "framework" not in info.data:  # it is wrong, which is the fault to show
            return items
        mean = info.data["framework"].mean_of_pillars
        return tuple(
            item.model_copy(update={name: text.replace("{mean_of_pillars}", mean) for name, text in item})
            for item in items
        )

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
