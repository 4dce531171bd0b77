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

AMONG_PEERS: Final = Table(
    "position_pillars",
    "A trust's scores among its peers",
    "one row per care setting and pillar that the trust returned",
    (
        CARE_SETTING,
        PILLAR,
        SCORED_FULLY,
        Column("n", "Peers", COUNT, "How many peers have a score on the pillar."),
        _level(
            "median",
            "Median of the peers",
            "The peers' median score; empty for fewer than three peers.",
            short="Median",
        ),
        _level(
            "lower_quartile", "Lower quartile", "The peers' lower quartile; empty for fewer than eight peers."
        ),
        _level(
            "upper_quartile", "Upper quartile", "The peers' upper quartile; empty for fewer than eight peers."
        ),
        _level(
            "minimum", "Lowest of the peers", "The peers' lowest score; empty for fewer than three peers."
        ),
        _level(
            "maximum", "Highest of the peers", "The peers' highest score; empty for fewer than three peers."
        ),
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
        _peers(
            "higher",
            "higher",
            "How many peers score higher by more than one answer; empty for fewer than three peers.",
        ),
        Column(
            "within",
            "Within one answer",
            COUNT,
            "How many peers differ by no more than one answer; empty for fewer than three peers.",
            short="Within",
            optional=True,
        ),
        _peers(
            "lower",
            "lower",
            "How many peers score lower by more than one answer; empty for fewer than three peers.",
        ),
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
    "From the latest published accounts.",
    absent=_NOT_KNOWN,
)
STAFF: Final = Column(
    "average_wte", "Staff", WTE, "From the latest published accounts.", 0, absent=_NOT_KNOWN
)
SETTINGS: Final = Column(
    "care_settings",
    "Care settings",
    COUNT,
    "For how many care settings the trust returned in the round.",
    short="Settings",
)
ERIC_TYPE: Final = Column(
    "eric_type", "Type", meaning="The trust's type in the latest estates return (ERIC).", absent=_NOT_KNOWN
)
FOCUS: Final = Column(
    "focus",
    "Specialises in",
    meaning="The patients or the treatment that a specialist trust is for, from the definitions; "
    "'none' for all other trusts.",
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
        "The difference of the two trusts, squared: of sizes in standard deviations, of "
        "everything else in steps; empty if it is not known for one of the two.",
        short=column.short or column.heading,
    )


DISTANCE: Final = Column(
    "distance",
    "Distance",
    FIGURE,
    "How different the two trusts are: the square root of the weighted mean of the parts "
    "known for both. Only in the group 'similar'.",
)


def _alike(key: str, heading: str, meaning: str) -> Column:
    return Column(key, heading, meaning=f"{meaning} Only in the group 'similar'.", optional=True)


WHY_ALIKE: Final = (
    _alike("near", "Alike in", "The parts in which the two trusts are near each other."),
    _alike("apart", "Some way apart in", "The parts in which the two trusts are neither near nor far."),
    _alike("far", "Unlike in", "The parts in which the two trusts are far from each other."),
    _alike(
        "unknown",
        "Not known",
        "The parts that are not compared, because one of the two trusts has no figure.",
    ),
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
        Column("weight", "Weight", FIGURE, "The weight of the part in the distance."),
        Column(
            "squared_difference",
            "Part of the distance",
            FIGURE,
            "The difference in standard deviations or in steps, squared; empty if one figure is not known.",
        ),
        Column("how", "How near", meaning="near, some way apart, far, or not known."),
        Column(
            "own", "This trust", FIGURE, "The trust's own figure; empty if it is a type and not a number."
        ),
        Column("other", "The peer", FIGURE, "The peer's figure; empty if it is a type and not a number."),
        Column(
            "own_words",
            "This trust, in words",
            meaning="The trust's own figure or type, in words.",
            absent=_NOT_KNOWN,
        ),
        Column(
            "other_words",
            "The peer, in words",
            meaning="The peer's figure or type, in words.",
            absent=_NOT_KNOWN,
        ),
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
            meaning="The domain, by its key.",
            words=lambda key: key.replace("_", " ").capitalize(),
        ),
        SCORED_FULLY,
        Column("n", "Peers with this domain", COUNT, "How many peers returned the domain."),
        _level("median", "Their median", "The median of those peers; empty for fewer than three."),
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
        Column(
            "effective_from", "Passed on", meaning="The day on which another trust took over.", words=_in_full
        ),
        ASSESSMENT_YEAR,
        CARE_SETTING,
        _level(
            "comparable",
            "Comparable overall score",
            "The overall score on the domains that two rounds share.",
        ),
        Column(
            "compared_with",
            "Domains shared with",
            YEAR,
            "The other round that has the same domains.",
            optional=True,
        ),
        _level(
            "overall",
            "Mean of its pillars",
            "The mean of the pillars that it returned; empty if it returned none.",
        ),
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
        Column(
            "to_go",
            "Still to go",
            POINTS,
            "Points from the score up to the target; 0 if the score has reached it.",
        ),
        Column("reason", "Why this level", meaning="The reason that the trust gave."),
    ),
)

PART: Final = replace(SHARE, decimals=1, kept=3)
SUPPLIERS: Final = Table(
    "suppliers",
    "Returns by supplier of the electronic patient record",
    "one row per care setting and supplier, those with most returns first; never a ranking",
    (
        CARE_SETTING,
        Column(
            "supplier",
            "Supplier",
            meaning="The supplier of the electronic patient record, as published; suppliers with few returns "
            "are one row together.",
        ),
        Column("units", "Returns", COUNT, "How many of its trusts have a score in the care setting."),
        _level(
            "lowest",
            "Lowest",
            "The lowest overall score; empty for suppliers that share a row, or where none is named.",
        ),
        _level(
            "median",
            "Median",
            "The median overall score; empty where the lowest is, and if too few of England's returns "
            "were received.",
        ),
        _level(
            "highest",
            "Highest",
            "The highest overall score; empty for suppliers that share a row, or where none is named.",
        ),
        Column("range", "Range", POINTS, "The highest less the lowest.", difference_of=("highest", "lowest")),
    ),
)
SUPPLIER_SPLITS: Final = Table(
    "supplier_splits",
    "How much lies between suppliers",
    "one row per care setting",
    (
        CARE_SETTING,
        Column(
            "units",
            "Returns",
            COUNT,
            "How many returns come from suppliers with enough returns for a row of their own.",
        ),
        Column(
            "suppliers", "Suppliers", COUNT, "How many suppliers have enough returns for a row of their own."
        ),
        Column(
            "between",
            "Between suppliers",
            PART,
            "The part of the variance that is between suppliers; empty if there are too few returns.",
        ),
        Column(
            "by_chance",
            "By chance",
            PART,
            "The part that would be between suppliers if trusts were assigned to them at random.",
        ),
        Column(
            "p",
            "As much by chance",
            FIGURE,
            "In what share of the random assignments as much or more is between suppliers.",
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
        Column("code", "Code", meaning="The code of the thing found, or a pillar's key."),
        Column("name", "Name", meaning="The name of the thing found."),
        Column("note", "Note", meaning="What a reader must know besides the name; may be empty."),
        Column(
            "leads_to",
            "Ask for",
            meaning="The code to ask for; for a closed trust, the code of its successor.",
        ),
        replace(OF_ICS, meaning="The code of a trust's system."),
        Column("fictional", "Fictional", FLAG, "Whether it is a fictional organisation."),
        Column("likeness", "Likeness", FIGURE, "How well the name or code fits the text, 0 to 100."),
    ),
)
