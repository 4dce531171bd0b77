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

ROUND: Final = replace(
    ASSESSMENT_YEAR, key="year", meaning="The round of the newest return, which is the one that counts."
)
RETURNED_IN: Final = replace(ROUND, optional=True)
_OF: Final = (ODS_CODE, TRUST, ROUND)
_ITEM: Final = Column(
    "item", "Item's key", meaning="The key of a listed item, or a trust's own words for another."
)
_GAPS: Final = Column(
    "material_gaps",
    "Material gaps",
    COUNT,
    "How many material gaps there are, at most one for each trust and pillar.",
)
_ADDRESSED: Final = Column(
    "addressed", "Addressed", COUNT, "How many gaps have a programme at a stage that counts."
)
_NOT_ADDRESSED: Final = Column(
    "not_addressed",
    "Not addressed",
    COUNT,
    "How many gaps no programme addresses, of trusts that returned programmes.",
)
_BY_ANSWER: Final = (
    Column("yes", "Yes", COUNT, "How many trusts answered yes."),
    Column("partly", "Partly", COUNT, "How many trusts answered partly."),
    Column("no", "No", COUNT, "How many trusts answered no."),
)
_BANDS: Final = "as a band, for readers who may not see the figure."

COVERED: Final = Table(
    "conditions_coverage",
    "Material gaps and the programmes that address them",
    "one row per trust and pillar with a material gap",
    (
        ODS_CODE,
        TRUST,
        PILLAR,
        replace(
            GAP, heading="Widest gap", short="Gap", meaning="The widest gap among the trust's care settings."
        ),
        Column(
            "care_settings",
            "Care settings with a material gap",
            TEXTS,
            "The care settings that have a material gap.",
        ),
        Column(
            "status",
            "What is done",
            meaning="Whether a programme addresses the gap, by a key.",
            words=STATUS_WORDS,
        ),
        Column(
            "programmes",
            "Programmes",
            TEXTS,
            "The programmes that address the gap or, if there are none, those that are not running.",
        ),
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
    "How many material gaps programmes address",
    "one row per system or trust",
    (
        _GAPS,
        _ADDRESSED,
        Column(
            "not_running",
            "Not running",
            COUNT,
            "How many gaps have a programme, but none at a stage that counts.",
        ),
        Column(
            "no_programme",
            "No programme",
            COUNT,
            "How many gaps have no programme, of trusts that returned programmes.",
        ),
        Column(
            "no_return", "Not known", COUNT, "How many gaps belong to trusts that returned no programmes."
        ),
        _NOT_ADDRESSED,
        Column("trusts", "Trusts", COUNT, "How many trusts the system has."),
        Column(
            "trusts_returned", "Trusts with programmes", COUNT, "How many trusts returned their programmes."
        ),
        Column(
            "trusts_not_addressed",
            "Trusts with a gap not addressed",
            COUNT,
            "How many trusts have at least one gap that is not addressed.",
        ),
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
            Column(
                key,
                section.title,
                meaning="The round of the trust's newest return of this section.",
                absent="no return",
            )
            for key, section in condition_sections().items()
        ),
    ),
)
RESTRICTED: Final = Column(
    "restricted", "Restricted", FLAG, "Whether the reader may see only bands and not figures."
)
ANSWERS: Final = Table(
    "conditions_answers",
    "Answers to the questions on board readiness and on capabilities",
    "one row per trust and question of a section that it returned",
    (
        *_OF,
        _ITEM,
        Column("name", "Question", meaning="The question."),
        Column(
            "answer",
            "Answer",
            meaning="yes, partly or no; empty if the trust did not answer.",
            optional=True,
            absent="not answered",
        ),
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
        Column("funded", "Funded", WTE, "Funded posts."),
        Column("in_post", "In post", WTE, "Posts that a person holds."),
        Column("vacant", "Vacant", WTE, "Funded posts that no person holds."),
        Column(
            "vacancy_rate",
            "Vacant of funded",
            SHARE,
            "Vacant posts as a share of funded posts; empty if no posts are funded.",
            short="Vacant of funded",
        ),
        Column(
            "differs",
            "In post and vacant differ from funded",
            FLAG,
            "Whether posts held and vacant posts together differ from funded posts by more than "
            "rounding explains.",
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
        Column("systems", "Systems", COUNT, "How many systems the group has.", optional=True, seen_by="own"),
        Column(
            "unsupported",
            "Unsupported",
            COUNT,
            "How many of the systems no supplier supports.",
            optional=True,
            seen_by="own",
        ),
        Column(
            "share",
            "Share unsupported",
            SHARE,
            "Unsupported systems as a share of all systems.",
            short="Share",
            seen_by="own",
        ),
        RESTRICTED,
        Column("systems_band", "Systems, band", meaning=f"The number of systems {_BANDS}", optional=True),
        Column(
            "unsupported_band",
            "Unsupported, band",
            meaning=f"The number of unsupported systems {_BANDS}",
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
        Column("priority", "Priority", NUMBERED, "The programme's place in the trust's order; 1 is first."),
        Column("programme", "Programme", meaning="The programme's name."),
        replace(PILLAR, meaning="The pillar that the programme helps most, by its key."),
        Column("stage", "Stage", meaning="How far the programme has got."),
        Column(
            "funding",
            "Funding",
            POUNDS,
            "The programme's funding; empty if the trust gave none.",
            short="Funding £",
        ),
        Column(
            "addresses",
            "Counts as addressing a gap",
            FLAG,
            "Whether the programme's stage counts as addressing a gap.",
            short="Counts",
        ),
    ),
)
INDICATORS: Final = Table(
    "conditions_indicators",
    "The figures behind each condition for success and each challenge",
    "one row per theme and figure",
    (
        Column("source", "From", meaning="A section of the return, or another kind of return."),
        replace(_ITEM, optional=True, meaning="One item of the section; empty for the whole section."),
        Column("name", "What it is", meaning="The figure's name."),
        Column("trusts", "Trusts", COUNT, "How many trusts gave the figure."),
        Column("members", "Trusts asked", COUNT, "How many trusts could have given it."),
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
        Column("answered", "Answered", COUNT, "How many trusts answered the question."),
        Column(
            "not_answered",
            "Not answered",
            COUNT,
            "How many trusts returned the section but did not answer the question.",
        ),
    ),
)


def for_people(table: Table, *left_out: str) -> Table:
    """A table of trusts for pages and files: the trust's name first, without items' keys."""
    others = [key for key in table.keys if key not in ("trust", "ods_code", "item", *left_out)]
    return table.only("trust", "ods_code", *others)
