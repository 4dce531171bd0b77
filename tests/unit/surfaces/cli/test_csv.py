"""CSV that a spreadsheet opens without running anything, and without losing a figure."""

import csv
import io
from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmark.surfaces.files.tables import csv_bytes

STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def read(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8"), newline="")))


def is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


class TestFormulas:
    @pytest.mark.parametrize(
        "text",
        [
            '=HYPERLINK("http://example.org","click")',
            "+1+1",
            "-1+cmd|' /C calc'!A0",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            "\n=1",
            "--1",
            "-",
            "-1e5",
            "\uff1d1+1",
        ],
    )
    def test_text_that_would_start_one_gets_an_apostrophe(self, text):
        frame = pd.DataFrame({"note": [text], "score": [2.5]})
        assert read(csv_bytes(frame)) == [["note", "score"], [f"'{text}", "2.5"]]

    @pytest.mark.parametrize("text", ["-2.5", "+3", "-0.07", "plain", "a=b", "RBS", "O'Neill", "", "'=1"])
    def test_other_text_stays_as_it_is(self, text):
        assert read(csv_bytes(pd.DataFrame({"note": [text, "x"]})))[1] == [text]

    @pytest.mark.parametrize(
        "text",
        [
            *(
                "2 / 2",
                "1/2",
                "10-12",
                "2010/11",
                "2025-03",
                "1/2/2025",
                "01-02-25",
                "MAR1",
                "Mar-25",
                "may 2025",
            ),
            *("3 May", "3-MAY-2025", "1E3", "12e05", "2.5E+10", "007", "01.50", "1234567890123456", "(5)"),
            *("(1,200.5)", "1:2", " 1E3 "),
        ],
    )
    def test_text_that_excel_would_change_gets_one_too(self, text):
        assert read(csv_bytes(pd.DataFrame({"code": [text, "x"]})))[1] == [f"'{text}"]

    @pytest.mark.parametrize(
        "text",
        [
            *(
                "2 of 2",
                "2024/25",
                "2025-04-01",
                "2025-04-01 10:00:00",
                "13/14",
                "10:30",
                "50%",
                "£5",
                "0.5",
                "0",
            ),
            *(
                "12",
                "QE1",
                "E54000008",
                "May",
                "March on",
                "Marsh 12",
                "1E",
                "E3",
                "1/2 day",
                "123456789012345",
            ),
            *("1-2-3-4", "10 12", "2025", "4.30", "(n/a)"),
        ],
    )
    def test_text_that_excel_leaves_alone_has_none(self, text):
        assert read(csv_bytes(pd.DataFrame({"code": [text, "x"]})))[1] == [text]

    def test_a_heading_can_be_one_too(self):
        assert read(csv_bytes(pd.DataFrame({"=1+1": [1]}))) == [["'=1+1"], ["1"]]

    def test_every_kind_of_column_is_looked_at(self):
        frame = pd.DataFrame(
            {
                "category": pd.Categorical(["=1"]),
                "mixed": pd.Series(["=1"], dtype=object),
                "string": pd.Series(["=1"], dtype="string"),
            }
        )
        assert read(csv_bytes(frame))[1] == ["'=1", "'=1", "'=1"]

    def test_two_columns_of_one_name_are_both_looked_at(self):
        frame = pd.DataFrame([["=1", "=2"]], columns=["note", "note"])
        assert read(csv_bytes(frame)) == [["note", "note"], ["'=1", "'=2"]]

    @given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00")), min_size=1))
    def test_no_text_at_all_starts_one_and_none_is_lost(self, texts):
        frame = pd.DataFrame({"line": range(len(texts)), "note": texts})
        for text, (_, cell) in zip(texts, read(csv_bytes(frame))[1:], strict=True):
            assert cell in (text, f"'{text}")
            assert not cell.startswith(STARTS) or is_number(cell)


class TestValues:
    def test_numbers_stay_numbers(self):
        frame = pd.DataFrame({"change": [-0.5, 2.0, None], "n": [-1, 0, 3]})
        assert read(csv_bytes(frame))[1:] == [["-0.5", "-1"], ["2.0", "0"], ["", "3"]]

    def test_dates_flags_and_missing_values(self):
        frame = pd.DataFrame({"day": [date(2025, 4, 1), None], "flag": [True, False], "name": ["a", None]})
        assert read(csv_bytes(frame))[1:] == [["2025-04-01", "True", "a"], ["", "False", ""]]

    def test_commas_quotes_and_line_breaks_come_back(self):
        text = 'Suffolk, "North East"\nEssex £'
        assert read(csv_bytes(pd.DataFrame({"name": [text]})))[1] == [text]

    def test_an_empty_table_has_its_headings(self):
        assert csv_bytes(pd.DataFrame(columns=["a", "b"])) == b"a,b\r\n"

    def test_the_table_itself_is_left_alone(self):
        frame = pd.DataFrame({"note": ["=1"]})
        csv_bytes(frame)
        assert frame["note"].tolist() == ["=1"]

    def test_a_byte_order_mark_only_when_asked(self):
        frame = pd.DataFrame({"a": [1]})
        assert csv_bytes(frame) == b"a\r\n1\r\n"
        assert csv_bytes(frame, byte_order_mark=True) == b"\xef\xbb\xbfa\r\n1\r\n"
