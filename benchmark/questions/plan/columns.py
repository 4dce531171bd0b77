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
    "allocated", "To close gaps", PENCE, "Money for scores short of the standard, by however little."
)
RESERVED: Final = Column(
    "reserved", "Reserved as a pioneer", PENCE, "Money for scores at the standard or above."
)
NOT_FUNDED: Final = Column(
    "not_funded", "Not funded", PENCE, "What closing the rest of the gap would cost.", short="Not funded £"
)
SCORE_AFTER: Final = Column(
    "score_after", "Score after", SCORE, "The score as planned.", decimals=2, short="After"
)
GAP_LEFT: Final = Column(
    "gap_left", "Gap left", POINTS, "Points below the standard, as planned.", against_standard=True
)
GAP_SUMS: Final = (
    Column(
        "gap_before", "Gap now", UNIT_POINTS, "Points below the standard, added up.", against_standard=True
    ),
    Column("gap_after", "Gap after", UNIT_POINTS, "The same, as planned.", against_standard=True),
)
RULE: Final = Column("rule", "Rule", meaning="How the fund is shared out.", words=RULE_NAMES)
SETTING_UNIT: Final = (ODS_CODE, TRUST, CARE_SETTING)


def year_columns(years: int) -> tuple[Column, ...]:
    """A column for each year of an amount that is spent over several years; none for one year."""
    if years == 1:
        return ()
    return tuple(
        Column(f"year_{year}", f"Year {year}", PENCE, "The amount's part in this year.")
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
            meaning="levelling_up: to close a gap; moving_ahead: a pioneer's.",
            words=PURPOSES,
        ),
        *SETTING_UNIT,
        PILLAR,
        SCORED_FULLY,
        STANDARD,
        SCORE_AFTER,
        Column("cost_per_point", "Cost per point", PENCE, "The planner's own figure; none for a pioneer."),
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
        Column("operating_expenditure", "Operating expenditure", POUNDS, "In the published accounts."),
        ALLOCATED,
        RESERVED,
        Column("total", "In all", PENCE, "To close gaps and reserved, together."),
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
        Column("n", "Returns", COUNT, "Scores that are held to the standard."),
        Column("minimum", "Lowest now", SCORE, "The lowest score.", decimals=2),
        Column("minimum_after", "Lowest after", SCORE, "The lowest score, as planned.", decimals=2),
        Column("maximum", "Highest now", SCORE, "The highest score.", decimals=2),
        Column("maximum_after", "Highest after", SCORE, "The highest score, as planned.", decimals=2),
        Column(
            "range",
            "Range now",
            POINTS,
            "From the lowest to the highest; from three scores on.",
            difference_of=("maximum", "minimum"),
        ),
        Column(
            "range_after",
            "Range after",
            POINTS,
            "The same, as planned.",
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
        Column("before", "Mean gap now", POINTS, "Over the return's pillars."),
        Column("after", "Mean gap after", POINTS, "The same, as planned."),
        replace(ALLOCATED, heading="To close the gap"),
    ),
)
OUTCOME: Final = Table(
    "plan_outcome",
    "What a plan comes to",
    "one row per plan",
    (
        Column("allocated", "Allocated", PENCE, "To scores short of the standard."),
        Column("reserved", "Reserved", PENCE, "For pioneers."),
        Column("unspent", "Unspent", PENCE, "There is nothing more to buy, or no pioneer to reserve it for."),
        Column("to_close_all", "To close the whole gap", PENCE, "The price of the whole gap."),
        NOT_FUNDED,
        *GAP_SUMS,
        Column(
            "gap_mean_before",
            "Mean gap now",
            POINTS,
            "Over all scores held to the standard; missing where none is.",
            against_standard=True,
        ),
        Column("gap_mean_after", "Mean gap after", POINTS, "The same, as planned.", against_standard=True),
        Column(
            "closed_share",
            "Part of the gap closed",
            SHARE,
            "Missing where there is no gap.",
            against_standard=True,
        ),
        Column(
            "closed_per_million",
            "Points closed for each £1m",
            POINTS,
            "Missing where nothing is allocated.",
            decimals=1,
        ),
        Column("scores", "Scores", COUNT, "Those held to the standard."),
        Column(
            "below_before",
            "Scores below now",
            COUNT,
            "Under the standard by more than one answer.",
            against_standard=True,
        ),
        Column("below_after", "Scores below after", COUNT, "The same, as planned.", against_standard=True),
        Column("floor_before", "Lowest overall score now", SCORE, "Of a return.", decimals=2),
        Column("floor_after", "Lowest overall score after", SCORE, "The same, as planned.", decimals=2),
        Column("range_before", "Range of overall scores now", POINTS, "Missing below three returns."),
        Column("range_after", "Range of overall scores after", POINTS, "The same, as planned."),
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
            "So many times what was given.",
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
        Column("year", "Round", YEAR, "The assessment's year."),
        FOOTPRINT,
        *HELD_TO,
        Column("fund", "Fund", PENCE, "The whole of it."),
        Column("years", "Years", COUNT, "Over which it is spent."),
        RULE,
        Column(
            "scale_with_size",
            "Costs grow with size",
            FLAG,
            "A point costs a trust in proportion to its size.",
        ),
        Column("pioneers_share", "Reserved for pioneers", SHARE, "The part of the fund kept for them."),
        Column("pioneers_split", "The reserve is split", meaning="equally or by_size."),
        *(
            Column(
                f"cost_{pillar}",
                f"Cost of a point, {pillar_name(pillar)}",
                PENCE,
                "The planner's own figure.",
            )
            for pillar in definitions().framework.pillar_keys
        ),
    ),
)
SAVED: Final = Table(
    "saved_plans",
    "Saved plans",
    "one row per plan that was saved and stands",
    (
        Column("plan", "Plan", meaning="Its name."),
        Column("number", "Number", NUMBERED, "Its submission's."),
        Column("saved_by", "By", meaning="Who saved it."),
        Column("saved_at", "Saved", meaning="The time, UTC."),
        Column("note", "Note", meaning="The first line of what was noted with it."),
        Column("fictional", "Fictional", FLAG, "Whether its system is fictional."),
        Column("held_to", "Standard", meaning="In words."),
        *INPUTS.columns,
    ),
)
