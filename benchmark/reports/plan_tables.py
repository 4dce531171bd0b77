"""A plan's parts as tables for people: by trust and year, what is not funded, the pioneers, two plans."""

from collections.abc import Sequence

import pandas as pd

from benchmark.charts.plan_rules import closed_words
from benchmark.measures.money import money
from benchmark.measures.plan_inputs import RULES, SPLITS, Plan
from benchmark.measures.plan_reading import pillar_spreads
from benchmark.measures.planner import Outcome, Planned, in_years
from benchmark.measures.score_columns import pillar_name
from benchmark.reports.plan_words import over_years
from benchmark.wording import per_cent


def trusts_table(found: Planned) -> pd.DataFrame:
    """Each trust's money over its settings and pillars, with its parts by year where there are several."""
    trusts = found.by_trust
    frame = pd.DataFrame(
        {
            "Trust": trusts["trust"],
            "ODS code": trusts["ods_code"],
            "Operating expenditure (£m)": trusts["expenditure"] / 1e6,
            "To close gaps (£)": trusts["allocated"] / 100,
            "Reserved as a pioneer (£)": trusts["reserved"] / 100,
            "In all (£)": trusts["total"] / 100,
        }
    )
    for year in range(found.plan.years if found.plan.years > 1 else 0):
        parts = [in_years(int(pence), found.plan.years)[year] for pence in trusts["total"]]
        frame[f"Year {year + 1} (£)"] = [pence / 100 for pence in parts]
    frame["Gap now (unit-points)"] = trusts["gap_sum"]
    frame["Gap after (unit-points)"] = trusts["gap_sum_after"]
    frame["Not funded (£)"] = trusts["not_funded"] / 100
    return frame


def not_funded_table(found: Planned) -> pd.DataFrame:
    """The scores whose gap is not closed, the widest gap left first."""
    rows = found.rows[found.rows["not_funded"] > 0]
    rows = rows.sort_values(
        ["gap_after", "trust", "care_setting", "pillar_position"], ascending=[False, *[True] * 3]
    )
    return pd.DataFrame(
        {
            "Trust": rows["trust"],
            "Care setting": rows["care_setting"],
            "Pillar": rows["pillar"].map(pillar_name),
            "Score (1 to 5)": rows["score"],
            "Score after (1 to 5)": rows["score_after"],
            "Gap left (points)": rows["gap_after"],
            "To close it (£)": rows["not_funded"] / 100,
        }
    ).reset_index(drop=True)


def pioneers_table(found: Planned) -> pd.DataFrame:
    """The scores at or above the standard, with what is reserved for each."""
    rows = found.pioneers
    return pd.DataFrame(
        {
            "Trust": rows["trust"],
            "Care setting": rows["care_setting"],
            "Pillar": rows["pillar"].map(pillar_name),
            "Score (1 to 5)": rows["score"],
            "Standard (1 to 5)": rows["standard"],
            "Reserved (£)": rows["reserved"] / 100,
        }
    )


def spreads_table(found: Planned) -> pd.DataFrame:
    """Lowest, highest and range on each pillar, now and after."""
    spreads = pillar_spreads(found)
    names = {
        "n": "Returns",
        "minimum": "Lowest now",
        "minimum_after": "Lowest after",
        "maximum": "Highest now",
        "maximum_after": "Highest after",
        "range": "Range now",
        "range_after": "Range after",
    }
    frame = spreads[[*names]].rename(columns=names)
    frame.insert(0, "Pillar", spreads["pillar"].map(pillar_name))
    return frame


def compared_table(columns: Sequence[tuple[str, Plan, Outcome]]) -> pd.DataFrame:
    """Plans beside each other: what goes into them, what they come to. columns: name, plan, outcome."""
    told = [_lines(plan, came) for _, plan, came in columns]
    parts = [pd.Series([what for what, _ in told[0]], name="What")]
    # Not a dict: a plan may be saved as "This plan", and two columns then share a name.
    parts += [
        pd.Series([value for _, value in lines], name=name)
        for (name, _, _), lines in zip(columns, told, strict=True)
    ]
    return pd.concat(parts, axis="columns")


def _lines(plan: Plan, came: Outcome) -> list[tuple[str, str]]:
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
        ("Part of the gap closed", closed_words(came) if came.below_before else "no gap"),
        ("Mean gap after, points", f"{came.mean_after:.2f}"),
        ("Scores still below", f"{came.below_after} of {came.below_before}"),
        ("Scores materially below", f"{came.material_after} of {came.material_before}"),
        ("Lowest overall score after", "none" if floor.minimum is None else f"{floor.minimum:.2f}"),
        ("Range of overall scores after", "too few returns" if width is None else f"{width:.2f}"),
        ("To close gaps", money(came.allocated)),
        ("Reserved", money(came.reserved)),
        ("Unspent", money(came.unspent)),
        ("Not funded", money(came.not_funded)),
    ]
