"""A plan's results in sentences: the answer, its assumptions, and what is left over."""

from collections.abc import Mapping, Sequence
from typing import Final

import pandas as pd

from benchmark.core.columns import pillar_name
from benchmark.core.compare import at_least
from benchmark.core.definitions import definitions
from benchmark.core.wording import (
    Answer,
    Statement,
    count_of_returns,
    counted,
    decimal,
    every,
    in_list,
    is_or_are,
    large_start,
    money,
    number,
    per_cent,
    plural,
    short_name,
    small_start,
)
from benchmark.questions.gaps.measure import Gaps
from benchmark.questions.gaps.words import identical_words, no_gap_message, standard_after, standard_of_many
from benchmark.questions.plan.columns import BY_COST
from benchmark.questions.plan.inputs import RULES, SPLITS, Plan
from benchmark.questions.plan.measure import Outcome, Planned, next_million
from benchmark.questions.plan.saved import SavedPlan
from schemas.plans import AllocationRule

SAME: Final = 0.005
"""Points: rules whose closed gaps differ by less are said to close the same."""
ALL_BUT: Final = 0.9995
"""The smallest share that would be written 100.0% although something is left."""
_ALL: Final = per_cent(1.0)


def closed_words(came: Outcome) -> str:
    """The part of the gap that is closed, for text before 'of the gap'; never rounded up to all of it."""
    if came.closes_all:
        return "all"
    share = came.closed_share or 0.0
    return "nearly all" if share >= ALL_BUT else per_cent(share)


def factor_words(factor: float) -> str:
    """A factor of the cost of a point in words: 'Half your costs'."""
    return BY_COST.columns[0].text(factor)


def before_after_message(planned: Planned, units: pd.DataFrame) -> str:
    """The number of returns that would come materially nearer to the standard. units: from `units_of`."""
    if not planned.before.summary.sum:
        return no_gap_message(planned.before)
    threshold = definitions().threshold("overall")
    nearer = int(at_least(units["before"] - units["after"], threshold).sum())
    if not nearer:
        return f"No return would come nearer to {planned.plan.standard.in_words} by {threshold:g} or more"
    standard = standard_after(nearer, planned.plan.standard)
    return f"{count_of_returns(nearer, len(units))} would come nearer to {standard} by {threshold:g} or more"


def rules_message(outcomes: Mapping[AllocationRule, Outcome], plan: Plan) -> str:
    """The difference between the rules: in the gap that they close, else in the trusts that they raise."""
    came = outcomes[plan.rule]
    if not came.has_gap:
        return f"There is no gap to {plan.standard.in_words}, so there is nothing to share out"
    if not any(other.allocated for other in outcomes.values()):
        return "With nothing to share out, the rules do not differ"
    if all(other.closes_all for other in outcomes.values()):
        return "The fund closes the whole gap by every rule"
    best = max(outcomes, key=lambda rule: outcomes[rule].closed)
    worst = min(outcomes, key=lambda rule: outcomes[rule].closed)
    if outcomes[best].closed - outcomes[worst].closed < SAME:
        floors = sorted(decimal(other.spread_after.minimum or 0.0, 1) for other in outcomes.values())
        ends = f"at {floors[0]}" if floors[0] == floors[-1] else f"between {floors[0]} and {floors[-1]}"
        return (
            f"Every rule closes the same part of the gap, {closed_words(came)}; the lowest overall "
            f"score ends {ends}"
        )
    return (
        f"{RULES[best].name} closes {closed_words(outcomes[best])} of the gap, "
        f"{RULES[worst].name.lower()} {closed_words(outcomes[worst])}"
    )


def sensitivity_message(outcomes: Mapping[float, Outcome], plan: Plan) -> str:
    """The part of the gap that the fund closes if a point costs half of the given costs, or double."""
    half, double = outcomes[0.5], outcomes[2.0]
    if not half.has_gap:
        return f"There is no gap to {plan.standard.in_words}, whatever a point costs"
    if double.closes_all:
        return "Even at double your costs the fund closes the whole gap"
    return (
        f"At half your costs the fund closes {closed_words(half)} of the gap, "
        f"at double {closed_words(double)}"
    )


