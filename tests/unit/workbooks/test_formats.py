"""What a cell shows under a number format, and whether that is what it holds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmark.workbooks.formats import Format, Shown, moment_text, number_of, number_text


def shown(code: str, value: float) -> Shown:
    return Format(code).show(float(value), since_1904=False)


PLAIN = [
    *("General", "0", "0.00", "#,##0", "#,##0.00", "@", "000", '0" "', "# ##0"),
    *("£#,##0", '"£"#,##0.00', "[$£-809]#,##0.00", "[$GBP] 0.00", "[Red]0;[Blue]-0", "#,##0;(#,##0)"),
    *('_-£* #,##0.00_-;-£* #,##0.00_-;_-£* "-"??_-;_-@_-', "0_ ;[Red]-0\\ ", "0;-0;0;@", "#,##0_);(#,##0)"),
    *("[>=100]0.0;0.00", "[Color10]0", "\\£0", '"+"0;"-"0', "General;General"),
]


@pytest.mark.parametrize("code", PLAIN)
@pytest.mark.parametrize("value", [373000.0, 250.5, 1e-7, 2025.0])
def test_signs_colours_and_a_little_rounding_change_nothing(code, value):
    assert shown(code, value) == Shown(number_text(value))


@pytest.mark.parametrize(
    ("code", "value", "text"),
    [
        ("0%", 0.023, "2.3%"),
        ("0.00%", 1, "100%"),
        ("0.0%", 0, "0%"),
        ("# %", 0.5, "50%"),
        ('0.0"%"', 2.3, "2.3%"),
        ("0.0\\m", 7.5, "7.5m"),
        ('0.0"m"', 7.5, "7.5m"),
        ('£0.0"m"', 7.5, "£7.5m"),
        ('0" wte"', 5, "5 wte"),
        ('0"*"', 5, "5*"),
        ("-#,##0;-#,##0;0", 0, "0"),
        ("#,##0;[Red]#,##0", -5, "-5"),
        ("#,##0;[Red]-0;0", 0, "0"),
        ("#,##0", 0, "0"),
        ("#'##0", 2025, "2025"),
        ("$#,##0", 5, "$5"),
        ("[$€-2] #,##0", 5, "€ 5"),
        ("#,##0 [$kr-414]", 5, "5 kr"),
        ('General"k"', 5, "5k"),
        ("000", 7, "007"),
        ("00000 000000", 7700900123, "07700900123"),
        ('"Q"00', 7, "Q07"),
        ("#,##0.00", 0, "0"),
        ('0;-0;"n/a"', 0, "n/a"),
        ('0;-0;"-"', 0, "0"),
        ("yyyy-mm-dd", 45382, "2024-03-31"),
        ("dd/mm/yyyy hh:mm:ss.000", 45382.5, "2024-03-31 12:00:00"),
        ("[$-809]dd\\ mmm\\ yy", 45382, "2024-03-31"),
        ("mmm-yy", 36951, "2001-03-01"),
        ("h:mm AM/PM", 0.5, "12:00:00"),
        ("[h]:mm", 1.5, "36:00:00"),
        ("[mm]:ss", 0.5, "12:00:00"),
        ("yyyy", -1, "########"),
        ("d/m/yy", 3e6, "########"),
    ],
)
def test_a_changed_meaning_is_in_the_text(code, value, text):
    assert shown(code, value) == Shown(text)


@pytest.mark.parametrize(
    ("code", "value", "mark", "shows"),
    [
        ("0", 3.6, "scaled", "4"),
        ("0", 0.3, "scaled", "0"),
        ("#,##0;(#,##0)", -3.6, "scaled", "(4)"),
        ("[>=100]0.0;0", 2.5, "scaled", "3"),
        ('#,##0;(#,##0);"-"', 3.6, "scaled", "4"),
        ('_-* #,##0_-;-* #,##0_-;_-* "-"_-;_-@_-', -3.6, "scaled", "-4"),
        ('0;-0;"nil"', 0.3, "scaled", "0"),
        ("0.0;;", 3.64, "read", "3.6"),
        ("0.0", 3.64, "read", "3.6"),
        ("0.0", 1.05, "read", "1.1"),
        ('_-£* 0.0_-;-£* 0.0_-;_-£* "-"??_-', 0.613, "read", "£0.6"),
        ("#,##0,", 373000, "scaled", "373"),
        ("#,##0,,", 18_134_211, "scaled", "18"),
        ("0.0,", 373456, "scaled", "373.5"),
        ("#,##0,.00", 373456, "scaled", "373.46"),
        ("£#,##0,", 373000, "scaled", "£373"),
        ('#,##0,"m"', 373000, "scaled", "373m"),
        ('[>=1000000]0.0,,"m";0', 18_134_211, "read", "18.1m"),
        ('0.0,,"m"', 18_134_211, "read", "18.1m"),
        ('£#,##0,"k"', 373000, "read", "£373k"),
        ('#,##0,"000"', 373000, "read", "373000"),
        ("# ?/?", 2.5, "read", "2 1/2"),
        ("# ??/??", -0.04, "read", "-1/25"),
        ("0.00E+00", 1000, "read", "1.00E+03"),
        ("0E+00", 373456, "scaled", "4E+05"),
        (";;;", 5, "unseen", ""),
        ("#", 0, "unseen", ""),
        ("#,###", 0, "unseen", ""),
        ("#,###;(#,###)", 0.2, "unseen", ""),
        ("#.##", 0, "unseen", ""),
        ('#,###,"k"', 300, "unseen", ""),
        ("0;-0;;@", 0, "unseen", ""),
        ('"-"', 5, "unseen", "-"),
        ('0"000"', 373, "unclear", "373000"),
        ('"100"', 5, "unclear", "100"),
        ('0000"/"00', 202425, "unclear", ""),
        ('0.0" of which "%', 0.5, "unclear", ""),
        ("0.0m", 7.5, "unclear", ""),
        ("-#,##0;#,##0", 373000, "unclear", "-373000"),
        ("(#,##0)", 373000, "unclear", "(373000)"),
        ("#,##0;#,##0", -373000, "unclear", "373000"),
        ('0.0;0.0;"-"', -3.5, "unclear", "3.5"),
        ('0"."0', 43, "unclear", ""),
        ("00-00", 2025, "unclear", ""),
        ("0.0.0", 4.3, "unclear", ""),
        ('0.0"-"', 7.5, "unclear", "7.5-"),
        ("[>=100](0);0", 373000, "unclear", "(373000)"),
    ],
)
def test_what_is_shown_otherwise_than_held_is_marked(code, value, mark, shows):
    assert shown(code, value) == Shown(number_text(float(value)), mark, shows)


def test_a_unit_stays_on_a_number_that_is_shown_rounded():
    assert shown('0" WTE"', 3.5) == Shown("3.5 WTE", "scaled", "4 WTE")


def test_formats_by_number_are_those_that_every_program_knows():
    known = {9: "50%", 10: "50%", 14: "12:00:00", 46: "12:00:00", 49: "0.5", 0: "0.5", 4: "0.5", 44: "0.5"}
    for number, text in known.items():
        assert Format.of_number(number, {}).show(0.5, since_1904=False).text == text
    assert Format.of_number(9, {9: "0.0"}).show(0.5, since_1904=False).text == "0.5"


@pytest.mark.parametrize(
    ("code", "read"),
    [
        *((code, Shown("6")) for code in ("General", "0", "@", "0;0;0;@", "0;-0;-;_-@_-")),
        *((code, Shown("6", "unseen")) for code in (";;;", "0;0;0;")),
        *(('"DEMO"@', Shown("DEMO6")), ('@"k"', Shown("6k"))),
        ('0;0;0;"DEMO8"', Shown("6", "unclear", "DEMO8")),
    ],
)
def test_a_text_is_read_as_its_format_shows_it(code, read):
    assert Format(code).show_text("6") == read


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (2025.0, "2025"),
        (2.5, "2.5"),
        (0.1 + 0.2, "0.30000000000000004"),
        (1e22, "10000000000000000000000"),
        (1e-7, "0.0000001"),
        (-0.5, "-0.5"),
        (float("inf"), "1e999"),
    ],
)
def test_a_number_as_text_loses_nothing(value, text):
    assert number_text(value) == text


@pytest.mark.parametrize(
    "text", ["nan", "inf", "1_000", "0x10", "", "1e", "--1", "\uff11", "1 000", "1e999999"]
)
def test_what_only_python_takes_for_a_number_is_none(text):
    assert number_of(text) is None


def test_the_days_of_both_systems():
    assert [moment_text(day, since_1904=False) for day in (0, 1, 59, 60, 61, 2_958_465)] == [
        *("1899-12-31", "1900-01-01", "1900-02-28", "1900-02-29", "1900-03-01", "9999-12-31"),
    ]
    assert moment_text(43920, since_1904=True) == "2024-03-31"
    assert moment_text(2_958_465.9999999999, since_1904=False) == "########"


@given(code=st.text(max_size=30), value=st.floats(allow_nan=False))
def test_no_format_and_no_number_is_too_much(code, value):
    assert isinstance(shown(code, value).text, str)


@given(
    code=st.text(alphabet='0#?.,%;"/ \\[]<>=1emdyhs@_*$-GeneralAP+m£', max_size=24),
    value=st.floats(allow_nan=False),
)
def test_formats_made_of_their_own_signs_are_read(code, value):
    assert isinstance(shown(code, value).text, str)


@pytest.mark.parametrize(
    "code", ["General", "0", "0.0", "0/0", "0%", "#,##0,", "yyyy-mm-dd", "[h]:mm", '"-"', ";;;"]
)
@pytest.mark.parametrize("stored", ["1e999", "-1e999"])
def test_a_number_beyond_all_floats_is_read_as_it_is_stored(code, stored):
    assert shown(code, number_of(stored)) == Shown(stored)
