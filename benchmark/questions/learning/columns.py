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
        Column("helper_ods_code", "Its ODS code", meaning="Of the trust that could be asked."),
        Column("helper", "Could be asked", meaning="The trust of the system that is matched."),
        Column("helper_score", "Its score", SCORE, "On the same pillar.", decimals=2),
        Column("reasons", "Why it", meaning="What speaks for it, the strongest first."),
        Column("why_unmatched", "Why not inside", meaning="Why nobody of the system is matched."),
        Column("why", "Why", meaning="Why it is asked, or why nobody is."),
        Column("inside", "Able here", COUNT, "How many trusts of the system could help."),
        Column("others", "Others here who could help", meaning="Those of the system who are not matched."),
        Column("elsewhere", "Able elsewhere", COUNT, "How many trusts of other systems could help."),
        Column("elsewhere_first", "The first elsewhere", meaning="The nearest of those, with their codes."),
        Column("where", "Where to look", meaning="The same with their scores, in words.", absent="nobody"),
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
        Column("lead", "Higher by", POINTS, "Points above the one in need."),
        Column("tier", "Where", meaning="Where it was looked for: ics, similar, region or england."),
        Column("distance", "Distance", FIGURE, "In context; missing where nothing can be compared."),
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
        Column("contact", "Contact", meaning="Who to write to."),
        Column("note", "In its own words", meaning="What is offered or asked for."),
    ),
)
HELPERS: Final = Table(
    "learning_helpers",
    "What each helper would be asked",
    "one row per trust that could be asked",
    (
        Column("helper", "Could help", meaning="The trust's name."),
        Column("times", "Times asked", COUNT, "Over all of its care settings."),
        Column("about", "About what, and for which trust", meaning="Pillars, care settings and trusts."),
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
            "Scores below the standard by more than one answer; of one trust its own.",
        ),
        Column("matched", "Matched", COUNT, "Those with a helper inside the system."),
        Column("gap", "Gap", POINTS, "Of all of them, added up.", decimals=1),
        Column("matched_gap", "Gap matched", POINTS, "Of those with a helper, added up.", decimals=1),
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
        Column("most", "Asked at most", COUNT, "How often a trust is asked at the most."),
        Column("trust", "Trust", meaning="The code of the trust that the needs were narrowed to."),
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
        Column("score_from", "Comparable overall score before", SCORE, "In the earlier round.", decimals=2),
        Column("score_to", "Comparable overall score now", SCORE, "In the later round.", decimals=2),
        Column("change", "Change", POINTS, "Of that score.", signed=True),
        Column(
            "expected",
            "Expected change",
            POINTS,
            "Of England's other returns of the setting that started there; missing with too few of them.",
            signed=True,
        ),
        Column("difference", "Difference", POINTS, "The change less the one expected.", signed=True),
        Column(
            "against_expected",
            "Against what was expected",
            meaning="Outside the middle 80% of England's: more, less; else as expected, or not known.",
            words=BAND_WORDS,
        ),
    ),
)
EXPECTATIONS: Final = Table(
    "learning_expectations",
    "What was to be expected of a start",
    "one row per care setting",
    (
        CARE_SETTING,
        Column("n", "Returns", COUNT, "England's in both rounds."),
        Column(
            "slope",
            "Change per point",
            FIGURE,
            "For each point higher in the earlier round; missing below eight.",
            signed=True,
        ),
        Column("intercept", "Intercept", FIGURE, "Of the same line."),
        Column(
            "usual_from",
            "Usual from",
            POINTS,
            "Of the differences, 10% of the returns lie below.",
            signed=True,
        ),
        Column("usual_to", "Usual to", POINTS, "A tenth of the differences lie above.", signed=True),
    ),
)
ROUNDS: Final = Table(
    "learning_rounds",
    "Between which rounds returns rose",
    "one row",
    (
        Column("from", "From", YEAR, "The earlier round."),
        ROUND_TO,
        Column("measure", "Measure", meaning="overall_comparable."),
    ),
)
