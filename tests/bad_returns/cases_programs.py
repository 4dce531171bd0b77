"""What databases, statistics programs and hurried people write around and in a table."""

from making import CONDITIONS, SPEND, case, lines, long

ALIASES = ["heading_alias:1"] * 4
YEAR = "2025/26"
SPENT = f"{YEAR},DEMO6,377812000,9900000,3640000,1010000"
COUNTED = "assessment_year,ods_code,section,item,systems,unsupported"
GROUPS = "group_code,group_name,group_kind,member_code,valid_from,valid_to,source"


def make() -> None:
    """Every case of this file."""
    _amounts()
    _around()
    _days_and_figures()
    _items()


def _amounts() -> None:
    """Amounts under headings with a unit or a word that no column has: never left out for another kind."""
    headed = (
        "Financial year,ODS code,Operating expenditure{0},Capital expenditure{0},IT revenue{0},IT capital{0}"
    )
    thousands, millions = f"{YEAR},DEMO6,377812,9900,3640,1010", f"{YEAR},DEMO6,377.812,9.9,3.64,1.01"
    for name, unit, row in (
        ("with_an_apostrophe", " (£'k)", thousands),
        ("before_the_pound", " k£", thousands),
        ("times_a_thousand", " x £1000", thousands),
        ("in_a_column_of_a_database", "_gbp_000", thousands),
        ("in_mil", " £ mil", millions),
        ("in_millions_of_gbp", " (mGBP)", millions),
    ):
        applied = [*ALIASES, *["unit_applied:2"] * 4]
        case(f"unit_{name}.csv", lines(headed.format(unit), row), *applied, read=1, valid=1)
    pence = f"{YEAR},DEMO6,37781200000,990000000,364000000,101000000"
    asked = ["spend_jump:2", "spend_unlike_accounts:2"]
    case(
        "unit_of_pence.csv",
        lines(headed.format(" (pence)"), pence),
        *(*ALIASES, *["unit_refused:1"] * 4, *asked),
        read=1,
        valid=1,
    )
    case(
        "heading_of_ict.csv",
        lines(SPEND.replace("it_revenue", "ICT revenue").replace("it_capital", "ICT capital"), SPENT),
        *ALIASES[:2],
        read=1,
        valid=1,
    )
    for name, beside, missing in (
        ("an_index", " (index)", 3),
        ("another_year", " 2024/25", 3),
    ):
        case(
            f"amounts_of_{name}.csv",
            lines(headed.format(beside), SPENT),
            *(*["column_missing:1"] * missing, *["heading_unknown:1"] * 4),
            read=1,
            valid=0,
        )
    case(
        "amounts_without_vat.csv",
        lines(
            SPEND.replace("it_revenue", "IT revenue (excl. VAT)").replace("it_capital", "IT capital YTD"),
            SPENT,
        ),
        *(*["column_missing:1"] * 2, *["heading_unknown:1"] * 2),
        read=1,
        valid=0,
    )


def _around() -> None:
    """Rules under the headings, and a form whose headings stand below each other."""
    rule = ",".join("-" * len(name) for name in SPEND.split(","))
    case("rule_of_a_database.csv", lines(SPEND, rule, SPENT), "rule_left_out:2", read=1, valid=1)
    dashes = ",".join("-" for _ in SPEND.split(","))
    case(
        "row_of_dashes.csv",
        lines(SPEND, dashes, SPENT),
        *["words_for_nothing:2"] * 4,
        *("bad_financial_year:2", "name_unknown:2"),
        read=2,
        valid=1,
    )
    form = (f"{name},{value}" for name, value in zip(SPEND.split(","), SPENT.split(","), strict=True))
    case("form_of_one_trust.csv", lines(*form), "kind_unknown:1", read=0, valid=0)


def _days_and_figures() -> None:
    """Days that no calendar has, and figures as Oracle and SAS write them."""
    member = "DEMO-E,East (fictional),own,DEMO6,{},,x"
    for name, day in (("in_february", "31/02/2025"), ("of_noughts", "0000-00-00"), ("of_1900", "1900-02-29")):
        found = ["bad_date:2", "group_of_one:3"]
        rows = member.format(day), member.format("2025-04-01")
        case(f"day_{name}.csv", lines(GROUPS, *rows), *found, read=2, valid=1)
    posts = "assessment_year,ods_code,section,item,funded,in_post,vacant"
    case(
        "figures_without_nought.csv",
        lines(posts, "2025,DEMO5,digital_posts,leadership,3,2.5,.5"),
        "whole_respelt:2",
        read=1,
        valid=1,
    )


def _items() -> None:
    """Sections, items and domains as people write their names."""
    row = "2025,DEMO5,{},{},160,10"
    case(
        "item_with_an_ampersand.csv",
        lines(COUNTED, row.format("Legacy estate", "Desktops & laptops")),
        *("counts_jump:2", "item_respelt:2", "word_respelt:2"),
        read=1,
        valid=1,
    )
    case(
        "section_by_its_title.csv",
        lines(
            CONDITIONS,
            "2025,DEMO5,Capabilities in use,patient_portal,,,,,,yes,,,,",
            "2025,DEMO5,Digital programmes,New record,,,,,,,improve_care,1,idea,",
        ),
        *["word_respelt:2", "word_respelt:3"],
        read=2,
        valid=2,
    )
    case(
        "item_near.csv", lines(COUNTED, row.format("legacy_estate", "Server")), "item_near:2", read=1, valid=1
    )
    case(
        "item_total.csv",
        lines(COUNTED, row.format("legacy_estate", "Total")),
        "item_total:2",
        read=1,
        valid=1,
    )
    case(
        "domain_with_an_ampersand.csv",
        long(
            *(
                f"2025,DEMO5,Community,well_led,{domain},3"
                for domain in (
                    "board_ownership",
                    "digital_strategy",
                    "Funding & benefits",
                    "work_with_partners",
                )
            )
        ),
        "key_respelt:4",
        read=4,
        valid=4,
    )
