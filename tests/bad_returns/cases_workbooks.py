"""Excel workbooks."""

from datetime import date

from making import LONG, RBS_WIDE, WIDE, book, case


def make() -> None:
    """Every case of this file."""
    header = LONG.split(",")
    case("book_good.xlsx", book({"Return": [header, [2025, "RBS", "Acute", "well_led", None, 4.3]]}))
    case(
        "book_title.xlsx",
        book(
            {
                "Return": [
                    [],
                    [None, "A title"],
                    [],
                    [None, *header],
                    [None, 2025, "RBS", "Acute", "well_led", None, 9],
                ]
            }
        ),
        "lines_above_header",
        "out_of_range:5",
        valid=0,
    )
    case(
        "book_errors.xlsx",
        book({"Return": [header, [2025, "RBS", "Acute", "well_led", None, "=NA()|#N/A"]]}),
        "formulas",
        "excel_error:2",
        valid=0,
    )
    case(
        "book_formula.xlsx",
        book({"Return": [header, [2025, "RBS", "Acute", "well_led", None, "=4+0.3|4.3"]]}),
        "formulas",
    )
    case(
        "book_formula_without_value.xlsx",
        book({"Return": [header, [2025, "RBS", "Acute", "well_led", None, "=4+0.3|"]]}),
        "formula_text:2",
        valid=0,
    )
    case(
        "book_date_in_code.xlsx",
        book({"Return": [header, [2025, date(2025, 3, 1), "Acute", "well_led", None, 3]]}),
        "date_in_code:2",
        valid=0,
    )
    case(
        "book_hidden_sheet.xlsx",
        book(
            {"Return": [header, [2025, "RBS", "Acute", "well_led", None, 4.3]], "Notes": [["score"]]},
            hidden=["Notes"],
        ),
        "sheet_hidden",
    )
    case(
        "book_other_sheet.xlsx",
        book(
            {
                "Read me": [["How to fill this in"]],
                "Return": [header, [2025, "RBS", "Acute", "well_led", None, 4.3]],
            }
        ),
        "sheet_ignored",
    )
    case(
        "book_same_key_on_two_sheets.xlsx",
        book({n: [header, [2025, "RBS", "Acute", "well_led", None, s]] for n, s in (("A", 4.3), ("B", 4.1))}),
        "rows_conflict:2",
        read=2,
        valid=1,
    )
    case("book_empty.xlsx", book({"Sheet1": []}), "file_empty", read=0)
    case("book_nothing_known.xlsx", book({"Sheet1": [["apples", "pears"], [1, 2]]}), "kind_unknown:1", read=0)
    case(
        "book_true.xlsx",
        book({"Return": [header, [2025, "RBS", "Acute", "well_led", None, True]]}),
        "not_a_number:2",
        valid=0,
    )
    case(
        "book_number_as_text.xlsx",
        book({"Return": [header, ["2025", "RBS", "Acute", "well_led", None, "4.30"]]}),
    )
    case("book_far_corner.xlsx", book({"Return": [header, [None] * 1200 + ["x"]]}), "cell_far_out", read=0)
    wide, sevens = WIDE.split(","), [4.3, 3.2, 3.5, 4.8, 2.3, 2.8, 3.4]
    name = RBS_WIDE.split(",")
    published = [
        [None] * 12,
        [None, "Pillar summary"],
        *[[]] * 6,
        [None, "England", None, None, None, *[2.4] * 7],
        [None, None, None, None, None, "Pillars"],
        [None, *wide],
        [None, *name, *sevens],
        [],
        [None, "Scores are self-assessed by providers"],
    ]
    case(
        "book_published_layout.xlsx",
        book(
            {
                "SC - 2025 Pillar Summary": published,
                "SC - 24 vs 25 Overall DMA": [
                    [None, "Title"],
                    [None, *wide[:4], "2024 Average", "2025 Average"],
                    [None, *name, 3.142857142857, 3.416666666667],
                ],
                "ICB - 2025 Pillar Summary": [
                    [None, "Region", "ICS", *wide[4:]],
                    [None, "North West", "CHESHIRE AND MERSEYSIDE", *sevens],
                ],
                "ICB -24 vs 25 Overall DMA ": [
                    [None, "Region", "ICS", "2024 Average", "2025 Average"],
                    [None, "North West", "CHESHIRE AND MERSEYSIDE", 2.5, 2.6],
                ],
                "Primary care": [["score"]],
            },
            hidden=["Primary care"],
        ),
        "sheet_hidden",
        "lines_above_header",
        "lines_above_header",
        "footnote:14",
        "year_from_title",
        "year_from_title",
        "pair_from_headings:2",
        "pair_from_headings:1",
        "name_matched:12",
        "name_matched:3",
        "name_matched:2",
        "name_matched:2",
        read=18,
    )
