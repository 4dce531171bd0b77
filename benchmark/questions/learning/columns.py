"""The columns and tables of peer learning."""

from dataclasses import replace
from typing import Final

from benchmark.core.columns import (
    ASSESSMENT_YEAR,
    CARE_SETTING,
    COUNT,
    FIGURE,
    GAP,
    HELD_TO,
    ICS_CODE,
    ODS_CODE,
    PILLAR,
    POINTS,
    ROUND_TO,
    SCORE,
    SCORED_FULLY,
    STANDARD,
    TRUST,
    YEAR,
    Column,
    Table,
)

OFFER_OR_REQUEST: Final = {"offer": "offers help", "request": "asks for help"}
BAND_WORDS: Final = {
    "more": "Rose more than expected, or fell less",
    "as expected": "As expected",
    "less": "Rose less than expected, or fell",
    "not known": "Too few returns in England to expect anything",
}

NEEDS: Final = Table(
    "learning_needs",
    "Material gaps and who could help",
    "one row per trust, care setting and pillar materially below the standard",
    (
        ODS_CODE,
        TRUST,
        CARE_SETTING,
        PILLAR,
        SCORED_FULLY,
        STANDARD,
        GAP,
        Column(
            "helper_ods_code",
            "Its ODS code",
            meaning="The code of the trust that could be asked; empty if none is matched.",
        ),
        Column(
            "helper",
            "Could be asked",
            meaning="The trust of the same system that is matched with this gap; empty if none is.",
        ),
        Column(
            "helper_score",
            "Its score",
            SCORE,
            "The score of the trust that could be asked, on the same pillar.",
            decimals=2,
        ),
        Column("reasons", "Why it", meaning="Why this trust is matched, with the strongest reason first."),
        Column(
            "why_unmatched",
            "Why not inside",
            meaning="Why no trust of the system is matched; empty if one is.",
        ),
        Column("why", "Why", meaning="Why this trust is matched, or why none is."),
        Column("inside", "Able here", COUNT, "How many trusts of the system could help."),
        Column(
            "others",
            "Others here who could help",
            meaning="Other trusts of the system that could help but are not matched with this gap.",
        ),
        Column("elsewhere", "Able elsewhere", COUNT, "How many trusts of other systems could help."),
        Column("elsewhere_first", "The first elsewhere", meaning="The first of those, with their codes."),
        Column(
            "where",
            "Where to look",
            meaning="The first trusts elsewhere, with their scores, in words.",
            absent="nobody",
        ),
    ),
)
CANDIDATES: Final = Table(
    "learning_candidates",
    "Trusts that could help with a gap",
    "one row per gap and trust",
    (
        ODS_CODE,
        TRUST,
        ICS_CODE,
        SCORED_FULLY,
        Column(
            "lead",
            "Higher by",
            POINTS,
            "How many points its score is above the score of the trust with the gap.",
        ),
        Column("tier", "Where", meaning="Where the trust was found: ics, similar, region or england."),
        Column(
            "distance",
            "Distance",
            FIGURE,
            "How different the two trusts are in size, type and the like; empty if nothing can be compared.",
        ),
    ),
)
EXCHANGES: Final = Table(
    "learning_exchanges",
    "Offers of help and requests for it",
    "one row per trust, pillar and offer or request",
    (
        ODS_CODE,
        TRUST,
        PILLAR,
        Column("offers_or_asks", "What", meaning="offer or request.", words=OFFER_OR_REQUEST),
        Column("contact", "Contact", meaning="The person or address to write to."),
        Column("note", "In its own words", meaning="What is offered or asked for."),
    ),
)
HELPERS: Final = Table(
    "learning_helpers",
    "What each helper would be asked",
    "one row per trust that could be asked",
    (
        Column("helper", "Could help", meaning="The trust's name."),
        Column("times", "Times asked", COUNT, "How often the trust is asked, over all of its care settings."),
        Column(
            "about",
            "About what, and for which trust",
            meaning="The pillars, care settings and trusts that it is asked about.",
        ),
    ),
)
SUMMARY: Final = Table(
    "learning_summary",
    "Gaps that find a helper",
    "one row",
    (
        Column(
            "needs",
            "Material gaps",
            COUNT,
            "How many scores are below the standard by more than one answer; if one trust was "
            "asked for, only its own.",
        ),
        Column("matched", "Matched", COUNT, "How many of these gaps have a helper inside the system."),
        Column("gap", "Gap", POINTS, "The sum of all material gaps.", decimals=1),
        Column("matched_gap", "Gap matched", POINTS, "The sum of the gaps that have a helper.", decimals=1),
    ),
)
ASKED: Final = Table(
    "learning_asked",
    "What helpers were looked for",
    "one row",
    (
        replace(ICS_CODE, key="ics"),
        replace(ASSESSMENT_YEAR, key="year"),
        *HELD_TO,
        Column("most", "Asked at most", COUNT, "The most gaps that one trust is asked about."),
        Column("trust", "Trust", meaning="The code of the trust, if only one trust's gaps were asked for."),
    ),
)
IMPROVERS: Final = Table(
    "learning_improvers",
    "Rises beside what was expected",
    "one row per trust and care setting with a return in both rounds, by band, never by size",
    (
        ODS_CODE,
        TRUST,
        CARE_SETTING,
        Column(
            "score_from",
            "Comparable overall score before",
            SCORE,
            "The comparable overall score in the earlier round.",
            decimals=2,
        ),
        Column(
            "score_to",
            "Comparable overall score now",
            SCORE,
            "The comparable overall score in the later round.",
            decimals=2,
        ),
        Column(
            "change", "Change", POINTS, "The later comparable overall score less the earlier.", signed=True
        ),
        Column(
            "expected",
            "Expected change",
            POINTS,
            "The change that England's other returns of the care setting lead us to expect from "
            "this start (a straight line); empty if there are too few.",
            signed=True,
        ),
        Column("difference", "Difference", POINTS, "The change less the expected change.", signed=True),
        Column(
            "against_expected",
            "Against what was expected",
            meaning="more or less, if the difference is outside the middle 80% of England's returns; "
            "otherwise as expected, or not known.",
            words=BAND_WORDS,
        ),
    ),
)
EXPECTATIONS: Final = Table(
    "learning_expectations",
    "The expected change, by the score in the earlier round",
    "one row per care setting",
    (
        CARE_SETTING,
        Column("n", "Returns", COUNT, "How many of England's returns are in both rounds."),
        Column(
            "slope",
            "Change per point",
            FIGURE,
            "How much more a return changed for each point that it was higher in the earlier "
            "round; empty for fewer than eight returns.",
            signed=True,
        ),
        Column(
            "intercept",
            "Intercept",
            FIGURE,
            "The expected change of a return that started at a score of 0, on the same straight line.",
        ),
        Column(
            "usual_from",
            "Usual from",
            POINTS,
            "One return in ten has a difference below this value.",
            signed=True,
        ),
        Column(
            "usual_to",
            "Usual to",
            POINTS,
            "One return in ten has a difference above this value.",
            signed=True,
        ),
    ),
)
ROUNDS: Final = Table(
    "learning_rounds",
    "Between which rounds returns rose",
    "one row",
    (
        Column("from", "From", YEAR, "The earlier round."),
        ROUND_TO,
        Column("measure", "Measure", meaning="The score that is compared: overall_comparable."),
    ),
)
