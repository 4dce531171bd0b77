"""Files that look like patients are refused, whichever way they are written; usual returns are not.

All numbers of patients here are of the range that is kept for tests, or made by the rule of the check digit.
"""

import io
import random
import re
import zipfile

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from benchmark.core.errors import ReturnRefused
from benchmark.core.nhs_number import GROUPED, ONE, has_check_digit, numbers_in, says_nhs_number
from benchmark.core.people import note
from benchmark.returns import check_return
from benchmark.returns.read.files import read_return
from benchmark.returns.read.patients import _ANY, _BIRTH_SAID, Watch, may_be_chance, roles_of, year_of
from tests.unit.returns.made import SCORES, csv_of, workbook_of


def made(number: int) -> str:
    """The first NHS number from this one of nine digits on."""
    while True:
        total = sum(
            int(digit) * weight for digit, weight in zip(f"{number:09}", range(10, 1, -1), strict=True)
        )
        check = -total % 11
        if check < 10:
            return f"{number:09}{check}"
        number += 1


NUMBERS = [made(999_000_000 + 12_345 * step) for step in range(12)]
ROW = ("2025", "DEMO1", "Acute", "Well Led", "3.5")
WAYS = {
    "plain": lambda n: n,
    "spaced": lambda n: f"{n[:3]} {n[3:6]} {n[6:]}",
    "hyphens": lambda n: f"{n[:3]}-{n[3:6]}-{n[6:]}",
    "dots": lambda n: f"{n[:3]}.{n[3:6]}.{n[6:]}",
    "wide spaces": lambda n: f"{n[:3]}\u00a0{n[3:6]}\u2009{n[6:]}",
    "dashes": lambda n: f"{n[:3]} \u2013 {n[3:6]} \u2013 {n[6:]}",
    "fives": lambda n: f"{n[:5]} {n[5:]}",
    "quoted": lambda n: f"'{n}",
    "a formula": lambda n: f'="{n}"',
    "a float": lambda n: f"{n}.0",
    "scientific": lambda n: f"{n[0]}.{n[1:]}E+09",
    "in words": lambda n: f"seen on the ward (NHS {n[:3]} {n[3:6]} {n[6:]}), reviewed",
    "beside letters": lambda n: f"NHS{n}",
    "of another script": lambda n: n.translate({48 + digit: 0xFF10 + digit for digit in range(10)}),
}


def found(content: bytes, name: str = "return.csv"):
    """The one error of a file that is refused for patients; None for one that is not."""
    read = read_return(content, name)
    of_findings = [entry for entry in read.findings if entry.code.startswith("patient_")]
    if not of_findings:
        return None
    assert read.findings == tuple(of_findings) and len(of_findings) == 1
    assert not read.sheets and read.content == b""
    return of_findings[0]


def with_column(heading: str, values, **how) -> bytes:
    return csv_of((*SCORES, heading), *((*ROW, value) for value in values), **how)


@pytest.mark.parametrize("way", [way for way in WAYS if way != "of another script"])
@pytest.mark.parametrize("heading", ["Reference", "score_note"])
def test_nhs_numbers_are_refused_under_any_heading_and_in_any_way_of_writing(way, heading):
    result = found(with_column(heading, map(WAYS[way], NUMBERS)))
    assert result is not None and result.severity == "error" and result.column == heading
    assert result.message.startswith(f"Column F ('{heading}') ")
    assert "Of these, 12 have the check digit" in result.message
    assert not re.search(r"\d{5}", result.message + result.value)


