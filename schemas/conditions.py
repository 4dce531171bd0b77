"""The conditions return: a trust's systems, posts, board, capabilities and programmes.

It is one long table; each section uses its own columns.
"""

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from schemas.base import AssessmentYear, Count, OdsCode, People, PillarKey, Pounds, Row, Text, Written

Section = Literal["legacy_estate", "digital_posts", "board_readiness", "capability", "programme"]
Answer = Literal["yes", "partly", "no"]
Stage = Literal["idea", "business case", "procurement", "delivery", "live", "paused"]

REQUIRED: dict[Section, tuple[str, ...]] = {
    "legacy_estate": ("systems", "unsupported"),
    "digital_posts": ("funded", "in_post", "vacant"),
    "board_readiness": ("answer",),
    "capability": ("answer",),
    "programme": ("pillar", "priority", "stage"),
}
OPTIONAL: dict[Section, tuple[str, ...]] = {"programme": ("funding",)}
SECTION_COLUMNS = tuple(
    dict.fromkeys(name for table in (REQUIRED, OPTIONAL) for names in table.values() for name in names)
)
"""Every column that only some sections have."""


class Condition(Row):
    """One fact about a trust's conditions in one round: a system, a role, an answer or a programme."""

    kind: ClassVar[str] = "conditions"
    key: ClassVar[tuple[str, ...]] = ("assessment_year", "ods_code", "section", "item")
    worked_examples: ClassVar[tuple[Mapping[str, object], ...]] = tuple(
        {"assessment_year": 2025, "ods_code": "DEMO1", **row}
        for row in (
            {"section": "legacy_estate", "item": "servers", "systems": 140, "unsupported": 12},
            {
                "section": "digital_posts",
                "item": "cyber_security",
                "funded": 6,
                "in_post": 4.5,
                "vacant": 1.5,
            },
            {"section": "board_readiness", "item": "accountable_member", "answer": "yes"},
            {"section": "capability", "item": "patient_portal", "answer": "partly"},
            {
                "section": "programme",
                "item": "Electronic patient record",
                "pillar": "smart_foundations",
                "priority": 1,
                "stage": "delivery",
                "funding": 4200000,
            },
        )
    )

    assessment_year: AssessmentYear = Field(description="Year of the assessment", examples=[2025])
    ods_code: OdsCode = Field(description="The trust's ODS code", examples=["DEMO1"])
    section: Section = Field(
        description="Which part of the return the row is for", examples=["legacy_estate"]
    )
    item: Annotated[Text, Written("condition_item")] = Field(
        description="The group of systems, the role, the checklist's item, the capability or the programme",
        examples=["servers"],
    )
    systems: Count | None = Field(None, description="legacy_estate: how many there are", examples=[140])
    unsupported: Count | None = Field(
        None, description="legacy_estate: how many of them no supplier supports any more", examples=[12]
    )
    funded: People | None = Field(None, description="digital_posts: funded posts, whole-time equivalents")
    in_post: People | None = Field(None, description="digital_posts: people in post, WTE")
    vacant: People | None = Field(None, description="digital_posts: vacant posts, WTE")
    answer: Answer | None = Field(
        None, description="board_readiness: is it in place; capability: is it in use"
    )
    pillar: PillarKey | None = Field(None, description="programme: the pillar that it serves most")
    priority: Count | None = Field(
        None, ge=1, description="programme: its place in the trust's order, 1 first"
    )
    stage: Stage | None = Field(None, description="programme: how far it has come")
    funding: Pounds | None = Field(None, ge=0, description="programme: funding agreed, in pounds")

    @model_validator(mode="after")
    def _columns_of_the_section(self) -> Self:
        required = REQUIRED[self.section]
        allowed = required + OPTIONAL.get(self.section, ())
        missing = [name for name in required if getattr(self, name) is None]
        if missing:
            raise PydanticCustomError(
                "section_needs",
                "a row of section {section} needs {columns}",
                {"section": self.section, "columns": ", ".join(missing)},
            )
        foreign = [
            name for name in SECTION_COLUMNS if name not in allowed and getattr(self, name) is not None
        ]
        if foreign:
            raise PydanticCustomError(
                "section_refuses",
                "a row of section {section} has no {columns}",
                {"section": self.section, "columns": ", ".join(foreign)},
            )
        if self.systems is not None and self.unsupported is not None and self.unsupported > self.systems:
            raise PydanticCustomError(
                "more_unsupported_than_systems", "more systems are unsupported than there are", {}
            )
        return self
