"""What the command `conditions` prints: what trusts returned, and which of their gaps are addressed."""

from typing import Literal

from schemas.base import CareSetting
from schemas.conditions import Answer, Section, Stage
from schemas.definitions import BaselineId
from schemas.results import Figure, Result


class CoverageTotals(Result):
    """Material gaps, one per trust and pillar: addressed + not_running + no_programme + no_return of them."""

    material_gaps: int
    addressed: int
    not_running: int
    no_programme: int
    no_return: int
    not_addressed: int
    trusts: int
    trusts_returned: int
    trusts_not_addressed: int


class CoveredGap(Result):
    """A trust's material gap on a pillar: the widest of its care settings, and what becomes of it."""

    ods_code: str
    trust: str
    pillar: str
    gap: Figure
    care_settings: tuple[CareSetting, ...]
    status: Literal["addressed", "not_running", "no_programme", "no_return"]
    programmes: tuple[str, ...]


class ReturnedSection(Result):
    """The round of a trust's newest return of a section; null where it has not returned it."""

    ods_code: str
    trust: str
    section: Section
    year: int | None


class ConditionAnswer(Result):
    """A trust's answer to one question; null where it did not answer it, which is not 'no'."""

    ods_code: str
    trust: str
    year: int
    item: str
    name: str
    answer: Answer | None


class RoleFigures(Result):
    """A trust's posts in one role, whole-time equivalents; vacancy_rate is vacant / funded."""

    ods_code: str
    trust: str
    year: int
    item: str
    name: str
    funded: Figure
    in_post: Figure
    vacant: Figure
    vacancy_rate: Figure | None
    differs: bool


class EstateFigures(Result):
    """A trust's systems of one group; without item and counts, but with bands, where they are restricted."""

    ods_code: str
    trust: str
    year: int
    item: str | None
    name: str | None
    systems: int | None
    unsupported: int | None
    share: Figure | None
    restricted: bool
    systems_band: str | None
    unsupported_band: str | None


class ProgrammeFigures(Result):
    """One of a trust's digital programmes; funding in pounds, null where none was returned."""

    ods_code: str
    trust: str
    year: int
    priority: int
    programme: str
    pillar: str
    stage: Stage
    funding: Figure | None
    addresses: bool


class ThemeIndicatorFigures(Result):
    """One thing that tells of a theme; null where it has no such figure."""

    source: str
    item: str | None
    name: str
    trusts: int
    members: int
    yes: int | None
    partly: int | None
    no: int | None
    part: Figure | None
    whole: Figure | None
    restricted: bool


class ThemeResult(Result):
    """A condition for success or a challenge, as this product reads the evidence."""

    key: str
    kind: Literal["condition", "challenge"]
    title: str
    indicators: tuple[ThemeIndicatorFigures, ...]


class ConditionsResult(Result):
    """A system's or a trust's conditions; `level` where the standard is one level for all."""

    ics: str
    trust: str | None
    year: int
    baseline: BaselineId
    level: float | None
    evidence: str
    summary: CoverageTotals
    coverage: tuple[CoveredGap, ...]
    themes: tuple[ThemeResult, ...]
    returned: tuple[ReturnedSection, ...]
    board_readiness: tuple[ConditionAnswer, ...]
    capability: tuple[ConditionAnswer, ...]
    digital_posts: tuple[RoleFigures, ...]
    legacy_estate: tuple[EstateFigures, ...]
    programme: tuple[ProgrammeFigures, ...]
