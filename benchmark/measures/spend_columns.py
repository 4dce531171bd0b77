"""The columns of IT spend, and its tables."""

from typing import Final

from benchmark.columns import (
    COUNT,
    FINANCIAL_YEAR,
    ODS_CODE,
    POUNDS,
    SHARE,
    SHARE_POINTS,
    SUBMISSION,
    TRUST,
    WTE,
    Column,
    Table,
)

CATEGORIES: Final = ("staff", "software", "services", "hardware", "communications", "other")

OPERATING: Final = Column(
    "operating_expenditure",
    "Operating expenditure",
    POUNDS,
    "As the trust returned it.",
)
CAPITAL: Final = Column("capital_expenditure", "Capital expenditure", POUNDS, "Missing where not returned.")
TOTAL: Final = Column(
    "total_expenditure",
    "Operating and capital expenditure",
    POUNDS,
    "Both together; missing without capital expenditure.",
)
IT_REVENUE: Final = Column("it_revenue", "IT revenue", POUNDS, "IT spend from revenue.")
IT_CAPITAL: Final = Column("it_capital", "IT capital", POUNDS, "IT spend from capital.")
IT_TOTAL: Final = Column("it_total", "IT spend", POUNDS, "Revenue and capital together.")
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
    "Capital as a part of IT spend.",
    short="Capital",
)
PER_WTE: Final = Column(
    "per_wte",
    "IT spend per WTE",
    POUNDS,
    "For each whole-time equivalent of staff.",
    short="£ per WTE",
)
YEAR_BEFORE: Final = Column("year_before", "Since", meaning="The trust's return before this one.")
BEFORE: Final = Column("it_total_before", "IT spend before", POUNDS, "In the return before this one.")
CHANGE: Final = Column("change", "Change", POUNDS, "In cash of the day, prices not taken out.", signed=True)
CHANGE_RATIO: Final = Column(
    "change_ratio", "Change", SHARE, "The change as a share of the IT spend before.", signed=True
)
ACCOUNTS_YEAR: Final = Column(
    "accounts_year",
    "Accounts of",
    meaning="The year itself where there are accounts, else the latest before it, else the first after it.",
)
TRUSTS_OF_TOTAL: Final = Column(
    "trusts_of_total", "Trusts in that share", COUNT, "Those that returned their capital expenditure."
)
SHARE_OF_SPEND: Final = Column("share", "Part of the IT spend", SHARE, "The category's part of the IT spend.")


def _to(name: str, percent: str, denominator: str, of: str) -> Column:
    return Column(
        f"to_{name}_of_{denominator}",
        f"To {percent} of {of}",
        POUNDS,
        f"Pounds missing to {percent} of {of}, the share {name} in 2020; 0 at or above it.",
        short=f"To {percent}",
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
        IT_REVENUE,
        IT_CAPITAL,
        IT_TOTAL,
        SHARE_OF_TOTAL,
        SHARE_OF_OPERATING,
        _to("reported", "2%", "total", "operating and capital expenditure"),
        _to("recommended", "5%", "total", "operating and capital expenditure"),
        _to("reported", "2%", "operating", "operating expenditure alone"),
        _to("recommended", "5%", "operating", "operating expenditure alone"),
        CAPITAL_SHARE,
        Column("average_wte", "Staff", WTE, "Average staff in the accounts."),
        Column("wte_year", "Staff of", meaning="The financial year that the staff are of."),
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
        *(
            Column(f"spend_on_{category}", f"Spent on {category}", POUNDS, "A part of the IT spend.")
            for category in CATEGORIES
        ),
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
        Column(
            "accounts_operating_expenditure",
            "Operating expenditure",
            POUNDS,
            "In the accounts; a reference, never a spend.",
            short="Accounts",
        ),
        ACCOUNTS_YEAR,
        Column(
            "reported_of_accounts",
            "2% of it",
            POUNDS,
            "The share reported in 2020, of the accounts.",
        ),
        Column(
            "recommended_of_accounts",
            "5% of it",
            POUNDS,
            "The share recommended in 2020, of the accounts.",
        ),
        Column("last_return", "Last return of IT spend for", meaning="The last year with a return."),
    ),
)
YEARS: Final = Table(
    "spend_by_year",
    "IT spend year by year",
    "one row per financial year with a return",
    (
        FINANCIAL_YEAR,
        Column("returned", "Trusts that returned", COUNT, "Years differ in who returned."),
        IT_REVENUE,
        IT_CAPITAL,
        IT_TOTAL,
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
            meaning="not_broken_down is what the categories leave of the total.",
        ),
        Column("spend", "Amount", POUNDS, "Pounds a year."),
        SHARE_OF_SPEND,
    ),
)
QUESTIONS: Final = Table(
    "spend_questions",
    "Questions to whoever returned IT spend",
    "one row per question",
    (
        ODS_CODE,
        TRUST,
        Column("question", "Question", meaning="Its key."),
        Column("explanation", "Why", meaning="A sentence."),
    ),
)
TOTALS: Final = Table(
    "spend_totals",
    "IT spend of all trusts that returned",
    "one row",
    (
        Column("returned", "Trusts that returned", COUNT, "For the financial year shown."),
        Column("trusts", "Trusts", COUNT, "How many could have returned."),
        IT_REVENUE,
        IT_CAPITAL,
        IT_TOTAL,
        CAPITAL_SHARE,
        Column("trusts_with_wte", "Trusts with known staff", COUNT, "Those that IT spend per WTE is of."),
        PER_WTE,
    ),
)
AGAINST: Final = Table(
    "spend_against_expenditure",
    "IT spend against one denominator",
    "one row per denominator",
    (
        Column("trusts", "Trusts", COUNT, "Those that gave it."),
        Column("expenditure", "Expenditure", POUNDS, "The denominator, added up."),
        IT_TOTAL,
        Column("share", "Share", SHARE, "IT spend as a share of it."),
        Column("to_reported", "To 2%", POUNDS, "Each trust's way to it, added up."),
        Column("to_recommended", "To 5%", POUNDS, "Each trust's way to it, added up."),
        Column("below_reported", "Trusts below 2%", COUNT, "Below the share reported in 2020."),
        Column("below_recommended", "Trusts below 5%", COUNT, "Below the share recommended in 2020."),
    ),
)
CHANGE_OF_ALL: Final = Table(
    "spend_change",
    "Change of the trusts that returned in both years",
    "one row",
    (
        YEAR_BEFORE,
        Column("trusts", "Trusts", COUNT, "Those that returned in both years."),
        BEFORE,
        IT_TOTAL,
        CHANGE,
        Column("ratio", "Change", SHARE, "The change as a share of the IT spend before.", signed=True),
    ),
)
