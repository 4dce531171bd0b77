"""The columns of a trust's position, its peers, its movement and its past, and of search results."""

from dataclasses import replace
from datetime import date
from typing import Final

from benchmark.core.columns import (
    ASSESSMENT_YEAR,
    CARE_SETTING,
    CHANGE,
    COUNT,
    FIGURE,
    FLAG,
    ICS_CODE,
    MATERIAL,
    ODS_CODE,
    PILLAR,
    POINTS,
    POUNDS,
    SCORE,
    SCORED_FROM,
    SCORED_FULLY,
    SCORED_TO,
    SHARE,
    STANDARD,
    TRUST,
    WTE,
    YEAR,
    Column,
    Table,
)
from benchmark.core.wording import in_full
from benchmark.questions.gaps.columns import FROM_STANDARD, IS_BELOW


def _level(key: str, heading: str, meaning: str, *, short: str = "") -> Column:
    return Column(key, heading, SCORE, meaning, decimals=2, short=short)


def _peers(key: str, heading: str, meaning: str) -> Column:
    return Column(key, f"Materially {heading}", COUNT, meaning, short=heading.capitalize(), optional=True)


OWN_TARGET: Final = _level("own_target", "Own target", "The level that the trust has set itself.")
ICS: Final = Column("ics", "ICS", meaning="The name of the trust's system.", absent="none on this footprint")
OF_ICS: Final = replace(ICS_CODE, short="ICS")

STANDING: Final = Table(
    "position_pillars",
    "A trust's scores among its peers",
    "one row per care setting and pillar that the trust returned",
    (
        CARE_SETTING,
        PILLAR,
        SCORED_FULLY,
        Column("n", "Peers", COUNT, "Peers with a score on the pillar."),
        _level("median", "Median of the peers", "Missing below three peers.", short="Median"),
        _level("lower_quartile", "Lower quartile", "Of the peers; missing below eight."),
        _level("upper_quartile", "Upper quartile", "Of the peers; missing below eight."),
        _level("minimum", "Lowest of the peers", "Missing below three peers."),
        _level("maximum", "Highest of the peers", "Missing below three peers."),
        Column(
            "difference",
            "Difference from the median",
            POINTS,
            "The score less the peers' median.",
            signed=True,
            short="Difference",
            difference_of=("score", "median"),
        ),
        replace(MATERIAL, optional=True),
        _peers("higher", "higher", "Peers that score higher by more than one answer."),
        Column(
            "within",
            "Within one answer",
            COUNT,
            "Peers that differ by no more than one answer.",
            short="Within",
            optional=True,
        ),
        _peers("lower", "lower", "Peers that score lower by more than one answer."),
        STANDARD,
        replace(FROM_STANDARD, short="Distance"),
        replace(IS_BELOW, optional=True),
        OWN_TARGET,
    ),
)
"""higher, within and lower add up to n; below three peers only n has a value."""


MOVEMENT: Final = Table(
    "trust_movement",
    "A trust's comparable overall score in two rounds",
    "one row per care setting that the trust returned in both rounds",
    (CARE_SETTING, SCORED_FROM, SCORED_TO, replace(CHANGE, classed_by="overall"), MATERIAL),
)
PILLAR_MOVEMENT: Final = Table(
    "trust_pillar_movement",
    "A trust's pillars in two rounds",
    "one row per care setting and pillar that the trust returned in both rounds",
    (CARE_SETTING, PILLAR, SCORED_FROM, SCORED_TO, CHANGE, MATERIAL),
)

_NOT_KNOWN: Final = "not known"
EXPENDITURE: Final = Column(
    "operating_expenditure",
    "Operating expenditure",
    POUNDS,
    "In the latest published accounts.",
    absent=_NOT_KNOWN,
)
STAFF: Final = Column("average_wte", "Staff", WTE, "In the latest published accounts.", 0, absent=_NOT_KNOWN)
SETTINGS: Final = Column(
    "care_settings", "Care settings", COUNT, "How many the trust returned for in the round.", short="Settings"
)
ERIC_TYPE: Final = Column(
    "eric_type", "Type", meaning="Its type in the latest estates return (ERIC).", absent=_NOT_KNOWN
)
FOCUS: Final = Column(
    "focus",
    "Specialises in",
    meaning="Who or what a specialist trust is for, as the definitions say; 'none' for all others.",
    absent=_NOT_KNOWN,
)
CONTEXT: Final = (ERIC_TYPE, FOCUS, EXPENDITURE, STAFF, SETTINGS)
"""The context by which two trusts are alike; similarity.FEATURES says how each part is compared."""


def apart(column: Column) -> Column:
    """The column of the part of a distance that a figure of two trusts makes."""
    return Column(
        f"{column.key}_apart",
        f"{column.heading}: part of the distance",
        FIGURE,
        "A squared difference: of sizes in standard deviations, of all else in steps; missing where it is "
        "not known of one of the two.",
        short=column.short or column.heading,
    )


DISTANCE: Final = Column(
    "distance",
    "Distance",
    FIGURE,
    "How unlike the two are: the root of the weighted mean of the parts that are known of both. In the group "
    "'similar' alone.",
)


def _alike(key: str, heading: str, meaning: str) -> Column:
    return Column(key, heading, meaning=f"{meaning} In the group 'similar' alone.", optional=True)


