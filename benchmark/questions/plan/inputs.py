"""The inputs of a plan: a fund, years, a standard, the user's own costs, a reserve and a rule."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from benchmark.common.scope import Scope, Standard
from benchmark.core.definitions import definitions
from benchmark.core.errors import BenchmarkError
from benchmark.core.wording import in_list
from schemas.plans import LARGEST_AMOUNT, MOST_YEARS, AllocationRule, PioneersSplit

LARGEST_PENCE = LARGEST_AMOUNT * 100


class CostMissing(BenchmarkError):
    """A plan lacks the user's own cost of a point on some pillar."""


NO_DEFAULT_COST = (
    "Nobody has published what raising a score by one point costs, and it differs between trusts and "
    "pillars: a figure of ours would look like evidence and be a guess."
)


@dataclass(frozen=True)
class RuleText:
    """A rule's name, and what it does in one sentence."""

    name: str
    words: str


RULES: dict[AllocationRule, RuleText] = {
    "neediest_first": RuleText(
        "Neediest first",
        "The widest gaps are lowered to the next widest, then all of these together, and so on.",
    ),
    "equal_per_trust": RuleText(
        "Equal per trust",
        "Every trust with a gap gets the same; what it does not need goes to other trusts. "
        "Inside a trust, neediest first.",
    ),
    "by_gap": RuleText(
        "In proportion to gap",
        "Every score below the standard gets a part of the fund as large as its part of the gap.",
    ),
    "by_size": RuleText(
        "In proportion to size",
        "Every trust with a gap gets a share by its operating expenditure; what it does not need goes to "
        "other trusts. Inside a trust, neediest first.",
    ),
    "most_gap_closed": RuleText(
        "Most gap closed per pound",
        "The cheapest points first, at your costs. Where points cost the same, neediest first.",
    ),
}
SPLITS: dict[PioneersSplit, str] = {"equally": "equally", "by_size": "by size"}


@dataclass(frozen=True)
class Plan:
    """A fund and how to spend it. Money in whole pence.

    costs: pence for one point on each pillar of the framework, in its order; with `scale_with_size` they are
    the costs of a trust of the system's median operating expenditure. pioneers_share: 0 to 1.
    Raises BenchmarkError if no plan can be made of the inputs, CostMissing if a pillar has no cost.
    """

    scope: Scope
    standard: Standard
    fund: int
    years: int
    costs: tuple[int, ...]
    rule: AllocationRule = "neediest_first"
    scale_with_size: bool = False
    pioneers_share: float = 0.0
    pioneers_split: PioneersSplit = "equally"

    def __post_init__(self) -> None:
        expect_amount(self.fund, "The fund")
        expect_years(self.years)
        expect_share(self.pioneers_share)
        if self.rule not in RULES:
            raise BenchmarkError(f"There is no rule {self.rule}.", fix=f"Choose one of: {', '.join(RULES)}.")
        if self.pioneers_split not in SPLITS:
            raise BenchmarkError(
                f"A reserve cannot be split {self.pioneers_split}.",
                fix=f"Choose one of: {', '.join(SPLITS)}.",
            )
        pillars = definitions().framework.pillars
        if len(self.costs) != len(pillars):
            raise cost_missing([pillar.name for pillar in pillars[len(self.costs) :]])
        for pillar, cost in zip(pillars, self.costs, strict=True):
            expect_amount(cost, f"The cost per point of {pillar.name}", least=1)

    @property
    def reserve(self) -> int:
        """The part of the fund for pioneers, rounded down to whole pence."""
        # Through text, because the float 0.1 is a little more than a tenth.
        return floor(self.fund * Fraction(str(self.pioneers_share)))

    @property
    def costs_by_pillar(self) -> dict[str, int]:
        """Pillar -> pence for one point."""
        return dict(zip(definitions().framework.pillar_keys, self.costs, strict=True))


def costs_from(for_all: int | None, by_pillar: Mapping[str, int]) -> tuple[int, ...]:
    """The cost of a point on each pillar, in the framework's order: its own, else the one for all.

    Raises CostMissing if a pillar has neither, BenchmarkError for an unknown pillar.
    """
    framework = definitions().framework
    for key in by_pillar:
        if key not in framework.pillar_keys:
            raise BenchmarkError(
                f"There is no pillar {key}.", fix=f"Choose one of: {', '.join(framework.pillar_keys)}."
            )
    missing = [pillar.name for pillar in framework.pillars if pillar.key not in by_pillar]
    if for_all is None:
        if missing:
            raise cost_missing(missing)
        return tuple(by_pillar[key] for key in framework.pillar_keys)
    return tuple(by_pillar.get(key, for_all) for key in framework.pillar_keys)


def cost_missing(pillars: list[str]) -> CostMissing:
    """The error for pillars without a cost: that there is no default, and why."""
    every = len(pillars) == len(definitions().framework.pillars)
    which = "" if every else f" on {in_list(pillars)}"
    return CostMissing(
        f"No cost per point is given{which}, and there is no default. {NO_DEFAULT_COST}",
        fix="Give your own figure: what raising one score by one point would cost, in pounds.",
    )


def expect_years(years: int) -> None:
    """Raises BenchmarkError for years over which no plan can be made."""
    if not 1 <= years <= MOST_YEARS:
        raise BenchmarkError(
            f"A plan over {years} years cannot be made.", fix=f"Choose from 1 to {MOST_YEARS} years."
        )


def expect_share(share: float) -> None:
    """Raises BenchmarkError unless the share is from 0 to 1."""
    if not 0 <= share <= 1:  # also false for NaN
        raise BenchmarkError(
            f"The pioneers' share of the fund cannot be {100 * share:g}%.",
            fix="Choose from nothing (0%) to the whole fund (100%).",
        )


def expect_amount(pence: int, what: str, *, least: int = 0) -> None:
    """Raises BenchmarkError if an amount is below `least` or above the largest. what: begins the sentence."""
    if pence < least:
        said = "cannot be negative" if pence < 0 else "must be more than nothing"
        raise BenchmarkError(f"{what} {said}.", fix="Give an amount in pounds.")
    if pence > LARGEST_PENCE:
        raise BenchmarkError(
            f"{what} is more than £{LARGEST_AMOUNT:,}.", fix="Give the amount in pounds, not in pence."
        )