def allocation_message(planned: Planned) -> str:
    """The trust and the pillar that would get most, with all others that would get as much."""
    if not planned.outcome.allocated:
        return "No money goes to closing a gap"
    trusts = [short_name(str(trust)) for trust in planned.by_trust["trust"]]
    pillars = [pillar_name(str(pillar)) for pillar in planned.by_pillar["pillar"]]
    whose, share, each = _most(trusts, planned.by_trust["allocated"], "trust")
    which, part, apiece = _most(pillars, planned.by_pillar["allocated"], "pillar")
    money_for = f"the {money(planned.outcome.allocated)} for closing gaps"
    if share != _ALL:
        on = f"all of it for {which}" if part == _ALL else f"{which} {part}{apiece}"
        return f"{large_start(whose)} would{each} get {share} of {money_for}, {on}"
    on = f", for {which}" if part == _ALL else f"; {which} would{apiece} get {part}"
    return f"All of {money_for} would go to {whose}{on}"


def _most(names: Sequence[str], amounts: "pd.Series[int]", noun: str) -> tuple[str, str, str]:
    """(names with the largest amount, its share, ' each' if there are several); counted if three or more."""
    shares = [per_cent(amount / amounts.sum()) for amount in amounts]
    most = shares[int(amounts.argmax())]
    named = [name for name, share in zip(names, shares, strict=True) if share == most]
    who = in_list(named) if len(named) < 3 else counted(len(named), noun)
    return who, most, " each" if len(named) > 1 else ""


def compared_lines(plan: Plan, came: Outcome) -> list[tuple[str, str]]:
    """Pairs (name, words) for a plan's inputs and figures."""
    costs = sorted(set(plan.costs))
    cost = money(costs[0]) if len(costs) == 1 else f"{money(costs[0])} to {money(costs[-1])}"
    floor, width = came.spread_after, came.spread_after.range
    return [
        ("Round", str(plan.scope.assessment_year)),
        ("Standard", plan.standard.in_words),
        ("Fund", f"{money(plan.fund)} {over_years(plan.years)}"),
        ("Cost per point", f"{cost}{', by size' if plan.scale_with_size else ''}"),
        ("Rule", RULES[plan.rule].name),
        (
            "Reserved for pioneers",
            f"{per_cent(plan.pioneers_share)}, split {SPLITS[plan.pioneers_split]}"
            if plan.reserve
            else "nothing",
        ),
        ("Part of the gap closed", closed_words(came) if came.has_gap else "no gap"),
        ("Mean gap after, points", "no standard" if came.mean_after is None else decimal(came.mean_after, 2)),
        ("Scores still below", f"{came.below_after} of {came.below_before}"),
        ("Lowest overall score after", "none" if floor.minimum is None else decimal(floor.minimum, 2)),
        ("Range of overall scores after", "too few returns" if width is None else decimal(width, 2)),
        ("To close gaps", money(came.allocated)),
        ("Reserved", money(came.reserved)),
        ("Unspent", money(came.unspent)),
        ("Not funded", money(came.not_funded)),
    ]


def plan_answer(planned: Planned) -> Answer:
    """What the fund would do: the part of the gap that it closes, and the scores still below."""
    came, standard = planned.outcome, standard_of_many(planned.plan.standard)
    if not came.has_gap:
        return what_is_to_be_closed(planned.before)
    if not came.allocated:
        why = "With the whole fund reserved for pioneers" if came.fund else "Without a fund"
        return Answer(f"{why} nothing changes{_stay(came.below_before, standard)}")
    fund = f"{money(came.fund)} {over_years(planned.plan.years)} at your costs"
    if came.closes_all:
        needs = f"That needs {money(came.to_close_all)}."
        return Answer(f"{fund} would close the whole gap to {standard}", needs)
    title = f"{fund} would close {closed_words(came)} of the gap to {standard}"
    return Answer(title, f"{large_start(_still_below(came))}.")