WHY_ALIKE: Final = (
    _alike("near", "Alike in", "The parts in which the two are near."),
    _alike("apart", "Some way apart in", "The parts that are neither near nor far."),
    _alike("far", "Unlike in", "The parts in which the two are far from each other."),
    _alike("unknown", "Not known", "The parts that are not known of one of the two, and so not compared."),
)
PEERS: Final = Table(
    "peers",
    "A trust's peers",
    "one row per peer in a care setting",
    (
        ODS_CODE,
        TRUST,
        CARE_SETTING,
        OF_ICS,
        ICS,
        DISTANCE,
        *WHY_ALIKE,
        *(part for column in CONTEXT for part in (apart(column), column)),
    ),
)
DISTANCE_PARTS: Final = Table(
    "distance_parts",
    "What makes a peer similar",
    "one row per peer and part of the distance, in the group 'similar'",
    (
        Column("part", "Part", meaning="What is compared."),
        Column("weight", "Weight", FIGURE, "How much it weighs in the distance."),
        Column(
            "squared_difference", "Part of the distance", FIGURE, "In standard deviations or steps, squared."
        ),
        Column("how", "How near", meaning="near, some way apart, far, or not known."),
        Column("own", "This trust", FIGURE, "The trust's own figure; missing for a type."),
        Column("other", "The peer", FIGURE, "The peer's figure; missing for a type."),
        Column("own_words", "This trust, in words", meaning="What the trust is or has.", absent=_NOT_KNOWN),
        Column("other_words", "The peer, in words", meaning="What the peer is or has.", absent=_NOT_KNOWN),
    ),
)

DOMAINS: Final = Table(
    "domain_scores",
    "Domains behind the pillars",
    "one row per domain that the trust returned",
    (
        PILLAR,
        Column(
            "domain",
            "Domain",
            meaning="Its key.",
            words=lambda key: key.replace("_", " ").capitalize(),
        ),
        SCORED_FULLY,
        Column("n", "Peers with this domain", COUNT, "Peers that returned the domain."),
        _level("median", "Their median", "Missing below three of them."),
    ),
)


def _in_full(day: str) -> str:
    return in_full(date.fromisoformat(day))


PREDECESSORS: Final = Table(
    "predecessor_returns",
    "What trusts returned before they became part of another",
    "one row per predecessor, round and care setting",
    (
        TRUST,
        ODS_CODE,
        Column("effective_from", "Passed on", meaning="The day on which another took over.", words=_in_full),
        ASSESSMENT_YEAR,
        CARE_SETTING,
        _level("comparable", "Comparable overall score", "On domains that two rounds share."),
        Column(
            "compared_with", "Domains shared with", YEAR, "The round that shares the domains.", optional=True
        ),
        _level("overall", "Mean of its pillars", "Missing where it returned none."),
    ),
)
TARGETS: Final = Table(
    "targets_beside_scores",
    "A trust's own targets beside its scores",
    "one row per care setting and pillar with a target",
    (
        CARE_SETTING,
        PILLAR,
        SCORED_FULLY,
        STANDARD,
        OWN_TARGET,
        Column("to_go", "Still to go", POINTS, "From the score to the target; 0 at or above it."),
        Column("reason", "Why this level", meaning="As the trust gave it."),
    ),
)

PART: Final = replace(SHARE, decimals=1, kept=3)
SUPPLIERS: Final = Table(
    "suppliers",
    "Returns by supplier of the electronic patient record",
    "one row per care setting and supplier, those with most returns first; never a ranking",
    (
        CARE_SETTING,
        Column("supplier", "Supplier", meaning="Of the record, as published; small ones are pooled."),
        Column("units", "Returns", COUNT, "Trusts with a score in the care setting."),
        _level("lowest", "Lowest", "Missing where suppliers are pooled, or none is named."),
        _level("median", "Median", "Missing there too, and where too few of England's returns came."),
        _level("highest", "Highest", "Missing where suppliers are pooled, or none is named."),
        Column(
            "range", "Range", POINTS, "From the lowest to the highest.", difference_of=("highest", "lowest")
        ),
    ),
)
SUPPLIER_SPLITS: Final = Table(
    "supplier_splits",
    "How much lies between suppliers",
    "one row per care setting",
    (
        CARE_SETTING,
        Column("units", "Returns", COUNT, "Those of suppliers with enough returns to be shown alone."),
        Column("suppliers", "Suppliers", COUNT, "Those with enough returns to be shown alone."),
        Column("between", "Between suppliers", PART, "Part of the variance; missing with too few returns."),
        Column(
            "by_chance",
            "By chance",
            PART,
            "What would lie between them, were trusts put into them at random.",
        ),
        Column(
            "p", "As much by chance", FIGURE, "In what share of such deals as much or more lies between them."
        ),
    ),
)

KINDS: Final = {"trust": "trust", "ics": "ICS", "group": "group", "pillar": "pillar"}
"""The kinds of search results, with their names."""
FOUND: Final = Table(
    "search",
    "What a text may mean",
    "one row per thing found, the likeliest first",
    (
        Column("kind", "Kind", meaning="trust, ics, group or pillar.", words=KINDS),
        Column("code", "Code", meaning="Its code, or a pillar's key."),
        Column("name", "Name", meaning="Its name."),
        Column("note", "Note", meaning="What must be known beside the name; may be empty."),
        Column("leads_to", "Ask for", meaning="The code to ask for: of a closed trust, that of its heir."),
        replace(OF_ICS, meaning="Of a trust: its system's code."),
        Column("fictional", "Fictional", FLAG, "Whether it is made up."),
        Column("likeness", "Likeness", FIGURE, "0 to 100."),
    ),
)
