"""The columns of conditions: what trusts returned, and what their programmes do about their gaps."""

from dataclasses import replace
from typing import Final

from benchmark.core.columns import (
    ASSESSMENT_YEAR,
    COUNT,
    FIGURE,
    FLAG,
    GAP,
    NUMBERED,
    ODS_CODE,
    PILLAR,
    POUNDS,
    SHARE,
    TEXTS,
    TRUST,
    WTE,
    Column,
    Table,
)
from benchmark.core.definitions import condition_sections

STATUS_WORDS: Final = {
    "addressed": "addressed",
    "not_running": "not running",
    "no_programme": "no programme",
    "no_return": "not known",
    "no_gap": "no material gap",
}
"""The status of a gap in two words."""

ROUND: Final = replace(ASSESSMENT_YEAR, key="year", meaning="The round of the newest return, which counts.")
RETURNED_IN: Final = replace(ROUND, optional=True)
_OF: Final = (ODS_CODE, TRUST, ROUND)
_ITEM: Final = Column("item", "Item's key", meaning="A listed item by its key, or a trust's own words.")
_GAPS: Final = Column("material_gaps", "Material gaps", COUNT, "One for each trust and pillar.")
_ADDRESSED: Final = Column("addressed", "Addressed", COUNT, "Gaps with a programme at a stage that counts.")
_NOT_ADDRESSED: Final = Column(
    "not_addressed", "Not addressed", COUNT, "Gaps of trusts with programmes, which none addresses."
)
_BY_ANSWER: Final = (
    Column("yes", "Yes", COUNT, "Trusts that said yes."),
    Column("partly", "Partly", COUNT, "Trusts that said partly."),
    Column("no", "No", COUNT, "Trusts that said no."),
)
_BANDS: Final = "in a band, for those who may not see the figure."

