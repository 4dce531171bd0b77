"""A value is written by its declaration alone: rounded once, never as -0, missing where there is none."""

import math
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmark.core import columns
from benchmark.core.columns import (
    BAND,
    COUNT,
    FLAG,
    MILLIONS,
    NO_VALUE,
    NUMBERED,
    PENCE,
    POINTS,
    POUNDS,
    SCORE,
    SHARE,
    TEXT,
    TEXTS,
    WTE,
    YEAR,
    Column,
    Filled,
    Table,
    Unit,
)
from benchmark.core.wording import MINUS

UNITS = {name: unit for name, unit in vars(columns).items() if isinstance(unit, Unit)}
NUMBERS = [unit for unit in UNITS.values() if unit.is_number]
FLOATS = st.floats(-1e9, 1e9, allow_nan=False)
MISSING = (None, float("nan"), pd.NA, pd.NaT)

CODE = Column("code", "Code")
AMOUNT = Column("amount", "Amount", POUNDS)
PART = Column("part", "Part of it", SHARE)
TRUSTS = Column("trusts", "Trusts", COUNT)
KNOWN = Column("known", "Known", FLAG)
TABLE = Table("made", "Made", "one row per code", (CODE, AMOUNT, PART, TRUSTS, KNOWN))
ROWS = [
    {"code": "DEMO1", "amount": 1234.5, "part": 0.0205, "trusts": 3, "known": True},
    {"code": "DEMO2", "amount": None, "part": float("nan"), "trusts": 0, "known": False},
]


def column(unit: Unit, **more: Any) -> Column:
    return Column("key", "Heading", unit, **more)


def shown(text: str) -> float:
    """The number that a reader meets."""
    return float(text.replace(",", "").replace(MINUS, "-"))


class TestText:
    @pytest.mark.parametrize(
        ("unit", "value", "text"),
        [
            (TEXT, "RFF", "RFF"),
            (TEXT, date(2026, 11, 26), "2026-11-26"),
            (FLAG, True, "yes"),
            (FLAG, False, "no"),
            (YEAR, 2025, "2025"),
            (YEAR, 2025.0, "2025"),
            (NUMBERED, 1234, "1234"),
            (COUNT, 1234, "1,234"),
            (COUNT, 0, "0"),
            (SCORE, 3.25, "3.3"),
            (POINTS, 0.125, "0.13"),
            (POUNDS, 1_234_567.6, "1,234,568"),
            (PENCE, 123_456_760, "1,234,568"),
            (MILLIONS, 12_345_678, "12.3"),
            (SHARE, 0.02283, "2.3"),
            (WTE, 1234.56, "1,234.6"),
        ],
    )
    def test_a_value_is_written_in_its_unit(self, unit, value, text):
        assert column(unit).text(value) == text

    @given(FLOATS, st.sampled_from(NUMBERS))
    def test_it_is_rounded_once_from_the_exact_value(self, value, unit):
        wanted = int(value) if unit.type == "whole number" else value
        exact = Decimal(f"{round(float(wanted) / unit.parts * unit.factor, 10):.15g}")
        places = Decimal(1).scaleb(-unit.decimals)
        assert Decimal(str(shown(column(unit).text(wanted)))) == exact.quantize(places, ROUND_HALF_UP)

    @pytest.mark.parametrize(
        ("value", "text"),
        [(2.25, "2.3"), (2.35, "2.4"), (3.75, "3.8"), (-0.25, "-0.3"), (37.15, "37.2"), (2.45, "2.5")],
    )
    def test_a_half_is_written_as_a_spreadsheet_writes_the_same_figure(self, value, text):
        assert column(SCORE).text(value) == text
        assert column(SCORE).in_terminal(value) == text
        # The digits that adding floats leaves behind do not decide.
        assert column(SCORE).text(value - 1e-16) == column(SCORE).text(value + 1e-16) == text

    @pytest.mark.parametrize(
        ("standard", "score", "gap"),
        [
            ("3", "2.975", "0.03"),
            ("2.775", "2.25", "0.53"),
            ("2.5", "2.525", "-0.03"),
            ("4.3", "4.275", "0.03"),
        ],
    )
    def test_a_half_that_two_figures_leave_is_written_as_the_exact_difference(self, standard, score, gap):
        difference = float(standard) - float(score)
        assert difference != float(Decimal(standard) - Decimal(score)), "a difference that floats do not have"
        assert column(POINTS).text(difference).replace(MINUS, "-") == gap
        # A workbook is given the same half, and its reader's spreadsheet writes it so.
        assert column(POINTS).in_file(difference) == float(Decimal(standard) - Decimal(score))

    def test_rounding_twice_would_say_another_number(self):
        assert round(round(2.449, 2), 1) == 2.5
        assert column(SCORE).text(2.449) == "2.4"

    @given(st.floats(-0.049, 0.049))
    def test_what_rounds_to_nothing_has_no_sign(self, value):
        for signed in (False, True):
            assert column(SCORE, signed=signed).text(value) == "0.0"
            assert column(SCORE, signed=signed).in_terminal(value) == "0.0"

    @given(FLOATS)
    def test_a_change_says_its_direction(self, value):
        text = column(POINTS, signed=True).text(value)
        written = shown(text.lstrip("+"))
        assert text[0] == ("+" if written > 0 else MINUS if written < 0 else "0")

    def test_decimals_of_a_column_go_before_its_unit_s(self):
        assert column(SCORE, decimals=2).text(3.257) == "3.26"
        assert column(SHARE, decimals=0).text(0.257) == "26"

    @pytest.mark.parametrize("value", MISSING)
    @pytest.mark.parametrize("name", UNITS)
    def test_a_missing_value_is_shown_as_words_and_not_as_a_number(self, value, name):
        unit = UNITS[name]
        assert column(unit).text(value) == NO_VALUE
        assert column(unit).in_terminal(value) == "-"
        assert column(unit).plain(value) is None
        assert column(unit).in_file(value) is None
        made = column(unit, absent="no return")
        assert made.text(value) == made.in_terminal(value) == "no return"
        assert made.in_file(value) == (None if unit.is_number else "no return")

    def test_nothing_spent_is_no_missing_value(self):
        assert column(POUNDS).text(0) == "0" and column(POUNDS).plain(0) == 0.0

    @pytest.mark.parametrize("words", [{"a": "Letter A"}, lambda key: f"Letter {key.upper()}"])
    def test_words_replace_values_and_json_keeps_the_values(self, words):
        named = Column("letter", "Letter", words=words)
        assert named.text("a") == named.in_terminal("a") == named.in_file("a") == "Letter A"
        assert named.plain("a") == "a"


