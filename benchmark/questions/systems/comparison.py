"""The measures for comparing systems, and the difference from which two systems differ on one."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final, Literal, get_args

import pandas as pd

from benchmark.common.completeness import Received
from benchmark.core.columns import Column
from benchmark.core.compare import at_least
from benchmark.core.definitions import definitions
from benchmark.core.errors import UnknownCode
from benchmark.questions.systems.columns import (
    CEILING,
    CEILING_CHANGE,
    COMPLETENESS,
    FLOOR,
    FLOOR_CHANGE,
    GAP,
    LIKE_FOR_LIKE,
    PART,
    RANGE,
    RANGE_CHANGE,
    SHARE_BELOW,
    STANDARD_DEVIATION,
)

ANY: Final = 1e-6
"""The threshold for counts: a missing return is a fact, however few are missing."""
FAR_TIMES: Final = 3
"""A difference of this many thresholds is far, as a whole level is to the threshold of a pillar."""
FAR_INCOMPLETE: Final = 0.25
"""A quarter of the expected returns missing: the system's other figures describe only a part of it."""

Step = Literal[-2, -1, 0, 1, 2]
"""Far less, less, no material difference, more, far more."""
STEPS: Final[tuple[Step, ...]] = get_args(Step)
STEP_NAMES: Final[dict[Step, str]] = {-2: "far less", -1: "less", 0: "alike", 1: "more", 2: "far more"}


@dataclass(frozen=True)
class SystemMeasure:
    """A figure of systems, which some may lack.

    column: its column in the frame of systems; the column's key is its name in links and commands.
    of_pillar: whether it can be asked of one pillar; other measures rest on the comparable overall score or
        on the number of returns.
    middle: what a system is compared with: the median of the systems, the score that its mix of care settings
        would give, no change, or all returns.
    more, less: a system above and below the middle, in one word.
    more_is_behind: whether a larger figure is farther from where trusts want to be.
    """

    column: Column
    of_pillar: bool
    middle: Literal["median", "mix", "no change", "all"]
    more: str
    less: str
    more_is_behind: bool = False

    @property
    def key(self) -> str:
        """The key of its column."""
        return self.column.key

    @property
    def name(self) -> str:
        """The heading of its column."""
        return self.column.heading

    @property
    def of_gap(self) -> bool:
        """Whether scores are held to a standard for it."""
        return self.column.against_standard

    @property
    def of_change(self) -> bool:
        """Whether it is a change since the round before."""
        return self.middle == "no change"

    def threshold(self, pillar: str | None) -> float:
        """The smallest material difference between two systems."""
        if self.middle == "all":
            return ANY
        one_pillar = pillar is not None and self.of_pillar
        if self.column.unit is PART:
            return definitions().threshold("pillar_share" if one_pillar else "share")
        if pillar is None or not self.of_pillar:
            return definitions().threshold("overall")
        if self.column in (FLOOR, CEILING, RANGE):
            # Each rests on single returns, which may be of the care setting with the fewest domains.
            return definitions().material_of_any(pillar)
        return definitions().material(pillar)


def _behind(column: Column, more: str, less: str) -> SystemMeasure:
    """A measure of a system's returns on which more is behind."""
    return SystemMeasure(column, True, "median", more, less, more_is_behind=True)


MEASURES: Final = (
    _behind(GAP, "wider", "narrower"),
    _behind(SHARE_BELOW, "more", "less"),
    _behind(RANGE, "wider", "narrower"),
    _behind(STANDARD_DEVIATION, "wider", "narrower"),
    SystemMeasure(FLOOR, True, "median", "higher", "lower"),
    SystemMeasure(CEILING, True, "median", "higher", "lower"),
    SystemMeasure(LIKE_FOR_LIKE, True, "mix", "above", "below"),
    SystemMeasure(FLOOR_CHANGE, False, "no change", "rose", "fell"),
    SystemMeasure(CEILING_CHANGE, False, "no change", "rose", "fell"),
    SystemMeasure(RANGE_CHANGE, False, "no change", "widened", "narrowed", more_is_behind=True),
    SystemMeasure(COMPLETENESS, False, "all", "more", "incomplete"),
)