COVERED: Final = Table(
    "conditions_coverage",
    "Material gaps and the programmes that address them",
    "one row per trust and pillar with a material gap",
    (
        ODS_CODE,
        TRUST,
        PILLAR,
        replace(GAP, heading="Widest gap", short="Gap", meaning="The widest of the trust's care settings."),
        Column("care_settings", "Care settings with a material gap", TEXTS, "Those that have one."),
        Column("status", "What is done", meaning="What becomes of the gap, by its key.", words=STATUS_WORDS),
        Column("programmes", "Programmes", TEXTS, "Those that address it; else those that are not running."),
    ),
)
TRUSTS: Final = Table(
    "conditions_trusts",
    "How many gaps of each trust are addressed",
    "one row per trust",
    (ODS_CODE, TRUST, RETURNED_IN, _GAPS, _NOT_ADDRESSED, _ADDRESSED),
)
SUMMARY: Final = Table(
    "conditions_summary",
    "What becomes of the material gaps",
    "one row per system or trust",
    (
        _GAPS,
        _ADDRESSED,
        Column("not_running", "Not running", COUNT, "Gaps with a programme at no stage that counts."),
        Column("no_programme", "No programme", COUNT, "Gaps without any, of trusts that have programmes."),
        Column("no_return", "Not known", COUNT, "Gaps of trusts that returned no programmes."),
        _NOT_ADDRESSED,
        Column("trusts", "Trusts", COUNT, "Those of the system."),
        Column("trusts_returned", "Trusts with programmes", COUNT, "Those that returned their programmes."),
        Column("trusts_not_addressed", "Trusts with a gap not addressed", COUNT, "At least one of theirs."),
    ),
)
RETURNED: Final = Table(
    "conditions_returned",
    "The newest return of each section",
    "one row per trust and section",
    (
        ODS_CODE,
        TRUST,
        Column("section", "Section", meaning="The section of the return, by its key."),
        RETURNED_IN,
    ),
)
WHO_RETURNED: Final = Table(
    "conditions_who_returned",
    "The round of each trust's newest return of each section",
    "one row per trust",
    (
        TRUST,
        ODS_CODE,
        *(
            Column(key, section.title, meaning="The round of its newest return.", absent="no return")
            for key, section in condition_sections().items()
        ),
    ),
)
RESTRICTED: Final = Column("restricted", "Restricted", FLAG, "Whether the reader may see bands alone.")
ANSWERS: Final = Table(
    "conditions_answers",
    "Answers to the questions on board readiness and on capabilities",
    "one row per trust and question of a section that it returned",
    (
        *_OF,
        _ITEM,
        Column("name", "Question", meaning="The question."),
        Column("answer", "Answer", meaning="yes, partly or no.", optional=True, absent="not answered"),
    ),
)
ANSWERS_OF_ONE: Final = Table(
    "conditions_answers_of_one",
    "One trust's answers beside those of its system",
    "one row per question",
    (
        *ANSWERS.only("name", "answer").headed(answer="This trust").columns,
        *(replace(column, heading=f"All trusts: {column.key}") for column in _BY_ANSWER),
    ),
)
POSTS: Final = Table(
    "conditions_posts",
    "Digital posts",
    "one row per trust and role",
    (
        *_OF,
        _ITEM,
        Column("name", "Role", meaning="The role's name."),
        Column("funded", "Funded", WTE, "Posts that are funded."),
        Column("in_post", "In post", WTE, "Posts that somebody holds."),
        Column("vacant", "Vacant", WTE, "Posts that nobody holds."),
        Column(
            "vacancy_rate",
            "Vacant of funded",
            SHARE,
            "Missing where nothing is funded.",
            short="Vacant of funded",
        ),
        Column(
            "differs",
            "In post and vacant differ from funded",
            FLAG,
            "By more than rounding explains.",
            short="Does not add up",
        ),
    ),
)
LEGACY: Final = Table(
    "conditions_legacy",
    "Legacy estate, restricted",
    "one row per trust and group of systems; one per trust where the figures are restricted",
    (
        *_OF,
        replace(_ITEM, optional=True),
        Column("name", "Group", meaning="The group's name.", optional=True, absent="whole estate"),
        Column("systems", "Systems", COUNT, "All of the group.", optional=True, seen_by="own"),
        Column(
            "unsupported",
            "Unsupported",
            COUNT,
            "Those that no supplier supports.",
            optional=True,
            seen_by="own",
        ),
        Column("share", "Share unsupported", SHARE, "Unsupported of all.", short="Share", seen_by="own"),
        RESTRICTED,
        Column("systems_band", "Systems, band", meaning=f"All systems {_BANDS}", optional=True),
        Column(
            "unsupported_band",
            "Unsupported, band",
            meaning=f"Unsupported systems {_BANDS}",
            short="Band",
            optional=True,
        ),
    ),
)
PROGRAMMES: Final = Table(
    "conditions_programmes",
    "Digital programmes in each trust's order",
    "one row per trust and programme",
    (
        *_OF,
        Column("priority", "Priority", NUMBERED, "1 first."),
        Column("programme", "Programme", meaning="The programme's name."),
        replace(PILLAR, meaning="The pillar that it serves most, by its key."),
        Column("stage", "Stage", meaning="How far it is."),
        Column("funding", "Funding", POUNDS, "Missing where none was returned.", short="Funding £"),
        Column("addresses", "Counts as addressing a gap", FLAG, "Its stage does.", short="Counts"),
    ),
)
INDICATORS: Final = Table(
    "conditions_indicators",
    "What tells of a condition for success or a challenge",
    "one row per theme and thing that tells of it",
    (
        Column("source", "From", meaning="A section of the return, or another kind of return."),
        replace(_ITEM, optional=True, meaning="One item of the section; none for the whole of it."),
        Column("name", "What it is", meaning="Its name."),
        Column("trusts", "Trusts", COUNT, "Those that gave the figure."),
        Column("members", "Trusts asked", COUNT, "Those that could have given it."),
        *(replace(column, optional=True) for column in _BY_ANSWER),
        Column("part", "Part", FIGURE, "Vacant posts, unsupported systems, or gaps not addressed."),
        Column("whole", "Of", FIGURE, "Funded posts, all systems, or the gaps that are known."),
        RESTRICTED,
    ),
)
BY_ITEM: Final = Table(
    "conditions_by_item",
    "How often each question was answered, and how",
    "one row per question",
    (
        *ANSWERS.only("item", "name").columns,
        *_BY_ANSWER,
        Column("answered", "Answered", COUNT, "Trusts that answered it."),
        Column("not_answered", "Not answered", COUNT, "Trusts that returned the section without it."),
    ),
)


def for_people(table: Table, *left_out: str) -> Table:
    """A table of trusts for pages and files: the trust's name first, without items' keys."""
    others = [key for key in table.keys if key not in ("trust", "ods_code", "item", *left_out)]
    return table.only("trust", "ods_code", *others)