@pytest.mark.parametrize(
    ("encoding", "heading"),
    [("utf-16", "Ref"), ("utf-16-le", "Ref"), ("utf-8-sig", "Ref"), ("cp1252", "Réf"), ("mac-roman", "Réf")],
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_in_every_encoding_and_with_every_delimiter(encoding, heading, delimiter):
    spaced = map(WAYS["spaced"], NUMBERS)
    assert found(with_column(heading, spaced, encoding=encoding, delimiter=delimiter)) is not None


@pytest.mark.parametrize("heading", ["NHS number", "NHS_No", "NHSNumber", "nhs no.", "Pt NHS Number (10)"])
def test_one_is_enough_where_the_heading_says_what_it_is(heading):
    assert found(with_column(heading, NUMBERS[:1])) is not None
    assert found(with_column("Ref", NUMBERS[:1])) is None


@pytest.mark.parametrize("text", ["NHS No: {}", "nhs number {}", "Please call. NHS no {} asked"])
def test_one_is_enough_where_the_cell_says_what_it_is(text):
    assert found(with_column("Note", [text.format(NUMBERS[0])])) is not None
    assert found(csv_of(("Trust", "Value"), ("NHS number", NUMBERS[0]))) is not None


def test_above_the_table_below_it_and_across_columns():
    lines = csv_of(SCORES, *[ROW] * 3).decode()
    assert found(f"{' '.join(NUMBERS)}\n{lines}".encode()) is not None
    assert found(f"{lines}\n\nThese are all\n{chr(10).join(NUMBERS)}\n".encode()) is not None
    assert found(csv_of(("a", "b", "c", "d"), NUMBERS[:4])) is not None
    assert found(f'{lines}2025,"{NUMBERS[0]} {NUMBERS[1]}\n{NUMBERS[2]} {NUMBERS[3]}'.encode()) is not None


def test_a_large_file_is_looked_through_to_its_end():
    rows = [ROW] * 20_000
    content = csv_of((*SCORES, "Note"), *((*row, "") for row in rows), *((*ROW, n) for n in NUMBERS))
    assert len(content) > 200_000 and found(content) is not None


@pytest.mark.parametrize("as_number", [True, False])
def test_in_a_workbook_as_text_and_as_number(as_number):
    values = [[int(n)] if as_number else [WAYS["spaced"](n)] for n in NUMBERS]
    result = found(workbook_of(Scores=[SCORES, ROW], Notes=[["Ref"], *values]), "return.xlsx")
    assert (
        result is not None
        and result.sheet == "Notes"
        and "Column A ('Ref') of the sheet 'Notes'" in result.message
    )


@pytest.mark.parametrize("hide", ["hide", "very_hidden"])
def test_in_a_sheet_that_is_hidden(hide):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        for name, rows in (("Scores", [SCORES, ROW]), ("Lookup", [[n] for n in NUMBERS])):
            sheet = book.add_worksheet(name)
            for line, row in enumerate(rows):
                sheet.write_row(line, 0, row)
        getattr(sheet, hide)()
    result = found(out.getvalue(), "return.xlsx")
    assert result is not None and result.sheet == "Lookup"


def test_in_what_a_pivot_table_keeps():
    book = io.BytesIO(workbook_of(Scores=[SCORES, ROW]))
    kept = "".join(f'<r><s v="{n}"/></r>' for n in NUMBERS)
    with zipfile.ZipFile(book, "a") as archive:
        archive.writestr(
            "xl/pivotCache/pivotCacheRecords1.xml", f"<pivotCacheRecords>{kept}</pivotCacheRecords>"
        )
    result = found(book.getvalue(), "return.xlsx")
    assert result is not None and result.sheet == "what a pivot table keeps"


BIRTHS = ["12/03/1948", "1980-01-31", "7 May 2011", "3rd of June 1999", "120380", "1980"]


@pytest.mark.parametrize("birth", BIRTHS)
@pytest.mark.parametrize(
    ("who", "when"),
    [
        ("Surname", "DOB"),
        ("Forename", "D.O.B."),
        ("Patient name", "Date of Birth (dd/mm/yyyy)"),
        ("Name", "date_of_birth"),
        ("Hospital number", "DateOfBirth"),
        ("patient", "Birth date"),
        ("Surname", "Year of birth"),
        ("Initials", "Born"),
    ],
)
def test_dates_of_birth_beside_people_are_refused(who, when, birth):
    result = found(csv_of(("ods_code", who, when), ("DEMO1", "Nobody", birth)))
    assert result is not None and result.code == "patient_births" and result.column == when
    assert "1948" not in result.message and "Nobody" not in result.message


def test_dates_that_span_a_generation_beside_names_are_refused_whatever_their_heading():
    rows = [("A", "B", day) for day in ("12/03/1948", "4/4/1977", "5/6/2001", "9/9/2019")]
    assert found(csv_of(("Forename", "Surname", "When"), *rows)) is not None
    assert found(csv_of(("Trust name", "System", "Installed"), *rows)) is None


@pytest.mark.parametrize(
    "row",
    [
        ("Name", "Babies born", "DEMO1", "120"),
        ("Trust name", "Born", "DEMO1", "1980"),
        ("Surname", "DOB", "", ""),
    ],
)
def test_counts_of_births_trusts_and_empty_columns_are_none(row):
    assert found(csv_of(row[:2], row[2:], ("DEMO2", ""))) is None


@pytest.mark.parametrize("day", ["12/03/1948", "1948-03-12", "12 March 1948", "March 12, 1948", "12.03.48"])
@pytest.mark.parametrize("word", ["DOB ", "d.o.b. ", "DoB: ", "Date of birth - "])
def test_a_birth_in_a_text_is_refused_where_the_text_says_so(word, day):
    assert found(with_column("Note", [f"Nobody ({word}{day}) asked"])) is not None
    assert found(with_column("Note", [f"Asked on {day}, without a {word}"])) is None


def test_a_form_with_a_name_and_a_birth_is_refused():
    rows = [("Name", "Nobody"), ("Date of birth", "12/03/1948"), ("Trust", "DEMO1")]
    assert found(workbook_of(Form=rows, Scores=[SCORES, ROW]), "return.xlsx") is not None


USUAL = {
    "mobile numbers without their leading zero": [str(7_700_900_000 + n) for n in range(60)],
    "telephone numbers": [f"0{20} 7946 {n:04}" for n in range(60)],
    "more telephone numbers": [f"+44 161 496 0{n:03}" for n in range(60)],
    "amounts in pounds": [str(1_234_567_000 + 1_113_000 * n) for n in range(60)],
    "amounts with pence": [f"{12_345_678 + 987 * n}.{n:02}" for n in range(60)],
    "amounts with commas": [f"{1_234_567_890 + 7_919 * n:,}" for n in range(60)],
    "scores as a program writes them": [repr(2 + n / 7.0) for n in range(60)],
    "moments": [f"2026-11-{1 + n % 28:02} {n % 24:02}:00:00" for n in range(60)],
    "seconds since 1970": [str(1_790_000_000 + 86_400 * n) for n in range(60)],
    "noughts and nines": ["0000000000", "9999999999", "1111111111", "2222222222"],
    "codes of organisations": [f"DEMO{n % 8}" for n in range(60)],
    "numbers of orders": [f"PO-{4_500_000_000 + n}" for n in range(60)],
    "one and two that are right by chance": [*NUMBERS[:2], "1234567890"],
}


@pytest.mark.parametrize("values", USUAL.values(), ids=USUAL.keys())
def test_a_usual_return_is_read(values):
    assert found(with_column("Note", values)) is None
    assert found(workbook_of(Scores=[(*SCORES, "Note"), *((*ROW, v) for v in values)]), "r.xlsx") is None


def test_numbers_at_random_are_hardly_ever_refused():
    draws = random.Random(20_261_126)
    refused = 0
    for _ in range(4_000):
        numbers = [f"{draws.randrange(10**9, 10**10)}" for _ in range(draws.choice((3, 5, 12, 60)))]
        valid = sum(map(has_check_digit, numbers))
        refused += not may_be_chance(valid, len(numbers))
    assert refused <= 8  # one in a thousand, and as much again for luck


@given(st.integers(0, 10**9 - 1), st.sampled_from(sorted(WAYS)))
def test_each_way_of_writing_is_found_again(number, way):
    whole = made(number)
    assert [digits for digits, _ in numbers_in(WAYS[way](whole))] == [whole]
    assert has_check_digit(whole) is (len(set(whole)) > 1)
    wrong = whole[:-1] + str((int(whole[-1]) + 1) % 10)
    assert not has_check_digit(wrong)


@pytest.mark.parametrize("cell", ["943476591", "94347659190", "9434765.919", "£9434765919", "0.9434765919"])
def test_what_has_not_ten_digits_is_none(cell):
    assert list(numbers_in(cell)) == []


@pytest.mark.parametrize(
    ("text", "year"),
    [
        *(("12/03/48", 1948), ("1.2.05", 2005), ("12-Mar-1980", 1980), ("March 12, 1980", 1980)),
        *(("19800312", 1980), ("1980-03-12T00:00:00", 1980), ("3rd June 1999", 1999)),
        *(("2025", None), ("2024/25", None), ("3.5", None), ("1,234", None)),
    ],
)
def test_the_year_of_a_day(text, year):
    assert year_of(text) == year


def test_headings_of_returns_name_no_person():
    usual = (
        "Trust name",
        "Number of patients",
        "Name of trust",
        "Patient safety",
        "Domain name",
        "Supplier name",
    )
    assert not any({"number", "birth", "name"} & roles_of(heading) for heading in usual)


def test_nothing_of_it_is_in_what_a_check_says_or_logs(caplog):
    content = with_column("NHS number", NUMBERS)
    checked = check_return(content, "return.csv", publication=None)
    assert [entry.code for entry in checked.findings] == ["patient_numbers"]
    assert checked.content == b"" and not checked.tables
    said = repr(checked) + caplog.text
    assert not any(number in said for number in NUMBERS)


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        (f"asked about {WAYS['spaced'](NUMBERS[0])}", True),
        (f"NHS No. {NUMBERS[0]}", True),
        (f"order {NUMBERS[0]}", False),
        ("call 0161 496 0123", False),
        ("999 100 0001 is no such number", False),
    ],
)
def test_words_that_somebody_types_name_no_patient(text, refused):
    assert says_nhs_number(text) is refused
    if refused:
        with pytest.raises(ReturnRefused, match="looks like an NHS number") as found:
            note(text)
        assert NUMBERS[0][-4:] not in str(found.value)
    else:
        assert note(text) == text


@given(st.text(alphabet="0123456789 .:eE+-_,aZ\u00a0", max_size=40))
def test_ten_digits_are_found_in_each_way_of_writing_them(text):
    each = (GROUPED, rf"\d(?:{ONE}\d){{9}}(?![\d:])", r"\d\.\d{9}[eE]")
    assert bool(_ANY.search(text)) == any(re.search(way, text) for way in each)


@given(st.text(alphabet="dDoObB. :x", max_size=12), st.sampled_from(("", "Date of Birth: 1", "\u00e9")))
def test_no_birth_is_passed_over_by_the_words_that_are_looked_for_first(text, more):
    said = text + more + "1"
    assert Watch._may_say_births(said) or not _BIRTH_SAID.search(said)