class TestTerminal:
    @given(FLOATS, st.sampled_from(NUMBERS), st.booleans())
    def test_a_number_is_plain_and_has_its_sign(self, value, unit, signed):
        cell = column(unit, signed=signed).in_terminal(int(value) if unit.type == "whole number" else value)
        assert "," not in cell and MINUS not in cell
        assert cell.endswith(unit.sign)
        assert math.isfinite(float(cell.removesuffix(unit.sign)))

    def test_text_keeps_its_commas(self):
        assert column(TEXT).in_terminal("Leeds, York") == "Leeds, York"


class TestPlain:
    @given(FLOATS, st.sampled_from([unit for unit in NUMBERS if unit.kept is not None]))
    def test_json_keeps_more_than_a_reader_sees(self, value, unit):
        plain = column(unit).plain(value)
        exact = Decimal(f"{round(value / unit.parts, 10):.15g}")
        assert plain == float(exact.quantize(Decimal(1).scaleb(-(unit.kept or 0)), ROUND_HALF_UP))
        assert math.copysign(1, plain) == 1 or plain < 0, "no -0.0"

    @pytest.mark.parametrize(
        ("unit", "value", "kept"),
        [
            (POINTS, 0.3625, 0.363),
            (POINTS, -0.3625, -0.363),
            (SHARE, 0.203125, 0.20313),
            (PENCE, 12.5, 0.13),
            # What adding 0.1 seven times and 0.0625 leaves.
            (SCORE, 2.7625000000000006, 2.763),
            (SCORE, 2.7624999999999997, 2.763),
        ],
    )
    def test_a_half_goes_away_from_nothing_as_on_a_page(self, unit, value, kept):
        assert column(unit).plain(value) == kept

    def test_both_ends_of_a_band_are_written_alike(self):
        assert column(BAND).plain((-0.1875, 0.0625)) == [-0.188, 0.063]

    def test_types_are_those_of_json(self):
        assert [type(value) for value in TABLE.of(ROWS).records()[0].values()] == [
            str,
            float,
            float,
            int,
            bool,
        ]
        assert column(COUNT).plain(3.0) == 3 and isinstance(column(COUNT).plain(3.0), int)
        assert column(TEXT).plain(date(2026, 1, 31)) == "2026-01-31"


