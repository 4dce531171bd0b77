"""The columns and tables of plans. Money is in whole pence in a frame, and written in pounds."""

from dataclasses import replace
from typing import Final

from benchmark.core.columns import (
    CARE_SETTING,
    COUNT,
    FIGURE,
    FLAG,
    HELD_TO,
    ICS,
    NUMBERED,
    ODS_CODE,
    PENCE,
    PILLAR,
    POINTS,
    POUNDS,
    SCORE,
    SCORED_FULLY,
    SHARE,
    STANDARD,
    TRUST,
    UNIT_POINTS,
    YEAR,
    Column,
    Table,
    pillar_name,
)
from benchmark.core.definitions import definitions
from benchmark.questions.plan.inputs import RULES
from benchmark.questions.systems.columns import FOOTPRINT

RULE_NAMES: Final = {key: rule.name for key, rule in RULES.items()}
PURPOSES: Final = {"levelling_up": "Levelling up", "moving_ahead": "Moving ahead"}

ALLOCATED: Final = Column(
    "allocated", "To close gaps", PENCE, "Money to raise scores that are below the standard by any amount."
)
RESERVED: Final = Column(
    "reserved", "Reserved as a pioneer", PENCE, "Money for scores at the standard or above."
)
NOT_FUNDED: Final = Column(
    "not_funded",
    "Not funded",
    PENCE,
    "What it would cost to close the rest of the gap.",
    short="Not funded £",
)
SCORE_AFTER: Final = Column(
    "score_after", "Score after", SCORE, "The score after the plan.", decimals=2, short="After"
)
GAP_LEFT: Final = Column(
    "gap_left", "Gap left", POINTS, "Points below the standard, as planned.", against_standard=True
)
GAP_SUMS: Final = (
    Column(
        "gap_before",
        "Gap now",
        UNIT_POINTS,
        "The sum of all points below the standard.",
        against_standard=True,
    ),
    Column(
        "gap_after",
        "Gap after",
        UNIT_POINTS,
        "The sum of all points below the standard, as planned.",
        against_standard=True,
    ),
)
RULE: Final = Column("rule", "Rule", meaning="How the fund is shared out.", words=RULE_NAMES)
SETTING_UNIT: Final = (ODS_CODE, TRUST, CARE_SETTING)


def year_columns(years: int) -> tuple[Column, ...]:
    """A column for each year of an amount that is spent over several years; none for one year."""
    if years == 1:
        return ()
    return tuple(
        Column(f"year_{year}", f"Year {year}", PENCE, "The part of the amount that is spent in this year.")
        for year in range(1, years + 1)
    )


