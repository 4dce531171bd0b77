"""A plan as the link holds it and as a person types it: read into a plan, or into what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Final

from benchmark.common.scope import Scope, Standard
from benchmark.core.definitions import definitions
from benchmark.core.errors import BenchmarkError
from benchmark.core.wording import pence_of, pounds_text
from benchmark.questions.plan.inputs import RULES, SPLITS, Plan, costs_from
from schemas.plans import MOST_YEARS, AllocationRule, PioneersSplit

NAMES: Final = ("fund", "years", "cost", "scale", "pioneers", "split", "rule")
"""What the link calls a plan's inputs. The system, the round and the standard are filters of every page."""
COMPARE: Final = "compare"


@dataclass(frozen=True)
class Typed:
    """A plan's inputs as text. cost: for every pillar; costs: by pillar, those that have their own."""

    fund: str = ""
    years: str = ""
    cost: str = ""
    costs: Mapping[str, str] = field(default_factory=dict)
    scale: bool = False
    pioneers: str = "0"
    split: PioneersSplit = "equally"
    rule: AllocationRule = "neediest_first"

    @property
    def blank(self) -> bool:
        """Whether neither a fund nor a cost is given."""
        return not (self.fund.strip() or self.cost.strip() or any(self.costs.values()))


def typed_from(query: Mapping[str, str]) -> Typed:
    """The inputs that a link holds; what it does not hold, or holds wrongly in a list, is as at first."""
    first = Typed()
    for_all, by_pillar = _costs(query.get("cost", ""))
    rule, split = query.get("rule", ""), query.get("split", "")
    return Typed(
        fund=query.get("fund", ""),
        years=query.get("years", first.years),
        cost=for_all,
        costs=by_pillar,
        scale=query.get("scale") == "yes",
        pioneers=query.get("pioneers", first.pioneers),
        split=split if split in SPLITS else first.split,
        rule=rule if rule in RULES else first.rule,
    )


def plan_of(typed: Typed, scope: Scope, standard: Standard) -> Plan | list[str]:
    """The plan, or everything that is wrong with what was typed, in sentences."""
    faults: list[str] = []

    def amount(text: str, what: str) -> int | None:
        try:
            return pence_of(text, what=what)
        except BenchmarkError as error:
            faults.append(str(error))
            return None

    fund = amount(typed.fund, "The fund")
    for_all = amount(typed.cost, "The cost per point") if typed.cost.strip() else None
    by_pillar: dict[str, int] = {}
    for key, text in typed.costs.items():
        if key not in definitions().framework.pillar_keys:
            faults.append(f"There is no pillar {key}.")
        elif text.strip():
            found = amount(text, f"The cost of {definitions().framework.pillar(key).name}")
            by_pillar |= {} if found is None else {key: found}
    share = _share(typed.pioneers, faults)
    years = int(typed.years) if typed.years.isascii() and typed.years.isdecimal() else None
    if years is None:
        read = f"The years cannot be read: {typed.years}." if typed.years else "The years are not given."
        faults.append(f"{read} Give a whole number from 1 to {MOST_YEARS}.")
    if faults or fund is None or share is None or years is None:
        return faults
    try:
        return Plan(
            scope=scope,
            standard=standard,
            fund=fund,
            years=years,
            costs=costs_from(for_all, by_pillar),
            rule=typed.rule,
            scale_with_size=typed.scale,
            pioneers_share=share,
            pioneers_split=typed.split,
        )
    except BenchmarkError as error:
        return [str(error)]


def plan_query(plan: Plan) -> dict[str, str]:
    """A plan's own inputs as the link holds them: short, readable, and read again as the same plan."""
    if len(set(plan.costs)) == 1:
        cost = pounds_text(plan.costs[0])
    else:
        cost = ",".join(f"{pillar}:{pounds_text(pence)}" for pillar, pence in plan.costs_by_pillar.items())
    query = {"fund": pounds_text(plan.fund), "years": str(plan.years), "cost": cost, "rule": plan.rule}
    if plan.scale_with_size:
        query["scale"] = "yes"
    if plan.pioneers_share:
        query |= {"pioneers": _per_cent(plan.pioneers_share), "split": plan.pioneers_split}
    return query


def _costs(text: str) -> tuple[str, dict[str, str]]:
    """One amount for every pillar, or pillar:amount,pillar:amount."""
    if ":" not in text:
        return text, {}
    pairs = (part.partition(":") for part in text.split(","))
    return "", {pillar.strip(): amount.strip() for pillar, _, amount in pairs}


def _share(text: str, faults: list[str]) -> float | None:
    try:
        return float(Decimal(text.strip().removesuffix("%").strip() or "0") / 100)
    except InvalidOperation:
        faults.append(f"The pioneers' share cannot be read: {text}. Write per cent, such as 10.")
        return None


def _per_cent(share: float) -> str:
    # By way of text: 100 times the float 0.07 is not 7.
    return f"{(Decimal(str(share)) * 100).normalize():f}"