class TestFile:
    @given(FLOATS, st.sampled_from([unit for unit in NUMBERS if unit.type == "number"]))
    def test_a_spreadsheet_takes_the_unit_shown_unrounded(self, value, unit):
        written = column(unit).in_file(value)
        assert written == pytest.approx(value / unit.parts * unit.factor, rel=1e-9, abs=1e-9)
        assert math.copysign(1, written) == 1 or written < 0, "no -0.0"

    def test_digits_that_a_product_adds_are_not_written(self):
        assert column(SHARE).in_file(0.1 * 3) == 30
        assert column(SHARE).in_file(0.07) == 7

    def test_a_file_has_headings_with_units_and_numbers_that_a_spreadsheet_adds_up(self):
        frame = TABLE.of(ROWS).frame()
        assert [*frame.columns] == ["Code", "Amount (£)", "Part of it (%)", "Trusts", "Known"]
        assert frame["Amount (£)"].tolist()[0] == 1234.5 and math.isnan(frame["Amount (£)"][1])
        assert frame["Part of it (%)"].sum() == 2.05
        assert frame["Trusts"].tolist() == [3, 0] and frame["Known"].tolist() == ["yes", "no"]

    def test_whole_numbers_stay_whole_beside_a_missing_one(self):
        frame = TABLE.only("trusts").of([{"trusts": 3}, {"trusts": None}]).frame()
        assert frame["Trusts"].dtype == "Int64" and frame["Trusts"].isna().tolist() == [False, True]

    def test_two_columns_of_one_heading_are_both_there(self):
        frame = Table("made", "Made", "one row", (CODE, Column("other", "Code"))).of(
            [{"code": 1, "other": 2}]
        )
        assert frame.frame().to_numpy().tolist() == [["1", "2"]]


class TestTables:
    def test_a_part_of_a_table_is_in_the_order_asked_for(self):
        part = TABLE.only("trusts", "code")
        assert [found.key for found in part.columns] == ["trusts", "code"]
        assert part.of(ROWS).texts() == [["3", "DEMO1"], ["0", "DEMO2"]]

    def test_a_column_that_it_has_not_is_no_part(self):
        with pytest.raises(KeyError):
            TABLE.only("code", "nothing")

    def test_a_key_is_there_once(self):
        with pytest.raises(AssertionError, match="twice"):
            TABLE.and_(CODE)

    def test_changes_leave_the_declared_table_as_it_was(self):
        before = TABLE.columns
        TABLE.without("code"), TABLE.headed(amount="Now"), TABLE.and_(Column("more", "More"))
        assert TABLE.columns == before
        assert TABLE.headed(amount="Now").of(ROWS).frame().columns[1] == "Now (£)"

    def test_a_frame_and_rows_say_the_same(self):
        frame = TABLE.typed(ROWS).assign(undeclared=1)
        assert TABLE.of(frame).texts() == TABLE.of(ROWS).texts()
        assert TABLE.of(frame).records() == TABLE.of(ROWS).records()

    @pytest.mark.parametrize("rows", [[], ROWS])
    def test_a_frame_is_typed_with_and_without_rows(self, rows):
        frame = TABLE.typed(rows)
        assert [str(kind) for kind in frame.dtypes] == ["str", "float64", "float64", "int64", "bool"]
        assert [*frame.columns] == [found.key for found in TABLE.columns]

    def test_a_whole_number_that_may_be_missing_is_no_fault(self):
        table = Table("made", "Made", "one row", (Column("n", "Number", COUNT, optional=True),))
        frame = table.typed([{"n": None}, {"n": 4}])
        assert table.of(frame).records() == [{"n": None}, {"n": 4}]

    def test_a_text_that_may_be_missing_is_none_and_a_list_stays_one(self):
        columns = (Column("answer", "Answer", optional=True), Column("names", "Names", TEXTS))
        table = Table("made", "Made", "one row", columns)
        rows = [{"answer": None, "names": ("A", "B")}, {"answer": "yes", "names": ()}]
        frame = table.typed(rows)
        assert frame["answer"].tolist() == [None, "yes"]
        for filled in (table.of(frame), table.of(rows)):
            assert filled.records() == [{"answer": None, "names": ["A", "B"]}, {"answer": "yes", "names": []}]
            assert filled.texts() == [[NO_VALUE, "A; B"], ["yes", NO_VALUE]]
            assert filled.in_terminal() == [["-", "A; B"], ["yes", "-"]]
            assert filled.frame()["Names"].tolist() == ["A; B", None]
            assert filled.flat()["names"].tolist() == ["A; B", ""]

    def test_one_row_as_json(self):
        assert TABLE.record(ROWS[1]) == {
            "code": "DEMO2",
            "amount": None,
            "part": None,
            "trusts": 0,
            "known": False,
        }

    def test_columns_can_be_put_first_and_none_is_lost(self):
        moved = TABLE.beginning("known", "part")
        assert moved.keys[:2] == ["known", "part"]
        assert moved.keys[2:] == [key for key in TABLE.keys if key not in ("known", "part")]

    def test_columns_without_any_value_are_left_out(self):
        filled = TABLE.of([ROWS[1]]).known()
        assert [found.key for found in filled.columns] == ["code", "trusts", "known"]
        assert filled.texts() == [["DEMO2", "0", "no"]]

    def test_a_missing_column_of_a_row_is_a_fault_and_no_gap(self):
        with pytest.raises(KeyError):
            TABLE.of([{"code": "DEMO1"}])

    def test_no_rows_have_columns_still(self):
        empty = TABLE.of([])
        assert empty.texts() == empty.records() == [] and isinstance(empty, Filled)
        assert len(empty.frame().columns) == 5
