"""The columns and tables of IT spend."""

from dataclasses import replace
from typing import Final, Literal

from benchmark.core.columns import (
    ASSESSMENT_YEAR,
    COUNT,
    EXPLANATION,
    FIGURE,
    FINANCIAL_YEAR,
    MILLIONS,
    ODS_CODE,
    POUNDS,
    SCORE,
    SHARE,
    SHARE_POINTS,
    TRUST,
    WTE,
    Column,
    Table,
)
from benchmark.core.wording import short_name
from benchmark.questions.evidence.columns import SUBMISSION

Denominator = Literal["total", "operating"]
DENOMINATORS: Final[dict[Denominator, str]] = {
    "total": "operating and capital expenditure",
    "operating": "operating expenditure alone",
}
"""The denominator of a share in words, for text after 'of'."""
NOT_BROKEN_DOWN: Final = "not_broken_down"
CATEGORIES: Final = {
    "staff": "staff",
    "software": "software and licences",
    "services": "bought services",
    "hardware": "hardware",
    "communications": "networks and telephony",
    "other": "other",
}
"""The categories of IT spend, in words."""
CATEGORY_NAMES: Final = CATEGORIES | {NOT_BROKEN_DOWN: "not broken down"}
RETURNED, NO_RETURN = "returned", "no return"

OPERATING: Final = Column(
    "operating_expenditure",
    "Operating expenditure",
    POUNDS,
    "Operating expenditure, as the trust returned it.",
)
CAPITAL: Final = Column(
    "capital_expenditure",
    "Capital expenditure",
    POUNDS,
    "As returned; empty if it was not.",
)
TOTAL: Final = Column(
    "total_expenditure",
    "Operating and capital expenditure",
    POUNDS,
    "Operating and capital expenditure together; empty if the trust did not return capital expenditure.",
)
IT_REVENUE: Final = Column("it_revenue", "IT revenue", POUNDS, "IT spend from revenue.")
IT_CAPITAL: Final = Column("it_capital", "IT capital", POUNDS, "IT spend from capital.")
IT_TOTAL: Final = Column("it_total", "IT spend", POUNDS, "IT spend from revenue and from capital together.")
SPENT: Final = (IT_REVENUE, IT_CAPITAL, IT_TOTAL)
SHARE_OF_TOTAL: Final = Column(
    "share_of_total",
    "Share of operating and capital expenditure",
    SHARE,
    "IT spend as a share of operating and capital expenditure together.",
    short="Of total",
)
SHARE_OF_OPERATING: Final = Column(
    "share_of_operating",
    "Share of operating expenditure alone",
    SHARE,
    "IT spend as a share of operating expenditure.",
    short="Of operating",
)
CAPITAL_SHARE: Final = Column(
    "capital_share",
    "Capital's share of IT spend",
    SHARE,
    "IT capital as a share of IT spend.",
    short="Capital",
)
PER_WTE: Final = Column(
    "per_wte",
    "IT spend per WTE",
    POUNDS,
    "IT spend divided by staff in whole-time equivalents; empty if staff are not known.",
    short="£ per WTE",
)
YEAR_BEFORE: Final = Column("year_before", "Since", meaning="The year of the trust's return before this one.")
BEFORE: Final = Column("it_total_before", "IT spend before", POUNDS, "IT spend in the return before.")
CHANGE: Final = Column("change", "Change", POUNDS, "In pounds; price rises are not taken out.", signed=True)
CHANGE_RATIO: Final = Column(
    "change_ratio", "Change", SHARE, "The change as a share of the IT spend before.", signed=True
)
ACCOUNTS_YEAR: Final = Column(
    "accounts_year",
    "Accounts of",
    meaning="The year of the accounts: the year itself, or else the latest year before it, or else "
    "the first year after it.",
)
TRUSTS_RETURNED: Final = Column(
    "returned",
    "Trusts that returned",
    COUNT,
    "How many trusts returned in the year; not the same every year.",
)
TRUSTS_OF_TOTAL: Final = Column(
    "trusts_of_total",
    "Trusts in that share",
    COUNT,
    "How many trusts returned their capital expenditure.",
)
ACCOUNTS: Final = Column(
    "accounts_operating_expenditure",
    "Operating expenditure in the accounts",
    POUNDS,
    "Operating expenditure in the published accounts: for reference only, since it is not IT spend.",
)


