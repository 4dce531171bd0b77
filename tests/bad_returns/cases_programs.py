"""What databases, statistics programs and hurried people write around and in a table."""

from collections.abc import Callable
from typing import Any

from making import CONDITIONS, GROUPS, SPEND, SPENT, case, drawn, lines, long

ALIASES = ["heading_alias:1"] * 4
YEAR = "2025/26"
COUNTED = "assessment_year,ods_code,section,item,systems,unsupported"


def make() -> None:
    """Every case of this file."""
    _amounts()
    _around()
    _days_and_figures()
    _items()
    _same_again()
    _white()
    _no_tables()
    _corrected_below()
    _other_words()


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
        case(f"unit_{name}.csv", lines(headed.format(unit), row), *applied)
    pence = f"{YEAR},DEMO6,37781200000,990000000,364000000,101000000"
    asked = ["spend_jump:2", "spend_unlike_accounts:2"]
    case(
        "unit_of_pence.csv",
        lines(headed.format(" (pence)"), pence),
        *(*ALIASES, *["unit_refused:1"] * 4, *asked),
    )
    case(
        "heading_of_ict.csv",
        lines(SPEND.replace("it_revenue", "ICT revenue").replace("it_capital", "ICT capital"), SPENT),
        *ALIASES[:2],
    )
    for name, beside, missing in (
        ("an_index", " (index)", 3),
        ("another_year", " 2024/25", 3),
    ):
        case(
            f"amounts_of_{name}.csv",
            lines(headed.format(beside), SPENT),
            *(*["column_missing:1"] * missing, *["heading_unknown:1"] * 4),
            valid=0,
        )
    case(
        "amounts_without_vat.csv",
        lines(
            SPEND.replace("it_revenue", "IT revenue (excl. VAT)").replace("it_capital", "IT capital YTD"),
            SPENT,
        ),
        *(*["column_missing:1"] * 2, *["heading_unknown:1"] * 2),
        valid=0,
    )


def _around() -> None:
    """Rules under the headings, and a form whose headings stand below each other."""
    rule = ",".join("-" * len(name) for name in SPEND.split(","))
    case("rule_of_a_database.csv", lines(SPEND, rule, SPENT), "rule_left_out:2")
    marked = [f"| {' | '.join(row.split(','))} |" for row in (SPEND, ",".join(["---"] * 6), SPENT)]
    spaces = [*["spaces_removed:3"] * 6, "delimiter"]
    case("table_in_markdown.md", lines(*marked), "rule_left_out:2", *spaces)
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
    for name, row in (("in_brackets", ",,(£),(£),(£),(£)"), ("of_all_columns", "text,text,£,£,£,£")):
        case(f"row_of_pounds_{name}.csv", lines(SPEND, row, SPENT), "units_left_out:2")
    case("form_of_one_trust.csv", lines(*form), "kind_unknown:1", read=0)


def _days_and_figures() -> None:
    """Days that no calendar has, and figures as Oracle and SAS write them."""
    member = "DEMO-E,East (fictional),own,DEMO6,{},,A paper"
    for name, day in (("in_february", "31/02/2025"), ("of_noughts", "0000-00-00"), ("of_1900", "1900-02-29")):
        found = ["bad_date:2", "group_of_one:3"]
        rows = member.format(day), member.format("2025-04-01")
        case(f"day_{name}.csv", lines(GROUPS, *rows), *found, read=2, valid=1)
    posts = "assessment_year,ods_code,section,item,funded,in_post,vacant"
    case(
        "figures_without_nought.csv",
        lines(posts, "2025,DEMO5,digital_posts,leadership,3,2.5,.5"),
        "whole_respelt:2",
    )


def _items() -> None:
    """Sections, items and domains as people write their names."""
    row = "2025,DEMO5,{},{},160,10"
    case(
        "item_with_an_ampersand.csv",
        lines(COUNTED, row.format("Legacy estate", "Desktops & laptops")),
        *("counts_jump:2", "item_respelt:2", "word_respelt:2"),
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
    )
    case("item_near.csv", lines(COUNTED, row.format("legacy_estate", "Server")), "item_near:2")
    case("item_total.csv", lines(COUNTED, row.format("legacy_estate", "Total")), "item_total:2")
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
    )
    asked = ("patient_record", "prescribing_and_tests", "sharing_across_settings", "decision_support")
    case(
        "domain_of_a_later_round.csv",
        long(
            *(f"2024,DEMO5,Community,improve_care,{domain},3" for domain in asked),
            "2024,DEMO5,Community,improve_care,safe_use_of_artificial_intelligence,3",
        ),
        "domain_of_later_round:6",
        read=5,
    )


def _same_again() -> None:
    """Amounts that stand elsewhere to the pound: rows copied down, and last year's return sent again."""
    another = SPENT.replace("DEMO6", "DEMO8")
    case("amounts_copied_down.csv", lines(SPEND, SPENT, another), "amounts_repeated:3", read=2)
    last_year = f"{YEAR},DEMO6,370404000,9732000,3561000,947000"
    case("amounts_of_last_year.csv", lines(SPEND, last_year), "amounts_repeated:2")
    rounded = [f"{YEAR},{trust},300000000,9900000,3600000,1000000" for trust in ("DEMO6", "DEMO8")]
    case("amounts_alike_and_round.csv", lines(SPEND, *rounded), read=2)


