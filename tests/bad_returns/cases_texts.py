"""How a table of text is written: encodings, delimiters, line ends, quotation marks."""

from making import GOOD, LONG, SECOND, SPEND, TARGETS, case, lines, long


def make() -> None:
    """Every case of this file."""
    case("random_bytes.csv", bytes((i * 37 + 11) % 256 for i in range(600)), "not_text", read=0, valid=0)
    case("control_characters.csv", b"score\x01\x02\x03\x04\n1\x05\x06\n", "not_text", read=0, valid=0)
    case(
        "nul_in_a_cell.csv",
        long(GOOD).encode() + b"2025,R\x00BS,Acute,well_led,,1\n",
        "nul_bytes:3",
        read=0,
        valid=0,
    )
    case("nul_padding.csv", long(GOOD).encode() + bytes(20), "nul_bytes:3", read=0, valid=0)
    case(
        "windows_1252.csv",
        (lines(TARGETS) + "RBS,Acute,well_led,4,Café first\n").encode("cp1252"),
        "encoding_windows",
        read=1,
        valid=1,
    )
    case(
        "windows_pound.csv",
        (lines(SPEND) + "2024/25,RBS,£400000000,,9000000,4000000\n").encode("cp1252"),
        "encoding_windows",
        "pound_sign:2",
        read=1,
        valid=1,
    )
    case("utf_8_mark.csv", b"\xef\xbb\xbf" + long(GOOD).encode(), read=1, valid=1)
    case("utf_16_le.csv", long(GOOD).encode("utf-16"), "encoding_utf16", read=1, valid=1)
    case(
        "utf_16_be_mark.csv", b"\xfe\xff" + long(GOOD).encode("utf-16-be"), "encoding_utf16", read=1, valid=1
    )
    case("utf_16_without_mark.csv", long(GOOD).encode("utf-16-le"), "encoding_utf16", read=1, valid=1)
    case(
        "utf_16_tabs.txt",
        long(GOOD).replace(",", "\t").encode("utf-16"),
        "encoding_utf16",
        "delimiter",
        read=1,
        valid=1,
    )
    case("utf_16_cut_off.csv", long(GOOD).encode("utf-16")[:-1], "not_text", read=0, valid=0)
    case("semicolons.csv", long(GOOD).replace(",", ";"), "delimiter", read=1, valid=1)
    case("tabs.tsv", long(GOOD).replace(",", "\t"), "delimiter", read=1, valid=1)
    case("bars.txt", long(GOOD).replace(",", "|"), "delimiter", read=1, valid=1)
    case(
        "separator_line.csv",
        "sep=;\n" + long(GOOD).replace(",", ";"),
        "delimiter",
        "lines_above_header",
        read=1,
        valid=1,
    )
    case("mixed_line_ends.csv", f"{LONG}\r\n{GOOD}\n{SECOND}\r\n", "mixed_line_ends", read=2, valid=2)
    case("old_mac_line_ends.csv", lines(LONG, GOOD, SECOND, end="\r"), read=2, valid=2)
    case("no_last_line_end.csv", f"{LONG}\n{GOOD}", read=1, valid=1)
    case(
        "quote_never_closed.csv",
        long(GOOD, '2025,RBS,Acute,"safe_practice,,3.5', GOOD),
        "broken_quotes:3",
        read=1,
        valid=1,
    )
    case(
        "quote_goes_on.csv",
        long('2025,"RBS"x,Acute,well_led,,4.3'),
        "broken_quotes:2",
        "no_rows:1",
        read=0,
        valid=0,
    )
    case(
        "many_columns.csv",
        lines(",".join(f"column_{i}" for i in range(600)), "1"),
        "too_many_columns",
        read=0,
        valid=0,
    )
    case(
        "long_cell.csv",
        lines(TARGETS, f"RBS,Acute,well_led,4,{'x' * 33_000}"),
        "cell_too_long:2",
        read=0,
        valid=0,
    )
    case("header_only.csv", lines(LONG), "no_rows:1", read=0, valid=0)
    case(
        "header_and_footnote.csv",
        lines(LONG, "", "* Scores are self-assessed"),
        "footnote:3",
        "no_rows:1",
        read=0,
        valid=0,
    )
    case("one_column.csv", lines("score", "1", "2"), "kind_unknown:1", read=0, valid=0)
    case("one_word.csv", "hello", "kind_unknown:1", read=0, valid=0)
    case("json.csv", '{"score": 1}', "kind_unknown:1", read=0, valid=0)