def measure_of(key: str) -> SystemMeasure:
    """The measure with this key. Raises UnknownCode, which lists the keys."""
    for measure in MEASURES:
        if measure.key == key:
            return measure
    raise UnknownCode(
        f"There is no measure {key}.", fix=f"Choose one of: {', '.join(known.key for known in MEASURES)}."
    )


@dataclass(frozen=True)
class Against:
    """Every system compared with the middle on a measure.

    middle: the median of the systems with a figure; 0 for a change and for like for like; 1 for returns. None
        if no system has a figure, and if too few of England's returns were received for a median.
    steps: ics_code -> the step of the system's distance from the middle; systems without a figure are not in
        it.
    too_few: the returns received in England, if they are too few for the median that the measure needs.
    """

    measure: SystemMeasure
    threshold: float
    middle: float | None
    steps: dict[str, Step]
    too_few: Received | None = None

    def names_of(self, systems: pd.DataFrame) -> list[Any]:
        """The name of each system's step, in the frame's order; None for systems without a figure."""
        return [STEP_NAMES[self.steps[code]] if code in self.steps else None for code in systems["ics_code"]]

    def count(self, *steps: Step) -> int:
        """The number of systems on these steps."""
        return sum(step in steps for step in self.steps.values())


def against_middle(systems: pd.DataFrame, measure: SystemMeasure, *, pillar: str | None) -> Against:
    """Every system of the frame of `side_by_side` compared with the middle on a measure."""
    with_figure = systems.loc[systems[measure.key].notna(), ["ics_code", measure.key]]
    threshold = measure.threshold(pillar)
    if with_figure.empty:
        return Against(measure, threshold, None, {})
    came = england_received(systems)
    if measure.middle == "median" and not came.enough_for_england:
        return Against(measure, threshold, None, {}, came)
    median = float(with_figure[measure.key].median())
    middle = {"median": median, "mix": 0.0, "no change": 0.0, "all": 1.0}[measure.middle]
    far = FAR_INCOMPLETE if measure.middle == "all" else FAR_TIMES * threshold
    steps = {
        str(code): step(float(value) - middle, threshold=threshold, far=far)
        for code, value in zip(with_figure["ics_code"], with_figure[measure.key], strict=True)
    }
    return Against(measure, threshold, middle, steps)


def england_received(systems: pd.DataFrame) -> Received:
    """The expected returns of England and those received, from the frame of systems."""
    return Received(int(systems["returned"].sum()), int(systems["expected"].sum()))


def step(difference: float, *, threshold: float, far: float) -> Step:
    """The step of a difference: 0 below the threshold, 2 or -2 from `far` on."""
    size: Literal[0, 1, 2] = (
        2 if at_least(abs(difference), far) else 1 if at_least(abs(difference), threshold) else 0
    )
    return -size if difference < 0 else size


def differ(one: float, other: float, measure: SystemMeasure, *, pillar: str | None) -> bool:
    """Whether two systems' figures differ materially; False if one has none."""
    return at_least(abs(one - other), measure.threshold(pillar))


@dataclass(frozen=True)
class Neighbours:
    """The number of pairs next to each other in an order, and of those that do not differ materially."""

    pairs: int
    alike: int


def in_order(systems: pd.DataFrame, measure: SystemMeasure) -> pd.DataFrame:
    """The systems from the highest figure to the lowest, then those without one.

    Systems with equal figures keep their order, by region and name.
    """
    # Rounded: figures that differ only in their last digits count as equal.
    figures = systems[measure.key].round(9)
    order = figures.sort_values(ascending=False, kind="stable", na_position="last").index
    return systems.loc[order].reset_index(drop=True)


def neighbours(systems: pd.DataFrame, measure: SystemMeasure, *, pillar: str | None) -> Neighbours:
    """The neighbours in the order of `in_order`, without systems that have no figure."""
    figures = in_order(systems, measure)[measure.key].dropna().tolist()
    pairs = list(pairwise(figures))
    alike = sum(not differ(one, other, measure, pillar=pillar) for one, other in pairs)
    return Neighbours(len(pairs), alike)
