"""Cells that do not hold, and cells that are read differently from how they are written."""

from making import SPEND, TARGETS, case, lines, long


def make() -> None:
    """Every case of this file."""
    wrong = {
        "score_empty": ("2025,RBS,Acute,well_led,,", "value_missing:2"),
        "score_blank": ('2025,RBS,Acute,well_led,,"   "', "value_missing:2"),
        "score_too_high": ("2025,RBS,Acute,well_led,,5.1", "out_of_range:2"),
        "score_nought": ("2025,RBS,Acute,well_led,,0", "out_of_range:2"),
        "score_negative": ("2025,RBS,Acute,well_led,,-2", "out_of_range:2"),
        "score_in_words": ("2025,RBS,Acute,well_led,,three", "not_a_number:2"),
        "score_not_available": ("2025,RBS,Acute,well_led,,n/a", "words_for_nothing:2"),
        "score_dash": ("2025,RBS,Acute,well_led,,-", "words_for_nothing:2"),
        "score_nan": ("2025,RBS,Acute,well_led,,NaN", "words_for_nothing:2"),
        "score_infinite": ("2025,RBS,Acute,well_led,,inf", "not_a_number:2"),
        "score_percent": ("2025,RBS,Acute,well_led,,60%", "percent_sign:2"),
        "score_with_underscore": ("2025,RBS,Acute,well_led,,1_0", "not_a_number:2"),
        "score_scientific": ("2025,RBS,Acute,well_led,,3e0", "scientific_number:2"),
        "score_hexadecimal": ("2025,RBS,Acute,well_led,,0x3", "not_a_number:2"),
        "score_comma": ('2025,RBS,Acute,well_led,,"2,5"', "decimal_comma_unclear:2"),
        "score_two_points": ("2025,RBS,Acute,well_led,,2.5.1", "not_a_number:2"),
        "score_other_digits": ("2025,RBS,Acute,well_led,,٣", "not_a_number:2"),
        "score_excel_error": ("2025,RBS,Acute,well_led,,#DIV/0!", "excel_error:2"),
        "score_not_found": ("2025,RBS,Acute,well_led,,#N/A", "excel_error:2"),
        "score_hashes": ("2025,RBS,Acute,well_led,,#####", "excel_error:2"),
        "score_formula": ("2025,RBS,Acute,well_led,,=A1+1", "formula_text:2"),
        "score_a_date": ("2025,RBS,Acute,well_led,,02-Mar", "not_a_number:2"),
        "year_two_digits": ("25,RBS,Acute,well_led,,3", "out_of_range:2"),
        "year_financial": ("2024/25,RBS,Acute,well_led,,3", "not_whole:2"),
        "year_half": ("2025.5,RBS,Acute,well_led,,3", "not_whole:2"),
        "year_empty": (",RBS,Acute,well_led,,3", "value_missing:2"),
        "code_empty": ("2025,,Acute,well_led,,3", "value_missing:2"),
        "code_a_date": ("2025,01-Mar,Acute,well_led,,3", "date_in_code:2"),
        "code_a_long_date": ("2025,2025-03-01,Acute,well_led,,3", "date_in_code:2"),
        "code_not_found": ("2025,#REF!,Acute,well_led,,3", "excel_error:2"),
        "setting_unknown": ("2025,RBS,Dental,well_led,,3", "not_in_list:2"),
        "setting_empty": ("2025,RBS,,well_led,,3", "value_missing:2"),
        "pillar_empty": ("2025,RBS,Acute,,,3", "value_missing:2"),
        "domain_of_figures": ("2025,RBS,Acute,well_led,123,3", "bad_key:2"),
        "domain_too_long": (f"2025,RBS,Acute,well_led,{'d' * 61},3", "text_length:2"),
    }
    for name, (row, found) in wrong.items():
        case(f"cell_{name}.csv", long(row), found, read=1, valid=0)
    noted = {
        "code_in_small_letters": ("2025,rbs,Acute,well_led,,3", "code_capitals:2"),
        "code_with_spaces": ("2025, RBS ,Acute,well_led,,3", "spaces_removed:2"),
        "code_with_hard_space": ("2025,RBS\u00a0,Acute,well_led,,3", "odd_spaces:2"),
        "code_with_zero_width": ("2025,\u200bRBS,Acute,well_led,,3", "odd_spaces:2"),
        "setting_in_small_letters": ("2025,RBS,acute,well_led,,3", "word_respelt:2"),
        "setting_by_other_name": ("2025,RBS,Acute Trust,well_led,,3", "word_respelt:2"),
        "pillar_by_name": ("2025,RBS,Acute,Well Led,,3", "pillar_alias:2"),
        "pillar_of_2021": ("2025,RBS,Acute,Empower citizens,,3", "pillar_alias:2"),
        "domain_in_words": ("2025,RBS,Acute,well_led,Board Ownership,3", "domain_unknown:2 key_respelt:2"),
        "year_with_decimals": ("2025.0,RBS,Acute,well_led,,3", "whole_respelt:2"),
        "score_signed": ("2025,RBS,Acute,well_led,,+3", ""),
    }
    for name, (row, found) in noted.items():
        case(f"read_{name}.csv", long(row), *found.split(), read=1, valid=1)
    case(
        "read_decimal_comma.csv",
        long("2025,RBS,Acute,well_led,,2.5").replace(",", ";").replace("2.5", "2,5"),
        "delimiter",
        "decimal_comma:2",
        read=1,
        valid=1,
    )
    case(
        "target_reason_too_long.csv",
        lines(TARGETS, f"RBS,Acute,well_led,4,{'why ' * 130}"),
        "text_length:2",
        "spaces_removed:2",
        read=1,
        valid=0,
    )
    case(
        "target_reason_formula.csv",
        lines(TARGETS, "RBS,Acute,well_led,4,=cmd|' /C calc'!A0"),
        "formula_text:2",
        read=1,
        valid=0,
    )
    spend = {
        "thousands_marked": ('2024/25,RBS,"400,000,000",,9000000,4000000', "thousands_removed:2", 1),
        "pound_signs": ('2024/25,RBS,"£400,000,000",,9000000,4000000', "pound_sign:2", 1),
        "years_with_dash": ("2024-25,RBS,400000000,,9000000,4000000", "year_respelt:2", 1),
        "years_in_full": ("2024/2025,RBS,400000000,,9000000,4000000", "year_respelt:2", 1),
        "year_as_fy": ("FY25,RBS,400000000,,9000000,4000000", "year_respelt:2", 1),
        "years_not_in_a_row": ("2024/26,RBS,400000000,,9000000,4000000", "bad_financial_year:2", 0),
        "year_alone": ("2024,RBS,400000000,,9000000,4000000", "financial_year_alone:2", 0),
        "year_alone_decimal": ("2025.0,RBS,400000000,,9000000,4000000", "financial_year_alone:2", 0),
        "year_as_fy_in_full": ("FY2025,RBS,400000000,,9000000,4000000", "year_respelt:2", 1),
        "years_short": ("24/25,RBS,400000000,,9000000,4000000", "year_respelt:2", 1),
        "years_fy_both": ("FY 2024-25,RBS,400000000,,9000000,4000000", "year_respelt:2", 1),
        "years_as_days": ("01/04/2024 - 31/03/2025,RBS,400000000,,9000000,4000000", "year_respelt:2", 1),
        "years_as_months": ("April 2024 to March 2025,RBS,400000000,,9000000,4000000", "year_respelt:2", 1),
        "year_ending": ("Year ending 31 March 2025,RBS,400000000,,9000000,4000000", "year_respelt:2", 1),
        "calendar_year": (
            "January 2024 to December 2024,RBS,400000000,,9000000,4000000",
            "financial_year_overlap:2",
            0,
        ),
        "half_a_year": (
            "2024-04-01 to 2024-09-30,RBS,400000000,,9000000,4000000",
            "financial_year_overlap:2",
            0,
        ),
        "two_years": (
            "April 2023 to March 2025,RBS,400000000,,9000000,4000000",
            "financial_year_overlap:2",
            0,
        ),
        "quarter": ("2024/25 Q1,RBS,400000000,,9000000,4000000", "bad_financial_year:2", 0),
        "negative": ("2024/25,RBS,400000000,,-9000000,4000000", "negative_amount:2", 0),
        "negative_capital": ("2024/25,RBS,400000000,-20000000,9000000,4000000", "negative_amount:2", 0),
        "in_brackets": ('2024/25,RBS,400000000,,"(9,000,000)",4000000', "negative_amount:2", 0),
        "no_expenditure": ("2024/25,RBS,0,,9000000,4000000", "expenditure_nought:2", 0),
        "nothing_at_all": ("2024/25,RBS,0,0,0,0", "expenditure_nought:2", 0),
        "revenue_above_total": ("2024/25,RBS,400000000,,900000000,4000000", "it_above_expenditure:2", 0),
        "capital_above_total": (
            "2024/25,RBS,400000000,20000000,9000000,24000000",
            "it_above_expenditure:2",
            0,
        ),
        "sterling_in_letters": ("2024/25,RBS,400000000,,9000000 GBP,4000000", "pound_sign:2", 1),
        "sterling_before": ("2024/25,RBS,GBP 400000000,,9000000,4000000", "pound_sign:2", 1),
        "euros": ("2024/25,RBS,400000000,,€9000000,4000000", "currency_other:2", 0),
        "dollars": ('2024/25,RBS,400000000,,"$9,000,000",4000000', "currency_other:2", 0),
        "other_currency_in_letters": ("2024/25,RBS,400000000,,9000000 EUR,4000000", "currency_other:2", 0),
        "pounds_and_millions": ("2024/25,RBS,400000000,,£9.0m,4000000", "unit_in_number:2", 0),
        "thousands_with_k": ('2024/25,RBS,400000000,,"9,000k",4000000', "unit_in_number:2", 0),
        "thousands_with_noughts": ("2024/25,RBS,400000000,,9 £000,4000000", "not_a_number:2", 0),
        "millions": ("2024/25,RBS,400m,,9000000,4000000", "unit_in_number:2", 0),
        "scientific": ("2024/25,RBS,4E+08,,9000000,4000000", "scientific_number:2", 0),
        "percent": ("2024/25,RBS,400000000,,2.1%,4000000", "percent_sign:2", 0),
        "to_be_confirmed": ("2024/25,RBS,400000000,,TBC,4000000", "words_for_nothing:2", 0),
    }
    for name, (row, found, valid) in spend.items():
        case(f"spend_{name}.csv", lines(SPEND, row), found, read=1, valid=valid)
