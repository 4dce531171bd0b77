"""What a plan would do, in sentences: the answer, what it takes for granted, what it leaves open."""

from benchmark.charts.plan_rules import closed_words
from benchmark.definitions import definitions
from benchmark.measures.gap_words import standard_of_many
from benchmark.measures.gaps import Gaps
from benchmark.measures.money import money
from benchmark.measures.plan_inputs import RULES, SPLITS
from benchmark.measures.plan_reading import sizes_missing
from benchmark.measures.planner import Outcome, Planned, next_million
from benchmark.measures.saved_plans import SavedPlan
from benchmark.wording import Statement, in_list, number, plural


def plan_answer(found: Planned) -> str:
    """What the fund would do, in one sentence or two."""
    came, standard = found.outcome, standard_of_many(found.plan.standard)
    if not came.below_before:
        return what_is_to_be_closed(found.before)
    if not came.allocated:
        why = "With the whole fund reserved for pioneers" if came.fund else "Without a fund"
        return f"{why} nothing changes, and {_stay(came.below_before)} below {standard}."
    fund = f"{money(came.fund)} {over_years(found.plan.years)} at your costs"
    if not came.below_after:
        return f"{fund} would close the whole gap to {standard}, which needs {money(came.to_close_all)}."
    return (
        f"{fund} would close {closed_words(came)} of the gap to {standard}; "
        f"{_still_below(came)}{_materially(came)}."
    )


def what_is_to_be_closed(found: Gaps) -> str:
    """What a plan would start from, said before there is one."""
    standard = standard_of_many(found.standard)
    if not found.summary.unit_pillars:
        one = found.standard.in_words
        return f"No score of this system can be held to {one} in this round: nothing to plan."
    if not found.summary.below:
        count = plural(found.summary.unit_pillars, "score")
        return f"Of {count} none is below {standard}: there is no gap to close."
    return (
        f"{found.summary.below} of {found.summary.unit_pillars} scores are below {standard}, by "
        f"{found.summary.sum:.1f} points together. Give a fund and what a point costs you, and this page "
        "works out what that would do."
    )


def _stay(count: int) -> str:
    return "the only score stays" if count == 1 else f"all {count} scores stay"


def over_years(years: int) -> str:
    """'in one year', 'over three years'."""
    return "in one year" if years == 1 else f"over {number(years).lower()} years"


def plan_statements(found: Planned) -> list[Statement]:
    """Four figures with their words: the gap, the scores below, the lowest overall score, what is missing."""
    came, standard = found.outcome, standard_of_many(found.plan.standard)
    if not came.below_before:
        return []
    floor_before, floor_after = came.spread_before.minimum, came.spread_after.minimum
    return [
        Statement(
            f"{came.mean_before:.2f} → {came.mean_after:.2f}",
            f"points of mean gap to {standard} over {came.scores} scores, before and after",
        ),
        Statement(
            f"{came.material_before} → {came.material_after} of {came.scores}",
            f"scores below it by {definitions().threshold('pillar'):g} or more, which is what counts as a "
            "difference",
        ),
        Statement(
            f"{floor_before:.1f} → {floor_after:.1f}" if floor_before and floor_after else "None",
            "lowest overall score of a return, before and after",
        ),
        Statement(
            money(came.not_funded),
            "more would close the rest of the gap"
            if came.not_funded
            else "more is needed: every gap is funded",
        ),
    ]


def what_is_left_over(found: Planned) -> list[str]:
    """Where the fund went, and what it did not reach; each a sentence."""
    came, plan = found.outcome, found.plan
    lines = [
        f"Of {money(came.fund)}: {money(came.allocated)} to scores below {plan.standard.in_words}, "
        f"{money(came.reserved)} reserved for pioneers, {money(came.unspent)} unspent."
    ]
    if came.not_funded:
        lines.append(
            f"Closing the whole gap would cost {money(came.to_close_all)}, {money(came.not_funded)} more "
            f"than is allocated. {_how_many_get_what(found)}"
        )
        lines.append(
            f"£1.0m more for levelling up would close another {next_million(found.ground, plan):.1f} points, "
            f"of {came.gap_after:.1f} that are left."
        )
    if plan.reserve and not came.reserved:
        lines.append(
            f"No score is at {plan.standard.in_words}, so there is no pioneer to reserve "
            f"{money(plan.reserve)} for. It stays unspent; without a reserve it would go to levelling up."
        )
    elif came.unspent and not came.not_funded:
        lines.append("The rest is unspent because every gap is closed.")
    return lines


def one_cost_for_all(found: Planned) -> bool:
    """Whether every point costs the same and some of the gap is left: the rules then close equally much."""
    return bool(found.outcome.not_funded) and found.rows["cost_per_point"].nunique() == 1