def what_is_to_be_closed(gaps: Gaps) -> Answer:
    """The starting point of a plan, shown before there is one."""
    standard = standard_of_many(gaps.standard)
    if not gaps.summary.unit_pillars:
        standard_of_one = gaps.standard.in_words
        none = f"No score of this {gaps.scope.called} can be held to {standard_of_one} in this round"
        return Answer(none, "So there is nothing to plan.")
    if not gaps.summary.sum:
        count = plural(gaps.summary.unit_pillars, "score")
        return Answer(f"Of {count} none is below {standard}", "So there is no gap to close.")
    return Answer(
        f"Together the scores are {decimal(gaps.summary.sum, 1)} points short of {standard}",
        f"That is every distance below it added up; {gaps.summary.below} of "
        f"{plural(gaps.summary.unit_pillars, 'score')} {is_or_are(gaps.summary.below)} below it by more than "
        "one answer. Give a fund and what a point costs you, and this page "
        "works out what that would do.",
    )


def _stay(count: int, standard: str) -> str:
    """The scores that stay below the standard, as the end of a sentence; empty if none is below it."""
    if count == 0:
        return ""
    return f", and {every(count, 'score')} {'stays' if count == 1 else 'stay'} below {standard}"


def over_years(years: int) -> str:
    """'in one year', 'over three years'."""
    return "in one year" if years == 1 else f"over {number(years).lower()} years"


def plan_statements(planned: Planned) -> list[Statement]:
    """Four figures with words: the gap, scores below, the lowest overall score, money not funded."""
    came, standard = planned.outcome, standard_of_many(planned.plan.standard)
    if not came.has_gap:
        return []
    floor_before, floor_after = came.spread_before.minimum, came.spread_after.minimum
    return [
        Statement(
            f"{decimal(came.mean_before or 0.0, 2)} → {decimal(came.mean_after or 0.0, 2)}",
            f"points of mean gap to {standard} over {plural(came.scores, 'score')}, before and after",
        ),
        Statement(
            f"{came.below_before} → {came.below_after} of {came.scores}",
            "scores below it, by more than one answer",
        ),
        Statement(
            f"{decimal(floor_before, 1)} → {decimal(floor_after, 1)}"
            if floor_before and floor_after
            else "None",
            "lowest overall score of a return, before and after",
        ),
        Statement(
            money(came.not_funded),
            "more would close the rest of the gap"
            if came.not_funded
            else "more is needed: every gap is funded",
        ),
    ]


def what_is_left_over(planned: Planned) -> list[str]:
    """Sentences on where the fund goes, and on what it does not reach."""
    came, plan = planned.outcome, planned.plan
    lines = [
        f"Of {money(came.fund)}: {money(came.allocated)} to scores short of {plan.standard.in_words}, "
        f"{money(came.reserved)} reserved for pioneers, {money(came.unspent)} unspent."
    ]
    if came.not_funded:
        lines.append(
            f"Closing the whole gap would cost {money(came.to_close_all)}, {money(came.not_funded)} more "
            f"than is allocated. {_how_many_get_what(planned)}"
        )
        left, more = decimal(came.gap_after or 0.0, 1), decimal(next_million(planned.ground, plan), 1)
        lines.append(
            f"£1.0m more for levelling up would close another {more} points, of {left} that are left."
            if float(left.replace(",", ""))
            else "Less than 0.1 points are left."
        )
    if plan.reserve and not came.reserved:
        lines.append(
            f"No score is as high as {plan.standard.in_words}, so there is no pioneer to reserve "
            f"{money(plan.reserve)} for. It stays unspent; without a reserve it would go to levelling up."
        )
    elif came.unspent and came.has_gap and not came.not_funded:
        lines.append("The rest is unspent because every gap is closed.")
    return lines


def one_cost_for_all(planned: Planned) -> bool:
    """Whether all points cost the same and some gap is left: then the rules close equally much of it."""
    return bool(planned.outcome.not_funded) and planned.rows["cost_per_point"].nunique() == 1


