"""Rows against each other, against the reference and against the last round."""

from making import GOOD, RBS_WIDE, SECOND, SEVEN, SPEND, SPEND_ROW, TARGETS, WIDE, case, lines, long


def make() -> None:
    """Every case of this file."""
    case("row_repeated.csv", long(GOOD, SECOND, GOOD), "row_repeated:4", read=3, valid=2)
    case(
        "key_with_two_values.csv",
        long(GOOD, SECOND, "2025,RBS,Acute,well_led,,2.1"),
        "rows_conflict:4",
        read=3,
        valid=2,
    )
    case(
        "key_twice_in_other_spelling.csv",
        long(GOOD, "2025,rbs,acute,Well Led,,2.1"),
        "code_capitals:3",
        "word_respelt:3",
        "pillar_alias:3",
        "rows_conflict:3",
        read=2,
        valid=1,
    )
    case(
        "wide_trust_twice_2025.csv",
        lines(WIDE, f"{RBS_WIDE},{SEVEN}", f"{RBS_WIDE},{SEVEN}"),
        "year_from_name:1",
        "name_matched:2",
        *["row_repeated:3"] * 7,
        read=14,
        valid=7,
    )
    case("trust_unknown.csv", long("2025,RZZ,Acute,well_led,,3"), "trust_unknown:2", valid=0)
    case("trust_name.csv", long("2025,Alder Hey Children's NHS FT,Acute,well_led,,3"), "name_matched:2")
    for number, name in enumerate(("Umberquay Hospitals NHS Trust", "VEXWOLD GENERAL HOSPITAL"), start=1):
        case(f"trust_name_of_old_{number}.csv", long(f"2025,{name},Acute,well_led,,3"), "name_renamed:2")
    case(
        "trust_name_of_the_workbook.csv",
        long("2025,PORTSMOUTH HOSPITALS UNIVERSITY NATIONAL HEALTH SERVICE TRUST,Acute,well_led,,2.4"),
        "name_matched:2",
    )
    case(
        "trust_name_unknown.csv",
        long("2025,Alder Hay Childrens Hospital,Acute,well_led,,3"),
        "name_unknown:2",
        valid=0,
    )
    case("trust_closed.csv", long("2025,RAP,Acute,well_led,,3"), "trust_closed:2", valid=0)
    case("trust_closed_in_the_year.csv", long("2024,RAP,Acute,well_led,,3"))
    case("spend_trust_closed.csv", lines(SPEND, SPEND_ROW.replace("RBS", "RCS")), "trust_closed:2", valid=0)
    case(
        "target_trust_closed_since.csv",
        lines(TARGETS, "RAP,,well_led,4,Plan of 2023"),
        "trust_closed_since:2",
    )
    case("pillar_unknown.csv", long("2025,RBS,Acute,magic,,3"), "pillar_unknown:2", valid=0)
    case("round_unknown.csv", long("2031,RBS,Acute,well_led,,4"), "round_unknown:2")
    case("setting_never_returned.csv", long("2025,RBS,Ambulance,well_led,,3"), "setting_new:2")
    case(
        "ics_not_its_own_2025.csv",
        lines(WIDE, f"{RBS_WIDE},{SEVEN}".replace("CHESHIRE AND MERSEYSIDE", "Devon")),
        "year_from_name:1",
        "name_matched:2",
        "ics_not_own:2",
        read=7,
    )
    icb = "assessment_year,ics_code,pillar,score"
    case("ics_unknown.csv", lines(icb, "2025,QZZ,well_led,3"), "ics_unknown:2", valid=0)
    case(
        "ics_name_unknown.csv",
        lines(icb, "2025,The Moon and Surroundings,well_led,3"),
        "name_unknown:2",
        valid=0,
    )
    case(
        "score_jumps.csv",
        long("2026,RBS,Acute,well_led,,2.8", "2026,RBS,Acute,safe_practice,,4.9"),
        "round_unknown:2",
        "score_jump:2",
        read=2,
    )
    case(
        "score_jumps_within_the_file.csv",
        long("2025,RVN,Mental Health,well_led,,1", "2026,RVN,Mental Health,well_led,,4"),
        "round_unknown:3",
        "score_jump:3",
        read=2,
    )
    case(
        "domains_jump_together.csv",
        long("2026,RBS,Acute,well_led,strategy,2", "2026,RBS,Acute,well_led,skills,3"),
        "domain_unknown:2",
        "domain_unknown:3",
        "round_unknown:2",
        "score_jump:2",
        read=2,
    )
    case(
        "overall_jumps.csv",
        lines("assessment_year,compared_with,ods_code,care_setting,score", "2025,2024,RBS,Acute,1.2"),
        "score_jump:2",
    )
    case(
        "published_score_replaced.csv",
        long("2025,RBS,Acute,well_led,,1", "2025,RBS,Acute,safe_practice,,3.5"),
        "published_replaced:2",
        read=2,
    )
    case(
        "published_score_replaced_by_a_domain.csv",
        long("2025,RBS,Acute,well_led,strategy,2"),
        "domain_unknown:2",
        "published_replaced:2",
    )
    case(
        "published_overall_replaced.csv",
        lines("assessment_year,compared_with,ods_code,care_setting,score", "2025,2024,RBS,Acute,2.5"),
        "published_replaced:2",
    )
    whole = "956245000,35501000,20027000,5649000"
    spent = "spend_on_staff,spend_on_software,spend_on_services,spend_on_hardware,spend_on_communications"
    case("spend_left_out.csv", lines(SPEND, f"2024/25,DEMO1,{whole}"), "standing_emptied:2")
    case(
        "spend_of_a_tenth.csv",
        lines(
            f"{SPEND},{spent},spend_on_other",
            "2024/25,DEMO1,956245000,35501000,2002700,5649000,,,,,,",
        ),
        "standing_emptied:2",
        "standing_moved:2",
        "spend_jump:2",
    )
    case(
        "spend_share_high.csv", lines(SPEND, "2024/25,RBS,400000000,,60000000,20000000"), "spend_share_high:2"
    )
    case("spend_share_low.csv", lines(SPEND, "2024/25,RBS,400000000,,300000,100000"), "spend_share_low:2")
    case("spend_too_small.csv", lines(SPEND, "2024/25,RBS,400000,20000,9000,4000"), "spend_in_thousands:2")
    case(
        "spend_jumps.csv",
        lines(SPEND, SPEND_ROW, "2025/26,RBS,410000000,,16000000,8000000"),
        "spend_jump:3",
        read=2,
    )
    case(
        "spend_too_small_throughout.csv",
        lines(
            SPEND,
            "2023/24,RJ1,2400000,90000,40000,20000",
            "2023/24,RBS,400000,20000,9000,4000",
        ),
        "spend_in_thousands:2",
        "spend_in_thousands:3",
        read=2,
    )
    case(
        "spend_in_pence.csv",
        lines(SPEND, "2023/24,RBS,40000000000,2000000000,900000000,400000000"),
        "spend_unlike_accounts:2",
    )
    case(
        "spend_of_another_trust.csv",
        lines(SPEND, "2023/24,RBS,1800000000,90000000,40000000,20000000"),
        "spend_unlike_accounts:2",
    )
    case(
        "spend_it_too_small.csv",
        lines(SPEND, "2024/25,RBS,400000000,20000000,9000,4000"),
        "spend_share_low:2",
    )
    case(
        "spend_total_too_small.csv",
        lines(SPEND, "2024/25,RBS,400000,20000,9000000,4000000"),
        "it_above_expenditure:2",
        valid=0,
    )
    case(
        "spend_year_twice.csv",
        lines(SPEND, SPEND_ROW, SPEND_ROW.replace("2024/25", "FY25").replace("9000000", "9500000")),
        "year_respelt:3",
        "rows_conflict:3",
        read=2,
        valid=1,
    )
    case(
        "spend_year_repeated.csv",
        lines(SPEND, SPEND_ROW, SPEND_ROW.replace("2024/25", "2024-25")),
        "year_respelt:3",
        "row_repeated:3",
        read=2,
        valid=1,
    )
    parts = SPEND + ",spend_on_staff,spend_on_software"
    case("spend_parts_exceed.csv", lines(parts, SPEND_ROW + ",9000000,5000000"), "breakdown_differs:2")
    _all_parts(parts)
    exchange = "ods_code,pillar,offers_or_asks,contact,note"
    case("exchange_word.csv", lines(exchange, "RBS,well_led,offers,Digital team,Ask us"), "word_respelt:2")
    case("exchange_no_contact.csv", lines(exchange, "RBS,well_led,offer,,Ask us"), "value_missing:2", valid=0)


def _all_parts(parts: str) -> None:
    """All six parts of the IT spend are the whole of it."""
    six = f"{parts},spend_on_services,spend_on_hardware,spend_on_communications,spend_on_other"
    for name, software, found in (
        ("fall_short", "815000", ["breakdown_differs:2"]),
        ("rounded", "8100000", []),
        ("not_all", "", []),
    ):
        whole = f"2025/26,DEMO1,880000000,42000000,19500000,8300000,9901000,{software}"
        case(f"spend_parts_{name}.csv", lines(six, f"{whole},3335000,3599000,1723000,1092000"), *found)