def _white() -> None:
    """Text that nobody sees, as it is white on white; white headings on a dark ground are seen."""
    rows = [
        SPEND.split(","),
        _typed(SPENT),
        _typed(SPENT.replace("DEMO6", "DEMO8").replace("377812", "312004")),
    ]
    for name, line, ground, found in (
        ("row", 2, None, ["text_white:3"]),
        ("row_on_white", 2, "#FFFFFF", ["text_white:3"]),
        ("row_on_blue", 2, "#003087", []),
        ("headings_on_blue", 0, "#003087", []),
        ("headings_of_a_table", 0, None, []),
    ):
        look = {"font_color": "#FFFFFF"} | ({"bg_color": ground} if ground else {})
        case(f"book_white_{name}.xlsx", drawn(_written(line, rows[line], look), rows=rows), *found, read=2)


def _written(line: int, row: list[Any], look: dict[str, str]) -> Callable[[Any, Any], None]:
    return lambda book, sheet: sheet.write_row(line, 0, row, book.add_format(look))


def _typed(row: str) -> list[Any]:
    return [int(cell) if cell.isdecimal() else cell for cell in row.split(",")]


def _no_tables() -> None:
    """Files in which a return may be, and which are none."""
    mail = (
        "Received: from mail.example",
        " by mx.example; Thu, 4 Jun 2026",
        "Subject: IT spend",
        "MIME-Version: 1.0",
        "",
        SPEND,
        SPENT,
    )
    case("mail.eml", lines(*mail, end="\r\n"), "format_refused", read=0)
    link = '{"url": "https://docs.google.com/open?id=a", "doc_id": "a", "email": "a@vexwold.example"}'
    case("link.gsheet", link, "format_refused", read=0)
    rows = ('{"financial_year": "2025/26", "ods_code": "DEMO6", "it_revenue": 3640000}',)
    case("rows.jsonl", lines(*rows), "format_refused", read=0)
    case("rows.json", f"[{rows[0]}]", "format_refused", read=0)


def _corrected_below() -> None:
    """Remarks that give another figure than the row."""
    for number, remark in enumerate(
        (
            "Correction to the above: IT revenue should be 3 460 000",
            "Please note: IT capital is 1.2m not 1.01m",
            "The correct figures are in the e-mail of 3 June",
        )
    ):
        found = ["footnote:4", "figures_doubted:1"]
        case(f"remark_of_a_correction_{number}.csv", lines(SPEND, SPENT, "", remark), *found)
    for number, remark in enumerate(
        (
            "It should be noted that the accounts are audited",
            "Figures should be read with note 5 of the accounts",
        )
    ):
        case(f"remark_of_none_{number}.csv", lines(SPEND, SPENT, "", remark), "footnote:4")


def _other_words() -> None:
    """Headings, pillars and footnotes of honest files."""
    headed = "Fin year,Trust code,Total opex,Total capex,IT revenue expenditure,IT capital (actual)"
    case("headings_of_finance.csv", lines(headed, SPENT), *["heading_alias:1"] * 6)
    posts = "assessment_year,ods_code,section,Item name,Establishment,In post,Vacancies"
    case(
        "headings_of_posts.csv",
        lines(posts, "2025,DEMO5,digital_posts,leadership,3,3,0"),
        *["heading_alias:1"] * 3,
    )
    case(
        "columns_of_who_signed.csv",
        lines(f"{SPEND},Completed by,Role", f"{SPENT},A. Example,Finance manager"),
        *["heading_ignored:1"] * 2,
    )
    case(
        "heading_of_a_budget_and_an_actual.csv",
        lines(
            SPEND.replace("it_revenue", "IT revenue (budget),IT revenue (actual)"),
            SPENT.replace(",3640000", ",3900000,3640000"),
        ),
        *("heading_alias:1", "figures_left_out:1", "figures_doubted:1"),
    )
    case(
        "pillar_with_a_number.csv",
        long(
            "2025,DEMO5,Community,1. Well Led,,2.7", "2025,DEMO5,Community,Pillar 2: Smart Foundations,,2.7"
        ),
        *("pillar_alias:2", "pillar_alias:3"),
        read=2,
    )
    for name, text in (
        ("commas", "Source: general ledger, month 12, final close, agreed by the director"),
        ("a_figure", "Note 1: the year before was restated from £3,561k to £3,590k"),
    ):
        case(f"footnote_with_{name}.csv", lines(SPEND, SPENT, "", text), "footnote:4")
    case(
        "row_as_a_sentence.csv",
        lines(SPEND, SPENT, "", "Tarrowquist Ambulance Service, 2025/26, 299051000, 19492000, 4443000"),
        "row_short:4",
        read=2,
        valid=1,
    )
