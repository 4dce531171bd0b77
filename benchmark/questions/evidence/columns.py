"""The columns and tables of other publications about a trust."""

from dataclasses import replace
from typing import Final

from benchmark.core.columns import (
    ASSESSMENT_YEAR,
    COUNT,
    FINANCIAL_YEAR,
    ICS,
    MILLIONS,
    NUMBERED,
    ODS_CODE,
    PILLAR,
    POUNDS,
    SCORED,
    SHARE,
    TEXTS,
    TRUST,
    Column,
    Table,
)
from benchmark.core.definitions import categories

SUBMISSION: Final = Column(
    "submission_id", "Submission", NUMBERED, "The number of the submission that holds the figures."
)

_STATUSES: Final = categories("dspt_status", "status")
STATUS_WORDS: Final = {status.value: status.words for status in _STATUSES}
"""Each status of the toolkit in the words of a sentence."""
IN_SHORT: Final = {status.value: status.short for status in _STATUSES}
"""Each status in a word or two, for places that name the toolkit beside it."""
MEETS: Final = frozenset(status.value for status in _STATUSES if status.meets)
"""The statuses that meet the standards."""
BEHIND: Final = {status.value: status.behind for status in _STATUSES if status.behind}
"""For each status that does not meet the standards: what the trust does instead, as a clause."""
EDITION: Final = Column("edition", "Edition", meaning="The year of the toolkit's edition.")
STATUS: Final = Column(
    "status",
    "Data security status",
    meaning="The trust's status, as published for the edition.",
    words=STATUS_WORDS,
)
COST: Final = Column(
    "cost",
    "Keeping of records",
    POUNDS,
    "The cost of keeping records on site and off site, as far as the trust returned it.",
    short="Keeping",
)
COST_SHARE: Final = Column(
    "share",
    "Of operating expenditure",
    replace(SHARE, kept=6),
    "The cost as a share of operating expenditure in the latest accounts up to that year; "
    "empty if there are no such accounts.",
    decimals=2,
    short="Share",
)
ACCOUNTS: Final = Column(
    "accounts_year", "Accounts", meaning="The financial year of that operating expenditure.", optional=True
)
RECORD_TYPE: Final = Column(
    "record_type", "Medical records", meaning="Paper, mixed or electronic, as the trust returned."
)
DSPT: Final = Table(
    "dspt_of_trusts",
    "Data security status, by edition of the toolkit",
    "one row per trust and edition",
    (
        ODS_CODE,
        TRUST,
        EDITION,
        STATUS,
        Column(
            "published_on",
            "Published",
            meaning="The day on which the trust's status was published.",
            optional=True,
        ),
        Column("snapshot_on", "List taken", meaning="The day on which the list of statuses was taken."),
    ),
)
RECORDS: Final = Table(
    "records_of_trusts",
    "Keeping of medical records, by year",
    "one row per trust and financial year",
    (
        ODS_CODE,
        TRUST,
        FINANCIAL_YEAR,
        Column("on_site", "On site", POUNDS, "Cost of keeping records on site."),
        Column("off_site", "Off site", POUNDS, "Cost of keeping records off site."),
        COST,
        COST_SHARE,
        ACCOUNTS,
        RECORD_TYPE,
        Column(
            "basis",
            "Basis",
            meaning="Whether the row is as published, or the sum of earlier trusts that are now one.",
        ),
    ),
)
ADDITIONS: Final = Column(
    "additions", "Added to both", POUNDS, "Additions of IT equipment and of software together."
)
SHARE_OF_ADDITIONS: Final = Column(
    "share_of_additions",
    "Of all additions",
    SHARE,
    "Those additions as a share of everything that was added to assets.",
)
SHARE_OF_OPERATING: Final = Column(
    "share_of_operating",
    "Of operating expenditure",
    replace(SHARE, kept=6),
    "Those additions as a share of operating expenditure.",
    decimals=2,
)
IT_AGE: Final = Column(
    "it_age",
    "IT equipment written off",
    SHARE,
    "Accumulated depreciation as a share of the gross cost; empty if there is no cost.",
    decimals=0,
    short="IT age",
)
SOFTWARE_AGE: Final = Column(
    "software_age",
    "Software written off",
    SHARE,
    "Accumulated amortisation as a share of the gross cost; empty if there is no cost.",
    decimals=0,
    short="Software age",
)
ASSETS: Final = Table(
    "assets_of_trusts",
    "IT equipment and software in the accounts, by year",
    "one row per trust and financial year",
    (
        ODS_CODE,
        TRUST,
        FINANCIAL_YEAR,
        Column(
            "it_additions",
            "Added to IT equipment",
            POUNDS,
            "IT equipment bought, donated or granted in the year; leases are not included.",
        ),
        Column(
            "software_additions",
            "Added to software",
            POUNDS,
            "Licences, own software and websites added in the year.",
        ),
        ADDITIONS,
        Column(
            "all_additions",
            "Added to all assets",
            POUNDS,
            "All tangible and intangible assets added in the year; leases are not included.",
        ),
        SHARE_OF_ADDITIONS,
        Column(
            "operating_expenditure",
            "Operating expenditure",
            POUNDS,
            "Operating expenditure in the same accounts.",
        ),
        SHARE_OF_OPERATING,
        Column("it_gross", "Cost of IT equipment", POUNDS, "Gross cost at the end of the year."),
        Column(
            "it_accumulated",
            "Of it written off",
            POUNDS,
            "Accumulated depreciation of IT equipment at the end of the year.",
        ),
        IT_AGE,
        Column("software_gross", "Cost of software", POUNDS, "Gross cost at the end of the year."),
        Column(
            "software_accumulated",
            "Of software written off",
            POUNDS,
            "Accumulated amortisation of software at the end of the year.",
        ),
        SOFTWARE_AGE,
        Column(
            "age",
            "Both written off",
            SHARE,
            "The part of IT equipment and software together that is written off, as a share of "
            "their gross cost.",
            decimals=0,
        ),
        SUBMISSION,
    ),
)
ASSETS_IN_SHORT: Final = replace(
    ASSETS,
    columns=tuple(
        replace(column, unit=MILLIONS) if column.unit is POUNDS else column
        for column in ASSETS.only(
            *("trust", "it_additions", "software_additions"),
            *("share_of_additions", "share_of_operating", "it_age", "software_age"),
        ).columns
    ),
).headed(
    it_additions="To IT equipment",
    software_additions="To software",
    share_of_additions="Of additions",
    share_of_operating="Of operating",
    it_age="IT written off",
    software_age="Software written off",
)
"""The same table for a page, in millions, with short headings because the text above names the subject."""
ASSETS_BY_YEAR: Final = Table(
    "assets_by_year",
    "IT equipment and software in the accounts, all trusts together",
    "one row per financial year",
    (
        FINANCIAL_YEAR,
        Column(
            "trusts",
            "Trusts",
            COUNT,
            "How many trusts have accounts for the year; they are not the same trusts every year.",
        ),
        ADDITIONS,
        SHARE_OF_ADDITIONS,
        SHARE_OF_OPERATING,
        IT_AGE,
        SOFTWARE_AGE,
    ),
)
QUESTIONS: Final = Table(
    "evidence_questions",
    "Where a score and another publication differ",
    "one row per question",
    (
        ODS_CODE,
        TRUST,
        PILLAR,
        replace(SCORED, meaning="The mean of the trust's care settings."),
        Column("question", "Question", meaning="What to ask the trust, in words."),
    ),
)
LATEST: Final = Table(
    "evidence",
    "What else is published about each trust",
    "one row per trust",
    (
        ODS_CODE,
        TRUST,
        Column(
            "eric_type",
            "Type in ERIC",
            meaning="The trust's type in the estates return (ERIC).",
            optional=True,
        ),
        replace(
            SCORED,
            key="safe_practice",
            heading="Safe Practice",
            meaning="The mean score of the trust's care settings.",
        ),
        replace(EDITION, optional=True),
        replace(STATUS, optional=True, short="Data security"),
        replace(
            SCORED,
            key="smart_foundations",
            heading="Smart Foundations",
            meaning="The mean score of the trust's care settings.",
        ),
        replace(FINANCIAL_YEAR, short="Year", optional=True),
        COST,
        COST_SHARE,
        ACCOUNTS,
        replace(RECORD_TYPE, optional=True),
        replace(FINANCIAL_YEAR, key="assets_year", heading="Accounts of assets", optional=True),
        IT_AGE,
        SOFTWARE_AGE,
        Column(
            "questions",
            "Questions",
            TEXTS,
            "What to ask the trust where its score and another publication differ.",
        ),
    ),
)
ASKED: Final = Table(
    "evidence_asked",
    "What evidence was asked for",
    "one row",
    (
        replace(ICS, meaning="The system's code; empty if one trust was asked for."),
        Column("trust", "Trust", meaning="The trust's code; empty if a system was asked for."),
        replace(ASSESSMENT_YEAR, key="year"),
    ),
)
