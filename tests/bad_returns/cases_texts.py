"""How a table of text is written: encodings, delimiters, line ends, quotation marks."""

from making import DEMO_ROW, DEMO_SPEND, GOOD, LONG, SECOND, SPEND, TARGETS, case, lines, long

TARGET = "DEMO1,,well_led,4,"


def make() -> None:
    """Every case of this file."""
    _bytes()
    _marks()
    case("random_bytes.csv", bytes((i * 37 + 11) % 256 for i in range(600)), "not_text", read=0)
    case("control_characters.csv", b"score\x01\x02\x03\x04\n1\x05\x06\n", "not_text", read=0)
    case(
        "nul_in_a_cell.csv", long(GOOD).encode() + b"2025,R\x00BS,Acute,well_led,,1\n", "nul_bytes:3", read=0
    )
    case("nul_padding.csv", long(GOOD).encode() + bytes(20), "nul_bytes:3", read=0)
    case(
        "windows_1252.csv",
        (lines(TARGETS) + "RBS,Acute,well_led,4,Café first\n").encode("cp1252"),
        "encoding_windows",
    )
    case(
        "windows_pound.csv",
        (lines(SPEND) + "2024/25,RBS,£400000000,,9000000,4000000\n").encode("cp1252"),
        "encoding_windows",
        "pound_sign:2",
    )
    case("utf_8_mark.csv", b"\xef\xbb\xbf" + long(GOOD).encode())
    case("utf_16_le.csv", long(GOOD).encode("utf-16"), "encoding_utf16")
    case("utf_16_be_mark.csv", b"\xfe\xff" + long(GOOD).encode("utf-16-be"), "encoding_utf16")
    case("utf_16_without_mark.csv", long(GOOD).encode("utf-16-le"), "encoding_utf16")
    case("utf_16_tabs.txt", long(GOOD).replace(",", "\t").encode("utf-16"), "encoding_utf16", "delimiter")
    case("utf_16_cut_off.csv", long(GOOD).encode("utf-16")[:-1], "not_text", read=0)
    case("semicolons.csv", long(GOOD).replace(",", ";"), "delimiter")
    case("tabs.tsv", long(GOOD).replace(",", "\t"), "delimiter")
    case("bars.txt", long(GOOD).replace(",", "|"), "delimiter")
    case("separator_line.csv", "sep=;\n" + long(GOOD).replace(",", ";"), "delimiter", "lines_above_header")
    case("mixed_line_ends.csv", f"{LONG}\r\n{GOOD}\n{SECOND}\r\n", "mixed_line_ends", read=2)
    case("old_mac_line_ends.csv", lines(LONG, GOOD, SECOND, end="\r"), read=2)
    case("no_last_line_end.csv", f"{LONG}\n{GOOD}")
    case("quote_never_closed.csv", long(GOOD, '2025,RBS,Acute,"safe_practice,,3.5', GOOD), "broken_quotes:3")
    case("quote_goes_on.csv", long('2025,"RBS"x,Acute,well_led,,4.3'), "broken_quotes:2", "no_rows:1", read=0)
    case(
        "many_columns.csv",
        lines(",".join(f"column_{i}" for i in range(600)), "1"),
        "too_many_columns",
        read=0,
    )
    case("long_cell.csv", lines(TARGETS, f"RBS,Acute,well_led,4,{'x' * 33_000}"), "cell_too_long:2", read=0)
    case("header_only.csv", lines(LONG), "no_rows:1", read=0)
    case(
        "header_and_footnote.csv",
        lines(LONG, "", "* Scores are self-assessed"),
        "footnote:3",
        "no_rows:1",
        read=0,
    )
    case("one_column.csv", lines("score", "1", "2"), "kind_unknown:1", read=0)
    case("one_word.csv", "hello", "kind_unknown:1", read=0)
    case("json.csv", '{"score": 1}', "format_refused", read=0)


def _target(reason: str, encoding: str = "utf-8") -> bytes:
    return lines(TARGETS, TARGET + reason).encode(encoding)