def assumptions(found: Planned) -> list[str]:
    """What the plan takes for granted, each in a sentence: the reader has to agree with all of it."""
    plan = found.plan
    lines = [
        "The cost of a point is yours. Nobody has published one, and this page has none of its own.",
        "A point costs the same wherever on the scale a score stands, and a part of it costs that part.",
        "Money that is spent has bought its points by the end. Scores that get nothing stay as they are.",
        "Scores are self-assessed. Where trusts who spend more score higher, that is no proof of cause.",
        f"{RULES[plan.rule].name}: {_small(RULES[plan.rule].told)}",
        "The fund is spent in equal parts each year, at the same prices."
        if plan.years > 1
        else "The fund is spent within the year.",
    ]
    if plan.reserve:
        lines.append(
            "A pioneer is a return at or above the standard on a pillar. The reserve is split "
            f"{SPLITS[plan.pioneers_split]} among them, as money for moving ahead. No points are added for "
            "it: what it costs to catch up says nothing about new ground, and a score above the standard "
            "does not change the gap."
        )
    if plan.scale_with_size or plan.rule == "by_size" or (plan.reserve and plan.pioneers_split == "by_size"):
        lines.append(_size_words(found))
    if found.before.standard.baseline in ("ics_best", "setting_median", "setting_upper_quartile"):
        lines.append(
            f"Every score is held to {plan.standard.in_words} as it is now, though that would move as scores "
            "rise."
        )
    return lines


def _size_words(found: Planned) -> str:
    sizes, missing = found.ground.sizes, sizes_missing(found)
    if sizes.median is None:
        return (
            "Size would be operating expenditure, and none is published for the trusts here: every one "
            "counts as of the same size."
        )
    years = in_list(sizes.financial_years)
    scaled = (
        "A point costs a trust in proportion to its size: at the median it costs what you gave. "
        if found.plan.scale_with_size
        else ""
    )
    unknown = f" Without a published size, so taken as the median: {in_list(missing)}." if missing else ""
    median = f"the median here is £{sizes.median / 1e6:,.0f}m"
    return f"{scaled}Size is operating expenditure of {years}; {median}.{unknown}"


def _still_below(came: Outcome) -> str:
    before, after = came.below_before, came.below_after
    if before == 1:
        return "the only score below it would still be below"
    if after == before:
        return f"all {before} scores below it would still be below"
    return f"{after} of the {before} scores below it would still be below"


def _materially(came: Outcome) -> str:
    threshold = f"{definitions().threshold('pillar'):g}"
    if not came.material_after:
        return f", by less than {threshold}" if came.below_after == 1 else f", each by less than {threshold}"
    if came.below_after == 1:
        return f", by {threshold} or more"
    return f", {came.material_after} of them by {threshold} or more"


def _how_many_get_what(found: Planned) -> str:
    """How many of the scores below the standard are raised to it, raised in part, and not raised."""
    given, left = found.rows["allocated"], found.rows["not_funded"]
    counts = {
        "raised to the standard": int((left == 0).sum()),
        "raised in part": int(((given > 0) & (left > 0)).sum()),
        "not raised": int((given == 0).sum()),
    }
    told = [
        f"{number(count).lower()} {'is' if count == 1 else 'are'} {words}"
        for words, count in counts.items()
        if count
    ]
    return f"Of {plural(len(given), 'score')} below the standard, {in_list(told)}."


def _small(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:]


def outcome_words(came: Outcome) -> str:
    """What a plan comes to, short enough for a line beside others."""
    if not came.below_before:
        return f"no gap to close; {money(came.unspent)} unspent"
    lowest = "" if came.spread_after.minimum is None else f"lowest overall {came.spread_after.minimum:.2f}, "
    width = "" if came.spread_after.range is None else f"range {came.spread_after.range:.2f}, "
    return (
        f"closes {closed_words(came)} of the gap, {came.below_after} of "
        f"{came.below_before} still below, {lowest}{width}{money(came.unspent)} unspent"
    )


def compared_sentence(found: Planned, saved: SavedPlan, other: Outcome) -> str:
    """This plan beside a saved one; what they do not share is said first, for then the gaps differ."""
    one, two = found.plan, saved.plan
    differs = [
        words
        for words, same in (
            ("round or footprint", one.scope == two.scope),
            ("standard", one.standard == two.standard),
        )
        if not same
    ]
    caution = f" They differ in {in_list(differs)}, so their gaps are not the same gap." if differs else ""
    return (
        f"This plan {outcome_words(found.outcome)}. {saved.name} ({money(two.fund)} {over_years(two.years)}, "
        f"{_small(RULES[two.rule].name)}) {outcome_words(other)}.{caution}"
    )