ALLOCATIONS: Final = Table(
    "plan_allocations",
    "Who gets what",
    "one row per score that gets money or whose gap is not closed; then the pioneers with a reserve",
    (
        Column(
            "purpose",
            "For",
            meaning="levelling_up: the money is to close a gap; moving_ahead: it is reserved for a pioneer.",
            words=PURPOSES,
        ),
        *SETTING_UNIT,
        PILLAR,
        SCORED_FULLY,
        STANDARD,
        SCORE_AFTER,
        Column(
            "cost_per_point",
            "Cost per point",
            PENCE,
            "What one point costs this trust, from the figures that the planner gave; empty for a pioneer.",
        ),
        Column("amount", "Amount", PENCE, "Money for this score.", short="Amount £"),
        NOT_FUNDED,
    ),
)
TRUSTS: Final = Table(
    "plan_trusts",
    "Money by trust, over its settings and pillars",
    "one row per trust that is held to the standard",
    (
        ODS_CODE,
        TRUST,
        Column("operating_expenditure", "Operating expenditure", POUNDS, "From the published accounts."),
        ALLOCATED,
        RESERVED,
        Column("total", "In all", PENCE, "The money to close gaps and the reserved money together."),
        *GAP_SUMS,
        NOT_FUNDED,
    ),
)
LEFT: Final = Table(
    "plan_not_funded",
    "What is left of each gap, and its price",
    "one row per score whose gap is not closed",
    (
        *SETTING_UNIT,
        PILLAR,
        SCORED_FULLY,
        SCORE_AFTER,
        GAP_LEFT,
        replace(NOT_FUNDED, heading="To close it"),
    ),
)
PIONEERS: Final = Table(
    "plan_pioneers",
    "Scores at the standard or above, with what is reserved for each",
    "one row per score at or above the standard",
    (*SETTING_UNIT, PILLAR, SCORED_FULLY, STANDARD, replace(RESERVED, heading="Reserved")),
)
SPREADS: Final = Table(
    "plan_spreads",
    "Scores held to the standard, now and after",
    "one row per pillar",
    (
        PILLAR,
        Column("n", "Returns", COUNT, "How many scores on the pillar have a standard."),
        Column("minimum", "Lowest now", SCORE, "The lowest score.", decimals=2),
        Column("minimum_after", "Lowest after", SCORE, "The lowest score, as planned.", decimals=2),
        Column("maximum", "Highest now", SCORE, "The highest score.", decimals=2),
        Column("maximum_after", "Highest after", SCORE, "The highest score, as planned.", decimals=2),
        Column(
            "range",
            "Range now",
            POINTS,
            "The highest score less the lowest; empty for fewer than three scores.",
            difference_of=("maximum", "minimum"),
        ),
        Column(
            "range_after",
            "Range after",
            POINTS,
            "The highest score less the lowest, as planned; empty for fewer than three scores.",
            difference_of=("maximum_after", "minimum_after"),
        ),
    ),
)
UNITS: Final = Table(
    "plan_units",
    "Each return before and after",
    "one row per trust and care setting",
    (
        *SETTING_UNIT,
        Column("before", "Mean gap now", POINTS, "The mean gap over the return's pillars."),
        Column("after", "Mean gap after", POINTS, "The mean gap over the return's pillars, as planned."),
        replace(ALLOCATED, heading="To close the gap"),
    ),
)
OUTCOME: Final = Table(
    "plan_outcome",
    "What a plan comes to",
    "one row per plan",
    (
        Column("allocated", "Allocated", PENCE, "Money to raise scores that are below the standard."),
        Column("reserved", "Reserved", PENCE, "Money reserved for pioneers."),
        Column(
            "unspent",
            "Unspent",
            PENCE,
            "Money left over: no gap is left to close, or there is no pioneer to reserve it for.",
        ),
        Column("to_close_all", "To close the whole gap", PENCE, "What it would cost to close the whole gap."),
        NOT_FUNDED,
        *GAP_SUMS,
        Column(
            "gap_mean_before",
            "Mean gap now",
            POINTS,
            "The mean gap over all scores that have a standard; empty if none has one.",
            against_standard=True,
        ),
        Column(
            "gap_mean_after",
            "Mean gap after",
            POINTS,
            "The mean gap over the same scores, as planned.",
            against_standard=True,
        ),
        Column(
            "closed_share",
            "Part of the gap closed",
            SHARE,
            "The part of the gap that the plan closes; empty if there is no gap.",
            against_standard=True,
        ),
        Column(
            "closed_per_million",
            "Points closed for each £1m",
            POINTS,
            "How many points of gap each £1m allocated closes; empty if nothing is allocated.",
            decimals=1,
        ),
        Column("scores", "Scores", COUNT, "How many scores have a standard."),
        Column(
            "below_before",
            "Scores below now",
            COUNT,
            "How many scores are below the standard by more than one answer.",
            against_standard=True,
        ),
        Column(
            "below_after",
            "Scores below after",
            COUNT,
            "How many scores are below the standard by more than one answer, as planned.",
            against_standard=True,
        ),
        Column(
            "floor_before",
            "Lowest overall score now",
            SCORE,
            "The overall score of the lowest return.",
            decimals=2,
        ),
        Column(
            "floor_after",
            "Lowest overall score after",
            SCORE,
            "The overall score of the lowest return, as planned.",
            decimals=2,
        ),
        Column(
            "range_before",
            "Range of overall scores now",
            POINTS,
            "The highest overall score less the lowest; empty for fewer than three returns.",
        ),
        Column(
            "range_after",
            "Range of overall scores after",
            POINTS,
            "The highest overall score less the lowest, as planned; empty for fewer than three returns.",
        ),
    ),
)
BY_RULE: Final = Table(
    "plan_rules",
    "The same fund and costs by every rule",
    "one row per rule",
    (
        RULE,
        *OUTCOME.only(
            "closed_share",
            "gap_mean_after",
            "below_after",
            "floor_after",
            "range_after",
            "closed_per_million",
            "allocated",
            "unspent",
        ).columns,
    ),
)
BY_COST: Final = Table(
    "plan_costs",
    "If the cost of a point was guessed wrong",
    "one row per guess",
    (
        Column(
            "cost_times",
            "If a point costs",
            FIGURE,
            "The cost of a point, as a multiple of the figures that the planner gave.",
            words={0.5: "Half your costs", 1.0: "Your costs", 2.0: "Double your costs"},
        ),
        *OUTCOME.only("closed_share", "gap_mean_after", "below_after", "unspent").columns,
    ),
)
INPUTS: Final = Table(
    "plan_inputs",
    "What a plan is made of",
    "one row per plan",
    (
        ICS,
        Column("year", "Round", YEAR, "The year of the assessment."),
        FOOTPRINT,
        *HELD_TO,
        Column("fund", "Fund", PENCE, "The whole fund."),
        Column("years", "Years", COUNT, "Over how many years the fund is spent."),
        RULE,
        Column(
            "scale_with_size",
            "Costs grow with size",
            FLAG,
            "Whether a point costs a trust in proportion to its size.",
        ),
        Column(
            "pioneers_share",
            "Reserved for pioneers",
            SHARE,
            "The part of the fund that is reserved for pioneers.",
        ),
        Column(
            "pioneers_split",
            "The reserve is split",
            meaning="How the reserve is split between pioneers: equally or by_size.",
        ),
        *(
            Column(
                f"cost_{pillar}",
                f"Cost of a point, {pillar_name(pillar)}",
                PENCE,
                f"The cost of one point on {pillar_name(pillar)}, which the planner gave.",
            )
            for pillar in definitions().framework.pillar_keys
        ),
    ),
)
SAVED: Final = Table(
    "saved_plans",
    "Saved plans",
    "one row per saved plan that was not withdrawn",
    (
        Column("plan", "Plan", meaning="The plan's name."),
        Column("number", "Number", NUMBERED, "The number of the plan's submission."),
        Column("saved_by", "By", meaning="Who saved it."),
        Column("saved_at", "Saved", meaning="When it was saved, UTC."),
        Column("note", "Note", meaning="The first line of the note that was saved with it."),
        Column("fictional", "Fictional", FLAG, "Whether the plan's system is fictional."),
        Column("held_to", "Standard", meaning="The standard, in words."),
        *INPUTS.columns,
    ),
)