def _to(name: str, percent: str, denominator: Denominator) -> Column:
    of = f"{percent} of {DENOMINATORS[denominator]}"
    meaning = f"The pounds still needed to reach {of}, the share {name} in 2020; 0 if it is reached."
    return Column(f"to_{name}_of_{denominator}", f"To {of}", POUNDS, meaning)


WAYS: Final = tuple(
    _to(name, percent, denominator)
    for denominator in DENOMINATORS
    for name, percent in (("reported", "2%"), ("recommended", "5%"))
)
"""The pounds to both references, for each denominator."""
PARTS: Final = tuple(
    Column(f"spend_on_{category}", f"Spent on {words}", POUNDS, "A part of the IT spend.")
    for category, words in CATEGORIES.items()
)


RETURNS: Final = Table(
    "spend_returns",
    "Returns of IT spend",
    "one row per trust and financial year with a return",
    (
        ODS_CODE,
        TRUST,
        FINANCIAL_YEAR,
        OPERATING,
        CAPITAL,
        TOTAL,
        *SPENT,
        SHARE_OF_TOTAL,
        SHARE_OF_OPERATING,
        *WAYS,
        CAPITAL_SHARE,
        Column("average_wte", "Staff", WTE, "Average staff in the accounts."),
        Column("wte_year", "Staff of", meaning="The financial year of the accounts that the staff are from."),
        PER_WTE,
        YEAR_BEFORE,
        BEFORE,
        CHANGE,
        CHANGE_RATIO,
        Column(
            "change_share_of_total",
            "Change of the share of total",
            SHARE_POINTS,
            "Change of the share of operating and capital expenditure.",
            signed=True,
        ),
        Column(
            "change_share_of_operating",
            "Change of the share of operating",
            SHARE_POINTS,
            "Change of the share of operating expenditure.",
            signed=True,
        ),
        *PARTS,
        SUBMISSION,
    ),
)
WITHOUT_RETURN: Final = Table(
    "spend_without_return",
    "Trusts without a return of IT spend",
    "one row per trust that could have returned and did not",
    (
        ODS_CODE,
        TRUST,
        ACCOUNTS,
        ACCOUNTS_YEAR,
        Column(
            "reported_of_accounts",
            "2% of it",
            POUNDS,
            "2%, the share reported in 2020, of operating expenditure in the accounts.",
        ),
        Column(
            "recommended_of_accounts",
            "5% of it",
            POUNDS,
            "5%, the share recommended in 2020, of operating expenditure in the accounts.",
        ),
        Column("last_return", "Last return of IT spend for", meaning="The last year with a return."),
    ),
)
STATE: Final = Column("state", "State", meaning="Whether the trust returned its IT spend for the year.")
TRUSTS: Final = Table(
    "spend_trusts",
    "IT spend trust by trust",
    "one row per trust, with a return for the financial year or without",
    (
        STATE,
        *RETURNS.columns,
        *(column for column in WITHOUT_RETURN.columns if column not in RETURNS.columns),
    ),
)
IN_SHORT: Final = Table(
    "spend_in_short",
    "IT spend trust by trust, in short",
    "one row per trust, with a return for the financial year or without",
    (
        ODS_CODE,
        TRUST,
        STATE,
        replace(IT_TOTAL, unit=MILLIONS, short="IT spend £m"),
        SHARE_OF_TOTAL,
        SHARE_OF_OPERATING,
        *(
            Column(
                f"to_{name}",
                f"To {percent}",
                MILLIONS,
                "The pounds still needed to reach this share of total expenditure, or of "
                "operating expenditure if no capital expenditure was returned.",
                short=f"To {percent} £m",
            )
            for name, percent in (("reported", "2%"), ("recommended", "5%"))
        ),
        CAPITAL_SHARE,
        PER_WTE,
        replace(ACCOUNTS, unit=MILLIONS, short="Accounts £m"),
        replace(ACCOUNTS_YEAR, short="of"),
    ),
)
SHARES: Final = RETURNS.only(
    "trust",
    "ods_code",
    "financial_year",
    "it_total",
    "total_expenditure",
    "operating_expenditure",
    "share_of_total",
    "share_of_operating",
    "per_wte",
    "wte_year",
).absent(financial_year=NO_RETURN)
EVERY_RETURN: Final = RETURNS.only(
    "trust",
    "ods_code",
    "financial_year",
    "operating_expenditure",
    "capital_expenditure",
    "it_revenue",
    "it_capital",
    "it_total",
    "share_of_total",
    "share_of_operating",
    "capital_share",
    "per_wte",
    "wte_year",
    "submission_id",
)
CHANGES_IN_FULL: Final = RETURNS.only(
    "trust",
    "ods_code",
    "financial_year",
    "year_before",
    "it_total_before",
    "it_total",
    "change",
    "change_ratio",
    "change_share_of_total",
    "change_share_of_operating",
)
"""For a file, which is read without the page around it."""
CHANGES: Final = (
    CHANGES_IN_FULL.without("ods_code", "financial_year")
    .headed(
        it_total_before="Then",
        it_total="Now",
        change_share_of_total="Of total",
        change_share_of_operating="Of operating",
    )
    .worded(trust=short_name)
)
YEARS: Final = Table(
    "spend_by_year",
    "IT spend year by year",
    "one row per financial year with a return",
    (
        FINANCIAL_YEAR,
        TRUSTS_RETURNED,
        *SPENT,
        CAPITAL_SHARE,
        SHARE_OF_TOTAL,
        TRUSTS_OF_TOTAL,
        SHARE_OF_OPERATING,
    ),
)
SPENT_ON: Final = Table(
    "spend_categories",
    "What IT spend goes to",
    "one row per trust and category that it returned",
    (
        ODS_CODE,
        TRUST,
        Column(
            "category",
            "Spent on",
            meaning="The category, by its key. not_broken_down is the rest of IT spend, which is in no "
            "category.",
            words=CATEGORY_NAMES,
        ),
        Column("spend", "Amount", POUNDS, "IT spend in this category in the year."),
        Column("share", "Part of the IT spend", SHARE, "The category's part of the IT spend."),
    ),
)
SPLIT: Final = Table(
    "spend_split",
    "What each trust's IT spend goes to",
    "one row per trust with a return for the financial year",
    (
        TRUST,
        ODS_CODE,
        *PARTS,
        Column(NOT_BROKEN_DOWN, "Not broken down", POUNDS, "IT spend in no category."),
    ),
)
MIX: Final = Table(
    "spend_mix",
    "Capital and revenue",
    "one row per financial year with a return, then one per trust in the financial year shown",
    (
        Column("whose", "Of", meaning="All trusts that returned, together, or one of them by name."),
        FINANCIAL_YEAR,
        TRUSTS_RETURNED,
        *SPENT,
        CAPITAL_SHARE,
    ),
)
QUESTIONS: Final = Table(
    "spend_questions",
    "Questions to trusts that returned IT spend",
    "one row per question",
    (
        ODS_CODE,
        TRUST,
        Column("question", "Question", meaning="The question's key."),
        EXPLANATION,
    ),
)
TOTALS: Final = Table(
    "spend_totals",
    "IT spend of all trusts that returned",
    "one row",
    (
        TRUSTS_RETURNED,
        Column("trusts", "Trusts", COUNT, "How many trusts could have returned."),
        *SPENT,
        CAPITAL_SHARE,
        Column(
            "trusts_with_wte",
            "Trusts with known staff",
            COUNT,
            "How many trusts IT spend per WTE covers.",
        ),
        PER_WTE,
    ),
)
AGAINST: Final = Table(
    "spend_against_expenditure",
    "IT spend against one denominator",
    "one row per denominator",
    (
        Column("trusts", "Trusts", COUNT, "How many trusts returned the denominator."),
        Column("expenditure", "Expenditure", POUNDS, "The sum of the denominator over these trusts."),
        IT_TOTAL,
        Column("share", "Share", SHARE, "IT spend as a share of that expenditure."),
        Column("to_reported", "To 2%", POUNDS, "What the trusts need to reach 2%, added up."),
        Column("to_recommended", "To 5%", POUNDS, "What the trusts need to reach 5%, added up."),
        Column("below_reported", "Trusts below 2%", COUNT, "How many are below 2%, reported in 2020."),
        Column("below_recommended", "Trusts below 5%", COUNT, "How many are below 5%, advised in 2020."),
    ),
)
CHANGE_OF_ALL: Final = Table(
    "spend_change",
    "Change of the trusts that returned in both years",
    "one row",
    (
        YEAR_BEFORE,
        Column("trusts", "Trusts", COUNT, "How many trusts returned in both years."),
        BEFORE,
        IT_TOTAL,
        CHANGE,
        Column("ratio", "Change", SHARE, "The change as a share of the IT spend before.", signed=True),
    ),
)
REFERENCES: Final = Table(
    "spend_references",
    "References for spend on IT",
    "one row per reference",
    (
        Column("key", "Key", meaning="The reference's key in the definitions."),
        Column("name", "Reference", meaning="The reference's name."),
        Column("value", "Value", SHARE, "A share; the unit says of what."),
        Column("unit", "Unit", meaning="What the value is a share of."),
        Column("as_of", "As of", meaning="The time that the figure is about."),
        Column("source", "Source", meaning="Who published the figure, where and when."),
    ),
)
BOTH: Final = Table(
    "spend_and_maturity",
    "IT spend beside maturity",
    "one row per trust that returned its IT spend and its scores",
    (
        TRUST,
        ODS_CODE,
        Column("share", "Share spent on IT", SHARE, "IT spend as a share of the expenditure named."),
        Column("overall", "Overall score", SCORE, "The mean of the trust's care settings."),
        Column("settings", "Care settings", COUNT, "How many care settings the mean is taken over."),
    ),
)
NOT_BOTH: Final = Table(
    "spend_or_maturity",
    "Trusts without a share of IT spend or without scores",
    "one row per trust that returned its IT spend and lacks a share or scores",
    (ODS_CODE, TRUST, Column("reason", "Why", meaning="Which of the two is missing.")),
)
COVERS: Final = {"revenue": "revenue", "capital": "capital", "total": "revenue and capital"}
DISCLOSED: Final = Table(
    "spend_disclosed",
    "Figures of IT spend that trusts disclosed",
    "one row per trust, financial year, what the figure covers and address",
    (
        ODS_CODE,
        TRUST,
        FINANCIAL_YEAR,
        Column("covers", "Covers", meaning="revenue, capital, or total for both.", words=COVERS),
        Column("amount", "Figure", POUNDS, "As disclosed; trusts count IT spend differently."),
        Column("disclosed_on", "Disclosed", meaning="The day of the disclosure."),
        Column("quote", "In its words", meaning="The trust's own words about the figure."),
        Column("address", "Where", meaning="The web address of the disclosure."),
        SUBMISSION,
    ),
)
ASSOCIATION: Final = Table(
    "spend_association",
    "Whether IT spend and maturity go together",
    "one row",
    (
        FINANCIAL_YEAR,
        ASSESSMENT_YEAR,
        Column("denominator", "Share of", meaning="Which expenditure the share is of.", words=DENOMINATORS),
        Column("n", "Trusts", COUNT, "How many trusts have both figures."),
        Column(
            "correlation",
            "Rank correlation",
            FIGURE,
            "Spearman's rank correlation; empty for fewer than eight trusts. It shows an "
            "association, never a cause.",
            signed=True,
        ),
        Column("lower", "From", FIGURE, "The lower end of the correlation's 95% interval.", signed=True),
        Column("upper", "To", FIGURE, "The upper end of the correlation's 95% interval.", signed=True),
    ),
)