def _bytes() -> None:
    """Bytes that are no UTF-8, and text that was garbled before."""
    mixed = _target("Trust’s café – £2m") + b"DEMO2,,well_led,3.5,caf\xe9\n"
    case("mixed_encoding.csv", mixed, "encoding_mixed:3", read=2)
    marked = b"\xef\xbb\xbf" + _target("café", "cp1252")
    case("windows_1252_with_mark.csv", marked, "encoding_mixed:2")
    case("mac_roman.csv", _target("Zoë’s café – £2m", "mac-roman"), "encoding_unclear:2")
    case("mac_roman_as_windows.csv", _target("naïve and Zoë", "mac-roman"), "encoding_unclear:2")
    case("windows_names.csv", _target("Zoë’s café – “£2m”…", "cp1252"), "encoding_windows")
    case("stray_byte.csv", _target("caf")[:-1] + b"\xff\n", "encoding_unclear:2")
    spent = (SPEND.replace("it_revenue", "IT revenue (£)"), DEMO_SPEND.replace("DEMO1,", "DEMO1,£"))
    for page in ("cp850", "cp437"):
        found = ["encoding_unclear:1", "heading_alias:1", "pound_sign:2"]
        case(f"spend_in_{page}.csv", lines(*spent).encode(page), *found)
    broken = lines(TARGETS, TARGET + '"two', 'lines"').encode() + b"DEMO2,,well_led,3.5,caf\xff\n"
    case("stray_byte_after_two_lines.csv", broken, "encoding_unclear:3", read=2)
    case("no_byte_of_any.csv", _target("caf")[:-1] + b"\x81\xff\n", "not_text", read=0)
    text = "Trust’s café £2m"
    for name in ("cp1252", "latin-1", "mac-roman"):
        garbled = _target(text.encode().decode(name))
        case(f"garbled_as_{name.replace('-', '_')}.csv", garbled, "text_garbled:2")
    case("lost_letter.csv", _target("caf\ufffd"), "text_garbled:2")
    mark = b"\xef\xbb\xbf"
    case("two_byte_order_marks.csv", mark + mark + long(DEMO_ROW).encode())
    case("mark_before_a_row.csv", long("\ufeff" + DEMO_ROW), "odd_spaces:2")
    case("mark_before_a_second_header.csv", long(DEMO_ROW, "\ufeff" + LONG), "page_break:3")
    case("end_as_in_dos.csv", long(DEMO_ROW) + "\x1a", "end_mark")
    joined = long(DEMO_ROW) + "\x1a2025,DEMO1,Acute,safe_practice,,3\n"
    case("end_as_in_dos_inside.csv", joined, "end_mark_inside:3", read=2)
    case("bell.csv", _target("bell \x07" + "x" * 460), "control_character:2")
    case("line_separators.csv", _target("one\u2028two\u0085three"), "line_separator:2")
    utf_32 = long(DEMO_ROW).encode("utf-32")
    case("utf_32.csv", utf_32, "not_text", read=0)


def _marks() -> None:
    """Quotation marks, and rows without end."""
    spaced = long(DEMO_ROW).replace(",,", ',"",').replace(",", ", ").replace("DEMO1", '"DEMO1"')
    case("spaces_before_marks.csv", spaced, "spaced_quotes")
    case(
        "spaces_before_some_marks.csv",
        lines(TARGETS, TARGET + ' "first" of all'),
        "broken_quotes:2",
        "no_rows:1",
        read=0,
    )
    case("inches.csv", _target('5" screens'))
    case("single_marks.csv", _target("'first'"), "other_quotes:2")
    swallowed = lines(TARGETS, TARGET + '"first', 'DEMO2,,safe_practice,3,second"')
    case("rows_inside_marks.csv", swallowed, "rows_in_cell:2")
    one = f"{LONG}\r\n{DEMO_ROW}\r{DEMO_ROW.replace('well_led', 'safe_practice')}\r\n"
    case("one_row_ends_otherwise.csv", one, "mixed_line_ends", read=2)
