"""Reads a plan from a link or from typed text, or says what is wrong with the text."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import partial
from typing import Final, TypeVar

from benchmark.common.scope import Scope, Standard
from benchmark.core.definitions import definitions
from benchmark.core.errors import BenchmarkError, nearest
from benchmark.core.wording import pence_of, pounds_text
from benchmark.questions.plan.inputs import (
    RULES,
    SPLITS,
    Plan,
    costs_from,
    expect_amount,
    expect_share,
    expect_years,
)
from schemas.plans import MOST_YEARS, AllocationRule, PioneersSplit

NAMES: Final = ("fund", "years", "cost", "scale", "pioneers", "split", "rule")
"""The names of a plan's inputs in the link. System, round and standard are filters of every page."""
COMPARE: Final = "compare"
_WHOLE = re.compile(r"(\d{1,9})(?:\.0*)?", re.ASCII)
_Read = TypeVar("_Read")


@dataclass(frozen=True)
class Typed:
    """A plan's inputs as text. cost: for every pillar. costs: for pillars that have their own."""

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
    """The inputs of a link; defaults for inputs that it lacks, and for values that are not in their list."""
    first = Typed()
    for_all, by_pillar = _costs(query.get("cost", ""))
    rule, split = _word(query.get("rule", "")), _word(query.get("split", ""))
    return Typed(
        fund=query.get("fund", ""),
        years=query.get("years", first.years),
        cost=for_all,
        costs=by_pillar,
        scale=_word(query.get("scale", "")) == "yes",
        pioneers=query.get("pioneers", first.pioneers),
        split=split if split in SPLITS else first.split,
        rule=rule if rule in RULES else first.rule,
    )


def link_faults(query: Mapping[str, str]) -> list[str]:
    """What is wrong with each input of a link, in sentences; inputs that it lacks are no faults."""
    typed, framework = typed_from(query), definitions().framework
    faults: list[str] = []

    def expect_pounds(text: str, what: str, *, least: int = 1) -> None:
        expect_amount(pence_of(text, what=what), what, least=least)

    checks: list[tuple[str, Callable[[str], None]]] = [
        (typed.fund, lambda text: expect_pounds(text, "The fund", least=0)),
        (typed.cost, lambda text: expect_pounds(text, "The cost per point")),
        *(
            (text, partial(expect_pounds, what=f"The cost of {framework.pillar(key).name}"))
            for key, text in typed.costs.items()
            if key in framework.pillar_keys
        ),
        (typed.pioneers, lambda text: expect_share(_share(text))),
        (typed.years, lambda text: expect_years(_years(text))),
    ]
    for text, check in checks:
        if text.strip():
            _or_fault(partial(check, text), faults)
    unknown = [key for key in typed.costs if key not in framework.pillar_keys]
    return faults + [f"There is no pillar {key}. {nearest(key, framework.pillar_keys)}" for key in unknown]


def not_on_offer(query: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """(label, value in the link, value used instead) for inputs whose value is not in their list."""
    rule, split = RULES[Typed.rule].name, SPLITS[Typed.split].capitalize()
    lists: tuple[tuple[str, str, Collection[str], str], ...] = (
        ("rule", "Rule", RULES, rule),
        ("split", "Reserve split", SPLITS, split),
        ("scale", "Costs grow with a trust's size", ("yes", "no"), "no"),
    )
    return [
        (label, query[name], instead)
        for name, label, offered, instead in lists
        if query.get(name) and _word(query[name]) not in offered
    ]


def plan_of(typed: Typed, scope: Scope, standard: Standard) -> Plan | list[str]:
    """The plan, or everything that is wrong with the typed text, in sentences."""
    faults: list[str] = []

    def amount(text: str, what: str) -> int | None:
        return _or_fault(lambda: pence_of(text, what=what), faults)

    fund = amount(typed.fund, "The fund")
    before = len(faults)
    for_all = amount(typed.cost, "The cost per point") if typed.cost.strip() else None
    by_pillar: dict[str, int] = {}
    for key, text in typed.costs.items():
        if key not in definitions().framework.pillar_keys:
            faults.append(f"There is no pillar {key}.")
        elif text.strip():
            cost = amount(text, f"The cost of {definitions().framework.pillar(key).name}")
            by_pillar |= {} if cost is None else {key: cost}
    # A cost that cannot be read does not count as missing.
    costs = None if len(faults) > before else _or_fault(lambda: costs_from(for_all, by_pillar), faults)
    share = _or_fault(lambda: _share(typed.pioneers), faults)
    years = _or_fault(lambda: _years(typed.years), faults)
    if faults or fund is None or costs is None or share is None or years is None:
        return faults
    try:
        return Plan(
            scope=scope,
            standard=standard,
            fund=fund,
            years=years,
            costs=costs,
            rule=typed.rule,
            scale_with_size=typed.scale,
            pioneers_share=share,
            pioneers_split=typed.split,
        )
    except BenchmarkError as error:
        return [str(error)]


def whole_years(text: str) -> int | None:
    """The number of years, also from text such as 5.0; None if it is no whole number."""
    found = _WHOLE.fullmatch(text.strip())
    return None if found is None else int(found[1])


def _years(text: str) -> int:
    years = whole_years(text)
    if years is None:
        read = f"The years cannot be read: {text}." if text else "The years are not given."
        raise BenchmarkError(read, fix=f"Give a whole number from 1 to {MOST_YEARS}.")
    return years


def _or_fault(read: Callable[[], _Read], faults: list[str]) -> _Read | None:
    """The value that `read` returns; None if it raises, with the error added to the faults."""
    try:
        return read()
    except BenchmarkError as error:
        faults.append(str(error))
        return None


def _word(text: str) -> str:
    """A word of a list, whatever its case and spaces: 'By-Size' is 'by_size'."""
    return re.sub(r"[\s-]+", "_", text.strip().casefold())


def plan_query(plan: Plan) -> dict[str, str]:
    """A plan's own inputs for the link: short, readable, and read again as the same plan."""
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
    """(cost for every pillar, costs by pillar) from one amount or from pillar:amount,pillar:amount."""
    if ":" not in text:
        return text, {}
    pairs = (part.partition(":") for part in text.split(","))
    return "", {pillar.strip(): amount.strip() for pillar, _, amount in pairs}


def _share(text: str) -> float:
    try:
        return float(Decimal(text.strip().removesuffix("%").strip() or "0") / 100)
    except InvalidOperation as error:
        raise BenchmarkError(
            f"The pioneers' share cannot be read: {text}.", fix="Write per cent, such as 10."
        ) from error


def _per_cent(share: float) -> str:
    # Through text, because 100 times the float 0.07 is not 7.
    return f"{(Decimal(str(share)) * 100).normalize():f}"