def assumptions(planned: Planned) -> list[str]:
    """The plan's assumptions in sentences; the reader has to agree with all of them."""
    plan = planned.plan
    lines = [
        "The cost of a point is yours. Nobody has published one, and none is given here.",
        "A point costs the same everywhere on the scale, and a part of a point costs that part of its price.",
        "Money goes to all that a score is short of the standard, also where that is no more than one answer "
        "and so is not counted as below it.",
        "Money that is spent has bought its points by the end. Scores that get nothing stay as they are.",
        "Scores are self-assessed. Where trusts who spend more score higher, that is no proof of cause.",
        f"{RULES[plan.rule].name}: {small_start(RULES[plan.rule].words)}",
        "The fund is spent in equal parts each year, at the same prices."
        if plan.years > 1
        else "The fund is spent within the year.",
    ]
    if plan.reserve:
        lines.append(
            "A pioneer is a return whose exact score on a pillar is at or above the standard. The reserve "
            f"is split {SPLITS[plan.pioneers_split]} among them, as money for moving ahead. No points are "
            "added for it: what it costs to catch up says nothing about new ground, and a score above the "
            "standard does not change the gap."
        )
    if plan.scale_with_size or plan.rule == "by_size" or (plan.reserve and plan.pioneers_split == "by_size"):
        lines.append(_size_words(planned))
    if planned.before.identical:
        lines.append(identical_words(planned.before))
    if planned.before.standard.baseline in ("ics_best", "setting_median", "setting_upper_quartile"):
        lines.append(
            f"Every score is held to {plan.standard.in_words} as it is now, though that would move as scores "
            "rise."
        )
    return lines


def _size_words(planned: Planned) -> str:
    sizes = planned.ground.sizes
    missing = [str(name) for name in planned.by_trust.loc[planned.by_trust["expenditure"].isna(), "trust"]]
    if sizes.median is None:
        return (
            "Size would be operating expenditure, and none is published for the trusts here: every one "
            "counts as of the same size."
        )
    years = in_list(sizes.financial_years)
    scaled = (
        "A point costs a trust in proportion to its size: at the median it costs what you gave. "
        if planned.plan.scale_with_size
        else ""
    )
    unknown = f" Without a published size, so taken as the median: {in_list(missing)}." if missing else ""
    median = f"the median here is £{decimal(sizes.median / 1e6, 0)}m"
    return f"{scaled}Size is operating expenditure of {years}; {median}.{unknown}"


def _still_below(came: Outcome) -> str:
    before, after = came.below_before, came.below_after
    if before == 0:
        return "no score is below it by more than one answer"
    if after == 0:
        return "no score would still be below it by more than one answer"
    if after == before:
        return f"{every(before, 'score')} below it would still be below"
    return f"{after} of the {before} scores below it would still be below"


def _how_many_get_what(planned: Planned) -> str:
    """The numbers of scores below the standard that are raised to it, raised in part, and not raised."""
    given, left = planned.rows["allocated"], planned.rows["not_funded"]
    counts = {
        "raised to the standard": int((left == 0).sum()),
        "raised in part": int(((given > 0) & (left > 0)).sum()),
        "not raised": int((given == 0).sum()),
    }
    happened = {words: count for words, count in counts.items() if count}
    if len(happened) == 1:
        (words,) = happened
        which = large_start(every(len(given), "score"))
        return f"{which} short of the standard {is_or_are(len(given))} {words}."
    parts = [f"{number(count).lower()} {is_or_are(count)} {words}" for words, count in happened.items()]
    return f"Of {plural(len(given), 'score')} short of the standard, {in_list(parts)}."


def outcome_words(came: Outcome) -> str:
    """The figures of a plan, short enough for a line beside others."""
    if not came.has_gap:
        return f"no gap to close; {money(came.unspent)} unspent"
    lowest = (
        ""
        if came.spread_after.minimum is None
        else f"lowest overall {decimal(came.spread_after.minimum, 2)}, "
    )
    width = "" if came.spread_after.range is None else f"range {decimal(came.spread_after.range, 2)}, "
    return (
        f"closes {closed_words(came)} of the gap, {came.below_after} of "
        f"{came.below_before} still below, {lowest}{width}{money(came.unspent)} unspent"
    )


def compared_sentence(planned: Planned, saved: SavedPlan, other: Outcome) -> str:
    """This plan beside a saved one. If they differ in round or standard, a caution: their gaps differ."""
    own, two = planned.plan, saved.plan
    differs = [
        words
        for words, same in (
            ("round or footprint", own.scope == two.scope),
            ("standard", own.standard == two.standard),
        )
        if not same
    ]
    caution = f" They differ in {in_list(differs)}, so their gaps are not the same gap." if differs else ""
    return (
        f"This plan {outcome_words(planned.outcome)}. {saved.name} ({money(two.fund)} "
        f"{over_years(two.years)}, {small_start(RULES[two.rule].name)}) {outcome_words(other)}.{caution}"
    )
