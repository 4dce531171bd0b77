"""What databases, R, mail and hurried people put around and among the rows of an honest return."""

from making import SPEND, TARGETS, case, lines

SPENT = "2025/26,DEMO6,377812000,9900000,3640000,1010000"
OTHER = "2025/26,DEMO8,312004000,20110000,5120000,1840000"


def make() -> None:
    """Every case of this file."""
    _drawn()
    _numbered()
    _signed()
    _escaped()


def _drawn() -> None:
    """Tables as psql and MySQL draw them: a rule has one cell, wherever it stands."""
    spaced = [" | ".join(row.split(",")) for row in (SPEND, SPENT, OTHER)]
    rule = "-+-".join("-" * len(name) for name in SPEND.split(","))
    removed = [*["spaces_removed:3"] * 6, *["spaces_removed:4"] * 5]  # the year stands in both rows
    case(
        "table_of_psql.txt",
        lines(spaced[0], rule, *spaced[1:], "(2 rows)"),
        *("delimiter", "rule_left_out:2", "footnote:5", *removed),
        read=2,
        valid=2,
    )
    border, boxed = f"+-{rule}-+", [f"| {row} |" for row in spaced]
    removed = [found.replace("4", "5").replace("3", "4") for found in removed]
    case(
        "table_of_mysql.txt",
        lines(border, boxed[0], border, *boxed[1:], border, "2 rows in set (0.00 sec)"),
        *("delimiter", "lines_above_header", "rule_left_out:3", "footnote:6", *removed),
        read=2,
        valid=2,
    )


def _numbered() -> None:
    """The rows' numbers, with a heading of their own, and as R writes them: without any."""
    numbered = [f"{n},{row}" for n, row in enumerate((SPENT, OTHER), start=1)]
    third = "3,2025/26,DEMO5,241700000,6100000,3300000,900000"
    found = ["row_numbers_left_out:1"]
    case("numbered_by_r.csv", lines(SPEND, *numbered, third), *found, read=3, valid=3)
    for name, heading in (("by_pandas", "Unnamed: 0"), ("by_hand", "No.")):
        case(f"numbered_{name}.csv", lines(f"{heading},{SPEND}", *numbered, third), *found, read=3, valid=3)
    case(
        "numbered_by_r_too_few.csv",
        lines(SPEND, *numbered),
        "row_too_long:2",
        "row_too_long:3",
        read=2,
        valid=0,
    )


def _signed() -> None:
    """A disclaimer that a mail gateway adds, and how people end a letter."""
    disclaimer = "This e-mail is confidential. If it is not for you, do not copy it, and tell the sender."
    case(
        "disclaimer_of_mail.csv", lines(SPEND, SPENT, "", "*" * 12, disclaimer), "footnote:4", read=1, valid=1
    )
    title = "Confidential: do not use"
    case(
        "confidential_title.csv",
        lines(title, SPEND, SPENT),
        "lines_above_header",
        "figures_doubted:2",
        read=1,
        valid=1,
    )


def _escaped() -> None:
    """Reasons as addresses, web pages, mail and word processors write them; and honest ones."""
    for number, reason in enumerate(
        (
            "Board%20training%20and%20a%20new%20record%2C%20funded",
            "Board+training+and+a+new+record+in+2027",
            "<p>Board <b>training</b></p><br/>New record",
            "Board training and a new=",
            "The board?s training",
            r"\rtf1 Board training",
        )
    ):
        row = f"DEMO6,Acute,well_led,3.5,{reason}"
        case(f"reason_escaped_{number}.csv", lines(TARGETS, row), "text_garbled:2", read=1, valid=1)
    for number, reason in enumerate(
        (
            "100% of wards; 20% fewer forms + faster notes",
            "See https://vexwold.example/a%20plan%20for%202026.pdf",
            "Less than <5% on paper",
            "Why not? some ask",
            "The record+imaging+laboratory in one",
        )
    ):
        row = f"DEMO6,Acute,well_led,3.5,{reason}"
        case(f"reason_honest_{number}.csv", lines(TARGETS, row), read=1, valid=1)
